"""SARIF as the standard has it, and as GitHub reads it."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from importspy_static import ContractError, limits
from importspy_static.model.report import Report
from importspy_static.model.repository import Repository
from importspy_static.model.violation import REGISTER, Link, Violation
from importspy_static.report.sarif import FINGERPRINT, render
from tests.report.hostile import EVERY
from tests.report.samples import ALONE, BROKEN, COMPLIANT, GONE, TYPE, UNDECIDED, WIDE, asked, at, module, report
from tests.test_catalogue import CATALOGUE, check_fixture

MOST = limits.SARIF_RESULTS
LONGEST = limits.SARIF_CHARACTERS

SCHEMA = Path(__file__).with_name("schemas") / "sarif-2.1.0.json"
MULTITOOL = os.environ.get("SARIF_MULTITOOL", "")
KNOWN = report(replace(module(GONE, UNDECIDED), baselined=(TYPE, WIDE)))
SHOWN = {"compliant": COMPLIANT, "broken": BROKEN, "none": Report((), "0.0.0"), "known": KNOWN, **EVERY}
OF_FIXTURES = [code for code in CATALOGUE if not code.startswith("SPY01")]


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


@cache
def of_fixture(code: str) -> str:
    return render(check_fixture(code))


@cache
def many(count: int) -> Report:
    """A report of so many violations; every ten thousandth is an error, the others are notes."""
    note = replace(TYPE, severity="note")
    found = (
        replace(TYPE if number % 10_000 == 0 else note, symbol=f"f{number}", place=at(number, 1, 2))
        for number in range(1, count + 1)
    )
    return report(module(*found))


def run_of(shown: Report) -> Any:
    (run,) = json.loads(render(shown))["runs"]
    return run


# The standard


@pytest.mark.parametrize("shown", SHOWN.values(), ids=SHOWN)
def test_every_report_is_valid_by_schema(shown: Report) -> None:
    validator().validate(json.loads(render(shown)))


@pytest.mark.slow
@pytest.mark.parametrize("code", OF_FIXTURES)
def test_the_report_of_every_fixture_is_valid_by_schema(code: str) -> None:
    told = json.loads(of_fixture(code))
    validator().validate(told)
    assert {each["ruleId"] for each in told["runs"][0]["results"]} >= {code}


@pytest.mark.parametrize("shown", SHOWN.values(), ids=SHOWN)
def test_every_report_is_read_by_sarif_pydantic(shown: Report) -> None:
    from sarif_pydantic import Sarif  # type: ignore[import-untyped]

    told = json.loads(render(shown))
    read = json.loads(Sarif.model_validate(told).model_dump_json(by_alias=True, exclude_none=True))
    assert read["runs"][0].get("results", []) == told["runs"][0]["results"], "it knows all that we write of results"


def test_the_schema_would_refuse_what_is_wrong() -> None:
    told = json.loads(render(BROKEN))
    told["runs"][0]["results"][0]["level"] = "fatal"
    assert not validator().is_valid(told)


# What is told


def test_a_result_says_what_where_and_who_asked() -> None:
    result = run_of(report(module(TYPE)))["results"][0]
    assert result == {
        "ruleId": "SPY912",
        "ruleIndex": 0,
        "level": "error",
        "message": {
            "text": "Extension.add_extension(msg): should be annotated 'str', found 'bytes'. "
            "The [contract](1) asks for it."
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "extension.py"},
                    "region": {"startLine": 18, "startColumn": 29, "endLine": 18, "endColumn": 39},
                }
            }
        ],
        "partialFingerprints": result["partialFingerprints"],
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {
                    "artifactLocation": {"uri": "spymodel.yml"},
                    "region": {"startLine": 23, "startColumn": 25, "endLine": 23},
                },
                "message": {"text": "contract: classes[0].methods[1].arguments[1].annotation"},
            }
        ],
    }


def test_a_region_is_within_one_line_and_counts_characters() -> None:
    run = run_of(report(module(UNDECIDED, WIDE)))
    regions = [each["locations"][0]["physicalLocation"]["region"] for each in run["results"]]
    assert regions == [
        {"startLine": 30, "startColumn": 12, "endLine": 30, "endColumn": 21},
        {"startLine": 19, "startColumn": 17, "endLine": 19, "endColumn": 32},
    ]
    assert run["columnKind"] == "unicodeCodePoints"


def test_what_concerns_the_contract_alone_is_located_there() -> None:
    (result,) = run_of(report(module(ALONE)))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "spymodel.yml"}
    assert "relatedLocations" not in result
    assert "(1)" not in result["message"]["text"]


def test_the_way_to_what_is_wrong_is_related() -> None:
    chain = (Link("Heir", at(3, 1, 2, path="a b.py")), Link("Base", at(4, 1, 2)))
    (result,) = run_of(report(module(replace(TYPE, chain=chain))))["results"]
    told = [(each["id"], each["message"]["text"]) for each in result["relatedLocations"]]
    assert told[1:] == [(2, "Heir"), (3, "Base")]


def test_uris_are_told_from_the_root_of_the_repository() -> None:
    below = replace(report(module(TYPE)), repository=Repository("/srv/acme", "my plugins"))
    (result,) = run_of(below)["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "my%20plugins/extension.py"}
    assert "/srv" not in render(below), "the same wherever the repository lies"


def test_text_of_others_makes_no_link() -> None:
    odd = replace(TYPE, symbol="[x](1) [y](https://evil.example)")
    (result,) = run_of(report(module(odd)))["results"]
    assert result["message"]["text"].count("](") == 3
    assert result["message"]["text"].count("\\](") == 2


def test_a_rule_has_all_that_is_shown_of_it() -> None:
    (rule,) = run_of(report(module(UNDECIDED, replace(UNDECIDED, symbol="B"))))["tool"]["driver"]["rules"]
    assert rule["id"] == "SPY899"
    assert rule["name"] == "computed-thing"
    assert rule["shortDescription"] == {"text": "Undecided: computed"}
    assert rule["fullDescription"] == {"text": "The value is computed."}
    assert rule["help"]["text"] == "The value is computed.\n\nRemedy: Write the value out."
    assert rule["help"]["markdown"].startswith("# SPY899 computed-thing\n")
    assert rule["defaultConfiguration"] == {"level": "error"}


@pytest.mark.parametrize("code", CATALOGUE)
def test_descriptions_of_the_catalogue_are_as_long_as_github_takes_them(code: str) -> None:
    from importspy_static.catalogue import violation
    from importspy_static.report.sarif import _rule

    kind = violation(code)
    assert kind is not None
    rule: Any = _rule(kind)
    for key in ("shortDescription", "fullDescription"):
        assert 0 < len(rule[key]["text"]) <= LONGEST
        assert "…" not in rule[key]["text"], "none has to be cut"
    assert rule["help"]["text"]
    assert len(rule["name"]) <= 255
    assert len(rule["properties"]["tags"]) <= 10


@dataclass(frozen=True, kw_only=True)
class Wordy(Violation, code="SPY998", name="wordy", title="T" * 3_000, remedy="R"):
    __doc__ = "D" * 3_000

    @property
    def message(self) -> str:
        return "m"


del REGISTER["SPY998"]


def test_descriptions_that_are_too_long_are_cut() -> None:
    (rule,) = run_of(report(module(Wordy(place=at(1, 1, 1)))))["tool"]["driver"]["rules"]
    assert [len(rule[key]["text"]) for key in ("shortDescription", "fullDescription")] == [
        LONGEST,
        LONGEST,
    ]


def test_rules_are_those_of_the_results_by_code() -> None:
    run = run_of(BROKEN)
    rules = [each["id"] for each in run["tool"]["driver"]["rules"]]
    assert rules == ["SPY899", "SPY911", "SPY912"]
    assert all(rules[each["ruleIndex"]] == each["ruleId"] for each in run["results"])


# From run to run


def test_fingerprints_are_unique_and_survive_moved_lines() -> None:
    def marks(shown: Report) -> list[str]:
        return [each["partialFingerprints"][FINGERPRINT] for each in run_of(shown)["results"]]

    moved = [
        replace(each, place=at(700 + number, 1, 2), contract_place=asked(90, 1, each.contract_place.key))
        for number, each in enumerate((GONE, TYPE, TYPE))
        if each.contract_place is not None
    ]
    assert marks(report(module(*moved))) == marks(report(module(GONE, TYPE, TYPE)))
    assert len(set(marks(report(module(GONE, TYPE, TYPE))))) == 3


def test_the_fingerprint_that_github_computes_itself_is_left_to_it() -> None:
    assert "primaryLocationLineHash" not in render(BROKEN)


def test_known_violations_are_suppressed() -> None:
    results = run_of(KNOWN)["results"]
    told = {each["message"]["text"].partition(":")[0]: each.get("suppressions") for each in results}
    suppressed = [{"kind": "external", "status": "accepted", "justification": "It is in the baseline."}]
    assert list(told.values()).count(suppressed) == 2
    assert told["Extension.add_extension(msg)"] == told["Extension.wide(名前)"] == suppressed


# Limits


@pytest.mark.slow
def test_30_000_violations_stay_legal_and_the_loss_is_told() -> None:
    run = run_of(many(30_000))
    assert len(run["results"]) == MOST
    assert Counter(each["level"] for each in run["results"]) == {"note": MOST - 3, "error": 3}, "no error is lost"
    lines = [each["locations"][0]["physicalLocation"]["region"]["startLine"] for each in run["results"]]
    assert lines == sorted(lines), "in the order of the source"
    (invocation,) = run["invocations"]
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("5000 of 30000 results are left out")
    assert "invocations" not in run_of(many(MOST))


@pytest.mark.slow
def test_30_000_violations_are_valid_by_schema() -> None:
    run = run_of(many(30_000))
    run["results"] = [*run["results"][:50], *run["results"][-50:]]  # the schema of each is one and the same
    validator().validate({"version": "2.1.0", "runs": [run]})


@pytest.mark.slow
def test_of_too_many_what_is_known_goes_first() -> None:
    new, known = many(10).modules[0].violations, many(MOST).modules[0].violations
    run = run_of(report(replace(module(*new), baselined=known)))
    assert Counter("suppressions" in each for each in run["results"]) == {False: 10, True: MOST - 10}


# The validator of Microsoft's SARIF SDK


@pytest.fixture(scope="module")
def validated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What it finds in each file, of all its rules and those for GitHub. It exits with 0 whatever it finds."""
    folder = tmp_path_factory.mktemp("sarif")
    texts = {code: of_fixture(code) for code in OF_FIXTURES}
    texts |= {name.replace(":", "").replace(" ", "-"): render(shown) for name, shown in SHOWN.items()}
    texts["many"] = render(many(30_000))
    texts["wrong"] = render(BROKEN).replace('"extension.py"', '"exten sion.py"')
    for name, text in texts.items():
        (folder / f"{name}.sarif").write_text(text, encoding="utf-8", newline="\n")
    found = folder / "found" / "found.json"
    found.parent.mkdir()
    command = [MULTITOOL, "validate", str(folder / "*.sarif"), "--rule-kind", "Sarif;Gh"]
    command += ["--output", str(found), "--log", "ForceOverwrite", "--level", "Error"]
    command += ["--max-file-size-in-kb", "1000000"]  # else it looks at none over 10 MB, and says so in passing
    if Path(MULTITOOL).read_bytes().startswith(b"#!"):  # the npm package's wrapper hands its arguments to a shell
        command[1:] = map(shlex.quote, command[1:])
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert found.is_file(), done.stdout + done.stderr
    assert "Skipped" not in done.stdout
    told: dict[str, list[str]] = {name: [] for name in texts}
    for run in json.loads(found.read_text(encoding="utf-8-sig"))["runs"]:
        for result in run.get("results", []):
            uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            name = Path(uri).name.removesuffix(".sarif")
            message = result["message"]
            told[name].append(f"{result.get('level', 'warning')} {result['ruleId']} {message.get('arguments')}")
        for invocation in run.get("invocations", []):
            problems = [
                each
                for key in ("toolExecutionNotifications", "toolConfigurationNotifications")
                for each in invocation.get(key, [])
                if each.get("level") == "error"
            ]
            assert problems == []
    return told


needs_multitool = pytest.mark.skipif(not MULTITOOL, reason="SARIF_MULTITOOL names no executable")
OUTSIDE = {"path-outside", "path-absolute"}
"""Files outside of the repository are `file:` URIs, which GitHub takes as it is told the checkout path on upload."""


@pytest.mark.slow
@needs_multitool
def test_the_validator_finds_no_error_in_any_report(validated: dict[str, list[str]]) -> None:
    errors = {
        name: [each for each in found if each.startswith("error") and not (name in OUTSIDE and "GH1006" in each)]
        for name, found in validated.items()
        if name != "wrong"
    }
    assert {name: found for name, found in errors.items() if found} == {}
    assert len(errors) == len(OF_FIXTURES) + len(SHOWN) + 1


@pytest.mark.slow
@needs_multitool
def test_the_validator_would_find_one(validated: dict[str, list[str]]) -> None:
    assert any(each.startswith("error SARIF1002") for each in validated["wrong"])


def test_contracts_that_cannot_be_used_have_no_report() -> None:
    with pytest.raises(ContractError):
        check_fixture("SPY011")
