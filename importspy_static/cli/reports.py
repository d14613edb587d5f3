"""Further reports of a run, each in a format and a file of its own: `--report FORMAT=FILE`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from importspy_static.cli import choices
from importspy_static.cli.status import RefusalError
from importspy_static.cli.writing import look_of, write_whole
from importspy_static.report.formats import FORMATS, render
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.model.report import Report

OPTION = "--report"


class WantedReport(NamedTuple):
    """A report that is asked for beside the one on standard output."""

    form: str
    path: str


def wanted_reports(given: Iterable[str], output_file: str | None = None) -> tuple[WantedReport, ...]:
    """The reports that are asked for: `sarif=build/out.sarif`. A file may have `=` in its name.

    Raises:
        RefusalError: one has no file, or a format that is not known; or two go into one file, of which
            `output_file` is one.
    """
    wanted = tuple(map(_wanted, given))
    taken = [output_file] if output_file is not None else []
    for each in wanted:
        if any(_is_one(each.path, other) for other in taken):
            raise RefusalError(f"{OPTION}: two reports would go into {visible(each.path)}", "give each a file")
        taken.append(each.path)
    return wanted


def write_reports(report: Report, wanted: Sequence[WantedReport], color: str) -> None:
    """Write each whole or not at all. All are made before the first is written.

    Raises:
        RefusalError: one cannot be written; those before it are.
    """
    made = [(each.path, render(report, each.form, look_of(color, each.path))) for each in wanted]
    for path, text in made:
        write_whole(path, text)


def _wanted(item: str) -> WantedReport:
    form, equals, path = item.partition("=")
    if not equals or not path:
        raise RefusalError(f"{OPTION}: {visible(item)!r} is not FORMAT=FILE", f"for example {OPTION} sarif=out.sarif")
    return WantedReport(choices.one_of(form, tuple(FORMATS), OPTION), path)


def _is_one(path: str, other: str) -> bool:
    """Whether two paths lead to one file, which need not be there yet. Devices take several."""
    with suppress(OSError, ValueError):
        if os.path.exists(path) and not os.path.isfile(path):
            return False
        return os.path.realpath(path) == os.path.realpath(other)
    return path == other
