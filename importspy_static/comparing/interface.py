"""What a module promises, as it is compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from importspy_static.interpret.forms import Form, Listed, Named, Parametrised, Union
from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.model.contract import ModuleRequirement
from importspy_static.model.place import Place

FormOf: TypeAlias = Callable[[str], Form]
"""What the text of an annotation means."""
HasMember: TypeAlias = Callable[[str, str], bool]


@dataclass(frozen=True, eq=False)
class Interface:
    """One side of a comparison."""

    module: str
    path: str
    requirement: ModuleRequirement
    form: FormOf
    bound: frozenset[str] = frozenset()
    """All names that may be bound in the module, public or not."""
    public: frozenset[str] = frozenset()
    unknown: Mapping[str, str] = field(default_factory=dict)
    """What could not be told, each with the reason: `run`, `Extension.add`, `run#return_annotation`."""
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where symbols are."""
    abstract: frozenset[str] = frozenset()
    """Methods and attributes that implementers must have: `Reader.read`."""
    ancestors: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The last parts of the names of all classes that a class inherits from."""
    has_member: HasMember = lambda _owner, _name: False
    """Whether a class may have a member that is not told: from a builtin, or a base that is not known."""
    inferred: frozenset[str] = frozenset()
    """Variables and attributes that nobody declared a type for: it is that of what they hold."""
    overloaded: frozenset[str] = frozenset()
    """Functions whose types are said by `typing.overload`, and not by the annotations that they have themselves."""
    constructed: frozenset[str] = frozenset()
    """Classes that are made in a way of their own: by `__new__`, a metaclass, or bases whose source is not known."""
    is_contract: bool = False

    def has(self, owner: str, name: str) -> bool:
        """Whether a class may have a member that is not told."""
        return self.has_member(owner, name)

    def lacks(self, symbol: str, part: str) -> bool:
        """Whether a part of a symbol was left out, as it could not be told."""
        return f"{symbol}#{part}" in self.unknown

    def place(self, symbol: str) -> Place | None:
        """Where a symbol is, or what it is in."""
        while symbol:
            if symbol in self.places:
                return self.places[symbol]
            symbol = symbol.rpartition("(" if symbol.endswith(")") else ".")[0]
        return self.places.get("")

    def reason(self, symbol: str) -> str | None:
        """Why a symbol is not told of, if that is so; what it is in counts."""
        while symbol:
            if symbol in self.unknown:
                return self.unknown[symbol]
            symbol = symbol.rpartition("(" if symbol.endswith(")") else ".")[0]
        return self.unknown.get("")


ANY = Named("Any", loose=True)


def loose(form: Form) -> Form:
    """A form whose classes are compared by the last part of their name: the two sides are two worlds."""
    match form:
        case Named(path=path) if path.endswith("#parameter"):
            return ANY  # a type variable stands for what callers make of it
        case Named(path=path):
            return Named(path.partition("#")[0].rpartition(".")[2], loose=True)
        case Parametrised(origin, arguments):
            inner = tuple(map(loose, arguments))
            is_bare = all(each == ANY for each in inner)  # `list` is `list[Any]` (PEP 484)
            return loose(origin) if is_bare else Parametrised(loose(origin), inner)
        case Union(members):
            return Union(tuple(map(loose, members)))
        case Listed(items):
            return Listed(tuple(map(loose, items)))
        case _:
            return form
