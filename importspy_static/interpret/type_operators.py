"""`X | Y` and `X[Y]` of types, where the target's Python evaluates them and surely does not support them.

`type.__or__` came with Python 3.10 (PEP 604), `list[int]` with 3.9 (PEP 585). Text and None never had an `|`.
"""

from __future__ import annotations

import builtins
import types
from collections.abc import Iterable
from itertools import product
from typing import Literal as OneOf

from importspy_static.interpret import lookup
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.spelling import TYPING_NAMES, written
from importspy_static.interpret.standard import python
from importspy_static.interpret.values import ClassValue, External, Instance, Literal, TypeExpression, Value, Values
from importspy_static.model.expression import BinaryOperation, Subscript

UNIONS = (3, 10)
"""The Python that has `int | None`."""
GENERICS = (3, 9)
"""The Python that has `list[int]`, and `{} | {}`."""
LATEST = (3, 14)
"""The last Python of which it is known that text has no `|`."""
Kind = OneOf["class", "alias", "none", "text", "function", "dict"]


def _spelled(module: str, names: str) -> Iterable[str]:
    return (f"{module}.{name}" for name in names.split())


STANDARD_CLASSES = frozenset(
    [
        *_spelled("argparse", "ArgumentParser Namespace"),
        *_spelled("asyncio", "AbstractEventLoop Event Future Lock Queue Semaphore StreamReader StreamWriter Task"),
        *_spelled("collections", "ChainMap Counter OrderedDict UserDict UserList defaultdict deque"),
        *_spelled(
            "collections.abc",
            "AsyncGenerator AsyncIterable AsyncIterator Awaitable Callable Collection Container Coroutine Generator "
            "Hashable ItemsView Iterable Iterator KeysView Mapping MappingView MutableMapping MutableSequence "
            "MutableSet Reversible Sequence Set Sized ValuesView",
        ),
        *_spelled("concurrent.futures", "Executor Future ProcessPoolExecutor ThreadPoolExecutor"),
        *_spelled("configparser", "ConfigParser"),
        *_spelled("contextlib", "AbstractAsyncContextManager AbstractContextManager AsyncExitStack ExitStack"),
        *_spelled("datetime", "date datetime time timedelta timezone tzinfo"),
        *_spelled("decimal", "Decimal"),
        *_spelled("email.message", "EmailMessage Message"),
        *_spelled("fractions", "Fraction"),
        *_spelled("functools", "partial"),
        *_spelled("inspect", "Parameter Signature"),
        *_spelled("io", "BufferedReader BytesIO StringIO TextIOWrapper"),
        *_spelled("ipaddress", "IPv4Address IPv4Network IPv6Address IPv6Network"),
        *_spelled("itertools", "chain"),
        *_spelled("json", "JSONDecoder JSONEncoder"),
        *_spelled("logging", "Formatter Handler LogRecord Logger LoggerAdapter"),
        *_spelled("numbers", "Complex Integral Number Rational Real"),
        *_spelled("os", "PathLike"),
        *_spelled("pathlib", "Path PosixPath PurePath PurePosixPath PureWindowsPath"),
        *_spelled("queue", "LifoQueue PriorityQueue Queue SimpleQueue"),
        *_spelled("random", "Random"),
        *_spelled("re", "Match Pattern"),
        *_spelled("socket", "socket"),
        *_spelled("string", "Template"),
        *_spelled("subprocess", "CompletedProcess Popen"),
        *_spelled("threading", "Event Thread Timer"),
        *_spelled(
            "types", "CodeType FrameType FunctionType GeneratorType MappingProxyType MethodType ModuleType "
            "SimpleNamespace TracebackType"
        ),
        *_spelled("uuid", "UUID"),
        *_spelled("weakref", "WeakKeyDictionary WeakSet WeakValueDictionary ref"),
        *_spelled("xml.etree.ElementTree", "Element ElementTree"),
        *_spelled("zipfile", "ZipFile"),
    ]
)  # fmt: skip
"""Well-known classes of the standard library: none has a metaclass with `|`, or with `[…]` before Python 3.9."""
TYPING_FORMS = frozenset(f"typing.{name}" for name in TYPING_NAMES)
"""What `typing` has for annotations: none of it has `|` before Python 3.10."""


