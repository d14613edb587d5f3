"""The report as GitLab's code quality widget reads it: the artifact `codequality` of a job.

See "Code Quality report format" in GitLab's documentation: a JSON list, in which GitLab stops at the first entry that
it does not like, and shows entries of one fingerprint as one.
"""

from __future__ import annotations

import json

from importspy_static.model.report import Report
from importspy_static.model.violation import Severity
from importspy_static.report.located import Finding, news
from importspy_static.report.look import PLAIN, Look
from importspy_static.report.visible import visible

SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "note": "info"}
"""GitLab has `critical` and `blocker`, too: these are not for a tool that cannot know what its users ship."""


def render(report: Report, look: Look = PLAIN) -> str:
    """An entry for each violation that is not known; `[]` if there is none. ASCII only.

    Hidden characters and lone surrogates are written out even in paths: GitLab's database takes neither.
    """
    return json.dumps([_entry(each) for each in news(report)], indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _entry(finding: Finding) -> dict[str, object]:
    violation, location = finding.violation, finding.location
    return {
        "description": f"{violation.code} {finding.message}",  # the widget shows no name of a check
        "check_name": violation.code,
        "fingerprint": finding.fingerprint,
        "severity": SEVERITIES[violation.severity],
        "location": {"path": visible(location.path), "lines": {"begin": location.line}},
    }
