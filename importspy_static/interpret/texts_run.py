"""Text that is run: what `exec` and `eval` of a text bind, and in which namespace.

A constant text is read like a source, as far as what it does is a list of plain bindings; of any other it is only known
which namespaces it may change.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Sequence
from functools import lru_cache

from importspy_static.interpret import texts_bound, writes
from importspy_static.interpret.constants import literal_text
from importspy_static.interpret.displays import add_held, mark_changed
from importspy_static.interpret.expressions import evaluate_node
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.parsing import node_of
from importspy_static.interpret.values import (
    Cause,
    ClassValue,
    Computed,
    Keywords,
    Literal,
    NamespaceOf,
    Outcome,
    Value,
    Values,
)
from importspy_static.limits import LARGEST_CODE
from importspy_static.model.expression import Attribute, Call, Name, Starred


def run_text(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call, *, is_exec: bool) -> bool:
    """`exec` or `eval`: what the text binds, if it is constant; else any name of the namespaces that it may reach.

    False if it surely raises.
    """
    cause = machine.cause("SPY801")
    given = [*arguments[1:], *(values for _, values in keywords)]
    _hand_over(machine, given, cause)
    text = literal_text(arguments[0]) if arguments else ""
    tree = None if text is None else _parsed(text, is_exec=is_exec)
    if tree is None or not texts_bound.are_known(tree):
        for owner in _reached(machine, given):
            machine.taint(owner, cause)
        for of in _classes_in(given):
            machine.taint(of.object, cause)
        return True
    owners = _local(machine, arguments[1:]) if not keywords else _named_by(machine, given)
    is_certain = is_exec and not keywords and len(owners) == 1 and _is_statement(machine, arguments, node)
    if is_certain and _is_known(machine, owners[0]):
        readable = _is_readable(machine, owners[0], arguments[1:])
        return all(_bind(machine, owners[0], each, cause, readable=readable) for each in tree)
    for owner in owners:
        for name in texts_bound.names_of(tree):
            machine.taint_name(owner, name, cause)
    return True


def _hand_over(machine: Machine, given: Sequence[Values], cause: Cause) -> None:
    """A dictionary that a text is run in holds what that binds, from then on."""
    for value in (value for values in given for value in values):
        if isinstance(value, Literal):
            mark_changed(machine, value)
        elif isinstance(value, Computed):
            add_held(machine, value, (Computed(cause),))


@lru_cache(maxsize=64)
def _parsed(text: str, *, is_exec: bool) -> list[ast.stmt] | None:
    """The statements of a text; None if it is none, or over a limit."""
    if len(text) > LARGEST_CODE:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text if is_exec else text.strip()).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


# Where it is run


def _reached(machine: Machine, given: Sequence[Values]) -> dict[int, None]:
    """The namespaces whose names any text may bind: all that it is given, by whatever name."""
    if not given:
        return dict.fromkeys((machine.frame.scopes[0], machine.globals))
    return dict.fromkeys(owner for values in given for value in values for owner in _of(machine, value))


def _of(machine: Machine, value: Value) -> Sequence[int]:
    match value:
        case NamespaceOf(object=owner):
            return (owner,)
        case Literal(value=None):
            return (machine.frame.scopes[0], machine.globals)
        case Computed(mutable=int() as copied) if copied in machine.copies:
            # Functions that are in a copy of a namespace still bind names of the namespace.
            return (machine.copies[copied],)
        case Computed(type="dict", elements=elements):
            return [each.object for each in elements if isinstance(each, NamespaceOf)]
        case Literal():
            return ()
        case _:
            return (machine.globals,)


def _local(machine: Machine, given: Sequence[Values]) -> list[int]:
    """The namespaces in which the text may bind names: that of its local names. Empty if it is a dictionary apart."""
    told = [values for values in given if not _is_none(values)]
    if not told or (len(given) > 1 and _is_none(given[0])):
        return [machine.frame.scopes[0]]
    owners: dict[int, None] = {}
    for value in told[-1]:
        match value:
            case NamespaceOf(object=owner):
                owners[owner] = None
            case Literal() | Computed(type="dict"):
                pass
            case _:
                owners[machine.globals] = None
    return list(owners)


def _named_by(machine: Machine, given: Sequence[Values]) -> list[int]:
    """The same of arguments that are passed by name: which of them is which is not looked at."""
    return list(dict.fromkeys((machine.frame.scopes[0], *_reached(machine, given))))


def _is_none(values: Values) -> bool:
    return all(isinstance(each, Literal) and each.value is None for each in values)


def _classes_in(given: Sequence[Values]) -> list[ClassValue]:
    """The classes of the module that a text finds in the dictionary that it is given."""
    held = (each for values in given for value in values if isinstance(value, Computed) for each in value.elements)
    return [each for each in held if isinstance(each, ClassValue) and each.object > 0]


# What it binds


def _is_statement(machine: Machine, arguments: list[Values], node: Call) -> bool:
    """Whether the call is a whole expression of the source: it is run just here, and in the namespace of this place.

    One in a comprehension may be run in the namespace of that (before PEP 709), and others call what `map` is given.
    """
    if machine.current.node is not node or not isinstance(node.function, (Name, Attribute)):
        return False
    return len(node.arguments) == len(arguments) and not any(isinstance(each, Starred) for each in node.arguments)


def _is_known(machine: Machine, owner: int) -> bool:
    """Whether what is bound there surely is there: in the module, or in a class whose body runs.

    In a function it is a copy of the local names (PEP 667), which nobody else sees.
    """
    return owner == machine.module or (owner == machine.frame.scopes[0] and not _is_in_function(machine))


def _is_in_function(machine: Machine) -> bool:
    return any(frame.callee is not None for frame in machine.frames)


def _is_readable(machine: Machine, owner: int, given: Sequence[Values]) -> bool:
    """Whether a name is, where the text is run, what it is in the text, which is in no function and sees no dictionary
    but the namespaces of the module and of the class.
    """
    if _is_in_function(machine) or owner != machine.frame.scopes[0]:
        return False
    return all(value == NamespaceOf(machine.module) for values in given for value in values)


def _bind(machine: Machine, owner: int, statement: ast.stmt, cause: Cause, *, readable: bool) -> bool:
    """Run a statement that is known to do nothing but to bind names. False if it surely raises."""
    names = texts_bound.names_of([statement])
    for name in names:
        writes.keep_names(machine, owner, name)
    match statement:
        case ast.Assign(targets=targets, value=value) if _are_names(targets) and _is_followed(value, readable):
            values = evaluate_node(machine, node_of(value))
            for name in names:
                machine.put((owner, name), tuple(Outcome(each, machine.current.span) for each in values))
            return bool(values)
        case ast.Expr(value=value) if _is_followed(value, readable):
            return bool(evaluate_node(machine, node_of(value)))
        case ast.Delete(targets=targets) if _are_names(targets):
            for name in names:
                machine.put((owner, name), (Outcome(None, machine.current.span),))
        case _:
            for name in names:
                machine.taint_name(owner, name, cause)
    machine.may_raise()
    return True


def _are_names(targets: Sequence[ast.expr]) -> bool:
    return all(isinstance(each, ast.Name) for each in targets)


def _is_followed(value: ast.expr, readable: bool) -> bool:
    return texts_bound.is_constant(value) or (readable and texts_bound.is_read(value))
