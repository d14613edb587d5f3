"""The report as SARIF 2.1.0, for GitHub code scanning and other viewers.

See the OASIS standard, and "SARIF support for code scanning" for what GitHub reads of it and how much: 25,000 results
of a run, 1,024 characters of a description. What is written passes the validator of Microsoft's SARIF SDK, the rules of
GitHub included. `primaryLocationLineHash` is not set: GitHub's upload action computes it, and warns of any other value.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.limits import SARIF_CHARACTERS, SARIF_RESULTS
from importspy_static.model.report import Report
from importspy_static.model.repository import Repository
from importspy_static.model.violation import Severity, Violation
from importspy_static.report.explanation import markdown_page
from importspy_static.report.located import Finding, Location, asked_at, findings, uri
from importspy_static.report.look import PLAIN, Look
from importspy_static.report.visible import visible

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
VERSION = "2.1.0"
FINGERPRINT = "violationIdentity/v1"
"""Whoever changes what `model/identity.py` tells gives it another version."""
PROBLEM_SEVERITIES: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "recommendation"}
IN_THE_BASELINE = {"kind": "external", "status": "accepted", "justification": "It is in the baseline."}
CONTRACT_ID = 1
"""Of the related location; the text of a message leads to it."""


def render(report: Report, look: Look = PLAIN) -> str:
    """One run with all violations, known ones as suppressed. ASCII only, the same from run to run."""
    return json.dumps(_log(report), indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _log(report: Report) -> dict[str, object]:
    found = findings(report)
    kept = _most_important(found)
    kinds = sorted({type(each.violation) for each in kept}, key=lambda kind: kind.code)
    indexes = {kind: number for number, kind in enumerate(kinds)}
    run: dict[str, object] = {
        "tool": {
            "driver": {
                "name": "importspy-static",
                "version": report.tool_version,
                "rules": [_rule(kind) for kind in kinds],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, indexes[type(each.violation)], report.repository) for each in kept],
    }
    if len(kept) < len(found):
        run["invocations"] = [_invocation_with_loss(len(found))]
    return {"$schema": SCHEMA, "version": VERSION, "runs": [run]}


def _most_important(found: Sequence[Finding]) -> Sequence[Finding]:
    """As many as there may be, in the order of the report; what is left out is what is known, then the least severe."""
    if len(found) <= SARIF_RESULTS:
        return found
    kept = sorted(range(len(found)), key=lambda number: found[number].rank)[:SARIF_RESULTS]
    return [found[number] for number in sorted(kept)]


def _invocation_with_loss(count: int) -> dict[str, object]:
    most = SARIF_RESULTS
    told = f"{count - most} of {count} results are left out, the least severe: a run has no more than {most}."
    return {
        "executionSuccessful": True,
        "toolExecutionNotifications": [{"level": "warning", "message": {"text": told}}],
    }


# Rules


def _rule(kind: type[Violation]) -> dict[str, object]:
    page = kind.page()
    first = " ".join(page.split("\n\n")[0].split())
    return {
        "id": kind.code,
        "name": kind.name,
        "shortDescription": {"text": _cut(kind.title)},
        "fullDescription": {"text": _cut(first or kind.title)},
        "help": {"text": f"{page}\n\nRemedy: {kind.remedy}", "markdown": markdown_page(kind)},
        "defaultConfiguration": {"level": kind.default_severity},
        "properties": {
            "tags": ["contract", *(["undecided"] if kind.undecided else [])],
            "precision": "medium" if kind.undecided else "very-high",
            "problem.severity": PROBLEM_SEVERITIES[kind.default_severity],
        },
    }


def _cut(text: str) -> str:
    return text if len(text) <= SARIF_CHARACTERS else text[: SARIF_CHARACTERS - 1] + "…"


# Results


def _result(finding: Finding, rule: int, repository: Repository) -> dict[str, object]:
    violation = finding.violation
    related = _related(violation, repository)
    told: dict[str, object] = {
        "ruleId": violation.code,
        "ruleIndex": rule,
        "level": violation.severity,
        "message": {"text": _message(finding, has_contract=any(each.number == CONTRACT_ID for each in related))},
        "locations": [{"physicalLocation": _physical(finding.location, repository)}],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
    }
    if related:
        told["relatedLocations"] = [each.to_dict(repository) for each in related]
    if finding.is_known:
        told["suppressions"] = [IN_THE_BASELINE]
    return told


def _message(finding: Finding, *, has_contract: bool) -> str:
    """Sentences. Text of others holds no link: what looks like one, `[x](y)`, has its bracket escaped (3.11.6)."""
    told = finding.message.replace("](", "\\](")
    sentence = told if told.endswith((".", "!", "?")) else f"{told}."
    return f"{sentence} The [contract]({CONTRACT_ID}) asks for it." if has_contract else sentence


@dataclass(frozen=True, slots=True)
class _Related:
    number: int
    location: Location
    message: str

    def to_dict(self, repository: Repository) -> dict[str, object]:
        return {
            "id": self.number,
            "physicalLocation": _physical(self.location, repository),
            "message": {"text": self.message},
        }


def _related(violation: Violation, repository: Repository) -> list[_Related]:
    """The line of the contract, if the violation is not told there; then the way to what is wrong."""
    related = []
    asked = asked_at(violation, repository)
    if asked is not None and violation.place is not None:
        key = visible(violation.contract_place.key) if violation.contract_place else ""
        related.append(_Related(CONTRACT_ID, asked, f"contract: {key}" if key else "contract"))
    for number, link in enumerate(violation.chain, start=CONTRACT_ID + 1):
        span = link.place.span
        end = span.end_column if span.end_line == span.line else None
        where = Location(repository.way_to(link.place.path), span.line, span.column, end)
        related.append(_Related(number, where, visible(link.symbol)))
    return related


def _physical(location: Location, repository: Repository) -> Mapping[str, object]:
    region = {"startLine": location.line, "startColumn": location.column, "endLine": location.line}
    if location.end_column is not None:
        region["endColumn"] = location.end_column
    return {"artifactLocation": {"uri": uri(location.path, repository)}, "region": region}
