"""JSON that somebody else wrote, within limits."""

from __future__ import annotations

import json
import re

from importspy_static.limits import ENVIRONMENT_DEPTH, ENVIRONMENT_PARTS

_DIGITS = 20
"""Of a number, longer ones are too large anyway; Python itself refuses those over 4,300."""

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[][{},]', re.DOTALL)
"""A text, which may have no end: were that no match, each quote in it would be looked at anew. Or a sign."""


class MalformedError(Exception):
    """A text that is no JSON, or over a limit. The message says where, and quotes nothing of the text."""


def parsed(text: str) -> tuple[object, list[str]]:
    """What a text in JSON tells, and a sentence for each key that is given twice. A number too large is infinity.

    Raises:
        MalformedError: it is none, or is over a limit.
    """
    _refuse_too_much(text)
    twice: list[str] = []

    def from_pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
        record = dict(pairs)
        if len(record) < len(pairs):
            seen: set[str] = set()
            twice.extend(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        return record

    try:
        record: object = json.loads(text, object_pairs_hook=from_pairs, parse_int=_whole)
    except json.JSONDecodeError as error:
        raise MalformedError(_at(text, error.pos, _reason(error))) from None
    return record, [f"the key '{key[:60]}' is given twice" for key in dict.fromkeys(twice)]


def _refuse_too_much(text: str) -> None:
    depth = parts = 0
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "[" | "{":
                depth += 1
            case "]" | "}":
                depth -= 1
            case ",":
                parts += 1
        if depth > ENVIRONMENT_DEPTH or parts > ENVIRONMENT_PARTS:
            reason = (
                f"nested deeper than {ENVIRONMENT_DEPTH} levels"
                if depth > ENVIRONMENT_DEPTH
                else f"more than {ENVIRONMENT_PARTS:,} parts"
            )
            raise MalformedError(_at(text, token.start(), reason))


def _whole(digits: str) -> float:
    return int(digits) if len(digits) <= _DIGITS else float("inf")


def _reason(error: json.JSONDecodeError) -> str:
    if error.msg == "Extra data":
        return "something stands behind the JSON"
    if not error.doc[error.pos :].strip():
        return "the JSON ends here, before it is complete"
    reason = error.msg.removesuffix(" at")
    return f"no JSON: {reason[:1].lower()}{reason[1:]}"


def _at(text: str, position: int, reason: str) -> str:
    """With the line and the column, both from 1."""
    line = text.count("\n", 0, position) + 1
    return f"{line}:{position - text.rfind(chr(10), 0, position)}: {reason}"
