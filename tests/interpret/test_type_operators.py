"""What is known by heart of `|` and `[…]` between types holds in every Python that is here."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product
from typing import Any

import pytest

from importspy_static.extract.extraction import extract
from importspy_static.interpret.namespace import interpret
from importspy_static.interpret.type_operators import GENERICS, STANDARD_CLASSES, TYPING_FORMS, UNIONS
from importspy_static.model.program import Program
from tests.interpret import interpreters
from tests.interpret.made import python

PREAMBLE = """
import abc, collections, collections.abc, datetime, enum, pathlib, re, typing
from typing import Any, List, Optional
class Own: pass
class Derived(Own, abc.ABC): pass
class Colour(enum.Enum):
    red = 1
class Meta(type):
    def __or__(cls, other): return cls
    __ror__ = __or__
class Joining(metaclass=Meta): pass
class Inheriting(Joining): pass
def function(): pass
"""
OPERANDS = (
    'int str type None "Own" any Own Derived Colour Colour.red Joining Inheriting function 1 {} {1} [] () '
    "collections.deque collections.abc.Mapping datetime.datetime pathlib.Path re.Pattern re.A Any List Optional[int] "
    "List[int] typing.Callable True ..."
).split()
OWNERS = (
    "int list dict tuple set frozenset type str List Optional typing.Dict collections.deque collections.abc.Mapping "
    "re.Pattern pathlib.Path [1,2] {int:1}"
).split()
ASK = """
import importlib, json, sys
def find(path):
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)
def raises(text, names):
    try:
        eval(text, names)
    except TypeError:
        return True
    except Exception:
        return None  # something in it is not there
    return False
preamble, texts, paths = json.load(sys.stdin)
names = {}
exec(preamble, names)
told = {text: raises(text, names) for text in texts}
for path in paths:
    try:
        names["it"] = find(path)
    except (ImportError, AttributeError):
        continue
    told[path] = [raises("it | None", names), raises("None | it", names), raises("it[int]", names)]
json.dump(told, sys.stdout)
"""
PYTHONS = pytest.mark.parametrize(("minor", "executable"), interpreters.parameters(oldest=6))


def asked(executable: str, texts: Iterable[str], paths: Iterable[str]) -> Mapping[str, Any]:
    """Whether expressions raise TypeError, and `X | None`, `None | X` and `X[int]` of what has a dotted name."""
    told = json.dumps([PREAMBLE, [*texts], [*paths]])
    command = [executable, "-I", "-W", "ignore", "-c", ASK]
    done = subprocess.run(command, input=told, check=True, capture_output=True, text=True, timeout=60)
    found: Mapping[str, Any] = json.loads(done.stdout)
    return found


@PYTHONS
def test_standard_classes_have_the_operators_that_their_version_brought(minor: int, executable: str) -> None:
    told = asked(executable, (), STANDARD_CLASSES)
    assert len(told) > 100
    for path, answers in told.items():
        joined, joined_right, subscribed = answers
        assert (path, joined, joined_right) == (path, (3, minor) < UNIONS, (3, minor) < UNIONS)
        assert (path, subscribed) == (path, True) or (3, minor) >= GENERICS


@PYTHONS
def test_no_form_of_typing_has_unions_before_python_3_10(minor: int, executable: str) -> None:
    told = asked(executable, (), TYPING_FORMS)
    assert len(told) > 50
    refused = [path for path, answers in told.items() if answers[:2] == [True, True]]
    assert refused == [*told] or (3, minor) >= UNIONS


@PYTHONS
@pytest.mark.slow
def test_operations_that_are_said_to_raise_do(minor: int, executable: str) -> None:
    texts = [f"{left} | {right}" for left, right in product(OPERANDS, OPERANDS)]
    texts += [f"{owner}[{item}]" for owner in OWNERS for item in ("int", "0", "int, str")]
    told = asked(executable, texts, ())
    said = [text for text in texts if is_said_to_raise(text, minor)]
    assert [text for text in said if told[text] is False] == []
    surely = [text for text in texts if told[text] and is_of_types(text)]
    assert [text for text in surely if text not in said] == []
    assert len(surely) > 10


@cache
def program_of(text: str) -> Program:
    program = extract(f"{PREAMBLE}x = {text}\n".encode())
    assert isinstance(program, Program)
    return program


def is_said_to_raise(text: str, minor: int) -> bool:
    return not interpret(program_of(text), python(minor)).completes


def is_of_types(text: str) -> bool:
    """Whether only such types are in it as annotations are made of."""
    words = 'int str None "Own" Own Derived Colour collections.abc.Mapping datetime.datetime pathlib.Path List[int]'
    return all(word in words.split() for word in text.split(" | ")) and "|" in text
