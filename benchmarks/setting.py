"""Environments, sources and contracts to measure with. What is there from another time is used again."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = {"importspy": "0.5.0", "griffe": "2.4.1"}
DJANGO = "5.2.8"
LARGE = 1_000
"""Generated modules; a quarter of them is the smaller number."""

MODULE = """\
\"\"\"Plugin {number} of many.\"\"\"

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from .m{other:05} import Plugin as Other


@dataclass
class Settings:
    name: str = "plugin {number}"
    tags: list[str] = field(default_factory=list)
    retries: int = {number}


class Plugin:
    kind = "plain"

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.seen: dict[str, int] = {{}}

    def run(self, record: dict[str, Any], *, dry: bool = False) -> str:
        self.seen[record["id"]] = self.seen.get(record["id"], 0) + 1
        return json.dumps(record) if not dry else ""

    def stop(self) -> None:
        self.seen.clear()


def load(path: str) -> Plugin:
    with open(path, encoding="utf-8") as stream:
        return Plugin(Settings(**json.load(stream)))
"""
GENERATED = "classes: [{name: Plugin, methods: [{name: run, arguments: [{name: self}, {name: record}]}]}]\n"
ONE = """\
filename: datastructures.py
classes:
  - name: MultiValueDict
    methods:
      - name: getlist
"""
POLICY = "imports:\n  deny: [telnetlib, pickle5, distutils]\n"
NAMED = "functions: [{name: connect}]\n"


@dataclass(frozen=True)
class Setting:
    """What cases are made of."""

    folder: Path
    programs: Mapping[str, Path]
    """The `bin` (or `Scripts`) folder of each program's environment."""
    versions: Mapping[str, str]
    django: Path
    """The folder that has the package."""

    @property
    def processors(self) -> int:
        return os.cpu_count() or 1


def made(folder: Path) -> Setting:
    """Make what is not there yet."""
    folder.mkdir(exist_ok=True, parents=True)
    programs = {"importspy-static": environment(folder / "ours", ["-e", str(ROOT)])}
    for name, version in PEERS.items():
        programs[name] = environment(folder / f"{name}-{version}", [f"{name}=={version}"])
    setting = Setting(folder, programs, {"importspy-static": "of this tree", **PEERS, "Django": DJANGO}, django(folder))
    write(folder / "one" / "contract.yml", ONE)
    write(folder / "policy.yml", POLICY)
    write(folder / "named.yml", NAMED)
    write(folder / "generated.yml", GENERATED)
    write(
        folder / "one" / "datastructures.py",
        (setting.django / "django" / "utils" / "datastructures.py").read_text(encoding="utf-8"),
    )
    for count in (LARGE // 4, LARGE):
        generate(folder / f"generated-{count}", count)
    return setting


def environment(folder: Path, packages: list[str]) -> Path:
    """The folder of programs of an environment with these packages."""
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    if not (folder / "done").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(programs / "python"), "-m", "pip", "install", "-q", *packages], check=True)
        subprocess.run([str(programs / "python"), "-m", "compileall", "-q", str(folder)], check=False)
        (folder / "done").touch()
    return programs


def django(folder: Path) -> Path:
    """Django's sources, without its tests, which are not in the package."""
    sources = folder / f"django-{DJANGO}"
    if not (sources / "django").exists():
        download = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary=:all:"]
        subprocess.run([*download, "-d", str(folder), f"django=={DJANGO}"], check=True)
        (archive,) = folder.glob(f"[dD]jango-{DJANGO}.tar.gz")
        with tarfile.open(archive) as packed:
            inside = [each for each in packed if each.isfile() and "/django/" in each.name]
            for each in inside:
                each.name = each.name.partition("/")[2]
            packed.extractall(sources, [each for each in inside if each.name.startswith("django/")], filter="data")
    return sources


def generate(folder: Path, count: int) -> None:
    """Modules that look like plugins, each of which imports another."""
    write(folder / "__init__.py", "")
    for number in range(count):
        text = MODULE.format(number=number, other=max(number - 1, 0) if number % 10 else number)
        if not number % 10:
            text = "".join(line for line in text.splitlines(keepends=True) if " as Other" not in line)
        write(folder / f"m{number:05}.py", text)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True, parents=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
