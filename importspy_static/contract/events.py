"""YAML text to a tree of nodes, by way of ruamel.yaml's stream of events.

The stream is iterative, keeps the text of scalars as written, and constructs nothing. So does what follows: an
explicit stack, limits looked at before anything grows, aliases as references to one shared node that count as if
written out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

from importspy_static.contract.nodes import MappingNode, Mark, Node, ScalarNode, SequenceNode, quoted
from importspy_static.contract.problems import ContractError, ContractInvalid, ContractUnreadable
from importspy_static.contract.wording import in_plain_words
from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.limits import CONTRACT_DEPTH, CONTRACT_NODES, CONTRACT_TAG
from importspy_static.model.place import ContractPlace

if TYPE_CHECKING:
    from ruamel.yaml.events import (
        AliasEvent,
        DocumentStartEvent,
        Event,
        MappingStartEvent,
        ScalarEvent,
        SequenceStartEvent,
    )

CORE = "tag:yaml.org,2002:"
SURROGATE = re.compile("[\ud800-\udfff]")
LONG_TAG = re.compile(rf"(?:^|[\s\[{{,])!\S{{{CONTRACT_TAG}}}|^%.{{{CONTRACT_TAG}}}", re.MULTILINE)
SCANNER_FAILURES = (ValueError, ArithmeticError, LookupError, TypeError, AttributeError, AssertionError, RuntimeError)
"""What ruamel.yaml's scanner raises on hostile text beside its own errors (`"\\UFFFFFFFF"`: OverflowError)."""


@dataclass(frozen=True, slots=True)
class Document:
    """The tree of a file, None when it holds no document. `flaws` stand above the tree."""

    root: Node | None
    nodes: int
    """How many there are, aliases counted as often as they are used."""
    flaws: tuple[ContractInvalid, ...] = ()


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been seen. A mapping's children alternate: key, value."""

    mark: Mark
    mapping: bool
    anchor: str | None
    tag: str | None
    children: list[Node] = field(default_factory=list)


def compose(text: str, path: str, spent: int = 0) -> Document:
    """The tree of the first document. `spent`: nodes of other files that count, too.

    Raises `ContractError` with one SPY010 where the text is not YAML, or over a limit.
    """
    return _Composer(text, path, spent).document()


