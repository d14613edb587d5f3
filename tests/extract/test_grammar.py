"""Which Python a source needs: as the Pythons themselves have it."""

from __future__ import annotations

import ast
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from textwrap import dedent

import pytest

from importspy_static.extract import features
from importspy_static.extract.extraction import extract
from importspy_static.extract.features import Feature
from importspy_static.extract.grammar import constructs
from importspy_static.extract.judgement import judged, lenient
from importspy_static.extract.text import SourceText
from importspy_static.model.program import Construct, Failure, Program
from tests.extract.interpreters import ROOT, VERSIONS, answered, interpreter, refusals, required
from tests.extract.snippets import LOOKALIKES, SNIPPETS
from tests.extract.sources import program, text_at

FEATURES = {each for each in vars(features).values() if isinstance(each, Feature)} | {*features.FUTURES.values()}
RUNNING = sys.version_info[:2]
NEVER_LOWERED = {
    features.NESTED_ASYNC_COMPREHENSION,
    features.CLASS_TYPE_SCOPE,
    features.HANDLER_GLOBAL,
    features.STRING_SPACE,
    features.STRING_LINES,
}
"""What older Pythons than its own cannot read with libcst either, or not as what it is."""


def named(version: tuple[int, int]) -> str:
    return "{}.{}".format(*version)


def of(source: str) -> tuple[Construct, ...]:
    facts = extract(source.encode(), newer=True)
    assert isinstance(facts, Program), facts
    return facts.constructs


def wanted(feature: Feature, version: tuple[int, int]) -> bool:
    """Whether this Python refuses what needs this feature."""
    return version < feature.since and not (version == (2, 7) and feature.in_python_2)


# --- the table, against the interpreters and against us --------------------------------------------------------------


def test_there_is_a_snippet_of_every_feature() -> None:
    assert FEATURES - {*SNIPPETS} == {features.NON_ASCII_SOURCE, features.COMPREHENSION_UNPACKING}


@pytest.mark.parametrize("version", VERSIONS, ids=named)
def test_each_python_refuses_what_is_newer_and_takes_the_rest(version: tuple[int, int]) -> None:
    table = [(feature, source) for feature, sources in SNIPPETS.items() for source in sources]
    reasons = refusals(version, [source for _, source in table])
    assert [
        (feature.name, source, reason)
        for (feature, source), reason in zip(table, reasons, strict=True)
        if (reason is not None) != wanted(feature, version)
    ] == []


@pytest.mark.parametrize(
    ("feature", "source"), [(feature, source) for feature, sources in SNIPPETS.items() for source in sources]
)
def test_a_snippet_needs_what_it_is_a_snippet_of(feature: Feature, source: str) -> None:
    facts = extract(source.encode(), newer=True)
    if isinstance(facts, Failure) and feature.since > RUNNING and feature in NEVER_LOWERED:
        pytest.skip(f"it takes Python {named(feature.since)} to read this")
    found = of(source)
    assert feature.name in [each.name for each in found] or (feature.since > RUNNING and feature in NEVER_LOWERED)
    for version in VERSIONS:
        if feature.since <= RUNNING or feature not in NEVER_LOWERED or version < RUNNING:
            assert any(each.is_refused_by(*version) for each in found) == wanted(feature, version), version


@pytest.mark.parametrize("version", VERSIONS, ids=named)
def test_each_python_takes_what_merely_looks_newer(version: tuple[int, int]) -> None:
    reasons = refusals(version, [*LOOKALIKES])
    assert [told for told in zip(LOOKALIKES, reasons, strict=True) if told[1] is not None] == []


@pytest.mark.parametrize("source", LOOKALIKES)
def test_what_merely_looks_newer_is_not_told(source: str) -> None:
    assert of(source) == ()


def test_source_that_is_not_ascii_needs_a_declared_encoding_in_python_2(tmp_path: Path) -> None:
    required((2, 7))
    path = tmp_path / "comment.py"  # that is all it holds: Python 2 tells of a file only when it reads one to run it
    for source in (b"# \xc3\xa9\n", b"# coding: utf-8\n# \xc3\xa9\n", b"\xef\xbb\xbf# \xc3\xa9\n", b"# e\n"):
        path.write_bytes(source)
        run = [required((2, 7)), "-S", str(path)]
        refused = b"SyntaxError" in subprocess.run(run, capture_output=True, check=False, timeout=60).stderr
        facts = program(source)
        assert any(each.is_refused_by(2, 7) for each in facts.constructs) == refused, source
        assert not any(each.is_refused_by(3, 0) for each in facts.constructs)


