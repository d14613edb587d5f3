"""The command `generate`: what it writes is what the module keeps, and what was written before is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.real import Real, runner
from tests.cli.small_projects import write

MODULE = '''\
"""A plugin."""

import os

__version__ = "1.2"
LIMIT = 3
_hidden = 1


def run(a: int, /, b: str = "x", *rest: int, c=os.sep, **more: bool) -> list[str]: ...


async def fetch(url): ...


def traced(function):
    return unknown(function)


@traced
def odd(x): ...


class Base:
    def close(self) -> None: ...


class Extension(Base):
    name: str = "n"

    def __init__(self, size=2):
        self.size = size
        self._secret = 1

    @property
    def area(self) -> int: ...

    @staticmethod
    def make(kind: str) -> "Extension": ...

    def _private(self): ...


if os.environ.get("X"):
    maybe = 1
'''
CONTRACT = """\
# The contract of the plugin.
filename: plugin.py
version: ">=1,<2"   # by hand

functions:
  # the entry
  - name: run
    arguments:
      - {name: a, kind: positional_only, annotation: int}   # the rest is not promised

classes:
  - name: Base   # only that it is there
  - name: Extension
    methods:
      - {name: make, kind: static}
  # left out: LIMIT: not ours to promise
  # left out: fetch: soon gone
  # left out: Extension.area: the same
