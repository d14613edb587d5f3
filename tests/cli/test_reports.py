"""Reports beside the log: in every format, for every outcome, whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from importspy_static.report.formats import FORMATS
from tests.cli.conftest import Program
from tests.cli.small_projects import BREAKS, KEEPS, RUN, Check, checker, write

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY_FORMAT = pytest.mark.parametrize("form", FORMATS)
OUTCOMES = {
    "compliant": (("check", "fine.py"), 0),
    "broken": (("check", "broken.py", "fine.py"), 1),
    "refused": (("check", "fine.py", "-s", "refused.yml"), 2),
    "bug": (("check", "crash.py"), 3),
}


@EVERY_FORMAT
@pytest.mark.parametrize(("arguments", "status"), OUTCOMES.values(), ids=OUTCOMES)
def test_no_format_changes_the_exit_status(
    program: Program, form: str, arguments: tuple[str, ...], status: int
) -> None:
    assert program(*arguments, "-f", form).status == status
    done = program(*arguments, "--report", f"{form}=report.txt")
    assert done.status == status
    assert os.path.exists("report.txt") == (status < 2), "nothing was found out, so that nothing is written"


@EVERY_FORMAT
def test_a_report_in_a_file_is_what_standard_output_would_show(program: Program, folder: Path, form: str) -> None:
    shown = program("check", "broken.py", "-f", form)
    done = program("check", "broken.py", "--report", f"{form}=report.txt")
    assert (folder / "report.txt").read_bytes().decode() == shown.out
    assert (done.out, done.err) == (program("check", "broken.py").out, shown.err), "the log is as without it"


def test_there_may_be_one_of_each_format_at_once(program: Program, folder: Path) -> None:
    asked = [part for form in FORMATS for part in ("--report", f"{form}={form}.txt")]
    done = program("check", "broken.py", "-f", "concise", "-o", "log.txt", *asked)
    assert (done.status, done.out) == (1, "")
    for form in FORMATS:
        assert (folder / f"{form}.txt").read_bytes().decode() == program("check", "broken.py", "-f", form).out
    assert (folder / "log.txt").read_text() == (folder / "concise.txt").read_text()


def test_reports_of_a_run_are_the_same_bytes_from_run_to_run(program: Program, folder: Path) -> None:
    asked = [part for form in FORMATS for part in ("--report", f"{form}={form}.txt")]
    written = []
    for _ in range(2):
        program("check", "broken.py", "undecided.py", *asked)
        written.append([(folder / f"{form}.txt").read_bytes() for form in FORMATS])
    assert written[0] == written[1]


def test_a_file_may_have_an_equals_sign_in_its_name(program: Program, folder: Path) -> None:
    program("check", "fine.py", "--report", "json=a=b.json")
    assert json.loads((folder / "a=b.json").read_text())["schema_version"] == 1


@pytest.mark.parametrize(
    ("given", "message", "hint"),
    [
        ("sarif", "'sarif' is not FORMAT=FILE", "for example --report sarif=out.sarif"),
        ("sarif=", "'sarif=' is not FORMAT=FILE", "for example"),
        ("=x", "'' is not one of full", ""),
        ("sarf=x", "'sarf' is not one of full", "did you mean sarif?"),
        ("\x1b=x", r"'\\x1b' is not one of", ""),
    ],
)
def test_wrong_use_is_told(program: Program, folder: Path, given: str, message: str, hint: str) -> None:
    before = set(os.listdir(folder))
    done = program("check", "broken.py", "--report", given)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"error: --report: {message}")
    assert hint in done.err
    assert set(os.listdir(folder)) == before


@pytest.mark.parametrize("other", [("--report", "json=./x.txt"), ("-o", "x.txt")])
def test_two_reports_do_not_go_into_one_file(program: Program, folder: Path, other: tuple[str, str]) -> None:
    done = program("check", "broken.py", "--report", "sarif=x.txt", *other)
    assert (done.status, done.out) == (2, "")
    assert "two reports would go into" in done.err
    assert not (folder / "x.txt").exists()


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="no device that takes everything")
def test_a_device_takes_several(program: Program) -> None:
    assert program("check", "fine.py", "--report", "json=/dev/null", "--report", "sarif=/dev/null").status == 0


@pytest.mark.parametrize("target", ["no/such/folder/x", "fine.py/x", ".", "x" * 300])
def test_what_cannot_be_written_is_refused_and_nothing_is_left(program: Program, folder: Path, target: str) -> None:
    before = set(os.listdir(folder))
    done = program("check", "broken.py", "--report", f"json={target}")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"error: cannot write {target}: ")
    assert set(os.listdir(folder)) == before


@pytest.mark.parametrize("target", ["broken.py", "spymodel.yml", "./broken.py"])
def test_a_report_never_overwrites_what_it_is_about(program: Program, folder: Path, target: str) -> None:
    (folder / target).write_text("mine")
    done = program("check", "broken.py", "--report", f"json={target}")
    assert done.status == 2
    assert "would overwrite" in done.err
    assert (folder / target).read_text() == "mine"


def test_an_old_report_is_as_it_was_when_the_check_is_refused(program: Program, folder: Path) -> None:
    (folder / "x.json").write_text("old")
    assert program("check", "fine.py", "-s", "refused.yml", "--report", "json=x.json").status == 2
    assert (folder / "x.json").read_text() == "old"


def test_a_configuration_may_ask_for_reports_beside_itself(
    program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "importspy-static.toml").write_text('report = ["json=a.json", "junit=b.xml"]\n')
    assert program("check", "broken.py").status == 1
    assert json.loads((folder / "a.json").read_text())["summary"]["errors"] == 2
    assert (folder / "b.xml").read_text().startswith("<?xml ")
    monkeypatch.setenv("IMPORTSPY_STATIC_REPORT", os.pathsep.join(["gitlab=c.json", "sarif=d.sarif"]))
    (folder / "a.json").unlink()
    assert program("check", "broken.py").status == 1
    assert not (folder / "a.json").exists(), "a variable takes the place of all of them"
    assert (folder / "c.json").exists()
    assert (folder / "d.sarif").exists()
    assert program("check", "broken.py", "--report", "json=e.json", "--isolated").status == 1
    assert (folder / "e.json").exists()


def test_a_configuration_writes_nowhere_but_below_itself(program: Program, folder: Path) -> None:
    (folder / "importspy-static.toml").write_text('report = "json=../a.json"\n')
    done = program("check", "broken.py")
    assert (done.status, done.out) == (2, "")
    assert "report: '../a.json' is not in the folder of this file" in done.err
    assert not (folder.parent / "a.json").exists()


# Annotations where there is no report


def test_problems_of_a_contract_are_annotated_too(program: Program) -> None:
    done = program("check", "fine.py", "-s", "refused.yml", "-f", "github")
    told = [line for line in done.err.splitlines() if line.startswith("::")]
    assert (done.status, done.out) == (2, "")
    properties = "file=spymodel.yml,line=3,col=1,title=SPY911 class-gone"
    assert told == [f"::error {properties}::spymodel.yml:3:1 SPY911 class 'Plugin' is missing"] * 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.py",), "::error title=importspy-static::no such path: none.py"),
        (("fine.py", "--select", "SPY777"), "::error title=importspy-static::--select: no violation has the code"),
        (("fine.py", "-o", "no/such/x"), "::error title=importspy-static::cannot write no/such/x: "),
        (
            ("fine.py", "--report", "x"),
            "::error title=importspy-static::--report: 'x' is not FORMAT=FILE%0Afor example",
        ),
    ],
)
def test_other_refusals_are_annotated_in_one_line(program: Program, arguments: tuple[str, ...], said: str) -> None:
    done = program("check", *arguments, "-f", "github")
    assert (done.status, done.out) == (2, "")
    assert any(line.startswith(said) for line in done.err.splitlines())
    assert "::error" not in program("check", *arguments).err, "only where annotations are asked for"


def test_problems_of_the_configuration_are_annotated_at_their_lines(program: Program, folder: Path) -> None:
    (folder / "importspy-static.toml").write_text("\nfail-on = 'never'\n")
    done = program("check", "fine.py", "-f", "github")
    assert done.status == 2
    (told,) = [line for line in done.err.splitlines() if line.startswith("::")]
    assert told.startswith("::error file=importspy-static.toml,line=2,col=11,title=importspy-static::")


# Paths of a repository


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Check]:
    """`check` in a folder of a small repository."""
    write(
        tmp_path,
        {
            "repository/.git/HEAD": "ref: refs/heads/main\n",
            "repository/services/my plugins/spymodel.yml": RUN,
            "repository/services/my plugins/broken.py": BREAKS,
            "repository/services/my plugins/fine.py": KEEPS,
            "elsewhere/broken.py": BREAKS,
        },
    )
    return lambda way: checker(tmp_path / "repository" / way, monkeypatch, capsys)


def uris(text: str) -> list[str]:
    results = json.loads(text)["runs"][0]["results"]
    return [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in results]


def test_paths_are_told_from_the_root_wherever_the_check_is_run(check: Callable[..., Check], tmp_path: Path) -> None:
    contract = ("-s", str(tmp_path / "repository/services/my plugins/spymodel.yml"))
    absolute = str(tmp_path / "repository/services/my plugins/broken.py")
    below, root = "services/my plugins", ""
    told = []
    for way, path in ((below, "broken.py"), (root, "services/my plugins/broken.py"), (root, absolute)):
        done = check(way)(path, *contract, "-f", "sarif")
        assert uris(done.out) == ["services/my%20plugins/broken.py"]
        assert str(tmp_path) not in done.out
        told.append(done.out)
        quality = json.loads(check(way)(path, *contract, "-f", "gitlab").out)
        assert quality[0]["location"]["path"] == "services/my plugins/broken.py"
        assert "file=services/my plugins/broken.py," in check(way)(path, *contract, "-f", "github").out
    assert told[0] == told[1] == told[2]


def test_what_is_outside_of_the_repository_is_a_file_uri(check: Callable[..., Check], tmp_path: Path) -> None:
    done = check("services/my plugins")("../../../elsewhere/broken.py", "-s", "spymodel.yml", "-f", "sarif")
    assert uris(done.out) == [(tmp_path / "elsewhere" / "broken.py").resolve().as_uri()]


def test_a_member_of_an_archive_is_told_below_the_archive(check: Callable[..., Check], tmp_path: Path) -> None:
    from zipfile import ZipFile

    run = check("services/my plugins")
    with ZipFile("acme.zip", "w") as archive:
        archive.writestr("acme/broken.py", BREAKS)
    done = run("acme.zip", "-s", "spymodel.yml", "-f", "sarif")
    assert uris(done.out) == ["services/my%20plugins/acme.zip/acme/broken.py"]
