"""The form of code is the same of a source and of its bytecode, and another of any other code."""

from __future__ import annotations

import importlib.util
import marshal
import os
import random
import subprocess
import sys
from pathlib import Path
from types import CodeType

import pytest

from importspy_static.extract.bytecode import NO_CODE, form_of
from importspy_static.model.bytecode import Code, CodeForm
from importspy_static.model.program import Failure
from tests.extract.interpreters import interpreter

ROOT = Path(__file__).resolve().parent.parent.parent
OTHERS = [(3, minor) for minor in range(10, 15) if minor != sys.version_info.minor]
EVERYTHING = '''
"""Docstring."""
from __future__ import annotations
from os import path as p, sep
import typing as t
LARGE, NEGATIVE, FLOAT, COMPLEX = 2 ** 90, -(2 ** 70), -0.0, 3 - 2j
BYTES, WIDE, LONE, LONG = b"\\xff", "\\u20ac\\U0001f600", "\\ud800", "x" * 300
SETS = [each for each in LONG if each in {"a", "b", 1, (2, 3)}]
SLICE = LONG[1:2]
class A(dict, metaclass=type):
    field: int = ...
    def f(self, a, /, b=None, *args: int, c=True, **more):
        def inner(x=a):
            nonlocal b
            b = yield x, a, __class__
            return [y + a for y in more for a in y]
        async def other():
            async with self as z, z:
                await z
            return {k: v async for k, v in z}
        assert b, f"{a!r:>{b}} {c}"
        try:
            lambda q: (q, self)
        except* ValueError if False else OSError:
            pass
        finally:
            del a
        return super().f
'''.replace("except* ValueError if False else OSError", "except OSError")


def compiled(source: str | bytes, filename: str = "x.py", optimize: int = 0) -> bytes:
    return marshal.dumps(compile(source, filename, "exec", dont_inherit=True, optimize=optimize))


@pytest.mark.parametrize(("asked", "optimize"), [(Code.SOURCE, 0), (Code.SOURCE_O, 1), (Code.SOURCE_OO, 2)])
def test_a_source_and_its_bytecode_have_one_form(asked: Code, optimize: int) -> None:
    found = form_of(EVERYTHING.encode(), asked)
    assert isinstance(found, CodeForm)
    assert found.digest
    assert form_of(compiled(EVERYTHING, "elsewhere.py", optimize), Code.COMPILED) == found
    assert form_of(marshal.dumps(marshal.loads(compiled(EVERYTHING, optimize=optimize))), Code.COMPILED) == found
    others = {form_of(compiled(EVERYTHING, optimize=other), Code.COMPILED) for other in {0, 1, 2} - {optimize}}
    assert found not in others


def test_the_modules_of_this_python_have_the_form_of_their_bytecode() -> None:
    library = Path(os.__file__).parent
    several = random.Random(7).sample(sorted(library.glob("*.py")), 10)
    for path in several:
        source = path.read_bytes()
        assert form_of(source, Code.SOURCE) == form_of(compiled(source, str(path)), Code.COMPILED), path
        cached = Path(importlib.util.cache_from_source(str(path)))
        if cached.is_file():
            assert form_of(cached.read_bytes()[16:], Code.COMPILED) == form_of(source, Code.SOURCE), path


@pytest.mark.slow
@pytest.mark.parametrize("version", OTHERS, ids=lambda each: "{}.{}".format(*each))
def test_so_it_is_on_every_python(version: tuple[int, int]) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip("there is no python{}.{} here".format(*version))
    script = (
        f"import sys, marshal; sys.path.insert(0, {str(ROOT)!r})\n"
        "from importspy_static.extract.bytecode import form_of\n"
        "from importspy_static.model.bytecode import Code\n"
        "import argparse, dataclasses, enum, typing, asyncio.base_events as base\n"
        f"sources = [{EVERYTHING.encode()!r}]\n"
        "sources += [open(each.__file__, 'rb').read() for each in (argparse, dataclasses, enum, typing, base)]\n"
        "for source in sources:\n"
        "    code = marshal.dumps(compile(source, 'x', 'exec', dont_inherit=True))\n"
        "    found = form_of(source, Code.SOURCE)\n"
        "    assert found.digest and form_of(code, Code.COMPILED) == found\n"
    )
    subprocess.run([python, "-I", "-B", "-c", script], check=True, timeout=120)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x = 1", "x = 2"),
        ("x = 1", "x = True"),
        ("x = 1", "x = 1.0"),
        ("x = 0.0", "x = -0.0"),
        ("x = 'a'", "x = b'a'"),
        ("x = 'a'", "y = 'a'"),
        ("x = (1, 2)", "x = ((1, 2),)"),
        ("x = (1, (2, 3))", "x = ((1, 2), 3)"),
        ("def f(a): return a", "def f(b): return b"),
        ("def f(a): return a", "def f(*a): return a"),
        ("def f(a, b): pass", "def f(a, *, b): pass"),
        ("def f(): yield", "async def f(): yield"),
        ("f = lambda: 1", "f = lambda: 2"),
        ("def f():\n x = 1\n def g(): return x", "def f():\n y = 1\n def g(): return y"),
        ("try: f()\nexcept A: g()", "try: f(); g()\nexcept A: pass"),
        ("x in {1, 2}", "x in {1, 3}"),
    ],
)
def test_other_code_has_another_form(one: str, other: str) -> None:
    forms = [form_of(compiled(each), Code.COMPILED) for each in (one, other)]
    assert NO_CODE not in forms
    assert forms[0] != forms[1]
    assert forms == [form_of(each.encode(), Code.SOURCE) for each in (one, other)]


