"""What decorators make of functions and classes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fnmatch import fnmatchcase

from importspy_static.interpret import attrs_members, dataclass_members
from importspy_static.interpret.enum_members import NOT_MEMBERS
from importspy_static.interpret.expressions import evaluate
from importspy_static.interpret.fields import option
from importspy_static.interpret.machine import Machine
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
from importspy_static.model.contract import MethodKind
from importspy_static.model.expression import Attribute, Call, Expression, Name, Node

IDENTITY = frozenset(
    {
        "builtins.<identity>",
        "abc.update_abstractmethods",
        "asyncio.coroutine",
        "atexit.register",
        "enum.unique",
        "enum.verify()",
        "enum.nonmember",
        "functools.cache",
        "functools.lru_cache",
        "functools.lru_cache()",
        "functools.singledispatch",
        "types.coroutine",
        "typing.dataclass_transform()",
        "typing.deprecated()",
        "typing.disjoint_base",
        "typing.final",
        "typing.no_type_check",
        "typing.override",
        "typing.runtime_checkable",
        "typing.runtime",
        "typing.type_check_only",
        "unittest.skip()",
        "warnings.deprecated()",
    }
)
"""Decorators that return what they are given, or a wrapper that `inspect.signature` sees through.

A path that ends in `()` is what a call of the callable returns."""
_CALLING = frozenset({"functools.cache", "functools.lru_cache", "functools.lru_cache()", "functools.singledispatch"})
"""Those of them that make a function of their own."""
_BOUND_BY_NAME = frozenset({"__new__", "__init_subclass__", "__class_getitem__"})
"""Functions that the class makes static or class methods: until then they are none."""
_BINDING = frozenset({"builtins.staticmethod", "builtins.classmethod", "builtins.property"})
DATACLASS = frozenset({"dataclasses.dataclass"})
ATTRS = {
    "attr.s": "attr.s",
    "attr.attrs": "attr.s",
    "attr.attributes": "attr.s",
    "attr.dataclass": "attr.dataclass",
    "attr.define": "define",
    "attr.mutable": "define",
    "attr.frozen": "define",
    "attrs.define": "define",
    "attrs.mutable": "define",
    "attrs.frozen": "define",
}
KEPT = frozenset({"sqlalchemy.util.langhelpers.decorator()"})
"""Decorators whose wrapper takes just what the decorated function takes, and is a coroutine function where that is one.

