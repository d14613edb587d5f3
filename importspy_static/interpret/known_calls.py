"""Callables that are known by their dotted name: what a call of one does, and returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from importspy_static.interpret import constants, lookup, standard
from importspy_static.interpret.attributes import attribute
from importspy_static.interpret.classes import functional_class
from importspy_static.interpret.constants import Unfoldable, literal_text, single
from importspy_static.interpret.decorators import known_wrapper
from importspy_static.interpret.displays import fresh
from importspy_static.interpret.escapes import escape, run_escaped
from importspy_static.interpret.functional_forms import functional
from importspy_static.interpret.functions import run_call
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.namespaces import assign_attribute, delete_attribute, run_dynamic_code
from importspy_static.interpret.truth import truth_of
from importspy_static.interpret.values import (
    BoundMethod,
    ClassValue,
    Computed,
    Configured,
    Default,
    External,
    FunctionValue,
    Instance,
    Keywords,
    Literal,
    ModuleItself,
    NamespaceOf,
    Signature,
    SignatureParameter,
    SuperOf,
    Value,
    Values,
)
from importspy_static.model.expression import Call

MOST_ITEMS = 2_000
LONGEST_NUMBER = 100
Handler = Callable[[Machine, "list[Values]", Keywords, Call], Values]


def set_attribute(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`setattr(owner, name, value)`."""
    if len(arguments) >= 2:
        cause = machine.cause("SPY801")
        for owner in arguments[0]:
            unknown = (Computed(cause),)
            assign_attribute(machine, owner, literal_text(arguments[1]), unknown, alone=len(arguments[0]) == 1)
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
    run_dynamic_code(machine, arguments)
    return (Computed(machine.cause("SPY804")),)


