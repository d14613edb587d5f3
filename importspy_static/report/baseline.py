"""A baseline as the text of its file: sorted, one entry a line, so that a change of it reads well in a review."""

from __future__ import annotations

import json

from importspy_static.model.baseline import Baseline


def baseline_text(baseline: Baseline) -> str:
    """JSON, in ASCII, as symbols and paths may hold what no encoding has."""
    entries = [
        json.dumps({**key._asdict(), "count": count}) for key, count in sorted(baseline.counts.items()) if count > 0
    ]
    listed = ",".join(f"\n    {entry}" for entry in entries)
    end = "\n  " if entries else ""
    return f'{{\n  "schema_version": 1,\n  "violations": [{listed}{end}]\n}}\n'
