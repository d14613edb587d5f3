"""Arithmetic on constants, as far as a contract can ask for the outcome, and never at a cost.

Folding is CPython's own arithmetic on plain constants; operands and results are bounded, so that `2 ** 10 ** 9`
stays unknown.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeGuard

from importspy_static.interpret.values import Display, Literal, Values, type_name
from importspy_static.limits import LONGEST_TEXT, MOST_BITS
from importspy_static.model.expression import Constant, Node, UnaryOperation
from importspy_static.model.place import Span

_BINARY: dict[str, Callable[[Any, Any], object]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "|": operator.or_,
    "&": operator.and_,
    "^": operator.xor,
    "<<": operator.lshift,
    ">>": operator.rshift,
}  # fmt: skip
_UNARY: dict[str, Callable[[Any], object]] = {
    "-": operator.neg,
    "+": operator.pos,
    "~": operator.invert,
    "not": operator.not_,
}  # fmt: skip
_COMPARE: dict[str, Callable[[Any, Any], object]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "is": operator.is_,
    "is not": operator.is_not,
    "in": lambda left, right: operator.contains(right, left),
    "not in": lambda left, right: not operator.contains(right, left),
}
_STRING_METHODS = frozenset(
    {"startswith", "endswith", "lower", "upper", "casefold", "strip", "lstrip", "rstrip", "title", "capitalize",
     "removeprefix", "removesuffix", "replace", "split", "rsplit", "splitlines", "join", "partition", "rpartition",
     "isdigit", "isalpha", "isalnum", "isidentifier", "count", "find", "rfind", "index", "encode", "zfill", "ljust",
     "rjust", "center", "swapcase", "isupper", "islower"}
)  # fmt: skip
"""Methods of `str` that have no side effect, take constants and return one of bounded size."""


def of_node(node: Node) -> object:
    """The number, text or bytes that a node is; None if it is no such constant."""
    match node:
        case Constant(value=value):
            return value
        case UnaryOperation(operator="-", operand=Constant(value=int() | float() | complex() as number)):
            return -number
        case _:
            return None


_BYTES_METHODS = frozenset(
    {"startswith", "endswith", "lower", "upper", "strip", "lstrip", "rstrip", "replace", "split", "join", "decode",
     "hex", "count", "find"}
)  # fmt: skip
_CODECS = frozenset({"ascii", "utf-8", "utf8", "latin-1", "iso-8859-1", "UTF-8"})
"""Encodings that are the same in every Python; without one, `str.encode` and `bytes.decode` take UTF-8."""


class Unfoldable(Exception):
    """The outcome is not a constant that is worth knowing."""


class PythonRaisesError(Unfoldable):
    """There is none, as Python raises: the text says what."""


def single(values: Values) -> Literal:
    """The constant that these values surely are.

    Raises:
        Unfoldable: there is another value, or more than one.
    """
    match values:
        case (Literal() as only,):
            return only
        case _:
            raise Unfoldable


def literal_text(values: Values) -> str | None:
    """The text that an argument surely is."""
    match values:
        case (Literal(value=str() as text),):
            return text
        case _:
            return None


def plain(literal: Literal) -> object:
    """The Python object that a literal stands for.

    Raises:
        Unfoldable: it holds what cannot be hashed or is no constant.
    """
    return _plain(literal.value)


def _plain(content: object) -> object:
    match content:
        case Display(kind="list", items=items):
            return [_plain(item) for _, item in items]
        case Display(kind="tuple", items=items):
            return tuple(_plain(item) for _, item in items)
        case Display(kind="dict", items=items):
            objects = [_plain(item) for _, item in items]
            try:
                return dict(zip(objects[::2], objects[1::2], strict=True))
            except TypeError as error:
                raise Unfoldable from error
        case Display(kind="iterator"):
            raise Unfoldable  # what is iterated over is asked for by `iterated`
        case Display(kind="slice", items=items):
            return slice(*(_plain(item) for _, item in items))
        case Display(kind=kind, items=items):
            try:
                return (frozenset if kind == "frozenset" else set)(_plain(item) for _, item in items)
            except TypeError as error:
                raise Unfoldable from error
        case _:
            return content


ITERATORS = frozenset({"enumerate", "map", "reversed", "zip"})
"""Types that yield what they hold once."""


def yielding(items: Sequence[object], kind: str, span: Span, mutable: int | None) -> Literal:
    """A range or an iterator of constants.

    Raises:
        Unfoldable: it holds what is no constant, or too large.
    """
    return Literal(Display("iterator", tuple(_frozen(each, 0) for each in items)), kind, span, mutable)


def iterated(literal: Literal) -> object:
    """The Python object that holds what an iteration over a literal yields. Raises `Unfoldable`."""
    if isinstance(literal.value, Display) and literal.value.kind == "iterator":
        return [_plain(item) for _, item in literal.value.items]
    return plain(literal)


def literal(constant: object, span: Span, mutable: int | None = None) -> Literal:
    """The literal that stands for a Python constant.

    Raises:
        Unfoldable: it is no constant, or too large.
    """
    kind, content = _frozen(constant, 0)
    return Literal(content, kind, span, mutable if holds_mutable(kind, content) else None)


def holds_mutable(kind: str, content: object) -> bool:
    """Whether a constant can be changed in place, or through what it holds."""
    if kind in ("list", "dict", "set"):
        return True
    return isinstance(content, Display) and any(holds_mutable(*item) for item in content.items)


def _frozen(constant: object, depth: int) -> tuple[str, object]:
    if depth > 20:
        raise Unfoldable
    match constant:
        case bool() | None | float() | complex():
            return type_name(constant), constant
        case int():
            if constant.bit_length() > MOST_BITS:
                raise Unfoldable
            return "int", constant
        case str() | bytes():
            if len(constant) > LONGEST_TEXT:
                raise Unfoldable
            return type_name(constant), constant
        case slice(start=start, stop=stop, step=step):
            return "slice", Display("slice", tuple(_frozen(each, depth + 1) for each in (start, stop, step)))
        case dict():
            pairs = [_frozen(each, depth + 1) for pair in constant.items() for each in pair]
            return "dict", Display("dict", tuple(pairs))
        case list() | tuple() | set() | frozenset():
            kind = type_name(constant)
            items = tuple(_frozen(each, depth + 1) for each in constant)
            return kind, Display(kind, items if kind in ("list", "tuple") else tuple(sorted(items, key=repr)))  # type: ignore[arg-type]
        case _ if constant is Ellipsis:
            return type_name(constant), constant
        case _:
            raise Unfoldable


def fold_binary(left: Literal, symbol: str, right: Literal, span: Span) -> Literal:
    """`left symbol right`.

    Raises:
        PythonRaisesError: Python would raise.
        Unfoldable: the outcome is too large.
    """
    function = _BINARY.get(symbol)
    first, second = plain(left), plain(right)
    if function is None and symbol == "**":
        function = _power
    if function is None or not _affordable(first, symbol, second):
        raise Unfoldable
    return _folded(lambda: function(first, second), span)


def _power(base: object, exponent: object) -> object:
    if isinstance(base, (int, float)) and isinstance(exponent, int) and abs(exponent) <= 64 and abs(base) <= 2**64:
        return base**exponent
    raise Unfoldable


def _affordable(left: object, symbol: str, right: object) -> bool:
    """Multiplying text and shifting numbers can make a value of any size."""
    if symbol == "<<":
        return isinstance(right, int) and right <= MOST_BITS
    if symbol == "%" and isinstance(left, (str, bytes)):
        # `"%1000000000d" % 1`: only bounded widths are folded.
        text = left if isinstance(left, str) else left.decode("latin-1")
        behind = text.split("%", 1)[-1]
        return "*" not in behind and all(int(each) <= LONGEST_TEXT for each in re.findall("[0-9]{1,9}", behind))
    if symbol == "*":
        times = [each for each in (left, right) if isinstance(each, int)]
        sized = [each for each in (left, right) if isinstance(each, (str, bytes, list, tuple))]
        return not sized or (bool(times) and len(sized[0]) * max(times[0], 0) <= LONGEST_TEXT)
    return True


def fold_unary(symbol: str, operand: Literal, span: Span) -> Literal:
    """`symbol operand`. Raises `Unfoldable`."""
    content = plain(operand)
    return _folded(lambda: _UNARY[symbol](content), span)


def compare(left: object, symbol: str, right: object) -> bool:
    """`left symbol right` of plain constants. Raises `Unfoldable`."""
    try:
        return bool(_COMPARE[symbol](left, right))
    except (TypeError, ValueError, KeyError) as error:
        raise Unfoldable from error


def fold_method(owner: Literal, method: str, arguments: Sequence[Literal], span: Span) -> Literal:
    """`owner.method(arguments)` of a text, or `get` of a dict. Raises `Unfoldable`."""
    content = plain(owner)
    if isinstance(content, dict) and method == "get" and len(arguments) in (1, 2):
        return _folded(lambda: content.get(*map(plain, arguments)), span)
    if not _has_method(content, method):
        raise Unfoldable
    given = [iterated(argument) if method == "join" else plain(argument) for argument in arguments]
    if method in ("encode", "decode") and given[:1] not in ([], *([each] for each in _CODECS)):
        raise Unfoldable
    if any(isinstance(each, int) and each > LONGEST_TEXT for each in given):
        raise Unfoldable
    if method == "replace" and len(content) * max((len(str(each)) for each in given), default=0) > LONGEST_TEXT:
        raise Unfoldable
    return _folded(lambda: getattr(content, method)(*given), span)


def _has_method(content: object, method: str) -> TypeGuard[str | bytes]:
    if isinstance(content, bytes):
        return method in _BYTES_METHODS
    return isinstance(content, str) and method in _STRING_METHODS


def fold_subscript(owner: Literal, item: Literal, span: Span) -> Literal:
    """`owner[item]`. Raises `Unfoldable`."""
    container, key = plain(owner), plain(item)
    return _folded(lambda: container[key], span)  # type: ignore[index]


def _folded(compute: Callable[[], object], span: Span) -> Literal:
    try:
        outcome = compute()
    except (ArithmeticError, TypeError, ValueError, LookupError) as error:
        raise PythonRaisesError(f"{type(error).__name__}: {error}") from error
    except MemoryError as error:
        raise Unfoldable from error
    return literal(outcome, span)
