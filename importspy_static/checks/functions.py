"""SPY301 to SPY303, SPY320: functions and methods: there, of the right kind, with the right return annotation."""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static.checks.arguments import Callee, check_arguments
from importspy_static.checks.context import Context, absence, judge
from importspy_static.checks.types import described
from importspy_static.checks.undecided import undecided
from importspy_static.checks.values import annotation_differs
from importspy_static.interpret.values import (
    BoundMethod,
    Cause,
    ClassValue,
    Computed,
    External,
    FunctionValue,
    Instance,
    Literal,
    Signature,
    TypeExpression,
    Value,
    present,
)
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.contract import FunctionRequirement, MethodKind
from importspy_static.model.place import Span, Stated
from importspy_static.model.violation import Violation


@dataclass(frozen=True, kw_only=True)
class FunctionMissing(
    Violation,
    code="SPY301",
    name="function-missing",
    title="Missing Elements: function",
    remedy="Define the function at the top level of the module, or take it out of the contract.",
):
    """A required function is not there when the module has been imported, or its name is bound to something else.

    A `def` counts, and so does any other binding to a function: an alias, a lambda, an object with `__call__`. A
    class does not: a call of it makes an instance. A definition that is never reached, that a later `del` undoes or
    that a later assignment replaces does not count.

    ```yaml
    functions:
      - name: process
    ```

    ```python
    def process_all(): ...
    ```
    """

    reason: str = "is not defined"

    @property
    def message(self) -> str:
        return f"{self.symbol}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class MethodMissing(
    FunctionMissing,
    code="SPY302",
    name="method-missing",
    title="Missing Elements: method",
    remedy="Define the method in the class or in a class that it inherits from, or take it out of the contract.",
):
    """A required method is neither in the class nor in anything that it inherits from.

    Methods are looked up as Python does, along the method resolution order; generated ones count (`__init__` of a
    dataclass, `_replace` of a named tuple), and so does `Class.method = function` below the class.

    ```yaml
    classes:
      - name: Extension
        methods:
          - name: add_extension
    ```

    ```python
    class Extension:
        def add(self): ...
    ```
    """


@dataclass(frozen=True, kw_only=True)
class FunctionKindMismatch(
    Violation,
    code="SPY303",
    name="function-kind-mismatch",
    title="Function Kind Mismatch",
    remedy="Change how the function is defined, or state `async:` or `kind:` in the contract.",
):
    """A function is called in another way than the contract says: `async def` or not; instance, static or class
    method, property.

    Callers of an `async def` get a coroutine instead of a result, so where the contract tells arguments or a return
    annotation and does not say `async: true`, a plain function is required. `kind` is looked at where it is stated;
    and a property is never called, so it does not meet a requirement that tells arguments.

    ```yaml
    methods:
      - {name: load, kind: static, arguments: [{name: path}]}
    ```

    ```python
    async def load(self, path): ...
    ```
    """

    @property
    def message(self) -> str:
        return f"{self.symbol}: should be {self.expected}, found {self.actual}"


@dataclass(frozen=True, kw_only=True)
class ReturnTypeMismatch(
    Violation,
    code="SPY320",
    name="return-type-mismatch",
    title="Function Return Type Mismatch",
    remedy="Change the return annotation in the module or in the contract, so that both agree.",
):
    """The function is annotated to return something else than the contract says.

    Annotations are compared by meaning, as for arguments. `return_annotation: None` asks for `-> None`; leaving the
    key out asks for nothing.

    ```yaml
    functions:
      - {name: name, return_annotation: str}
    ```

    ```python
    def name() -> bytes: ...
    ```
    """

    @property
    def message(self) -> str:
        found = f"found '{self.actual}'" if self.actual else "it has no annotation"
        return f"{self.symbol}: should return '{self.expected}', {found}"


def check_function(context: Context, requirement: FunctionRequirement) -> Iterator[Violation]:
    """Judge one required function of the module."""
    name = requirement.name
    callee = Callee(name, f"{context.module}.{name}", False)

    def missing() -> Violation:
        return function_missing(context, requirement)

    def check(value: Value, span: Span) -> Iterator[Violation]:
        yield from check_callable(context, requirement, callee, value, span)

    yield from judge(context, context.namespace.name(name), name, requirement.place, missing, check)


def function_missing(context: Context, requirement: FunctionRequirement) -> FunctionMissing:
    reason, span = absence(context)
    return FunctionMissing(
        symbol=requirement.name, place=context.place(span), contract_place=requirement.place, reason=reason
    )


