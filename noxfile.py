"""What is asked now and then of a whole environment: other Pythons, other dependencies, how well the tests judge.

    nox                        the tests on every Python that is here
    nox -s lowest latest       a quick part of them, with the oldest and the newest dependencies that we allow
    nox -s audit               what is known against our dependencies: advice, never a failure
    nox -s coverage            branches of what judges, with a floor
    nox -s mutation -- 800     changes that should turn a test red: so many, evenly over all of checks/

`.ci/run` is what must hold before a change goes in. It runs `lowest` and `audit` from here.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import nox
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent
PROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
PYTHONS = nox.project.python_versions(PROJECT)
"""The Pythons that the classifiers name, oldest first."""

PYTEST = ("python", "-m", "pytest", "-p", "no:cacheprovider")
QUICK = (
    *("tests/contract/test_yaml.py", "tests/contract/test_scalars.py", "tests/contract/test_editing.py"),
    *("tests/extract/test_statements.py", "tests/extract/test_disagreement.py", "tests/checks/test_pythons.py"),
    *("tests/report/test_console.py", "tests/report/test_full.py", "tests/report/test_explanation.py"),
    *("tests/cli/test_usage.py", "tests/cli/test_terminal.py", "tests/cli/test_status.py", "tests/test_package.py"),
    # What is read differs by Python, and by libcst.
    *("tests/extract/test_isolation.py", "tests/extract/test_newer.py", "tests/guard/test_host.py"),
)
"""Where each run-time dependency shows: YAML read and written, trees, versions, the console, the command line."""

MEASURED = ("checks", "extract", "contract")
FLOOR = 95
"""Of each of these, percent of the branches that tests take."""
JUDGES = (
    *("tests/checks", "tests/extract", "tests/contract", "tests/checking", "tests/integrity"),
    *("tests/interpret/test_honest_code.py", "tests/interpret/test_truth.py", "tests/test_fixtures_truth.py"),
    *("tests/test_catalogue.py", "tests/test_every_deployment.py", "tests/test_single_changes.py"),
    *("tests/cli/test_contract_lint.py", "tests/cli/test_contract_migrate.py", "tests/cli/test_contract_show.py"),
    *("tests/cli/test_generate.py", "tests/cli/test_lock.py", "tests/cli/test_lock_contract.py"),
)
"""Their tests."""
DECEPTIONS = ("tests/trust",)
"""What runs all the judges at once, which is slow."""
FAST_JUDGES = ("tests/checks", "tests/test_catalogue.py", "tests/checking/test_implements.py")
"""Those of `checks/` that take some seconds."""

PYENV = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
if PYENV.is_dir():  # before its shims, which know only those that are switched on
    folders = [str(each) for minor in PYTHONS for each in sorted(PYENV.glob(f"{minor}.*/bin"))]
    os.environ["PATH"] = os.pathsep.join([*folders, os.environ["PATH"]])

nox.options.sessions = [f"tests-{each}" for each in PYTHONS]
nox.options.default_venv_backend = "venv"
nox.options.error_on_missing_interpreters = False
nox.needs_version = ">=2024.10"


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """All tests, or those that are named."""
    session.install("-e", ".[dev]")
    session.run(*PYTEST, *session.posargs)


@nox.session(python=PYTHONS[0])
def lowest(session: nox.Session) -> None:
    """A quick part of the tests, where each direct dependency is as old as its lower bound allows."""
    constraints = Path(session.create_tmp()) / "lowest.txt"
    constraints.write_text("".join(f"{each}\n" for each in lower_bounds()), encoding="utf-8")
    session.install("--constraint", str(constraints), "-e", ".", *test_tools())
    session.run(*PYTEST, "-m", "not slow", *(session.posargs or QUICK))


@nox.session(python=PYTHONS[-1])
def latest(session: nox.Session) -> None:
    """The same, where each dependency, direct or not, is as new as the upper bounds allow."""
    session.install("--upgrade", "--upgrade-strategy", "eager", "-e", ".", *test_tools())
    session.run(*PYTEST, "-m", "not slow", *(session.posargs or QUICK))


@nox.session
def audit(session: nox.Session) -> None:
    """What is known against the dependencies that an installation gets today."""
    folder = Path(session.create_tmp())
    report = folder / "audit.json"
    report.unlink(missing_ok=True)
    session.install("-e", ".")
    wanted = folder / "installed.txt"
    freeze = ("python", "-m", "pip", "freeze", "--exclude-editable")
    wanted.write_text(str(session.run(*freeze, silent=True, stderr=subprocess.DEVNULL)), encoding="utf-8")
    anything = range(256)
    pip = ("python", "-m", "pip", "install", "--quiet", "pip-audit>=2.9")
    session.run(*pip, silent=True, success_codes=anything)
    ask = ("python", "-m", "pip_audit", "--progress-spinner=off", "--timeout=15", "--format=json", "--no-deps")
    said = session.run(
        *ask, "--disable-pip", f"--output={report}", f"--requirement={wanted}", silent=True, success_codes=anything
    )
    if not report.exists():  # a finding is an exit status of 1, and so is every failure
        last = str(said).strip().splitlines() or ["it said nothing"]
        session.log(f"advice: pip-audit could not ask: {last[-1]}")
        return
    told = json.loads(report.read_text(encoding="utf-8"))["dependencies"]
    for each in told:
        for known in each.get("vulns", ()):
            session.warn(f"advice: {each['name']} {each['version']}: {known['id']}, mended in {known['fix_versions']}")
    known_there = sum("skip_reason" not in each for each in told)
    if known_there:
        session.log(f"advice: pip-audit asked about {known_there} of {len(told)} packages")
    else:
        session.log(f"advice: pip-audit could not ask: its service knows none of {len(told)} packages")


@nox.session(python="3.11")
def coverage(session: nox.Session) -> None:
    """The branches that the tests of a part take, for what decides between compliant and broken."""
    session.install("-e", ".[dev]", "coverage>=7.11")
    folder = Path(session.create_tmp())
    settings, report = folder / "coverage.toml", folder / "coverage.json"
    settings.write_text(
        "[tool.coverage.run]\n"
        "branch = true\n"
        "parallel = true\n"
        f"data_file = {json.dumps(str(folder / 'data'))}\n"
        f"source = {json.dumps([str(ROOT / 'importspy_static' / each) for each in MEASURED])}\n",
        encoding="utf-8",
    )
    told = f"--rcfile={settings}"
    tests = ("coverage", "run", told, *PYTEST[1:], "-p", "tests.measured", "-n", "0", "-m")
    session.run("coverage", "erase", told)
    session.run(*tests, "not slow", *(session.posargs or JUDGES))
    if not session.posargs:
        session.run(*tests, "not long", *DECEPTIONS)
    session.run("coverage", "combine", "--quiet", told)
    session.run("coverage", "report", told, "--skip-covered", "--show-missing", "--format=markdown")
    session.run("coverage", "json", "--quiet", told, "-o", str(report))
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    taken = {each: share_of_branches(each, files) for each in MEASURED}
    for name, share in taken.items():
        session.log(f"importspy_static/{name}: {share:.1f} % of the branches")
    if min(taken.values()) < FLOOR:
        session.error(f"less than {FLOOR} %")


@nox.session(python="3.11")
def mutation(session: nox.Session) -> None:
    """Whether a test turns red when a line of `checks/` is changed; so many changes as are asked for, or all."""
    session.install("-e", ".[dev]", "coverage>=7.11", "mutmut==3.8.*")
    count = session.posargs or ["0"]
    asked = ("--mutate", "importspy_static/checks", "--mutants", *count)
    plugin = ("-p", "tests.mutation.plugin", "-n", "0", "-s", "-m", "not slow")
    session.run(*PYTEST, *plugin, *asked, *FAST_JUDGES)


def share_of_branches(part: str, files: dict[str, dict[str, dict[str, float]]]) -> float:
    """Percent of the branches of one package that were taken, of what `coverage json` says."""
    inside = [each["summary"] for path, each in files.items() if Path(path).parent.name == part]
    return 100 * sum(each["covered_branches"] for each in inside) / sum(each["num_branches"] for each in inside)


def lower_bounds() -> list[str]:
    """The run-time dependencies, each at its lower bound."""
    found = []
    for each in map(Requirement, PROJECT["project"]["dependencies"]):
        (bound,) = (part.version for part in each.specifier if part.operator == ">=")
        each.specifier &= f"=={bound}"
        found.append(str(each))
    return found


def test_tools() -> list[str]:
    """What `QUICK` needs of the extra `dev`: its linters and types need newer dependencies than our users do."""
    names = {"hypothesis", "jsonschema", "pytest", "pytest-xdist", "sarif-pydantic", "syrupy"}
    return [each for each in PROJECT["project"]["optional-dependencies"]["dev"] if Requirement(each).name in names]
