"""What is installed on a host, and which distribution a module is of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.model.dependency import normal_name
from importspy_static.model.environment import HOST, Distribution


@dataclass(frozen=True)
class Installed:
    """The distributions of a host."""

    source: str
    """The host, as messages name it."""
    distributions: tuple[Distribution, ...] | None
    """None where nobody looked."""
    folders: Mapping[str, str] = field(default_factory=dict)
    """By normal name, the absolute folder of the search path that a distribution is in; empty for another machine."""

    @property
    def there(self) -> str:
        """How a message says where they are."""
        return f"on {self.source}" if self.source == HOST.value else f"in {self.source}"

    @cached_property
    def _by_module(self) -> dict[str, tuple[Distribution, ...]]:
        found: dict[str, tuple[Distribution, ...]] = {}
        for each in self.distributions or ():
            for name in each.modules or ():
                found[name] = (*found.get(name, ()), each)
        return found

    @cached_property
    def _by_namespace(self) -> dict[str, dict[Distribution, None]]:
        """What is below each name that is itself of no distribution."""
        found: dict[str, dict[Distribution, None]] = {}
        for name, several in self._by_module.items():
            parts = name.split(".")
            for count in range(1, len(parts)):
                found.setdefault(".".join(parts[:count]), {}).update(dict.fromkeys(several))
        return found

    @cached_property
    def untold(self) -> tuple[Distribution, ...]:
        """Those whose metadata do not tell what modules they have."""
        return tuple(each for each in self.distributions or () if each.modules is None)

    def owners(self, path: str) -> tuple[Distribution, ...]:
        """The distributions that a dotted name is of: those of the longest name that it begins with.

        Of a namespace all that are in it.
        """
        parts = path.split(".")
        for count in range(len(parts), 0, -1):
            if found := self._by_module.get(".".join(parts[:count])):
                return found
        return tuple(self._by_namespace.get(path, ()))

    def folder(self, of: Distribution) -> str | None:
        """The folder of the search path that a distribution is in."""
        return self.folders.get(normal_name(of.name))
