"""The process that judges: its reports come whole, and a verdict has all that was asked, whoever asked first."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from importspy_static import check
from importspy_static.guard.documents import decoded, encoded
from importspy_static.questions import SETTLED_SECONDS

JUDGE = """\
import json, sys
from importspy_static.guard.judging import Judging
judging = Judging()
for each in json.loads(sys.argv[1]):
    with open(each["path"], "rb") as file:
        answer = judging.answer(each, file.read())
judging.close()
print(json.dumps(answer))
"""


@pytest.mark.long
def test_a_report_is_what_it_was(root: Path) -> None:
    seen = set()
    for folder in sorted((root / "fixtures" / "violations").iterdir()):
        module, contract = folder / "module.py", folder / "spymodel.yml"
        if not module.is_file() or folder.name[:6] in {"SPY010", "SPY011", "SPY012", "SPY013"}:
            continue
        report = check(module, contract)
        seen |= {each.code for each in report.violations}
        again = decoded(encoded(report))
        assert again == report
        assert again.to_dict() == report.to_dict()
    assert len(seen) > 30


@pytest.mark.parametrize(
    "text",
    ["", "[", '["object"]', '["object","os:system"]', '["object","importspy_static.api:check"]', '["what",1]', "[1]",
     '["object","importspy_static.nothing:X"]', '["enum","importspy_static.model.environment:Host","NONE"]'],
)  # fmt: skip
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        decoded(text)


def answer(root: Path, questions: list[dict[str, Any]]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-B", "-c", JUDGE, json.dumps(questions)],
        capture_output=True, text=True, check=True, cwd=root, timeout=120,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Python asks of files in ways that are not observed")
def test_a_second_judgement_asks_all_that_a_first_one_asks(root: Path, host: Path, contract: str) -> None:
    time.sleep(SETTLED_SECONDS + 0.1)

    def question(name: str) -> dict[str, Any]:
        return {
            "name": f"plugins.{name}",
            "path": str(host / "plugins" / f"{name}.py"),
            "root": str(host),
            "contracts": [contract],
            "configuration": None,
            "search_path": [str(host), *sys.path],
            "folder": str(host),
            "variables": dict(os.environ),
            "cache": None,
        }

    (host / "plugins" / "backup.py").write_text("import json, audit, xml.dom\nname: str = ''\n", encoding="utf-8")
    time.sleep(SETTLED_SECONDS + 0.1)
    alone = answer(root, [question("backup")])
    behind = answer(root, [question("audit"), question("hollow"), question("audit"), question("backup")])
    assert alone["questions"] is not None
    assert behind["questions"] == alone["questions"]
    assert behind["lines"] == alone["lines"]


def test_a_module_that_relies_on_a_distribution_that_was_changed_is_refused(tmp_path: Path) -> None:
    from importspy_static.guard.judging import Judging
    from tests.checking.environments import install
    from tests.checking.environments import write as written

    site, module = tmp_path / "site-packages", tmp_path / "mine.py"
    install(site)
    written(
        tmp_path,
        {"mine.py": "import acme\n", "c.yml": "dependencies:\n  acme: {unmodified: true}\nvariables: [{name: acme}]\n"},
    )
    question = {
        "path": str(module),
        "root": str(tmp_path),
        "contracts": [str(tmp_path / "c.yml")],
        "configuration": None,
        "search_path": [str(site)],
        "cache": None,
    }

    def told() -> dict[str, Any]:
        judging = Judging(is_alone=False)
        try:
            return judging.answer(question, module.read_bytes())
        finally:
            judging.close()

    assert told()["ok"]
    written(site, {"acme/core.py": "def run(amount): return 0\n"})
    found = told()
    assert not found["ok"]
    assert "SPY615 acme/core.py: " in found["lines"][0]
