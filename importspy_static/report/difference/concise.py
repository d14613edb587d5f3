"""A line for each difference."""

from __future__ import annotations

from importspy_static.model.difference import Differences
from importspy_static.report.difference.words import BREAKS, at
from importspy_static.report.look import PLAIN, Look
from importspy_static.report.visible import visible


def render(differences: Differences, look: Look = PLAIN) -> str:
    """`path:line: bump: message (breaks callers)`. Nothing when there are none."""
    return "".join(
        f"{at(each.new_place or each.old_place)}: {each.bump}: {visible(each.message)} ({BREAKS[each.breaks]})\n"
        for each in differences.found
    )
