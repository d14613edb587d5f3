"""The errors of the YAML scanner in the words of those who write contracts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from importspy_static.contract.nodes import Mark, quoted

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError


def in_plain_words(error: MarkedYAMLError) -> tuple[Mark | None, str]:
    """Where the scanner stopped, and why."""
    mark = error.problem_mark or error.context_mark
    at = Mark(mark.line + 1, mark.column + 1) if mark else None
    return at, _reason(error)


def _reason(error: MarkedYAMLError) -> str:
    problem, context = error.problem or "", error.context or ""
    opened = f"line {error.context_mark.line + 1}" if error.context_mark else "an earlier line"
    if "scanning a quoted scalar" in context or "scanning a double-quoted" in context:
        if "end of stream" in problem or "document separator" in problem:
            return f"the quote that opens on {opened} is never closed"
        return f"an escape that YAML does not know: {problem}; in single quotes a backslash is plain text"
    if "scanning an alias" in context:
        return "'*' begins an alias in YAML; put text that begins with '*' in quotes"
    if "scanning an anchor" in context:
        return "'&' begins an anchor in YAML; put text that begins with '&' in quotes"
    if "mapping values are not allowed" in problem:
        return "a ': ' where no key can stand; put text that holds ': ' in quotes, or mend the indentation"
    if "sequence entries are not allowed" in problem:
        return "a '-' where no list item can stand; put a lone '-' in quotes, or begin the list on a line of its own"
    if found := re.search(r"found character '(.+)' that cannot start any token", problem, re.DOTALL):
        return _bad_start(found[1])
    if "flow sequence" in context or "flow mapping" in context:
        bracket, end = ("[", "]") if "sequence" in context else ("{", "}")
        found_there = _found(problem)
        hint = f"; put text that holds {found_there} in quotes" if found_there in {"'['", "'{'"} else ""
        return f"expected ',' or '{end}' in what '{bracket}' opens on {opened}, found {found_there}{hint}"
    if "expected <block end>" in problem:
        return f"the indentation does not fit what begins on {opened}: found {_found(problem)}"
    if "could not find expected ':'" in problem:
        return f"expected ':' behind the key on {opened}"
    if "undefined tag handle" in problem:
        return "a tag ('!…') that is not known; put text that begins with '!' in quotes"
    return " ".join(" ".join(filter(None, (context, problem))).split()) or "not well-formed YAML"


def _bad_start(character: str) -> str:
    if character in {"\t", "\\t"}:
        return "a tab; YAML is indented with spaces"
    return f"text cannot begin with {quoted(character)}; put it in quotes"


TOKENS = {
    "<stream end>": "the end of the file",
    "<block mapping start>": "the beginning of a mapping",
    "<scalar>": "text",
    "<block end>": "the end of the indented part",
    "?": "a key",
    ":": "':'",
    "-": "a list item",
    "<anchor>": "an anchor",
    "<alias>": "an alias",
    "<tag>": "a tag",
    "<document start>": "'---'",
    "<document end>": "'...'",
}
"""The scanner's names of tokens."""


def _found(problem: str) -> str:
    found = re.search(r"(?:found|got) \(?'([^']*)'", problem)
    return TOKENS.get(found[1], quoted(found[1])) if found else "something else"
