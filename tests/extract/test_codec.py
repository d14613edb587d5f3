"""Facts as JSON come back as they were, and nothing else comes in."""

from __future__ import annotations

import json
import math
import sysconfig
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from importspy_static import limits
from importspy_static.extract.codec import decode, encode
from importspy_static.extract.extraction import extract
from importspy_static.model.expression import Constant, Expression, Node, Opaque, UnaryOperation
from importspy_static.model.place import TOP, Span
from importspy_static.model.program import Construct, Evaluate, Failure, If, Program, Statement
from tests.extract.sources import program

STDLIB = Path(sysconfig.get_paths()["stdlib"])
SAMPLE = [
    "abc",
    "argparse",
    "ast",
    "dataclasses",
    "enum",
    "typing",
    "signal",
    "opcode",
    "asyncio/base_events",
    "sre_compile",
]


def of_node(node: Node) -> Program:
    return Program((Evaluate(Expression(node, TOP, "")),), False)


@pytest.mark.parametrize("name", SAMPLE)
def test_facts_come_back_as_they_were(name: str) -> None:
    facts = extract((STDLIB / f"{name}.py").read_bytes())
    assert isinstance(facts, Program)
    assert decode(encode(facts)) == facts


def test_every_kind_of_statement_and_expression_comes_back() -> None:
    source = """
    from __future__ import annotations
    import a.b as c
    from .d import *
    from . import e as f
    @g
    class H(i, metaclass=j):
        k: int = -1
        l[1:2:3, ...] += {m: n, **o}
    async def p(q, /, r: int = 1, *s, t=lambda u: 1, **v) -> None:
        global w
        w = 1; super().x(q)
        return y
    if z and not (a0 := b0 < c0 == d0): e0 = f0 if g0 else [*h0]
    for i0 in j0: continue
    while k0: break
    else: {l0}
    with m0 as n0, o0: raise p0
    try: pass
    except q0 as r0: del s0
    finally: t0 = f'{u0()}'
    match v0:
        case [w0] if x0: y0 = (1, 2.5, 3j, b'z', 'z', None, True, ...)
    class A1: global b1
    """
    facts = program(source)
    assert decode(encode(facts)) == facts


def test_imports_come_back() -> None:
    source = """
    import os, sys
    from .a import b as c, d
    if sys.platform.startswith("win") and other and sys.version_info[:2] >= (3, 11):
        import winreg
        os.startfile("x")
    try: from e import *
    except ImportError: __import__(name), __import__("g")
    """
    facts = program(source)
    assert all((facts.imports, facts.unknown_imports, facts.uses, facts.guarded))
    assert decode(encode(facts)) == facts


def test_constructs_come_back() -> None:
    facts = Program((), False, (Construct("the 'match' statement", (3, 10), Span(12, 1, 12, 6), True),))
    assert decode(encode(facts)) == facts


def test_failures_come_back() -> None:
    failure = Failure("syntax", "invalid syntax: '\u20ac \ud800'", TOP)
    assert decode(encode(failure)) == failure


@pytest.mark.parametrize(
    "constant",
    [
        *(0, -1, 2**53 - 1, 2**53, -(2**53), True, False, None, ...),
        *(0.0, 0.1, -1e-320, math.inf, -math.inf, 1e308, 1j, complex(math.inf, -0.0)),
        *("", "text", "\0", "\u2028", "\U0001f600", "\ud800", "\ud83d\ude00", "é\udfff", b"", b"\x00\xff"),
    ],
)
def test_constants_come_back_with_their_type(constant: object) -> None:
    facts = decode(encode(of_node(Constant(constant))))
    assert isinstance(facts, Program)
    (statement,) = facts.body
    assert isinstance(statement, Evaluate)
    assert isinstance(statement.value.node, Constant)
    found = statement.value.node.value
    assert type(found) is type(constant)
    assert found == constant
    assert repr(found) == repr(constant)


