"""Reading the file of a baseline. It decides what is let pass, so nothing in it is guessed at or passed over."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from importspy_static.configuration.files import decoded, line_and_column, read_bytes, unusable
from importspy_static.configuration.wording import quoted
from importspy_static.limits import BASELINE_BYTES
from importspy_static.model.baseline import Baseline
from importspy_static.model.identity import Identity

KEYS = (*Identity._fields, "count")
REMEDY = "write it anew with --write-baseline"


def read_baseline(path: str) -> Baseline:
    """The baseline in a file, as `report.baseline` writes it.

    Raises:
        ConfigurationError: it cannot be used, with the first reason.
    """
    text = decoded(read_bytes(path, BASELINE_BYTES, REMEDY), path)
    try:
        document = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        unusable(path, f"it is no JSON: {error.msg}", line_and_column(text, error.pos), remedy=_remedy(text))
    except RecursionError:
        unusable(path, "nested too deeply", remedy=REMEDY)
    except ValueError as error:
        unusable(path, str(error), remedy=REMEDY)
    return _Reader(path).baseline(document)


def _remedy(text: str) -> str:
    return "resolve the conflict" if "\n<<<<<<<" in f"\n{text}" else REMEDY


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of violations")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {quoted(key)} is there twice in one mapping")
        found[key] = value
    return found


class _Reader:
    def __init__(self, path: str) -> None:
        self._path = path

    def baseline(self, document: object) -> Baseline:
        if not isinstance(document, dict) or sorted(document) != ["schema_version", "violations"]:
            self._refuse("", "expected 'schema_version' and 'violations', and nothing else")
        version, entries = document["schema_version"], document["violations"]
        if version != 1 or isinstance(version, bool):
            self._refuse("schema_version", "expected 1", "another version of this program wrote it: use that one")
        if not isinstance(entries, list):
            self._refuse("violations", "expected a list")
        counts: dict[Identity, int] = {}
        for number, entry in enumerate(entries):
            key, count = self._entry(f"violations[{number}]", entry)
            if key in counts:
                self._refuse(f"violations[{number}]", f"{key.code} of {quoted(key.symbol or key.path)} is there twice")
            counts[key] = count
        return Baseline(counts)

    def _entry(self, at: str, entry: object) -> tuple[Identity, int]:
        if not isinstance(entry, dict) or sorted(entry) != sorted(KEYS):
            self._refuse(at, f"expected a mapping with the keys {', '.join(KEYS)}")
        texts = [entry[field] for field in Identity._fields]
        for field, text in zip(Identity._fields, texts, strict=True):
            if not isinstance(text, str):
                self._refuse(f"{at}.{field}", "expected a text")
        count = entry["count"]
        if isinstance(count, bool) or not isinstance(count, int) or count < 1:
            self._refuse(f"{at}.count", "expected a number from 1 on")
        return Identity(*texts), count

    def _refuse(self, key: str, message: str, remedy: str = REMEDY) -> NoReturn:
        unusable(self._path, f"{key}: {message}" if key else message, remedy=remedy)