The callable makes a decorator of a function. Each wrapper is written as text, from the signature of what it wraps, and
that text is run (`exec`): there is nothing to follow.
"""
FACTORIES = (
    frozenset(path.removesuffix("()") for path in IDENTITY if path.endswith("()"))
    | DATACLASS
    | frozenset(ATTRS)
    | {
        "functools.wraps",
        "dataclasses.field",
        "contextlib.suppress",
        "contextlib.ExitStack",
        "contextlib.AsyncExitStack",
    }
    | {"attr.ib", "attr.attrib", "attr.attr", "attr.field", "attrs.field"}
)
"""Known callables that return a decorator when they are not called with what they decorate."""


def canonical(path: str) -> str:
    """One spelling for names that several modules offer."""
    module, _, last = path.rpartition(".")
    return f"typing.{last}" if module == "typing_extensions" else path


def wrapper_of(machine: Machine, decorator: Expression) -> Values:
    """The values of a decorator expression. A call that makes a decorator is followed, wherever its function is."""
    with machine.following_calls():
        return evaluate(machine, decorator)


def apply(machine: Machine, decorator: Expression, wrapper: Values, targets: Values) -> Values:
    """What the decorated name is bound to. `wrapper` are the values of the decorator expression."""
    with machine.at(decorator), machine.following_calls():
        if _trusted(machine, decorator.node, wrapper):
            return targets
        results: dict[Value, None] = {}
        for each in wrapper or (Computed(machine.cause("SPY803")),):
            for target in targets:
                results.update(dict.fromkeys(_applied(machine, each, target, decorator)))
        return tuple(results)


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
            known = known_wrapper(machine, canonical(path), (), target)
            if known is not None:
                return known
            others = machine.followed((wrapper,))
            if others == (wrapper,) or any(isinstance(each, External) for each in others):
                return (unknown(target, decorator),)
            return tuple(made for each in others for made in _applied(machine, each, target, decorator))
        case Configured(path=path):
            known = known_wrapper(machine, canonical(path) + "()", wrapper, target)
            return known if known is not None else (unknown(target, decorator),)
        case ClassValue(path="builtins.property" | "builtins.staticmethod" | "builtins.classmethod" as path):
            return known_wrapper(machine, path, (), target) or (target,)
        case FunctionValue() | BoundMethod():
            return _local(machine, wrapper, target, decorator)
        case ClassValue(builtin=None) if isinstance(target, FunctionValue):
            left = unknown(target, decorator)
            return (replace(left, wrapper=wrapper) if isinstance(left, FunctionValue) else left,)
        case _:
            return (unknown(target, decorator),)


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
            case FunctionValue() | ClassValue() | Literal() | Instance():
                results.append(value)
            case _:
                results.append(unknown(target, decorator))
    return tuple(dict.fromkeys(results)) or (unknown(target, decorator),)


def _top_level_name(machine: Machine, function: FunctionValue) -> str | None:
    """The dotted name of a function that no other one, and no class, defines."""
    if machine.world is None or len(function.scopes) > 1 or function.object in machine.methods:
        return None
    return machine.world.dotted_name(function)


def unknown(target: Value, decorator: Expression) -> Value:
    """The target as an unknown decorator leaves it: it exists, and that is all."""
    cause = Cause("SPY803", decorator.span, decorator.text.split("\n", 1)[0])
    match target:
        case FunctionValue():
            return replace(
                target, signature=cause, is_async=cause, kind=target.kind if target.kind == "property" else cause
            )
        case ClassValue():
            return replace(target, opaque=cause)
        case _:
            return Computed(cause)


def known_wrapper(machine: Machine, path: str, configured: Configured | tuple[()], target: Value) -> Values | None:
    """What a callable that is known by its dotted name makes of its only argument; None if it is not known."""
    if path in IDENTITY:
        if path == "enum.nonmember":
            machine.put((machine.frame.scopes[0], NOT_MEMBERS), (Outcome(target, machine.current.span),))
        return (_called_by_itself(machine, target) if path in _CALLING else target,)
    if path == "abc.abstractmethod" and not isinstance(target, FunctionValue):
        return (target,)
    if path == "typing.overload" and isinstance(target, FunctionValue):
        return (_overload(machine, target),)
    if path in KEPT and isinstance(target, FunctionValue):
        return (target,)
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
        return (dataclass_members.total_ordering(machine, target),)
    if path == "enum.global_enum" and isinstance(target, ClassValue):
        return _global_enum(machine, target)
    wrap = _FUNCTION_WRAPPERS.get(path)
    if wrap is None or not isinstance(target, FunctionValue):
        return None
    made = wrap(target)
    if path in _BINDING and target.kind not in ("instance", made.kind):
        # A class method over a property, and the like: what comes of it changed from version to version.
        cause = machine.cause("SPY803")
        return (replace(made, kind=cause, signature=cause),)
    return (made,)


def _called_by_itself(machine: Machine, target: Value) -> Value:
    """A function that calls the other one whenever it is called: where it is found in a class, it is a method."""
    if not isinstance(target, FunctionValue) or target.name in _BOUND_BY_NAME:
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
        made = dataclass_members.dataclass(machine, target, keywords)
        if dataclass_members.is_refused(made, with_init=option(keywords.get("init"), True) is True):
            machine.surely_raises(
                "a field of a dataclass has no default behind one with, or a default that can be changed"
            )
        return (made,)
    return (attrs_members.attrs(machine, target, ATTRS[path], keywords),)


def _wraps(configured: Configured, target: Value) -> Values | None:
    """`wraps(original)(wrapper)`: `inspect.signature` shows the original's signature, calls meet the wrapper's.

    They are the same only where the wrapper takes anything; otherwise what counts is what a call meets.
    """
    originals = configured.arguments[0] if configured.arguments else ()
    if not isinstance(target, FunctionValue) or len(originals) != 1:
        return None
    original = originals[0]
    if (
        isinstance(original, FunctionValue)
        and isinstance(target.signature, Signature)
        and _takes_anything(target.signature)
    ):
        return (replace(original, is_async=target.is_async, object=target.object, kind=target.kind),)
    return (target,)


def _takes_anything(signature: Signature) -> bool:
    """`*args, **kwargs`, perhaps behind parameters that are passed on by position (`self, *args, **kwargs`)."""
    kinds = [parameter.kind for parameter in signature.parameters]
    return kinds[-2:] == ["var_positional", "var_keyword"] and len(kinds) <= 3


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
