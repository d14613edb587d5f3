"""What the finder says beside what a real import system says."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from importspy_static.model.source import Namespace, SourceFile, Unreadable
from importspy_static.project.finder import Finder, Found
from importspy_static.project.names import dotted

ORACLE = Path(__file__).with_name("oracle.py")


class Python(NamedTuple):
    """An interpreter, and what it says of itself."""

    executable: str
    version: tuple[int, int]
    platform: str
    search_path: tuple[str, ...]
    built_in: tuple[str, ...]


def described(executable: str) -> Python:
    code = (
        "import sys, json; print(json.dumps([sys.version_info[:2], sys.platform, sys.path, sys.builtin_module_names]))"
    )
    told = subprocess.run([executable, "-I", "-B", "-c", code], capture_output=True, check=True, timeout=60).stdout
    version, platform, path, built_in = json.loads(told)
    return Python(executable, tuple(version), platform, tuple(path), tuple(built_in))


def asked(
    python: Python, names: Iterable[str], paths: Sequence[str] = (), sites: Sequence[str] = ()
) -> tuple[list[str], dict[str, str | list[str] | None]]:
    """The search path, and what is found for each name."""
    question = json.dumps({"names": list(names), "paths": list(paths), "sites": list(sites)})
    answer = subprocess.run(
        [python.executable, "-I", "-B", str(ORACLE)],
        input=question, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    told = json.loads(answer.stdout)
    return told["search_path"], told["found"]


def names_within(folders: Iterable[str]) -> list[str]:
    """What looks like modules and packages in these folders, and some names that nothing has."""
    found = set()
    for top in folders:
        for folder, inner, files in os.walk(top):
            inner[:] = [name for name in inner if name not in {"__pycache__", "site-packages"}]
            parts = [part for part in os.path.relpath(folder, top).split(os.sep) if part != os.curdir]
            if parts and all(part.isidentifier() for part in parts):
                found.add(".".join(parts))
            found |= {name for file in files if (name := dotted([*parts, file]))}
    return sorted(found | {f"{name}x" for name in sorted(found)[::40]})


def told(found: Found) -> str | list[str] | None:
    """The same in the oracle's words: a stub speaks for what it stands for."""
    match found:
        case Namespace(folders=folders):
            return list(folders)
        case Unreadable(path=path):
            return "internal" if path.startswith("<") else path
        case SourceFile(kind="typeshed", stands_for=None):
            return "internal"
        case SourceFile(stands_for=str(path)) | SourceFile(path=path):
            return path
    return None


def differences(finder: Finder, found: dict[str, str | list[str] | None]) -> list[str]:
    """Where the finder says something else, but for what no import system could say."""
    wrong = []
    for name, expected in found.items():
        ours = finder.find(name)
        if told(ours) != expected and not _is_excused(ours, expected):
            wrong.append(f"{name}: {expected} is {told(ours)}")
    return wrong


def _is_excused(ours: Found, expected: str | list[str] | None) -> bool:
    match ours:
        case SourceFile(is_stub=True, stands_for=None):
            return expected is None  # a stub alone, or an optional module that a build may have inside
        case SourceFile(kind="standard"):
            return expected == "internal"  # frozen, and there is its source
    return False
