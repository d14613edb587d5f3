"""One thing that is asked of a symbol, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from importspy_static.interpret.values import (
    Binding,
    Cause,
    ClassValue,
    Computed,
    External,
    FunctionValue,
    Signature,
    SignatureParameter,
    TypeExpression,
    Value,
)
from importspy_static.interpret.values import Literal as LiteralValue

Answer: TypeAlias = "Mapping[str, Any]"
Verdict: TypeAlias = Literal["equal", "undecided", "wrong"]
Kind: TypeAlias = Literal["members", "mro", "signature", "async", "annotations", "constant"]
KINDS: tuple[Kind, ...] = ("members", "mro", "signature", "async", "annotations", "constant")


NOT_TOLD = "inspect does not tell"
"""Why a signature is undecided that is known: compiled code has none, or one that takes anything."""


class Question(NamedTuple):
    """One thing that is asked of a symbol."""

    symbol: str
    """`flask:Flask`, or `flask:Flask.route` for a method."""
    kind: Kind
    verdict: Verdict
    cause: str = ""
    """Why it is undecided, as a code of the catalogue and the construct."""
    ours: str = ""
    theirs: str = ""

    @property
    def object(self) -> str:
        """The class, function or constant that it is about."""
        module, _, rest = self.symbol.partition(":")
        return f"{module}:{rest.partition('.')[0]}"


def question(symbol: str, kind: Kind, verdict: Verdict, binding: Binding, theirs: str = "") -> Question:
    ours = " or ".join(shown(each.value) for each in binding)
    return Question(symbol, kind, verdict, cause_of(binding) if verdict == "undecided" else "", ours, theirs)


def agreed(verdicts: set[Verdict]) -> Verdict:
    """The verdict over a name that may come out in several ways."""
    return verdicts.pop() if len(verdicts) == 1 else "undecided" if verdicts else "wrong"


def worst(verdicts: set[Verdict]) -> Verdict:
    return "wrong" if "wrong" in verdicts else "undecided" if "undecided" in verdicts else "equal"


def cause_of(binding: Binding) -> str:
    """Why a binding is not known."""
    for outcome in binding:
        match outcome.value:
            case (
                Computed(cause=cause)
                | FunctionValue(signature=Cause() as cause)
                | FunctionValue(kind=Cause() as cause)
                | FunctionValue(is_async=Cause() as cause)
                | ClassValue(opaque=Cause() as cause)
            ):
                return f"{cause.code} {cause.construct}"
            case External(path=path):
                return f"SPY802 {path}"
        if outcome.branch is not None:
            return f"{outcome.branch.code} {outcome.branch.construct}"
    return _cause_of_a_default(binding) or NOT_TOLD


def _cause_of_a_default(binding: Binding) -> str:
    for outcome in binding:
        match outcome.value:
            case FunctionValue(signature=Signature(parameters=parameters)):
                for each in parameters:
                    for value in each.default.values if each.default is not None else ():
                        if isinstance(value, Computed):
                            return f"{value.cause.code} {value.cause.construct}"
                        if isinstance(value, External):
                            return f"SPY802 {value.path}"
    return ""


def shown(value: Value | None) -> str:
    """A value in the words of a report."""
    match value:
        case None:
            return "absent"
        case FunctionValue(signature=Signature(parameters=parameters, returns=returns), kind=kind):
            names = ", ".join(_shown_parameter(each) for each in parameters)
            return f"{kind} ({names}) -> {returns.expression.text if returns else None}"
        case ClassValue(name=name):
            return f"class {name}"
        case External(path=path):
            return f"external {path}"
        case LiteralValue(value=content):
            return f"{value.type} {content!r}"
        case _:
            return type(value).__name__


def _shown_parameter(parameter: SignatureParameter) -> str:
    annotation = f": {parameter.annotation.expression.text}" if parameter.annotation else ""
    default = "=" + "|".join(_shown_default(each) for each in parameter.default.values) if parameter.default else ""
    return f"{parameter.name}/{parameter.kind}{annotation}{default}"


def _shown_default(value: Value) -> str:
    return str(value.value) if isinstance(value, LiteralValue) else type(value).__name__


def is_unknown(value: Value | None) -> bool:
    """Whether nothing is said of a value."""
    return isinstance(value, (Computed, External, TypeExpression))
