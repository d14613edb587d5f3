"""The plug-in of validate-pyproject: it knows the table of a `pyproject.toml`, and what is wrong with it."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from importspy_static.configuration.document import loads
from importspy_static.configuration.schema import DRAFT_07, tool_schema
from tests.configuration.test_reading import WHOLE
from tests.configuration.test_schema import ENTRY, SAMPLES, VALIDATOR, plain

TOOL = "importspy-static"
GROUP = "validate_pyproject.tool_schema"
PLUG_IN = EntryPoint(TOOL, "importspy_static.configuration.schema:tool_schema", GROUP)


def complaint(table: str) -> str | None:
    """What validate-pyproject says of a table."""
    api = pytest.importorskip("validate_pyproject.api", reason="validate-pyproject is not installed")
    errors = pytest.importorskip("validate_pyproject.errors")
    plugins = pytest.importorskip("validate_pyproject.plugins")
    validator = api.Validator(plugins=[plugins.PluginWrapper(TOOL, PLUG_IN.load())])
    try:
        validator({"project": {"name": "a", "version": "1"}, "tool": {TOOL: loads(table)}})
    except errors.ValidationError as error:
        return str(error.message).replace("`", "")
    return None


def test_it_is_registered() -> None:
    project = Path(__file__).resolve().parent.parent.parent / "pyproject.toml"
    declared: Any = loads(project.read_text(encoding="utf-8"))
    assert declared["project"]["entry-points"][GROUP] == {TOOL: PLUG_IN.value}


def test_validate_pyproject_finds_it_by_itself() -> None:
    plugins = pytest.importorskip("validate_pyproject.plugins", reason="validate-pyproject is not installed")
    if not entry_points(group=GROUP, name=TOOL):
        pytest.skip("the package is not installed, or was before it had the entry point")
    assert TOOL in {each.tool for each in plugins.list_from_entry_points()}


def test_a_whole_configuration_is_valid() -> None:
    assert complaint(WHOLE) is None
    assert complaint("") is None


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ("contract = 'a.yml'", "must not contain {'contract'} properties"),
        ("force-exclude = 'yes'", "force-exclude must be boolean"),
        ("contracts = [{ path = 'a' }]", "must contain ['contract'] properties"),
        ("select = []", "select must contain at least 1 items"),
        ("severity = { SPY3 = 'fatal' }", "must be one of"),
        ("extend = ' '", "extend must match pattern"),
    ],
)
def test_what_is_wrong_is_told(table: str, named: str) -> None:
    told = complaint(table)
    assert told is not None
    assert named in told


def test_it_says_what_the_shipped_schema_says() -> None:
    schema = tool_schema(TOOL)
    assert schema["$schema"] == DRAFT_07
    assert schema["$id"]
    assert "$ref" not in str(schema)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    documents: list[Any] = [plain(loads(f"{key} = {each}")) for key in schema["properties"] for each in SAMPLES]
    assert [each for each in documents if validator.is_valid(each) is not VALIDATOR.is_valid(each)] == []
    assert validator.is_valid(plain(loads(f"contracts = [{{ {ENTRY} }}]")))
