"""`implements`: a Protocol or abstract base class of the host is the requirement, read from its source."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from importspy_static import Contract, Report, check

API = """\
from __future__ import annotations

import abc
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Iterator, Sized
from typing import Any, ClassVar, Generic, Protocol, TypeVar, overload, runtime_checkable

from .types import Config

T = TypeVar("T")
LIMIT = 3


class Named(Protocol):
    name: str


@runtime_checkable
class PluginProtocol(Named, Protocol):
    kind: ClassVar[str]

    def run(self, msg: str, config: Config, *, fast: bool = False) -> bool: ...
    async def load(self, path: str) -> bytes: ...
    @staticmethod
    def make(text: str) -> PluginProtocol: ...
    @property
    def size(self) -> int: ...
    def _hidden(self) -> None: ...


class Base(ABC):
    label: str = "base"

    def __init__(self, config: Config) -> None: ...
    @abstractmethod
    def start(self, config: Config) -> None: ...
    @abstractmethod
    def _stop(self) -> None: ...
    def restart(self, times: int = 1) -> None: ...


class Outer:
    class Inner(Protocol):
        def go(self) -> None: ...


class Source(Protocol[T]):
    def get(self, key: str, default: T) -> T: ...


class Callback(Protocol):
    def __call__(self, event: str, /, *args: int) -> None: ...


class Sizable(Sized, Protocol):
    def grow(self, by: int) -> None: ...


class Loose(Protocol):
    def call(self, *args: Any, **kwargs: Any) -> Any: ...


class Streams(Protocol):
    def stream(self) -> AsyncIterator[int]: ...
    def later(self) -> Awaitable[str]: ...


class Finder(Protocol):
    @overload
    def find(self, key: str) -> str: ...
    @overload
    def find(self, key: str, default: int) -> int: ...


class Resource(Protocol):
    def __enter__(self) -> Resource: ...
    def __exit__(self, exc_type: object, exc: object, tb: object) -> None: ...
    def __eq__(self, other: object) -> bool: ...


def function() -> None: ...
"""

FILES = {
    "pyproject.toml": "[project]\nname = 'acme'\n",
    "acme/__init__.py": "from .api import PluginProtocol as Plugin\n",
    "acme/types.py": "class Config: ...\n",
    "acme/api.py": API,
    "acme/plugins/__init__.py": "",
}

GOOD = """\
from acme.types import Config as Settings

class Extension:
    name = "demo"
    kind: str = "x"

    def __init__(self) -> None:
        self.size: int = 3
    def run(self, msg: "str", config: Settings, more: int = 0, *, fast: bool = True) -> bool: ...
    async def load(self, path: str) -> bytes: ...
    @classmethod
    def make(cls, text: str) -> "Extension": ...
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path, FILES)
    return tmp_path


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def judged(
    project: Path, source: str, interface: str, name: str = "Extension", path: str = "acme/plugins/x.py"
) -> Report:
    (project / path).write_text(dedent(source), encoding="utf-8")
    contract = f"classes:\n  - name: {name}\n    implements: ['{interface}']\n"
    return check(project / path, Contract.from_yaml(contract), environment=None)


def found(project: Path, source: str, interface: str, name: str = "Extension") -> list[tuple[str, str]]:
    return [(each.code, each.symbol) for each in judged(project, source, interface, name).violations]


@pytest.mark.parametrize("interface", ["acme.api:PluginProtocol", "acme.api.PluginProtocol", "acme:Plugin"])
def test_a_class_with_all_that_the_protocol_says_keeps_it(project: Path, interface: str) -> None:
    assert judged(project, GOOD, interface).violations == ()


