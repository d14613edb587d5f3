"""The configuration of a run, and what is asked for once it and the command line are joined."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from importspy_static._version import VERSION
from importspy_static.cli import hosts, log, terminal
from importspy_static.cli.nearest import did_you_mean, nearest_path
from importspy_static.cli.settings import BY_NAME, Settings, misspelt, settings_of
from importspy_static.cli.status import RefusalError
from importspy_static.configuration import ConfigurationError, configuration_for
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.limits import STANDARD_INPUT_BYTES
from importspy_static.model.policy import PathRules, Policy, fit
from importspy_static.model.violation import Severity
from importspy_static.report.formats import FORMATS
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.checking.gathering import StandardInput, Wanted
    from importspy_static.checking.where import Where
    from importspy_static.configuration.settings import Configuration

STANDARD_INPUT = "-"


def settings(
    flags: Mapping[str, object], names: Iterable[str] = BY_NAME, *, reads_configuration: bool = True
) -> Settings:
    """The settings of a run, with its configuration; the log is set up as they say.

    Args:
        flags: the arguments of a command, by their names in Python; None is one that is not given.
        names: the settings of the command.
        reads_configuration: whether files say something to the command.

    Raises:
        RefusalError: a flag or a variable is not right, or the configuration cannot be used; every problem of that has
            been told.
    """
    # Wrong use is told before what is wrong with the configuration.
    asked = settings_of(flags, os.environ, names)
    log.configure(asked.word("log-level"))
    for name, meant in misspelt(os.environ):
        terminal.tell(f"warning: the variable {visible(name)} is none of importspy-static: {did_you_mean(meant)}\n")
    if not reads_configuration:
        return asked
    said = asked.over(_configuration(asked.text("config"), isolated=asked.isolated))
    log.configure(said.word("log-level"))
    return said


def _configuration(config: str | None, *, isolated: bool) -> Configuration | None:
    """The configuration of a run; None if there is none.

    Raises:
        RefusalError: it cannot be used; every problem has been told.
    """
    from importspy_static.configuration.settings import Known

    try:
        return configuration_for(
            os.curdir, Known(VERSION, is_code, _codes, tuple(FORMATS)), config=config, isolated=isolated
        )
    except ConfigurationError as error:
        for problem in error.problems:
            terminal.tell(
                f"error: {visible(str(problem))}\n" + (f"  {visible(problem.remedy)}\n" if problem.remedy else "")
            )
        count = len(error.problems)
        raise RefusalError(
            f"{count} {'problem' if count == 1 else 'problems'} in the configuration: nothing was checked"
        ) from error


def is_code(selector: str) -> bool:
    """Whether a code, a family or a name fits any violation."""
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
    settings: Settings

    @property
    def found(self) -> Configuration | None:
        return self.settings.found

    def wanted(self, *, is_mapped: bool = True) -> Wanted:
        """What is to be looked at; `is_mapped`: the contracts are those of the configuration.

        Raises:
            RefusalError: standard input cannot be read, or a root is no folder.
        """
        from importspy_static.checking.gathering import Wanted

        found = self.found
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
            roots=self._roots(),
            exclusion=exclusion(self.settings),
            is_project=is_project,
        )

    def _roots(self) -> tuple[str, ...]:
        origin = self.settings.stated("root").origin
        for root in self.settings.texts("root"):
            if not os.path.isdir(root):
                where = "root in the configuration" if origin.kind == "configuration" else origin.name
                raise RefusalError(
                    f"{where}: there is no folder {visible(root) or repr('')}", did_you_mean(nearest_path(root))
                )
        return self.settings.texts("root")

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
            content = stream.buffer.read(STANDARD_INPUT_BYTES)
        except OSError as error:
            raise RefusalError(f"cannot read standard input: {error.strerror}") from error
        return StandardInput(self.standard_input or STANDARD_INPUT, content)


def exclusion(settings: Settings) -> Exclusion:
    """What is left out of folders."""
    from importspy_static.project.ignored import Exclusion

    found, exclude, elsewhere = settings.found, settings.asked("exclude"), []
    if found is not None:
        elsewhere = [(each.folder, each.patterns) for each in found.extend_exclude]
        if exclude is None and found.exclude is not None:
            elsewhere.append((found.exclude.folder, found.exclude.patterns))
    more = settings.asked("extend-exclude")
    is_replaced = exclude is None and found is not None and found.exclude is not None
    return Exclusion(
        exclude=() if is_replaced else None if exclude is None else cast("tuple[str, ...]", exclude.value),
        extend_exclude=() if more is None else cast("tuple[str, ...]", more.value),
        elsewhere=elsewhere,
        force_exclude=settings.boolean("force-exclude"),
        respect_gitignore=settings.boolean("respect-gitignore"),
    )


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


def files(settings: Settings) -> list[str]:
    """The files that tell of the run: nothing may be written over them."""
    found = settings.found
    said = () if found is None else (*found.files, found.environment, found.python)
    asked = (settings.asked("environment"), settings.asked("python"))
    return [each for each in (*said, *(each.value for each in asked if each is not None)) if isinstance(each, str)]


def where(settings: Settings, *, show_values: bool = False) -> Where:
    """What the modules are judged for.

    Raises:
        RefusalError: two hosts are named in one place, or the facts of one cannot be had.
    """
    from importspy_static.checking.where import Where

    named = {name: stated.value for name, stated in settings.hosts.items()}
    environment, python = named.get("environment", hosts.HERE), named.get("python")
    host = hosts.named(cast(str, environment), cast("str | None", python))
    return Where(host, bool(named.get("every-deployment")), show_values)


def policy(settings: Settings) -> Policy:
    """What counts. A flag or a variable takes the place of that setting wherever the configuration says it, for paths
    too; severities are asked of these first, then of the overrides that are about the module, then of the rest.
    """
    found = settings.found
    return Policy(
        select=settings.texts("select"),
        ignore=settings.texts("ignore"),
        severity={} if found is None else found.severity,
        fail_on=cast(Severity, settings.word("fail-on")),
        overrides=() if found is None else _overrides(found, settings),
        insisted=settings.severities,
    )


def _overrides(found: Configuration, settings: Settings) -> tuple[PathRules, ...]:
    """The rules that a configuration has for some paths."""
    if not found.overrides:
        return ()
    from importspy_static.configuration.policies import overrides_of

    return overrides_of(found, selects=settings.asked("select") is None, ignores=settings.asked("ignore") is None)


if TYPE_CHECKING:
    from importspy_static.project.ignored import Exclusion
