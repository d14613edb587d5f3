"""The JSON Schema of contracts says what the reader does: what it refuses the reader refuses, and the other way round
but for what a schema cannot know.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from importspy_static.contract import dependencies, hosts, members, modules, reader
from importspy_static.contract.problems import ContractError
from importspy_static.contract.schema import LINE, SCHEMA, schema_line
from importspy_static.model.platforms import ARCHITECTURES, INTERPRETERS, SYSTEMS
from tests.contract.documents import DEFINITIONS, DOCUMENT, fitting, resolved
from tests.fixture_contracts import contracts

ROOT = Path(__file__).resolve().parent.parent.parent
VALIDATOR = jsonschema.Draft202012Validator(DOCUMENT)

DEEP = [
    *("expected a Python expression", "expected a PEP 440", "expected a Python version", "expected a Python name"),
    *("expected a name, found the keyword", "expected the name of a distribution", "expected a dotted name"),
    *("is required twice", "is the same distribution", "expected 'module:Class'", "requires nothing", "SPY013"),
    *("expected 1, found", "not supported yet", "no such file", "does not end", "expected a path"),
]
"""What a schema cannot know: syntax of Python and PEP 440, what is said twice, contradictions, other files."""


def problems_of(document: object) -> list[str]:
    """What the reader says of a document; JSON is YAML."""
    try:
        reader.parse_contract(json.dumps(document), "spymodel.yml")
    except ContractError as error:
        return str(error).splitlines()
    return []


def is_deep(problem: str) -> bool:
    return any(each in problem for each in DEEP)


@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(fitting(DOCUMENT))
def test_reader_and_schema_agree(document: Any) -> None:
    told = problems_of(document)
    if VALIDATOR.is_valid(document):
        assert [problem for problem in told if not is_deep(problem)] == []
    else:
        assert told, [error.message for error in VALIDATOR.iter_errors(document)]


SECTIONS = {
    "variables": "variable",
    "functions": "function",
    "classes": "class",
    "deployments": "deployment",
    "dependencies": "dependency",
}


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@pytest.mark.parametrize("section", SECTIONS)
@given(st.data())
def test_reader_and_schema_agree_on_one_thing(section: str, data: st.DataObject) -> None:
    thing = data.draw(fitting(DEFINITIONS[SECTIONS[section]]))
    test_reader_and_schema_agree.hypothesis.inner_test(  # type: ignore[attr-defined]
        {section: {"requests": thing} if section == "dependencies" else [thing], "filename": "a.py"}
    )


def test_the_generated_documents_are_of_both_kinds() -> None:
    """The tests above would say nothing if all documents were refused, or none."""
    valid: list[bool] = []

    @settings(max_examples=200, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(fitting(DOCUMENT))
    def look(document: Any) -> None:
        valid.append(VALIDATOR.is_valid(document))

    look()
    assert 20 < sum(valid) < len(valid) - 20


@pytest.mark.parametrize("path", contracts(), ids=lambda path: path.parent.name)
def test_the_contracts_of_the_fixtures(path: Path) -> None:
    try:
        document = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except Exception:  # noqa: BLE001 - whatever makes it no YAML
        pytest.skip("no YAML, on purpose")
    told: list[str] = []
    try:
        reader.read_contract(path)
    except ContractError as error:
        told = str(error).splitlines()
    if VALIDATOR.is_valid(document):
        assert [problem for problem in told if not is_deep(problem)] == []
    else:
        assert told


@pytest.mark.parametrize(
    "text",
    [
        "version: 3.10",
        "version: 1_0",
        "filename: a.py\nfunctions:",
        "functions: [{name: f, return_annotation: None, arguments: []}]",
        "variables: [{name: a, value: null}]",
        "variables: [{name: a, value: }]",
        "classes: [{name: A, superclasses: [B, {name: c.D}]}]",
        "deployments: [{systems: [{pythons: [{modules: {filename: a.py}}]}]}]",
        "deployments: [{arch: AMD64, systems: [{os: MacOS, pythons: [{version: 3.11}]}]}]",
        "runtime: {os: [], environment: {A: 1, B: , C: x}}",
        "filename: a.py\nevidence_requirements: []\nprovenance:",
        "dependencies: {requests: {provenance: false}}",
        "schema_version: 1\nfilename: a.py",
        "variables: [&a {name: a, annotation: int}, {<<: *a, name: b}]",
    ],
)
def test_what_is_read_is_valid(text: str) -> None:
    reader.parse_contract(text)
    VALIDATOR.validate(YAML(typ="safe", pure=True).load(text))


@pytest.mark.parametrize(
    "text",
    [
        "functions: {name: f}",
        "functions: [{nme: f}]",
        "functions: [{name: f, anotation: int}]",
        "functions: [{annotation: int}]",
        "functions: [null]",
        "classes: [{name: A, superclasses: [1]}]",
        "deployments: [{systems: []}]",
        "deployments: [{arch: x86_63}]",
        "variables: [{name: a, when: {os: []}}]",
        "filename: a.py\nevidence_requirements: [{kind: x}]",
        "dependencies: {requests: {provenance: true}}",
        "options: {annotations: strict}",
        "severity: {SPY805: fatal}",
        "schema_version: 2\nfilename: a.py",
        "integrity: {source: 'md5:0'}",
        "{}",
        "[]",
    ],
)
def test_what_is_refused_for_its_shape_is_not_valid(text: str) -> None:
    with pytest.raises(ContractError):
        reader.parse_contract(text)
    assert not VALIDATOR.is_valid(YAML(typ="safe", pure=True).load(text))


@pytest.mark.parametrize("written", ["base.yml", "[base.yml]", "[./base.yml, base.yml]", "[]", ""])
def test_bases_are_one_or_many(tmp_path: Path, written: str) -> None:
    (tmp_path / "base.yml").write_text("functions: [{name: f}]\n")
    contract = tmp_path / "spymodel.yml"
    contract.write_text(f"filename: a.py\nextends: {written}\n")
    reader.read_contract(contract)
    VALIDATOR.validate(YAML(typ="safe", pure=True).load(contract.read_text()))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(DOCUMENT)


def keys_of(name: str) -> set[str]:
    return set(DEFINITIONS[name]["properties"])


def test_the_keys_are_the_readers_own() -> None:
    assert set(DOCUMENT["properties"]) == {*reader.TOP_KEYS, *reader.ABSENT_SERVICES}
    assert keys_of("module") == set(modules.MODULE_KEYS)
    assert keys_of("variable") == set(members.VARIABLE_KEYS)
    assert keys_of("attribute") == set(members.ATTRIBUTE_KEYS)
    assert keys_of("argument") == set(members.ARGUMENT_KEYS)
    assert keys_of("function") == set(members.FUNCTION_KEYS)
    assert keys_of("method") == set(members.METHOD_KEYS)
    assert keys_of("class") == keys_of("superclass") == set(members.CLASS_KEYS)
    assert keys_of("condition") == set(hosts.CONDITION_KEYS)
    assert set(DOCUMENT["properties"]["runtime"]["properties"]) == set(hosts.RUNTIME_KEYS)
    assert keys_of("dependency") == set(dependencies.RULE_KEYS)


@pytest.mark.parametrize(("key", "names"), [("os", SYSTEMS), ("arch", ARCHITECTURES), ("interpreter", INTERPRETERS)])
def test_the_names_of_platforms_are_the_readers_own(key: str, names: dict[str, tuple[str, ...]]) -> None:
    item = DEFINITIONS["condition"]["properties"][key]
    item = item.get("items") or next(each["items"] for each in item["anyOf"] if "items" in each)
    known, any_case = item["anyOf"]
    assert known["enum"] == list(names)
    spelt = [word for first, others in names.items() for word in (first, *others)]
    assert all(re.search(any_case["pattern"], each.swapcase()) for each in spelt)
    assert not re.search(any_case["pattern"], "x" + spelt[0])


def described(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key of the language, by its path in the schema."""
    match schema:
        case dict():
            for key, each in schema.get("properties", {}).items():
                yield f"{path}.{key}", resolved(each)
            for key, each in schema.items():
                yield from described(each, f"{path}.{key}")
        case list():
            for each in schema:
                yield from described(each, path)


