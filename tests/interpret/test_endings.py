"""Where and why the import of a module ends on a target, and which imports are doubtful there."""

from __future__ import annotations

import pytest

from importspy_static.extract.extraction import extract
from importspy_static.interpret.namespace import Namespace, interpret
from importspy_static.model.program import Program
from tests.interpret.made import python


def on(source: str, minor: int, platform: str = "linux") -> Namespace:
    program = extract(source.encode())
    assert isinstance(program, Program)
    return interpret(program, python(minor, platform))


NEW_IN_3_11 = "typing has no 'Self' before Python 3.11"


@pytest.mark.parametrize(
    ("source", "place", "reason"),
    [
        ("x = 1\nfrom typing import Self\n", "3.10:2", NEW_IN_3_11),
        ("def f():\n    global x\n    from typing import Self as x\nf()\n", "3.10:3", NEW_IN_3_11),
        ("import os, tomllib\n", "3.9:1", "there is no module 'tomllib' before Python 3.11"),
        ("import tomllib\n", "3.7:1", "there is no module 'tomllib' before Python 3.11"),
        ("import compression.zstd\n", "3.13:1", "there is no module 'compression' before Python 3.14"),
        ("from string import templatelib\n", "3.13:1", "string has no 'templatelib' before Python 3.14"),
        ("import tkinter.tix\n", "3.14:1", "there is no module 'tkinter.tix' since Python 3.13"),
        (
            "import functools\n\n@functools.cache\ndef f(): ...\n",
            "3.8:3",
            "functools has no 'cache' before Python 3.9",
        ),
        (
            "from collections import Mapping\n",
            "3.10:1",
            "collections has no 'Mapping' since Python 3.10",
        ),
        (
            "def f():\n    return 1\ndef g(a: int | None): ...\n",
            "3.9:3",
            "'int | None' is not supported before Python 3.10",
        ),
        ("x: dict[str, list[int]] = {}\n", "3.8:1", "'list[int]' is not supported before Python 3.9"),
        ("x = 1\ny: 'List[A]' | None\n", "3.12:2", "'\"List[A]\" | None' is not supported"),
        (
            "class A(object, list): ...\n",
            "3.11:1",
            "Cannot create a consistent method resolution order (MRO) for bases object, list",
        ),
        ("x = 'abc'.removeprefix('a')\n", "3.8:1", "str has no 'removeprefix' before Python 3.9"),
        ("y = list(zip([1], [2], strict=True))\n", "3.9:1", "zip() takes no 'strict' before Python 3.10"),
        ("x = 1\nno_such_name\n", "3.11:2", "name 'no_such_name' is not defined"),
        ("x = 1\nclass A(Missing): ...\n", "3.11:2", "name 'Missing' is not defined"),
        ("x = 1\nclass A(object, Missing[int]): ...\n", "3.11:2", "name 'Missing' is not defined"),
        ("x = 1\nclass A(Missing.Thing): ...\n", "3.11:2", "name 'Missing' is not defined"),
        ("A = int\ndel A\nclass B(A): ...\n", "3.11:3", "name 'A' is not defined"),
    ],
)
def test_what_surely_raises_ends_the_import_there(source: str, place: str, reason: str) -> None:
    minor, line = map(int, place.removeprefix("3.").split(":"))
    namespace = on(source, minor)
    assert (namespace.completes, namespace.raised_at.line, namespace.reason) == (False, line, reason)
    assert namespace.names() == [] or all(each.value is None for each in namespace.name(namespace.names()[0]))


@pytest.mark.parametrize(
    ("source", "platform", "reason"),
    [
        ("import fcntl\n", "win32", "there is no module 'fcntl' on win32"),
        ("import winreg\n", "linux", "there is no module 'winreg' on linux"),
        ("import os\nx = os.fork\n", "win32", "os has no 'fork' on win32"),
        ("import ctypes\nx = ctypes.windll.kernel32\n", "linux", "ctypes has no 'windll' on linux"),
        ("from signal import SIGKILL\n", "win32", "signal has no 'SIGKILL' on win32"),
    ],
)
def test_what_a_system_lacks_ends_the_import_there(source: str, platform: str, reason: str) -> None:
    namespace = on(source, 12, platform)
    assert (namespace.completes, namespace.reason) == (False, reason)


