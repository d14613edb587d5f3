"""The fingerprints of a source. CPython's compiler is the judge of what is Python, as it is of facts."""

from __future__ import annotations

from importspy_static.extract.judgement import gave_up, judged
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
    if isinstance(tree, Failure):
        return tree
    try:
        return fingerprints(tree, docstrings=docstrings)
    except NoFormError as error:
        reason = f"fingerprints of version s1 know nothing of {error.what}"
        return Failure("complex", reason, Span(error.line, 1, error.line, 1))
    except (RecursionError, MemoryError) as error:
        return gave_up(error)
