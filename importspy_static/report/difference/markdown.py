"""A table for a pull request."""

from __future__ import annotations

import re

from importspy_static.model.difference import Difference, Differences
from importspy_static.report.difference.words import BREAKS, at, name_of, verdict
from importspy_static.report.look import PLAIN, Look
from importspy_static.report.visible import visible

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_TICKS = re.compile("`+")


def render(differences: Differences, look: Look = PLAIN) -> str:
    """The verdict, a row for each difference, and a list of what was not compared. Nothing when there is neither."""
    if not differences.found and not differences.not_compared:
        return ""
    lines = [f"**{_text(verdict(differences))}**", ""]
    if differences.found:
        lines += ["| bump | breaks | difference | where |", "|---|---|---|---|", *map(_row, differences.found), ""]
    if differences.not_compared:
        told = (f"- {_text(name_of(each))}: {_text(each.reason)} ({each.side})" for each in differences.not_compared)
        lines += ["Not compared:", "", *told, ""]
    return "\n".join(lines)


def _row(each: Difference) -> str:
    call = f"<br>{_code(each.call)}" if each.call is not None else ""
    cells = (
        each.bump,
        BREAKS[each.breaks].removeprefix("breaks "),
        f"{_text(each.module)}: {_text(each.message)}{call}",
        _code(at(each.new_place or each.old_place)),
    )
    return f"| {' | '.join(cells)} |"


def _text(text: str) -> str:
    return _MARKS.sub(r"\\\1", visible(text))


def _code(text: str) -> str:
    """Code in a cell: a bar ends a cell even there, and ticks inside ask for more ticks around."""
    if not text:
        return ""
    shown = visible(text).replace("|", "\\|")
    fence = "`" * (max(map(len, _TICKS.findall(shown)), default=0) + 1)
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{space}{shown}{space}{fence}"
