"""The bytes of a source file, wherever it lies."""

from __future__ import annotations

from importspy_static import limits
from importspy_static.extract.reading import read_source
from importspy_static.model.place import TOP
from importspy_static.model.program import Failure
from importspy_static.model.source import SourceFile


def read(source: SourceFile) -> bytes | Failure:
    """The bytes, or why there are none. Raises nothing."""
    if source.content is None:
        return read_source(source.file)
    if len(source.content) > limits.SOURCE_BYTES:
        return Failure("complex", f"larger than the limit of {limits.SOURCE_BYTES} bytes", TOP)
    return source.content
