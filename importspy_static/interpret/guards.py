"""Statements that stand around others and take their exceptions, or run something on every way out: `try`."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from functools import partial

from importspy_static.interpret import lookup
from importspy_static.interpret.blocks import run
from importspy_static.interpret.expressions import evaluate
from importspy_static.interpret.handlers import Manager, catches
from importspy_static.interpret.machine import Machine, Run
from importspy_static.interpret.state import Kind, Made, Sink, State
from importspy_static.interpret.values import Cause, Computed, Instance, Outcome, Value
from importspy_static.model.place import TOP
from importspy_static.model.program import Block, Handler, Try

ABSENT_MODULE = "ModuleNotFoundError"


def try_statement(machine: Machine, statement: Try) -> bool:
    """Run the body, and each handler from any state in which the body can be left."""
    cause = Cause("SPY805", statement.span, "try")
    guarded = partial(
        guarded_by,
        machine,
        statement.body,
        statement.handlers,
        cause,
        orelse=statement.orelse,
        of_groups=statement.is_of_groups,
    )
    if not statement.final:
        return guarded()
    return with_final(machine, guarded, partial(run, machine, statement.final))


def with_final(machine: Machine, guarded: Run, final: Run) -> bool:
    """Run something with what is run on each way out of it."""
    leaving = _Leaving(machine)
    # An exception that goes on to an outer handler passes `finally` first.
    outer, barrier = machine.sinks, Sink(machine.state)
    machine.sinks = [barrier]
    try:
        completes = guarded()
    finally:
        machine.sinks = outer
    machine.touch_changes()
    machine.repeats += 1
    if outer and barrier.reached:
        here = machine.state
        machine.state = barrier.state()
        machine.touch_changes()
        if machine.completes(final):
            for kind in barrier.kinds:
                machine.may_raise(kind)
        machine.state = here
    leaving.run_final(machine, final)
    machine.repeats -= 1
    return machine.completes(final) and completes


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
        return machine.completes(final)


def guarded_by(
    machine: Machine,
    body: Block,
    handlers: Sequence[Handler | Manager],
    cause: Cause,
    orelse: Block = (),
    only_if_it_fails: bool = False,
    of_groups: bool = False,
) -> bool:
    """Run a body that handlers stand behind. Each handler starts from any state the body can be left in.

    `only_if_it_fails`: handlers count only where the body does not come to its end by itself.
    """
    run_handlers = _run_group_handlers if of_groups else _run_handlers
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
            handled = run_handlers(machine, base, sink, handlers, completed)
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
        with machine.undecided(False in answers.values() or None in answers.values()):
            taken = [kind for kind, answer in answers.items() if answer is not False]
            ends_well = machine.completes(partial(_handle, machine, handler, taken))
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


def _run_group_handlers(
    machine: Machine, base: State, sink: Sink, handlers: Sequence[Handler | Manager], completed: list[State]
) -> bool:
    """The same for `except*`: every handler that takes something of a group runs, one behind the other."""
    kinds = next(iter(sink.kinds))
    raised: list[Kind] | None = None if kinds is None or len(sink.kinds) > 1 else [kinds]
    if raised is not None and isinstance(kinds, tuple):
        raised = [*kinds]
    machine.state = sink.state()
    machine.touch_changes()
    completes = True
    for handler in handlers:
        answers = [catches(machine, handler, kind) for kind in raised or ()]
        handle = partial(_handle, machine, handler)
        if raised is None or None in answers:
            raised = None
            machine.branch([handle, lambda: True], Cause("SPY805", getattr(handler, "span", TOP), "except*"))
        elif True in answers:
            raised = [kind for kind, answer in zip(raised, answers, strict=True) if not answer]
            completes = machine.completes(handle) and completes
    if raised is None:
        machine.may_raise()
    elif raised:
        machine.may_raise(tuple(raised))
    if completes and not raised:
        completed.append(machine.changes_since(base))
    return False


def _handle(machine: Machine, handler: Handler | Manager, taken: Sequence[Kind] = ()) -> bool:
    if isinstance(handler, Manager):
        return True
    if handler.type is not None:
        evaluate(machine, handler.type)
    if handler.name is None:
        return run(machine, handler.body)
    machine.bind_value(handler.name, (_caught(machine, handler, taken),), handler.span)
    completes = run(machine, handler.body)
    if completes:
        # "it is cleared at the end of the except clause" (language reference, the try statement)
        machine.bind(handler.name, (Outcome(None, handler.span),))
    return completes


def _caught(machine: Machine, handler: Handler, taken: Sequence[Kind]) -> Value:
    """The exception as the handler sees it: one that a `raise` made has the arguments that it was made of."""
    cause = Cause("SPY804", handler.span, f"except … as {handler.name}")
    match taken:
        case (Made(name=name, arguments=arguments),):
            made = Instance(lookup.builtin_class(getattr(builtins, name)), handler.span, machine.new_object())
            machine.put((made.object or 0, "args"), (Outcome(Computed(cause, "tuple", items=arguments)),))
            return made
    return Computed(cause)
