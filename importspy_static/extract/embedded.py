"""The contracts that a module holds its importers to by calls of ImportSpy: `Spy().importspy(filepath="...")`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from importspy_static import limits
from importspy_static.extract.paths_in_code import PathReader
from importspy_static.extract.ranges import Ranges
from importspy_static.extract.scopes import Imported, Scopes
from importspy_static.extract.text import SourceText
from importspy_static.extract.trees import walk
from importspy_static.extract.watch import EMBEDDING, Read, Watch
from importspy_static.model.embedded import DEFAULT_CONTRACT, EmbeddedContract

_CLASS = "Spy"
_PARAMETERS = ("filepath", "log_level", "info_module")
"""Of `Spy.importspy` in ImportSpy 0.4, without `self`."""
_SHORT = 60
"""Characters of a construct that are told."""
_DEEPEST = 20
"""Names and calls inside each other that are followed."""

Statement: TypeAlias = "ast.Import | ast.ImportFrom"


class EmbeddedReader:
    """Reads the embedded contracts of one module. Costs nothing where the source has no such word.

    `names` are those of the module that somebody has to watch for.
    """

    def __init__(self, tree: ast.Module, text: SourceText, imports: Iterable[Statement]) -> None:
        self._text = text
        self._calls: dict[int, ast.Call] = {}
        """By the identity of the function that is called."""
        self._has_import = False
        self.names: frozenset[str] = frozenset()
        if EMBEDDING not in text.text:
            return
        self._has_import = any(map(_is_of_importspy, imports))
        self.names = frozenset(self._relevant(tree))

    def _relevant(self, tree: ast.Module) -> set[str]:
        """The names in calls of the method, and in what is assigned to these, and so on."""
        assigned: dict[str, list[ast.expr]] = {}
        pending: list[ast.AST] = []
        names: set[str] = set()
        for node in walk(tree):
            match node:
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=ast.expr() as given)
                    | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as given)
                    | ast.NamedExpr(target=ast.Name(id=name), value=given)
                ):
                    assigned.setdefault(name, []).append(given)
                    if isinstance(given, ast.Attribute) and given.attr == EMBEDDING:
                        names.add(name)
                case ast.Call(func=ast.Attribute(attr=method)) | ast.Attribute(attr=method) if method == EMBEDDING:
                    pending.append(node)
            if isinstance(node, ast.Call):
                self._calls[id(node.func)] = node
        pending += [each for each in self._calls.values() if isinstance(each.func, ast.Name) and each.func.id in names]
        while pending:
            for node in walk(pending.pop()):
                if isinstance(node, ast.Name) and node.id not in names:
                    names.add(node.id)
                    pending += assigned.get(node.id, ())
        return names

    def read(self, watch: Watch, scopes: Scopes, ranges: Ranges) -> tuple[EmbeddedContract, ...]:
        """The contracts, each once, in the order of the source."""
        if not watch.embedding:
            return ()
        spies = _Spies(scopes, has_import=self._has_import)
        paths = PathReader(scopes)
        found: dict[object, tuple[int, EmbeddedContract]] = {}
        for at, scope, node, is_own in self._made(watch, scopes, spies):
            if ranges.is_never(self._text.start(at)):
                continue
            told = _filepath(node, scope, paths, is_own=is_own) if isinstance(node, ast.Call) else None
            if told is _OTHER_MODE:
                continue
            path, relative = (None, False) if told is None else told
            written = self._written(at)
            fact = EmbeddedContract(path, relative, written, self._text.span(at))
            key = written if path is None else (path, relative)
            if key not in found or self._text.start(at) < found[key][0]:
                found[key] = self._text.start(at), fact
        facts = [fact for _, fact in sorted(found.values(), key=lambda each: each[0])]
        if len(facts) > limits.EMBEDDED_CONTRACTS:
            rest = facts[limits.EMBEDDED_CONTRACTS - 1]
            facts[limits.EMBEDDED_CONTRACTS - 1 :] = [EmbeddedContract(None, False, rest.construct, rest.span)]
        return tuple(facts)

    def _made(self, watch: Watch, scopes: Scopes, spies: _Spies) -> Iterator[tuple[ast.expr, ast.AST, ast.expr, bool]]:
        """Each place with its scope, what stands there, and whether the method is read of an instance."""
        named: set[int] = set()
        for call in watch.calls:
            match call.node.func:
                case ast.Name(id=name):
                    for method in scopes.bound(call.scope, name) or ():
                        if isinstance(method, ast.Attribute) and method.attr == EMBEDDING:
                            home = scopes.home.get(method, call.scope)
                            named.add(id(method))
                            if spies.is_one(method.value, home) is not False:
                                yield _place(call, call.node), call.scope, call.node, True
        for read in watch.embedding:
            is_spy = spies.is_one(read.node.value, read.scope)
            call_of_it = self._calls.get(id(read.node))
            if call_of_it is not None:
                if is_spy is not False:
                    is_own = not spies.is_class(read.node.value, read.scope)
                    yield _place(read, call_of_it), read.scope, call_of_it, is_own
            elif is_spy and id(read.node) not in named and isinstance(read.node.ctx, ast.Load):
                yield _place(read, read.node), read.scope, read.node, True

    def _written(self, node: ast.expr) -> str:
        start, end = self._text.start(node), self._text.end(node)
        written = " ".join(self._text.text[start : min(end, start + 4 * _SHORT)].split())
        return written if len(written) <= _SHORT else written[: _SHORT - 1] + "…"


def _place(read: Read[ast.Call] | Read[ast.Attribute], node: ast.expr) -> ast.expr:
    """What a message can point to: the node, or the f-string that it is in."""
    return read.place if read.place is not read.whole else node


def _is_of_importspy(statement: Statement) -> bool:
    match statement:
        case ast.Import(names=names):
            return any(alias.name.partition(".")[0] == EMBEDDING for alias in names)
        case ast.ImportFrom(module=str(module), level=0):
            return module.partition(".")[0] == EMBEDDING
    return False


class _Spies:
    """Which expressions are instances of ImportSpy's `Spy`, or that class."""

    def __init__(self, scopes: Scopes, *, has_import: bool) -> None:
        self._scopes = scopes
        self._unknown = None if has_import else False
        """What is not known may be one in a module that imports ImportSpy: nothing else has a method of that name."""

    def is_one(self, node: ast.expr, scope: ast.AST, depth: int = 0) -> bool | None:
        """Whether it is an instance or the class; None if it may be."""
        if depth > _DEEPEST:
            return self._unknown
        match node:
            case ast.Call(func=function):
                return True if self.is_class(function, scope, depth + 1) else self._unknown
            case ast.NamedExpr(value=given):
                return self.is_one(given, scope, depth + 1)
            case ast.Name(id=name):
                bound = self._scopes.bound(scope, name)
                found = [self._stands_for(each, scope, depth) for each in bound or [None]]
                return True if True in found else None if None in found else False
            case ast.Attribute() if self.is_class(node, scope, depth + 1):
                return True
            case ast.Constant() | ast.List() | ast.Dict() | ast.Set() | ast.Tuple() | ast.JoinedStr():
                return False
        return self._unknown

    def _stands_for(self, bound: Imported | ast.expr | None, scope: ast.AST, depth: int) -> bool | None:
        match bound:
            case Imported(path=path):
                return True if _is_class_path(path) else self._unknown
            case ast.expr():
                return self.is_one(bound, self._scopes.home.get(bound, scope), depth + 1)
        return self._unknown

    def is_class(self, node: ast.expr, scope: ast.AST, depth: int = 0) -> bool:
        """Whether it is the class itself, by the name under which it was imported or is read of a module."""
        match node:
            case ast.Attribute(attr=name):
                return name == _CLASS
            case ast.Name(id=name) if depth <= _DEEPEST:
                for each in self._scopes.bound(scope, name) or ():
                    match each:
                        case Imported(path=path) if _is_class_path(path):
                            return True
                        case ast.Name() | ast.Attribute():
                            if self.is_class(each, self._scopes.home.get(each, scope), depth + 1):
                                return True
        return False


def _is_class_path(path: str) -> bool:
    return path.rpartition(".")[2] == _CLASS


_OTHER_MODE = ("", False)
"""The call looks at a module that it is given, not at those that import this one."""


def _filepath(node: ast.Call, scope: ast.AST, paths: PathReader, *, is_own: bool) -> tuple[str, bool] | None:
    """The path that a call of the method names, and whether it starts at the file; None if it cannot be told."""
    if any(isinstance(each, ast.Starred) for each in node.args):
        return None
    positional = node.args if is_own else node.args[1:]
    given = dict(zip(_PARAMETERS, positional, strict=False))
    for keyword in node.keywords:
        if keyword.arg not in _PARAMETERS:
            return None
        given[keyword.arg] = keyword.value
    if not _is_none(given.get("info_module")):
        return _OTHER_MODE
    path = given.get("filepath")
    return (DEFAULT_CONTRACT, False) if path is None or _is_none(path) else paths.read(path, scope)


def _is_none(node: ast.expr | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and node.value is None)
