"""The facts of a host, as a table for people and as JSON, with what a contract makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from importspy_static.model.violation import Violation
from importspy_static.report.deployments import LOOKS
from importspy_static.report.full import paint
from importspy_static.report.look import PLAIN, Look
from importspy_static.report.marked import Line, Part
from importspy_static.report.visible import visible, width

if TYPE_CHECKING:
    from importspy_static.model.deployments import Alternative, Deployments
    from importspy_static.model.environment import Distribution, Environment

SCHEMA = Path(__file__).parents[1] / "probe" / "environment.schema.json"
"""JSON Schema (draft 2020-12) of what `as_json` writes."""
WORDS = {**LOOKS, "broken": ("does not hold", LOOKS["broken"][1])}
FEW = 3
"""Platform tags that are shown where not all are asked for."""


def table(environment: Environment, deployments: Deployments | None = None, look: Look = PLAIN, **asked: bool) -> str:
    """The facts, a line each; behind them the distributions, and the contract's deployments.

    Args:
        environment: the host.
        deployments: what a contract declares, held against the host.
        look: of the terminal.
        asked: `everything=True` for all platform tags, the search path and the names of all variables.
    """
    return paint(_lines(environment, deployments, everything=asked.get("everything", False)), look)


def as_json(
    environment: Environment, deployments: Deployments | None = None, shown: Mapping[str, str] | None = None
) -> str:
    """A snapshot, which `check --environment FILE` reads; with a contract, also how the host stands to it.

    Args:
        environment: the host.
        deployments: what a contract declares, held against the host.
        shown: texts of variables that are to be in it.
    """
    told = environment.to_dict(shown)
    if deployments is not None:
        told["judgement"] = _judgement(deployments)
    return json.dumps(told, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


# The table


def _lines(environment: Environment, deployments: Deployments | None, *, everything: bool) -> Iterator[Line]:
    yield (Part(visible(environment.source), "strong"),)
    yield from _aligned(_facts(environment, everything=everything))
    if environment.distributions:
        yield ()
        yield (Part(_counted(len(environment.distributions), "distribution"), "strong"),)
        yield from _columns([_distribution(each) for each in environment.distributions])
    if deployments is not None:
        yield ()
        yield from _tree(deployments)


def _facts(environment: Environment, *, everything: bool) -> list[tuple[str, str]]:
    tags = environment.platform_tags
    facts = [
        ("architecture", _with_aside(environment.architecture, environment.machine)),
        ("system", _with_aside(environment.os, environment.platform)),
        ("interpreter", environment.interpreter),
        ("Python", f"{environment.python_version} ({environment.version[3]})"),
        ("pointers", f"{environment.pointer_width} bits, {environment.byte_order} end first"),
        ("C library", f"{environment.libc.name} {environment.libc.version}" if environment.libc else "not told"),
        ("platform tags", _some(tags, everything=everything)),
        ("variables", _counted(len(environment.variables), "name")),
    ]
    if everything:
        facts[-1] = ("variables", ", ".join(sorted(environment.variables)))
        facts += [("search path", each) for each in environment.search_path]
    if environment.distributions is None:
        facts.append(("distributions", "not looked at"))
    return facts


def _with_aside(name: str, other: str) -> str:
    return name if name == other else f"{name} ({other})"


def _some(tags: Sequence[str], *, everything: bool) -> str:
    shown = tags if everything else tags[:FEW]
    more = len(tags) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _aligned(facts: Sequence[tuple[str, str]]) -> Iterator[Line]:
    broad = max(len(name) for name, _ in facts)
    for index, (name, told) in enumerate(facts):
        again = index and facts[index - 1][0] == name
        yield (Part(f"  {'' if again else name:<{broad}}  ", "faint"), Part(visible(told)))


def _distribution(of: Distribution) -> tuple[str, str, str]:
    origin = of.origin + (", editable" if of.editable else "")
    return visible(of.name), visible(of.version), f"{origin} {visible(of.url)}" if of.url else origin


def _columns(rows: Sequence[tuple[str, str, str]]) -> Iterator[Line]:
    broad = [max(width(row[column]) for row in rows) for column in (0, 1)]
    for name, version, origin in rows:
        gaps = [" " * (broad[0] - width(name) + 2), " " * (broad[1] - width(version) + 2)]
        yield (Part(f"  {name}{gaps[0]}{version}{gaps[1]}"), Part(origin, "faint"))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# The tree of alternatives


def _tree(deployments: Deployments) -> Iterator[Line]:
    word, role = WORDS[deployments.verdict]
    held, count = len(deployments.holding), len(deployments.paths)
    of = f": {held} of {_counted(count, 'deployment')}" if count else ""
    yield (Part("deployments", "strong"), Part(of), Part(f" {word}" if not count else "", role))
    yield from _branches(deployments.alternatives, "  ")
    if deployments.runtime:
        yield (Part("runtime", "strong"),)
        yield from _lacks(deployments.runtime, "  ")


def _branches(alternatives: Sequence[Alternative], indent: str) -> Iterator[Line]:
    for each in alternatives:
        word, role = WORDS[each.verdict]
        yield (Part(f"{indent}{visible(each.name)}  "), Part(word, role))
        yield from _lacks(each.lacks, indent + "    ")
        yield from _branches(each.within, indent + "  ")


def _lacks(violations: Sequence[Violation], indent: str) -> Iterator[Line]:
    for violation in violations:
        yield (
            Part(indent),
            Part(violation.code, violation.severity),
            Part(" " + visible(violation.message)),
        )


# JSON


def _judgement(deployments: Deployments) -> dict[str, object]:
    closest = deployments.closest
    return {
        "verdict": deployments.verdict,
        "closest": closest.label if closest else None,
        "deployments": [_node(each) for each in deployments.alternatives],
        "runtime": [violation.to_dict() for violation in deployments.runtime],
    }


def _node(alternative: Alternative) -> dict[str, object]:
    return {
        "name": alternative.name,
        "verdict": alternative.verdict,
        "lacks": [violation.to_dict() for violation in alternative.lacks],
        "within": [_node(each) for each in alternative.within],
    }
