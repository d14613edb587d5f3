"""What can be wrong with a configuration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from importspy_static.configuration.wording import printable
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.limits import CONFIGURATION_PROBLEMS


@dataclass(frozen=True)
class ConfigurationProblem:
    """One thing that is wrong, and where. Text that it quotes of the file is short and has its controls escaped."""

    path: str
    """The file, as it was given or found."""
    line: int
    """From 1 on, as `column`, which counts characters."""
    column: int
    key: str
    """The path of the key: `tool.importspy-static.contracts[1].contract`; empty if it is about the file."""
    message: str
    """A clause without a full stop: what was expected, what was found."""
    remedy: str
    """What to do about it; a clause without a full stop."""

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        return f"{printable(self.path)}:{self.line}:{self.column}: {key}{self.message}"


class ConfigurationError(Exception):
    """A configuration that cannot be used. `problems` are all of them, by file and place; there is at least one.

    `lines` are the lines of the files that could be read, by path, for the frames of reports. The text of the error has
    one line a problem.
    """

    def __init__(
        self,
        problems: Sequence[ConfigurationProblem],
        lines: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> None:
        self.problems = tuple(problems)
        self.lines = lines
        super().__init__("\n".join(map(str, self.problems)))


class Problems:
    """What a run of the reader has found to be wrong."""

    def __init__(self) -> None:
        self.found: list[ConfigurationProblem] = []
        self.left_out = False
        """Whether there is more than is told."""

    @property
    def are_enough(self) -> bool:
        """Whether no more will be told."""
        return len(self.found) >= CONFIGURATION_PROBLEMS

    def add(self, problem: ConfigurationProblem) -> None:
        """One more, unless there are enough."""
        if self.are_enough:
            self.left_out = True
        else:
            self.found.append(problem)
