"""What a module comes out as on a target: the answer that the checks ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from importspy_static.interpret import lookup
from importspy_static.interpret.annotations import Meaning
from importspy_static.interpret.blocks import run
from importspy_static.interpret.functions import leave_unknown, run_call
from importspy_static.interpret.machine import Ending, Machine
from importspy_static.interpret.state import ANY, DECLARED, MODULE
from importspy_static.interpret.values import (
    ABSENT,
    Annotation,
    Binding,
    BoundMethod,
    Cause,
    ClassValue,
    Computed,
    Display,
    FunctionValue,
    Instance,
    Literal,
    Outcome,
    Signature,
    Value,
    join,
)
from importspy_static.model.place import TOP, Span
from importspy_static.model.program import Block, ClassDef, Evaluate, FunctionDef, Program, Statement
from importspy_static.model.target import Target


@dataclass(frozen=True, slots=True)
class InstanceAttributes:
    """The attributes of a new instance of a class, and those that other methods give it."""

    initial: dict[str, Binding]
    unknown: Binding
    """What a name that the constructor does not bind may still be: absent, unless the constructor is not known."""
    elsewhere: dict[str, Binding]
    declared: dict[str, Annotation]


class Namespace:
    """The names of a module after its import, with the members of its classes."""

    def __init__(self, machine: Machine, completes: bool) -> None:
        self._machine = machine
        self.completes = completes
        fails, ended = machine.fails_at, None if completes else machine.last_raise
        self.fails_at = fails.span if fails is not None else None
        """An expression that surely raises. It was passed over, but nothing behind it would ever be there."""
        first = fails or ended or Ending(TOP)
        self.raised_at = first.span
        """Where the import of a module that never completes, or that fails, does so."""
        self.reason = first.reason
        """Why it does: "typing has no 'Self' before Python 3.11". None if the source says `raise`."""
        self.doubtful_imports = tuple(dict.fromkeys(machine.doubts))
        """Imports of modules that the target's Python does not have, but that may be installed there: nobody handles it
        if they are not. SPY802, with the name of the module."""
        self.meaning = Meaning(machine)
        self._instances: dict[tuple[int, int], InstanceAttributes] = {}

    @property
    def asked(self) -> frozenset[str]:
        """The facts of the target that were asked, by their dotted names: see `targets.told`.

        Where two targets say the same to all of them, the module is the same on both. Constructors are run when they
        are needed, so this is complete only behind the last question to the namespace.
        """
        return self._machine.facts.asked

    def name(self, name: str) -> Binding:
        """What a name of the module is. Nothing is bound in a module that never completes."""
        if not self.completes:
            return ABSENT
        found = self._machine.state.get((MODULE, name))
        return self._settled(self._or_getattr(found, MODULE, "__getattr__"))

    def _or_getattr(self, found: Binding, owner: int, hook: str) -> Binding:
        """A module's `__getattr__` may provide what is absent (PEP 562)."""
        if all(outcome.value is not None for outcome in found):
            return found
        provided = [each for each in self._machine.state.get((owner, hook)) if each.value is not None]
        if not provided:
            return found
        cause = Cause("SPY801", provided[0].span or TOP, hook)
        return (*(each for each in found if each.value is not None), Outcome(Computed(cause), cause.span, cause))

    def names(self) -> list[str]:
        """Every name that may be bound in the module, in the order of first binding."""
        return [name for name in self._machine.names.get(MODULE, {}) if not name.startswith((DECLARED, "!", ANY))]

    def is_imported(self, outcome: Outcome) -> bool:
        """Whether a name was bound by an import."""
        return outcome.span in self._machine.imports

    def may_have_other_names(self) -> Cause | None:
        """The construct that may have bound names that the source does not show, if there is one."""
        return self.other_members(MODULE)

    def other_members(self, owner: int) -> Cause | None:
        """The construct that may have bound members of an object that the source does not show."""
        found = self._machine.state.find((owner, ANY))
        return None if found is None else next((each.branch for each in found if each.branch), None)

    def declared(self, name: str) -> tuple[Annotation, ...]:
        """What a variable of the module is declared as: one annotation, or several on different branches."""
        return _annotations(self._machine.state.get((MODULE, DECLARED + name)))

    # Classes

    def mro(self, of: ClassValue) -> tuple[Value, ...] | None:
        """The method resolution order of a class, itself first; None if there is no consistent one."""
        changed = lookup.bases_changed(self._machine, of)
        if changed is not None:
            return (of, Computed(changed))
        return lookup.mro(of)

    def member(self, of: ClassValue, name: str) -> Binding:
        """What an attribute of a class is, along its MRO."""
        return self._settled(lookup.class_member(self._machine, of, self.kept_name(of, name)))

    def kept_name(self, of: ClassValue, name: str) -> str:
        """A name as a class keeps it: `__name` is private to the class, or the base, whose body says it."""
        if not name.startswith("__") or name.endswith("__"):
            return name
        for entry in lookup.mro(of) or (of,):
            if isinstance(entry, ClassValue):
                private = f"_{entry.name.lstrip('_')}{name}"
                taken = self._machine.names.get(entry.object, {})
                if private in taken or private in self.instance(of).initial:
                    return private
        return name

    def own_names(self, of: ClassValue) -> list[str]:
        """The names that the body of a class, or an assignment to it, binds."""
        return [name for name in self._machine.names.get(of.object, {}) if not name.startswith((DECLARED, "!", ANY))]

    def hook(self, of: ClassValue) -> Cause | None:
        """`__getattr__` or `__getattribute__` of a class, which may provide any attribute of its instances."""
        for name in ("__getattr__", "__getattribute__"):
            for outcome in lookup.class_member(self._machine, of, name):
                if isinstance(outcome.value, FunctionValue) and outcome.value.object != lookup.BUILTIN:
                    return Cause("SPY801", outcome.value.span, f"{of.name}.{name}")
        return None

    def declared_attribute(self, of: ClassValue, name: str) -> tuple[Annotation, ...]:
        """What an attribute is declared as in the class or a base, or where a method assigns it."""
        for entry in lookup.mro(of) or (of,):
            if isinstance(entry, ClassValue):
                found = _annotations(self._machine.state.get((entry.object, DECLARED + name)))
                if found:
                    return found
        assigned = self.instance(of).declared.get(name)
        return () if assigned is None else (assigned,)

    def is_slot(self, of: ClassValue, name: str) -> bool:
        """Whether `__slots__` of the class or a base reserves the name."""
        for entry in lookup.mro(of) or (of,):
            if isinstance(entry, ClassValue) and entry.builtin is None:
                for outcome in self._machine.state.get((entry.object, "__slots__")):
                    if isinstance(outcome.value, Literal) and name in _texts(outcome.value):
                        return True
        return False

    def instance(self, of: ClassValue) -> InstanceAttributes:
        """The attributes of instances: what the constructor leaves behind, and what other methods assign."""
        key = (of.object, hash(of.bases))
        if key not in self._instances:
            self._instances[key] = _instance_attributes(self._machine, of)
        return self._instances[key]

    # Values

    def _settled(self, binding: Binding) -> Binding:
        """The binding, with what happened to functions and lists after they were made."""
        return tuple(
            Outcome(self.settled(each.value), each.span, each.branch) if each.value is not None else each
            for each in binding
        )

    def settled(self, value: Value) -> Value:
        """A value with what was done to it after it was bound."""
        match value:
            case FunctionValue():
                changed = self._machine.function_changed(value)
                if changed is not None:
                    return FunctionValue(value.object, value.name, value.span, changed, value.is_async, value.kind)
            case Literal(mutable=int()):
                cause = self._machine.changed_by(value)
                if cause is not None:
                    return Computed(cause, value.type)
                return self._machine.now(value) or value
        return value

    def callable_of(self, value: Value) -> FunctionValue | None:
        """The function that a call of a value runs, without what is bound to it already; None if it is not known."""
        match value:
            case FunctionValue():
                return value
            case BoundMethod(function=function):
                return _without_first(function)
            case Instance(of=of):
                found = [each.value for each in self.member(of, "__call__")]
                if len(found) == 1 and isinstance(found[0], FunctionValue):
                    return _without_first(found[0])
        return None


