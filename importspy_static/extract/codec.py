"""Facts as JSON: across the border of a process, and in a cache that others may write.

The form follows from the annotations of the dataclasses in `model/expression.py`, `model/program.py` and
`model/fingerprint.py`: a dataclass is the array of its fields, with its name in front where several could stand; a
tuple is an array. Everything is checked when it is read, so that what comes out is what the annotations say, or
nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache
from operator import attrgetter
from sys import intern
from types import EllipsisType, UnionType
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from importspy_static import limits
from importspy_static.lazy_dataclasses import fields, is_dataclass
from importspy_static.model.bytecode import CodeForm
from importspy_static.model.fingerprint import Fingerprints
from importspy_static.model.place import Span
from importspy_static.model.program import Failure, Program

Read: TypeAlias = "Callable[[Any, int], Any]"
Write: TypeAlias = "Callable[[Any], Any]"

_EXACT = (2**53) - 1  # whole numbers up to here are numbers in every JSON reader


def encode(facts: Program | Fingerprints | CodeForm | Failure) -> bytes:
    """Compact JSON, ASCII only."""
    return json.dumps(_writer(_TOP)(facts), separators=(",", ":"), allow_nan=False).encode("ascii")


def decode(encoded: bytes, file: int = 0) -> Program | Failure:
    """The facts that `encode` was given. Raises ValueError for anything else than its output.

    Args:
        encoded: the JSON. It does not say of which file it is, as the same bytes are the same facts.
        file: the number of the file, which every span gets.
    """
    facts = _decoded(encoded, file)
    if not isinstance(facts, (Program, Failure)):
        raise _wrong("facts", facts)
    return facts


def decode_fingerprints(encoded: bytes, file: int = 0) -> Fingerprints | Failure:
    """As `decode`, of fingerprints. Raises ValueError for anything else than these."""
    prints = _decoded(encoded, file)
    if not isinstance(prints, (Fingerprints, Failure)):
        raise _wrong("fingerprints", prints)
    return prints


def decode_form(encoded: bytes) -> CodeForm | Failure:
    """As `decode`, of the form of code. Raises ValueError for anything else than that."""
    form = _decoded(encoded, 0)
    if not isinstance(form, (CodeForm, Failure)):
        raise _wrong("the form of code", form)
    return form


def _decoded(encoded: bytes, file: int) -> object:
    token = _FILE.set(file)
    try:
        found: object = _reader(_TOP)(json.loads(encoded.decode("ascii"), parse_constant=_no_constant), 0)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    finally:
        _FILE.reset(token)
    return found


_FILE: ContextVar[int] = ContextVar("file", default=0)
_TOP = Union[Program, Failure, Fingerprints, CodeForm]  # noqa: UP007 - a value that get_origin understands on every version


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is not JSON")


def _wrong(expected: str, found: object) -> ValueError:
    return ValueError(f"expected {expected}, found {type(found).__name__}")


@cache
def _alternatives(hint: Any) -> tuple[Any, ...]:
    """What a union is a choice of."""
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


@cache
def _hints(kind: type) -> tuple[Any, ...]:
    """The annotations of a dataclass's fields, in order."""
    hints = get_type_hints(kind)
    return tuple(hints[name] for name in _names(kind))


def _names(kind: type) -> list[str]:
    """The fields of a dataclass that are written."""
    return [each.name for each in fields(kind) if (kind, each.name) != (Span, "file")]


@cache
def _named(hint: Any) -> dict[str, type]:
    """The dataclasses of a union by their names, which tell them apart in JSON. Empty for one alone."""
    classes = [each for each in _alternatives(hint) if is_dataclass(each)]
    return {each.__name__: each for each in classes if isinstance(each, type)} if len(classes) > 1 else {}


# --- writing -------------------------------------------------------------------------------------------------------


@cache
def _writer(hint: Any) -> Write:
    if hint is object:
        return _write_constant
    if get_origin(hint) is tuple:
        return _tuple_writer(get_args(hint))
    if is_dataclass(hint) and isinstance(hint, type):
        return _dataclass_writer(hint)
    if named := _named(hint):
        return _union_writer(named)
    rest = [each for each in _alternatives(hint) if each is not type(None)]
    if len(rest) == 1 and rest[0] is not hint:
        inner = _writer(rest[0])
        return lambda item: None if item is None else inner(item)
    return lambda item: item


def _tuple_writer(items: tuple[Any, ...]) -> Write:
    if len(items) == 2 and items[1] is Ellipsis:
        each: list[Write] = []  # looked up when first used: the types refer to each other

        def write_all(found: tuple[Any, ...]) -> list[Any]:
            if found and not each:
                each.append(_writer(items[0]))
            return [each[0](item) for item in found]

        return write_all
    return lambda found: [_writer(hint)(item) for hint, item in zip(items, found, strict=True)]


def _dataclass_writer(kind: type) -> Write:
    names = _names(kind)
    if kind is Span:  # one in five of all that is written, and of plain numbers
        return attrgetter(*names)
    writers: list[tuple[str, Write]] = []

    def write_fields(item: Any) -> list[Any]:
        if not writers:
            writers.extend(zip(names, map(_writer, _hints(kind)), strict=True))
        return [write(getattr(item, name)) for name, write in writers]

    return write_fields


def _union_writer(named: dict[str, type]) -> Write:
    def write_one(item: Any) -> Any:
        if item is None:
            return None
        name = type(item).__name__
        return [name, *_writer(named[name])(item)]

    return write_one


