"""`overrides`: what is selected, ignored and called severe in the modules of some paths."""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static.configuration import keys
from importspy_static.configuration.codes import selectors, severities
from importspy_static.configuration.mapping import ENTRY_POINTS, path_pattern, wrong_pattern
from importspy_static.configuration.settings import Known, Override, PathPattern
from importspy_static.configuration.table import Table, Text
from importspy_static.limits import CONFIGURATION_MAPPED

KEY = "overrides"
_OF_THE_RUN = "it is of a whole run: write it at the top of the configuration, and `severity` here"
_REFUSED = {"fail-on": _OF_THE_RUN}


def overrides(table: Table, folder: str, known: Known) -> tuple[Override, ...]:
    """The entries, in their order. What is wrong with them is noted."""
    entries = list(table.tables(KEY, keys.EXAMPLES[KEY]))
    found = [_override(entry, folder, known) for entry in entries]
    count = sum(len(each.paths) for each in found)
    if count > CONFIGURATION_MAPPED:
        table.wrong(
            table.at(KEY), f"names {count} paths, more than {CONFIGURATION_MAPPED}", "say it with folders and globs"
        )
        return ()
    return tuple(found)


def _override(entry: Table, folder: str, known: Known) -> Override:
    entry.refuse_unknown(tuple(keys.OVERRIDE), _REFUSED)
    if "path" not in entry:
        entry.missing("path", keys.OVERRIDE["path"])
    if not any(key in entry for key in keys.OVERRIDE if key != "path"):
        entry.wrong(entry.path, "says nothing of its path", "give it `select`, `ignore` or `severity`")
    patterns = entry.text_or_texts("path", keys.OVERRIDE["path"]) or ()
    return Override(
        paths=tuple(_paths(entry, patterns, folder)),
        select=selectors(entry, "select", known) or (),
        ignore=selectors(entry, "ignore", known) or (),
        severity=severities(entry, known),
        place=entry.document.value_place(entry.path),
    )


def _paths(entry: Table, patterns: list[Text] | tuple[()], folder: str) -> Iterator[PathPattern]:
    for each in patterns:
        if each.text.startswith(ENTRY_POINTS):
            entry.wrong(each.path, "names entry points, which are no paths", "give the paths of their modules")
        elif (wrong := wrong_pattern(each.text)) is not None:
            entry.wrong(each.path, *wrong)
        else:
            yield path_pattern(folder, each.text, entry.document.value_place(each.path))
