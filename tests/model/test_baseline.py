"""What is known is set apart: as many of each identity as the baseline has, wherever their lines are."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from importspy_static.model.baseline import Baseline, baseline_of, compared, joined
from importspy_static.model.identity import Identity
from importspy_static.model.report import Report
from importspy_static.model.repository import Repository
from importspy_static.model.violation import Violation
from tests.report.samples import ClassGone, TypeDiffers, asked, at, module, report


def gone(symbol: str = "C", line: int = 3, key: str = "classes[0]", path: str = "extension.py") -> Violation:
    return ClassGone(symbol=symbol, place=at(line, 1, 2, path=path), contract_place=asked(3, 1, key))


def everything(_: Identity) -> bool:
    return True


def test_a_report_is_known_by_its_own_baseline() -> None:
    found = report(module(gone(), gone(line=9), gone("D")), module(gone("E")))
    result = compared(found, baseline_of(found), everything)
    assert result.report.violations == ()
    assert result.report.baselined == found.violations
    assert result.report.ok
    assert not result.stale.counts
    assert [each.verdict for each in result.report.modules] == ["broken", "broken"], "it is known, not mended"


def test_lines_do_not_count() -> None:
    known = baseline_of(report(module(gone(line=3))))
    assert compared(report(module(gone(line=103))), known, everything).report.ok


def test_one_more_of_the_same_identity_is_news() -> None:
    known = baseline_of(report(module(gone(line=3))))
    result = compared(report(module(gone(line=3), gone(line=5))), known, everything)
    assert result.report.violations == (gone(line=5),)


def test_path_code_symbol_and_key_count() -> None:
    known = baseline_of(report(module(gone())))
    for other in (
        gone("D"),
        gone(key="classes[1]"),
        TypeDiffers(symbol="C", contract_place=asked(3, 1, "classes[0]"), place=at(3, 1, 2)),
    ):
        assert not compared(report(module(other)), known, everything).report.ok
    elsewhere = replace(module(gone()), path="other.py")
    assert not compared(report(elsewhere), known, everything).report.ok


def test_what_is_mended_is_stale_if_it_was_looked_at() -> None:
    known = baseline_of(report(module(gone("C"), gone("C", line=8), gone("D"))))
    result = compared(report(module(gone("C"))), known, everything)
    assert {key.symbol: count for key, count in result.stale.counts.items()} == {"C": 1, "D": 1}
    assert not compared(report(module()), known, lambda key: key.path == "other.py").stale.counts


def test_a_violation_in_a_base_belongs_to_the_module_that_is_checked() -> None:
    found = report(module(gone(path="base.py")))
    assert [key.path for key in baseline_of(found).counts] == ["extension.py"]


def test_what_has_no_place_is_one_thing_in_all_modules() -> None:
    lacking = ClassGone(symbol="linux", contract_place=asked(4, 1, "deployments[0]"))
    found = report(module(lacking), replace(module(lacking), path="b.py"))
    known = baseline_of(found)
    assert [*known.counts.values()] == [1]
    assert [key.path for key in known.counts] == ["spymodel.yml"]
    assert compared(found, known, everything).report.ok


def test_paths_are_those_from_the_root_of_the_repository() -> None:
    at_root = replace(report(replace(module(gone()), path="services/extension.py")), repository=Repository("/r", ""))
    below = replace(report(module(gone())), repository=Repository("/r", "services"))
    assert baseline_of(at_root).counts == baseline_of(below).counts


def test_what_was_not_looked_at_stays_in_a_baseline_that_is_written_anew() -> None:
    here, there = Identity("a.py", "SPY911", "C", "k"), Identity("b.py", "SPY911", "C", "k")
    old = Baseline({here: 2, there: 1})
    assert joined(Baseline({}), old, lambda key: key.path == "a.py").counts == {there: 1}
    assert joined(Baseline({here: 1}), old, lambda key: key.path == "a.py").counts == {here: 1, there: 1}


violations = st.builds(gone, st.sampled_from("CDE"), st.integers(1, 50), st.sampled_from(["k", "l"]))
reports = st.lists(st.lists(violations, max_size=6), max_size=3).map(
    lambda found: report(*(replace(module(*each), path=f"m{number}.py") for number, each in enumerate(found)))
)


@given(reports, reports)
def test_nothing_is_lost_and_nothing_is_known_beyond_the_baseline(before: Report, now: Report) -> None:
    known = baseline_of(before)
    result = compared(now, known, everything)
    for old, new in zip(now.modules, result.report.modules, strict=True):
        assert sorted(map(repr, old.violations)) == sorted(map(repr, (*new.violations, *new.baselined)))
    taken = baseline_of(
        replace(result.report, modules=tuple(replace(each, violations=()) for each in result.report.modules))
    )
    assert all(count <= known.counts[key] for key, count in taken.counts.items())
    assert sum(known.counts.values()) == sum(taken.counts.values()) + sum(result.stale.counts.values())
