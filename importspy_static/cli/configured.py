"""The configuration of a run, and what is asked for once it and the command line are joined."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from importspy_static._version import VERSION
from importspy_static.cli import choices, hosts
from importspy_static.cli.nearest import did_you_mean, nearest_path
from importspy_static.cli.status import RefusalError
from importspy_static.cli.terminal import tell
from importspy_static.configuration import ConfigurationError, configuration_for
from importspy_static.model.policy import PathRules, Policy, fit
from importspy_static.report.formats import FORMATS
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.checking.gathering import StandardInput, Wanted
    from importspy_static.checking.where import Where
    from importspy_static.configuration.settings import Configuration, PathPattern

STANDARD_INPUT = "-"
MOST_INPUT = 2**24
"""Bytes of standard input that are read: more than any limit of source."""


def configuration(config: str | None, *, isolated: bool) -> Configuration | None:
    """The configuration of a run; None if there is none.

    Raises:
        RefusalError: it cannot be used; every problem has been told.
    """
    from importspy_static.configuration.settings import Known

    try:
        return configuration_for(
            os.curdir, Known(VERSION, _is_code, _codes, tuple(FORMATS)), config=config, isolated=isolated
        )
    except ConfigurationError as error:
        for problem in error.problems:
            tell(f"error: {visible(str(problem))}\n" + (f"  {visible(problem.remedy)}\n" if problem.remedy else ""))
        count = len(error.problems)
        raise RefusalError(
            f"{count} {'problem' if count == 1 else 'problems'} in the configuration: nothing was checked"
        ) from error


def _is_code(selector: str) -> bool:
    from importspy_static.catalogue import all_violations

    return any(fit(selector, kind) for kind in all_violations())


def _codes() -> Iterator[str]:
    from importspy_static.catalogue import all_violations

    for kind in all_violations():
        yield kind.code
        yield kind.name


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the command line says of files; None and empty where it says nothing."""

    paths: Sequence[str]
    distributions: Sequence[str]
    standard_input: str | None
    roots: Sequence[str]
    exclude: Sequence[str] | None
    extend_exclude: Sequence[str]
    force_exclude: bool | None
    respect_gitignore: bool | None

    def wanted(self, found: Configuration | None, *, is_mapped: bool = True) -> Wanted:
        """What is to be looked at; `is_mapped`: the contracts are those of the configuration.

        Raises:
            RefusalError: standard input cannot be read, or a root is no folder.
        """
        from importspy_static.checking.gathering import Wanted

        paths = [path for path in dict.fromkeys(self.paths) if path != STANDARD_INPUT]
        is_project = not self.paths and not self.distributions
        if is_project and found is not None:
            paths = [_shortened(each.path) for each in found.contracts if each.shape != "entry-points"]
        elif found is not None and is_mapped:
            paths += _lost(found, paths)
        return Wanted(
            paths=tuple(dict.fromkeys(paths)),
            distributions=tuple(self.distributions),
            given=self._given(),
            roots=self._roots(found),
            exclusion=self._exclusion(found),
            is_project=is_project,
        )

    def is_forced(self, found: Configuration | None) -> bool:
        """Whether what is excluded is so even if it is named."""
        said = found.force_exclude if found is not None else None
        return bool(said if self.force_exclude is None else self.force_exclude)

    def _roots(self, found: Configuration | None) -> tuple[str, ...]:
        said = found.root if found is not None else None
        for root in self.roots or said or ():
            if not os.path.isdir(root):
                where = "--root" if self.roots else "root in the configuration"
                raise RefusalError(
                    f"{where}: there is no folder {visible(root) or repr('')}", did_you_mean(nearest_path(root))
                )
        return tuple(self.roots or said or ())

    def _exclusion(self, found: Configuration | None) -> Exclusion:
        from importspy_static.project.ignored import Exclusion

        exclude, elsewhere = self.exclude, []
        if found is not None:
            elsewhere = [(each.folder, each.patterns) for each in found.extend_exclude]
            if exclude is None and found.exclude is not None:
                exclude = ()
                elsewhere.append((found.exclude.folder, found.exclude.patterns))
        said = found.respect_gitignore if found is not None else None
        respected = said if self.respect_gitignore is None else self.respect_gitignore
        return Exclusion(
            exclude=exclude,
            extend_exclude=self.extend_exclude,
            elsewhere=elsewhere,
            force_exclude=self.is_forced(found),
            respect_gitignore=True if respected is None else respected,
        )

    def _given(self) -> StandardInput | None:
        from importspy_static.checking.gathering import StandardInput

        if STANDARD_INPUT not in self.paths:
            if self.standard_input is not None:
                raise RefusalError("--stdin-filename: standard input is not read", "give - as a PATH")
            return None
        stream = sys.stdin
        if stream is None or stream.closed:
            raise RefusalError("cannot read standard input: it is closed")
        try:
            content = stream.buffer.read(MOST_INPUT)
        except OSError as error:
            raise RefusalError(f"cannot read standard input: {error.strerror}") from error
        return StandardInput(self.standard_input or STANDARD_INPUT, content)