@pytest.mark.parametrize("field", ["co_stacksize", "co_flags", "co_firstlineno", "co_name", "co_names", "co_code"])
def test_no_field_that_decides_can_be_forged(field: str) -> None:
    code = compile("import os\nx = os.sep\n", "x.py", "exec", dont_inherit=True)
    value = getattr(code, field)
    match value:
        case int():
            forged: object = value ^ 64
        case str():
            forged = "other"
        case tuple():
            forged = ("os", "pathsep", "x")
        case _:
            forged = value[:-2] + b"\x01\x00"
    changed = code.replace(**{field: forged})  # type: ignore[arg-type]
    assert form_of(marshal.dumps(changed), Code.COMPILED) != form_of(marshal.dumps(code), Code.COMPILED)


def test_where_code_came_from_does_not_count() -> None:
    code = compile("x = 1\n", "x.py", "exec", dont_inherit=True)
    elsewhere = code.replace(co_filename="/other/place.py")
    assert form_of(marshal.dumps(elsewhere), Code.COMPILED) == form_of(b"x = 1\n", Code.SOURCE)


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"c", b"N", b"\xe3", b"r\0\0\0\0", b"(\xff\xff\xff\x7f", b"s\xff\xff\xff\x7f", b"[\0\0\0\0", b"z\1\xff"),
        *(marshal.dumps(each) for each in (1, "text", (1, 2), [1], {"a": 1})),
    ],
)
def test_what_is_no_code_has_no_form(content: bytes) -> None:
    assert form_of(content, Code.COMPILED) == NO_CODE


def test_constants_of_odd_forms_are_read_or_refused() -> None:
    """An integer with a leading zero as a digit is none that Python writes; slices are constants since Python 3.14."""
    code = compile("", "x.py", "exec")
    large = marshal.dumps(code.replace(co_consts=(2**40,)))
    assert isinstance(form_of(large, Code.COMPILED), CodeForm)
    digits = marshal.dumps(2**40)[1:]
    assert form_of(large.replace(digits, digits[:-2] + bytes(2)), Code.COMPILED) == NO_CODE
    nothing, bounds = (marshal.dumps(code.replace(co_consts=each)) for each in ((None,), (None, None, None)))
    assert bounds.count(b"\3NNN") == 1
    sliced = form_of(bounds.replace(b"\3NNN", b"\1:NNN"), Code.COMPILED)
    assert isinstance(sliced, CodeForm)
    assert sliced not in (form_of(nothing, Code.COMPILED), form_of(bounds, Code.COMPILED))


def test_spoilt_bytecode_raises_nothing_and_is_never_taken_for_the_source() -> None:
    sound, chance = compiled(EVERYTHING), random.Random(3)
    truth = form_of(sound, Code.COMPILED)
    told = set()
    for _ in range(400):
        spoilt = bytearray(sound)
        for _ in range(chance.choice((1, 1, 2, 40))):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        length = chance.choice((len(sound), len(sound), chance.randrange(len(sound))))
        found = form_of(bytes(spoilt[:length]), Code.COMPILED)
        told.add(found if isinstance(found, Failure) or found != truth else None)
    assert len(told) > 50


def test_what_refers_to_itself_or_grows_without_measure_ends() -> None:
    twice = b"\xa9\2" + b"\xe9\1\0\0\0" * 2
    for level in range(60):
        twice = b")\2" + twice + b"r" + level.to_bytes(4, "little")
    assert form_of(b"c" + b"\0" * 20 + twice, Code.COMPILED) == NO_CODE
    assert form_of(b"c" + b"\0" * 20 + b"\xa9\1r\0\0\0\0", Code.COMPILED) == NO_CODE
    deep = form_of(b"c" + b"\0" * 20 + b")\1" * 9_000, Code.COMPILED)
    assert isinstance(deep, Failure)
    assert deep.kind == "complex"


def test_a_source_that_cannot_be_compiled_has_no_form() -> None:
    found = form_of(b"def f(:\n", Code.SOURCE)
    assert isinstance(found, Failure)
    assert found.kind == "syntax"
    assert isinstance(compile("", "", "exec"), CodeType)
