"""What all formats say of differences."""

from __future__ import annotations

from importspy_static.model.difference import Broken, Difference, Differences, NotCompared
from importspy_static.model.place import Place
from importspy_static.report.visible import visible

BREAKS: dict[Broken, str] = {
    "callers": "breaks callers",
    "implementers": "breaks implementers",
    "both": "breaks callers and implementers",
    "nobody": "breaks nobody",
}


def name_of(difference: Difference | NotCompared) -> str:
    """`acme.api: Extension.add(msg)`, or the module alone."""
    return visible(f"{difference.module}.{difference.symbol}" if difference.symbol else difference.module)


def at(place: Place | None) -> str:
    """`path:line`, or nothing."""
    return "" if place is None else f"{visible(place.path)}:{place.span.line}"


def verdict(differences: Differences) -> str:
    """The last line: how many there are, the bump that they ask for, and whether it was made."""
    count = len(differences.found)
    breaking = sum(each.breaks != "nobody" for each in differences.found)
    told = f"{count} {'difference' if count == 1 else 'differences'}, {breaking} of them breaking"
    old, new = (visible(each) if each else None for each in (differences.old_version, differences.new_version))
    asked = f"a {differences.asked} bump is asked for" if differences.asked != "none" else "no bump is asked for"
    if differences.made is None:
        return f"{told}: {asked}; no versions to judge it by"
    step = f"{old} to {new}" if old and new else "what is planned"
    made = "no bump" if differences.made == "none" else f"a {differences.made} bump"
    return f"{told}: {asked}, {step} is {made}{'' if differences.ok else ': too small'}"
