"""Contracts on dependencies: what ImportSpy 0.5.0 decides of the same files, as it was recorded."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from importspy_static import Report, probe
from tests.fidelity.dependency_cases import CASES, fill, lay_out, write
from tests.lasting import Lasting

ROOT = Path(__file__).resolve().parents[2]
RECORD: dict[str, Any] = json.loads(Path(__file__).with_name("importspy-0.5.0.json").read_text(encoding="utf-8"))
SAME = {
    "ISPY-D101": {"SPY610"},
    "ISPY-D102": {"SPY611"},
    "ISPY-D103": {"SPY611"},
    "ISPY-D104": {"SPY612"},
    "ISPY-D105": {"SPY613", "SPY804"},
    "ISPY-D106": {"SPY614"},
    "ISPY-D107": {"SPY614"},
    "ISPY-D108": {"SPY610"},
}
"""What tells the same. That a declaration is not known has a code of its own here."""

DIFFERENT = {
    "a computed import where something is not allowed": "undecided, as it may import just that",
    "a name of its own package": "`from . import name` is of the package, whether it is a module or not",
    "a namespace, its owner listed": "the distribution that has the module counts, not all of the namespace",
    "declared for other systems": "markers count",
    "declared in a group": "groups (PEP 735) count",
    "declared, other extras dynamic": "what is stated is declared, whatever else is computed",
    "installed in place by a path file alone": "what a path file leads to is of its distribution",
    "not allowed by import_module": "calls that import count",
    "not allowed for type checkers": "what never runs does not count",
    "required, for type checkers": "what never runs does not count",
    "unresolved for type checkers": "what never runs does not count",
    "not allowed on another system": "what never runs on the target does not count",
    "not editable, from an index": "without `direct_url.json` nothing is editable",
    "origin, an index": "without `direct_url.json` a distribution is of an index; there, `index` fits nothing",
    "origin, a commit in capitals": "hexadecimal digits have no case",
    "unresolved in a try": "what may be missing need not be there",
    "unresolved in a handler that is not reached": "what may be missing need not be there",
}
"""Where this program decides otherwise, and why. docs/dependencies.md tells it."""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    folder = tmp_path_factory.mktemp("peer")
    site = folder / "site-packages"
    fill(site, folder / "in_place")
    write(site, "stray.py")
    host = replace(probe(distributions=False), search_path=(str(site),))
    lasting = Lasting()
    found = {
        name: lasting.check(*lay_out(folder / f"project{number}", case), environment=host)
        for number, (name, case) in enumerate(CASES.items())
    }
    lasting.end()
    return found


def test_every_case_was_recorded() -> None:
    assert set(RECORD["cases"]) == set(CASES)
    assert RECORD["with"]["importspy"] == "0.5.0"
    assert set(DIFFERENT) < set(CASES)


@pytest.mark.parametrize("name", [name for name in CASES if name not in DIFFERENT])
def test_the_decision_is_that_of_importspy(name: str, reports: dict[str, Report]) -> None:
    told = RECORD["cases"][name]
    codes = {each.code for each in reports[name].violations}
    assert reports[name].ok is (told["decision"] == "ADMIT"), [each.message for each in reports[name].violations]
    assert all(codes & SAME[code] for code in told["codes"])
    assert codes <= {each for code in told["codes"] for each in SAME[code]}


@pytest.mark.parametrize("name", DIFFERENT)
def test_what_is_said_to_differ_does(name: str, reports: dict[str, Report]) -> None:
    assert reports[name].ok is (RECORD["cases"][name]["decision"] != "ADMIT")


def test_the_documentation_has_each_difference() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    for name in DIFFERENT:
        assert f"| {name} |" in page
