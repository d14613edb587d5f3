"""The holes in the outline: expressions that libcst need not read, or must not.

An expression that is not followed is written into the outline as a tuple of the calls and named expressions
inside it, so that libcst reads those; a large literal is an empty tuple, and its meaning comes from CPython's tree.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from importspy_static import limits
from importspy_static.extract.acts import CHANGING
from importspy_static.extract.comprehensions import is_lazy, read_by_rounds
from importspy_static.extract.effects import DYNAMIC, is_small
from importspy_static.extract.formatted import formatted
from importspy_static.extract.selection import TooComplex
from importspy_static.extract.sums import total
from importspy_static.extract.text import SourceText
from importspy_static.extract.trees import children, evaluated
from importspy_static.extract.unrolling import unrolled
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.expression import FormattedText

_OPAQUE = {
    "JoinedStr": ("f-string", "str"),
    "TemplateStr": ("t-string", None),
    "ListComp": ("list comprehension", "list"),
    "SetComp": ("set comprehension", "set"),
    "DictComp": ("dictionary comprehension", "dict"),
    "GeneratorExp": ("generator expression", None),
    "Await": ("await", None),
    "Yield": ("yield", None),
    "YieldFrom": ("yield from", None),
}
_LARGE = {
    "List": ("large list", "list"),
    "Tuple": ("large tuple", "tuple"),
    "Set": ("large set", "set"),
    "Dict": ("large dictionary", "dict"),
    "BoolOp": ("long chain of 'and' or 'or'", None),
    "Compare": ("long comparison", None),
    "Call": ("large call", None),
    "Lambda": ("large lambda", "function"),
}
_BUILTINS = frozenset(dir(builtins))
_LITERAL = (ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Name, ast.Attribute)
_DISPLAY = (ast.List, ast.Tuple, ast.Set, ast.Dict)


@dataclass(slots=True)
class Gap:
    """One hole. `literal`: its node follows from CPython's tree alone."""

    node: ast.expr
    form: str
    type: str | None
    parts: tuple[ast.expr, ...] = ()
    literal: bool = False
    lazy: bool = False
    reads: tuple[str, ...] = ()
    formatted: FormattedText | None = None
    """An f-string that is followed, which CPython's tree tells alone, too."""


