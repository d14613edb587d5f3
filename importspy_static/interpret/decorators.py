"""What decorators make of functions and classes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from functools import partial
from itertools import product

from importspy_static.interpret import attrs_members, dataclass_members, lookup
from importspy_static.interpret.attributes import RETURN_NONE
from importspy_static.interpret.decorating_objects import call_of, instance_of
from importspy_static.interpret.enum_members import NOT_MEMBERS
from importspy_static.interpret.expressions import evaluate
from importspy_static.interpret.known_decorators import (
    ATTRS,
    DATACLASS,
    IDENTITY,
    KEPT,
    PARTIAL,
    canonical,
    is_own,
)
from importspy_static.interpret.machine import Machine, Unwound
from importspy_static.interpret.refused_decorators import refuse
from importspy_static.interpret.registrations import REGISTER, register
from importspy_static.interpret.values import (
    BoundMethod,
    Cause,
    ClassValue,
    Computed,
    Configured,
    External,
    FunctionValue,
    Instance,
    Literal,
    Outcome,
    Signature,
    SignatureParameter,
    Value,
    Values,
)
from importspy_static.lazy_dataclasses import replace
from importspy_static.model.contract import MethodKind
from importspy_static.model.expression import Attribute, Call, Expression, Name, Node
from importspy_static.model.program import Leave

_CALLING = frozenset({"functools.cache", "functools.lru_cache", "functools.lru_cache()", "functools.singledispatch"})
"""Those of them that make a function of their own."""
_BOUND_BY_NAME = frozenset({"__new__", "__init_subclass__", "__class_getitem__"})
"""Functions that the class makes static or class methods: until then they are none."""
_BINDING = frozenset({"builtins.staticmethod", "builtins.classmethod", "builtins.property"})


def wrapper_of(machine: Machine, decorator: Expression) -> Values:
    """The values of a decorator expression. A call that makes a decorator is followed, wherever its function is."""
    with machine.following_calls():
        return evaluate(machine, decorator)


def makes_dataclass(wrapper: Values) -> bool:
    """Whether a decorator is that of `dataclasses`."""
    return any(isinstance(each, (External, Configured)) and each.path in DATACLASS for each in wrapper)


def apply(machine: Machine, decorator: Expression, wrapper: Values, targets: Values) -> Values:
    """What the decorated name is bound to. `wrapper` are the values of the decorator expression."""
    with machine.at(decorator), machine.following_calls():
        if _trusted(machine, decorator.node, wrapper):
            return targets
        results: dict[Value, None] = {}
        last_raise = machine.last_raise
        ways = [*product(wrapper or (Computed(machine.cause("SPY803")),), targets)]
        completed = [machine.completes(partial(_apply_one, machine, decorator, way, results)) for way in ways]
        if ways and True not in completed:
            raise Unwound
        if False in completed:
            machine.last_raise = last_raise
        return tuple(results)


def _apply_one(machine: Machine, decorator: Expression, way: tuple[Value, Value], results: dict[Value, None]) -> bool:
    results.update(dict.fromkeys(_applied(machine, *way, decorator)))
    return True


def _trusted(machine: Machine, node: Node, wrapper: Values) -> bool:
    names = {dotted(node.function) if isinstance(node, Call) else dotted(node)}
    for each in wrapper:
        match each:
            case External(path=path) | Configured(path=path):
                names.add(canonical(path))
    return any(
        name is not None and fnmatchcase(name, pattern) for name in names for pattern in machine.trusted_decorators
    )


def dotted(node: Node) -> str | None:
    """`a.b.c` as written, or None for anything else."""
    match node:
        case Name(id=name):
            return name
        case Attribute(owner=owner, name=name):
            front = dotted(owner)
            return None if front is None else f"{front}.{name}"
        case _:
            return None


def _applied(machine: Machine, wrapper: Value, target: Value, decorator: Expression) -> Values:
    match wrapper:
        case External(path=path):
            known = None if is_own(machine, wrapper) else known_wrapper(machine, canonical(path), (), target)
            if known is not None:
                return known
            if path.startswith("builtins."):
                return (Computed(unknown_decorator(decorator)),)  # none of the others returns what it is given
            if path == "functools.singledispatchmethod" and isinstance(target, FunctionValue):
                return (_generic(target, decorator),)
            others = machine.followed((wrapper,))
            if others == (wrapper,) or any(isinstance(each, External) for each in others):
                return (unknown(target, decorator),)
            return tuple(made for each in others for made in _applied(machine, each, target, decorator))
        case Configured(path=path, arguments=((External() as made, *_), *given)) if path == PARTIAL:
            configured = Configured(canonical(made.path), tuple(given), wrapper.keywords, wrapper.span)
            return _applied(machine, configured, target, decorator)
        case Configured(path=path):
            known = known_wrapper(machine, canonical(path) + "()", wrapper, target)
            return known if known is not None else (unknown(target, decorator),)
        case ClassValue(path="builtins.property" | "builtins.staticmethod" | "builtins.classmethod" as path):
            return known_wrapper(machine, path, (), target) or (target,)
        case BoundMethod(function=FunctionValue(object=lookup.BUILTIN, name=name)) if name in RETURN_NONE:
            return (Literal(None, "None", decorator.span),)
        case FunctionValue() | BoundMethod():
            return _local(machine, wrapper, target, decorator)
        case ClassValue(builtin=type()):
            return (Computed(unknown_decorator(decorator)),)
        case Instance(of=of) if (called := call_of(machine, of)) is not None:
            return _local(machine, BoundMethod(called, wrapper), target, decorator)
        case ClassValue(builtin=None) if isinstance(target, FunctionValue):
            return (_instance_or_unknown(machine, wrapper, target, decorator),)
        case _:
            return (unknown(target, decorator),)


def _instance_or_unknown(machine: Machine, wrapper: ClassValue, target: FunctionValue, decorator: Expression) -> Value:
    instance = instance_of(machine, wrapper, target)
    if instance is not None:
        return instance
    left = unknown(target, decorator)
    return replace(left, wrapper=wrapper) if isinstance(left, FunctionValue) else left


def _local(machine: Machine, wrapper: FunctionValue | BoundMethod, target: Value, decorator: Expression) -> Values:
    """A decorator of the module itself: followed, and believed where it returns what it was given or its own
    function.
    """
    from importspy_static.interpret.functions import run_call

    function = wrapper if isinstance(wrapper, FunctionValue) else wrapper.function
    path = _top_level_name(machine, function)
    if path is not None and f"{path}()" in KEPT:
        return (Configured(path, ((target,),), (), decorator.span),)
    first: list[Values] = (
        [] if isinstance(wrapper, FunctionValue) or wrapper.receiver is None else [(wrapper.receiver,)]
    )
    returned = run_call(machine, function, [*first, (target,)], exact=True)
    results: list[Value] = []
    for value in returned:
        match value:
            case FunctionValue() | ClassValue() | Literal() | Instance() | Computed(type=str()):
                results.append(value)
            case _ if _is_called(machine, function):
                results.append(Computed(unknown_decorator(decorator)))
            case _:
                results.append(unknown(target, decorator))
    return tuple(dict.fromkeys(results)) or (unknown(target, decorator),)


def _is_called(machine: Machine, decorator: FunctionValue) -> bool:
    """Whether a decorator returns what the decorated function itself returns: `return function(port)`."""
    definition = decorator.definition
    if definition is None or not definition.parameters:
        return False
    first = definition.parameters[0].name
    return any(
        isinstance(each, Leave)
        and each.value is not None
        and isinstance(each.value.node, Call)
        and each.value.node.function == Name(first)
        for each in machine.body_of(definition) or ()
    )


def _top_level_name(machine: Machine, function: FunctionValue) -> str | None:
    """The dotted name of a function that no other one, and no class, defines."""
    if machine.world is None or len(function.scopes) > 1 or function.object in machine.methods:
        return None
    return machine.world.dotted_name(function)


def unknown(target: Value, decorator: Expression) -> Value:
    """The target as an unknown decorator leaves it: it exists, and that is all."""
    cause = unknown_decorator(decorator)
    match target:
        case FunctionValue():
            return replace(
                target, signature=cause, is_async=cause, kind=target.kind if target.kind == "property" else cause
            )
        case ClassValue():
            return replace(target, opaque=cause)
        case _:
            return Computed(cause)


def unknown_decorator(decorator: Expression) -> Cause:
    """Why nobody knows what a decorator makes."""
    return Cause("SPY803", decorator.span, decorator.text.split("\n", 1)[0])


def _generic(target: FunctionValue, decorator: Expression) -> FunctionValue:
    left = unknown(target, decorator)
    assert isinstance(left, FunctionValue)
    return replace(left, is_generic=True)


def known_wrapper(machine: Machine, path: str, configured: Configured | tuple[()], target: Value) -> Values | None:
    """What a callable that is known by its dotted name makes of its only argument; None if it is not known."""
    if path in IDENTITY:
        return (_kept(machine, path, target),)
    if path == "abc.abstractmethod" and not isinstance(target, FunctionValue):
        return (target,)
    if path == "typing.overload" and isinstance(target, FunctionValue):
        return (_overload(machine, target),)
    if path in KEPT and isinstance(target, FunctionValue):
        return (_by_name_too(target),)
    if path == f"{REGISTER}()" and isinstance(configured, Configured):
        register(machine, configured.arguments[0][0], (target,))
        return (target,)
    if path.startswith("property.") and isinstance(configured, Configured):
        return _accessor(path, configured, target)
    if path.removesuffix("()") in DATACLASS or path.removesuffix("()") in ATTRS:
        return _generated(machine, path.removesuffix("()"), configured, target)
    if path == "functools.wraps()" and isinstance(configured, Configured):
        return _wraps(configured, target)
    if path == "functools.total_ordering" and isinstance(target, ClassValue):
        refuse(machine, path, target)
        return (dataclass_members.total_ordering(machine, target),)
    if path == "enum.global_enum" and isinstance(target, ClassValue):
        return _global_enum(machine, target)
    wrap = _FUNCTION_WRAPPERS.get(path)
    if wrap is None or not isinstance(target, FunctionValue):
        return None
    refuse(machine, path, target)
    made = wrap(target)
    if path in _BINDING and target.kind not in ("instance", made.kind):
        # A class method over a property, and the like: what comes of it changed from version to version.
        cause = machine.cause("SPY803")
        return (replace(made, kind=cause, signature=cause),)
    return (made,)


def _kept(machine: Machine, path: str, target: Value) -> Value:
    """What a decorator returns that changes nothing of a signature."""
    refuse(machine, path, target)
    if path == "enum.nonmember":
        machine.put((machine.frame.scopes[0], NOT_MEMBERS), (Outcome(target, machine.current.span),))
    if path in _CALLING and isinstance(target, FunctionValue):
        return replace(_called_by_itself(machine, target), is_generic=path == "functools.singledispatch")
    return target


def _called_by_itself(machine: Machine, target: FunctionValue) -> FunctionValue:
    """A function that calls the other one whenever it is called: where it is found in a class, it is a method."""
    if target.name in _BOUND_BY_NAME:
        return target
    if target.kind in ("class", "property"):
        what = "a property" if target.kind == "property" else "a class method"
        machine.surely_raises(f"{what} is no function that can be called")
    return replace(target, kind="instance") if target.kind == "static" else target


def _accessor(path: str, configured: Configured, target: Value) -> Values | None:
    """`@name.setter` and its like: the property, with one more function."""
    prop = configured.arguments[0][0]
    if not isinstance(prop, FunctionValue) or not isinstance(target, FunctionValue):
        return None
    match path:
        case "property.setter()":
            return (replace(prop, setter=target),)
        case "property.getter()":
            return (replace(target, kind="property", setter=prop.setter),)
        case _:
            return (prop,)


def _generated(machine: Machine, path: str, configured: Configured | tuple[()], target: Value) -> Values | None:
    if not isinstance(target, ClassValue):
        return None
    keywords = dict(configured.keywords) if isinstance(configured, Configured) else {}
    if path in DATACLASS:
        return (dataclass_members.dataclass(machine, target, keywords),)
    return (attrs_members.attrs(machine, target, ATTRS[path], keywords),)


def _wraps(configured: Configured, target: Value) -> Values | None:
    """`wraps(original)(wrapper)`: `inspect.signature` shows the original's signature, calls meet the wrapper's.

    They are the same only where the wrapper takes anything, perhaps with options of its own; otherwise what counts is
    what a call meets. The annotations are the original's either way: `wraps` copies them.
    """
    originals = configured.arguments[0] if configured.arguments else ()
    if not isinstance(target, FunctionValue) or len(originals) != 1:
        return None
    original = originals[0]
    met = target.met or target.signature
    if not isinstance(original, FunctionValue) or not isinstance(met, Signature):
        return (target,)
    options = _options_of_anything(met)
    if options is not None:
        shows = (original.object, *original.shows)
        kept = replace(original, is_async=target.is_async, object=target.object, kind=target.kind, shows=shows, met=met)
        return (_with_options(kept, options),)
    if isinstance(original.signature, Signature) and not configured.keywords and len(configured.arguments) == 1:
        return (replace(target, signature=_annotated_as(met, original.signature)),)
    return (target,)


def _by_name_too(function: FunctionValue) -> FunctionValue:
    """A function whose text is written from its names alone: what was passed by position only can be named."""
    if not isinstance(function.signature, Signature):
        return function
    parameters = (
        replace(each, kind="positional_or_keyword") if each.kind == "positional_only" else each
        for each in function.signature.parameters
    )
    return replace(function, signature=replace(function.signature, parameters=tuple(parameters)))


def _annotated_as(signature: Signature, original: Signature) -> Signature:
    """A signature with the annotations of another one, which is what a copy of its `__annotations__` gives it."""
    annotations = {each.name: each.annotation for each in original.parameters}
    parameters = (replace(each, annotation=annotations.get(each.name)) for each in signature.parameters)
    return Signature(tuple(parameters), original.returns)


def _options_of_anything(signature: Signature) -> Sequence[SignatureParameter] | None:
    """What a function takes by keyword that else takes `*args, **kwargs`, perhaps behind a parameter that is passed on
    by position (`self, *args, **kwargs`); None if it does not take anything.
    """
    options = [each for each in signature.parameters if each.kind == "keyword_only"]
    kinds = [each.kind for each in signature.parameters if each.kind != "keyword_only"]
    if kinds[-2:] != ["var_positional", "var_keyword"] or len(kinds) > 3:
        return None
    return None if any(each.default is None for each in options) else options


def _with_options(function: FunctionValue, options: Sequence[SignatureParameter]) -> FunctionValue:
    """A function that takes some optional keywords more, unless it has parameters of these names."""
    if not isinstance(function.signature, Signature) or not options:
        return function
    known = {each.name for each in function.signature.parameters}
    ours = [each for each in function.signature.parameters if each.kind != "var_keyword"]
    rest = [each for each in function.signature.parameters if each.kind == "var_keyword"]
    more = [each for each in options if each.name not in known]
    return replace(function, signature=replace(function.signature, parameters=(*ours, *more, *rest)))


def _global_enum(machine: Machine, target: ClassValue) -> Values:
    """`enum.global_enum` binds the members of an enum in its module."""
    for name in tuple(machine.names.get(target.object, ())):
        if name[0].isalpha():
            machine.put((machine.module, name), machine.state.get((target.object, name)))
    return (target,)


def _with_kind(kind: MethodKind) -> Callable[[FunctionValue], FunctionValue]:
    return lambda function: replace(function, kind=kind)


def _not_async(function: FunctionValue) -> FunctionValue:
    return replace(function, is_async=False)


def _abstract(function: FunctionValue) -> FunctionValue:
    return replace(function, is_abstract=True)


def _overload(machine: Machine, function: FunctionValue) -> FunctionValue:
    """`overload` puts a function in its place that takes anything and raises (`typing._overload_dummy`)."""
    before = machine.state.get((machine.frame.scopes[0], machine.mangled(function.name)))
    earlier = before[0].value if len(before) == 1 else None
    overloads = (*(earlier.overloads if isinstance(earlier, FunctionValue) else ()), function)
    if machine.is_stub:
        # There is no implementation behind them: one of several signatures, and not the last of them.
        cause = Cause("SPY803", function.span, "overload")
        return replace(function, signature=cause, overloads=overloads)
    anything = Signature(
        (
            SignatureParameter("args", "var_positional", function.span),
            SignatureParameter("kwds", "var_keyword", function.span),
        ),
        None,
    )
    return replace(function, signature=anything, is_async=False, is_abstract=False, overloads=overloads)


_FUNCTION_WRAPPERS: dict[str, Callable[[FunctionValue], FunctionValue]] = {
    "builtins.staticmethod": _with_kind("static"),
    "builtins.classmethod": _with_kind("class"),
    "builtins.property": _with_kind("property"),
    "abc.abstractmethod": _abstract,
    "abc.abstractproperty": lambda function: replace(function, kind="property", is_abstract=True),
    "abc.abstractstaticmethod": lambda function: replace(function, kind="static", is_abstract=True),
    "abc.abstractclassmethod": lambda function: replace(function, kind="class", is_abstract=True),
    "functools.cached_property": lambda function: replace(function, kind="property", is_cached=True, is_abstract=False),
    "enum.property": _with_kind("property"),
    "types.DynamicClassAttribute": _with_kind("property"),
    "contextlib.contextmanager": lambda function: replace(function, is_async=False, makes_manager=True),
    "contextlib.asynccontextmanager": _not_async,
}