def test_what_is_missing_is_told_in_the_words_of_the_protocol(project: Path) -> None:
    report = judged(project, "class Extension: ...\n", "acme.api:PluginProtocol")
    assert [(each.code, each.symbol) for each in report.violations] == [
        ("SPY302", "Extension.load"),
        ("SPY302", "Extension.make"),
        ("SPY302", "Extension.run"),
        ("SPY402", "Extension.kind"),
        ("SPY402", "Extension.name"),
        ("SPY402", "Extension.size"),
    ]
    run = report.violations[2]
    said = "def run(self, msg: str, config: Config, *, fast: bool = ...) -> bool"
    assert run.message == (f"Extension.run: is not defined, nor inherited; 'acme.api:PluginProtocol' says '{said}'")
    assert run.expected == said
    assert run.place is not None
    assert (Path(run.place.path).name, run.place.span.line) == ("x.py", 1)
    assert run.contract_place is not None
    assert (run.contract_place.key, run.contract_place.line) == ("classes[0].implements[0]", 3)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("msg: ", "text: ", ("SPY310", "Extension.run(msg)")),
        ("more: int = 0", "more: int", ("SPY314", "Extension.run(more)")),
        ("config: Settings", "config: dict", ("SPY312", "Extension.run(config)")),
        ("fast: bool = True", "fast: bool", ("SPY313", "Extension.run(fast)")),
        ("-> bool", "-> str", ("SPY320", "Extension.run")),
        ("async def load", "def load", ("SPY303", "Extension.load")),
        ("    @classmethod\n    def make(cls, ", "    def make(self, ", ("SPY303", "Extension.make")),
        ('-> "Extension"', "-> int", ("SPY320", "Extension.make")),
        ("self.size: int = 3", "self.size = 'x'", ("SPY403", "Extension.size")),
        ('name = "demo"', "name = 3", ("SPY403", "Extension.name")),
        ('kind: str = "x"', "", ("SPY402", "Extension.kind")),
        ("self.size: int = 3", "...\n    def size(self) -> int: ...", ("SPY303", "Extension.size")),
    ],
)
def test_what_differs_is_judged_as_by_hand(project: Path, old: str, new: str, expected: tuple[str, str]) -> None:
    assert old in GOOD
    report = judged(project, GOOD.replace(old, new), "acme.api:PluginProtocol")
    assert expected in [(each.code, each.symbol) for each in report.violations]
    assert {each.code for each in report.violations} <= {expected[0], "SPY313"}
    assert {each.contract_place.key for each in report.violations if each.contract_place} == {
        "classes[0].implements[0]"
    }


def test_an_abstract_method_that_an_heir_leaves_abstract_is_missing(project: Path) -> None:
    heir = (
        "from acme.api import Base\nclass Extension(Base):\n"
        "    def start(self, config: 'acme.types.Config') -> None: ...\n"
    )
    report = judged(project, heir, "acme.api:Base")
    assert [(each.code, each.symbol) for each in report.violations] == [("SPY302", "Extension._stop")]
    assert "is abstract, so Extension cannot be instantiated" in report.violations[0].message
    assert report.violations[0].place is not None
    assert report.violations[0].place.span.line == 2
    whole = heir + "    def _stop(self) -> None: ...\n"
    assert judged(project, whole, "acme.api:Base").violations == ()


def test_an_heir_may_have_another_constructor_and_has_what_it_inherits(project: Path) -> None:
    source = """
        from acme.api import Base
        from acme.types import Config
        class Extension(Base):
            def __init__(self): ...
            def start(self, config: Config) -> None: ...
            def _stop(self) -> None: ...
        """
    assert found(project, source, "acme.api:Base") == []


def test_abstract_members_with_one_underscore_are_required_and_others_are_not(project: Path) -> None:
    source = """
        from acme.types import Config
        class Extension:
            label = "x"
            def start(self, config: Config) -> None: ...
            def restart(self, times: int = 1) -> None: ...
        """
    assert found(project, source, "acme.api:Base") == [("SPY302", "Extension._stop")]


def test_a_class_within_a_class_is_an_interface_too(project: Path) -> None:
    assert found(project, "class Extension: ...\n", "acme.api:Outer.Inner") == [("SPY302", "Extension.go")]
    assert found(project, "class Extension:\n    def go(self) -> None: ...\n", "acme.api:Outer.Inner") == []


