"""Calls: of functions and classes of the module, of methods of constants, of anything else."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import product

from importspy_static.interpret import attributes, constants, interfaces, lookup, standard, targets, writes
from importspy_static.interpret.assignment import owners_of_signature
from importspy_static.interpret.attributes import DICTIONARY, READING, attribute
from importspy_static.interpret.classes import made_by_metaclass
from importspy_static.interpret.constants import Unfoldable, literal_text, single
from importspy_static.interpret.decorators import known_wrapper
from importspy_static.interpret.displays import add_held, change, held_by, mark_changed, owned, steady
from importspy_static.interpret.escapes import THREADS, escape, run_escaped
from importspy_static.interpret.expressions import evaluate_node
from importspy_static.interpret.formatting import format_method
from importspy_static.interpret.functions import call_method, instantiate, run_call
from importspy_static.interpret.handlers import PASSING
from importspy_static.interpret.known_calls import HANDLERS, del_attribute, set_attribute
from importspy_static.interpret.known_decorators import FACTORIES, canonical, is_own
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.metaclasses import made_by_type
from importspy_static.interpret.namespaces import assign_attribute, change_namespace, delete_attribute, keys_of
from importspy_static.interpret.raising import NEVER_RETURN, leave_for_good, never_returns
from importspy_static.interpret.refused_calls import refuse_nothing, refused
from importspy_static.interpret.registrations import register, registrar
from importspy_static.interpret.results import constant_of, unknown
from importspy_static.interpret.search_path import is_own_folder
from importspy_static.interpret.values import (
    SPREAD,
    BoundMethod,
    ClassValue,
    Computed,
    Configured,
    Display,
    External,
    FunctionValue,
    Instance,
    Keywords,
    Literal,
    ModuleItself,
    NamespaceOf,
    Value,
    Values,
)
from importspy_static.model.expression import POSITIONAL, Attribute, Call, Node, Parameter, Starred
from importspy_static.model.program import FunctionDef

_PURE = frozenset(
    f"builtins.{name}"
    for name in (
        "abs all any ascii bin callable chr divmod enumerate filter format getattr hasattr hash hex id isinstance "
        "issubclass iter len map max min next oct ord pow print range repr reversed round sorted sum zip"
    ).split()
)
"""Builtins that do not change their arguments (`map` and `filter` may call them: functions still escape)."""
_CONSTRUCTORS = frozenset(
    {
        "str",
        "int",
        "float",
        "bool",
        "bytes",
        "bytearray",
        "complex",
        "list",
        "tuple",
        "dict",
        "set",
        "frozenset",
        "object",
    }
)
_RETURNED_TYPES = {
    **dict.fromkeys(("len", "ord", "id", "hash"), "int"),
    **dict.fromkeys(("chr", "hex", "oct", "bin", "repr", "ascii", "format"), "str"),
    **dict.fromkeys(("isinstance", "issubclass", "callable", "hasattr", "any", "all"), "bool"),
    **dict.fromkeys(("sorted", "dir"), "list"),
}
"""What builtin functions return, whatever they are given."""


def call(machine: Machine, node: Call) -> Values:
    """The values of a call; empty if it never returns."""
    if isinstance(node.function, Attribute):
        name = machine.mangled(node.function.name)
        owners = standard.readable(machine, evaluate_node(machine, node.function.owner), name)
        refuse_nothing(machine, node.function.owner, owners, name)
        if name in _CHANGING:
            owners = tuple(each for owner in owners for each in writes.changeable(machine, owner))
        arguments, keywords = _arguments(machine, node)
        _change_signature(machine, node.function.owner, name)
        results: list[Value] = []
        for owner in owners:
            if isinstance(owner, NamespaceOf):
                alone = len(owners) == 1 and machine.current.node is node
                results += change_namespace(machine, owner, name, arguments, keywords, alone=alone)
            else:
                results += _method_call(machine, owner, name, arguments, keywords, node)
        if results or not never_returns(owners, name):
            machine.may_raise()
        return tuple(dict.fromkeys(results))
    callees = evaluate_node(machine, node.function)
    arguments, keywords = _arguments(machine, node)
    # What is made of constants by a builtin type changes nothing, so that it is soon enough to ask behind it.
    is_conversion = not keywords and all(map(_is_constructor, callees)) and all(map(_are_known, arguments))
    if not is_conversion and not never_returns(callees):
        machine.may_raise()
    found: list[Value] = []
    for callee in callees:
        found += call_value(machine, callee, arguments, keywords, node)
    if is_conversion and not _are_known(found):
        machine.may_raise()
    return tuple(dict.fromkeys(found))


def _is_constructor(callee: Value) -> bool:
    match callee:
        case External(path=path) | ClassValue(path=str() as path):
            front, _, name = path.rpartition(".")
            return front == "builtins" and name in _CONSTRUCTORS
        case _:
            return False


def _are_known(values: Iterable[Value]) -> bool:
    return all(isinstance(each, Literal) and each.mutable is None for each in values)


def _change_signature(machine: Machine, owner: Node, method: str) -> None:
    """`connect.__kwdefaults__.pop("port")`: what belongs to a function's signature is changed in place."""
    if isinstance(owner, Attribute) and method not in _READING_METHODS:
        for function in owners_of_signature(machine, owner):
            if isinstance(function, (FunctionValue, BoundMethod)):
                assign_attribute(machine, function, owner.name, (), alone=True)


