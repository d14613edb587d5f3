"""Installed distributions: what they hold and register, as `importlib.metadata` knows it and without it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from importspy_static.project.archives import Archive, open_archive
from importspy_static.project.distributions import InstalledDistribution, NoDistribution, distribution, registered
from importspy_static.project.entry_points import (
    archive_entry_points,
    declared,
    entry_point,
    project_entry_points,
)
from tests.probes.interpreters import python
from tests.project.packing import METADATA, files, zipped
from tests.project.trees import plant, write

POINTS = """[acme.plugins]
Demo = acme.plugins:Demo.run [fast, extra]
plain=acme

[console_scripts]
acme = acme.cli:main
"""


def info(name: str, version: str = "1.0", **contents: str) -> dict[str, str]:
    """The metadata of a distribution."""
    folder = f"{name.replace('-', '_')}-{version}.dist-info"
    told = {"METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n\nVersion: 9\nName: body\n"}
    return {f"{folder}/{key}": text for key, text in (told | contents).items()}


def found(name: str, *folders: Path) -> InstalledDistribution:
    answer = distribution(name, [str(folder) for folder in folders])
    assert isinstance(answer, InstalledDistribution), answer
    return answer


def modules(answer: InstalledDistribution) -> dict[str, str | None]:
    return {os.path.relpath(each.path, answer.location).replace(os.sep, "/"): each.module for each in answer.sources}


# --- installed ------------------------------------------------------------------------------------------------------

RECORD = """acme/__init__.py,sha256=x,1
acme/api.py,,
acme/api.pyi,,
acme/fast.abi3.so,,
acme/__pycache__/api.cpython-312.pyc,,
"acme/with,comma.py",,
acme/gone.py,,
acme/data.txt,,
../../bin/acme.py,,
/etc/absolute.py,,
acme/../acme_extra.py,,
acme-1.0.dist-info/RECORD,,
acme.libs/libz.so.1,,
,,

"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "lib" / "site-packages"
    write(folder, info("acme", RECORD=RECORD))
    plant(folder, "acme/__init__.py", "acme/api.py", "acme/api.pyi", "acme/fast.abi3.so", "acme/with,comma.py")
    plant(folder, "acme_extra.py", "acme/unlisted.py", "acme.libs/libz.so.1", "other.py")
    return folder


def test_the_files_of_a_distribution_are_those_that_its_record_lists(site: Path) -> None:
    acme = found("acme", site)
    assert (acme.name, acme.version, acme.location, acme.is_editable) == ("acme", "1.0", str(site), False)
    assert modules(acme) == {
        "acme/__init__.py": "acme",
        "acme/api.py": "acme.api",
        "acme/with,comma.py": None,
        "acme_extra.py": "acme_extra",
    }
    assert {each.kind for each in acme.sources} == {"installed"}


def test_what_of_it_cannot_be_looked_at_is_told(site: Path) -> None:
    told = {
        os.path.relpath(each.path, site).replace(os.sep, "/"): each.reason for each in found("acme", site).unreadable
    }
    assert sorted(told) == ["acme.libs/libz.so.1", "acme/fast.abi3.so", "acme/gone.py"]
    assert "not there" in told["acme/gone.py"]


def test_the_description_of_a_distribution_is_not_its_metadata(tmp_path: Path) -> None:
    write(tmp_path, {"acme-1.0.dist-info/METADATA": "Name: Acme\n\nVersion: 9\n"})
    assert (found("acme", tmp_path).name, found("acme", tmp_path).version) == ("Acme", "1.0")


@pytest.mark.parametrize("name", ["Zope.Interface", "zope-interface", "zope_interface", "ZOPE--interface"])
def test_names_are_compared_as_an_index_compares_them(tmp_path: Path, name: str) -> None:
    write(tmp_path, info("zope.interface", RECORD="") | {"zope/interface/__init__.py": ""})
    assert found(name, tmp_path).name == "zope.interface"


def test_the_nearest_name_is_told(site: Path) -> None:
    write(site, info("Requests") | info("flask"))
    assert distribution("reqeusts", [str(site)]) == NoDistribution("reqeusts", "Requests")
    assert distribution("numpy", [str(site)]) == NoDistribution("numpy", None)
    assert distribution("acme", []) == NoDistribution("acme", None)


def test_the_first_of_the_search_path_counts(tmp_path: Path) -> None:
    write(tmp_path / "a", info("acme", "1.0"))
    write(tmp_path / "b", info("acme", "2.0"))
    assert found("acme", tmp_path / "a", tmp_path / "b").version == "1.0"
    assert found("acme", tmp_path / "b", tmp_path / "a").version == "2.0"


