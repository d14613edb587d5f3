"""`check --show-settings` and `check --show-files`: what a check would be, and none is done."""

from __future__ import annotations

import sys

from importspy_static.cli import configured, terminal
from importspy_static.cli.contracts import ContractsOfPaths
from importspy_static.cli.planned import planned
from importspy_static.cli.status import RefusalError
from importspy_static.report.visible import visible


def show(asked: configured.Asked, *, settings: bool, files: bool) -> None:
    """Write to standard output what the settings are, or which files would be checked.

    It is JSON where a flag asks for that: the form of reports that a file or a variable sets is one of reports.

    Raises:
        RefusalError: both are asked for, or a check could not be.
    """
    if settings and files:
        raise RefusalError("--show-settings and --show-files exclude each other", "each is a document of its own")
    form = asked.settings.flags.get("output-format")
    is_json = form is not None and form.value == "json"
    terminal.say(_settings(asked, is_json=is_json) if settings else _files(asked, is_json=is_json))


def _settings(asked: configured.Asked, *, is_json: bool) -> str:
    from importspy_static.cli import shown_settings

    return (shown_settings.as_json if is_json else shown_settings.as_text)(asked.settings)


def _files(asked: configured.Asked, *, is_json: bool) -> str:
    from importspy_static.checking.run import Run
    from importspy_static.cli import shown_files

    settings = asked.settings
    named = settings.text("spymodel")
    aside = terminal.look(settings.color, sys.stderr)
    wanted, contracts = asked.wanted(is_mapped=named is None), ContractsOfPaths(named, settings.found)
    with Run(configured.where(settings), configured.policy(settings)) as run:
        plan = planned(run, wanted, contracts, settings.found, aside, needs_contract=False)
    for path in plan.gathered.skipped if settings.boolean("verbose") else ():
        terminal.tell(f"{visible(path)}: left out\n")
    return (shown_files.as_json if is_json else shown_files.as_text)(plan)
