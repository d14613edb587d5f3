"""Typed getters over the tree: each knows the path of its key, and notes a problem instead of raising it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from importspy_static.contract.collect import Problems, nearest
from importspy_static.contract.nodes import MappingNode, Node, ScalarNode, SequenceNode, described, quoted
from importspy_static.contract.scalars import FALSE, TRUE, TooLong, meaning
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.limits import CONTRACT_TEXT
from importspy_static.model.contract import LiteralValue
from importspy_static.model.place import ContractPlace, Stated

T = TypeVar("T")
Choice = TypeVar("Choice", bound=str)
Check = Callable[[str], "str | None"]
"""What is wrong with a text, or None."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A node with the path of its key. Every getter returns None after noting what was expected and what was found."""

    node: Node
    key: str
    problems: Problems

    @property
    def place(self) -> ContractPlace:
        return self.problems.place(self.node.mark, self.key)

    @property
    def empty(self) -> bool:
        """Nothing behind the key, or `null`."""
        return isinstance(self.node, ScalarNode) and self.node.null and self.node.tag is None

    def invalid(self, reason: str) -> None:
        self.problems.invalid(self.place, reason)

    def expected(self, what: str) -> None:
        self.problems.unexpected(self.place, what, described(self.node))

    def sound(self) -> bool:
        """No foreign tag, no repeated key, no key that is not text."""
        if self.node.tag is not None:
            self.invalid(f"tag {quoted(self.node.tag)} is not supported; write it without a tag, text in quotes")
            return False
        if isinstance(self.node, MappingNode):
            for key, line in self.node.repeated:
                place = self.problems.place(key.mark, below(self.key, key.text))
                self.problems.invalid(place, f"key {quoted(key.text)} is given twice, first on line {line}")
            for odd in self.node.odd:
                place = self.problems.place(odd.mark, self.key)
                self.problems.invalid(place, f"a key must be text and '<<' must name a mapping, found {described(odd)}")
        return True

    def text(self, what: str = "text", check: Check | None = None) -> Stated[str] | None:
        """The text as written: `3.10` is the text "3.10", whatever YAML would make of it."""
        if not self.sound():
            return None
        if not isinstance(self.node, ScalarNode) or not self.node.text.strip():
            self.expected(what)
            return None
        text = self.node.text.strip()
        if len(text) > CONTRACT_TEXT:
            self.invalid(f"expected {what} of at most {CONTRACT_TEXT:,} characters, found {len(text):,}")
            return None
        if check and (wrong := check(text)):
            self.invalid(wrong)
            return None
        return Stated(text, self.place)

    def boolean(self) -> Stated[bool] | None:
        if not self.sound():
            return None
        match self.node:
            case ScalarNode(text=text, plain=True) if text in TRUE or text in FALSE:
                return Stated(text in TRUE, self.place)
            case ScalarNode(text=text, plain=False) if text in TRUE or text in FALSE:
                self.expected("true or false without quotes")
            case _:
                self.expected("true or false")
        return None

    def choice(self, allowed: tuple[Choice, ...]) -> Stated[Choice] | None:
        if not self.sound():
            return None
        text = self.node.text if isinstance(self.node, ScalarNode) else ""
        if text in allowed:
            return Stated(allowed[allowed.index(text)], self.place)
        meant = nearest(text, allowed)
        hint = f"; did you mean '{meant}'?" if meant and text else ""
        self.problems.unexpected(self.place, one_of(allowed), described(self.node) + hint)
        return None

    def items(self, what: str) -> tuple[Entry, ...]:
        """The items of a list of `what`."""
        if not self.sound():
            return ()
        if not isinstance(self.node, SequenceNode):
            self.expected(f"a list of {what}")
            return ()
        return tuple(Entry(node, f"{self.key}[{i}]", self.problems) for i, node in enumerate(self.node.items))

    def texts(self, what: str, check: Check | None = None) -> tuple[Stated[str], ...]:
        """A list of texts."""
        found = (item.text("text", check) for item in self.items(what))
        return tuple(each for each in found if each is not None)

    def fields(self, what: str) -> tuple[tuple[Entry, Entry], ...]:
        """Key and content of a mapping whose keys are free."""
        if not self.sound():
            return ()
        if not isinstance(self.node, MappingNode):
            self.expected(f"a mapping of {what}")
            return ()
        return tuple(
            (Entry(key, below(self.key, name), self.problems), Entry(node, below(self.key, name), self.problems))
            for name, (key, node) in self.node.fields.items()
        )

    def section(self, known: tuple[str, ...], what: str) -> Section | None:
        """A mapping with these keys. Every other key is noted, with the nearest one that is known."""
        if not self.sound():
            return None
        if not isinstance(self.node, MappingNode):
            self.expected(f"a mapping for {what}")
            return None
        for name, (key, _) in self.node.fields.items():
            if name not in known:
                place = self.problems.place(key.mark, below(self.key, name))
                self.problems.unknown_key(place, self.key, name, known)
        return Section(self, self.node)

    def literal(self) -> Stated[LiteralValue] | None:
        """The literal that is written here: scalars by the core schema of YAML 1.2, lists and mappings of them."""
        before = len(self.problems)
        content = self._literal()
        return Stated(content, self.place) if len(self.problems) == before else None

    def _literal(self) -> LiteralValue:
        if not self.sound():
            return None
        match self.node:
            case ScalarNode(plain=False, text=text):
                return text
            case ScalarNode(text=text):
                try:
                    return meaning(text)
                except TooLong:
                    self.invalid("a number of more digits than Python reads")
                    return None
            case SequenceNode():
                return [item._literal() for item in self.items("literals")]
            case MappingNode():
                return {key._literal_key(): content._literal() for key, content in self.fields("literals")}

    def _literal_key(self) -> str | int | float | bool | None:
        node = self.node
        if not isinstance(node, ScalarNode):
            raise TypeError("the fields of a mapping have scalar keys")
        if not node.plain:
            return node.text
        try:
            return meaning(node.text)
        except TooLong:
            self.invalid("a number of more digits than Python reads")
            return None


