"""What modules stand on: on this host, in archives and distributions, in a run, and whenever it is asked again."""

from __future__ import annotations

import json
import os
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import importspy_static
from importspy_static import Contract, ContractError, Environment, Report, probe, questions
from importspy_static.checking.contracts import Terms
from importspy_static.checking.gathering import Wanted
from importspy_static.checking.run import Run
from importspy_static.checking.standing import Ground
from importspy_static.checking.structure import Subject
from importspy_static.checking.where import Where
from importspy_static.cli import repeated
from importspy_static.cli.main import main
from importspy_static.model.environment import Distribution
from importspy_static.model.policy import Policy
from importspy_static.model.source import SourceFile
from tests.fidelity.dependency_cases import install, write
from tests.lasting import Lasting

UNLISTED = "dependencies: {a-tool: {}}\ndependency_options: {unlisted: deny}\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site" / "site-packages"
    install(folder, "a-tool", "1.0", "a/__init__.py", "a/inner.py")
    install(folder, "b-tool", "2.0", "b.py")
    return folder


HOST = probe(distributions=False)


def host(*path: Path) -> Environment:
    return replace(HOST, search_path=tuple(map(str, path)))


def told(report: Report) -> list[str]:
    return [f"{each.code} {each.message}" for each in report.violations]


@pytest.fixture(scope="module", autouse=True)
def lasting() -> Iterator[None]:
    _lasting.append(Lasting())
    yield
    _lasting.pop().end()


_lasting: list[Lasting] = []


def check(paths: Path | list[Path], contract: Path, *, environment: Environment | None) -> Report:
    return _lasting[0].check(paths, contract, environment=environment)


def judged(folder: Path, module: str, contract: str, environment: Environment | None) -> list[str]:
    write(folder, "subject.py", module)
    write(folder, "spymodel.yml", contract)
    return told(check(folder / "subject.py", folder / "spymodel.yml", environment=environment))


# --- where an import leads


def test_a_file_before_the_distribution_is_not_the_distribution(tmp_path: Path, site: Path) -> None:
    write(tmp_path, "front/b.py")
    (found,) = judged(tmp_path / "p", "import a, b\n", "dependencies: {b-tool: {}}", host(tmp_path / "front", site))
    assert found.startswith("SPY611 b: leads nowhere: `")
    assert found.endswith("` stands before b-tool on the search path")
    assert judged(tmp_path / "p", "import a, b\n", "dependencies: {b-tool: {}}", host(site, tmp_path / "front")) == []


def test_a_link_to_the_files_of_a_distribution_is_no_file_before_it(tmp_path: Path, site: Path) -> None:
    (site / "b.py").rename(tmp_path / "elsewhere.py")
    (site / "b.py").symlink_to(tmp_path / "elsewhere.py")
    assert judged(tmp_path / "p", "import b\n", "dependencies: {b-tool: {version: '==2'}}", host(site)) == []


def test_what_the_project_has_is_no_distribution(tmp_path: Path, site: Path) -> None:
    for name in ("pyproject.toml", "src/acme/__init__.py", "src/acme/core.py", "b.py"):
        write(tmp_path / "p", name)
    write(tmp_path / "p", "src/acme/subject.py", "import b, acme.core\nfrom . import core\nfrom .core import x\n")
    write(tmp_path / "p", "spymodel.yml", UNLISTED)
    report = check(tmp_path / "p" / "src", tmp_path / "p" / "spymodel.yml", environment=host(site))
    assert told(report) == []


def test_another_project_of_the_run_is_the_distribution_that_it_is_installed_as(tmp_path: Path, site: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path, f"{name}/pyproject.toml", f"[project]\nname = '{name}'\n")
        write(tmp_path, f"{name}/src/{name}.py", "import two\n")
    write(tmp_path, "spymodel.yml", "dependency_options: {unlisted: deny}\n")
    in_place = json.dumps({"url": "file:///two", "dir_info": {"editable": True}})
    install(site, "two", "1.0", "two.pth", direct_url_json=in_place)
    write(site, "two.pth", f"{tmp_path}/two/src\n")
    together = check([tmp_path / "one", tmp_path / "two"], tmp_path / "spymodel.yml", environment=host(site))
    alone = check(tmp_path / "one", tmp_path / "spymodel.yml", environment=host(site))
    assert (
        told(together)
        == told(alone)
        == ["SPY610 two: should not be imported, as the contract lists no such distribution"]
    )


