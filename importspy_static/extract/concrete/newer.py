"""Source in a newer grammar than that of the running Python.

CPython refuses it, libcst may read it. Then the newer constructs are *lowered*: written over in place by older ones
of the same extent, so that every line and column stays. CPython judges the lowered text and tells the places; what
was lowered is put back into its tree, and the outline that libcst reads is cut from the text as it is.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from importspy_static import limits
from importspy_static.extract import features
from importspy_static.extract.concrete.refusals import REFUSALS
from importspy_static.extract.concrete.templates import whole_template
from importspy_static.extract.features import Feature
from importspy_static.extract.fields import fields
from importspy_static.extract.grammar import Use
from importspy_static.extract.templates import Template
from importspy_static.extract.text import SourceText
from importspy_static.extract.trees import walk
from importspy_static.lazy_dataclasses import dataclass, field

TemplateStr: type[ast.expr] = getattr(ast, "TemplateStr", None) or type(
    "TemplateStr", (ast.expr,), {"_fields": ("values",)}
)

_STRING_OR_COMMENT = re.compile(
    r"#[^\n]*|(?:'''|\"\"\")(?:[^\\]|\\.)*?(?:'''|\"\"\")|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"", re.DOTALL
)
_PREFIX = re.compile(r"\b(?:not|and|or|await|lambda|if|for)\b")
_ELIF = re.compile(r"^[ \t]*elif\b", re.MULTILINE)


@dataclass(slots=True)
class Lowered:
    """A text for older grammars, and by offset what stood there before."""

    text: str
    needs: tuple[int, int]
    """The oldest Python whose grammar has it all."""
    uses: list[Use]
    """What was lowered and is not put back into the tree, where `grammar` would find it."""
    strings: dict[int, str] = field(default_factory=dict)
    """f-strings and t-strings, which became tuples of what they evaluate."""
    templates: dict[int, Template] = field(default_factory=dict)
    """What is around that in f-strings, where it is simple."""
    stars: set[int] = field(default_factory=set)
    """Offsets of expressions that were starred."""
    lists: set[int] = field(default_factory=set)
    """Offsets of `except A, B:`, which became `except A| B:`."""


def lowered(text: SourceText) -> Lowered | None:
    """The source without newer grammar, or None if it has none, or none that libcst reads."""
    if is_hostile(text.text):
        return None
    try:
        wrapper = MetadataWrapper(cst.parse_module(text.text), unsafe_skip_copy=True)
        newer = [(node, feature) for node, feature in _featured(wrapper.module) if _is_newer(feature)]
        if not newer:
            return None
        lowering = _Lowering(text, dict(wrapper.resolve(PositionProvider)))
        newer = [(node, feature) for node, feature in newer if not lowering.is_old_string(node)]
        for node, _ in newer:
            lowering.lower(node)
        uses = [(feature, *lowering.shown(node)) for node, feature in newer if feature not in _RESTORED]
    except REFUSALS:
        return None
    except (TypeError, ValueError, LookupError, RecursionError):
        return None
    if not newer:
        return None
    needs = max(feature.since for _, feature in newer)
    return Lowered(
        "".join(lowering.characters), needs, uses, lowering.strings, lowering.templates, lowering.stars, lowering.lists
    )


def _is_newer(feature: Feature) -> bool:
    return feature.since > sys.version_info[:2]


def is_hostile(text: str) -> bool:
    """Whether libcst, given the whole of it, may crash or take for ever. The worker's limits are behind this guard."""
    if len(text) > limits.NEWER_CHARACTERS:
        return True
    depth = 0
    limit = limits.NEWER_PATTERN_BRACKETS if re.search(r"^[ \t]*case\b", text, re.MULTILINE) else limits.NEWER_BRACKETS
    for character in re.findall(r"[()\[\]{}]", _STRING_OR_COMMENT.sub("", text)):
        depth = depth + 1 if character in "([{" else max(depth - 1, 0)
        if depth > limit:
            return True
    lines = text.split("\n")
    return (
        max(map(len, lines)) > limits.NEWER_LINE
        or max(len(_PREFIX.findall(line)) for line in lines) > limits.NEWER_BRACKETS
        or len(_ELIF.findall(text)) > limits.NEWER_ELIF
    )