@dataclass(frozen=True, slots=True)
class Section:
    """A mapping with known keys. A key with nothing behind it, or `null`, is as good as absent."""

    entry: Entry
    node: MappingNode

    @property
    def place(self) -> ContractPlace:
        return self.entry.place

    @property
    def problems(self) -> Problems:
        return self.entry.problems

    def written(self, key: str) -> Entry | None:
        """What stands behind the key, even if it is `null`."""
        if key not in self.node.fields:
            return None
        return Entry(self.node.fields[key][1], below(self.entry.key, key), self.problems)

    def get(self, key: str) -> Entry | None:
        found = self.written(key)
        return None if found is None or found.empty else found

    def text(self, key: str, check: Check | None = None) -> Stated[str] | None:
        found = self.get(key)
        return found.text("text", check) if found else None

    def boolean(self, key: str) -> Stated[bool] | None:
        found = self.get(key)
        return found.boolean() if found else None

    def choice(self, key: str, allowed: tuple[Choice, ...]) -> Stated[Choice] | None:
        found = self.get(key)
        return found.choice(allowed) if found else None

    def literal(self, key: str) -> Stated[LiteralValue] | None:
        """`null` written out is a literal; nothing behind the key is not."""
        found = self.written(key)
        if found is None or (isinstance(found.node, ScalarNode) and found.node.blank and found.node.tag is None):
            return None
        return found.literal()

    def texts(self, key: str, what: str, check: Check | None = None) -> tuple[Stated[str], ...]:
        found = self.get(key)
        return found.texts(what, check) if found else ()

    def stated_texts(self, key: str, what: str, check: Check | None = None) -> Stated[tuple[str, ...]] | None:
        """A list of texts that matters even when it is empty."""
        found = self.get(key)
        return Stated(tuple(each.value for each in found.texts(what, check)), found.place) if found else None

    def each(self, key: str, what: str, read: Callable[[Entry], T | None]) -> tuple[T, ...]:
        """The items of a list, each read; those with a problem of their own are left out."""
        found = self.get(key)
        read_items = (read(item) for item in found.items(what)) if found else ()
        return tuple(each for each in read_items if each is not None)

    def one_or_many(self, key: str, what: str, read: Callable[[Entry], T | None]) -> tuple[T, ...]:
        """As `each`; one mapping counts as a list of one."""
        found = self.get(key)
        if found is None or not isinstance(found.node, MappingNode):
            return self.each(key, what, read)
        one = read(found)
        return () if one is None else (one,)


def below(key: str, name: str) -> str:
    """The path of a key below another: `runtime.python`, `dependencies["zope.interface"]`."""
    if not name.isidentifier() or len(name) > 60:
        return f'{key}["{quoted(name)[1:-1]}"]'
    return f"{key}.{name}" if key else name


def one_of(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
