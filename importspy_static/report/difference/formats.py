"""The formats of differences, by name. A format is a module here with `render(differences, look) -> str`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from importspy_static.report.look import PLAIN, Look

if TYPE_CHECKING:
    from importspy_static.model.difference import Differences


class DifferenceRenderer(Protocol):
    """A pure function from differences to text that ends in a newline, or is empty."""

    def __call__(self, differences: Differences, look: Look = PLAIN) -> str: ...


DIFFERENCE_FORMATS = {
    "full": "importspy_static.report.difference.full",
    "concise": "importspy_static.report.difference.concise",
    "json": "importspy_static.report.difference.json",
    "markdown": "importspy_static.report.difference.markdown",
}
"""Imported when asked for: one run needs one format."""


def render_differences(differences: Differences, name: str, look: Look = PLAIN) -> str:
    """The differences in the format of this name.

    Raises:
        KeyError: there is no such format.
    """
    return cast(DifferenceRenderer, import_module(DIFFERENCE_FORMATS[name]).render)(differences, look)
