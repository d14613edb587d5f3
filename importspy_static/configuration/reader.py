"""From a document to the settings of one file."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from itertools import product
from types import MappingProxyType
from typing import cast

from importspy_static.configuration import keys
from importspy_static.configuration.codes import selectors, severities
from importspy_static.configuration.document import Document
from importspy_static.configuration.files import kind, reason
from importspy_static.configuration.mapping import mapped, wrong_pattern
from importspy_static.configuration.overrides import overrides
from importspy_static.configuration.paths import is_within, joined, portable
from importspy_static.configuration.problems import Problems
from importspy_static.configuration.settings import Configuration, ExcludePatterns, Known, MappedContract, SettingPlace
from importspy_static.configuration.table import Table, Text
from importspy_static.configuration.wording import nearest, quoted
from importspy_static.limits import CONFIGURATION_ITEMS, CONFIGURATION_MAPPED, JOBS
from importspy_static.model.violation import Severity

_INTERPRETER = re.compile(r"(?:python|pypy|graalpy)[0-9.]*[dt]*(?:\.exe)?", re.IGNORECASE | re.ASCII)


def one_file(document: Document, known: Known, problems: Problems) -> tuple[Configuration, str | None]:
    """The settings of a file, and the file that it extends. What is wrong with it is noted.

    If it asks for another version, nothing else of it is read.
    """
    table = Table(document, problems, document.at, document.table)
    if not _fits_version(table, known.version):
        return Configuration(document.path, (document.path,)), None
    refused = keys.REFUSED if document.at else {**keys.REFUSED, "tool": keys.NO_TABLE}
    table.refuse_unknown(keys.KEYS, refused, keys.ELSEWHERE)
    return _Reader(table, known).read()


def _fits_version(table: Table, version: str) -> bool:
    """Whether this program is one that the file asks for: PEP 440, a bare version meaning exactly that one."""
    key = "required-version"
    if (asked := table.text(key, keys.EXAMPLES[key])) is None:
        return key not in table
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    bare = asked.text.strip()[:1] not in "<>=!~"
    try:
        wanted = SpecifierSet(f"=={asked.text}" if bare else asked.text)
    except InvalidSpecifier:
        message = f"expected a version or a PEP 440 specifier, found {quoted(asked.text)}"
        table.wrong(asked.path, message, f"for example: {key} = {keys.EXAMPLES[key]}")
        return False
    if wanted.contains(version, prereleases=True):
        return True
    message = f"asks for version {quoted(asked.text)} of importspy-static; this is {version}"
    table.wrong(asked.path, message, "install such a version, or change the key")
    return False


class _Reader:
    def __init__(self, table: Table, known: Known) -> None:
        self._table = table
        self._known = known
        self._folder = os.path.dirname(table.document.path)

    def read(self) -> tuple[Configuration, str | None]:
        table, path = self._table, self._table.document.path
        extends = table.text("extend", keys.EXAMPLES["extend"])
        settings = Configuration(
            path=path,
            files=(path,),
            contracts=self._contracts(),
            exclude=self._patterns("exclude", may_be_empty=True),
            extend_exclude=tuple(filter(None, [self._patterns("extend-exclude")])),
            force_exclude=table.boolean("force-exclude"),
            respect_gitignore=table.boolean("respect-gitignore"),
            root=self._roots(),
            select=selectors(table, "select", self._known),
            ignore=selectors(table, "ignore", self._known, may_be_empty=True),
            severity=severities(table, self._known),
            overrides=overrides(table, self._folder, self._known),
            fail_on=cast("Severity | None", table.choice("fail-on", keys.FAIL_ON)),
            baseline=self._baseline(),
            output_format=table.choice("output-format", tuple(self._known.formats)),
            environment=self._environment(),
            python=self._python(),
            every_deployment=table.boolean("every-deployment"),
            deep=table.boolean("deep"),
            output_file=self._output_file(),
            report=self._reports(),
            no_progress=table.boolean("no-progress"),
            color=table.choice("color", keys.COLORS),
            quiet=table.boolean("quiet"),
            verbose=table.boolean("verbose"),
            log_level=table.choice("log-level", keys.LOG_LEVELS),
            jobs=table.count("jobs", JOBS),
            no_cache=table.boolean("no-cache"),
            places=MappingProxyType(self._places()),
        )
        self._refuse_two_hosts(settings)
        return settings, None if extends is None else extends.text

    def _places(self) -> dict[str, SettingPlace]:
        table = self._table
        places = {key: table.place(key) for key in keys.KEYS if key in table}
        given = table.entries.get("severity")
        codes = list(given)[:CONFIGURATION_ITEMS] if isinstance(given, dict) else []
        return {
            **places,
            **{f"severity.{code}": table.document.key_place((*table.at("severity"), code)) for code in codes},
        }

    def _path(self, text: str) -> str:
        """A path that the file says, from the current folder."""
        return joined(self._folder, portable(text))

    def _patterns(self, key: str, *, may_be_empty: bool = False) -> ExcludePatterns | None:
        texts = self._table.texts(key, keys.EXAMPLES[key], may_be_empty=may_be_empty)
        if texts is None:
            return None
        patterns = tuple(each.text for each in texts)
        return ExcludePatterns(self._folder or os.curdir, patterns, self._table.place(key))

    def _roots(self) -> tuple[str, ...] | None:
        texts = self._table.text_or_texts("root", keys.EXAMPLES["root"])
        return None if texts is None else tuple(self._path(each.text) for each in texts)

    def _environment(self) -> str | None:
        if (asked := self._table.text("environment", keys.EXAMPLES["environment"])) is None:
            return None
        return asked.text if asked.text in keys.HOST_WORDS else self._path(asked.text)

    def _baseline(self) -> str | None:
        asked = self._table.text("baseline", keys.EXAMPLES["baseline"])
        return None if asked is None else self._path(asked.text)

    def _output_file(self) -> str | None:
        key = "output-file"
        asked = self._table.text(key, keys.EXAMPLES[key])
        return None if asked is None else self._writable(key, asked, asked.text)

    def _reports(self) -> tuple[str, ...] | None:
        key = "report"
        if (texts := self._table.text_or_texts(key, keys.EXAMPLES[key])) is None:
            return None
        return tuple(report for each in texts if (report := self._report(key, each)) is not None)

    def _report(self, key: str, asked: Text) -> str | None:
        form, equals, file = asked.text.partition("=")
        if not equals or not file.strip():
            remedy = f"for example: {key} = [{keys.EXAMPLES[key]}]"
            self._table.wrong(asked.path, f"{quoted(asked.text)} is not FORMAT=FILE", remedy)
            return None
        if self._table.word(asked.path, form, tuple(self._known.formats)) is None:
            return None
        path = self._writable(key, asked, file)
        return None if path is None else f"{form}={path}"

    def _writable(self, key: str, asked: Text, file: str) -> str | None:
        """A file that may be written. One elsewhere is refused: whoever has a repository checked should not have files
        written over that are none of its own.
        """
        if is_within(self._folder or os.curdir, file):
            return self._path(file)
        message = f"{quoted(file)} is not in the folder of this file"
        self._table.wrong(asked.path, message, f"a file may name files of its own folder only; or give --{key}")
        return None

    def _python(self) -> str | None:
        """The interpreter, by the name that it has on PATH. A file would be a program that the repository brings, and
        whoever has it checked would run it.
        """
        if (asked := self._table.text("python", keys.EXAMPLES["python"])) is None:
            return None
        if _INTERPRETER.fullmatch(asked.text) is None:
            message = f"{quoted(asked.text)} is not the name of an interpreter: a file may name no program to run"
            self._table.wrong(asked.path, message, "for example 'python3.12', as on PATH; or give --python")
            return None
        return asked.text

    def _refuse_two_hosts(self, settings: Configuration) -> None:
        asked = [settings.environment, settings.python, settings.every_deployment or None]
        named = [key for key, answer in zip(keys.HOSTS, asked, strict=True) if answer is not None]
        if len(named) > 1:
            message = f"'{named[0]}' and '{named[-1]}' exclude each other"
            self._table.wrong(
                self._table.at(named[-1]), message, "each names a host of its own: leave one", at_key=True
            )

    def _contracts(self) -> tuple[MappedContract, ...]:
        entries = self._table.tables("contracts", keys.EXAMPLES["contracts"])
        pairs = [pair for entry in entries for pair in self._entry(entry)]
        if len(pairs) > CONFIGURATION_MAPPED:
            message = f"maps {len(pairs)} paths to contracts, more than {CONFIGURATION_MAPPED}"
            self._table.wrong(self._table.at("contracts"), message, "say it with folders and globs")
            return ()
        return tuple(self._mapped(*pair) for pair in pairs)

    def _entry(self, entry: Table) -> Iterator[tuple[Text, Text]]:
        entry.refuse_unknown(tuple(keys.ENTRY))
        for key, example in keys.ENTRY.items():
            if key not in entry:
                entry.missing(key, example)
        patterns = entry.text_or_texts("path", keys.ENTRY["path"]) or ()
        contracts = entry.text_or_texts("contract", keys.ENTRY["contract"]) or ()
        sound = [each for each in patterns if self._is_pattern(entry, each)]
        there = [each for each in contracts if self._is_contract(entry, each)]
        return product(sound, there)

    def _mapped(self, pattern: Text, contract: Text) -> MappedContract:
        document = self._table.document
        return mapped(
            self._folder,
            pattern.text,
            self._path(contract.text),
            place=document.value_place(contract.path),
            pattern_place=document.value_place(pattern.path),
        )

    def _is_pattern(self, entry: Table, pattern: Text) -> bool:
        if (wrong := wrong_pattern(pattern.text)) is not None:
            entry.wrong(pattern.path, *wrong)
        return wrong is None

    def _is_contract(self, entry: Table, contract: Text) -> bool:
        """Whether there is such a file. What it says is for its own reader."""
        path = self._path(contract.text)
        try:
            mode = os.stat(path).st_mode
        except OSError as error:
            near = None if entry.problems.are_enough else _near_file(path)
            remedy = near or "paths are relative to the file that says them"
            entry.wrong(contract.path, f"{quoted(contract.text)}: {reason(error)}", remedy)
            return False
        if not stat.S_ISREG(mode):
            message = f"{quoted(contract.text)}: it is {kind(mode)}, not a file"
            entry.wrong(contract.path, message, "give the path of a contract")
        return stat.S_ISREG(mode)


def _near_file(path: str) -> str | None:
    """A question with the name of a file beside the one that is not there."""
    folder, name = os.path.split(path)
    try:
        names = sorted(os.listdir(folder or os.curdir))
    except OSError:
        return None
    near = nearest(name, names)
    return f"did you mean {quoted(near)}?" if near else None