@pytest.mark.parametrize(
    ("source", "minor", "reason"),
    [
        ("x = ExceptionGroup\ny = 1\n", 10, "there is no builtin 'ExceptionGroup' before Python 3.11"),
        ("x = WindowsError\ny = 1\n", 10, "there is no builtin 'WindowsError' on linux"),
        ("x = undefined\ny = 1\n", 10, "name 'undefined' is not defined"),
        ("def f(a: Undefined): ...\ny = 1\n", 10, "name 'Undefined' is not defined"),
        ("del undefined\ny = 1\n", 10, "name 'undefined' is not defined"),
    ],
)
def test_a_name_that_is_not_bound_fails_and_the_rest_is_read_on(source: str, minor: int, reason: str) -> None:
    namespace = on(source, minor)
    assert namespace.completes
    assert namespace.fails_at == namespace.raised_at
    assert (namespace.raised_at.line, namespace.reason) == (1, reason)
    assert "y" in namespace.names()


def test_the_first_that_raises_is_told() -> None:
    namespace = on("x = undefined\nfrom typing import Self\n", 10)
    assert (namespace.completes, namespace.raised_at.line, namespace.reason) == (
        False,
        1,
        "name 'undefined' is not defined",
    )


def test_the_source_itself_gives_no_reason() -> None:
    namespace = on("x = 1\ndef f():\n    raise ImportError\nf()\n", 11)
    assert (namespace.completes, namespace.raised_at.line, namespace.reason) == (False, 3, None)
    namespace = on("import sys\nx = 1\nsys.exit()\n", 11)
    assert (namespace.completes, namespace.raised_at.line, namespace.reason) == (False, 3, None)


def test_what_another_branch_raises_is_no_reason() -> None:
    namespace = on("import os\nif os.getenv('X'):\n    raise ValueError\nx = undefined\n", 11)
    assert (namespace.completes, namespace.raised_at.line) == (True, 4)


@pytest.mark.parametrize(
    "source",
    [
        "import fcntl, winreg, termios\n",
        "import os\nx = os.fork\n",
        "import ctypes\nx = ctypes.windll\n",
    ],
)
def test_nothing_is_known_of_other_systems(source: str) -> None:
    assert on(source, 12, "freebsd14").completes


def test_what_no_known_system_has_yet_no_other_has() -> None:
    assert not on("from typing import Self\n", 10, "freebsd14").completes


@pytest.mark.parametrize("minor", [5, 16])
def test_nothing_that_was_removed_is_known_of_pythons_outside_of_the_table(minor: int) -> None:
    namespace = on("import imp\nfrom collections import Mapping\n", minor)
    assert namespace.completes
    assert namespace.doubtful_imports == ()


def doubted(source: str, minor: int = 13, platform: str = "linux") -> list[tuple[str, str, int]]:
    namespace = on(source, minor, platform)
    assert namespace.completes
    return [(each.code, each.construct, each.span.line) for each in namespace.doubtful_imports]