def check_callable(
    context: Context, requirement: FunctionRequirement, callee: Callee, value: Value, span: Span
) -> Iterator[Violation]:
    """Judge what the name of a required function or method is bound to."""
    function = context.namespace.callable_of(value)
    if function is not None and not callee.is_method and function.kind in ("property", "class"):
        function = None  # outside of a class nothing binds what these decorators make, and it cannot be called
    if function is not None:
        yield from _check_definition(context, requirement, callee, function)
        return
    cause = _unknown(value) or (_descriptor(context, value) if callee.is_method else None)
    if cause is not None:
        yield undecided(cause, context.place(cause.span), callee.symbol, requirement.place)
        return
    kind = MethodMissing if callee.is_method else FunctionMissing
    noun = "a method" if callee.is_method else "a function"
    yield kind(
        symbol=callee.symbol,
        place=context.place(span),
        contract_place=requirement.place,
        reason=f"should be {noun}, found {described(value)}",
        expected=noun,
        actual=described(value),
    )


def _unknown(value: Value) -> Cause | None:
    """Why it cannot be told whether a value can be called."""
    match value:
        case Computed(cause=cause, type=None):
            return cause
        case External(path=path, span=span):
            return Cause("SPY802", span, path)
        case TypeExpression(annotation=annotation):
            return Cause("SPY804", annotation.expression.span, annotation.expression.text)
        case FunctionValue() | BoundMethod() | ClassValue() | Computed() | Instance() | Literal():
            return None
        case _:
            return Cause("SPY804", getattr(value, "span", None) or Span(1, 1, 1, 1), described(value))


def _descriptor(context: Context, value: Value) -> Cause | None:
    """An object that answers for a method: callers get what its `__get__` returns."""
    if not isinstance(value, Instance) or not present(context.namespace.member(value.of, "__get__")):
        return None
    return Cause("SPY804", value.span, f"the descriptor {value.of.name}")


def _check_definition(
    context: Context, requirement: FunctionRequirement, callee: Callee, function: FunctionValue
) -> Iterator[Violation]:
    wrong_kind = list(_check_kind(context, requirement, callee, function))
    yield from wrong_kind
    if requirement.arguments is None and requirement.return_annotation is None:
        return
    if isinstance(function.signature, Cause):
        if not any(each.undecided for each in wrong_kind):
            cause = function.signature
            yield undecided(cause, context.place(cause.span), callee.symbol, requirement.place)
        return
    if requirement.arguments is not None and function.kind != "property":
        yield from check_arguments(context, requirement.arguments, callee, function, function.signature)
    if requirement.return_annotation is not None:
        yield from _check_return(context, requirement.return_annotation, callee, function, function.signature)


def _check_kind(
    context: Context, requirement: FunctionRequirement, callee: Callee, function: FunctionValue
) -> Iterator[Violation]:
    signature_asked = requirement.arguments is not None or requirement.return_annotation is not None
    if requirement.is_async is not None or signature_asked:
        wanted = requirement.is_async is not None and requirement.is_async.value
        asked = requirement.is_async.place if requirement.is_async is not None else requirement.place
        if isinstance(function.is_async, Cause):
            yield undecided(function.is_async, context.place(function.is_async.span), callee.symbol, asked)
            return
        if function.is_async != wanted:
            yield FunctionKindMismatch(
                symbol=callee.symbol,
                place=context.place(function.span),
                contract_place=asked,
                expected="'async def'" if wanted else "a plain 'def'",
                actual="a plain 'def'" if wanted else "'async def'",
            )
    if not callee.is_method:
        return
    if isinstance(function.kind, Cause):
        if requirement.kind is not None:
            yield undecided(function.kind, context.place(function.kind.span), callee.symbol, requirement.kind.place)
    elif requirement.kind is not None and function.kind != requirement.kind.value:
        yield _wrong_kind(context, requirement.kind, callee, function.kind, function)
    elif requirement.kind is None and function.kind == "property" and requirement.arguments is not None:
        yield FunctionKindMismatch(
            symbol=callee.symbol,
            place=context.place(function.span),
            contract_place=requirement.arguments.place,
            expected="a method that can be called",
            actual="a property",
        )


def _wrong_kind(
    context: Context, asked: Stated[MethodKind], callee: Callee, kind: MethodKind, function: FunctionValue
) -> FunctionKindMismatch:
    names = {
        "instance": "an instance method",
        "static": "a static method",
        "class": "a class method",
        "property": "a property",
    }
    return FunctionKindMismatch(
        symbol=callee.symbol,
        place=context.place(function.span),
        contract_place=asked.place,
        expected=names[asked.value],
        actual=names[kind],
    )


def _check_return(
    context: Context, asked: Stated[str], callee: Callee, function: FunctionValue, signature: Signature
) -> Iterator[Violation]:
    mode = context.options.annotations
    if mode == "ignore":
        return
    found = signature.returns
    answer = found is None or annotation_differs(found, asked, mode, context.namespace)
    if isinstance(answer, Cause):
        yield undecided(answer, context.place(answer.span), callee.symbol, asked.place, asked.value)
    if answer is not True:
        return
    yield ReturnTypeMismatch(
        symbol=callee.symbol,
        place=context.place(found.expression.span if found is not None else function.span),
        contract_place=asked.place,
        expected=asked.value,
        actual=found.expression.text if found is not None else None,
    )
