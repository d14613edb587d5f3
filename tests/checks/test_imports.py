"""What a module imports, against what its contract requires, allows and denies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from importspy_static import Contract, check
from importspy_static.checks.context import Context
from importspy_static.checks.imports import check_imports
from importspy_static.checks.undecided import ConditionalDefinition
from importspy_static.contract.reader import parse_contract
from importspy_static.extract.extraction import extract
from importspy_static.interpret.namespace import interpret_in
from importspy_static.interpret.world import KnownModule, World
from importspy_static.model.program import Block, FunctionDef, Program
from importspy_static.model.target import Target
from importspy_static.model.violation import Violation
from importspy_static.probes.host import host_target
from tests.checks.hosts import host
from tests.checks.judging import codes, judge

LINUX = Target((3, 11, 7, "final", 0), "linux", "posix", "Linux", "x86_64", "cpython", "CPython")
WINDOWS = replace(LINUX, platform="win32", os_name="nt", system="Windows", machine="AMD64")
OLD = replace(LINUX, version=(3, 10, 13, "final", 0))


def told(module: str, imports: str, target: Target | None = None) -> list[str]:
    """Code, line and message of each finding."""
    found = judge(module, f"imports: {{{imports}}}\n", target)
    return [f"{each.code}:{each.place.span.line if each.place else 0}: {each.message}" for each in found]


def found(module: str, imports: str, target: Target | None = None) -> list[str]:
    return sorted(each.code for each in judge(module, f"imports: {{{imports}}}\n", target))


# What is denied


@pytest.mark.parametrize(
    ("module", "symbol"),
    [
        ("import subprocess", "subprocess"),
        ("import subprocess as s", "subprocess"),
        ("from subprocess import run", "subprocess.run"),
        ("from subprocess import *", "subprocess"),
        ("import a.b, subprocess.c", "subprocess.c"),
        ("def f():\n  import subprocess", "subprocess"),
        ("if x:\n  import subprocess", "subprocess"),
        ("try:\n  import subprocess\nexcept ImportError: pass", "subprocess"),
        ("class A:\n  import subprocess", "subprocess"),
        ("__import__('subprocess')", "subprocess"),
        ("from importlib import import_module as i\ni('subprocess')", "subprocess"),
        ("import sys\nsys.modules['subprocess']", "subprocess"),
    ],
)
def test_an_import_of_what_is_denied_is_one_violation_however_it_is_written(module: str, symbol: str) -> None:
    (violation,) = judge(module, "imports: {deny: [subprocess]}\n")
    assert (violation.code, violation.symbol) == ("SPY601", symbol)
    assert violation.message.startswith(f"{symbol}: should not be ")
    assert violation.contract_place is not None
    assert violation.contract_place.key == "imports.deny[0]"


@pytest.mark.parametrize(
    "condition",
    [
        "x",
        "not x",
        "not (not x)",
        "x and sys.platform == 'linux'",
        "sys.platform == 'linux' and not x",
        "x or sys.platform == 'win32'",
        "not (x or sys.platform == 'win32')",
        "sys.platform.startswith(x)",
        "not sys.platform.startswith(x)",
        "sys.version_info >= x",
    ],
)
def test_a_condition_that_cannot_be_told_keeps_nobody_from_either_branch(condition: str) -> None:
    then = f"import sys, os\nx = os.environ.get('X')\nif {condition}:\n  import subprocess\n"
    assert found(then, "deny: [subprocess]", LINUX) == ["SPY601"]
    other = then.replace("  import subprocess", "  pass\nelse:\n  import subprocess")
    assert found(other, "deny: [subprocess]", LINUX) == ["SPY601"]


@pytest.mark.parametrize(
    "condition", ["sys.platform == 'win32'", "not sys.platform == 'linux'", "x and sys.platform == 'win32'"]
)
def test_a_condition_that_can_be_told_does(condition: str) -> None:
    then = f"import sys, os\nx = os.environ.get('X')\nif {condition}:\n  import subprocess\n"
    assert found(then, "deny: [subprocess]", LINUX) == []
    assert found(then, "deny: [subprocess]", WINDOWS) == ["SPY601"]


def test_the_place_is_that_of_the_imported_name() -> None:
    (violation,) = judge("import os, subprocess as s\ns.run()\n", "imports: {deny: [subprocess]}\n")
    assert violation.place is not None
    assert (violation.place.span.line, violation.place.span.column, violation.place.span.end_column) == (1, 12, 27)


@pytest.mark.parametrize(
    "module",
    [
        "from os import system",
        "import os\nos.system('x')",
        "import os as o\ndef f():\n  return o.system",
        "def f():\n  import os\n  f'{os.system(1)}'",
        "import os.path\nos.system",
        "import os\ngetattr(os, 'system')",
        "import os\nos.__dict__['system']",
        "__import__('os').system('x')",
        "import importlib\nimportlib.import_module('os').system('x')",
        "import sys\nsys.modules['os'].system('x')",
        "import pkgutil\npkgutil.resolve_name('os:system')('x')",
        "import pydoc\npydoc.locate('os.system')('x')",
    ],
)
def test_a_denied_name_of_a_module_is_found_where_it_is_read(module: str) -> None:
    assert found(module, "deny: [os.system]") == ["SPY601"]


@pytest.mark.parametrize(
    "module",
    [
        "import os",
        "import os\nos.path.join()",
        "import os\nos.systematic",
        "import os_system, acme.os.system",
        "import os\ndef f(os): os.system()",
        "import os\nhasattr(os, 'system')",
        "import osx as os\nos.system",
        "self.os.system()",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  from os import system",
        "if False:\n  from os import system",
        "from os import path, sep as system\nsystem",
        "exec('import os; os.system()')",
    ],
)
def test_what_only_looks_like_it_is_not_denied(module: str) -> None:
    assert found(module, "deny: [os.system]") == []


@pytest.mark.parametrize(
    "module",
    [
        "import os\nx = os",
        "import os\nf(os)",
        "import os\ngetattr(os, name)",
        "import os\ngetattr(os, 'sys' + 'tem')",
        "import os\nvars(os)['system']",
        "import os\nos.__dict__.get('system')",
        "from os import *",
        "x = __import__('os')",
        "import sys\nx = sys.modules['os']",
    ],
)
def test_what_may_reach_a_denied_name_is_undecided_and_names_it(module: str) -> None:
    (line,) = told(module, "deny: [os.system]")
    assert line.startswith("SPY801")
    assert "os.system: whether it is" in line


@pytest.mark.parametrize(
    "module",
    [
        "__import__(name)",
        "import importlib\nimportlib.import_module(f'{x}')",
        "import importlib\nf = importlib.import_module",
        "import sys\nsys.modules[name]",
        "import sys\nfor x in sys.modules.values(): pass",
        "__builtins__['__import__']('os')",
        "import builtins\nvars(builtins)",
        "import runpy\nrunpy.run_path('x')",
        "from importlib.machinery import SourceFileLoader\nSourceFileLoader('a', 'b').load_module()",
    ],
)
@pytest.mark.parametrize("imports", ["deny: [os.system]", "allow: [stdlib]", "deny: [a], allow: [stdlib]"])
def test_an_import_that_cannot_be_told_is_undecided_once_wherever_imports_are_restricted(
    module: str, imports: str
) -> None:
    assert found(module, imports) == ["SPY801"]


def test_an_import_that_cannot_be_told_is_no_matter_where_nothing_is_restricted() -> None:
    assert found("import logging\n__import__(name)", "require: [logging]") == []


def test_the_remedy_speaks_of_imports() -> None:
    (violation,) = judge("__import__(name)", "imports: {deny: [os]}\n")
    assert violation.remedy.startswith("Import by an ordinary statement")
    assert violation.symbol == ""
    assert violation.message == (
        "the module: what `__import__(name)` imports or gives away cannot be told, and the contract restricts that"
    )


def test_each_place_of_a_denied_name_is_told_but_an_import_only_once() -> None:
    module = "import os, subprocess\nos.system\nos.system\nsubprocess.run\nfrom subprocess import run\n"
    assert told(module, "deny: [os.system, subprocess]") == [
        "SPY601:1: subprocess: should not be imported, as the contract denies 'subprocess'",
        "SPY601:5: subprocess.run: should not be imported, as the contract denies 'subprocess'",
        "SPY601:2: os.system: should not be used, as the contract denies 'os.system'",
        "SPY601:3: os.system: should not be used, as the contract denies 'os.system'",
    ]


def test_what_is_broken_is_not_undecided_too() -> None:
    assert found("import os\nos.system\nx = os", "deny: [os.system]") == ["SPY601"]


def test_what_two_entries_deny_is_told_once() -> None:
    assert found("from os import system", "deny: [os, os.system]") == ["SPY601"]
    assert found("from os import system", "deny: [os.system], allow: []") == ["SPY601"]


# What is allowed


def test_prefixes_end_at_dots() -> None:
    module = "import acme, acme.a, acmeplus\nfrom acme import b\nfrom ac import me\n"
    assert told(module, "allow: [acme]") == [
        "SPY601:1: acmeplus: should not be imported, as the contract allows only 'acme'",
        "SPY601:3: ac.me: should not be imported, as the contract allows only 'acme'",
    ]


def test_an_empty_list_allows_nothing_and_no_list_anything() -> None:
    assert told("import os", "allow: []") == [
        "SPY601:1: os: should not be imported, as the contract allows no import",
    ]
    assert found("import os", "require: [os]") == []


def test_a_long_list_is_cut_in_the_message() -> None:
    (line,) = told("import os", "allow: [a, b, c, d, e, f, g]")
    assert line.endswith("allows only 'a', 'b', 'c', 'd', 'e' and 2 more")


@pytest.mark.parametrize(
    "module",
    [
        "from __future__ import annotations",
        "from . import a",
        "from .. import *",
        "from ..a.b import c",
    ],
)
def test_its_own_package_and_the_future_are_always_allowed(module: str) -> None:
    assert found(module, "allow: []") == []


def test_what_is_for_type_checkers_only_need_not_be_allowed() -> None:
    assert found("from typing import TYPE_CHECKING\nif TYPE_CHECKING: import a", "allow: [typing]") == []


def test_a_name_of_a_module_can_be_all_that_is_allowed_of_it() -> None:
    assert found("from os import path\npath.join()", "allow: [os.path]") == []
    assert found("import os.path\nos.path.join()", "allow: [os.path]") == []
    assert told("import os.path\nos.getcwd()", "allow: [os.path]") == [
        "SPY601:2: os.getcwd: should not be used, as the contract allows only 'os.path'"
    ]
    assert found("import os", "allow: [os.path]") == ["SPY601"]
    assert found("from os import *", "allow: [os.path]") == ["SPY601"]
    assert found("import os.path\nx = os", "allow: [os.path]") == ["SPY801"]


def test_a_module_that_is_taken_from_the_table_of_modules_must_be_allowed() -> None:
    assert found("import sys\nsys.modules['acme']", "allow: [sys]") == ["SPY601"]
    assert found("import sys\nsys.modules['json']", "allow: [stdlib]") == []
    assert found("import sys\nsys.modules[__name__].x = 1", "allow: [sys]") == []


@pytest.mark.parametrize(
    ("module", "target", "allowed"),
    [
        ("import json, os.path, _thread, winreg, fcntl", LINUX, True),
        ("from collections.abc import Mapping", LINUX, True),
        ("import tomllib", LINUX, True),
        ("import tomllib", OLD, False),
        ("try: import tomllib\nexcept ImportError: pass", OLD, True),
        ("import sys\nif sys.version_info >= (3, 11): import tomllib", OLD, True),
        ("import distutils.core", LINUX, True),
        ("import distutils.core", replace(LINUX, version=(3, 12, 1, "final", 0)), False),
        ("try: import requests\nexcept ImportError: pass", LINUX, False),
        ("import jsonschema", LINUX, False),
        ("import __main__", LINUX, False),
    ],
)
def test_the_standard_library_is_that_of_the_target(module: str, target: Target, allowed: bool) -> None:
    found = [each for each in judge(module, "imports: {allow: [stdlib]}\n", target) if each.code != "SPY802"]
    assert [each.code for each in found] == ([] if allowed else ["SPY601"])


def test_what_another_version_has_is_told_as_such() -> None:
    (line,) = told("import tomllib", "allow: [acme, stdlib]", OLD)
    assert line.endswith("the contract allows only 'acme' and the standard library, and Python 3.10 has no 'tomllib'")


# What is required


@pytest.mark.parametrize(
    "module",
    [
        "import logging",
        "import logging as l",
        "import logging.handlers",
        "from logging import getLogger",
        "from logging import *",
        "def f():\n  import logging",
        "def f():\n  if x: import logging",
        "try: import logging\nexcept ImportError: logging = None",
        "with x: import logging",
        "x = __import__('logging')",
        "from importlib import import_module\nl = import_module('logging.config')",
        "import sys\nif sys.platform == 'linux': import logging",
        "import sys\nif sys.platform == 'win32': pass\nelse: import logging",
        "if x: import logging\nimport logging",
    ],
)
def test_what_is_required_is_imported(module: str) -> None:
    assert found(module, "require: [logging]", LINUX) == []


@pytest.mark.parametrize(
    ("module", "line", "why"),
    [
        ("", 1, "but nothing imports it"),
        ("import loggingx\nimport log", 1, "but nothing imports it"),
        ("from . import logging", 1, "but nothing imports it"),
        ("logging = 1\nlogging.info", 1, "but nothing imports it"),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  import logging", 3, "but is only for type checkers"),
        (
            "import sys\nif sys.platform == 'win32':\n  import logging",
            3,
            "but is only where `sys.platform == 'win32'` is true",
        ),
        (
            "import sys\nif sys.platform == 'linux': pass\nelse:\n  import logging",
            4,
            "but is only where `sys.platform == 'linux'` is false",
        ),
        ("raise OSError\nimport logging", 1, "but is not there, as line 1 always raises"),
    ],
)
def test_what_nothing_imports_on_the_target_is_missing(module: str, line: int, why: str) -> None:
    expected = f"SPY602:{line}: logging: should be imported, {why}"
    assert told(module, "require: [logging]", LINUX) == [expected]


@pytest.mark.parametrize(
    ("module", "construct"),
    [
        ("if x():\n  import logging", "control flow"),
        ("for x in y():\n  import logging", "control flow"),
        ("try: import fast\nexcept ImportError:\n  import logging", "control flow"),
        ("x = y() and __import__('logging')", "control flow"),
        ("import sys\nif sys.platform == 'linux' and x():\n  import logging", "sys.platform == 'linux' and x()"),
    ],
)
def test_an_import_that_a_condition_may_pass_over_is_undecided(module: str, construct: str) -> None:
    contract = "imports: {require: [logging]}\n"
    (violation,) = (each for each in judge(module, contract, LINUX) if each.code != "SPY201")
    assert isinstance(violation, ConditionalDefinition)
    assert violation.construct == construct
    assert violation.message == f"logging: depends on `{construct}`; where it fails: nothing imports it"


def test_a_name_below_a_module_is_required_by_imports_alone() -> None:
    assert found("from os import path", "require: [os.path]") == []
    assert found("import os.path", "require: [os.path]") == []
    assert found("import os\nos.path.join()", "require: [os.path]") == ["SPY602"]


# Targets


TARGETED = [
    ("import sys\nif sys.platform == 'win32': import a", True),
    ("import sys\nif sys.platform != 'win32': pass\nelse: import a", True),
    ("import sys as s\nif s.platform.startswith('win'): import a", True),
    ("from sys import platform as p\nif p in ('win32', 'cygwin'): import a", True),
    ("import os\nif os.name == 'nt': import a", True),
    ("import platform\nif platform.system() == 'Windows': import a", True),
    ("import platform\nif platform.system().lower() == 'windows': import a", True),
    ("import platform\nif not platform.machine()[0:1] == 'x': import a", True),
    ("import sys\nWINDOWS = sys.platform == 'win32'\ndef f():\n  if WINDOWS: import a", True),
    ("import sys\nx = __import__('a') if sys.platform == 'win32' else None", True),
    ("import sys\ndef f():\n  if sys.platform == 'win32' and g(): import a", True),
    ("import sys\nif sys.platform == 'win32' or g(): import a", False),
    ("import sys\nif sys.platform == g(): import a", False),
    ("import sys\nif g(sys.platform): import a", False),
    ("import fake as sys\nif sys.platform == 'win32': import a", False),
    ("import sys\nsys.platform = 'win32'\nif sys.platform == 'win32': import a", False),
    ("import sys\nWINDOWS = sys.platform == 'win32'\nWINDOWS = g()\nif WINDOWS: import a", False),
    ("import sys\ndef f(sys):\n  if sys.platform == 'win32': import a", False),
    ("import sys\nif sys.platform.count() == 1: import a", False),
    ("import sys\nif sys.version_info[9] == 1: import a", False),
    ("import sys\nif sys.platform > 1: import a", False),
]


@pytest.mark.parametrize(("module", "is_decided"), TARGETED, ids=range(len(TARGETED)))
def test_what_one_target_imports_another_one_does_not(module: str, is_decided: bool) -> None:
    assert found(module, "deny: [a]", WINDOWS) == ["SPY601"]
    assert found(module, "deny: [a]", LINUX) == ([] if is_decided else ["SPY601"])


@pytest.mark.parametrize(
    ("test", "holds"),
    [
        ("sys.version_info >= (3, 11)", True),
        ("sys.version_info[:2] == (3, 11)", True),
        ("sys.version_info[0] == 2", False),
        ("sys.version_info.minor > 10", True),
        ("(3, 8) <= sys.version_info < (3, 10)", False),
        ("sys.hexversion < 0x03000000", False),
        ("sys.implementation.name == 'pypy'", False),
        ("sys.version_info[0] == 2 or sys.platform == 'linux'", True),
        ("not sys.version_info >= (3,)", False),
        ("sys.maxsize", True),
    ],
)
def test_conditions_on_targets_are_answered(test: str, holds: bool) -> None:
    module = f"import sys\nif {test}:\n  import a\nelse:\n  import b\n"
    assert found(module, "deny: [a]", LINUX) == (["SPY601"] if holds else [])
    assert found(module, "deny: [b]", LINUX) == ([] if holds else ["SPY601"])
    assert found(module, "require: [a]", LINUX) == ([] if holds else ["SPY602"])


def test_a_use_is_not_denied_where_the_target_does_not_come() -> None:
    module = "import os, sys\nif sys.platform == 'win32':\n  os.startfile('x')\n"
    assert found(module, "deny: [os.startfile]", LINUX) == []
    assert found(module, "deny: [os.startfile]", WINDOWS) == ["SPY601"]
    assert found(module + "os.startfile\n", "deny: [os.startfile]", LINUX) == ["SPY601"]


def test_every_deployment_is_judged_by_its_own_imports(tmp_path: Path) -> None:
    module, contract = tmp_path / "m.py", tmp_path / "c.yml"
    module.write_text("import sys\ndef f():\n  if sys.platform == 'win32': import ctypes\n", encoding="utf-8")
    contract.write_text(
        "imports: {deny: [ctypes]}\ndeployments:\n- arch: x86_64\n  systems:\n"
        "  - {os: linux, pythons: [{version: '3.11'}]}\n  - {os: windows, pythons: [{version: '3.11'}]}\n",
        encoding="utf-8",
    )
    report = check(module, contract=contract, every_deployment=True)
    (violation,) = report.violations
    assert violation.code == "SPY601"
    assert violation.target is not None
    assert "windows" in violation.target
    assert "linux" not in violation.target


# Names of its own


class Alone:
    """Modules of which one is known."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def find(self, *_: object, **__: object) -> None:
        return None

    def submodules(self, *_: object) -> None:
        return None

    def is_there(self, *_: object, **__: object) -> bool:
        return False

    def program(self, *_: object, **__: object) -> Program:
        return self._program

    def begin(self, *_: object) -> None:
        return None

    def failure(self, *_: object) -> None:
        return None

    def body(self, definition: FunctionDef) -> Block | None:
        return definition.body


