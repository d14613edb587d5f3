"""What a module takes from others is what Python makes of the same files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from importspy_static.checking.extractors import Extractors
from importspy_static.checking.library import Library
from importspy_static.checking.readings import Readings
from importspy_static.interpret.namespace import Namespace, interpret_in
from importspy_static.probes.host import host_target
from importspy_static.probing import probe
from importspy_static.project.roots import source_file
from tests.interpret.agreement import ask_python, findings

DECORATORS = """\
import functools
from .wrapping import passing as _passing

def options(*args, label=None):
    def decorator(cls):
        def name(self, prefix): ...
        cls.name = name
        cls.label = label
        return _passing(cls)
    return decorator if not args else decorator(*args)

def before(f):
    def wrapper(self, *args, **kwargs):
        return f(self, *args, **kwargs)
    return functools.update_wrapper(wrapper, f)

def in_space(name):
    def decorator(f):
        space = {name: f}
        exec("def made(): pass", space)
        globals()[name] = f
        return f
    return decorator

class Meta(type):
    def __new__(mcs, name, bases, namespace):
        made = super().__new__(mcs, name, bases, namespace)
        if "media" not in namespace:
            made.media = name
        return made
"""
WRITTEN_OUT = """\
import inspect

def decorator(target):
    def decorate(fn):
        spec = inspect.getfullargspec(fn)
        prefix = "async " if inspect.iscoroutinefunction(fn) else ""
        space = {"target": target, "fn": fn}
        only = ["*"] + [f"{name}=None" for name in spec.kwonlyargs] if spec.kwonlyargs else []
        taken = ", ".join([*spec.args, *only])
        exec(f"{prefix}def made({taken}): return target(fn, {', '.join(spec.args)})", space)
        made = space["made"]
        made.__defaults__ = fn.__defaults__
        made.__kwdefaults__ = fn.__kwdefaults__
        made.__annotations__ = fn.__annotations__
        return made
    return decorate
"""
REGISTRY = """\
class Library:
    def __init__(self):
        self.tags = {}

    def tag(self, name=None, function=None):
        if name is None and function is None:
            return self.tag_function
        elif name is not None and function is None:
            if callable(name):
                return self.tag_function(name)
            def decorator(each):
                return self.tag(name, each)
            return decorator
        elif name is not None:
            self.tags[name] = function
            return function
        raise ValueError("neither")

    def tag_function(self, function):
        return self.tag(function.__name__, function)

    def counted(self, function):
        def wrapper(*args):
            return function(*args)
        return wrapper

class Changing(Library):
    def __init__(self):
        super().__init__()
        self.tag = self.counted

class Asking(Library):
    def __getattribute__(self, name):
        return object.__getattribute__(self, "counted" if name == "tag" else name)

def change(library):
    library.tag = library.counted
"""
FILES = {
    "tools/registry.py": REGISTRY,
    "sqlalchemy/__init__.py": "",
    "sqlalchemy/util/__init__.py": "from .langhelpers import decorator\n",
    "sqlalchemy/util/langhelpers.py": WRITTEN_OUT,
    "typing_extensions.py": "def disjoint_base(cls):\n    return cls\n",
    "tools/__init__.py": "from .thing import thing\n",
    "tools/decorators.py": DECORATORS,
    "tools/wrapping.py": "def passing(cls):\n    cls.passed = 1\n    return cls\n",
    "tools/thing.py": "def thing(a): ...\ndef helper(b, c=1): ...\nclass Kept:\n    x = 1\n",
    "tools/lazy.py": """\
from importlib import import_module
_places = {"passing": (__spec__.parent, ".wrapping"), "Kept": (__spec__.parent, ".thing")}
def __getattr__(name):
    place = _places.get(name)
    if place is None:
        raise AttributeError(name)
    package, module = place
    return getattr(import_module(module, package=package), name)
""",
}
CASES = {
    "a decorator whose module takes its parts from a neighbour": """\
from tools.decorators import before, options
@options(label="x")
class A:
    @before
    def run(self, x: int = 1): ...
@options
class B(A): ...
""",
    "wrappers whose source is made from a signature": """\
from sqlalchemy import util
@util.decorator
def noted(f, *args):
    return f(*args)
def generative(f):
    @util.decorator
    def changing(f, self, *args):
        return f(self, *args)
    return changing(f)
class A:
    @noted
    def run(self, x: int, y=2, *, z: str = ""): ...
    @generative
    def limit(self, number: int = 1): ...
    @noted
    async def wait(self): ...
""",
    "a class whose layout others cannot share": """\
import typing_extensions
from typing_extensions import disjoint_base
@disjoint_base
class A:
    def run(self, x): ...
@typing_extensions.disjoint_base
class B(A): ...
""",
    "a decorator that changes its own module": """\
from tools.decorators import in_space
kept = 1
@in_space("kept")
def f(x): ...
""",
    "a module whose name its package gives to something else": """\
