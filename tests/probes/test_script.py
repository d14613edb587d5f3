"""The script under every Python that is here, against what that Python tells by other means."""

from __future__ import annotations

import ast
import functools
import json
import os
import platform
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from importspy_static.model import platforms
from importspy_static.model.environment import Environment
from importspy_static.probes import host_environment, script, script_text
from importspy_static.probes.reading import environment_of
from tests.probes.interpreters import PYPYS, answer_of, every_python, isolated, python, run

SCRIPT = Path(script.__file__)

BY_OTHER_MEANS = """
import json, os, platform, struct, sys
told = {
    "version": list(sys.version_info[:3]) + [sys.version_info[3], sys.version_info[4]],
    "machine": platform.machine(),
    "system": platform.system(),
    "platform": sys.platform,
    "os_name": os.name,
    "implementation": platform.python_implementation(),
    "pointer_width": struct.calcsize("P") * 8,
    "byte_order": sys.byteorder,
    "libc": list(platform.libc_ver()),
    "search_path": [each for each in sys.path if each],
    "variables": sorted(os.environ),
}
try:
    from importlib.metadata import distributions
    told["distributions"] = [[each.metadata["Name"], each.version] for each in distributions()]
except ImportError:
    import pkg_resources
    told["distributions"] = [[each.project_name, each.version] for each in pkg_resources.working_set]
try:
    from pip._vendor.packaging.tags import _platform_tags as platform_tags
except ImportError:
    try:
        from pip._vendor.packaging.tags import platform_tags
    except ImportError:
        platform_tags = None
told["platform_tags"] = list(platform_tags()) if platform_tags else None
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(SCRIPT.with_name("environment.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(told)
    return told


@functools.cache
def told_by(minor: str) -> dict[str, Any]:
    return answer_of([python(minor), *isolated(minor), "-"], script_text())


@functools.cache
def known_of(minor: str) -> dict[str, Any]:
    ended = run([python(minor), *isolated(minor), "-W", "ignore", "-c", BY_OTHER_MEANS])
    told: dict[str, Any] = json.loads(ended.stdout)
    return told


def normalised(distributions: list[list[str]]) -> dict[str, list[str]]:
    """By normalised name; of two, the first."""
    found: dict[str, list[str]] = {}
    for name, version in distributions:
        found.setdefault(re.sub("[-_.]+", "-", name).lower(), [name, version])
    return found


@every_python
def test_what_the_script_tells_is_valid_by_the_schema_and_can_be_read(minor: str, schema: dict[str, Any]) -> None:
    told = told_by(minor)
    jsonschema.validate(told, schema)
    environment = environment_of(told, "image.json")
    assert minor in PYPYS or environment.python_version.startswith(f"{minor}.")
    assert environment.to_dict() == told
    assert list(environment.to_dict()) == list(told)


@every_python
def test_the_script_tells_what_the_interpreter_tells_of_itself(minor: str) -> None:
    told, known = told_by(minor), known_of(minor)
    assert list(told["version"].values()) == known["version"]
    for fact in ("machine", "system", "platform", "os_name", "pointer_width", "byte_order", "search_path", "variables"):
        assert told[fact] == known[fact], fact
    assert told["implementation"] == known["implementation"].lower()
    assert told["interpreter"] == known["implementation"]
    if known["libc"][0] == "glibc":
        assert told["libc"]["name"] == "glibc"
        assert told["libc"]["version"] >= known["libc"][1]  # Python before 3.8 looks for it in the executable


@every_python
def test_the_script_finds_the_distributions_that_the_interpreter_finds(minor: str) -> None:
    told = [[each["name"], each["version"]] for each in told_by(minor)["distributions"]]
    assert normalised(told) == normalised(known_of(minor)["distributions"])
    assert list(normalised(told)) == sorted(normalised(told))
    assert told


@every_python
def test_the_script_tells_the_platform_tags_that_pip_has_there(minor: str) -> None:
    tags = known_of(minor)["platform_tags"]
    if tags is None:
        pytest.skip(f"the pip of Python {minor} has no packaging.tags")
    plain = [tag for tag in tags if tag.startswith("linux_")]  # older versions had it last
    assert told_by(minor)["platform_tags"] == [*plain, *(tag for tag in tags if tag not in plain)]


@every_python
def test_the_script_tells_the_same_as_a_file_as_from_standard_input_and_without_isolation(
    minor: str, tmp_path: Path
) -> None:
    environment = {key: text for key, text in os.environ.items() if not key.startswith("PYTHON")}
    file = tmp_path / "probe.py"
    file.write_text(script_text(), encoding="ascii")
    by_file = answer_of([python(minor), "-B", str(file)], env=environment)
    by_input = answer_of([python(minor), "-B", "-"], script_text(), env=environment, cwd=tmp_path)
    assert by_file == by_input
    assert str(tmp_path) not in by_file["search_path"]
    assert by_file["distributions"] == told_by(minor)["distributions"]


@every_python
def test_nothing_that_lies_in_the_current_folder_or_beside_the_script_is_imported(minor: str, tmp_path: Path) -> None:
    for name in (*sorted(imported_names()), "__future__", "encodings", "_json", "sitecustomize", "usercustomize"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w'); raise SystemExit('ran {name}')")
    (tmp_path / "probe.py").write_text(script_text(), encoding="ascii")
    answer_of([python(minor), "-B", "-"], script_text(), cwd=tmp_path)
    answer_of([python(minor), "-B", "probe.py"], cwd=tmp_path)
    assert not (tmp_path / "ran").exists()


@every_python
def test_what_is_installed_under_the_name_of_a_standard_module_is_not_imported(minor: str, tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('ran json')")  # of ours, what no start of a Python imports
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    told = answer_of([python(minor), "-B", "-"], script_text(), env=environment)
    assert told["search_path"][0] == str(tmp_path)


@every_python
def test_what_pythonpath_names_relative_to_the_current_folder_is_not_told(minor: str, tmp_path: Path) -> None:
    absolute = tmp_path / "absolute"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([".", "src", str(absolute), ""])}
    told = answer_of([python(minor), "-B", "-"], script_text(), env=environment, cwd=tmp_path)
    assert [each for each in told["search_path"] if each.startswith(str(tmp_path))] == [str(absolute)]


@every_python
def test_the_script_writes_no_file_and_starts_no_process(minor: str, tmp_path: Path) -> None:
    """Python can tell from 3.8 on: an audit hook sees what is opened and started."""
    if minor in {"2.7", "3.4", "3.5", "3.6", "3.7", "pypy2.7"}:
        pytest.skip("no audit hooks there")
    program = tmp_path / "audited.py"
    program.write_text(f"""
