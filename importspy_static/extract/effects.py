"""Which parts of a tree can reach the names of a module from within a function."""

from __future__ import annotations

import ast
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate

from importspy_static import limits
from importspy_static.extract.text import SourceText
from importspy_static.extract.trees import SCOPES, bound_names, children, own_scope, walk

DYNAMIC = frozenset(
    "setattr delattr exec eval globals vars locals __dict__ __setattr__ __delattr__ __import__ __class__ modules "
    "__globals__ __bases__ f_globals f_locals".split()
)
"""Names and attributes by which source reaches names that it does not spell."""

NAMESPACES = frozenset({"globals", "locals", "vars", "__dict__"})
"""Those of them that give a whole namespace to whoever is called with it."""
_ONLY_ATTRIBUTES = frozenset({"modules", "__class__"})


_SMALL = (
    *(ast.Constant, ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Tuple, ast.List, ast.Starred, ast.UnaryOp),
    ast.keyword,
)


def is_small(node: ast.expr) -> bool:
    """A name, attribute, constant or call that is cheap to keep as it is."""
    if not isinstance(node, (ast.Name, ast.Attribute, ast.Constant, ast.Call)):
        return False
    pending: list[tuple[ast.AST, int]] = [(node, 0)]
    nodes = 0
    while pending:
        each, depth = pending.pop()
        nodes += 1
        if nodes > limits.SMALL_CALL or depth > limits.SMALL_CALL // 2 or not isinstance(each, _SMALL):
            return False
        text = each.value if isinstance(each, ast.Constant) else None
        if isinstance(text, (str, bytes)) and len(text) > limits.SMALL_STRING:
            return False
        pending += [(inner, depth + 1) for inner in children(each)]
    return True


def is_short(test: ast.expr) -> bool:
    """Whether a condition is cheap to keep: its parts are."""
    match test:
        case ast.UnaryOp(operand=operand):
            return is_short(operand)
        case ast.Compare(left=left, comparators=[right]):
            return is_small(left) and (is_small(right) or isinstance(right, ast.Tuple))
        case _:
            return is_small(test)


