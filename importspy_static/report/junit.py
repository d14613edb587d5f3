"""The report as JUnit XML, which Jenkins, GitLab and others show as tests.

There is no one standard: what is written is in the subset that Jenkins and GitLab document, and others read.
A suite is a module under a contract, a failed case is a violation that fails the check. GitLab takes cases of one
`classname` and `name` as one, so that no two have both in common; names hold no lines, so that a case is known again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from xml.sax.saxutils import escape

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.report import ModuleReport, Report
from importspy_static.report.full import violation_lines
from importspy_static.report.located import Finding, by_module
from importspy_static.report.look import PLAIN, Look
from importspy_static.report.marked import plain
from importspy_static.report.visible import visible

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no `Char` of XML 1.0, not even as `&#…;`. Of it, `visible` leaves U+FFFE and U+FFFF."""
_IN_ATTRIBUTES = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}


def render(report: Report, look: Look = PLAIN) -> str:
    """The document, ASCII only, so that no encoding of a terminal or a pipe can belie its first line.

    A module without violations is a case that passes; so is a violation that fails nothing, which is told as output. A
    known one is skipped.
    """
    names: Counter[tuple[str, str]] = Counter()
    suites = [_suite(report, module, found, names) for module, found in by_module(report)]
    counts = sum((each.counts for each in suites), Counter[str]())
    heading = _tag("testsuites", {"name": "importspy-static", **_counted(counts)})
    body = "".join(each.xml for each in suites)
    document = f'<?xml version="1.0" encoding="UTF-8"?>\n<{heading}>\n{body}</testsuites>\n'
    return document.encode("ascii", "xmlcharrefreplace").decode("ascii")


@dataclass(frozen=True, slots=True)
class _Suite:
    xml: str
    counts: Counter[str]


def _suite(report: Report, module: ModuleReport, found: Sequence[Finding], names: Counter[tuple[str, str]]) -> _Suite:
    path = report.repository.way_to(module.path)
    about = {"classname": _class_name(path), "file": visible(path)}
    counts: Counter[str] = Counter()
    cases = []
    for finding in found:
        body = _body(report, finding, counts)
        cases.append(_case({"name": _unique(about["classname"], _name(finding), names), **about}, body))
    if not cases:
        name = _unique(about["classname"], f"keeps {visible(module.contract)}", names)
        cases.append(_case({"name": name, **about}, ""))
    counts["tests"] = len(cases)
    heading = {"name": f"{visible(path)} under {visible(module.contract)}", **_counted(counts)}
    return _Suite(f"  <{_tag('testsuite', heading)}>\n{''.join(cases)}  </testsuite>\n", counts)


def _counted(counts: Counter[str]) -> dict[str, str]:
    return {name: str(counts[name]) for name in ("tests", "failures", "errors", "skipped")}


def _class_name(path: str) -> str:
    """As a dotted name: Jenkins takes what is before the last dot for a package."""
    return visible(path.removesuffix(".py").lstrip("./").replace("/", "."))


def _name(finding: Finding) -> str:
    violation = finding.violation
    return f"{violation.code} {visible(violation.symbol) or violation.name}"


def _unique(class_name: str, name: str, names: Counter[tuple[str, str]]) -> str:
    names[class_name, name] += 1
    number = names[class_name, name]
    return name if number == 1 else f"{name} ({number})"


def _body(report: Report, finding: Finding, counts: Counter[str]) -> str:
    """What became of a case, which is counted."""
    about = {"message": finding.message, "type": finding.violation.code}
    if finding.is_known:
        counts["skipped"] += 1
        return f"<{_tag('skipped', {'message': f'in the baseline: {finding.message}'})}/>"
    told = plain(violation_lines(finding.violation, finding.module.lines, report.contract_lines))
    if report.fails(finding.violation):
        counts["failures"] += 1
        return f"<{_tag('failure', about)}>{_text(told)}</failure>"
    return f"<system-out>{_text(told)}</system-out>"


def _case(about: Mapping[str, str], body: str) -> str:
    tag = _tag("testcase", about)
    return f"    <{tag}>{body}</testcase>\n" if body else f"    <{tag}/>\n"


def _tag(name: str, attributes: Mapping[str, str]) -> str:
    return " ".join([name, *(f'{key}="{_text(value, _IN_ATTRIBUTES)}"' for key, value in attributes.items())])


def _text(text: str, more: Mapping[str, str] = MappingProxyType({})) -> str:
    """Escaped: `>`, too, so that there is no `]]>`."""
    return escape(_ILLEGAL.sub(lambda match: f"\\u{ord(match[0]):04x}", text), dict(more))
