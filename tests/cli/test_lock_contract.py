"""`lock -s`: the fingerprints in a contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.real import Real, runner
from tests.cli.small_projects import write

MODULE = "X = 1\n\n\nclass A:\n    y = 2\n\n    def f(self):\n        return 1\n\n\ndef g(a):\n    return a\n"
ZERO = "s1:" + 64 * "0"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Real:
    for variable in ("NO_COLOR", "FORCE_COLOR", "CI", "COLUMNS"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("IMPORTSPY_STATIC_OUTPUT_FORMAT", "concise")
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"m.py": MODULE})
    return runner(capsys)


@pytest.mark.parametrize(
    "contract",
    [
        "# of m\nfilename: m.py  # the file\n# the end\n",
        "filename: m.py\r\nfunctions: [{name: g}]\r\n",
        "{filename: m.py, classes: [{name: A}]}\n",
        "filename: m.py\nintegrity:\n",
        "modules:\n  - filename: m.py  # first\n    functions: [{name: g}]\n  - filename: other.py\n    version: '1'\n",
        "modules: [{filename: m.py, version: '>=0'}]\nseverity: {SPY1: off}\n",
    ],
)
def test_a_contract_gets_the_fingerprints_and_keeps_all_else(run: Real, tmp_path: Path, contract: str) -> None:
    write(tmp_path, {"c.yml": contract})
    done = run("lock", "m.py", "-s", "c.yml")
    assert (done.status, done.err) == (0, "c.yml: added the fingerprints of m.py\n")
    text = (tmp_path / "c.yml").read_bytes().decode()
    for line in contract.splitlines():
        assert line.rstrip("]}") in text
    assert run("check", "m.py", "-s", "c.yml").out == ""
    write(tmp_path, {"m.py": MODULE.replace("return a", "return 1")})
    assert run("check", "m.py", "-s", "c.yml").out == "m.py:11:1: SPY702 g: its body has changed\n"
    done = run("lock", "m.py", "-s", "c.yml")
    assert done.err == "c.yml: m.py changed\nc.yml: the body of g changed\n"
    assert run("check", "m.py", "-s", "c.yml").out == ""
    assert run("lock", "m.py", "-s", "c.yml").err == "c.yml is up to date\n"


def test_only_what_a_contract_asks_for_is_brought_up_to_date(run: Real, tmp_path: Path) -> None:
    text = (
        "filename: m.py\n"
        "functions:\n  - name: g\n    integrity:\n      signature: 'P' # reviewed\n"
        "classes:\n  - name: A\n    integrity: {structure: P}\n    methods: [{name: f, integrity: {body: P}}]\n"
        "integrity:\n  docstrings: true\n  definitions: [{name: A.f, body: P}]\n"
    )
    write(tmp_path, {"c.yml": text.replace("P", ZERO)})
    assert run("check", "m.py", "-s", "c.yml").out.count("SPY702") == 4
    done = run("lock", "--check", "m.py", "-s", "c.yml")
    assert (done.status, (tmp_path / "c.yml").read_text(encoding="utf-8")) == (1, text.replace("P", ZERO))
    assert run("lock", "m.py", "-s", "c.yml").status == 0
    assert run("check", "m.py", "-s", "c.yml").out == ""
    assert run("lock", "--check", "m.py", "-s", "c.yml").status == 0
    found = (tmp_path / "c.yml").read_text(encoding="utf-8")
    assert found.count("s1:") == 4
    assert " # reviewed\n" in found


def test_bytes_are_brought_up_to_date(run: Real, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": f'integrity: {{source: "sha256:{64 * "0"}"}}\n'})
    assert "SPY701" in run("check", "m.py", "-s", "c.yml").out
    assert run("lock", "m.py", "-s", "c.yml").err == "c.yml: the bytes of m.py changed\n"
    assert run("check", "m.py", "-s", "c.yml").out == ""


def test_definitions_that_are_gone_and_new_are_exchanged(run: Real, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": "filename: m.py\n", "m.py": "def f(): pass\ndef g(): pass\n"})
    run("lock", "m.py", "-s", "c.yml")
    for source in ("def g(): pass\ndef h(): pass\n", "def i(): pass\n", "def i(): pass\ndef j(): pass\n"):
        write(tmp_path, {"m.py": source})
        assert run("check", "m.py", "-s", "c.yml").status == 1
        assert run("lock", "m.py", "-s", "c.yml").status == 0
        assert run("check", "m.py", "-s", "c.yml").out == ""


@pytest.mark.parametrize(
    ("files", "words", "told"),
    [
        ({"c.yml": "version: '1'\n", "n.py": ""}, ("m.py", "n.py"), "line 1 is about 2 files"),
        (
            {"c.yml": "extends: b.yml\nfilename: m.py\n", "b.yml": f"integrity: {{structure: {ZERO}}}\n"},
            ("m.py",),
            "b.yml:1: another contract says that",
        ),
        (
            {"c.yml": f"functions: [{{name: gone, integrity: {{body: {ZERO}}}}}]\n"},
            ("m.py",),
            "line 1: there is no gone that could be locked",
        ),
        ({"c.yml": "filename: m.py\n", "m.py": "("}, ("m.py",), "m.py: not locked, "),
        (
            {"c.yml": f"classes:\n  - name: A\n    integrity: &a {{structure: {ZERO}}}\nintegrity: *a\n"},
            ("m.py",),
            "an alias leads to it",
        ),
    ],
)
def test_what_cannot_be_locked_is_told(
    run: Real, tmp_path: Path, files: dict[str, str], words: tuple[str, ...], told: str
) -> None:
    write(tmp_path, files)
    done = run("lock", *words, "-s", "c.yml")
    assert (done.status, told in done.err) == (1, True), done.err


@pytest.mark.parametrize(
    ("files", "words", "told"),
    [
        ({}, ("m.py", "-s", "no.yml"), "no such file"),
        ({"c.yml": ""}, ("m.py", "-s", "c.yml"), "the file is empty"),
        ({"c.yml": "version: '1'\n"}, ("-s", "c.yml"), "no PATH is given"),
        ({"c.yml": "version: '1'\n"}, ("m.py", "-s", "c.yml", "--docstrings"), "--docstrings is about a lock"),
        ({"c.yml": "version: '1'\n"}, ("m.py", "-s", "c.yml", "--lock-file", "a.lock"), "--lock-file is about a lock"),
        ({"c.yml": f"integrity: {{structure: s2:{64 * '0'}}}\n"}, ("m.py", "-s", "c.yml"), "expected 's1:'"),
    ],
)
def test_wrong_use_is_told(run: Real, tmp_path: Path, files: dict[str, str], words: tuple[str, ...], told: str) -> None:
    write(tmp_path, files)
    done = run("lock", *words)
    assert (done.status, told in done.err) == (2, True), done.err


def test_a_lock_may_be_named_as_a_contract(run: Real, tmp_path: Path) -> None:
    assert run("lock", "m.py", "-s", "x.lock").status == 0
    assert (tmp_path / "x.lock").exists()
    assert run("check", "m.py", "-s", "x.lock").status == 0
