"""What all runs have in common: files that are read, and processes that end with the run."""

from __future__ import annotations

from types import TracebackType
from typing import TypeVar

from importspy_static.checking.extractors import Extractors
from importspy_static.checking.readings import Readings
from importspy_static.model.depth import Depth

R = TypeVar("R", bound="ReadingRun")


class ReadingRun:
    """A context in which files are read.

    Args:
        extractors: the processes that read files, which are ended with the run.
        depth: how much of each file is read at once.
    """

    def __init__(self, extractors: Extractors | None, depth: Depth = Depth.IMPORTS) -> None:
        self._extractors = Extractors(1) if extractors is None else extractors
        self._readings = Readings(self._extractors, depth)

    def __enter__(self: R) -> R:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._readings.close()
        self._extractors.close()
