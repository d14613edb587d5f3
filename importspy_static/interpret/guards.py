"""Statements that stand around others and may take their exceptions: `with` and `try`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from importspy_static.interpret.assignment import assign
from importspy_static.interpret.blocks import run
from importspy_static.interpret.expressions import evaluate
from importspy_static.interpret.functions import call_method, method_of
from importspy_static.interpret.handlers import Manager, catches
from importspy_static.interpret.machine import Machine, Run
from importspy_static.interpret.state import Sink, State
from importspy_static.interpret.values import (
    Cause,
    Computed,
    Configured,
    FunctionValue,
    Instance,
    Outcome,
    Value,
    Values,
)
from importspy_static.model.expression import Constant, Expression
from importspy_static.model.place import Span
from importspy_static.model.program import Block, FunctionDef, Handler, Leave, Try, With

ABSENT_MODULE = "ModuleNotFoundError"


def with_statement(machine: Machine, statement: With) -> bool:
    """Run the body; what follows is reached behind a failure too if a manager may swallow it."""
    managers: list[Manager] = []
    entered: list[Instance] = []
    for written, target in statement.items:
        values = evaluate(machine, written)
        if not values:
            return False
        given: Values = (Computed(Cause("SPY804", written.span, written.text)),)
        match values:
            case (Instance() as own,) if (exits := method_of(machine, own, "__exit__")) is not None:
                entered.insert(0, own)
                given = call_method(machine, own, "__enter__", []) or given
                managers += [] if _returns_nothing(exits) else [Manager(True, may_take_others=True)]
            case _:
                managers += [known for value in values if (known := _manager(value)) is not None]
        machine.may_raise()
        if target is not None:
            assign(machine, target, given)
    leaving = _Leaving(machine)
    completes = _managed(machine, statement, managers) if managers else run(machine, statement.body)
    if entered:
        leaving.run_final(machine, partial(_exit, machine, entered, statement.items[0][0].span))
    return completes and _exit(machine, entered, statement.items[0][0].span)


def _exit(machine: Machine, entered: Sequence[Instance], span: Span) -> bool:
    """What context managers of the module do at the end, the last one first."""
    details: list[Values] = [(Computed(Cause("SPY804", span, "with")),)] * 3
    for manager in entered:
        call_method(machine, manager, "__exit__", details)
    return True


def _returns_nothing(exits: FunctionValue) -> bool:
    """Whether `__exit__` surely lets exceptions pass."""
    match exits.definition:
        case FunctionDef(is_async=False, is_generator=False, returns_nothing=True):
            return True
        case FunctionDef(body=(Leave(how="return", value=Expression(node=Constant(value=None | False))),)):
            return True
        case _:
            return False


def _managed(machine: Machine, statement: With, managers: Sequence[Manager]) -> bool:
    """The body, where a manager may take what it raises."""
    cause = Cause("SPY805", statement.items[0][0].span, f"with {statement.items[0][0].text}")
    joined = Manager(
        is_known=any(each.is_known for each in managers),
        suppressed=tuple(value for each in managers for value in each.suppressed),
        may_take_others=any(each.may_take_others for each in managers),
    )
    return _guarded(machine, statement.body, [joined], cause, only_if_it_fails=not joined.is_known)


_HARMLESS = frozenset({"open", "nullcontext", "contextlib.nullcontext", "catch_warnings", "warnings.catch_warnings"})
"""Calls whose managers never end an exception."""


def _manager(value: Value) -> Manager | None:
    """What a context manager does to exceptions; None if it surely lets them pass."""
    match value:
        case Configured(path="contextlib.suppress", arguments=arguments):
            return Manager(True, tuple(each for values in arguments for each in values))
        case Configured(path="contextlib.ExitStack" | "contextlib.AsyncExitStack") | Instance():
            return Manager(True, may_take_others=True)
        case Computed(cause=Cause(construct=construct)) if construct.partition("(")[0] in _HARMLESS:
            return None
        case _:
            return Manager(False, may_take_others=True)


def try_statement(machine: Machine, statement: Try) -> bool:
    """Run the body, and each handler from any state in which the body can be left."""
    cause = Cause("SPY805", statement.span, "try")
    if not statement.final:
        return _guarded(machine, statement.body, statement.handlers, cause, orelse=statement.orelse)
    leaving = _Leaving(machine)
    # An exception that goes on to an outer handler passes `finally` first.
    outer, barrier = machine.sinks, Sink(machine.state)
    machine.sinks = [barrier]
    try:
        completes = _guarded(machine, statement.body, statement.handlers, cause, orelse=statement.orelse)
    finally:
        machine.sinks = outer
    machine.touch_changes()
    machine.repeats += 1
    if outer and barrier.reached:
        here = machine.state
        machine.state = barrier.state()
        machine.touch_changes()
        if run(machine, statement.final):
            for kind in barrier.kinds:
                machine.may_raise(kind)
        machine.state = here
    leaving.run_final(machine, partial(run, machine, statement.final))
    machine.repeats -= 1
    return run(machine, statement.final) and completes


class _Leaving:
    """The ways out of a `try` other than its end: each runs `finally` too."""

    def __init__(self, machine: Machine) -> None:
        exits = machine.loops[-1] if machine.loops else None
        self._loops = (
            [] if exits is None else [(exits.breaks, len(exits.breaks)), (exits.continues, len(exits.continues))]
        )
        self._returned = len(machine.frame.returned)

    def run_final(self, machine: Machine, final: Run) -> None:
        here = machine.state
        for states, before in self._loops:
            states[before:] = [state for state in states[before:] if self._goes_on(machine, state, final)]
        returned = machine.frame.returned
        new = returned[self._returned :]
        del returned[self._returned :]
        for state, values in new:
            mine = len(returned)
            if self._goes_on(machine, state, final):
                returned.insert(mine, (state, values))
        machine.state = here

    @staticmethod
    def _goes_on(machine: Machine, state: State, final: Run) -> bool:
        machine.state = state
        return final()


def _guarded(
    machine: Machine,
    body: Block,
    handlers: Sequence[Handler | Manager],
    cause: Cause,
    orelse: Block = (),
    only_if_it_fails: bool = False,
) -> bool:
    """Run a body that handlers stand behind. Each handler starts from any state the body can be left in.

    `only_if_it_fails`: handlers count only where the body does not come to its end by itself.
    """
    base = machine.state
    sink = Sink(base)
    machine.state = base.layer()
    machine.sinks.append(sink)
    outer_doubts, machine.doubts = machine.doubts, []
    completes = run(machine, body)
    doubts, machine.doubts = machine.doubts, outer_doubts
    machine.sinks.remove(sink)
    completed: list[State] = []
    with machine.undecided(sink.reached):
        if completes and run(machine, orelse):
            completed.append(machine.state)
    handled = False
    if sink.reached and not (only_if_it_fails and completed):
        with machine.undecided(completes):
            handled = _run_handlers(machine, base, sink, handlers, completed)
    if not handled:
        machine.doubts += doubts
    machine.state = base
    return machine.merge(completed, cause)


def _run_handlers(
    machine: Machine, base: State, sink: Sink, handlers: Sequence[Handler | Manager], completed: list[State]
) -> bool:
    """Run the handlers that an exception can get to, and hand on to the outer `try` what none surely takes.

    `completed` gets the states in which control comes out behind a handler. Whether control surely does so behind an
    import of a module that is not there.
    """
    left = dict(sink.kinds)
    answer_to_absent: bool | None = None
    for handler in handlers:
        answers = {kind: catches(machine, handler, kind) for kind in left}
        if all(answer is False for answer in answers.values()):
            continue
        machine.state = sink.state()
        machine.touch_changes()
        ends_well = machine.completes(partial(_handle, machine, handler))
        if ends_well:
            completed.append(machine.changes_since(base))
        if answer_to_absent is None and catches(machine, handler, ABSENT_MODULE):
            answer_to_absent = ends_well
        left = {kind: None for kind in left if kind is None or not answers[kind]}
    for kind in left:
        if kind is not None:
            machine.state = sink.state()
            machine.touch_changes()
            machine.may_raise(kind)
    return bool(answer_to_absent)


def _handle(machine: Machine, handler: Handler | Manager) -> bool:
    if isinstance(handler, Manager):
        return True
    if handler.type is not None:
        evaluate(machine, handler.type)
    if handler.name is None:
        return run(machine, handler.body)
    exception = Computed(Cause("SPY804", handler.span, f"except … as {handler.name}"))
    machine.bind_value(handler.name, (exception,), handler.span)
    completes = run(machine, handler.body)
    if completes:
        # "it is cleared at the end of the except clause" (language reference, the try statement)
        machine.bind(handler.name, (Outcome(None, handler.span),))
    return completes
