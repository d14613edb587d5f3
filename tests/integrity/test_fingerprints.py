"""What counts in a fingerprint, and what does not."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar

import pytest

from importspy_static.integrity.fingerprints import fingerprints
from importspy_static.integrity.forms import NoFormError, suite_of
from importspy_static.integrity.kinds import KINDS, OPERATORS, SIGNATURES
from importspy_static.model.fingerprint import Fingerprints
from tests.integrity import changing, readings, reformatting, vectors

LIBRARY = Path(ast.__file__).parent
ROOT = Path(__file__).resolve().parents[2]


def of(source: str | bytes, *, docstrings: bool = False) -> Fingerprints:
    return fingerprints(ast.parse(source), docstrings=docstrings)


def part(source: str, name: str) -> tuple[str, str, str]:
    (found,) = [each for each in of(source).definitions if each.name == name]
    return found.signature, found.body, found.structure


@pytest.mark.parametrize("written", vectors.read(), ids=lambda each: repr(vectors.source_of(each))[:40])
def test_the_vectors_of_the_specification_hold(written: dict[str, Any]) -> None:
    assert vectors.vector(vectors.source_of(written), docstrings=written["docstrings"]) == written


def test_every_source_has_its_vectors() -> None:
    assert {vectors.source_of(each) for each in vectors.read()} == {*vectors.SOURCES, *vectors.NEWER}


def test_the_table_of_the_specification_is_that_of_the_program() -> None:
    page = (ROOT / "docs" / "fingerprints.md").read_text(encoding="utf-8")
    for kind, fields in KINDS.items():
        assert f"\n| `{kind}` | {', '.join(f'`{each}`' for each in fields)} |\n" in page


def test_the_table_has_all_of_the_grammar_of_this_python() -> None:
    """A kind that it lacks has no fingerprint, which is told, but nobody should meet it."""
    abstract = {"AST", "mod", "stmt", "expr", "slice", "expr_context", "boolop", "operator", "unaryop", "cmpop"}
    abstract |= {"excepthandler", "pattern", "type_ignore", "type_param"}
    no_source = {"Module", "Interactive", "Expression", "FunctionType", "TypeIgnore", "Constant"}
    no_source |= {"Load", "Store", "Del"}
    old = {"Num", "Str", "Bytes", "NameConstant", "Ellipsis", "Index", "ExtSlice", "Suite"}
    old |= {"AugLoad", "AugStore", "Param"}
    kinds = (
        {
            name
            for name, each in vars(ast).items()
            if isinstance(each, type) and issubclass(each, ast.AST) and name[0] != "_"
        }
        - abstract
        - no_source
        - old
    )
    assert kinds <= {*KINDS, *SIGNATURES, *OPERATORS}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x = 255", "x=0xFF # a comment\n\n"),
        ("x = 1000000.0", "x = 1_0e5"),
        ("x = 0", "x = 00"),
        ("x = 2j", "x = 2.0J"),
        ("x = 'a'", 'x = """a"""'),
        ("x = 'ab'", "x = ('a'\n 'b')"),
        ("x = 'a'", "x = u'\\x61'"),
        ("x = '\\\\d'", "x = r'\\d'"),
        ("x = b'a'", "x = B'\\x61'"),
        ("x = f'a{b}c' 'd'", "x = f'''a{ b }''' f'cd'"),
        ("x = f'{a:}'", "x = f'{a}'"),
        ("x = f'{a!r:>3}'", 'x = f"{(a)!r:>{3}}"'.replace("{3}", "3")),
        ("f(a, b)", "f (\n  a, b,\n)"),
        ("x = (a + b) * c", "x = ((a) + b) * (c)"),
        ("x = a + b", "x = a + \\\n  b"),
        ("x = -1", "x = - 1"),
        ("a; b", "a\nb\n"),
        ("if a:\n\tb", "if (a): b"),
        ("if a: b\nelif c: d", "if a: b\nelse:\n  if c: d"),
        ("return_ = a, b", "return_ = (a, b)"),
        ("for a, b in c, d: e", "for (a, b) in (c, d): e"),
        ("x[a, b]", "x[(a, b)]"),
        ("del a, b", "del (a, b)"),
        ("del a, b", "del [a, (b)]"),
        ("a and b and c", "a and (b and c)"),
        ("a or b or c or d", "(a or b) or (c or d)"),
        ("class A: pass", "class A(): pass"),
        ("@a\ndef f(): pass", "@(a)\ndef f(): pass"),
        ("def f(a, b=1): return a", "def f (a, b = 1,):\n    return(a)"),
        ("def f() -> int: pass", "def f() -> (int): pass"),
        ("with a as b, c: d", "with (a) as (b), (c): d"),
        ("x = (y := 1)", "x = ((y := (1)))"),
        ("import a", "import a  # type: ignore"),
        ("from a import b, c", "from a import (b, c,)"),
        ("match a:\n  case b, c: d", "match (a):\n  case [b, (c)]: d"),
        ("def f():\n  'doc'\n  return 1", "def f():\n  return 1"),
        ("'doc'\nx = 1", "'another' 'one'\nx = 1"),
        ("x = 1\n'about x'", "x = 1"),
        ("\N{LATIN SMALL LIGATURE FI} = 1", "fi = 1"),
        ("x = 1\r\ny = 2\r\n", "x = 1\ny = 2"),
        ("x = 1\n\x0c\ny = 2", "x = 1\ny = 2"),
        ("if a:\n  'remark'\n  b", "if a: b"),
    ],
)
def test_layout_and_spelling_do_not_count(one: str, other: str) -> None:
    assert of(one) == of(other) or parts_of(of(one)) == parts_of(of(other))


def parts_of(found: Fingerprints) -> tuple[object, ...]:
    """All but the places, which layout may change."""
    return (
        found.structure,
        found.body,
        [(each.name, each.signature, each.body, each.structure) for each in found.definitions],
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x = a,", "x = (a)"),
        ("x = ''", "x = b''"),
        ("x = 1", "x = 1.0"),
        ("x = 1", "x = True"),
        ("x = 0", "x = False"),
        ("x = 0.0", "x = -0.0"),
        ("x = 0.0", "x = 0j"),
        ("x = None", "x = 'None'"),
        ("x = 'None'", "x = None_"),
        ("x = ...", "x = Ellipsis"),
        ("x: int", "(x): int"),
        ("x: int", "x: 'int'"),
        ("x = not a in b", "x = a not in b"),
        ("x = not a == b", "x = a != b"),
        ("x = a < b < c", "x = (a < b) < c"),
        ("x = a is not b in c", "x = a is (not b) in c"),
        ("x = a + b + c", "x = a + (b + c)"),
        ("x = a and b or c", "x = a and (b or c)"),
        ("x = 'ab'", "x = 'a', 'b'"),
        ("x = '{a}'", "x = f'{a}'"),
        ("x = 'a'", "x = f'a'"),
        ("x = f'{a}{b}'", "x = f'{b}{a}'"),
        ("x = f'{a}'", "x = f'{a!r}'"),
        ("x = f'{a}'", "x = f'{a }{\"\"}'"),
        ("x = f'{a:1}'", "x = f'{a:{1}}'"),
        ("x = f'{{a}}'", "x = f'{a}'"),
        ("x = f'{a=}'", "x = f'{a = }'"),
        ("x = r'\\d'", "x = 'd'"),
        ("x = '\\r\\n'", "x = '''\n'''"),
        ("x = '''a\n b'''", "x = '''a\n  b'''"),
        ("f(a, b)", "f(b, a)"),
        ("f(a=1, b=2)", "f(b=2, a=1)"),
        ("f(*a)", "f(a)"),
        ("f(**a)", "f(*a)"),
        ("f((a, b))", "f(a, b)"),
        ("def f(a, /, b): pass", "def f(a, b): pass"),
        ("def f(a, *, b): pass", "def f(a, b): pass"),
        ("def f(*, a=1, b): pass", "def f(*, a, b=1): pass"),
        ("def f(): pass", "async def f(): pass"),
        ("def f(): pass\ndef g(): pass", "def g(): pass\ndef f(): pass"),
        ("a\ndef f(): pass", "def f(): pass\na"),
        ("@a\n@b\ndef f(): pass", "@b\n@a\ndef f(): pass"),
        ("if a: b\nc", "if a:\n  b\n  c"),
        ("try: a\nexcept b: c", "try: a\nexcept (b,): c"),
        ("try: a\nfinally: b", "try: a\nexcept: b"),
        ("for a in b: c\nelse: d", "for a in b: c\nd"),
        ("import a.b", "import a"),
        ("import a.b as b", "from a import b"),
        ("from . import a", "from .. import a"),
        ("from .a import b", "from a import b"),
        ("import a as a", "import a"),
        ("global x", "global x, y"),
        ("x = [a for b in c if d]", "x = (a for b in c if d)"),
        ("x = {a: b}", "x = {a, b}"),
        ("x = {**a}", "x = {a: a}"),
        ("x = lambda: (yield)", "x = lambda: None"),
        ("with a, b: c", "with (a, b) as _: c"),
        ("assert a, b", "assert (a, b)"),
        ("x[a:b]", "x[a, b]"),
        ("x[a:]", "x[:a]"),
        ("match a:\n  case b: c", "match a:\n  case b.b: c"),
        ("match a:\n  case [b, *_]: c", "match a:\n  case [b, _]: c"),
        ("x = print", "x = pr\u0131nt"),
        ("pass", ""),
    ],
)
def test_what_a_source_says_counts(one: str, other: str) -> None:
    assert of(one).structure != of(other).structure


def test_the_encoding_of_a_file_does_not_count() -> None:
    text = "x = '\N{LATIN SMALL LETTER E WITH ACUTE}'\n"
    latin = ("# -*- coding: latin-1 -*-\n" + text).encode("latin-1")
    assert of(latin) == of(text.encode("utf-8-sig")) == of(text.encode())
    assert of(text.encode()) != of(b"# coding: latin-1\n" + text.encode())


def test_docstrings_count_where_they_are_asked_for() -> None:
    one, other = "def f():\n    'doc'\n    return 1\n", "def f():\n    'more'\n    return 1\n"
    assert of(one, docstrings=True) != of(other, docstrings=True)
    assert of(one, docstrings=True) != of("def f():\n    return 1\n", docstrings=True)
    assert parts_of(of("x = 1", docstrings=True)) == parts_of(of("x = 1"))


def test_the_indentation_of_a_docstring_does_not_count() -> None:
    one = 'def f():\n    """First.\n\n    Second.\n      Third.\n    """\n'
    other = 'class A:\n  def f():\n        """ First.  \n\n        Second.\n\t  Third."""\n'
    (here,), (_, there) = of(one, docstrings=True).definitions, of(other, docstrings=True).definitions
    assert here.body == there.body


def test_a_change_shows_at_the_depth_where_it_is() -> None:
    source = "class A(B):\n  x = 1\n  def f(self, a): return a\ny = 2\n"
    signature, body, structure = part(source, "A.f")
    other = part(source.replace("return a", "return 1"), "A.f")
    assert (other[0], other[1] != body, other[2] != structure) == (signature, True, True)
    other = part(source.replace("self, a", "self, b"), "A.f")
    assert (other[0] != signature, other[1], other[2] != structure) == (True, body, True)
    signature, body, structure = part(source, "A")
    for change in (("return a", "return 1"), ("self, a", "self, b")):
        other = part(source.replace(*change), "A")
        assert (other[0], other[1], other[2] != structure) == (signature, body, True)
    assert part(source.replace("x = 1", "x = 2"), "A")[1] != body
    assert part(source.replace("A(B)", "A(C)"), "A")[:2] == (part("class A(C): pass", "A")[0], body)
    assert of(source).body == of(source.replace("x = 1", "x = 2").replace("(B)", "(C)")).body
    assert of(source).body != of(source.replace("y = 2", "y = 3")).body


def test_definitions_on_branches_count_together() -> None:
    source = "if a:\n  def f(): return 1\nelse:\n  def f(): return 2\n"
    (found,) = of(source).definitions
    assert found.name == "f"
    assert part(source.replace("1", "3"), "f")[1] != found.body
    assert part("def f(): return 1\ndef f(): return 2\n", "f") == part(source, "f")
    assert part("def f(): return 2\ndef f(): return 1\n", "f")[1] != found.body
    assert part("def f(): return 2\n", "f")[1] != found.body


def test_what_a_function_defines_is_its_own_business() -> None:
    found = of("def f():\n  class A:\n    def g(self): pass\n  def h(): pass\n").definitions
    assert [each.name for each in found] == ["f"]
    one = part("def f():\n  def g(): return 1\n", "f")
    other = part("def f():\n  def g(): return 2\n", "f")
    assert (one[0], one[1] != other[1]) == (other[0], True)


def test_a_part_of_a_form_cannot_be_taken_for_another() -> None:
    """A name that looks like the form of something else is as long as it is."""
    assert of("x = 'a)(Name s1:b'").structure != of("x = 'a'; b").structure
    assert suite_of(ast.parse("x = ')]'")).form == b"[(Assign [(Name s1:x)]s2:)])]"


def test_expressions_may_be_nested_as_deeply_as_python_bears() -> None:
    assert of(f"x = {'+'.join(['1'] * 900)}\n").structure != of(f"x = {'+'.join(['1'] * 901)}\n").structure
    assert of(f"x = {'(' * 90}1{')' * 90}\n") == of("x = 1\n")


def test_syntax_that_nobody_knows_yet_has_no_fingerprint() -> None:
    class Later(ast.stmt):
        _fields = ()

    class Import(ast.Import):
        _fields = ("names", "is_lazy")
        _field_types: ClassVar = {"names": list, "is_lazy": int}

    fields: dict[str, Any] = {"names": [ast.alias(name="a")], "is_lazy": 1, "lineno": 3}
    for odd in (Later(lineno=3), Import(**fields)):
        with pytest.raises(NoFormError) as refusal:
            fingerprints(ast.Module([odd], []))
        assert refusal.value.line == 3


@pytest.mark.parametrize(
    "source",
    [each for each in vectors.SOURCES if isinstance(each, str)],
)
def test_what_libcst_reads_has_the_same_fingerprints(source: str) -> None:
    """But for what it cannot read: `(x): int = 1` among others."""
    assert readings.compared(source.encode("utf-8", "surrogatepass")) in ([], None)


@pytest.mark.parametrize(
    "name", ["ast", "bisect", "contextlib", "dataclasses", "enum", "functools", "inspect", "queue", "textwrap", "this"]
)
def test_modules_that_libcst_reads_have_the_same_fingerprints(name: str) -> None:
    assert readings.compared((LIBRARY / f"{name}.py").read_bytes()) == []


@pytest.mark.parametrize("source", [each for each in vectors.SOURCES if isinstance(each, bytes)])
def test_bytes_that_libcst_reads_have_the_same_fingerprints(source: bytes) -> None:
    assert readings.compared(source) == []


def test_random_changes_of_meaning_are_seen() -> None:
    sources = [(LIBRARY / f"{name}.py").read_text(encoding="utf-8") for name in ("ast", "textwrap", "queue", "bisect")]
    for change, before, after in changing.tried(sources, 60, seed=1):
        assert before.structure != after.structure, change
        assert changing.parts(before, after), change


@pytest.mark.parametrize("style", [style for style in reformatting.STYLES if style.startswith("ruff")])
def test_a_formatter_leaves_fingerprints_as_they_are(style: str, tmp_path: Path) -> None:
    pytest.importorskip("ruff")
    for name in ("ast", "textwrap", "queue", "bisect", "this", "contextlib"):
        (tmp_path / f"{name}.py").write_bytes((LIBRARY / f"{name}.py").read_bytes())
    command = reformatting.STYLES[style].format(ruff=f"{sys.executable} -m ruff", black="")
    assert reformatting.compared(tmp_path, style, command, 0)


def test_fingerprints_need_nothing_but_python() -> None:
    """So that they can be compared on every Python that is at hand."""
    asked = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{PROGRAM}"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert json.loads(told) == of("def f(): pass\n").structure


PROGRAM = """
import ast, json, types
package = types.ModuleType("importspy_static")
package.__path__ = [sys.path[0] + "/importspy_static"]
sys.modules["importspy_static"] = package
from importspy_static.integrity.fingerprints import fingerprints
print(json.dumps(fingerprints(ast.parse("def f(): pass")).structure))
"""
