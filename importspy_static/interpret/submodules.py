"""Submodules as attributes of their packages: the first import of one binds it there (the import system, "Submodules").

It takes the place of what the package has bound to that name before; what is bound later takes its place.
"""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static.interpret.machine import Machine
from importspy_static.interpret.state import ANY
from importspy_static.interpret.values import Cause, External, ModuleItself, Outcome, present
from importspy_static.interpret.writes import keep_names
from importspy_static.limits import MOST_ASKED
from importspy_static.model.place import Span
from importspy_static.model.program import Program

_LOADED = "!loaded "
"""Under a package, in front of a name: that its submodule of that name was imported."""


def load(machine: Machine, path: str, span: Span) -> None:
    """What an import of a module of the project binds in the packages around it."""
    world = machine.world
    full = None if world is None else world.absolute_name(machine, path)
    if world is None or full is None or "." not in full:
        return
    parts = full.split(".")
    for index in range(2, len(parts) + 1):
        inner = ".".join(parts[:index])
        package = world.package_of(machine, inner)
        if package is not None and not _is_loaded(machine, package, parts[index - 1]):
            _bind(machine, package, External(inner, span, 0))


def is_unloaded(machine: Machine, owner: External, name: str) -> bool:
    """Whether an attribute of a package of the project is a submodule that nobody has imported, as far as one sees."""
    world = machine.world
    if world is None or owner.beyond is None or machine.has_own_imports:
        return False
    full = world.absolute_name(machine, f"{owner.path}.{name}")
    package = None if full is None else world.package_of(machine, full)
    if package is None or full is None or _may_be_loaded(machine, package, name):
        return False
    if world.module_object(machine, owner) != package or present(machine.state.get((package, name))):
        return False
    if any(machine.state.find((package, each)) is not None for each in (ANY, "__getattr__")):
        return False
    return not _is_imported_by(machine, package, full)


def _bind(machine: Machine, package: int, value: External) -> None:
    name = value.path.rpartition(".")[2]
    was_seen = machine.state.find((package, _LOADED + name)) is not None
    machine.put((package, _LOADED + name), (Outcome(ModuleItself(), value.span),))
    before = present(machine.state.get((package, name)))
    if not before or all(isinstance(each, External) and _is_named(each, value.path) for each in before):
        return
    keep_names(machine, package, name)
    if was_seen or _may_have_imported(machine, package, value.path):
        cause = Cause("SPY805", value.span, f"import of {value.path}")
        machine.put_possibly((package, name), Outcome(value, value.span, cause))
    else:
        machine.put((package, name), (Outcome(value, value.span),))


def _is_named(value: External, full: str) -> bool:
    """Whether a name that a package has bound is that of its submodule: `from . import core`."""
    from importspy_static.interpret.relative import absolute

    return absolute(value.path, full.rpartition(".")[0]) == full


def _is_loaded(machine: Machine, package: int, name: str) -> bool:
    found = machine.state.find((package, _LOADED + name)) or ()
    return bool(found) and all(each.value is not None for each in found)


def _may_be_loaded(machine: Machine, package: int, name: str) -> bool:
    return any(each.value is not None for each in machine.state.find((package, _LOADED + name)) or ())


def _may_have_imported(machine: Machine, package: int, full: str) -> bool:
    """Whether a package may have imported a submodule itself before, in a way that is not followed."""
    found = None if machine.world is None else machine.world.finished(package)
    if found is None:
        return package != machine.module
    program, front = found
    return bool(program.unknown_imports) or full in set(_imported(program, front))


def _is_imported_by(machine: Machine, package: int, full: str) -> bool:
    """Whether the module, or the package, or a module of the project that these import, may import a submodule."""
    world = machine.world
    found = None if world is None else world.finished(package)
    if world is None or found is None or f"{world.name_of(machine)}.".startswith(f"{full}."):
        return True
    pending = [(machine.program, machine.package), found]
    seen: set[str] = set()
    while pending:
        program, front = pending.pop()
        if program.unknown_imports:
            return True
        for path in _imported(program, front):
            if path == full:
                return True
            if path not in seen:
                seen.add(path)
                inner = world.of_project(machine, path)
                pending += [] if inner is None else [inner]
        if len(pending) > MOST_ASKED:
            return True
    return False


def _imported(program: Program, package: str) -> Iterator[str]:
    """The dotted names of all modules that a module may import, and of what it takes of them."""
    from importspy_static.interpret.relative import absolute

    for fact in program.imports:
        if "type_checking" not in fact.circumstances:
            path = absolute(fact.path.removesuffix(".*"), package) or ""
            parts = path.split(".") if path else []
            yield from (".".join(parts[:index]) for index in range(1, len(parts) + 1))
