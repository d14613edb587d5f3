"""Two sides, however they are named: contracts, folders, archives, and whom a difference breaks there."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from importspy_static.checking.differences import Comparison, UnaskableError
from importspy_static.checking.where import Where
from importspy_static.model.difference import Differences


@pytest.fixture(scope="module")
def comparison() -> Iterator[Comparison]:
    with Comparison(Where()) as comparison:
        yield comparison


def told(found: Differences) -> list[tuple[str, str, str, str]]:
    return [(each.module, each.symbol, each.breaks, each.bump) for each in found.found]


def written(folder: Path, files: dict[str, str]) -> str:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return str(folder)


def wheel(path: Path, version: str, files: dict[str, str]) -> str:
    told = f"acme-{version}.dist-info"
    whole = {
        **files,
        f"{told}/METADATA": f"Name: acme\nVersion: {version}\n",
        f"{told}/WHEEL": "",
        f"{told}/RECORD": "",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in whole.items():
            archive.writestr(name, text)
    path.write_bytes(buffer.getvalue())
    return str(path)


def test_what_a_contract_asks_for_in_addition_breaks_the_modules_that_keep_it(
    comparison: Comparison, tmp_path: Path
) -> None:
    written(
        tmp_path,
        {
            "old.yml": "functions:\n- {name: run, arguments: [{name: a}]}\n",
            "new.yml": "functions:\n- {name: run, arguments: [{name: a}, {name: b, value: 1}]}\n- {name: stop}\n",
        },
    )
    old, new = str(tmp_path / "old.yml"), str(tmp_path / "new.yml")
    forth = comparison.differences(old, new)
    assert [each[1:] for each in told(forth)] == [
        ("run(b)", "implementers", "major"),
        ("stop", "implementers", "major"),
    ]
    back = comparison.differences(new, old)
    assert [each[1:] for each in told(back)] == [("run(b)", "callers", "major"), ("stop", "callers", "major")]
    assert forth.found[0].new_place is not None
    assert (forth.found[0].new_place.path, forth.found[0].new_place.span.line) == (new, 2)


def test_a_module_is_compared_with_a_contract(comparison: Comparison, tmp_path: Path) -> None:
    written(tmp_path, {"old.yml": "functions:\n- {name: run, arguments: [{name: a}]}\n", "new.py": "def run(b): ...\n"})
    found = comparison.differences(str(tmp_path / "old.yml"), str(tmp_path / "new.py"))
    assert told(found) == [("new", "run(a)", "callers", "major")]


def test_a_package_is_compared_by_its_public_modules(comparison: Comparison, tmp_path: Path) -> None:
    old = written(tmp_path / "old", {"acme/__init__.py": "", "acme/a.py": "", "acme/b.py": "", "acme/_c.py": ""})
    new = written(tmp_path / "new", {"acme/__init__.py": "", "acme/a.py": "def f(): ...\n", "acme/d.py": ""})
    found = comparison.differences(f"{old}/acme", f"{new}/acme")
    assert told(found) == [
        ("acme.a", "f", "nobody", "minor"),
        ("acme.b", "", "both", "major"),
        ("acme.d", "", "nobody", "minor"),
    ]


def test_what_a_package_takes_from_its_private_module_is_public_and_told_once(
    comparison: Comparison, tmp_path: Path
) -> None:
    files = {"acme/__init__.py": "from ._core import run\n", "acme/api.py": "from ._core import run\n"}
    old = written(tmp_path / "old", {**files, "acme/_core.py": "def run(a): ...\n"})
    new = written(tmp_path / "new", {**files, "acme/_core.py": "def run(b): ...\n"})
    assert told(comparison.differences(f"{old}/acme", f"{new}/acme")) == [("acme", "run(a)", "callers", "major")]


def test_a_move_behind_a_name_is_no_difference(comparison: Comparison, tmp_path: Path) -> None:
    code = "def run(a): ...\nclass Plugin:\n    def go(self): ...\n"
    old = written(tmp_path / "old", {"acme/__init__.py": code})
    new = written(tmp_path / "new", {"acme/__init__.py": "from ._core import Plugin, run\n", "acme/_core.py": code})
    assert comparison.differences(f"{old}/acme", f"{new}/acme").found == ()


def test_wheels_are_judged_by_the_versions_of_their_metadata(comparison: Comparison, tmp_path: Path) -> None:
    old = wheel(tmp_path / "acme-1.4.0-py3-none-any.whl", "1.4.0", {"acme.py": "def run(a): ...\n"})
    new = wheel(tmp_path / "acme-1.5.0-py3-none-any.whl", "1.5.0", {"acme.py": "def run(): ...\n"})
    found = comparison.differences(old, new)
    assert (found.old_version, found.new_version, found.asked, found.made, found.ok) == (
        "1.4.0",
        "1.5.0",
        "major",
        "minor",
        False,
    )
    assert comparison.differences(old, new, planned="major").ok
    assert comparison.differences(old, old).found == ()


def test_before_one_a_minor_bump_is_enough(comparison: Comparison, tmp_path: Path) -> None:
    old = written(tmp_path, {"old.py": "__version__ = '0.4.0'\ndef run(a): ...\n"}) + "/old.py"
    new = written(tmp_path, {"new.py": "__version__ = '0.5.0'\ndef run(): ...\n"}) + "/new.py"
    assert comparison.differences(old, new).ok


def test_without_versions_nothing_is_judged(comparison: Comparison, tmp_path: Path) -> None:
    written(tmp_path, {"old.py": "def run(a): ...\n", "new.py": "def run(): ...\n"})
    found = comparison.differences(str(tmp_path / "old.py"), str(tmp_path / "new.py"))
    assert (found.asked, found.made, found.ok) == ("major", None, True)


def test_what_python_cannot_parse_is_not_compared(comparison: Comparison, tmp_path: Path) -> None:
    written(tmp_path, {"old.py": "def run(a): ...\n", "new.py": "def run(:\n"})
    found = comparison.differences(str(tmp_path / "old.py"), str(tmp_path / "new.py"))
    assert found.found == ()
    assert [each.side for each in found.not_compared] == ["new"]


@pytest.mark.parametrize("name", ["nowhere.py", "nowhere.whl", "empty"])
def test_a_side_of_which_there_is_nothing_cannot_be_asked_about(
    comparison: Comparison, tmp_path: Path, name: str
) -> None:
    (tmp_path / "empty").mkdir()
    written(tmp_path, {"new.py": "x = 1\n"})
    with pytest.raises(UnaskableError):
        comparison.differences(str(tmp_path / name), str(tmp_path / "new.py"))


def test_folders_are_judged_by_the_versions_of_their_projects(comparison: Comparison, tmp_path: Path) -> None:
    sides = [
        written(
            tmp_path / version, {"pyproject.toml": f"[project]\nversion = '{version}'\n", "src/acme/__init__.py": code}
        )
        for version, code in (("1.0.0", "def f(a): ...\n"), ("1.1.0", "def f(): ...\n"))
    ]
    found = comparison.differences(f"{sides[0]}/src/acme", f"{sides[1]}/src/acme")
    assert (found.old_version, found.new_version, found.made, found.ok) == ("1.0.0", "1.1.0", "minor", False)


def test_two_folders_of_one_project_have_no_versions(comparison: Comparison, tmp_path: Path) -> None:
    code = {"old/a.py": "def f(a): ...\n", "new/a.py": "def f(): ...\n"}
    folder = written(tmp_path, {"pyproject.toml": "[project]\nversion = '1.0.0'\n", **code})
    found = comparison.differences(f"{folder}/old", f"{folder}/new")
    assert (len(found.found), found.made, found.ok) == (1, None, True)


def test_the_annotations_behind_overloads_are_not_what_callers_see(comparison: Comparison, tmp_path: Path) -> None:
    overloads = (
        "from typing import overload\n@overload\ndef f(a: int) -> int: ...\n@overload\ndef f(a: str) -> str: ...\n"
    )
    written(
        tmp_path,
        {"old.py": "def f(a: int) -> int: ...\n", "new.py": f"{overloads}def f(a: 'int | str') -> 'int | str': ...\n"},
    )
    found = comparison.differences(str(tmp_path / "old.py"), str(tmp_path / "new.py"))
    assert found.found == ()
    assert [(each.symbol, each.reason) for each in found.not_compared] == [
        ("f", "its types are those of its overloads")
    ]
