"""The JSON Schema of the configuration, also for `validate-pyproject`, which checks a `pyproject.toml` as a whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).with_name("configuration.schema.json")
"""JSON Schema (draft 2020-12) of the keys of `importspy-static.toml`."""
DRAFT_07 = "http://json-schema.org/draft-07/schema#"
"""The only version of JSON Schema that validate-pyproject takes."""


def tool_schema(tool_name: str) -> dict[str, Any]:
    """The schema of `[tool.$tool]`: the settings of importspy-static.

    The entry point `validate_pyproject.tool_schema` leads here. The schema is the shipped one as draft 7 has it: that
    does not look beside `$ref`, and validate-pyproject cannot resolve one within a URN. So what it refers to is put in.
    """
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    definitions: dict[str, Any] = schema.pop("$defs")
    plain: dict[str, Any] = _put_in(schema, definitions)
    return {**plain, "$schema": DRAFT_07}


def _put_in(schema: Any, definitions: dict[str, Any]) -> Any:
    """A schema with what it refers to in it. What stands beside a reference holds, too."""
    match schema:
        case {"$ref": str() as reference, **beside}:
            meant = definitions[reference.rpartition("/")[2]]
            return {**_put_in(meant, definitions), **_put_in(beside, definitions)}
        case dict():
            return {key: _put_in(each, definitions) for key, each in schema.items()}
        case list():
            return [_put_in(each, definitions) for each in schema]
        case _:
            return schema
