"""The outline of a source, read by libcst."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from importspy_static.extract.concrete.expressions import Disagreement
from importspy_static.extract.concrete.outline import Outline
from importspy_static.extract.concrete.refusals import REFUSALS
from importspy_static.extract.concrete.statements import Statements
from importspy_static.extract.gaps import Gaps
from importspy_static.extract.selection import Kept
from importspy_static.extract.text import SourceText
from importspy_static.model.place import Span
from importspy_static.model.program import Block, Failure, Statement


def read(text: SourceText, kept: list[Kept]) -> Block | Failure:
    """The outline of what was kept, read by libcst, a chunk at a time.

    Raises:
        TooComplex: a limit is hit.
    """
    gaps = Gaps(text)
    statements = Statements(text, gaps)
    body: list[Statement] = []
    try:
        for some, outline in Outline(text, gaps).chunks(kept):
            found = _parsed(outline)
            body += _one_by_one(text, some) if found is None else statements.block(found, some, some[0].node)
    except Disagreement as error:
        place = Span(error.line, 1, error.line, 1)
        return Failure("complex", f"the two parsers disagree at line {error.line}", place)
    return tuple(body)


def _one_by_one(text: SourceText, kept: list[Kept]) -> Block:
    """Statements of which libcst cannot read one. That one is outlined again with hardly an expression left in it.

    Some legal Python libcst refuses, or trips over: `not(lambda: 1)`.
    """
    body: list[Statement] = []
    for each in kept:
        for bare in (False, True):
            gaps = Gaps(text)
            ((_, outline),) = Outline(text, gaps, bare).chunks([each])
            if (found := _parsed(outline)) is not None:
                body += Statements(text, gaps).block(found, [each], each.node)
                break
        else:
            raise Disagreement(each.node)
    return tuple(body)


def _parsed(outline: str) -> Sequence[cst.CSTNode] | None:
    if not outline:
        return ()
    config: cst.PartialParserConfig = cst.PartialParserConfig(default_indent=" ", default_newline="\n")
    try:
        return cst.parse_module(outline, config).body
    except REFUSALS:
        return None
    except (TypeError, ValueError):
        return None
