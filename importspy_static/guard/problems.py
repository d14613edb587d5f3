"""What a guarded import raises and warns of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from importspy_static.model.report import Report


class GuardError(ValueError):
    """The guard is asked for in a way that cannot be: wrong patterns, no contract, nothing to guard."""


class ContractViolationWarning(UserWarning):
    """A module breaks its contract and runs all the same, as the guard's mode is `warn`."""


class ContractViolation(ImportError):
    """A module under contract does not keep it, or nobody can tell: its code did not run.

    `name` and `path` are those of the module, `lines` say what is wrong, one line for each violation as the format
    `concise` has them, or why it could not be checked.
    """

    def __init__(
        self, reason: str, *, name: str, path: str | None, lines: Sequence[str] = (), report: str | None = None
    ) -> None:
        self.lines = tuple(lines)
        self._reason, self._document = reason, report
        super().__init__("\n  ".join([f"{name}: {reason}", *self.lines]), name=name, path=path)

    def __reduce__(self) -> tuple[object, ...]:
        made = partial(
            type(self), self._reason, name=str(self.name), path=self.path, lines=self.lines, report=self._document
        )
        return made, ()

    @property
    def report(self) -> Report | None:
        """The report of the check, as `check` returns it; None where there was none.

        It is put together when it is asked for, which imports what it is made of.
        """
        if self._document is None:
            return None
        from importspy_static.guard.documents import decoded
        from importspy_static.model.report import Report

        return cast(Report, decoded(self._document))