# --- which use, and where --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "feature", "place"),
    [
        ("x = 1\nmatch x:\n case 1: pass\n", features.MATCH, "match x:"),
        ("def f():\n  async def g(): pass\n", features.ASYNC_FUNCTION, "async def g(): pass"),
        ("@a\n@b[c](\n1)\ndef f(): pass\n", features.DECORATOR, "b[c]("),
        ("def f(a, b, /, c): pass\n", features.POSITIONAL_ONLY, "a"),
        ("def f(a, *, b: int, c): pass\n", features.KEYWORD_ONLY, "b: int"),
        ("'é'; x = (y := 1)\n", features.WALRUS, "y := 1"),
        ("é = 'ü'; x = f(a, é, b=1_000)\n", features.UNDERSCORE, "1_000"),
        ("x = f'{a} {  b =}'\n", features.STRING_EQUALS, "="),
        ("x = 'é' f'''{\n  (é := (ü\n)) }'''\n", features.WALRUS, "é := (ü"),
        ("x = f'{a:>{(b := 1)}}'\n", features.WALRUS, "b := 1"),
        ("x = f'{f\"{(b := 1)}\"}'\n", features.WALRUS, "b := 1"),
        ("try: pass\nfinally:\n for a in b: pass\n", features.F_STRING, None),
        ("try: pass\nexcept A: pass\nexcept (A, B): raise C from D\n", features.RAISE_FROM, "raise C from D"),
        ("f(1_0, 2_0)\n", features.UNDERSCORE, "1_0"),
        ("x = [\n *a,\n *b]\n", features.UNPACKING, "*a"),
        ("f(a, *b,\n **c, **d)\n", features.CALL_UNPACKING, "**c"),
        (
            "\n\nfrom __future__ import annotations\n",
            features.FUTURES["annotations"],
            "from __future__ import annotations",
        ),
        ("def f():\n yield\n if a:\n  return 1\n return 2\n", features.GENERATOR_RETURN, "return 1"),
    ],
)
def test_the_first_line_of_the_first_use_is_told(source: str, feature: Feature, place: str | None) -> None:
    found = [each for each in of(source) if each.name == feature.name]
    assert [text_at(source, each.span) for each in found] == ([] if place is None else [place])


@pytest.mark.parametrize(
    ("source", "feature", "place"),
    [
        ("é = 1; type  X[T] = int\n", features.TYPE_STATEMENT, "type  X[T] = int"),
        ("class A[\n  T: int,\n  U]: pass\n", features.TYPE_PARAMETER, "T: int"),
        ("def f[T = é, U = int](): pass\n", features.TYPE_DEFAULT, "T = é"),
        ("try: pass\nexcept* A:\n pass\nexcept* B: pass\n", features.EXCEPT_STAR, "except* A:"),
        ("x = é[ *b, *c ]\n", features.SUBSCRIPT_UNPACKING, "*b"),
        ("def f(*args: *Ts, é=1): pass\n", features.STARRED_ANNOTATION, "*Ts"),
        ("x = f'{é['a']}' f'{b[\"c\"]}'\n", features.STRING_QUOTE, "'"),
        ("x = f'{é[\"\\n\"]}'\n", features.STRING_BACKSLASH, "\\"),
        ("é; x = t'{a}{b}'\n", features.T_STRING, "t'{a}{b}'"),
        ("try: pass\nexcept A, é.b:\n pass\n", features.EXCEPT_PAIR, "A, é.b"),
        ("x = 1; lazy import a\n", features.LAZY_IMPORT, "lazy import a"),
        # What is old stands where it stood, whatever newer grammar is about it.
        ("x = f'{é['a']}'; y = f'{(z := 1)}'\n", features.WALRUS, "z := 1"),
        ("x = f'{é['a']}' f'{(z := b['c'])}'\n", features.WALRUS, "z := b['c']"),
        ("x = f'{(z := f'{b['c']}')}'\n", features.WALRUS, "z := f'{b['c']}'"),
        ("type X = int\nmatch x:\n  case 1: pass\n", features.MATCH, "match x:"),
        ("type X = int; x = f(a)[b := 1]\n", features.SUBSCRIPT_WALRUS, "b := 1"),
    ],
)
def test_newer_grammar_than_the_running_python_s_is_told_too(source: str, feature: Feature, place: str) -> None:
    (found,) = (each for each in of(source) if each.name == feature.name)
    assert found.since == feature.since
    assert text_at(source, found.span) == place


def test_each_construct_is_told_once_in_the_order_of_the_source() -> None:
    source = """
    def f(a: int, *, b: int = (c := 1)) -> None: return f'{a}{b}'
    async def g(a, *, b): return f'{c}', (d := 1), [await a async for a in b]
    x: int = f(*a, *b)
    y: int = f(*a, *b)
    """
    found = of(dedent(source))
    assert len({each.name for each in found}) == len(found) > 8
    assert [each.span for each in found] == sorted(each.span for each in found)
    assert {each.span.line for each in found} == {2, 3, 4}


def test_old_grammar_in_f_strings_is_as_new_as_they_are() -> None:
    assert [each.name for each in of("# coding: utf-8\nf'{[*a]} {1_0} {...} {é} {lambda_} {print(x, y=1)}'\n")] == [
        features.F_STRING.name
    ]


