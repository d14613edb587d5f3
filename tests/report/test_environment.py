"""The facts of a host as a table and as JSON, and what a contract makes of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from importspy_static.model.deployments import Alternative, Deployments
from importspy_static.model.environment import Distribution, Environment
from importspy_static.model.place import ContractPlace
from importspy_static.probes.reading import environment_of
from importspy_static.report.alternatives import DeclaredVariable, Judged
from importspy_static.report.environment import as_json, table
from importspy_static.report.look import Look
from tests.report.hosts import INSTALLED, MANY, judged, server
from tests.report.samples import GONE, TextFile

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
HOSTILE = "a\x1b[31m\nb\u202e"

HERE = server()
TABLES: dict[str, str] = {
    "facts": table(HERE),
    "everything": table(HERE, everything=True),
    "little": table(
        server(
            values={},
            architecture="",
            machine="",
            os="windows",
            platform="win32",
            libc=None,
            platform_tags=(),
            distributions=None,
        )
    ),
    "none_holds": table(HERE, judged(MANY, HERE), distributions=False),
    "one_holds": table(HERE, judged("deployments: [{arch: amd64}, {arch: arm64}]", HERE), distributions=False),
    "runtime": table(
        HERE, judged("runtime: {python: '>=3.12', os: [linux], environment: {REGION: eu}}", HERE), distributions=False
    ),
    "undecided": table(
        replace(HERE, values={}, source="image.json"),
        judged(
            "deployments: [{systems: [{environment: {variables: [{name: PORT, value: 80}]}}]}]",
            replace(HERE, values={}, source="image.json"),
        ),
        distributions=False,
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_table(name: str, snapshot: SnapshotAssertion) -> None:
    assert TABLES[name] == snapshot(extension_class=TextFile)


def test_table_in_colour(snapshot: SnapshotAssertion) -> None:
    shown = table(HERE, judged(MANY, HERE), Look(color=True))
    assert shown.replace("\x1b", "ESC") == snapshot(extension_class=TextFile)
    assert ESCAPES.sub("", shown) == table(HERE, judged(MANY, HERE))


@pytest.mark.parametrize("columns", [20, 40, 60, 80])
@pytest.mark.parametrize("everything", [True, False])
def test_a_narrow_terminal_breaks_lines_between_words_and_loses_none(columns: int, everything: bool) -> None:
    asked = judged(MANY, HERE)
    whole = table(HERE, asked, everything=everything, distributions=False)
    narrow = table(HERE, asked, Look(columns=columns), everything=everything, distributions=False)
    assert narrow.split() == whole.split()
    if columns >= 60:
        assert max(map(len, narrow.splitlines())) <= columns


def test_nothing_is_broken_off_a_terminal() -> None:
    tags = tuple(f"manylinux_2_{number}_x86_64" for number in range(99, 0, -1))
    assert ", ".join(tags) in table(server(platform_tags=tags), everything=True)


def test_a_folder_with_blanks_stays_whole() -> None:
    folder = "/opt/" + "a b " * 40 + "c"
    assert folder in table(server(search_path=(folder,)), look=Look(columns=60), everything=True)


def test_reasons_stand_in_one_column() -> None:
    lines = TABLES["none_holds"].splitlines()
    tree = lines[lines.index("deployments of spymodel.yml") + 1 :]
    tree = tree[: tree.index("")]
    assert len({re.search(r"(SPY\d{3}|fits|holds)\b", line).start() for line in tree}) == 1  # type: ignore[union-attr]


def test_a_very_long_name_pushes_only_its_own_reason_to_the_right() -> None:
    long = ">=3.11," + ",".join(f"!=3.11.{number}" for number in range(20, 40))
    contract = f"deployments: [{{arch: arm64, systems: [{{pythons: [{{version: '{long}'}}, {{version: '3.12'}}]}}]}}]"
    shown = table(HERE, judged(contract, HERE)).splitlines()
    assert f"      {long}  fits" in shown
    assert "      3.12      SPY501 found '3.11.7'" in shown


def test_an_alternative_fits_by_itself_and_holds_only_with_all_above_it() -> None:
    contract = """
