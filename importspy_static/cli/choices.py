"""Options whose words come from a list: read, checked, and with a suggestion when a word is not in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from importspy_static.cli.nearest import did_you_mean, nearest
from importspy_static.cli.status import RefusalError
from importspy_static.model.policy import fit
from importspy_static.model.violation import SEVERITIES, SeverityLevel
from importspy_static.report.formats import FORMATS
from importspy_static.report.visible import visible

LEVELS = (*reversed(SEVERITIES), "off")


def one_of(word: str, choices: Sequence[str], option: str) -> str:
    """The choice that is this word, in any case.

    Raises:
        RefusalError: it is none of them.
    """
    folded = word.strip().casefold()
    if folded in choices:
        return folded
    raise RefusalError(
        f"{option}: {visible(word)!r} is not one of {', '.join(choices)}", did_you_mean(nearest(folded, choices))
    )


def count(text: str, most: int, option: str) -> int:
    """A whole number from 1 to `most`.

    Raises:
        RefusalError: it is none.
    """
    digits = text.strip()
    if digits.isascii() and digits.isdigit() and 1 <= int(digits[:10]) <= most:
        return int(digits)
    raise RefusalError(
        f"{option}: {visible(text)!r} is not a whole number from 1 to {most}", "leave it out for one for each processor"
    )


def selectors(lists: Iterable[str], option: str) -> tuple[str, ...]:
    """The codes, families and names of an option or a variable; each item may be a list with commas.

    Raises:
        RefusalError: one of them is none.
    """
    return tuple(_selector(item, option) for item in _items(lists))


def severities(lists: Iterable[str], option: str) -> Mapping[str, SeverityLevel]:
    """The levels of an option or a variable, by code.

    Raises:
        RefusalError: a code, a level or the form of an item is not right.
    """
    levels: dict[str, SeverityLevel] = {}
    for item in _items(lists):
        selector, equals, level = item.partition("=")
        if not equals:
            example = f"for example {option}{_between(option)}SPY805=warning"
            raise RefusalError(f"{option}: {visible(item)!r} is not CODE=LEVEL", example)
        levels[_selector(selector, option)] = cast(SeverityLevel, one_of(level, LEVELS, option))
    return levels


def reports(items: Iterable[str], option: str) -> tuple[str, ...]:
    """Each a format and a file, `FORMAT=FILE`, the format in its own spelling.

    Raises:
        RefusalError: a format or the form of an item is not right.
    """
    found = []
    for item in items:
        form, _, path = item.partition("=")
        if not path:
            example = f"for example {option}{_between(option)}sarif=out.sarif"
            raise RefusalError(f"{option}: {visible(item)!r} is not FORMAT=FILE", example)
        found.append(f"{one_of(form, tuple(FORMATS), option)}={path}")
    return tuple(found)


def _between(option: str) -> str:
    """What stands between a flag, or a variable, and its value."""
    return " " if option.startswith("-") else "="


def _items(lists: Iterable[str]) -> list[str]:
    return [item.strip() for each in lists for item in each.split(",") if item.strip()]


def _selector(word: str, option: str) -> str:
    from importspy_static.catalogue import all_violations

    kinds = all_violations()
    if any(fit(word, kind) for kind in kinds):
        return word.strip()
    known = [name for kind in kinds for name in (kind.code, kind.name)]
    raise RefusalError(
        f"{option}: no violation has the code or name {visible(word.strip())!r}",
        did_you_mean(nearest(word.strip(), known)) or "importspy-static explain lists them",
    )
