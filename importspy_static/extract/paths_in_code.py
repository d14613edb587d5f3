"""The path of a file that an expression spells out: text, `os.path.join`, `Path(__file__).parent / "name"`."""

from __future__ import annotations

import ast
import posixpath

from importspy_static import limits
from importspy_static.extract.scopes import Imported, Scopes, chain
from importspy_static.limits import EMBEDDED_PATH_PARENTS

_FILE, _FOLDER = "\0", "\1"
"""What stands for `__file__`, and for its folder, at the front of a text."""
_PATHS = frozenset(f"pathlib.{name}" for name in ("Path", "PurePath", "PosixPath", "PurePosixPath", "WindowsPath"))
_SAME = frozenset(f"os.path.{name}" for name in ("abspath", "realpath", "normpath")) | {"os.fspath"}
_HERE = frozenset({"os.getcwd", "pathlib.Path.cwd"})
_SAME_METHODS = frozenset({"resolve", "absolute", "as_posix", "__str__", "__fspath__"})


class _Unknown(Exception):
    """It cannot be told."""


class PathReader:
    """Reads paths in the expressions of one module. Names stand for what is assigned to them, if that is one thing."""

    def __init__(self, scopes: Scopes) -> None:
        self._scopes = scopes
        self._left = 0

    def read(self, node: ast.expr, scope: ast.AST) -> tuple[str, bool] | None:
        """The path, and whether it starts from the folder of the file; None if it cannot be told."""
        self._left = limits.EMBEDDED_PATH_NODES
        try:
            told = self._text(node, scope)
        except _Unknown:
            return None
        if told.startswith(f"{_FOLDER}/"):
            told, relative = posixpath.normpath(told[2:]), True
        else:
            relative = False
        return None if not told or _FILE in told or _FOLDER in told else (told, relative)

    def _text(self, node: ast.expr, scope: ast.AST) -> str:
        self._left -= 1
        if self._left < 0:
            raise _Unknown
        text = self._unlimited(node, scope)
        if len(text) > limits.EMBEDDED_PATH_CHARACTERS:
            raise _Unknown
        return text

    def _unlimited(self, node: ast.expr, scope: ast.AST) -> str:
        match node:
            case ast.Constant(value=str() as text) if _FILE not in text and _FOLDER not in text:
                return text
            case ast.Name(id=name):
                return self._name(name, scope)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._text(left, scope) + self._text(right, scope)
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return _joined(self._text(left, scope), self._text(right, scope))
            case ast.JoinedStr(values=parts):
                return "".join(self._text(each, scope) for each in parts)
            case ast.FormattedValue(value=given, conversion=-1 | 115, format_spec=None):
                return self._text(given, scope)
            case ast.NamedExpr(value=given):
                return self._text(given, scope)
            case ast.Attribute(value=owner, attr="parent"):
                return _parent(self._text(owner, scope))
            case ast.Subscript(
                value=ast.Attribute(value=owner, attr="parents"), slice=ast.Constant(value=int() as index)
            ) if 0 <= index < EMBEDDED_PATH_PARENTS:
                text = self._text(owner, scope)
                for _ in range(index + 1):
                    text = _parent(text)
                return text
            case ast.Call(keywords=[]):
                return self._call(node, scope)
        raise _Unknown

    def _name(self, name: str, scope: ast.AST) -> str:
        bound = self._scopes.bound(scope, name)
        if bound is None and name == "__file__":
            return _FILE
        match bound:
            case (ast.expr() as given,):
                return self._text(given, self._scopes.home.get(given, scope))
        raise _Unknown

    def _call(self, node: ast.Call, scope: ast.AST) -> str:
        arguments = node.args
        path = self._path(node.func, scope)
        if path in _HERE and not arguments:
            return "."
        if path in _PATHS or path == "os.path.join":
            return self._all_joined([self._text(each, scope) for each in arguments] or ["."])
        if path in _SAME or (path == "str" and self._scopes.bound(scope, "str") is None):
            return self._alone(arguments, scope)
        if path == "os.path.dirname":
            return _parent(self._alone(arguments, scope))
        match node.func:
            case ast.Attribute(value=owner, attr="joinpath"):
                return self._all_joined([self._text(each, scope) for each in (owner, *arguments)])
            case ast.Attribute(value=owner, attr="with_name") if len(arguments) == 1:
                return _joined(_parent(self._text(owner, scope)), self._text(arguments[0], scope))
            case ast.Attribute(value=owner, attr=method) if method in _SAME_METHODS and not arguments:
                return self._text(owner, scope)
        raise _Unknown

    def _alone(self, arguments: list[ast.expr], scope: ast.AST) -> str:
        if len(arguments) != 1:
            raise _Unknown
        return self._text(arguments[0], scope)

    def _all_joined(self, parts: list[str]) -> str:
        text = parts[0]
        for each in parts[1:]:
            text = _joined(text, each)
        return text

    def _path(self, node: ast.expr, scope: ast.AST) -> str | None:
        """The dotted path of a function: as it was imported, or a builtin's name."""
        root, names = chain(node)
        if not isinstance(root, ast.Name):
            return None
        match self._scopes.bound(scope, root.id):
            case None:
                return root.id if not names else None
            case (Imported(path=front),):
                return ".".join([front, *names])
        return None


def _joined(front: str, name: str) -> str:
    """As `os.path.join` does it."""
    if name.startswith(("/", _FILE, _FOLDER)):
        return name
    if front in ("", "."):
        return name
    return f"{front}{name}" if front.endswith("/") else f"{front}/{name}"


def _parent(text: str) -> str:
    if text == _FILE:
        return _FOLDER
    if text == _FOLDER or text.endswith("/.."):
        return f"{text}/.."
    if text.startswith(_FILE):
        raise _Unknown
    return posixpath.dirname(text) or "."