deployments:
  - arch: x86_64
    systems: [{os: linux, pythons: [{version: "3.11"}, {version: "3.12"}]}, {os: windows, pythons: [{version: "3.11"}]}]
  - {arch: arm64, systems: [{os: linux}]}
  - {arch: AMD64, systems: [{os: macos}]}
"""
    tree = table(HERE, judged(contract, HERE)).partition("deployments of spymodel.yml\n")[2].partition("\n\n")[0]
    assert [line.split()[:2] for line in tree.splitlines()] == [
        ["x86_64", "holds"],
        ["linux", "holds"],
        ["3.11", "holds"],
        ["3.12", "SPY501"],
        ["windows", "SPY502"],
        ["3.11", "fits"],
        ["arm64", "SPY501"],
        ["linux", "fits"],
        ["AMD64", "fits"],
        ["macos", "SPY502"],
    ]


def test_the_closest_of_many_is_told_last_with_all_that_it_lacks() -> None:
    assert table(HERE, judged(MANY, HERE)).endswith(
        "this host is none of the hosts that spymodel.yml declares\n"
        "  x86_64 / linux / CPython 3.11, the closest of 7 deployments\n"
        "    SPY506 LOG_LEVEL: should be 'INFO', found another text\n"
        "    SPY505 REGION: the environment variable is not set\n"
        "    SPY507 DATABASE_PASSWORD: the secret is not set\n"
    )


def test_many_that_hold_are_told_by_number() -> None:
    contract = "deployments: [{arch: x86_64}, {arch: amd64}, {arch: x64}, {arch: AMD64}, {arch: X86_64}]"
    assert table(HERE, judged(contract, HERE)).endswith("declares: x86_64, amd64, x64 and 2 more\n")


def test_a_contract_that_declares_no_host_adds_nothing() -> None:
    assert table(HERE, judged("functions: [{name: run}]", HERE)) == table(HERE)


def test_messages_do_not_name_the_host_which_is_the_heading() -> None:
    image = replace(HERE, source="image.json")
    shown = table(image, judged(MANY, image))
    assert shown.startswith("image.json\n")
    assert shown.count("image.json") == 2, "the heading and the verdict"


def test_texts_of_variables_are_shown_when_asked_for_and_never_of_secrets() -> None:
    shown = table(HERE, judged(MANY, HERE, show_values=True))
    assert "  LOG_LEVEL          set to 'DEBUG'\n" in shown
    assert "SPY506 LOG_LEVEL: should be 'INFO', found 'DEBUG'" in shown
    assert "  API_TOKEN          set      secret\n" in shown
    assert "tok" not in shown
    hidden = table(HERE, judged(MANY, HERE))
    assert "DEBUG" not in hidden
    assert "08080" not in hidden


@pytest.mark.parametrize("pair", [("TOKEN", "TOKEN"), ("token", "TOKEN"), ("Token", "tOKEN")])
def test_a_variable_that_is_also_a_secret_is_a_secret(pair: tuple[str, str]) -> None:
    contract = (
        f"deployments: [{{systems: [{{environment: {{variables: [{{name: {pair[0]}, value: x}}],"
        f" secrets: [{pair[1]}]}}}}]}}]"
    )
    here = server(values=dict.fromkeys(pair, "planted"))
    asked = judged(contract, here, show_values=True)
    assert all(each.text is None for each in asked.variables)
    assert "planted" not in table(here, asked) + as_json(here, asked) + repr(asked)


# --- What others wrote ----------------------------------------------------------------------------------------------


def hostile() -> Environment:
    return server(
        values={HOSTILE: "x"},
        source=HOSTILE,
        architecture=HOSTILE,
        machine=HOSTILE + "2",
        os=HOSTILE,
        platform=HOSTILE,
        interpreter=HOSTILE,
        platform_tags=(HOSTILE,),
        search_path=(HOSTILE,),
        distributions=(Distribution(HOSTILE, HOSTILE, "vcs", HOSTILE),),
    )


@pytest.mark.parametrize("color", [True, False])
@pytest.mark.parametrize("columns", [None, 80])
def test_what_a_terminal_would_obey_is_made_visible(color: bool, columns: int | None) -> None:
    here = hostile()
    place = ContractPlace(HOSTILE, 1, 1, "")
    lack = replace(GONE, symbol=HOSTILE)
    tree = Alternative(HOSTILE, place, (lack,), (Alternative(HOSTILE, place, ()),))
    variables = (DeclaredVariable(HOSTILE, is_secret=False, is_set=True, text=HOSTILE),)
    asked = Judged(HOSTILE, HOSTILE, Deployments((tree, tree), (lack,)), has_runtime=True, variables=variables)
    shown = table(here, asked, Look(color, columns), everything=True)
    plain = ESCAPES.sub("", shown)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", plain)
    assert plain.count(r"a\x1b[31m\nb\u202e") == 29


def test_wide_characters_keep_the_columns() -> None:
    here = server(distributions=(Distribution("名前", "1.0"), Distribution("abcdef", "2.0")))
    assert table(here).endswith("\n  名前    1.0  index\n  abcdef  2.0  index\n")


# --- JSON -----------------------------------------------------------------------------------------------------------


def test_a_snapshot_is_read_as_what_it_was_written_from() -> None:
    told = environment_of(json.loads(as_json(HERE)), HERE.source)
    assert told == HERE
    assert told.values == {}


def test_a_snapshot_has_the_texts_that_were_asked_for_by_the_names_of_the_host() -> None:
    contract = "runtime: {environment: {log_level: INFO, PORT: 80}}"
    here = server(os="windows", system="Windows", platform="win32", os_name="nt")
    told = json.loads(as_json(here, judged(contract, here, show_values=True)))
    assert told["values"] == {"LOG_LEVEL": "DEBUG", "PORT": "08080"}
    assert json.loads(as_json(here, judged(contract, here)))["values"] == {}


def nodes(alternatives: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for each in alternatives:
        yield each
        yield from nodes(each["within"])


def test_the_judgement_has_the_whole_tree() -> None:
    told = json.loads(as_json(HERE, judged(MANY + "runtime: {python: '>=3.12'}", HERE)))["judgement"]
    assert list(told) == ["contract", "verdict", "closest", "holding", "variables", "deployments", "runtime"]
    assert (told["contract"], told["verdict"]) == ("spymodel.yml", "broken")
    assert told["closest"] == "x86_64 / linux / CPython 3.11"
    assert told["holding"] == []
    assert told["variables"][2:4] == [
        {"name": "REGION", "secret": False, "set": False},
        {"name": "DATABASE_PASSWORD", "secret": True, "set": False},
    ]
    names = [each["name"] for each in nodes(told["deployments"])]
    assert names[:5] == ["x86_64", "linux", "CPython 3.11", "CPython >=3.12,<3.14", "PyPy 3.10"]
    assert {each["verdict"] for each in nodes(told["deployments"])} == {"broken", "compliant"}
    assert [each["code"] for each in told["runtime"]] == ["SPY501"]
    lacking = next(each for each in nodes(told["deployments"]) if each["name"] == "linux")
    assert [each["code"] for each in lacking["lacks"]] == ["SPY506", "SPY505", "SPY507"]


def test_json_is_ascii_and_the_same_from_run_to_run() -> None:
    here = hostile()
    text = as_json(here, judged(MANY, here))
    assert text.isascii()
    assert text == as_json(here, judged(MANY, here))
    assert json.loads(text)["architecture"] == HOSTILE


def test_distributions_are_only_counted_when_they_are_not_asked_for() -> None:
    shown = table(HERE, distributions=False)
    assert f"  distributions  {len(INSTALLED)}, named with -v\n" in shown
    assert "attrs" not in shown
    assert "  distributions  none\n" in table(server(distributions=()))


def test_what_is_unknown_is_not_in_the_colour_of_what_is_wrong() -> None:
    image = replace(HERE, values={}, source="image.json")
    text = table(image, judged("runtime: {environment: {PORT: 80, REGION: eu}}", image), Look(color=True))
    assert "\x1b[1;33mSPY807\x1b[0m PORT" in text
    assert "\x1b[1;31mSPY505\x1b[0m REGION" in text
