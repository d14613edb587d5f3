"""Bringing a contract that exists up to date with its module: what holds is kept as somebody wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from importspy_static.drafting.pruning import smallest_part
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.document import Mapping, Node, Sequence, at, steps
from importspy_static.model.violation import Violation

Path = list["str | int"]

_SECTIONS = ("variables", "functions", "classes")
_MEMBERS = ("attributes", "methods")
_FITTING = ("annotation", "value")
_LEFT_OUT = re.compile(r"#\s*left out:\s*([\w.]+)")


class Text(Protocol):
    """A text that can be changed in places; see `contract.editing.Editor`."""

    def replace(self, path: Path, node: Node) -> None: ...

    def remove(self, path: Path) -> None: ...

    def add_item(self, path: Path, node: Node) -> None: ...


@dataclass(frozen=True)
class Merge:
    """A contract that exists, and what would be generated."""

    written: Mapping
    """The contract that exists, as data."""
    generated: Mapping
    prefix: tuple[str | int, ...] = ()
    """Where in the contract the module is spoken of: empty, or an entry of `modules`."""

    def mend(self, violations: tuple[Violation, ...], text: Text) -> list[str]:
        """Change what no longer holds: to what the module has now, or away. Says what was changed."""
        told: list[str] = []
        done: set[tuple[str | int, ...]] = set()
        for violation in violations:
            path = [] if violation.contract_place is None else steps(violation.contract_place.key)
            part = smallest_part(path[len(self.prefix) :])
            if not part or tuple(part) in done:
                continue
            done.add(tuple(part))
            if isinstance(part[-1], int) and self._counterpart(part) is None:
                text.remove([*self.prefix, *part])
                told.append(f"removed {self._called(part)}")
                continue
            for each in self._together(part):
                done.add(tuple(each))
                now = self._counterpart(each)
                if now is None:
                    text.remove([*self.prefix, *each])
                else:
                    text.replace([*self.prefix, *each], now)
            told.append(f"changed {self._called(part)}")
        return list(dict.fromkeys(told))

    def _together(self, part: Path) -> Iterator[Path]:
        """What changes with a part: a type and a value that do not fit each other would be no contract."""
        yield part
        *above, last = part
        holder = [*at(self.written, above)][-1]
        for other in _FITTING if last in _FITTING and isinstance(holder, Mapping) else ():
            if other != last and isinstance(holder, Mapping) and other in holder.entries:
                yield [*above, other]

    def add(self, text: Text, comments: str, elsewhere: frozenset[str] = frozenset()) -> list[str]:
        """Add what the contract does not speak of. What a comment calls left out stays so.

        `elsewhere` are the things that only its bases speak of.
        """
        left_out = {*_LEFT_OUT.findall(comments), *elsewhere}
        told: list[str] = []
        for section in _SECTIONS:
            known = {name for each in _SECTIONS for name in _named(self.written, each)}
            for name, item in _named(self.generated, section).items():
                if name in left_out:
                    continue
                if name not in known:
                    text.add_item([*self.prefix, section], item)
                    told.append(f"added {name}")
                elif section == "classes" and (written := _named(self.written, "classes").get(name)) is not None:
                    told += self._add_members(text, written, item, left_out)
        return told

    def _add_members(self, text: Text, written: Mapping, generated: Mapping, left_out: set[str]) -> Iterator[str]:
        """A class that is only named stays so."""
        classes = self.written.entries["classes"]
        index = classes.items.index(written) if isinstance(classes, Sequence) and written in classes.items else None
        if index is None:
            return
        known = {name for each in _MEMBERS for name in _named(written, each)}
        for section in _MEMBERS if known else ():
            for name, item in _named(generated, section).items():
                symbol = f"{written.entries['name']}.{name}"
                if name not in known and symbol not in left_out:
                    text.add_item([*self.prefix, "classes", index, section], item)
                    yield f"added {symbol}"

    def _counterpart(self, part: Path) -> Node:
        """What the generated contract has in a place of the written one, found by names."""
        here: Node = self.generated
        there: Node = self.written
        for step in part:
            there = [*at(there, [step])][-1]
            match here, step:
                case Mapping(entries=entries), str():
                    here = entries.get(step)
                case Sequence(items=items), int() if isinstance(there, Mapping):
                    name = there.entries.get("name")
                    found = [each for each in items if isinstance(each, Mapping) and each.entries.get("name") == name]
                    here = found[0] if found else None
                case _:
                    return None
            if here is None:
                return None
        return here

    def _called(self, part: Path) -> str:
        """The thing that a part is of: `Extension.add_extension`."""
        names = [
            str(each.entries["name"])
            for each in at(self.written, part)
            if isinstance(each, Mapping) and "name" in each.entries
        ]
        return ".".join(names) or str(part[0])


def _named(holder: Mapping, section: str) -> dict[str, Mapping]:
    """The things of a section by their names."""
    items = holder.entries.get(section)
    found: dict[str, Mapping] = {}
    for each in items.items if isinstance(items, Sequence) else ():
        match each:
            case Mapping(entries={"name": str(name)}):
                found.setdefault(name, each)
            case str(name):
                found.setdefault(name, Mapping({"name": name}))
    return found
