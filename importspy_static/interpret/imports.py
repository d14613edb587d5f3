"""What import statements bind, and what is known of it by heart."""

from __future__ import annotations

from functools import partial

from importspy_static.interpret import absent, constants, lookup, standard, submodules, targets
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import Cause, Computed, External, Values
from importspy_static.model.place import Span
from importspy_static.model.program import Block, Import, ImportFrom


def import_module(machine: Machine, statement: Import) -> bool:
    """`import a.b`, `import a.b as c`."""
    for imported in statement.modules:
        if _bind_displaced(
            machine, imported.module, imported.alias or imported.module.partition(".")[0], imported.span
        ):
            continue
        standard.require_module(machine, imported.module, imported.span)
        absent.require_own_module(machine, imported.module, imported.span)
        machine.may_raise()
        submodules.load(machine, imported.module, imported.span)
        path = imported.module if imported.alias else imported.module.partition(".")[0]
        machine.imports.add(imported.span)
        value = External(path, imported.span, 0)
        if machine.world is not None and machine.world.is_from_project(machine, value):
            # `import a.b as c` takes the attribute, whatever that is (since Python 3.7).
            value = External(path, imported.span, path.count("."))
        machine.bind_value(machine.mangled(imported.alias or path), (value,), imported.span)
    return True


def _bind_displaced(machine: Machine, path: str, name: str, span: Span) -> bool:
    """Whether something else may be in the place of the module, which is then not known."""
    cause = standard.displaced(machine, path)
    if cause is None:
        return False
    machine.imports.add(span)
    machine.bind_value(machine.mangled(name), (Computed(cause),), span)
    return True


def import_from(machine: Machine, statement: ImportFrom) -> bool:
    """`from a import b`, `from a import *`."""
    if not statement.level:
        if statement.names is not None and standard.displaced(machine, statement.module) is not None:
            for each in statement.names:
                _bind_displaced(machine, statement.module, each.alias or each.name, each.span)
            return True
        standard.require_module(machine, statement.module, statement.span)
        for first in (statement.names or ())[:1]:
            standard.require_name(machine, statement.module, first.name, first.span)
    front = "." * statement.level + statement.module
    if statement.level and not machine.package and machine.world is not None:
        machine.may_raise("ImportError")
        if machine.is_surely_reached:
            machine.doubts.append(Cause("SPY802", statement.span, front, "which only a module of a package can"))
    owner = absent.own_module(machine, statement, front)
    submodules.load(machine, front, statement.span)
    for first in (statement.names or ())[:1]:
        absent.require_own_name(machine, owner, first.name, first.span)
    machine.may_raise()
    _note_submodules(machine, statement)
    if statement.names is None:
        if _bind_star(machine, statement, front, owner):
            return True
        deeper = None if machine.world is None else machine.world.other_names_of(machine, front)
        machine.taint(machine.frame.scopes[0], deeper or Cause("SPY802", statement.span, f"from {front} import *"))
        return True
    for imported in statement.names:
        if not statement.level:
            standard.require_name(machine, statement.module, imported.name, imported.span)
        absent.require_own_name(machine, owner, imported.name, imported.span)
        absent.require_submodule(machine, owner, _join(front, imported.name), imported)
        value = _imported_value(machine, front, External(_join(front, imported.name), imported.span, 1))
        machine.imports.add(imported.span)
        machine.bind_value(machine.mangled(imported.alias or imported.name), value, imported.span)
        machine.may_raise()
    return True


def _bind_star(machine: Machine, statement: ImportFrom, front: str, owner: Machine | None) -> bool:
    """`from front import *` of a module that is known; False if it is not."""
    found = None if machine.world is None else machine.world.names_of_star(machine, front, statement.span)
    if found is None:
        return False
    cause = Cause("SPY802", statement.span, f"from {front} import *")
    for name in found.names:
        bind = partial(_bind_of_star, machine, statement, front, name)
        if found.surely:
            absent.require_exported_name(machine, owner, name, statement.span)
            bind()
        else:
            machine.branch([bind, lambda: True], cause)
    if not found.are_all:
        machine.incomplete_star = cause
    return True


def _bind_of_star(machine: Machine, statement: ImportFrom, front: str, name: str) -> bool:
    value = _imported_value(machine, front, External(_join(front, name), statement.span, 1))
    machine.imports.add(statement.span)
    machine.bind_value(name, value, statement.span)
    return True


def _note_submodules(machine: Machine, statement: ImportFrom) -> None:
    """The import of a submodule binds it in its package, and the checked module may be that (the import system)."""
    parts = statement.module.split(".")
    machine.submodules.update(parts[:1] if statement.level == 1 else parts[1:])


def remember_type_names(machine: Machine, block: Block) -> None:
    """Imports under TYPE_CHECKING bind nothing, but annotations mean them."""
    for statement in block:
        match statement:
            case ImportFrom(module=module, level=level, names=names) if names is not None:
                front = "." * level + module
                for each in names:
                    machine.type_checking_names[each.alias or each.name] = External(
                        _join(front, each.name), each.span, 1
                    )
            case Import(modules=modules):
                for each_module in modules:
                    path = each_module.module if each_module.alias else each_module.module.partition(".")[0]
                    machine.type_checking_names[each_module.alias or path] = External(path, each_module.span)


def _join(front: str, name: str) -> str:
    return f"{front}{name}" if front.endswith(".") else f"{front}.{name}"


def _imported_value(machine: Machine, front: str, external: External) -> Values:
    """What a name imported from elsewhere is, as far as it is known by heart."""
    if front == "__future__":
        return (external,)
    standard.note_use(machine, external.path)
    constant = machine.facts.constant(external.path)
    if constant is not targets.UNKNOWN:
        return (constants.literal(constant, external.span),)
    known = lookup.known_class(external.path, machine.facts)
    return (known if known is not None else external,)
