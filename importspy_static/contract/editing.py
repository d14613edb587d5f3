"""Changing parts of a contract's text: what is not changed stays as it is, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from importspy_static.contract.writing import flow_text, item_lines, mapping_lines, scalar_text
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.document import Mapping, Node
from importspy_static.model.document import Sequence as Items

Path: TypeAlias = "Sequence[str | int]"


class NotEditableError(ValueError):
    """The place cannot be changed alone: an alias leads to it, so that a change would be one of other places, too."""


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str
    depth: int = 0
    """Of lines that are added: what belongs to the innermost comes first."""


class Editor:
    """Collects changes of one YAML text, and makes them all at once.

    Paths are as in `model.document.steps`. The text has to be one that the reader takes.
    """

    def __init__(self, text: str) -> None:
        from ruamel.yaml import YAML

        self._text = text
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._root: Any = YAML(typ="rt", pure=True).compose(text)
        self._shared = _shared(self._root)
        self._edits: list[_Edit] = []
        self._removed: dict[tuple[str | int, ...], None] = {}
        self._lists: dict[tuple[str | int, ...], Items] = {}
        """Lists that are made, with all that is added to them."""

    def text(self) -> str:
        """The text with all changes; those within something that goes are gone with it."""
        for path, made in self._lists.items():
            self._add_list(path, made)
        self._lists.clear()
        kept: list[_Edit] = []
        for edit in sorted(self._edits, key=lambda each: (each.start, -each.end, -each.depth)):
            if not kept or edit.start >= kept[-1].end:
                kept.append(edit)
        text = self._text
        for edit in reversed(kept):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text

    def document(self) -> Mapping:
        """The text as it is now, as plain data; scalars as they are written."""
        found = _plain(self._root)
        return found if isinstance(found, Mapping) else Mapping()

    def replace(self, path: Path, node: Node) -> None:
        """Put something else in place of a value.

        Raises:
            NotEditableError: an alias leads to it.
        """
        found = self._editable(path)
        text = scalar_text(node) if not isinstance(node, (Mapping, Items)) else flow_text(node)
        start, end = found.start_mark.index, self._end(found)
        is_empty = found.id == "scalar" and start == end
        key = self._key(path)
        if key is not None and (is_empty or (found.id != "scalar" and not found.flow_style)):
            # Nothing stands there (`functions:`), or lines below the key: it goes behind the key.
            start = self._text.index(":", key.end_mark.index) + 1
            end, text = (start if is_empty else end), f" {text}"
        self._edits.append(_Edit(start, end, text))

    def remove(self, path: Path) -> None:
        """Take out a key with its value, or an item; a list that would be empty goes with its key.

        Raises:
            NotEditableError: an alias leads to it.
        """
        *above, last = path
        holder = self._editable(above)
        self._removed[tuple(path)] = None
        pairs = _pairs(holder)
        gone = [index for index in range(len(pairs)) if (*above, _step(holder, index)) in self._removed]
        if len(gone) == len(pairs) and above:
            self.remove(above)
            return
        index = next(index for index in range(len(pairs)) if _step(holder, index) == last)
        first, value = pairs[index]
        end = self._end(value)
        if holder.flow_style:
            if index:
                self._edits.append(_Edit(self._end(pairs[index - 1][1]), end, ""))
            else:
                self._edits.append(_Edit(first.start_mark.index, pairs[1][0].start_mark.index, ""))
            return
        start = self._line_start(first.start_mark.index)
        self._edits.append(_Edit(start, self._line_end(end), ""))

    def add_item(self, path: Path, node: Node) -> None:
        """Put an item behind the others of a list, which is made if there is none.

        Raises:
            NotEditableError: an alias leads to it.
        """
        found = self._find(path)
        if found is None or not _pairs(found):
            self._editable(path[:-1])
            self._lists.setdefault(tuple(path), Items()).items.append(node)
            return
        self._editable(path)
        last = _pairs(found)[-1][1]
        if found.flow_style:
            end = self._end(last)
            self._edits.append(_Edit(end, end, f", {flow_text(node)}"))
            return
        self._add_lines(item_lines(node, found.start_mark.column), last, len(path) + 1)

    def add_key(self, path: Path, node: Node) -> None:
        """Put a key with a value behind the others of a mapping; where the key stands alone, the value behind it.

        Raises:
            NotEditableError: an alias leads to it.
        """
        *above, key = path
        holder = self._editable(above)
        if self._find(path) is not None:
            self.replace(path, node)
            return
        last = _pairs(holder)[-1][1]
        if holder.flow_style:
            end = self._end(last)
            self._edits.append(_Edit(end, end, f", {flow_text(Mapping({key: node}))[1:-1]}"))
            return
        column = _pairs(holder)[0][0].start_mark.column
        self._add_lines(mapping_lines(Mapping({key: node}), column), last, len(above) + 1)

    def _add_list(self, path: Path, made: Items) -> None:
        *above, key = path
        holder = self._editable(above)
        if self._find(path) is not None:  # `functions:` or `functions: []`
            self.replace(path, made)
            return
        pairs = _pairs(holder)
        last = pairs[-1][1]
        if holder.flow_style:
            end = self._end(last)
            self._edits.append(_Edit(end, end, f", {flow_text(Mapping({key: made}))[1:-1]}"))
            return
        column = pairs[0][0].start_mark.column
        margin = " " * column
        items = [line for each in made.items for line in item_lines(each, column + 2)]
        self._add_lines([f"{margin}{key}:", *items], last, len(above) + 1)

    def _add_lines(self, lines: Sequence[str], behind: Any, depth: int) -> None:
        """Lines below the last line of a node."""
        at = self._line_end(self._end(behind))
        text = "".join(f"{line}{self._newline}" for line in lines)
        if at and self._text[at - 1] not in "\r\n":
            text = self._newline + text.removesuffix(self._newline)
        self._edits.append(_Edit(at, at, text, depth))

    # --- places -----------------------------------------------------------------------------------------------------

    def _find(self, path: Path) -> Any:
        here = self._root
        for step in path:
            match _step_into(here, step):
                case None:
                    return None
                case inner:
                    here = inner
        return here

    def _key(self, path: Path) -> Any:
        """The key that a value stands behind; None of an item."""
        holder = self._find(path[:-1])
        return next((key for key, _ in _pairs(holder) if holder.id == "mapping" and key.value == path[-1]), None)

    def _editable(self, path: Path) -> Any:
        here = self._root
        for step in path:
            if id(here) in self._shared:
                raise NotEditableError
            here = _step_into(here, step)
        if here is None or id(here) in self._shared:
            raise NotEditableError
        return here

    def _end(self, node: Any) -> int:
        """Where the text of a node ends, white space and comments behind it left out."""
        if node.id == "scalar" or node.flow_style:
            end: int = node.end_mark.index
            if node.id == "scalar" and node.style in ("|", ">"):
                return len(self._text[:end].rstrip())
            return end
        pairs = _pairs(node)
        return self._end(pairs[-1][1]) if pairs else int(node.start_mark.index)

    def _line_start(self, index: int) -> int:
        return self._text.rfind("\n", 0, index) + 1

    def _line_end(self, index: int) -> int:
        """Behind the line break of a line."""
        found = self._text.find("\n", index)
        return len(self._text) if found < 0 else found + 1


def _plain(node: Any) -> Node:
    match None if node is None else node.id:
        case "mapping":
            return Mapping({str(key.value): _plain(value) for key, value in node.value})
        case "sequence":
            return Items([_plain(each) for each in node.value])
        case "scalar":
            return str(node.value)
        case _:
            return None


def _pairs(node: Any) -> list[tuple[Any, Any]]:
    """Keys and values of a mapping; of a sequence each item twice."""
    match node.id:
        case "mapping":
            return list(node.value)
        case "sequence":
            return [(each, each) for each in node.value]
        case _:
            return []


def _step(holder: Any, index: int) -> str | int:
    return index if holder.id == "sequence" else str(holder.value[index][0].value)


def _step_into(node: Any, step: str | int) -> Any:
    match node.id, step:
        case "mapping", str():
            return next((value for key, value in node.value if key.value == step), None)
        case "sequence", int() if step < len(node.value):
            return node.value[step]
        case _:
            return None


def _shared(root: Any) -> frozenset[int]:
    """The nodes that several places have."""
    seen: set[int] = set()
    twice: set[int] = set()
    for node in _all(root, seen):
        twice.add(id(node))
    return frozenset(twice)


def _all(root: Any, seen: set[int]) -> Iterator[Any]:
    """The nodes that are met again."""
    pending = [root]
    while pending:
        node = pending.pop()
        if node is None:
            continue
        if id(node) in seen:
            yield node
            continue
        seen.add(id(node))
        pending += [value for _, value in _pairs(node)]
