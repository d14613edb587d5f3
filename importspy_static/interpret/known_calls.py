"""Callables that are known by their dotted name: what a call of one does, and returns."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from importspy_static.interpret import constants, standard, type_variables, writes
from importspy_static.interpret.attributes import ATTRGETTER, GENERIC, attribute, is_bindable
from importspy_static.interpret.classes import functional_class
from importspy_static.interpret.constants import literal_text
from importspy_static.interpret.decorators import known_wrapper
from importspy_static.interpret.displays import held_by
from importspy_static.interpret.escapes import escape
from importspy_static.interpret.folding import Handler, fold_constructor, fold_function, fold_iterable, map_constants
from importspy_static.interpret.functional_forms import functional, make_dataclass
from importspy_static.interpret.known_decorators import FACTORIES, PARTIAL, canonical
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.metaclasses import made_by_type
from importspy_static.interpret.namespaces import assign_attribute, delete_attribute
from importspy_static.interpret.partials import partial_parameters
from importspy_static.interpret.texts_run import run_text
from importspy_static.interpret.truth import truth_of
from importspy_static.interpret.values import (
    BoundMethod,
    ClassValue,
    Computed,
    Configured,
    External,
    FunctionValue,
    Instance,
    Keywords,
    Literal,
    ModuleItself,
    NamespaceOf,
    Outcome,
    Signature,
    SuperOf,
    Values,
)
from importspy_static.lazy_dataclasses import replace
from importspy_static.model.expression import Call

_CHANGERS = frozenset({"builtins.setattr", "builtins.delattr", "builtins.exec", "builtins.eval"})


def set_attribute(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`object.__setattr__(owner, name, value)`, which asks no `__setattr__` of the class."""
    return _set(machine, arguments, asks=False)


