"""What a contract declares of where a module may run, held against a host: the tree, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.report.folded import folded
from importspy_static.report.marked import Line, Part, Role
from importspy_static.report.visible import visible, width

if TYPE_CHECKING:
    from importspy_static.model.deployments import Alternative, Deployments
    from importspy_static.model.violation import Violation

BROADEST = 34
"""Cells of a name. What is said of a longer one begins right behind it and pushes nothing else to the right."""
FEW = 3
"""Deployments that hold, by name; of more only the number."""
_OF_THE_NAME = ("SPY501", "SPY502", "SPY503")
"""Violations whose alternative has what it asks for in its name."""


@dataclass(frozen=True, slots=True)
class DeclaredVariable:
    """An environment variable or a secret that a contract names."""

    name: str
    is_secret: bool
    is_set: bool
    text: str | None = field(default=None, repr=False)
    """What it is set to, where that may be told."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A host held against a contract."""

    contract: str
    """Its path."""
    host: str
    """Whose facts were held against it."""
    deployments: Deployments
    has_runtime: bool = False
    """Whether the contract has the short form, too."""
    variables: tuple[DeclaredVariable, ...] = ()


def variable_lines(judged: Judged) -> Iterator[Line]:
    """The declared variables and secrets: set or missing."""
    if not judged.variables:
        return
    yield ()
    yield (Part(f"variables of {visible(judged.contract)}", "strong"),)
    broad = _broad(visible(each.name) for each in judged.variables)
    for each in judged.variables:
        name = f"  {_padded(visible(each.name), broad)}  "
        word = Part("set", "good") if each.is_set else Part("missing", "warning")
        text = "" if each.text is None else f" to '{visible(each.text)}'"
        aside = f"{'':{len('missing') - len(word.text)}}  secret" if each.is_secret else ""
        yield (Part(name), word, Part(text), Part(aside, "faint"))


def tree_lines(judged: Judged, columns: int | None = None) -> Iterator[Line]:
    """Every alternative with what the host lacks for it alone, and the verdict last, where the eye is."""
    alternatives = judged.deployments.alternatives
    if alternatives:
        yield ()
        yield (Part(f"deployments of {visible(judged.contract)}", "strong"),)
        rows = list(_rows(alternatives, "  ", fits=True))
        broad = _broad(row.name for row in rows)
        for row in rows:
            yield from _row_lines(row, broad, columns)
    if judged.has_runtime:
        yield ()
        yield (Part(f"runtime of {visible(judged.contract)}", "strong"),)
        yield from _lack_lines(judged.deployments.runtime, "  ", columns)
        if not judged.deployments.runtime:
            yield (Part("  "), Part("holds", "good"))
    if alternatives or judged.has_runtime:
        yield ()
        yield from _verdict_lines(judged, columns)


@dataclass(frozen=True, slots=True)
class _Row:
    """An alternative, with the blanks that its depth gives it in `name`."""

    name: str
    lacks: tuple[Violation, ...]
    holds: bool
    """One way through it holds from the top to the end."""


def _rows(alternatives: Sequence[Alternative], indent: str, *, fits: bool) -> Iterator[_Row]:
    for each in alternatives:
        holds = fits and each.verdict == "compliant"
        yield _Row(indent + visible(each.name), each.lacks, holds)
        yield from _rows(each.within, indent + "  ", fits=fits and not each.lacks)


def _row_lines(row: _Row, broad: int, columns: int | None) -> Iterator[Line]:
    name = _padded(row.name, broad) + "  "
    if not row.lacks:
        yield (Part(name), Part("holds", "good") if row.holds else Part("fits"))
        return
    first, *more = _lack_lines(row.lacks, " " * width(name), columns, named=True)
    yield (Part(name), *first[1:])
    yield from more


def _lack_lines(
    violations: Sequence[Violation], indent: str, columns: int | None, *, named: bool = False
) -> Iterator[Line]:
    """A line for each, or more on a narrow terminal; `named` where what was asked for stands before it."""
    for violation in violations:
        short = named and violation.code in _OF_THE_NAME
        said = f"found '{visible(violation.actual or '')}'" if short else visible(violation.message)
        begin = len(indent) + len(violation.code) + 1
        first, *more = folded(said, begin, columns)
        role: Role = "warning" if violation.undecided else violation.severity
        yield (Part(indent), Part(violation.code, role), Part(" " + first))
        yield from ((Part(" " * begin + line),) for line in more)


def _verdict_lines(judged: Judged, columns: int | None) -> Iterator[Line]:
    """Whether the host is one that the contract declares, and what it lacks for the closest of many deployments."""
    deployments, closest = judged.deployments, judged.deployments.closest
    host, contract = visible(judged.host), visible(judged.contract)
    match deployments.verdict:
        case "compliant":
            yield (Part(f"{host} is one of the hosts that {contract} declares{_by_name(deployments)}", "good"),)
            return
        case "undecided":
            yield (Part(f"whether {host} is one of the hosts that {contract} declares is undecided", "warning"),)
        case "broken":
            yield (Part(f"{host} is none of the hosts that {contract} declares", "error"),)
    if len(deployments.paths) < 2:  # all that it lacks has just been told
        return
    if closest is not None and closest.lacks:
        told = f"{visible(closest.label)}, the closest of {len(deployments.paths)} deployments"
        for line in folded(told, 2, columns):
            yield (Part(f"  {line}", "strong"),)
        yield from _lack_lines(closest.lacks, "    ", columns)
    if deployments.runtime:
        yield (Part("  runtime", "strong"),)
        yield from _lack_lines(deployments.runtime, "    ", columns)


def _by_name(deployments: Deployments) -> str:
    labels = [visible(path.label) for path in deployments.holding]
    more = f" and {len(labels) - FEW} more" if len(labels) > FEW else ""
    return f": {', '.join(labels[:FEW])}{more}" if labels else ""


def _broad(names: Iterator[str]) -> int:
    return max((cells for cells in map(width, names) if cells <= BROADEST), default=0)


def _padded(name: str, broad: int) -> str:
    return name + " " * (broad - width(name))


# JSON


def judgement(judged: Judged) -> dict[str, object]:
    """The JSON form: the key `judgement` of a snapshot."""
    deployments = judged.deployments
    closest = deployments.closest
    return {
        "contract": judged.contract,
        "verdict": deployments.verdict,
        "closest": closest.label if closest else None,
        "holding": [path.label for path in deployments.holding],
        "variables": [{"name": each.name, "secret": each.is_secret, "set": each.is_set} for each in judged.variables],
        "deployments": [_node(each) for each in deployments.alternatives],
        "runtime": [violation.to_dict() for violation in deployments.runtime] if judged.has_runtime else None,
    }


def _node(alternative: Alternative) -> dict[str, object]:
    return {
        "name": alternative.name,
        "verdict": alternative.verdict,
        "lacks": [violation.to_dict() for violation in alternative.lacks],
        "within": [_node(each) for each in alternative.within],
    }
