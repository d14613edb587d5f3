"""The command line as it is, in a folder with a contract, a module and a snapshot."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from importspy_static.cli.main import main
from importspy_static.report.environment import as_json
from tests.cli.conftest import Done
from tests.report.hosts import server

if TYPE_CHECKING:
    import pytest

Real = Callable[..., Done]

CONTRACT = """
functions: [{name: run}]
deployments:
  - arch: x86_64
    systems:
      - os: linux
        environment:
          variables: [{name: LOG_LEVEL, value: DEBUG}, {name: REGION}]
          secrets: [API_TOKEN]
        pythons: [{version: "3.11"}, {version: "3.12"}]
  - arch: arm64
"""
MODULE = "def run():\n    pass\n"
VALUES = {"LOG_LEVEL": "DEBUG", "REGION": "eu", "API_TOKEN": "tok"}


def prepared(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make `folder` the current one, with files to speak of; no variable tells how to write."""
    for variable in ("NO_COLOR", "FORCE_COLOR", "CI", "COLUMNS", "IMPORTSPY_STATIC_OUTPUT_FORMAT"):
        monkeypatch.delenv(variable, raising=False)
    (folder / "spymodel.yml").write_text(CONTRACT, encoding="utf-8")
    (folder / "plugin.py").write_text(MODULE, encoding="utf-8")
    (folder / "image.json").write_text(as_json(server(values=VALUES)), encoding="utf-8")
    monkeypatch.chdir(folder)


def runner(capsys: pytest.CaptureFixture[str]) -> Real:
    def run(*arguments: str | os.PathLike[str]) -> Done:
        status = main([os.fspath(each) for each in arguments])
        captured = capsys.readouterr()
        return Done(status, captured.out, captured.err)

    return run
