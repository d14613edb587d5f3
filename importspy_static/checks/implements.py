"""SPY407: `implements`, a Protocol or abstract base class of the host as the requirement on a class.

What it says becomes requirements as they would be written by hand (`protocols`), and these are judged as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from importspy_static.checks.arguments import Callee
from importspy_static.checks.attributes import ClassAttributeMissing, check_attribute
from importspy_static.checks.context import Context, judge, may_be_anything, settle
from importspy_static.checks.functions import MethodMissing, check_callable
from importspy_static.checks.methods import check_method
from importspy_static.checks.protocols import Demand, attribute_of, methods_of, written
from importspy_static.checks.types import described
from importspy_static.checks.undecided import ConditionalDefinition, undecided
from importspy_static.interpret.interfaces import Interface, Member, names_of_standard
from importspy_static.interpret.values import (
    Binding,
    Cause,
    ClassValue,
    Computed,
    External,
    FunctionValue,
    Outcome,
    Signature,
    Value,
)
from importspy_static.lazy_dataclasses import dataclass, replace
from importspy_static.model.contract import FunctionRequirement
from importspy_static.model.place import Span, Stated
from importspy_static.model.violation import Violation


@dataclass(frozen=True, kw_only=True)
class NotAnInterface(
    Violation,
    code="SPY407",
    name="not-an-interface",
    title="Not an Interface",
    remedy="Name a Protocol or an abstract base class in `implements`, as 'module:Class', or define it there.",
):
    """What `implements` names is not there, or it is no class that could say what others have.

    `implements: ["acme.api:PluginProtocol"]` takes every public and every abstract member of that class as the
    requirement: methods with their signatures, properties, annotated attributes, inherited ones too. It is read from
    the source, as an import of the project would find it. What cannot be found is undecided (SPY806). This is for a
    module that was found and has no such class: nothing could implement it.

    A class implements it by having the members, whether it inherits from it or not. One that inherits has them, too,
    but for those that it leaves abstract. Members are judged as if the contract listed them, with some allowance: an
    argument may be of more types than the interface says, a result or an attribute of fewer (of a union); type
    variables and `Any` are not compared; `__init__`, and names with one underscore that are not abstract, are not asked
    for.

    ```yaml
    classes:
      - {name: Extension, implements: ["acme.api:PluginProtocol"]}
    ```

    ```python
    # acme/api.py
    def PluginProtocol(): ...  # a function, not a class
    ```
    """

    @property
    def message(self) -> str:
        return f"{self.symbol}: should implement '{self.expected}', which is {self.actual}"


def check_implements(context: Context, item: Stated[str], symbol: str, found: ClassValue) -> Iterator[Violation]:
    """Judge a class against the Protocol or abstract base class that an item of `implements` names."""
    for violation in _check_item(context, item, symbol, found):
        # The requirements have places of their own, to be told apart; people look at the item.
        yield replace(violation, contract_place=item.place)


def _check_item(context: Context, item: Stated[str], symbol: str, found: ClassValue) -> Iterator[Violation]:
    path = item.value.replace(":", ".")
    binding = _resolved(context, path)
    if binding is None:
        demand = Demand(context, item, symbol, found, found)
        yield from _check_unresolved(demand, path)
        return
    judgements = [(each, list(_check_outcome(context, item, symbol, found, each))) for each in binding]
    yield from settle(context, judgements, symbol, item.place)


def _resolved(context: Context, path: str) -> Binding | None:
    """What a dotted name leads to: a name of a module, or of a class there; None if that is not known."""
    front, _, last = path.rpartition(".")
    outer = context.namespace.resolved(front) or ()
    match [each.value for each in outer]:
        case [ClassValue(builtin=None, path=None) as of]:
            return context.namespace.member(of, last)
        case _:
            return context.namespace.resolved(path)


def _check_unresolved(demand: Demand, path: str) -> Iterator[Violation]:
    names = names_of_standard(path)
    if names is not None:
        yield from _check_names(demand, [(name, demand.found.header) for name in names])
    elif demand.context.namespace.is_module(path):
        yield _no_interface(demand, "a module")
    else:
        yield _undecided(demand, Cause("SPY806", demand.found.header, demand.item.value))


def _check_outcome(
    context: Context, item: Stated[str], symbol: str, found: ClassValue, outcome: Outcome
) -> Iterator[Violation]:
    demand = Demand(context, item, symbol, found, found)
    match outcome.value:
        case None:
            yield _no_interface(demand, "not defined there")
        case ClassValue(builtin=None, path=None) as interface:
            yield from _check_interface(replace(demand, interface=interface))
        case External(path=path):
            yield from _check_unresolved(demand, path)
        case Computed(cause=cause):
            yield _undecided(demand, cause)
        case ClassValue(name=name):
            yield _no_interface(demand, f"the class '{name}' of Python itself, which no source tells of")
        case value:
            yield _no_interface(demand, described(value))


def _no_interface(demand: Demand, actual: str) -> NotAnInterface:
    return NotAnInterface(
        symbol=demand.symbol,
        place=demand.context.place(demand.found.header),
        contract_place=demand.item.place,
        expected=demand.item.value,
        actual=actual,
    )


def _undecided(demand: Demand, cause: Cause, *keys: str) -> Violation:
    """What cannot be told of the interface, at the class that should implement it."""
    place = demand.context.place(demand.found.header)
    symbol = ".".join((demand.symbol, *keys))
    return undecided(cause, place, symbol, demand.place(*keys), demand.item.value)


# Members


def _check_interface(demand: Demand) -> Iterator[Violation]:
    interface: Interface = demand.context.namespace.interface(demand.interface)
    for cause in interface.unknown:
        yield _undecided(demand, cause)
    yield from _check_names(demand, interface.required)
    for member in interface.members:
        yield from _check_member(demand, member)


def _check_names(demand: Demand, names: Iterable[tuple[str, Span]]) -> Iterator[Violation]:
    """What the standard library's own abstract classes ask for by name."""
    for name, _ in names:
        requirement = FunctionRequirement(name=name, place=demand.place(name))
        found = check_method(demand.context, requirement, demand.symbol, demand.found)
        yield from _told(demand, found, f"def {name}(...)")


