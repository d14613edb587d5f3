"""Whether each change of what a source means changes its fingerprint.

    python -m tests.integrity.changing FOLDER… [--changes 2000] [--seed 1]

Changes one token of one file, picked at random, in a way that changes what the file means: another name, operator or
constant, or two names that stand side by side in the other order. Tells each change that no fingerprint shows, and
each that more than one part shows. Exit status 1 if there is one of the former.
"""

from __future__ import annotations

import argparse
import ast
import io
import keyword
import random
import sys
import tokenize
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from importspy_static.integrity.fingerprints import fingerprints
from importspy_static.model.fingerprint import Fingerprints
from tests.integrity.reformatting import differences

OPERATORS = {
    "+": "-",
    "-": "+",
    "*": "/",
    "/": "*",
    "%": "//",
    "<<": ">>",
    "&": "|",
    "|": "^",
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "==": "!=",
    "!=": "==",
    "+=": "-=",
    "-=": "+=",
    "*=": "/=",
    "**": "*",
    ":=": ">",
    "@": "*",
}
WORDS = {
    "True": "False",
    "False": "True",
    "None": "True",
    "and": "or",
    "or": "and",
    "is": "==",
    "in": "<",
    "not": "-",
    "break": "continue",
    "continue": "break",
    "yield": "await",
    "nonlocal": "global",
    "for": "async for",
}


@dataclass(frozen=True)
class Change:
    """A text instead of another."""

    kind: str
    line: int
    old: str
    new: str
    source: str
    """With the change."""


def changes(source: str) -> dict[str, list[Callable[[], Change]]]:
    """All changes of a source by kind, made when they are called for."""
    lines = source.splitlines(keepends=True)
    tokens = [each for each in tokenize.generate_tokens(io.StringIO(source).readline) if _counts(each)]
    documented = set(_docstrings(ast.parse(source)))

    def at(kind: str, token: tokenize.TokenInfo, new: str) -> Callable[[], Change]:
        return lambda: Change(kind, token.start[0], token.string, new, _replaced(lines, token.start, token.end, new))

    found: dict[str, list[Callable[[], Change]]] = {}

    def add(kind: str, token: tokenize.TokenInfo, new: str) -> None:
        found.setdefault(kind, []).append(at(kind, token, new))

    for index, token in enumerate(tokens):
        match token.type:
            case tokenize.NAME if token.string in WORDS:
                add("word", token, WORDS[token.string])
            case tokenize.NAME if not keyword.iskeyword(token.string):
                add("name", token, f"{token.string}_")
                if (swapped := _swapped(lines, tokens[index : index + 3])) is not None:
                    found.setdefault("order", []).append(swapped)
            case tokenize.OP if token.string in OPERATORS:
                add("operator", token, OPERATORS[token.string])
            case tokenize.NUMBER:
                add("number", token, f"7{token.string}")
            case tokenize.STRING if token.start[0] not in documented:
                opening = token.string.index('"' if token.string.endswith('"') else "'")
                width = 3 if token.string[opening : opening + 3] in ("'''", '"""') else 1
                behind = opening + width
                add("string", token, f"{token.string[:behind]}x{token.string[behind:]}")
    return found


def _counts(token: tokenize.TokenInfo) -> bool:
    return token.type not in (tokenize.COMMENT, tokenize.NL)


def _docstrings(tree: ast.Module) -> Iterator[int]:
    """The lines on which docstrings begin, and lines within them."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.Module(body=[ast.Expr(value=ast.Constant(value=str())) as first, *_])
                | ast.ClassDef(body=[ast.Expr(value=ast.Constant(value=str())) as first, *_])
                | ast.FunctionDef(body=[ast.Expr(value=ast.Constant(value=str())) as first, *_])
                | ast.AsyncFunctionDef(body=[ast.Expr(value=ast.Constant(value=str())) as first, *_])
            ):
                yield from range(first.lineno, (first.end_lineno or first.lineno) + 1)


def _swapped(lines: Sequence[str], three: Sequence[tokenize.TokenInfo]) -> Callable[[], Change] | None:
    """`a, b` on one line as `b, a`."""
    match three:
        case [first, tokenize.TokenInfo(string=","), second] if (
            second.type == tokenize.NAME
            and not keyword.iskeyword(second.string)
            and first.string != second.string
            and first.start[0] == second.end[0]
        ):
            new = f"{second.string}, {first.string}"
            old = f"{first.string}, {second.string}"
            return lambda: Change("order", first.start[0], old, new, _replaced(lines, first.start, second.end, new))
    return None


def _replaced(lines: Sequence[str], start: tuple[int, int], end: tuple[int, int], new: str) -> str:
    first, last = lines[start[0] - 1], lines[end[0] - 1]
    return "".join([*lines[: start[0] - 1], first[: start[1]], new, last[end[1] :], *lines[end[0] :]])


def parts(before: Fingerprints, after: Fingerprints) -> list[str]:
    """What tells a change: parts whose signature or body is another one."""
    return [each for each in differences(before, after) if each != "structure"]


def read(source: str) -> Fingerprints | None:
    """The fingerprints of a text, or None if it is no Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(source, "", "exec", dont_inherit=True)
            return fingerprints(ast.parse(source))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def tried(sources: Sequence[str], count: int, seed: int) -> Iterator[tuple[Change, Fingerprints, Fingerprints]]:
    """So many changes that are Python, with the fingerprints before and after."""
    chosen = random.Random(seed)
    left = count
    while left:
        source = chosen.choice(sources)
        possible = changes(source)
        before = read(source)
        if before is None:
            continue
        for _ in range(8 if possible else 0):
            change = chosen.choice(possible[chosen.choice(sorted(possible))])()
            after = read(change.source)
            if left and after is not None:
                left -= 1
                yield change, before, after


def readable(folder: Path) -> Iterator[str]:
    """The texts of a folder's files that can be parsed here."""
    for path in sorted(folder.rglob("*.py")):
        if "site-packages" in path.parts:
            continue
        try:
            source = path.read_text(encoding="utf-8")
            list(tokenize.generate_tokens(io.StringIO(source).readline))
        except (OSError, UnicodeDecodeError, SyntaxError, tokenize.TokenError):
            continue
        if "\f" not in source and "\r" not in source and 0 < len(source) < 200_000 and read(source) is not None:
            yield source


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.integrity.changing", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--changes", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    sources = [source for folder in asked.folders for source in readable(folder)]
    kinds: Counter[str] = Counter()
    unseen = several = 0
    for change, before, after in tried(sources, asked.changes, asked.seed):
        kinds[change.kind] += 1
        told = f"line {change.line}: {change.old!r} as {change.new!r}"
        if before.structure == after.structure or not parts(before, after):
            unseen += 1
            sys.stdout.write(f"  not seen: {told}\n")
        elif len(where := parts(before, after)) > 1:
            several += 1
            if not any(each.endswith((": new", ": gone")) for each in where):
                sys.stdout.write(f"  seen in several parts: {told}: {', '.join(where)}\n")
    total = sum(kinds.values())
    spread = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    sys.stdout.write(
        f"{total - unseen} of {total} changes seen ({spread}), in {len(sources)} files; {several} in several parts\n"
    )
    return 1 if unseen else 0


if __name__ == "__main__":
    sys.exit(main())
