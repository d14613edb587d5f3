"""What statements do to the state. Every function tells whether control comes out behind the statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from importspy_static.interpret import functions, lookup
from importspy_static.interpret.classes import define_class
from importspy_static.interpret.expressions import (
    EITHER,
    FALSE,
    TRUE,
    Values,
    decide,
    declare,
    display,
    evaluate,
    evaluate_node,
    truth_of,
)
from importspy_static.interpret.machine import LoopExits, Machine
from importspy_static.interpret.namespaces import (
    SIGNATURE_ATTRIBUTES,
    assign_attribute,
    assign_key,
    change,
    change_namespace,
    delete_attribute,
    delete_key,
    mark_changed,
)
from importspy_static.interpret.state import MODULE, Sink, State
from importspy_static.interpret.values import (
    ABSENT,
    Annotation,
    Cause,
    Computed,
    Configured,
    External,
    FunctionValue,
    Instance,
    Literal,
    NamespaceOf,
    Outcome,
    TypeExpression,
    Value,
)
from importspy_static.model.expression import (
    Attribute,
    BinaryOperation,
    Collection,
    Expression,
    Name,
    Node,
    Starred,
    Subscript,
)
from importspy_static.model.program import (
    Assign,
    AugmentedAssign,
    Block,
    Case,
    ClassDef,
    Delete,
    Evaluate,
    FunctionDef,
    Global,
    Handler,
    If,
    Import,
    ImportFrom,
    Leave,
    Loop,
    Match,
    Try,
    TypeStatement,
    With,
)

MOST_UNROLLED = 64
"""A loop over a display of at most so many items is run item by item."""
MOST_ROUNDS = 4


def run(machine: Machine, block: Block) -> bool:
    """Run statements in order. False if control does not come out behind the last one."""
    # What was left out of a reduced function body may have raised.
    reduced = len(machine.frames) > 1 and bool(machine.sinks) and machine.frame.callee is not None
    for statement in block:
        if not machine.step():
            return True
        if reduced:
            machine.may_raise()
        if not _RUN[type(statement)](machine, statement):
            return False
    if reduced:
        machine.may_raise()
    return True


# Binding


def _assign(machine: Machine, statement: Assign) -> bool:
    if statement.annotation is not None:
        _declare(machine, statement.targets[0], statement.annotation)
    if statement.value is None:
        return True
    with machine.at(statement.value):
        parts = _evaluated(machine, statement.value.node)
    if not parts.values:
        return False
    for target in statement.targets:
        assign(machine, target, parts)
    return True


@dataclass(frozen=True, slots=True)
class _Evaluated:
    """What an expression evaluates to; for a display also what each of its items does."""

    values: Values
    items: tuple[_Evaluated, ...] | None = None


def _evaluated(machine: Machine, node: Node) -> _Evaluated:
    """Evaluate once, and wholly, before the first target is bound."""
    if isinstance(node, Collection) and not any(isinstance(each, Starred) for each in node.items):
        items = tuple(_evaluated(machine, each) for each in node.items)
        return _Evaluated(display(machine, node.kind, [each.values for each in items]), items)
    return _Evaluated(evaluate_node(machine, node))


def _declare(machine: Machine, target: Expression, annotation: Expression) -> None:
    match target.node:
        case Name(id=name):
            declare(machine, machine.scope_of(name), machine.mangled(name), annotation)
        case Attribute(owner=owner, name=name):
            with machine.at(target):
                for value in evaluate_node(machine, owner):
                    owned = machine.owner_of(value)
                    if owned is not None:
                        declare(machine, owned, machine.mangled(name), annotation)


def assign(machine: Machine, target: Expression, given: _Evaluated | Values) -> None:
    """Bind a target of any shape."""
    with machine.at(target):
        _assign_node(machine, target.node, given if isinstance(given, _Evaluated) else _Evaluated(given))


def _assign_node(machine: Machine, target: Node, given: _Evaluated) -> None:
    span = machine.current.span
    values = given.values
    match target:
        case Name(id=name):
            machine.bind_value(machine.mangled(name), values, span)
            _named(machine, name, values)
        case Attribute(owner=owner, name=name):
            owners = evaluate_node(machine, owner)
            for value in owners:
                assign_attribute(machine, value, machine.mangled(name), values, alone=len(owners) == 1)
            machine.may_raise()
        case Subscript(owner=owner, item=item):
            _assign_item(machine, evaluate_node(machine, owner), evaluate_node(machine, item))
            if isinstance(owner, Attribute) and owner.name in SIGNATURE_ATTRIBUTES:
                for function in evaluate_node(machine, owner.owner):
                    assign_attribute(machine, function, owner.name, values, alone=True)
        case Collection(items=targets):
            machine.may_raise()
            for each, element in zip(targets, _elements(machine, given, targets), strict=True):
                _assign_node(machine, each.operand if isinstance(each, Starred) else each, element)


def _elements(machine: Machine, given: _Evaluated, targets: Sequence[Node]) -> list[_Evaluated]:
    """What each target of a tuple of targets is given."""
    starred = any(isinstance(each, Starred) for each in targets)
    if given.items is not None and not starred and len(given.items) == len(targets):
        return list(given.items)
    if given.items is not None and not starred:
        machine.surely_raises()
    unpacked = _unpacked(machine, given.values, targets)
    if unpacked is not None:
        return unpacked
    held = tuple(
        dict.fromkeys(each for value in given.values if isinstance(value, Computed) for each in value.elements)
    )
    if held:
        # Which of them goes where is not followed: any may go anywhere.
        return [_Evaluated(held) for _ in targets]
    kinds = ["list" if isinstance(each, Starred) else None for each in targets]
    return [_Evaluated((Computed(machine.cause("SPY804"), kind),)) for kind in kinds]


def _unpacked(machine: Machine, values: Values, targets: Sequence[Node]) -> list[_Evaluated] | None:
    """The items of a constant, one for each target; a starred target is given a list of those in the middle."""
    from importspy_static.interpret import constants

    try:
        literal = constants_literal(values[0]) if len(values) == 1 else None
        content = constants.plain(literal) if literal is not None else None
        items = list(content) if isinstance(content, (list, tuple, str)) else []
        if literal is not None and any(isinstance(each, (list, dict, set)) for each in items):
            # Through its items the whole can be changed.
            mark_changed(machine, literal)
            return None
        starred = next((index for index, each in enumerate(targets) if isinstance(each, Starred)), None)
        if starred is not None and len(items) >= len(targets) - 1:
            behind = len(targets) - 1 - starred
            items[starred : len(items) - behind] = [items[starred : len(items) - behind]]
        if len(items) != len(targets):
            return None
        span = machine.current.span
        return [_Evaluated((constants.literal(item, span, machine.new_object()),)) for item in items]
    except constants.Unfoldable:
        return None


def constants_literal(value: Value) -> Literal:
    from importspy_static.interpret.constants import Unfoldable

    if isinstance(value, Literal):
        return value
    raise Unfoldable


def _named(machine: Machine, name: str, values: Values) -> None:
    """`__set_name__` of a descriptor of the module may change the class that it is assigned in."""
    if machine.frame.owner is None or machine.frame.receiver is not None:
        return
    for value in values:
        if not isinstance(value, Instance):
            continue
        for outcome in lookup.class_member(machine, value.of, "__set_name__"):
            if isinstance(outcome.value, FunctionValue):
                literal = Literal(name, "str", machine.current.span)
                functions.run_call(machine, outcome.value, [(value,), (machine.frame.owner,), (literal,)])


def _assign_item(machine: Machine, owners: Values, key: Values) -> None:
    for owner in owners:
        match owner:
            case NamespaceOf():
                assign_key(machine, owner, key)
            case Literal():
                mark_changed(machine, owner)
            case External(path="sys.modules"):
                # The module may put another object in its own place.
                if not (len(key) == 1 and isinstance(key[0], Literal)):
                    machine.taint(MODULE, machine.cause("SPY801"))
    machine.may_raise()


def _augmented(machine: Machine, statement: AugmentedAssign) -> bool:
    with machine.at(statement.target):
        before = evaluate_node(machine, statement.target.node)
        for value in before:
            if isinstance(value, NamespaceOf):
                change_namespace(machine, value, "update", [evaluate(machine, statement.value)], [])
    whole = Expression(
        BinaryOperation(statement.target.node, statement.operator, statement.value.node),
        statement.span,
        statement.value.text,
    )
    values = evaluate(machine, whole)
    if not values:
        return False
    if len(before) == 1 and _changes_in_place(machine, before[0], values):
        return True
    for value in before:
        if isinstance(value, Literal) and value.mutable is not None:
            mark_changed(machine, value)
    assign(machine, statement.target, values)
    return True


def _changes_in_place(machine: Machine, before: Value, values: Values) -> bool:
    """`+=` on a list changes the list itself: other names of it see that too."""
    match before, values:
        case Literal(type=kind, mutable=int()), (Literal(type=result) as outcome,) if kind == result != "tuple":
            change(machine, before, outcome)
            return True
        case _:
            return False


def _delete(machine: Machine, statement: Delete) -> bool:
    for target in statement.targets:
        with machine.at(target):
            _delete_node(machine, target.node)
    machine.may_raise()
    return True


def _delete_node(machine: Machine, target: Node) -> None:
    match target:
        case Name(id=name):
            machine.may_raise()
            if lookup.name(machine, machine.mangled(name)) == ABSENT:
                machine.surely_raises()
            machine.bind(machine.mangled(name), (Outcome(None, machine.current.span),))
        case Attribute(owner=owner, name=name):
            for value in evaluate_node(machine, owner):
                delete_attribute(machine, value, machine.mangled(name))
        case Subscript(owner=owner, item=item):
            key = evaluate_node(machine, item)
            for value in evaluate_node(machine, owner):
                if isinstance(value, NamespaceOf):
                    delete_key(machine, value, key)
                elif isinstance(value, Literal):
                    mark_changed(machine, value)
        case Collection(items=items):
            for item in items:
                _delete_node(machine, item)


def _function(machine: Machine, statement: FunctionDef) -> bool:
    values = functions.define(machine, statement)
    for value in values:
        if isinstance(value, FunctionValue) and machine.frame.owner is not None and machine.frame.receiver is None:
            machine.methods[value.object] = machine.frame.owner
    machine.bind_value(machine.mangled(statement.name), values, statement.span)
    if statement.decorators:
        machine.may_raise()
    return bool(values)


def _class(machine: Machine, statement: ClassDef) -> bool:
    values = define_class(machine, statement)
    if not values:
        return False
    machine.bind_value(machine.mangled(statement.name), values, statement.span)
    machine.may_raise()
    return True


def _type_statement(machine: Machine, statement: TypeStatement) -> bool:
    annotation = Annotation(statement.value, machine.frame.scopes)
    machine.bind_value(statement.name, (TypeExpression(annotation),), statement.span)
    return True


def _import(machine: Machine, statement: Import) -> bool:
    machine.may_raise()
    for imported in statement.modules:
        path = imported.module if imported.alias else imported.module.partition(".")[0]
        machine.imports.add(imported.span)
        machine.bind_value(machine.mangled(imported.alias or path), (External(path, imported.span),), imported.span)
    return True


def _import_from(machine: Machine, statement: ImportFrom) -> bool:
    machine.may_raise()
    front = "." * statement.level + statement.module
    if statement.names is None:
        machine.taint(machine.frame.scopes[0], Cause("SPY802", statement.span, f"from {front} import *"))
        return True
    for imported in statement.names:
        value = imported_value(machine, front, imported.name, External(_join(front, imported.name), imported.span))
        machine.imports.add(imported.span)
        machine.bind_value(machine.mangled(imported.alias or imported.name), value, imported.span)
        machine.may_raise()
    return True


def _join(front: str, name: str) -> str:
    return f"{front}{name}" if front.endswith(".") else f"{front}.{name}"


def imported_value(machine: Machine, front: str, name: str, external: External) -> Values:
    """What a name imported from elsewhere is, as far as it is known by heart."""
    from importspy_static.interpret import constants, targets

    if front == "__future__":
        return (external,)
    constant = targets.constant(external.path, machine.target)
    if constant is not targets.UNKNOWN:
        return (constants.literal(constant, external.span),)
    known = lookup.known_class(external.path, machine.target)
    return (known if known is not None else external,)


def _evaluate(machine: Machine, statement: Evaluate) -> bool:
    values = evaluate(machine, statement.value)
    machine.may_raise()
    node = statement.value.node
    if isinstance(node, Name) and len(machine.frames) == 1 and _undefined(machine, node.id):
        machine.last_raise = statement.value.span
        return False
    return bool(values)


def _undefined(machine: Machine, name: str) -> bool:
    """A bare name that is surely unbound raises NameError."""
    return all(outcome.value is None for outcome in lookup.name(machine, name))


def _global(machine: Machine, statement: Global) -> bool:
    machine.frame.global_names |= set(statement.names)
    return True


# Control flow


def _if(machine: Machine, statement: If) -> bool:
    truths, cause = decide(machine, statement.test)
    if _type_checking(statement) and truths == FALSE:
        _remember_type_names(machine, statement.body)
    bodies = [block for truth, block in ((True, statement.body), (False, statement.orelse)) if truth in truths]
    return _run_any(machine, bodies, cause)


def _type_checking(statement: If) -> bool:
    match statement.test.node:
        case Name(id="TYPE_CHECKING") | Attribute(name="TYPE_CHECKING"):
            return True
        case _:
            return False


def _remember_type_names(machine: Machine, block: Block) -> None:
    """Imports under TYPE_CHECKING bind nothing, but annotations mean them."""
    for statement in block:
        match statement:
            case ImportFrom(module=module, level=level, names=names) if names is not None:
                front = "." * level + module
                for each in names:
                    machine.type_checking_names[each.alias or each.name] = External(_join(front, each.name), each.span)
            case Import(modules=modules):
                for each_module in modules:
                    path = each_module.module if each_module.alias else each_module.module.partition(".")[0]
                    machine.type_checking_names[each_module.alias or path] = External(path, each_module.span)


def _run_any(machine: Machine, blocks: Sequence[Block], cause: Cause) -> bool:
    if len(blocks) == 1:
        return run(machine, blocks[0])
    return machine.branch([_runner(machine, block) for block in blocks], cause)


def _runner(machine: Machine, block: Block) -> Callable[[], bool]:
    return lambda: run(machine, block)


def _with(machine: Machine, statement: With) -> bool:
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


def _try(machine: Machine, statement: Try) -> bool:
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
    if outer and barrier.reached:
        here = machine.state
        machine.state = barrier.state()
        machine.touch_changes()
        if run(machine, statement.final):
            machine.may_raise()
        machine.state = here
    leaving.run_final(machine, statement.final)
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


def _match(machine: Machine, statement: Match) -> bool:
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


def _leave(machine: Machine, statement: Leave) -> bool:
    match statement.how:
        case "raise":
            if statement.value is not None:
                evaluate(machine, statement.value)
            machine.may_raise()
            if len(machine.frames) == 1 and not machine.sinks:
                machine.last_raise = statement.span
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


def _loop(machine: Machine, statement: Loop) -> bool:
    rounds = _items(machine, statement)
    if rounds is None:
        return False
    cause = Cause("SPY805", statement.span, "loop")
    exits = LoopExits(machine.state)
    machine.loops.append(exits)
    try:
        ends = (
            _unrolled(machine, statement, rounds, exits, cause)
            if rounds
            else _repeated(machine, statement, exits, cause)
        )
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


def _items(machine: Machine, statement: Loop) -> list[Values] | None:
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
            return [evaluate_node(machine, item) for item in items]
    from importspy_static.interpret import constants

    try:
        whole = constants.plain(constants_literal(values[0]))
        if len(values) == 1 and isinstance(whole, (list, tuple, str)) and 0 < len(whole) <= MOST_UNROLLED:
            span = statement.iterable.span
            return [(constants.literal(item, span, machine.new_object()),) for item in whole]
    except constants.Unfoldable:
        pass
    return []


def _unrolled(
    machine: Machine, statement: Loop, rounds: Iterable[Values], exits: LoopExits, cause: Cause
) -> list[State]:
    machine.state = exits.base.layer()
    for item in rounds:
        if statement.target is not None:
            assign(machine, statement.target, item)
        exits.continues.clear()
        completes = run(machine, statement.body)
        ends = [machine.changes_since(exits.base)] if completes else []
        ends += exits.continues
        if not ends:
            return []
        machine.state = _joined_over(machine, exits.base, ends, cause)
    return [machine.changes_since(exits.base)]


def _joined_over(machine: Machine, base: State, layers: Sequence[State], cause: Cause) -> State:
    machine.state = base.layer()
    machine.merge(layers, cause)
    return machine.state


def _repeated(machine: Machine, statement: Loop, exits: LoopExits, cause: Cause) -> list[State]:
    """Run the body until another round changes nothing. The states in which the loop ends by itself."""
    head = exits.base.layer()
    ends: list[State] = []
    for count in range(MOST_ROUNDS):
        machine.state = head.layer()
        truths = EITHER
        if statement.test is not None:
            truths, _ = decide(machine, statement.test)
        elif statement.iterable is not None and _is_empty(machine, statement.iterable):
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
        if count == MOST_ROUNDS - 2:
            _widen(previous, following, cause)
        if following.changes == previous:
            break
        head = following
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


def _is_empty(machine: Machine, iterable: Expression) -> bool:
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


_RUN: dict[type, Callable[[Machine, Any], bool]] = {
    Assign: _assign,
    AugmentedAssign: _augmented,
    Delete: _delete,
    FunctionDef: _function,
    ClassDef: _class,
    TypeStatement: _type_statement,
    Import: _import,
    ImportFrom: _import_from,
    Evaluate: _evaluate,
    If: _if,
    Loop: _loop,
    With: _with,
    Try: _try,
    Match: _match,
    Leave: _leave,
    Global: _global,
}
