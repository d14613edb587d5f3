"""Names that several modules offer for one type, and types as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from importspy_static.model.expression import (
    Attribute,
    BinaryOperation,
    Call,
    Collection,
    Constant,
    Name,
    Node,
    Subscript,
)

BUILTIN_GENERICS = {
    "List": "list", "Dict": "dict", "Set": "set", "FrozenSet": "frozenset", "Tuple": "tuple", "Type": "type",
    "Text": "str", "Deque": "collections.deque", "DefaultDict": "collections.defaultdict",
    "OrderedDict": "collections.OrderedDict",
    "Counter": "collections.Counter", "ChainMap": "collections.ChainMap", "Pattern": "re.Pattern", "Match": "re.Match",
    "ContextManager": "contextlib.AbstractContextManager",
    "AsyncContextManager": "contextlib.AbstractAsyncContextManager",
    "AbstractSet": "collections.abc.Set", "ByteString": "collections.abc.ByteString",
}  # fmt: skip
_ABSTRACT = frozenset(
    "Awaitable Coroutine AsyncIterable AsyncIterator AsyncGenerator Hashable Iterable Iterator Generator "
    "Reversible Container Collection Callable MutableSet Mapping MutableMapping Sequence MutableSequence "
    "MappingView KeysView ItemsView ValuesView Sized Buffer".split()
)
TYPING_NAMES = (
    _ABSTRACT
    | frozenset(BUILTIN_GENERICS)
    | frozenset(
        "Any AnyStr Annotated ClassVar Concatenate Final ForwardRef Generic Literal LiteralString Never NewType "
        "NoReturn NotRequired Optional ParamSpec Protocol Required Self TypeAlias TypeGuard TypeIs TypeVar "
        "TypedDict NamedTuple Union Unpack IO TextIO BinaryIO SupportsInt SupportsFloat SupportsIndex "
        "SupportsBytes SupportsAbs SupportsRound SupportsComplex Hashable".split()
    )
)


_ALIASES = {"types.NoneType": "None", "weakref.ReferenceType": "weakref.ref"}
"""Second names, where the stubs go in a circle."""


def canonical_path(path: str) -> str:
    """One dotted name for a type that several modules offer."""
    module, _, last = path.rpartition(".")
    if module in ("typing", "typing_extensions"):
        if last in BUILTIN_GENERICS:
            return BUILTIN_GENERICS[last]
        return f"collections.abc.{last}" if last in _ABSTRACT else f"typing.{last}"
    if module == "builtins":
        return last
    if path in _ALIASES:
        return _ALIASES[path]
    if module in ("_collections_abc", "collections.abc"):
        return f"collections.abc.{last}"
    return path


def is_typing_alias(path: str) -> bool:
    """Whether this is a name of `typing` for a class that is from elsewhere: `typing.List`, `typing.Mapping`."""
    module, _, last = path.rpartition(".")
    if module not in ("typing", "typing_extensions") or last in ("Text", "Buffer"):
        return False
    return last in BUILTIN_GENERICS or last in _ABSTRACT


def written(node: Node) -> str | None:
    """A type expression as one writes it; None if there is anything else in it."""
    match node:
        case Name(id=name):
            return name
        case Constant(value=str() as text):
            return f'"{text}"'
        case Constant(value=constant):
            return "..." if constant is Ellipsis else repr(constant)
        case Attribute(owner=owner, name=name):
            return _all_written([owner], "{}." + name)
        case Subscript(owner=owner, item=Collection(kind="tuple", items=(_, *_) as items)):
            return _all_written([owner, *items], "{}[" + ", ".join("{}" for _ in items) + "]")
        case Subscript(owner=owner, item=item):
            return _all_written([owner, item], "{}[{}]")
        case Collection(kind="list", items=items):
            return _all_written(items, "[" + ", ".join("{}" for _ in items) + "]")
        case BinaryOperation(left=left, operator=operator, right=right):
            return _all_written([left, right], "{} " + operator + " {}")
        case _:
            return None


def _all_written(nodes: Iterable[Node], form: str) -> str | None:
    parts = [written(node) for node in nodes]
    return None if None in parts else form.format(*parts)


def names_in(node: Node) -> Iterator[str]:
    """The names that a type expression is made of."""
    match node:
        case Name(id=name):
            yield name
        case Attribute(owner=owner):
            yield from names_in(owner)
        case Subscript(owner=owner, item=item):
            yield from names_in(owner)
            yield from names_in(item)
        case Collection(items=items):
            for item in items:
                yield from names_in(item)
        case BinaryOperation(left=left, right=right):
            yield from names_in(left)
            yield from names_in(right)
        case Call(function=function, arguments=arguments, keywords=keywords):
            yield from names_in(function)
            for item in (*arguments, *(each.value for each in keywords)):
                yield from names_in(item)
        case _:
            return
