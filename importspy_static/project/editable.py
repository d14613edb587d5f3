"""What the finders of editable installs of setuptools say in their two literals. They are code: read, never run."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping

from importspy_static import limits
from importspy_static.lazy_dataclasses import dataclass

_LITERAL = re.compile(r"(MAPPING|NAMESPACES)\b[^={]*= *(?=\{)")
_TOKEN = re.compile(r"""\s*(?:(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<mark>[][{}:,]))""")
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}


@dataclass(frozen=True, slots=True)
class Editable:
    """Where the modules of projects are that are installed in place."""

    modules: tuple[tuple[str, str], ...]
    """Dotted names, and the path of each without a suffix: a folder or a file. The last one that fits counts."""
    namespaces: Mapping[str, tuple[str, ...]]
    """Namespace packages, and their folders."""


class _NoLiteral(Exception):
    """Text that is no mapping of strings to strings, or to lists of them."""


def redirection(content: bytes) -> Editable:
    """What a finder of setuptools says. Nothing if its literals are not as setuptools writes them, each in one line."""
    told: dict[str, dict[str, str | list[str]]] = {}
    for line in content.decode("utf-8", "replace").split("\n"):
        if (found := _LITERAL.match(line)) is not None and len(line) <= limits.EDITABLE_CHARACTERS:
            try:
                told[found[1]] = _mapping(list(_tokens(line[found.end() :])))
            except _NoLiteral:
                told.pop(found[1], None)
    modules = told.get("MAPPING", {}).items()
    namespaces = told.get("NAMESPACES", {}).items()
    return Editable(
        tuple((name, path) for name, path in modules if isinstance(path, str) and os.path.isabs(path)),
        {name: tuple(filter(os.path.isabs, paths)) for name, paths in namespaces if isinstance(paths, list)},
    )


def _mapping(tokens: list[str]) -> dict[str, str | list[str]]:
    """`{'name': 'path', 'other': ['path', 'path']}`; the tokens are in use from the end on."""
    tokens.reverse()
    found: dict[str, str | list[str]] = {}
    _expect(tokens, "{")
    while tokens and tokens[-1] != "}":
        name = _text(tokens)
        _expect(tokens, ":")
        found[name] = _list(tokens) if tokens and tokens[-1] == "[" else _text(tokens)
        if tokens and tokens[-1] != "}":
            _expect(tokens, ",")
    _expect(tokens, "}")
    if tokens:
        raise _NoLiteral
    return found


def _list(tokens: list[str]) -> list[str]:
    _expect(tokens, "[")
    found = []
    while tokens and tokens[-1] != "]":
        found.append(_text(tokens))
        if tokens and tokens[-1] != "]":
            _expect(tokens, ",")
    _expect(tokens, "]")
    return found


def _expect(tokens: list[str], mark: str) -> None:
    if not tokens or tokens.pop() != mark:
        raise _NoLiteral


def _text(tokens: list[str]) -> str:
    token = tokens.pop() if tokens else ""
    if not token.startswith(("'", '"')):
        raise _NoLiteral
    return _ESCAPE.sub(_unescaped, token[1:-1])


def _unescaped(match: re.Match[str]) -> str:
    number = match[1] or match[2] or match[3]
    if number is None:
        return _ESCAPED.get(match[4], match[4])
    return chr(min(int(number, 16), 0x10FFFF))


def _tokens(text: str) -> Iterator[str]:
    """Strings as they are written, and marks between them."""
    position = 0
    while text[position:].strip():
        if (found := _TOKEN.match(text, position)) is None:
            raise _NoLiteral
        yield found["text"] or found["mark"]
        position = found.end()