def interpret(program: Program, target: Target, trusted_decorators: Sequence[str] = ()) -> Namespace:
    """What a module comes out as when it is imported on the target. Nothing of it is run."""
    machine = Machine(program, target, trusted_decorators)
    completes = _run_module(machine, program.body)
    if completes:
        _run_hidden_calls(machine)
    return Namespace(machine, completes)


def _run_module(machine: Machine, body: Block) -> bool:
    for statement in body:
        machine.last_raise = None
        if not run(machine, (statement,)):
            machine.ends_at(_place_of(statement))
            return False
    return True


def _place_of(statement: Statement) -> Span:
    match statement:
        case Evaluate(value=value):
            return value.span
        case FunctionDef(header=header) | ClassDef(header=header):
            return header
        case _:
            return statement.span


def _run_hidden_calls(machine: Machine) -> None:
    """Methods of classes that were instantiated may have been called without a call in the source.

    Operators, properties, `with`, `for`, callbacks: instead of following each protocol, whatever such a method
    could do to the module is taken as possible.
    """
    for of in tuple(machine.instantiated.values()):
        for method in _methods(machine, of):
            definition = method.definition
            if definition is None or not (definition.globals or definition.mentions):
                continue
            if definition.mentions:
                leave_unknown(machine, method)
                continue
            called = partial(run_call, machine, method, [(Instance(of, of.span),)], to_the_end=True)
            machine.branch([partial(_completes, called), lambda: True], Cause("SPY805", method.span, method.name))


