"""Classes: what a `class` statement, or a call of `type`, makes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext

from importspy_static.interpret import (
    class_bodies,
    decorators,
    functions,
    inheritance,
    interfaces,
    lookup,
    metaclasses,
    prepared,
)
from importspy_static.interpret.bases import as_base, bases_of
from importspy_static.interpret.blocks import run
from importspy_static.interpret.constants import literal_text
from importspy_static.interpret.enum_members import is_enum
from importspy_static.interpret.enum_refusals import refuse_enum
from importspy_static.interpret.expressions import evaluate, evaluate_node
from importspy_static.interpret.inherited_forms import by_bases
from importspy_static.interpret.machine import Frame, Machine
from importspy_static.interpret.namespaces import items_of
from importspy_static.interpret.values import (
    Cause,
    ClassValue,
    Computed,
    Display,
    External,
    FunctionValue,
    Instance,
    Keywords,
    Literal,
    Outcome,
    Value,
    Values,
)
from importspy_static.lazy_dataclasses import replace
from importspy_static.model.expression import Call, Collection, Dictionary
from importspy_static.model.place import Span
from importspy_static.model.program import ClassDef


def define_class(machine: Machine, statement: ClassDef) -> Values:
    """What the name of a `class` statement is bound to: one value for each way its bases can come out."""
    machine.type_parameters |= set(statement.type_parameters)
    wrappers = [decorators.wrapper_of(machine, decorator) for decorator in statement.decorators]
    bases = bases_of(machine, statement.bases)
    keywords = [(name, _unless_plain(machine, evaluate(machine, each))) for name, each in statement.keywords]
    owner = _object_of(machine, statement)
    for name in machine.names.get(owner, {}):
        machine.put((owner, name), (Outcome(None),))
    machine.state.changes.pop((owner, "*"), None)
    shells = [_shell(machine, statement, owner, chosen) for chosen in bases]
    machine.classes[owner] = shells[0]
    # Fields of a dataclass may come from a helper that calls `field`, wherever that is.
    with machine.following_calls() if any(map(decorators.makes_dataclass, wrappers)) else nullcontext():
        completes = _run_body(machine, statement, owner, shells[0])
    if not completes:
        return ()
    opaque = _metaclass(machine, statement, keywords)
    if any(name is None or (name == "metaclass" and not _is_of_library(values)) for name, values in keywords):
        machine.odd_classes.add(owner)
    if opaque is not None and any(name == "metaclass" and _is_function(values) for name, values in keywords):
        if not _is_made_by_call(machine, shells, keywords):
            return (Computed(opaque),)
        opaque = None
    values = _made(machine, statement, shells, keywords, opaque)
    if not values:
        return ()
    found: Values = tuple(values)
    for decorator, wrapper in reversed(list(zip(statement.decorators, wrappers, strict=True))):
        found = decorators.apply(machine, decorator, wrapper, found)
    for value in found:
        if isinstance(value, ClassValue) and value.object == owner:
            machine.classes[owner] = value
    return found


def _made(
    machine: Machine, statement: ClassDef, shells: Sequence[ClassValue], keywords: Keywords, opaque: Cause | None
) -> list[Value]:
    """The classes that come of a body, one for each way its bases can come out; none if all of them are refused."""
    values: list[Value] = []
    if opaque is None:
        inheritance.refuse_impossible(machine, shells, statement.header)
        class_bodies.refuse_body(machine, shells, keywords, statement.header)
    _settle_hash(machine, shells[0])
    for shell in shells:
        made = replace(
            shell, opaque=opaque or _inherited_opacity(shell), is_abc=interfaces.is_abc(shell.bases, keywords)
        )
        _set_names(machine, made)
        if opaque is None and len(shells) == 1 and is_enum(made):
            refuse_enum(machine, made, statement.body)
        made = _constructed(machine, statement.header, by_bases(machine, made), keywords)
        machine.classes[made.object] = made
        if _init_subclass(machine, made, keywords):
            values.append(made)
    return values


def _is_made_by_call(machine: Machine, shells: Sequence[ClassValue], keywords: Keywords) -> bool:
    """Whether the function that stands as metaclass returns just what `type` makes of the body."""
    makers = [value for name, values in keywords if name == "metaclass" for value in values]
    return len(makers) == len(shells) == 1 and metaclasses.is_made_by_call(machine, shells[0], makers[0], keywords)


def _object_of(machine: Machine, statement: ClassDef) -> int:
    """The object of the class that a statement makes; in each round of a loop, that is another one."""
    owner = machine.object_at("class", statement.span, machine.frame.scopes[0])
    if owner in machine.classes and machine.loops and all(each.is_unrolled for each in machine.loops):
        return machine.new_object()
    return owner


def _settle_hash(machine: Machine, of: ClassValue) -> None:
    """A body that says `__eq__` and not `__hash__` makes instances without a hash (data model, `object.__hash__`)."""
    equality = machine.state.get((of.object, "__eq__"))
    if any(each.value is not None for each in machine.state.get((of.object, "__hash__"))):
        return
    if any(isinstance(each, ClassValue) and each.path == "typing.NamedTuple" for each in of.bases):
        return  # its class has been made before it gets what the body says
    nothing = Literal(None, "None", of.header)
    if all(each.value is not None for each in equality):
        machine.put((of.object, "__hash__"), (Outcome(nothing, of.header),))
        return
    for branch in dict.fromkeys(each.branch for each in equality if each.value is not None):
        machine.put_possibly((of.object, "__hash__"), Outcome(nothing, of.header, branch))


def _shell(machine: Machine, statement: ClassDef, owner: int, bases: Values) -> ClassValue:
    known = list(bases)
    if statement.type_parameters and not any(
        isinstance(each, ClassValue) and each.path == "typing.Generic" for each in known
    ):
        # "class A[T]" inherits from Generic (language reference, generic classes)
        known += [each for each in [lookup.known_class("typing.Generic", machine.facts)] if each is not None]
    return ClassValue(
        object=owner,
        name=statement.name,
        span=statement.span,
        header=statement.header,
        bases=tuple(known) or (lookup.builtin_class(object),),
    )


def _run_body(machine: Machine, statement: ClassDef, owner: int, shell: ClassValue) -> bool:
    outer = machine.frame
    machine.frames.append(
        Frame(
            scopes=(owner, *_enclosing(outer)),
            base=machine.state,
            owner=shell,
        )
    )
    loops, machine.loops = machine.loops, []
    try:
        return run(machine, statement.body)
    finally:
        machine.frames.pop()
        machine.loops = loops


def _enclosing(outer: Frame) -> tuple[int, ...]:
    """A class in a class does not see the outer one's names."""
    return outer.scopes[1:] if outer.owner is not None and outer.receiver is None else outer.scopes


