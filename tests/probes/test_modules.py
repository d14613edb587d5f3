"""Which modules distributions bring, from the metadata on the search path, against what importlib.metadata says."""

from __future__ import annotations

import importlib.metadata
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from importspy_static.model.environment import Distribution
from importspy_static.probes import script
from importspy_static.probes.problems import ProbeError
from importspy_static.probes.reading import environment_of
from tests.probes.environments import spoilt

inferring = pytest.mark.skipif(sys.version_info < (3, 11), reason="importlib.metadata looks at top_level.txt only")


def install(site: Path, name: str, *files: str, version: str = "1.0", record: str | None = None, **more: str) -> Path:
    """A distribution of empty files, as a wheel is installed; `more` are other files of its metadata."""
    folder = site / f"{name.replace('-', '_')}-{version}.dist-info"
    folder.mkdir(parents=True)
    folder.joinpath("METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    lines = "".join(f"{file},sha256=x,0\n" for file in files) + f"{folder.name}/METADATA,,\n{folder.name}/RECORD,,\n"
    folder.joinpath("RECORD").write_text(lines if record is None else record)
    for key, text in more.items():
        folder.joinpath(key.replace("_json", ".json").replace("_txt", ".txt")).write_text(text)
    for file in files:
        if not file.startswith(("..", "/")):
            site.joinpath(file).parent.mkdir(parents=True, exist_ok=True)
            site.joinpath(file).touch()
    return folder


def modules(*folders: Path) -> dict[str, list[str] | None]:
    return {each["name"]: each["modules"] for each in script.installed([str(folder) for folder in folders])}


def test_a_package_and_a_module_are_told_by_their_names(tmp_path: Path) -> None:
    install(tmp_path, "PyYAML", "yaml/__init__.py", "yaml/nodes.py", "_yaml/__init__.py", "yaml/_yaml.abi3.so")
    install(tmp_path, "six", "six.py", "../../../bin/six", "__pycache__/six.cpython-311.pyc")
    install(tmp_path, "fast", "fast.cpython-311-x86_64-linux-gnu.so", "fast.libs/libz.so.1")
    assert modules(tmp_path) == {"fast": ["fast"], "PyYAML": ["_yaml", "yaml"], "six": ["six"]}


def test_namespaces_are_told_by_what_is_in_them(tmp_path: Path) -> None:
    install(tmp_path, "cloud-storage", "google/cloud/storage/__init__.py", "google/cloud/storage/blob.py")
    install(tmp_path, "cloud-query", "google/cloud/query/__init__.py", "google/cloud/query_v2.py")
    install(tmp_path, "alone", "acme/plugins/one.py")
    assert modules(tmp_path) == {
        "alone": ["acme.plugins.one"],
        "cloud-query": ["google.cloud.query", "google.cloud.query_v2"],
        "cloud-storage": ["google.cloud.storage"],
    }


def test_what_several_bring_is_of_all_of_them(tmp_path: Path) -> None:
    install(tmp_path, "cv", "cv2/__init__.py", "cv2/data/__init__.py")
    install(tmp_path, "cv-headless", "cv2/__init__.py", "cv2/data/__init__.py")
    install(tmp_path, "core", "pkg/__init__.py", "pkg/a.py", "pkg/b/__init__.py")
    install(tmp_path, "more", "pkg/c/__init__.py", "pkg/c/d.py")
    found = modules(tmp_path)
    assert found["cv"] == found["cv-headless"] == ["cv2"]
    assert found["core"] == ["pkg", "pkg.a", "pkg.b"]
    assert found["more"] == ["pkg.c"]


@inferring
def test_importlib_metadata_knows_no_other_top_levels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, "PyYAML", "yaml/__init__.py", "_yaml/__init__.py")
    install(tmp_path, "cloud-storage", "google/cloud/storage/__init__.py")
    install(tmp_path, "cloud-query", "google/cloud/query/__init__.py")
    install(tmp_path, "six", "six.py")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert tops(modules(tmp_path)) == {
        name: sorted(owners) for name, owners in importlib.metadata.packages_distributions().items()
    }


@inferring
def test_of_this_environment_importlib_metadata_says_the_same() -> None:
    """It has what `top_level.txt` claims and no file bears out; we have what installations in place lead to."""
    found = script.installed(script.search_path())
    in_place = {each["name"] for each in found if each["editable"]}
    told = tops({each["name"]: each["modules"] for each in found})
    for name, owners in importlib.metadata.packages_distributions().items():
        if name.isidentifier() and not in_place.intersection(owners) and name in told:
            assert told[name] == sorted(set(owners))


def tops(found: dict[str, list[str] | None]) -> dict[str, list[str]]:
    told: dict[str, set[str]] = {}
    for owner, names in found.items():
        for name in names or ():
            told.setdefault(name.partition(".")[0], set()).add(owner)
    return {name: sorted(owners) for name, owners in told.items()}


def test_an_egg_lists_its_files_or_the_names_at_its_top(tmp_path: Path) -> None:
    listed, named, neither = (tmp_path / f"{name}-1.0.egg-info" for name in ("listed", "named", "neither"))
    for folder in (listed, named, neither):
        folder.mkdir()
        folder.joinpath("PKG-INFO").write_text(f"Name: {folder.name.partition('-')[0]}\nVersion: 1.0\n")
    listed.joinpath("installed-files.txt").write_text("../one/__init__.py\nPKG-INFO\n../../../../bin/one\n")
    listed.joinpath("top_level.txt").write_text("one\nclaimed\n")
    named.joinpath("top_level.txt").write_text("two\nns/three\nno-name\n")
    tmp_path.joinpath("single-1.0.egg-info").write_text("Name: single\nVersion: 1.0\n")
    assert modules(tmp_path) == {"listed": ["one"], "named": ["ns.three", "two"], "neither": None, "single": None}