class _Composer:
    def __init__(self, text: str, path: str, spent: int) -> None:
        self.text = text
        self.path = path
        self.open: list[_Open] = []
        self.anchors: dict[str, Node] = {}
        self.nodes = spent
        self.root: Node | None = None
        self.flaws: list[ContractInvalid] = []

    def document(self) -> Document:
        from ruamel.yaml import events

        self._refuse_long_tags()
        documents = 0
        for event in self._events():
            if isinstance(event, events.DocumentStartEvent):
                documents += 1
                self._look_at_version(event)
                if documents > 1:
                    self._flaw(event, "a second document begins here; a contract is one document")
                    break
            else:
                self._take(event)
        return Document(self.root, self.nodes, tuple(self.flaws))

    def _events(self) -> Iterator[Event]:
        """The events of the text; whatever goes wrong in the scanner becomes SPY010 where it went wrong."""
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        mark = Mark(1, 1)
        try:
            for event in YAML(typ="safe", pure=True).parse(self.text):
                yield event
                mark = Mark(event.end_mark.line + 1, event.end_mark.column + 1)
        except MarkedYAMLError as error:
            at, reason = in_plain_words(error)
            self._unreadable(at or mark, reason)
        except (YAMLError, *SCANNER_FAILURES):
            self._unreadable(mark, "cannot be read as YAML behind this place: a number or an escape is out of range")

    def _take(self, event: Event) -> None:
        from ruamel.yaml import events

        match event:
            case events.ScalarEvent():
                self._add(self._scalar(event), event.anchor)
            case events.AliasEvent():
                self._add(self._named(event), None)
            case events.SequenceStartEvent() | events.MappingStartEvent():
                self._begin(event)
            case events.SequenceEndEvent() | events.MappingEndEvent():
                opened = self.open.pop()
                self._add(_mapping(opened) if opened.mapping else _sequence(opened), opened.anchor)

    def _begin(self, event: SequenceStartEvent | MappingStartEvent) -> None:
        from ruamel.yaml import events

        mapping = isinstance(event, events.MappingStartEvent)
        self._count(1, event)
        self._measure(1, event)
        tag = _foreign(event, ("map",) if mapping else ("seq",))
        self.open.append(_Open(_mark(event), mapping, event.anchor, tag))
        if event.anchor is not None:
            # An anchor may be named again; what it named before is out of reach from here on.
            self.anchors.pop(event.anchor, None)

    def _scalar(self, event: ScalarEvent) -> ScalarNode:
        text: str = event.value
        if SURROGATE.search(text):
            self._unreadable(_mark(event), "the text holds half of a surrogate pair, which is no character")
        self._count(1, event)
        return ScalarNode(_mark(event), text, event.style is None and not event.tag, _foreign(event, ("str", "!")))

    def _named(self, event: AliasEvent) -> Node:
        """The node that an alias stands for. Its size and height count again, so that no tree is too big to walk."""
        name: str = event.anchor
        node = self.anchors.get(name)
        if node is None:
            if any(each.anchor == name for each in self.open):
                self._unreadable(_mark(event), f"alias {quoted('*' + name)} stands inside of the node that it names")
            self._unreadable(
                _mark(event),
                f"alias {quoted('*' + name)} has no anchor '&…' before it; put text that begins with '*' in quotes",
            )
        self._count(node.size, event)
        self._measure(node.height, event)
        return node

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self.anchors[anchor] = node
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node

    def _count(self, nodes: int, event: Event) -> None:
        self.nodes += nodes
        if self.nodes > CONTRACT_NODES:
            self._unreadable(
                _mark(event), f"more than {CONTRACT_NODES:,} nodes, aliases counted as often as they are used"
            )

    def _measure(self, levels: int, event: Event) -> None:
        if len(self.open) + levels > CONTRACT_DEPTH:
            self._unreadable(_mark(event), f"nested more than {CONTRACT_DEPTH} levels deep")

    def _refuse_long_tags(self) -> None:
        if found := LONG_TAG.search(self.text):
            line = self.text.count("\n", 0, found.start()) + 1
            self._unreadable(Mark(line, 1), f"a tag or directive of more than {CONTRACT_TAG:,} characters")

    def _look_at_version(self, event: DocumentStartEvent) -> None:
        version = event.version
        if version is not None and tuple(version) != (1, 2):
            told = ".".join(map(str, version))
            self._flaw(event, f"'%YAML {told}' is not supported; contracts are YAML 1.2: take the directive out")

    def _flaw(self, event: Event, reason: str) -> None:
        mark = _mark(event)
        place = ContractPlace(self.path, mark.line, mark.column, "")
        self.flaws.append(ContractInvalid(contract_place=place, reason=reason))

    def _unreadable(self, mark: Mark, reason: str) -> NoReturn:
        place = ContractPlace(self.path, mark.line, mark.column, "")
        raise ContractError([ContractUnreadable(contract_place=place, reason=reason)])


def _mark(event: Event) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


def _foreign(event: ScalarEvent | SequenceStartEvent | MappingStartEvent, known: tuple[str, ...]) -> str | None:
    """The explicit tag of a node as it would be written, unless it says nothing new of such a node."""
    tag = event.tag
    if not tag:
        return None
    short = str(tag).removeprefix(CORE)
    if short in known or short == "!":
        return None
    return "!!" + short if str(tag).startswith(CORE) else str(tag)


def _sequence(opened: _Open) -> SequenceNode:
    return SequenceNode(
        opened.mark,
        tuple(opened.children),
        opened.tag,
        1 + sum(each.size for each in opened.children),
        1 + max((each.height for each in opened.children), default=0),
    )


def _mapping(opened: _Open) -> MappingNode:
    fields: dict[str, tuple[ScalarNode, Node]] = {}
    repeated: list[tuple[ScalarNode, int]] = []
    odd: list[Node] = []
    merges: list[Node] = []
    children = opened.children
    for key, content in zip(children[::2], children[1::2], strict=True):
        match key:
            case ScalarNode(text="<<", plain=True):
                merges.append(content)
            case ScalarNode(tag=None, text=text) if text in fields:
                repeated.append((key, fields[text][0].mark.line))
            case ScalarNode(tag=None, text=text):
                fields[text] = (key, content)
            case _:
                odd.append(key)
    for merged in merges:
        odd.extend(_merge(merged, fields))
    return MappingNode(
        opened.mark,
        fields,
        tuple(repeated),
        tuple(odd),
        opened.tag,
        1 + sum(each.size for each in children),
        1 + max((each.height for each in children), default=0),
    )


def _merge(merged: Node, fields: dict[str, tuple[ScalarNode, Node]]) -> Iterator[Node]:
    """Add the fields of `<<: *a` or `<<: [*a, *b]`; what is there already wins (https://yaml.org/type/merge.html).

    The work is bounded: what is merged counts as written out. Yields what is not a mapping.
    """
    for each in merged.items if isinstance(merged, SequenceNode) else (merged,):
        if isinstance(each, MappingNode):
            for key, field_ in each.fields.items():
                fields.setdefault(key, field_)
        else:
            yield each
