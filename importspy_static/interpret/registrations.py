"""Virtual subclasses: `Base.register(Class)` of an abstract base class (PEP 3119)."""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static.interpret import lookup
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import (
    Binding,
    ClassValue,
    Configured,
    External,
    Outcome,
    Value,
    Values,
)

REGISTER = "abc.ABCMeta.register"
_OF = "!registered "
_ANY = "!registers"


def registering(owner: ClassValue, machine: Machine) -> Configured:
    """`Base.register`, of the metaclass."""
    return Configured(REGISTER, ((owner,),), (), machine.current.span)


def registrar(callee: Value) -> Value | None:
    """What a call of this may make the ancestor of its argument."""
    match callee:
        case Configured(path=path, arguments=((owner,),)) if path == REGISTER:
            return owner
        case External(path=path, span=span) if path.endswith(".register"):
            return External(path.removesuffix(".register"), span)
        case _:
            return None


def register(machine: Machine, owner: Value, given: Values) -> None:
    """Note what `owner.register(given)` makes of classes. An argument that is not known may be any class."""
    from importspy_static.interpret.relative import absolute

    span, name = machine.current.span, ""
    match owner:
        case ClassValue(object=object):
            name = str(object)
        case External(path=path):
            # Told by its full name: a relative one means something else in another package.
            name = absolute(path, machine.package) or path
            owner = External(name, owner.span)
    for each in given:
        if not isinstance(each, ClassValue):
            if isinstance(owner, ClassValue):
                machine.put((owner.object, _ANY), (Outcome(None, span, machine.cause("SPY801")),))
        elif len(given) == 1:
            machine.put((each.object, _OF + name), (Outcome(owner, span),))
        else:
            machine.put_possibly((each.object, _OF + name), Outcome(owner, span, machine.cause("SPY805")))


def registered(machine: Machine, of: ClassValue) -> Iterator[Binding]:
    """The abstract base classes that a class, or one that it inherits from, was registered with."""
    for entry in lookup.mro(of) or (of,):
        if isinstance(entry, ClassValue):
            for name in machine.names.get(entry.object, {}):
                if name.startswith(_OF):
                    yield machine.state.get((entry.object, name))


def registers_any(machine: Machine, owner: ClassValue) -> Outcome | None:
    """A registration with an abstract base class of what is not known."""
    found = machine.state.find((owner.object, _ANY))
    return None if found is None else found[0]
