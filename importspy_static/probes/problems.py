"""Why there are no facts of a host."""

from __future__ import annotations


class ProbeError(Exception):
    """An interpreter or a snapshot that does not tell the facts of a host.

    `source` is the executable or the path, as it was given. `problems` are all of them, each a sentence in lower case
    without a full stop, with the path of the key or `line:column` where there is one. They may hold control characters
    of what they are about. `remedy` says what to do. None of them holds the text of an environment variable.
    """

    def __init__(self, source: str, *problems: str, remedy: str) -> None:
        self.source = source
        self.problems = problems
        self.remedy = remedy
        super().__init__("\n".join(f"{source}: {problem}" for problem in problems))
