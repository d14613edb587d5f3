"""What a contract states of a variable or attribute: its type and its value, judged for one outcome of the name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from importspy_static.checks.context import Context
from importspy_static.checks.types import described
from importspy_static.checks.undecided import ConditionalDefinition, undecided
from importspy_static.checks.values import annotation_differs, found_type, shown, type_differs, value_differs
from importspy_static.interpret.values import Annotation, Cause, FunctionValue, Literal, Value
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.contract import VariableRequirement
from importspy_static.model.place import Span
from importspy_static.model.violation import Violation


@dataclass(frozen=True, slots=True)
class Expected:
    """A requirement, how messages name the thing, what it is declared as, and the violations to tell."""

    requirement: VariableRequirement
    symbol: str
    declared: Sequence[Annotation]
    wrong_type: type[Violation]
    wrong_value: type[Violation]


def check_stated(context: Context, stated: Expected, value: Value, span: Span) -> Iterator[Violation]:
    """Judge the type, then the value."""
    wrong_type = list(_check_type(context, stated, value, span))
    yield from wrong_type
    if not wrong_type or stated.declared:
        # A literal of another type has another value too, which goes without saying.
        yield from _check_value(context, stated, value, span)


def _check_type(context: Context, stated: Expected, value: Value, span: Span) -> Iterator[Violation]:
    asked = stated.requirement.annotation
    if asked is None:
        return
    mode = context.options.annotations
    answer = type_differs(value, span, stated.declared, asked, mode, context.namespace)
    wrong = [each for each in stated.declared if annotation_differs(each, asked, mode, context.namespace) is True]
    if isinstance(answer, Cause):
        yield undecided(answer, context.place(answer.span), stated.symbol, asked.place, asked.value)
        return
    if not answer and not wrong:
        return
    mismatch = stated.wrong_type(
        symbol=stated.symbol,
        place=context.place(wrong[0].expression.span if wrong else span),
        contract_place=asked.place,
        expected=asked.value,
        actual=found_type(value, wrong or stated.declared),
    )
    if answer:
        yield mismatch
        return
    # Annotated differently on different branches.
    yield ConditionalDefinition(
        symbol=stated.symbol,
        place=mismatch.place,
        contract_place=asked.place,
        construct=f"{stated.requirement.name}: {wrong[0].expression.text}",
        otherwise=mismatch.message,
        expected=asked.value,
        actual=mismatch.actual,
    )


def _check_value(context: Context, stated: Expected, value: Value, span: Span) -> Iterator[Violation]:
    asked = stated.requirement.value
    if asked is None:
        return
    answer = value_differs(value, span, asked.value)
    if isinstance(value, FunctionValue) and value.kind == "property":
        answer = Cause("SPY804", value.span, f"the property {stated.symbol}")
    expected = shown(asked.value)
    if isinstance(answer, Cause):
        yield undecided(answer, context.place(answer.span), stated.symbol, asked.place, expected)
    elif answer:
        yield stated.wrong_value(
            symbol=stated.symbol,
            place=context.place(value_span(value, span)),
            contract_place=asked.place,
            expected=expected,
            actual=described(value),
        )


def value_span(value: Value, span: Span) -> Span:
    """The place of a literal, else that of the name it is bound to."""
    return value.span if isinstance(value, Literal) else span
