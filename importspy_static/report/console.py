"""Colours: lines of parts for a terminal, and as a picture. The only importer of rich."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO
from typing import TYPE_CHECKING

from importspy_static.report.marked import Line, Role

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

STYLES: dict[Role, str] = {
    "text": "",
    "strong": "bold",
    "error": "bold red",
    "warning": "bold yellow",
    "note": "bold cyan",
    "good": "bold green",
    "place": "cyan",
    "gutter": "blue",
    "faint": "dim",
}


def ansi(lines: Iterable[Line]) -> str:
    """The lines with colour sequences of the standard 16 colours, never wrapped."""
    written = StringIO()
    console = _console(written, 80)
    for line in lines:
        console.print(_text(line), soft_wrap=True)
    return written.getvalue()


def svg(lines: Iterable[Line], *, title: str, columns: int) -> str:
    """A picture of a terminal that shows the lines; the same for the same lines."""
    console = _console(StringIO(), columns, record=True)
    for line in lines:
        console.print(_text(line))
    return console.export_svg(title=title, unique_id="report")


def markdown(text: str, columns: int | None) -> str:
    """Markdown set for a terminal, with colours."""
    from rich.markdown import Markdown

    written = StringIO()
    _console(written, columns or 80).print(Markdown(text, hyperlinks=False, code_theme="ansi_dark"))
    return written.getvalue()


def _console(written: StringIO, columns: int, *, record: bool = False) -> Console:
    """A console that looks the same everywhere: whether and where to colour is decided before."""
    from rich.console import Console

    return Console(
        file=written,
        width=columns,
        record=record,
        force_terminal=True,
        color_system="standard",
        legacy_windows=False,
        no_color=False,
        _environ={},
    )


def _text(line: Line) -> Text:
    """Parts as rich sees them: `Text` is not read for markup, and no highlighter runs over it."""
    from rich.text import Text

    text = Text()
    for part in line:
        text.append(part.text, STYLES[part.role] or None)
    text.rstrip()
    return text
