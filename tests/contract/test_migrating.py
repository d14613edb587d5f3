"""Contracts of ImportSpy 0.4 and 0.5 become ones of version 1: same meaning, all else byte for byte."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from importspy_static.contract.migrating import STAMP, meaning_of, migrated
from importspy_static.contract.problems import ContractError
from importspy_static.contract.reader import parse_contract
from tests.contract.documents import DOCUMENT, fitting
from tests.fixture_contracts import contracts


def usable() -> list[Path]:
    return [path for path in contracts() if is_usable(path)]


def is_usable(path: Path) -> bool:
    try:
        parse_contract(path.read_bytes(), str(path))
    except ContractError:
        return False
    return True


def lines(text: str) -> list[int]:
    return [each.line for each in migrated(dedent(text).lstrip("\n").encode(), "spymodel.yml").changes]


def holds(content: bytes, path: str = "spymodel.yml") -> None:
    """What must be so of any contract."""
    before = parse_contract(content, path)
    done = migrated(content, path)
    assert meaning_of(parse_contract(done.content, path)) == meaning_of(before)
    again = migrated(done.content, path)
    assert (again.content, again.changes) == (done.content, ())
    if not done.changes:
        assert done.content == content
    comments = [part for part in content.split(b"#")[1:] if b'"' not in part and b"'" not in part]
    assert all(part.splitlines()[0] in done.content for part in comments)


@pytest.mark.parametrize("path", usable(), ids=lambda path: path.parent.name)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "mac"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "mark"])
def test_fixtures_keep_their_meaning_and_change_by_one_line(path: Path, line_end: str, mark: bytes) -> None:
    content = mark + path.read_text(encoding="utf-8").replace("\n", line_end).encode()
    holds(content, str(path))
    if b"schema_version" not in content:
        done = migrated(content, str(path)).content
        assert done.replace(f"{STAMP}{line_end}".encode(), b"", 1) == content


STYLES = (
    json.dumps,
    lambda document: json.dumps(document, indent=2),
    lambda document: dumped(document, default_flow_style=False),
    lambda document: dumped(document, default_flow_style=None),
)


def dumped(document: Any, **style: Any) -> str:
    from io import StringIO

    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = style["default_flow_style"]
    stream = StringIO()
    yaml.dump(document, stream)
    return stream.getvalue()


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(fitting(DOCUMENT), st.sampled_from(STYLES))
@example({"filename": "a.py", "provenance": None, "evidence_requirements": []}, STYLES[2])
@example({"dependencies": {"a": {"provenance": False}, "b": {"provenance": False, "required": True}}}, STYLES[2])
@example({"dependencies": {"a": {"provenance": False}, "b": {"required": True, "provenance": False}}}, STYLES[0])
@example({"dependencies": {"a": {"provenance": False}}, "schema_version": None}, STYLES[3])
@example({"filename": True, "evidence_requirements": None, "provenance": None}, STYLES[0])
@example({"evidence_requirements": None, "provenance": None, "filename": True}, STYLES[0])
def test_any_contract_keeps_its_meaning(document: Any, style: Any) -> None:
    content = style(document).encode()
    try:
        parse_contract(content)
    except ContractError:
        assume(False)
    holds(content)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("filename: a.py\n", "schema_version: 1\nfilename: a.py\n"),
        ("filename: a.py", "schema_version: 1\nfilename: a.py"),
        ("# top\n\n---\n# more\nfilename: a.py\n", "# top\n\n---\n# more\nschema_version: 1\nfilename: a.py\n"),
        ("  filename: a.py\n  extra: allow\n", "  schema_version: 1\n  filename: a.py\n  extra: allow\n"),
        ("{filename: a.py}\n", "{schema_version: 1, filename: a.py}\n"),
        ("{ # why\n  filename: a.py }\n", "{ # why\n  schema_version: 1, filename: a.py }\n"),
        ('{"filename": "a.py", "provenance": []}\n', '{"schema_version": 1, "filename": "a.py"}\n'),
        ("--- {filename: a.py}\n", "--- {schema_version: 1, filename: a.py}\n"),
        ("%YAML 1.2\n---\nfilename: a.py\n", "%YAML 1.2\n---\nschema_version: 1\nfilename: a.py\n"),
        ("schema_version:\nfilename: a.py\n", "schema_version: 1\nfilename: a.py\n"),
        ("schema_version:   # old\nfilename: a.py\n", "schema_version: 1   # old\nfilename: a.py\n"),
        ("filename: a.py\nschema_version: ~\n", "filename: a.py\nschema_version: 1\n"),
        ("filename: a.py\nschema_version:", "filename: a.py\nschema_version: 1"),
        ("&a filename: a.py\n", "schema_version: 1\n&a filename: a.py\n"),
        (
            "schema_version: 1\n# asks for nothing\nprovenance: []  # none\nfilename: a.py\n",
            "schema_version: 1\n# asks for nothing\n# none\nfilename: a.py\n",
        ),
        ("schema_version: 1\nfilename: a.py\nprovenance:", "schema_version: 1\nfilename: a.py\n"),
        (
            "schema_version: 1\ndependencies:\n  a:\n    provenance: false\n  b: {provenance: false}\n",
            "schema_version: 1\ndependencies:\n  a:\n    {}\n  b: {}\n",
        ),
        (
            "schema_version: 1\ndependencies: {a: &r {provenance: false, required: true}, b: *r}\n",
            "schema_version: 1\ndependencies: {a: &r {required: true}, b: *r}\n",
        ),
    ],
)
def test_what_is_changed(before: str, after: str) -> None:
    assert migrated(before.encode(), "spymodel.yml").content.decode() == after
    holds(before.encode())


@pytest.mark.parametrize("version", ["1", '"1"', "'1'"])
def test_a_contract_of_version_1_is_left_alone(version: str) -> None:
    content = f"schema_version: {version}\r\n\tfilename: a.py".replace("\t", "").encode()
    assert migrated(content, "spymodel.yml").content is content


def test_every_change_is_told_with_its_line() -> None:
    text = """
        # a comment
        filename: a.py
        provenance:
        dependencies:
          requests: {provenance: false, required: true}
        """
    assert lines(text) == [2, 3, 5]
    told = migrated(dedent(text).lstrip("\n").encode(), "spymodel.yml").changes
    assert [each.what for each in told] == [
        "'schema_version: 1' is added",
        "'provenance' is taken out",
        "'dependencies.requests.provenance' is taken out",
    ]
    assert all(each.why for each in told)


@pytest.mark.parametrize("content", [b"", b"\0", b"\xff\xfea\0", b"a: [", b"[]", b"{}", b"functions: [{nme: f}]"])
def test_what_cannot_be_used_is_not_changed(content: bytes) -> None:
    with pytest.raises(ContractError):
        migrated(content, "spymodel.yml")


def test_what_cannot_be_changed_without_a_risk_is_refused() -> None:
    with pytest.raises(ContractError, match=r"spymodel.yml:1:1: SPY011 schema_version: .* by hand"):
        migrated(b"? filename\n: a.py\n", "spymodel.yml")


def test_the_meaning_tells_values_apart() -> None:
    texts = ["value: 1", "value: 1.0", "value: true", "value: '1'", "value: null", "annotation: int", "value: .nan"]
    meanings = [meaning_of(parse_contract(f"variables: [{{name: a, {text}}}]")) for text in texts]
    assert len(set(meanings)) == len(texts)
    assert meaning_of(parse_contract("\n\nvariables:\n- {name: a, value: 1}")) == meanings[0]
