"""What code does, as a digest: of the code that a source compiles to, and of the bytes in a `.pyc`. Nothing is run.

The bytes are read as data and never unmarshalled, since whoever unmarshals what others wrote runs it. The format is
that of CPython's `Python/marshal.c`, with the fields of code that the running version has. The file that code came from
and the lines that it stands on do not count: a module that is copied, or compiled elsewhere, does the same.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterable
from hashlib import blake2b
from types import CodeType

from importspy_static import limits
from importspy_static.extract.judgement import gave_up, judged_code
from importspy_static.model.bytecode import Code, CodeForm
from importspy_static.model.program import Failure

OPTIMIZATION = {Code.SOURCE: 0, Code.SOURCE_O: 1, Code.SOURCE_OO: 2}
NO_CODE = CodeForm("")
_LOCALS_ARE_ONE = sys.version_info >= (3, 11)
"""Whether locals, cells and free variables stand in one table with their kinds."""
_LOCAL, _CELL, _FREE = 0x20, 0x40, 0x80
_KINDS = _LOCAL | _CELL | _FREE


def form_of(content: bytes, asked: Code) -> CodeForm | Failure:
    """The form of a source, or of what stands behind the header of a `.pyc`. Raises nothing, whatever the bytes."""
    return _form_of_compiled(content) if asked is Code.COMPILED else _form_of_source(content, OPTIMIZATION[asked])


def _form_of_source(source: bytes, optimize: int) -> CodeForm | Failure:
    found = judged_code(source, optimize)
    if isinstance(found, Failure):
        return found
    try:
        return _told(_of_code(found[1]))
    except RecursionError as error:
        return gave_up(error)


def _form_of_compiled(content: bytes) -> CodeForm | Failure:
    if content[:1] not in (b"c", b"\xe3"):
        return NO_CODE
    try:
        return _told(_Reader(content).item(0))
    except (_Malformed, struct.error, IndexError):
        return NO_CODE
    except RecursionError as error:
        return gave_up(error)


def _told(form: bytes) -> CodeForm:
    return CodeForm(form.hex())


# --- the form -------------------------------------------------------------------------------------------------------
# One byte of kind, then a digest. What contains others is a digest of their forms, so that what is shared costs once.


def _form(kind: bytes, content: bytes) -> bytes:
    return kind + blake2b(content, digest_size=24).digest()


def _several(kind: bytes, forms: Iterable[bytes]) -> bytes:
    return _form(kind, b"".join(forms))


_NONE, _TRUE, _FALSE, _ELLIPSIS = (_form(kind, b"") for kind in (b"N", b"T", b"F", b"."))


_ALONE = {"N": _NONE, "T": _TRUE, "F": _FALSE, ".": _ELLIPSIS}


def _of_integer(number: int) -> bytes:
    return _form(b"i", number.to_bytes(number.bit_length() // 8 + 1, "little", signed=True))


def _of_text(text: str) -> bytes:
    return _form(b"u", text.encode("utf-8", "surrogatepass"))


def _of_code_fields(
    numbers: Iterable[int], parts: Iterable[bytes], variables: tuple[list[bytes], list[bytes], list[bytes]]
) -> bytes:
    counts = (_of_integer(each) for each in numbers)
    return _several(b"c", (*counts, *parts, *(_several(b"(", each) for each in variables)))


# --- of code that the compiler gave ---------------------------------------------------------------------------------


def _of_code(code: CodeType) -> bytes:
    numbers = [
        *(code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount),
        *(code.co_stacksize, code.co_flags, code.co_firstlineno),
    ]
    parts = [_form(b"s", code.co_code), _of_constant(code.co_consts), _of_constant(code.co_names)]
    parts += [_of_text(code.co_name)]
    if sys.version_info >= (3, 11):
        parts += [_of_text(code.co_qualname), _form(b"s", code.co_exceptiontable)]
    names = (code.co_varnames, code.co_cellvars, code.co_freevars)
    varnames, cellvars, freevars = ([_of_text(name) for name in several] for several in names)
    return _of_code_fields(numbers, parts, (varnames, cellvars, freevars))


def _of_constant(constant: object) -> bytes:
    if constant is None or isinstance(constant, bool) or constant is Ellipsis:
        return _NONE if constant is None else _ELLIPSIS if constant is Ellipsis else (_FALSE, _TRUE)[constant is True]
    match constant:
        case int():
            return _of_integer(constant)
        case str():
            return _of_text(constant)
        case bytes():
            return _form(b"s", constant)
        case float():
            return _form(b"g", struct.pack("<d", constant))
        case complex():
            return _form(b"y", struct.pack("<dd", constant.real, constant.imag))
        case tuple():
            return _several(b"(", map(_of_constant, constant))
        case frozenset():
            return _several(b">", sorted(map(_of_constant, constant)))
        case slice():
            return _several(b":", map(_of_constant, (constant.start, constant.stop, constant.step)))
        case CodeType():
            return _of_code(constant)
    raise AssertionError(f"the compiler makes no constant of type {type(constant).__name__}")


# --- of bytes -------------------------------------------------------------------------------------------------------


class _Malformed(Exception):
    """These bytes are not what a compiler writes."""


class _Reader:
    """Reads what `marshal` writes of code: linear in its length, and bounded in depth."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 0
        self._known: list[bytes | None] = []
        """What later items may refer to; None while it is not read to its end."""
        self._tuples: dict[bytes, list[bytes]] = {}
        """The items of tuples, and the bytes of byte strings, by their forms: code takes them apart."""
        self._bytes: dict[bytes, bytes] = {}

    def item(self, depth: int) -> bytes:
        """The form of the next item."""
        if depth > limits.BYTECODE_DEPTH:
            raise RecursionError
        byte = self._content[self._at]
        self._at += 1
        kind = chr(byte & 0x7F)
        if kind == "r":
            return self._referred()
        place = len(self._known)
        if byte & 0x80:
            self._known.append(None)
        found = self._of_kind(kind, depth)
        if byte & 0x80:
            self._known[place] = found
        return found

    def _referred(self) -> bytes:
        number = self._unsigned()
        known = self._known[number] if number < len(self._known) else None
        if known is None:
            raise _Malformed
        return known

    def _of_kind(self, kind: str, depth: int) -> bytes:
        return _ALONE.get(kind) or self._of_atom(kind) or self._of_container(kind, depth)

    def _of_atom(self, kind: str) -> bytes | None:
        match kind:
            case "i":
                return _of_integer(self._signed())
            case "l":
                return _of_integer(self._long())
            case "g":
                return _form(b"g", self._taken(8))
            case "y":
                return _form(b"y", self._taken(16))
            case "s":
                return self._byte_string()
            case "u" | "t":
                return _form(b"u", self._utf8(self._taken(self._unsigned())))
            case "a" | "A":
                return _form(b"u", self._ascii(self._unsigned()))
            case "z" | "Z":
                return _form(b"u", self._ascii(self._taken(1)[0]))
        return None

    def _of_container(self, kind: str, depth: int) -> bytes:
        match kind:
            case ")":
                return self._tuple(self._taken(1)[0], depth)
            case "(":
                return self._tuple(self._unsigned(), depth)
            case ">":
                return _several(b">", sorted(self._items(self._unsigned(), depth)))
            case ":":
                return _several(b":", self._items(3, depth))
            case "c":
                return self._code(depth)
        raise _Malformed

    def _taken(self, length: int) -> bytes:
        begin, self._at = self._at, self._at + length
        if self._at > len(self._content):
            raise _Malformed
        return self._content[begin : self._at]

    def _signed(self) -> int:
        number: int = struct.unpack("<i", self._taken(4))[0]
        return number

    def _unsigned(self) -> int:
        """A length or a number of an item, which cannot be negative."""
        number = self._signed()
        if number < 0:
            raise _Malformed
        return number

    def _long(self) -> int:
        """An integer in digits of 15 bits, the least first, whose count has the sign."""
        count = self._signed()
        digits = struct.unpack(f"<{abs(count)}H", self._taken(2 * abs(count)))
        if not digits or digits[-1] == 0 or max(digits) > 0x7FFF:
            raise _Malformed
        # By its binary digits: to add one digit after the other takes quadratic time.
        number = int("".join(format(digit, "015b") for digit in reversed(digits)), 2)
        return -number if count < 0 else number

    def _byte_string(self) -> bytes:
        content = self._taken(self._unsigned())
        form = _form(b"s", content)
        self._bytes[form] = content
        return form

    def _utf8(self, encoded: bytes) -> bytes:
        try:
            encoded.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise _Malformed from None
        return encoded

    def _ascii(self, length: int) -> bytes:
        text = self._taken(length)
        if not text.isascii():
            raise _Malformed
        return text

    def _items(self, count: int, depth: int) -> list[bytes]:
        if count > len(self._content) - self._at:
            raise _Malformed
        return [self.item(depth + 1) for _ in range(count)]

    def _tuple(self, count: int, depth: int) -> bytes:
        items = self._items(count, depth)
        form = _several(b"(", items)
        self._tuples[form] = items
        return form

    def _code(self, depth: int) -> bytes:
        arguments = [self._signed() for _ in range(3)]
        if not _LOCALS_ARE_ONE:
            return self._code_of_three_tables(arguments, depth)
        stack, flags = self._signed(), self._signed()
        code, constants, names, variables, kinds, _file, name, qualified = self._items(8, depth)
        first = self._signed()
        _lines, exceptions = self._items(2, depth)
        self._expect_bytes(code, kinds, exceptions)
        numbers = [*arguments, stack, flags, first]
        told = self._sorted_out(self._items_of(variables), self._bytes[kinds])
        return _of_code_fields(numbers, [code, constants, names, name, qualified, exceptions], told)

    def _code_of_three_tables(self, arguments: list[int], depth: int) -> bytes:
        count, stack, flags = self._signed(), self._signed(), self._signed()
        code, constants, names, *variables, _file, name = self._items(8, depth)
        first = self._signed()
        self.item(depth + 1)
        self._expect_bytes(code)
        varnames, freevars, cellvars = map(self._items_of, variables)
        if count != len(varnames):
            raise _Malformed
        numbers = [*arguments, stack, flags, first]
        return _of_code_fields(numbers, [code, constants, names, name], (varnames, cellvars, freevars))

    def _expect_bytes(self, *forms: bytes) -> None:
        if any(form not in self._bytes for form in forms):
            raise _Malformed

    def _items_of(self, form: bytes) -> list[bytes]:
        if form not in self._tuples:
            raise _Malformed
        return self._tuples[form]

    def _sorted_out(self, names: list[bytes], kinds: bytes) -> tuple[list[bytes], list[bytes], list[bytes]]:
        """Locals, cells and free variables. The compiler writes them in this order, and code counts on it."""
        if len(names) != len(kinds) or any(not kind & _KINDS for kind in kinds):
            raise _Malformed
        order = [0 if kind & _LOCAL else 1 if kind & _CELL else 2 for kind in kinds]
        if order != sorted(order):
            raise _Malformed
        told = ([name for name, kind in zip(names, kinds, strict=True) if kind & wanted] for wanted in (_LOCAL, _CELL))
        varnames, cellvars = told
        return varnames, cellvars, [name for name, kind in zip(names, kinds, strict=True) if kind & _FREE]
