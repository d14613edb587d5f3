"""Local variables of functions under other names: nobody outside can tell."""

from __future__ import annotations

import random
import re

import libcst as cst
from libcst.metadata import Assignment, FunctionScope, MetadataWrapper, Scope, ScopeProvider

TELLING = re.compile(r"\b(?:locals|vars|dir|eval|exec|_getframe|co_varnames|inspect|match|currentframe)\b|=\}")
"""Words of modules that may look at the names of locals; and `match`, whose captures libcst does not tell of."""
LONGEST = 20_000
"""Characters of a module: libcst takes its time to see who uses a name."""


def renamed(text: str, _chance: random.Random) -> str | None:
    """With every variable of a function renamed that is bound by assignment only."""
    if TELLING.search(text) or len(text) > LONGEST:
        return None
    try:
        wrapper = MetadataWrapper(cst.parse_module(text))
    except (cst.ParserSyntaxError, RecursionError):
        return None
    scopes = {scope for scope in wrapper.resolve(ScopeProvider).values() if isinstance(scope, FunctionScope)}
    names = {node: f"renamed_{node.value.strip('_')}" for scope in scopes for node in _locals(scope)}
    return wrapper.module.visit(_Renaming(names)).code if names else None


def _locals(scope: Scope) -> list[cst.Name]:
    found: list[cst.Name] = []
    for name in {each.name for each in scope.assignments}:
        assignments = [each for each in scope.assignments if each.name == name]
        bound = [each.node if isinstance(each, Assignment) else None for each in assignments]
        used = [_first_name(access.node) for each in assignments for access in each.references]
        nodes = [node for node in (*bound, *used) if isinstance(node, cst.Name)]
        if len(nodes) == len(bound) + len(used) and not (name.startswith("__") and name.endswith("__")):
            found += nodes
    return found


def _first_name(node: cst.CSTNode) -> cst.CSTNode:
    while isinstance(node, cst.Attribute):
        node = node.value
    return node


class _Renaming(cst.CSTTransformer):
    def __init__(self, names: dict[cst.Name, str]) -> None:
        super().__init__()
        self._names = names

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.Name:  # noqa: N802 - libcst calls it
        name = self._names.get(original_node)
        return updated_node if name is None else updated_node.with_changes(value=name)