def test_no_depth_is_too_deep() -> None:
    nested = "x = " + "[" * 90 + "(a := 1)" + "]" * 90 + "\n"
    chain = "if a: pass\n" + "elif b: pass\n" * 400 + "else: x = 1_0\n"
    total = "x = " + "a + " * 900 + "b @ c\n"
    inner = "".join("  " * depth + f"def f{depth}():\n" for depth in range(45)) + "  " * 45 + "return *a, b\n"
    found = {each.name for source in (nested, chain, total, inner) for each in of(source)}
    expected = {features.WALRUS, features.UNDERSCORE, features.MATRIX, features.RETURN_UNPACKING, features.UNPACKING}
    assert found == {each.name for each in expected}


@pytest.mark.parametrize(
    "source",
    [
        "x = f'" + "{a:=1}{(b := 2)}" * 20_000 + "'\n",
        "x = (" + "f'{a=}' \n" * 20_000 + ")\n",
        "x = f'''{a[" + '"" ' * 20_000 + "]}'''\n",
        "x = [" + "f'{(a := 1)}', " * 20_000 + "]\n",
        "x = {" + "(a := 1), " * 30_000 + "}\n",
        "f(" + "*a, " * 30_000 + ")\n",
        "def f():\n" + " global x\n" * 30_000 + "x: int\n",
        "for i in a:\n try: pass\n finally:\n" + "  if b: continue\n" * 20_000,
    ],
)
def test_what_is_long_takes_no_long_time(source: str) -> None:
    tree = judged(source.encode())
    assert isinstance(tree, ast.Module)
    started = time.monotonic()
    assert constructs(tree, SourceText(source))
    assert time.monotonic() - started < 8


# --- whole files -----------------------------------------------------------------------------------------------------

OWN_BUGS = {
    "can not delete variable": "before Python 3.2; it takes the scopes of names to tell",
    "no binding for nonlocal": "before Python 3.13: `global __x` in a class and `:=` in a comprehension",
    "field 'value' is required for Constant": "Python 3.12.1, of formats of f-strings",
}
"""What old versions refuse and extraction does not tell, by their message."""


@cache
def newest() -> list[Path]:
    """Every fifth file of the standard library of the newest Python here, tests too, that the running one takes."""
    version = max(filter(interpreter, VERSIONS))
    told = answered(version, "import json, os; print(json.dumps(os.path.dirname(os.__file__)))", None)
    files = [each for each in sorted(Path(told).rglob("*.py")) if "site-packages" not in each.parts]
    return [each for each in files[::5] if isinstance(judged(each.read_bytes()), ast.Module)]


@cache
def predicted() -> dict[Path, tuple[Construct, ...]]:
    found = {}
    for path in newest():
        source = path.read_bytes()
        tree = judged(source)
        assert isinstance(tree, ast.Module)
        found[path] = constructs(tree, SourceText(lenient(source)))  # not what `compile` does not tell: encodings
    return found


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS, ids=named)
def test_the_standard_library_is_refused_by_whom_we_say(version: tuple[int, int]) -> None:
    files = predicted()
    assert len(files) > 300
    reasons = refusals(version, [str(path) for path in files])
    for (path, found), reason in zip(files.items(), reasons, strict=True):
        if not any(bug in (reason or "") for bug in OWN_BUGS):
            told = [each for each in found if each.is_refused_by(*version)]
            assert bool(told) == (reason is not None), (path.name, reason, told)


_CONSTRUCTS = r"""
import ast, json, sys
root, paths = json.loads(sys.stdin.read())
sys.path.insert(0, root)
from importspy_static.extract.grammar import constructs
from importspy_static.extract.judgement import judged, lenient
from importspy_static.extract.text import SourceText
found = []
for path in paths:
    with open(path, "rb") as file:
        source = file.read()
    text, tree = SourceText(lenient(source)), judged(source)
    read = isinstance(tree, ast.Module)
    found.append(list(map(repr, constructs(tree, text))) if read else None)
sys.stdout.write(json.dumps(found))
"""


@pytest.mark.slow
@pytest.mark.parametrize("version", [each for each in VERSIONS if each >= (3, 10)], ids=named)
def test_every_python_finds_the_same_constructs_at_the_same_places(version: tuple[int, int]) -> None:
    required(version)
    paths = [str(path) for path in newest()]
    theirs = answered(version, _CONSTRUCTS, [str(ROOT), paths], "-S")
    ours = [[*map(repr, found)] for found in predicted().values()]
    both = [(path, mine, its) for path, mine, its in zip(paths, ours, theirs, strict=True) if its is not None]
    assert len(both) > 300
    assert [(path, mine, its) for path, mine, its in both if mine != its] == []


def test_reading_the_constructs_leaves_the_tree_as_it_was() -> None:
    source = Path(ast.__file__).read_bytes()
    tree = judged(source)
    assert isinstance(tree, ast.Module)
    before = ast.dump(tree, include_attributes=True)
    assert constructs(tree, SourceText(lenient(source)))
    assert ast.dump(tree, include_attributes=True) == before
