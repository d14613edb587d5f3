"""Violations as tools around a repository ask for them: a path from its root, one line, and a fingerprint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.identity import fingerprints, identity
from importspy_static.model.report import ModuleReport, Report
from importspy_static.model.repository import Repository
from importspy_static.model.violation import SEVERITIES, Violation
from importspy_static.report.visible import visible


@dataclass(frozen=True, slots=True)
class Location:
    """A range within one line of a file. Lines and columns count from 1, the end is exclusive."""

    path: str
    """From the root of the repository, with slashes; as it is, so that it may hold anything."""
    line: int
    column: int
    end_column: int | None
    """None for the end of the line, where that is not known."""

    def __str__(self) -> str:
        return f"{visible(self.path)}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """A violation, with what formats of other tools ask for."""

    module: ModuleReport
    violation: Violation
    location: Location
    """In the source; in the contract for what concerns the contract alone; else the beginning of the module."""
    fingerprint: str
    """Of no other violation in the report. It stays when lines move."""
    is_known: bool
    """Whether it is in the baseline."""

    @property
    def message(self) -> str:
        """One line of visible text, with the targets that it is about."""
        told = visible(self.violation.message)
        return f"{told} (on {visible(self.violation.target)})" if self.violation.target else told

    @property
    def rank(self) -> tuple[bool, int]:
        """Sorts what matters most to the front: news before what is known, then by severity."""
        return self.is_known, -SEVERITIES.index(self.violation.severity)


def by_module(report: Report) -> list[tuple[ModuleReport, list[Finding]]]:
    """All violations of a report, each once, known ones too: the modules in order, each one's in that of its source.

    Fingerprints are counted over both, so that a violation that becomes known keeps its own.
    """
    told = list(_told(report))
    marks = fingerprints(identity(violation, report.repository) for _, each in told for violation, _ in each)
    return [
        (
            module,
            [
                Finding(module, violation, location(report, module, violation), next(marks), is_known)
                for violation, is_known in each
            ],
        )
        for module, each in told
    ]


def findings(report: Report) -> list[Finding]:
    """The same in one list."""
    return [each for _, found in by_module(report) for each in found]


def news(report: Report) -> list[Finding]:
    """The violations that are not known."""
    return [each for each in findings(report) if not each.is_known]


def location(report: Report, module: ModuleReport, violation: Violation) -> Location:
    """Where a violation is told."""
    repository = report.repository
    if place := violation.place:
        span = place.span
        within = span.end_line == span.line
        end = span.end_column if within else _end_of(span.line, module.lines.get(place.path, {}))
        return Location(repository.way_to(place.path), span.line, span.column, end)
    return asked_at(violation, repository) or Location(repository.way_to(module.path), 1, 1, None)


def asked_at(violation: Violation, repository: Repository) -> Location | None:
    """The line of the contract that asked, if one did."""
    asked = violation.contract_place
    return None if asked is None else Location(repository.way_to(asked.path), asked.line, asked.column, None)


def uri(way: str, repository: Repository) -> str:
    """A way from the root of a repository as a URI reference (RFC 3986), percent-encoded: `src/caf%C3%A9.py`.

    What is outside of the repository is an absolute `file:` URI; GitHub takes no relative one that leads out of it.
    Bytes of a name that are no UTF-8, which Python holds as lone surrogates, come out as these bytes.
    """
    outside = repository.outside(way)
    if outside is None:
        return _encoded(way)
    if outside.startswith("//"):  # \\server\share\…
        return f"file:{_encoded(outside)}"
    drive, colon, rest = outside.partition(":/") if not outside.startswith("/") else ("", "", outside)
    return f"file:///{drive}:/{_encoded(rest)}" if colon else f"file://{_encoded(rest)}"


def _encoded(path: str) -> str:
    try:
        return quote(path, safe="/", errors="surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stands for no byte
        return quote(path, safe="/", errors="surrogatepass")


def _told(report: Report) -> Iterator[tuple[ModuleReport, list[tuple[Violation, bool]]]]:
    told: set[Violation] = set()
    for module in report.modules:
        both = [(violation, False) for violation in module.violations]
        if module.baselined:
            both += [(violation, True) for violation in module.baselined]
            both.sort(key=lambda each: _in_source_order(each[0]))
        here = []
        for violation, is_known in both:
            if violation.place is None:  # what concerns the contract alone is told in each module
                if violation in told:
                    continue
                told.add(violation)
            here.append((violation, is_known))
        yield module, here


def _in_source_order(violation: Violation) -> tuple[int, int]:
    span = violation.place.span if violation.place else None
    return (0, 0) if span is None else (span.line, span.column)


def _end_of(line: int, lines: Mapping[int, str]) -> int | None:
    text = lines.get(line)
    return None if text is None else len(text) + 1
