"""What is said of one function, method or property, against what `inspect` says of it."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from importspy_static.checks.values import annotation_differs
from importspy_static.interpret import constants
from importspy_static.interpret.constants import Unfoldable
from importspy_static.interpret.namespace import Namespace
from importspy_static.interpret.values import (
    Annotation,
    Binding,
    BoundMethod,
    Cause,
    Computed,
    External,
    FunctionValue,
    Signature,
    SignatureParameter,
    TypeExpression,
    Value,
)
from importspy_static.interpret.values import Literal as LiteralValue
from importspy_static.model.place import ContractPlace, Stated
from tests.fidelity.questions import NOT_TOLD, Answer, Question, Verdict, agreed, question, worst
from tests.interpret import importing

ANYTHING = [["self", "positional_only"], ["args", "var_positional"], ["kwargs", "var_keyword"]]
ASKING = ContractPlace("asking.importspy.yml", 1, 1, "")


def of_function(namespace: Namespace, symbol: str, binding: Binding, truth: Answer) -> Iterator[Question]:
    """Signature and asyncness; of what is written in Python and has annotations, these."""
    values = [_function_of(namespace, each.value) for each in binding]
    theirs = judged(truth)
    told = json.dumps(theirs)
    verdict = agreed({_signature(namespace, each, truth, theirs) for each in values})
    yield question(symbol, "signature", verdict, binding, told)
    verdict = agreed({_async(each, truth) for each in values})
    yield question(symbol, "async", verdict, binding, str(truth["async"]))
    if theirs is not None and not truth["compiled"] and _has_annotations(theirs, values):
        verdict = agreed({_annotations(namespace, each, theirs) for each in values})
        yield _with_what_differs(
            question(symbol, "annotations", verdict, binding, told),
            [told for each in values for told in _annotated(namespace, each, theirs) if told[0] != "equal"],
        )


def of_property(namespace: Namespace, symbol: str, binding: Binding, truth: Answer) -> Iterator[Question]:
    """Whether it is one, and what it is annotated to return."""
    values = [each.value for each in binding]
    yield question(symbol, "signature", agreed({_property(each) for each in values}), binding, "property")
    if truth["returns"] is not None:
        verdict = agreed({_returned(namespace, each, truth["returns"]) for each in values})
        yield question(symbol, "annotations", verdict, binding, str(truth["returns"]))


def judged(truth: Answer) -> Answer | None:
    """The signature that a contract is held to: that which `inspect` shows, unless calls meet a wrapper that does not
    take just anything.
    """
    shown, called = truth["signature"], truth["called"]
    if shown is None or called is None or _takes_anything(called):
        found: Answer | None = shown
        return found
    meets: Answer = called
    return meets


def _takes_anything(signature: Answer) -> bool:
    return [kind for _, kind, *_ in signature["parameters"]][-2:] == ["var_positional", "var_keyword"]


def _has_annotations(theirs: Answer, ours: Sequence[Value | None]) -> bool:
    if theirs["returns"] is not None or any(each[4] is not None for each in theirs["parameters"]):
        return True
    signatures = [each.signature for each in ours if isinstance(each, FunctionValue)]
    return any(
        isinstance(each, Signature) and (each.returns or any(one.annotation for one in each.parameters))
        for each in signatures
    )


def _function_of(namespace: Namespace, value: Value | None) -> Value | None:
    """The function that a call of a value runs, with what is bound to it left out of its signature."""
    if isinstance(value, BoundMethod):
        return namespace.callable_of(value) or value
    return value


# Signatures


def _signature(namespace: Namespace, value: Value | None, truth: Answer, theirs: Answer | None) -> Verdict:
    match value:
        case FunctionValue(signature=Signature() as signature, kind=str() as kind):
            is_bound_by_name = value.name in ("__new__", "__init_subclass__", "__class_getitem__")
            if kind != truth["kind"] and not is_bound_by_name:
                return "wrong"
            return _same_signature(
                namespace, _as_compiled(signature) if truth["compiled"] else signature, truth, theirs
            )
        case FunctionValue() | BoundMethod() | Computed() | External() | TypeExpression():
            return "undecided"
        case _:
            return "wrong"


def _as_compiled(signature: Signature) -> Signature:
    """A signature of a stub as compiled code has it: `self` by position only."""
    parameters = [*signature.parameters]
    if parameters and parameters[0].name in ("self", "cls", "type"):
        parameters[0] = replace(parameters[0], kind="positional_only")
    return Signature(tuple(parameters), None)


def _same_signature(namespace: Namespace, ours: Signature, truth: Answer, theirs: Answer | None) -> Verdict:
    if theirs is None:
        return "undecided"
    if truth["compiled"] and [each[:2] for each in theirs["parameters"]] == ANYTHING != _kinds(ours):
        return "undecided"  # what `inspect` says where compiled code does not tell
    if len(ours.parameters) != len(theirs["parameters"]):
        return "wrong"
    pairs = zip(ours.parameters, theirs["parameters"], strict=True)
    return worst({_parameter(namespace, one, other) for one, other in pairs})


def _kinds(signature: Signature) -> list[list[str]]:
    return [[each.name, each.kind] for each in signature.parameters]


def _parameter(namespace: Namespace, ours: SignatureParameter, theirs: Sequence[Any]) -> Verdict:
    name, kind, has_default, default, _ = theirs
    if (ours.kind, ours.default is not None) != (kind, has_default):
        return "wrong"
    if ours.name != name and kind != "positional_only":
        return "wrong"  # what is passed by position only has a name for nobody: a stub may choose another
    if ours.default is None or default is None:
        return "equal"
    return agreed({_default(namespace.settled(each), default) for each in ours.default.values})


def _default(ours: Value, theirs: str) -> Verdict:
    match ours:
        case LiteralValue():
            try:
                return "equal" if importing.written(constants.plain(ours)) == theirs else "wrong"
            except Unfoldable:
                return "undecided"
        case Computed() | External() | TypeExpression():
            return "undecided"
        case _:
            return "wrong"


# Asyncness


def _async(value: Value | None, truth: Answer) -> Verdict:
    match value:
        case FunctionValue(is_async=bool() as is_async):
            return "equal" if is_async == truth["async"] else "wrong"
        case FunctionValue() | BoundMethod() | Computed() | External() | TypeExpression():
            return "undecided"
        case _:
            return "wrong"


# Annotations


def _annotations(namespace: Namespace, value: Value | None, theirs: Answer) -> Verdict:
    match value:
        case FunctionValue(signature=Signature(parameters=parameters)):
            if {each.name for each in parameters} != {each[0] for each in theirs["parameters"]}:
                return "undecided"  # which is told of the signature
            return worst({verdict for verdict, *_ in _annotated(namespace, value, theirs)})
        case FunctionValue() | BoundMethod() | Computed() | External() | TypeExpression():
            return "undecided"
        case _:
            return "wrong"


def _annotated(namespace: Namespace, value: Value | None, theirs: Answer) -> Iterator[tuple[Verdict, str, str]]:
    """The verdict on each annotation, and how both sides write it."""
    if not isinstance(value, FunctionValue) or not isinstance(value.signature, Signature):
        return
    found = {each.name: each.annotation for each in value.signature.parameters}
    told = {each[0]: each[4] for each in theirs["parameters"]}
    pairs = {"return": (value.signature.returns, theirs["returns"])}
    pairs |= {name: (found.get(name), told[name]) for name in told}
    for name, (ours, other) in pairs.items():
        verdict = same_annotation(namespace, ours, other)
        yield verdict, f"{name}: {ours.expression.text if ours else None}", f"{name}: {other}"


def _with_what_differs(found: Question, differing: Sequence[tuple[Verdict, str, str]]) -> Question:
    if found.verdict == "equal" or not differing:
        return found
    cause = found.cause
    if found.verdict == "undecided" and cause == NOT_TOLD:
        cause = "SPY804 " + differing[0][1].partition(": ")[2]
    ours, theirs = ("; ".join(each[side] for each in differing) for side in (1, 2))
    return found._replace(cause=cause, ours=ours, theirs=theirs)


def _property(value: Value | None) -> Verdict:
    match value:
        case FunctionValue(kind=str() as kind):
            return "equal" if kind == "property" else "wrong"
        case FunctionValue() | BoundMethod() | Computed() | External() | TypeExpression():
            return "undecided"
        case _:
            return "wrong"


def _returned(namespace: Namespace, value: Value | None, theirs: Sequence[str | None]) -> Verdict:
    match value:
        case FunctionValue(signature=Signature(returns=returns)):
            return same_annotation(namespace, returns, theirs)
        case FunctionValue(signature=Cause()) | BoundMethod() | Computed() | External() | TypeExpression():
            return "undecided"
        case _:
            return "wrong"


def same_annotation(namespace: Namespace, ours: Annotation | None, theirs: Sequence[str | None] | None) -> Verdict:
    """Whether both have an annotation, or none, and what a contract that asks for theirs would find kept.

    What no contract can spell, as an object made on the spot, is asked by its text, where Python has kept that.
    """
    if ours is None or theirs is None:
        return "equal" if ours is None and theirs is None else "wrong"
    text, meaning = theirs
    if meaning is not None:
        differs = annotation_differs(ours, Stated(meaning, ASKING), "equivalent", namespace)
        return "undecided" if isinstance(differs, Cause) else "wrong" if differs else "equal"
    return "equal" if text is None or _normal(ours.expression.text) == _normal(text) else "wrong"


def _normal(text: str) -> str:
    """An annotation as Python writes it. One in quotes is the text in them, so is what is in quotes again (PEP 563)."""
    found = _parsed(text)
    while isinstance(found, ast.Constant) and isinstance(found.value, str):
        inner = _parsed(found.value)
        if inner is None:
            break
        found = inner
    return text if found is None else ast.unparse(found)


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(f"({text.strip()})", mode="eval").body
    except SyntaxError:
        return None
