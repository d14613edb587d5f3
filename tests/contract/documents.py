"""Documents that nearly are contracts, from the JSON Schema of contracts."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import strategies as st

from importspy_static.contract.schema import schema_text

DOCUMENT: dict[str, Any] = json.loads(schema_text())
DEFINITIONS: dict[str, Any] = DOCUMENT["$defs"]

WORDS = [
    *("demo", "a", "A", "os.system", "acme.api:Plugin", ":", "a.", "*args", "**kwargs", "***x", "self", "True"),
    *("null", "~", "", " ", "\n", " a ", "a b", "a-b", "1", "1a", "é", "ª", "3.11", "v3.11", ">=3.10", ">=2,<1"),
    *(">=x", "=1", "==1", "str", "list[int]", "list[", "*Ts", "x86_64", "AMD64", "Linux", "linxu", "macOS", "CPYTHON"),
    *("SPY8", "SPY805", "spy805", "SPY", "import:os", "import:a.b", "zope.interface", "-a", "s1:aA0=", "s1:", "a/b.py"),
    *(f"s1:{64 * '0'}", f"s1:{64 * 'A'}"),
    *("a/", "a\\b", "base.yml", "a=b", "a\0b", "app.route", "functools.*", "a..b", "deny", "allow", "off", "note"),
    *("sha256:" + "0" * 64, "sha256:" + "0" * 63, "class", "instance", "keyword_only", "exact", "index", "stdlib"),
    *("https://h/a.git", "FILE:///a", "https:///a", "a+b://h", "h/a"),
]
ANYTHING: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, False, 0, 1, -1, 1.5, 3.11, *WORDS, [], {}, [None], ["a"], {"a": 1}, {"name": "a"}, [{"name": "a"}]]
)


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with what it refers to; what it says itself wins."""
    if "$ref" not in schema:
        return schema
    return {**resolved(DEFINITIONS[schema["$ref"].rpartition("/")[2]]), **schema}


@st.composite
def fitting(draw: st.DrawFn, schema: dict[str, Any], depth: int = 0) -> Any:
    """What nearly fits a schema: of the right shape, mostly."""
    schema = resolved(schema)
    if depth > 9 or draw(st.integers(0, 24)) == 0:
        return draw(ANYTHING)
    if "anyOf" in schema:
        return draw(fitting(draw(st.sampled_from(schema["anyOf"])), depth))
    if "enum" in schema:
        return draw(st.sampled_from(schema["enum"]))
    kinds = schema.get("type", ["string"])
    kind = kinds if isinstance(kinds, str) else draw(st.sampled_from([*kinds, kinds[0], kinds[0], kinds[0]]))
    match kind:
        case "object":
            return draw(_mapping(schema, depth))
        case "array":
            return draw(st.lists(fitting(schema["items"], depth + 1), max_size=3)) if "items" in schema else []
        case "boolean":
            return draw(st.booleans())
        case "number":
            return draw(st.sampled_from([0, 1, 3.11, 12]))
        case "null":
            return None
    return draw(_text(schema))


@st.composite
def _mapping(draw: st.DrawFn, schema: dict[str, Any], depth: int) -> dict[str, Any]:
    properties: dict[str, Any] = schema.get("properties", {})
    chosen = draw(st.lists(st.sampled_from(sorted(properties)), max_size=4, unique=True)) if properties else []
    if draw(st.integers(0, 9)):
        chosen = [*schema.get("required", []), *(each for each in chosen if each not in schema.get("required", []))]
    made = {key: draw(fitting(properties[key], depth + 1)) for key in chosen}
    if not properties or draw(st.integers(0, 19)) == 0:
        more = schema.get("additionalProperties")
        names = draw(st.lists(_text(schema.get("propertyNames", {})), max_size=2, unique=True))
        made.update({name: draw(fitting(more or {}, depth + 1)) for name in names})
    return made


def _text(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    right = [word for word in WORDS if re.search(schema.get("pattern", ""), word)]
    return st.sampled_from(right) | st.sampled_from(WORDS) if right else st.sampled_from(WORDS)