def _featured(module: cst.Module) -> Iterator[tuple[cst.CSTNode, Feature]]:
    """The nodes of newer grammar, outer ones first."""
    pending: list[cst.CSTNode] = [module]
    while pending:
        node = pending.pop()
        pending += reversed(node.children)
        if feature := _feature(node):
            yield node, feature


def _feature(node: cst.CSTNode) -> Feature | None:
    match node:
        case cst.TypeParameters():
            return features.TYPE_PARAMETER
        case cst.TypeAlias():
            return features.TYPE_STATEMENT
        case cst.TypeParam(default=cst.BaseExpression()):
            return features.TYPE_DEFAULT
        case cst.ExceptStarHandler():
            return features.EXCEPT_STAR
        case cst.Index(star="*"):
            return features.SUBSCRIPT_UNPACKING
        case cst.Annotation(annotation=cst.StarredElement()):
            return features.STARRED_ANNOTATION
        case cst.FormattedString():
            return features.STRING_QUOTE
        case cst.ExceptHandler(type=cst.Tuple(lpar=[])):
            return features.EXCEPT_LIST
    match type(node).__name__:
        case "TemplatedString":
            return features.T_STRING
        case "LazyImport" | "LazyImportFrom":
            return features.LAZY_IMPORT
    return None


_RESTORED = {features.STRING_QUOTE, features.T_STRING, features.EXCEPT_LIST}


class _Lowering:
    """Writes over a text."""

    def __init__(self, text: SourceText, ranges: dict[cst.CSTNode, CodeRange]) -> None:
        self._text = text
        self._ranges = ranges
        self.characters = list(text.text)
        self.strings: dict[int, str] = {}
        self.templates: dict[int, Template] = {}
        self.stars: set[int] = set()
        self.lists: set[int] = set()
        self._joined = self._strings_by_part()

    def lower(self, node: cst.CSTNode) -> None:
        start, end = self.extent(node)
        match node:
            case cst.TypeParameters():
                self._blank(start, end)
                self._continue_lines(start, end)
            case cst.TypeParam(default=cst.BaseExpression() as default):
                self._blank(self.extent(node.param)[1], self._whole_extent(default)[1])
            case cst.TypeAlias():
                self.characters[start + len("type")] = "."
            case cst.ExceptStarHandler():
                self._blank_star(start)
            case cst.Index():
                self._star(start, node.value)
            case cst.Annotation(annotation=cst.StarredElement(value=starred)):
                self._star(self._text.text.index("*", start), starred)
            case cst.ExceptHandler(type=cst.Tuple(elements=elements) as several):
                self.lists.add(self.extent(several)[0])
                for each in elements:
                    if isinstance(each.comma, cst.Comma):
                        self.characters[self._text.text.index(",", self.extent(each.value)[1])] = "|"
            case _ if type(node).__name__.startswith("Lazy"):
                self.characters[start : start + 5] = "0   ;"  # another statement, which says nothing
            case _:
                self._string(node)

    def extent(self, node: cst.CSTNode) -> tuple[int, int]:
        place = self._ranges[node]
        starts = self._text.starts
        return starts[place.start.line - 1] + place.start.column, starts[place.end.line - 1] + place.end.column

    def shown(self, node: cst.CSTNode) -> tuple[int, int]:
        """The extent of what CPython's tree would have for a node of newer grammar."""
        match node:
            case cst.TypeParameters(params=[first, *_]):
                return self.shown(first)
            case cst.TypeParam(param=parameter, default=default):
                start, end = self.extent(parameter)
                return start, end if default is None else self._whole_extent(default)[1]
            case cst.Annotation(annotation=starred):
                return self.extent(starred)
        return self.extent(node)

    def _blank(self, start: int, end: int) -> None:
        for at in range(start, end):
            if self.characters[at] != "\n":
                self.characters[at] = " "

    def _continue_lines(self, start: int, end: int) -> None:
        for at in range(start + 1, end):
            if self.characters[at] == "\n":
                self.characters[at - 1] = "\\"

    def _blank_star(self, start: int) -> None:
        self.characters[self._text.text.index("*", start)] = " "

    def _star(self, at: int, starred: cst.CSTNode) -> None:
        self.characters[at] = " "
        self.stars.add(self.extent(starred)[0])

    def is_old_string(self, node: cst.CSTNode) -> bool:
        """Whether this is an f-string that is spelled as f-strings ever were, and so are those in it."""
        if not isinstance(node, cst.FormattedString):
            return False
        uses = fields(self._text.text, *self.extent(node)).uses
        return not any(_is_newer(feature) for feature, _, _ in uses)

    # --- strings --------------------------------------------------------------------------------------------------

    def _strings_by_part(self) -> dict[cst.CSTNode, cst.CSTNode]:
        """The outermost concatenation that each string is a part of."""
        found: dict[cst.CSTNode, cst.CSTNode] = {}
        for node in self._ranges:
            if isinstance(node, cst.ConcatenatedString):
                outer = found.get(node, node)
                for part in (node.left, node.right):
                    found[part] = outer
        return found

    def _string(self, node: cst.CSTNode) -> None:
        """A tuple of what the fields of a string evaluate, in the extent of all that is joined with it."""
        whole = node
        while whole in self._joined:
            whole = self._joined[whole]
        start, end = self.extent(whole)
        if start not in self.strings:
            self._blank(start, end)
            self.characters[start], self.characters[end - 1] = "(", ")"
        kind = "t-string" if type(node).__name__ == "TemplatedString" else "f-string"
        if (template := whole_template(whole)) is not None:
            self.templates[start] = template
        self.strings[start] = "t-string" if "t-string" in (kind, self.strings.get(start)) else kind
        pending: list[cst.CSTNode] = [*node.children]
        while pending:
            part = pending.pop()
            if type(part).__name__ not in ("FormattedStringExpression", "TemplatedStringExpression"):
                continue
            first, last = self._whole_extent(getattr(part, "expression", part))
            self.characters[first:last] = self._text.text[first:last]
            self.characters[last] = ","
            pending += getattr(part, "format_spec", None) or ()

    def _whole_extent(self, node: cst.CSTNode) -> tuple[int, int]:
        """With the parentheses that libcst leaves out of a node's place."""
        start, end = self.extent(node)
        for _ in getattr(node, "lpar", ()):
            start = self._text.text.rindex("(", 0, start)
        for _ in getattr(node, "rpar", ()):
            end = self._text.text.index(")", end) + 1
        return start, end