def _metaclass(machine: Machine, statement: ClassDef, keywords: Keywords) -> Cause | None:
    """The cause that makes the members of a class unknown, if its metaclass can change them."""
    for (name, values), (_, written) in zip(keywords, statement.keywords, strict=True):
        if name is None:
            return Cause("SPY801", written.span, f"**{written.text}")
        if name != "metaclass":
            continue
        for value in values:
            if not (
                metaclasses.is_followed(machine, value) if len(values) == 1 else metaclasses.is_plain(machine, value)
            ):
                return Cause("SPY801", written.span, f"metaclass={written.text}")
    return None


def _constructed(machine: Machine, span: Span, made: ClassValue, keywords: Keywords) -> ClassValue:
    """The class after its metaclass was at work, if that has a constructor."""
    if made.opaque is not None:
        return made
    found = next((values for name, values in keywords if name == "metaclass"), ())
    metaclass = found[0] if len(found) == 1 else metaclasses.inherited(machine, made.bases)
    if not isinstance(metaclass, ClassValue) or metaclass.path is not None:
        return made
    machine.metaclasses[made.object] = metaclass
    others = [name for name, _ in keywords if name != "metaclass"]
    if prepared.refuses_keywords(machine, metaclass, others):
        return replace(made, opaque=Cause("SPY801", span, f"{metaclass.name}.{prepared.HOOK}"))
    if metaclasses.is_plain(machine, metaclass):
        return made
    cause = Cause("SPY801", span, f"metaclass {metaclass.name}")
    return metaclasses.construct(machine, made, metaclass, keywords, cause)


def _unless_plain(machine: Machine, values: Values) -> Values:
    """The values of a keyword, followed to other modules; metaclasses that are known by heart are left as they are."""
    return values if _is_of_library(values) else machine.followed(values)


def _is_of_library(values: Values) -> bool:
    paths = {each.path for each in values if isinstance(each, (External, ClassValue))}
    return len(paths) == len(values) == 1 and paths <= metaclasses.PLAIN


def _is_function(values: Values) -> bool:
    """A metaclass that is any callable: it may return anything."""
    return any(not isinstance(each, (ClassValue, External)) for each in values)


def _inherited_opacity(shell: ClassValue) -> Cause | None:
    """A metaclass is inherited, with what it does."""
    for base in shell.bases:
        if isinstance(base, ClassValue) and base.opaque is not None and base.opaque.code == "SPY801":
            return base.opaque
    return None


def _set_names(machine: Machine, made: ClassValue) -> None:
    """`__set_name__` of what is left in the body when it has ended may change the new class (PEP 487)."""
    for name in [*machine.names.get(made.object, {})]:
        for outcome in machine.state.get((made.object, name)):
            match outcome.value:
                case Instance() as named:
                    pass
                case FunctionValue(wrapper=ClassValue() as of):  # what a class made of a function
                    named = Instance(of, machine.current.span, machine.new_object())
                case _:
                    continue
            literal = Literal(name, "str", outcome.span or made.span)
            for method in lookup.class_member(machine, named.of, "__set_name__"):
                if isinstance(method.value, FunctionValue):
                    functions.run_call(machine, method.value, [(named,), (made,), (literal,)])


