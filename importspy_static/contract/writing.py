"""Contracts as YAML text."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator

from importspy_static.contract.nodes import printable
from importspy_static.contract.scalars import meaning
from importspy_static.model.document import Mapping, Node, Scalar, Sequence, origins, without_origins
from importspy_static.model.place import ContractPlace

WIDTH = 110
"""Columns within which a mapping or a list is written on one line."""
_PLAIN = re.compile(r"[A-Za-z_][\w<>=. /*()-]*")
_WORDS = frozenset("~ null true false yes no on off y n << =".split())
"""Words that some version of YAML reads as something else than text, or, as a key, as a merge."""


def yaml_text(document: Mapping, *, with_origins: bool = True) -> str:
    """The document in block style, what fits a line in flow style; ends in a newline.

    `with_origins`: what is known to come from a line of some file has that behind it, as a comment.
    """
    return "".join(f"{line}\n" for line in _mapping(document if with_origins else without_origins(document), 0))


def flow_text(node: Node) -> str:
    """A node on one line, however long; without remarks."""
    match node:
        case Mapping(entries=entries):
            return (
                "{" + ", ".join(f"{_scalar(key, flow=True)}: {flow_text(each)}" for key, each in entries.items()) + "}"
            )
        case Sequence(items=items):
            return "[" + ", ".join(map(flow_text, items)) + "]"
        case scalar:
            return _scalar(scalar, flow=True)


def scalar_text(value: Scalar) -> str:
    """A scalar as it may stand anywhere."""
    return _scalar(value, flow=True)


def item_lines(node: Node, indent: int) -> list[str]:
    """An item of a list in block style."""
    return [*_sequence(Sequence([node]), indent)]


def mapping_lines(node: Mapping, indent: int) -> list[str]:
    """A mapping in block style."""
    return [*_mapping(node, indent)]


def _mapping(node: Mapping, indent: int) -> Iterator[str]:
    margin = " " * indent
    for key, value in node.entries.items():
        head = f"{margin}{_scalar(key)}:"
        origin = [node.origins[key]] if key in node.origins else []
        match value:
            case Mapping() | Sequence():
                short = None if _is_of_things(value, key) else _short(value, len(head), origin)
                if short is not None:
                    yield f"{head} {short}"
                    continue
                yield head + _origin(origin)
                yield from _mapping(value, indent + 2) if isinstance(value, Mapping) else _sequence(value, indent + 2)
            case scalar:
                yield f"{head} {_scalar(scalar)}" + _origin(origin)
    yield from _remarks(node.remarks, margin)


def _is_of_things(node: Node, key: Scalar) -> bool:
    """Whether a list has a line for each of its items, as they will be changed one by one."""
    return isinstance(node, Sequence) and key != "arguments" and any(isinstance(each, Mapping) for each in node.items)


def _sequence(node: Sequence, indent: int) -> Iterator[str]:
    margin = " " * indent
    for index, item in enumerate(node.items):
        origin = [node.origins[index]] if index in node.origins else []
        if (short := _short(item, indent + 2, origin)) is not None:
            yield f"{margin}- {short}"
            continue
        lines = _mapping(item, indent + 2) if isinstance(item, Mapping) else _sequence(_as_sequence(item), indent + 2)
        first = next(lines, "")
        yield f"{margin}- {first[indent + 2 :]}"
        yield from lines
    yield from _remarks(node.remarks, margin)


def _as_sequence(node: Node) -> Sequence:
    return node if isinstance(node, Sequence) else Sequence([node])


def _remarks(remarks: list[str], margin: str) -> Iterator[str]:
    for remark in remarks:
        yield f"{margin}# {printable(remark)}"


def _short(node: Node, taken: int, origin: list[ContractPlace]) -> str | None:
    """A node on one line, if it fits, has no remark, and comes from one file."""
    places = [*origin, *(place for _, place in origins(node))]
    text = _flow(node) if len({each.path for each in places}) < 2 else None
    if text is not None and (_is_whole(node) or taken + len(text) < WIDTH):
        return text + _origin(places)
    return None


def _origin(places: list[ContractPlace]) -> str:
    """Where a line comes from, as a comment: `base.yml:3`, or `base.yml:3-5`."""
    if not places:
        return ""
    lines = [each.line for each in places]
    rest = f"-{max(lines)}" if max(lines) > min(lines) else ""
    return f"  # {printable(places[0].path)}:{min(lines)}{rest}"


def _is_whole(node: Node) -> bool:
    """Whether there is nothing in a node that could have a line of its own."""
    match node:
        case Mapping(entries=inner, remarks=remarks):
            return not inner and not remarks
        case Sequence(items=items, remarks=remarks):
            return not items and not remarks
        case _:
            return True


def _flow(node: Node) -> str | None:
    match node:
        case Mapping(entries=entries, remarks=remarks):
            parts = [(_scalar(key, flow=True), _flow(value)) for key, value in entries.items()]
            if remarks or any(value is None for _, value in parts):
                return None
            if any(_is_of_things(value, key) for key, value in entries.items()):
                return None
            return "{" + ", ".join(f"{key}: {value}" for key, value in parts) + "}"
        case Sequence(items=items, remarks=remarks):
            found = [_flow(each) for each in items]
            return None if remarks or None in found else "[" + ", ".join(each or "" for each in found) + "]"
        case scalar:
            return _scalar(scalar, flow=True)


def _scalar(value: Scalar, *, flow: bool = False) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return value if _is_plain(value) else quoted(value)
        case float():
            return _number(value)
        case _:
            return str(value)


def _number(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    text = repr(value)
    # YAML wants a point before the exponent of a float.
    return text if "." in text or "e" not in text else text.replace("e", ".0e", 1)


def _is_plain(text: str) -> bool:
    """Whether a text may stand without quotes, and is read as the text that it is."""
    is_word = _PLAIN.fullmatch(text) is not None and not text.endswith(" ") and text.casefold() not in _WORDS
    return is_word and meaning(text) == text


def quoted(text: str) -> str:
    r"""A text in double quotes; what is not printable stands as an escape that YAML and JSON share."""
    return "".join(
        each if (each.isprintable() and ord(each) < 0x10000) or each == " " else _escaped(each)
        for each in json.dumps(text, ensure_ascii=False)
    )


def _escaped(character: str) -> str:
    number = ord(character)
    return f"\\U{number:08x}" if number > 0xFFFF else f"\\u{number:04x}"
