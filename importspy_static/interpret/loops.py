"""Loops: run item by item where the items are known, and otherwise until another round changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from importspy_static.interpret import constants
from importspy_static.interpret.assignment import assign
from importspy_static.interpret.blocks import run
from importspy_static.interpret.constants import single
from importspy_static.interpret.enum_members import Round, members
from importspy_static.interpret.expressions import evaluate, evaluate_node
from importspy_static.interpret.flow import decide
from importspy_static.interpret.machine import LoopExits, Machine
from importspy_static.interpret.state import State
from importspy_static.interpret.truth import EITHER, FALSE, TRUE, truth_of
from importspy_static.interpret.values import Cause, Computed, Literal, Outcome, Values
from importspy_static.limits import MOST_LOOP_ROUNDS, MOST_UNROLLED
from importspy_static.model.expression import Collection, Constant, Expression, Starred
from importspy_static.model.program import Loop


def loop(machine: Machine, statement: Loop) -> bool:
    """Run `for` or `while`, with its `else`."""
    rounds = _items(machine, statement)
    if rounds is None:
        return False
    cause = Cause("SPY805", statement.span, "loop")
    exits = LoopExits(machine.state, is_unrolled=bool(rounds))
    machine.loops.append(exits)
    try:
        if rounds:
            ends = _unrolled(machine, statement, rounds, exits, cause)
        elif statement.test is not None and not isinstance(statement.test.node, Constant):
            ends = _counted(machine, statement, statement.test, exits, cause)
        else:
            ends = _repeated(machine, statement, exits, cause, exits.base.layer())
    finally:
        machine.loops.remove(exits)
        machine.state = exits.base
    finished: list[State] = []
    for end in ends:
        machine.state = end
        if run(machine, statement.orelse):
            finished.append(machine.changes_since(exits.base))
    machine.state = exits.base
    return machine.merge([*finished, *exits.breaks], cause)


def _items(machine: Machine, statement: Loop) -> list[Round] | None:
    """What the target is bound to in each round, if the rounds can be told apart; None if control does not get
    there.
    """
    if statement.iterable is None:
        return []
    values = evaluate(machine, statement.iterable)
    if not values:
        return None
    machine.may_raise()
    node = statement.iterable.node
    items = node.items if isinstance(node, Collection) else ()
    if 0 < len(items) <= MOST_UNROLLED and not any(isinstance(item, Starred) for item in items):
        with machine.at(statement.iterable):
            return [Round(evaluate_node(machine, item)) for item in items]
    try:
        whole = constants.iterated(single(values))
        if isinstance(whole, (list, tuple, str)) and 0 < len(whole) <= MOST_UNROLLED:
            span = statement.iterable.span
            return [Round((constants.literal(item, span, machine.new_object()),)) for item in whole]
    except constants.Unfoldable:
        pass
    with machine.at(statement.iterable):
        found = members(machine, values)
    return found if len(found) <= MOST_UNROLLED else []


def _unrolled(
    machine: Machine, statement: Loop, rounds: Iterable[Round], exits: LoopExits, cause: Cause
) -> list[State]:
    machine.state = exits.base.layer()
    for item in rounds:
        skipped = [] if item.is_sure else [machine.changes_since(exits.base)]
        if statement.target is not None:
            assign(machine, statement.target, item.given)
        exits.continues.clear()
        completes = run(machine, statement.body)
        ends = [machine.changes_since(exits.base)] if completes else []
        ends += [*exits.continues, *skipped]
        if not ends:
            return []
        machine.state = _joined_over(machine, exits.base, ends, cause)
    return [machine.changes_since(exits.base)]


def _counted(machine: Machine, statement: Loop, test: Expression, exits: LoopExits, cause: Cause) -> list[State]:
    """`while attempts < 3`: round by round as long as it is known whether there is one more."""
    machine.state = exits.base.layer()
    for _ in range(MOST_UNROLLED):
        head = _copy(machine.changes_since(exits.base), exits.base)
        truths, _ = decide(machine, test)
        if truths == FALSE:
            return [machine.changes_since(exits.base)]
        if truths != TRUE or exits.breaks:
            break
        exits.continues.clear()
        completes = run(machine, statement.body)
        ends = [machine.changes_since(exits.base)] if completes else []
        ends += exits.continues
        if not ends:
            return []
        machine.state = _joined_over(machine, exits.base, ends, cause)
    else:
        head = _copy(machine.changes_since(exits.base), exits.base)
    return _repeated(machine, statement, exits, cause, head)


def _joined_over(machine: Machine, base: State, layers: Sequence[State], cause: Cause) -> State:
    machine.state = base.layer()
    machine.merge(layers, cause)
    return machine.state


def _repeated(machine: Machine, statement: Loop, exits: LoopExits, cause: Cause, head: State) -> list[State]:
    """Run the body until another round changes nothing. The states in which the loop ends by itself.

    `head`: the state before the first of these rounds, as a layer over that before the loop.
    """
    following = head
    previous = dict(head.changes)
    ends: list[State] = []
    for count in range(MOST_LOOP_ROUNDS):
        machine.state = head.layer()
        truths = EITHER
        if statement.test is not None:
            truths, _ = decide(machine, statement.test)
        elif statement.iterable is not None and _is_empty(statement.iterable):
            truths = FALSE
        if False in truths and not (count == 0 and statement.iterable is not None and _is_filled(machine, statement)):
            ends = [machine.changes_since(exits.base)]
        if True not in truths:
            break
        if statement.target is not None and statement.iterable is not None:
            assign(machine, statement.target, _iterated(machine, statement.iterable))
        exits.continues.clear()
        completes = run(machine, statement.body)
        rounds = [machine.changes_since(exits.base)] if completes else []
        rounds += exits.continues
        if not rounds:
            break
        previous = dict(head.changes)
        machine.state = exits.base
        following = _joined_over(machine, exits.base, [_copy(head, exits.base), *rounds], cause)
        if count == MOST_LOOP_ROUNDS - 2:
            _widen(previous, following, cause)
        if following.changes == previous:
            break
        head = following
    else:
        if ends:  # there may be further rounds, and what these do is not followed
            _widen(previous, following, cause)
            machine.state = following
            ends.append(machine.changes_since(exits.base))
    return ends


def _copy(layer: State, base: State) -> State:
    copied = base.layer()
    copied.changes.update(layer.changes)
    return copied


def _widen(previous: dict[tuple[int, str], tuple[Outcome, ...]], following: State, cause: Cause) -> None:
    """Names that change in each round (`n = n + 1`) are not followed further."""
    for key, binding in following.changes.items():
        if previous.get(key) != binding and not key[1].startswith(("!", ":")):
            kept = tuple(outcome for outcome in binding if outcome.value is None)
            following.changes[key] = (*kept, Outcome(Computed(Cause("SPY804", cause.span, "loop")), cause.span, cause))


def _is_empty(iterable: Expression) -> bool:
    match iterable.node:
        case Collection(items=()):
            return True
        case _:
            return False


def _is_filled(machine: Machine, statement: Loop) -> bool:
    """Whether a loop surely has a first round: its iterable is a constant that is not empty."""
    if statement.iterable is None:
        return False
    with machine.at(statement.iterable):
        values = evaluate_node(machine, statement.iterable.node)
    return all(isinstance(each, Literal) for each in values) and truth_of(machine, values) == TRUE


def _iterated(machine: Machine, iterable: Expression) -> Values:
    with machine.at(iterable):
        for value in evaluate_node(machine, iterable.node):
            if isinstance(value, Computed) and value.elements:
                return value.elements
        return (Computed(machine.cause("SPY804")),)
