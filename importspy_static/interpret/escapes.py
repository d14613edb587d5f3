"""What may happen to values that are handed to unknown code."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from importspy_static.interpret.displays import add_held, mark_changed
from importspy_static.interpret.functions import run_call
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.state import GIVEN
from importspy_static.interpret.values import (
    Computed,
    FunctionValue,
    Instance,
    Keywords,
    Literal,
    ModuleItself,
    NamespaceOf,
    Outcome,
    Value,
    Values,
)

THREADS = frozenset({"threading.Thread", "threading.Timer"})
"""Classes whose instances call what they were given once they are started."""
_LATER = THREADS | {"atexit.register", "signal.signal", "weakref.finalize", "builtins.property"}
"""Callables that do not call what they are given before the module is imported."""


def escape(machine: Machine, path: str | None, arguments: list[Values], keywords: Keywords) -> None:
    """What unknown code may do with what it is handed: change lists, fill namespaces, call functions."""
    given = [*arguments, *(values for _, values in keywords)]
    for value in _with_elements(value for values in given for value in values):
        match value:
            case Literal(mutable=int()):
                mark_changed(machine, value)
            case Computed(mutable=int() as part) if part in machine.parts and _only_reads(path):
                pass
            case Computed(mutable=int()):
                add_held(machine, value, (Computed(machine.cause("SPY804")),))
            case NamespaceOf(object=owner) if machine.making.get(owner) is not False:
                machine.taint(owner, machine.cause("SPY801"))
            case ModuleItself():
                machine.taint(machine.module, machine.cause("SPY801"))
            case Instance(object=int() as owner):
                machine.put((owner, GIVEN), (Outcome(None, machine.current.span, machine.cause("SPY801")),))
    if path not in _LATER:
        run_escaped(machine, given)


def _only_reads(path: str | None) -> bool:
    """Whether this is a function of the standard library, none of which changes the annotations it is given."""
    return path is not None and path.partition(".")[0] in sys.stdlib_module_names - {"operator"}


def _with_elements(values: Iterable[Value]) -> Iterator[Value]:
    for value in values:
        yield value
        if isinstance(value, Computed):
            yield from (each for each in value.elements if isinstance(each, Instance))


def run_escaped(machine: Machine, given: list[Values]) -> None:
    """A function that is handed to unknown code may be called by it."""
    for value in (value for values in given for value in values):
        if isinstance(value, FunctionValue) and _has_effects(value):
            function = value

            def run(function: FunctionValue = function) -> bool:
                return bool(run_call(machine, function, []))

            machine.branch([run, lambda: True], machine.cause("SPY805"))


def _has_effects(function: FunctionValue) -> bool:
    """Whether a call could bind names of the module."""
    definition = function.definition
    return definition is not None and definition.has_effects