def test_arguments_may_be_of_more_types_and_results_of_fewer(project: Path) -> None:
    api = (
        "from typing import Any, Protocol\nclass P(Protocol):\n    name: str | None\n"
        "    def run(self, x: str) -> int | None: ...\n    def any(self, x: Any) -> object: ...\n"
    )
    write(project, {"acme/union.py": api})
    good = """
        class Extension:
            name = "demo"
            def run(self, x: str | bytes) -> int: ...
            def any(self, x: str): ...
        """
    assert found(project, good, "acme.union:P") == []
    for old, new, expected in [
        ("x: str | bytes", "x: bytes", ("SPY312", "Extension.run(x)")),
        ("-> int", "-> int | None | str", ("SPY320", "Extension.run")),
        ("-> int", "", ("SPY320", "Extension.run")),
        ('"demo"', "3", ("SPY403", "Extension.name")),
    ]:
        assert found(project, good.replace(old, new), "acme.union:P") == [expected]


def test_a_type_variable_is_not_compared(project: Path) -> None:
    source = "class Extension:\n    def get(self, key: str, default: int) -> int: ...\n"
    assert found(project, source, "acme.api:Source") == []
    assert found(project, source.replace("key: str", "key: int"), "acme.api:Source") == [
        ("SPY312", "Extension.get(key)")
    ]


def test_special_methods_are_called_by_position(project: Path) -> None:
    source = """
        class Extension:
            def __enter__(self) -> "Extension": ...
            def __exit__(self, *exc: object) -> None: ...
        """
    assert found(project, source, "acme.api:Resource") == []
    assert found(project, "class Extension:\n    def __enter__(self): ...\n", "acme.api:Resource") == [
        ("SPY302", "Extension.__exit__"),
        ("SPY320", "Extension.__enter__"),
    ]


def test_an_object_that_is_called_has_call(project: Path) -> None:
    good = "class Extension:\n    def __call__(self, name: str, *more: int) -> None: ...\n"
    assert found(project, good, "acme.api:Callback") == []
    assert found(project, "class Extension: ...\n", "acme.api:Callback") == [("SPY302", "Extension.__call__")]


def test_what_an_abc_of_the_standard_library_asks_for_is_asked_for(project: Path) -> None:
    assert found(project, "class Extension:\n    def grow(self, by: int) -> None: ...\n", "acme.api:Sizable") == [
        ("SPY302", "Extension.__len__")
    ]
    assert found(project, "class Extension: ...\n", "collections.abc:Sized") == [("SPY302", "Extension.__len__")]


def test_any_arguments_may_be_narrowed(project: Path) -> None:
    assert found(project, "class Extension:\n    def call(self, a, b): ...\n", "acme.api:Loose") == []


def test_what_is_awaited_or_iterated_may_be_made_in_two_ways(project: Path) -> None:
    plain = """
        from collections.abc import AsyncIterator, Awaitable
        class Extension:
            def stream(self) -> AsyncIterator[int]: ...
            def later(self) -> Awaitable[str]: ...
        """
    assert found(project, plain, "acme.api:Streams") == []
    asynchronous = """
        from collections.abc import AsyncIterator
        class Extension:
            async def stream(self) -> AsyncIterator[int]:
                yield 1
            async def later(self) -> str: ...
        """
    assert found(project, asynchronous, "acme.api:Streams") == []
    assert found(project, asynchronous.replace("-> str", "-> int"), "acme.api:Streams") == [
        ("SPY320", "Extension.later")
    ]
    assert found(project, asynchronous.replace("yield 1", "return 1"), "acme.api:Streams")[0][0] == "SPY303"


def test_every_overload_has_to_be_accepted(project: Path) -> None:
    good = "class Extension:\n    def find(self, key, default=None): ...\n"
    assert found(project, good, "acme.api:Finder") == []
    assert found(project, "class Extension:\n    def find(self, key): ...\n", "acme.api:Finder") == [
        ("SPY310", "Extension.find(default)")
    ]
    assert found(project, "class Extension:\n    def find(self, key, default): ...\n", "acme.api:Finder") == [
        ("SPY314", "Extension.find(default)")
    ]