def outcome(source: str, imports: str, known: KnownModule, location: str | None = None) -> list[Violation]:
    """The findings of a module among others."""
    asked = parse_contract(f"imports: {{{imports}}}\n")
    program = extract(source.encode())
    assert isinstance(program, Program)
    namespace = interpret_in(World(Alone(program), host_target()), known)
    assert asked.module.imports is not None
    return list(check_imports(Context("m.py", namespace, location=location), asked.module.imports))


def named(source: str, imports: str, name: str, is_package: bool = False) -> list[Violation]:
    """The findings of a module that has this dotted name."""
    return outcome(source, imports, KnownModule(1, name, is_package, False, True))


def test_a_relative_import_has_its_full_name_where_the_package_is_known() -> None:
    source = "from ..internal import secret\nfrom . import x\nx.y\n"
    (violation,) = named(source, "deny: [acme.internal]", "acme.plugins.one")
    assert violation.symbol == "acme.internal.secret"
    (violation,) = named(source, "deny: [acme.plugins.x.y]", "acme.plugins", is_package=True)
    assert violation.symbol == "acme.plugins.x.y"
    assert named(source, "deny: [internal, plugins, x]", "acme.plugins.one") == []
    assert named(source, "require: [acme.internal]", "acme.plugins.one") == []


