"""Comprehensions over a display whose items are nothing but the target, or an attribute of it: they are displays, too.

`[each.__name__ for each in (Client, Server)]` is `[Client.__name__, Server.__name__]`.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from importspy_static import limits
from importspy_static.extract.trees import walk

_DEEPEST = limits.EXPRESSION_DEPTH // 4
"""Attributes of attributes, and tuples in tuples."""


def unrolled(node: ast.AST) -> ast.List | ast.Set | ast.Dict | None:
    """The display that a comprehension makes; None if it has a filter, or reads more than its target.

    Other names are left aside: in a class a comprehension does not see those of the class.
    """
    match node:
        case ast.ListComp(elt=first) | ast.SetComp(elt=first):
            made = [first]
        case ast.DictComp(key=first, value=second):
            made = [first, second]
        case _:
            return None
    match node.generators:
        case [ast.comprehension(target=ast.Name(id=name), iter=ast.Tuple(elts=items) | ast.List(elts=items), ifs=[])]:
            pass
        case _:
            return None
    if node.generators[0].is_async or not all(map(_is_item, items)) or not all(_is_of(each, name) for each in made):
        return None
    if not any(isinstance(part, ast.Name) for each in made for part in walk(each)):
        return None  # the items are evaluated all the same
    if len(items) * sum(len([*walk(each)]) for each in made) > limits.SMALL_CALL * limits.SMALL_LITERAL:
        return None
    rows = [[_put(each, name, item) for item in items] for each in made]
    return ast.copy_location(_display(node, rows), node)


def _display(node: ast.expr, rows: Sequence[list[ast.expr]]) -> ast.List | ast.Set | ast.Dict:
    match node:
        case ast.SetComp():
            return ast.Set(rows[0])
        case ast.DictComp():
            return ast.Dict([*rows[0]], rows[1])
        case _:
            return ast.List(rows[0], ast.Load())


def _is_item(node: ast.expr, depth: int = 0) -> bool:
    """Whether this is a constant, a name, or an attribute of one."""
    if isinstance(node, ast.Attribute) and depth < _DEEPEST:
        return _is_item(node.value, depth + 1)
    return isinstance(node, (ast.Constant, ast.Name))


def _is_of(node: ast.expr, name: str, depth: int = 0) -> bool:
    """Whether this is a constant, the target, an attribute of it, or a tuple of these."""
    match node:
        case ast.Constant():
            return True
        case ast.Name(id=found):
            return found == name
        case ast.Attribute(value=owner) if depth < _DEEPEST:
            return _is_of(owner, name, depth + 1)
        case ast.Tuple(elts=parts) if depth < _DEEPEST:
            return all(_is_of(each, name, depth + 1) for each in parts)
        case _:
            return False


def _put(node: ast.expr, name: str, item: ast.expr) -> ast.expr:
    """The expression with the item in the place of the target."""
    match node:
        case ast.Name():
            return item
        case ast.Attribute(value=owner, attr=attribute):
            return ast.copy_location(ast.Attribute(_put(owner, name, item), attribute, ast.Load()), node)
        case ast.Tuple(elts=parts):
            return ast.copy_location(ast.Tuple([_put(each, name, item) for each in parts], ast.Load()), node)
        case _:
            return node
