"""`with`: what context managers do when they are entered and left, and to the exceptions in between."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from importspy_static.interpret import lookup
from importspy_static.interpret.assignment import assign
from importspy_static.interpret.blocks import run
from importspy_static.interpret.expressions import evaluate, evaluate_node
from importspy_static.interpret.functions import run_call
from importspy_static.interpret.guards import guarded_by, with_final
from importspy_static.interpret.handlers import PASSING, Manager
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.results import constant_of
from importspy_static.interpret.truth import FALSE, truth_of
from importspy_static.interpret.values import (
    Cause,
    Computed,
    Configured,
    FunctionValue,
    Instance,
    Value,
    Values,
)
from importspy_static.model.expression import Attribute, Call, Expression, Name
from importspy_static.model.program import With


def with_statement(machine: Machine, statement: With) -> bool:
    """Run the body; what follows is reached behind a failure too if a manager may swallow it."""
    managers: list[Manager] = []
    exits: list[tuple[Instance, FunctionValue]] = []
    for written, target in statement.items:
        lets_pass = _is_transparent(machine, written)
        values = evaluate(machine, written)
        if not values:
            return False
        entered: Values = (Computed(Cause("SPY804", written.span, written.text)),)
        with machine.at(written):
            entered = _given_by(machine, values) or entered
        if len(values) == 1 and isinstance(values[0], Instance):
            with machine.at(written):
                entered = _entered(machine, values[0], entered)
                exits += [(values[0], each) for each in _methods(machine, values[0], "__exit__")[:1]]
            if not entered:
                return False
        if not lets_pass:
            managers += [each for value in values if (each := _manager(machine, value)) is not None]
        machine.may_raise()
        if target is not None:
            assign(machine, target, entered)
    exits = [(instance, method) for instance, method in exits if method.definition and method.definition.body != ()]
    body = partial(_run_body, machine, statement, managers)
    return with_final(machine, body, partial(_leave, machine, statement, exits)) if exits else body()


def _run_body(machine: Machine, statement: With, managers: Sequence[Manager]) -> bool:
    if not managers:
        return run(machine, statement.body)
    cause = Cause("SPY805", statement.items[0][0].span, f"with {statement.items[0][0].text}")
    joined = Manager(
        is_known=any(each.is_known for each in managers),
        suppressed=tuple(value for each in managers for value in each.suppressed),
        may_take_others=any(each.may_take_others for each in managers),
    )
    return guarded_by(machine, statement.body, [joined], cause, only_if_it_fails=not joined.is_known)


def _manager(machine: Machine, value: Value) -> Manager | None:
    """What a context manager does to exceptions; None if it surely lets them pass."""
    match value:
        case Configured(path="contextlib.suppress", arguments=arguments):
            return Manager(True, tuple(each for values in arguments for each in values))
        case Configured(path=path) if path in PASSING:
            return None
        case Configured(path="contextlib.ExitStack" | "contextlib.AsyncExitStack"):
            return Manager(True, may_take_others=True)
        case Instance():
            return None if _takes_nothing(machine, value) else Manager(True, may_take_others=True)
        case _:
            return Manager(False, may_take_others=True)


def _given_by(machine: Machine, values: Values) -> Values:
    """What a manager of `contextlib` gives to `with … as`; empty if that is not known."""
    match values:
        case (Configured(path="contextlib.nullcontext", arguments=arguments, keywords=keywords),):
            given = [*arguments, *(each for name, each in keywords if name == "enter_result")]
            return given[0] if len(given) == 1 else () if given else constant_of(machine, None)
        case (Configured(path="contextlib.suppress"),):
            return constant_of(machine, None)
        case (Configured(path="contextlib.redirect_stdout" | "contextlib.redirect_stderr", arguments=(stream,)),):
            return stream
        case _:
            return ()


# Managers of the module


def _methods(machine: Machine, instance: Instance, name: str) -> list[FunctionValue]:
    """The one method that a class has under this name; none if that is not known."""
    match [each.value for each in lookup.class_member(machine, instance.of, name)]:
        case [FunctionValue(kind="instance", is_async=False, wrapper=None, definition=definition) as method]:
            return [method] if definition is not None and not definition.decorators else []
        case _:
            return []


def _entered(machine: Machine, instance: Instance, unknown: Values) -> Values:
    for method in _methods(machine, instance, "__enter__"):
        return run_call(machine, method, [(instance,)], exact=True)
    return unknown


def _leave(machine: Machine, statement: With, exits: Sequence[tuple[Instance, FunctionValue]]) -> bool:
    completes = True
    for instance, method in reversed(exits):
        with machine.at(statement.items[0][0]):
            completes = bool(_left(machine, instance, method)) and completes
    return completes


def _left(machine: Machine, instance: Instance, method: FunctionValue) -> Values:
    unknown: Values = (Computed(machine.cause("SPY804")),)
    return run_call(machine, method, [(instance,), *(unknown,) * 3], exact=True)


def _takes_nothing(machine: Machine, instance: Instance) -> bool:
    """Whether `__exit__` never returns anything true. Tried aside, with an exception that is not known."""
    for method in _methods(machine, instance, "__exit__"):
        definition = method.definition
        if definition is None or definition.is_generator:
            return False
        if definition.returns_nothing:
            return True
        base, sinks = machine.state, machine.sinks
        machine.state, machine.sinks = base.layer(), []
        try:
            with machine.undecided(True):
                return truth_of(machine, _left(machine, instance, method)) <= FALSE
        finally:
            machine.state, machine.sinks = base, sinks
    return False


def _is_transparent(machine: Machine, written: Expression) -> bool:
    """Whether it is made by a generator that lets all exceptions pass: none of its `yield` is in a `try` or `with`."""
    match written.node:
        case Call(function=Name() | Attribute() as function):
            with machine.at(written):
                callees = evaluate_node(machine, function)
            return bool(callees) and all(_is_transparent_function(each) for each in callees)
        case _:
            return False


def _is_transparent_function(value: Value) -> bool:
    match value:
        case FunctionValue(makes_manager=True, definition=definition) if definition is not None:
            return definition.lets_pass
        case _:
            return False
