"""From untrusted JSON to the facts of a host: every field through a typed getter that knows the path of its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import TypeVar, cast

from importspy_static.model.environment import ORIGINS, SCHEMA_VERSION, Distribution, Environment, Libc
from importspy_static.model.target import PythonVersion
from importspy_static.probe import script
from importspy_static.probe.problems import ProbeError

REMEDY = "write it again: `importspy-static probe --script > probe.py`, then `python -I - < probe.py > FILE` there"

MOST_PROBLEMS = 50
"""Problems that are told; of more only the number."""

LARGEST = 2**31 - 1
"""Of a part of a version."""

_LEVELS = ("alpha", "beta", "candidate", "final")
_FIELDS = (
    "schema_version architecture os interpreter version machine system platform os_name implementation pointer_width"
    " byte_order libc platform_tags search_path variables values distributions"
).split()

Choice = TypeVar("Choice")


def environment_of(record: object, source: str, problems: Iterable[str] = ()) -> Environment:
    """The facts that a JSON form tells, as `Environment.to_dict` writes it.

    Args:
        record: what was read; of any shape.
        source: where from, for messages.
        problems: what is wrong with it already.

    Raises:
        ProbeError: with everything that is wrong with it.
    """
    found = list(problems)
    if not isinstance(record, dict):
        raise ProbeError(source, *found, f"expected an object, found {_kind(record)}", remedy=REMEDY)
    if newer := _newer(record.get("schema_version")):
        raise ProbeError(source, newer, remedy="read it with that version, or write it again with this one")
    environment = _environment(_Fields(record, "", found, _FIELDS), source)
    if found:
        more = [f"… and {len(found) - MOST_PROBLEMS} more problems"] if len(found) > MOST_PROBLEMS else []
        raise ProbeError(source, *found[:MOST_PROBLEMS], *more, remedy=REMEDY)
    return environment


def _newer(version: object) -> str | None:
    if not isinstance(version, int) or isinstance(version, bool) or version <= SCHEMA_VERSION:
        return None
    return f"schema_version: was written by a newer version: {version}; this one reads {SCHEMA_VERSION}"


class _Fields:
    """One object, taken apart key by key. What is wrong is noted, and something of the right type given instead."""

    def __init__(self, record: dict[str, object], path: str, problems: list[str], known: Sequence[str]) -> None:
        self._record = record
        self._path = path
        self._problems = problems
        for key in record:
            if key not in known:
                self._unknown(key, known)

    def _unknown(self, key: str, known: Sequence[str]) -> None:
        near = get_close_matches(key, known, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"known here: {', '.join(known)}"
        self._problems.append(f"{self._at(_short(key))}: unknown key; {hint}")

    def _at(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def wrong(self, key: str, what: str) -> None:
        self._problems.append(f"{self._at(key)}: {what}")

    def _given(self, key: str) -> bool:
        if key not in self._record:
            self.wrong(key, "missing")
        return key in self._record

    def text(self, key: str, *, empty: bool = True) -> str:
        if not self._given(key):
            return ""
        wrong = _wrong_text(self._record[key], empty=empty)
        if wrong:
            self.wrong(key, wrong)
        return "" if wrong else cast(str, self._record[key])

    def text_or_none(self, key: str) -> str | None:
        return None if key in self._record and self._record[key] is None else self.text(key)

    def whole(self, key: str) -> int:
        """A whole number from 0 on."""
        if not self._given(key):
            return 0
        number = self._record[key]
        if not isinstance(number, int) or isinstance(number, bool):
            self.wrong(key, f"expected a whole number, found {_kind(number)}")
        elif not 0 <= number <= LARGEST:
            self.wrong(key, f"expected a number from 0 to {LARGEST}")
        else:
            return number
        return 0

    def boolean(self, key: str) -> bool:
        if self._given(key) and not isinstance(self._record[key], bool):
            self.wrong(key, f"expected true or false, found {_kind(self._record[key])}")
        return self._record.get(key) is True

    def choice(self, key: str, allowed: Sequence[Choice]) -> Choice:
        given = self._record.get(key)
        for each in allowed:
            if type(given) is type(each) and given == each:
                return each
        if self._given(key):
            found = _kind(given) if given is None or isinstance(given, bool | list | dict) else _quoted(given)
            self.wrong(key, f"expected {_one_of(allowed)}, found {found}")
        return allowed[0]

    def texts(self, key: str, check: Callable[[object], str | None]) -> tuple[str, ...]:
        """A list of texts; `check` says what is wrong with one."""
        items = self.items(key, "texts")
        for i, item in enumerate(items):
            if wrong := check(item):
                self.wrong(f"{key}[{i}]", wrong)
        return tuple(item for item in items if isinstance(item, str))

    def items(self, key: str, what: str) -> list[object]:
        if not self._given(key):
            return []
        items = self._record[key]
        if not isinstance(items, list):
            self.wrong(key, f"expected a list of {what}, found {_kind(items)}")
            return []
        return items

    def fields(self, key: str, known: Sequence[str] | None) -> _Fields | None:
        """An object within this one; None where there is none. Any keys are known where `known` is None."""
        return self._object(key, self._record[key], known) if self._given(key) else None

    def objects(self, key: str, what: str, known: Sequence[str]) -> list[_Fields]:
        objects = (self._object(f"{key}[{i}]", item, known) for i, item in enumerate(self.items(key, what)))
        return [each for each in objects if each is not None]

    def _object(self, key: str, record: object, known: Sequence[str] | None) -> _Fields | None:
        if not isinstance(record, dict):
            self.wrong(key, f"expected an object, found {_kind(record)}")
            return None
        return _Fields(record, self._at(key), self._problems, tuple(record) if known is None else known)

    def is_null(self, key: str) -> bool:
        return key in self._record and self._record[key] is None

    def __iter__(self) -> Iterator[str]:
        return iter(self._record)


def _environment(fields: _Fields, source: str) -> Environment:
    fields.choice("schema_version", (SCHEMA_VERSION,))
    environment = Environment(
        source=source,
        architecture=script.architecture_of(fields.text("architecture")),
        os=script.os_of(fields.text("os")),
        interpreter=script.interpreter_of(fields.text("interpreter")),
        version=_version(fields),
        machine=fields.text("machine"),
        system=fields.text("system"),
        platform=fields.text("platform"),
        os_name=fields.text("os_name"),
        implementation=fields.text("implementation"),
        pointer_width=fields.choice("pointer_width", (32, 64)),
        byte_order=fields.choice("byte_order", ("little", "big")),
        libc=_libc(fields),
        platform_tags=fields.texts("platform_tags", _wrong_text),
        search_path=fields.texts("search_path", _wrong_text),
        variables=frozenset(fields.texts("variables", _wrong_name)),
        values=_values(fields),
        distributions=_distributions(fields),
    )
    _note_contradictions(environment, fields)
    return environment


def _version(fields: _Fields) -> PythonVersion:
    version = fields.fields("version", ("major", "minor", "micro", "releaselevel", "serial"))
    if version is None:
        return (0, 0, 0, "final", 0)
    major, minor, micro = (version.whole(key) for key in ("major", "minor", "micro"))
    return (major, minor, micro, version.choice("releaselevel", _LEVELS), version.whole("serial"))


def _libc(fields: _Fields) -> Libc | None:
    if fields.is_null("libc"):
        return None
    libc = fields.fields("libc", ("name", "version"))
    return None if libc is None else Libc(libc.choice("name", ("glibc", "musl")), libc.text("version", empty=False))


def _values(fields: _Fields) -> dict[str, str]:
    values = fields.fields("values", None)
    return {} if values is None else {name: values.text(name) for name in values}


def _distributions(fields: _Fields) -> tuple[Distribution, ...] | None:
    if fields.is_null("distributions"):
        return None
    known = ("name", "version", "origin", "url", "editable")
    return tuple(
        Distribution(
            name=each.text("name", empty=False),
            version=each.text("version", empty=False),
            origin=each.choice("origin", ORIGINS),
            url=each.text_or_none("url"),
            editable=each.boolean("editable"),
        )
        for each in fields.objects("distributions", "objects", known)
    )


def _note_contradictions(environment: Environment, fields: _Fields) -> None:
    """What no host tells of itself. Only what is certain: an unknown Python may be odd."""
    if environment.architecture != script.architecture_of(environment.machine):
        fields.wrong("architecture", "does not fit 'machine'")
    if environment.os != script.os_of(environment.system):
        fields.wrong("os", "does not fit 'system'")
    for name in environment.values:
        if name not in environment.variables:
            fields.wrong(f"values.{_short(name)}", "is not among 'variables'")


def _wrong_text(text: object, *, empty: bool = True) -> str | None:
    if not isinstance(text, str):
        return f"expected text, found {_kind(text)}"
    if not text and not empty:
        return "is empty"
    return "holds half of a surrogate pair" if any("\ud800" <= each <= "\udfff" for each in text) else None


def _wrong_name(name: object) -> str | None:
    """What is wrong with the name of a variable. What stands behind `=` may be a secret and is not told."""
    if wrong := _wrong_text(name, empty=False):
        return wrong
    return "is no name of a variable: it holds '=' or NUL" if set("=\0") & set(cast(str, name)) else None


def _kind(found: object) -> str:
    match found:
        case None:
            return "null"
        case bool():
            return "true" if found else "false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
    return "an object"


def _one_of(allowed: Sequence[object]) -> str:
    *rest, last = map(_quoted, allowed)
    return f"{', '.join(rest)} or {last}" if rest else last


def _quoted(found: object) -> str:
    return f"'{_short(found)}'" if isinstance(found, str) else str(found)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
