"""Blocks of statements, run in order."""

from __future__ import annotations

from importspy_static.interpret.machine import Machine, Unwound
from importspy_static.model.program import Block, ClassDef, FunctionDef, Import, ImportFrom, Loop, With

_ACTIVE = frozenset({ClassDef, FunctionDef, Import, ImportFrom, Loop, With})
"""Statements that may run code of others, or are run again: hooks, decorators, modules, iterators."""


def run(machine: Machine, block: Block) -> bool:
    """Run statements in order. False if control does not come out behind the last one."""
    from importspy_static.interpret.statements import RUN

    # What was left out of a reduced function body may have raised.
    reduced = len(machine.frames) > 1 and bool(machine.sinks) and machine.frame.callee is not None
    for statement in block:
        if not machine.step():
            return True
        if reduced:
            machine.may_raise()
        machine.activity += type(statement) in _ACTIVE
        try:
            if not RUN[type(statement)](machine, statement):
                return False
        except Unwound:
            return False
    if reduced:
        machine.may_raise()
    return True
