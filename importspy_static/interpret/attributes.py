"""Reading attributes: of classes and instances of the module, of modules, of what is known by its dotted name."""

from __future__ import annotations

from importspy_static.interpret import constants, lookup, standard, targets, writes
from importspy_static.interpret.changed_classes import class_now
from importspy_static.interpret.displays import add_held, mark_changed
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.partials import bound_partial
from importspy_static.interpret.registrations import registering
from importspy_static.interpret.results import constant_of, unknown
from importspy_static.interpret.signature_changes import part_of
from importspy_static.interpret.state import GIVEN
from importspy_static.interpret.submodules import is_unloaded
from importspy_static.interpret.values import (
    Binding,
    BoundMethod,
    Cause,
    ClassValue,
    Computed,
    Configured,
    External,
    FunctionValue,
    Instance,
    Literal,
    ModuleItself,
    NamespaceOf,
    Signature,
    SuperOf,
    Value,
    Values,
    present,
)
from importspy_static.lazy_dataclasses import replace

READING = frozenset({"copy", "get", "items", "keys", "values", "__contains__", "__getitem__", "__len__", "__iter__"})
"""Methods of a dictionary that do not change it."""
DICTIONARY = "__dict__"
"""The type of what is the dictionary of an object that is not known."""
GET = "types.FunctionType.__get__"
ATTRGETTER = "operator.attrgetter"
_PARTS = ("__annotations__", "__kwdefaults__")
"""The dictionaries that are kept in a function: a call, or `inspect.signature`, looks at them."""
GENERIC = "functools.<register>"
"""`register` of a function that `functools.singledispatch` has made."""
_GLOBALS = ("f_globals", "f_locals", "__globals__")
"""Attributes of frames and functions that are the namespace of a module."""


def attribute(machine: Machine, owner: Value, name: str) -> Values:
    """The values of `owner.name`."""
    if name in _GLOBALS:
        return (NamespaceOf(owner.scopes[-1] if isinstance(owner, FunctionValue) else machine.module),)
    match owner:
        case External(path=path):
            if name == "__dict__" and (module := writes.looked_at(machine, owner)) is not None:
                return (NamespaceOf(module),)
            return _external_attribute(machine, path, name, owner)
        case ClassValue():
            return _class_attribute(machine, owner, name)
        case Instance():
            return _instance_attribute(machine, owner, name)
        case SuperOf(receiver=receiver, after=after):
            return _through_super(machine, receiver, after, name)
        case ModuleItself() if name == "__dict__":
            return (NamespaceOf(machine.module),)
        case ModuleItself():
            return present(machine.state.get((machine.module, name))) or unknown(machine)
        case FunctionValue():
            return _function_attribute(machine, owner, name)
        case BoundMethod():
            return _method_attribute(machine, owner, name)
        case NamespaceOf() | Computed():
            return _of_unknown(machine, owner, name)
        case Literal():
            return _literal_attribute(machine, owner, name)
        case _:
            return unknown(machine)


def _of_unknown(machine: Machine, owner: NamespaceOf | Computed, name: str) -> Values:
    """What is read from a dictionary of names, or from what is not known: a bound method that is kept may change it."""
    if isinstance(owner, NamespaceOf):
        if name not in READING:
            machine.taint(owner.object, machine.cause("SPY801"))
        return unknown(machine)
    if name == "__dict__":
        return (Computed(owner.cause, DICTIONARY),)
    add_held(machine, owner, unknown(machine))
    return _changing(machine, owner, name) or (Computed(owner.cause),)


def _function_attribute(machine: Machine, owner: FunctionValue, name: str) -> Values:
    span = machine.current.span
    match owner.kind:
        case "property" if name in ("getter", "setter", "deleter"):
            return (Configured(f"property.{name}", ((owner,),), (), span),)
        case "static" | "class" if name == "__func__":
            return (replace(owner, kind="instance"),)
    if name in _PARTS:
        return part_of(machine, owner, name)
    if name == "__get__" and is_bindable(owner, owner):
        return (Configured(GET, ((owner,),), (), span),)
    if name == "register" and owner.is_generic:
        return (External(GENERIC, span),)
    return unknown(machine)


def _method_attribute(machine: Machine, owner: BoundMethod, name: str) -> Values:
    if name == "__func__":
        return (owner.function,)
    if name == "__self__" and owner.receiver is not None:
        return (owner.receiver,)
    return part_of(machine, owner.function, name) if name in _PARTS else unknown(machine)


def is_bindable(function: FunctionValue, receiver: Value) -> bool:
    """Whether this is a function as `def` makes it, which binds what is given, and what is given is not None."""
    is_plain = function.kind == "instance" and not function.bound and function.definition is not None
    return is_plain and not isinstance(receiver, (Computed, External)) and not _is_none(receiver)


def _is_none(value: Value) -> bool:
    return isinstance(value, Literal) and value.value is None


def _class_attribute(machine: Machine, owner: ClassValue, name: str) -> Values:
    if name == "__dict__":
        return (NamespaceOf(owner.object),)
    if name == "__mro__" and (line := lookup.mro(owner)) and lookup.bases_changed(machine, owner) is None:
        return (Computed(machine.cause("SPY804"), "tuple", line, tuple((each,) for each in line)),)
    if name == "__annotations__" and owner.object > 0:
        return part_of(machine, owner, name)
    found = lookup.class_member(machine, owner, name)
    if name == "__name__" and not present(found):
        return constant_of(machine, owner.name)
    if name == "register" and owner.is_abc and not present(found):
        return (registering(owner, machine),)
    return _through_class(machine, owner, found)


