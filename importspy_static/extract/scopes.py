"""What the names of interest are bound to, by Python's rules of scopes (language reference, "Naming and binding")."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeAlias

from importspy_static.extract.watch import Watch
from importspy_static.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import binds a name to, by its dotted path; of a relative import with the dots in front."""

    path: str
    statement: ast.stmt


Bound: TypeAlias = "Imported | ast.expr | None"
"""What was imported, what was assigned, or None for something else."""


class Scopes:
    """The scopes of one module, as far as its watch has noted what they bind."""

    def __init__(self, tree: ast.Module, watch: Watch) -> None:
        self._tree = tree
        self._outer = watch.outer
        self._declared = watch.declared
        self._bound: dict[tuple[ast.AST, str], list[Bound]] = {}
        self._resolved: dict[tuple[ast.AST, str], tuple[Bound, ...] | None] = {}
        self.home = {bound: scope for scope, _, bound in watch.bound if bound is not None}
        """The scope in which what is assigned to a name is evaluated."""
        self._bind_all([*watch.bound, *_imported(watch)])

    def _bind_all(self, bindings: list[tuple[ast.AST, str, Bound]]) -> None:
        nonlocals = []
        for scope, name, bound in bindings:
            match self._declared.get((scope, name)):
                case ast.Global:
                    self._bound.setdefault((self._tree, name), []).append(bound)
                case ast.Nonlocal:
                    nonlocals.append((scope, name, bound))
                case _:
                    self._bound.setdefault((scope, name), []).append(bound)
        for scope, name, bound in nonlocals:
            outer = self._outer.get(scope)
            while outer is not None and ((outer, name) not in self._bound or isinstance(outer, ast.ClassDef)):
                outer = self._outer.get(outer)
            if outer is not None:
                self._bound[outer, name].append(bound)

    def bound(self, scope: ast.AST, name: str) -> tuple[Bound, ...] | None:
        """What a name that is read in a scope may be bound to; None if the module binds no such name there."""
        key = scope, name
        if key not in self._resolved:
            found = [*self._search(scope, name)]
            self._resolved[key] = tuple(found) if found else None
        return self._resolved[key]

    def _search(self, scope: ast.AST, name: str) -> Iterator[Bound]:
        here: ast.AST | None = scope
        while here is not None:
            if self._declared.get((here, name)) is ast.Global:
                here = self._tree
            found = self._bound.get((here, name), ())
            # Names of a class are for its own body only; before the class binds them, those around it are read there.
            if not isinstance(here, ast.ClassDef):
                yield from found
                if found:
                    return
            elif here is scope:
                yield from found
            here = self._outer.get(here)

    def is_in_lambda(self, scope: ast.AST) -> bool:
        """Whether what stands in a scope runs only when a lambda is called."""
        here: ast.AST | None = scope
        while here is not None and not isinstance(here, ast.Lambda):
            here = self._outer.get(here)
        return here is not None

    def forget(self, statements: set[ast.stmt]) -> None:
        """Imports that never run bind nothing. Their names are still those of the scopes that they are in."""
        for bindings in self._bound.values():
            for index, each in enumerate(bindings):
                if isinstance(each, Imported) and each.statement in statements:
                    bindings[index] = None
        self._resolved.clear()


def _imported(watch: Watch) -> Iterator[tuple[ast.AST, str, Bound]]:
    for scope, node in watch.imports:
        for alias in node.names:
            match node:
                case ast.Import() if alias.asname is None:
                    first = alias.name.partition(".")[0]
                    yield scope, first, Imported(first, node)
                case ast.Import():
                    yield scope, alias.asname or "", Imported(alias.name, node)
                case ast.ImportFrom(module=module, level=level) if alias.name != "*":
                    front = "." * level + (module or "")
                    yield scope, alias.asname or alias.name, Imported(joined(front, alias.name), node)


def joined(front: str, name: str) -> str:
    """A name of what has this path."""
    return f"{front}{name}" if not front or front.endswith(".") else f"{front}.{name}"


def chain(node: ast.expr) -> tuple[ast.expr, list[str]]:
    """What a chain of attributes begins with, and their names, the first one first."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return node, names[::-1]