def check_union(machine: Machine, node: BinaryOperation, lefts: Values, rights: Values) -> None:
    """`left | right`.

    Raises:
        Unwound: the target's Python surely has no such operation.
    """
    pairs = [*product(lefts, rights)]
    kinds = [(_kind(machine, left), _kind(machine, right)) for left, right in pairs]
    if pairs and all(_is_refused(machine, left, right) for left, right in kinds):
        of_dictionaries = all(pair == ("dict", "dict") for pair in kinds)
        since = GENERICS if of_dictionaries else UNIONS
        _refuse(machine, node, since if machine.facts.minor_version < since else None)


def check_subscript(machine: Machine, node: Subscript, owners: Values) -> None:
    """`owner[…]`.

    Raises:
        Unwound: the target's Python surely has no such operation.
    """
    if owners and all(_has_no_items(machine, owner) for owner in owners) and machine.facts.minor_version < GENERICS:
        _refuse(machine, node, GENERICS)


def _refuse(machine: Machine, node: BinaryOperation | Subscript, since: tuple[int, int] | None) -> None:
    text = written(node) or machine.current.text
    machine.raises("TypeError", f"'{text}' is not supported" + (f" before {python(since)}" if since else ""))


def _is_refused(machine: Machine, left: Kind | None, right: Kind | None) -> bool:
    if left is None or right is None:
        return False
    version = machine.facts.minor_version
    kinds = {left, right}
    if kinds == {"dict"}:
        return version < GENERICS
    if version < UNIONS:
        return "dict" not in kinds
    never = {"none", "text", "function"}
    return version <= LATEST and (kinds <= never or (kinds <= {*never, "class"} and bool(kinds & {"text", "function"})))


def _kind(machine: Machine, value: Value) -> Kind | None:
    """What is known of the type of an operand; None: it may have an `|` of its own."""
    match value:
        case Literal(value=None):
            return "none"
        case Literal(type="str"):
            return "text"
        case Literal(type="dict"):
            return "dict"
        case ClassValue():
            return "class" if _is_plain(machine, value) else None
        case External(path=path) if path in STANDARD_CLASSES:
            return "class"
        case External(path=path) if path in TYPING_FORMS:
            return "alias"
        case External(path=path) if _is_builtin_function(path):
            return "function"
        case TypeExpression(is_alias=True):
            return "alias"
        case _:
            return None


def _is_plain(machine: Machine, of: ClassValue) -> bool:
    """Whether a class surely has a metaclass of the standard library, none of which has an `|` of its own."""
    line = lookup.mro(of)
    if of.opaque is not None or line is None or lookup.bases_changed(machine, of) is not None:
        return False
    return all(
        (isinstance(entry, ClassValue) and entry.object not in machine.odd_classes)
        or (isinstance(entry, External) and entry.path in STANDARD_CLASSES)
        for entry in line
    )


def _is_builtin_function(path: str) -> bool:
    module, _, name = path.rpartition(".")
    return module == "builtins" and isinstance(getattr(builtins, name, None), types.BuiltinFunctionType)


def _has_no_items(machine: Machine, owner: Value) -> bool:
    """Whether this is a class that had no `[…]` before Python 3.9."""
    match owner:
        case ClassValue(builtin=known):
            return known is not None
        case External(path=path):
            return path in STANDARD_CLASSES
        case _:
            return False


def is_alias(owner: Value) -> bool:
    """Whether a subscript of this surely makes a `types.GenericAlias`, or an alias of `typing`."""
    match owner:
        case ClassValue(builtin=known):
            return known is not None
        case External(path=path):
            return path in STANDARD_CLASSES or path in TYPING_FORMS
        case _:
            return False


_STREAMS = frozenset({"sys.stdout", "sys.stderr", "sys.__stdout__", "sys.__stderr__"})


def refuse_function(machine: Machine, operator: str, lefts: Values, rights: Values) -> None:
    """`print >>sys.stderr, "text"`, as Python 2 had it: a builtin function has no operators, nor has a stream."""
    functions = all(isinstance(each, External) and each.path == "builtins.print" for each in lefts)
    streams = all(isinstance(each, External) and each.path in _STREAMS for each in rights)
    if operator == ">>" and functions and streams and "sys" not in machine.patched:
        if not lefts or not rights or machine.facts.minor_version < (3, 0):
            return
        machine.surely_raises("unsupported operand type(s) for >>: 'builtin_function_or_method' and a stream")


def answers_for_text(value: Value) -> bool:
    """Whether a value may answer an operator of a text in its place: it is of a class that inherits from it."""
    line = (lookup.mro(value.of) or (value.of,)) if isinstance(value, Instance) else ()
    return any(not isinstance(each, ClassValue) or each.builtin is str for each in line)
