"""Which contract is taken when none is named, and how several are put together."""

from __future__ import annotations

import json
from pathlib import Path

from importspy_static.model.policy import Policy
from tests.cli.conftest import Asked, Program


def test_the_contract_beside_a_module_beats_the_one_of_the_folder(program: Program, asked: Asked, folder: Path) -> None:
    (folder / "fine.importspy.yml").touch()
    program("check", "fine.py")
    (folder / "fine.spymodel.yml").touch()
    program("check", "fine.py")
    (folder / "other.yml").touch()
    program("check", "fine.py", "-s", "other.yml")
    assert [contract for _, contract, _ in asked.calls] == ["fine.importspy.yml", "fine.spymodel.yml", "other.yml"]


def test_the_current_folder_is_meant_and_not_the_one_of_the_module(
    program: Program, asked: Asked, folder: Path
) -> None:
    (folder / "plugins").mkdir()
    (folder / "plugins" / "spymodel.yml").touch()
    (folder / "plugins" / "one.py").touch()
    program("check", "plugins/one.py")
    assert asked.calls[0][1] == "spymodel.yml"


def test_modules_with_different_contracts_are_one_report_in_the_order_of_their_paths(
    program: Program, asked: Asked, folder: Path
) -> None:
    (folder / "broken.spymodel.yml").touch()
    done = program("check", "fine.py", "undecided.py", "broken.py", "fine.py", "-f", "json")
    assert [(each["path"], each["contract"]) for each in json.loads(done.out)["modules"]] == [
        ("broken.py", "broken.spymodel.yml"),
        ("fine.py", "spymodel.yml"),
        ("undecided.py", "spymodel.yml"),
    ]
    assert [path for path, _, _ in asked.calls] == ["broken.py", "fine.py", "undecided.py"]


def test_every_contract_that_is_refused_is_told_once(program: Program, folder: Path) -> None:
    (folder / "fine.spymodel.yml").symlink_to("nowhere")
    for name in ("a", "b"):
        (folder / f"{name}_refused.py").touch()
        (folder / f"{name}_refused.spymodel.yml").touch()
    done = program("check", "a_refused.py", "broken.py", "b_refused.py", "a_refused.py")
    assert (done.status, done.out) == (2, "")
    assert done.err.endswith("error: 4 problems in the contract: nothing was checked\n")


def test_wishes_reach_the_check(program: Program, asked: Asked) -> None:
    program(
        *("check", "fine.py", "--select", "SPY9, class-gone", "--select", "SPY8", "--ignore", "spy912"),
        *("--severity", "SPY9=warning,SPY8=OFF", "--fail-on", "note"),
    )
    assert asked.calls[0][2] == Policy(
        select=("SPY9", "class-gone", "SPY8"),
        ignore=("spy912",),
        insisted={"SPY9": "warning", "SPY8": "off"},
        fail_on="note",
    )
