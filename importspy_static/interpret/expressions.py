"""What an expression evaluates to: every value that it can have, and what evaluating it does to the state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import product
from typing import Any

from importspy_static.interpret import constants, lookup, standard
from importspy_static.interpret.attributes import attribute
from importspy_static.interpret.constants import Unfoldable, single
from importspy_static.interpret.displays import (
    display,
    item_by_key,
    item_of,
    owned,
    refuse_constants,
    settle,
    spread,
    with_items,
)
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.results import constant_of, unknown
from importspy_static.interpret.spelling import names_in
from importspy_static.interpret.truth import EITHER, compared, truth_of
from importspy_static.interpret.type_operators import (
    answers_for_text,
    check_subscript,
    check_union,
    is_alias,
    refuse_function,
)
from importspy_static.interpret.values import (
    ABSENT,
    Annotation,
    Binding,
    ClassValue,
    Computed,
    External,
    FunctionValue,
    Instance,
    Literal,
    ModuleItself,
    NamespaceOf,
    TypeExpression,
    Value,
    Values,
    present,
)
from importspy_static.limits import MOST_VALUES
from importspy_static.model.expression import (
    Attribute,
    BinaryOperation,
    BooleanOperation,
    Call,
    Collection,
    Comparison,
    Conditional,
    Constant,
    Dictionary,
    Expression,
    FormattedText,
    Lambda,
    Name,
    NamedExpression,
    Node,
    Opaque,
    Slice,
    Starred,
    Subscript,
    UnaryOperation,
)
from importspy_static.model.program import FunctionDef, Leave


def evaluate(machine: Machine, expression: Expression) -> Values:
    """The values that an expression can have. Empty if it never completes."""
    with machine.at(expression):
        return evaluate_node(machine, expression.node)


def evaluate_node(machine: Machine, node: Node) -> Values:
    """The values of a part of the expression that is being evaluated. Empty if it never completes."""
    if not machine.step():
        return (Computed(machine.cause("SPY801")),)
    kind = type(node)
    values = _EVALUATE[kind](machine, node)
    if machine.sinks and kind in _MAY_RAISE and not (kind in _FOLDED and _all_known(values)):
        machine.may_raise()
    return values if len(values) <= MOST_VALUES else (Computed(machine.cause("SPY804")),)


def _all_known(values: Values) -> bool:
    return bool(values) and all(isinstance(each, Literal) for each in values)


def _constant(machine: Machine, node: Constant) -> Values:
    return constant_of(machine, node.value)


def _name(machine: Machine, node: Name) -> Values:
    name = machine.mangled(node.id)
    found = lookup.name(machine, name)
    values = present(found)
    if len(values) < len(found):
        # An unbound name raises NameError: if the module comes out, the name was bound.
        if found == ABSENT and machine.may_be_bound(name):
            return (Computed(machine.cause("SPY804", f"name '{node.id}'")),)
        machine.may_raise()
        if not values and machine.sinks:
            return ()
        if not values and found == ABSENT and not machine.frame.local_names:
            machine.surely_raises(standard.undefined(machine, name))
        if values:
            _refine(machine, name, found)
    settled = tuple(dict.fromkeys(settle(machine, value) for value in values))
    return settled or (Computed(machine.cause("SPY804", f"name '{node.id}'")),)


def _refine(machine: Machine, name: str, found: Binding) -> None:
    for scope in machine.frame.scopes:
        here = machine.state.find((scope, name))
        if here is not None and here == found:
            machine.put((scope, name), tuple(outcome for outcome in here if outcome.value is not None))
            return


def _attribute(machine: Machine, node: Attribute) -> Values:
    name = machine.mangled(node.name)
    owners = standard.readable(machine, evaluate_node(machine, node.owner), name)
    if isinstance(node.owner, Call):
        from importspy_static.interpret.refused_calls import refuse_nothing

        refuse_nothing(machine, node.owner, owners, name)
    found = _union(attribute(machine, owner, name) for owner in owners)
    return tuple(settle(machine, value) for value in found)


def _subscript(machine: Machine, node: Subscript) -> Values:
    owners = evaluate_node(machine, node.owner)
    items = evaluate_node(machine, node.item) if not isinstance(node.item, Slice) else _slice(machine, node.item)
    check_subscript(machine, node, owners)
    alone = len(owners) == len(items) == 1
    found = _union(_subscripted(machine, node, owner, item, alone) for owner in owners for item in items)
    if not (_all_known(owners) and _all_known(items) and _all_known(found)):
        machine.may_raise()
    return found


def _subscripted(machine: Machine, node: Subscript, owner: Value, item: Value, alone: bool) -> Values:
    match owner, item:
        case External(path="sys.version"), Literal():
            return standard.part_of_version(machine, item) or unknown(machine)
        case Literal(), Literal():
            return item_of(machine, owner, item, alone=alone)
        case NamespaceOf(object=object), Literal(value=str() as key):
            return present(machine.state.get((object, key))) or unknown(machine)
        case External(path="sys.modules"), External(path="builtins.__name__"):
            return (ModuleItself(),) if machine.globals == machine.module else unknown(machine)
        case External(path="sys.modules"), Computed():
            return (ModuleItself(), *unknown(machine))
        case Computed(items=items), Literal(value=int() as place) if items is not None and -len(items) <= place < len(
            items
        ):
            return items[place]
        case Computed(keyed=(_, *_)), Literal(value=str() | int()) if found := item_by_key(owner, item):
            return found
        case Computed(elements=elements), _ if elements:
            return elements
        case Instance(), _:
            from importspy_static.interpret.functions import call_method

            returned = call_method(machine, owner, "__getitem__", [(item,)])
            return unknown(machine) if returned is None else returned
        case ((ClassValue() | External() | TypeExpression()), _):
            return (TypeExpression(_annotation(machine, node), is_alias(owner)),)
        case _:
            return unknown(machine)


def _annotation(machine: Machine, node: Node) -> Annotation:
    current = machine.current
    found = ((name, present(lookup.name(machine, machine.mangled(name)))) for name in dict.fromkeys(names_in(node)))
    captured = tuple((name, values) for name, values in found if values)
    return Annotation(Expression(node, current.span, current.text), machine.frame.scopes, captured)


def _slice(machine: Machine, node: Slice) -> Values:
    bounds = [node.lower, node.upper, node.step]
    values = [evaluate_node(machine, each) if each is not None else None for each in bounds]
    try:
        whole = [constants.plain(single(each)) if each is not None else None for each in values]
        return (constants.literal(slice(*whole), machine.current.span),)
    except Unfoldable:
        return unknown(machine)


def _call(machine: Machine, node: Call) -> Values:
    from importspy_static.interpret.calls import call

    return call(machine, node)


def _unary(machine: Machine, node: UnaryOperation) -> Values:
    operands = evaluate_node(machine, node.operand)
    if node.operator == "not":
        return (
            tuple(value for truth in sorted(truth_of(machine, operands)) for value in constant_of(machine, not truth))
            if truth_of(machine, operands) != EITHER
            else unknown(machine, "bool")
        )
    return _folded(machine, [operands], lambda operand: constants.fold_unary(node.operator, operand, operand.span))


def _binary(machine: Machine, node: BinaryOperation) -> Values:
    lefts, rights = evaluate_node(machine, node.left), evaluate_node(machine, node.right)
    span = machine.current.span
    if node.operator == "|":
        check_union(machine, node, lefts, rights)
    if node.operator == "|" and any(isinstance(each, (ClassValue, TypeExpression)) for each in (*lefts, *rights)):
        return (TypeExpression(_annotation(machine, node)),)
    lefts, rights = (machine.followed(each, in_project=True) for each in (lefts, rights))
    from importspy_static.interpret.protocols import operated

    if (returned := operated(machine, node.operator, lefts, rights)) is not None:
        return returned
    refuse_function(machine, node.operator, lefts, rights)
    folded = _folded(machine, [lefts, rights], lambda one, two: constants.fold_binary(one, node.operator, two, span))
    if (
        node.operator == "%"
        and all(_type_of(value) == "str" for value in lefts)
        and not any(map(answers_for_text, rights))
    ):
        return tuple(_typed(value, "str") for value in folded)
    return folded


def _type_of(value: Value) -> str | None:
    return value.type if isinstance(value, (Literal, Computed)) else None


def _typed(value: Value, kind: str) -> Value:
    return Computed(value.cause, kind) if isinstance(value, Computed) else value


def _folded(machine: Machine, operands: list[Values], fold: Callable[..., Literal]) -> Values:
    results: dict[Value, None] = {}
    for combination in product(*operands):
        literals = [each for each in combination if isinstance(each, Literal)]
        if len(literals) < len(combination):
            return unknown(machine)
        try:
            results[owned(machine, fold(*literals))] = None
        except Unfoldable as refused:
            if all(len(each) == 1 for each in operands):
                refuse_constants(machine, refused, *literals)
            return unknown(machine)
    return tuple(results)


def _boolean(machine: Machine, node: BooleanOperation) -> Values:
    """`and` stops at the first false operand, `or` at the first true one; the rest may not be evaluated."""
    stop = node.operator == "or"
    reached: list[Value] = []
    sure = True
    for index, operand in enumerate(node.operands):
        values = evaluate_node(machine, operand) if sure else _possibly(machine, operand)
        if not values:
            return tuple(reached)
        sure = sure and stop not in truth_of(machine, values)
        last = index == len(node.operands) - 1
        for value in values:
            truth = truth_of(machine, (value,))
            if last or stop in truth:
                reached.append(value)
        if not last and (not stop) not in truth_of(machine, values):
            break
    return tuple(dict.fromkeys(reached))


def _comparison(machine: Machine, node: Comparison) -> Values:
    operands = [evaluate_node(machine, each) for each in (node.left, node.rights[0])]
    if node.rights[1:] and _surely_fails(machine, operands, node.operators[:1]):
        return constant_of(machine, False)
    operands += [_possibly(machine, each) for each in node.rights[1:]]
    operands = [machine.followed(each, in_project=True) for each in operands]
    if (bound := _is_bound(machine, operands, node.operators)) is not None:
        return constant_of(machine, bound)
    truths: set[bool] = set()
    for combination in product(*operands):
        truths |= compared(combination, node.operators)
    if truths == EITHER or not truths:
        return unknown(machine, "bool")
    return constant_of(machine, truths.pop())


def _surely_fails(machine: Machine, operands: list[Values], operators: tuple[str, ...]) -> bool:
    """Whether the front of a chain of comparisons is false: nothing behind it is evaluated then."""
    known = [machine.followed(each, in_project=True) for each in operands]
    truths = {truth for combination in product(*known) for truth in compared(combination, operators)}
    return truths == {False}


def _is_bound(machine: Machine, operands: list[Values], operators: tuple[str, ...]) -> bool | None:
    """Whether a class that is being made has a name: `"media" not in namespace`; None if that is not asked or known."""
    match operands, operators:
        case [(Literal(value=str() as name),), (NamespaceOf(object=owner),)], ("in" | "not in" as symbol,):
            if owner not in machine.making or name.startswith("__"):
                return None
            found = machine.state.get((owner, name))
            bound = {outcome.value is not None for outcome in found if not isinstance(outcome.value, Computed)}
            return (bound == {True}) == (symbol == "in") if len(bound) == 1 == len(found) else None
    return None


def _conditional(machine: Machine, node: Conditional) -> Values:
    truths = truth_of(machine, evaluate_node(machine, node.test))
    chosen = [branch for truth, branch in ((True, node.body), (False, node.orelse)) if truth in truths]
    values = [
        value for branch in chosen for value in (evaluate_node if len(chosen) == 1 else _possibly)(machine, branch)
    ]
    return tuple(dict.fromkeys(values))


def _collection(machine: Machine, node: Collection) -> Values:
    items: list[Values] = []
    for item in node.items:
        if isinstance(item, Starred):
            values = evaluate_node(machine, item.operand)
            machine.may_raise()
            known = spread(machine, values)
            items += [unknown(machine, None, values)] if known is None else known
        else:
            items.append(evaluate_node(machine, item))
    return with_items(display(machine, node.kind, items), node, items)


def _dictionary(machine: Machine, node: Dictionary) -> Values:
    operands: list[Values] = []
    for item in node.items:
        if item.key is None:
            spread = evaluate_node(machine, item.value)
            return unknown(machine, "dict", spread)
        operands += [evaluate_node(machine, item.key), evaluate_node(machine, item.value)]
    return display(machine, "dict", operands)


def _starred(machine: Machine, node: Starred) -> Values:
    return unknown(machine, None, evaluate_node(machine, node.operand))


def _named(machine: Machine, node: NamedExpression) -> Values:
    values = evaluate_node(machine, node.value)
    machine.bind_value(machine.mangled(node.target), values, machine.current.span)
    return values


def _lambda(machine: Machine, node: Lambda) -> Values:
    from importspy_static.interpret.functions import signature_of

    span = machine.current.span
    body = Leave("return", Expression(node.body, span, "lambda"), span) if node.body is not None else None
    return (
        FunctionValue(
            object=machine.object_at("lambda", span),
            name="<lambda>",
            span=span,
            signature=signature_of(machine, node.parameters, None),
            is_async=False,
            definition=None if body is None else _definition(node, body),
            scopes=machine.frame.scopes,
        ),
    )


def _definition(node: Lambda, body: Leave) -> FunctionDef:
    """A lambda as the `def` that it stands for."""
    return FunctionDef(
        "<lambda>",
        body.span,
        body.span,
        is_async=False,
        is_generator=False,
        decorators=(),
        type_parameters=(),
        parameters=node.parameters,
        returns=None,
        body=(body,),
        changes_others=not isinstance(node.body, Name),
    )


def _formatted(machine: Machine, node: FormattedText) -> Values:
    from importspy_static.interpret.formatting import formatted_text

    return formatted_text(machine, node)


def _opaque(machine: Machine, node: Opaque) -> Values:
    """What is inside may stand in a comprehension or behind a condition: its names need not be bound here."""
    machine.activity += 1
    _require_read(machine, node.reads)
    with machine.undecided(True):
        for part in node.parts:
            if node.lazy or not machine.completes(partial(_evaluates, machine, part)):
                _possibly(machine, part)
    return unknown(machine, node.type)


def _require_read(machine: Machine, names: Sequence[str]) -> None:
    """Names that a comprehension reads: one in the body of a class sees those around the class only."""
    is_class = machine.frame.owner is not None and machine.frame.callee is None
    for name in map(machine.mangled, names):
        with machine.outside(is_class):
            is_unbound = lookup.is_surely_unbound(machine, name)
        if is_unbound:
            machine.surely_raises(standard.undefined(machine, name))


def _evaluates(machine: Machine, node: Node) -> bool:
    return bool(evaluate_node(machine, node))


def _possibly(machine: Machine, node: Node) -> Values:
    """Evaluate what may not be evaluated at all."""
    if isinstance(node, (Constant, Name, Lambda)):
        return evaluate_node(machine, node)
    found: list[Value] = []

    def run() -> bool:
        found.extend(evaluate_node(machine, node))
        return bool(found)

    machine.branch([run, lambda: True], machine.cause("SPY805"))
    return tuple(found)


def _union(groups: Iterable[Values]) -> Values:
    return tuple(dict.fromkeys(value for group in groups for value in group))


_MAY_RAISE = frozenset({Attribute, BinaryOperation, UnaryOperation, Comparison, Starred, FormattedText, Opaque})
_FOLDED = frozenset({BinaryOperation, UnaryOperation, Comparison})
"""Operations whose outcome is known only where Python's own arithmetic has told it: then nothing raises."""
_EVALUATE: dict[type, Callable[[Machine, Any], Values]] = {
    Constant: _constant,
    Name: _name,
    Attribute: _attribute,
    Subscript: _subscript,
    Slice: _slice,
    Call: _call,
    UnaryOperation: _unary,
    BinaryOperation: _binary,
    BooleanOperation: _boolean,
    Comparison: _comparison,
    Conditional: _conditional,
    Collection: _collection,
    Dictionary: _dictionary,
    Starred: _starred,
    NamedExpression: _named,
    Lambda: _lambda,
    FormattedText: _formatted,
    Opaque: _opaque,
}