def _init_subclass(machine: Machine, made: ClassValue, keywords: Keywords) -> bool:
    """`__init_subclass__` of a base in the module may change the new class (PEP 487). False if it surely raises."""
    line = lookup.mro(made)
    if line is None:
        return True
    # A metaclass may keep keywords for itself.
    is_exact = metaclasses.is_made_plainly(machine, made, keywords)
    given = [(name, values) for name, values in keywords if name != "metaclass"] if is_exact else []
    comes_back = True
    for outcome in lookup.member_along(machine, line[1:], "__init_subclass__"):
        match outcome.value:
            case FunctionValue(definition=None, name="<lambda>"):
                machine.taint(made.object, Cause("SPY801", outcome.value.span, "__init_subclass__ = lambda"))
            case FunctionValue() as hook:
                returned = functions.run_call(machine, hook, [(made,)], given, exact=is_exact)
                comes_back = bool(returned) or outcome.branch is not None or not is_exact
    return comes_back


def functional_class(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`type(name, bases, namespace)`: what a class statement does once its body has ended."""
    span = machine.current.span
    name = literal_text(arguments[0]) if arguments else None
    cause = machine.cause("SPY801")
    owner = machine.object_at("type", span, machine.frame.scopes[0])
    made = ClassValue(
        object=owner,
        name=name or "?",
        span=span,
        header=span,
        bases=_bases_given(machine, arguments, node, span) or (lookup.builtin_class(object),),
    )
    machine.classes[owner] = made
    if any(name == "metaclass" for name, _ in keywords):
        machine.odd_classes.add(owner)
    inheritance.refuse_impossible(machine, [made], span)
    for old in machine.names.get(owner, {}):
        machine.put((owner, old), (Outcome(None),))
    machine.state.changes.pop((owner, "*"), None)
    if not _fill(machine, owner, arguments, node):
        return (replace(made, opaque=cause),)
    _settle_hash(machine, made)
    class_bodies.refuse_body(machine, [made], keywords, span)
    made = replace(made, opaque=_inherited_opacity(made), is_abc=interfaces.is_abc(made.bases, keywords))
    _set_names(machine, made)
    made = _constructed(machine, span, made, keywords)
    machine.classes[owner] = made
    return (machine.classes[owner],) if _init_subclass(machine, made, keywords) else ()


def made_by_metaclass(
    machine: Machine, metaclass: ClassValue, arguments: list[Values], keywords: Keywords, node: Call
) -> Values | None:
    """`Meta(name, bases, namespace)`: what a class statement with this metaclass does, if all that it does is followed.

    None if it is not, or if a base may have another metaclass, which takes its place.
    """
    if len(arguments) != 3 or keywords or not metaclasses.is_followed(machine, metaclass):
        return None
    bases = _bases_given(machine, arguments, node, machine.current.span)
    if not all(metaclasses.gives_way(machine, base, metaclass) for base in bases):
        return None
    return functional_class(machine, arguments, [("metaclass", (metaclass,))], node)


def _fill(machine: Machine, owner: int, arguments: list[Values], node: Call) -> bool:
    """Put what a dict says into a new class. False if it is not known."""
    span = machine.current.span
    match node.arguments:
        case [_, _, Dictionary(items=items)] if all(item.key is not None for item in items):
            pass
        case _:
            given = items_of(machine, arguments[2]) if len(arguments) == 3 else None
            for name, values in given or ():
                machine.put((owner, name), tuple(Outcome(value, span) for value in values))
            return given is not None
    for item in items:
        key = literal_text(evaluate_node(machine, item.key)) if item.key is not None else None
        if key is None:
            return False
        values = evaluate_node(machine, item.value)
        machine.put((owner, key), tuple(Outcome(value, machine.current.span) for value in values))
    return True


def _bases_given(machine: Machine, arguments: list[Values], node: Call, span: Span) -> Values:
    """The bases of a class that is made by a call. Empty if it has none."""
    match node.arguments, arguments:
        case _, [_, (Computed(type="tuple", items=items),), _] if items is not None:
            given = [*items]
        case _, [_, (Literal(value=Display(kind="tuple", items=())),), _]:
            given = []
        case [_, Collection(kind="tuple", items=items), _], _:
            given = [evaluate_node(machine, item) for item in items]
        case _:
            return (Computed(Cause("SPY806", span, machine.current.text)),)
    return tuple(
        as_base(machine, values[0], machine.current) if len(values) == 1 else Computed(machine.cause("SPY806"))
        for values in given
    )
