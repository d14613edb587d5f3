"""Changes of a namespace that are not plain assignments: to attributes, through dictionaries, and the like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from importspy_static.interpret import constants, functions, lookup, metaclasses, standard, writes
from importspy_static.interpret.attributes import READING
from importspy_static.interpret.changed_classes import become
from importspy_static.interpret.constants import literal_text
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.signature_changes import CHANGED_ANNOTATIONS, change_signature
from importspy_static.interpret.values import (
    ABSENT,
    BoundMethod,
    Cause,
    ClassValue,
    Computed,
    Display,
    External,
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

SIGNATURE_ATTRIBUTES = frozenset(
    {
        "__code__",
        "__defaults__",
        "__kwdefaults__",
        "__signature__",
        "__annotations__",
        "__wrapped__",
        "__text_signature__",
    }
)
"""Attributes of a function that `inspect.signature` or a call looks at."""


def assign_attribute(
    machine: Machine, owner: Value, name: str | None, values: Values, alone: bool, *, asks: bool = True
) -> None:
    """`owner.name = value`. `name` None: any name. `alone`: `owner` is the only thing it can be.

    `asks`: a `__setattr__` of the class has its say.
    """
    match owner:
        case Instance(object=int() as object) if name == "__dict__":
            machine.taint(object, machine.cause("SPY801"))
        case Instance() if name == "__class__" and alone and become(machine, owner, values):
            pass
        case Instance() if asks and name is not None and _is_hooked(machine, owner, name, values):
            pass
        case Instance(of=of, object=int() as object):
            if not _set_property(machine, owner, of, name, values):
                _assign(machine, object, name, values, alone)
        case ClassValue(object=object):
            if object > 0:
                _assign(machine, object, name, values, alone)
        case ModuleItself():
            _assign(machine, machine.module, name, values, alone)
        case FunctionValue() | BoundMethod():
            if name is None or name in SIGNATURE_ATTRIBUTES:
                function = owner if isinstance(owner, FunctionValue) else owner.function
                change_signature(machine, function, name, values, alone)
        case External(path=path):
            standard.note_change(machine, path, name)
            _assign_elsewhere(machine, owner, name, values, alone)
        case Computed():
            _assign_somewhere(machine, name)


def _is_hooked(machine: Machine, owner: Instance, name: str, values: Values) -> bool:
    """Whether `__setattr__` of the class did what an assignment does."""
    hook = functions.method_of(machine, owner, "__setattr__")
    if hook is None or any(frame.callee == hook.object for frame in machine.frames):
        return False
    literal = Literal(name, "str", machine.current.span)
    functions.run_call(machine, hook, [(owner,), (literal,), values], exact=True)
    if owner.object is not None and any(each.value is None for each in machine.state.get((owner.object, name))):
        # It may have been handed on in a way that is not followed.
        machine.taint_name(owner.object, name, Cause("SPY801", hook.span, f"{owner.of.name}.__setattr__"))
    return True


def _assign_elsewhere(machine: Machine, owner: External, name: str | None, values: Values, alone: bool) -> None:
    """`Plugin.run = value`, `base.helper = value`, where `Plugin` and `base` are from elsewhere."""
    found = writes.found_elsewhere(machine, owner)
    for each in found:
        assign_attribute(machine, each, name, values, alone and len(found) == 1)
    module = None if found else writes.module_object(machine, owner)
    if module is not None:
        writes.keep_names(machine, module, name)
        _assign(machine, module, name, values, alone)


def _set_property(machine: Machine, owner: Instance, of: ClassValue, name: str | None, values: Values) -> bool:
    """Whether the class has a property of this name: then its setter runs, and the instance gets nothing by itself."""
    if name is None:
        return False
    found = [each.value for each in lookup.class_member(machine, of, name)]
    if len(found) == 1 and isinstance(found[0], Instance):  # perhaps a descriptor that takes the assignment
        return functions.call_method(machine, found[0], "__set__", [(owner,), values]) is not None
    properties = [
        each for each in found if isinstance(each, FunctionValue) and each.kind == "property" and not each.is_cached
    ]
    if len(properties) != len(found):
        return False
    for each in properties:
        if each.setter is not None:
            functions.run_call(machine, each.setter, [(owner,), values])
    return True


def _assign(machine: Machine, owner: int, name: str | None, values: Values, alone: bool) -> None:
    span = machine.current.span
    if name is None:
        machine.taint(owner, machine.cause("SPY801"))
        return
    if name == "__annotations__":
        machine.put((owner, CHANGED_ANNOTATIONS), (Outcome(None, span, machine.cause("SPY801")),))
    if name in ("__bases__", "__class__"):
        machine.rebased.add(owner)
        machine.put((owner, "!bases"), (Outcome(None, span, machine.cause("SPY801")),))
    if alone:
        machine.put((owner, name), tuple(Outcome(value, span) for value in values))
        return
    for value in values:
        machine.put_possibly((owner, name), Outcome(value, span, machine.cause("SPY805")))


def _assign_somewhere(machine: Machine, name: str | None) -> None:
    """An attribute of an object that is not known is bound, or deleted: it may be any class of the module."""
    if name is None and len(machine.frames) > 1:
        return  # any name of any object: a function that fills what it is given says nothing of the module
    cause = machine.cause("SPY801")
    own = {owner: of for owner, of in machine.classes.items() if owner >> 32 == machine.number}
    for owner in tuple(own) if name is None else _with_bases(own):
        if name is None:
            machine.taint(owner, cause)
        elif name in machine.names.get(owner, ()):
            machine.put_possibly((owner, name), Outcome(Computed(cause), cause.span, cause))


def _with_bases(classes: Mapping[int, ClassValue]) -> dict[int, None]:
    """The objects of classes and of all that they inherit from."""
    lines = [lookup.mro(each) or (each,) for each in classes.values()]
    bases = {each.object: None for line in lines for each in line if isinstance(each, ClassValue) and each.object > 0}
    return dict.fromkeys((*classes, *bases))


def delete_attribute(machine: Machine, owner: Value, name: str | None, alone: bool = True) -> None:
    """`del owner.name`. `name` None: any name. `alone`: `owner` is the only thing it can be."""
    match owner:
        case Computed() if len(machine.frames) == 1:
            _assign_somewhere(machine, name)
        case ClassValue() if alone and metaclasses.delete(machine, owner, name):
            pass
        case ClassValue(object=object) | Instance(object=int() as object) if object > 0:
            _delete(machine, object, name, alone)
        case ModuleItself():
            _delete(machine, machine.module, name, alone)
        case FunctionValue() | BoundMethod():
            assign_attribute(machine, owner, name, (), alone)
        case External(path=path):
            standard.note_change(machine, path, name)
            found = writes.found_elsewhere(machine, owner)
            for each in found:
                delete_attribute(machine, each, name, alone and len(found) == 1)
            module = None if found else writes.module_object(machine, owner)
            if module is not None:
                writes.keep_names(machine, module, name)
                _delete(machine, module, name, alone)


def _delete(machine: Machine, owner: int, name: str | None, alone: bool = True) -> None:
    if name is None:
        machine.taint(owner, machine.cause("SPY801"))
    elif alone:
        machine.put((owner, name), (Outcome(None, machine.current.span),))
    else:
        machine.put_possibly((owner, name), Outcome(None, machine.current.span, machine.cause("SPY805")))


def assign_key(machine: Machine, namespace: NamespaceOf, key: Values, values: Values, *, alone: bool) -> None:
    """`globals()[key] = …`. `alone`: the namespace is the only thing that it can be."""
    name = literal_text(key)
    cause = machine.cause("SPY801")
    if machine.making.get(namespace.object) is False:
        return
    writes.keep_names(machine, namespace.object, name)
    if name is None:
        machine.taint(namespace.object, cause)
    elif alone and values and name.isidentifier() and _is_writable(machine, namespace.object):
        machine.put((namespace.object, name), tuple(Outcome(value, machine.current.span) for value in values))
    else:
        machine.taint_name(namespace.object, name, cause)


def _is_writable(machine: Machine, owner: int) -> bool:
    """Whether what is written there surely is there.

    In a function `locals()` may be a copy (PEP 667), and that of a class can be written only while its body runs.
    """
    frames = [each for each in machine.frames if each.scopes[0] == owner]
    if any(each.callee is not None for each in frames):
        return False
    return owner not in machine.classes or bool(frames) or machine.making.get(owner, False)


def delete_key(machine: Machine, namespace: NamespaceOf, key: Values) -> None:
    """`del globals()[key]`."""
    if machine.making.get(namespace.object) is False:
        return
    writes.keep_names(machine, namespace.object, literal_text(key))
    _delete(machine, namespace.object, literal_text(key))


def change_namespace(
    machine: Machine,
    namespace: NamespaceOf,
    method: str,
    arguments: list[Values],
    keywords: Keywords,
    *,
    alone: bool = False,
) -> Values:
    """A method call on the dictionary of a namespace. `alone`: it surely is called, and on nothing else."""
    cause = machine.cause("SPY801")
    unknown: Values = (Computed(machine.cause("SPY804")),)
    if method == "copy":
        return (_copy_of(machine, namespace.object),)
    if method in READING:
        name = literal_text(arguments[0]) if method == "get" and arguments else None
        found = machine.state.get((namespace.object, name)) if name is not None else ABSENT
        return tuple(outcome.value for outcome in found if outcome.value is not None) or unknown
    if machine.making.get(namespace.object) is False:
        return unknown
    names = keys_of(method, arguments, keywords)
    for changed in names or (None,):
        writes.keep_names(machine, namespace.object, changed)
    given = _given(machine, arguments, keywords) if method == "update" and names is not None else {}
    if names is None:
        machine.taint(namespace.object, cause)
        return unknown
    for name in names:
        if method in ("pop", "__delitem__"):
            _delete(machine, namespace.object, name)
        elif method == "setdefault":
            machine.put_possibly((namespace.object, name), Outcome(Computed(cause), cause.span, cause))
        elif alone and name in given and name.isidentifier() and _is_writable(machine, namespace.object):
            machine.put((namespace.object, name), tuple(Outcome(each, cause.span) for each in given[name]))
        else:
            machine.taint_name(namespace.object, name, cause)
    return unknown


def _given(machine: Machine, arguments: list[Values], keywords: Keywords) -> dict[str, Values]:
    """What `update` is given for each name, as far as that is known."""
    items = items_of(machine, arguments[0]) if len(arguments) == 1 else None
    given = {name: values for name, values in items or () if values}
    return given | {name: values for name, values in keywords if name is not None and values}


def items_of(machine: Machine, values: Values) -> list[tuple[str, Values]] | None:
    """The items of a dictionary, by its keys; None if they are not known, or if a key is no text.

    A value that can be changed in place is not known: it may be, through the dictionary.
    """
    match values:
        case (Literal(value=Display(kind="dict", items=items), span=span),):
            found: list[tuple[str, Values]] = []
            for (_, key), (kind, value) in zip(items[::2], items[1::2], strict=True):
                if not isinstance(key, str):
                    return None
                if constants.holds_mutable(kind, value):
                    found.append((key, (Computed(machine.cause("SPY804"), kind),)))
                else:
                    found.append((key, (Literal(value, kind, span),)))
            return found
        case (Computed(keyed=(_, *_) as keyed),):
            named = [(key.value, given) for key, given in keyed]
            return [(key, given) for key, given in named if isinstance(key, str)] if _are_texts(named) else None
        case _:
            return None


def _are_texts(items: Iterable[tuple[object, Values]]) -> bool:
    return all(isinstance(key, str) for key, _ in items)


def _copy_of(machine: Machine, owner: int) -> Computed:
    """`globals().copy()`: a dictionary apart, with the same objects in it."""
    made = machine.object_at("copy", machine.current.span, owner)
    machine.copies[made] = owner
    return Computed(machine.cause("SPY804"), "dict", (), None, made)


def keys_of(method: str, arguments: list[Values], keywords: Keywords) -> list[str] | None:
    """The names that a changing method changes; None if they cannot be told."""
    names: list[str] = []
    for keyword, _ in keywords:
        if keyword is None:
            return None
        names.append(keyword)
    match method, arguments:
        case "update" | "__ior__", []:
            return names
        case "update" | "__ior__", [(Literal(value=Display(kind="dict", items=items)),)]:
            keys = [content for _, content in items[::2]]
            return [*names, *(key for key in keys if isinstance(key, str))]
        case "update" | "__ior__", [(Computed(keyed=(_, *_) as keyed),)]:
            return [*names, *(key.value for key, _ in keyed if isinstance(key.value, str))]
        case "setdefault" | "pop" | "__setitem__" | "__delitem__", [key, *_]:
            name = literal_text(key)
            return None if name is None else [name]
        case _:
            return None
