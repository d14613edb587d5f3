"""Whether a stub without a module stands for one that is compiled."""

from __future__ import annotations

from pathlib import Path

import pytest

from importspy_static.model.source import SourceFile
from importspy_static.project.finder import Finder
from tests.project.trees import plant


def described(tmp_path: Path, module: str = "fast") -> str | None:
    """What the stub of a module stands for, in a project whose root is `src`."""
    found = Finder([str(tmp_path / "src")], version=(3, 12), platform="linux").find(module)
    assert isinstance(found, SourceFile)
    assert found.is_stub
    return None if found.stands_for is None else Path(found.stands_for).name


def test_a_stub_alone_stands_for_nothing(tmp_path: Path) -> None:
    plant(tmp_path, "src/fast.pyi", "src/faster.c", "src/other.py", "pyproject.toml", "setup.py")
    assert described(tmp_path) is None


@pytest.mark.parametrize("source", ["fast.c", "fast.pyx", "fast.cpp", "fast.rs", "fast.cp39-win_amd64.pyd"])
def test_what_lies_beside_it_is_what_it_is_compiled_from(source: str, tmp_path: Path) -> None:
    plant(tmp_path, "src/fast.pyi", f"src/{source}")
    assert described(tmp_path) == source


@pytest.mark.parametrize("build", ["Cargo.toml", "CMakeLists.txt", "meson.build", "build.zig"])
@pytest.mark.parametrize("folder", ["", "src"])
def test_files_of_a_build_say_that_modules_are_compiled(folder: str, build: str, tmp_path: Path) -> None:
    plant(tmp_path, "src/fast.pyi", str(Path(folder, build)))
    assert described(tmp_path) == build


@pytest.mark.parametrize(
    ("name", "settings", "compiles"),
    [
        ("pyproject.toml", '[build-system]\nrequires = ["maturin>=1"]\n', True),
        ("pyproject.toml", '[build-system]\nrequires = ["setuptools", "mypy[mypyc]"]\nbuild-backend = "mypyc"\n', True),
        ("pyproject.toml", '[build-system]\nrequires = ["hatchling"]\n', False),
        ("setup.py", "setup(ext_modules=[Extension('fast', ['fast.c'])])\n", True),
        ("setup.py", "setup(packages=find_packages())\n", False),
        ("setup.cfg", "[build_ext]\ninplace = 1\n", True),
    ],
)
def test_build_settings_say_whether_modules_are_compiled(
    name: str, settings: str, compiles: bool, tmp_path: Path
) -> None:
    plant(tmp_path, "src/fast.pyi")
    (tmp_path / name).write_text(settings)
    assert described(tmp_path) == (name if compiles else None)


def test_settings_that_are_too_large_say_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importspy_static.limits.BUILD_SETTINGS_BYTES", 10)
    plant(tmp_path, "src/fast.pyi")
    (tmp_path / "setup.py").write_text("setup(ext_modules=[])\n")
    assert described(tmp_path) is None


def test_a_package_of_stubs_stands_for_what_is_installed_elsewhere(tmp_path: Path) -> None:
    plant(tmp_path, "src/fast-stubs/__init__.pyi")
    assert described(tmp_path) == "src"
