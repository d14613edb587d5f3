"""The command `lock`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from importspy_static.cli import configured, options, terminal
from importspy_static.cli.extraction import extractors
from importspy_static.cli.generate import refuse_missing
from importspy_static.cli.locks import LOCK, lock_of
from importspy_static.cli.planned import inputs, planned, refused_contracts
from importspy_static.cli.progress import Progress
from importspy_static.cli.settings import OF_VERDICTS
from importspy_static.cli.status import RefusalError, Status
from importspy_static.cli.writing import deliver, look_of, refuse_input, write_whole
from importspy_static.model.fingerprint import Print
from importspy_static.report.formats import render
from importspy_static.report.look import Look
from importspy_static.report.summary import summary
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.checking.gathering import Wanted
    from importspy_static.checking.locking import OldLock
    from importspy_static.cli.settings import Settings

NOTHING = "no PATH is given, and there is no lock yet whose files could be locked again"


def lock(
    paths: options.Paths = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing: tell what differs from the lock, and which files it has not."),
    ] = False,
    spymodel: Annotated[
        str | None,
        typer.Option(
            "--spymodel", "-s", metavar="FILE", help="Write into this contract instead; its comments and all else stay."
        ),
    ] = None,
    lock_file: Annotated[
        str | None,
        typer.Option(
            "--lock-file",
            metavar="FILE",
            help=f"The lock; its name ends in .lock (default: {LOCK} beside the configuration, else here).",
        ),
    ] = None,
    docstrings: Annotated[
        bool | None,
        typer.Option(
            "--docstrings/--no-docstrings",
            help="Whether docstrings count (default: as in the lock that is there, else no).",
            show_default=False,
        ),
    ] = None,
    source: Annotated[
        bool | None,
        typer.Option(
            "--source/--no-source",
            help="Lock the bytes of the files, too (default: as in the lock that is there, else no).",
            show_default=False,
        ),
    ] = None,
    config: options.Config = None,
    isolated: options.Isolated = None,
    root: options.Roots = None,
    exclude: options.Exclude = None,
    extend_exclude: options.ExtendExclude = None,
    force_exclude: options.ForceExclude = None,
    respect_gitignore: options.RespectGitignore = None,
    no_progress: options.NoProgress = None,
    color: options.Color = None,
    quiet: options.Quiet = None,
    log_level: options.LogLevel = None,
    jobs: options.Jobs = None,
    cache_dir: options.CacheFolder = None,
    no_cache: options.NoCache = None,
) -> None:
    """Write down what modules mean, so that `check` tells which function changed since, in signature or body.

    Layout, comments and docstrings do not count. Without PATH: the files that the lock has, those that are gone
    dropped. Exit status: 0 written, or nothing differs (--check); 1 a file could not be locked, or something differs;
    2 the question could not be asked, 3 a bug in this program.
    """
    settings = configured.settings(locals(), OF_VERDICTS)
    asked = configured.Asked(paths=paths or (), distributions=(), standard_input=None, settings=settings)
    aside = terminal.look(settings.color, sys.stderr)
    if configured.STANDARD_INPUT in (paths or ()):
        raise RefusalError("standard input is no file that could be locked", "give files or folders")
    if spymodel is not None and not spymodel.endswith(".lock"):
        _refuse_beside(lock_file, docstrings, source)
        raise typer.Exit(_into_contract(asked, settings, spymodel, aside, check=check))
    lock_file = spymodel if lock_file is None else lock_file
    path = lock_of(settings.found) if lock_file is None else lock_file
    if not path.endswith(".lock"):
        raise RefusalError(f"{visible(path) or repr('')} is no name of a lock", "it has to end in .lock")
    if check:
        raise typer.Exit(_checked(asked, settings, path, aside))
    from importspy_static.checking.locking import OldLock
    from importspy_static.contract.problems import ContractError

    try:
        old = OldLock.read(path)
    except ContractError as error:
        raise refused_contracts({path: error}, aside, "locked") from error
    raise typer.Exit(_locked(asked, settings, path, old, aside, docstrings=docstrings, source=source))


def _locked(
    asked: configured.Asked,
    settings: Settings,
    path: str,
    old: OldLock,
    aside: Look,
    *,
    docstrings: bool | None,
    source: bool | None,
) -> Status:
    """Write the lock."""
    from importspy_static.checking.locking import Locking

    count_docstrings = old.docstrings if docstrings is None else docstrings
    wanted, gone = _wanted(asked, path, old)
    if count_docstrings != old.docstrings and asked.paths and old.files:
        raise RefusalError(
            "docstrings count in all of a lock or in none of it", "leave out PATH, so that all its files are locked"
        )
    print_ = Print.DOCSTRINGS if count_docstrings else Print.MEANING
    where = configured.where(settings)
    with Locking(
        where,
        extractors(settings, wanted, print_),
        docstrings=count_docstrings,
        sources=old.sources if source is None else source,
    ) as locking:
        gathered = locking.gather(wanted)
        if asked.paths:
            refuse_missing(gathered)
        refuse_input(path, [each.file for home in gathered.neighbourhoods for each in home.sources])
        with Progress(Look() if settings.boolean("no-progress") else aside) as progress:
            found = locking.lock(gathered, path, old, gone, progress.step)
    for each in found.unlocked:
        terminal.tell(f"{visible(each.path)}: not locked, {visible(each.reason)}\n")
    if not found.files:
        raise RefusalError("nothing to lock: no source could be read")
    write_whole(path, found.text)
    if not settings.boolean("quiet"):
        for change in found.changes if old.files else ():
            terminal.tell(f"{visible(change)}\n")
        terminal.tell(f"{visible(path)}: {found.files} {'file is' if found.files == 1 else 'files are'} locked\n")
    return Status.VIOLATIONS if found.unlocked else Status.COMPLIANT


def _wanted(asked: configured.Asked, path: str, old: OldLock) -> tuple[Wanted, list[str]]:
    """What is locked, and the paths in the lock that were for files which are gone."""
    from importspy_static.lazy_dataclasses import replace

    folder = os.path.dirname(path)
    files = {way: os.path.normpath(os.path.join(folder, way)) for way in old.files}
    lost = [way for way, file in files.items() if not os.path.lexists(file)]
    wanted = asked.wanted(is_mapped=False)
    if asked.paths:
        folders = [os.path.join(os.path.realpath(each), "") for each in asked.paths]
        within = [way for way in files if os.path.join(os.path.realpath(files[way]), "").startswith(tuple(folders))]
        return wanted, [*lost, *within]  # what is within and still there is found again
    if old.files:
        kept = tuple(os.path.relpath(file) for way, file in files.items() if way not in lost)
        return replace(wanted, paths=kept, is_project=False), lost
    if not wanted.paths:
        raise RefusalError(NOTHING, "give the files or folders to lock")
    return wanted, lost


def _refuse_beside(lock_file: str | None, docstrings: bool | None, source: bool | None) -> None:
    """Options of a lock, where a contract is named."""
    given = (("--lock-file", lock_file), ("--docstrings", docstrings), ("--source", source))
    for option, value in given:
        if value is not None:
            raise RefusalError(
                f"{option} is about a lock, and -s names a contract",
                "the contract says what of it is locked: `integrity`",
            )


def _into_contract(asked: configured.Asked, settings: Settings, path: str, aside: Look, *, check: bool) -> Status:
    """Bring the fingerprints in a contract up to date; `check`: only tell what would be changed."""
    from importspy_static.checking.run import Run
    from importspy_static.cli.contracts import ContractsOfPaths

    wanted = asked.wanted(is_mapped=False)
    contracts = ContractsOfPaths(path, settings.found)
    with Run(configured.where(settings), configured.policy(settings), extractors(settings, wanted)) as run:
        plan = planned(run, wanted, contracts, settings.found, aside)
        refuse_input(path, (task.path for task in plan.tasks))
        found = run.locked(plan, path)
    for each in found.left:
        terminal.tell(f"{visible(path)}: {visible(each)}\n")
    if found.changes and not check:
        write_whole(path, found.text)
    for each in () if settings.boolean("quiet") and not check else found.changes:
        terminal.tell(f"{visible(path)}: {visible(each)}\n")
    if not (found.changes or found.left or settings.boolean("quiet")):
        terminal.tell(f"{visible(path)} is up to date\n")
    return Status.VIOLATIONS if found.left or (check and found.changes) else Status.COMPLIANT


def _checked(asked: configured.Asked, settings: Settings, path: str, aside: Look) -> Status:
    """Tell what differs from the lock."""
    from importspy_static.checking.run import Run
    from importspy_static.cli.contracts import ContractsOfPaths

    if not os.path.lexists(path):
        raise RefusalError(f"there is no lock {visible(path)}", "write it with `importspy-static lock PATH…`")
    wanted = asked.wanted(is_mapped=False)
    contracts = ContractsOfPaths(path, settings.found)
    with Run(configured.where(settings), configured.policy(settings), extractors(settings, wanted)) as run:
        plan = planned(run, wanted, contracts, settings.found, aside, needs_contract=False)
        refuse_input(path, (each for each in inputs(plan) if each != path))
        with Progress(Look() if settings.boolean("no-progress") else aside) as progress:
            report = run.report(plan, progress.step)
    deliver(render(report, "full", look_of(settings.color, None)), None)
    for each in plan.uncovered:
        terminal.tell(f"{visible(each)}: not locked\n")
    if not settings.boolean("quiet"):
        terminal.tell(summary(report, aside) if report.modules else "nothing is locked of what was asked for\n")
    return Status.COMPLIANT if report.ok and not plan.uncovered and report.modules else Status.VIOLATIONS