def _check_member(demand: Demand, member: Member) -> Iterator[Violation]:
    left_abstract = demand.context.namespace.abstract(demand.found, member.name)
    if left_abstract:
        yield _abstract(demand, member, left_abstract)
        return
    ways = [list(_check_binding(demand, member, each)) for each in member.binding]
    if not ways:
        requirement = attribute_of(demand, member)
        found = check_attribute(demand.context, requirement, demand.symbol, demand.found)
        yield from _told(demand, found, _declaration(member))
    elif len(ways) == 1 or all(ways):
        yield from ways[0]
    elif any(ways):
        branch = next((each.branch for each in member.binding if each.branch), None)
        yield _undecided(demand, branch or Cause("SPY805", member.span, member.name), member.name)


def _abstract(demand: Demand, member: Member, left_abstract: Binding) -> Violation:
    said = _said(member.functions[0]) if member.functions else member.name
    return MethodMissing(
        symbol=f"{demand.symbol}.{member.name}",
        place=demand.context.place(demand.found.header),
        contract_place=demand.place(member.name),
        reason=f"is abstract, so {demand.found.name} cannot be instantiated; '{demand.item.value}' says '{said}'",
        expected=said,
        actual="an abstract method",
    )


def _check_binding(demand: Demand, member: Member, outcome: Outcome) -> Iterator[Violation]:
    match outcome.value:
        case None:
            return
        case FunctionValue(kind="property") as function:
            yield from _check_property(demand, member, function)
        case FunctionValue() as function:
            yield from _check_function(demand, member, function)
        case value:
            cause = may_be_anything(value)
            if cause is not None:
                yield _undecided(demand, cause, member.name)
                return
            requirement = attribute_of(demand, member)
            found = check_attribute(demand.context, requirement, demand.symbol, demand.found)
            yield from _told(demand, found, _declaration(member))


def _check_property(demand: Demand, member: Member, function: FunctionValue) -> Iterator[Violation]:
    found = _found(demand, member.name)
    if isinstance(found, FunctionValue) and found.object == function.object:
        return
    if isinstance(found, FunctionValue) and found.kind != "property":
        place = demand.place(member.name)
        kind = FunctionRequirement(name=member.name, place=place, kind=Stated("property", place))
        yield from check_method(demand.context, kind, demand.symbol, demand.found)
        return
    returned = function.signature.returns if isinstance(function.signature, Signature) else None
    requirement = attribute_of(demand, replace(member, annotations=()), returned)
    violations = check_attribute(demand.context, requirement, demand.symbol, demand.found)
    yield from _told(demand, violations, _said(function))


def _check_function(demand: Demand, member: Member, function: FunctionValue) -> Iterator[Violation]:
    found = _found(demand, member.name)
    if isinstance(found, FunctionValue) and found.object == function.object:
        return
    # Told of the interface: its name, which may be bound to a function of another one.
    function = replace(function, name=member.name)
    requirements = list(methods_of(demand, function, found))
    for requirement in requirements:
        yield from _told(demand, _check_method(demand, requirement), _said(function))
    if isinstance(function.signature, Cause) and not function.overloads:
        yield _undecided(demand, function.signature, member.name)


def _check_method(demand: Demand, requirement: FunctionRequirement) -> Iterator[Violation]:
    context, name = demand.context, requirement.name
    of_class = context.namespace.member(demand.found, name)
    given = context.namespace.instance(demand.found).initial.get(name, ())
    if any(each.value is not None for each in of_class) or not any(each.value is not None for each in given):
        yield from check_method(context, requirement, demand.symbol, demand.found)
        return
    symbol = f"{demand.symbol}.{name}"
    callee = Callee(symbol, f"{demand.symbol}().{name}", False)

    def missing() -> Violation:
        return MethodMissing(
            symbol=symbol,
            place=context.place(demand.found.header),
            contract_place=requirement.place,
            reason="is not defined, nor inherited",
        )

    def check(value: Value, span: Span) -> Iterator[Violation]:
        yield from check_callable(context, replace(requirement, kind=None), callee, value, span)

    yield from judge(context, given, symbol, requirement.place, missing, check)


def _found(demand: Demand, name: str) -> Value | None:
    """What the class has under a name, if that is one thing."""
    binding = demand.context.namespace.member(demand.found, name)
    return binding[0].value if len(binding) == 1 else None


# Words


def _said(function: FunctionValue) -> str:
    return written(function.overloads[0] if function.overloads else function)


def _declaration(member: Member) -> str:
    return f"{member.name}: {member.annotations[0].expression.text}" if member.annotations else member.name


def _told(demand: Demand, violations: Iterable[Violation], said: str) -> Iterator[Violation]:
    """What is missing altogether, with the words of the interface."""
    for violation in violations:
        match violation:
            case MethodMissing(reason=reason) | ClassAttributeMissing(reason=reason):
                reason = f"{reason}; '{demand.item.value}' says '{said}'"
                yield replace(violation, reason=reason, expected=violation.expected or said)
            case ConditionalDefinition(expected=None):
                yield replace(violation, expected=said)
            case _:
                yield violation
