"""What can be wrong with a contract itself. Imports no YAML library: the catalogue reads these classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from importspy_static.contract.nodes import printable
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.violation import Violation


class ContractError(ValueError):
    """A contract that cannot be used. `problems` are all of them, in the order of their places.

    `lines` are the lines of its files by path, as far as they could be read, for the frames of reports; in this order
    the files are told. The text of the error has one line a problem: `path:line:column: CODE message`.
    """

    def __init__(self, problems: Sequence[Violation], lines: Mapping[str, Sequence[str]] | None = None) -> None:
        self.lines = {path: tuple(each) for path, each in (lines or {}).items()}
        files = {path: number for number, path in enumerate(self.lines)}

        def order(problem: Violation) -> tuple[int, int, int, str]:
            place = problem.contract_place
            return (files.get(place.path, 0), place.line, place.column, problem.code) if place else (0, 0, 0, "")

        self.problems = tuple(sorted(problems, key=order))
        super().__init__("\n".join(map(_line, self.problems)))

    def __reduce__(self) -> tuple[type[ContractError], tuple[object, ...]]:
        """For processes that hand it on: an exception is made anew of its `args`, which are the text alone."""
        return type(self), (self.problems, self.lines)


def _line(problem: Violation) -> str:
    place = problem.contract_place
    where = f"{printable(place.path)}:{place.line}:{place.column}: " if place else ""
    return f"{where}{problem.code} {problem.message}"


@dataclass(frozen=True, kw_only=True)
class ContractProblem(Violation):
    """What the problems of a contract have in common. `reason` is the sentence, without the key it is about."""

    reason: str = ""

    @property
    def message(self) -> str:
        key = self.contract_place.key if self.contract_place else ""
        reason = self.reason or f"expected {self.expected}, found {self.actual}"
        return f"{key}: {reason}" if key else reason


@dataclass(frozen=True, kw_only=True)
class ContractUnreadable(
    ContractProblem,
    code="SPY010",
    name="contract-unreadable",
    title="Contract Unreadable",
    remedy="Give the path of a readable file, UTF-8 text and well-formed YAML, within the stated limits.",
):
    """The contract could not be read as YAML, so nothing in it was looked at and no module was checked.

    A check without a contract would pass everything. It therefore ends here, with exit status 2, at the line and
    column where reading stopped. This is one of:

    - the file does not exist, is a folder or something else that is no regular file, or may not be read;
    - it is not UTF-8 text, or holds a character that YAML does not allow;
    - it is not well-formed YAML;
    - it is over a limit: 5 MiB, 50 levels, 200,000 nodes with aliases written out;
    - one of these is true of a contract that it extends.

    ## Bad

    A quote that is opened and never closed:

    ```yaml
    filename: extension.py
    variables:
      - name: plugin_name
        value: "demo
    ```

    Text that begins with `*` is an alias to YAML. Of Python's stars that goes wrong most often:

    ```yaml
    functions:
      - name: process
        arguments:
          - name: *args
    ```

    ## Good

    ```yaml
    functions:
      - name: process
        arguments:
          - name: "*args"
    ```

    ## What to do

    Mend the line that the message points at. Text that begins with one of ``* & ! | > % @ ` `` or holds `: ` or `
    #` belongs in quotes, and indentation is made of spaces, never of tabs.
    """


@dataclass(frozen=True, kw_only=True)
class ContractInvalid(
    ContractProblem,
    code="SPY011",
    name="contract-invalid",
    title="Contract Invalid",
    remedy="Change the contract at this line to what the message expects.",
):
    """The contract is YAML, but says something that the contract language does not know how to mean.

    Guessing would be worse than refusing: a requirement that is read wrongly passes modules that it should not. So
    a contract with such a problem is not used at all (exit status 2). All problems of the file are told in one run,
    each with its line, its column and the path of its key.

    ## Bad

    ```yaml
    functions:
      name: process        # a mapping, where a list of functions belongs
    classes:
      - methods: []        # which class?
    version: ">=1.x"       # begins like a PEP 440 specifier, and is none
    ```

    ## Good

    ```yaml
    functions:
      - name: process
    classes:
      - name: Extension
        methods: []
    version: ">=1.2,<2"
    ```

    ## What to do

    Read the key's path from left to right: `classes[0].methods[1]` is the second method of the first class. The
    message says what was expected there and what was found.

    A contract that requires nothing is refused as well, since every module keeps it. So is one that asks for what
    this version does not judge, such as evidence from an outside service: such a request must not pass unnoticed.
    """


@dataclass(frozen=True, kw_only=True)
class ContractUnknownKey(
    ContractProblem,
    code="SPY012",
    name="contract-unknown-key",
    title="Contract Unknown Key",
    remedy="Correct the key, or take it out.",
):
    """A key that the contract language does not have at this place.

    A misspelt key that is passed over in silence is a requirement that nobody checks: the contract looks strict,
    and lets everything through. Unknown keys are therefore errors, and the message names the nearest key that would
    be known there.

    ## Bad

    ```yaml
    functions:
      - name: process
        arguments:
          - {name: amount, anotation: int}
    ```

    ## Good

    ```yaml
    functions:
      - name: process
        arguments:
          - {name: amount, annotation: int}
    ```

    ## What to do

    Take the key that the message proposes. If the key is right, it may stand one level too deep or too high:
    `return_annotation` belongs to a function, `annotation` to an argument, a variable or an attribute.
    """

    section: str
    unknown: str
    nearest: str | None = None
    known: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        where = f"{self.section}: " if self.section else ""
        hint = f"did you mean '{self.nearest}'?" if self.nearest else f"known here: {', '.join(self.known)}"
        return f"{where}unknown key {self.unknown}; {hint}"


@dataclass(frozen=True, kw_only=True)
class ContractContradiction(
    ContractProblem,
    code="SPY013",
    name="contract-contradiction",
    title="Contract Contradiction",
    remedy="Decide which of the two is meant, and take the other out.",
):
    """Two requirements of the contract exclude each other, so that no module could keep both.

    Every check against such a contract would end in a violation that no change of the module can cure. The fault is
    in the contract, and that is where it is told.

    ## Bad

    An argument that must not have a default, and must have this one:

    ```yaml
    functions:
      - name: process
        arguments:
          - {name: amount, optional: false, value: 0}
    ```

    An integer whose value is text:

    ```yaml
    variables:
      - {name: retries, annotation: int, value: "3"}
    ```

    Two requirements on one name that hold for the same targets:

    ```yaml
    variables:
      - {name: retries, value: 3, when: {python: ">=3.12"}}
      - {name: retries, value: 5, when: {os: [linux]}}    # and Python 3.12 on Linux?
    ```

    ## Good

    ```yaml
    variables:
      - {name: retries, annotation: int, value: 3}
    functions:
      - name: process
        arguments:
          - {name: amount, value: 0}
    ```

    ## What to do

    The message names both sides, which may stand in different files if the contract extends others. Only what is
    certain is told here: an annotation other than a plain builtin, for example, is never held against a value. Of
    requirements with conditions, make the conditions exclude each other, or let one say only what the other does not.
    """
