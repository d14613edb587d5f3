"""Functions: what a `def` makes, what decorators make of it, and what a call of one does to the state."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from importspy_static.interpret import decorators, lookup
from importspy_static.interpret.blocks import run
from importspy_static.interpret.declarations import annotate
from importspy_static.interpret.expressions import evaluate
from importspy_static.interpret.machine import Ending, Frame, Machine
from importspy_static.interpret.signature_changes import forget_changes, is_changed, signature_now
from importspy_static.interpret.values import (
    SPREAD,
    Cause,
    ClassValue,
    Computed,
    Default,
    Display,
    FunctionValue,
    Instance,
    Literal,
    Outcome,
    Signature,
    SignatureParameter,
    Value,
    Values,
    present,
)
from importspy_static.lazy_dataclasses import replace
from importspy_static.limits import DEEPEST_CALL, MOST_TRIED
from importspy_static.model.contract import MethodKind
from importspy_static.model.expression import POSITIONAL, Attribute, Call, Constant, Expression, Name, Parameter
from importspy_static.model.program import Assign, AugmentedAssign, Delete, Evaluate, FunctionDef, Leave


def signature_of(machine: Machine, parameters: Sequence[Parameter], returns: Expression | None) -> Signature:
    """The signature of a definition. Defaults are evaluated here and now, as Python does."""
    return Signature(
        tuple(_parameter(machine, parameter) for parameter in parameters),
        None if returns is None else annotate(machine, returns),
    )


def _parameter(machine: Machine, parameter: Parameter) -> SignatureParameter:
    annotation = None if parameter.annotation is None else annotate(machine, parameter.annotation)
    default = None
    if parameter.default is not None:
        values = evaluate(machine, parameter.default)
        if machine.is_stub and parameter.default.node == Constant(...):
            values = (Computed(Cause("SPY804", parameter.span, f"default of {parameter.name}")),)
        default = Default(values, parameter.default, parameter.default.span)
    return SignatureParameter(machine.mangled(parameter.name), parameter.kind, parameter.span, annotation, default)


def define(machine: Machine, definition: FunctionDef) -> Values:
    """What the name of a `def` is bound to."""
    scopes = machine.frame.scopes
    machine.type_parameters |= set(definition.type_parameters)
    wrappers = [decorators.wrapper_of(machine, decorator) for decorator in definition.decorators]
    function = FunctionValue(
        object=machine.object_at("def", definition.span, scopes[0]),
        name=definition.name,
        span=definition.span,
        signature=signature_of(machine, definition.parameters, definition.returns),
        is_async=definition.is_async,
        kind=_implicit_kind(machine, definition.name),
        definition=None if machine.is_stub else definition,
        scopes=_closure(machine),
    )
    if machine.loops and is_changed(machine, function):  # that of another round may still be there under another name
        function = replace(function, object=machine.object_at("def", definition.span, scopes[0], "again"))
    forget_changes(machine, function)
    values: Values = (function,)
    for decorator, wrapper in reversed(list(zip(definition.decorators, wrappers, strict=True))):
        values = decorators.apply(machine, decorator, wrapper, values)
    return values


def _implicit_kind(machine: Machine, name: str) -> MethodKind:
    """`__new__` is static and the two hooks are class methods without saying so (data model, "Special method
    names").
    """
    if machine.frame.owner is None or machine.frame.receiver is not None:
        return "instance"
    match name:
        case "__new__":
            return "static"
        case "__init_subclass__" | "__class_getitem__":
            return "class"
        case _:
            return "instance"


def _closure(machine: Machine) -> tuple[int, ...]:
    """The scopes that a function's body sees: a class body is not one of them."""
    frame = machine.frame
    return frame.scopes[1:] if frame.owner is not None and frame.receiver is None else frame.scopes


def run_call(
    machine: Machine,
    function: FunctionValue,
    arguments: Sequence[Values],
    keywords: Sequence[tuple[str | None, Values]] = (),
    to_the_end: bool = False,
    exact: bool = False,
) -> Values:
    """Follow a call into a function of the module; the values that it returns, none if it never does.

    `exact`: the arguments are all that there are; else there may be more of them.

    A call of a coroutine or generator function runs nothing of its body yet, unless `to_the_end` is asked for.
    Bodies are reduced to what can matter, so most calls do nothing and return something unknown.
    """
    definition = function.definition
    arguments, keywords = (*function.bound, *arguments), (*function.bound_keywords, *keywords)
    unknown: Values = (Computed(machine.cause("SPY804")),)
    if definition is None:
        return unknown
    if (definition.is_async or definition.is_generator) and not to_the_end:
        if definition.has_effects:
            # Whoever gets the coroutine or generator may run it.
            later = partial(run_call, machine, function, arguments, keywords, to_the_end=True)
            machine.branch([lambda: bool(later()), lambda: True], machine.cause("SPY805"))
        return unknown
    if definition.body == ():
        return _nothing(machine) if definition.returns_nothing else unknown
    if machine.frame.callee == function.object and _is_endless(machine, definition):
        machine.may_raise("RecursionError")
        machine.last_raise = Ending(machine.current.span, f"{function.name}() calls itself without an end")
        return ()
    running = [frame.callee for frame in machine.frames]
    body = None
    # A method that decorates may well ask itself: `return self.tag(name, function)`.
    most = 1 if machine.follows_calls else 0
    if running.count(function.object) <= most and len(running) <= DEEPEST_CALL and machine.step():
        body = machine.body_of(definition)
    if body is None:
        leave_unknown(machine, function)
        return unknown
    scope = machine.new_object()
    nested = {each.name for each in body if isinstance(each, FunctionDef)}
    names = {parameter.name for parameter in definition.parameters}
    base = machine.state
    frame = Frame(
        scopes=(scope, *function.scopes),
        base=base,
        callee=function.object,
        owner=machine.methods.get(function.object),
        receiver=arguments[0][0] if arguments and len(arguments[0]) == 1 else None,
        known_names=frozenset(nested | (names - set(definition.locals))),
        local_names=frozenset() if definition.is_whole else frozenset(definition.locals) | nested | names,
        global_names=frozenset(definition.globals),
        is_whole=definition.is_whole,
    )
    machine.frames.append(frame)
    outer_loops, machine.loops = machine.loops, []
    machine.state = base.layer()
    _bind_parameters(machine, scope, function, arguments, keywords, exact=exact)
    try:
        completes = run(machine, body)
        ends = [state for state, _ in frame.returned]
        values = [value for _, returned in frame.returned for value in returned]
        if completes:
            ends.append(machine.changes_since(base))
            values += _nothing(machine) if definition.returns_nothing or frame.returned else unknown
    finally:
        machine.frames.pop()
        machine.activity += 1
        machine.loops = outer_loops
        machine.state = base
    if not machine.merge(ends, machine.cause("SPY805")):
        return ()
    return tuple(dict.fromkeys(values)) or unknown


def _is_endless(machine: Machine, definition: FunctionDef) -> bool:
    """Whether every call of a function calls it again: on all its ways, and as long as it has its name."""
    if definition.decorators or definition.globals:
        return False
    first = definition.parameters[0].name if definition.parameters else None
    for statement in machine.body_of(definition) or ():
        match statement:
            case (
                Leave(how="return", value=Expression(node=Call(function=callee)))
                | Evaluate(value=Expression(node=Call(function=callee)))
                | Assign(value=Expression(node=Call(function=callee)))
            ) if callee in (Name(definition.name), Attribute(Name(first or ""), definition.name)):
                return True
            case Evaluate() | Assign() | AugmentedAssign() | Delete():
                continue
            case _:
                return False
    return False


def method_of(machine: Machine, owner: Instance, name: str) -> FunctionValue | None:
    """The only method of this name that the class of an instance can have, if it can be followed."""
    match [each.value for each in lookup.class_member(machine, owner.of, name)]:
        case [FunctionValue(kind="instance", definition=definition) as method] if definition is not None:
            return method
        case _:
            return None


def call_method(
    machine: Machine,
    owner: Value,
    name: str,
    arguments: Sequence[Values],
    keywords: Sequence[tuple[str | None, Values]] = (),
) -> Values | None:
    """What a special method returns, once it has run; None if the value has none that can be followed.

    It is the class that is asked for it, never the instance ("Special method lookup" of the data model).
    """
    if not isinstance(owner, Instance):
        return None
    binding = lookup.class_member(machine, owner.of, name)
    functions = [each for each in present(binding) if isinstance(each, FunctionValue) and each.kind == "instance"]
    if not functions or len(functions) < len(binding) or any(each.definition is None for each in functions):
        return None
    make(machine, owner)
    returned = [run_call(machine, each, [(owner,), *arguments], keywords, exact=True) for each in functions]
    return tuple(dict.fromkeys(value for values in returned for value in values))


def _is_eventful(machine: Machine, of: ClassValue) -> bool:
    """Whether making an instance may change more than the instance.

    Tried once for each class: with arguments that are not known, so that all branches are walked, and with objects that
    it might change.
    """
    if of.object not in machine.eventful:
        # A constructor that makes another instance of its class is in the trial already.
        machine.eventful[of.object] = True
        unknown: Values = (Computed(machine.cause("SPY804")),)
        stranger: Values = (Instance(of, machine.current.span, machine.new_object()),)
        listing: Values = (Literal(Display("list", ()), "list", machine.current.span, machine.new_object()),)
        machine.eventful[of.object] = any(_trial(machine, of, given) for given in (unknown, stranger, listing))
    return machine.eventful[of.object]


def _trial(machine: Machine, of: ClassValue, given: Values) -> bool:
    base, sinks, known = machine.state, machine.sinks, machine.objects
    instance = Instance(of, machine.current.span, machine.new_object())
    machine.state, machine.sinks = base.layer(), []
    try:
        with machine.undecided(True):
            run_constructor(machine, instance, (given,) * MOST_TRIED)
        changed = machine.changes_since(base).changes
    finally:
        machine.state, machine.sinks = base, sinks
    return any(not known < owner <= machine.objects for owner, _ in changed)


def run_constructor(machine: Machine, instance: Instance, arguments: Sequence[Values]) -> None:
    """Run `__init__`, whichever it may be, on an instance."""
    for outcome in lookup.class_member(machine, instance.of, "__init__"):
        if isinstance(outcome.value, FunctionValue):
            run_call(machine, outcome.value, [(instance,), *arguments])


def leave_unknown(machine: Machine, function: FunctionValue) -> None:
    """A call that is not followed any further: what it could bind is not known."""
    cause = machine.cause("SPY801")
    pending, seen, module = [function], {function.object}, function.scopes[-1]
    while pending:
        definition = pending.pop().definition
        if definition is None:
            continue
        for name in definition.globals:
            machine.put_possibly((module, name), Outcome(Computed(cause), cause.span, cause))
        for name in definition.mentions:
            for outcome in machine.state.get((module, name)):
                if isinstance(outcome.value, FunctionValue) and outcome.value.object not in seen:
                    seen.add(outcome.value.object)
                    pending.append(outcome.value)


def _nothing(machine: Machine) -> Values:
    return (Literal(None, "None", machine.current.span),)


def _bind_parameters(
    machine: Machine,
    scope: int,
    function: FunctionValue,
    arguments: Sequence[Values],
    keywords: Sequence[tuple[str | None, Values]],
    exact: bool,
) -> None:
    parameters = () if function.definition is None else function.definition.parameters
    given = {name: values for name, values in keywords if name is not None}
    positional = [each for each in parameters if each.kind in POSITIONAL]
    front = _before_spread(arguments)
    # What the body binds anew is not followed: it may be the argument still, or anything.
    rebound = () if function.definition is None else function.definition.locals
    is_whole = exact and len(front) == len(arguments) and len(given) == len(keywords)
    for parameter in parameters:
        values: Values = ()
        if parameter in positional and positional.index(parameter) < len(front):
            values = front[positional.index(parameter)]
        elif parameter.kind == "var_positional" and is_whole:
            values = _tuple_of(machine, front[len(positional) :])
        elif parameter.kind not in ("var_positional", "var_keyword"):
            values = given.get(parameter.name, ())
            if not values and is_whole:
                values = _default_of(machine, function, parameter.name)
        if not values:
            values = (Computed(machine.cause("SPY804", f"argument '{parameter.name}'")),)
        elif parameter.name in rebound:
            values = (*values, Computed(machine.cause("SPY804", f"argument '{parameter.name}'")))
        machine.put((scope, machine.mangled(parameter.name)), tuple(Outcome(value, parameter.span) for value in values))


def _before_spread(arguments: Sequence[Values]) -> Sequence[Values]:
    """The arguments in front of the first that stands for several."""
    for index, values in enumerate(arguments):
        if any(isinstance(each, Computed) and each.type == SPREAD for each in values):
            return arguments[:index]
    return arguments


def _tuple_of(machine: Machine, items: Sequence[Values]) -> Values:
    """What `*args` is."""
    if not items:
        return (Literal(Display("tuple", ()), "tuple", machine.current.span),)
    held = tuple(dict.fromkeys(value for values in items for value in values))
    return (Computed(machine.cause("SPY804"), "tuple", held, tuple(items)),)


def _default_of(machine: Machine, function: FunctionValue, name: str) -> Values:
    """What a parameter is that nothing is given for."""
    signature = signature_now(machine, function) or function.signature
    if not isinstance(signature, Signature):
        return ()
    found = next((each.default for each in signature.parameters if each.name == name), None)
    return () if found is None else found.values


def instantiate(machine: Machine, of: ClassValue, arguments: Sequence[Values]) -> Value:
    """Call a class of the module: an instance, after what its constructor does to the module."""
    instance = Instance(of, machine.current.span, machine.new_object(), _text_of(machine, of, arguments))
    machine.instantiated[of.object] = of
    if of.builtin is None and of.path is None and _is_eventful(machine, of):
        run_constructor(machine, instance, arguments)
    elif of.builtin is None and of.path is None and instance.object is not None:
        machine.unmade[instance.object] = (instance, tuple(arguments))
    return instance


def _text_of(machine: Machine, of: ClassValue, arguments: Sequence[Values]) -> str | None:
    """What text an instance is: of a subclass of `str` that overrides nothing of what makes, tells or compares it."""
    match arguments:
        case ((Literal(value=str() as text),),):
            line = lookup.mro(of) or ()
            if not any(isinstance(each, ClassValue) and each.builtin is str for each in line):
                return None
            if of.object in machine.metaclasses or of.object in machine.odd_classes:
                return None
            telling = ("__new__", "__init__", "__str__", "__eq__", "__getattribute__")
            found = (each.value for name in telling for each in lookup.class_member(machine, of, name))
            return text if all(map(lookup.is_of_builtin, found)) else None
        case _:
            return None


def make(machine: Machine, instance: Instance) -> None:
    """Run the constructor of an instance that was put off until somebody asks for an attribute."""
    if instance.object is not None and instance.object in machine.unmade:
        run_constructor(machine, *machine.unmade.pop(instance.object))