def _arguments(machine: Machine, node: Call) -> tuple[list[Values], Keywords]:
    arguments: list[Values] = []
    for each in node.arguments:
        if isinstance(each, Starred):
            arguments += _spread(machine, evaluate_node(machine, each.operand))
        else:
            arguments.append(evaluate_node(machine, each))
    keywords: Keywords = [(each.name, evaluate_node(machine, each.value)) for each in node.keywords]
    machine.activity += 1
    return arguments, keywords


def _spread(machine: Machine, values: Values) -> list[Values]:
    """What `*operand` gives to a call."""
    match values:
        case (Computed(items=items),) if items is not None:
            return list(items)
        case (Literal(value=Display(kind="iterator", items=items)),):
            return [(Literal(content, kind, machine.current.span),) for kind, content in items]
        case (Literal(value=Display(kind="list" | "tuple", items=items), mutable=mutable),) if mutable is None:
            return [(Literal(content, kind, machine.current.span),) for kind, content in items]
        case _:
            return [(Computed(machine.cause("SPY804"), SPREAD, values),)]


def _method_call(
    machine: Machine, owner: Value, name: str, arguments: list[Values], keywords: Keywords, node: Call
) -> Values:
    match owner:
        case Literal(mutable=int()) if name in _CHANGING:
            return _change_literal(machine, owner, name, arguments, keywords)
        case Literal():
            return _literal_method(machine, owner, name, arguments, keywords)
        case Computed(mutable=int()):
            return _held_method(machine, owner, name, arguments, keywords)
        case External(path="sys.version") if name == "startswith" and len(arguments) == 1:
            known = standard.version_begins(machine, literal_text(arguments[0]))
            return (Computed(machine.cause("SPY804"), "bool"),) if known is None else constant_of(machine, known)
        case Computed(type=kind) if kind == DICTIONARY and name not in READING:
            for changed in keys_of(name, arguments, keywords) or (None,):
                delete_attribute(machine, owner, changed, alone=False)
            return _anything(machine, arguments, keywords)
        case Computed(type=kind, elements=elements) if kind in THREADS and name in ("start", "run"):
            run_escaped(machine, [elements])
            return _anything(machine, arguments, keywords)
        case External(path="sys.path" | "sys.meta_path" | "sys.path_hooks" as path) if name == "insert":
            if not (path == "sys.path" and is_own_folder(machine, node)):
                standard.displace(machine, (Literal("", "str", machine.current.span),), machine.cause("SPY801"))
            return _anything(machine, arguments, keywords)
        case External(path="sys.modules") if name in ("get", "pop", "setdefault") and arguments:
            return _module_of_table(machine, arguments)
        case _:
            found: list[Value] = []
            for callee in attribute(machine, owner, name):
                found += call_value(machine, callee, arguments, keywords, node)
            return tuple(found)


