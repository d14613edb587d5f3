"""Where something stands: in the checked source, and in the contract."""

from __future__ import annotations

from typing import Generic, TypeVar

from importspy_static.lazy_dataclasses import dataclass

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A range of source text. Lines and columns count from 1, columns in characters.

    `end_column` is the column behind the last character, as in SARIF and LSP's exclusive ends.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    file: int = 0
    """The number of the file in this run; who numbers files (`World`) knows their paths. 0 is the only one, or none."""

    def first_line(self, width: int) -> Span:
        """This span cut to its first line, whose last column would be `width`."""
        if self.line == self.end_line:
            return self
        return Span(self.line, self.column, self.line, max(self.column, width), self.file)


TOP = Span(1, 1, 1, 1)
"""Where a thing that is missing from a module would stand."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A span of a checked file."""

    path: str
    span: Span


@dataclass(frozen=True, slots=True, order=True)
class ContractPlace:
    """A line of a contract, with the path of the key: `classes[0].methods[1].name`."""

    path: str
    line: int
    column: int
    key: str


@dataclass(frozen=True, slots=True)
class Stated(Generic[T_co]):
    """Something that a contract says, with the place where it says so.

    What a contract leaves out is the absence of a `Stated`; `value: null` is `Stated(None, …)`.
    """

    value: T_co
    place: ContractPlace
