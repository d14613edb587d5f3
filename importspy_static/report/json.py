"""The report for programs, and its schema."""

from __future__ import annotations

import json
from pathlib import Path

from importspy_static.model.report import Report
from importspy_static.report.look import PLAIN, Look

SCHEMA = Path(__file__).with_name("report.schema.json")
"""JSON Schema (draft 2020-12) of what `render` writes."""


def render(report: Report, look: Look = PLAIN) -> str:
    r"""`Report.to_dict()` as JSON, indented by 2, keys in their own order, one newline at the end.

    ASCII only: a lone surrogate of a file's name or source comes out as `\udcff`, and no encoding of a terminal or a
    pipe can fail or change the bytes.
    """
    return json.dumps(report.to_dict(), indent=2, ensure_ascii=True, allow_nan=False) + "\n"