def _is_own_name(value: Value) -> bool:
    return isinstance(value, External) and value.path == "builtins.__name__"


def _module_of_table(machine: Machine, arguments: list[Values]) -> Values:
    """`sys.modules.get(__name__)`."""
    own: Values = ()
    if any(isinstance(each, Computed) or _is_own_name(each) for each in arguments[0]):
        own = (ModuleItself(),)
    return (*own, *(value for values in arguments[1:] for value in values), *unknown(machine))


_CHANGING = frozenset("append extend insert remove pop clear add discard update setdefault sort reverse".split())
"""Methods of lists, dicts and sets whose effect on constants is followed: `__all__.append("run")`."""


def _change_literal(machine: Machine, owner: Literal, name: str, arguments: list[Values], keywords: Keywords) -> Values:
    """`__all__.append("run")`: what the list holds now, where that can be told."""
    try:
        if keywords:
            raise Unfoldable
        content = constants.plain(owner)
        returned = getattr(content, name)(*[constants.plain(single(each)) for each in arguments])
        given = [each for values in arguments for each in values if isinstance(each, Literal)]
        if not all(_may_be_given(machine, each, name) for each in given):
            raise Unfoldable
        if isinstance(returned, (list, dict, set)):
            raise Unfoldable
        change(machine, owner, constants.literal(content, owner.span))
        return (constants.literal(returned, machine.current.span, machine.new_object()),)
    except (Unfoldable, TypeError, ValueError, LookupError, AttributeError):
        mark_changed(machine, owner)
        return (Computed(machine.cause("SPY804")),)


def _may_be_given(machine: Machine, given: Literal, method: str) -> bool:
    """Whether what a method takes is known, and nothing in the list can be changed through it afterwards."""
    if given.mutable is None:
        return True
    return method in {"extend", "update"} and steady(machine, given) and not _is_nested(given)


_READING_METHODS = frozenset(
    "copy count index get items keys values union difference isdisjoint intersection issubset issuperset "
    "symmetric_difference".split()
)


def _literal_method(machine: Machine, owner: Literal, name: str, arguments: list[Values], keywords: Keywords) -> Values:
    if owner.mutable is not None and (name not in _READING_METHODS or _is_nested(owner)):
        mark_changed(machine, owner)
    span = machine.current.span
    try:
        if name == "format" and isinstance(owner.value, str):
            return (constants.literal(_formatted(machine, owner.value, arguments, keywords), span),)
        if keywords:
            raise Unfoldable
        folded = [
            owned(machine, constants.fold_method(owner, name, [single((each,)) for each in combination], span))
            for combination in product(*arguments)
        ]
    except Unfoldable:
        return (Computed(machine.cause("SPY804"), "str" if owner.type == "str" and name == "format" else None),)
    return tuple(dict.fromkeys(folded))


def _held_method(machine: Machine, owner: Computed, name: str, arguments: list[Values], keywords: Keywords) -> Values:
    """A method of a list, dict or set of which it is only known what it may hold."""
    if name in _CHANGING:
        given = tuple(value for values in arguments for value in values)
        named = tuple(value for _, values in keywords for value in values)
        add_held(machine, owner, (*(held_by(machine, given) if name in ("extend", "update") else given), *named))
    elif name not in _READING_METHODS:
        add_held(machine, owner, (Computed(machine.cause("SPY804")),))
    taken = owner.elements if name in ("pop", "setdefault", "get") else ()
    return (*taken, *_anything(machine, arguments, keywords))


def _formatted(machine: Machine, text: str, arguments: list[Values], keywords: Keywords) -> str:
    given = [_plain(machine, each) for each in arguments]
    named = {name: _plain(machine, each) for name, each in keywords if name is not None}
    if len(named) < len(keywords):
        raise Unfoldable
    return format_method(text, given, named)