def test_the_form_is_compact_ascii_and_has_no_names_of_fields() -> None:
    encoded = encode(program("# coding: utf-8\né = 'ü'\n"))
    assert encoded.isascii()
    assert b": " not in encoded
    assert b", " not in encoded
    assert encoded == (
        b'["Program",[["Assign",[[["Name","\\u00e9"],[2,1,2,2],"\\u00e9"]],'
        b'[["Constant","\\u00fc"],[2,5,2,8],"\'\\u00fc\'"],null,[2,1,2,8]]],false,'
        b'[["the name that is not ASCII",[3,0],[2,1,2,2],false]],[],[],[],[],[]]'
    )


def test_numbers_that_python_cannot_write_in_decimals_come_back() -> None:
    facts = program(f"x = 0x{'f' * 9000}\n")
    assert decode(encode(facts)) == facts


IMPORTS: list[object] = [
    [["acme", 0, "run", None, [1, 1, 1, 2], ["lazy"], None, None]],
    [["f(x)", [1, 1, 1, 2]]],
    [["os.a", [[1, 1, 1, 2]]]],
    [[[["Name", "sys.platform"], [1, 1, 1, 2], "x"], True, [1, 1, 1, 2]]],
    [["a.yml", False, "f(x)", [1, 1, 1, 2]]],
]
EVALUATE = ["Evaluate", [["Name", "x"], [1, 1, 1, 2], "x"], False]


def altered(*path: int, to: object) -> bytes:
    constructs = [["the 'match' statement", [3, 10], [2, 1, 2, 6], False]]
    raw: list[object] = ["Program", [EVALUATE], False, constructs, *IMPORTS]
    raw = json.loads(json.dumps(raw))
    at = raw
    for step in path[:-1]:
        at = at[step]  # type: ignore[assignment]
    at[path[-1]] = to
    return json.dumps(raw).encode()


def test_the_unaltered_form_is_read() -> None:
    assert isinstance(decode(altered(2, to=True)), Program)


