"""SPY2: variables of the module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from importspy_static.checks.context import Context, judge
from importspy_static.checks.types import described, written
from importspy_static.checks.undecided import undecided
from importspy_static.checks.values import annotation_differs, found_type, required_literal, type_differs, value_differs
from importspy_static.interpret.values import Cause, Value
from importspy_static.model.contract import VariableRequirement
from importspy_static.model.place import Span
from importspy_static.model.violation import Violation


@dataclass(frozen=True, kw_only=True)
class VariableMissing(
    Violation,
    code="SPY201",
    name="variable-missing",
    title="Variable Missing",
    remedy="Assign the variable at the top level of the module, or take it out of the contract.",
):
    """A variable that the contract requires is not bound when the module has been imported.

    A bare annotation (`plugin_name: str`) binds nothing, and neither does an assignment that is never reached, one
    inside a function without `global`, or one that a later `del` undoes. Names imported from elsewhere count.

    ```yaml
    variables:
      - name: plugin_name
    ```

    ```python
    PLUGIN_NAME = "demo"  # another name
    ```
    """

    reason: str = "is not defined"

    @property
    def message(self) -> str:
        return f"{self.symbol}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class VariableTypeMismatch(
    Violation,
    code="SPY202",
    name="variable-type-mismatch",
    title="Type Mismatch",
    remedy="Change the annotation, or the literal where there is none, or the contract's `annotation`.",
):
    """A variable is declared with another type than the contract says.

    What counts is the declared annotation; without one, the type of the literal: `retries = 3` is an `int`. A list
    of ints is a `list` and a `list[int]`. Annotations are compared by meaning: `Optional[str]` and `str | None` are
    the same.

    ```yaml
    variables:
      - {name: retries, annotation: int}
    ```

    ```python
    retries = "3"  # a str
    ```
    """

    @property
    def message(self) -> str:
        return f"{self.symbol}: should be of type '{self.expected}', found '{self.actual}'"


@dataclass(frozen=True, kw_only=True)
class VariableValueMismatch(
    Violation,
    code="SPY203",
    name="variable-value-mismatch",
    title="Variable Value Mismatch",
    remedy="Change the value in the module or in the contract.",
):
    """A variable has another value than the contract says.

    Values are compared with their types: `True` is not `1`, and `1` is not `1.0`. Arithmetic on literals is followed:
    `TIMEOUT = 60 * 60` is 3600. `value: null` requires `None`; leave `value` out to require nothing of it.

    ```yaml
    variables:
      - {name: plugin_name, value: demo}
    ```

    ```python
    plugin_name = "example"
    ```
    """

    @property
    def message(self) -> str:
        return f"{self.symbol}: should be {self.expected}, found {self.actual}"


def check_variable(context: Context, requirement: VariableRequirement) -> Iterator[Violation]:
    """Judge one required variable."""
    name = requirement.name
    binding = context.namespace.name(name)

    def missing() -> Violation:
        return missing_variable(context, requirement)

    def check(value: Value, span: Span) -> Iterator[Violation]:
        wrong_type = list(_check_type(context, requirement, value, span))
        yield from wrong_type
        if not wrong_type or context.namespace.declared(requirement.name):
            # A literal of another type has another value too, which goes without saying.
            yield from _check_value(context, requirement, value, span)

    yield from judge(context, binding, name, requirement.place, missing, check)


def missing_variable(context: Context, requirement: VariableRequirement) -> VariableMissing:
    reason = "is not defined"
    if not context.namespace.completes:
        reason = f"is not there, as line {context.namespace.raised_at.line} always raises when the module is imported"
    elif context.namespace.declared(requirement.name):
        reason = "is annotated, but not assigned"
    span = None if context.namespace.completes else context.namespace.raised_at
    return VariableMissing(
        symbol=requirement.name, place=context.place(span), contract_place=requirement.place, reason=reason
    )


def _check_type(context: Context, requirement: VariableRequirement, value: Value, span: Span) -> Iterator[Violation]:
    asked = requirement.annotation
    if asked is None:
        return
    declared = context.namespace.declared(requirement.name)
    answer = type_differs(value, span, declared, asked.value, context.options.annotations, context.namespace)
    if isinstance(answer, Cause):
        yield undecided(answer, context.place(answer.span), requirement.name, asked.place, asked.value)
        return
    if answer:
        wrong = [
            each
            for each in declared
            if annotation_differs(each, asked.value, context.options.annotations, context.namespace)
        ]
        yield VariableTypeMismatch(
            symbol=requirement.name,
            place=context.place(wrong[0].expression.span if wrong else span),
            contract_place=asked.place,
            expected=asked.value,
            actual=found_type(value, declared),
        )


def _check_value(context: Context, requirement: VariableRequirement, value: Value, span: Span) -> Iterator[Violation]:
    asked = requirement.value
    if asked is None:
        return
    answer = value_differs(value, span, asked.value)
    wanted = required_literal(asked.value)
    expected = written(wanted.value) if wanted is not None else repr(asked.value)
    if isinstance(answer, Cause):
        yield undecided(answer, context.place(answer.span), requirement.name, asked.place, expected)
    elif answer:
        yield VariableValueMismatch(
            symbol=requirement.name,
            place=context.place(value_span(value, span)),
            contract_place=asked.place,
            expected=expected,
            actual=described(value),
        )


def value_span(value: Value, span: Span) -> Span:
    """The place of a literal, else that of the name it is bound to."""
    from importspy_static.interpret.values import Literal

    return value.span if isinstance(value, Literal) else span