class Gaps:
    """The gaps of one source, by the identity of the node that is left out."""

    def __init__(self, text: SourceText) -> None:
        self._text = text
        self._gaps: dict[int, Gap] = {}

    def at(self, node: ast.AST) -> Gap | None:
        return self._gaps.get(id(node))

    def _leave_out(
        self,
        node: ast.expr,
        form: str,
        kind: str | None,
        parts: tuple[ast.expr, ...] = (),
        formatted: FormattedText | None = None,
    ) -> Gap:
        lazy = is_lazy(node)
        reads = () if lazy else read_by_rounds(node)
        gap = self._gaps[id(node)] = Gap(node, form, kind, parts, lazy=lazy, reads=reads, formatted=formatted)
        return gap

    # --- which --------------------------------------------------------------------------------------------------

    def admit(self, node: ast.expr, most: int) -> list[Gap]:
        """The gaps to cut into this expression so that at most `most` nodes are left, in the order of the source."""
        if isinstance(node, (ast.Name, ast.Constant)):
            return [self._literal(node)] if self._is_long(node) else []
        gaps: list[Gap] = []
        literal = isinstance(node, _DISPLAY)
        nodes = 0
        pending: list[tuple[ast.AST, int]] = [(node, 0)]
        while pending:
            each, depth = pending.pop()
            nodes += 1
            literal = literal and _may_be_literal(each)
            if depth > limits.EXPRESSION_DEPTH or nodes > (limits.LITERAL_NODES if literal else most):
                self._forget(gaps)
                return self._cut_large(node, most)
            if gap := self._needed(each):
                gaps.append(gap)
                continue
            pending += [(inner, depth + self._height(each)) for inner in self._inside(each, gaps)]
        if literal and nodes > limits.SMALL_LITERAL and isinstance(node, _DISPLAY):
            self._forget(gaps)
            return [self._literal(node)]
        gaps.sort(key=lambda gap: self._text.start(gap.node))
        return gaps

    def admit_target(self, target: ast.expr, most: int) -> list[Gap]:
        """As `admit`, but what the target binds stays."""
        gaps: list[Gap] = []
        pending = [target]
        nodes = 0
        while pending:
            each = pending.pop()
            nodes += 1
            if nodes > limits.TARGET_NODES:
                raise TooComplex(target, f"an assignment to more than {limits.TARGET_NODES} targets, the limit")
            match each:
                case ast.Tuple(elts=items) | ast.List(elts=items):
                    pending += items
                case ast.Starred(value=inner):
                    pending.append(inner)
                case ast.Attribute(value=owner):
                    gaps += self.admit(owner, most)
                case ast.Subscript(value=owner, slice=item):
                    gaps += self.admit(owner, most)
                    gaps += self.admit(item, most)
        gaps.sort(key=lambda gap: self._text.start(gap.node))
        return gaps

    def _needed(self, node: ast.AST) -> Gap | None:
        if known := _OPAQUE.get(type(node).__name__):
            assert isinstance(node, ast.expr)
            if unrolled(node) is not None:
                return self._literal(node)
            if (text := formatted(node)) is not None:
                return self._leave_out(node, *known, formatted=text)
            return self._leave_out(node, *known, tuple(self._parts(node)))
        if isinstance(node, ast.Constant) and self._is_long(node):
            return self._literal(node)
        return None

    def _inside(self, node: ast.AST, gaps: list[Gap]) -> Iterator[ast.AST]:
        if isinstance(node, ast.Lambda):
            if isinstance(node.body, ast.Call) and is_small(node.body) and _may_act(node.body):
                yield node.body
            elif not isinstance(node.body, ast.Name):
                gaps.append(self._leave_out(node.body, "lambda body", None, tuple(self._acting(node.body))))
            yield node.args
        else:
            yield from children(node)

    def _height(self, node: ast.AST) -> int:
        """How much deeper libcst is inside this node: it nests what CPython keeps flat."""
        if isinstance(node, ast.BoolOp):
            return len(node.values) - 1
        return 0 if isinstance(node, (ast.arguments, ast.keyword)) else 1

    def _is_long(self, node: ast.expr) -> bool:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, (str, bytes)):
            return False
        return node.lineno != node.end_lineno or (node.end_col_offset or 0) - node.col_offset > limits.SMALL_STRING

    def _literal(self, node: ast.expr) -> Gap:
        gap = self._leave_out(node, "literal", None)
        gap.literal = True
        return gap

    def _forget(self, gaps: list[Gap]) -> None:
        for gap in gaps:
            self._gaps.pop(id(gap.node), None)
        gaps.clear()

    # --- what is over a limit -------------------------------------------------------------------------------------

    def _cut_large(self, node: ast.expr, most: int) -> list[Gap]:
        if isinstance(node, ast.Call):
            few = min(most, limits.SMALL_CALL)
            gaps = self.admit(node.func, few) if _is_path(node.func) else [self._whole(node.func)]
            for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
                inner = argument.value if isinstance(argument, ast.Starred) else argument
                gaps += self.admit(inner, few) if not isinstance(inner, ast.Call) else [self._whole(inner)]
            if len(gaps) <= most and len(node.args) + len(node.keywords) <= most:
                return sorted(gaps, key=lambda gap: self._text.start(gap.node))
            self._forget(gaps)
        return [self._whole(node)]

    def _whole(self, node: ast.expr) -> Gap:
        if total(node) is not None:
            return self._literal(node)
        name = type(node).__name__
        form, kind = _LARGE.get(name, _OPAQUE.get(name, ("long expression", None)))
        return self._leave_out(node, form, kind, tuple(self._parts(node)))

    def _parts(self, node: ast.expr) -> list[ast.expr]:
        """The calls and named expressions inside, equal ones once; of a large call only the function.

        So it is with all calls behind the first thousand: a table of thousands of entries is no hazard.
        """
        found: dict[str, ast.expr] = {}
        pending: list[ast.AST] = [node]
        while pending:
            each = pending.pop()
            is_whole = isinstance(each, ast.Call) and len(found) < limits.WHOLE_CALLS and is_small(each)
            if isinstance(each, ast.Call) and is_whole and (each is not node or _names_dynamic(each)):
                found.setdefault(self._text.slice(each), each)
                continue
            if isinstance(each, ast.Call):
                path = _is_path(each.func)
                found.setdefault(self._text.slice(each.func) + "(" if path else "(", self._call(each, path))
            elif isinstance(each, ast.NamedExpr):
                found.setdefault(each.target.id + ":=", self._named(each))
            pending += [each.args] if isinstance(each, ast.Lambda) else reversed(children(each))
            if len(found) > limits.EFFECTS:
                raise TooComplex(node, f"more than {limits.EFFECTS} different calls in one expression, the limit")
        return [*found.values()]

    def _acting(self, body: ast.expr) -> Iterator[ast.expr]:
        """Those calls and named expressions in the body of a lambda that may change what is outside of it."""
        calls = (each for each in evaluated(body) if isinstance(each, ast.Call))
        if any(_may_act(each) for each in calls):
            yield from self._parts(body)

    def _call(self, call: ast.Call, path: bool) -> ast.expr:
        """A call of the same function with arguments that are not followed."""
        function = call.func if path else self._unknown(call.func, "called expression")
        return _made(ast.Call(function, [self._unknown(call, "arguments")], []), call)

    def _named(self, node: ast.NamedExpr) -> ast.expr:
        return _made(ast.NamedExpr(node.target, self._unknown(node, "assigned expression")), node)

    def _unknown(self, at: ast.expr, form: str) -> ast.expr:
        empty = ast.Tuple([], ast.Load())
        ast.copy_location(empty, at)
        self._leave_out(empty, form, None)
        return empty

    # --- written ----------------------------------------------------------------------------------------------------

    def written(self, gap: Gap) -> str:
        """What stands in the outline for a gap."""
        if gap.literal or not gap.parts:
            return "()"
        return "(" + "".join(self._part(part) + ", " for part in gap.parts) + ")"

    def _part(self, part: ast.expr) -> str:
        match part:
            case ast.Call() if hasattr(part, "made"):
                return ("()" if self.at(part.func) else f"({self._text.slice(part.func)})") + "(())"
            case ast.NamedExpr() if hasattr(part, "made"):
                return f"({self._text.slice(part.target)} := ())"
        return self._text.slice(part)


def _made(node: ast.expr, at: ast.expr) -> ast.expr:
    ast.copy_location(node, at)
    node.made = True  # type: ignore[attr-defined]
    return node


def _may_be_literal(node: ast.AST) -> bool:
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, (ast.USub, ast.UAdd))
    return isinstance(node, _LITERAL) and not (isinstance(node, ast.Dict) and None in node.keys)


def _is_path(node: ast.expr) -> bool:
    """A name, or attributes of one, within the limit of depth."""
    depth = 0
    while isinstance(node, ast.Attribute) and depth < limits.EXPRESSION_DEPTH // 2:
        node, depth = node.value, depth + 1
    return isinstance(node, ast.Name) or (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super" and not node.args
    )


def _may_act(call: ast.Call) -> bool:
    """Whether a call may do something to the module: by a dynamic construct, to a list, or by a function of it."""
    match call.func:
        case ast.Name(id=name):
            return name in DYNAMIC or name not in _BUILTINS
        case ast.Attribute(attr=name):
            return name in CHANGING or name in DYNAMIC
        case _:
            return True


def _names_dynamic(call: ast.Call) -> bool:
    return any(isinstance(each, ast.Name) and each.id in DYNAMIC for each in evaluated(call.func))
