"""Signatures compared: functions that Python makes have the last word."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from typing import Any

from importspy_static.checks.signatures import declared_arguments
from importspy_static.comparing.interface import ANY, Interface
from importspy_static.comparing.pair import Pair
from importspy_static.comparing.signatures import Callee, Sides, compare_signatures
from importspy_static.contract.reader import parse_contract
from importspy_static.model.contract import ModuleRequirement
from importspy_static.model.difference import Difference

KINDS = ("positional_only", "positional_or_keyword", "var_positional", "keyword_only", "var_keyword")
Parameter = tuple[str, str, bool]


def signatures(dice: random.Random) -> list[Parameter]:
    """Names, kinds, and whether there is a default; a signature that Python allows."""
    names = dice.sample("abc", dice.randrange(4))
    kinds = sorted(
        (dice.choice(("positional_only", "positional_or_keyword", "keyword_only")) for _ in names), key=KINDS.index
    )
    found: list[Parameter] = []
    has_default = False
    for name, kind in zip(names, kinds, strict=True):
        has_default = dice.random() < 0.4 or (has_default and kind != "keyword_only")
        found.append((name, kind, has_default))
    if dice.random() < 0.2:
        at = sum(kind != "keyword_only" for _, kind, _ in found)
        found.insert(at, ("args", "var_positional", False))
    if dice.random() < 0.2:
        found.append(("kwargs", "var_keyword", False))
    return found


def real(parameters: list[Parameter]) -> Callable[..., object]:
    """A function that Python made: `inspect.Signature.bind` errs where `**` may take a positional-only name."""
    parts = []
    kinds = [kind for _, kind, _ in parameters]
    for index, (name, kind, optional) in enumerate(parameters):
        if kind == "keyword_only" and "var_positional" not in kinds and "*" not in parts:
            parts.append("*")
        parts.append({"var_positional": "*", "var_keyword": "**"}.get(kind, "") + name + ("=1" if optional else ""))
        if kind == "positional_only" and "positional_only" not in kinds[index + 1 :]:
            parts.append("/")
    namespace: dict[str, Any] = {}
    exec(f"def f({', '.join(parts)}): pass", namespace)
    found: Callable[..., object] = namespace["f"]
    return found


def requirement(parameters: list[Parameter]) -> ModuleRequirement:
    lines = [f"{{name: {name}, kind: {kind}{', optional: true' if has else ''}}}" for name, kind, has in parameters]
    return parse_contract(f"functions: [{{name: f, arguments: [{', '.join(lines)}]}}]").module


def compared(old: list[Parameter], new: list[Parameter]) -> list[Difference]:
    sides = [requirement(each) for each in (old, new)]
    pair = Pair(*(Interface("m", "m.py", each, lambda _: ANY) for each in sides))
    declared = []
    for each in sides:
        stated = each.functions[0].arguments
        assert stated is not None
        declared.append(declared_arguments(stated.value))
    return list(compare_signatures(pair, Callee("f", "f"), Sides(*declared)))


def calls() -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    """Calls whose values are the names that their author had in mind."""
    for count in range(5):
        for size in range(4):
            for names in itertools.combinations("abcz", size):
                yield tuple(str(each) for each in range(count)), {name: name for name in names}


def works(function: Callable[..., object], call: tuple[tuple[str, ...], dict[str, str]]) -> bool:
    try:
        function(*call[0], **call[1])
    except TypeError:
        return False
    return True


def test_callers_are_broken_exactly_where_a_call_that_python_allowed_is_refused_or_means_another_thing() -> None:
    dice = random.Random(5)
    broken = 0
    for _ in range(700):
        old, new = signatures(dice), signatures(dice)
        before, after = real(old), real(new)
        # What `**kwargs` takes may be called as anything: no signature says that it will not be a name one day.
        named = {name for name, kind, _ in old if kind in ("positional_or_keyword", "keyword_only")} | {"z"}
        asked = [call for call in calls() if named.issuperset(call[1])]
        refused = [call for call in asked if works(before, call) and not works(after, call)]
        told = [each for each in compared(old, new) if each.breaks == "callers"]
        where = f"{old} -> {new}: {[each.message for each in told]}, {refused[:1]}"
        if refused:
            assert told, where
            assert any(each.call for each in told), where
            broken += 1
        elif any("TypeError" in (each.call or "") for each in told):
            raise AssertionError(where)
    assert broken > 200


def test_the_same_signature_has_no_difference() -> None:
    dice = random.Random(6)
    for _ in range(200):
        same = signatures(dice)
        assert compared(same, same) == []


def test_another_signature_has_a_difference() -> None:
    dice = random.Random(7)
    for _ in range(300):
        old, new = signatures(dice), signatures(dice)
        free = [[each for each in side if each[1] != "positional_only"] for side in (old, new)]
        if free[0] != free[1]:
            assert compared(old, new), f"{old} -> {new}"