def test_what_cannot_be_found_is_undecided_at_the_class(project: Path) -> None:
    source = "x = 1\nclass Extension: ...\n"
    (violation,) = judged(project, source, "nowhere.api:Plugin").violations
    assert (violation.code, violation.place and violation.place.span.line) == ("SPY806", 2)
    (project / "acme" / "api.py").write_text("from .nowhere import PluginProtocol\n", encoding="utf-8")
    assert found(project, source, "acme.api:PluginProtocol") == [("SPY806", "Extension")]
    odd = "from .nowhere import Base\nclass PluginProtocol(Base):\n    def run(self): ...\n"
    (project / "acme" / "api.py").write_text(odd, encoding="utf-8")
    assert found(project, source, "acme.api:PluginProtocol") == [("SPY302", "Extension.run"), ("SPY806", "Extension")]


@pytest.mark.parametrize(
    ("interface", "words"),
    [
        ("acme.api:function", "which is a function"),
        ("acme.api:LIMIT", "which is 3"),
        ("acme.api:Nowhere", "which is not defined there"),
        ("acme:api", "which is a module"),
        ("acme.api:Outer.Nowhere", "which is not defined there"),
    ],
)
def test_what_is_no_class_cannot_be_implemented(project: Path, interface: str, words: str) -> None:
    (violation,) = judged(project, "class Extension: ...\n", interface).violations
    assert violation.code == "SPY407"
    assert violation.message == f"Extension: should implement '{interface}', {words}"


BY_BRANCH = """\
import flags
from typing import Protocol
class P(Protocol):
    if flags.a:
        def run(self, a): ...
"""
BY_BRANCHES = f"{BY_BRANCH}    else:\n        def run(self, b): ...\n"


@pytest.mark.parametrize(
    ("api", "source", "expected"),
    [
        ("P = make()", "class Extension: ...", [("SPY804", "Extension", "is computed by `make()`")]),
        ("P = int", "class Extension: ...", [("SPY407", "Extension", "the class 'int' of Python itself")]),
        (
            "from collections.abc import Sized as P",
            "class Extension: ...",
            [("SPY302", "Extension.__len__", "says 'def __len__")],
        ),
        (
            BY_BRANCHES,
            "class Extension:\n    def run(self, a): ...",
            [("SPY805", "Extension.run", "depends on `flags.a`")],
        ),
        (
            BY_BRANCHES,
            "class Extension:\n    def run(self, c): ...",
            [("SPY310", "Extension.run(a)", "cannot be passed")],
        ),
        (BY_BRANCH, "class Extension: ...", [("SPY805", "Extension.run", "depends on `flags.a`")]),
        (BY_BRANCH, "class Extension:\n    def run(self, a): ...", []),
        (
            "class P:\n    run = make()",
            "class Extension: ...",
            [("SPY402", "Extension.run", "says 'run'")],
        ),
        (
            "class P:\n    @decorated\n    def run(self, a): ...",
            "class Extension:\n    def run(self, a): ...",
            [("SPY803", "Extension.run", "decorator `decorated` is not known")],
        ),
        (
            "class P:\n    def run(self, __a, _b, *, c): ...",
            "class Extension:\n    def run(self, x, _b, *, c): ...",
            [],
        ),
        (
            "class P:\n    async def run(self) -> int: ...",
            "from typing import Any, Coroutine\nclass Extension:\n    def run(self) -> Coroutine[Any, Any, int]: ...",
            [],
        ),
        (
            "class P:\n    async def run(self) -> int: ...",
            "from typing import Any, Coroutine\nclass Extension:\n    def run(self) -> Coroutine[Any, Any, str]: ...",
            [("SPY320", "Extension.run", "should return 'int'")],
        ),
        (
            "class P:\n    async def run(self) -> int: ...",
            "class Extension:\n    def run(self) -> 3: ...",
            [("SPY303", "Extension.run", "'async def'"), ("SPY320", "Extension.run", "found '3'")],
        ),
        (
            "class P:\n    @property\n    def run(self): ...\n    @staticmethod\n    def put(a, /): ...",
            "class Extension: ...",
            [
                ("SPY302", "Extension.put", "says 'def put(a, /)'"),
                ("SPY402", "Extension.run", "says 'property run'"),
            ],
        ),
        (
            "from abc import ABC, abstractmethod\nclass P(ABC):\n    run = abstractmethod(3)",
            "class Extension: ...",
            [("SPY402", "Extension.run", "says 'run'")],
        ),
        ("class P:\n    def put(self, a, /): ...", "class Extension:\n    put = list.append", []),
        (
            "from typing import ClassVar, Final\nclass P:\n    a: ClassVar\n    b: Final = 3",
            "class Extension: ...",
            [("SPY402", "Extension.a", "says 'a: ClassVar'"), ("SPY402", "Extension.b", "says 'b: Final'")],
        ),
        (
            "class P:\n    def f(self, x: 'list[P]', y: 'int | P') -> 'P': ...",
            "class Extension:\n    def f(self, x: 'list[Extension]', y: 'int | Extension') -> 'Extension': ...",
            [("SPY312", "Extension.f(x)", "list[P]"), ("SPY312", "Extension.f(y)", "int | P")],
        ),
    ],
)
def test_interfaces_of_odd_kinds(project: Path, api: str, source: str, expected: list[tuple[str, str, str]]) -> None:
    (project / "acme" / "api.py").write_text(f"{api}\n", encoding="utf-8")
    found = judged(project, f"{source}\n", "acme.api:P").violations
    assert [(each.code, each.symbol) for each in found] == [(code, symbol) for code, symbol, _ in expected]
    for violation, (_, _, words) in zip(found, expected, strict=True):
        assert words in violation.message


