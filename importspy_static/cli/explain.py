"""The command `explain`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from importspy_static.cli import terminal
from importspy_static.cli.choices import one_of
from importspy_static.cli.nearest import did_you_mean, nearest
from importspy_static.cli.status import RefusalError
from importspy_static.report import explanation
from importspy_static.report.visible import visible

FORMATS = ("text", "json")


def _codes(incomplete: str) -> list[tuple[str, str]]:
    from importspy_static.catalogue import all_violations

    return [(kind.code, kind.title) for kind in all_violations() if kind.code.startswith(incomplete.upper())]


def explain(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="[CODE]",
            help="A code (SPY312), a family (SPY3) or a name.",
            autocompletion=_codes,
            show_default=False,
        ),
    ] = None,
    output_format: Annotated[
        str,
        typer.Option(
            "--output-format", "-f", metavar="text|json", help="How to write it.", autocompletion=lambda: list(FORMATS)
        ),
    ] = "text",
    color: Annotated[
        str,
        typer.Option(metavar="auto|always|never", help="Colours.", autocompletion=lambda: list(terminal.COLOR_CHOICES)),
    ] = "auto",
) -> None:
    """Explain a violation, or list them all."""
    from importspy_static.catalogue import all_violations, violation

    is_json = one_of(output_format, FORMATS, "--output-format") == "json"
    look = terminal.look(one_of(color, terminal.COLOR_CHOICES, "--color"), sys.stdout)
    kinds = all_violations()
    if code is not None:
        kind = violation(code)
        if kind is not None:
            terminal.say(explanation.page_json(kind) if is_json else explanation.page(kind, look))
            return
        kinds = tuple(each for each in kinds if code.strip() and each.code.startswith(code.strip().upper()))
    if not kinds:
        known = [name for each in all_violations() for name in (each.code, each.name)]
        raise RefusalError(
            f"no violation has the code or name {visible(code or '')!r}",
            did_you_mean(nearest(code or "", known)) or "importspy-static explain lists them",
        )
    terminal.say(explanation.listing_json(kinds) if is_json else explanation.listing(kinds))