def _instance_attribute(machine: Machine, owner: Instance, name: str) -> Values:
    now = class_now(machine, owner)
    if not isinstance(now, Instance):
        return (now,)
    owner = now
    if name == "__class__":
        return (owner.of,)
    from importspy_static.interpret.functions import make

    make(machine, owner)
    now = class_now(machine, owner)
    if not isinstance(now, Instance):
        return (now,)
    owner = now
    if (doubt := _doubt(machine, owner)) is not None:
        return (Computed(doubt),)
    if name == "__dict__" and owner.object is not None:
        return (NamespaceOf(owner.object),)
    own = () if owner.object is None else present(machine.state.get((owner.object, name)))
    found = lookup.instance_member(machine, owner.of, owner.object, name)
    of_class = tuple(each for each in found if each.value is not None and each.value not in own)
    if own and not of_class:
        return own
    return (*own, *_through_instance(machine, owner, of_class or found))


def _doubt(machine: Machine, owner: Instance) -> Cause | None:
    """Why attributes of an instance may be others than its class and its methods say.

    That unknown code was given it counts where it decorates: what it returns takes the place of a function.
    """
    if machine.follows_calls and owner.object is not None:
        for outcome in machine.state.find((owner.object, GIVEN)) or ():
            if outcome.branch is not None:
                return outcome.branch
    for outcome in lookup.class_member(machine, owner.of, "__getattribute__"):
        if isinstance(outcome.value, FunctionValue) and outcome.value.object != lookup.BUILTIN:
            return Cause("SPY801", outcome.value.span, f"{owner.of.name}.__getattribute__")
    return None


def _literal_attribute(machine: Machine, owner: Literal, name: str) -> Values:
    if owner.mutable is not None:
        # A bound method that is kept can change the list at any time.
        mark_changed(machine, owner)
        return _changing(machine, owner, name) or unknown(machine)
    elif name in _VERSION_PARTS and owner.value == _version(machine).value:
        return constant_of(machine, machine.facts.version[_VERSION_PARTS.index(name)])
    return unknown(machine)


def _changing(machine: Machine, owner: Literal | Computed, name: str) -> Values:
    """A method of a list, set or dict that returns None."""
    if owner.mutable is None or owner.type not in ("list", "set", "dict") or name not in RETURN_NONE:
        return ()
    signature = machine.cause("SPY804")
    return (BoundMethod(FunctionValue(lookup.BUILTIN, name, machine.current.span, signature, False), owner),)


RETURN_NONE = frozenset("add append clear discard extend insert remove reverse sort update".split())
_VERSION_PARTS = ("major", "minor", "micro", "releaselevel", "serial")


def _version(machine: Machine) -> Literal:
    return constants.literal(machine.facts.version, machine.current.span)


def _external_attribute(machine: Machine, path: str, name: str, owner: External) -> Values:
    full = f"{path}.{name}"
    standard.note_use(machine, full)
    constant = machine.facts.constant(full)
    if constant is not targets.UNKNOWN and full not in machine.patched:
        return constant_of(machine, constant)
    if full == "builtins.__spec__.parent" and machine.package and machine.globals == machine.module:
        return constant_of(machine, machine.package)
    beyond = None if owner.beyond is None else owner.beyond + 1
    if is_unloaded(machine, owner, name):
        return (Computed(Cause("SPY802", machine.current.span, full)),)
    if path == "sys.modules":
        return (External(full, owner.span, beyond),)
    return (lookup.known_class(full, machine.facts) or External(full, owner.span, beyond),)


def _through_class(machine: Machine, owner: ClassValue, binding: Binding) -> Values:
    """Members as they come out of a class: class methods are bound to it, others are as they are."""
    return tuple(_out_of_class(machine, owner, value) for value in present(binding)) or unknown(machine)


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
    for value in present(binding):
        match value:
            case FunctionValue(kind="instance"):
                values.append(BoundMethod(value, owner))
            case FunctionValue(kind="class"):
                values.append(BoundMethod(value, owner.of))
            case FunctionValue(kind="property"):
                values += _got(machine, owner, value)
            case Configured(path="functools.partialmethod"):
                values.append(bound_partial(value, owner) or Computed(machine.cause("SPY804")))
            case _:
                values.append(value)
    return tuple(values) or unknown(machine)


def _got(machine: Machine, owner: Instance, getter: FunctionValue) -> Values:
    """What a property returns, once its getter has run."""
    from importspy_static.interpret.functions import run_call

    if not isinstance(getter.signature, Signature) or getter.is_cached:
        return unknown(machine)
    return run_call(machine, getter, [(owner,)], exact=True) or unknown(machine)


def _through_super(machine: Machine, receiver: Value, after: ClassValue, name: str) -> Values:
    of = receiver.of if isinstance(receiver, Instance) else receiver
    line = lookup.mro(of) if isinstance(of, ClassValue) else None
    if line is None:
        return unknown(machine)
    position = next((index for index, entry in enumerate(line) if lookup.same(entry, after)), -1)
    found = present(lookup.member_along(machine, line[position + 1 :], name))
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
    return tuple(bound) or unknown(machine)
