"""The finder is held to the import systems of real Pythons: names by the thousand, and not one difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from importspy_static.project.finder import Finder
from tests.probes.interpreters import python
from tests.project.agreement import asked, described, differences, names_within
from tests.project.trees import plant, write

MOST = 4_000
"""Names of one Python: some have whole worlds installed."""
WITHOUT_STUB = {"_tokenize", "_typing", "_suggestions", "_sysconfig", "xxsubtype", "__main__"}
"""Built into some Pythons only, and typeshed does not know them: they are not found, which is undecided."""


@pytest.mark.parametrize("minor", ["3.10", "3.11", "3.12", "3.13", "3.14"])
def test_every_module_of_an_installation_is_found_where_python_finds_it(minor: str) -> None:
    host = described(python(minor))
    names = names_within(host.search_path)
    names = [*names[:: len(names) // MOST + 1], *(set(host.built_in) - WITHOUT_STUB)]
    search_path, found = asked(host, names)
    assert len(found) > 300
    finder = Finder([], search_path, version=host.version, platform=host.platform)
    assert differences(finder, found) == []


def test_what_is_asked_of_python_is_not_empty() -> None:
    host = described(python("3.11"))
    _, found = asked(host, ["sys", "json", "json.decoder", "nothing"])
    assert [found["sys"], found["nothing"]] == ["internal", None]
    assert str(found["json.decoder"]).endswith("decoder.py")


@pytest.fixture
def crowded(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders of a search path in which names are in each other's way in every manner."""
    extension = "cpython-311-x86_64-linux-gnu.so"
    first = plant(
        tmp_path / "first",
        "both/__init__.py", "both.py",  # a package before a module
        "folder_and_module/x.py", "folder_and_module.py",  # a module before a folder
        f"compiled.{extension}", "compiled.py", "compiled.pyc",  # an extension module before source
        "other.cpython-399-x86_64-linux-gnu.so", "other.py",  # one for another Python
        "foreign.cpython-311-darwin-nothing.so.txt", "foreign.py",
        "stable.abi3.so", "stable.so",
        "bare.so", "windows.pyd", "windows.py",
        "sourceless.pyc", "cached/__pycache__/x.cpython-311.pyc",
        "pack_so/__init__.abi3.so", "pack_so/__init__.py", "pack_so/inner.py",
        "pack_pyc/__init__.pyc", "pack_pyc/inner.py",
        "spread/one.py", "spread/deep/a.py", "hidden/late.py",
        "Case.py", "lower/__init__.py", "lower/Inner.py",
        "dotted.name.py", "trailing/__init__.py/", "trailing/inner.py",
        "json.py", "math.py", "os.py", "sys.py",  # in the way of the standard library
    )  # fmt: skip
    second = plant(
        tmp_path / "second",
        "spread/two.py", "spread/deep/b.py", "hidden/__init__.py", "hidden/early.py", "both.py", "late.py",
        "case.py",
    )  # fmt: skip
    (first / "linked.py").symlink_to(second / "late.py")
    (first / "linked_folder").symlink_to(second / "hidden", target_is_directory=True)
    (first / "broken.py").symlink_to(first / "nowhere.py")
    (first / "circle").symlink_to(first / "circle")
    (first / "round").symlink_to(first, target_is_directory=True)
    return first, second


def test_names_that_are_in_each_others_way_are_found_in_pythons_order(crowded: tuple[Path, Path]) -> None:
    host = described(python("3.11"))
    if host.platform != "linux":
        pytest.skip("the extension modules are named as on Linux")
    folders = [str(folder) for folder in crowded]
    names = names_within(folders)
    names += [
        "circle",
        "circle.x",
        "round.round.late",
        "round.spread.one",
        "case.inner",
        "lower.inner",
        "broken",
        "linked",
    ]
    search_path, found = asked(host, names, folders)
    assert sum(expected is not None for expected in found.values()) > 30
    for roots, then in (((), search_path), (folders[:1], search_path[1:]), (folders, search_path[2:])):
        finder = Finder(roots, then, version=host.version, platform=host.platform)
        assert differences(finder, found) == []


def test_path_files_are_followed_as_site_follows_them(tmp_path: Path) -> None:
    host = described(python("3.11"))
    site = write(
        tmp_path / "site-packages",
        {
            "b.pth": "# comment\n\n../later\nimport sys; sys.never = 1\nimport\tsys\n../gone\n./\n",
            "a.pth": "../project/src\n../later\n",
            "c.pth": f"{tmp_path / 'absolute'}  \n",
            "d.pth.bak": "../not_me\n",
            ".e.pth": "../hidden\n",
            "own.py": "",
        },
    )
    plant(tmp_path, "project/src/editable/__init__.py", "later/late.py", "later/editable.py", "absolute/far.py")
    plant(tmp_path, "not_me/no.py", "later/own.py", "gone_not/x.py")
    names = ["editable", "late", "far", "own", "no", "sys"]
    _, found = asked(host, names, sites=[str(site)])
    assert [name for name in names if found[name] is None] == ["no"]
    finder = Finder([], [*host.search_path, str(site)], version=host.version, platform=host.platform)
    assert differences(finder, found) == []


def test_redirections_of_editable_installs_are_followed_as_their_finder_does(tmp_path: Path) -> None:
    """The finder here does what that of setuptools does, and says what it says in the same two literals."""
    host = described(python("3.11"))
    source = plant(
        tmp_path / "elsewhere",
        "pack/__init__.py", "pack/inner.py", "pack/deep/__init__.py", "pack/deep/leaf.py", "single.py",
        "other_name/__init__.py", "other_name/inner.py", "part/__init__.py", "part/inner.py", "bare/x.py",
    )  # fmt: skip
    mapping = {
        "pack": f"{source}/pack",
        "single": f"{source}/single",
        "renamed": f"{source}/other_name",
        "space.part": f"{source}/part",
        "taken": f"{source}/pack",
    }
    code = f"""
import sys
from importlib.util import spec_from_file_location
from pathlib import Path
MAPPING = {mapping!r}
NAMESPACES = {{}}
class Finder:
    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        for name, place in reversed(list(MAPPING.items())):
            if fullname == name or fullname.startswith(name + "."):
                here = Path(place, *fullname.replace(name, "", 1).strip(".").split("."))
                for each in (here / "__init__.py", here.with_suffix(".py")):
                    if each.exists():
                        return spec_from_file_location(fullname, each)
                return None
sys.meta_path.append(Finder)
"""
    site = write(
        tmp_path / "site-packages",
        {
            "__editable___demo_1_0_finder.py": code,
            "__editable__.demo-1.0.pth": "import __editable___demo_1_0_finder",
            "taken.py": "",
            "space/inner.py": "",
        },
    )
    names = "pack pack.inner pack.deep pack.deep.leaf pack.no single renamed renamed.inner space space.inner space.part"
    names += " space.part.inner taken other_name single.inner"
    _, found = asked(host, names.split(), sites=[str(site)])
    assert found["renamed.inner"] == f"{source}/other_name/inner.py"
    assert found["space.part.inner"] == f"{source}/part/inner.py"
    finder = Finder([], [*host.search_path, str(site)], version=host.version, platform=host.platform)
    assert differences(finder, found) == []
