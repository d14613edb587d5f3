"""Signatures are compared as calls. Functions with them are called: Python is the judge of what a call does.

(`inspect.Signature.bind` is not: that of 3.13.0 takes positional-only arguments by keyword.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from importspy_static.checks import signatures
from importspy_static.checks.signatures import Declared, compare, declared_arguments, witness
from importspy_static.interpret.values import Default, SignatureParameter
from importspy_static.model.contract import ArgumentRequirement
from importspy_static.model.expression import ParameterKind
from importspy_static.model.place import TOP, ContractPlace, Stated

KINDS: tuple[ParameterKind, ...] = (
    "positional_only",
    "positional_or_keyword",
    "var_positional",
    "keyword_only",
    "var_keyword",
)
STARS: dict[ParameterKind, str] = {"var_positional": "args", "var_keyword": "kwargs"}
NAMED_KINDS: tuple[ParameterKind, ...] = ("positional_only", "positional_or_keyword", "keyword_only")
PLACE = ContractPlace("spymodel.yml", 1, 1, "functions[0]")
WITNESSES = "bind(): a declared `*args` fills no parameter, and `**kwargs` may swallow what has a parameter of its name"
FRESH = "another"
"""A keyword that no signature of these tests has. What callers pass through a declared `**kwargs` has such names: a
name that a parameter happens to have is not what the contract promises them.
"""


class Shape(NamedTuple):
    """An argument or a parameter. `optional`: callers may leave it out."""

    name: str
    kind: ParameterKind
    optional: bool


Definition = Callable[..., "dict[str, object]"]
Call = tuple[tuple[str, ...], tuple[str, ...]]
"""The names of the arguments passed by position, and of those passed by keyword. `*` is one more by position."""


def declared(shapes: Sequence[Shape]) -> list[Declared]:
    requirements = [
        ArgumentRequirement(
            name=each.name,
            place=PLACE,
            kind=Stated(each.kind, PLACE),
            optional=Stated(True, PLACE) if each.optional else None,
        )
        for each in shapes
    ]
    return declared_arguments(requirements)


def parameters(shapes: Sequence[Shape]) -> list[SignatureParameter]:
    return [
        SignatureParameter(each.name, each.kind, TOP, None, Default((), None, TOP) if each.optional else None)
        for each in shapes
    ]


def defined(shapes: Sequence[Shape]) -> Definition:
    """A function with these parameters that returns what each of them is given."""
    texts: list[str] = []
    for index, each in enumerate(shapes):
        kinds = [other.kind for other in shapes[:index]]
        if each.kind != "positional_only" and kinds[-1:] == ["positional_only"]:
            texts.append("/")
        if each.kind == "keyword_only" and not {"var_positional", "keyword_only"} & {*kinds}:
            texts.append("*")
        star = {"var_positional": "*", "var_keyword": "**"}.get(each.kind, "")
        texts.append(f"{star}{each.name}{'=None' if each.optional else ''}")
    if shapes and shapes[-1].kind == "positional_only":
        texts.append("/")
    made: dict[str, Definition] = {}
    exec(f"def f({', '.join(texts)}): return locals()", made)
    return made["f"]


# The truth


def allowed_calls(arguments: Sequence[Shape]) -> Iterator[Call]:
    """Every call that declared arguments allow: any of the optional ones, each by position or by keyword."""
    positional = [each for each in arguments if each.kind in KINDS[:2]]
    named = [each for each in arguments if each.kind not in STARS]
    kinds = {each.kind for each in arguments}
    left_out = [each for each in named if each.optional]
    for out in (chosen for count in range(len(left_out) + 1) for chosen in combinations(left_out, count)):
        passed = [each for each in named if each not in out]
        for count in range(len(positional) + 1):
            front, rest = positional[:count], [each for each in passed if each not in positional[:count]]
            if any(each in out for each in front) or any(each.kind == "positional_only" for each in rest):
                continue
            by_position = tuple(each.name for each in front)
            by_keyword = tuple(each.name for each in rest)
            yield by_position, by_keyword
            more = "var_positional" in kinds and count == len(positional)
            if more:
                yield (*by_position, "*"), by_keyword
                yield (*by_position, "*", "*", "*"), by_keyword
            if "var_keyword" in kinds:
                yield by_position, (*by_keyword, FRESH)
            if more and "var_keyword" in kinds:
                yield (*by_position, "*", "*", "*"), (*by_keyword, FRESH)


def understood(call: Call, arguments: Sequence[Shape], target: Definition) -> bool:
    """Whether a function accepts a call, and each argument with a name ends up where that name says.

    That is the parameter of its name; if there is none, `*args` or `**kwargs` may swallow it, but no parameter of
    another name may take it. Arguments that callers know by position only may end up anywhere.
    """
    by_position, by_keyword = call
    try:
        bound = target(*by_position, **{name: name for name in by_keyword})
    except TypeError:
        return False
    known = {each.name for each in arguments if each.kind in ("positional_or_keyword", "keyword_only")}
    passed = known & {*by_position, *by_keyword}
    taken = {name: each for name, each in bound.items() if isinstance(each, str)}
    return all(taken.get(name) == name for name in passed if name in bound) and all(
        each == name for name, each in taken.items() if each in known
    )


def displaced(arguments: Sequence[Shape], target: Sequence[Shape]) -> bool:
    """Whether the name of an argument that is passed by position only stands elsewhere in a signature.

    Every call is accepted then, yet the module's own names say that it is misunderstood: the program may tell so.
    """
    places = {each.name: (index, each.kind) for index, each in enumerate(target)}
    positional = [each for each in arguments if each.kind in KINDS[:2]]
    return any(
        each.name in places and (places[each.name][0] != index or places[each.name][1] == "keyword_only")
        for index, each in enumerate(positional)
        if each.kind == "positional_only"
    )


def all_understood(arguments: Sequence[Shape], target: Sequence[Shape]) -> bool:
    judge = defined(target)
    return all(understood(call, arguments, judge) for call in allowed_calls(arguments))


# What the program says


def finds_nothing(arguments: Sequence[Shape], target: Sequence[Shape]) -> bool:
    """No finding of SPY310, SPY311 and SPY314, nor of SPY313 for a default that is not there."""
    found = compare(declared(arguments), parameters(target))
    without_default = [
        each
        for each, parameter in found.pairs
        if each.optional and parameter.default is None and parameter.kind not in STARS
    ]
    return not (found.missing or found.misplaced or found.unexpected or without_default)


def witness_call(arguments: Sequence[Shape], target: Sequence[Shape]) -> Call | None:
    shown = witness(declared(arguments), parameters(target))
    if shown is None:
        return None
    call, _ = shown
    by_position: tuple[str, ...] = ()
    for each in call.by_position:
        by_position += ("*", "*", "*") if each.kind in STARS else (each.name,)
    return by_position, tuple(FRESH if each.kind in STARS else each.name for each in call.by_keyword)


def is_judged(arguments: Sequence[Shape], target: Sequence[Shape]) -> bool:
    """Whether the findings are right: none exactly if every call is understood."""
    truth = all_understood(arguments, target)
    return finds_nothing(arguments, target) is truth or (truth and displaced(arguments, target))


def is_witnessed(arguments: Sequence[Shape], target: Sequence[Shape]) -> bool:
    """Whether the witness is right: a call that is allowed and not understood, and none if there is no such call."""
    shown = witness_call(arguments, target)
    if shown is None:
        return all_understood(arguments, target)
    return shown in set(allowed_calls(arguments)) and not understood(shown, arguments, defined(target))


# Every small case


def shapes_of(names: Sequence[str], most: int) -> list[tuple[Shape, ...]]:
    """Every list of arguments of these names, in the order that a `def` allows."""
    found: list[tuple[Shape, ...]] = []
    named = [kind for kind in KINDS if kind not in STARS]
    for count in range(most + 1):
        for chosen in permutations_of(names, count):
            for kinds in product(named, repeat=count):
                for optional in product((False, True), repeat=count):
                    plain = [Shape(*each) for each in zip(chosen, kinds, optional, strict=True)]
                    for stars in ((), ("var_positional",), ("var_keyword",), tuple(STARS)):
                        whole = (*plain, *(Shape(STARS[kind], kind, False) for kind in KINDS if kind in stars))
                        if [each.kind for each in whole] != sorted((e.kind for e in whole), key=KINDS.index):
                            whole = tuple(sorted(whole, key=lambda each: KINDS.index(each.kind)))
                            if [e for e in whole if e.kind not in STARS] != plain:
                                continue
                        found.append(whole)
    return found


def permutations_of(names: Sequence[str], count: int) -> Iterable[tuple[str, ...]]:
    return (each for each in product(names, repeat=count) if len(set(each)) == count)


def is_a_def(shapes: Sequence[Shape]) -> bool:
    kinds = [KINDS.index(each.kind) for each in shapes]
    try:
        defined(shapes)
    except SyntaxError:
        return False
    return kinds == sorted(kinds)


def makes_sense(arguments: Sequence[Shape]) -> bool:
    """A positional-only argument that must be passed leaves no choice about those before it."""
    only = [each.optional for each in arguments if each.kind == "positional_only"]
    return only == sorted(only)


@pytest.fixture(scope="module")
def small_cases() -> list[tuple[tuple[Shape, ...], tuple[Shape, ...]]]:
    renamed = ["b", "a"]  # what they declare is what ["a", "b"] do
    declarations = [
        each
        for each in shapes_of("ab", 2)
        if makes_sense(each) and [name for name, kind, _ in each if kind not in STARS] != renamed
    ]
    definitions = [each for each in shapes_of("abc", 2) if is_a_def(each)]
    return [*product(declarations, definitions)]


@pytest.mark.slow
def test_every_small_signature_is_judged_as_its_calls_are(
    small_cases: list[tuple[tuple[Shape, ...], tuple[Shape, ...]]],
) -> None:
    assert [each for each in small_cases if not is_judged(*each)] == []


@pytest.mark.slow
@pytest.mark.xfail(strict=True, reason=WITNESSES)
def test_every_small_signature_that_fails_is_shown_by_a_call_that_fails(
    small_cases: list[tuple[tuple[Shape, ...], tuple[Shape, ...]]],
) -> None:
    assert [each for each in small_cases if not is_witnessed(*each)] == []


# Larger ones


@st.composite
def lists(draw: st.DrawFn, names: str, a_def: bool) -> list[Shape]:
    chosen = draw(st.lists(st.sampled_from(names), unique=True, max_size=5))
    kinds = sorted(
        (draw(st.sampled_from(NAMED_KINDS)) for _ in chosen),
        key=KINDS.index,
    )
    optional = [draw(st.booleans()) for _ in chosen]
    if a_def:
        positional = sum(kind != "keyword_only" for kind in kinds)
        optional[:positional] = sorted(optional[:positional])
    plain = [Shape(*each) for each in zip(chosen, kinds, optional, strict=True)]
    stars = [Shape(name, kind, False) for kind, name in STARS.items() if draw(st.booleans())]
    return sorted([*plain, *stars], key=lambda each: KINDS.index(each.kind))


@settings(max_examples=600, deadline=None, derandomize=True)
@given(lists("abcde", a_def=False), lists("abcdefg", a_def=True))
def test_a_signature_is_judged_as_its_calls_are(arguments: list[Shape], target: list[Shape]) -> None:
    assume(makes_sense(arguments))
    assert is_judged(arguments, target)


@pytest.mark.xfail(strict=True, reason=WITNESSES)
@settings(max_examples=600, deadline=None, derandomize=True)
@given(lists("abcde", a_def=False), lists("abcdefg", a_def=True))
def test_a_failing_signature_is_shown_by_a_call_that_fails(arguments: list[Shape], target: list[Shape]) -> None:
    assume(makes_sense(arguments))
    assert is_witnessed(arguments, target)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(lists("abcde", a_def=True), st.data())
def test_a_signature_near_the_declared_one_is_judged_as_its_calls_are(
    arguments: list[Shape], data: st.DataObject
) -> None:
    target = list(arguments)
    for _ in range(data.draw(st.integers(0, 2))):
        target = changed(target, data)
    assume(is_a_def(target))
    assert is_judged(arguments, target)


def changed(target: list[Shape], data: st.DataObject) -> list[Shape]:
    """The list with one argument taken out, put in, swapped, renamed, or made of another kind."""
    index = data.draw(st.integers(0, max(len(target) - 1, 0)))
    new = Shape("z", "positional_or_keyword", data.draw(st.booleans()))
    match data.draw(st.sampled_from(("out", "in", "swap", "rename", "kind", "default"))), target[index : index + 1]:
        case "in", _:
            return sorted([*target[:index], new, *target[index:]], key=lambda each: KINDS.index(each.kind))
        case "out", _:
            return target[:index] + target[index + 1 :]
        case "swap", [_] if index:
            return [*target[: index - 1], target[index], target[index - 1], *target[index + 1 :]]
        case "rename", [each]:
            return [*target[:index], each._replace(name="y"), *target[index + 1 :]]
        case "kind", [each] if each.kind not in STARS:
            kind = data.draw(st.sampled_from(NAMED_KINDS))
            return [*target[:index], each._replace(kind=kind), *target[index + 1 :]]
        case "default", [each] if each.kind not in STARS:
            return [*target[:index], each._replace(optional=not each.optional), *target[index + 1 :]]
        case _:
            return target


@settings(max_examples=200, deadline=None)
@given(lists("abcde", a_def=True))
def test_a_signature_keeps_what_it_declares_of_itself(arguments: list[Shape]) -> None:
    assert finds_nothing(arguments, arguments)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(lists("abcde", a_def=True))
def test_there_is_no_witness_against_a_signature_itself(arguments: list[Shape]) -> None:
    assert witness_call(arguments, arguments) is None


def test_behind_a_star_arguments_are_keyword_only() -> None:
    asked = [
        ArgumentRequirement(name="a", place=PLACE),
        ArgumentRequirement(name="args", place=PLACE, kind=Stated("var_positional", PLACE)),
        ArgumentRequirement(name="b", place=PLACE),
    ]
    assert [each.kind for each in signatures.declared_arguments(asked)] == [
        "positional_or_keyword",
        "var_positional",
        "keyword_only",
    ]


# Cases worth their own line: what is declared, the parameters of the `def`, and whether all calls are understood.
ONLY, PLAIN, STAR, KEYWORD, STARSTAR = KINDS


def a(optional: bool = False, kind: ParameterKind = PLAIN, name: str = "a") -> Shape:
    return Shape(name, kind, optional)


ARGS, KWARGS = Shape("args", STAR, False), Shape("kwargs", STARSTAR, False)
NAMED = [
    ("the same", [a()], [a()], True),
    ("a new optional one", [a()], [a(), a(True, name="b")], True),
    ("a new required one", [a()], [a(), a(name="b")], False),
    ("a new required keyword", [a()], [a(), a(name="b", kind=KEYWORD)], False),
    ("a new optional one in front", [a()], [a(True, name="b"), a(True)], False),
    ("swallowed by both stars", [a()], [ARGS, KWARGS], True),
    ("swallowed by * alone", [a()], [ARGS], False),
    ("swallowed by ** alone", [a()], [KWARGS], False),
    ("a keyword swallowed by **", [a(kind=KEYWORD)], [KWARGS], True),
    ("by position only, swallowed by *", [a(kind=ONLY)], [ARGS], True),
    ("by position only, of another name", [a(kind=ONLY)], [a(name="b")], True),
    ("* for what need not be passed", [ARGS], [a(True)], False),
    ("* kept", [a(), ARGS], [a(), ARGS], True),
    ("** kept", [a(), KWARGS], [a(), KWARGS], True),
    ("** renamed", [KWARGS], [Shape("options", STARSTAR, False)], True),
    ("an optional one that is required", [a(True)], [a()], False),
    ("made positional-only", [a()], [a(kind=ONLY)], False),
    ("a keyword made plain", [a(kind=KEYWORD)], [a()], True),
    ("a keyword behind *, first of the def", [ARGS, a(kind=KEYWORD)], [a(), ARGS], False),
    ("a keyword in the place of a positional one", [a(kind=ONLY), a(kind=KEYWORD, name="b")], [a(name="b")], False),
]


@pytest.mark.parametrize(
    ("arguments", "target", "understood"),
    [pytest.param(*case, id=name) for name, *case in NAMED],
)
def test_findings_are_what_callers_would_meet(arguments: list[Shape], target: list[Shape], understood: bool) -> None:
    assert all_understood(arguments, target) is understood
    assert finds_nothing(arguments, target) is understood
