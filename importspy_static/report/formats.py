"""The formats of a report, by name. A format is a module here with `render(report, look) -> str`, and a line below."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from importspy_static.report.look import PLAIN, Look

if TYPE_CHECKING:
    from importspy_static.model.report import Report


class Renderer(Protocol):
    """A pure function from a report to text that ends in a newline, or to nothing."""

    def __call__(self, report: Report, look: Look = PLAIN) -> str: ...


FORMATS = {
    "full": "importspy_static.report.full",
    "concise": "importspy_static.report.concise",
    "json": "importspy_static.report.json",
    "jsonl": "importspy_static.report.jsonl",
    "sarif": "importspy_static.report.sarif",
    "github": "importspy_static.report.github",
    "gitlab": "importspy_static.report.gitlab",
    "junit": "importspy_static.report.junit",
    "markdown": "importspy_static.report.markdown",
}
"""Imported when asked for: one run needs one format."""


def renderer(name: str) -> Renderer:
    """The renderer of a format of `FORMATS`.

    Raises:
        KeyError: there is no such format.
    """
    return cast(Renderer, import_module(FORMATS[name]).render)


def render(report: Report, name: str, look: Look = PLAIN) -> str:
    """The report in the format of this name.

    Raises:
        KeyError: there is no such format.
    """
    return renderer(name)(report, look)