@pytest.mark.parametrize(
    "source",
    [
        "import imp\n",
        "from imp import reload\n",
        "from imp import *\n",
        "try:\n    import imp\nexcept ValueError:\n    pass\n",
        "try:\n    import imp\nexcept ImportError:\n    raise\n",
        "try:\n    import imp\nexcept ImportError as error:\n    raise RuntimeError from error\n",
        "try:\n    import imp\nfinally:\n    x = 1\n",
        "try:\n    import imp\nexcept OSError:\n    imp = None\nelse:\n    x = 1\n",
        "import contextlib\nwith contextlib.suppress(KeyError):\n    import imp\n",
        "with open('x') as file:\n    import imp\n",
        "import sys\nif sys.version_info >= (3, 12):\n    import imp\n",
        "class A:\n    import imp\n",
        "import importlib\nimp = importlib.import_module('imp')\n",
    ],
)
def test_a_module_that_may_be_installed_is_a_doubtful_import(source: str) -> None:
    ((code, module, _),) = doubted(source)
    assert (code, module) == ("SPY802", "imp")


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    import imp\nexcept ImportError:\n    imp = None\n",
        "try:\n    import imp\nexcept ModuleNotFoundError:\n    pass\n",
        "try:\n    import imp\nexcept (OSError, ImportError):\n    pass\n",
        "try:\n    import imp\nexcept Exception:\n    pass\n",
        "try:\n    import imp\nexcept:\n    pass\n",
        "try:\n    try:\n        import imp\n    finally:\n        x = 1\nexcept ImportError:\n    pass\n",
        "try:\n    try:\n        import imp\n    except KeyError:\n        pass\nexcept ImportError:\n    pass\n",
        "try:\n    import imp\nexcept ImportError:\n    import importlib as imp\n",
        "import contextlib\nwith contextlib.suppress(ImportError):\n    import imp\n",
        "import sys\nif sys.version_info < (3, 12):\n    import imp\n",
        "import os\nif os.getenv('X'):\n    import imp\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import imp\n",
        "try:\n    import importlib\nexcept ImportError:\n    import imp\n",
        "def f():\n    import imp\n",
        "from . import imp\nfrom .imp import x\n",
        "import imp_x\n",
    ],
)
def test_an_import_that_is_guarded_or_not_reached_is_not_doubtful(source: str) -> None:
    assert doubted(source) == []


@pytest.mark.parametrize(
    ("module", "minor", "platform"),
    [
        ("distutils.core", 12, "linux"),
        ("asyncore", 12, "linux"),
        ("cgi", 13, "linux"),
        ("telnetlib", 15, "win32"),
        ("graphlib", 8, "linux"),
        ("readline", 12, "win32"),
        ("profiling", 14, "linux"),
    ],
)
def test_modules_that_distributions_provide_are_doubtful(module: str, minor: int, platform: str) -> None:
    assert doubted(f"import {module}\n", minor, platform) == [("SPY802", module.partition(".")[0], 1)]


def test_a_module_that_a_finder_may_have_is_doubtful() -> None:
    assert doubted("import sys\nsys.path.insert(0, 'vendor')\nimport tomllib\n", 10) == [("SPY802", "tomllib", 3)]
    assert doubted("import sys\nsys.modules['tomllib'] = None\nfrom tomllib import loads\n", 10) == [
        ("SPY802", "tomllib", 3)
    ]


def test_an_import_under_a_handler_that_may_not_run_is_no_failure() -> None:
    namespace = on("try:\n    import json\nexcept ImportError:\n    json = undefined\n", 11)
    assert namespace.fails_at is None
    namespace = on("try:\n    import json\nexcept ImportError:\n    pass\nelse:\n    undefined()\n", 11)
    assert namespace.fails_at is None


@pytest.mark.parametrize(
    "source",
    [
        "from ._api import f\ndel _api\n",
        "from package._api import f\n_api\nx = _api.g\n",
        "x = [name for name in ('a', 'b')]\ny = {name: str(name) for name in ['a']}\n",
        "from dataclasses import dataclass\n@dataclass(init=False)\nclass A:\n    x: int = 0\n    y: str\n",
        "from typing import *\nT = TypeVar('T')\nclass A(Generic[T]): ...\nclass B(Generic[T], A[T]): ...\n",
        "from typing import *\nT = TypeVar('T')\nclass A(Generic[T]): ...\nclass B(A[int], Generic[T]): ...\n",
        "def f():\n    x: Undefined = 1\nf()\n",
    ],
)
def test_what_python_accepts_does_not_fail(source: str) -> None:
    namespace = on(source, 11)
    assert namespace.completes
    assert namespace.fails_at is None
