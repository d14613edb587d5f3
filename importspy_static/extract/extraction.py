"""Source to facts: what a module does to names, without running it."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from importspy_static.extract.grammar import Use, constructs, show, undeclared
from importspy_static.extract.judgement import accepted, gave_up, judged, lenient
from importspy_static.extract.text import SourceText
from importspy_static.lazy_dataclasses import replace
from importspy_static.model.bytecode import Code, CodeForm
from importspy_static.model.depth import Depth
from importspy_static.model.fingerprint import Fingerprints, Print
from importspy_static.model.place import Span
from importspy_static.model.program import Block, Construct, Failure, Program


def extract(source: bytes, newer: bool = False, depth: Depth = Depth.WHOLE) -> Program | Failure:
    """The facts of a source file, or why there are none. Raises nothing, whatever the bytes.

    CPython's compiler is the judge of what is Python, and its tree tells what is there. Where its grammar is too old,
    libcst reads the outline of the file, and a place that the two read differently is a failure: nothing is guessed.
    This runs in the calling process; use `isolation.Extractor` for source that nobody vouches for.

    Args:
        source: the file's bytes.
        newer: whether libcst may read a file that CPython refuses, in case its grammar is newer than the running
            version's. Only for a process that may die of it.
        depth: how much of it is read.
    """
    tree = judged(source)
    if isinstance(tree, Failure):
        return _in_newer_grammar(source, tree, depth) if newer and tree.kind == "syntax" else tree
    text = SourceText(lenient(source))
    return facts(tree, text, undeclared(source, text), depth)


def answered(
    source: bytes, asked: Depth | Print | Code, newer: bool = False
) -> Program | Fingerprints | CodeForm | Failure:
    """What is asked of a source: facts to some depth, fingerprints, the form of code. As `extract`, raises nothing."""
    if isinstance(asked, Depth):
        return extract(source, newer, asked)
    if isinstance(asked, Code):
        from importspy_static.extract.bytecode import form_of

        return form_of(source, asked)
    from importspy_static.extract.prints import printed

    return printed(source, docstrings=asked is Print.DOCSTRINGS, newer=newer)


def _in_newer_grammar(source: bytes, refused: Failure, depth: Depth) -> Program | Failure:
    from importspy_static.extract.concrete.newer import lowered, restored

    text = SourceText(lenient(source))
    before = lowered(text)
    if before is None:
        return refused
    tree = accepted(before.text)
    if tree is None:
        wanted = f"; its grammar is that of Python {before.needs[0]}.{before.needs[1]}, which could check it"
        return replace(refused, reason=refused.reason + wanted)
    text = SourceText(text.text, before.text)
    uses = [*undeclared(source, text), *before.uses]
    return facts(restored(tree, text, before), text, uses, depth, is_newer=True)


def facts(
    tree: ast.Module,
    text: SourceText,
    uses: Sequence[Use] = (),
    depth: Depth = Depth.WHOLE,
    *,
    is_newer: bool = False,
) -> Program | Failure:
    """The facts of a tree that CPython's compiler has accepted, and of its source.

    `uses` are those of newer grammar that the tree does not show, as it does not show all where the grammar
    `is_newer` than the running Python's.
    """
    from importspy_static.extract.imports import ImportReader

    try:
        body = () if depth < Depth.OUTLINE else statements(tree, text, bodies=depth is Depth.WHOLE, is_newer=is_newer)
        if isinstance(body, Failure):
            return body
        imports = ImportReader(tree, text)
        found: tuple[Construct, ...] = ()
        if is_newer or depth >= Depth.GRAMMAR:
            found = constructs(tree, text, uses, imports.watch)
        elif imports.watch is not None:
            show(tree, text, imports.watch)
        return Program(body, _future_annotations(tree), found, *imports.facts())
    except (RecursionError, MemoryError) as error:
        return gave_up(error)


def statements(tree: ast.Module, text: SourceText, *, bodies: bool, is_newer: bool = False) -> Block | Failure:
    """What a module does to names; `bodies`: whether those of its functions are read."""
    from importspy_static.extract.effects import Effects
    from importspy_static.extract.selection import Selection, TooComplex

    try:
        kept = Selection(tree, Effects(text, tree), bodies).module()
        if is_newer:
            from importspy_static.extract.concrete.reading import read

            return read(text, kept)
        from importspy_static.extract.statements import Statements

        return Statements(text).block(kept)
    except TooComplex as error:
        return Failure("complex", error.reason, _line(getattr(error.node, "lineno", 1)))


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
