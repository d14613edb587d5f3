"""The forms of constants: of what they are, however they are spelled."""

from __future__ import annotations

import struct


def constant(value: object) -> bytes:
    """The form of a constant of Python's abstract grammar.

    Raises:
        TypeError: there are no such constants.
    """
    match value:
        case str():
            return text(value)
        case None | True | False:
            return b"%s " % str(value).encode("ascii")
        case int():
            digits = b"%x" % value
            return b"i%d:%s" % (len(digits), digits)
        case bytes():
            return b"b%d:%s" % (len(value), value)
        case float():
            return b"f16:%s" % _digits(value)
        case complex():
            return b"j16:%s" % _digits(value.imag)  # the literal has no other part
        case _ if value is ...:
            return b"Ellipsis "
    raise TypeError(f"a constant cannot be of {type(value).__name__}")


def text(content: str) -> bytes:
    """The form of a text or a name: UTF-8, with surrogates as if they were characters."""
    encoded = content.encode("utf-8", "surrogatepass")
    return b"s%d:%s" % (len(encoded), encoded)


def folded(docstring: str) -> str:
    """A docstring without its indentation, without white space at the ends of its lines, and without blank lines
    before and behind it: what those who format code change.

    Not `inspect.cleandoc`, which is not the same on all Pythons.
    """
    first, *others = [line.rstrip() for line in docstring.expandtabs().split("\n")]
    margin = min((len(line) - len(line.lstrip(" ")) for line in others if line), default=0)
    return "\n".join([first.lstrip(" "), *(line[margin:] for line in others)]).strip("\n")


def _digits(value: float) -> bytes:
    """The 64 bits of a number (IEEE 754), as hexadecimal digits, the sign first."""
    return struct.pack(">d", value).hex().encode("ascii")
