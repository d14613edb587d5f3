"""Names that Python 2 refuses: those that are not ASCII (PEP 3131), and its keywords `print` and `exec`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from importspy_static.extract import features
from importspy_static.extract.features import Feature

_FIELDS: dict[str, tuple[str, ...]] = {
    "AsyncFunctionDef": ("name",),
    "Attribute": ("attr",),
    "ClassDef": ("name",),
    "ExceptHandler": ("name",),
    "FunctionDef": ("name",),
    "Global": ("names",),
    "ImportFrom": ("module",),
    "Name": ("id",),
    "Nonlocal": ("names",),
    "alias": ("name", "asname"),
    "arg": ("arg",),
    "keyword": ("arg",),
}
"""Where nodes have names. Kinds that only newer Pythons have are left out."""
_STATEMENTS = {"print": features.PRINT, "exec": features.EXEC}


class Names:
    """The names of one module, for one walk over it in which the children of a node follow on the node."""

    def __init__(self, text: str, futures: set[str]) -> None:
        known = {"exec": features.EXEC} if "print_function" in futures else _STATEMENTS
        self._known = {word: feature for word, feature in known.items() if word in text}
        self._is_ascii = text.isascii()
        self._statement = 0, 0

    def fields(self, kind: str) -> tuple[str, ...]:
        """The fields of such nodes that are worth a look."""
        return _FIELDS.get(kind, ()) if self._known or not self._is_ascii else ()

    def enter(self, node: ast.Expr) -> None:
        """Take note of an expression statement."""
        self._statement = node.lineno, node.col_offset

    def spelled(self, node: Any) -> Iterator[Feature]:
        """What the names of a node need."""
        for name in _FIELDS[type(node).__name__]:
            spelled: str | list[str] | None = getattr(node, name)
            for word in spelled.split(".") if isinstance(spelled, str) else spelled or ():
                if word in self._known and not self._is_statement(node):
                    yield self._known[word]
                elif not self._is_ascii and not word.isascii():
                    yield features.NON_ASCII_NAME

    def _is_statement(self, node: Any) -> bool:
        """Whether a name begins a statement, as `print (x)` does in Python 2."""
        return isinstance(node, ast.Name) and (node.lineno, node.col_offset) == self._statement

    def called(self, node: ast.Call) -> Iterator[Feature]:
        """What the call of such a name needs: a statement has no keywords."""
        match node.func:
            case ast.Name(id=name) if name in self._known:
                if node.keywords or any(isinstance(each, ast.Starred) for each in node.args):
                    yield self._known[name]
