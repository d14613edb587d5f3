"""The file of a baseline: what is written is read again, and whatever else is there is refused with its reason."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importspy_static.configuration.baseline import read_baseline
from importspy_static.configuration.problems import ConfigurationError
from importspy_static.model.baseline import Baseline
from importspy_static.model.identity import Identity
from importspy_static.report.baseline import baseline_text

ENTRY = {"path": "a.py", "code": "SPY302", "symbol": "C.x", "key": "classes[0].methods[1].name", "count": 2}

identities = st.builds(Identity, st.text(), st.text(), st.text(), st.text())


@given(st.dictionaries(identities, st.integers(1, 10**6)))
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, counts: dict[Identity, int]) -> None:
    path = tmp_path_factory.mktemp("b") / "baseline.json"
    path.write_text(baseline_text(Baseline(counts)), encoding="utf-8")
    assert read_baseline(str(path)).counts == counts


def test_entries_are_sorted_and_have_a_line_each() -> None:
    first, second = Identity("a.py", "SPY301", "f", "k"), Identity("b.py", "SPY301", "é\ud800", "k")
    text = baseline_text(Baseline({second: 1, first: 3}))
    assert text.splitlines() == [
        "{",
        '  "schema_version": 1,',
        '  "violations": [',
        '    {"path": "a.py", "code": "SPY301", "symbol": "f", "key": "k", "count": 3},',
        '    {"path": "b.py", "code": "SPY301", "symbol": "\\u00e9\\ud800", "key": "k", "count": 1}',
        "  ]",
        "}",
    ]
    assert json.loads(baseline_text(Baseline({}))) == {"schema_version": 1, "violations": []}


def document(**changes: object) -> str:
    return json.dumps({"schema_version": 1, "violations": [ENTRY], **changes})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ":1:1: it is no JSON: Expecting value"),
        ("{\n  x", ":2:3: it is no JSON: "),
        ("[]", "expected 'schema_version' and 'violations', and nothing else"),
        ("null", "expected 'schema_version' and 'violations', and nothing else"),
        ('{"schema_version": 1}', "expected 'schema_version' and 'violations', and nothing else"),
        (document(tool="x"), "expected 'schema_version' and 'violations', and nothing else"),
        (document(schema_version=2), "schema_version: expected 1"),
        (document(schema_version=True), "schema_version: expected 1"),
        (document(violations={}), "violations: expected a list"),
        (document(violations=[1]), "violations[0]: expected a mapping with the keys path, code, symbol, key, count"),
        (document(violations=[{**ENTRY, "line": 3}]), "violations[0]: expected a mapping with the keys"),
        (document(violations=[{**ENTRY, "path": None}]), "violations[0].path: expected a text"),
        (document(violations=[{**ENTRY, "count": 0}]), "violations[0].count: expected a number from 1 on"),
        (document(violations=[{**ENTRY, "count": True}]), "violations[0].count: expected a number from 1 on"),
        (document(violations=[{**ENTRY, "count": 1.5}]), "violations[0].count: expected a number from 1 on"),
        (document(violations=[ENTRY, ENTRY]), "violations[1]: SPY302 of 'C.x' is there twice"),
        (document(violations=[{**ENTRY, "count": float("nan")}]), "NaN is no number of violations"),
        (
            '{"schema_version": 1, "violations": [], "violations": []}',
            "the key 'violations' is there twice in one mapping",
        ),
        ("[" * 100_000, "nested too deeply"),
        ('{"schema_version": 1' + "0" * 5_000 + "}", "integer string conversion"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_baseline(str(path))
    (problem,) = caught.value.problems
    assert told in str(problem)
    assert str(problem).startswith(f"{path}:")
    assert problem.remedy


def test_a_conflict_of_git_is_named(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text(f"<<<<<<< HEAD\n{document()}\n=======\n{{}}\n>>>>>>> x\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_baseline(str(path))
    assert caught.value.problems[0].remedy == "resolve the conflict"


def test_what_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    for content, told in ((b"\xff\xfe{\x00", "it is UTF-16 text"), (b'{"\xff', "byte 0xff is not UTF-8 here")):
        path.write_bytes(content)
        with pytest.raises(ConfigurationError, match=told):
            read_baseline(str(path))
    with pytest.raises(ConfigurationError, match="no such file"):
        read_baseline(str(tmp_path / "nix.json"))
    with pytest.raises(ConfigurationError, match="it is a folder, not a file"):
        read_baseline(str(tmp_path))
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(ConfigurationError, match="it is a named pipe, not a file"):
            read_baseline(str(tmp_path / "pipe"))
