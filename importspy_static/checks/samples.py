"""The Python versions at which a module is looked at, for a requirement that takes many.

Each minor version is one sample, as grammar and standard library change with it. Patches are told apart only where the
module asks for them: then those are sampled at which one of its comparisons can change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from importspy_static.checks.pythons import LEVELS, fits_python, is_specifier_set
from importspy_static.lazy_dataclasses import dataclass, fields, is_dataclass
from importspy_static.model.expression import Attribute, Collection, Comparison, Constant, Name, Node, Slice, Subscript
from importspy_static.model.program import ImportFrom, Program
from importspy_static.model.target import PythonVersion

OLDEST, NEWEST = (3, 10), (3, 15)
"""The Pythons that a contract means which names none."""
KNOWN = ((2, 7), *((3, minor) for minor in range(NEWEST[1] + 1)))
"""All minor versions that there are."""
LATEST_MINOR = 40
"""No condition that is meant for a Python 3 asks for one later than this."""
LAST_PATCH = 30
"""No minor version of CPython had as many: 2.7.18, 3.6.15, 3.7.17, 3.8.20, 3.9.25."""
_PRECISE = frozenset({"hexversion", "python_version", "python_version_tuple"})
"""Names of `sys` and `platform` that tell the patch too."""


@dataclass(frozen=True, slots=True)
class VersionQuestions:
    """What a module asks of the version of Python."""

    patches: bool = False
    """Whether it may ask for more than major and minor."""
    numbers: frozenset[int] = frozenset()
    """The numbers that it may compare parts of the version with."""


def questions_of(program: Program) -> VersionQuestions:
    """What a module asks of the version, as far as its text can tell: rather too much than too little."""
    aliases = frozenset(_aliases(program))
    patches = any(_tells_version(each, aliases) for each in _parts(program, aliases))
    # Where the version goes into a name, it may be compared with any number of the module; else only beside it.
    asking = [program] if patches else [each for each in _parts(program) if _compares_version(each, aliases)]
    constants = (each.value for part in asking for each in _parts(part) if isinstance(each, Constant))
    return VersionQuestions(patches, frozenset(number for constant in constants for number in _numbers(constant)))


def _compares_version(part: object, aliases: frozenset[str]) -> bool:
    return isinstance(part, Comparison) and any(_tells_version(each, aliases) for each in _parts(part))


def versions_of(
    asked: Sequence[str], questions: VersionQuestions, conditions: Sequence[str] = ()
) -> list[PythonVersion]:
    """The versions at which to look at a module, in rising order.

    Args:
        asked: versions or specifier sets, all of which must take a version; none: any.
        questions: what the module asks.
        conditions: the versions or specifier sets that some of the contract's requirements hold for only.
    """
    questions = _with_conditions(questions, conditions)
    named = [version for each in asked for version in _named(each)]
    numbers = {part for version in named for part in version[1:3]}
    patches = _patches(numbers | questions.numbers if questions.patches else numbers)
    previews = {version for each in conditions for version in _named(each) if version[3] != "final"}
    found = sorted(version for version in previews if all(fits_python(version, each) for each in asked))
    for minor in _minors(asked, questions.numbers, named):
        versions: list[PythonVersion] = [(*minor, patch, "final", 0) for patch in patches]
        taken = [version for version in versions if all(fits_python(version, each) for each in asked)]
        found += taken if questions.patches else taken[:1]
    # A pre-release is looked at where nothing but it will do.
    found = found or [version for version in named if all(fits_python(version, each) for each in asked)]
    if any(_has_lower_bound(each) for each in asked):
        return found
    # `<3.13` does not mean Python 2, nor all that came after it.
    return [version for version in found if version[:2] >= OLDEST] or found


def _with_conditions(questions: VersionQuestions, conditions: Sequence[str]) -> VersionQuestions:
    """What is asked of the version by the module, and by the contract itself."""
    named = [version for each in conditions for version in _named(each)]
    numbers = questions.numbers.union(*(version[1:3] for version in named))
    return VersionQuestions(questions.patches or any(map(_asks_patch, conditions)), numbers)


def _asks_patch(condition: str) -> bool:
    """Whether some patches of a minor version meet the condition and others do not."""
    named = _named(condition)
    patches = _patches({part for version in named for part in version[1:3]})
    minors = dict.fromkeys(version[:2] for version in named)
    return any(len({fits_python((*minor, patch, "final", 0), condition) for patch in patches}) > 1 for minor in minors)


def _has_lower_bound(asked: str) -> bool:
    clauses = [each.strip() for each in asked.split(",")]
    return not is_specifier_set(asked) or any(each.startswith((">", "==", "~=")) for each in clauses)


def _minors(asked: Sequence[str], numbers: frozenset[int], named: Sequence[PythonVersion]) -> list[tuple[int, int]]:
    near = {number + step for number in numbers for step in (-1, 0, 1)}
    later = [(3, minor) for minor in near if NEWEST[1] < minor <= LATEST_MINOR]
    around = [(version[0], version[1] + step) for version in named for step in (-1, 0, 1) if version[1] + step >= 0]
    return sorted({*(minor for minor in KNOWN if asked or minor >= OLDEST), *later, *_not_gone(around)})


def _not_gone(minors: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Versions that a requirement may name, those left out that there never were: 3.16 is to come, 2.8 is not."""
    return [minor for minor in minors if minor > NEWEST or (2, 4) <= minor < (2, 8)]


