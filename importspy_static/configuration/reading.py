"""The configuration of a run: which file, what it extends, what all of them say."""

from __future__ import annotations

import os
from dataclasses import replace
from types import MappingProxyType

from importspy_static.configuration import keys
from importspy_static.configuration.document import Document, document
from importspy_static.configuration.files import read_bytes
from importspy_static.configuration.limits import MAX_FILES
from importspy_static.configuration.paths import joined, portable, real
from importspy_static.configuration.problems import ConfigurationError, ConfigurationProblem, Problems
from importspy_static.configuration.reader import one_file
from importspy_static.configuration.settings import Configuration, Known
from importspy_static.configuration.wording import Path, printable, spelled


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
    problems = Problems()
    chain: list[Configuration] = []
    seen: dict[str, str] = {}
    following: Document | None = first
    while following is not None:
        seen[real(following.path)] = following.path
        found = one_file(following, known, problems)
        chain.append(found.settings)
        following = _base(following, found.extends.text, seen, problems) if found.extends else None
    if problems.found:
        raise ConfigurationError(_in_order(problems, list(seen.values())), problems.lines)
    joint = chain.pop()
    while chain:
        joint = _joint(joint, chain.pop())
    return joint


def _base(extending: Document, text: str, seen: dict[str, str], problems: Problems) -> Document | None:
    """The file that a file extends; None if it cannot be had, which is noted."""
    path = joined(os.path.dirname(extending.path), portable(text))
    if real(path) in seen:
        circle = " -> ".join(map(printable, [*seen.values(), path]))
        _note(problems, extending, f"the files extend each other: {circle}", "leave one of these keys out")
        return None
    if len(seen) == MAX_FILES:
        _note(problems, extending, f"more than {MAX_FILES} files extend each other", "join some of them")
        return None
    try:
        content = read_bytes(path)
    except ConfigurationError as error:
        message = error.problems[0].message
        _note(problems, extending, f"{printable(path)}: {message}", "paths are relative to the file that says them")
        return None
    try:
        return document(content, path)
    except ConfigurationError as error:
        problems.take(error)
        return None


def _note(problems: Problems, extending: Document, message: str, remedy: str) -> None:
    path: Path = (*extending.at, "extend")
    place = extending.value_place(path)
    problem = ConfigurationProblem(place.path, place.line, place.column, spelled(path), message, remedy)
    problems.found.append(problem)
    problems.lines[extending.path] = extending.lines


def _in_order(problems: Problems, files: list[str]) -> list[ConfigurationProblem]:
    """By file, in the order of the chain, and by place."""
    order = {path: number for number, path in enumerate(files)}
    return sorted(
        problems.found,
        key=lambda each: (order.get(each.path, len(files)), each.line, each.column, each.key, each.message),
    )


def _joint(base: Configuration, own: Configuration) -> Configuration:
    """The settings of a file over those of the file that it extends."""
    said = {**base.places, **own.places}
    if names_host := any(key in own.places for key in keys.HOSTS):
        said = {key: place for key, place in said.items() if key not in keys.HOSTS or key in own.places}
    kept = own if names_host else base
    return replace(
        own,
        files=(*own.files, *base.files),
        contracts=(*base.contracts, *own.contracts),
        exclude=base.exclude if own.exclude is None else own.exclude,
        extend_exclude=(*base.extend_exclude, *own.extend_exclude),
        force_exclude=base.force_exclude if own.force_exclude is None else own.force_exclude,
        respect_gitignore=base.respect_gitignore if own.respect_gitignore is None else own.respect_gitignore,
        root=base.root if own.root is None else own.root,
        select=base.select if own.select is None else own.select,
        ignore=base.ignore if own.ignore is None else own.ignore,
        severity=MappingProxyType({**base.severity, **own.severity}),
        fail_on=base.fail_on if own.fail_on is None else own.fail_on,
        output_format=base.output_format if own.output_format is None else own.output_format,
        environment=kept.environment,
        python=kept.python,
        every_deployment=kept.every_deployment,
        places=MappingProxyType(said),
    )
