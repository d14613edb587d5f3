"""Declarations: annotations where they stand, kept for who asks."""

from __future__ import annotations

from importspy_static.interpret import lookup, standard
from importspy_static.interpret.expressions import evaluate
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.spelling import names_in
from importspy_static.interpret.state import DECLARED
from importspy_static.interpret.values import ABSENT, Annotation, Outcome, Values, present
from importspy_static.model.expression import Constant, Expression, Name

FIRST_LATE_ANNOTATIONS = (3, 14)
"""PEP 649: from this version on annotations are evaluated when somebody asks for them."""


def annotate(machine: Machine, annotation: Expression, is_local: bool = False) -> Annotation:
    """An annotation where it stands. Unless evaluation is put off, its names mean what they are bound to there.

    Args:
        machine: where the annotation stands.
        annotation: as written.
        is_local: it is that of a local variable, which is never evaluated (PEP 526).

    Raises:
        Unwound: it is evaluated, and surely raises.
    """
    scopes = machine.frame.scopes
    if machine.program.future_annotations or machine.facts.minor_version >= FIRST_LATE_ANNOTATIONS:
        return Annotation(annotation, scopes)
    captured: list[tuple[str, Values]] = []
    for name in dict.fromkeys(names_in(annotation.node)):
        found = lookup.name(machine, machine.mangled(name))
        values = present(found)
        if found == ABSENT and not machine.may_be_bound(name) and not is_local:
            with machine.at(annotation):
                machine.surely_raises(standard.undefined(machine, name))
        elif values:
            captured.append((name, values))
    if not is_local and not isinstance(annotation.node, (Name, Constant)):
        evaluate(machine, annotation)
    return Annotation(annotation, scopes, tuple(captured))


def declare(machine: Machine, scope: int, name: str, annotation: Expression) -> None:
    """Keep what a name is declared as."""
    declared = annotate(machine, annotation, is_local=machine.frame.callee is not None)
    machine.put((scope, DECLARED + name), (Outcome(None, annotation.span, None, declared),))
