"""Contracts of ImportSpy 0.4 and 0.5 to the language of version 1: what is not changed stays as it is, byte for byte.

The changes are made in the text, at the places that the nodes of the YAML have, so that comments, order, line ends and
indentation are nobody's concern. Whether the meaning is the same is looked at afterwards, whatever the changes were.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import Any

from importspy_static.contract.files import LINE_END, decoded
from importspy_static.contract.nodes import NULL
from importspy_static.contract.problems import ContractError, ContractInvalid
from importspy_static.contract.reader import ABSENT_SERVICES, parse_contract
from importspy_static.contract.scalars import FALSE
from importspy_static.lazy_dataclasses import dataclass, fields, is_dataclass
from importspy_static.model.contract import Contract
from importspy_static.model.place import ContractPlace

VERSION = "schema_version"
STAMP = f"{VERSION}: 1"
STAMPED = "says which version of the contract language this is; without it a file is one of ImportSpy 0.4 or 0.5"
GONE = "asks for nothing here, and is no key of the contract language any more"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is changed. `line` is that of the file as it was."""

    line: int
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """A contract as it should be; its bytes are those that were given if there are no changes."""

    content: bytes
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str
    change: Change


def migrated(content: bytes, path: str) -> Migrated:
    """A contract in the language of version 1, and what was changed for it.

    Args:
        content: the bytes of the file.
        path: of the file, for messages, and for what it extends.

    Raises:
        ContractError: the contract cannot be used as it is, or a change would not keep what it means.
    """
    before = parse_contract(content, path)
    text = decoded(content, path)
    # An anchor has one place, however often it is used.
    edits = sorted(
        {(each.start, each.end): each for each in _edits(text)}.values(), key=lambda each: (each.start, each.end)
    )
    if not edits:
        return Migrated(content, ())
    changed = text
    for edit in reversed(edits):
        changed = changed[: edit.start] + edit.text + changed[edit.end :]
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    result = mark + changed.encode("utf-8")
    _refuse_other_meaning(before, result, path, edits[0].change)
    return Migrated(result, tuple(edit.change for edit in edits))


def _refuse_other_meaning(before: Contract, result: bytes, path: str, first: Change) -> None:
    """See that the result can be read and means the same. It does; but a file is at stake."""
    try:
        is_same = meaning_of(parse_contract(result, path)) == meaning_of(before)
    except ContractError:
        is_same = False
    if not is_same:
        place = ContractPlace(path, first.line, 1, VERSION)
        reason = f"this file cannot be changed without a risk: write '{STAMP}' at its top by hand"
        raise ContractError([ContractInvalid(contract_place=place, reason=reason)], before.lines)


def meaning_of(contract: object) -> Hashable:
    """What a contract says, wherever it says so: equal if and only if all requirements are, in the same order."""
    match contract:
        case ContractPlace():
            return None
        case Mapping():
            return tuple((meaning_of(key), meaning_of(each)) for key, each in contract.items())
        case str():
            return contract
        case Sequence():
            return type(contract).__name__, tuple(meaning_of(each) for each in contract)
        case _ if is_dataclass(contract) and not isinstance(contract, type):
            said = [each.name for each in fields(contract) if each.name not in ("lines", "path")]
            return type(contract).__name__, tuple(meaning_of(getattr(contract, name)) for name in said)
        case _:
            return type(contract).__name__, repr(contract)


# --- what has to change ----------------------------------------------------------------------------------------------


def _edits(text: str) -> Iterator[_Edit]:
    from ruamel.yaml import YAML

    root: Any = YAML(typ="rt", pure=True).compose(text)
    pairs: list[tuple[Any, Any]] = root.value
    said = {key.value: content for key, content in pairs}
    if VERSION not in said:
        yield _stamped(text, root)
    elif _is_null(said[VERSION]):
        yield _filled(text, said[VERSION])
    for name in ABSENT_SERVICES:
        if name in said:
            yield _taken_out(text, root, name, ABSENT_SERVICES, name)
    rules = said.get("dependencies")
    if rules is not None and rules.id == "mapping":
        for key, rule in rules.value:
            if rule.id == "mapping" and any(each.value == "provenance" and _is_no(no) for each, no in rule.value):
                yield _taken_out(text, rule, "provenance", ("provenance",), f"dependencies.{key.value}.provenance")


def _stamped(text: str, root: Any) -> _Edit:
    """The version before the first key: behind the comments that a file begins with."""
    first = root.value[0][0].start_mark
    line_end = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
    change = Change(first.line + 1, f"'{STAMP}' is added", STAMPED)
    if root.flow_style:
        is_json = root.value[0][0].style == '"'
        return _Edit(first.index, first.index, f'"{VERSION}": 1, ' if is_json else f"{STAMP}, ", change)
    start = _line_start(text, first.index)
    margin = text[start : first.index] if text[start : first.index].isspace() else ""
    return _Edit(first.index, first.index, f"{STAMP}{line_end}{margin}", change)


def _filled(text: str, content: Any) -> _Edit:
    start, end = content.start_mark.index, content.end_mark.index
    change = Change(content.start_mark.line + 1, f"'{VERSION}:' becomes '{STAMP}'", STAMPED)
    is_blank = not text[start:end].strip()
    if is_blank:  # the mark may stand behind white space or on the next line
        start = end = text.rindex(":", 0, start + 1) + 1
    return _Edit(start, end, " 1" if is_blank else "1", change)


def _taken_out(text: str, holder: Any, name: str, others: Collection[str], told: str) -> _Edit:
    """A key with what stands behind it: its whole line, or its part of a list in one line. `others` go, too."""
    pairs = holder.value
    index = next(number for number, (key, _) in enumerate(pairs) if key.value == name)
    key, content = pairs[index]
    change = Change(key.start_mark.line + 1, f"'{told}' is taken out", GONE)
    start, end = key.start_mark.index, max(_end(content), key.end_mark.index)
    if holder.flow_style:
        if any(later.value not in others for later, _ in pairs[index + 1 :]):
            return _Edit(start, pairs[index + 1][0].start_mark.index, "", change)
        # Nothing stays behind it, so that the comma before it goes with it.
        return _Edit(_end(pairs[index - 1][1]) if index else start, end, "", change)
    if len(pairs) == 1:
        return _Edit(start, end, "{}", change)
    line_start, line_end = _line_start(text, start), LINE_END.search(text, end)
    rest = text[end : line_end.start() if line_end else len(text)]
    if rest.strip():  # a comment, which stays
        return _Edit(start, end + len(rest) - len(rest.lstrip()), "", change)
    return _Edit(line_start, line_end.end() if line_end else len(text), "", change)


def _line_start(text: str, index: int) -> int:
    return max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1


def _end(node: Any) -> int:
    """Where the text of a small value ends."""
    if node.id == "scalar" and not node.value:
        return int(node.start_mark.index)
    return int(node.end_mark.index)


def _is_null(node: Any) -> bool:
    return node.id == "scalar" and node.style is None and node.value in NULL


def _is_no(node: Any) -> bool:
    return _is_null(node) or (node.id == "scalar" and node.style is None and node.value in FALSE)