def _completes(call: Callable[[], Sequence[Value]]) -> bool:
    return bool(call())


def _annotations(binding: Binding) -> tuple[Annotation, ...]:
    return tuple(dict.fromkeys(each.annotation for each in binding if each.annotation is not None))


def _texts(literal: Literal) -> list[object]:
    match literal.value:
        case str() as text:
            return [text]
        case Display(kind="dict", items=items):
            return [content for _, content in items[::2]]
        case Display(items=items):
            return [content for _, content in items]
        case _:
            return []


def _without_first(function: FunctionValue) -> FunctionValue:
    match function.signature:
        case Signature(parameters=(first, *rest), returns=returns) if first.kind != "var_positional":
            signature = Signature(tuple(rest), returns)
            return FunctionValue(
                function.object,
                function.name,
                function.span,
                signature,
                function.is_async,
                "instance",
                function.definition,
            )
        case _:
            return function


# Instances


def _instance_attributes(machine: Machine, of: ClassValue) -> InstanceAttributes:
    base = machine.state
    try:
        machine.state = base.layer()
        made = _construct(machine, of, Instance(of, of.span, machine.new_object()))
        first = made.object or MODULE
        for name in ("__setattr__", "__getattribute__"):
            for outcome in lookup.class_member(machine, of, name):
                if isinstance(outcome.value, FunctionValue) and outcome.value.object != lookup.BUILTIN:
                    machine.taint(first, Cause("SPY801", outcome.value.span, f"{of.name}.{name}"))
        initial = _collected(machine, first)
        unknown = machine.state.find((first, ANY)) or ABSENT
        declared = _declared(machine, first)
        elsewhere: dict[str, Binding] = {}
        for method in _methods(machine, of):
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
    return {name: machine.state.get((instance, name)) for name in names}


def _declared(machine: Machine, instance: int) -> dict[str, Annotation]:
    found: dict[str, Annotation] = {}
    for name in machine.names.get(instance, {}):
        if name.startswith(DECLARED):
            annotations = _annotations(machine.state.get((instance, name)))
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


def _methods(machine: Machine, of: ClassValue) -> list[FunctionValue]:
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
                    case FunctionValue(definition=definition) as function if definition is not None and definition.body:
                        found[function] = None
    return list(found)
