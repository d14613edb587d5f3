"""What every check has at hand, and how the outcomes of a name become one judgement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from importspy_static.checks.integrity import Evidence
from importspy_static.checks.undecided import ConditionalDefinition, undecided
from importspy_static.interpret.namespace import Namespace
from importspy_static.interpret.values import Binding, Cause, Computed, Outcome, Value
from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.model.contract import Options
from importspy_static.model.place import TOP, ContractPlace, Place, Span
from importspy_static.model.violation import Violation

CERTAIN_CODE = "SPY804"
"""A value with this cause exists, though it is not known; with any other it may not even exist."""
ValueCheck: TypeAlias = Callable[[Value, Span], Iterable[Violation]]


@dataclass(frozen=True, slots=True)
class Context:
    """One module, as it comes out on one target."""

    path: str
    namespace: Namespace
    options: Options = field(default_factory=Options)
    location: str | None = None
    """The absolute path, where `path` is not: the end of it is compared with `filename`."""
    locate: Callable[[Span], Place] | None = None
    """Where a span is that may be in another file."""
    evidence: Evidence | None = None
    """What its fingerprints are made of; None where nobody asks for them."""

    @property
    def module(self) -> str:
        """The name that a call in a message is written with."""
        parts = self.full_path.replace("\\", "/").split("/")
        stem = parts[-1].partition(".")[0]
        return (parts[-2] if stem == "__init__" and len(parts) > 1 else stem) or "module"

    @property
    def full_path(self) -> str:
        return self.location or self.path

    def place(self, span: Span | None) -> Place:
        """The place of a span: in the project, or where the project takes from elsewhere what stands there."""
        if span is None or self.locate is None:
            return Place(self.path, span or TOP)
        return self.locate(self.namespace.brought_in(span))


def absence(context: Context) -> tuple[str, Span | None]:
    """Why a name that is bound nowhere is not there, and the place to tell it at, if it is not the top."""
    namespace = context.namespace
    if namespace.completes:
        return "is not defined", None
    why = f": {namespace.reason}" if namespace.reason else ""
    return f"is not there, as line {namespace.raised_at.line} always raises{why}", namespace.raised_at


def may_be_anything(value: Value) -> Cause | None:
    """Why it is not even known whether this value is there."""
    match value:
        case Computed(cause=cause) if cause.code != CERTAIN_CODE:
            return cause
        case _:
            return None


def judge(
    context: Context,
    binding: Binding,
    symbol: str,
    asked: ContractPlace,
    missing: Callable[[], Violation],
    check: ValueCheck,
) -> Iterator[Violation]:
    """Judge every outcome of a name, and say what holds for all of them."""
    judgements: list[tuple[Outcome, list[Violation]]] = []
    for outcome in binding:
        if outcome.value is None:
            judgements.append((outcome, [missing()]))
            continue
        cause = may_be_anything(outcome.value)
        if cause is not None:
            judgements.append((outcome, [undecided(cause, context.place(cause.span), symbol, asked)]))
        else:
            judgements.append((outcome, list(check(outcome.value, outcome.span or TOP))))
    yield from settle(context, judgements, symbol, asked)


def settle(
    context: Context, judgements: Sequence[tuple[Outcome, list[Violation]]], symbol: str, asked: ContractPlace
) -> Iterator[Violation]:
    """What several outcomes of one requirement come to.

    A part of the requirement that all outcomes break is broken; one that some break and some keep is undecided. An
    outcome that breaks the requirement as a whole (the thing is missing) breaks all its parts.
    """
    if len(judgements) == 1:
        yield from judgements[0][1]
        return
    told: set[tuple[str, str]] = set()
    for index, (_, violations) in enumerate(judgements):
        for violation in violations:
            key = _part(violation)
            if key in told:
                continue
            told.add(key)
            others = [_answer(key, found, asked) for position, (_, found) in enumerate(judgements) if position != index]
            if all(others):
                yield _most_certain([violation, *(each for each in others if each is not None)])
            elif violation.undecided:
                yield violation
            else:
                yield _disagreement(context, judgements, violation, symbol, asked)


def _part(violation: Violation) -> tuple[str, str]:
    place = violation.contract_place
    return (place.key if place is not None else "", violation.code if violation.undecided else "")


def _answer(part: tuple[str, str], violations: Sequence[Violation], asked: ContractPlace) -> Violation | None:
    """The violation by which another outcome breaks the same part, or the whole."""
    for violation in violations:
        key = _part(violation)[0]
        if key in (part[0], asked.key):
            return violation
    return None


def _most_certain(violations: Sequence[Violation]) -> Violation:
    """Broken in every way is broken; if one way is undecided, so is the whole."""
    return next((each for each in violations if each.undecided), violations[0])


def _disagreement(
    context: Context,
    judgements: Sequence[tuple[Outcome, list[Violation]]],
    violation: Violation,
    symbol: str,
    asked: ContractPlace,
) -> Violation:
    key = _part(violation)[0]
    breaking = [outcome for outcome, found in judgements if any(_part(each)[0] == key for each in found)]
    branches = [outcome.branch for outcome in (*breaking, *(outcome for outcome, _ in judgements)) if outcome.branch]
    cause = branches[0] if branches else Cause("SPY805", breaking[0].span or TOP, "control flow")
    return ConditionalDefinition(
        symbol=violation.symbol or symbol,
        place=context.place(cause.span),
        contract_place=violation.contract_place or asked,
        construct=cause.construct,
        otherwise=violation.message,
        expected=violation.expected,
        actual=violation.actual,
        call=violation.call,
    )
