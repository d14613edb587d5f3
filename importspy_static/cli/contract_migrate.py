"""The command `contract migrate`."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from importspy_static.cli import configured, options, terminal
from importspy_static.cli.planned import refused_contracts
from importspy_static.cli.status import RefusalError, Status
from importspy_static.cli.writing import write_whole
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.checking.migrating import Migrated


def migrate(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILE...", help="Contracts of ImportSpy 0.4 or 0.5.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if anything would be changed.")
    ] = False,
    output_file: Annotated[
        str | None,
        typer.Option("--output-file", "-o", metavar="FILE", help="Write here, whole or not at all, and not in place."),
    ] = None,
    color: options.Color = None,
    quiet: options.Quiet = None,
    log_level: options.LogLevel = None,
) -> None:
    """Bring contracts of ImportSpy 0.4 and 0.5 to version 1 of the language, in place.

    They mean the same before and after. What need not be changed stays as it is, comments too; each change is told.
    If one of the files cannot be used none is written. Exit status: 0 done, 1 something would be changed (--check),
    2 the question could not be asked, 3 a bug in this program.
    """
    settings = configured.settings(locals(), ("color", "quiet", "log-level"), reads_configuration=False)
    paths = _each_once(files or ())
    if not paths:
        raise RefusalError("no FILE is given", "give the contracts to bring to version 1")
    if output_file is not None and (check or len(paths) > 1):
        other = "--check, which writes nothing" if check else f"{len(paths)} files"
        raise RefusalError(f"-o is of no use with {other}")
    found = _migrated(paths, settings.color)
    changed = [path for path, each in found.items() if each.changes]
    if not check:
        _write(found, changed, output_file)
    for path, each in found.items():
        for change in each.changes:
            terminal.say(f"{visible(path)}:{change.line}: {visible(change.what)}: {change.why}\n")
    if not settings.boolean("quiet"):
        done = "would be changed" if check else "changed"
        terminal.tell(
            f"{len(found)} {'file' if len(found) == 1 else 'files'}: "
            f"{len(changed)} {done}, {len(found) - len(changed)} as of version 1\n"
        )
    raise typer.Exit(Status.VIOLATIONS if check and changed else Status.COMPLIANT)


def _each_once(files: Sequence[str]) -> list[str]:
    """The files, each by the first of its names."""
    return [*{os.path.realpath(path): path for path in reversed(files)}.values()][::-1]


def _migrated(paths: Sequence[str], color: str) -> dict[str, Migrated]:
    """What each file should be.

    Raises:
        RefusalError: one cannot be used; all that is wrong with all of them has been told.
    """
    from importspy_static.checking.migrating import migrated_file
    from importspy_static.contract.problems import ContractError

    found: dict[str, Migrated] = {}
    refused: dict[str, ContractError] = {}
    for path in paths:
        try:
            found[path] = migrated_file(path)
        except ContractError as error:  # noqa: PERF203 - each file may be wrong
            refused[path] = error
    if refused:
        refusal = refused_contracts(refused, terminal.look(color, sys.stderr))
        raise RefusalError(refusal.message.replace("nothing was checked", "nothing was written"), refusal.hint)
    return found


def _write(found: Mapping[str, Migrated], changed: Sequence[str], output_file: str | None) -> None:
    """Write what is changed.

    Raises:
        RefusalError: a file may not be written; none of those behind it is.
    """
    if output_file is not None:
        (only,) = found.values()
        write_whole(output_file, only.content.decode("utf-8"))
        return
    for path in changed:
        if not os.access(path, os.W_OK):  # it could be replaced all the same, as the folder may be written
            raise RefusalError(f"cannot write {visible(path)}: it is read-only", "nothing was written")
    for path in changed:
        write_whole(path, found[path].content.decode("utf-8"))
