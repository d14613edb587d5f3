"""The finder on `sys.meta_path`: it looks at what the finders behind it find, and lets no loader pass that asks nobody.

Python's own loaders ask the guards themselves, see `loaders`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from importspy_static.guard import guarding, loaders
from importspy_static.guard.problems import ContractViolation


class GuardFinder:
    """Finds what the others find."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec that the finders behind this one have, and a loader that asks the guards if it is covered."""
        for guard in guarding.guards:
            if guard.coverage.may_have(fullname):
                break
        else:
            return None
        spec = self._behind(fullname, path, target)
        if spec is None or spec.loader is None or loaders.asks(spec.loader):
            return spec
        if guarding.covering(fullname, spec.origin if spec.has_location else None):
            spec.loader = _Doubtful(  # type: ignore[assignment]
                spec.loader, fullname, spec.origin if spec.has_location else None
            )
        return spec

    def invalidate_caches(self) -> None:
        """There are none."""

    def _behind(self, name: str, path: Sequence[str] | None, target: ModuleType | None) -> ModuleSpec | None:
        is_behind = False
        for finder in tuple(sys.meta_path):
            if is_behind and (find := getattr(finder, "find_spec", None)) is not None:
                spec: ModuleSpec | None = find(name, path, target)
                if spec is not None:
                    return spec
            is_behind = is_behind or finder is self
        return None


class _Doubtful:
    """A loader of which nobody knows whether it runs what was checked."""

    def __init__(self, loader: Any, name: str, path: str | None) -> None:
        self._loader, self._name, self._path = loader, name, path

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        self._refuse()
        create = getattr(self._loader, "create_module", None)
        return None if create is None else create(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)

    def get_code(self, name: str) -> Any:
        self._refuse()
        return self._loader.get_code(name)

    def _refuse(self) -> None:
        kind = type(self._loader)
        reason = f"cannot be checked: its loader is {kind.__module__}.{kind.__qualname__}, which may run anything"
        for guard, _ in guarding.covering(self._name, self._path):
            if not guard.allow_compiled:
                guard.refuse(ContractViolation(reason, name=self._name, path=self._path))


_finder = GuardFinder()


def put() -> None:
    """Put the finder before all others. Nothing happens if it is there."""
    if not any(each is _finder for each in sys.meta_path):
        sys.meta_path.insert(0, _finder)


def take_away() -> None:
    """Take the finder away."""
    sys.meta_path[:] = [each for each in sys.meta_path if each is not _finder]
