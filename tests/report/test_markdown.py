"""The summary of a job: Markdown that GitHub shows, and takes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from importspy_static.limits import MARKDOWN_BYTES
from importspy_static.model.place import ContractPlace
from importspy_static.model.report import DeploymentVerdict, Report
from importspy_static.model.repository import Repository
from importspy_static.report.markdown import render
from tests.report.samples import (
    ALONE,
    BROKEN,
    COMPLIANT,
    GONE,
    TYPE,
    UNDECIDED,
    WIDE,
    TextFile,
    at,
    module,
    report,
)

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

ON_DEPLOYMENTS = report(
    replace(
        module(GONE),
        deployments=(
            DeploymentVerdict("x86_64 / linux / 3.12", ContractPlace("c.yml", 1, 1, "d"), "compliant", "3.12", ""),
            DeploymentVerdict("arm64 / macos", ContractPlace("c.yml", 2, 1, "d"), "broken", "3.11, 3.12", "3.11"),
        ),
    )
)


def test_markdown_report(snapshot: SnapshotAssertion) -> None:
    shown = replace(BROKEN, modules=(*BROKEN.modules, *ON_DEPLOYMENTS.modules))
    assert render(shown) == snapshot(extension_class=TextFile)


@pytest.mark.parametrize(
    ("shown", "written"),
    [
        (COMPLIANT, "## ✅ importspy-static\n\nextension.py keeps spymodel.yml\n"),
        (Report((), "0.0.0"), "## ✅ importspy-static\n\n0 modules checked\n"),
        (
            report(replace(module(), baselined=(TYPE,))),
            "## ✅ importspy-static\n\n1 module checked, 1 broken: 1 in the baseline\n",
        ),
    ],
)
def test_where_there_is_no_news_there_is_no_table(shown: Report, written: str) -> None:
    assert render(shown) == written


@pytest.mark.parametrize(("shown", "sign"), [(report(module(WIDE)), "✅"), (report(module(TYPE)), "❌")])
def test_the_sign_says_what_the_exit_status_says(shown: Report, sign: str) -> None:
    assert render(shown).startswith(f"## {sign} importspy-static\n")


def test_paths_are_told_from_the_root_of_the_repository() -> None:
    shown = render(replace(report(module(TYPE, ALONE)), repository=Repository("/srv", "src")))
    assert "### <code>src/extension.py</code> under" in shown
    assert "| 18 |" in shown
    assert "| <code>src/spymodel.yml</code> 3 |" in shown, "another file than that of the module is named"


def test_what_has_no_room_is_counted() -> None:
    many = [replace(TYPE, symbol=f"f{each}", place=at(each, 1, 2)) for each in range(1, 10_001)]
    shown = render(report(module(*many), module(*many, path="b.py"), module(path="c.py")))
    assert len(shown.encode()) <= MARKDOWN_BYTES < 2**20
    left_out = re.search(r"\n\*\*… and (\d+) more, which have no room in a summary\.\*\*\n$", shown)
    assert left_out is not None
    assert shown.count("| ❌ error |") + int(left_out[1]) == 20_000
    assert "20000 errors" in shown


@pytest.mark.slow
@pytest.mark.parametrize("text", ["x", "名", "|", "@", "\udcff", "\x1b"])
def test_it_is_never_larger_than_github_takes(text: str) -> None:
    wide = [
        replace(TYPE, symbol=text * 2_000, call=text * 2_000, target=text * 2_000, place=at(each, 1, 2))
        for each in range(1, 101)
    ]
    modules = [module(*wide, path=f"{each}{text * 900}.py") for each in range(9)]
    shown = render(report(*modules))
    assert len(shown.encode()) <= MARKDOWN_BYTES
    assert "which have no room" in shown


def test_undecided_is_told_as_such() -> None:
    assert "</code>: undecided\n" in render(report(module(UNDECIDED)))
