"""Two interfaces of one module, and how a difference between them is told."""

from __future__ import annotations

from importspy_static.comparing.annotations import Relation, relation
from importspy_static.comparing.interface import Interface
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.difference import Broken, Bump, Change, Difference, NotCompared, Subject
from importspy_static.model.place import Stated


@dataclass(frozen=True, eq=False)
class Pair:
    """The same module on both sides."""

    old: Interface
    new: Interface

    @property
    def module(self) -> str:
        return self.new.module

    @property
    def are_contracts(self) -> bool:
        """Whether there are modules that implement all of it."""
        return self.old.is_contract and self.new.is_contract

    def difference(
        self,
        symbol: str,
        subject: Subject,
        change: Change,
        breaks: Broken,
        message: str,
        *,
        bump: Bump | None = None,
        call: str | None = None,
        old: str | None = None,
        new: str | None = None,
    ) -> Difference:
        """A difference with its places. Without a bump: major if it breaks anybody, else minor."""
        return Difference(
            module=self.module,
            symbol=symbol,
            subject=subject,
            change=change,
            breaks=breaks,
            bump=bump or ("minor" if breaks == "nobody" else "major"),
            message=message,
            call=call,
            old=old,
            new=new,
            old_place=self.old.place(symbol) if change != "added" or "(" in symbol else None,
            new_place=self.new.place(symbol) if change != "removed" or "(" in symbol else None,
        )

    def clearer(self, symbol: str, subject: Subject, name: str, old: str, new: str) -> Difference:
        """An annotation that said nothing before."""
        message = f"{name} is annotated '{new}', it was '{old}'"
        return self.difference(symbol, subject, "changed", "nobody", message, bump="patch", old=old, new=new)

    def not_compared(self, symbol: str) -> NotCompared | None:
        """Why a symbol that one side lacks may be there all the same."""
        for side, interface in (("old", self.old), ("new", self.new)):
            if (reason := interface.reason(symbol)) is not None:
                return NotCompared(self.module, symbol, reason, "old" if side == "old" else "new")
        return None

    def relation(self, old: Stated[str], new: Stated[str]) -> Relation:
        """How two annotations stand to each other, each read in its own module."""
        if old.value == new.value:
            return "same"
        return relation(self.old.form(old.value), self.new.form(new.value))


def who(*, callers: bool, implementers: bool) -> Broken:
    """Whom a difference breaks."""
    if callers and implementers:
        return "both"
    if callers:
        return "callers"
    return "implementers" if implementers else "nobody"
