"""Text that is made by formatting: f-strings, `str.format` (Python library, "Format String Syntax").

Only texts and numbers are formatted, with Python's own `format`, and never into more than a bounded width.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from itertools import product
from string import Formatter

from importspy_static.interpret import constants
from importspy_static.interpret.constants import Unfoldable
from importspy_static.interpret.expressions import evaluate_node
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.results import unknown
from importspy_static.interpret.values import Literal, Values
from importspy_static.limits import LONGEST_TEXT, MOST_TEXTS
from importspy_static.model.expression import Constant, FormattedField, FormattedText

_FORMATTED = (str, int, float, type(None))
_NUMBER = re.compile(r"\d+")


def formatted_text(machine: Machine, node: FormattedText) -> Values:
    """What an f-string evaluates to; empty if it never completes."""
    texts = _texts(machine, node)
    if texts is None:
        return unknown(machine, "str")
    return tuple(constants.literal(each, machine.current.span) for each in texts)


def _texts(machine: Machine, node: FormattedText) -> list[str] | None:
    """Every text that it can be; None if that is not known. All fields are evaluated."""
    parts = [[part.value] if isinstance(part, Constant) else _field(machine, part) for part in node.parts]
    if any(each == [] for each in parts):
        return []
    known = [each for each in parts if each is not None]
    if len(known) < len(parts):
        return None
    if math.prod(map(len, known)) > MOST_TEXTS:
        return None
    found = dict.fromkeys("".join(map(str, each)) for each in product(*known))
    return [*found] if all(len(each) <= LONGEST_TEXT for each in found) else None


def _field(machine: Machine, field: FormattedField) -> list[str] | None:
    values = evaluate_node(machine, field.operand)
    specifications = [""] if field.specification is None else _texts(machine, field.specification)
    if not values or specifications == []:
        return []
    machine.may_raise()
    found: dict[str, None] = {}
    for value in machine.followed(values, in_project=True):
        if not isinstance(value, Literal) or specifications is None:
            return None
        try:
            found.update((_formatted(constants.plain(value), field.conversion, each), None) for each in specifications)
        except Unfoldable:
            return None
    return list(found)


def _formatted(content: object, conversion: str, specification: str) -> str:
    """One field.

    Raises:
        Unfoldable: Python would raise, or what comes out depends on more than this, or is too long.
    """
    if not isinstance(content, _FORMATTED) or any(int(each) > LONGEST_TEXT for each in _NUMBER.findall(specification)):
        raise Unfoldable
    if "n" in specification:
        raise Unfoldable  # by the locale
    if conversion in ("r", "a") and not str(content).isascii():
        raise Unfoldable  # what is printable depends on the version
    made = {"": content, "s": str(content), "r": repr(content), "a": ascii(content)}[conversion]
    try:
        return format(made, specification)
    except (ValueError, TypeError, OverflowError) as error:
        raise Unfoldable from error


def format_method(text: str, arguments: Sequence[object], keywords: Mapping[str, object]) -> str:
    """`text.format(*arguments, **keywords)`, with plain fields: no attributes or items of what is formatted.

    Raises:
        Unfoldable: as for a field; or a field is not plain.
    """
    made: list[str] = []
    try:
        parts = list(Formatter().parse(text))
        if len({name == "" for _, name, _, _ in parts if name is not None and (name == "" or name.isdigit())}) > 1:
            raise Unfoldable
        automatic = iter(arguments)
        for literal, name, specification, conversion in parts:
            made.append(literal)
            if name is None:
                continue
            given = next(automatic) if name == "" else keywords[name] if not name.isdigit() else arguments[int(name)]
            if "{" in (specification or ""):
                raise Unfoldable
            made.append(_formatted(given, conversion or "", specification or ""))
            if sum(map(len, made)) > LONGEST_TEXT:
                raise Unfoldable
    except (ValueError, LookupError, StopIteration) as error:
        raise Unfoldable from error
    return "".join(made)
