"""The JSON Schema of the table says what the reader does: each key, and each type of each key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from importspy_static import limits
from importspy_static.configuration import ConfigurationError, keys, read_configuration, search
from importspy_static.configuration.document import loads
from importspy_static.report.formats import FORMATS
from tests.configuration.made import KNOWN, write
from tests.configuration.test_reading import WHOLE

FILE = Path(search.__file__).with_name("configuration.schema.json")
SCHEMA: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

ENTRY = "path = 'a', contract = 'a.yml'"
SAMPLES = [
    *("true", "false", "0", "1", "1.5", "1979-05-27", "07:32:00", "''", "' '", "'\\n'", '"\\u0000"', '"a\\u0000"'),
    *(
        "'a'",
        "'a.yml'",
        "'SPY3'",
        "'error'",
        "'off'",
        "'json'",
        "'full'",
        "'never'",
        "'debug'",
        "'host'",
        "'>=0'",
        f"'{'a' * 1000}'",
    ),
    *(f"'{'a' * 1001}'", "[]", "['a.yml']", "['SPY3']", "['SPY3', 'SPY4']", "['']", "[' ']", "[1]", "[true]", "[[]]"),
    *("{}", "[{}]", "{ SPY3 = 'off' }", "{ SPY3 = 'note', SPY4 = 'error' }", "{ SPY3 = 'x' }", "{ SPY3 = 1 }"),
    *("{ SPY3 = {} }", f"[{{ {ENTRY} }}]", f"{{ {ENTRY} }}", f"[{{ {ENTRY}, x = 1 }}]", "[{ path = 'a' }]"),
    *("[{ contract = 'a.yml' }]", f"[{{ {ENTRY} }}, 1]", "[{ path = [], contract = 'a.yml' }]"),
    *("[{ path = ['a', 'b'], contract = ['a.yml', 'b.yml'] }]", "[{ path = 'a', contract = [] }]"),
    *("[{ path = 1, contract = 'a.yml' }]", "[{ path = 'a', contract = {} }]", "[{ path = [''], contract = 'a.yml' }]"),
    *("[{ path = 'a', ignore = ['SPY3'] }]", "[{ path = ['a'], severity = { SPY3 = 'off' } }]", "[{ path = 'a' }]"),
    *("[{ path = 'a', ignore = [] }]", "[{ path = 'a', severity = { SPY3 = 1 } }]", "[{ ignore = ['SPY3'] }]"),
    *("[{ path = 'a', ignore = 'SPY3' }]", "[{ path = 'entry-points:a', ignore = ['SPY3'] }]"),
    *("[{ path = 'a', select = ['SPY3'], fail-on = 'note' }]", "{ path = 'a', ignore = ['SPY3'] }"),
    *("'python3.12'", "'PyPy3.10.exe'", "'python3 -c'", "'./python'"),
    *("'sarif=a'", "['json=a', 'junit=b=c']", "['json=a', 'a']", "'sarif= '", "'sarf=a'"),
    *("['SPY3', 0x1]", "[" + "'SPY3'," * 1001 + "]"),
]
"""Of every type, as TOML."""

TEXTS = {sample for sample in SAMPLES if sample[0] in "'\"" and VALIDATOR.is_valid(loads(f"extend = {sample}"))}
DEEPER = {
    "required-version": TEXTS - {"'>=0'"},
    "extend": TEXTS - {"'a.yml'"},  # an empty file, which extends well
    "output-file": {"'\\n'"},  # `/n`, which is elsewhere
    **{key: {"['a.yml']", "['json=a', 'junit=b=c']", "['json=a', 'a']"} for key in ("select", "ignore")},
}
"""What the reader refuses for reasons that a schema cannot know: versions, files, codes."""


def is_read(folder: Path, text: str) -> bool:
    try:
        read_configuration(str(write(folder, text)), KNOWN)
    except ConfigurationError:
        return False
    return True


def plain(tables: object) -> object:
    """TOML's dates are nothing that JSON has."""
    return json.loads(json.dumps(tables, default=lambda each: [[str(each)]]))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_keys_are_the_readers_own() -> None:
    assert tuple(SCHEMA["properties"]) == keys.KEYS
    entry = SCHEMA["properties"]["contracts"]["items"]
    assert tuple(entry["properties"]) == tuple(entry["required"]) == tuple(keys.ENTRY)
    override = SCHEMA["properties"]["overrides"]["items"]
    assert tuple(override["properties"]) == tuple(keys.OVERRIDE)
    assert override["required"] == ["path"]


def test_the_words_and_the_limits_are_the_readers_own() -> None:
    known = SCHEMA["properties"]
    assert known["fail-on"]["enum"] == list(keys.FAIL_ON)
    assert known["color"]["enum"] == list(keys.COLORS)
    assert known["log-level"]["enum"] == list(keys.LOG_LEVELS)
    assert SCHEMA["$defs"]["severity"]["additionalProperties"]["enum"] == list(keys.LEVELS)
    assert SCHEMA["$defs"]["severity"]["maxProperties"] == limits.CONFIGURATION_ITEMS
    assert known["output-format"]["enum"] == list(FORMATS)
    assert known["report"]["pattern"] == known["report"]["items"]["pattern"] == rf"^(?:{'|'.join(FORMATS)})=\s*\S"
    assert SCHEMA["$defs"]["text"]["maxLength"] == limits.CONFIGURATION_TEXT
    assert {SCHEMA["$defs"][name]["maxItems"] for name in ("texts", "maybe_texts")} == {limits.CONFIGURATION_ITEMS}


@pytest.mark.parametrize("key", keys.KEYS)
def test_each_type_of_each_key(tmp_path: Path, key: str) -> None:
    for sample in SAMPLES:
        if sample not in DEEPER.get(key, ()):
            text = f"{key} = {sample}"
            assert VALIDATOR.is_valid(plain(loads(text))) is is_read(tmp_path, text), text[:100]


def test_each_key_has_samples_of_both_kinds() -> None:
    for key in keys.KEYS:
        verdicts = {VALIDATOR.is_valid(plain(loads(f"{key} = {sample}"))) for sample in SAMPLES}
        assert verdicts == {True, False}


@pytest.mark.parametrize("key", ["x", "show-values", "write-baseline", "tool", "contract", "dry-run"])
def test_other_keys_are_refused_by_both(tmp_path: Path, key: str) -> None:
    assert not VALIDATOR.is_valid({key: True})
    assert not is_read(tmp_path, f"{key} = true")


def test_whole_configurations_are_valid(tmp_path: Path) -> None:
    assert is_read(tmp_path, WHOLE)
    VALIDATOR.validate(loads(WHOLE))
    VALIDATOR.validate({})


def test_the_examples_of_the_schema_are_valid() -> None:
    for key, schema in SCHEMA["properties"].items():
        for example in schema.get("examples", []):
            VALIDATOR.validate({key: example})
