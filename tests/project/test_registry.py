"""The finder and the distributions beside a real environment with packages of the registry, and editable installs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from importspy_static.model.source import SourceFile
from importspy_static.project.distributions import InstalledDistribution, distribution
from importspy_static.project.finder import Finder
from tests.project.agreement import Python, asked, described, differences, names_within
from tests.project.trees import write

pytestmark = pytest.mark.slow

SETUP = """
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "{name}"
version = "1.0"
{more}
"""
FLAT = 'packages = ["{0}", "{0}.inner"]\npy-modules = ["{0}_single"]'


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Python:
    """A virtual environment with attrs and requests, and with projects that are installed in place in each manner."""
    top = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", str(top / "venv")], check=True, timeout=300, capture_output=True)
    executable = str(next((top / "venv").glob("[Bb]*/python*")))
    write(top / "by_path", {"pyproject.toml": SETUP.format(name="by-path", more=""), "src/by_path/__init__.py": ""})
    write(top / "by_path", {"src/by_path/deep/x.py": "", "src/spaced/part_one/__init__.py": ""})
    more = "[tool.setuptools]\n" + FLAT.format("by_finder")
    write(top / "by_finder", {"pyproject.toml": SETUP.format(name="by-finder", more=more), "by_finder_single.py": ""})
    write(
        top / "by_finder", {"by_finder/__init__.py": "", "by_finder/inner/__init__.py": "", "by_finder/inner/y.py": ""}
    )
    more = '[tool.setuptools]\npackages = ["spaced.part_two"]\npackage-dir = {"spaced.part_two" = "two"}'
    write(top / "by_namespace", {"pyproject.toml": SETUP.format(name="by-namespace", more=more), "two/__init__.py": ""})
    projects = [f"--editable={top / name}" for name in ("by_path", "by_finder", "by_namespace")]
    install = [executable, "-m", "pip", "install", "-q", "attrs", "requests", "zope.interface", "zope.event", *projects]
    done = subprocess.run(install, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        pytest.skip(f"no packages from a registry: {done.stderr.strip()[-200:]}")
    return described(executable)


def test_every_module_is_found_where_python_finds_it(environment: Python) -> None:
    site = [path for path in environment.search_path if path.endswith("site-packages")]
    names = names_within(site)
    names += ["by_path", "by_path.deep", "by_path.deep.x", "by_path.nothing", "by_finder", "by_finder.inner.y"]
    names += ["by_finder_single", "spaced", "spaced.part_one", "spaced.part_two", "two", "zope.interface.ro", "zope"]
    search_path, found = asked(environment, names)
    assert len(found) > 300
    told = [
        name for name in ("by_path.deep.x", "by_finder.inner.y", "by_finder_single", "spaced.part_two") if found[name]
    ]
    assert len(told) == 4
    finder = Finder([], search_path, version=environment.version, platform=environment.platform)
    assert differences(finder, found) == []
    assert isinstance(finder.find("zope.interface.ro"), SourceFile)


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("attrs", "attr._make"),
        ("requests", "requests.adapters"),
        ("zope.interface", "zope.interface.ro"),
        ("by-path", "by_path.deep.x"),
        ("by-finder", "by_finder.inner.y"),
        ("by-finder", "by_finder_single"),
        ("by-namespace", "spaced.part_two"),
    ],
)
def test_a_distribution_has_its_modules(environment: Python, name: str, module: str) -> None:
    found = distribution(name, environment.search_path)
    assert isinstance(found, InstalledDistribution)
    source = next(each for each in found.sources if each.module == module)
    finder = Finder([], environment.search_path, version=environment.version, platform=environment.platform)
    assert finder.find(module) == source
    assert found.is_editable is name.startswith("by-")