KEYS = dict(described(DOCUMENT))


@pytest.mark.parametrize("path", KEYS)
def test_every_key_is_described_with_an_example(path: str) -> None:
    schema = KEYS[path]
    assert schema["description"].endswith(".")
    assert schema.get("examples") or schema.get("enum")
    validator = jsonschema.Draft202012Validator({**schema, "$defs": DEFINITIONS})
    for example in [*schema.get("examples", []), *([schema["default"]] if "default" in schema else [])]:
        validator.validate(example)


def test_the_whole_language_is_valid() -> None:
    """The example of everything, which the reader takes too."""
    text = dedent("""
        schema_version: 1
        filename: extension.py
        version: ">=1.2,<2"
        extra: allow
        variables:
          - {name: plugin_name, annotation: str, value: demo}
        functions:
          - name: process
            async: false
            arguments:
              - {name: amount, annotation: int, kind: positional_or_keyword, value: 0, optional: true}
              - {name: mode, expression: DEFAULT}
            return_annotation: str
        classes:
          - name: Extension
            superclasses: [Plugin]
            implements: [acme.api:PluginProtocol]
            attributes:
              - {name: extension_name, type: class, annotation: str, value: extension_value}
            methods:
              - name: add_extension
                kind: instance
                arguments: [{name: self}, {name: msg, annotation: str}]
                when: {python: ">=3.12", os: [linux, darwin], arch: [x86_64], interpreter: [CPython]}
        imports: {require: [logging], allow: [acme, json, logging, stdlib], deny: [subprocess, os.system]}
        deployments:
          - arch: x86_64
            systems:
              - os: linux
                environment:
                  variables: [{name: LOG_LEVEL, value: INFO, annotation: str}]
                  secrets: [DATABASE_PASSWORD]
                pythons:
                  - {version: "3.11", interpreter: CPython, modules: [{filename: extension.py, version: "1.2.3"}]}
        runtime:
          python: ">=3.10"
          os: [linux]
          architecture: [x86_64]
          implementation: [CPython]
          environment: {PAYMENT_MODE: production}
        modules:
          - {filename: plugins/addons.py, functions: [{name: setup}]}
        importers: {classes: [{name: Extension, superclasses: [Plugin]}]}
        dependencies: {requests: {version: ">=2.32,<3", allowed: true, declared: true}}
        dependency_options: {unresolved: deny, undeclared: deny, unlisted: deny}
        options: {annotations: equivalent, trusted_decorators: [app.route, functools.*]}
        severity: {SPY805: warning}
        """)
    reader.parse_contract(text)
    VALIDATOR.validate(YAML(typ="safe", pure=True).load(text))


def test_the_line_names_the_shipped_schema(tmp_path: Path) -> None:
    assert schema_line(str(tmp_path)) in (LINE + str(SCHEMA), LINE + SCHEMA.as_uri())


def test_the_line_names_the_nearest_copy_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "spymodel.schema.json").write_text("{}")
    below = tmp_path / "with space" / "contracts"
    below.mkdir(parents=True)
    assert schema_line(str(tmp_path)) == LINE + "spymodel.schema.json"
    assert schema_line(str(below)) == LINE + "../../spymodel.schema.json"
    (below / "spymodel.schema.json").write_text("{}")
    assert schema_line(str(below)) == LINE + "spymodel.schema.json"


def test_the_line_is_a_comment_that_changes_nothing() -> None:
    line = schema_line()
    assert "\n" not in line
    assert reader.parse_contract(f"{line}\nfilename: a.py\n").module.filename is not None


def test_the_schema_is_had_without_what_reads_contracts() -> None:
    script = (
        "import sys\nfrom importspy_static.cli.main import main\nstatus = main(['contract', 'schema'])\n"
        "print(status, sorted({'libcst', 'ruamel', 'ruamel.yaml', 'rich'} & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stderr == "0 []\n"
    assert json.loads(done.stdout) == DOCUMENT