def test_an_empty_list_is_not_the_same_as_none(tmp_path: Path) -> None:
    install(tmp_path, "data-only", "share/data.json")
    install(tmp_path, "stubs", "requests-stubs/__init__.pyi")
    install(tmp_path, "bare").joinpath("RECORD").unlink()
    assert modules(tmp_path) == {"bare": None, "data-only": [], "stubs": []}


@pytest.mark.parametrize("text", ["MAPPING: dict[str, str] = {'acme.tool': '/p/acme/tool'}", 'MAPPING = {"a": "/p"}'])
def test_an_editable_install_of_setuptools_says_what_it_redirects(tmp_path: Path, text: str) -> None:
    install(tmp_path, "tool", "__editable___tool_1_0_finder.py", "__editable__.tool-1.0.pth")
    tmp_path.joinpath("__editable___tool_1_0_finder.py").write_text(f"import sys\n{text}\nNAMESPACES = {{}}\n")
    assert modules(tmp_path)["tool"] == (["acme.tool"] if "acme" in text else ["a"])


def test_a_path_file_leads_to_the_modules_of_a_project(tmp_path: Path) -> None:
    site, project = tmp_path / "site-packages", tmp_path / "project"
    for name in ("acme_tool/__init__.py", "tests/__init__.py", "setup.py", "noxfile.py"):
        project.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        project.joinpath(name).touch()
    install(site, "acme-tool", "_acme_tool.pth")
    site.joinpath("_acme_tool.pth").write_text(f"{project}\n")
    assert modules(site) == {"acme-tool": ["acme_tool"]}
    site.joinpath("_acme_tool.pth").write_text(f"import os; os.system('x')\n# no\n{project}/gone\n")
    assert modules(site) == {"acme-tool": None}


def test_a_path_file_may_lead_to_a_namespace(tmp_path: Path) -> None:
    site, source = tmp_path / "site-packages", tmp_path / "project" / "src"
    source.joinpath("google", "cloud", "mine").mkdir(parents=True)
    source.joinpath("google", "cloud", "mine", "__init__.py").touch()
    install(site, "google-cloud-mine", "mine.pth")
    site.joinpath("mine.pth").write_text(f"{source}\n")
    assert modules(site) == {"google-cloud-mine": ["google.cloud.mine"]}


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ('"a,b.py",,\n"c""d.py",,\na.py,,\n', ["a"]),
        ("a\\__init__.py,,\r\na\\b.py,,\r\n", ["a"]),
        ("../a.py,,\n/etc/b.py,,\nC:/c.py,,\n1a.py,,\na-b/c.py,,\n__init__.py,,\n", []),
        ("a/__pycache__/b.pyc,,\nb.pyc,,\n", ["b"]),
        ("", []),
        ("\ufeffa.py,,\nb.py", ["b"]),
    ],
)
def test_odd_lists_are_read_as_far_as_names_go(tmp_path: Path, record: str, told: list[str]) -> None:
    install(tmp_path, "odd", record=record)
    assert modules(tmp_path) == {"odd": told}


def test_what_is_too_much_is_not_told(tmp_path: Path) -> None:
    install(tmp_path, "long", record="x/y.py,,\n" * 700_000)
    install(tmp_path, "wide", record="".join(f"n/m{number}.py,,\n" for number in range(2_001)))
    install(tmp_path, "deep", record="/".join(["a"] * 100_000) + "/b.txt,,\n")
    install(tmp_path, "flat", record="".join(f"f{number}.py,,\n" for number in range(2_001)))
    assert modules(tmp_path) == {"deep": [], "flat": None, "long": None, "wide": ["n"]}


def test_the_commit_is_told_of_what_comes_from_version_control(tmp_path: Path) -> None:
    git = {"url": "https://u:SECRET@h/a.git", "vcs_info": {"vcs": "git", "commit_id": "ab" * 20}}
    install(tmp_path, "a", direct_url_json=json.dumps(git))
    install(tmp_path, "b")
    found = {each["name"]: (each["origin"], each["url"], each["commit"]) for each in script.installed([str(tmp_path)])}
    assert found == {"a": ("vcs", "https://h/a.git", "ab" * 20), "b": ("index", None, None)}


def test_an_older_snapshot_knows_neither_modules_nor_commits() -> None:
    old: dict[str, Any] = {"name": "a", "version": "1", "origin": "index", "url": None, "editable": False}
    told = environment_of(spoilt(distributions=[old]), "x")
    assert told.distributions == (Distribution("a", "1", modules=None, commit=None),)
    new = environment_of(spoilt(distributions=[{**old, "modules": ["b", "c.d"], "commit": "0f"}]), "x")
    assert new.distributions is not None
    assert (new.distributions[0].modules, new.distributions[0].commit) == (("b", "c.d"), "0f")


@pytest.mark.parametrize("wrong", ["a", [1], [""], {"a": 1}])
def test_modules_of_a_snapshot_are_names(wrong: object) -> None:
    one = {"name": "a", "version": "1", "origin": "index", "url": None, "editable": False, "modules": wrong}
    with pytest.raises(ProbeError, match=r"distributions\[0\].modules"):
        environment_of(spoilt(distributions=[one]), "x")
