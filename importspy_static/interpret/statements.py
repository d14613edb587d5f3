"""What statements do to the state. Every function tells whether control comes out behind the statement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from importspy_static.interpret import functions, lookup, standard
from importspy_static.interpret.assignment import assign_statement, augmented_assignment, delete
from importspy_static.interpret.classes import define_class
from importspy_static.interpret.expressions import evaluate
from importspy_static.interpret.flow import asserted, if_statement, leave, match_statement
from importspy_static.interpret.guards import try_statement
from importspy_static.interpret.imports import import_from, import_module
from importspy_static.interpret.loops import loop
from importspy_static.interpret.machine import Ending, Machine
from importspy_static.interpret.managers import with_statement
from importspy_static.interpret.values import Annotation, FunctionValue, TypeExpression
from importspy_static.model.expression import Name
from importspy_static.model.program import (
    Assign,
    AugmentedAssign,
    ClassDef,
    Delete,
    Evaluate,
    FunctionDef,
    Global,
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


def _evaluate(machine: Machine, statement: Evaluate) -> bool:
    if statement.is_asserted:
        return asserted(machine, statement.value)
    values = evaluate(machine, statement.value)
    if values:
        machine.may_raise()
    node = statement.value.node
    if isinstance(node, Name) and len(machine.frames) == 1 and _undefined(machine, node.id):
        machine.last_raise = Ending(statement.value.span, standard.undefined(machine, node.id))
        return False
    return bool(values)


def _undefined(machine: Machine, name: str) -> bool:
    """A bare name that is surely unbound raises NameError."""
    return all(each.value is None for each in lookup.name(machine, name)) and not machine.may_be_bound(name)


def _global(machine: Machine, statement: Global) -> bool:
    machine.frame.global_names |= set(statement.names)
    return True


RUN: dict[type, Callable[[Machine, Any], bool]] = {
    Assign: assign_statement,
    AugmentedAssign: augmented_assignment,
    Delete: delete,
    FunctionDef: _function,
    ClassDef: _class,
    TypeStatement: _type_statement,
    Import: import_module,
    ImportFrom: import_from,
    Evaluate: _evaluate,
    If: if_statement,
    Loop: loop,
    With: with_statement,
    Try: try_statement,
    Match: match_statement,
    Leave: leave,
    Global: _global,
}
