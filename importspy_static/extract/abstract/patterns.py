"""The patterns of `match` statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import libcst as cst

from importspy_static.extract.abstract.nodes import Make, constant, identifier, node, unknown

CONSTANTS = {"True": True, "False": False, "None": None}


def pattern(found: cst.CSTNode, expression: Make) -> Any:
    match found:
        case cst.MatchValue(value=value):
            return node("MatchValue", value=expression(value))
        case cst.MatchSingleton(value=cst.Name(value=name)):
            return node("MatchSingleton", value=CONSTANTS[name])
        case cst.MatchList(patterns=inner) | cst.MatchTuple(patterns=inner):
            return node("MatchSequence", patterns=_all(inner, expression))
        case cst.MatchStar(name=name):
            return node("MatchStar", name=_name(name))
        case cst.MatchMapping(elements=elements, rest=rest):
            return node(
                "MatchMapping",
                keys=[_key(each.key, expression) for each in elements],
                patterns=[pattern(each.pattern, expression) for each in elements],
                rest=_name(rest),
            )
        case cst.MatchClass(cls=of, patterns=inner, kwds=keywords):
            return node(
                "MatchClass",
                cls=expression(of),
                patterns=_all(inner, expression),
                kwd_attrs=[identifier(each.key.value) for each in keywords],
                kwd_patterns=[pattern(each.pattern, expression) for each in keywords],
            )
        case cst.MatchAs(pattern=inner, name=name):
            return node("MatchAs", pattern=None if inner is None else pattern(inner, expression), name=_name(name))
        case cst.MatchOr(patterns=several):
            return node("MatchOr", patterns=[pattern(each.pattern, expression) for each in several])
    raise unknown(found)


def _all(elements: Sequence[cst.CSTNode], expression: Make) -> list[Any]:
    return [
        pattern(each.value if isinstance(each, cst.MatchSequenceElement) else each, expression) for each in elements
    ]


def _key(found: cst.CSTNode, expression: Make) -> Any:
    match found:
        case cst.MatchValue(value=value):
            return expression(value)
        case cst.Name(value=name) if name in CONSTANTS:
            return constant(CONSTANTS[name])
    return expression(found)


def _name(found: cst.Name | None) -> str | None:
    return None if found is None or found.value == "_" else identifier(found.value)
