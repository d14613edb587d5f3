"""`.pre-commit-hooks.yaml`: what of a commit each hook sees."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.integrations.hooks import CONTRACTS, FILES, NAMES, PROJECT, Told, hooks_environment
from tests.integrations.repositories import MENDED, ROOT, commit, git, lay
from tests.integrations.tools import run, tool

pytestmark = [pytest.mark.integration, pytest.mark.slow]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def changed(shop: Path, source: Path, home: Path) -> Callable[..., Told]:
    """Run the hooks on what a commit would change in the mended repository, as git calls them.

    The environment of the hooks is made once for all tests; from then on there is no network where that can be taken.
    """
    program = tool("pre-commit")
    revision = git(source, "rev-parse", "HEAD").strip()
    listed = "".join(f"      - id: {hook}\n" for hook in NAMES)
    (shop / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {source.as_posix()}\n    rev: {revision}\n    hooks:\n{listed}", encoding="utf-8"
    )
    lay(shop, MENDED)
    commit(shop)
    variables = hooks_environment(home)
    installed = run(program, "install-hooks", cwd=shop, env=variables)
    assert installed.returncode == 0, installed.stdout
    alone = ["unshare", "--map-root-user", "--net"]
    offline = alone if shutil.which("unshare") and run(*alone, "true", cwd=shop).returncode == 0 else []

    def trial(files: Mapping[str, str | None]) -> Told:
        for name, text in files.items():
            if text is None:
                (shop / name).unlink()
            else:
                (shop / name).write_text(text, encoding="utf-8")
        git(shop, "add", "-A")
        done = run(*offline, program, "run", cwd=shop, env=variables)
        return Told(done.returncode, done.stdout)

    return trial


def test_a_contract_that_changes_alone_holds_modules_that_do_not(changed: Callable[..., Told], shop: Path) -> None:
    contract = (shop / "contracts/payment.yml").read_text(encoding="utf-8")
    told = changed({"contracts/payment.yml": contract.replace("name: pay", "name: refund")})
    assert told.verdicts == {FILES: "Skipped", PROJECT: "Failed", CONTRACTS: "Passed"}, told.text
    assert "error[SPY301] refund: is not defined" in told.of(PROJECT)
    assert "src/shop/payments/card.py" in told.of(PROJECT)


def test_a_base_that_changes_alone_is_seen_through_the_contract_that_extends_it(changed: Callable[..., Told]) -> None:
    told = changed({"contracts/base.yml": "schema_version: 1\nvariable: []\n"})
    assert told.verdicts == {FILES: "Skipped", PROJECT: "Failed", CONTRACTS: "Failed"}, told.text
    assert "exit code: 2" in told.of(PROJECT)
    assert "contracts/base.yml:2:1" in told.of(CONTRACTS)


def test_a_configuration_that_changes_alone_is_seen(changed: Callable[..., Told], shop: Path) -> None:
    settings = (shop / "pyproject.toml").read_text(encoding="utf-8")
    told = changed({"pyproject.toml": settings.replace("payments/*.py", "*.py")})
    assert told.verdicts == {FILES: "Skipped", PROJECT: "Failed", CONTRACTS: "Passed"}, told.text
    assert "src/shop/cart.py" in told.of(PROJECT)


def test_a_module_that_goes_is_missed(changed: Callable[..., Told], shop: Path) -> None:
    """pre-commit names no files that are gone, and would skip a hook that waits for one."""
    settings = (shop / "pyproject.toml").read_text(encoding="utf-8")
    told = changed(
        {
            "pyproject.toml": settings.replace("payments/*.py", "payments/voucher.py"),
            "src/shop/payments/voucher.py": None,
        }
    )
    assert told.verdicts == {FILES: "Skipped", PROJECT: "Failed", CONTRACTS: "Failed"}, told.text


def test_a_module_under_no_contract_stops_nobody(changed: Callable[..., Told]) -> None:
    told = changed({"src/shop/cart.py": "def f(): return 1\n", "a b.py": "", "README.md": "# A shop\n"})
    assert (told.status, told.verdicts) == (0, dict.fromkeys(NAMES, "Passed")), told.text


def test_a_changed_module_is_held_to_the_contract_beside_it(changed: Callable[..., Told]) -> None:
    told = changed({"src/shop/tax.py": "def rate(land: str) -> float:\n    return 0.2\n"})
    assert told.verdicts == {FILES: "Failed", PROJECT: "Passed", CONTRACTS: "Passed"}, told.text
    assert "error[SPY310] rate: argument 'country' cannot be passed\n --> src/shop/tax.py:1:" in told.of(FILES)


def test_nothing_runs_that_a_hook_checks(changed: Callable[..., Told], shop: Path) -> None:
    trap = "open('RAN', 'w').close()\n"
    card = (shop / "src/shop/payments/card.py").read_text(encoding="utf-8")
    told = changed({"src/shop/payments/card.py": card + trap, "conftest.py": trap, "setup.py": trap})
    assert told.status == 0, told.text
    assert not (shop / "RAN").exists()


# --- the manifest itself --------------------------------------------------------------------------------------------


def test_the_manifest_is_one_for_pre_commit_and_prek(tmp_path: Path) -> None:
    for program in ("pre-commit", "prek"):
        done = run(tool(program), "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"), cwd=tmp_path)
        assert done.returncode == 0, done.stdout
