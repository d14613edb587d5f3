"""Calls: of what is known by name, of functions and classes of the module, of anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice, product

from importspy_static.interpret import constants, lookup, targets
from importspy_static.interpret.constants import Unfoldable
from importspy_static.interpret.decorators import FACTORIES, canonical, known_wrapper, literal_text
from importspy_static.interpret.expressions import Values, attribute, evaluate_node, truth_of
from importspy_static.interpret.functions import instantiate, run_call
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.namespaces import (
    assign_attribute,
    change,
    change_namespace,
    delete_attribute,
    mark_changed,
    run_dynamic_code,
)
from importspy_static.interpret.state import MODULE
from importspy_static.interpret.values import (
    BoundMethod,
    ClassValue,
    Computed,
    Configured,
    Default,
    Display,
    External,
    FunctionValue,
    Instance,
    Literal,
    ModuleItself,
    NamespaceOf,
    Signature,
    SignatureParameter,
    SuperOf,
    Value,
)
from importspy_static.model.expression import Attribute, Call

Keywords = list[tuple[str | None, Values]]

PURE = frozenset(
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
_NEVER_RETURN = frozenset({"sys.exit", "os._exit", "os.abort", "builtins.exit", "builtins.quit"})
_LATER = frozenset(
    {"atexit.register", "signal.signal", "threading.Thread", "threading.Timer", "weakref.finalize", "builtins.property"}
)
"""Callables that do not call what they are given before the module is imported."""


def call(machine: Machine, node: Call) -> Values:
    """The values of a call; empty if it never returns."""
    if isinstance(node.function, Attribute):
        owners = evaluate_node(machine, node.function.owner)
        arguments, keywords = _arguments(machine, node)
        results: list[Value] = []
        for owner in owners:
            results += _method_call(machine, owner, machine.mangled(node.function.name), arguments, keywords, node)
        machine.may_raise()
        return tuple(dict.fromkeys(results))
    callees = evaluate_node(machine, node.function)
    arguments, keywords = _arguments(machine, node)
    machine.may_raise()
    found: list[Value] = []
    for callee in callees:
        found += call_value(machine, callee, arguments, keywords, node)
    return tuple(dict.fromkeys(found))


def _arguments(machine: Machine, node: Call) -> tuple[list[Values], Keywords]:
    arguments = [evaluate_node(machine, each) for each in node.arguments]
    keywords: Keywords = [(each.name, evaluate_node(machine, each.value)) for each in node.keywords]
    return arguments, keywords


def _method_call(
    machine: Machine, owner: Value, name: str, arguments: list[Values], keywords: Keywords, node: Call
) -> Values:
    match owner:
        case Literal(mutable=int()) if name in CHANGING:
            return _change_literal(machine, owner, name, arguments, keywords)
        case Literal():
            return _literal_method(machine, owner, name, arguments)
        case NamespaceOf():
            return change_namespace(machine, owner, name, arguments, keywords)
        case _:
            found: list[Value] = []
            for callee in attribute(machine, owner, name):
                found += call_value(machine, callee, arguments, keywords, node)
            return tuple(found)


_READING_METHODS = frozenset(
    "copy count index get items keys values union difference isdisjoint intersection issubset issuperset "
    "symmetric_difference".split()
)


CHANGING = frozenset("append extend insert remove pop clear add discard update setdefault sort reverse".split())
"""Methods of lists, dicts and sets whose effect on constants is followed: `__all__.append("run")`."""


def _change_literal(machine: Machine, owner: Literal, name: str, arguments: list[Values], keywords: Keywords) -> Values:
    """`__all__.append("run")`: what the list holds now, where that can be told."""
    try:
        if keywords:
            raise Unfoldable
        content = constants.plain(owner)
        returned = getattr(content, name)(*[constants.plain(constants_single(each)) for each in arguments])
        if any(each.mutable is not None for values in arguments for each in values if isinstance(each, Literal)):
            raise Unfoldable
        if isinstance(returned, (list, dict, set)):
            raise Unfoldable
        change(machine, owner, constants.literal(content, owner.span))
        return (constants.literal(returned, machine.current.span, machine.new_object()),)
    except (Unfoldable, TypeError, ValueError, LookupError, AttributeError):
        mark_changed(machine, owner)
        return (Computed(machine.cause("SPY804")),)


_READING_METHODS = frozenset(
    "copy count index get items keys values union difference isdisjoint intersection issubset issuperset "
    "symmetric_difference".split()
)


def _literal_method(machine: Machine, owner: Literal, name: str, arguments: list[Values]) -> Values:
    if owner.mutable is not None and (name not in _READING_METHODS or _is_nested(owner)):
        mark_changed(machine, owner)
    span = machine.current.span
    try:
        folded = [
            constants.fold_string_method(owner, name, [constants_single((each,)) for each in combination], span)
            for combination in product(*arguments)
        ]
    except Unfoldable:
        return (Computed(machine.cause("SPY804"), "str" if owner.type == "str" and name == "format" else None),)
    return tuple(dict.fromkeys(folded))


def _is_nested(owner: Literal) -> bool:
    """Whether what a method returns may be a part that can be changed."""
    return isinstance(owner.value, Display) and any(constants.holds_mutable(*item) for item in owner.value.items)


def call_value(machine: Machine, callee: Value, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """Call one value."""
    match callee:
        case FunctionValue(kind="property"):
            return (Computed(machine.cause("SPY804")),)
        case FunctionValue(object=lookup.BUILTIN):
            return _builtin_method(machine, callee.name, arguments, keywords, node)
        case FunctionValue():
            return run_call(machine, callee, arguments, keywords)
        case External(path=path) if path.endswith(("._convert_", "._convert")) and path.startswith("enum."):
            # Not documented, but the standard library itself makes constants of a module into an enum with it.
            machine.taint(MODULE, machine.cause("SPY801"))
            return (Computed(machine.cause("SPY804")),)
        case BoundMethod(function=FunctionValue(object=lookup.BUILTIN) as function, receiver=receiver):
            given = [(receiver,), *arguments] if receiver is not None else arguments
            return _builtin_method(machine, function.name, given, keywords, node)
        case BoundMethod(function=function, receiver=receiver) if receiver is not None:
            return run_call(machine, function, [(receiver,), *arguments], keywords)
        case ClassValue(path=str() as path):
            return _external_call(machine, path, arguments, keywords, node)
        case ClassValue():
            return _class_call(machine, callee, arguments)
        case External(path=path):
            return _external_call(machine, canonical(path), arguments, keywords, node)
        case Configured(path=path) if len(arguments) == 1 and len(arguments[0]) == 1:
            known = known_wrapper(machine, canonical(path) + "()", callee, arguments[0][0])
            return known if known is not None else _anything(machine, arguments, keywords)
        case _:
            return _anything(machine, arguments, keywords)


def _builtin_method(machine: Machine, name: str, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """A method of a builtin class, `self` first."""
    match name:
        case "__new__":
            return _new(machine, arguments)
        case "__setattr__":
            return _setattr(machine, arguments, keywords, node)
        case "__delattr__":
            return _delattr(machine, arguments, keywords, node)
        case _:
            return _anything(machine, arguments, keywords)


def _new(machine: Machine, arguments: list[Values]) -> Values:
    """`object.__new__(cls)`: an instance with nothing in it."""
    match arguments:
        case [(ClassValue() as of,), *_] if not _is_metaclass(of):
            return (Instance(of, machine.current.span, machine.new_object()),)
        case _:
            return (Computed(machine.cause("SPY804")),)


def _is_metaclass(of: ClassValue) -> bool:
    """Instances of a metaclass are classes, which are not followed."""
    return any(isinstance(entry, ClassValue) and entry.builtin is type for entry in lookup.mro(of) or ())


def _class_call(machine: Machine, callee: ClassValue, arguments: list[Values]) -> Values:
    if callee.form == "enum" or _is_metaclass(callee):
        return (Computed(machine.cause("SPY804")),)
    return (instantiate(machine, callee, arguments),)


def _external_call(machine: Machine, path: str, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    handler = _HANDLERS.get(path)
    if handler is not None:
        return handler(machine, arguments, keywords, node)
    if path in _NEVER_RETURN:
        return ()
    if path in FACTORIES and not (len(arguments) == 1 and _decorates(path, arguments[0])):
        return (Configured(path, tuple(arguments), tuple(keywords), machine.current.span),)
    if len(arguments) == 1 and len(arguments[0]) == 1 and not keywords:
        known = known_wrapper(machine, path, (), arguments[0][0])
        if known is not None:
            return known
    if not arguments and not keywords:
        constant = targets.returned(path, machine.target)
        if constant is not targets.UNKNOWN:
            return (constants.literal(constant, machine.current.span),)
    if path not in PURE:
        _escape(machine, path, arguments, keywords)
    elif path in ("builtins.map", "builtins.filter"):
        _run_escaped(machine, arguments)
    return (Computed(machine.cause("SPY804"), _constructed(path)),)


def _decorates(path: str, argument: Values) -> bool:
    makers = {"functools.wraps", "contextlib.suppress", "contextlib.ExitStack", "contextlib.AsyncExitStack"}
    return path not in makers and all(isinstance(each, (FunctionValue, ClassValue)) for each in argument)


def _constructed(path: str) -> str | None:
    module, _, last = path.rpartition(".")
    if module != "builtins":
        return None
    return last if last in _CONSTRUCTORS else _RETURNED_TYPES.get(last)


def _anything(machine: Machine, arguments: list[Values], keywords: Keywords) -> Values:
    _escape(machine, None, arguments, keywords)
    return (Computed(machine.cause("SPY804")),)


def _escape(machine: Machine, path: str | None, arguments: list[Values], keywords: Keywords) -> None:
    """What unknown code may do with what it is handed: change lists, fill namespaces, call functions."""
    given = [*arguments, *(values for _, values in keywords)]
    for value in (value for values in given for value in values):
        match value:
            case Literal(mutable=int()):
                mark_changed(machine, value)
            case NamespaceOf(object=owner):
                machine.taint(owner, machine.cause("SPY801"))
            case ModuleItself():
                machine.taint(MODULE, machine.cause("SPY801"))
    if path not in _LATER:
        _run_escaped(machine, given)


def _run_escaped(machine: Machine, given: list[Values]) -> None:
    """A function that is handed to unknown code may be called by it."""
    for value in (value for values in given for value in values):
        if isinstance(value, FunctionValue) and has_effects(value):
            function = value

            def run(function: FunctionValue = function) -> bool:
                return bool(run_call(machine, function, []))

            machine.branch([run, lambda: True], machine.cause("SPY805"))


def has_effects(function: FunctionValue) -> bool:
    """Whether a call could bind names of the module."""
    definition = function.definition
    return definition is not None and bool(definition.globals or definition.mentions)


# Callables that are known by their dotted name


def _setattr(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    if len(arguments) >= 2:
        cause = machine.cause("SPY801")
        for owner in arguments[0]:
            unknown = (Computed(cause),)
            assign_attribute(machine, owner, literal_text(arguments[1]), unknown, alone=len(arguments[0]) == 1)
    return (constants.literal(None, machine.current.span),)


def _delattr(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    if len(arguments) == 2:
        for owner in arguments[0]:
            delete_attribute(machine, owner, literal_text(arguments[1]))
    return (constants.literal(None, machine.current.span),)


def _getattr(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    name = literal_text(arguments[1]) if len(arguments) >= 2 else None
    if name is None:
        return (Computed(machine.cause("SPY804")),)
    found = tuple(dict.fromkeys(value for owner in arguments[0] for value in attribute(machine, owner, name)))
    return found + (arguments[2] if len(arguments) == 3 else ())


def _namespace(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`globals()`, `locals()`, `vars()`, `vars(thing)`."""
    if not arguments:
        return (NamespaceOf(machine.frame.scopes[0]),)
    return tuple(namespace for owner in arguments[0] for namespace in attribute(machine, owner, "__dict__"))


