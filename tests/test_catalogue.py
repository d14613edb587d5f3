"""The catalogue as a whole: every code is told, explained, documented and shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from importspy_static import ContractError, Report, check, snapshot
from importspy_static.catalogue import all_violations, violation
from importspy_static.checking.contracts import Terms
from importspy_static.checking.gathering import Wanted
from importspy_static.checking.linting import lint
from importspy_static.checking.run import Run
from importspy_static.checking.where import Where
from importspy_static.model.policy import Policy
from importspy_static.model.violation import Violation

ROOT = Path(__file__).resolve().parent.parent
VIOLATIONS = ROOT / "fixtures" / "violations"
COMPLIANT = ROOT / "fixtures" / "compliant"
PAGES = ROOT / "docs" / "violations"

CATALOGUE = {
    "SPY001": ("source-unreadable", "Source Unreadable"),
    "SPY002": ("source-syntax-error", "Source Syntax Error"),
    "SPY003": ("source-too-complex", "Source Too Complex"),
    "SPY010": ("contract-unreadable", "Contract Unreadable"),
    "SPY011": ("contract-invalid", "Contract Invalid"),
    "SPY012": ("contract-unknown-key", "Contract Unknown Key"),
    "SPY013": ("contract-contradiction", "Contract Contradiction"),
    "SPY014": ("contract-suspicious", "Contract Suspicious"),
    "SPY101": ("filename-mismatch", "Filename Mismatch"),
    "SPY102": ("version-mismatch", "Version Mismatch"),
    "SPY103": ("version-missing", "Version Missing"),
    "SPY104": ("unexpected-name", "Unexpected Name"),
    "SPY201": ("variable-missing", "Variable Missing"),
    "SPY202": ("variable-type-mismatch", "Type Mismatch"),
    "SPY203": ("variable-value-mismatch", "Variable Value Mismatch"),
    "SPY301": ("function-missing", "Missing Elements: function"),
    "SPY302": ("method-missing", "Missing Elements: method"),
    "SPY303": ("function-kind-mismatch", "Function Kind Mismatch"),
    "SPY310": ("argument-missing", "Function Argument Mismatch: name"),
    "SPY311": ("argument-position-mismatch", "Function Argument Mismatch: order or kind"),
    "SPY312": ("argument-type-mismatch", "Function Argument Mismatch: annotation"),
    "SPY313": ("argument-default-mismatch", "Function Argument Mismatch: default"),
    "SPY314": ("argument-unexpected", "Function Argument Mismatch: extra required argument"),
    "SPY320": ("return-type-mismatch", "Function Return Type Mismatch"),
    "SPY401": ("class-missing", "Class Missing"),
    "SPY402": ("class-attribute-missing", "Class Attribute Missing"),
    "SPY403": ("class-attribute-type-mismatch", "Class Attribute Type Mismatch"),
    "SPY404": ("class-attribute-value-mismatch", "Value Mismatch"),
    "SPY405": ("superclass-mismatch", "Superclass Mismatch"),
    "SPY406": ("impossible-bases", "Impossible Bases"),
    "SPY407": ("not-an-interface", "Not an Interface"),
    "SPY501": ("missing-required-runtime", "Missing Required Runtime"),
    "SPY502": ("unsupported-operating-system", "Unsupported Operating System"),
    "SPY503": ("unsupported-python-interpreter", "Unsupported Python Interpreter"),
    "SPY505": ("missing-environment-variable", "Missing Environment Variable"),
    "SPY506": ("invalid-environment-variable", "Invalid Environment Variable"),
    "SPY507": ("missing-secret", "Missing Environment Variable: secret"),
    "SPY601": ("import-not-allowed", "Import Not Allowed"),
    "SPY602": ("import-missing", "Import Missing"),
    "SPY603": ("entry-point-broken", "Entry Point Broken"),
    "SPY604": ("imported-name-missing", "Imported Name Missing"),
    "SPY605": ("imported-module-not-compliant", "Imported Module Not Compliant"),
    "SPY610": ("dependency-not-allowed", "Dependency Not Allowed"),
    "SPY611": ("dependency-missing", "Dependency Missing"),
    "SPY612": ("dependency-version-mismatch", "Dependency Version Mismatch"),
    "SPY613": ("dependency-undeclared", "Dependency Undeclared"),
    "SPY614": ("dependency-origin-mismatch", "Dependency Origin Mismatch"),
    "SPY615": ("dependency-modified", "Dependency Modified"),
    "SPY616": ("dependency-unverified", "Dependency Unverified"),
    "SPY701": ("source-changed", "Source Changed"),
    "SPY702": ("structure-changed", "Structure Changed"),
    "SPY801": ("dynamic-namespace", "Undecided: dynamic namespace"),
    "SPY802": ("unresolved-import", "Undecided: unresolved import"),
    "SPY803": ("unknown-decorator", "Undecided: unknown decorator"),
    "SPY804": ("computed-value", "Undecided: computed value"),
    "SPY805": ("conditional-definition", "Undecided: conditional definition"),
    "SPY806": ("unresolved-base", "Undecided: unresolved base class"),
    "SPY807": ("unknown-environment", "Undecided: unknown environment"),
    "SPY808": ("unverified-distribution", "Undecided: unverified distribution"),
}
"""Written out here on purpose: a code, its name and its title never change once they are published."""

ABOUT_HOSTS = {*(code for code in CATALOGUE if code.startswith("SPY5")), "SPY807"}
"""The host breaks them, not the module: the fixture has a snapshot of one."""

OF_HOSTS = {f"SPY61{number}" for number in range(5)}
"""The module breaks them by what is installed on the host: the fixture has a snapshot, too."""

ABOUT_CONTRACTS = {code for code in CATALOGUE if code.startswith("SPY01")}
"""They are told before any module is looked at."""

SUSPICIOUS = "SPY014"
"""Told by `contract lint` alone: the contract can be used."""


ABOUT_PROJECTS = {"SPY603": "pyproject.toml", "SPY604": "other.py", "SPY605": "other.py"}
"""The module breaks them together with another file: an entry point, a module that is checked with `--deep`."""


ABOUT_INSTALLED = {"SPY615", "SPY616", "SPY808"}
"""A distribution breaks them that is installed in the `site-packages` of the fixture."""


def told() -> list[str]:
    """The codes that must have a page and a fixture: the published ones, and what else is registered."""
    return sorted({*CATALOGUE, *(each.code for each in all_violations())})


def check_fixture(code: str) -> Report:
    folder = folder_of(code)
    if code in ABOUT_PROJECTS:
        return check_project(folder)
    if code in ABOUT_INSTALLED:
        return check_installed(folder)
    environment = snapshot(folder / "environment.json") if code in ABOUT_HOSTS | OF_HOSTS else None
    return check(folder / "module.py", contract=folder / "spymodel.yml", environment=environment)


def check_project(folder: Path) -> Report:
    """What is said of the module when the folder is checked as a project."""
    contract = [folder / "spymodel.yml"]
    with Run(Where(None), Policy()) as run:
        terms = Terms(lambda _path, _is_foreign: contract, {"acme.plugins": contract})
        report = run.report(run.plan(Wanted([str(folder)], is_project=True), terms), deep=True)
    return replace(report, modules=tuple(each for each in report.modules if each.path.endswith("module.py")))


def check_installed(folder: Path) -> Report:
    """What is said where the distributions of a fixture are the installed ones."""
    with Run(Where(searched=(str(folder / "site-packages"),)), Policy()) as run:
        terms = Terms(lambda _path, _is_foreign: [folder / "spymodel.yml"])
        return run.report(run.plan(Wanted([str(folder / "module.py")]), terms))


def folder_of(code: str) -> Path:
    name, _ = CATALOGUE.get(code, ("?", "?"))
    return VIOLATIONS / f"{code}-{name}"


def folders(parent: Path) -> list[Path]:
    """Sub-folders, without what an editor or Python leaves behind."""
    return sorted(each for each in parent.glob("[!._]*") if each.is_dir()) if parent.is_dir() else []


def class_of(code: str) -> type[Violation]:
    found = violation(code)
    assert found is not None, f"no class tells {code}"
    return found


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_published_code_has_a_class_of_that_name_and_title(code: str) -> None:
    found = class_of(code)
    assert (found.code, (found.name, found.title)) == (code, CATALOGUE[code])


def test_no_code_is_told_that_is_not_published() -> None:
    assert {each.code for each in all_violations()} <= set(CATALOGUE)


def test_a_violation_is_found_by_its_name_too() -> None:
    assert violation("argument-type-mismatch") is violation(" spy312 ") is class_of("SPY312")
    assert violation("SPY999") is None


@pytest.mark.parametrize("code", told())
def test_only_the_eights_are_undecided(code: str) -> None:
    assert class_of(code).undecided is code.startswith("SPY8")


@pytest.mark.parametrize("code", told())
def test_every_violation_has_a_page_of_its_own(code: str) -> None:
    found = class_of(code)
    paragraphs = found.page().split("\n\n")
    assert not found.page().startswith(f"{found.__name__}("), "a dataclass without docstring gets its signature for one"
    assert len(paragraphs) >= 2, "a page says what is wrong, and then why that matters or when it is told"
    assert len(found.page().split()) >= 25


def test_no_two_violations_share_their_page() -> None:
    pages = [each.page() for each in all_violations()]
    assert len(pages) == len(set(pages))


@pytest.mark.parametrize("code", told())
def test_every_remedy_is_a_sentence(code: str) -> None:
    remedy = class_of(code).remedy
    assert remedy[:1].isupper()
    assert remedy.endswith(".")
    assert len(remedy.split()) >= 4


@pytest.mark.parametrize("code", told())
def test_every_violation_tells_its_message_itself(code: str) -> None:
    assert "message" in vars(class_of(code)) or any("message" in vars(base) for base in own_bases(class_of(code)))


def own_bases(found: type[Violation]) -> list[type]:
    return [base for base in found.__mro__ if base is not Violation and issubclass(base, Violation)]


@pytest.mark.parametrize("code", told())
def test_every_violation_has_a_page_in_the_documentation(code: str) -> None:
    (page,) = PAGES.glob(f"{code}*.md")
    text = page.read_text(encoding="utf-8")
    assert class_of(code).title in text
    assert class_of(code).remedy in text


def test_the_documentation_has_no_page_of_an_unknown_code() -> None:
    pages = {page.name[:6] for page in PAGES.glob("SPY*.md")}
    assert pages == set(told())


@pytest.mark.parametrize("code", told())
def test_every_code_has_its_fixture(code: str) -> None:
    folder = folder_of(code)
    found = {each.name for each in folder.iterdir()} if folder.is_dir() else set()
    wanted = {"module.py", "spymodel.yml", *(["environment.json"] if code in ABOUT_HOSTS | OF_HOSTS else [])}
    wanted |= {ABOUT_PROJECTS[code]} if code in ABOUT_PROJECTS else set()
    wanted |= {"site-packages"} if code in ABOUT_INSTALLED else set()
    wanted |= {"pyproject.toml"} if code == "SPY613" else set()
    assert found - {"__pycache__"} == wanted


def test_no_fixture_belongs_to_an_unknown_code() -> None:
    assert [folder.name for folder in folders(VIOLATIONS)] == [folder_of(code).name for code in told()]


@pytest.mark.parametrize("code", [code for code in told() if code not in ABOUT_CONTRACTS])
def test_a_fixture_yields_its_own_code_and_no_other(code: str) -> None:
    report = check_fixture(code)
    assert {found.code for found in report.violations} == {code}
    assert not report.ok


@pytest.mark.parametrize("code", sorted(ABOUT_CONTRACTS - {SUSPICIOUS}))
def test_a_refused_contract_yields_its_own_code_and_no_other(code: str) -> None:
    folder = folder_of(code)
    with pytest.raises(ContractError) as caught:
        check(folder / "module.py", contract=folder / "spymodel.yml")
    assert {problem.code for problem in caught.value.problems} == {code}
    assert all(problem.contract_place is not None for problem in caught.value.problems)


def test_a_suspicious_contract_yields_its_own_code_and_can_be_used() -> None:
    folder = folder_of(SUSPICIOUS)
    contract = str(folder / "spymodel.yml")
    (found,) = lint(contract, lambda code: violation(code) is not None).problems
    assert found.code == SUSPICIOUS
    assert_inside_the_contract(found, Path(contract))
    assert check(folder / "module.py", contract=contract, environment=None).ok


@pytest.mark.parametrize("code", [code for code in told() if code not in ABOUT_CONTRACTS])
def test_what_a_fixture_yields_can_be_found_in_both_files(code: str) -> None:
    folder = folder_of(code)
    report = check_fixture(code)
    assert report.violations
    for found in report.violations:
        assert found.message.strip()
        assert "\n" not in found.message
        assert found.symbol.partition("(")[0] in found.message
        if code in ABOUT_HOSTS:
            assert found.place is None
        else:
            assert_inside_the_module(found, folder / "module.py")
        if not code.startswith("SPY00") and code not in ABOUT_PROJECTS:
            assert_inside_the_contract(found, folder / "spymodel.yml")


def assert_inside_the_module(found: Violation, module: Path) -> None:
    assert found.place is not None
    span = found.place.span
    assert (1, 1) <= (span.line, span.column) <= (span.end_line, span.end_column)
    if module.is_file():
        lines = module.read_bytes().decode("utf-8", errors="replace").split("\n")
        assert span.end_line <= len(lines)
        assert span.end_column <= len(lines[span.end_line - 1]) + 1


def assert_inside_the_contract(found: Violation, contract: Path) -> None:
    place = found.contract_place
    assert place is not None
    line = contract.read_text(encoding="utf-8").split("\n")[place.line - 1]
    assert 1 <= place.column <= len(line)
    assert line[place.column - 1] != " ", "a place begins at a character that can be seen"
    assert place.key


def test_there_are_compliant_fixtures() -> None:
    assert len(folders(COMPLIANT)) >= 45


@pytest.mark.parametrize("folder", folders(COMPLIANT), ids=lambda folder: folder.name)
def test_what_is_compliant_yields_nothing(folder: Path) -> None:
    host = folder / "environment.json"
    others = {"__pycache__", host.name, "bases"}
    assert {each.name for each in folder.iterdir()} - others == {"module.py", "spymodel.yml"}
    environment = snapshot(host) if host.exists() else None
    report = check(folder / "module.py", contract=folder / "spymodel.yml", environment=environment)
    assert [found.message for found in report.violations] == []
    assert report.ok


def test_the_demo_keeps_its_contract_and_its_twin_breaks_it() -> None:
    demo = ROOT / "fixtures" / "demo"
    assert check(demo / "extension.py", contract=demo / "spymodel.yml").violations == ()
    broken = check(demo / "broken" / "extension.py", contract=demo / "spymodel.yml")
    assert [found.code for found in broken.violations] == ["SPY102", "SPY302", "SPY312", "SPY314"]