def _shortened(path: str) -> str:
    """A path without detours such as `../here/`, if it leads to the same."""
    short = os.path.normpath(path) if os.path.isabs(path) else os.path.relpath(path)
    if path.endswith(os.sep):
        short = os.path.join(short, "")
    return short if os.path.realpath(short) == os.path.realpath(path) else path


def _lost(found: Configuration, asked: Sequence[str]) -> list[str]:
    """The paths that the configuration puts under contract, that would be in a folder which is asked for, and that are
    not there: a file that was moved or renamed would else be under no contract, and nobody would be told.
    """
    folders = [os.path.join(os.path.realpath(each), "") for each in asked if os.path.isdir(each)]
    mapped = [_shortened(each.path) for each in found.contracts if each.shape == "path"] if folders else []
    return [
        path
        for path in dict.fromkeys(mapped)
        if not os.path.lexists(path) and any(os.path.realpath(path).startswith(folder) for folder in folders)
    ]


def files(found: Configuration | None, environment: str | None, python: str | None) -> list[str]:
    """The files that tell of the run: nothing may be written over them."""
    said = () if found is None else (*found.files, found.environment, found.python)
    return [each for each in (*said, environment, python) if each is not None]


def where(
    found: Configuration | None,
    environment: str | None,
    python: str | None,
    every_deployment: bool | None,
    show_values: bool,
) -> Where:
    """What the modules are judged for: what the command line names, else what the configuration does.

    Raises:
        RefusalError: two hosts are named, or the facts of one cannot be had.
    """
    from importspy_static.checking.where import Where

    hosts.refuse_two(hosts.HERE if environment is None else environment, python, bool(every_deployment))
    if found is not None and environment is None and python is None and every_deployment is None:
        environment, python, every_deployment = found.environment, found.python, found.every_deployment
    named = hosts.named(hosts.HERE if environment is None else environment, python)
    return Where(named, bool(every_deployment), show_values)


def policy(
    found: Configuration | None,
    select: Sequence[str] | None,
    ignore: Sequence[str] | None,
    severity: Sequence[str] | None,
    fail_on: str | None,
) -> Policy:
    """What counts. A flag takes the place of that setting wherever the configuration says it, for paths too; severities
    are asked of the flags first, then of the overrides that are about the module, then of the rest.

    Raises:
        RefusalError: a code or a level is not right.
    """
    asked = choices.policy(select or (), ignore or (), severity or (), fail_on or "error")
    if found is None:
        return asked
    return Policy(
        select=asked.select if select is not None else found.select or (),
        ignore=asked.ignore if ignore is not None else found.ignore or (),
        severity=found.severity,
        fail_on=asked.fail_on if fail_on is not None or found.fail_on is None else found.fail_on,
        overrides=_overrides(found, with_select=select is None, with_ignore=ignore is None),
        insisted=asked.severity,
    )


def _overrides(found: Configuration, *, with_select: bool, with_ignore: bool) -> tuple[PathRules, ...]:
    """The rules that a configuration has for some paths."""
    if not found.overrides:
        return ()
    from importspy_static.configuration.mapping import leads_to, spellings

    known = lru_cache(maxsize=1)(spellings)  # each module is asked about by every entry in turn

    def holds(paths: Sequence[PathPattern], path: str) -> bool:
        return any(leads_to(pattern, known(path)) for pattern in paths)

    return tuple(
        PathRules(
            select=each.select if with_select else (),
            ignore=each.ignore if with_ignore else (),
            severity=each.severity,
            holds_for=partial(holds, each.paths),
        )
        for each in found.overrides
    )


if TYPE_CHECKING:
    from importspy_static.project.ignored import Exclusion
