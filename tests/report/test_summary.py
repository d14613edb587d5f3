from __future__ import annotations

from dataclasses import replace

import pytest

from importspy_static.model.report import Report
from importspy_static.report.summary import summary, verdicts
from tests.report.samples import BROKEN, COMPLIANT, TYPE, UNDECIDED, module, report


@pytest.mark.parametrize(
    ("shown", "line"),
    [
        (COMPLIANT, "extension.py keeps spymodel.yml"),
        (report(module(), module(path="b.py")), "All 2 modules keep spymodel.yml"),
        (
            report(module(), replace(module(path="b.py"), contract="b.spymodel.yml")),
            "All 2 modules keep their contracts",
        ),
        (report(module(TYPE)), "1 module checked, 1 broken: 1 error"),
        (report(module(TYPE, TYPE), module(path="b.py")), "2 modules checked, 1 compliant, 1 broken: 2 errors"),
        (report(module(UNDECIDED)), "1 module checked, 1 undecided: 1 note"),
        (BROKEN, "2 modules checked, 1 compliant, 1 broken: 2 errors, 1 warning, 1 note"),
        (Report((), "0.0.0"), "0 modules checked"),
        (report(replace(module(), baselined=(TYPE,))), "1 module checked, 1 broken: 1 in the baseline"),
        (
            report(replace(module(UNDECIDED), baselined=(TYPE, TYPE))),
            "1 module checked, 1 broken: 1 note, 2 in the baseline",
        ),
    ],
)
def test_the_summary_tells_broken_from_undecided(shown: Report, line: str) -> None:
    assert summary(shown) == f"{line}\n"


def test_each_verdict_is_told_with_its_contract() -> None:
    assert verdicts(BROKEN) == (
        "extension.py: broken (contract spymodel.yml)\nfine.py: compliant (contract spymodel.yml)\n"
    )
