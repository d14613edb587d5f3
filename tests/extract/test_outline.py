"""What CPython's tree tells is what libcst reads of the outline, and of the whole source."""

from __future__ import annotations

import sysconfig
from dataclasses import replace
from pathlib import Path
from typing import Any

import libcst as cst
import pytest

from importspy_static.extract.codec import encode
from importspy_static.extract.extraction import extract
from importspy_static.model.depth import Depth
from importspy_static.model.program import (
    Case,
    ClassDef,
    Failure,
    FunctionDef,
    Handler,
    If,
    Loop,
    Match,
    Program,
    Try,
    With,
    bodies_of,
)
from tests.extract.sources import by_libcst
from tests.extract.whole import whole

STDLIB = Path(sysconfig.get_paths()["stdlib"])
SAMPLE = [
    *("argparse", "ast", "asyncio/base_events", "calendar", "collections/__init__", "contextlib", "copy", "csv"),
    *("ctypes/__init__", "dataclasses", "enum", "functools", "http/client", "importlib/metadata/__init__", "inspect"),
    *("json/encoder", "logging/__init__", "pathlib", "pickle", "platform", "random", "re/_compiler", "signal"),
    *("subprocess", "tarfile", "threading", "types", "typing", "unittest/mock", "warnings", "xml/dom/minidom"),
]

AWKWARD = (
    """\
\x0cfrom a import (b, # comment
  c as d); import e . f
@(  # a comment with @ and :
  g
)
class H ( i , * j , k = 1 ) : # : comment
    'doc'; x : int = 1; y \\
        = 2

    def f ( self , a : 'b:c' = "x:y" , * , k = lambda : {1: 2} ) -> 'T: U' : # c: d
        # self.x = 3
        self . x = a [ : ] ; self.y = 'self.z = 1' ; return
    def g(self): self.x = 1
    def h(self):
        def wrapper(): pass; pass

        return wrapper
    async  def \\
      i(self): self.x = [await y async for y in z(1)]
if (a and
      b): c = 1
elif c: d = 2
else :
  if e: f = 3
  else: g = 4
with (open(x) as y, # comment
      z() as (a, b)): c = 1
with (a), (b): pass
with (yield_ := a) as b: pass
for (i), *j in *k, l: m = (n
  + o)
else: p = (yield_)
while (a :=
   b): c()
try: pass
except (A,
   B) as e: f = 1
except * C if False else D: pass
""".replace("except * C if False else D: pass\n", "")
    + """\
match (a
   ), b:
  case {'x': [c, *_], **rest} if (d
       := e): f = 1
  case A(g, h=i) | B(g, h=i): pass
  case (j): k = 1
print(*(x for x in y), sep=''); f(x for x in y); f((x for x in y)); f(not(x for x in z(2)))
x = '''
def f(): pass
''' \"\"\"
\"\"\"; y = f'''{
  g(1)}'''; z = [lambda: 1]
a = b = (c, ) = [d, (e)] = f; del (a), b; del (c, d); del [e]
global G; G: (int) = (1)
assert f(), (g(
  ))
raise (A
  ) from b
"""
)


def test_awkward_source_is_read_alike() -> None:
    source = AWKWARD.encode()
    compile(source, "<test>", "exec", dont_inherit=True)
    facts = extract(source)
    assert isinstance(facts, Program), facts
    assert facts.body == by_libcst(source) == whole(source)


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_other_line_ends_are_read_alike(ends: str) -> None:
    assert extract(AWKWARD.replace("\n", ends).encode()) == extract(AWKWARD.encode())


@pytest.mark.parametrize("name", [name for name in SAMPLE if (STDLIB / f"{name}.py").exists()])
def test_a_module_of_the_standard_library_is_read_alike(name: str) -> None:
    source = (STDLIB / f"{name}.py").read_bytes()
    facts = extract(source)
    assert isinstance(facts, Program), facts
    assert facts.body == by_libcst(source) == whole(source)


@pytest.mark.slow
@pytest.mark.long
def test_every_eighth_module_of_the_standard_library_gets_a_verdict() -> None:
    refused = 0
    for path in sorted(STDLIB.rglob("*.py"))[::8]:
        if "site-packages" in path.parts:
            continue
        source = path.read_bytes()
        facts = extract(source)
        if isinstance(facts, Program):
            continue
        assert facts.kind != "complex", (path, facts)
        with pytest.raises((SyntaxError, ValueError)):
            compile(source, str(path), "exec", dont_inherit=True)
        refused += 1
    assert refused < 100


@pytest.mark.parametrize(
    "source",
    [
        "(x): str = 5\n",
        "(x.y): int = 1\n",
        "class A(k=1, *b): pass\n",
        "class A(k=B, *c, **d):\n x = 1\n",
        "x = not(lambda: 1)\n",
        "def f(a: int = not(lambda: b()), *c) -> str: pass\n",
        "x = f(1, not(lambda: b()), k=g(c))\n",
    ],
)
def test_what_libcst_refuses_of_legal_python_is_read(source: str) -> None:
    compile(source, "<test>", "exec", dont_inherit=True)
    with pytest.raises((cst.ParserSyntaxError, TypeError)):
        cst.parse_module(source)
    facts = extract(source.encode())
    assert isinstance(facts, Program)
    read = by_libcst(source.encode())
    assert isinstance(read, tuple)
    assert len(read) == len(facts.body)


# --- without the bodies of functions, and without statements ---------------------------------------------------------


def left_out(statement: Any) -> Any:
    """A statement with the bodies of functions left out that say something, blocks in blocks included."""
    match statement:
        case FunctionDef(body=body):
            return replace(statement, body=None if body else ())
        case tuple():
            return tuple(map(left_out, statement))
        case ClassDef() | If() | Loop() | With() | Try() | Match() | Handler() | Case():
            blocks = ("body", "handlers", "orelse", "final", "cases")
            return replace(
                statement, **{name: left_out(getattr(statement, name)) for name in blocks if hasattr(statement, name)}
            )
        case _:
            return statement


def agree(source: bytes) -> bool:
    whole, outline = extract(source), extract(source, depth=Depth.OUTLINE)
    if isinstance(whole, Failure):
        return True  # the reason may stand in a body
    assert isinstance(outline, Program)
    assert outline == replace(whole, body=left_out(whole.body))
    assert extract(source, depth=Depth.GRAMMAR) == replace(whole, body=())
    assert extract(source, depth=Depth.IMPORTS) == replace(whole, body=(), constructs=())
    bodies = bodies_of(whole)
    return all(bodies_of(outline)[span] in (body, ()) for span, body in bodies.items())


@pytest.mark.parametrize("name", ["enum.py", "dataclasses.py", "typing.py", "ssl.py", "functools.py", "inspect.py"])
def test_without_bodies_a_module_reads_the_same(name: str) -> None:
    source = (STDLIB / name).read_bytes()
    assert agree(source)
    assert len(encode(extract(source, depth=Depth.OUTLINE))) < len(encode(extract(source)))


@pytest.mark.slow
@pytest.mark.long
def test_without_bodies_every_tenth_module_of_the_standard_library_reads_the_same() -> None:
    """All of them: `python -m tests.fidelity.outlines`."""
    paths = [path for path in sorted(STDLIB.rglob("*.py"))[::10] if "site-packages" not in path.parts]
    assert len(paths) > 50
    assert [path for path in paths if not agree(path.read_bytes())] == []