import sys
seen = []
starts = ("subprocess.Popen", "os.system", "os.posix_spawn", "os.exec", "os.fork", "socket.connect", "os.remove")
def hook(event, arguments):
    if event in starts:
        seen.append((event, arguments))
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        seen.append((event, arguments))
sys.addaudithook(hook)
exec(compile(open({str(SCRIPT)!r}).read(), "probe.py", "exec"), {{"__name__": "__main__"}})
assert not seen, seen
""")
    answer_of([python(minor), "-I", "-B", str(program)])


@every_python
def test_the_script_shows_the_text_of_no_variable_but_those_it_is_filled_with(minor: str) -> None:
    environment = {**os.environ, "SHOWN": "plänted-1", "HIDDEN": "planted-2", "OTHER": "planted-3"}
    plain = run([python(minor), *isolated(minor), "-"], script_text(), env=environment)
    assert "planted" not in plain.stdout + plain.stderr
    assert {"SHOWN", "HIDDEN", "OTHER"} <= set(json.loads(plain.stdout)["variables"])
    assert json.loads(plain.stdout)["values"] == {}
    filled = answer_of([python(minor), *isolated(minor), "-"], script_text(["SHOWN", "ABSENT"]), env=environment)
    assert filled["values"] == {"SHOWN": "plänted-1"}
    assert "planted" not in json.dumps(filled)


NAMES = ["A'B", 'A"B', "A\\B", "A\nB", "é", "\N{OLD PERSIAN SIGN A}", "'; import os #", '"""', "{}", "%s", "\\u0041"]


@every_python
def test_names_that_the_script_is_filled_with_are_texts_whatever_they_hold(minor: str) -> None:
    environment = {**os.environ, **dict.fromkeys(NAMES, "seen")}
    told = answer_of([python(minor), *isolated(minor), "-"], script_text(NAMES), env=environment)
    assert told["values"] == dict.fromkeys(sorted(NAMES), "seen")
    assert script_text(NAMES).isascii()


@every_python
@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names and paths are text there")
def test_what_is_no_text_in_an_environment_is_told_as_text(minor: str, tmp_path: Path) -> None:
    if minor in PYPYS:
        pytest.skip(f"{minor} does not start with such a PYTHONPATH")
    environment = {os.fsencode(key): os.fsencode(text) for key, text in os.environ.items()}
    environment |= {b"BAD\xff": b"\xfe", b"LC_ALL": b"C", b"PYTHONPATH": os.fsencode(tmp_path) + b"/\xff"}
    told = answer_of([python(minor), "-B", "-"], script_text(), env=environment)
    assert "BAD\N{REPLACEMENT CHARACTER}" in told["variables"]
    assert f"{tmp_path}/\N{REPLACEMENT CHARACTER}" in told["search_path"]
    environment_of(told, "image.json")


@every_python
def test_the_script_tells_nothing_of_what_is_installed_when_it_is_not_asked(minor: str) -> None:
    told = answer_of([python(minor), *isolated(minor), "-"], script_text(distributions=False))
    assert told == {**told_by(minor), "distributions": None}


