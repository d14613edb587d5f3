"""Small projects of a few files, and the command line as it is over them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from importspy_static.cli.main import main
from tests.cli.conftest import Done

if TYPE_CHECKING:
    import pytest

Check = Callable[..., Done]

RUN = "classes: [{name: Plugin, methods: [{name: run}]}]\n"
"""A contract."""
KEEPS = "class Plugin:\n    def run(self): pass\n"
BREAKS = "class Plugin: pass\n"
LACKS_RUN = "SPY302 Plugin.run: is not defined, nor inherited"


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files, their folders included."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def checker(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """`check` in a folder, concise, as on no terminal."""
    for variable in ("NO_COLOR", "FORCE_COLOR", "CI", "COLUMNS", "IMPORTSPY_STATIC_OUTPUT_FORMAT"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("IMPORTSPY_STATIC_OUTPUT_FORMAT", "concise")
    monkeypatch.chdir(folder)

    def check(*arguments: str | os.PathLike[str]) -> Done:
        capsys.readouterr()
        status = main(["check", *[os.fspath(each) for each in arguments]])
        captured = capsys.readouterr()
        return Done(status, captured.out, captured.err)

    return check


def found(done: Done) -> list[str]:
    """Paths with codes, from a concise report, in its order."""
    lines = (re.match(r"(.*?):\d+:\d+: (SPY\d+)", line) for line in done.out.splitlines())
    return [f"{line[1]} {line[2]}" for line in lines if line]


def report(done: Done) -> Any:
    """A report in JSON, held to the schema that is shipped with the program."""
    from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

    schema = Path(__file__).resolve().parents[2] / "importspy_static" / "report" / "report.schema.json"
    told = json.loads(done.out)
    Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(told)
    return told
