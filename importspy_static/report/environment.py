"""The facts of a host, as a table for people and as JSON, with what a contract makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from importspy_static.report.alternatives import Judged, judgement, tree_lines, variable_lines
from importspy_static.report.folded import folded
from importspy_static.report.full import paint
from importspy_static.report.look import PLAIN, Look
from importspy_static.report.marked import Line, Part
from importspy_static.report.visible import visible, width

if TYPE_CHECKING:
    from importspy_static.model.environment import Distribution, Environment

SCHEMA = Path(__file__).parents[1] / "probes" / "environment.schema.json"
"""JSON Schema (draft 2020-12) of what `as_json` writes."""
FEW = 2
"""Platform tags that are shown where not all are asked for."""
UNKNOWN = "unknown"


def table(
    environment: Environment,
    judged: Judged | None = None,
    look: Look = PLAIN,
    *,
    everything: bool = False,
    distributions: bool = True,
) -> str:
    """The facts, a line each; behind them the distributions, and what a contract makes of the host.

    Args:
        environment: the host.
        judged: the host held against a contract.
        look: of the terminal.
        everything: all platform tags, the search path and the names of all variables, too.
        distributions: each with its version and origin, and not only how many there are.
    """
    lines: list[Line] = [(Part(visible(environment.source), "strong"),)]
    lines += _aligned(list(_facts(environment, everything)), look.columns)
    installed = environment.distributions
    if installed is None:
        lines += _aligned([("distributions", "not looked for")], None)
    elif distributions and installed:
        lines += _distribution_lines(installed)
    else:
        lines += _aligned([("distributions", f"{len(installed)}, named with -v" if installed else "none")], None)
    if judged is not None:
        lines += [*variable_lines(judged), *tree_lines(judged, look.columns)]
    return paint(lines, look)


def as_json(environment: Environment, judged: Judged | None = None) -> str:
    """A snapshot, which `check --environment FILE` reads; with a contract, also how the host stands to it.

    The texts of variables are in it that `judged` has.
    """
    if judged is None:
        told = environment.to_dict()
    else:
        told = environment.to_dict(_shown(environment, judged))
        told["judgement"] = judgement(judged)
    return json.dumps(told, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _shown(environment: Environment, judged: Judged) -> dict[str, str]:
    """Texts by the names that the host has for its variables: on Windows a contract may write them in another case."""
    own = {name.upper(): name for name in environment.variables} | {name: name for name in environment.variables}
    texts = {each.name: each.text for each in judged.variables if each.text is not None}
    return {own.get(name, own.get(name.upper(), name)): text for name, text in texts.items()}


def _facts(environment: Environment, everything: bool) -> Iterator[tuple[str, str]]:
    """Topics and what is told of them."""
    libc, names = environment.libc, sorted(environment.variables)
    yield "architecture", _with_aside(environment.architecture, environment.machine)
    yield "system", _with_aside(environment.os, environment.platform)
    yield "interpreter", environment.interpreter or UNKNOWN
    yield "Python", environment.python_version
    yield "pointers", f"{environment.pointer_width} bits, {environment.byte_order}-endian"
    if libc is not None:
        yield "C library", f"{libc.name} {libc.version}"
    yield "platform tags", _first(environment.platform_tags, everything)
    if not everything:
        yield "variables", f"{len(names)}, named with -v" if names else "none"
        return
    yield "variables", ", ".join(names) or "none"
    yield from (("search path", folder) for folder in environment.search_path)


def _with_aside(name: str, other: str) -> str:
    return f"{name} ({other})" if other and name != other else name or UNKNOWN


def _first(tags: Sequence[str], everything: bool) -> str:
    shown = tags if everything else tags[:FEW]
    more = len(tags) - len(shown)
    return (", ".join(shown) or UNKNOWN) + (f" and {more} more" if more else "")


TOPIC = len("distributions")
"""Cells of the broadest topic."""
_LISTS = frozenset({"platform tags", "variables"})
"""Topics of many words, which may be broken between them."""


def _aligned(facts: Sequence[tuple[str, str]], columns: int | None) -> Iterator[Line]:
    before = ""
    for topic, told in facts:
        indent = " " * (TOPIC + 4)
        first, *more = folded(visible(told), len(indent), columns if topic in _LISTS else None)
        yield (Part(f"  {'' if topic == before else topic:<{TOPIC}}  ", "faint"), Part(first))
        yield from ((Part(indent + line),) for line in more)
        before = topic


def _distribution_lines(distributions: Sequence[Distribution]) -> Iterator[Line]:
    rows = [(visible(each.name), visible(each.version), _origin(each)) for each in distributions]
    names, versions = (max(width(row[column]) for row in rows) for column in (0, 1))
    yield ()
    yield (Part(f"{len(rows)} {'distribution' if len(rows) == 1 else 'distributions'}", "strong"),)
    for name, version, origin in rows:
        gaps = [" " * (names - width(name) + 2), " " * (versions - width(version) + 2)]
        yield (Part(f"  {name}{gaps[0]}{version}{gaps[1]}"), Part(origin, "faint"))


def _origin(of: Distribution) -> str:
    kind = of.origin + (", editable" if of.editable else "")
    return f"{kind} {visible(of.url)}" if of.url else kind
