"""What a module comes out as on a target: the answer that the checks ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from importspy_static.interpret import lookup
from importspy_static.interpret.annotations import Meaning
from importspy_static.interpret.blocks import run
from importspy_static.interpret.changed_classes import class_now
from importspy_static.interpret.displays import texts
from importspy_static.interpret.functions import leave_unknown, run_call
from importspy_static.interpret.instances import InstanceAttributes, annotations_in, instance_attributes, methods_of
from importspy_static.interpret.interfaces import Interface, abstract_outcomes, interface_of
from importspy_static.interpret.machine import Ending, Machine
from importspy_static.interpret.providers import HOOK, may_provide, or_provided
from importspy_static.interpret.registrations import registered, registers_any
from importspy_static.interpret.signature_changes import CHANGED_ANNOTATIONS, signature_now
from importspy_static.interpret.state import ANY, DECLARED
from importspy_static.interpret.targets import Facts
from importspy_static.interpret.values import (
    ABSENT,
    Annotation,
    Binding,
    BoundMethod,
    Cause,
    ClassValue,
    Computed,
    External,
    FunctionValue,
    Instance,
    Literal,
    Outcome,
    Signature,
    Value,
    join,
    present,
)
from importspy_static.interpret.world import OBJECT_BITS, KnownModule, World
from importspy_static.model.contract import MethodKind
from importspy_static.model.place import TOP, Span
from importspy_static.model.program import Block, ClassDef, Evaluate, FunctionDef, Program, Statement
from importspy_static.model.target import Target


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
        self.impossible_class = first.bases_of
        """The class that ends the import, as it cannot have its bases; `reason` says why."""
        self.doubtful_imports = (*dict.fromkeys(machine.doubts), *_in_circle(machine))
        """Imports that may fail, which nobody handles if they do: of modules that the target lacks, but that may be
        installed there, and the like. SPY802, with the name of the module."""
        self.meaning = Meaning(machine)
        self._instances: dict[tuple[int, int], InstanceAttributes] = {}

    @property
    def asked(self) -> frozenset[str]:
        """The facts of the target that were asked, by their dotted names: see `targets.told`.

        Where two targets say the same to all of them, the module is the same on both. Constructors are run when they
        are needed, so this is complete only behind the last question to the namespace.
        """
        return self._machine.facts.asked

    @property
    def facts(self) -> Facts:
        """The target, which keeps a record of what it is asked."""
        return self._machine.facts

    @property
    def program(self) -> Program:
        """The source that it comes from."""
        return self._machine.program

    @property
    def package(self) -> str:
        """What relative imports of the module start from; empty where that is not known, or at the top."""
        return self._machine.package

    def name(self, name: str) -> Binding:
        """What a name of the module is. Nothing is bound in a module that never completes."""
        if not self.completes:
            return ABSENT
        found = self._machine.state.get((self._machine.module, name))
        return self._settled(or_provided(self._machine, name, found))

    def names(self) -> list[str]:
        """Every name that may be bound in the module, in the order of first binding."""
        return [
            name
            for name in self._machine.names.get(self._machine.module, {})
            if not name.startswith((DECLARED, "!", ANY))
        ]

    def is_imported(self, outcome: Outcome) -> bool:
        """Whether a name was bound by an import."""
        return outcome.span in self._machine.imports

    def may_have_other_names(self) -> Cause | None:
        """The construct that may have bound names that the source does not show, if there is one."""
        return self.other_members(self._machine.module)

    def other_members(self, owner: int) -> Cause | None:
        """The construct that may have bound members of an object that the source does not show."""
        found = self._machine.state.find((owner, ANY))
        return None if found is None else next((each.branch for each in found if each.branch), None)

    def declared(self, name: str) -> tuple[Annotation, ...]:
        """What a variable of the module is declared as: one annotation, or several on different branches."""
        return annotations_in(self._machine.state.get((self._machine.module, DECLARED + name)))

    # Classes

    def mro(self, of: ClassValue) -> tuple[Value, ...] | None:
        """The method resolution order of a class, itself first; None if there is no consistent one."""
        changed = lookup.bases_changed(self._machine, of)
        if changed is not None:
            return (of, Computed(changed))
        return lookup.mro(of)

    def member(self, of: ClassValue, name: str) -> Binding:
        """What an attribute of a class is, along its MRO."""
        # A builtin function is no descriptor: instances do not bind it.
        return self._settled(lookup.class_member(self._machine, of, self.kept_name(of, name)), "static")

    def on_class(self, of: ClassValue, name: str) -> Binding:
        """What an attribute is where the class itself is asked: what it has not, its metaclass may have.

        Instances do not see that. Of a metaclass counts what stands in source.
        """
        found = self.member(of, name)
        if all(each.value is not None for each in found):
            return found
        metaclass = self._metaclass(of)
        line = lookup.mro(metaclass) if metaclass is not None else None
        own = [each for each in line or () if not isinstance(each, ClassValue) or each.path is None]
        there = self._settled(lookup.member_along(self._machine, own, name)) if own else ABSENT
        if not any(each.value is not None for each in there):
            return found
        return join((tuple(each for each in found if each.value is not None), there))

    def _metaclass(self, of: ClassValue) -> ClassValue | None:
        """The metaclass of a class, if that is from source."""
        world = self._machine.world
        home = world.machine_of(of.header) if world is not None and not self.is_own(of) else None
        return (home or self._machine).metaclasses.get(of.object)

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

    def declared_elsewhere(self, of: ClassValue) -> Cause | None:
        """What has changed the annotations of a class behind its body."""
        for entry in lookup.mro(of) or (of,):
            if isinstance(entry, ClassValue):
                found = self._machine.state.find((entry.object, CHANGED_ANNOTATIONS)) or ()
                for outcome in found:
                    if outcome.branch is not None:
                        return outcome.branch
        return None

    def hook(self, of: ClassValue, name: str) -> Cause | None:
        """`__getattr__` or `__getattribute__` of a class, if it may provide an attribute of its instances."""
        provider = may_provide(self._machine, of, name)
        if provider is not None:
            return Cause("SPY801", provider.span or of.span, f"{of.name}.{HOOK}")
        for outcome in lookup.class_member(self._machine, of, "__getattribute__"):
            if isinstance(outcome.value, FunctionValue) and outcome.value.object != lookup.BUILTIN:
                return Cause("SPY801", outcome.value.span, f"{of.name}.__getattribute__")
        return None

    def declared_attribute(self, of: ClassValue, name: str) -> tuple[Annotation, ...]:
        """What an attribute is declared as in the class or a base, or where a method assigns it."""
        for entry in lookup.mro(of) or (of,):
            if isinstance(entry, ClassValue):
                found = annotations_in(self._machine.state.get((entry.object, DECLARED + name)))
                if found:
                    return found
        assigned = self.instance(of).declared.get(name)
        return () if assigned is None else (assigned,)

    def is_slot(self, of: ClassValue, name: str) -> bool:
        """Whether `__slots__` of the class or a base reserves the name."""
        for entry in lookup.mro(of) or (of,):
            if isinstance(entry, ClassValue) and entry.builtin is None:
                for outcome in self._machine.state.get((entry.object, "__slots__")):
                    if isinstance(outcome.value, Literal) and name in texts(outcome.value):
                        return True
        return False

    def instance(self, of: ClassValue) -> InstanceAttributes:
        """The attributes of instances: what the constructor leaves behind, and what other methods assign."""
        key = (of.object, hash(of.bases))
        if key not in self._instances:
            self._instances[key] = instance_attributes(self._machine, of)
        return self._instances[key]

    # Values

    def _settled(self, binding: Binding, builtin: MethodKind = "instance") -> Binding:
        """The binding, with what happened to functions and lists after they were made, and names from elsewhere.

        `builtin`: how a function of `builtins` behaves here.
        """
        followed = tuple(other for each in binding for other in self._from_elsewhere(each))
        return tuple(
            Outcome(self._told(self.settled(each.value), builtin), each.span, each.branch)
            if each.value is not None
            else each
            for each in followed
        )

    def _told(self, value: Value, builtin: MethodKind) -> Value:
        found = lookup.builtin_function(self._machine, value.path, builtin) if isinstance(value, External) else None
        return value if found is None or isinstance(found.signature, Cause) else found

    def _from_elsewhere(self, outcome: Outcome) -> Binding:
        """How a name that is imported comes out in the module that it is from."""
        world = self._machine.world
        if world is None or not isinstance(outcome.value, External):
            return (outcome,)
        found = world.resolve(self._machine, outcome.value)
        if found is None:
            return (outcome,)
        return tuple(Outcome(each.value, outcome.span, outcome.branch or each.branch) for each in found)

    def dotted_name(self, of: ClassValue) -> str | None:
        """Where a class is defined: `acme.base.Plugin`; None if the module is known alone."""
        return None if self._machine.world is None else self._machine.world.dotted_name(of)

    def brought_in(self, span: Span) -> Span:
        """The place of the project that leads to a place; a place of the project itself is that."""
        return span if self._machine.world is None else self._machine.world.brought_in(span)

    def is_named(self, of: ClassValue, path: str) -> bool:
        """Whether a dotted name leads to this class, through whatever modules."""
        found = self._machine.followed((External(path, TOP),))
        return len(found) == 1 and isinstance(found[0], ClassValue) and lookup.same(found[0], of)

    def resolved(self, path: str) -> Binding | None:
        """What a dotted name from anywhere leads to; None if that is not known, or if it is a module."""
        world = self._machine.world
        return None if world is None else world.resolve(self._machine, External(path, TOP))

    def is_module(self, path: str) -> bool:
        """Whether a dotted name is that of a module."""
        world = self._machine.world
        return world is not None and world.is_module(self._machine, path)

    def interface(self, of: ClassValue) -> Interface:
        """What a Protocol or an abstract base class says that others have."""
        return interface_of(self._machine, of)

    def abstract(self, of: ClassValue, name: str) -> Binding:
        """The outcomes of a member that keep a class from being instantiated."""
        return abstract_outcomes(self._machine, of, name)

    def registered(self, of: ClassValue) -> list[Binding]:
        """The abstract base classes that a class was registered with, as a virtual subclass."""
        return list(registered(self._machine, of))

    def registers_any(self, of: ClassValue) -> Cause | None:
        """The registration with an abstract base class of what may be any class."""
        found = registers_any(self._machine, of)
        return None if found is None else found.branch

    def is_own(self, of: ClassValue) -> bool:
        """Whether a class was made by this module."""
        return of.object >> OBJECT_BITS == self._machine.number

    def settled(self, value: Value) -> Value:
        """A value with what was done to it after it was bound."""
        match value:
            case FunctionValue():
                changed = signature_now(self._machine, value)
                return value if changed is None else _with_signature(value, changed)
            case Instance():
                return class_now(self._machine, value)
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
                now = self.settled(function)
                return _without_first(now if isinstance(now, FunctionValue) else function)
            case Instance(of=of):
                found = [each.value for each in self.member(of, "__call__")]
                if len(found) == 1 and isinstance(found[0], FunctionValue):
                    return _without_first(found[0])
        return None


def interpret(program: Program, target: Target, trusted_decorators: Sequence[str] = ()) -> Namespace:
    """What a module comes out as when it is imported on the target. Nothing of it is run."""
    machine = Machine(program, target, trusted_decorators)
    return Namespace(machine, run_module(machine))


def interpret_in(world: World, known: KnownModule) -> Namespace:
    """What a module comes out as among others, whose names it may take."""
    machine = world.machine(known)
    if machine is None:
        raise ValueError(f"{known.name} has no program")
    return Namespace(machine, world.completes(known))


def written_in(program: Program, known: KnownModule, target: Target) -> Namespace:
    """A module of which nothing is asked but what stands in its source: it has no names."""
    machine = Machine(program, target)
    machine.package, machine.is_stub = known.package, known.is_stub
    return Namespace(machine, True)


def run_module(machine: Machine) -> bool:
    """Run a module on its machine; whether its import comes to the end."""
    completes = _run_body(machine, machine.program.body)
    if completes:
        _run_hidden_calls(machine)
        _bind_untold(machine)
    return completes


def _bind_untold(machine: Machine) -> None:
    """What `__all__` names, nobody binds, and a star import may bring."""
    if machine.incomplete_star is None:
        return
    for outcome in present(machine.state.get((machine.module, "__all__"))):
        for name in texts(outcome) if isinstance(outcome, Literal) else ():
            if isinstance(name, str) and not present(machine.state.get((machine.module, name))):
                machine.taint_name(machine.module, name, machine.incomplete_star)


def _run_body(machine: Machine, body: Block) -> bool:
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
        for method in methods_of(machine, of):
            definition = method.definition
            if definition is None or not (definition.globals or definition.mentions or _acts_unseen(definition)):
                continue
            if definition.mentions:
                leave_unknown(machine, method)
                continue
            called = partial(run_call, machine, method, [(Instance(of, of.span),)], to_the_end=True)
            machine.branch([partial(_completes, called), lambda: True], Cause("SPY805", method.span, method.name))


_UNSEEN = frozenset(
    f"__{name}__"
    for name in (
        "iter next reversed contains len bool hash eq ne lt le gt ge str repr format bytes int float index neg pos "
        "invert abs round del missing length_hint"
    ).split()
)
"""Special methods that nothing follows where Python calls them: calls, operators and items are followed."""


def _acts_unseen(definition: FunctionDef) -> bool:
    """Whether a method that the source need not call by its name changes something of others."""
    return definition.changes_others and definition.name in _UNSEEN


def _completes(call: Callable[[], Sequence[Value]]) -> bool:
    return bool(call())


def _with_signature(function: FunctionValue, signature: Signature | Cause) -> FunctionValue:
    return FunctionValue(
        function.object,
        function.name,
        function.span,
        signature,
        function.is_async,
        function.kind,
        is_abstract=function.is_abstract,
    )


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


def _in_circle(machine: Machine) -> Iterator[Cause]:
    failed = None if machine.world is None else machine.world.fails_if_first(machine)
    if failed is not None:
        yield Cause("SPY802", failed.span, failed.module, "which fails unless another module of a circle comes first")
