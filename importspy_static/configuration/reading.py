"""The configuration of a run: which file, what it extends, what all of them say."""

from __future__ import annotations

import os
from types import MappingProxyType

from importspy_static.configuration import keys
from importspy_static.configuration.document import Document, document
from importspy_static.configuration.files import read_bytes
from importspy_static.configuration.paths import joined, portable, real
from importspy_static.configuration.problems import ConfigurationError, ConfigurationProblem, Problems
from importspy_static.configuration.reader import one_file
from importspy_static.configuration.settings import Configuration, Known
from importspy_static.configuration.wording import Path, printable, spelled
from importspy_static.lazy_dataclasses import replace
from importspy_static.limits import CONFIGURATION_FILES


def read_configuration(path: str, known: Known) -> Configuration:
    """The settings of a file, joined with those of the files that it extends.

    A `pyproject.toml` has them in `[tool.importspy-static]`, any other file at its top.

    Raises:
        ConfigurationError: with everything that is wrong with any of the files.
    """
    return configuration_of(document(read_bytes(path), path), known)


def configuration_of(first: Document, known: Known) -> Configuration:
    """The same of a file that has been read.

    Raises:
        ConfigurationError: with everything that is wrong with any of the files.
    """
    chain = _Chain()
    settings: list[Configuration] = []
    following: Document | None = first
    while following is not None:
        chain.add(following)
        said, extends = one_file(following, known, chain.problems)
        settings.append(said)
        following = None if extends is None else chain.base(following, extends)
    chain.refuse()
    joint = settings.pop()
    while settings:
        joint = _joint(joint, settings.pop())
    return joint


_REPLACED = (
    "exclude",
    "force_exclude",
    "respect_gitignore",
    "root",
    "select",
    "ignore",
    "fail_on",
    "baseline",
    "deep",
    "output_format",
    "output_file",
    "report",
    "no_progress",
    "color",
    "quiet",
    "verbose",
    "log_level",
    "jobs",
    "no_cache",
)
"""Settings of which that of the file takes the place of that of the file that it extends."""


class _Chain:
    """A file, the one that it extends, and so on."""

    def __init__(self) -> None:
        self.problems = Problems()
        self.documents: dict[str, Document] = {}
        """By real path."""
        self.broken: ConfigurationError | None = None
        """What is wrong with the last file, which is no document."""

    def add(self, document: Document) -> None:
        self.documents[real(document.path)] = document

    def base(self, extending: Document, text: str) -> Document | None:
        """The file that a file extends; None if it cannot be had, which is noted."""
        path = joined(os.path.dirname(extending.path), portable(text))
        if real(path) in self.documents:
            circle = " -> ".join(printable(each) for each in [*self._paths, path])
            self._note(extending, f"the files extend each other: {circle}", "leave one of these keys out")
            return None
        if len(self.documents) == CONFIGURATION_FILES:
            self._note(extending, f"more than {CONFIGURATION_FILES} files extend each other", "join some of them")
            return None
        try:
            content = read_bytes(path)
        except ConfigurationError as error:
            message = f"{printable(path)}: {error.problems[0].message}"
            self._note(extending, message, "paths are relative to the file that says them")
            return None
        try:
            return document(content, path)
        except ConfigurationError as error:
            self.broken = error
            return None

    def refuse(self) -> None:
        """Raise `ConfigurationError` with all that is wrong with any of the files, if anything is."""
        told = sorted(self.problems.found, key=lambda each: (self._paths.index(each.path), each.line, each.column))
        lines = {each.path: each.lines for each in self.documents.values() if each.path in {one.path for one in told}}
        if self.broken is not None:
            told += self.broken.problems
            lines |= self.broken.lines
        if self.problems.left_out:
            first = self._paths[0]
            told.append(ConfigurationProblem(first, 1, 1, "", f"more than {len(told)} problems", "mend these first"))
        if told:
            raise ConfigurationError(told, lines)

    @property
    def _paths(self) -> list[str]:
        return [each.path for each in self.documents.values()]

    def _note(self, extending: Document, message: str, remedy: str) -> None:
        path: Path = (*extending.at, "extend")
        place = extending.value_place(path)
        problem = ConfigurationProblem(place.path, place.line, place.column, spelled(path), message, remedy)
        self.problems.add(problem)


def _joint(base: Configuration, own: Configuration) -> Configuration:
    """The settings of a file over those of the file that it extends."""
    said = {**base.places, **own.places}
    if names_host := any(key in own.places for key in keys.HOSTS):
        said = {key: place for key, place in said.items() if key not in keys.HOSTS or key in own.places}
    kept = own if names_host else base
    replaced = {key: getattr(base, key) for key in _REPLACED if getattr(own, key) is None}
    return replace(
        own,
        files=(*own.files, *base.files),
        contracts=(*base.contracts, *own.contracts),
        extend_exclude=(*base.extend_exclude, *own.extend_exclude),
        severity=MappingProxyType({**base.severity, **own.severity}),
        overrides=(*base.overrides, *own.overrides),
        environment=kept.environment,
        python=kept.python,
        every_deployment=kept.every_deployment,
        places=MappingProxyType(said),
        **replaced,
    )
