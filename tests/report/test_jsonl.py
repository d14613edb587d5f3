from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from importspy_static.model.report import Report
from importspy_static.report.jsonl import render
from tests.report.samples import ALONE, BROKEN, COMPLIANT, GONE, TYPE, module, report


def whole(text: str) -> Any:
    """The JSON report, put together of its lines."""
    told: Any = {"modules": []}
    for line in text.splitlines():
        part = json.loads(line)
        match part.pop("kind"):
            case "report":
                told |= part
            case "module":
                told["modules"].append({**part, "violations": []})
            case "summary":
                told["summary"] = part
            case kind:
                here = told["modules"][-1]
                assert (part.pop("module"), part.pop("contract")) == (here["path"], here["contract"])
                here.setdefault({"violation": "violations"}.get(kind, kind), []).append(part)
    return told


@pytest.mark.parametrize(
    "shown",
    [
        COMPLIANT,
        BROKEN,
        Report((), "0.0.0"),
        report(module(ALONE), module(ALONE, path="b.py")),
        report(replace(module(GONE), baselined=(TYPE, ALONE))),
    ],
)
def test_the_lines_hold_all_that_the_json_report_has(shown: Report) -> None:
    assert whole(render(shown)) == shown.to_dict()


def test_the_last_line_is_the_summary() -> None:
    assert json.loads(render(COMPLIANT).splitlines()[-1])["kind"] == "summary"
