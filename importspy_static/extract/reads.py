"""Where a module reads what it imports, and where it imports by calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from importspy_static import limits
from importspy_static.extract.machinery import IMPORTERS, MODULES, is_machinery
from importspy_static.extract.ranges import Ranges
from importspy_static.extract.scopes import Imported, Scopes, chain, joined
from importspy_static.extract.text import SourceText
from importspy_static.extract.watch import Read, Watch
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.imports import UnknownImport, Use

BUILTINS = frozenset("__import__ __builtins__ __loader__ __spec__ getattr hasattr setattr delattr".split())
"""Names that no import need bind."""
OWN = frozenset({"__name__", "__package__", "__spec__"})
"""Names by which a module knows itself."""
_WHOLE = frozenset({"__dict__", "__getattr__", "__getattribute__"})
"""Attributes that give away all others."""
_READING = frozenset(f"{MODULES}.{method}" for method in ("get", "pop", "setdefault"))
_NEVER = -2
_SHORT = 60
"""Characters of a construct that are told."""
_DEEPEST = 20
"""Calls and subscripts inside each other that are followed."""


@dataclass(frozen=True, slots=True)
class ImportCall:
    """A call that imports what it names."""

    read: Read[ast.Call]
    module: str
    level: int
    name: str | None
    text: str


class Reads:
    """What the watch of one module has noted, by the paths that it means."""

    def __init__(self, text: SourceText, scopes: Scopes, watch: Watch) -> None:
        self._text, self._scopes, self._watch = text, scopes, watch
        self._done: set[int] = set()
        """Identities of nodes whose reading is accounted for by what they stand in."""
        self._called: list[ImportCall] = []
        self._ranges: Ranges | None = None
        # What is found, by what conditions guard it, with the offset of its place.
        self._unknown: dict[tuple[str, int], list[tuple[int, ast.expr]]] = {}
        self._chains: dict[tuple[str, int], list[tuple[int, ast.expr]]] = {}
        self._wholes: dict[tuple[str, int], tuple[int, ast.expr]] = {}

    def changed(self) -> Iterator[str]:
        """The paths that the module assigns to."""
        for each in self._watch.names:
            if isinstance(each.whole, ast.Attribute) and not isinstance(each.whole.ctx, ast.Load):
                yield from self._paths(each.whole, each.scope)
        for call in self._watch.calls:
            match call.node:
                case ast.Call(func=ast.Name(id="setattr"), args=[owner, attribute, *_]):
                    name = _text_of(attribute)
                    yield from (joined(path, name) if name else path for path in self._paths(owner, call.scope))

    def read(self, ranges: Ranges) -> list[ImportCall]:
        """Go over all of it. Gives the calls that import."""
        self._ranges = ranges if ranges.are_any else None
        for call in self._watch.calls:
            self._call(call)
        for item in self._watch.items:
            self._item(item)
        for each in self._watch.names:
            for path in self._paths_of_name(each.node.id, each.scope):
                self._name(each, path)
        return self._called

    def unknown_imports(self) -> tuple[UnknownImport, ...]:
        """What may import anything, in the order of the source."""
        found = [(at, construct, node) for (construct, _), several in self._unknown.items() for at, node in several]
        found.sort(key=lambda each: each[:2])
        return tuple(UnknownImport(construct, self._text.span(node)) for _, construct, node in found)

    def uses(self) -> tuple[Use, ...]:
        """What is read, by path, in the order of the source."""
        places: dict[str, list[tuple[int, ast.expr]]] = {}
        for (path, _), several in self._chains.items():
            places.setdefault(path, []).extend(several)
        for (path, _), place in self._wholes.items():
            places.setdefault(path, []).append(place)
        for several in places.values():
            several.sort(key=_offset)
        in_order = sorted(places, key=lambda path: (places[path][0][0], path))
        return tuple(Use(path, tuple(self._text.span(node) for _, node in places[path])) for path in in_order)

    # --- what an expression means -------------------------------------------------------------------------------

    def _paths(self, node: ast.expr, scope: ast.AST, depth: int = 0) -> tuple[str, ...]:
        """The dotted paths that an expression may stand for."""
        root, names = chain(node)
        match root:
            case ast.Name(id=name):
                fronts = self._paths_of_name(name, scope)
            case ast.Call() | ast.Subscript() if depth < _DEEPEST:
                fronts = self._given(root, scope, depth + 1)
            case _:
                return ()
        rest = ".".join(names[: limits.USE_CHAIN])
        return tuple(joined(front, rest) for front in fronts) if rest else fronts

    def _paths_of_name(self, name: str, scope: ast.AST) -> tuple[str, ...]:
        bound = self._scopes.bound(scope, name)
        if bound is not None:
            return tuple(dict.fromkeys(each.path for each in bound if isinstance(each, Imported)))
        if name == "__builtins__":
            return ("builtins",)
        return (f"builtins.{name}",) if name in BUILTINS else ()

    def _given(self, node: ast.Call | ast.Subscript, scope: ast.AST, depth: int) -> tuple[str, ...]:
        """What a call or an item stands for, where that is spelled out: `getattr(os, "system")`."""
        match node:
            case ast.Subscript(value=owner, slice=item):
                return self._items(owner, _text_of(item), scope, depth)
            case ast.Call(func=function, args=arguments):
                functions = self._paths(function, scope, depth)
                first = _text_of(_argument(node, 0, ""))
                match arguments:
                    case [owner, name, *_] if "builtins.getattr" in functions and (attribute := _text_of(name)):
                        return tuple(joined(path, attribute) for path in self._paths(owner, scope, depth))
                    case [_, *_] if first and not _READING.isdisjoint(functions):
                        return (first,)
                for path in functions:
                    if path in IMPORTERS and (named := self._named(node, path, scope)):
                        return (_returned(node, path, named),)
        return ()

    def _items(self, owner: ast.expr, key: str | None, scope: ast.AST, depth: int) -> tuple[str, ...]:
        if key is None:
            return ()
        found: list[str] = []
        for path in self._paths(owner, scope, depth):
            match path.rpartition("."):
                case _ if path == MODULES:
                    found.append(key)
                case (module, _, "__dict__"):
                    found.append(joined(module, key))
                case _ if path == "builtins":
                    found.append(joined(path, key))
        return tuple(found)

    def _named(self, node: ast.Call, path: str, scope: ast.AST) -> tuple[int, str, str | None] | None:
        """What a call of an importing function names: level, module, and name; None if it cannot be told."""
        if any(isinstance(each, ast.Starred) for each in node.args) or any(each.arg is None for each in node.keywords):
            return None
        written = _text_of(_argument(node, 0, IMPORTERS[path]))
        if not written:
            return None
        if path == "pkgutil.resolve_name":
            module, _, name = written.partition(":")
            return 0, module, name or None
        if path == "importlib.import_module" and written.startswith("."):
            return self._relative(written, _argument(node, 1, "package"), scope)
        if path.endswith(".__import__"):
            match _argument(node, 4, "level"):
                case None:
                    return 0, written, None
                case ast.Constant(value=int() as level) if level >= 0:
                    return level, written, None
            return None
        return 0, written, None

    def _relative(self, written: str, package: ast.expr | None, scope: ast.AST) -> tuple[int, str, None] | None:
        module = written.lstrip(".")
        level = len(written) - len(module)
        if package is not None and self._is_own(package, scope):
            return level, module, None
        if name := _text_of(package):
            parts = name.split(".")
            return 0, ".".join([*parts[: len(parts) - level + 1], module]), None
        return None

    def _is_own(self, node: ast.expr, scope: ast.AST) -> bool:
        """Whether this is a name of the module itself."""
        match node:
            case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="__spec__" as name)):
                return name in OWN and self._scopes.bound(scope, name) is None
        return False

    # --- what is noted --------------------------------------------------------------------------------------------

    def _name(self, read: Read[ast.Name], front: str) -> None:
        path, is_whole = self._read_of(read, front, is_whole=True)
        is_bound = self._scopes.bound(read.scope, read.node.id) is not None  # else it is a builtin, which is no import
        if id(read.node) in self._done or id(read.whole) in self._watch.tested:
            if is_bound and not is_whole:
                self._note_use(read, path, is_whole=False)
        elif is_bound:
            self._note(read, path, is_whole=is_whole)
        elif is_machinery(path):
            self._note_unknown(read, read.whole)

    def _call(self, read: Read[ast.Call]) -> None:
        node = read.node
        for path in self._paths(node.func, read.scope):
            match path, node.args:
                case "builtins.hasattr" | "builtins.setattr" | "builtins.delattr", [ast.Name() as owner, name, *_]:
                    if _text_of(name):
                        self._account_for(owner)
                case "builtins.getattr", [owner, name, *_] if _text_of(name):
                    self._account_for(owner)
                    for given in self._given(node, read.scope, 0):
                        self._given_away(read, given, is_whole=False)
                case _ if path in IMPORTERS:
                    self._account_for(node.func)
                    self._import(read, path)
                case _, [key, *_] if path in _READING:
                    self._account_for(node.func)
                    self._module(read, key)

    def _import(self, read: Read[ast.Call], path: str) -> None:
        node = read.node
        named = self._named(node, path, read.scope)
        if named is None:
            self._note_unknown(read, node)
            return
        level, module, name = named
        if self._stands(read)[1] != _NEVER:
            self._called.append(ImportCall(read, module, level, name, self._written(read, node)))
        self._given_away(read, _returned(node, path, named), is_whole=True)

    def _item(self, read: Read[ast.Subscript]) -> None:
        owner, key = read.node.value, read.node.slice
        if MODULES in self._paths(owner, read.scope):
            self._account_for(owner)
            if isinstance(read.node.ctx, ast.Load):
                self._module(read, key)
        elif given := self._items(owner, _text_of(key), read.scope, 0):
            self._account_for(owner)
            for path in given:
                self._given_away(read, path, is_whole=False)

    def _module(self, read: Read[Any], key: ast.expr) -> None:
        """`sys.modules` gives away the module of this name."""
        name = _text_of(key)
        if name:
            self._given_away(read, name, is_whole=True)
        elif not self._is_own(key, read.scope):
            self._note_unknown(read, read.node)

    def _given_away(self, read: Read[Any], front: str, *, is_whole: bool) -> None:
        """What a call or an item stands for."""
        path, is_whole = self._read_of(read, front, is_whole=is_whole)
        self._note(read, path, is_whole=is_whole)

    def _account_for(self, node: ast.expr) -> None:
        self._done.add(id(chain(node)[0]))

    def _read_of(self, read: Read[Any], front: str, *, is_whole: bool) -> tuple[str, bool]:
        """The path with the attributes that are read of it, and whether it is handed on as a whole from there on."""
        if not isinstance(read.whole, ast.Attribute):
            return front, is_whole
        _, names = chain(read.whole)
        kept = next((index for index, name in enumerate(names) if name in _WHOLE), len(names))
        return ".".join([front, *names[: min(kept, limits.USE_CHAIN)]]), kept < len(names)

    def _note(self, read: Read[Any], path: str, *, is_whole: bool) -> None:
        if not is_machinery(path):
            self._note_use(read, path, is_whole=is_whole)
            return
        self._note_unknown(read, read.whole)
        if not is_whole and not path.startswith("builtins."):
            self._note_use(read, path, is_whole=False)

    def _note_use(self, read: Read[Any], path: str, *, is_whole: bool) -> None:
        at, guard = self._stands(read)
        if guard == _NEVER:
            return
        if is_whole:
            place = at, read.place
            known = self._wholes.setdefault((path, guard), place)
            if at < known[0]:
                self._wholes[path, guard] = place
            return
        places = self._chains.setdefault((path, guard), [])
        if len(places) < limits.USE_PLACES:
            places.append((at, read.place))

    def _note_unknown(self, read: Read[Any], node: ast.expr) -> None:
        at, guard = self._stands(read)
        if guard != _NEVER:
            places = self._unknown.setdefault((self._written(read, node), guard), [])
            if len(places) < limits.USE_PLACES:
                places.append((at, read.place))

    def _written(self, read: Read[Any], node: ast.expr) -> str:
        start, end = self._text.start(node), self._text.end(node)
        if read.place is not read.whole:  # in an f-string, where only that has a sure place
            start, end = self._text.start(read.place), self._text.end(read.place)
        written = " ".join(self._text.text[start : min(end, start + 4 * _SHORT)].split())
        return written if len(written) <= _SHORT else written[: _SHORT - 1] + "…"

    def _stands(self, read: Read[Any]) -> tuple[int, int]:
        """The offset of a place, and what guards it: `_NEVER` if nothing comes there."""
        at = self._text.start(read.place)
        if self._ranges is None:
            return at, -1
        return at, _NEVER if self._ranges.is_never(at) else self._ranges.innermost(at)


def _offset(place: tuple[int, ast.expr]) -> int:
    return place[0]


def _text_of(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _argument(node: ast.Call, index: int, name: str) -> ast.expr | None:
    """An argument of a call, by position or by name."""
    if index < len(node.args):
        return node.args[index]
    return next((each.value for each in node.keywords if each.arg == name), None)


def _returned(node: ast.Call, path: str, named: tuple[int, str, str | None]) -> str:
    """The path of what an importing function returns."""
    level, module, name = named
    if path.endswith(".__import__") and _is_falsy(_argument(node, 3, "fromlist")):
        module = module.partition(".")[0]
    whole = "." * level + module
    return whole if name is None else joined(whole, name)


def _is_falsy(node: ast.expr | None) -> bool:
    match node:
        case None | ast.Constant(value=None) | ast.Tuple(elts=[]) | ast.List(elts=[]):
            return True
    return False
