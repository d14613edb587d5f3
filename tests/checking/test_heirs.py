"""What a base class in another file does to its heirs: they are judged by it, and told the way to it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from importspy_static import check
from importspy_static.cli.main import main
from importspy_static.model.report import Report
from tests.checking.acme import PROJECT

BASE = "src/acme/api/plugin.py"
TRIM = "src/acme/plugins/trim.py"
RUN = "    def run(self, record: Record, strict: bool = False) -> Record:\n"
EDITS = {
    "renames an argument": (RUN, RUN.replace("strict", "severe"), "SPY310"),
    "makes an argument required": (RUN, RUN.replace("strict: bool = False", "strict: bool, depth: int"), "SPY314"),
    "annotates it otherwise": (RUN, RUN.replace("record: Record", "record: str"), "SPY312"),
    "returns something else": (RUN, RUN.replace("-> Record", "-> str"), "SPY320"),
    "makes the method async": (RUN, RUN.replace("def", "async def"), "SPY303"),
    "makes the method static": (RUN, "    @staticmethod\n" + RUN.replace("self, ", ""), "SPY303"),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "acme"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.chdir(copy)
    return copy


def heirs(project: Path) -> Iterator[str]:
    for file in sorted((project / "src" / "acme" / "plugins").rglob("[!_]*.py")):
        yield file.relative_to(project).as_posix()


def checked(project: Path) -> Report:
    return check(list(heirs(project)), "contracts/plugin.yml")


def edit(project: Path, path: str, before: str, after: str) -> int:
    """Change a text that is in a file once; its line."""
    text = (project / path).read_text(encoding="utf-8")
    assert text.count(before) == 1
    (project / path).write_text(text.replace(before, after), encoding="utf-8")
    return text[: text.index(before)].count("\n") + 1


def test_twelve_heirs_keep_the_contract_by_what_they_inherit(project: Path) -> None:
    report = checked(project)
    assert len(report.modules) == 12
    assert {module.path: module.verdict for module in report.modules} == dict.fromkeys(heirs(project), "compliant")


@pytest.mark.parametrize("edited", EDITS)
def test_an_edited_method_of_the_base_turns_every_heir(edited: str, project: Path) -> None:
    before, after, code = EDITS[edited]
    line = edit(project, BASE, before, after) + after[: after.index("def ")].count("\n")
    report = checked(project)
    assert {module.path: module.verdict for module in report.modules} == dict.fromkeys(heirs(project), "broken")
    for module in report.modules:
        assert code in {each.code for each in module.violations}
        assert {(each.place.path, each.place.span.line) for each in module.violations if each.place is not None} == {
            (BASE, line)
        }


@pytest.mark.parametrize("edited", EDITS)
def test_the_way_to_the_base_is_told_of_every_heir(edited: str, project: Path) -> None:
    before, after, _ = EDITS[edited]
    edit(project, BASE, before, after)
    for module in checked(project).to_dict()["modules"]:  # type: ignore[attr-defined]
        for violation in module["violations"]:
            assert [(link["symbol"], link["location"]["path"]) for link in violation["chain"]] == way(module["path"])
            for link in violation["chain"]:
                line = (project / link["location"]["path"]).read_text(encoding="utf-8").splitlines()
                assert line[link["location"]["line"] - 1].startswith(f"class {link['symbol']}(")


def way(heir: str) -> list[tuple[str, str]]:
    return [("Extension", heir), ("Transform", "src/acme/stages/transform.py"), ("Plugin", BASE)]


def test_the_way_is_shown(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, after, _ = EDITS["renames an argument"]
    edit(project, BASE, before, after)
    assert main(["check", "src/acme/plugins/trim.py", "-s", "contracts/plugin.yml", "--color", "never"]) == 1
    told = capsys.readouterr().out
    places = [f"{path}:{line_of(project, path)}" for _, path in way(TRIM)]
    chain = next(line for line in told.splitlines() if "chain" in line)
    assert [place for place in places if place in chain] == places
    assert [chain.index(place) for place in places] == sorted(chain.index(place) for place in places)


def line_of(project: Path, path: str) -> int:
    lines = (project / path).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith("class "))


def test_a_method_that_the_base_loses_is_missing_of_every_heir(project: Path) -> None:
    text = (project / BASE).read_text(encoding="utf-8")
    start, end = text.index(RUN), text.index("    @abc.abstractmethod")
    (project / BASE).write_text(text[:start] + text[end:], encoding="utf-8")
    report = checked(project)
    for module in report.modules:
        assert [(each.code, each.symbol) for each in module.violations] == [("SPY302", "Extension.run")]
        place = module.violations[0].place
        assert place is not None
        assert place.path == module.path
        assert [link.symbol for link in module.violations[0].chain][:3] == ["Extension", "Transform", "Plugin"]
        source = (project / module.path).read_text(encoding="utf-8").splitlines()
        assert source[place.span.line - 1].startswith("class Extension(")
    assert len(report.violations) == len(list(heirs(project))) == 12


def test_what_stands_between_base_and_heir_counts(project: Path) -> None:
    middle = "src/acme/stages/transform.py"
    edit(project, middle, "class Transform(Plugin):\n", "class Transform(Plugin):\n    def run(self): ...\n\n")
    report = checked(project)
    assert [module.verdict for module in report.modules] == ["broken"] * 12
    assert {each.place.path for each in report.violations if each.place is not None} == {middle}


def test_a_base_that_is_edited_and_mended_again_leaves_nothing_behind(project: Path) -> None:
    before, after, _ = EDITS["renames an argument"]
    edit(project, BASE, before, after)
    assert not checked(project).ok
    edit(project, BASE, after, before)
    assert checked(project).ok