@every_python
def test_the_script_says_nothing_where_nobody_listens(minor: str) -> None:
    command = [python(minor), *isolated(minor), "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        process.stdout = None
        _, errors = process.communicate(script_text().encode(), timeout=60)
    assert b"Traceback" not in errors


@every_python
def test_the_script_is_understood_by_this_python(minor: str) -> None:
    """`python -W error` also refuses escapes that a later one may not know."""
    program = "import sys; compile(sys.stdin.read(), 'probe.py', 'exec')"
    ended = run([python(minor), "-W", "error", "-c", program], script_text(["A"]))
    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_script_has_nothing_that_python_2_or_3_4_lack() -> None:
    """For those that are not here: the grammar of 3.4, and what of that Python 2.7 does not know."""
    text = script_text()
    assert text.isascii()
    tree = ast.parse(text, feature_version=(3, 4))
    newer: tuple[type[ast.AST], ...] = (
        ast.JoinedStr,
        ast.AnnAssign,
        ast.NamedExpr,
        ast.Match,
        ast.AsyncFunctionDef,
        ast.Await,
    )
    newer = (*newer, ast.YieldFrom, ast.Nonlocal)
    assert [node for node in ast.walk(tree) if isinstance(node, newer)] == []
    last = [call.args[-1] for call in ast.walk(tree) if isinstance(call, ast.Call) and call.args]
    assert [node for node in ast.walk(tree) if isinstance(node, ast.Starred) and node not in last] == []
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(args=arguments, returns=returned):
                assert returned is None
                assert arguments.kwonlyargs == arguments.posonlyargs == []
                assert all(each.annotation is None for each in arguments.args)
            case ast.Raise(cause=cause):
                assert cause is None
            case ast.ClassDef(keywords=keywords):
                assert keywords == []
            case ast.ImportFrom(module=module):
                assert module != "__future__"  # it would be looked for in the current folder


def imported_names() -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(script_text())):
        match node:
            case ast.Import(names=names):
                found |= {each.name for each in names}
            case ast.ImportFrom(module=str(module)):
                found.add(module)
    return found - {"typing"}  # for the types only


def test_the_script_imports_the_standard_library_only() -> None:
    assert imported_names() <= sys.stdlib_module_names
    assert imported_names().isdisjoint({"socket", "urllib", "http", "ssl", "importlib", "tempfile", "site", "pip"})


def test_the_scripts_own_tables_are_those_of_the_model() -> None:
    assert script.ARCHITECTURES == platforms.ARCHITECTURES
    assert script.SYSTEMS == platforms.SYSTEMS
    assert script.INTERPRETERS == platforms.INTERPRETERS
    tables = (platforms.ARCHITECTURES, platforms.SYSTEMS, platforms.INTERPRETERS)
    for table in tables:
        for name in [*table, *(other for others in table.values() for other in others), "unknown", ""]:
            for spelling in (name, name.upper(), name.lower()):
                assert script.canonical(spelling, table) == platforms.canonical(spelling, table)


@pytest.mark.parametrize(
    ("asked", "name", "told"),
    [
        (script.architecture_of, "AMD64", "x86_64"),
        (script.architecture_of, "aarch64", "arm64"),
        (script.architecture_of, "Alpha", "Alpha"),
        (script.os_of, "Darwin", "darwin"),
        (script.os_of, "CYGWIN_NT-10.0-19045", "cygwin"),
        (script.os_of, "Plan9", "plan9"),
        (script.interpreter_of, "GraalVM", "GraalPy"),
        (script.interpreter_of, "Cinder", "Cinder"),
    ],
)
def test_names_are_those_that_contracts_have(asked: Any, name: str, told: str) -> None:
    assert asked(name) == told


def test_a_fact_that_cannot_be_had_has_its_fallback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise SystemError("no such thing here")

    everything = ("system", "machine", "implementation", "search_path", "c_library", "platform_tags", "_variables")
    for name in (*everything, "installed"):
        monkeypatch.setattr(script, name, fails)
    monkeypatch.setattr(platform, "python_implementation", fails)
    told = environment_of(script.facts(), "this host")
    assert (told.system, told.machine, told.implementation, told.libc) == ("", "", "", None)
    assert (told.platform_tags, told.search_path, told.variables, told.distributions) == ((), (), frozenset(), ())


def test_this_hosts_facts_are_those_that_the_script_tells_in_a_process_of_its_own() -> None:
    def comparable(environment: Environment) -> dict[str, object]:
        unlike = {"search_path", "distributions", "variables"}  # the test runner's own
        return {key: fact for key, fact in environment.to_dict().items() if key not in unlike}

    told = environment_of(answer_of([sys.executable, "-I", "-"], script_text()), "process")
    assert comparable(told) == comparable(host_environment(distributions=True))