def test_the_standard_library_is_that_of_the_target(tmp_path: Path) -> None:
    module = "import tomllib, asyncio.events, os.path, test.support\nfrom distutils import core\n"
    contract = "dependency_options: {unresolved: deny}"
    here = replace(host(), distributions=())
    old = replace(here, version=(3, 10, 1, "final", 0), inherited=False)
    new = replace(here, version=(3, 12, 1, "final", 0), inherited=False)
    assert [each.split(":")[0] for each in judged(tmp_path, module, contract, old)] == [
        "SPY611 tomllib",
        "SPY611 test.support",
    ]
    assert "SPY611 distutils.core" in {each.split(":")[0] for each in judged(tmp_path, module, contract, new)}


def test_a_package_of_two_distributions_is_of_both(tmp_path: Path) -> None:
    site = tmp_path / "site-packages"
    install(site, "cv", "1.0", "cv2/__init__.py")
    install(site, "cv-headless", "2.0", "cv2/__init__.py")
    contract = "dependencies: {cv: {version: '>=1'}, cv-headless: {version: '<2'}}"
    assert judged(tmp_path, "import cv2\n", contract, host(site)) == [
        "SPY612 cv-headless: should be of version '<2', found '2.0'"
    ]


# --- which imports count


@pytest.mark.parametrize(
    "module",
    [
        "try:\n    import gone\nexcept ImportError:\n    gone = None\nif gone:\n    import gone.inner\n",
        "try:\n    import gone\nexcept ImportError:\n    pass\nelse:\n    from gone import inner\n",
        "try:\n  import a\nexcept ImportError:\n  try:\n    import gone\n  except ImportError:\n    import worse\n",
        "try:\n    import a\nexcept (ImportError, ModuleNotFoundError):\n    def f():\n        import gone\n",
        "import contextlib\nwith contextlib.suppress(ImportError):\n    import gone\n",
        "try:\n    __import__('gone')\nexcept ImportError:\n    pass\n",
    ],
)
def test_what_may_be_missing_need_not_be_there(tmp_path: Path, site: Path, module: str) -> None:
    assert judged(tmp_path, module, UNLISTED, host(site)) == []


@pytest.mark.parametrize(
    "module",
    [
        "try:\n    import a\nexcept ValueError:\n    import gone\n",
        "try:\n    import a\nexcept Exception:\n    import gone\n",
        "try:\n    import missing\nexcept ImportError:\n    import gone\n",
        "try:\n    f()\nexcept ImportError:\n    import gone\n",
        "try:\n    import a\nexcept ImportError:\n    pass\nelse:\n    import gone\n",
        "try:\n    import a\nfinally:\n    import gone\n",
        "try:\n    import gone\nexcept ImportError:\n    raise\n",
        "import os\nif os.environ:\n    import gone\n",
        "class A:\n    import gone\n",
        "f = lambda: __import__('gone')\n",
    ],
)
def test_what_has_to_be_there_is_told(tmp_path: Path, site: Path, module: str) -> None:
    (found,) = judged(tmp_path, module, UNLISTED, host(site))
    assert found.startswith("SPY611 gone: leads nowhere")


def test_what_may_be_missing_is_held_to_the_rest_if_it_is_there(tmp_path: Path, site: Path) -> None:
    module = "try:\n    import b\nexcept ImportError:\n    b = None\n"
    assert judged(tmp_path, module, "dependencies: {b-tool: {version: '<2'}}", host(site)) == [
        "SPY612 b-tool: should be of version '<2', found '2.0'"
    ]
    assert judged(tmp_path, module, UNLISTED, host(site)) == [
        (
            "SPY610 b-tool: should not be imported by `b` (in a `try` that goes on without it),"
            " as the contract lists no such distribution"
        )
    ]