def restored(tree: ast.Module, text: SourceText, before: Lowered) -> ast.Module:
    """The tree of the lowered text with what had been lowered put back. Changes the tree."""
    for node in walk(tree):
        match node:
            case ast.Subscript():
                node.slice = _starred_item(node.slice, text, before)
            case ast.arg(annotation=annotation) if annotation is not None and text.start(annotation) in before.stars:
                node.annotation = _starred(annotation)
            case ast.ExceptHandler(type=ast.BinOp() as several) if text.start(several) in before.lists:
                node.type = ast.copy_location(ast.Tuple(_alternatives(several), ast.Load()), several)
            case ast.Tuple() if text.start(node) in before.strings:
                _as_string(node, before.strings[text.start(node)], before.templates.get(text.start(node)))
    return tree


def _starred_item(item: ast.expr, text: SourceText, before: Lowered) -> ast.expr:
    if isinstance(item, ast.Tuple):
        item.elts = [_starred(each) if text.start(each) in before.stars else each for each in item.elts]
    elif text.start(item) in before.stars:
        return ast.copy_location(ast.Tuple([_starred(item)], ast.Load()), item)
    return item


def _starred(node: ast.expr) -> ast.expr:
    return ast.copy_location(ast.Starred(node, ast.Load()), node)


def _alternatives(node: ast.expr) -> list[ast.expr]:
    """The operands of `a| b| c`, as far as the bars are ours: a parenthesis around them is not told."""
    found: list[ast.expr] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        found.append(node.right)
        node = node.left
    return [node, *reversed(found)]


def _as_string(node: ast.Tuple, kind: str, template: Template | None) -> None:
    """Make a string of a tuple, in place: it may stand anywhere."""
    parts = node.elts
    if kind == "t-string":
        node.__class__ = TemplateStr  # type: ignore[assignment]
        node.values = parts  # type: ignore[attr-defined]
    else:
        node.__class__ = ast.JoinedStr  # type: ignore[assignment]
        node.values = parts  # type: ignore[attr-defined]
        node.template = template  # type: ignore[attr-defined]
