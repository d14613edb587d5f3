"""Statements that control flow parts at: `if`, `with`, `try`, `match`, and the ways out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from importspy_static.interpret.assignment import assign
from importspy_static.interpret.blocks import run
from importspy_static.interpret.expressions import evaluate, evaluate_node
from importspy_static.interpret.imports import remember_type_names
from importspy_static.interpret.machine import Ending, Machine
from importspy_static.interpret.state import Sink, State
from importspy_static.interpret.truth import FALSE, truth_of
from importspy_static.interpret.values import Cause, Computed, Configured, Instance, Outcome, Values
from importspy_static.model.expression import Attribute, BooleanOperation, Expression, Name, Node, UnaryOperation
from importspy_static.model.program import Block, Case, Handler, If, Leave, Match, Try, With


def if_statement(machine: Machine, statement: If) -> bool:
    """Run the branches that the target can take."""
    truths, cause = decide(machine, statement.test)
    if _type_checking(statement) and truths == FALSE:
        remember_type_names(machine, statement.body)
    bodies = [block for truth, block in ((True, statement.body), (False, statement.orelse)) if truth in truths]
    return _run_any(machine, bodies, cause)


def _type_checking(statement: If) -> bool:
    match statement.test.node:
        case Name(id="TYPE_CHECKING") | Attribute(name="TYPE_CHECKING"):
            return True
        case _:
            return False


def _run_any(machine: Machine, blocks: Sequence[Block], cause: Cause) -> bool:
    if len(blocks) == 1:
        return run(machine, blocks[0])
    return machine.branch([_runner(machine, block) for block in blocks], cause)


def _runner(machine: Machine, block: Block) -> Callable[[], bool]:
    return lambda: run(machine, block)


def decide(machine: Machine, test: Expression) -> tuple[frozenset[bool], Cause]:
    """The truths that a condition can have on the target, and the cause to name if it can have both."""
    with machine.at(test):
        return _truth(machine, test.node), Cause("SPY805", test.span, test.text)


def _truth(machine: Machine, node: Node) -> frozenset[bool]:
    """The truths of a condition. `unknown() and False` is false, though its value is not known."""
    match node:
        case UnaryOperation(operator="not", operand=operand):
            return frozenset(not truth for truth in _truth(machine, operand))
        case BooleanOperation(operator=operator, operands=operands):
            stop = operator == "or"
            possible: set[bool] = set()
            for operand in operands:
                truths = _truth(machine, operand)
                possible |= truths & {stop}
                if (not stop) not in truths:
                    return frozenset(possible)
            return frozenset(possible | {not stop})
        case _:
            return truth_of(machine, evaluate_node(machine, node))


def with_statement(machine: Machine, statement: With) -> bool:
    """Run the body; what follows is reached behind a failure too if a manager may swallow it."""
    answers: set[bool | None] = set()
    for manager, target in statement.items:
        values = evaluate(machine, manager)
        if not values:
            return False
        answers.add(_swallows(values))
        machine.may_raise()
        if target is not None:
            assign(machine, target, (Computed(Cause("SPY804", manager.span, manager.text)),))
    if answers == {False}:
        return run(machine, statement.body)
    cause = Cause("SPY805", statement.items[0][0].span, f"with {statement.items[0][0].text}")
    return _guarded(machine, statement.body, [()], cause, only_if_it_fails=True not in answers)


_SWALLOWING = frozenset({"contextlib.suppress", "contextlib.ExitStack", "contextlib.AsyncExitStack"})


def _swallows(values: Values) -> bool | None:
    """Whether a context manager may end an exception; None where it is not known, and taken so only if one is sure."""
    answers: set[bool | None] = set()
    for value in values:
        match value:
            case Configured(path=path) if path in _SWALLOWING:
                answers.add(True)
            case Instance():
                answers.add(True)
            case Computed(cause=Cause(construct=construct)) if construct.partition("(")[0] in ("open", "nullcontext"):
                answers.add(False)
            case _:
                answers.add(None)
    return True if True in answers else None if None in answers else False


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
            machine.may_raise()
        machine.state = here
    leaving.run_final(machine, statement.final)
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

    def run_final(self, machine: Machine, final: Block) -> None:
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
    def _goes_on(machine: Machine, state: State, final: Block) -> bool:
        machine.state = state
        return run(machine, final)


def _guarded(
    machine: Machine,
    body: Block,
    handlers: Sequence[Handler | Block],
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
    completes = run(machine, body)
    machine.sinks.remove(sink)
    completed: list[State] = []
    if completes and run(machine, orelse):
        completed.append(machine.state)
    if sink.reached and not (only_if_it_fails and completed):
        for handler in handlers:
            machine.state = sink.state()
            machine.touch_changes()
            if _handle(machine, handler):
                flat = machine.changes_since(base)
                completed.append(flat)
    machine.state = base
    return machine.merge(completed, cause)


def _handle(machine: Machine, handler: Handler | Block) -> bool:
    if not isinstance(handler, Handler):
        return run(machine, handler)
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


def match_statement(machine: Machine, statement: Match) -> bool:
    """Run each case that the subject may match."""
    subject = evaluate(machine, statement.subject)
    if not subject:
        return False
    machine.may_raise()
    cause = Cause("SPY805", statement.subject.span, f"match {statement.subject.text}")
    runs: list[Callable[[], bool]] = []
    exhaustive = False
    tried: list[Case] = []
    for case in statement.cases:
        runs.append(_case_runner(machine, case, subject, tuple(tried)))
        tried.append(case)
        if case.irrefutable and case.guard is None:
            exhaustive = True
            break
    if not exhaustive:
        runs.append(lambda: _bind_tried(machine, tried))
    return machine.branch(runs, cause)


def _bind_tried(machine: Machine, tried: Sequence[Case]) -> bool:
    """A pattern that fails in its guard, or half-way, may have bound its names all the same."""
    for case in tried:
        for name, span in case.captures:
            unknown = Computed(Cause("SPY804", span, f"case … {name}"))
            machine.put_possibly((machine.scope_of(name), machine.mangled(name)), Outcome(unknown, span))
    return True


def _case_runner(machine: Machine, case: Case, subject: Values, tried: Sequence[Case]) -> Callable[[], bool]:
    def run_case() -> bool:
        _bind_tried(machine, tried)
        for name, span in case.captures:
            whole = case.irrefutable and len(case.captures) == 1
            values = subject if whole else (Computed(Cause("SPY804", span, f"case … {name}")),)
            machine.bind_value(name, values, span)
        if case.guard is not None and True not in decide(machine, case.guard)[0]:
            return False
        return run(machine, case.body)

    return run_case


def leave(machine: Machine, statement: Leave) -> bool:
    """`raise`, `return`, `break` and `continue`: control never comes out behind them."""
    match statement.how:
        case "raise":
            if statement.value is not None:
                evaluate(machine, statement.value)
            machine.may_raise()
            machine.last_raise = Ending(statement.span)
        case "return":
            values: Values = ()
            if statement.value is not None:
                values = evaluate(machine, statement.value)
                if not values:
                    return False
            unknown: Values = (Computed(Cause("SPY804", statement.span, "return")),)
            machine.frame.returned.append((machine.changes_since(machine.frame.base), values or unknown))
        case "break" if machine.loops:
            exits = machine.loops[-1]
            exits.breaks.append(machine.changes_since(exits.base))
        case "continue" if machine.loops:
            exits = machine.loops[-1]
            exits.continues.append(machine.changes_since(exits.base))
    return False
