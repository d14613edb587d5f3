"""Source to facts: what a module does to names, without running it."""

from __future__ import annotations

import ast

from importspy_static.extract.judgement import gave_up, judged, lenient
from importspy_static.extract.text import SourceText
from importspy_static.model.place import Span
from importspy_static.model.program import Failure, Program, Statement


def extract(source: bytes) -> Program | Failure:
    """The facts of a source file, or why there are none. Raises nothing, whatever the bytes.

    CPython's compiler is the judge of what is Python, libcst reads what is left of the file in the outline, and a place
    that the two read differently is a failure: nothing is guessed. This runs in the calling process; use
    `isolation.Extractor` for source that nobody vouches for.
    """
    tree = judged(source)
    if isinstance(tree, Failure):
        return tree
    return facts(tree, lenient(source))


def facts(tree: ast.Module, source: str) -> Program | Failure:
    """The facts of a tree that CPython's compiler has accepted, and of its source."""
    import libcst as cst

    from importspy_static.extract.effects import Effects
    from importspy_static.extract.expressions import Disagreement
    from importspy_static.extract.gaps import Gaps
    from importspy_static.extract.outline import Outline
    from importspy_static.extract.selection import Selection, TooComplex
    from importspy_static.extract.statements import Statements

    text = SourceText(source)
    gaps = Gaps(text)
    statements = Statements(text, gaps)
    config: cst.PartialParserConfig = cst.PartialParserConfig(default_indent=" ", default_newline="\n")
    body: list[Statement] = []
    line = 1
    try:
        kept = Selection(tree, Effects(text, tree)).module()
        for some, outline in Outline(text, gaps).chunks(kept):
            line = some[0].node.lineno
            read = cst.parse_module(outline, config).body if outline else ()
            body += statements.block(read, some, some[0].node)
    except TooComplex as error:
        return Failure("complex", error.reason, _line(getattr(error.node, "lineno", 1)))
    except Disagreement as error:
        return Failure("complex", f"the two parsers disagree at line {error.line}", _line(error.line))
    except cst.ParserSyntaxError:
        return Failure("complex", f"the second parser gave up somewhere behind line {line}", _line(line))
    except (RecursionError, MemoryError) as error:
        return gave_up(error)
    return Program(tuple(body), _future_annotations(tree))


def _future_annotations(tree: ast.Module) -> bool:
    return any(
        isinstance(each, ast.ImportFrom)
        and each.module == "__future__"
        and each.level == 0
        and any(alias.name == "annotations" for alias in each.names)
        for each in tree.body
    )


def _line(line: int) -> Span:
    return Span(line, 1, line, 1)
