"""Changes of the text of a module that change nothing of what it is: form, comments, blank lines, order."""

from __future__ import annotations

import ast
import io
import random
import subprocess
import sys
import tokenize
from collections.abc import Iterator

Function = (ast.FunctionDef, ast.AsyncFunctionDef)
LINE_LENGTHS = (20, 40, 79, 200)


def reformatted(text: str, chance: random.Random) -> str | None:
    """As `ruff format` writes it, with lines that are oddly short or long."""
    if _tree(text) is None:  # some of it would be Python afterwards: a formatter takes tabs and spaces as they look
        return None
    words = ["format", "--isolated", "--no-cache", "--line-length", str(chance.choice(LINE_LENGTHS)), "-"]
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *words], input=text.encode(), capture_output=True, timeout=60, check=False
    )
    return done.stdout.decode() if done.returncode == 0 else None  # of some fixtures it cannot read the grammar


def with_comments(text: str, chance: random.Random) -> str | None:
    """With comments and blank lines between statements, and remarks behind them."""
    lines, tree = _lines(text), _tree(text)
    if lines is None or tree is None:
        return None
    for node in reversed(list(_statements(tree))):
        first, last = _extent(node)
        end = lines[last - 1].encode()
        is_simple = not hasattr(node, "body") and not hasattr(node, "cases")  # nothing was put within it
        if is_simple and end[node.end_col_offset :].strip() == b"" and chance.randrange(3) == 0:
            lines[last - 1] += "  # def remark(): ..."
        before = lines[first - 1]
        indent = before[: len(before) - len(before.lstrip(" \t"))]
        is_first = bool(getattr(node, "decorator_list", [])) or node.col_offset == len(indent)
        if is_first and not (first > 1 and lines[first - 2].endswith("\\")):
            lines[first - 1 : first - 1] = chance.choice(([], [""], ["", f"{indent}# x = 1"], ["# class A:", "", ""]))
    return "\n".join(lines)


def without_comments(text: str, _chance: random.Random) -> str | None:
    """Without the comments that have a line of their own, but for the first two lines, which may say the encoding."""
    lines = _lines(text)
    if lines is None:
        return None
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return None
    alone = {
        each.start[0] for each in tokens if each.type == tokenize.COMMENT and not each.line[: each.start[1]].strip()
    }
    kept = [line for number, line in enumerate(lines, start=1) if number <= 2 or number not in alone]
    return None if kept == lines else "\n".join(kept)


def reordered(text: str, chance: random.Random) -> str | None:
    """With neighbouring functions the other way round, where nothing of their headers can depend on it."""
    lines, tree = _lines(text), _tree(text)
    if lines is None or tree is None:
        return None
    pairs = [pair for pair in _neighbours(tree) if _are_unrelated(*pair)]
    taken: set[int] = set()
    changed = False
    for one, other in sorted(pairs, key=lambda pair: -pair[0].lineno):
        rows = [*range(one.lineno, (other.end_lineno or 0) + 1)]
        if taken & set(rows) or chance.randrange(4) == 0 or not (_is_whole(one, lines) and _is_whole(other, lines)):
            continue
        taken |= set(rows)
        first, second = slice(one.lineno - 1, one.end_lineno), slice(other.lineno - 1, other.end_lineno)
        between = lines[first.stop : second.start]
        lines[first.start : second.stop] = [*lines[second], *between, *lines[first]]
        changed = True
    return "\n".join(lines) if changed else None


def _lines(text: str) -> list[str] | None:
    """The lines, if Python counts them as we do."""
    return None if "\r" in text or "\f" in text else text.split("\n")


def _tree(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _statements(tree: ast.Module) -> Iterator[ast.stmt]:
    found = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    return iter(sorted(found, key=lambda node: _extent(node)[0]))


def _extent(node: ast.stmt) -> tuple[int, int]:
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(each.lineno for each in decorators)])
    return first, node.end_lineno or node.lineno


def _neighbours(tree: ast.Module) -> Iterator[tuple[ast.stmt, ast.stmt]]:
    for holder in ast.walk(tree):
        if isinstance(holder, ast.Module) or (isinstance(holder, ast.ClassDef) and not holder.keywords):
            yield from zip(holder.body, holder.body[1:], strict=False)


def _are_unrelated(one: ast.stmt, other: ast.stmt) -> bool:
    """Whether both are functions whose headers do nothing but take names, and not each other's."""
    if not isinstance(one, Function) or not isinstance(other, Function) or one.name == other.name:
        return False
    for each, name in ((one, other.name), (other, one.name)):
        header = [each.args, *([each.returns] if each.returns else [])]
        if each.decorator_list or getattr(each, "type_params", []):
            return False
        for node in (inner for part in header for inner in ast.walk(part)):
            if isinstance(node, (ast.Call, ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)):
                return False
            if isinstance(node, ast.Name) and node.id == name:
                return False
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and name in node.value:
                return False
    return True


def _is_whole(node: ast.stmt, lines: list[str]) -> bool:
    """Whether it has its lines for itself."""
    last = lines[(node.end_lineno or 0) - 1].encode()
    is_continued = node.lineno > 1 and lines[node.lineno - 2].endswith("\\")
    tail = last[node.end_col_offset or 0 :].strip()
    return not is_continued and not lines[node.lineno - 1].encode()[: node.col_offset].strip() and not tail
