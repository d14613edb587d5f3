"""What a new instance of a class has: its constructor is run, and its methods tell of more."""

from __future__ import annotations

from collections.abc import Callable

from importspy_static.interpret import lookup
from importspy_static.interpret.displays import settle
from importspy_static.interpret.functions import method_of, run_call
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.state import ANY, DECLARED
from importspy_static.interpret.values import (
    ABSENT,
    Annotation,
    Binding,
    Cause,
    ClassValue,
    Computed,
    FunctionValue,
    Instance,
    Literal,
    Outcome,
    Value,
    join,
)
from importspy_static.lazy_dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class InstanceAttributes:
    """The attributes of a new instance of a class, and those that other methods give it."""

    initial: dict[str, Binding]
    unknown: Binding
    """What a name that the constructor does not bind may still be: absent, unless the constructor is not known."""
    elsewhere: dict[str, Binding]
    declared: dict[str, Annotation]


def instance_attributes(machine: Machine, of: ClassValue) -> InstanceAttributes:
    """Run the constructor of a class, and each other method by itself, and see what they leave in the instance."""
    base = machine.state
    try:
        machine.state = base.layer()
        made = _construct(machine, of, Instance(of, of.span, machine.new_object()))
        first = made.object or machine.module
        for name in ("__setattr__", "__getattribute__"):
            for outcome in lookup.class_member(machine, of, name):
                is_own = isinstance(outcome.value, FunctionValue) and outcome.value.object != lookup.BUILTIN
                if is_own and (name != "__setattr__" or method_of(machine, made, name) is None):
                    machine.taint(first, Cause("SPY801", outcome.span or of.header, f"{of.name}.{name}"))
        initial = _collected(machine, first)
        unknown = machine.state.find((first, ANY)) or ABSENT
        declared = _declared(machine, first)
        elsewhere: dict[str, Binding] = {}
        for method in methods_of(machine, of):
            machine.state = base.layer()
            other = machine.new_object()
            run_call(machine, method, [(Instance(of, of.span, other),)], to_the_end=True)
            for name, binding in _collected(machine, other).items():
                present = tuple(each for each in binding if each.value is not None)
                if present:
                    elsewhere[name] = join((elsewhere[name], present)) if name in elsewhere else present
            declared = {**_declared(machine, other), **declared}
    finally:
        machine.state = base
    return InstanceAttributes(initial, unknown, elsewhere, declared)


def _collected(machine: Machine, instance: int) -> dict[str, Binding]:
    names = [name for name in machine.names.get(instance, {}) if not name.startswith((DECLARED, "!", ANY))]
    return {name: tuple(_settled(machine, each) for each in machine.state.get((instance, name))) for name in names}


def _settled(machine: Machine, outcome: Outcome) -> Outcome:
    """A list with what it holds by now: how it came to that is forgotten with the constructor."""
    if isinstance(outcome.value, Literal) and outcome.value.mutable is not None:
        return replace(outcome, value=settle(machine, outcome.value))
    return outcome


def _declared(machine: Machine, instance: int) -> dict[str, Annotation]:
    found: dict[str, Annotation] = {}
    for name in machine.names.get(instance, {}):
        if name.startswith(DECLARED):
            annotations = annotations_in(machine.state.get((instance, name)))
            if annotations:
                found[name.removeprefix(DECLARED)] = annotations[0]
    return found


def _construct(machine: Machine, of: ClassValue, instance: Instance) -> Instance:
    """Run what makes an instance: `__new__`, then `__init__` on what it returns; the instance that comes out."""
    made = instance
    for outcome in lookup.class_member(machine, of, "__new__"):
        match outcome.value:
            case FunctionValue(definition=definition) as function if definition is not None:
                returned = run_call(machine, function, [(of,)])
                made = next((each for each in returned if isinstance(each, Instance) and each.object), made)
                if made.object is not None and not any(lookup.same(each, of) for each in lookup.mro(made.of) or ()):
                    # No instance of the class comes out: `__init__` is not called (data model, `object.__new__`).
                    machine.taint(made.object, Cause("SPY801", function.span, f"{of.name}.__new__"))
                    return made
            case Computed(cause=cause) if made.object is not None:
                machine.taint(made.object, cause)
    runs = [_init_runner(machine, of, outcome, made) for outcome in lookup.class_member(machine, of, "__init__")]
    machine.branch(runs, Cause("SPY805", of.header, f"{of.name}.__init__"))
    return made


def _init_runner(machine: Machine, of: ClassValue, outcome: Outcome, instance: Instance) -> Callable[[], bool]:
    def run_init() -> bool:
        match outcome.value:
            case FunctionValue(definition=None, object=maker) if maker != lookup.BUILTIN:
                _assign_fields(machine, of, instance)
            case FunctionValue() as function:
                run_call(machine, function, [(instance,)])
            case Computed(cause=cause) if instance.object is not None:
                machine.taint(instance.object, cause)
        return True

    return run_init


def _assign_fields(machine: Machine, of: ClassValue, instance: Instance) -> None:
    """A generated constructor assigns its fields, then calls the hook for more."""
    maker = next((entry for entry in lookup.mro(of) or () if isinstance(entry, ClassValue) and entry.fields), of)
    maker = machine.classes.get(maker.object, maker)
    for field in maker.fields:
        if field.stored and instance.object is not None and (field.in_init or field.default is not None):
            values: tuple[Value, ...] = field.default.values if field.default is not None else ()
            argument = Computed(Cause("SPY804", field.span, f"argument '{field.parameter}'"))
            found = values or (argument,)
            machine.put((instance.object, field.name), tuple(Outcome(value, field.span) for value in found))
    for hook in ("__post_init__", "__attrs_pre_init__", "__attrs_post_init__"):
        for outcome in lookup.class_member(machine, of, hook):
            if isinstance(outcome.value, FunctionValue):
                run_call(machine, outcome.value, [(instance,)])


def methods_of(machine: Machine, of: ClassValue) -> list[FunctionValue]:
    """The methods and properties of a class and its bases, constructors left out, the nearest first."""
    found: dict[FunctionValue, None] = {}
    for entry in lookup.mro(of) or (of,):
        if not isinstance(entry, ClassValue) or entry.builtin is not None:
            continue
        for name in machine.names.get(entry.object, {}):
            if name in ("__init__", "__new__") or name.startswith((DECLARED, "!", ANY)):
                continue
            for outcome in machine.state.get((entry.object, name)):
                match outcome.value:
                    case FunctionValue(kind="static" | "class"):
                        pass
                    case FunctionValue(definition=definition) as function if (
                        definition is not None and definition.body != ()
                    ):
                        found[function] = None
    return list(found)


def annotations_in(binding: Binding) -> tuple[Annotation, ...]:
    """The annotations that a name is declared with, each once."""
    return tuple(dict.fromkeys(each.annotation for each in binding if each.annotation is not None))
