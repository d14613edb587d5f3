"""Statements that control flow parts at: `if`, `match`, and the ways out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from importspy_static.interpret.blocks import run
from importspy_static.interpret.expressions import evaluate, evaluate_node
from importspy_static.interpret.imports import remember_type_names
from importspy_static.interpret.machine import Ending, Machine
from importspy_static.interpret.patterns import Bound, matches
from importspy_static.interpret.raising import raise_it
from importspy_static.interpret.truth import FALSE, truth_of
from importspy_static.interpret.values import Cause, Computed, Outcome, Values
from importspy_static.model.expression import Attribute, BooleanOperation, Expression, Name, Node, UnaryOperation
from importspy_static.model.program import Block, Case, If, Leave, Match


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


def asserted(machine: Machine, test: Expression) -> bool:
    """`assert`: control comes out behind it only where its condition may hold."""
    truths, _ = decide(machine, test)
    if truths == FALSE:
        machine.raises("AssertionError", "the assertion never holds", test.span)
    machine.may_raise()
    return bool(truths)


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
        bound = Bound()
        with machine.at(statement.subject):
            answer = matches(machine, case.pattern, subject, bound)
        if answer is False:
            continue
        runs.append(_case_runner(machine, case, bound.names if answer else {}, tuple(tried)))
        tried.append(case)
        if answer and case.guard is None:
            exhaustive = True
            break
    if not exhaustive:
        runs.append(lambda: _bind_tried(machine, tried))
    return machine.branch(runs, cause)


def _bind_tried(machine: Machine, tried: Sequence[Case]) -> bool:
    """A pattern that fails in its guard may have bound its names all the same; so may one that is not known."""
    for case in tried:
        for name, span in case.captures:
            unknown = Computed(Cause("SPY804", span, f"case … {name}"))
            machine.put_possibly((machine.scope_of(name), machine.mangled(name)), Outcome(unknown, span))
    return True


def _case_runner(
    machine: Machine, case: Case, bound: Mapping[str, Values], tried: Sequence[Case]
) -> Callable[[], bool]:
    def run_case() -> bool:
        _bind_tried(machine, tried)
        for name, span in case.captures:
            unknown: Values = (Computed(Cause("SPY804", span, f"case … {name}")),)
            machine.bind_value(name, bound.get(name, unknown), span)
        if case.guard is not None and True not in decide(machine, case.guard)[0]:
            return False
        return run(machine, case.body)

    return run_case


def leave(machine: Machine, statement: Leave) -> bool:
    """`raise`, `return`, `break` and `continue`: control never comes out behind them."""
    match statement.how:
        case "raise":
            raise_it(machine, statement)
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
