"""SPY310 to SPY314: arguments: a function accepts every call that the contract allows, and means the same by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from importspy_static.checks.context import Context
from importspy_static.checks.signatures import Comparison, Declared, Misplaced, compare, declared_arguments, witness
from importspy_static.checks.types import described
from importspy_static.checks.undecided import undecided
from importspy_static.checks.values import annotation_differs, shown, value_differs
from importspy_static.interpret.parsing import parse_expression
from importspy_static.interpret.values import Cause, FunctionValue, Signature, SignatureParameter
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.contract import ArgumentRequirement
from importspy_static.model.expression import POSITIONAL
from importspy_static.model.place import Stated
from importspy_static.model.violation import Violation

RECEIVERS = ("self", "cls")


@dataclass(frozen=True, kw_only=True)
class ArgumentMismatch(Violation):
    """What concerns one argument: `symbol` ends in its name."""

    @property
    def function(self) -> str:
        """The symbol without the argument."""
        return self.symbol.partition("(")[0]


@dataclass(frozen=True, kw_only=True)
class ArgumentMissing(
    ArgumentMismatch,
    code="SPY310",
    name="argument-missing",
    title="Function Argument Mismatch: name",
    remedy="Give the parameter the name that callers use, or change the argument in the contract.",
):
    """A declared argument cannot be passed: there is no parameter of this name.

    A renamed parameter is a missing one, since callers may pass it by keyword. `**kwargs` takes any keyword. For an
    argument that the contract calls `positional_only` the name does not count.

    ```yaml
    arguments: [{name: amount}]
    ```

    ```python
    def process(total): ...  # process(amount=1) fails
    ```
    """

    @property
    def message(self) -> str:
        return f"{self.function}: argument '{self.expected}' cannot be passed"


@dataclass(frozen=True, kw_only=True)
class ArgumentPositionMismatch(
    ArgumentMismatch,
    code="SPY311",
    name="argument-position-mismatch",
    title="Function Argument Mismatch: order or kind",
    remedy="Put the parameter where callers pass it, or state its `kind` in the contract.",
):
    """A declared argument is there, but callers cannot pass it as the contract allows.

    Parameters stand in another order, one is keyword-only that callers pass by position, or positional-only that they
    pass by keyword. An argument of a contract without `kind` may be passed either way, as that of a plain `def`.

    ```yaml
    arguments: [{name: source}, {name: target}]
    ```

    ```python
    def copy(target, source): ...
    ```
    """

    arguments: tuple[str, ...]
    reason: str

    @property
    def message(self) -> str:
        first, *others = self.arguments
        also = f" (and so with {', '.join(repr(each) for each in others)})" if others else ""
        return f"{self.function}: argument '{first}' {self.reason}{also}"


@dataclass(frozen=True, kw_only=True)
class ArgumentTypeMismatch(
    ArgumentMismatch,
    code="SPY312",
    name="argument-type-mismatch",
    title="Function Argument Mismatch: annotation",
    remedy="Change the annotation in the module or in the contract, so that both agree.",
):
    """An argument is annotated otherwise than the contract says.

    Annotations are compared by meaning: quotes, import aliases, `Optional[X]` and `X | None`, the order of a union,
    `List[int]` and `list[int]` do not count. A name means what it is bound to: `str = bytes` above makes `text:
    str` a `bytes`. A parameter without annotation has none, whatever its default.

    ```yaml
    arguments: [{name: msg, annotation: str}]
    ```

    ```python
    def send(msg: bytes): ...
    ```
    """

    argument: str

    @property
    def message(self) -> str:
        found = f"found '{self.actual}'" if self.actual else "it has no annotation"
        return f"{self.function}: argument '{self.argument}' should be annotated '{self.expected}', {found}"


@dataclass(frozen=True, kw_only=True)
class ArgumentDefaultMismatch(
    ArgumentMismatch,
    code="SPY313",
    name="argument-default-mismatch",
    title="Function Argument Mismatch: default",
    remedy="Change the default in the module or in the contract; `optional: true` asks for any default.",
):
    """An argument has another default than the contract says, or none.

    `value` asks for a literal, compared with its type; `optional: true` for any default; `expression` for an
    expression, compared as source without its layout. An argument that the contract gives no default may have one.

    ```yaml
    arguments: [{name: retries, value: 3}]
    ```

    ```python
    def fetch(retries=5): ...
    ```
    """

    argument: str

    @property
    def message(self) -> str:
        wanted = f"should have the default {self.expected}" if self.expected else "should have a default"
        found = f"found {self.actual}" if self.actual else "it has none"
        return f"{self.function}: argument '{self.argument}' {wanted}, {found}"


@dataclass(frozen=True, kw_only=True)
class ArgumentUnexpected(
    ArgumentMismatch,
    code="SPY314",
    name="argument-unexpected",
    title="Function Argument Mismatch: extra required argument",
    remedy="Give the parameter a default, or declare the argument in the contract.",
):
    """The function requires an argument that the contract does not know, so that every call fails.

    A further parameter with a default is fine: no caller notices it.

    ```yaml
    arguments: [{name: amount}]
    ```

    ```python
    def process(amount, currency): ...  # process(1) fails
    ```
    """

    @property
    def message(self) -> str:
        return f"{self.function}: requires argument '{self.actual}', which the contract does not declare"


@dataclass(frozen=True, slots=True)
class Callee:
    """The function being judged, as callers write it."""

    symbol: str
    written: str
    is_method: bool


def check_arguments(
    context: Context,
    asked: Stated[tuple[ArgumentRequirement, ...]],
    callee: Callee,
    function: FunctionValue,
    signature: Signature,
) -> Iterator[Violation]:
    """Judge the arguments of a function, as calls meet them."""
    receiver, parameters = _without_receiver(callee, function, signature.parameters)
    requirements = _without_declared_receiver(callee, asked.value, receiver, parameters)
    if receiver is None and callee.is_method and function.kind in ("instance", "class") and not _takes_star(parameters):
        first = "self" if function.kind == "instance" else "cls"
        yield ArgumentMissing(
            symbol=f"{callee.symbol}({first})",
            place=context.place(function.span),
            contract_place=asked.place,
            expected=first,
            call=f"{callee.written}()  # TypeError: takes 0 positional arguments but 1 was given",
        )
        return
    declared = declared_arguments(requirements)
    comparison = compare(declared, parameters)
    failing = witness(declared, parameters)
    call = f"{callee.written}({failing[0]})  # {failing[1]}" if failing is not None else None
    yield from _mismatches(context, asked, callee, function, comparison, call)
    for each, parameter in comparison.pairs:
        yield from _check_annotation(context, callee, each, parameter)
        yield from _check_default(context, callee, each, parameter)


def _mismatches(
    context: Context,
    asked: Stated[tuple[ArgumentRequirement, ...]],
    callee: Callee,
    function: FunctionValue,
    comparison: Comparison,
    call: str | None,
) -> Iterator[Violation]:
    for each in comparison.missing:
        yield ArgumentMissing(
            symbol=f"{callee.symbol}({each.name})",
            place=context.place(function.span),
            contract_place=each.requirement.place,
            expected=_starred(each),
            call=call,
        )
    by_reason: dict[str, list[Misplaced]] = {}
    for misplaced in comparison.misplaced:
        by_reason.setdefault(misplaced.reason, []).append(misplaced)
    for reason, (wrong, *others) in by_reason.items():
        # One `*` makes many parameters keyword-only; it is one thing to tell.
        yield ArgumentPositionMismatch(
            symbol=f"{callee.symbol}({wrong.declared.name})",
            place=context.place(wrong.parameter.span),
            contract_place=wrong.declared.requirement.place,
            arguments=(wrong.declared.name, *(each.declared.name for each in others)),
            reason=reason,
            expected=wrong.declared.kind,
            actual=wrong.parameter.kind,
            call=call,
        )
    for parameter in comparison.unexpected:
        yield ArgumentUnexpected(
            symbol=f"{callee.symbol}({parameter.name})",
            place=context.place(parameter.span),
            contract_place=asked.place,
            actual=parameter.name,
            call=call,
        )


def _starred(declared: Declared) -> str:
    return {"var_positional": "*", "var_keyword": "**"}.get(declared.kind, "") + declared.name


def _takes_star(parameters: Sequence[SignatureParameter]) -> bool:
    return bool(parameters) and parameters[0].kind == "var_positional"


def _without_receiver(
    callee: Callee, function: FunctionValue, parameters: Sequence[SignatureParameter]
) -> tuple[SignatureParameter | None, Sequence[SignatureParameter]]:
    """The parameter that a call through an instance or class fills by itself, and the others.

    `__new__` is static, but a call of the class passes the class to it.
    """
    bound = callee.is_method and (function.kind != "static" or function.name == "__new__")
    if bound and parameters and parameters[0].kind in POSITIONAL:
        return parameters[0], parameters[1:]
    return None, parameters


def _without_declared_receiver(
    callee: Callee,
    requirements: Sequence[ArgumentRequirement],
    receiver: SignatureParameter | None,
    parameters: Sequence[SignatureParameter],
) -> Sequence[ArgumentRequirement]:
    """`self` and `cls` may be written in a contract or left out; they are not, where callers pass an argument of
    that name.
    """
    if not callee.is_method or not requirements:
        return requirements
    first = requirements[0].name
    if receiver is not None and first == receiver.name:
        return requirements[1:]
    passed = bool(parameters) and parameters[0].name == first
    return requirements[1:] if first in RECEIVERS and not passed else requirements


def _check_annotation(
    context: Context, callee: Callee, declared: Declared, parameter: SignatureParameter
) -> Iterator[Violation]:
    asked = declared.requirement.annotation
    mode = context.options.annotations
    if asked is None or mode == "ignore":
        return
    found, symbol = parameter.annotation, f"{callee.symbol}({declared.name})"
    answer = found is None or annotation_differs(found, asked, mode, context.namespace)
    if isinstance(answer, Cause):
        yield undecided(answer, context.place(answer.span), symbol, asked.place, asked.value)
    if answer is not True:
        return
    yield ArgumentTypeMismatch(
        symbol=symbol,
        place=context.place(found.expression.span if found is not None else parameter.span),
        contract_place=asked.place,
        argument=declared.name,
        expected=asked.value,
        actual=found.expression.text if found is not None else None,
    )


def _check_default(
    context: Context, callee: Callee, declared: Declared, parameter: SignatureParameter
) -> Iterator[Violation]:
    if not declared.optional or parameter.kind.startswith("var_"):
        return
    requirement = declared.requirement
    asked = requirement.value or requirement.expression or requirement.optional
    if asked is None:
        return
    symbol = f"{callee.symbol}({declared.name})"
    expected = _expected_default(requirement)
    if parameter.default is None:
        yield ArgumentDefaultMismatch(
            symbol=symbol,
            place=context.place(parameter.span),
            contract_place=asked.place,
            argument=declared.name,
            expected=expected,
        )
        return
    for answer, reading in _default_answers(context, requirement, parameter):
        if isinstance(answer, Cause):
            yield undecided(answer, context.place(parameter.default.span), symbol, asked.place, expected)
            return
        if answer:
            yield ArgumentDefaultMismatch(
                symbol=symbol,
                place=context.place(parameter.default.span),
                contract_place=asked.place,
                argument=declared.name,
                expected=expected,
                actual=reading,
            )
            return


def _expected_default(requirement: ArgumentRequirement) -> str | None:
    if requirement.value is not None:
        return shown(requirement.value.value)
    return f"'{requirement.expression.value}'" if requirement.expression is not None else None


def _default_answers(
    context: Context, requirement: ArgumentRequirement, parameter: SignatureParameter
) -> Iterator[tuple[bool | Cause, str]]:
    """Whether a default differs from what is asked for (or why that is not known), and how it reads."""
    default = parameter.default
    if default is None:
        return
    if requirement.value is not None:
        for value in default.values:
            settled = context.namespace.settled(value)
            yield value_differs(settled, default.span, requirement.value.value), described(settled)
    if requirement.expression is not None:
        wanted = parse_expression(requirement.expression.value)
        if default.expression is None:
            yield True, described(default.values[0]) if default.values else "a generated default"
        else:
            found = parse_expression(default.expression.text) or default.expression.node
            yield found != wanted, f"'{default.expression.text}'"