@pytest.mark.parametrize("name", ["", "\0", "x" * 100_000, "../acme", "\ud800", "a b"])
def test_no_name_is_too_strange(site: Path, name: str) -> None:
    assert isinstance(distribution(name, [str(site)]), NoDistribution)


def test_without_a_record_the_top_level_tells(tmp_path: Path) -> None:
    write(tmp_path, info("acme") | {"acme-1.0.dist-info/top_level.txt": "first\nsecond\n_third\n"})
    plant(
        tmp_path,
        "first/__init__.py",
        "first/deep/x.py",
        "first/__pycache__/x.pyc",
        "second.py",
        "_third.abi3.so",
        "acme.py",
    )
    assert modules(found("acme", tmp_path)) == {
        "first/__init__.py": "first",
        "first/deep/x.py": "first.deep.x",
        "second.py": "second",
    }
    assert [each.module for each in found("acme", tmp_path).unreadable] == ["_third"]


def test_without_any_list_its_name_tells(tmp_path: Path) -> None:
    write(tmp_path, info("Acme-Tools"))
    plant(tmp_path, "acme_tools/__init__.py", "other/__init__.py")
    assert modules(found("acme.tools", tmp_path)) == {"acme_tools/__init__.py": "acme_tools"}


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    write(tmp_path, info("acme") | {"acme/__init__.py": ""})
    (tmp_path / "acme" / "again").symlink_to(tmp_path / "acme", target_is_directory=True)
    assert modules(found("acme", tmp_path)) == {"acme/__init__.py": "acme"}


EGG_INFO = "Metadata-Version: 1.2\nName: acme\nVersion: 3.0\n"


def test_eggs_and_what_distutils_wrote_are_distributions(tmp_path: Path) -> None:
    write(tmp_path / "a", {"acme-3.0-py3.9.egg-info": EGG_INFO, "acme.py": ""})
    write(
        tmp_path / "b",
        {
            "acme.egg-info/PKG-INFO": EGG_INFO,
            "acme.egg-info/installed-files.txt": "../acme.py\n../../up.py\nPKG-INFO\n",
            "acme.py": "",
        },
    )
    write(
        tmp_path / "c",
        {"acme-3.0.egg-info/PKG-INFO": EGG_INFO, "acme-3.0.egg-info/top_level.txt": "acme\n", "acme.py": ""},
    )
    write(tmp_path / "d", {"acme-3.0-py3.9.egg/EGG-INFO/PKG-INFO": EGG_INFO, "acme-3.0-py3.9.egg/acme.py": ""})
    write(tmp_path / "e", {"acme.egg": zipped(files({"EGG-INFO/PKG-INFO": EGG_INFO, "acme.py": ""}))})
    for folder in ("a", "b", "c", "d", "d/acme-3.0-py3.9.egg", "e/acme.egg"):
        acme = found("acme", tmp_path / folder)
        assert (acme.name, acme.version) == ("acme", "3.0"), folder
        assert [each.module for each in acme.sources] == ["acme"], folder


# --- in place -------------------------------------------------------------------------------------------------------


def in_place(site: Path, project: Path, **contents: str) -> None:
    url = json.dumps({"url": f"file://{project}", "dir_info": {"editable": True}})
    write(site, info("acme", **contents) | {"acme-1.0.dist-info/direct_url.json": url})


def test_a_path_file_leads_to_the_project(tmp_path: Path) -> None:
    site = tmp_path / "site-packages"
    project = plant(
        tmp_path / "proj", "src/acme/__init__.py", "src/acme/api.py", "src/other/__init__.py", "tests/test_x.py"
    )
    in_place(site, project, RECORD="_acme.pth,,\nacme-1.0.dist-info/METADATA,,\n")
    write(site, {"_acme.pth": f"{project / 'src'}\n"})
    acme = found("acme", site)
    assert acme.is_editable
    assert {each.path: each.module for each in acme.sources} == {
        str(project / "src/acme/__init__.py"): "acme",
        str(project / "src/acme/api.py"): "acme.api",
    }


def test_a_project_of_another_name_gives_its_packages(tmp_path: Path) -> None:
    site = tmp_path / "site-packages"
    project = plant(
        tmp_path / "proj", "lib/one/__init__.py", "lib/two.py", "flat/__init__.py", "tests/__init__.py", "setup.py"
    )
    in_place(site, project, RECORD="_acme.pth,,\n")
    write(site, {"_acme.pth": f"{project / 'lib'}\n"})
    assert sorted(each.module or "" for each in found("acme", site).sources) == ["one", "two"]
    write(site, {"_acme.pth": f"{project}\n"})
    assert [each.module for each in found("acme", site).sources] == ["flat"]


