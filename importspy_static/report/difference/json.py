"""The differences for programs, and their schema."""

from __future__ import annotations

import json
from pathlib import Path

from importspy_static.model.difference import Difference, Differences
from importspy_static.model.place import Place
from importspy_static.model.violation import location_dict
from importspy_static.report.look import PLAIN, Look

SCHEMA = Path(__file__).with_name("difference.schema.json")
"""JSON Schema (draft 2020-12) of what `render` writes."""


def render(differences: Differences, look: Look = PLAIN) -> str:
    """JSON, indented by 2, keys in their own order, ASCII only, one newline at the end."""
    return json.dumps(as_dict(differences), indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def as_dict(differences: Differences) -> dict[str, object]:
    """The versioned form: no time stamps, stable order."""
    return {
        "schema_version": 1,
        "tool": {"name": "importspy-static", "version": differences.tool_version},
        "old": {"path": differences.old, "version": differences.old_version},
        "new": {"path": differences.new, "version": differences.new_version},
        "summary": {
            "differences": len(differences.found),
            "breaking": sum(each.breaks != "nobody" for each in differences.found),
            "bump_asked": differences.asked,
            "bump_made": differences.made,
            "ok": differences.ok,
        },
        "differences": [_difference(each) for each in differences.found],
        "not_compared": [
            {"module": each.module, "symbol": each.symbol, "reason": each.reason, "side": each.side}
            for each in differences.not_compared
        ],
    }


def _difference(each: Difference) -> dict[str, object]:
    return {
        "module": each.module,
        "symbol": each.symbol,
        "subject": each.subject,
        "change": each.change,
        "breaks": each.breaks,
        "bump": each.bump,
        "message": each.message,
        "call": each.call,
        "old": each.old,
        "new": each.new,
        "old_location": _location(each.old_place),
        "new_location": _location(each.new_place),
    }


def _location(place: Place | None) -> dict[str, object] | None:
    return None if place is None else dict(location_dict(place))
