"""What `explain` says of violations, from their classes alone."""

from __future__ import annotations

from collections.abc import Sequence

from importspy_static.model.violation import Violation
from importspy_static.report.look import PLAIN, Look

Kind = type[Violation]


def listing(kinds: Sequence[Kind]) -> str:
    """An aligned line for each: code, name, title."""
    longest = max((len(kind.name) for kind in kinds), default=0)
    return "".join(f"{kind.code}  {kind.name:<{longest}}  {kind.title}\n" for kind in kinds)


def page(kind: Kind, look: Look = PLAIN) -> str:
    """All about one violation: Markdown, or the same set for a terminal where colours are asked for."""
    text = markdown_page(kind)
    if not look.color:
        return text
    from importspy_static.report.console import markdown

    return markdown(text, look.columns)


def markdown_page(kind: Kind) -> str:
    """Title, code, name, severity, the page of its docstring, and the remedy."""
    undecided = " · undecided" if kind.undecided else ""
    return (
        f"# {kind.code} {kind.name}\n\n"
        f"**{kind.title}** · {kind.default_severity} by default{undecided}\n\n"
        f"{kind.page()}\n\n"
        f"**Remedy**: {kind.remedy}\n"
    )


def listing_json(kinds: Sequence[Kind]) -> str:
    """A JSON list of violations."""
    return _json([described(kind) for kind in kinds])


def page_json(kind: Kind) -> str:
    """One violation as a JSON object."""
    return _json(described(kind))


def described(kind: Kind) -> dict[str, object]:
    """A violation's class for programs; `page` is Markdown."""
    return {
        "code": kind.code,
        "name": kind.name,
        "title": kind.title,
        "family": kind.code[: len("SPY0")],
        "default_severity": kind.default_severity,
        "undecided": kind.undecided,
        "remedy": kind.remedy,
        "page": kind.page(),
    }


def _json(described_kinds: object) -> str:
    import json

    return json.dumps(described_kinds, indent=2) + "\n"
