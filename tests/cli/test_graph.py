"""The command `graph`: who imports whom, with contracts and verdicts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.real import Real, runner

FILES = {
    "pyproject.toml": '[tool.importspy-static]\ncontracts = [{ path = "acme/core.py", contract = "core.yml" }]\n',
    "core.yml": "functions: [{name: start}]\n",
    "acme/__init__.py": "from .core import start\n",
    "acme/core.py": "from . import app\n\n\ndef begin(): ...\n",
    "acme/app.py": "from .core import begin\n",
    "main.py": "import acme\nimport json\n",
}


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Real:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return runner(capsys)


def test_the_tree_tells_contracts_verdicts_and_cycles(real: Real) -> None:
    done = real("graph", ".")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("main.py")
    assert "acme/core.py: broken (contract core.yml)\n" in done.out
    assert "acme/app.py and acme/core.py import each other" in done.out


def test_a_broken_contract_is_shown_and_is_no_failure(real: Real) -> None:
    told = json.loads(real("graph", ".", "-f", "json").out)
    modules = {module["path"]: module for module in told["modules"]}
    assert modules["acme/core.py"]["contracts"] == [{"path": "core.yml", "verdict": "broken"}]
    assert modules["main.py"]["contracts"] == []
    assert ["acme/app.py", "acme/core.py"] in [sorted(cycle) for cycle in told["cycles"]]


def test_without_a_path_it_is_that_of_the_configuration_or_the_folder(real: Real) -> None:
    assert [module["path"] for module in json.loads(real("graph", "-f", "json").out)["modules"]] == ["acme/core.py"]
    alone = json.loads(real("graph", "--isolated", "-f", "json").out)
    assert [module["path"] for module in alone["modules"]] == [
        "acme/__init__.py",
        "acme/app.py",
        "acme/core.py",
        "main.py",
    ]


@pytest.mark.parametrize(("form", "beginning"), [("dot", "digraph"), ("mermaid", "flowchart LR")])
def test_pictures_are_written_whole(real: Real, form: str, beginning: str, tmp_path: Path) -> None:
    done = real("graph", ".", "-f", form, "-o", "graph.txt")
    assert (done.status, done.out) == (0, "")
    text = (tmp_path / "graph.txt").read_text(encoding="utf-8")
    assert beginning in text
    assert text.endswith("\n")


def test_a_file_that_is_read_is_not_overwritten(real: Real, tmp_path: Path) -> None:
    done = real("graph", ".", "-o", "acme/core.py")
    assert done.status == 2
    assert "would overwrite" in done.err
    assert (tmp_path / "acme" / "core.py").read_text(encoding="utf-8") == FILES["acme/core.py"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nix"], "error: no such path: nix\n"),
        ([".", "-f", "svg"], "error: --output-format: 'svg' is not one of text, json, dot, mermaid\n"),
        ([".", "-s", "nix.yml"], "nothing was checked"),
    ],
)
def test_what_cannot_be_asked_is_told(real: Real, arguments: list[str], message: str) -> None:
    done = real("graph", *arguments)
    assert (done.status, done.out) == (2, "")
    assert message in done.err