def test_a_marker_does_not_count_for_what_may_be_missing(tmp_path: Path, site: Path) -> None:
    write(tmp_path, "pyproject.toml", "[project]\nname='x'\ndependencies=[\"b-tool; python_version < '3'\"]\n")
    contract = "dependency_options: {undeclared: deny}"
    assert (
        judged(
            tmp_path,
            "try:\n  import a\nexcept ImportError:\n  import b\n",
            "dependencies: {b-tool: {declared: true}}",
            host(site),
        )
        == []
    )
    assert [each[:6] for each in judged(tmp_path, "import b\n", contract, host(site))] == ["SPY613"]


def test_each_place_of_what_is_not_allowed_is_told_and_what_is_true_of_it_once(tmp_path: Path, site: Path) -> None:
    contract = "dependencies: {a-tool: {allowed: false, version: '>1'}}"
    found = judged(tmp_path, "import a, a.inner\nfrom a.inner import x, y\n", contract, host(site))
    assert [each[:6] for each in found] == ["SPY610", "SPY612", "SPY610", "SPY610", "SPY610"]


def test_many_attempts_are_no_work(tmp_path: Path, site: Path) -> None:
    module = "try:\n    import a\nexcept ImportError:\n    import gone\n" * 2_000
    began = time.process_time()
    assert judged(tmp_path, module, UNLISTED, host(site)) == []
    assert time.process_time() - began < 10


# --- what is not known


@pytest.mark.parametrize("distributions", [None, (Distribution("a-tool", "1.0"),)])
def test_a_host_that_does_not_tell_leaves_imports_undecided(
    tmp_path: Path, distributions: tuple[Distribution, ...] | None
) -> None:
    there = replace(host(), inherited=False, source="image.json", distributions=distributions)
    module = "import a, json\nfrom a import inner\ntry:\n    import gone\nexcept ImportError:\n    pass\n"
    found = judged(tmp_path, module, "dependency_options: {unresolved: deny}", there)
    assert len(found) == 1
    assert found[0].startswith("SPY807 a: what it leads to cannot be told, as image.json does not tell")
    assert [each[:13] for each in judged(tmp_path, module, UNLISTED, there)] == ["SPY807 a: wha", "SPY807 gone: "]
    assert judged(tmp_path, module, "dependency_options: {unresolved: allow}", there) == []


def test_one_distribution_that_does_not_tell_matters_only_to_what_leads_to_no_other(tmp_path: Path, site: Path) -> None:
    write(site, "odd-1.0.egg-info", "Name: odd\nVersion: 1.0\n")
    assert judged(tmp_path, "import a\n", UNLISTED, host(site)) == []
    (found,) = judged(tmp_path, "import odd\n", UNLISTED, host(site))
    assert found.startswith("SPY807 odd:")
    assert found.endswith("does not tell which modules these have: odd")


def test_without_a_host_it_is_told_that_nothing_is_judged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, site: Path
) -> None:
    contract = (
        "dependencies: {nothing: {required: true}, 'import:b': {allowed: false}}\ndependency_options: {unlisted: deny}"
    )
    assert judged(tmp_path, "import gone\n", contract, None) == []
    assert "dependencies are not judged, as no host is looked at" in caplog.text
    assert [each[:8] for each in judged(tmp_path, "import b\n", contract, None)] == ["SPY610 i"]


def test_every_deployment_looks_at_no_host(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path, "subject.py", "import gone\n")
    write(tmp_path, "spymodel.yml", "runtime: {python: '3.11'}\ndependencies: {gone: {allowed: false}}\n")
    assert importspy_static.check(tmp_path / "subject.py", tmp_path / "spymodel.yml", every_deployment=True).ok
    assert "dependencies are not judged" in caplog.text


@pytest.mark.parametrize(
    ("pyproject", "why"),
    [
        ("", "has no table `project` that can be read"),
        ("[project", "has no table `project` that can be read"),
        ("project = 1", "has no table `project` that can be read"),
        ("[project]\nname='x'\ndependencies='b-tool'", "is not as its specification has it"),
        ("[project]\nname='x'\ndependencies=[1]", "is not as its specification has it"),
        ("[project]\nname='x'\ndependencies=['@']", "is no requirement"),
        ("[project]\nname='x'\noptional-dependencies=[]", "is not as its specification has it"),
        ("[project]\nname='x'\ndynamic=['dependencies']", "are computed when it is built"),
        ("[dependency-groups]\na={}\n[project]\nname='x'", "is not as its specification has it"),
        ("[project]\nname='x'\ndependencies=[\"b-tool; platform_release > '5'\"]", "is for this host cannot be told"),
        ("[tool.poetry]\ndependencies = []", "is not as its specification has it"),
    ],
)
def test_a_project_whose_declarations_cannot_be_told_is_undecided(
    tmp_path: Path, site: Path, pyproject: str, why: str
) -> None:
    write(tmp_path, "pyproject.toml", pyproject)
    (found,) = judged(tmp_path, "import b\n", "dependencies: {b-tool: {declared: true}}", host(site))
    assert found.startswith("SPY804 b-tool: whether it is declared cannot be told, as ")
    assert found.endswith(why)


