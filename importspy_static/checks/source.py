"""SPY0: sources that could not be judged at all."""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.place import ContractPlace, Place
from importspy_static.model.program import Failure, Program
from importspy_static.model.target import Target
from importspy_static.model.violation import Violation


@dataclass(frozen=True, kw_only=True)
class Unjudged(Violation):
    """A file that no fact can be had of."""

    reason: str

    @property
    def message(self) -> str:
        return self.reason


@dataclass(frozen=True, kw_only=True)
class SourceUnreadable(
    Unjudged,
    code="SPY001",
    name="source-unreadable",
    title="Source Unreadable",
    remedy="Name a regular file that is text in the encoding that it declares; put a stub beside compiled code, "
    "or leave that out of what is under contract.",
):
    """The file cannot be read as Python source.

    It does not exist or has vanished, is a folder, a pipe or a device (which are never opened), may not be read, is
    a link that leads to itself, or is not text in the encoding that its first lines declare (UTF-8 if they declare
    none).

    Nor can compiled code be read: an extension module (`.so`, `.pyd`) without a stub beside it, `.pyc` without source
    or within an archive, where Python may run it in place of the source; an archive that is refused, as it expands
    without measure, names files outside of itself, or holds links; a file that a contract or an entry point names and
    that is not there.

    A module that cannot be read keeps no contract, so this is an error; other modules of the same run are still
    checked.
    """


@dataclass(frozen=True, kw_only=True)
class SourceSyntaxError(
    Unjudged,
    code="SPY002",
    name="source-syntax-error",
    title="Source Syntax Error",
    remedy="Correct the line. What is newer than the target's Python, write in an older way, or declare newer Pythons "
    "only; for what is newer than the checker's own, run the checker on a Python that knows it.",
):
    """The file is not Python: importing it would raise SyntaxError.

    The judge is the compiler of the Python that runs the checker, which compiles and runs nothing. It also refuses
    what a mere parser takes: `return` outside of a function, an argument named twice, `nonlocal` at module level.
    The message names the version, since newer Pythons know more syntax.

    It is the Python of the *target* that will have to compile the file. A construct that this one does not have yet is
    told with the version that brought it: a `match` statement needs Python 3.10, so the module cannot be imported by
    3.9, whatever else it offers.

    ```python
    def run(amount, amount): ...
    ```
    """


@dataclass(frozen=True, kw_only=True)
class SourceTooComplex(
    Unjudged,
    code="SPY003",
    name="source-too-complex",
    title="Source Too Complex",
    remedy="Split the file, or keep generated tables out of modules that are under contract.",
):
    """The file is over a limit of the checker: of size, nesting, time or memory.

    Source is data from strangers, and some of it is made to crash or hang whoever reads it. It is read in a process
    of its own, with limits; what is over one of them is not guessed at. The message says which limit.
    """


_BY_KIND: dict[str, type[Unjudged]] = {
    "unreadable": SourceUnreadable,
    "encoding": SourceUnreadable,
    "syntax": SourceSyntaxError,
    "complex": SourceTooComplex,
}


def check_grammar(program: Program, target: Target, path: str) -> Iterator[Violation]:
    """What of a module's grammar the target's Python does not have."""
    for construct in program.constructs:
        if construct.is_refused_by(*target.version[:2]):
            needed = "Python {}.{}".format(*construct.since)
            reason = f"{construct.name} needs {needed} or newer"
            yield SourceSyntaxError(place=Place(path, construct.span), reason=reason, expected=needed)


def check_source(failure: Failure, path: str, asked: ContractPlace | None) -> Violation:
    """The violation that a failed extraction is."""
    return _BY_KIND[failure.kind](place=Place(path, failure.span), contract_place=asked, reason=failure.reason)