from tools.thing import Kept, helper
from tools import thing
class A(Kept): ...
""",
    "names that a module provides when they are asked for": """\
from tools.lazy import Kept, passing
class A(Kept): ...
""",
    "a metaclass of another module": """\
from tools.decorators import Meta
class A(metaclass=Meta): ...
class B(A):
    media = 1
class C(B):
    def run(self, a): ...
""",
    "aliases of abstract classes": """\
import typing
class A(typing.Mapping[str, int]): ...
class B(typing.Sized, typing.Hashable): ...
""",
    "an object whose methods decorate": """\
from tools.registry import Library
register = Library()
@register.tag
def plain(a, b=1): ...
@register.tag()
def called(a, *, b): ...
@register.tag("other")
def named(a): ...
@register.tag
class A:
    def run(self, x): ...
@register.counted
def wrapped(a): ...
class B:
    @register.tag
    def run(self, x): ...
""",
    "what typeshed only says for type checkers": "import io\nclass A(io.BytesIO): ...\n",
}
MEMBERS = {
    "wrappers whose source is made from a signature": {"A.run", "A.limit", "A.wait"},
    "a class whose layout others cannot share": {"A.run", "B.run"},
    "an object whose methods decorate": {"plain", "called", "named", "A.run", "wrapped", "B.run"},
}
"""Members that must be decided, by case."""
USE = """
@register.tag
def used(a, b=1): ...
"""
DECEPTIONS = {
    "an attribute of the object": "register = Library()\nregister.tag = register.counted\n",
    "an attribute that the constructor assigns": "from tools.registry import Changing\nregister = Changing()\n",
    "an attribute that the class gives": "from tools.registry import Asking\nregister = Asking()\n",
    "a method that is replaced": "register = Library()\nLibrary.tag = Library.counted\n",
    "a method that is replaced before": "Library.tag = Library.counted\nregister = Library()\n",
    "a function of its module": "from tools.registry import change\nregister = Library()\nchange(register)\n",
    "setattr": "register = Library()\nsetattr(register, 'tag', register.counted)\n",
    "its dictionary": "register = Library()\nvars(register)['tag'] = register.counted\n",
    "another name": "register = Library()\nother = register\nother.tag = register.counted\n",
    "another name in a function": (
        "register = Library()\ndef change():\n    other = register\n    other.tag = other.counted\nchange()\n"
    ),
    "another class": "register = Library()\nclass Other(Library):\n    tag = Library.counted\n"
    "register.__class__ = Other\n",
    "a callable that is none": "register = Library()\ncallable = lambda name: False\n",
}
"""What comes between the class and its use."""
NAMES = {f"case_{index}": title for index, title in enumerate(CASES)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("others")
    for path, text in (*FILES.items(), *((f"{name}.py", CASES[title]) for name, title in NAMES.items())):
        (made / path).parent.mkdir(exist_ok=True, parents=True)
        (made / path).write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def library(folder: Path) -> Iterator[Library]:
    with closing(Extractors(1)) as extractors:
        yield Library(Readings(extractors), [str(folder)])


@pytest.mark.parametrize("name", NAMES, ids=NAMES.values())
def test_what_a_module_takes_from_others_is_what_python_takes(name: str, folder: Path, library: Library) -> None:
    truth = ask_python([name], folder, instances=False, seconds=60)[name]
    world = library.world(host_target(), lambda: probe(distributions=False).search_path, ())
    namespace: Namespace = interpret_in(world, library.own(source_file(str(folder / f"{name}.py"), [str(folder)])))
    found = [each for each in findings(namespace, truth) if "typeshed" not in NAMES[name] or each.symbol == "A.name"]
    assert [each for each in found if each.verdict == "wrong"] == []
    decided = {each.symbol for each in found if each.verdict == "same"}
    assert MEMBERS.get(NAMES[name], set()) <= decided
    # `BytesIO` is known by a stub, whose bases are not those that it has.
    assert {*truth["members"]} <= decided | ({"A"} if "typeshed" in NAMES[name] else set())


@pytest.mark.parametrize("title", DECEPTIONS)
def test_a_method_that_is_another_one_by_then_is_not_believed(title: str, folder: Path) -> None:
    name = f"deception_{list(DECEPTIONS).index(title)}"
    (folder / f"{name}.py").write_text(
        f"from tools.registry import Library\n{DECEPTIONS[title]}{USE}", encoding="utf-8"
    )
    truth = ask_python([name], folder, instances=False, seconds=60)[name]
    with closing(Extractors(1)) as extractors:  # a world of its own: some of them change the class
        library = Library(Readings(extractors), [str(folder)])
        world = library.world(host_target(), lambda: (), ())
        namespace = interpret_in(world, library.own(source_file(str(folder / f"{name}.py"), [str(folder)])))
        found = {each.symbol: each for each in findings(namespace, truth)}
    assert found["used"].verdict != "wrong"
