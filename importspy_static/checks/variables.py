"""SPY2: variables of the module."""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static.checks.context import Context, absence, judge
from importspy_static.checks.stated import Expected, check_stated
from importspy_static.interpret.values import Value
from importspy_static.lazy_dataclasses import dataclass
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

    declared = context.namespace.declared(name)
    stated = Expected(requirement, name, declared, VariableTypeMismatch, VariableValueMismatch)

    def check(value: Value, span: Span) -> Iterator[Violation]:
        yield from check_stated(context, stated, value, span)

    yield from judge(context, binding, name, requirement.place, missing, check)


def missing_variable(context: Context, requirement: VariableRequirement) -> VariableMissing:
    reason, span = absence(context)
    if context.namespace.completes and context.namespace.declared(requirement.name):
        reason = "is annotated, but not assigned"
    return VariableMissing(
        symbol=requirement.name, place=context.place(span), contract_place=requirement.place, reason=reason
    )