def _import_module(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    match arguments:
        case [(External(path="builtins.__name__"),), *_]:
            return (ModuleItself(),)
        case [(Literal(value=str() as name),), *_]:
            if not name.startswith("."):
                standard.require_module(machine, name, machine.current.span)
                return (External(name, machine.current.span, 0),)
            from importspy_static.interpret.world import absolute

            package = literal_text(arguments[1] if len(arguments) > 1 else dict(keywords).get("package", ()))
            whole = None if package is None else absolute(name, package)
            return (Computed(machine.cause("SPY804")) if whole is None else External(whole, machine.current.span, 0),)
        case _:
            return (Computed(machine.cause("SPY804")),)


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
    return functional_class(machine, arguments, node)


def _second(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    return arguments[1] if len(arguments) == 2 else (Computed(machine.cause("SPY804")),)


def _truth(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    truths = truth_of(machine, arguments[0]) if arguments else frozenset({False})
    if len(truths) == 1:
        return (constants.literal(next(iter(truths)), machine.current.span),)
    return (Computed(machine.cause("SPY804"), "bool"),)


def _fold_constructor(kind: Callable[..., object], returned: str | None = None) -> Handler:
    def construct(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
        try:
            read = constants.iterated if kind in _ITERATING else constants.plain
            given = [read(single(each)) for each in arguments]
            named = _named(keywords, kind)
            if not all(isinstance(each, (str, int, float, tuple, list, frozenset, set, dict)) for each in given):
                raise Unfoldable
            made = constants.literal(kind(*given, **named), machine.current.span, machine.new_object())
            return (fresh(machine, made),)
        except (Unfoldable, TypeError, ValueError, OverflowError) as error:
            if kind in (int, float) and isinstance(error, ValueError):
                _refuse_number(machine, arguments, error)
            return (Computed(machine.cause("SPY804"), _type_made(machine, arguments, kind, returned)),)

    return construct


_ITERATING: frozenset[Callable[..., object]] = frozenset({list, tuple, set, frozenset, dict, sorted, sum, max, min})
"""What goes through what it is given."""


def _named(keywords: Keywords, kind: Callable[..., object]) -> dict[str, object]:
    """Keyword arguments that are constants: items of a dict, `reverse` of a sort.

    Raises:
        Unfoldable: there are others.
    """
    allowed = keywords if kind is dict else [each for each in keywords if kind is sorted and each[0] == "reverse"]
    if len(allowed) < len(keywords) or any(name is None for name, _ in keywords):
        raise Unfoldable
    return {name: constants.plain(single(values)) for name, values in keywords if name is not None}


def _refuse_number(machine: Machine, arguments: list[Values], error: ValueError) -> None:
    """`int("three")`. Long texts are left aside: how many digits a number may have depends on the version."""
    match arguments:
        case [(Literal(value=str() as text),)] if len(text) <= LONGEST_NUMBER and "builtins" not in machine.patched:
            machine.surely_raises(str(error))


def _type_made(
    machine: Machine, arguments: list[Values], kind: Callable[..., object], returned: str | None
) -> str | None:
    """The type of what a constructor makes. `str` returns what `__str__` does, which may be of a class of its own."""
    for of in (value.of for values in arguments for value in values if isinstance(value, Instance)):
        if kind is str:
            for outcome in lookup.class_member(machine, of, "__str__"):
                made = _returned(machine, outcome.value, of)
                if any(isinstance(each, Instance) for each in made):
                    return None
    return returned if returned is not None else getattr(kind, "__name__", None)


def _returned(machine: Machine, method: Value | None, of: ClassValue) -> Values:
    if not isinstance(method, FunctionValue):
        return ()
    return run_call(machine, method, [(Instance(of, machine.current.span),)], exact=True)


def _fold_function(function: Callable[..., object], returned: str | None = None) -> Handler:
    """A builtin function of numbers and texts. Sums of floats are left aside: Python 3.12 made them more exact."""
    construct = _fold_constructor(function, returned or "")

    def fold(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
        values = construct(machine, arguments, keywords, node)
        is_inexact = function is sum and any(isinstance(each, Literal) and each.type != "int" for each in values)
        if is_inexact or not all(isinstance(each, Literal) for each in values):
            run_escaped(machine, [each for name, each in keywords if name in ("key", "default")])
            return (Computed(machine.cause("SPY804"), returned),)
        return values

    return fold


def _fold_iterable(make: Callable[..., Iterable[object]]) -> Handler:
    """A builtin that makes an iterator of constants: followed as the list of what it yields."""

    def fold(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
        try:
            read = constants.plain if make is reversed else constants.iterated
            given = [read(single(each)) for each in arguments]
            if keywords:
                raise Unfoldable
            items = list(islice(make(*given), MOST_ITEMS + 1))
            if len(items) > MOST_ITEMS:
                raise Unfoldable
            owner = None if make is range else machine.new_object()
            return (fresh(machine, constants.yielding(items, make.__name__, machine.current.span, owner)),)
        except (Unfoldable, TypeError, ValueError):
            held = [each for values in arguments for value in values for each in getattr(value, "elements", ())]
            return (Computed(machine.cause("SPY804"), None, tuple(dict.fromkeys(held))),)

    return fold


def _map(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`map(str, (1, 2))`: a constructor that is known, over constants; followed as the list of what it yields."""
    match arguments:
        case [(ClassValue(builtin=kind),), given] if kind in (str, int, float, bool) and not keywords:
            try:
                items = constants.iterated(single(given))
                if not isinstance(items, (list, tuple, str)) or len(items) > MOST_ITEMS:
                    raise Unfoldable
                if not all(isinstance(each, (str, int, float)) for each in items):
                    raise Unfoldable
                made = [kind(each) for each in items]
                return (fresh(machine, constants.yielding(made, "map", machine.current.span, machine.new_object())),)
            except (Unfoldable, TypeError, ValueError, OverflowError):
                pass
    run_escaped(machine, arguments)
    return (Computed(machine.cause("SPY804")),)


def _functional(form: str) -> Handler:
    def make(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
        return functional(machine, form, arguments, keywords, node)

    return make


def _update_wrapper(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    if len(arguments) >= 2 and len(arguments[0]) == 1:
        known = known_wrapper(
            machine,
            "functools.wraps()",
            Configured("functools.wraps", (arguments[1],), (), machine.current.span),
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
            left = _partial_parameters(signature.parameters, len(given), names)
            if left is not None:
                changed = Signature(left, signature.returns)
                return (replace(function, object=machine.new_object(), signature=changed),)
    escape(machine, "functools.partial", arguments, keywords)
    return (Computed(machine.cause("SPY804")),)


def _partial_parameters(
    parameters: Sequence[SignatureParameter], given: int, names: Mapping[str, Values]
) -> tuple[SignatureParameter, ...] | None:
    """What is left of parameters: a keyword that is given becomes a default, and all behind it keyword-only."""
    positional = [each for each in parameters if each.kind in ("positional_only", "positional_or_keyword")]
    rest = [each for each in parameters if each not in positional[:given]]
    if len(positional) < given or not names.keys() <= {each.name for each in rest}:
        return None
    left: list[SignatureParameter] = []
    behind = False
    for each in rest:
        behind = behind or each.name in names
        found = each
        if each.name in names:
            found = replace(found, default=Default(names[each.name], None, each.span))
        if behind and each.kind == "positional_or_keyword":
            found = replace(found, kind="keyword_only")
        elif behind and each.kind == "var_positional":
            continue
        left.append(found)
    return tuple(left)


def _property(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    getter = arguments[0] if arguments else dict(keywords).get("fget", ())
    given = arguments[1] if len(arguments) > 1 else dict(keywords).get("fset", ())
    setter = given[0] if len(given) == 1 and isinstance(given[0], FunctionValue) else None
    if len(getter) == 1 and isinstance(getter[0], FunctionValue):
        return (replace(getter[0], kind="property", setter=setter),)
    cause = machine.cause("SPY804")
    return (FunctionValue(machine.new_object(), "property", machine.current.span, cause, False, "property"),)


HANDLERS: dict[str, Handler] = {
    "builtins.setattr": set_attribute,
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
    "builtins.eval": _exec,
    "builtins.execfile": _exec,
    "builtins.__import__": _import_module,
    "importlib.import_module": _import_module,
    "struct.calcsize": _calcsize,
    "builtins.super": _super,
    "builtins.type": _type,
    "builtins.property": _property,
    "builtins.bool": _truth,
    "builtins.len": _fold_constructor(len, "int"),
    "builtins.str": _fold_constructor(str),
    "builtins.int": _fold_constructor(int),
    "builtins.float": _fold_constructor(float),
    "builtins.tuple": _fold_constructor(tuple),
    "builtins.list": _fold_constructor(list),
    "builtins.set": _fold_constructor(set),
    "builtins.frozenset": _fold_constructor(frozenset),
    "builtins.dict": _fold_constructor(dict),
    "builtins.range": _fold_iterable(range),
    "builtins.enumerate": _fold_iterable(enumerate),
    "builtins.zip": _fold_iterable(zip),
    "builtins.map": _map,
    "builtins.reversed": _fold_iterable(reversed),
    "builtins.sorted": _fold_function(sorted, "list"),
    "builtins.max": _fold_function(max),
    "builtins.min": _fold_function(min),
    "builtins.sum": _fold_function(sum),
    "builtins.abs": _fold_function(abs),
    "builtins.chr": _fold_function(chr, "str"),
    "builtins.ord": _fold_function(ord, "int"),
    "builtins.hex": _fold_function(hex, "str"),
    "builtins.oct": _fold_function(oct, "str"),
    "builtins.bin": _fold_function(bin, "str"),
    "builtins.round": _fold_function(round),
    "functools.partial": _partial,
    "typing.cast": _second,
    "functools.update_wrapper": _update_wrapper,
    "collections.namedtuple": _functional("collections.namedtuple"),
    "typing.NamedTuple": _functional("typing.NamedTuple"),
    "typing.TypedDict": _functional("typing.TypedDict"),
    "enum.Enum": _functional("enum.Enum"),
    "enum.IntEnum": _functional("enum.IntEnum"),
    "enum.StrEnum": _functional("enum.StrEnum"),
    "enum.Flag": _functional("enum.Flag"),
    "enum.IntFlag": _functional("enum.IntFlag"),
}
