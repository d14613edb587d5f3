"""Where the headers of definitions and of blocks stand: CPython's tree tells the parts, not the whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TypeAlias

from importspy_static.extract.text import Located, SourceText
from importspy_static.model.place import Span

Definition: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef"

_GAP = r"(?:[ \t\f]|\\\n)+"
_KEYWORD = re.compile(rf"(?:(?:async{_GAP})?def|class){_GAP}")
_WORD = re.compile(r"\w+")
_COMMENT = re.compile(r"#[^\n]*")


def header_of(text: SourceText, node: Definition) -> tuple[Span, Span]:
    """The places of the name of a function or class, and of its header up to the colon."""
    start = text.start(node)
    keyword = _KEYWORD.match(text.text, start)
    name = _WORD.match(text.text, keyword.end() if keyword else start)
    assert name is not None, "CPython's parser read a definition here"
    return text.span_between(name.start(), name.end()), text.span_between(start, colon_of(text, node))


def colon_of(text: SourceText, node: Definition) -> int:
    """The offset behind the colon of a header: the last one in front of the body."""
    start = text.start(node)
    behind = max([start, *(text.end(each) for each in _parts(node))])
    return _colon_between(text.parsed, behind, _body_start(text, node))


def _parts(node: Definition) -> Iterator[Located]:
    """What can stand last in a header."""
    yield from getattr(node, "type_params", ())
    if isinstance(node, ast.ClassDef):
        yield from node.bases
        yield from (keyword.value for keyword in node.keywords)
        return
    arguments = node.args
    for each in parameters_of(arguments):
        yield each
        if each.annotation is not None:
            yield each.annotation
    yield from arguments.defaults
    yield from (each for each in arguments.kw_defaults if each is not None)
    if node.returns is not None:
        yield node.returns


def parameters_of(arguments: ast.arguments) -> list[ast.arg]:
    """All parameters, in the order of `inspect`."""
    found = [*arguments.posonlyargs, *arguments.args]
    found += [arguments.vararg] if arguments.vararg else []
    found += arguments.kwonlyargs
    return found + ([arguments.kwarg] if arguments.kwarg else [])


def _body_start(text: SourceText, node: Definition) -> int:
    first = node.body[0]
    at = text.start(first)
    if decorators := getattr(first, "decorator_list", ()):
        at = min(at, text.text.rfind("@", 0, text.start(decorators[0])))
    return at


def _colon_between(text: str, start: int, end: int) -> int:
    """The offset behind the last colon before `end` that is not in a comment. No string can be between the two."""
    tail = _COMMENT.sub(lambda comment: " " * len(comment[0]), text[start:end])
    return start + tail.rfind(":") + 1


def handler_span(text: SourceText, known: ast.ExceptHandler) -> Span:
    """From `except` to the end of what it catches."""
    start = text.start(known)
    return text.span_between(start, start + len("except") if known.type is None else text.end(known.type))


def case_span(text: SourceText, known: ast.match_case) -> Span:
    """The pattern of a `case`, with its guard."""
    end = text.end(known.pattern if known.guard is None else known.guard)
    return text.span_between(text.start(known.pattern), end)


def capture_span(text: SourceText, name: str, at: ast.pattern) -> Span:
    """Where a pattern binds a name: it ends in it, but for the braces of a mapping."""
    end = text.end(at)
    if isinstance(at, ast.MatchMapping):
        end = text.start(at) + len(text.slice(at).rstrip("} \t\f\n,\\"))
    found = [*_WORD.finditer(text.text, max(text.start(at), end - len(name) - 1), end)]
    return text.span_between(found[-1].start() if found else end, end)


def irrefutable(pattern: ast.pattern) -> bool:
    """A bare capture or wildcard, also in parentheses or behind `as`, or an alternative that is one (PEP 634)."""
    match pattern:
        case ast.MatchAs(pattern=None):
            return True
        case ast.MatchAs(pattern=inner) if inner is not None:
            return irrefutable(inner)
        case ast.MatchOr(patterns=alternatives):
            return irrefutable(alternatives[-1])
    return False