def _setattr(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`setattr(owner, name, value)`."""
    return _set(machine, arguments, asks=True)


def _set(machine: Machine, arguments: list[Values], *, asks: bool) -> Values:
    if len(arguments) >= 2:
        name = literal_text(arguments[1])
        unknown: Values = (Computed(machine.cause("SPY801")),)
        for owner in arguments[0]:
            is_known = name is not None and len(arguments) == 3 and isinstance(owner, (Instance, ClassValue))
            values = arguments[2] if is_known else unknown
            assign_attribute(machine, owner, name, values, alone=len(arguments[0]) == 1, asks=asks)
    return (constants.literal(None, machine.current.span),)


def del_attribute(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`delattr(owner, name)`."""
    if len(arguments) == 2:
        for owner in arguments[0]:
            delete_attribute(machine, owner, literal_text(arguments[1]), alone=len(arguments[0]) == 1)
    return (constants.literal(None, machine.current.span),)


def _getattr(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    name = literal_text(arguments[1]) if len(arguments) >= 2 else None
    if name is None:
        return (Computed(machine.cause("SPY804")),)
    lacking = len(arguments) == 3 and standard.lacks(machine, arguments[0], name)
    owners = () if lacking else standard.readable(machine, arguments[0], name)
    found = tuple(dict.fromkeys(value for owner in owners for value in attribute(machine, owner, name)))
    return found + (arguments[2] if len(arguments) == 3 else ())


def _hasattr(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    name = literal_text(arguments[1]) if len(arguments) == 2 else None
    if name is not None and standard.lacks(machine, arguments[0], name):
        return (constants.literal(False, machine.current.span),)
    if name is not None and standard.has(machine, arguments[0], name):
        return (constants.literal(True, machine.current.span),)
    return (Computed(machine.cause("SPY804"), "bool"),)


def _callable(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    match arguments:
        case [(FunctionValue(kind="instance", signature=Signature()) | ClassValue(opaque=None) | BoundMethod(),)]:
            return (constants.literal(True, machine.current.span),)
        case [(Literal(),)]:
            return (constants.literal(False, machine.current.span),)
        case _:
            return (Computed(machine.cause("SPY804"), "bool"),)


def _namespace(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`globals()`, `locals()`, `vars()`, `vars(thing)`."""
    if not arguments:
        return (NamespaceOf(machine.frame.scopes[0]),)
    return tuple(namespace for owner in arguments[0] for namespace in attribute(machine, owner, "__dict__"))


def _globals(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    return (NamespaceOf(machine.globals),)


def _exec(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    completes = run_text(machine, arguments, keywords, node, is_exec=True)
    return (constants.literal(None, machine.current.span),) if completes else ()


def _eval(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    run_text(machine, arguments, keywords, node, is_exec=False)
    return (Computed(machine.cause("SPY804")),)


def _execfile(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """What is in the file is not known."""
    run_text(machine, [(), *arguments[1:]], keywords, node, is_exec=False)
    return (Computed(machine.cause("SPY804")),)


def _import_module(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    match arguments:
        case [(External(path="builtins.__name__"),), *_]:
            return (ModuleItself(),)
        case [(Literal(value=str() as name),), *_]:
            if not name.startswith("."):
                standard.require_module(machine, name, machine.current.span)
                return (External(name, machine.current.span, 0),)
            from importspy_static.interpret.relative import absolute

            package = literal_text(arguments[1] if len(arguments) > 1 else dict(keywords).get("package", ()))
            whole = None if package is None else absolute(name, package)
            return (Computed(machine.cause("SPY804")) if whole is None else External(whole, machine.current.span, 0),)
        case _:
            return (Computed(machine.cause("SPY804")),)


def _reload(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`importlib.reload(module)`: its body runs once more, over what others have done to its names."""
    for value in arguments[0] if arguments else ():
        module = writes.looked_at(machine, value) if isinstance(value, External) else machine.module
        if module is None or module == machine.module:
            machine.taint(machine.module, machine.cause("SPY801"))
            continue
        assert machine.world is not None
        for name, binding in machine.world.own_names(module).items():
            if machine.state.find((module, name)) is not None:
                machine.put((module, name), binding)
    return arguments[0] if arguments else ()


def _getmodule(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`inspect.getmodule(thing)`."""
    return (ModuleItself(), Computed(machine.cause("SPY804")))


def _attrgetter(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`operator.attrgetter("__globals__")`: what is called with an object to have its attribute."""
    return (Configured(ATTRGETTER, tuple(arguments), (), machine.current.span),)


def _calcsize(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`struct.calcsize("P")`, the size of a pointer."""
    if len(arguments) == 1 and literal_text(arguments[0]) == "P":
        return (constants.literal(machine.facts.pointer_width // 8, machine.current.span),)
    return (Computed(machine.cause("SPY804"), "int"),)


def _super(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    frame = machine.frame
    receiver, after = frame.receiver, frame.owner
    match arguments:
        case [(ClassValue() as named,), (explicit,)]:
            receiver, after = explicit, named
    if receiver is None or after is None:
        return (Computed(machine.cause("SPY804")),)
    return (SuperOf(receiver, after),)


def _type(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    if len(arguments) == 1:
        return tuple(
            value.of if isinstance(value, Instance) else Computed(machine.cause("SPY804")) for value in arguments[0]
        )
    return made_by_type(machine, arguments) or functional_class(machine, arguments, keywords, node)


def _second(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    return arguments[1] if len(arguments) == 2 else (Computed(machine.cause("SPY804")),)


def _truth(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    truths = truth_of(machine, arguments[0]) if arguments else frozenset({False})
    if len(truths) == 1:
        return (constants.literal(next(iter(truths)), machine.current.span),)
    return (Computed(machine.cause("SPY804"), "bool"),)


def _map(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`map(function, items)`."""
    if (constants_of := map_constants(machine, arguments, keywords, node)) is not None:
        return constants_of
    escape(machine, None, arguments, keywords)
    if arguments:
        _map_possibly(machine, arguments[0], [held_by(machine, each) for each in arguments[1:]], node)
    return (Computed(machine.cause("SPY804")),)


def _map_possibly(machine: Machine, callees: Values, given: list[Values], node: Call) -> None:
    """Nobody may ever ask for an item, and then nothing is called."""
    from importspy_static.interpret.calls import call_value

    for callee in callees:
        if isinstance(callee, (FunctionValue, BoundMethod)) or (
            isinstance(callee, External) and callee.path in (*_CHANGERS,)
        ):
            call = partial(call_value, machine, callee, given, [], node)
            machine.branch([partial(_completes, call), lambda: True], machine.cause("SPY805"))


def _completes(call: Callable[[], Values]) -> bool:
    return bool(call())


def _functional(form: str) -> Handler:
    def make(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
        return functional(machine, form, arguments, keywords, node)

    return make


def _interned(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`sys.intern(text)`: the text."""
    if len(arguments) == 1 and literal_text(arguments[0]) is not None:
        return arguments[0]
    return (Computed(machine.cause("SPY804")),)


def _update_wrapper(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    for each in arguments[0] if arguments else ():
        if isinstance(each, Instance) and each.object is not None:  # it passes for the other one
            machine.put((each.object, "__wrapped__"), (Outcome(Computed(machine.cause("SPY804")), each.span),))
    if len(arguments) >= 2 and len(arguments[0]) == 1:
        known = known_wrapper(
            machine,
            "functools.wraps()",
            Configured("functools.wraps", tuple(arguments[1:]), tuple(keywords), machine.current.span),
            arguments[0][0],
        )
        if known is not None:
            return known
    return (Computed(machine.cause("SPY804")),)


def _partial(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`functools.partial`: the signature that `inspect` tells of it."""
    match arguments:
        case [(FunctionValue(signature=Signature() as signature) as function,), *given] if None not in dict(keywords):
            names = {name: values for name, values in keywords if name is not None}
            left = partial_parameters(signature.parameters, len(given), names)
            if left is not None:
                changed = Signature(left, signature.returns)
                return (
                    replace(
                        function,
                        object=machine.new_object(),
                        signature=changed,
                        shows=(function.object, *function.shows),
                        bound=(*function.bound, *given),
                        bound_keywords=(*function.bound_keywords, *keywords),
                    ),
                )
        case [(External(path=path),), *_] if canonical(path) in FACTORIES:
            return (Configured(PARTIAL, tuple(arguments), tuple(keywords), machine.current.span),)
    escape(machine, "functools.partial", arguments, keywords)
    return (Computed(machine.cause("SPY804")),)


def _partial_method(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`functools.partialmethod`: what it is in a class; see `bound_partial` for what instances have."""
    return (Configured("functools.partialmethod", tuple(arguments), tuple(keywords), machine.current.span),)


def _bound_method(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`types.MethodType(function, receiver)`."""
    match arguments:
        case [(FunctionValue() as function,), (receiver,)] if not keywords and is_bindable(function, receiver):
            return (BoundMethod(function, receiver),)
    escape(machine, "types.MethodType", arguments, keywords)
    return (Computed(machine.cause("SPY804")),)


def _register(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`register` of a generic function: with a type alone it makes a decorator, else it returns the function."""
    identity = External("builtins.<identity>", machine.current.span)
    match arguments:
        case [(FunctionValue() as function,)]:
            return (function,)
        case [_]:
            return (identity,) if not keywords else tuple(value for _, values in keywords for value in values)
        case [_, values]:
            return values
        case _:
            return (identity,)


def _property(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    getter = arguments[0] if arguments else dict(keywords).get("fget", ())
    given = arguments[1] if len(arguments) > 1 else dict(keywords).get("fset", ())
    setter = given[0] if len(given) == 1 and isinstance(given[0], FunctionValue) else None
    if len(getter) == 1 and isinstance(getter[0], FunctionValue):
        return (replace(getter[0], kind="property", setter=setter),)
    cause = machine.cause("SPY804")
    return (FunctionValue(machine.new_object(), "property", machine.current.span, cause, False, "property"),)


HANDLERS: dict[str, Handler] = {
    "builtins.setattr": _setattr,
    "builtins.object.__setattr__": set_attribute,
    "builtins.type.__setattr__": set_attribute,
    "builtins.delattr": del_attribute,
    "builtins.object.__delattr__": del_attribute,
    "builtins.type.__delattr__": del_attribute,
    "builtins.getattr": _getattr,
    "builtins.hasattr": _hasattr,
    "builtins.callable": _callable,
    "builtins.globals": _globals,
    "builtins.locals": _namespace,
    "builtins.vars": _namespace,
    "builtins.exec": _exec,
    "builtins.eval": _eval,
    "builtins.execfile": _execfile,
    "builtins.__import__": _import_module,
    "importlib.import_module": _import_module,
    "importlib.reload": _reload,
    "inspect.getmodule": _getmodule,
    "operator.attrgetter": _attrgetter,
    "struct.calcsize": _calcsize,
    "builtins.super": _super,
    "builtins.type": _type,
    "builtins.property": _property,
    "builtins.bool": _truth,
    "builtins.len": fold_constructor(len, "int"),
    "builtins.str": fold_constructor(str),
    "builtins.int": fold_constructor(int),
    "builtins.float": fold_constructor(float),
    "builtins.tuple": fold_constructor(tuple),
    "builtins.list": fold_constructor(list),
    "builtins.set": fold_constructor(set),
    "builtins.frozenset": fold_constructor(frozenset),
    "builtins.dict": fold_constructor(dict),
    "builtins.range": fold_iterable(range),
    "builtins.enumerate": fold_iterable(enumerate),
    "builtins.zip": fold_iterable(zip),
    "builtins.map": _map,
    "builtins.reversed": fold_iterable(reversed),
    "builtins.sorted": fold_function(sorted, "list"),
    "builtins.max": fold_function(max),
    "builtins.min": fold_function(min),
    "builtins.sum": fold_function(sum),
    "builtins.abs": fold_function(abs),
    "builtins.chr": fold_function(chr, "str"),
    "builtins.ord": fold_function(ord, "int"),
    "builtins.hex": fold_function(hex, "str"),
    "builtins.oct": fold_function(oct, "str"),
    "builtins.bin": fold_function(bin, "str"),
    "builtins.round": fold_function(round),
    PARTIAL: _partial,
    "functools.partialmethod": _partial_method,
    "types.MethodType": _bound_method,
    GENERIC: _register,
    "typing.cast": _second,
    **{f"typing.{kind}": type_variables.make(kind) for kind in ("NewType", "ParamSpec", "TypeVar", "TypeVarTuple")},
    "sys.intern": _interned,
    "functools.update_wrapper": _update_wrapper,
    "dataclasses.make_dataclass": make_dataclass,
    "collections.namedtuple": _functional("collections.namedtuple"),
    "typing.NamedTuple": _functional("typing.NamedTuple"),
    "typing.TypedDict": _functional("typing.TypedDict"),
    "enum.Enum": _functional("enum.Enum"),
    "enum.IntEnum": _functional("enum.IntEnum"),
    "enum.StrEnum": _functional("enum.StrEnum"),
    "enum.Flag": _functional("enum.Flag"),
    "enum.IntFlag": _functional("enum.IntFlag"),
}