def test_a_protocol_in_a_stub_is_one(project: Path) -> None:
    stub = "from typing import Protocol\nclass P(Protocol):\n    def go(self, a: int = ...) -> None: ...\n"
    write(project, {"acme/stub.pyi": stub})
    source = "class Extension:\n    def go(self, a: int = 3) -> None: ...\n"
    from importlib.machinery import EXTENSION_SUFFIXES

    write(project, {f"acme/stub{EXTENSION_SUFFIXES[0]}": ""})
    assert found(project, source, "acme.stub:P") == []
    assert found(project, source.replace(" = 3", ""), "acme.stub:P") == [("SPY313", "Extension.go(a)")]


def test_a_heir_of_the_protocol_has_what_it_says(project: Path) -> None:
    source = """
        from acme.api import PluginProtocol
        class Extension(PluginProtocol):
            kind = "x"
        """
    assert found(project, source, "acme.api:PluginProtocol") == []


def test_a_method_that_instances_are_given_is_looked_at(project: Path) -> None:
    source = """
        class Extension:
            def __init__(self, grow):
                self.grow = grow
            def __len__(self): ...
        """
    assert found(project, source, "acme.api:Sizable") == [("SPY804", "Extension.grow")]


def test_isinstance_of_python_agrees_on_what_is_missing(project: Path) -> None:
    """`isinstance` with a `runtime_checkable` protocol looks at names only."""
    write(project, {"good.py": GOOD, "bad.py": GOOD.replace("def run", "def ran")})
    told = """
import sys, json
sys.path.insert(0, ".")
import good, bad, acme.api
print(json.dumps([isinstance(each.Extension(), acme.api.PluginProtocol) for each in (good, bad)]))
"""
    (project / "acme" / "api.py").write_text(API.replace("    def _hidden(self) -> None: ...\n", ""), encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", "-c", told], cwd=project, capture_output=True, text=True, check=True)
    contract = Contract.from_yaml("classes: [{name: Extension, implements: ['acme.api:PluginProtocol']}]")
    ours = [check(project / name, contract, environment=None).ok for name in ("good.py", "bad.py")]
    assert ours == json.loads(done.stdout) == [True, False]