def test_the_mapping_of_an_editable_finder_leads_to_the_project(tmp_path: Path) -> None:
    site = tmp_path / "site-packages"
    project = plant(tmp_path / "proj", "acme/__init__.py", "acme/api.py", "lone.py", "elsewhere/x.py")
    mapping = {"acme": str(project / "acme"), "lone": str(project / "lone"), "re.named": str(project / "elsewhere")}
    in_place(site, project, RECORD="__editable___acme_1_0_finder.py,,\n__editable__.acme-1.0.pth,,\n")
    write(site, {"__editable___acme_1_0_finder.py": f"MAPPING = {mapping!r}\nNAMESPACES = {{}}\n"})
    write(site, {"__editable__.acme-1.0.pth": "import __editable___acme_1_0_finder; boom()"})
    assert sorted(each.module or "" for each in found("acme", site).sources) == [
        "acme",
        "acme.api",
        "lone",
        "re.named.x",
    ]


def test_an_egg_link_leads_to_the_project(tmp_path: Path) -> None:
    project = write(
        tmp_path / "proj",
        {"acme.egg-info/PKG-INFO": EGG_INFO, "acme.egg-info/top_level.txt": "acme\n", "acme/__init__.py": ""},
    )
    write(
        tmp_path / "site-packages",
        {"acme.egg-link": f"{project}\n.\n", "broken.egg-link": "\0\n", "gone.egg-link": "/gone\n"},
    )
    acme = found("acme", tmp_path / "site-packages")
    assert [each.path for each in acme.sources] == [str(project / "acme" / "__init__.py")]
    assert acme.location == str(project)


# --- spoilt ---------------------------------------------------------------------------------------------------------

URL = '{"url": "file:///%s", "dir_info": {"editable": true}}'
SPOILT = {
    "RECORD": [
        "\0", '"' * 200_000, "a" * 200_000, "../" * 500 + "x.py", "//x.py", "C:\\x.py,,", "\ud7ff.py", ",\n" * 1_000,
        "x.py\r\0,,\n" * 3,
    ],
    "direct_url.json": ["[" * 100_000, "{", "[]", '{"url": 1}', URL % "", URL % "\\u0000", "9" * 5_000],
    "top_level.txt": ["../..\n", "/etc\n", "\0\n", "a/b/c\n", "." * 1_000],
    "entry_points.txt": [
        "[", "]", "[a", "=", "[a]\n=", "[a]\n\0=\0", "[" * 100_000, "[a]\n" + "x" + " " * 100_000 + "= y:z [a",
    ],
    "METADATA": ["", "\0", "Name", "Name:\nVersion:", "Name: " + "x" * 100_000],
    "installed-files.txt": ["../" * 50 + "x.py", "\0"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "content"), [(file, each) for file, some in SPOILT.items() for each in some], ids=ascii
)
def test_spoilt_metadata_are_no_reason_to_fail(tmp_path: Path, file: str, content: str) -> None:
    write(tmp_path, info("acme") | {"acme/__init__.py": ""})
    write(tmp_path, {f"acme-1.0.dist-info/{file}": content})
    answer = found("acme", tmp_path)
    paths = [*(each.path for each in answer.sources), *(each.path for each in answer.unreadable)]
    assert all(path.startswith(str(tmp_path)) for path in paths)
    assert registered([str(tmp_path)], "a") is not None


# --- entry points ---------------------------------------------------------------------------------------------------

REFERENCES = {
    "acme.plugins:Demo.run [fast, extra]": ("acme.plugins", "Demo.run", ("fast", "extra")),
    "acme": ("acme", "", ()),
    " acme : main ": ("acme", "main", ()),
    "acme:main[]": ("acme", "main", ()),
    "acme:": (None, "", ()),
    ":main": (None, "", ()),
    "acme-x:main": (None, "", ()),
    "acme:main()": (None, "", ()),
    "acme:a:b": (None, "", ()),
    "acme.:main": (None, "", ()),
    "acme:main [fast": (None, "", ()),
    "import os": (None, "", ()),
    "": (None, "", ()),
}


@pytest.mark.parametrize(("reference", "expected"), REFERENCES.items(), ids=REFERENCES)
def test_a_reference_names_a_module_and_an_attribute(reference: str, expected: tuple[object, ...]) -> None:
    point = entry_point("group", "name", reference)
    assert (point.module, point.attribute, point.extras) == expected
    assert point.reference == reference.strip()


def test_entry_points_of_a_distribution(tmp_path: Path) -> None:
    write(tmp_path, info("acme") | {"acme-1.0.dist-info/entry_points.txt": f"# {POINTS}; x\nno = group\n{POINTS}"})
    points = found("acme", tmp_path).entry_points
    assert [(point.group, point.name, point.module) for point in points[-3:]] == [
        ("acme.plugins", "Demo", "acme.plugins"),
        ("acme.plugins", "plain", "acme"),
        ("console_scripts", "acme", "acme.cli"),
    ]