@pytest.mark.parametrize(
    "encoded",
    [
        b"",
        b"null",
        b"{}",
        b"[]",
        b"1",
        b'"Program"',
        b"[" * 100_000,
        b'["Program"]',
        b'["Program",[],false]',
        b'["Program",[],false,1,[],[],[],[],[]]',
        b'["Program",[],false,[],[],[],[],[],[],1]',
        altered(4, to=[["acme"]]),
        altered(4, 0, 1, to=-1),
        altered(4, 0, 2, to=1),
        altered(4, 0, 5, to="lazy"),
        altered(4, 0, 5, to=["sometimes"]),
        altered(5, 0, to="f(x)"),
        altered(5, 0, 0, to=None),
        altered(6, 0, 1, to=[1, 1, 1, 2]),
        altered(7, 0, 0, to=None),
        altered(7, 0, 1, to=1),
        altered(3, to=None),
        altered(3, 0, to=["name"]),
        altered(3, 0, 0, to=1),
        altered(3, 0, 1, to="3.10"),
        altered(3, 0, 1, to=[3]),
        altered(3, 0, 1, to=[3, 10, 1]),
        altered(3, 0, 1, 1, to="10"),
        altered(3, 0, 2, to=None),
        altered(3, 0, 3, to=0),
        b'["Failure","other","reason",[1,1,1,1]]',
        b'["Failure",["syntax"],"reason",[1,1,1,1]]',
        b'["Failure","syntax",null,[1,1,1,1]]',
        b'["Failure","syntax","reason",null]',
        b'["Failure","syntax","reason",[1,1,1]]',
        b'["Failure","syntax","reason",[1,1,1,1.0]]',
        b'["Failure","syntax","reason",[1,1,1,-1]]',
        b"\xff",
        b'["Failure","syntax","\xc3\xa9",[1,1,1,1]]',
        altered(2, to=1),
        altered(2, to=None),
        altered(1, to={}),
        altered(1, 0, to=["Program", [], False, [], [], [], [], [], []]),
        altered(8, 0, 0, to=1),
        altered(8, 0, 1, to=0),
        altered(8, 0, to=["a.yml", False, "f(x)"]),
        altered(1, 0, to=["Name", "x"]),
        altered(1, 0, to=["Expression", ["Name", "x"], [1, 1, 1, 2], "x"]),
        altered(1, 0, to=["Evaluate"]),
        altered(1, 0, to=[]),
        altered(1, 0, to=[["Evaluate"]]),
        altered(1, 0, to="Evaluate"),
        altered(1, 0, 1, 0, to=["Name", 1]),
        altered(1, 0, 1, 0, to=["Name", None]),
        altered(1, 0, 1, 0, to=["Evaluate", EVALUATE[1]]),
        altered(1, 0, 1, 0, to=None),
        altered(1, 0, 1, 0, to=["UnaryOperation", "!", ["Name", "x"]]),
        altered(1, 0, 1, 0, to=["Collection", "dict", []]),
        altered(1, 0, 1, 0, to=["Constant", 2**53]),
        altered(1, 0, 1, 0, to=["Constant", 1.5]),
        altered(1, 0, 1, 0, to=["Constant", ["float", "x"]]),
        altered(1, 0, 1, 0, to=["Constant", ["float", "0x1p99999"]]),
        altered(1, 0, 1, 0, to=["Constant", ["int", "zz"]]),
        altered(1, 0, 1, 0, to=["Constant", ["bytes", "0"]]),
        altered(1, 0, 1, 0, to=["Constant", ["str", "ff"]]),
        altered(1, 0, 1, 0, to=["Constant", ["tuple", []]]),
        altered(1, 0, 1, 0, to=["Constant", {}]),
        altered(1, 0, 1, 1, 0, to=True),
        b'["Program",[["Evaluate",[["Constant",NaN],[1,1,1,2],"x"],false]],false,[],[],[],[],[],[]]',
    ],
)
def test_anything_else_is_refused(encoded: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(encoded)


def nested(levels: int) -> bytes:
    inner: list[object] = ["Name", "x"]
    for _ in range(levels):
        inner = ["Starred", inner]
    return json.dumps(
        ["Program", [["Evaluate", [inner, [1, 1, 1, 2], "x"], False]], False, [], [], [], [], [], []]
    ).encode()


def test_depth_is_bounded() -> None:
    assert isinstance(decode(nested(limits.FACTS_DEPTH - 2)), Program)
    for levels in (limits.FACTS_DEPTH + 1, 450, 100_000):
        text = nested(levels) if levels < 1000 else b'["Starred",' * levels
        with pytest.raises(ValueError, match=r"."):
            decode(text)


def test_the_deepest_facts_that_extraction_yields_come_back() -> None:
    node: Node = Opaque("x")
    for _ in range(limits.EXPRESSION_DEPTH + limits.SMALL_CALL):
        node = UnaryOperation("-", node)
    statement: Statement = Evaluate(Expression(node, TOP, ""))
    for _ in range(limits.STATEMENT_DEPTH):
        statement = If(Expression(Constant(None), TOP, ""), (statement,), (), TOP)
    facts = Program((statement,), False)
    assert decode(encode(facts)) == facts


def test_every_span_gets_the_number_of_the_file() -> None:
    program = decode(encode(extract(b"class A:\n    def run(self, x: int = 1): ...\n")), file=7)
    assert isinstance(program, Program)
    spans = [part for part in parts_of(program) if isinstance(part, Span)]
    assert len(spans) > 5
    assert {span.file for span in spans} == {7}
    assert decode(encode(program)) == extract(b"class A:\n    def run(self, x: int = 1): ...\n")


def parts_of(whole: object) -> Iterator[object]:
    yield whole
    if isinstance(whole, tuple):
        for each in whole:
            yield from parts_of(each)
    elif is_dataclass(whole):
        for field in fields(whole):
            yield from parts_of(getattr(whole, field.name))