def _plain(machine: Machine, values: Values) -> object:
    return constants.plain(single(machine.followed(values, in_project=True)))


def _is_nested(owner: Literal) -> bool:
    """Whether what a method returns may be a part that can be changed."""
    return isinstance(owner.value, Display) and any(constants.holds_mutable(*item) for item in owner.value.items)


def call_value(machine: Machine, callee: Value, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """Call one value."""
    if len(arguments) == 1 and (owner := registrar(callee)) is not None:
        register(machine, owner, arguments[0])
    if refused(machine, callee, arguments, keywords):
        return ()
    _let_go(machine, callee, arguments, keywords)
    match callee:
        case FunctionValue():
            return _function_call(machine, callee, arguments, keywords, node)
        case External(path=path) if path.endswith(("._convert_", "._convert")) and path.startswith("enum."):
            # Not documented, but the standard library itself makes constants of a module into an enum with it.
            machine.taint(machine.module, machine.cause("SPY801"))
            return (Computed(machine.cause("SPY804")),)
        case BoundMethod(function=FunctionValue(object=lookup.BUILTIN) as function, receiver=receiver):
            given = [(receiver,), *arguments] if receiver is not None else arguments
            return _builtin_method(machine, function.name, given, keywords, node)
        case BoundMethod(function=function, receiver=receiver) if receiver is not None:
            if refused(machine, function, [(receiver,), *arguments], keywords):
                return ()
            return run_call(machine, function, [(receiver,), *arguments], keywords, exact=True)
        case ClassValue(path=str() as path):
            return _external_call(machine, path, arguments, keywords, node)
        case ClassValue():
            return _class_call(machine, callee, arguments, keywords, node)
        case External() if is_own(machine, callee):
            followed = _followed_call(machine, callee, arguments, keywords, node)
            return _anything(machine, arguments, keywords) if followed is None else followed
        case External(path=path):
            return _external_call(machine, canonical(path), arguments, keywords, node, callee.beyond)
        case Instance() if (returned := call_method(machine, callee, "__call__", arguments, keywords)) is not None:
            return returned
        case Configured():
            return _configured_call(machine, callee, arguments, keywords, node)
        case _:
            return _anything(machine, arguments, keywords)


def _let_go(machine: Machine, callee: Value, arguments: list[Values], keywords: Keywords) -> None:
    """Namespaces that a function of the module, or an instance, may change where nobody follows it."""
    parameters: tuple[Parameter, ...] = ()
    passes_on: tuple[str, ...] | None = None
    given = arguments
    match callee:
        case FunctionValue(definition=FunctionDef(parameters=parameters, passes_on=passes_on)):
            pass
        case BoundMethod(function=FunctionValue(definition=FunctionDef(parameters=parameters, passes_on=passes_on))):
            given = [(), *arguments]
        case ClassValue(path=None, builtin=None):
            pass
        case _:
            return  # nothing is known of what others do, or it is known by heart
    places: list[str | None] = [each.name for each in parameters if each.kind in POSITIONAL]
    for name, values in (*zip([*places, *[None] * len(given)], given, strict=False), *keywords):
        is_followed = passes_on is not None and name is not None and name not in passes_on
        for value in values:
            # That of a class which is made is a `mappingproxy`: nobody changes it.
            if isinstance(value, NamespaceOf) and not is_followed and value.object not in machine.classes:
                machine.taint(value.object, machine.cause("SPY801"))


def _function_call(
    machine: Machine, callee: FunctionValue, arguments: list[Values], keywords: Keywords, node: Call
) -> Values:
    if callee.kind == "property":
        return (Computed(machine.cause("SPY804")),)
    if callee.object == lookup.BUILTIN:
        return _builtin_method(machine, callee.name, arguments, keywords, node)
    return run_call(machine, callee, arguments, keywords, exact=True)


def _configured_call(
    machine: Machine, callee: Configured, arguments: list[Values], keywords: Keywords, node: Call
) -> Values:
    match callee:
        case Configured(path=attributes.GET, arguments=((FunctionValue() as function,),)):
            return _bound(machine, function, arguments, keywords)
        case Configured(path="functools.partial", arguments=((made, *_), *given)):
            named = dict(keywords)
            before = [(name, values) for name, values in callee.keywords if name not in named]
            return call_value(machine, made, [*given, *arguments], [*before, *keywords], node)
        case Configured(path=attributes.ATTRGETTER, arguments=(named,)) if len(arguments) == 1 and not keywords:
            return _fetched(machine, literal_text(named), arguments)
        case Configured(path=path) if len(arguments) == 1 and len(arguments[0]) == 1:
            known = known_wrapper(machine, canonical(path) + "()", callee, arguments[0][0])
            return known if known is not None else _anything(machine, arguments, keywords)
        case _:
            return _anything(machine, arguments, keywords)


def _fetched(machine: Machine, path: str | None, arguments: list[Values]) -> Values:
    """`operator.attrgetter(path)(value)`."""
    if path is None:
        return _anything(machine, arguments, [])
    values = arguments[0]
    for name in path.split("."):
        values = tuple(dict.fromkeys(found for each in values for found in attribute(machine, each, name)))
    return values or unknown(machine)


def _bound(machine: Machine, function: FunctionValue, arguments: list[Values], keywords: Keywords) -> Values:
    """`function.__get__(receiver)`, `function.__get__(None, owner)`."""
    match arguments:
        case [(receiver,)] | [(receiver,), _] if attributes.is_bindable(function, receiver):
            return (BoundMethod(function, receiver),)
        case [(Literal(value=None),), (ClassValue(),)]:
            return (function,)
        case _:
            return _anything(machine, arguments, keywords)


def _builtin_method(machine: Machine, name: str, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """A method of a builtin class, `self` first."""
    match name:
        case "__new__":
            return _new(machine, arguments)
        case "__setattr__":
            return set_attribute(machine, arguments, keywords, node)
        case "__delattr__":
            return del_attribute(machine, arguments, keywords, node)
        case _:
            return _anything(machine, arguments, keywords)


def _new(machine: Machine, arguments: list[Values]) -> Values:
    """`object.__new__(cls)`: an instance with nothing in it."""
    if (made := made_by_type(machine, arguments)) is not None:
        return made
    match arguments:
        case [(ClassValue() as of,), *_] if not _is_metaclass(of):
            return (Instance(of, machine.current.span, machine.new_object()),)
        case _:
            return (Computed(machine.cause("SPY804")),)


def _is_metaclass(of: ClassValue) -> bool:
    """Instances of a metaclass are classes, which are not followed."""
    return any(isinstance(entry, ClassValue) and entry.builtin is type for entry in lookup.mro(of) or ())


def _class_call(
    machine: Machine, callee: ClassValue, arguments: list[Values], keywords: Keywords, node: Call
) -> Values:
    if callee.form == "enum":
        return (Computed(machine.cause("SPY804")),)
    if _is_metaclass(callee):
        made = made_by_metaclass(machine, callee, arguments, keywords, node)
        return (Computed(machine.cause("SPY804")),) if made is None else made
    if (left := interfaces.surely_abstract(machine, machine.classes.get(callee.object, callee))) is not None:
        machine.raises("TypeError", f"Can't instantiate abstract class {callee.name} with abstract method {left}")
    return (instantiate(machine, callee, arguments),)


def _external_call(
    machine: Machine,
    path: str,
    arguments: list[Values],
    keywords: Keywords,
    node: Call,
    beyond: int | None = None,
) -> Values:
    standard.check_keywords(machine, path, keywords)
    if path in machine.patched:
        return _anything(machine, arguments, keywords)
    handler = HANDLERS.get(path)
    if handler is not None:
        return handler(machine, arguments, keywords, node)
    if path in NEVER_RETURN:
        leave_for_good(machine, path)
        return ()
    if path in PASSING:
        escape(machine, path, arguments, keywords)
        return (Configured(path, tuple(arguments), tuple(keywords), machine.current.span),)
    if path in FACTORIES and not (len(arguments) == 1 and _decorates(path, arguments[0])):
        return (Configured(path, tuple(arguments), tuple(keywords), machine.current.span),)
    if len(arguments) == 1 and len(arguments[0]) == 1 and not keywords:
        known = known_wrapper(machine, path, (), arguments[0][0])
        if known is not None:
            return known
    if not arguments and not keywords:
        constant = machine.facts.returned(path)
        if constant is not targets.UNKNOWN:
            return (constants.literal(constant, machine.current.span),)
    function = External(path, machine.current.span, beyond)
    if machine.follows_calls or _changes_its_module(machine, function, arguments):
        followed = _followed_call(machine, function, arguments, keywords, node)
        if followed is not None:
            return followed
    if path in _PURE:
        run_escaped(machine, [*(arguments if path == "builtins.filter" else []), *(values for _, values in keywords)])
        return (Computed(machine.cause("SPY804"), _constructed(path)),)
    escape(machine, path, arguments, keywords)
    given = [*arguments, *(values for _, values in keywords)] if path in THREADS else []
    held = tuple(value for values in given for value in values if isinstance(value, FunctionValue))
    return (Computed(machine.cause("SPY804"), path if path in THREADS else _constructed(path), held),)


def _followed_call(
    machine: Machine, function: External, arguments: list[Values], keywords: Keywords, node: Call
) -> Values | None:
    """A call of a function or class of another module, as far as it is one; None if that is not known."""
    is_known_by_heart = function.path.partition(".")[0] in sys.stdlib_module_names
    world = machine.world
    if is_known_by_heart and not (
        world is not None and (world.is_akin(machine, function) or world.is_from_project(machine, function))
    ):
        return None
    found = machine.followed((function,))
    if not found or not all(map(_is_followed, found)):
        return None
    return tuple(value for each in found for value in call_value(machine, each, arguments, keywords, node))


def _changes_its_module(machine: Machine, function: External, arguments: list[Values]) -> bool:
    """Whether this is a function of the project that binds names of its own module (`global`), or calls one that does,
    or that is given a namespace; or one of the package that the module is in, which is given a class of the module.
    """
    world = machine.world
    if world is None:
        return False
    given = [each for values in arguments for each in values]
    in_project = world.is_from_project(machine, function)
    if in_project:
        front = function.path.removesuffix(function.path.rpartition(".")[2])
        if world.imported(machine, front.rstrip(".") or front, function.span) is None:
            return False
    elif not (any(map(machine.is_own, given)) and world.is_akin(machine, function)):
        return False
    gets_namespace = any(isinstance(each, NamespaceOf) for each in given)
    found = machine.followed((function,), in_project=in_project)
    definitions = [each.definition for each in found if isinstance(each, FunctionValue)]
    return len(found) == 1 and any(each is not None and (gets_namespace or each.has_effects) for each in definitions)


def _is_followed(value: Value) -> bool:
    return isinstance(value, (FunctionValue, BoundMethod)) or (
        isinstance(value, ClassValue) and value.path is None and value.builtin is None and value.opaque is None
    )


def _decorates(path: str, argument: Values) -> bool:
    makers = {"functools.wraps", "contextlib.suppress", "contextlib.ExitStack", "contextlib.AsyncExitStack"}
    return path not in makers and all(isinstance(each, (FunctionValue, ClassValue)) for each in argument)


def _constructed(path: str) -> str | None:
    module, _, last = path.rpartition(".")
    if module != "builtins":
        return None
    return last if last in _CONSTRUCTORS else _RETURNED_TYPES.get(last)


def _anything(machine: Machine, arguments: list[Values], keywords: Keywords) -> Values:
    escape(machine, None, arguments, keywords)
    return (Computed(machine.cause("SPY804")),)
