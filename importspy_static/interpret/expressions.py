"""What an expression evaluates to: every value that it can have, and what evaluating it does to the state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any

from importspy_static.interpret import constants, lookup, targets
from importspy_static.interpret.constants import Unfoldable
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.state import DECLARED, MODULE
from importspy_static.interpret.values import (
    ABSENT,
    Annotation,
    Binding,
    BoundMethod,
    Cause,
    ClassValue,
    Computed,
    Configured,
    Display,
    External,
    FunctionValue,
    Instance,
    Literal,
    ModuleItself,
    NamespaceOf,
    Outcome,
    SuperOf,
    TypeExpression,
    Value,
    type_name,
)
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

Values = tuple[Value, ...]
MOST_VALUES = 8
TRUE, FALSE = frozenset({True}), frozenset({False})
EITHER = TRUE | FALSE


def evaluate(machine: Machine, expression: Expression) -> Values:
    """The values that an expression can have. Empty if it never completes."""
    with machine.at(expression):
        return evaluate_node(machine, expression.node)


def evaluate_node(machine: Machine, node: Node) -> Values:
    if not machine.step():
        return (Computed(machine.cause("SPY801")),)
    kind = type(node)
    values = _EVALUATE[kind](machine, node)
    if machine.sinks and kind in _MAY_RAISE:
        machine.may_raise()
    return values if len(values) <= MOST_VALUES else (Computed(machine.cause("SPY804")),)


def _unknown(machine: Machine, kind: str | None = None, elements: Values = ()) -> Values:
    return (Computed(machine.cause("SPY804"), kind, elements),)


def _literal(machine: Machine, constant: object) -> Values:
    span = machine.current.span
    try:
        return (constants.literal(constant, span, machine.object_at("display", span, id(constant))),)
    except Unfoldable:
        return _unknown(machine, type_name(constant))


def _constant(machine: Machine, node: Constant) -> Values:
    return _literal(machine, node.value)


def _name(machine: Machine, node: Name) -> Values:
    name = machine.mangled(node.id)
    found = lookup.name(machine, name)
    values = _present(found)
    if len(values) < len(found):
        # An unbound name raises NameError: if the module comes out, the name was bound.
        machine.may_raise()
        if not values and machine.sinks:
            return ()
        if not values and found == ABSENT and not machine.frame.local_names:
            machine.surely_raises()
        if values:
            _refine(machine, name, found)
    settled = tuple(dict.fromkeys(_settled(machine, value) for value in values))
    return settled or (Computed(machine.cause("SPY804", f"name '{node.id}'")),)


def _settled(machine: Machine, value: Value) -> Value:
    """A list is what it holds now, not what its display said."""
    return machine.now(value) or Computed(machine.cause("SPY804"), value.type if isinstance(value, Literal) else None)


def _refine(machine: Machine, name: str, found: Binding) -> None:
    for scope in machine.frame.scopes:
        here = machine.state.find((scope, name))
        if here is not None and here == found:
            machine.put((scope, name), tuple(outcome for outcome in here if outcome.value is not None))
            return


def _present(binding: Binding) -> Values:
    return tuple(dict.fromkeys(outcome.value for outcome in binding if outcome.value is not None))


def _attribute(machine: Machine, node: Attribute) -> Values:
    owners = evaluate_node(machine, node.owner)
    found = _union(attribute(machine, owner, machine.mangled(node.name)) for owner in owners)
    return tuple(_settled(machine, value) for value in found)


_GLOBALS = ("f_globals", "f_locals", "__globals__")
"""Attributes of frames and functions that are the namespace of a module."""


def attribute(machine: Machine, owner: Value, name: str) -> Values:
    """The values of `owner.name`."""
    if name in _GLOBALS:
        return (NamespaceOf(MODULE),)
    match owner:
        case External(path=path):
            return _external_attribute(machine, path, name, owner)
        case ClassValue():
            return _class_attribute(machine, owner, name)
        case Instance():
            return _instance_attribute(machine, owner, name)
        case SuperOf(receiver=receiver, after=after):
            return _through_super(machine, receiver, after, name)
        case ModuleItself() if name == "__dict__":
            return (NamespaceOf(MODULE),)
        case ModuleItself():
            return _present(machine.state.get((MODULE, name))) or _unknown(machine)
        case FunctionValue(kind="property") if name in ("getter", "setter", "deleter"):
            return (Configured(f"property.{name}", ((owner,),), (), machine.current.span),)
        case FunctionValue() if name == "register":
            return (External("builtins.<identity>", machine.current.span),)
        case Computed(cause=cause):
            return (Computed(cause),)
        case Literal():
            return _literal_attribute(machine, owner, name)
        case _:
            return _unknown(machine)


def _class_attribute(machine: Machine, owner: ClassValue, name: str) -> Values:
    if name == "__dict__":
        return (NamespaceOf(owner.object),)
    found = lookup.class_member(machine, owner, name)
    if name == "__name__" and not _present(found):
        return _literal(machine, owner.name)
    return _through_class(machine, owner, found)


def _instance_attribute(machine: Machine, owner: Instance, name: str) -> Values:
    if name == "__class__":
        return (owner.of,)
    from importspy_static.interpret.functions import make

    make(machine, owner)
    if name == "__dict__" and owner.object is not None:
        return (NamespaceOf(owner.object),)
    return _through_instance(machine, owner, lookup.instance_member(machine, owner.of, owner.object, name))


def _literal_attribute(machine: Machine, owner: Literal, name: str) -> Values:
    if owner.mutable is not None:
        # A bound method that is kept can change the list at any time.
        _mark_changed(machine, owner)
    elif name in _VERSION_PARTS and owner.value == _version(machine).value:
        return _literal(machine, machine.target.version[_VERSION_PARTS.index(name)])
    return _unknown(machine)


_VERSION_PARTS = ("major", "minor", "micro", "releaselevel", "serial")


def _version(machine: Machine) -> Literal:
    return constants.literal(machine.target.version, machine.current.span)


def _external_attribute(machine: Machine, path: str, name: str, owner: External) -> Values:
    full = f"{path}.{name}"
    constant = targets.constant(full, machine.target)
    if constant is not targets.UNKNOWN:
        return _literal(machine, constant)
    if path == "sys.modules":
        return (External(full, owner.span),)
    return (lookup.known_class(full, machine.target) or External(full, owner.span),)


def _through_class(machine: Machine, owner: ClassValue, binding: Binding) -> Values:
    """Members as they come out of a class: class methods are bound to it, others are as they are."""
    return tuple(_out_of_class(machine, owner, value) for value in _present(binding)) or _unknown(machine)


def _out_of_class(machine: Machine, owner: ClassValue, value: Value) -> Value:
    match value:
        case FunctionValue(kind="class"):
            return BoundMethod(value, owner)
        case Literal() if owner.form == "enum":
            # What the class body assigns is the member's value, not the member.
            return Instance(owner, machine.current.span)
        case _:
            return value


def _through_instance(machine: Machine, owner: Instance, binding: Binding) -> Values:
    values: list[Value] = []
    for value in _present(binding):
        match value:
            case FunctionValue(kind="instance"):
                values.append(BoundMethod(value, owner))
            case FunctionValue(kind="class"):
                values.append(BoundMethod(value, owner.of))
            case FunctionValue(kind="property"):
                values.append(Computed(machine.cause("SPY804")))
            case _:
                values.append(value)
    return tuple(values) or _unknown(machine)


def _through_super(machine: Machine, receiver: Value, after: ClassValue, name: str) -> Values:
    of = receiver.of if isinstance(receiver, Instance) else receiver
    line = lookup.mro(of) if isinstance(of, ClassValue) else None
    if line is None:
        return _unknown(machine)
    position = next((index for index, entry in enumerate(line) if lookup.same(entry, after)), -1)
    found = _present(lookup.member_along(machine, line[position + 1 :], name))
    bound: list[Value] = []
    for value in found:
        match value:
            case FunctionValue(kind="static"):
                bound.append(value)
            case FunctionValue(kind="class"):
                bound.append(BoundMethod(value, of))
            case FunctionValue():
                bound.append(BoundMethod(value, receiver))
            case _:
                bound.append(value)
    return tuple(bound) or _unknown(machine)


def _subscript(machine: Machine, node: Subscript) -> Values:
    owners = evaluate_node(machine, node.owner)
    items = evaluate_node(machine, node.item) if not isinstance(node.item, Slice) else _slice(machine, node.item)
    return _union(_subscripted(machine, node, owner, item) for owner in owners for item in items)


def _subscripted(machine: Machine, node: Subscript, owner: Value, item: Value) -> Values:
    match owner, item:
        case Literal(), Literal():
            return _item(machine, owner, item)
        case NamespaceOf(object=object), Literal(value=str() as key):
            return _present(machine.state.get((object, key))) or _unknown(machine)
        case External(path="sys.modules"), External(path="builtins.__name__"):
            return (ModuleItself(),)
        case Computed(elements=elements), _ if elements:
            return elements
        case ((ClassValue() | External() | TypeExpression()), _):
            return (TypeExpression(_annotation(machine, node)),)
        case _:
            return _unknown(machine)


def _item(machine: Machine, owner: Literal, item: Literal) -> Values:
    """One item of a constant. A list in a list may be changed through it, and then the outer one is another too."""
    try:
        found = constants.fold_subscript(owner, item, machine.current.span)
    except Unfoldable:
        return _unknown(machine)
    if not constants.holds_mutable(found.type, found.value):
        return (found,)
    if item.type == "slice" and not any(constants.holds_mutable(*each) for each in _content(found)):
        return (_owned(machine, found),)
    _mark_changed(machine, owner)
    return _unknown(machine, found.type)


def _content(literal: Literal) -> tuple[tuple[str, object], ...]:
    return literal.value.items if isinstance(literal.value, Display) else ()


def _mark_changed(machine: Machine, owner: Literal) -> None:
    from importspy_static.interpret.namespaces import mark_changed

    mark_changed(machine, owner)


def _annotation(machine: Machine, node: Node) -> Annotation:
    current = machine.current
    return Annotation(Expression(node, current.span, current.text), machine.frame.scopes)


def _slice(machine: Machine, node: Slice) -> Values:
    bounds = [node.lower, node.upper, node.step]
    values = [evaluate_node(machine, each) if each is not None else None for each in bounds]
    try:
        whole = [constants.plain(_single(each)) if each is not None else None for each in values]
        return (constants.literal(slice(*whole), machine.current.span),)
    except Unfoldable:
        return _unknown(machine)


def _single(values: Values) -> Literal:
    if len(values) == 1 and isinstance(values[0], Literal):
        return values[0]
    raise Unfoldable


def _call(machine: Machine, node: Call) -> Values:
    from importspy_static.interpret.calls import call

    return call(machine, node)


def _unary(machine: Machine, node: UnaryOperation) -> Values:
    operands = evaluate_node(machine, node.operand)
    if node.operator == "not":
        return (
            tuple(value for truth in sorted(truth_of(machine, operands)) for value in _literal(machine, not truth))
            if truth_of(machine, operands) != EITHER
            else _unknown(machine, "bool")
        )
    return _folded(machine, [operands], lambda operand: constants.fold_unary(node.operator, operand, operand.span))


def _binary(machine: Machine, node: BinaryOperation) -> Values:
    lefts, rights = evaluate_node(machine, node.left), evaluate_node(machine, node.right)
    span = machine.current.span
    if node.operator == "|" and any(isinstance(each, (ClassValue, TypeExpression)) for each in (*lefts, *rights)):
        return (TypeExpression(_annotation(machine, node)),)
    folded = _folded(machine, [lefts, rights], lambda one, two: constants.fold_binary(one, node.operator, two, span))
    if node.operator == "%" and all(_type_of(value) == "str" for value in lefts):
        return tuple(_typed(value, "str") for value in folded)
    return folded


def _type_of(value: Value) -> str | None:
    return value.type if isinstance(value, (Literal, Computed)) else None


def _typed(value: Value, kind: str) -> Value:
    return Computed(value.cause, kind) if isinstance(value, Computed) else value


def _folded(machine: Machine, operands: list[Values], fold: Callable[..., Literal]) -> Values:
    results: dict[Value, None] = {}
    for combination in product(*operands):
        if not all(isinstance(each, Literal) for each in combination):
            return _unknown(machine)
        try:
            results[_owned(machine, fold(*combination))] = None
        except Unfoldable:
            return _unknown(machine)
    return tuple(results)


def _owned(machine: Machine, literal: Literal) -> Literal:
    """A list, dict or set that an operation made, as an object of its own."""
    if literal.mutable is None and constants.holds_mutable(literal.type, literal.value):
        return Literal(literal.value, literal.type, literal.span, machine.new_object())
    return literal


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
    operands += [_possibly(machine, each) for each in node.rights[1:]]
    truths: set[bool] = set()
    for combination in product(*operands):
        truths |= _compared(combination, node.operators)
    if truths == EITHER or not truths:
        return _unknown(machine, "bool")
    return _literal(machine, truths.pop())


def _compared(operands: tuple[Value, ...], operators: tuple[str, ...]) -> frozenset[bool]:
    """The truths that a chain of comparisons can have."""
    sure = True
    for left, symbol, right in zip(operands, operators, operands[1:], strict=False):
        truth = _compared_pair(left, symbol, right)
        if truth == FALSE:
            return FALSE
        sure = sure and truth == TRUE
    return TRUE if sure else EITHER


def _compared_pair(left: Value, symbol: str, right: Value) -> frozenset[bool]:
    match left, right:
        case Literal(value=one), Literal(value=other) if symbol in ("is", "is not") and not (
            _is_single(one) or _is_single(other)
        ):
            return EITHER
        case Literal(), Literal():
            try:
                return frozenset({constants.compare(constants.plain(left), symbol, constants.plain(right))})
            except Unfoldable:
                return EITHER
        case (External(path="builtins.__name__"), Literal(value="__main__")) | (
            Literal(value="__main__"),
            External(path="builtins.__name__"),
        ):
            # A module that is imported is not the program.
            return FALSE if symbol == "==" else TRUE if symbol == "!=" else EITHER
        case ((FunctionValue() | ClassValue() | Instance()), Literal(value=None)) if symbol in ("is", "is not"):
            return FALSE if symbol == "is" else TRUE
        case _:
            return EITHER


def _is_single(constant: object) -> bool:
    """Whether there is one object only of this value."""
    return constant is None or constant is True or constant is False or constant is Ellipsis


def truth_of(machine: Machine, values: Iterable[Value]) -> frozenset[bool]:
    """The truths that any of these values can have."""
    truths: set[bool] = set()
    for value in values:
        match value:
            case Literal():
                try:
                    truths.add(bool(constants.plain(value)) if _steady(machine, value) else True)
                    if not _steady(machine, value):
                        truths.add(False)
                except Unfoldable:
                    truths |= EITHER
            case FunctionValue() | ClassValue() | ModuleItself():
                truths.add(True)
            case _:
                truths |= EITHER
    return frozenset(truths)


def _steady(machine: Machine, value: Literal) -> bool:
    return machine.now(value) == value


def _conditional(machine: Machine, node: Conditional) -> Values:
    truths = truth_of(machine, evaluate_node(machine, node.test))
    chosen = [branch for truth, branch in ((True, node.body), (False, node.orelse)) if truth in truths]
    values = [
        value for branch in chosen for value in (evaluate_node if len(chosen) == 1 else _possibly)(machine, branch)
    ]
    return tuple(dict.fromkeys(values))


def _collection(machine: Machine, node: Collection) -> Values:
    return display(machine, node.kind, [evaluate_node(machine, item) for item in node.items])


def _dictionary(machine: Machine, node: Dictionary) -> Values:
    operands: list[Values] = []
    for item in node.items:
        if item.key is None:
            spread = evaluate_node(machine, item.value)
            return _unknown(machine, "dict", spread)
        operands += [evaluate_node(machine, item.key), evaluate_node(machine, item.value)]
    return display(machine, "dict", operands)


def display(machine: Machine, kind: str, operands: list[Values]) -> Values:
    """A list, tuple, set or dict (keys and values in turn) of these operands."""
    span = machine.current.span
    for value in (value for values in operands for value in values):
        if isinstance(value, Literal) and value.mutable is not None and value.span != span:
            # A list of another name: from here on it can be changed through this display.
            _mark_changed(machine, value)
    try:
        content = [constants.plain(_single(each)) for each in operands]
        if not all(_steady(machine, each) for values in operands for each in values if isinstance(each, Literal)):
            raise Unfoldable
        whole: object = {
            "list": list,
            "tuple": tuple,
            "set": set,
            "dict": lambda pairs: dict(zip(pairs[::2], pairs[1::2], strict=True)),
        }[kind](content)  # type: ignore[operator]
        return (constants.literal(whole, span, machine.new_object()),)
    except (Unfoldable, TypeError):
        elements = tuple(dict.fromkeys(value for values in operands for value in values))
        return _unknown(machine, kind, elements if len(elements) <= 200 else ())


def _starred(machine: Machine, node: Starred) -> Values:
    return _unknown(machine, None, evaluate_node(machine, node.operand))


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
    return FunctionDef("<lambda>", body.span, body.span, False, False, (), (), node.parameters, None, (body,))


def _opaque(machine: Machine, node: Opaque) -> Values:
    for part in node.parts:
        if node.lazy:
            _possibly(machine, part)
        else:
            evaluate_node(machine, part)
    return _unknown(machine, node.type)


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


FIRST_LATE_ANNOTATIONS = (3, 14)
"""PEP 649: from this version on annotations are evaluated when somebody asks for them."""


def annotate(machine: Machine, annotation: Expression) -> Annotation:
    """An annotation where it stands. Unless evaluation is put off, its names mean what they are bound to there."""
    scopes = machine.frame.scopes
    if machine.program.future_annotations or machine.target.version[:2] >= FIRST_LATE_ANNOTATIONS:
        return Annotation(annotation, scopes)
    captured: list[tuple[str, Values]] = []
    for name in dict.fromkeys(_names_in(annotation.node)):
        found = lookup.name(machine, machine.mangled(name))
        values = _present(found)
        if found == ABSENT and name not in machine.type_parameters:
            with machine.at(annotation):
                machine.surely_raises()
        elif values:
            captured.append((name, values))
    return Annotation(annotation, scopes, tuple(captured))


def _names_in(node: Node) -> Iterator[str]:
    match node:
        case Name(id=name):
            yield name
        case Attribute(owner=owner):
            yield from _names_in(owner)
        case Subscript(owner=owner, item=item):
            yield from _names_in(owner)
            yield from _names_in(item)
        case Collection(items=items):
            for item in items:
                yield from _names_in(item)
        case BinaryOperation(left=left, right=right):
            yield from _names_in(left)
            yield from _names_in(right)
        case _:
            return


def declare(machine: Machine, scope: int, name: str, annotation: Expression) -> None:
    """Keep what a name is declared as."""
    declared = annotate(machine, annotation)
    machine.put((scope, DECLARED + name), (Outcome(None, annotation.span, None, declared),))


_MAY_RAISE = frozenset({Attribute, Subscript, BinaryOperation, UnaryOperation, Comparison, Starred, Opaque})
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
    Opaque: _opaque,
}