def test_its_own_package_is_allowed_by_its_full_name_where_that_is_known() -> None:
    assert named("import acme.core\nfrom acme import x", "allow: []", "acme.plugins.one") == []
    assert [each.symbol for each in named("import acmeplus", "allow: []", "acme.one")] == ["acmeplus"]
    assert [each.symbol for each in named("import acme", "allow: []", "one")] == ["acme"]


@pytest.mark.parametrize(
    ("path", "imported", "denied", "is_denied"),
    [
        ("/src/acme/plugins/one.py", "from ..internal import x", "acme.internal", True),
        ("/src/acme/plugins/one.py", "from .. import internal", "acme.internal", True),
        ("/src/acme/plugins/one.py", "from .internal import x", "acme.internal", False),
        ("/src/acme/plugins/one.py", "from .internal import x", "plugins.internal", True),
        ("/src/acme/json/one.py", "from . import x", "json", False),
        ("one.py", "from .internal import x", "internal", False),
    ],
)
def test_where_no_package_is_known_folders_may_be(path: str, imported: str, denied: str, is_denied: bool) -> None:
    found = outcome(imported, f"deny: [{denied}]", KnownModule(1, "one", False, False, True), path)
    assert [each.code for each in found] == (["SPY601"] if is_denied else [])


def test_a_contract_that_says_nothing_of_imports_does_not_look_at_them() -> None:
    assert codes("import os, subprocess\n__import__(x)\ny = 1\n", "variables: [{name: y}]\n") == []


@pytest.mark.parametrize("statement", ["if (n := 1): pass", "def f(a, /): pass", "x = f'{1=}'", "print(f'a')"])
@pytest.mark.parametrize("minor", [5, 7, 8])
def test_imports_alone_are_judged_with_the_grammar_of_an_older_host(tmp_path: Path, statement: str, minor: int) -> None:
    """Whatever else is asked: a module that the host cannot parse keeps no contract."""
    module, old = tmp_path / "m.py", host(f"3.{minor}.0")
    module.write_text(f"import os\nname = 1\n{statement}\n", encoding="utf-8")
    told = [
        {each.code for each in check(module, Contract.from_yaml(text), environment=old).violations}
        for text in ("imports: {deny: [json]}", "imports: {deny: [json]}\nvariables: [{name: name}]")
    ]
    assert told[0] == told[1]
    since = {"if (n := 1): pass": 8, "def f(a, /): pass": 8, "x = f'{1=}'": 8, "print(f'a')": 6}[statement]
    assert told[0] == ({"SPY002"} if minor < since else set())
