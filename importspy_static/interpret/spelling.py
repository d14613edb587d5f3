"""Names that several modules offer for one type."""

from __future__ import annotations

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


def canonical_path(path: str) -> str:
    """One dotted name for a type that several modules offer."""
    module, _, last = path.rpartition(".")
    if module in ("typing", "typing_extensions"):
        if last in BUILTIN_GENERICS:
            return BUILTIN_GENERICS[last]
        return f"collections.abc.{last}" if last in _ABSTRACT else f"typing.{last}"
    if module == "builtins":
        return last
    if path == "types.NoneType":
        return "None"
    if module in ("_collections_abc", "collections.abc"):
        return f"collections.abc.{last}"
    return path
