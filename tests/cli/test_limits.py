"""Each limit, reached: what somebody sees who gets there is what `limits.py` says, with the file and no traceback."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from importspy_static import limits
from importspy_static.report.environment import as_json
from tests.cli.small_projects import Check, checker, write
from tests.project.packing import Entry, tarred, zipped
from tests.report.hosts import server
from tests.test_limits import CODE, NAMES, documented

Files = Mapping[str, "str | bytes"]
ONE = "variables: [{name: x, value: 1}]\n"
HOST = json.loads(as_json(server(values={})))


@dataclass(frozen=True)
class Case:
    """What goes over a limit."""

    files: Callable[[], Files]
    told: str
    """A code, or the beginning of an error."""
    names: str
    """The file that is named."""
    arguments: tuple[str, ...] = ("m.py", "-s", "c.yml")
    lowered: Mapping[str, int] = field(default_factory=dict)
    """Limits that are set lower, where the true one takes long to reach."""


def module(source: str | Callable[[], str], told: str = "SPY003", contract: str = ONE) -> Case:
    return Case(lambda: {"m.py": source if isinstance(source, str) else source(), "c.yml": contract}, told, "m.py")


def contract(text: Callable[[], str], told: str = "SPY010", **more: Callable[[], str]) -> Case:
    others = {f"{name}.yml": text for name, text in more.items()}
    return Case(lambda: {"m.py": "", "c.yml": text(), **{name: each() for name, each in others.items()}}, told, ".yml")


def configuration(text: Callable[[], str], told: str) -> Case:
    return Case(lambda: {"m.py": "", "c.yml": ONE, "importspy-static.toml": text()}, told, "importspy-static.toml")


def archive(content: Callable[[], bytes], name: str = "a.zip", **lowered: int) -> Case:
    return Case(lambda: {"c.yml": ONE, name: content()}, "SPY001", name, (name, "-s", "c.yml"), lowered)


def zip_of(*names: str, size: int = 0) -> bytes:
    return zipped([Entry(name.encode(), os.urandom(size)) for name in names])


def tar_of(*names: str, size: int = 0) -> bytes:
    return gzip.compress(tarred(*((name.encode(), os.urandom(size)) for name in names)))


def snapshot(change: Callable[[dict[str, Any]], object], told: str) -> Case:
    def files() -> Files:
        facts = json.loads(json.dumps(HOST))
        change(facts)
        return {"m.py": "x = 1\n", "c.yml": ONE, "host.json": json.dumps(facts)}

    return Case(files, told, "host.json", ("m.py", "-s", "c.yml", "--environment", "host.json"))


def nested(levels: int) -> object:
    return [nested(levels - 1)] if levels else []


def extending(count: int) -> Files:
    chain = {f"{number}.toml": f"extend = '{number + 1}.toml'\n" for number in range(count)}
    return {"m.py": "", "c.yml": ONE, **chain, "importspy-static.toml": "extend = '0.toml'\n", f"{count}.toml": ""}


def based(count: int) -> Files:
    chain = {f"{number}.yml": f"extends: {number + 1}.yml\n" for number in range(count)}
    return {"m.py": "", "c.yml": "extends: 0.yml\n", **chain, f"{count}.yml": ""}


def deep() -> str:
    """Statements inside each other: an `elif` chain adds its length, and the next may be in its last branch."""
    chain = "{0}if a: x = 1\n" + "{0}elif a: x = 2\n" * (limits.ELIF_CHAIN - 2) + "{0}elif a:\n"
    return many(lambda level: chain.format(" " * level), 9) + " " * 9 + "x = 1\n"


def pairs() -> str:
    """Paths and contracts, each with each."""
    paths, contracts = many(lambda n: f"'{n}.py',", 1_000), "'c.yml'," * (limits.CONFIGURATION_MAPPED // 1_000 + 1)
    return f"contracts = [{{ path = [{paths}], contract = [{contracts}] }}]\n"


def many(text: Callable[[int], str], count: int) -> str:
    return "".join(map(text, range(count)))


LISTED = ONE.replace("1", "[1]")
SUM = " + a" * (limits.EXPRESSION_DEPTH + 5)
CASES: dict[str, Case] = {
    "SOURCE_BYTES": module(lambda: "#" * (limits.SOURCE_BYTES + 1)),
    "IMPORT_PARTS": module(lambda: "import a" + ".a" * (limits.IMPORT_PARTS + 1)),
    "COMPREHENSION_CLAUSES": module(lambda: "x = [1 " + "for a in b " * (limits.COMPREHENSION_CLAUSES + 1) + "]"),
    "STATEMENT_DEPTH": module(deep),
    "DECORATORS": module(lambda: "@a\n" * (limits.DECORATORS + 1) + "def x(): pass\n"),
    "TARGET_NODES": module(lambda: "a, " * (limits.TARGET_NODES + 1) + "= b\n"),
    "EFFECTS": module(lambda: "x = [" + many(lambda n: f"(a{n} := {n}), ", limits.EFFECTS + 1) + "]\n"),
    "EXPRESSION_DEPTH": module("a = 1\nx = a" + SUM, "SPY804"),
    "EXPRESSION_NODES": module(lambda: "x = f(" + "a + b, " * limits.EXPRESSION_NODES + ")\n", "SPY804"),
    "FORMATTED_NODES": module(lambda: "x = f'" + "{a}" * (limits.FORMATTED_NODES + 1) + "'\na = 1\n", "SPY"),
    "BODY_NODES": module(
        lambda: "class A:\n def __init__(self):\n  self.x = f(" + "a + b, " * limits.BODY_NODES + ")\n",
        "SPY804",
        "classes: [{name: A, attributes: [{name: x, type: instance, value: 1}]}]\n",
    ),
    "LITERAL_NODES": module(lambda: "x = [" + "1, " * (limits.LITERAL_NODES + 1) + "]", "SPY804", LISTED),
    "MOST_STEPS": module(
        "def f():\n for a in range(60):\n  for b in range(60):\n   for c in range(60): g(a)\ndef g(a): pass\n"
        "for i in range(60):\n f()\nx = 1\n",
        "SPY",
    ),
    "DEEPEST_CALL": module(
        lambda: (
            "".join(f"def f{n}(): return f{n + 1}()\n" for n in range(limits.DEEPEST_CALL + 3))
            + f"def f{limits.DEEPEST_CALL + 3}(): return 1\nx = f0()\n"
        ),
        "SPY804",
    ),
    "MOST_OUTCOMES": module(
        lambda: "import sys\nx = 0\n" + many(lambda n: f"if sys.argv[{n}:]: x = {n}\n", limits.MOST_OUTCOMES + 3),
        "SPY80",
    ),
    "MOST_HELD": module(lambda: "x = [" + "len, " * (limits.MOST_HELD + 1) + "]", "SPY804", LISTED),
    "MOST_YIELDED": module(f"x = sum(range({limits.MOST_YIELDED + 1}))", "SPY804"),
    "MOST_TEXTS": module(
        "import sys\na = 1\nif sys.argv: a = 2\nx = f'{a}{a}{a}{a}'\n", "SPY80", ONE.replace("1", "'1111'")
    ),
    "LONGEST_TEXT": module(f"x = 'a' * {limits.LONGEST_TEXT + 1}", "SPY804"),
    "MOST_BITS": module(f"x = 1 << {limits.MOST_BITS + 1}", "SPY804"),
    "LARGEST_CODE": module(lambda: f"exec('{'y = 1;' * limits.LARGEST_CODE}')", "SPY801"),
    "CONTRACT_BYTES": contract(lambda: "#" * (limits.CONTRACT_BYTES + 1)),
    "LOCK_BYTES": Case(
        lambda: {"m.py": "", "c.lock": "#" * (limits.LOCK_BYTES + 1)}, "over 32 MiB", "c.lock", ("m.py", "-s", "c.lock")
    ),
    "CONTRACT_DEPTH": contract(lambda: "x: " + "[" * limits.CONTRACT_DEPTH + "]" * limits.CONTRACT_DEPTH),
    "CONTRACT_NODES": contract(lambda: f"a: &a [{'x,' * 999}]\nb:\n" + "- *a\n" * (limits.CONTRACT_NODES // 1000 + 1)),
    "CONTRACT_TAG": contract(lambda: "a: !" + "x" * (limits.CONTRACT_TAG + 1) + " b"),
    "CONTRACT_CHAIN": Case(lambda: based(limits.CONTRACT_CHAIN), "SPY011", f"{limits.CONTRACT_CHAIN - 2}.yml"),
    "CONTRACT_FILES": Case(
        lambda: {
            "m.py": "",
            "c.yml": f"extends: [{', '.join(f'{number}.yml' for number in range(limits.CONTRACT_FILES))}]\n",
            **{f"{number}.yml": "" for number in range(limits.CONTRACT_FILES)},
        },
        "SPY011",
        "c.yml",
    ),
    "CONTRACT_ALTERNATIVES": contract(
        lambda: (
            "variables:\n"
            + "".join(
                f"- {{name: x, when: {{python: '3.{number}'}}}}\n" for number in range(limits.CONTRACT_ALTERNATIVES + 1)
            )
        ),
        "SPY011",
    ),
    "CONTRACT_TEXT": contract(lambda: f"version: {'1' * (limits.CONTRACT_TEXT + 1)}\n", "SPY011"),
    "CONTRACT_DIGITS": contract(lambda: ONE.replace("1", "1" * (limits.CONTRACT_DIGITS + 1)), "SPY011"),
    "CONTRACT_BITS": contract(lambda: ONE.replace("1", "0x" + "f" * (limits.CONTRACT_BITS // 4 + 1)), "SPY011"),
    "CONFIGURATION_BYTES": configuration(lambda: "#" * (limits.CONFIGURATION_BYTES + 1), "over 512 KiB"),
    "CONFIGURATION_DEPTH": configuration(
        lambda: "x = " + "[" * (limits.CONFIGURATION_DEPTH + 1), "over 50 lists and tables"
    ),
    "CONFIGURATION_KEY_PARTS": configuration(
        lambda: ".".join("a" * (limits.CONFIGURATION_KEY_PARTS + 1)) + " = 1", "a key of over 20 parts"
    ),
    "CONFIGURATION_TEXT": configuration(
        lambda: f"select = ['{'a' * (limits.CONFIGURATION_TEXT + 1)}']", "over 1000 characters"
    ),
    "CONFIGURATION_ITEMS": configuration(
        lambda: f"ignore = [{'1,' * (limits.CONFIGURATION_ITEMS + 1)}]", "more than 1000"
    ),
    "CONFIGURATION_MAPPED": configuration(pairs, "paths to contracts, more than 10000"),
    "CONFIGURATION_FILES": Case(
        lambda: extending(limits.CONFIGURATION_FILES + 1), "more than 20 files extend each other", ".toml"
    ),
    "BASELINE_BYTES": Case(
        lambda: {"m.py": "", "c.yml": ONE, "b.json": " " * (limits.BASELINE_BYTES + 1)},
        "over 32768 KiB",
        "b.json",
        ("m.py", "-s", "c.yml", "--baseline", "b.json"),
    ),
    "JOBS": Case(
        lambda: {"m.py": "", "c.yml": ONE}, "256", "--jobs", ("m.py", "-s", "c.yml", "-j", str(limits.JOBS + 1))
    ),
    "FOLDERS": Case(
        lambda: {"c.yml": ONE, "p/a/m.py": "x = 1", "p/b/m.py": "x = 1"},
        "SPY001",
        "p",
        ("p", "-s", "c.yml"),
        {"FOLDERS": 1},
    ),
    "FOLDER_ENTRIES": Case(
        lambda: {"c.yml": ONE, **{f"p/{name}.py": "x = 1" for name in "abc"}},
        "SPY001",
        "p",
        ("p", "-s", "c.yml"),
        {"FOLDER_ENTRIES": 2},
    ),
    "ARCHIVE_BYTES": archive(lambda: zip_of("x.py"), ARCHIVE_BYTES=50),
    "ARCHIVE_ENTRIES": archive(lambda: zip_of("x.py", "y.py", "z.py"), ARCHIVE_ENTRIES=2),
    "ARCHIVE_ENTRY_BYTES": archive(lambda: zip_of("x.py", size=2_000), ARCHIVE_ENTRY_BYTES=1_000),
    "ARCHIVE_KEPT_BYTES": archive(lambda: zip_of("x.py", "y.py", size=600), ARCHIVE_KEPT_BYTES=1_000),
    "ARCHIVE_RATIO": archive(lambda: zipped([Entry(b"x.bin", bytes(2 * limits.ARCHIVE_RATIO_FLOOR))])),
    "ARCHIVE_NAME_CHARACTERS": archive(lambda: zip_of("x" * (limits.ARCHIVE_NAME_CHARACTERS + 1))),
    "ARCHIVE_NAME_DEPTH": archive(lambda: zip_of("/".join("d" * (limits.ARCHIVE_NAME_DEPTH + 1)))),
    "ARCHIVE_STREAMS": archive(lambda: gzip.compress(b"") * (limits.ARCHIVE_STREAMS + 1), "a.tar.gz"),
    "ZIP_DIRECTORY_BYTES": archive(lambda: zip_of("x.py", "y.py"), ZIP_DIRECTORY_BYTES=50),
    "ZIP_EXPANDED_BYTES": archive(lambda: zip_of("x.py", size=2_000), ZIP_EXPANDED_BYTES=1_000),
    "TAR_EXPANDED_BYTES": archive(lambda: tar_of("x.py", size=2_000), "a.tar.gz", TAR_EXPANDED_BYTES=1_000),
    "ENVIRONMENT_BYTES": snapshot(
        lambda facts: facts.update(os="x" * (limits.ENVIRONMENT_BYTES + 1)), "over 16 MiB, the limit"
    ),
    "ENVIRONMENT_DEPTH": snapshot(
        lambda facts: facts.update(os=nested(limits.ENVIRONMENT_DEPTH + 1)), "nested deeper than 20 levels"
    ),
    "ENVIRONMENT_PARTS": snapshot(
        lambda facts: facts.update(os=[1] * (limits.ENVIRONMENT_PARTS + 2)), "more than 200,000 parts"
    ),
    "ENVIRONMENT_NUMBER": snapshot(
        lambda facts: facts["version"].update(micro=limits.ENVIRONMENT_NUMBER + 1), "2147483647"
    ),
}

ELSEWHERE = {
    "SOURCE_SECONDS": "extract/test_isolation.py",
    "WORKER_ADDRESS_SPACE": "extract/test_isolation.py",
    "FACTS_DEPTH": "extract/test_codec.py",
    "NEWER_CHARACTERS": "extract/test_newer.py",
    "NEWER_LINE": "extract/test_newer.py",
    "NEWER_BRACKETS": "extract/test_newer.py",
    "NEWER_PATTERN_BRACKETS": "extract/test_newer.py",
    "NEWER_ELIF": "extract/test_newer.py",
    "READ_ATTEMPTS": "test_steady.py",
    "STANDARD_INPUT_BYTES": "cli/test_limits.py",
    "RECORD_BYTES": "checking/test_drift.py",
    "INSTALLED_FILE_BYTES": "checking/test_drift.py",
    "BYTECODE_DEPTH": "checking/test_drift.py",
    "DRIFTED_FILES": "checking/test_drift.py",
    "INTERPRETER_SECONDS": "cli/test_hosts.py",
    "GIT_SECONDS": "revisions/test_repository.py",
    "REVISION_FILES": "revisions/test_repository.py",
    "REVISION_BYTES": "revisions/test_repository.py",
    "TAR_HEADER_BYTES": "project/test_hostile_archives.py",
    "XZ_MEMORY": "project/test_hostile_archives.py",
    "DEEPEST_CHAIN": "interpret",
    "DEEPEST_IMPORT": "interpret",
    "PATTERN_NODES": "interpret",
    "PATTERN_DEPTH": "interpret",
    "LONGEST_NUMBER": "interpret",
    "MOST_VALUES": "interpret",
    "MOST_LOOP_ROUNDS": "interpret",
    "MOST_TOLD_APART": "interpret",
}
"""Limits with a code or a status that other tests go over."""


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    return checker(tmp_path, monkeypatch, capsys)


@pytest.mark.parametrize("name", CASES)
def test_over_a_limit_it_is_told_which_file_and_why(
    name: str, check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CASES[name]
    for limit, lower in case.lowered.items():
        monkeypatch.setattr(limits, limit, lower)
    write(tmp_path, case.files())
    done = check(*case.arguments, "--fail-on", "note", "--no-cache")
    told = done.out + done.err
    assert "Traceback" not in told
    is_refused = case.told in {"SPY010", "SPY011"} or not case.told.startswith("SPY")
    assert done.status == (2 if is_refused else 1), told[:2000]
    line = next(line for line in told.splitlines() if case.told in line)
    assert case.names in told[: told.index(line) + 500]


def test_standard_input_is_read_up_to_a_limit(check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"c.yml": ONE})
    stream = io.BytesIO(b"#" * (limits.STANDARD_INPUT_BYTES + 10))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stream, closed=False, isatty=lambda: False))
    done = check("-", "-s", "c.yml")
    assert done.status == 1
    assert "SPY003" in done.out
    assert stream.tell() == limits.STANDARD_INPUT_BYTES


def test_each_limit_with_a_code_or_a_status_is_gone_over() -> None:
    told = documented()
    with_error = {name for name in NAMES if re.search(rf"Over it: .*({CODE.pattern}|exit status)", told[name])}
    assert with_error - set(CASES) - set(ELSEWHERE) == set()
    assert (set(CASES) | set(ELSEWHERE)) - with_error == set()
