"""Each difference with whom it breaks, the failing call, and both places."""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static.model.difference import Bump, Difference, Differences
from importspy_static.report.difference.words import BREAKS, at, name_of
from importspy_static.report.full import paint
from importspy_static.report.look import PLAIN, Look
from importspy_static.report.marked import Line, Part, Role
from importspy_static.report.visible import visible

_ROLES: dict[Bump, Role] = {"major": "error", "minor": "warning", "patch": "note", "none": "note"}


def render(differences: Differences, look: Look = PLAIN) -> str:
    """All differences, each followed by an empty line, then what was not compared. Nothing when there is neither."""
    return paint(_lines(differences), look)


def _lines(differences: Differences) -> Iterator[Line]:
    for each in differences.found:
        yield from _difference(each)
    for unknown in differences.not_compared:
        yield (Part("not compared"), Part(f" {name_of(unknown)}: {visible(unknown.reason)} ({unknown.side})"))
    if differences.not_compared:
        yield ()


def _difference(each: Difference) -> Iterator[Line]:
    yield (
        Part(f"{each.bump}[{each.subject} {each.change}]", _ROLES[each.bump]),
        Part(f" {visible(each.module)}: {visible(each.message)}", "strong"),
    )
    yield (Part(f"  {BREAKS[each.breaks]}"),)
    for side, place in (("old", each.old_place), ("new", each.new_place)):
        if place is not None:
            yield (Part(f"  {side}: {at(place)}"),)
    if each.call is not None:
        yield (Part(f"  call: {visible(each.call)}"),)
    yield ()
