"""Imports of the project's own modules that surely raise: what they ask for is not there, or its import ends."""

from __future__ import annotations

from importspy_static.interpret import standard
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.providers import HOOK
from importspy_static.interpret.state import ANY
from importspy_static.interpret.submodules import load
from importspy_static.interpret.values import Cause, present
from importspy_static.model.place import Span
from importspy_static.model.program import ImportedName, ImportFrom


def require_own_module(machine: Machine, path: str, span: Span) -> Machine | None:
    """Run, if it belongs to the project, the module that is imported; None if nothing is known of it.

    Raises:
        Unwound: its own import surely ends before its end.
    """
    if machine.world is None or machine.has_own_imports:
        return None
    for package in machine.world.packages_of(machine, path):
        _require(machine, package, span)
    return _require(machine, path, span)


def _require(machine: Machine, path: str, span: Span) -> Machine | None:
    world = machine.world
    if world is None:
        return None
    owner = world.imported(machine, path, span)
    if owner is None:
        if (refused := world.refused(machine, path)) is not None:
            machine.raises("SyntaxError", f"the import of '{path}' fails: {refused.reason}", span)
        if world.is_stub_alone(machine, path) and machine.is_surely_reached and not machine.is_stub:
            machine.doubts.append(Cause("SPY802", span, path, "of which there is but a stub"))
        return None
    newer = next((each for each in owner.program.constructs if each.is_refused_by(*machine.facts.minor_version)), None)
    if newer is not None:
        since = standard.python(newer.since)
        machine.raises("SyntaxError", f"the import of '{path}' fails: {newer.name} is new in {since}", span)
    ended = world.ending(owner)
    if ended is not None:
        why = f": {ended.reason}" if ended.reason else ""
        machine.raises(None, f"the import of '{world.name_of(owner)}' ends in its line {ended.span.line}{why}", span)
    world.take_over(machine, owner, span)
    return owner


def own_module(machine: Machine, statement: ImportFrom, front: str) -> Machine | None:
    """The module of the project that a from-import takes names of, once it has run.

    Raises:
        Unwound: its import surely ends before its end, or each of the two needs what the other has not bound yet.
    """
    _refuse_torn(machine, statement, front)
    before, machine.importing = machine.importing, statement
    try:
        return require_own_module(machine, front, statement.span)
    finally:
        machine.importing = before


def _refuse_torn(machine: Machine, statement: ImportFrom, front: str) -> None:
    """Two modules that import names of each other, and neither has bound them when it does: one of them always fails.

    Which one is imported first does not matter then. Where it does, nothing is told.
    """
    if machine.world is None or statement.names is None or machine.has_own_imports:
        return
    other = machine.world.running(machine, front)
    if other is not None and _waits_for(other, machine):
        name = next((each.name for each in statement.names if _lacks(other, each.name)), None)
        if name is not None:
            reason = f"cannot import name '{name}' from partially initialized module '{machine.world.name_of(other)}'"
            machine.world.torn.setdefault((machine.number, statement.span), reason)
    reason = machine.world.torn.get((machine.number, statement.span), "")
    if reason:
        machine.raises("ImportError", reason, statement.span)


def _waits_for(other: Machine, machine: Machine) -> bool:
    """Whether a module is in the midst of importing, from this one, a name that this one has not bound yet."""
    waiting = other.importing
    if waiting is None or waiting.names is None or other.sinks or not other.is_surely_reached or other.world is None:
        return False
    wanted = other.world.absolute_name(other, "." * waiting.level + waiting.module)
    return wanted == other.world.name_of(machine) and any(_lacks(machine, each.name) for each in waiting.names)


def require_submodule(machine: Machine, owner: Machine | None, path: str, imported: ImportedName) -> None:
    """Run the submodule that a from-import loads where the package itself has no such name.

    Raises:
        Unwound: its import surely ends before its end.
    """
    if owner is None or not present(machine.state.get((owner.module, imported.name))):
        require_own_module(machine, path, imported.span)
        load(machine, path, imported.span)


def require_own_name(machine: Machine, owner: Machine | None, name: str, span: Span) -> None:
    """A name in `from module import name`.

    Raises:
        Unwound: the module of the project has neither such a name nor such a submodule.
    """
    if owner is not None and machine.world is not None and _lacks(owner, name):
        machine.raises("ImportError", f"cannot import name '{name}' from '{machine.world.name_of(owner)}'", span)


def require_exported_name(machine: Machine, owner: Machine | None, name: str, span: Span) -> None:
    """A name of `__all__`, for `from module import *`.

    Raises:
        Unwound: the module of the project has neither such a name nor such a submodule.
    """
    if owner is not None and machine.world is not None and _lacks(owner, name):
        machine.raises("AttributeError", f"module '{machine.world.name_of(owner)}' has no attribute '{name}'", span)


def _lacks(owner: Machine, name: str) -> bool:
    """Whether a module surely has no such name: none that its source binds, that others may give it, or a submodule."""
    if name.startswith("__") or owner.world is None or owner.has_own_imports or owner.exhausted:
        return False
    if present(owner.state.get((owner.module, name))) or owner.state.find((owner.module, ANY)) is not None:
        return False
    if present(owner.state.get((owner.module, HOOK))) or owner.may_be_bound(name):
        return False
    return not owner.world.is_below(owner, name) and not owner.world.is_patched(owner)