"""


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Real:
    (tmp_path / "plugin.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return runner(capsys)


def test_what_is_generated_is_kept_by_the_module(real: Real, tmp_path: Path) -> None:
    for detail in ("names", "signatures", "full"):
        for private in ([], ["--private"]):
            done = real("generate", "plugin.py", "--detail", detail, *private, "-o", "c.yml", "--force")
            assert (done.status, done.out) == (0, "")
            checked = real("check", "plugin.py", "-s", "c.yml", "-f", "concise")
            assert (checked.status, checked.out) == (0, ""), (tmp_path / "c.yml").read_text(encoding="utf-8")


def test_all_that_is_public_is_in_it_or_said_to_be_left_out(real: Real) -> None:
    text = real("generate", "plugin.py").out
    for name in (
        "LIMIT",
        "run",
        "fetch",
        "traced",
        "odd",
        "Base",
        "Extension",
        "maybe",
        "area",
        "make",
        "size",
        "close",
    ):
        assert name in text
    for name in ("_hidden", "_private", "_secret", "name: os"):
        assert name not in text
    assert "# left out: odd: " in text
    assert "# left out: maybe: " in text


def test_signatures_are_whole(real: Real) -> None:
    told = json.loads(real("generate", "plugin.py", "-f", "json").out)
    functions = {each["name"]: each for each in told["functions"]}
    assert functions["run"] == {
        "name": "run",
        "arguments": [
            {"name": "a", "kind": "positional_only", "annotation": "int"},
            {"name": "b", "annotation": "str", "value": "x"},
            {"name": "rest", "kind": "var_positional", "annotation": "int"},
            {"name": "c", "kind": "keyword_only", "expression": "os.sep"},
            {"name": "more", "kind": "var_keyword", "annotation": "bool"},
        ],
        "return_annotation": "list[str]",
    }
    assert functions["fetch"] == {"name": "fetch", "async": True, "arguments": [{"name": "url"}]}
    (extension,) = [each for each in told["classes"] if each["name"] == "Extension"]
    assert extension["superclasses"] == ["Base"]
    assert {"name": "area", "kind": "property", "return_annotation": "int"} in extension["methods"]
    assert {"name": "name", "type": "class", "annotation": "str", "value": "n"} in extension["attributes"]


def test_several_modules_are_a_bundle(real: Real, tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "__init__.py").write_text("from .core import start\n__all__ = ['start']\n", encoding="utf-8")
    (tmp_path / "acme" / "core.py").write_text("def start(when): ...\n", encoding="utf-8")
    assert real("generate", "acme", "-o", "bundle.yml").status == 0
    assert real("check", "-s", "bundle.yml").status == 0
    (tmp_path / "acme" / "core.py").write_text("def start(where): ...\n", encoding="utf-8")
    broken = real("check", "-s", "bundle.yml", "-f", "concise")
    assert broken.status == 1
    assert broken.out.count("SPY310 start: argument 'when' cannot be passed") == 2


def test_an_update_keeps_what_was_written_by_hand(real: Real, tmp_path: Path) -> None:
    contract = tmp_path / "c.yml"
    contract.write_text(CONTRACT, encoding="utf-8")
    text = MODULE.replace("    def _private", "    def area_of(self, other: int) -> int: ...\n\n    def _private")
    (tmp_path / "plugin.py").write_text(text, encoding="utf-8")
    assert real("generate", "plugin.py", "-o", "c.yml", "--update").status == 0
    before, after = CONTRACT.splitlines(), contract.read_text(encoding="utf-8").splitlines()
    assert [line for line in before if line not in after] == []
    new = [line.strip() for line in after if line not in before]
    assert "- {name: area_of, arguments: [{name: self}, {name: other, annotation: int}], return_annotation: int}" in new
    assert not any("LIMIT" in line or "fetch" in line or "name: area," in line for line in new)
    assert real("check", "plugin.py", "-s", "c.yml").status == 0
    again = real("generate", "plugin.py", "-o", "c.yml", "--update")
    assert again.err == "c.yml is up to date\n"


def test_one_method_more_is_all_that_an_update_adds(real: Real, tmp_path: Path) -> None:
    real("generate", "plugin.py", "-o", "c.yml")
    before = (tmp_path / "c.yml").read_text(encoding="utf-8").splitlines()
    (tmp_path / "plugin.py").write_text(
        MODULE.replace("    def _private", "    def grow(self, by=1): ...\n\n    def _private"), encoding="utf-8"
    )
    told = real("generate", "plugin.py", "-o", "c.yml", "--update").err
    after = (tmp_path / "c.yml").read_text(encoding="utf-8").splitlines()
    assert told == "c.yml: added Extension.grow\n"
    assert [line for line in after if line not in before] == [
        "      - {name: grow, arguments: [{name: self}, {name: by, value: 1}]}"
    ]
    assert [line for line in before if line not in after] == []


def test_what_a_base_asks_for_is_not_said_again(real: Real, tmp_path: Path) -> None:
    (tmp_path / "m.py").write_text(
        "def go(a, b=1): ...\ndef new(): ...\nclass K:\n    def one(self): ...\n    def two(self): ...\n",
        encoding="utf-8",
    )
    base = "functions: [{name: go, arguments: [{name: a}]}]\nclasses: [{name: K, methods: [{name: one}]}]\n"
    (tmp_path / "base.yml").write_text(base, encoding="utf-8")
    (tmp_path / "c.yml").write_text(
        "extends: base.yml  # theirs\nclasses:\n  - name: K\n    methods:\n      - {name: two}\n", encoding="utf-8"
    )
    assert real("generate", "m.py", "-o", "c.yml", "--update").err == "c.yml: added new\n"
    assert real("check", "m.py", "-s", "c.yml").status == 0
    text = (tmp_path / "c.yml").read_text(encoding="utf-8")
    assert text.startswith("extends: base.yml  # theirs\n")
    assert "name: go" not in text
    assert "name: one" not in text
    (tmp_path / "m.py").write_text(
        "def go(z): ...\ndef new(): ...\nclass K:\n    def two(self): ...\n", encoding="utf-8"
    )
    told = real("generate", "m.py", "-o", "c.yml", "--update")
    assert told.status == 1, "what another file asks for is not changed here"
    assert "base.yml:1: to be changed by hand: go: " in told.err
    assert (tmp_path / "base.yml").read_text(encoding="utf-8") == base
    assert (tmp_path / "c.yml").read_text(encoding="utf-8") == text


def test_what_no_longer_holds_is_changed(real: Real, tmp_path: Path) -> None:
    real("generate", "plugin.py", "-o", "c.yml")
    (tmp_path / "plugin.py").write_text(
        MODULE.replace("def fetch(url)", "def fetch(uri)")
        .replace("LIMIT = 3", "LIMIT = 'x'")
        .replace("-> None", "-> int"),
        encoding="utf-8",
    )
    assert real("check", "plugin.py", "-s", "c.yml").status == 1
    assert real("generate", "plugin.py", "-o", "c.yml", "--update").status == 0
    assert real("check", "plugin.py", "-s", "c.yml").status == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nix.py"], "error: no such path: nix.py\n"),
        (["plugi.py"], "error: no such path: plugi.py\n  did you mean plugin.py?\n"),
        ([], "error: no PATH is given\n"),
        (["plugin.py", "-o", "plugin.py"], "error: plugin.py is there\n"),
        (["plugin.py", "-o", "plugin.py", "--force"], "would overwrite"),
        (["plugin.py", "-o", "nix/c.yml"], "cannot write nix/c.yml"),
        (["plugin.py", "--update"], "error: --update needs a contract to update\n  name it with -o FILE\n"),
        (["plugin.py", "--detail", "all"], "--detail: 'all' is not one of names, signatures, full"),
        (["plugin.py", "-f", "toml"], "--output-format: 'toml' is not one of yaml, json"),
        (["--dist", "no-such-thing-here"], "no distribution is installed that is called 'no-such-thing-here'"),
    ],
)
def test_what_cannot_be_asked_is_told(real: Real, arguments: list[str], message: str, tmp_path: Path) -> None:
    done = real("generate", *arguments)
    assert (done.status, done.out) == (2, "")
    assert message in done.err
    assert (tmp_path / "plugin.py").read_text(encoding="utf-8") == MODULE


@pytest.mark.parametrize("source", [b"def (", b"\xff\xfe", b"# coding: nix\n", b"x = 1\0"])
def test_a_source_that_cannot_be_read_is_told_and_nothing_is_written(real: Real, tmp_path: Path, source: bytes) -> None:
    (tmp_path / "bad.py").write_bytes(source)
    done = real("generate", "bad.py", "-o", "c.yml")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("bad.py: left out, ")
    assert not (tmp_path / "c.yml").exists()


def test_a_contract_that_cannot_be_used_is_not_updated(real: Real, tmp_path: Path) -> None:
    (tmp_path / "c.yml").write_text("functions: [{nam: run}]\n", encoding="utf-8")
    done = real("generate", "plugin.py", "-o", "c.yml", "--update")
    assert done.status == 2
    assert "SPY012" in done.err
    assert (tmp_path / "c.yml").read_text(encoding="utf-8") == "functions: [{nam: run}]\n"


def test_a_module_that_never_comes_to_its_end_is_named_and_no_more(real: Real, tmp_path: Path) -> None:
    (tmp_path / "ended.py").write_text("raise ImportError('elsewhere')\ndef run(): ...\n", encoding="utf-8")
    done = real("generate", "ended.py")
    assert done.status == 0
    first, *rest = done.out.splitlines()
    assert first.startswith("# yaml-language-server: $schema=")
    assert rest[:2] == ["schema_version: 1", "filename: ended.py"]
    assert "functions" not in done.out


@pytest.mark.parametrize("hidden", ["\f", "\v", "\x1b", "\u2028", "\ufeff", "\u202e"])
def test_what_a_comment_quotes_of_a_source_leaves_the_contract_legible(hidden: str, real: Real, tmp_path: Path) -> None:
    """Found by fuzzing: `exec` of a text with a form feed in it, which YAML does not allow in a comment either."""
    (tmp_path / "module.py").write_text(f'def connect(host): ...\nexec("r{hidden}r")\n', encoding="utf-8")
    done = real("generate", str(tmp_path / "module.py"))
    assert done.status == 0
    assert hidden not in done.out
    assert "there may be other names" in done.out


# --- fingerprints ---------------------------------------------------------------------------------------------------


def test_fingerprints_are_those_of_lock_and_the_module_keeps_them(real: Real, tmp_path: Path) -> None:
    write(tmp_path, {"m.py": MODULE})
    assert real("generate", "m.py", "--integrity", "-o", "c.yml", "-q").status == 0
    assert real("check", "m.py", "-s", "c.yml").status == 0
    assert real("lock", "m.py", "-s", "c.yml").err == "c.yml is up to date\n"
    write(tmp_path, {"m.py": MODULE.replace("self.size = size", "self.size = size + 1")})
    done = real("check", "m.py", "-s", "c.yml", "-f", "concise")
    assert (done.status, "SPY702 Extension.__init__: its body has changed" in done.out) == (1, True)
    assert "integrity" not in real("generate", "m.py").out
    told = json.loads(real("generate", "m.py", "--integrity", "-f", "json").out)
    assert {"structure", "body", "definitions"} == set(told["integrity"])


def test_each_module_of_a_bundle_has_its_fingerprints(real: Real, tmp_path: Path) -> None:
    write(tmp_path, {"p/a.py": "def f(): return 1\n", "p/b.py": "x = 1\n"})
    assert real("generate", "p", "--integrity", "-o", "c.yml", "-q").status == 0
    assert (tmp_path / "c.yml").read_text().count("structure:") == 2
    assert real("check", "p", "-s", "c.yml").status == 0
    write(tmp_path, {"p/a.py": "def f(): return 2\n", "p/c.py": "y = 1\n"})
    done = real("generate", "p", "--integrity", "--update", "-o", "c.yml")
    assert done.status == 0
    assert "c.yml: the body of f changed\n" in done.err
    assert "c.yml: added p/c.py\n" in done.err
    assert real("check", "p", "-s", "c.yml").status == 0
    assert real("generate", "p", "--integrity", "--update", "-o", "c.yml").err == "c.yml is up to date\n"


def test_fingerprints_are_brought_up_to_date_only_if_that_is_asked_for(real: Real, tmp_path: Path) -> None:
    write(tmp_path, {"m.py": "LIMIT = 1\n\n\ndef f(): return 1\n"})
    write(tmp_path, {"c.yml": "# mine\nvariables: [{name: LIMIT, value: 1}]\n"})
    real("generate", "m.py", "--integrity", "--update", "-o", "c.yml")
    before = (tmp_path / "c.yml").read_text()
    assert before.startswith("# mine\n")
    assert "definitions:" in before
    write(tmp_path, {"m.py": "LIMIT = 1\n\n\ndef f(): return 2\n"})
    done = real("generate", "m.py", "--update", "-o", "c.yml")
    assert (done.status, (tmp_path / "c.yml").read_text()) == (1, before)
    assert "to be changed by hand: f: its body has changed" in done.err
    assert real("generate", "m.py", "--integrity", "--update", "-o", "c.yml").status == 0
    assert real("check", "m.py", "-s", "c.yml").status == 0


def test_a_module_whose_meaning_has_no_form_has_a_contract_without_fingerprints(
    real: Real, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importspy_static.checking.readings import Readings
    from importspy_static.model.place import TOP
    from importspy_static.model.program import Failure

    monkeypatch.setattr(Readings, "fingerprints", lambda *_: Failure("complex", "templates have no form", TOP))
    write(tmp_path, {"m.py": "x = 1\n"})
    done = real("generate", "m.py", "--integrity")
    assert (done.status, "# without fingerprints: templates have no form" in done.out) == (0, True)
