"""What a configuration makes count, and how much."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial

from importspy_static.configuration.mapping import leads_to, spellings
from importspy_static.configuration.settings import Configuration, PathPattern
from importspy_static.model.policy import PathRules, Policy


def policy_of(found: Configuration) -> Policy:
    """The policy of a configuration alone."""
    return Policy(
        select=found.select or (),
        ignore=found.ignore or (),
        severity=found.severity,
        fail_on=found.fail_on or "error",
        overrides=overrides_of(found),
    )


def overrides_of(found: Configuration, *, selects: bool = True, ignores: bool = True) -> tuple[PathRules, ...]:
    """The rules that a configuration has for some paths.

    Args:
        found: the configuration.
        selects: whether its `select` count.
        ignores: whether its `ignore` do.
    """
    if not found.overrides:
        return ()
    known = lru_cache(maxsize=1)(spellings)  # each module is asked about by every entry in turn

    def holds(paths: Sequence[PathPattern], path: str) -> bool:
        return any(leads_to(pattern, known(path)) for pattern in paths)

    return tuple(
        PathRules(
            select=each.select if selects else (),
            ignore=each.ignore if ignores else (),
            severity=each.severity,
            holds_for=partial(holds, each.paths),
        )
        for each in found.overrides
    )
