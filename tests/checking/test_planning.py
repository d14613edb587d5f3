"""What is judged against what: bundles, contracts that name their file, entry points."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from importspy_static import check as check_api
from importspy_static.checking.readings import Readings
from importspy_static.extract.isolation import Extractor
from importspy_static.model.bytecode import Code
from importspy_static.model.depth import Depth
from importspy_static.model.fingerprint import Print
from importspy_static.model.program import Failure
from tests.checking.environments import record_line
from tests.cli.small_projects import BREAKS, KEEPS, RUN, Check, checker, found, write
from tests.project.packing import METADATA, files, wheel, zipped


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    return checker(tmp_path, monkeypatch, capsys)


# --- bundles --------------------------------------------------------------------------------------------------------

BUNDLE = """
modules:
  - filename: plugins/one.py
    functions: [{name: go}]
  - filename: plugins/two.py
    functions: [{name: stop}]
"""


def bundle(folder: Path) -> None:
    write(folder, {"b.yml": BUNDLE, "plugins/one.py": "def go(): pass\n", "plugins/two.py": "def stop(): pass\n"})


def test_each_entry_of_a_bundle_is_about_its_own_file(check: Check, tmp_path: Path) -> None:
    bundle(tmp_path)
    write(tmp_path, {"plugins/three.py": ""})
    for arguments in ((), (".",), ("plugins",), ("plugins/*.py",)):
        done = check(*arguments, "-s", "b.yml")
        assert (done.status, done.out) == (0, "")
    write(tmp_path, {"plugins/two.py": "def go(): pass\n"})
    assert found(check("plugins", "-s", "b.yml")) == ["plugins/two.py SPY301"]
    assert check("plugins/one.py", "-s", "b.yml").status == 0
    assert check("plugins/three.py", "-s", "b.yml").status == 2


@pytest.mark.parametrize("arguments", [(), (".",), ("plugins",), ("plugins/*.py",), ("p*",), ("**/*.py",)])
def test_a_file_of_a_bundle_that_was_renamed_is_missed(
    check: Check, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    bundle(tmp_path)
    (tmp_path / "plugins" / "two.py").rename(tmp_path / "plugins" / "three.py")
    done = check(*arguments, "-s", "b.yml")
    assert (done.status, found(done)) == (1, ["plugins/two.py SPY001"])


def test_a_file_of_a_bundle_that_is_elsewhere_is_not_asked_for(check: Check, tmp_path: Path) -> None:
    bundle(tmp_path)
    (tmp_path / "plugins" / "two.py").unlink()
    write(tmp_path, {"other/plugins/two.py": "def stop(): pass\n", "other/one.py": "def go(): pass\n"})
    assert check("plugins/one.py", "-s", "b.yml").status == 0
    assert check("other", "-s", "b.yml").status == 2, "no file of it is one that the bundle names"


@pytest.mark.parametrize("arguments", [(), (".",), ("plugins",)])
def test_an_entry_for_other_targets_asks_nothing_here(check: Check, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    write(tmp_path, {"plugins/one.py": "def go(): pass\n"})
    other = "windows" if sys.platform != "win32" else "linux"
    deployments = "deployments: [{systems: [{os: linux}, {os: windows}]}]\n"
    write(tmp_path, {"b.yml": f"{BUNDLE}    when: {{os: [{other}]}}\n{deployments}"})
    assert check(*arguments, "-s", "b.yml").status == 0, "the file may be missing where nothing is asked of it"
    assert found(check(*arguments, "-s", "b.yml", "--every-deployment")) == ["plugins/two.py SPY001"]
    write(tmp_path, {"plugins/two.py": ""})
    assert check(*arguments, "-s", "b.yml").status == 0
    assert found(check(*arguments, "-s", "b.yml", "--every-deployment")) == ["plugins/two.py SPY301"]
    write(tmp_path, {"b.yml": f"{BUNDLE}    when: {{os: [linux, windows, darwin]}}\n"})
    assert found(check(*arguments, "-s", "b.yml")) == ["plugins/two.py SPY301"]


def test_what_stands_beside_the_modules_of_a_bundle_holds_for_all(check: Check, tmp_path: Path) -> None:
    bundle(tmp_path)
    write(tmp_path, {"plugins/three.py": "def help(): pass\n"})
    write(tmp_path, {"b.yml": f"functions: [{{name: help}}]\n{BUNDLE}"})
    assert found(check("plugins", "-s", "b.yml")) == ["plugins/one.py SPY301", "plugins/two.py SPY301"]
    write(tmp_path, {"b.yml": f"filename: one.py\nfunctions: [{{name: help}}]\n{BUNDLE}"})
    assert found(check("plugins", "-s", "b.yml")) == ["plugins/one.py SPY301"]


def test_the_paths_of_a_bundle_start_from_its_folder_or_a_root(check: Check, tmp_path: Path) -> None:
    bundle(tmp_path / "src")
    (tmp_path / "src" / "b.yml").rename(tmp_path / "b.yml")
    done = check("src", "-s", "b.yml")
    assert (done.status, found(done)) == (2, [])
    assert check("src", "-s", "b.yml", "--root", "src").status == 0
    assert check("-s", "b.yml", "--root", "src").status == 0
    write(tmp_path, {"pyproject.toml": ""})
    assert check("src", "-s", "b.yml").status == 0, "src is a root of the project"


def test_a_link_in_place_of_a_file_of_a_bundle_is_that_file(check: Check, tmp_path: Path) -> None:
    bundle(tmp_path)
    (tmp_path / "plugins" / "two.py").rename(tmp_path / "elsewhere.py")
    (tmp_path / "plugins" / "two.py").symlink_to("../elsewhere.py")
    assert check("plugins", "-s", "b.yml").status == 0
    write(tmp_path, {"elsewhere.py": ""})
    assert found(check("plugins", "-s", "b.yml")) == ["plugins/two.py SPY301"]


def test_each_archive_is_held_to_the_whole_bundle(check: Check, tmp_path: Path) -> None:
    bundle(tmp_path)
    whole = {"plugins/one.py": "def go(): pass\n", "plugins/two.py": "def stop(): pass\n"}
    half = {"plugins/one.py": "def go(): pass\n"}
    write(tmp_path, {"whole.whl": wheel(*files(whole)), "half.whl": wheel(*files(half))})
    done = check("whole.whl", "half.whl", "-s", "b.yml")
    assert (done.status, found(done)) == (1, ["half.whl/plugins/two.py SPY001"])


def test_a_bundle_and_no_path_need_each_other(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": RUN, "one.py": KEEPS})
    done = check("-s", "c.yml")
    assert (done.status, done.err) == (
        2,
        "error: no PATH is given, and c.yml names no files itself\n  give the files that it is about\n",
    )


# --- entry points ---------------------------------------------------------------------------------------------------

REGISTERED = """
[project]
name = "acme"
version = "1.0"
[project.entry-points."acme.plugins"]
one = "acme.one:Plugin"
two = "acme.two:Plugin"
[tool.importspy-static]
contracts = [{ path = "entry-points:acme.plugins", contract = "c.yml" }]
"""
ALL = ((), (".",), ("src",))


def registering(folder: Path) -> None:
    write(folder, {"pyproject.toml": REGISTERED, "c.yml": RUN, "src/acme/__init__.py": ""})
    write(folder, {"src/acme/one.py": KEEPS, "src/acme/two.py": KEEPS, "src/acme/three.py": ""})


def test_what_a_project_registers_is_held_with_any_path_or_none(check: Check, tmp_path: Path) -> None:
    registering(tmp_path)
    for arguments in (*ALL, ("src/acme/two.py",), ("--root", "src")):
        assert check(*arguments).status == 0, arguments
    write(tmp_path, {"src/acme/two.py": BREAKS})
    for arguments in (*ALL, ("src/acme/two.py",), ("--root", "src")):
        done = check(*arguments)
        assert (done.status, found(done)) == (1, ["src/acme/two.py SPY302"]), arguments
    assert check("src/acme/one.py").status == 0


def test_an_entry_point_that_leads_nowhere_is_told_when_the_project_is_checked(check: Check, tmp_path: Path) -> None:
    registering(tmp_path)
    (tmp_path / "src" / "acme" / "two.py").rename(tmp_path / "src" / "acme" / "zwei.py")
    for arguments in ((), (".",), (tmp_path,)):
        done = check(*arguments)
        assert (done.status, found(done)) == (1, ["acme.plugins:two SPY001"]), arguments
    assert check("src/acme/one.py").status == 0
    write(tmp_path, {"src/acme/two.py": "def nothing(): pass\n"})
    assert "src/acme/two.py SPY603" in found(check())


def test_what_a_wheel_or_a_distribution_registers_is_held(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"c.yml": RUN})
    write(tmp_path, {"here.toml": 'contracts = [{ path = "entry-points:acme.plugins", contract = "c.yml" }]\n'})
    contents = {
        **METADATA,
        "acme-1.0.dist-info/entry_points.txt": "[acme.plugins]\none = acme.one:Plugin\ntwo = acme.gone:Plugin\n",
        "acme/__init__.py": "",
        "acme/one.py": BREAKS,
    }
    record = "".join(record_line(name, content.encode()) for name, content in contents.items())
    write(tmp_path, {"acme.whl": zipped(files(contents))})
    write(tmp_path / "site", {**contents, "acme-1.0.dist-info/RECORD": record})
    monkeypatch.syspath_prepend(tmp_path / "site")
    assert found(check("acme.whl", "--config", "here.toml")) == [
        "acme.plugins:two SPY001",
        "acme.whl/acme/one.py SPY302",
    ]
    for arguments in (("--dist", "acme"), ()):
        done = check(*arguments, "--config", "here.toml")
        assert (done.status, [Path(line).name for line in found(done)]) == (
            1,
            ["acme.plugins:two SPY001", "one.py SPY302"],
        ), arguments


def test_a_group_that_nobody_registers_is_nothing_to_check(check: Check, tmp_path: Path) -> None:
    registering(tmp_path)
    write(tmp_path, {"pyproject.toml": REGISTERED.replace('entry-points."acme.plugins"', 'entry-points."acme.plugin"')})
    for arguments in ((), (".",)):
        done = check(*arguments)
        assert (done.status, done.out) == (2, "")


# --- reading begins before all is planned ---------------------------------------------------------------------------

NAMES = ["one", "two", *(f"part{number}" for number in range(10))]
MANY_FILES = {
    f"acme/{name}.py": f"import os\nnumber = {number}\n" + (KEEPS if number % 3 else BREAKS)
    for number, name in enumerate(NAMES)
}
POINTS = REGISTERED.replace("c.yml", "run.yml")
IMPORTERS = "importers:\n  classes: [{name: Plugin}]\nimports: {deny: [os]}\n"


@pytest.mark.parametrize("contract", ["run.yml", "policy.yml", "named.yml", "bundle.yml", "importers.yml", "gone.yml"])
@pytest.mark.parametrize("points", ["", POINTS])
def test_a_check_that_begins_early_tells_the_same_and_reads_no_file_twice(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, contract: str, points: str
) -> None:
    write(
        tmp_path,
        {
            **MANY_FILES,
            "acme/host.py": "import acme.one, acme.two\n",
            "run.yml": RUN,
            "policy.yml": "imports: {deny: [os, sys]}\n",
            "named.yml": "filename: part1.py\n" + RUN,
            "bundle.yml": "modules:\n  - filename: acme/two.py\n    classes: [{name: Plugin}]\n",
            "importers.yml": IMPORTERS,
            "pyproject.toml": points or REGISTERED.partition("[tool.")[0],
        },
    )
    read: list[bytes] = []
    encoded_each = Extractor.encoded_each

    def counted(
        self: Extractor, sources: Sequence[bytes], depth: Depth | Print | Code = Depth.WHOLE
    ) -> Iterator[bytes | Failure]:
        read.extend(sources)
        return encoded_each(self, sources, depth)

    monkeypatch.setattr(Extractor, "encoded_each", counted)
    early = check("acme", "-s", contract, "--no-cache")
    read_early = sorted(read)
    read.clear()
    monkeypatch.setattr(Readings, "foresee", lambda *_: None)
    late = check("acme", "-s", contract, "--no-cache")
    assert early == late
    assert early.status == {"bundle.yml": 0, "gone.yml": 2}.get(contract, 1), early.err
    assert read_early == sorted(read)
    assert len(read) == len({*read}) or contract == "gone.yml"


def test_reading_begins_while_files_are_still_planned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {**MANY_FILES, "policy.yml": "imports: {deny: [os, sys]}\n"})
    foreseen: list[Depth] = []
    monkeypatch.setattr(Readings, "foresee", lambda _self, _file, asked: foreseen.append(asked))
    check_api([tmp_path / "acme"], tmp_path / "policy.yml")
    assert foreseen == [Depth.IMPORTS] * len(MANY_FILES)
