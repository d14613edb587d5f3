"""`generate --dependencies`: what modules stand on is written, and kept by them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from importspy_static import Contract, Environment, check, probe
from importspy_static.checking.gathering import Wanted
from importspy_static.checking.generation import Generation, Written, generate
from importspy_static.checking.updating import Rewritten
from importspy_static.checking.where import Where
from importspy_static.contract.specifiers import versions_like
from importspy_static.model.document import Mapping, plain
from tests.checking import environments
from tests.fidelity.dependency_cases import install

HOST = probe(distributions=False)


@pytest.fixture
def host(tmp_path: Path) -> Environment:
    """A host with three distributions, and a project that declares one of them."""
    site = tmp_path / "site" / "site-packages"
    install(site, "a-tool", "1.0", "a/__init__.py", "a/inner.py")
    install(site, "B.Tool", "2!3.1rc1", "b.py")
    install(site, "c-tool", "not a version", "c.py")
    project = tmp_path / "acme"
    project.mkdir()
    (project / "pyproject.toml").write_text("[project]\nname = 'acme'\nversion = '1'\ndependencies = ['a_tool']\n")
    return replace(HOST, search_path=(str(site),))


def written(tmp_path: Path, host: Environment, *, detail: str = "full", **sources: str) -> Written:
    for name, text in sources.items():
        (tmp_path / "acme" / f"{name}.py").write_text(text, encoding="utf-8")
    paths = [tmp_path / "acme" / f"{name}.py" for name in sources]
    return generate(paths, detail=detail, dependencies=True, environment=host)  # type: ignore[arg-type]


def sections(found: Written) -> object:
    assert found.document is not None
    told = plain(found.document)
    assert isinstance(told, dict)
    return told.get("dependencies"), told.get("dependency_options")


def remarks(found: Written) -> list[str]:
    told = []
    waiting = [found.document]
    for each in waiting:
        if isinstance(each, Mapping):
            told += each.remarks
            waiting += [inner for inner in each.entries.values() if isinstance(inner, Mapping)]
    return told


def is_kept(tmp_path: Path, host: Environment, found: Written, *names: str) -> bool:
    paths = [tmp_path / "acme" / f"{name}.py" for name in names]
    contract = tmp_path / "acme" / "spymodel.yml"
    contract.write_text(found.yaml, encoding="utf-8")
    return check(paths, contract, environment=host).ok


A = {"version": ">=1.0,<2", "declared": True, "origin": {"type": "index"}}
B = {"version": ">=2!3.1rc1,<2!4", "origin": {"type": "index"}}


def test_what_a_module_stands_on_is_written_and_kept(tmp_path: Path, host: Environment) -> None:
    source = "import json, a.inner\ntry:\n    import b\nexcept ImportError:\n    b = None\ndef late():\n    import c\n"
    found = written(tmp_path, host, module=source)
    c = {"version": "not a version", "origin": {"type": "index"}}
    assert sections(found) == ({"a-tool": A, "B.Tool": B, "c-tool": c}, {"unlisted": "deny"})
    assert remarks(found) == [
        "B.Tool: the project does not declare it",
        "c-tool: the project does not declare it",
    ]
    assert is_kept(tmp_path, host, found, "module")


def test_less_detail_is_a_list_of_names(tmp_path: Path, host: Environment) -> None:
    found = written(tmp_path, host, detail="names", module="import a\n")
    assert sections(found) == ({"a-tool": {"allowed": True}}, {"unlisted": "deny"})
    assert is_kept(tmp_path, host, found, "module")


def test_a_module_that_needs_nothing_may_get_nothing(tmp_path: Path, host: Environment) -> None:
    found = written(tmp_path, host, module="import json\n")
    assert sections(found) == (None, {"unlisted": "deny"})
    assert is_kept(tmp_path, host, found, "module")
    (tmp_path / "acme" / "module.py").write_text("import json, a\n", encoding="utf-8")
    report = check(tmp_path / "acme" / "module.py", tmp_path / "acme" / "spymodel.yml", environment=host)
    assert [each.code for each in report.violations] == ["SPY610"]


def test_what_leads_nowhere_or_to_anything_is_let_pass_and_told(tmp_path: Path, host: Environment) -> None:
    found = written(tmp_path, host, module="import a\nimport gone\n")
    assert sections(found) == ({"a-tool": A}, {"unlisted": "deny", "unresolved": "allow"})
    assert [each.partition(":")[0] for each in remarks(found)] == ["gone"]
    assert is_kept(tmp_path, host, found, "module")
    source = "import a\nimport importlib\ndef load(name):\n    return importlib.import_module(name)\n"
    found = written(tmp_path, host, module=source)
    assert sections(found) == ({"a-tool": A}, {})
    assert remarks(found)[0].startswith("others may be imported: ")
    assert is_kept(tmp_path, host, found, "module")


def test_what_cannot_be_told_is_left_out(tmp_path: Path, host: Environment) -> None:
    unknowing = replace(host, source="host.json", distributions=None, search_path=(), inherited=False)
    found = written(tmp_path, unknowing, module="import a\n")
    assert sections(found) == (None, None)
    assert remarks(found) == ["without dependencies: `a` (line 1): host.json does not tell what is installed"]


def test_several_modules_have_one_list(tmp_path: Path, host: Environment) -> None:
    found = written(tmp_path, host, one="import a\nimport b\n", two="import a.inner\n")
    assert sections(found) == ({"a-tool": A, "B.Tool": B}, {"unlisted": "deny"})
    assert is_kept(tmp_path, host, found, "one", "two")


def updated(tmp_path: Path, host: Environment, contract: str) -> Rewritten:
    path = tmp_path / "acme" / "spymodel.yml"
    path.write_text(contract, encoding="utf-8")
    (tmp_path / "acme" / "module.py").write_text("import a\nimport b\n", encoding="utf-8")
    with Generation(Where(host), dependencies=True) as generation:
        gathered = generation.gather(Wanted((str(tmp_path / "acme" / "module.py"),)))
        return generation.update(gathered, str(path))


def test_an_update_adds_what_is_new_and_leaves_what_is_said(tmp_path: Path, host: Environment) -> None:
    before = "filename: module.py\n# mine\ndependencies:\n  a_tool: {version: '<1'}  # old\n"
    found = updated(tmp_path, host, before)
    assert found.text.startswith(f"{before}  B.Tool: ")
    assert "dependency_options" not in found.text
    assert found.changes == ("added dependencies.B.Tool",)
    assert [each.code for each in found.left] == ["SPY612"]
    assert [each.name for each in Contract.from_yaml(found.text).dependencies] == ["a_tool", "B.Tool"]


def test_an_update_adds_both_sections_where_there_are_none(tmp_path: Path, host: Environment) -> None:
    found = updated(tmp_path, host, "filename: module.py\n")
    assert found.changes == ("added dependencies", "added dependency_options")
    assert not found.left
    again = updated(tmp_path, host, found.text)
    assert (again.text, again.changes) == (found.text, ())


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.2.3", ">=1.2.3,<2"), ("0.4", ">=0.4,<1"), ("2026.1", ">=2026.1,<2027"), ("1.0+cpu", ">=1.0,<2"), ("x", "x")],
)
def test_versions_behind_the_installed_one_are_taken(version: str, expected: str) -> None:
    assert versions_like(version) == expected


def with_integrity(tmp_path: Path, host: Environment, detail: str = "full") -> Written:
    site = Path(host.search_path[0])
    environments.install(site, name="fine", contents={"fine.py": "def run(): ...\n"})
    environments.install(site, name="changed", contents={"changed.py": "def run(): ...\n"})
    (site / "changed.py").write_text("def stop(): ...\n", encoding="utf-8")
    module = tmp_path / "acme" / "module.py"
    module.write_text("import a, changed, fine\n", encoding="utf-8")
    return generate([module], detail=detail, dependencies=True, integrity=True, environment=host)  # type: ignore[arg-type]


def unmodified(found: Written) -> list[str]:
    """The distributions that are asked to stay as they are."""
    rules, _ = sections(found)  # type: ignore[misc]
    return [name for name, rule in rules.items() if "unmodified" in rule]  # type: ignore[has-type]


def test_with_integrity_what_is_as_it_was_installed_is_to_stay_so(tmp_path: Path, host: Environment) -> None:
    found = with_integrity(tmp_path, host)
    assert unmodified(found) == ["fine"]
    told = [each for each in remarks(found) if "unmodified" in each]
    assert [each.partition(": ")[0] for each in told] == ["a-tool", "changed"]
    assert "changed.py" in told[1]
    assert is_kept(tmp_path, host, found, "module")
    (Path(host.search_path[0]) / "fine.py").write_text("def stop(): ...\n", encoding="utf-8")
    assert not is_kept(tmp_path, host, found, "module")


def test_unmodified_is_said_in_full_detail_and_with_integrity_alone(tmp_path: Path, host: Environment) -> None:
    assert unmodified(with_integrity(tmp_path, host, "signatures")) == []
    assert unmodified(written(tmp_path, host, module="import a, fine\n")) == []