def _write_constant(constant: object) -> Any:
    match constant:
        case None | bool():
            return constant
        case int():
            return constant if abs(constant) <= _EXACT else ["int", hex(constant)]
        case str():
            if constant.isascii() or not any("\ud800" <= character <= "\udfff" for character in constant):
                return constant
            return ["str", constant.encode("utf-8", "surrogatepass").hex()]
        case float():
            return ["float", constant.hex()]
        case complex():
            return ["complex", constant.real.hex(), constant.imag.hex()]
        case bytes():
            return ["bytes", constant.hex()]
        case EllipsisType():
            return ["ellipsis"]
    raise TypeError(f"no constant of Python: {type(constant).__name__}")


# --- reading -------------------------------------------------------------------------------------------------------


@cache
def _reader(hint: Any) -> Read:
    if hint is object:
        return _read_constant
    if hint is str:
        return _read_text
    if hint in (int, bool):
        return _plain_reader(hint)
    if get_origin(hint) is Literal:
        return _literal_reader(get_args(hint))
    if get_origin(hint) is tuple:
        return _tuple_reader(get_args(hint))
    if is_dataclass(hint) and isinstance(hint, type):
        return _dataclass_reader(hint)
    rest = [each for each in _alternatives(hint) if each is not type(None)]
    optional = len(rest) < len(_alternatives(hint))
    if not optional and len(rest) == 1:
        raise TypeError(f"no form for {hint!r}")
    inner = _union_reader(_named(hint)) if len(rest) > 1 else _reader(rest[0])
    return (lambda raw, depth: None if raw is None else inner(raw, depth)) if optional else inner


def _plain_reader(kind: Any) -> Read:
    def read_plain(raw: Any, _: int) -> Any:
        if type(raw) is not kind or (kind is int and raw < 0):
            raise _wrong(kind.__name__, raw)
        return raw

    return read_plain


def _read_text(raw: Any, _: int) -> str:
    """Names and snippets come again and again: one object for all of a kind takes a tenth less memory."""
    if type(raw) is not str:
        raise _wrong("str", raw)
    return intern(raw)


def _literal_reader(allowed: tuple[Any, ...]) -> Read:
    known = frozenset(allowed)

    def read_literal(raw: Any, _: int) -> Any:
        if not isinstance(raw, str) or raw not in known:
            raise ValueError(f"{raw!r:.40} is none of {', '.join(sorted(known))}")
        return raw

    return read_literal


def _tuple_reader(items: tuple[Any, ...]) -> Read:
    if len(items) == 2 and items[1] is Ellipsis:
        each: list[Read] = []

        def read_all(raw: Any, depth: int) -> Any:
            if type(raw) is not list:
                raise _wrong("an array", raw)
            if raw and not each:
                each.append(_reader(items[0]))
            return tuple([each[0](item, depth) for item in raw])

        return read_all

    def read_each(raw: Any, depth: int) -> Any:
        if type(raw) is not list or len(raw) != len(items):
            raise _wrong(f"an array of {len(items)}", raw)
        return tuple([_reader(hint)(item, depth) for hint, item in zip(items, raw, strict=True)])

    return read_each


def _dataclass_reader(kind: type) -> Read:
    readers: list[Read] = []

    def read_fields(raw: Any, depth: int) -> Any:
        if not readers:
            readers.extend(map(_reader, _hints(kind)))
        if type(raw) is not list or len(raw) != len(readers):
            raise _wrong(f"the {len(readers)} fields of {kind.__name__}", raw)
        return kind(*[read(item, depth) for read, item in zip(readers, raw)])  # noqa: B905 - that costs, and is known

    return _read_span if kind is Span else read_fields


def _read_span(raw: Any, _: int) -> Span:
    """One in five of all that is read: written out."""
    if type(raw) is not list or len(raw) != 4:
        raise _wrong("the 4 fields of Span", raw)
    line, column, end_line, end_column = raw
    if not (type(line) is type(column) is type(end_line) is type(end_column) is int):
        raise _wrong("int", raw)
    if line < 0 or column < 0 or end_line < 0 or end_column < 0:
        raise _wrong("int", raw)
    # Most spans are of one line: one object for both numbers is a twentieth of what facts take.
    return Span(line, column, line if line == end_line else end_line, end_column, _FILE.get())


def _union_reader(named: dict[str, type]) -> Read:
    readers: dict[str, tuple[type, tuple[Read, ...]]] = {}

    def read_one(raw: Any, depth: int) -> Any:
        if depth > limits.FACTS_DEPTH:
            raise ValueError(f"nested more than {limits.FACTS_DEPTH} deep")
        if type(raw) is not list or not raw or type(raw[0]) is not str or raw[0] not in named:
            raise _wrong("one of " + ", ".join(named), raw)
        name = raw[0]
        if name not in readers:
            readers[name] = (named[name], tuple(map(_reader, _hints(named[name]))))
        kind, each = readers[name]
        if len(raw) != len(each) + 1:
            raise _wrong(f"the {len(each)} fields of {name}", raw)
        depth += 1
        items = iter(raw)
        next(items)
        return kind(*[read(item, depth) for read, item in zip(each, items)])  # noqa: B905 - the same

    return read_one


def _read_constant(raw: Any, _: int) -> Any:
    match raw:
        case None | bool() | str():
            return raw
        case int() if abs(raw) <= _EXACT:
            return raw
        case ["int", str(digits)]:
            return int(digits, 16)
        case ["str", str(digits)]:
            return bytes.fromhex(digits).decode("utf-8", "surrogatepass")
        case ["float", str(digits)]:
            return _real(digits)
        case ["complex", str(real), str(imaginary)]:
            return complex(_real(real), _real(imaginary))
        case ["bytes", str(digits)]:
            return bytes.fromhex(digits)
        case ["ellipsis"]:
            return ...
    raise _wrong("a constant", raw)


def _real(digits: str) -> float:
    try:
        return float.fromhex(digits)
    except OverflowError:
        raise ValueError("a number out of range") from None
