"""What a plain scalar means as a literal: the core schema of YAML 1.2, as ruamel.yaml reads it.

YAML 1.2.2, section 10.3.2, with ruamel.yaml's `0b1` and `1_000`. So `yes` and `off` are text, and `012` is twelve.
"""

from __future__ import annotations

import re

from importspy_static.contract.nodes import NULL
from importspy_static.limits import CONTRACT_BITS, CONTRACT_DIGITS

TRUE = ("true", "True", "TRUE")
FALSE = ("false", "False", "FALSE")
DIGITS = r"[0-9]+(?:_[0-9]+)*"
INTEGER = re.compile(rf"[-+]?(?:{DIGITS}|0b[01]+(?:_[01]+)*|0o[0-7]+(?:_[0-7]+)*|0x[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)")
FLOAT = re.compile(rf"[-+]?(?:{DIGITS}\.(?:{DIGITS})?|\.{DIGITS}|{DIGITS}(?=[eE]))(?:[eE][-+]?[0-9]+)?")
SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
BASES = {"0b": 2, "0o": 8, "0x": 16}


class TooLong(ValueError):
    """A number that Python would not write out."""


def meaning(text: str) -> str | int | float | bool | None:
    """The literal that a plain scalar stands for.

    Raises `TooLong` for a number of more digits than Python reads.
    """
    if text in NULL:
        return None
    if text in TRUE:
        return True
    if text in FALSE:
        return False
    if text[:1].isdecimal() or text[:1] in ("-", "+", "."):
        return _number(text)
    return text


def _number(text: str) -> str | int | float:
    if INTEGER.fullmatch(text):
        return _integer(text)
    if SPECIAL.fullmatch(text):
        return float(text.replace(".", ""))
    return float(text) if FLOAT.fullmatch(text) else text


def _integer(text: str) -> int:
    base = BASES.get(text.lstrip("-+")[:2], 10)
    if base == 10 and len(text) > CONTRACT_DIGITS:
        raise TooLong
    try:
        number = int(text, base)
    except ValueError:
        raise TooLong from None
    if number.bit_length() > CONTRACT_BITS:
        raise TooLong
    return number
