"""What a table says of violations: which are selected, which are ignored, how severe they are."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from importspy_static.configuration import keys
from importspy_static.configuration.settings import Known
from importspy_static.configuration.table import Table
from importspy_static.configuration.wording import Path, nearest, quoted
from importspy_static.model.violation import SeverityLevel


def selectors(table: Table, key: str, known: Known, *, may_be_empty: bool = False) -> tuple[str, ...] | None:
    """The codes, families and names of a list; None if there is none. What is none of these is noted."""
    texts = table.texts(key, keys.EXAMPLES[key], may_be_empty=may_be_empty)
    if texts is None:
        return None
    return tuple(each.text for each in texts if _is_code(table, each.text, each.path, known))


def severities(table: Table, known: Known) -> Mapping[str, SeverityLevel]:
    """The levels of `severity`, by code as it is written. What is wrong with it is noted."""
    levels: dict[str, SeverityLevel] = {}
    folded: dict[str, str] = {}
    for path, code, level in table.pairs("severity", keys.EXAMPLES["severity"]):
        asked = table.word(path, level, keys.LEVELS)
        if not _is_code(table, code, path, known, at_key=True) or asked is None:
            continue
        if (first := folded.setdefault(code.strip().casefold(), code)) != code:
            table.wrong(path, f"is '{first}' once more", "give it one level", at_key=True)
        levels[code] = cast(SeverityLevel, asked)
    return MappingProxyType(levels)


def _is_code(table: Table, code: str, path: Path, known: Known, *, at_key: bool = False) -> bool:
    if known.is_code(code):
        return True
    near = None if table.problems.are_enough else nearest(code.strip(), known.codes())
    remedy = f"did you mean '{near}'?" if near else "`importspy-static explain` lists them"
    table.wrong(path, f"no violation has the code or name {quoted(code)}", remedy, at_key=at_key)
    return False
