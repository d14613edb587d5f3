from __future__ import annotations

from dataclasses import replace

import pytest

from importspy_static.model.repository import Repository
from importspy_static.report.located import by_module, findings, uri
from tests.report.samples import ALONE, GONE, TYPE, UNDECIDED, at, module, report

ROOT = Repository("/srv/my repo", "")


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ("src/acme/plugin.py", "src/acme/plugin.py"),
        ("my plugins/a b.py", "my%20plugins/a%20b.py"),
        ("100%/%41.py", "100%25/%2541.py"),
        ("a#b?c.py", "a%23b%3Fc.py"),
        ("café/名.py", "caf%C3%A9/%E5%90%8D.py"),
        ("file:plugin.py", "file%3Aplugin.py"),
        ("a\\b.py", "a%5Cb.py"),
        ("caf\udce9.py", "caf%E9.py"),
        ("odd\ud800.py", "odd%ED%A0%80.py"),
        ("a\nb.py", "a%0Ab.py"),
        ("dist/a.whl/a/b.py", "dist/a.whl/a/b.py"),
        ("../other/a b.py", "file:///srv/other/a%20b.py"),
        ("/opt/a#b.py", "file:///opt/a%23b.py"),
        ("D:/other/a b.py", "file:///D:/other/a%20b.py"),
        ("//server/share/a.py", "file://server/share/a.py"),
    ],
)
def test_a_uri_reference_is_percent_encoded_and_told_from_the_root(way: str, told: str) -> None:
    assert uri(way, ROOT) == told


def test_what_is_above_an_unknown_root_stays_relative() -> None:
    assert uri("../a b.py", Repository()) == "../a%20b.py"


def test_a_violation_is_told_in_the_source_else_in_the_contract_else_at_its_module() -> None:
    nowhere = replace(ALONE, contract_place=None)
    shown = replace(report(module(TYPE, ALONE, nowhere)), repository=Repository("/srv", "src"))
    assert [(str(each.location), each.location.end_column) for each in findings(shown)] == [
        ("src/extension.py:18:29", 39),
        ("src/spymodel.yml:3:1", None),
        ("src/extension.py:1:1", None),
    ]


def test_a_range_of_several_lines_ends_with_the_first() -> None:
    (known,) = findings(report(module(UNDECIDED)))
    assert known.location.end_column == len("    return compute()") + 1
    (unknown,) = findings(report(module(replace(UNDECIDED, place=at(7, 1, 2, end_line=9)))))
    assert unknown.location.end_column is None, "the line is not at hand"


def test_what_becomes_known_keeps_its_fingerprint_among_those_that_are_alike() -> None:
    first, second = replace(TYPE, place=at(1, 1, 2)), replace(TYPE, place=at(9, 1, 2))
    new = findings(report(module(first, second)))
    for known, rest in ((first, second), (second, first)):
        both = findings(report(replace(module(rest), baselined=(known,))))
        assert [each.fingerprint for each in both] == [each.fingerprint for each in new]
        assert [each.violation for each in both] == [first, second]
        assert [each.is_known for each in both] == [first is known, second is known]


def test_moved_lines_change_no_fingerprint() -> None:
    moved = [replace(each, place=at(400 + number, 1, 2)) for number, each in enumerate((GONE, TYPE))]
    before, after = findings(report(module(GONE, TYPE))), findings(report(module(*moved)))
    assert [each.fingerprint for each in after] == [each.fingerprint for each in before]


def test_what_several_modules_have_in_common_is_told_once() -> None:
    known = replace(module(path="b.py"), baselined=(ALONE,))
    told = by_module(report(module(ALONE), module(ALONE, path="a.py"), known))
    assert [[each.violation for each in found] for _, found in told] == [[ALONE], [], []]