@pytest.mark.parametrize(
    "pyproject",
    [
        "[project]\nname='x'\ndependencies=['B.Tool[x]>=1 ; python_version >= \"3\"']",
        "[project]\nname='x'\ndependencies=['b_tool @ https://h/b.whl']",
        "[project]\nname='x'\noptional-dependencies={cli=['b-tool']}\ndynamic=['dependencies']",
        "[project]\nname='x'\n[dependency-groups]\ntest=[{include-group='x'},'b-tool']\nx=[]",
        "[project]\nname='x'\ndynamic=['dependencies']\n[tool.poetry.dependencies]\nb_tool={version='*'}",
        "[tool.poetry]\nname='x'\n[tool.poetry.group.dev.dependencies]\nb-tool='*'",
    ],
)
def test_every_way_to_declare_counts(tmp_path: Path, site: Path, pyproject: str) -> None:
    write(tmp_path, "pyproject.toml", pyproject)
    assert judged(tmp_path, "import b\n", "dependencies: {b-tool: {declared: true}}", host(site)) == []
    (found,) = judged(tmp_path, "import b\n", "dependencies: {b-tool: {declared: false}}", host(site))
    assert found.startswith("SPY613 b-tool: should not be declared, but ")


# --- archives, distributions, importers


def test_a_wheel_declares_in_its_metadata(tmp_path: Path, site: Path) -> None:
    wheel = tmp_path / "acme-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("acme/__init__.py", "import acme.core, a, b\n")
        archive.writestr("acme/core.py", "from . import name\n")
        requires = "Requires-Dist: a-tool\nRequires-Dist: b-tool>=1 ; extra == 'cli'\n"
        archive.writestr("acme-1.0.dist-info/METADATA", f"Name: acme\nVersion: 1.0\n{requires}\nRequires-Dist: c\n")
        archive.writestr("acme-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\n")
        archive.writestr("acme-1.0.dist-info/RECORD", "acme/__init__.py,,\nacme/core.py,,\n")
    write(tmp_path, "spymodel.yml", "dependency_options: {undeclared: deny}\ndependencies: {a-tool: {declared: false}}")
    (found,) = told(check(wheel, tmp_path / "spymodel.yml", environment=host(site)))
    assert found.startswith("SPY613 a-tool: should not be declared, but ")
    assert "METADATA declares it" in found


def test_an_installed_distribution_stands_on_others(tmp_path: Path, site: Path) -> None:
    write(site, "a/__init__.py", "import a.inner, b\nfrom .inner import x\nimport gone\n")
    metadata = site / "a_tool-1.0.dist-info" / "METADATA"
    metadata.write_text("Name: a-tool\nVersion: 1.0\nRequires-Dist: c-tool\n\nb-tool\n")
    write(tmp_path, "spymodel.yml", "dependency_options: {undeclared: deny}\n")
    where = Where(host(site))
    with Run(where, Policy()) as run:
        terms = Terms(lambda _path, _is_foreign: (str(tmp_path / "spymodel.yml"),))
        report = run.report(run.plan(Wanted(distributions=["a-tool"]), terms))
    assert [each[:14] for each in told(report)] == ["SPY613 b-tool:", "SPY611 gone: l"]


def test_importers_are_not_held_to_the_dependencies_of_who_they_import(tmp_path: Path, site: Path) -> None:
    write(tmp_path, "pyproject.toml", "[project]\nname='x'\n")
    write(tmp_path, "api.py", "import a\n")
    write(tmp_path, "user.py", "import api, b\n")
    write(tmp_path, "api.yml", f"filename: api.py\nimporters: {{functions: [{{name: run}}]}}\n{UNLISTED}")
    report = check(tmp_path, tmp_path / "api.yml", environment=host(site))
    assert [each[:10] for each in told(report)] == ["SPY301 run"]


