"""Options whose words come from a list: read, checked, and with a suggestion when a word is not in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from importspy_static.cli.nearest import did_you_mean, nearest
from importspy_static.cli.status import RefusalError
from importspy_static.model.policy import Policy, fit
from importspy_static.model.report import SEVERITIES
from importspy_static.model.violation import Severity, SeverityLevel
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


def policy(select: Iterable[str], ignore: Iterable[str], severity: Iterable[str], fail_on: str) -> Policy:
    """The policy that options ask for; each item may be a list with commas.

    Raises:
        RefusalError: a code, a level or the form of an item is not right.
    """
    levels: dict[str, SeverityLevel] = {}
    for item in _items(severity):
        selector, equals, level = item.partition("=")
        if not equals:
            raise RefusalError(
                f"--severity: {visible(item)!r} is not CODE=LEVEL", "for example --severity SPY805=warning"
            )
        levels[_selector(selector, "--severity")] = cast(SeverityLevel, one_of(level, LEVELS, "--severity"))
    return Policy(
        select=tuple(_selector(item, "--select") for item in _items(select)),
        ignore=tuple(_selector(item, "--ignore") for item in _items(ignore)),
        severity=levels,
        fail_on=cast(Severity, one_of(fail_on, SEVERITIES, "--fail-on")),
    )


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
