"""The names of standard modules are those that every Python that is here tells of itself."""

from __future__ import annotations

import json
import subprocess

import pytest

from importspy_static.model.standard_library_modules import _PRIVATE, _PUBLIC, is_standard, is_standard_in
from tests.interpret import interpreters

ASK = "import json, sys; json.dump(sorted(sys.stdlib_module_names), sys.stdout)"


@pytest.mark.parametrize(("minor", "executable"), interpreters.parameters(oldest=10))
def test_the_names_of_a_version_are_its_own(minor: int, executable: str) -> None:
    told = subprocess.run([executable, "-I", "-c", ASK], check=True, capture_output=True, text=True, timeout=60)
    names = set(json.loads(told.stdout))
    public = {name for name in names if not name.startswith("_")}
    assert {name for name in names if not is_standard(name)} == set()
    assert {name for name in _PUBLIC if is_standard_in(name, (3, minor))} - {"__future__"} == public


def test_no_name_is_told_twice() -> None:
    assert _PUBLIC.isdisjoint(_PRIVATE)


def test_a_dotted_name_is_standard_if_its_package_is() -> None:
    assert is_standard("os.path")
    assert not is_standard("osx.path")
    assert not is_standard("acme.os")
    assert not is_standard("__main__")


@pytest.mark.parametrize(
    ("module", "version", "expected"),
    [
        ("tomllib", (3, 10), False),
        ("tomllib", (3, 11), True),
        ("distutils.core", (3, 11), True),
        ("distutils.core", (3, 12), False),
        ("winreg", (3, 12), True),
        ("msilib", (3, 12), True),
        ("msilib", (3, 13), False),
        ("json", (3, 99), True),
        ("_thread", (3, 8), True),
        ("requests", (3, 12), False),
    ],
)
def test_it_depends_on_the_version_and_not_on_the_system(module: str, version: tuple[int, int], expected: bool) -> None:
    assert is_standard_in(module, version) is expected
