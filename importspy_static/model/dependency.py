"""What a contract asks of the distributions that a module stands on."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.place import ContractPlace, Stated

OriginType: TypeAlias = Literal["unknown", "index", "vcs", "local", "archive"]
Policy: TypeAlias = Literal["allow", "deny"]
OF_IMPORT = "import:"
"""In front of the name of a top-level package, in place of that of a distribution."""


def normal_name(dependency: str) -> str:
    """By which all spellings of a distribution's name are equal (PEP 503)."""
    return re.sub(r"[-_.]+", "-", dependency).lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginRequirement:
    """Where a distribution was installed from, as its `direct_url.json` tells (PEP 610)."""

    type: Stated[OriginType] | None = None
    repository: Stated[str] | None = None
    url: Stated[str] | None = None
    commit: Stated[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyRequirement:
    """One entry of `dependencies:`. `name` is a distribution, or `import:package` for what no distribution owns."""

    name: str
    place: ContractPlace
    allowed: Stated[bool] | None = None
    required: Stated[bool] | None = None
    version: Stated[str] | None = None
    declared: Stated[bool] | None = None
    origin: OriginRequirement | None = None
    editable: Stated[bool] | None = None
    unmodified: Stated[bool] | None = None

    @property
    def is_to_be_unmodified(self) -> bool:
        """Whether its files are compared with what was installed; not where it may not be there at all."""
        is_forbidden = self.allowed is not None and not self.allowed.value
        return self.unmodified is not None and self.unmodified.value and not is_forbidden


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyOptions:
    """`dependency_options:`: what becomes of imports that no entry speaks of."""

    place: ContractPlace
    unresolved: Stated[Policy] | None = None
    undeclared: Stated[Policy] | None = None
    unlisted: Stated[Policy] | None = None