def _named(asked: str) -> list[PythonVersion]:
    """The versions that a requirement names."""
    found: list[PythonVersion] = []
    for release, level, serial in re.findall(r"(\d+(?:\.\d+)*)(?:(a|b|rc)(\d+))?", asked):
        major, minor, patch = (*map(int, release.split(".")), 0, 0)[:3]
        found.append((major, minor, patch, LEVELS.get(level, "final"), int(serial or 0)))
    return found


def _patches(numbers: set[int] | frozenset[int]) -> list[int]:
    near = {number + step for number in numbers for step in (-1, 0, 1) if 0 <= number + step < 1000}
    return sorted({0, 1, *near} if len(near) < LAST_PATCH else {*range(LAST_PATCH + 1), max(near)})


def _aliases(program: Program) -> Iterator[str]:
    """What `sys.version_info` is imported as."""
    for node in _parts(program):
        match node:
            case ImportFrom(module="sys", names=names) if names is not None:
                yield from (each.alias or each.name for each in names if each.name == "version_info")


def _tells_version(part: object, aliases: frozenset[str]) -> bool:
    match part:
        case Attribute(name=name):
            return name in _PRECISE or name == "version_info"
        case Name(id=name):
            return name in aliases
        case ImportFrom(names=names) if names is not None:
            return any(each.name in _PRECISE for each in names)
        case _:
            return False


def _parts(whole: object, aliases: frozenset[str] | None = None) -> Iterator[object]:
    """Every part of a program or of a node of it; with `aliases`, but for what the minor version answers."""
    pending: list[object] = [whole]
    while pending:
        part = pending.pop()
        if aliases is None or not _is_of_minor(part, aliases):
            yield part
            pending += _within(part)


def _within(part: object) -> Sequence[object]:
    if isinstance(part, tuple):
        return part
    return [getattr(part, each.name) for each in fields(part)] if is_dataclass(part) else ()


def _is_of_minor(part: object, aliases: frozenset[str]) -> bool:
    match part:
        case Comparison(left=left, rights=rights):
            operands = (left, *rights)
            others = [each for each in operands if not _is_version(each, aliases)]
            return len(others) < len(operands) and all(_is_short(each) for each in others)
        case Subscript(owner=owner, item=Constant(value=0 | 1)):
            return _is_version(owner, aliases)
        case Subscript(owner=owner, item=Slice(lower=None, upper=Constant(value=1 | 2), step=None)):
            return _is_version(owner, aliases)
        case Attribute(owner=owner, name="major" | "minor"):
            return _is_version(owner, aliases)
        case _:
            return False


def _is_version(node: Node, aliases: frozenset[str]) -> bool:
    match node:
        case Attribute(owner=Name(), name="version_info"):
            return True
        case Name(id=name):
            return name in aliases
        case _:
            return False


def _is_short(node: Node) -> bool:
    """`(3,)` or `(3, 12)`."""
    match node:
        case Collection(kind="tuple", items=items):
            return len(items) <= 2 and all(isinstance(each, Constant) for each in items)
        case _:
            return False


def _numbers(constant: object) -> Iterator[int]:
    match constant:
        case bool():
            return
        case int() as number if 0 <= number < 1000:
            yield number
        case int() as number if 0x02000000 <= number <= 0x0FFFFFFF:  # as `sys.hexversion` packs them
            yield from ((number >> 16) & 0xFF, (number >> 8) & 0xFF)
        case str() as text if re.fullmatch(r"\d{1,3}(?:\.\d{1,3}){,3}", text):
            yield from map(int, text.split("."))
