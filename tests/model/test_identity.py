"""A violation is known again by what it is about, never by where that has moved."""

from __future__ import annotations

from dataclasses import replace

from importspy_static.model.identity import Identity, fingerprints, identity
from importspy_static.model.repository import Repository
from importspy_static.model.violation import Violation
from tests.report.samples import ALONE, GONE, TYPE, UNDECIDED, asked, at

ROOT, BELOW = Repository("/srv/acme", ""), Repository("/srv/acme", "src")


def test_it_is_path_code_symbol_and_key() -> None:
    assert identity(TYPE, BELOW) == Identity(
        path="src/extension.py",
        code="SPY912",
        symbol="Extension.add_extension(msg)",
        key="classes[0].methods[1].arguments[1].annotation",
    )


def test_what_concerns_a_contract_alone_has_the_path_of_the_contract() -> None:
    assert identity(ALONE, BELOW) == Identity("src/spymodel.yml", "SPY911", "Plugin", "classes")
    assert identity(replace(ALONE, contract_place=None), BELOW).path == ""
    assert identity(UNDECIDED, ROOT).key == ""


def test_lines_columns_severity_and_wording_are_no_part_of_it() -> None:
    key = "classes[0].methods[1].arguments[1].annotation"
    moved = replace(TYPE, place=at(500, 1, 2), contract_place=asked(7, 7, key), severity="note", actual="int")
    assert identity(moved, ROOT) == identity(TYPE, ROOT)


def test_it_is_the_same_from_each_folder_of_the_repository() -> None:
    below = replace(TYPE, place=at(1, 1, 1, path="extension.py"))
    for path in ("src/extension.py", "./src/extension.py", "/srv/acme/src/extension.py"):
        assert identity(replace(TYPE, place=at(1, 1, 1, path=path)), ROOT) == identity(below, BELOW)


def test_fingerprints_tell_all_apart_and_stay() -> None:
    def marks(*violations: Violation) -> list[str]:
        return list(fingerprints(identity(each, ROOT) for each in violations))

    found = marks(TYPE, GONE, TYPE, ALONE, TYPE)
    assert len(set(found)) == len(found)
    assert all(len(each) == 64 and int(each, 16) >= 0 for each in found)
    assert marks(GONE, TYPE, TYPE, TYPE, ALONE) == [found[1], found[0], found[2], found[4], found[3]]


def test_parts_do_not_run_into_each_other_whatever_they_hold() -> None:
    first, second = Identity('a","b', "c", "", "\udcff\0"), Identity("a", 'b","c', "", "\udcff\0")
    assert len(set(fingerprints([first, second]))) == 2