def test_what_is_registered_under_a_group_comes_with_its_distribution(tmp_path: Path) -> None:
    write(tmp_path / "a", info("acme") | {"acme-1.0.dist-info/entry_points.txt": POINTS})
    write(tmp_path / "a", info("Other") | {"Other-1.0.dist-info/entry_points.txt": "[acme.plugins]\no = other\n"})
    write(tmp_path / "b", info("acme", "2.0") | {"acme-2.0.dist-info/entry_points.txt": "[acme.plugins]\nhidden = x\n"})
    found_points = registered([str(tmp_path / "a"), str(tmp_path / "b")], "acme.plugins")
    assert [(each.distribution, each.point.name) for each in found_points] == [
        ("Other", "o"),
        ("acme", "Demo"),
        ("acme", "plain"),
    ]


PYPROJECT = """
[project.scripts]
acme = "acme.cli:main"
[project.gui-scripts]
acme-gui = "acme.gui:main"
[project.entry-points."acme.plugins"]
demo = "acme.plugins:Demo"
[project.entry-points.other]
wrong = 3
[tool.poetry.scripts]
old = "acme.cli:old"
tabled = {reference = "acme.cli:tabled", type = "console"}
[tool.poetry.plugins."acme.plugins"]
poet = "acme.poet:Demo"
[tool.flit.entrypoints."acme.plugins"]
flit = "acme.flit:Demo"
"""
SETUP_CFG = (
    "[options.entry_points]\nAcme.Plugins =\n    Cfg = acme.cfg:Demo\nconsole_scripts =\n    acme = acme.cli:main\n"
)


def test_a_project_declares_entry_points(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": PYPROJECT, "setup.cfg": SETUP_CFG})
    told = [(point.group, point.name, point.reference) for point in project_entry_points(str(tmp_path))]
    assert told == [
        ("console_scripts", "acme", "acme.cli:main"),
        ("gui_scripts", "acme-gui", "acme.gui:main"),
        ("acme.plugins", "demo", "acme.plugins:Demo"),
        ("console_scripts", "old", "acme.cli:old"),
        ("console_scripts", "tabled", "acme.cli:tabled"),
        ("acme.plugins", "poet", "acme.poet:Demo"),
        ("acme.plugins", "flit", "acme.flit:Demo"),
        ("Acme.Plugins", "Cfg", "acme.cfg:Demo"),
    ]
    assert project_entry_points(str(tmp_path / "gone")) == ()


@pytest.mark.parametrize(
    "text", ["project = 1", "[project]\nscripts = []", "[project]\nentry-points = {a = 1}", "[[project]]"]
)
def test_a_project_of_a_wrong_shape_declares_none(text: str) -> None:
    assert declared(text.encode(), None) == ()


def test_archives_have_entry_points(tmp_path: Path) -> None:
    wheel = {**METADATA, "acme-1.0.dist-info/entry_points.txt": POINTS}
    project = {"acme-1.0/PKG-INFO": "", "acme-1.0/pyproject.toml": PYPROJECT, "acme-1.0/x.py": ""}
    for name, contents, count in (("a.whl", wheel, 3), ("a.zip", project, 7)):
        (tmp_path / name).write_bytes(zipped(files(contents)))
        archive = open_archive(str(tmp_path / name))
        assert isinstance(archive, Archive)
        points = archive_entry_points(archive)
        assert len(points) == count
        assert all(point.module for point in points)


# --- held to importlib.metadata -------------------------------------------------------------------------------------

ASKED = """
import importlib.metadata, json, os, sys
found = {}
for each in importlib.metadata.distributions():
    files = [os.path.normpath(str(each.locate_file(file))) for file in each.files or []]
    points = [[point.group, point.name, point.value] for point in each.entry_points]
    found.setdefault(each.metadata["Name"], [each.version, files, sorted(points)])
json.dump([sys.path, found], sys.stdout)
"""


@pytest.mark.parametrize("minor", ["3.10", "3.11", "3.12", "3.13", "3.14"])
def test_every_distribution_here_is_told_as_importlib_metadata_tells_it(minor: str) -> None:
    answer = subprocess.run([python(minor), "-I", "-B", "-c", ASKED], capture_output=True, check=True, timeout=120)
    search_path, expected = json.loads(answer.stdout)
    assert expected
    for name, (version, paths, points) in expected.items():
        ours = distribution(name, search_path)
        assert isinstance(ours, InstalledDistribution)
        assert (ours.name, ours.version) == (name, version)
        assert sorted([point.group, point.name, point.reference] for point in ours.entry_points) == points
        top = ours.location + os.sep
        sources = {path for path in paths if path.endswith(".py") and path.startswith(top)}
        if not ours.is_editable:
            assert {each.path for each in ours.sources if not each.is_stub} == sources
