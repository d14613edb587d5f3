"""`check --show-settings`: what each setting of a run is, and where it is from. Nothing is checked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from importspy_static._version import VERSION
from importspy_static.cli.settings import BY_NAME, TABLE, Origin, Settings
from importspy_static.configuration import keys
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.configuration.settings import Configuration, ExcludePatterns, Override

Shown: TypeAlias = "bool | int | str | list[str] | None"

NAME, VALUE, WIDTH = 18, 28, 80
"""Columns of the table: a name, a value that leaves room for where it is from, all of it."""
NONE = "-"


class Row(NamedTuple):
    """A setting as one place says it. What is added up of several places has a row for each."""

    name: str
    value: Shown
    origin: Origin


def rows(settings: Settings) -> Iterator[Row]:
    """All settings, in the order of their table, and what only a configuration says."""
    for setting in TABLE:
        match setting.name:
            case "spymodel":
                yield _plain(settings, setting.name)
                yield from _contracts(settings.found)
            case name if name in keys.HOSTS:
                yield _host(settings, name)
            case "severity":
                yield from _severities(settings)
                yield from _overrides(settings)
            case "config":
                yield _config(settings)
            case "isolated":
                yield Row("isolated", settings.isolated, settings.stated("isolated").origin)
            case "exclude":
                yield _exclude(settings)
            case "extend-exclude":
                yield from _extend_exclude(settings)
            case name:
                yield _plain(settings, name)


def as_json(settings: Settings) -> str:
    """The rows for programs; ASCII only, the same from run to run."""
    document = {
        "schema_version": 1,
        "tool": {"name": "importspy-static", "version": VERSION},
        "configuration": list(settings.found.files) if settings.found is not None else [],
        "settings": [
            {"name": row.name, "value": row.value, "origin": _origin_dict(row.origin)} for row in rows(settings)
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def as_text(settings: Settings) -> str:
    """The rows for people: a table of 80 columns that nothing is cut from, so what is long takes more lines."""
    return "".join(f"{line}\n" for row in rows(settings) for line in _lines(row))


def _plain(settings: Settings, name: str) -> Row:
    value, origin = settings.stated(name)
    return Row(name, _shown(value), origin)


def _shown(value: object) -> Shown:
    match value:
        case None | bool() | int() | str():
            return value
        case Mapping():
            return [f"{code}={level}" for code, level in value.items()]
        case _:
            return list(cast("Iterable[str]", value))


def _contracts(found: Configuration | None) -> Iterator[Row]:
    for each in () if found is None else found.contracts:
        yield Row("contracts", f"{each.pattern} -> {each.contract}", Origin("configuration", "contracts", each.place))


def _host(settings: Settings, name: str) -> Row:
    """Of the three that name a host one holds; the others are as if they were not said."""
    hosts = settings.hosts
    if name in hosts:
        return Row(name, _shown(hosts[name].value), hosts[name].origin)
    value = False if name == "every-deployment" else None if hosts else BY_NAME[name].default
    asked = settings.asked(name)
    is_revoked = asked is not None and asked.value is False
    return Row(name, _shown(value), asked.origin if asked is not None and is_revoked else Origin("default"))


def _severities(settings: Settings) -> Iterator[Row]:
    """Those that are asked first come first."""
    asked, found = settings.asked("severity"), settings.found
    if asked is not None:
        yield Row("severity", _shown(asked.value), asked.origin)
    for code, level in () if found is None else found.severity.items():
        place = found.places.get(f"severity.{code}") if found is not None else None
        yield Row("severity", [f"{code}={level}"], Origin("configuration", "severity", place))
    if asked is None and (found is None or not found.severity):
        yield Row("severity", [], Origin("default"))


def _overrides(settings: Settings) -> Iterator[Row]:
    """The entries as they hold in this run, the one that is asked first in front."""
    for each in () if settings.found is None else reversed(settings.found.overrides):
        said = "; ".join(_said(each, settings)) or "nothing, as a flag or a variable says it"
        paths = ", ".join(path.pattern for path in each.paths)
        yield Row("overrides", f"{paths}: {said}", Origin("configuration", "overrides", each.place))


def _said(override: Override, settings: Settings) -> Iterator[str]:
    for name, codes in (("select", override.select), ("ignore", override.ignore)):
        if codes and settings.asked(name) is None:
            yield f"{name} {', '.join(codes)}"
    if override.severity:
        yield f"severity {', '.join(f'{code}={level}' for code, level in override.severity.items())}"


def _config(settings: Settings) -> Row:
    if settings.found is None:
        return Row("config", None, Origin("default"))
    return Row("config", list(settings.found.files), settings.stated("config").origin)


def _exclude(settings: Settings) -> Row:
    asked, found = settings.asked("exclude"), settings.found
    if asked is not None:
        return Row("exclude", _shown(asked.value), asked.origin)
    if found is not None and found.exclude is not None:
        return _patterns("exclude", found.exclude)
    from importspy_static.project.ignored import DEFAULT_EXCLUDE

    return Row("exclude", list(DEFAULT_EXCLUDE), Origin("default"))


def _extend_exclude(settings: Settings) -> Iterator[Row]:
    asked, found = settings.asked("extend-exclude"), settings.found
    if asked is not None:
        yield Row("extend-exclude", _shown(asked.value), asked.origin)
    for each in () if found is None else found.extend_exclude:
        yield _patterns("extend-exclude", each)
    if asked is None and (found is None or not found.extend_exclude):
        yield Row("extend-exclude", [], Origin("default"))


def _patterns(name: str, patterns: ExcludePatterns) -> Row:
    return Row(name, list(patterns.patterns), Origin("configuration", name, patterns.place))


def _origin_dict(origin: Origin) -> dict[str, object]:
    match origin.kind:
        case "configuration" if origin.place is not None:
            place = origin.place
            return {
                "kind": origin.kind,
                "path": place.path,
                "line": place.line,
                "column": place.column,
                "key": place.key,
            }
        case "flag" | "variable":
            return {"kind": origin.kind, "name": origin.name}
        case _:
            return {"kind": origin.kind}


def _lines(row: Row) -> Iterator[str]:
    """The name, the value, and where it is from behind the last line of the value, if there is room."""
    *first, last = _wrapped(row.value)
    name = f"{row.name:<{NAME}}"
    for line in first:
        yield f"{name}{line}".rstrip()
        name = " " * NAME
    if len(last) >= VALUE:
        yield f"{name}{last}"
        name, last = " " * NAME, ""
    yield f"{name}{last:<{VALUE}}{_told(row.origin)}"


def _wrapped(value: Shown) -> Sequence[str]:
    match value:
        case None | []:
            return [NONE]
        case bool():
            return ["true" if value else "false"]
        case int():
            return [str(value)]
        case str():
            return [visible(value) or "''"]
    lines = [""]
    for number, item in enumerate(value):
        word = (visible(item) or "''") + ("," if number < len(value) - 1 else "")
        if lines[-1] and NAME + len(lines[-1]) + 1 + len(word) > WIDTH:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".lstrip()
    return lines


def _told(origin: Origin) -> str:
    match origin.kind:
        case "configuration" if origin.place is not None:
            return visible(f"{origin.place.path}:{origin.place.line}")
        case "default":
            return "default"
        case _:
            return origin.name