def _globals(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    return (NamespaceOf(MODULE),)


def _exec(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    run_dynamic_code(machine, arguments)
    return (Computed(machine.cause("SPY804")),)


def _import_module(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    match arguments:
        case [(External(path="builtins.__name__"),), *_]:
            return (ModuleItself(),)
        case [(Literal(value=str() as name),), *_]:
            return (External(name, machine.current.span),)
        case _:
            return (Computed(machine.cause("SPY804")),)


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
    from importspy_static.interpret.classes import functional_class

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
            given = [constants.plain(constants_single(each)) for each in arguments]
            if keywords or not all(
                isinstance(each, (str, int, float, tuple, list, frozenset, set, dict)) for each in given
            ):
                raise Unfoldable
            return (constants.literal(kind(*given), machine.current.span, machine.new_object()),)
        except (Unfoldable, TypeError, ValueError, OverflowError):
            _escape(machine, "builtins", [], [])
            return (Computed(machine.cause("SPY804"), returned or getattr(kind, "__name__", None)),)

    return construct


def constants_single(values: Values) -> Literal:
    if len(values) == 1 and isinstance(values[0], Literal):
        return values[0]
    raise Unfoldable


MOST_ITEMS = 2_000


def _fold_iterable(make: Callable[..., Iterable[object]]) -> Handler:
    """A builtin that makes an iterator of constants: followed as the list of what it yields."""

    def fold(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
        try:
            given = [constants.plain(constants_single(each)) for each in arguments]
            if keywords:
                raise Unfoldable
            items = list(islice(make(*given), MOST_ITEMS + 1))
            if len(items) > MOST_ITEMS:
                raise Unfoldable
            return (constants.literal(items, machine.current.span),)
        except (Unfoldable, TypeError, ValueError):
            held = [each for values in arguments for value in values for each in getattr(value, "elements", ())]
            return (Computed(machine.cause("SPY804"), None, tuple(dict.fromkeys(held))),)

    return fold


def _generated(form: str) -> Handler:
    def make(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
        from importspy_static.interpret import generated

        return generated.functional(machine, form, arguments, keywords, node)

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
    _escape(machine, "functools.partial", arguments, keywords)
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


Handler = Callable[[Machine, "list[Values]", Keywords, Call], Values]
_HANDLERS: dict[str, Handler] = {
    "builtins.setattr": _setattr,
    "builtins.object.__setattr__": _setattr,
    "builtins.type.__setattr__": _setattr,
    "builtins.delattr": _delattr,
    "builtins.object.__delattr__": _delattr,
    "builtins.type.__delattr__": _delattr,
    "builtins.getattr": _getattr,
    "builtins.globals": _globals,
    "builtins.locals": _namespace,
    "builtins.vars": _namespace,
    "builtins.exec": _exec,
    "builtins.eval": _exec,
    "builtins.execfile": _exec,
    "builtins.__import__": _import_module,
    "importlib.import_module": _import_module,
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
    "builtins.reversed": _fold_iterable(reversed),
    "builtins.sorted": _fold_iterable(sorted),
    "functools.partial": _partial,
    "typing.cast": _second,
    "functools.update_wrapper": _update_wrapper,
    "collections.namedtuple": _generated("collections.namedtuple"),
    "typing.NamedTuple": _generated("typing.NamedTuple"),
    "typing.TypedDict": _generated("typing.TypedDict"),
    "enum.Enum": _generated("enum.Enum"),
    "enum.IntEnum": _generated("enum.IntEnum"),
    "enum.StrEnum": _generated("enum.StrEnum"),
    "enum.Flag": _generated("enum.Flag"),
    "enum.IntFlag": _generated("enum.IntFlag"),
}
