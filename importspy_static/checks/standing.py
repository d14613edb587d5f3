"""What each import of a module leads to: its own project, the standard library, a distribution, nowhere."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import PurePath
from typing import Literal, NamedTuple, TypeAlias

from importspy_static.checks.imported import ImportedModule
from importspy_static.interpret.relative import or_beside
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.declaration import Declarations
from importspy_static.model.dependency import normal_name
from importspy_static.model.environment import Distribution
from importspy_static.model.imports import ImportFact
from importspy_static.model.installed import Installed
from importspy_static.model.place import Span
from importspy_static.model.target import Target

Kind: TypeAlias = Literal["own", "standard", "installed", "nowhere", "unknown"]
_NAMED = 3
"""Distributions that a message names."""


class Seen(NamedTuple):
    """What a target would find under a name, as far as its folders can be looked at."""

    is_there: bool = False
    is_own: bool = False
    """Whether it is a module of the project, or a part of a namespace that the project has."""
    is_namespace: bool = False
    is_standard: bool = False
    is_outside: bool = False
    """Whether it is of another project that is looked at in the same run."""
    file: str | None = None
    """The file on disk that would be imported, where it is source: its absolute path, links in it as they are."""


@dataclass(frozen=True)
class Surroundings:
    """What is known around a module."""

    installed: Installed | None
    """None where no host is looked at."""
    look: Callable[[str], Seen]
    declared: Callable[[], Declarations]
    target: Target
    of: frozenset[str] = frozenset()
    """The normal names of the distributions that the module itself is of."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What one import leads to."""

    fact: ImportFact
    path: str
    """The full dotted name, as far as it is known."""
    kind: Kind
    distributions: tuple[Distribution, ...] = ()
    reason: str = ""
    """Why it leads nowhere, or why that cannot be told. A clause."""

    @property
    def top(self) -> str:
        return self.path.partition(".")[0]


class Standings:
    """All imports of a module that may run on its target."""

    def __init__(self, module: ImportedModule, around: Surroundings) -> None:
        self._module, self._around = module, around
        self._known: dict[str, tuple[Kind, tuple[Distribution, ...], str]] = {}
        self._failing: dict[Span, bool | None] = {}

    @cached_property
    def all(self) -> tuple[Standing, ...]:
        """In the order of the source."""
        return tuple(self.of(fact) for fact in self._module.imports)

    def of(self, fact: ImportFact) -> Standing:
        """What an import leads to, whether it runs or not."""
        path = fact.path.removesuffix(".*")
        if fact.level:
            return self._relative(fact, path)
        if path not in self._known:
            self._known[path] = self._absolute(path, fact)
        kind, distributions, reason = self._known[path]
        return Standing(fact, path, kind, distributions, reason)

    def _relative(self, fact: ImportFact, path: str) -> Standing:
        """Of the module's own package, which has to have it."""
        package = self._module.context.namespace.package
        base = or_beside("." * fact.level + fact.module, package) if fact.module else None
        if base is None or self._around.look(base).is_there:
            return Standing(fact, path, "own")
        return Standing(fact, path, "nowhere", reason="there is no such module beside it")

    def _absolute(self, path: str, fact: ImportFact) -> tuple[Kind, tuple[Distribution, ...], str]:
        look, installed = self._around.look, self._around.installed
        seen = look(path)
        if not seen.is_there and fact.module and fact.name is not None:
            seen = look(fact.module)
        owners = () if installed is None else installed.owners(path)
        if seen.is_own and not (owners and (seen.is_namespace or seen.is_outside)):
            return "own", (), ""
        if self._module.is_standard(path) or seen.is_standard:
            return "standard", (), ""
        if installed is None:
            return "unknown", (), "no host is looked at"
        if installed.distributions is None:
            return "unknown", (), f"{installed.source} does not tell what is installed"
        if owners:
            return self._installed(installed, owners, seen)
        if installed.untold:
            names = [each.name for each in installed.untold]
            more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            told = ", ".join(names[:_NAMED]) + more
            return "unknown", (), f"{installed.source} does not tell which modules these have: {told}"
        found = f", though `{seen.file}` is found" if seen.file is not None else ""
        return "nowhere", (), f"no distribution {installed.there} has it{found}"

    def _installed(
        self, installed: Installed, owners: Sequence[Distribution], seen: Seen
    ) -> tuple[Kind, tuple[Distribution, ...], str]:
        others = tuple(each for each in owners if normal_name(each.name) not in self._around.of)
        if not others:
            return "own", (), ""
        if seen.file is not None and not any(_may_have(installed, each, seen.file) for each in owners):
            names = " and ".join(each.name for each in owners)
            return "nowhere", (), f"`{seen.file}` stands before {names} on the search path"
        return "installed", others, ""

    # --- whether it has to be there -----------------------------------------------------------------------------------

    def is_needed(self, standing: Standing) -> bool:
        """Whether the module fails if the import leads nowhere, as far as the source tells."""
        fact = standing.fact
        if "optional" in fact.circumstances or not self._is_reached(fact):
            return False
        return not ("conditional" in fact.circumstances and standing.top in self._optional)

    @cached_property
    def _optional(self) -> frozenset[str]:
        """What is imported somewhere where it may be missing: conditions elsewhere can be about that."""
        return frozenset(each.top for each in self.all if "optional" in each.fact.circumstances)

    def _is_reached(self, fact: ImportFact) -> bool:
        """Whether control comes to an import, by what the imports of the `try` before it lead to."""
        attempt = fact.attempt
        if attempt is None:
            return True
        if attempt.span not in self._failing:
            first, last = (
                bisect_left(self.all, position, key=_position)
                for position in (
                    (attempt.span.line, attempt.span.column),
                    (attempt.span.end_line, attempt.span.end_column),
                )
            )
            self._failing[attempt.span] = self._fails(self.all[first:last])
        fails = self._failing[attempt.span]
        return fails is None or fails is attempt.failed

    def _fails(self, tried: Sequence[Standing]) -> bool | None:
        """Whether one of these imports fails; None if that cannot be told."""
        if any(each.kind == "nowhere" and self._is_reached(each.fact) for each in tried):
            return True
        return None if not tried or any(each.kind == "unknown" for each in tried) else False


def _position(standing: Standing) -> tuple[int, int]:
    span = standing.fact.span
    return span.line, span.column


def _may_have(installed: Installed, distribution: Distribution, file: str) -> bool:
    """Whether a file can be of a distribution, by the folder that this is in."""
    folder = installed.folder(distribution)
    return folder is None or distribution.editable or PurePath(file).is_relative_to(folder)
