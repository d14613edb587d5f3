"""The report for programs that read a line at a time: the JSON report, with each of its parts on a line of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from importspy_static.model.report import Report
from importspy_static.report.look import PLAIN, Look


def render(report: Report, look: Look = PLAIN) -> str:
    """A JSON object on each line, ASCII only. Its `kind` says which part of the JSON report it is.

    First `report`, with version and program; then each `module`, followed by each `violation` of it, known ones as
    `baselined`; `summary` last, so that a reader can tell that nothing is missing.
    """
    return "".join(f"{json.dumps(part, ensure_ascii=True, allow_nan=False)}\n" for part in _parts(report))


def _parts(report: Report) -> Iterator[Mapping[str, object]]:
    yield {"kind": "report", **report.heading()}
    for module in report.modules:
        told = module.to_dict()
        told.pop("violations")
        told.pop("baselined", None)
        yield {"kind": "module", **told}
        about = {"module": module.path, "contract": module.contract}
        for kind, violations in (("violation", module.violations), ("baselined", module.baselined)):
            for violation in violations:
                yield {"kind": kind, **about, **violation.to_dict()}
    yield {"kind": "summary", **report.summary()}
