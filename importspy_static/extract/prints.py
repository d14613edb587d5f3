"""The fingerprints of a source. CPython's compiler is the judge of what is Python, as it is of facts."""

from __future__ import annotations

import ast
import warnings

from importspy_static.extract.judgement import accepted, gave_up, judged, lenient
from importspy_static.extract.text import SourceText
from importspy_static.integrity.fingerprints import fingerprints
from importspy_static.integrity.forms import NoFormError
from importspy_static.model.fingerprint import Fingerprints
from importspy_static.model.place import Span
from importspy_static.model.program import Failure


def printed(source: bytes, *, docstrings: bool = False, newer: bool = False) -> Fingerprints | Failure:
    """The fingerprints of a source file, or why there are none. Raises nothing, whatever the bytes.

    Args:
        source: the file's bytes.
        docstrings: whether docstrings count.
        newer: whether libcst may read a file that CPython refuses, in case its grammar is newer than the running
            version's. Only for a process that may die of it.
    """
    tree = judged(source)
    if isinstance(tree, Failure) and newer and tree.kind == "syntax":
        tree = _in_newer_grammar(source) or tree
    if isinstance(tree, Failure):
        return tree
    try:
        return fingerprints(tree, docstrings=docstrings)
    except NoFormError as error:
        reason = f"fingerprints of version s1 know nothing of {error.what}"
        return Failure("complex", reason, Span(error.line, 1, error.line, 1))
    except (RecursionError, MemoryError) as error:
        return gave_up(error)


def _in_newer_grammar(source: bytes) -> ast.Module | None:
    """The tree of a source that libcst reads and this Python does not, if it is as new as that."""
    from importspy_static.extract.concrete.newer import lowered

    before = lowered(SourceText(lenient(source)))
    if before is None or accepted(before.text) is None:
        return None
    return read_by_libcst(lenient(source))


def read_by_libcst(text: str) -> ast.Module | None:
    """The abstract tree of a text, as far as fingerprints need it, made of libcst's; None if there is none."""
    import libcst as cst
    from libcst.metadata import MetadataWrapper, PositionProvider

    from importspy_static.extract.abstract.statements import module
    from importspy_static.extract.concrete.refusals import REFUSALS

    with warnings.catch_warnings():  # of odd escapes in strings
        warnings.simplefilter("ignore")
        try:
            wrapper = MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True)
            tree: ast.Module = module(wrapper.module, wrapper.resolve(PositionProvider))
        except REFUSALS:
            return None
        except (TypeError, ValueError, SyntaxError, LookupError, RecursionError):
            return None
    return tree