def test_each_module_of_a_bundle_stands_on_the_same(tmp_path: Path, site: Path) -> None:
    write(tmp_path, "one.py", "import a\n")
    write(tmp_path, "two.py", "import b\n")
    write(tmp_path, "spymodel.yml", f"modules: [{{filename: one.py}}, {{filename: two.py}}]\n{UNLISTED}")
    report = check([tmp_path / "one.py", tmp_path / "two.py"], tmp_path / "spymodel.yml", environment=host(site))
    assert [each[:13] for each in told(report)] == ["SPY610 b-tool"]


def test_dependencies_are_inherited_key_by_key(tmp_path: Path, site: Path) -> None:
    write(tmp_path, "base.yml", "dependencies: {A_Tool: {version: '>1'}}\ndependency_options: {unlisted: deny}\n")
    contract = "extends: base.yml\ndependencies: {a-tool: {allowed: true}}\n"
    found = judged(tmp_path, "import a, b\n", contract, host(site))
    assert [each[:6] for each in found] == ["SPY612", "SPY610"]


@pytest.mark.parametrize(
    "url", ["github.com/acme/x", "https://", "https://h:port/x", "git@github.com:acme/x", "https://h/a b"]
)
def test_an_origin_that_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(ContractError, match="expected a URL"):
        Contract.from_yaml(f"dependencies: {{a: {{origin: {{repository: '{url}'}}}}}}")


# --- what generate builds on


def test_a_module_tells_what_it_stands_on(tmp_path: Path, site: Path) -> None:
    write(tmp_path, "pyproject.toml", "[project]\nname='x'\ndependencies=['a-tool']\n")
    write(
        tmp_path,
        "subject.py",
        "import json, a\ntry:\n    import b\nexcept ImportError:\n    pass\ndef f():\n    import a.inner\n",
    )
    where = Where(host(site))
    with Run(where, Policy()) as run:
        terms = Terms(lambda _path, _is_foreign: (Contract.from_yaml(UNLISTED),))
        (task,) = run.plan(Wanted([str(tmp_path / "subject.py")]), terms).tasks
        assert isinstance(task.source, SourceFile)
        subject = Subject.read(task.source, task.home.library)
        assert isinstance(subject, Subject)
        standings, found = Ground(where, where.target).under(subject, task.source)
    assert [each.kind for each in standings] == ["standard", "installed", "installed", "installed"]
    assert [(each.distribution.name, each.declared.holds, each.is_needed) for each in found] == [
        ("a-tool", True, True),
        ("b-tool", False, False),
    ]
    assert [each.fact.circumstances for each in found[0].standings] == [(), ("lazy",)]


# --- when it is asked again


def upgrade(site: Path) -> None:
    (site / "b_tool-2.0.dist-info").rename(site / "b_tool-3.0.dist-info")
    (site / "b_tool-3.0.dist-info" / "METADATA").write_text("Name: b-tool\nVersion: 3.0\n")


@pytest.mark.skipif(os.name == "nt", reason="what Python asks is not observed on Windows")
def test_a_kept_answer_does_not_outlive_an_installation(
    tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "project"
    write(project, "subject.py", "import b\n")
    write(project, "spymodel.yml", "dependencies: {b-tool: {version: '<3'}}\n")
    (tmp_path / "cache").mkdir(mode=0o700)
    monkeypatch.chdir(project)
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setattr(questions, "SETTLED_SECONDS", -3600)
    made: list[int] = []
    kept = repeated._run

    def counted(run: Callable[[], int], *given: object) -> int:
        made.append(1)
        return kept(run, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(repeated, "_run", counted)
    words = ["check", "subject.py", "-s", "spymodel.yml", "--cache-dir", "../cache"]
    assert [main(words), main(words), len(made)] == [0, 0, 1]
    upgrade(site)
    assert [main(words), len(made)] == [1, 2]
    assert "should be of version '<3', found '3.0'" in capsys.readouterr().out