class Effects:
    """What of one module is bound at its top level, and which functions and classes can reach it."""

    def __init__(self, text: SourceText, tree: ast.Module) -> None:
        # Identifiers are compared in their normal form (PEP 3131), so the words must be sought in it.
        lines = text.lines if text.text.isascii() else [unicodedata.normalize("NFKC", x) for x in text.lines]
        self._source_text = "\n".join(lines)
        self._starts = [0, *accumulate(len(line) + 1 for line in lines)]
        self._any = bool(_places(["global", *DYNAMIC], self._source_text))
        self._dynamic = DYNAMIC | (_aliases(tree) if self._any else frozenset())
        self._words = _places(["global", *sorted(self._dynamic)], self._source_text) if self._any else []
        self.gives_namespaces = self._any and bool(_places(sorted(NAMESPACES), self._source_text))
        """Whether a namespace may be handed to functions of this module."""
        self._outer = frozenset(bound_names(own_scope(tree.body), False, ":=" in text.text))
        self._tree = tree
        self._reaching: frozenset[str] | None = None
        self._called: frozenset[str] | None = None
        self._loads: dict[int, frozenset[str]] = {}

    def _extent(self, node: ast.stmt) -> tuple[int, int]:
        return self._starts[node.lineno - 1], self._starts[node.end_lineno or node.lineno]

    def _has_one(self, places: list[int], node: ast.stmt) -> bool:
        """Whether one of these places, in order, lies in the lines of a statement."""
        start, end = self._extent(node)
        at = bisect_left(places, start)
        return at < len(places) and places[at] < end

    def _source(self, node: ast.stmt) -> str:
        start, end = self._extent(node)
        return self._source_text[start:end]

    def is_outer(self, name: str) -> bool:
        """Whether the module binds this name, otherwise than by an import."""
        return name in self._outer

    def reaches(self, node: ast.stmt) -> bool:
        """Whether the text of this function or class has a word for what reaches the module's names."""
        return self._has_one(self._words, node)

    def is_dynamic(self, node: ast.AST) -> bool:
        """Whether a dynamic construct is in this statement or expression."""
        return any(_is_dynamic(each, self._dynamic) for each in walk(node))

    def is_called(self, name: str) -> bool:
        """Whether a function or method of this name may be called while the module is imported."""
        if self._called is None:
            self._called = self._all_called()
        return name in self._called

    def _all_called(self) -> frozenset[str]:
        """The names that code outside of functions mentions, and those that functions of these names mention."""
        functions: dict[str, list[ast.stmt]] = {}
        outer: list[ast.AST] = [*self._tree.body]
        found: set[str] = set()
        while outer:
            each = outer.pop()
            if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
                functions.setdefault(each.name, []).extend(each.body)
                outer += [*each.decorator_list, each.args]
                continue
            found.update(_mentioned(each))
            outer += children(each)
        # A class that is mentioned may be instantiated.
        pending = [*found, "__init__", "__call__", "__enter__", "__exit__"]
        found.update(pending)
        while pending:
            for statement in functions.pop(pending.pop(), ()):
                more = {name for each in walk(statement) for name in _mentioned(each)} - found
                found |= more
                pending += more
        return frozenset(found)

    def has_walrus(self, node: ast.stmt) -> bool:
        return ":=" in self._source(node)

    def is_generator(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        if "yield" not in self._source(node):
            return False
        pending: list[ast.AST] = [*node.body]
        while pending:
            each = pending.pop()
            if isinstance(each, (ast.Yield, ast.YieldFrom)):
                return True
            if isinstance(each, SCOPES):
                pending += each.decorator_list  # evaluated here; defaults and bases cannot hold more than these
                pending += _evaluated_here(each)
            elif isinstance(each, ast.Lambda):
                pending.append(each.args)
            else:
                pending += children(each)
        return False

    def mentions(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[str, ...]:
        """The names loaded in this body that the module binds to functions or classes with effects."""
        if not self._any:
            return ()
        if self._reaching is None:
            self._reaching = self._all_reaching()
        return tuple(sorted(self._loaded(node) & self._reaching)) if self._reaching else ()

    def _all_reaching(self) -> frozenset[str]:
        """The functions and classes that reach the module's names, by themselves or through others."""
        definitions = [each for each in own_scope(self._tree.body) if isinstance(each, SCOPES)]
        found = frozenset(each.name for each in definitions if self.reaches(each))
        rest = [each for each in definitions if each.name not in found]
        while more := [each for each in rest if not found.isdisjoint(self._loaded(each))]:
            found |= {each.name for each in more}
            rest = [each for each in rest if each.name not in found]
        return found

    def _loaded(self, node: ast.stmt) -> frozenset[str]:
        """The names that the body of a function or class loads."""
        if (known := self._loads.get(id(node))) is not None:
            return known
        found: set[str] = set()
        pending: list[ast.AST] = [*node.body]  # type: ignore[attr-defined]
        while pending:
            each = pending.pop()
            if type(each) is ast.Name:
                if type(each.ctx) is ast.Load:
                    found.add(each.id)
            elif isinstance(each, SCOPES):
                found |= self._loaded(each)
                pending += [inner for inner in children(each) if not isinstance(inner, ast.stmt)]
            else:
                pending += children(each)
        self._loads[id(node)] = loaded = frozenset(found)
        return loaded


def _places(words: Iterable[str], text: str) -> list[int]:
    """Where these words are in a text."""
    present = "|".join(word for word in words if word in text)  # that is fast, and most of them are not
    return [found.start() for found in re.finditer(rf"\b(?:{present})\b", text)] if present else []


def _evaluated_here(node: ast.stmt) -> list[ast.AST]:
    """What a nested definition evaluates in the scope around it."""
    if isinstance(node, ast.ClassDef):
        return [*node.bases, *node.keywords]
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return [node.args, *([node.returns] if node.returns else [])]
    return []


def _mentioned(node: ast.AST) -> tuple[str, ...]:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return (name,)
        case _:
            return ()


def _is_dynamic(node: ast.AST, names: frozenset[str]) -> bool:
    match node:
        case ast.Name(id=name):
            return name in names and name not in _ONLY_ATTRIBUTES
        case ast.Attribute(attr="__class__", ctx=context):
            return not isinstance(context, ast.Load)
        case ast.Attribute(attr=name, value=owner, ctx=context):
            if isinstance(owner, ast.Attribute) and owner.attr == "__class__" and not isinstance(context, ast.Load):
                return True
            return name in DYNAMIC
        case ast.alias(name=name):
            return name in DYNAMIC
    return False


def _aliases(tree: ast.Module) -> frozenset[str]:
    """Other names that the module gives to dynamic constructs: `from builtins import setattr as put`."""
    found: frozenset[str] = frozenset()
    while more := frozenset(_named_alike(tree, DYNAMIC | found)) - found - DYNAMIC:
        found |= more
    return found


def _named_alike(tree: ast.Module, names: frozenset[str]) -> Iterator[str]:
    for each in own_scope(tree.body):
        match each:
            case ast.ImportFrom(names=aliases):
                yield from (alias.asname for alias in aliases if alias.asname and alias.name in names)
            case ast.Assign(targets=targets, value=ast.Name(id=name) | ast.Attribute(attr=name)) if name in names:
                yield from (target.id for target in targets if isinstance(target, ast.Name))
