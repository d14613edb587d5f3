"""SPY104: names of a module, or of a class, that the contract does not declare."""

from __future__ import annotations

from dataclasses import dataclass

from importspy_static.model.violation import Violation


@dataclass(frozen=True, kw_only=True)
class UnexpectedName(
    Violation,
    code="SPY104",
    name="unexpected-name",
    title="Unexpected Name",
    remedy="Begin the name with an underscore, take it out of `__all__`, or declare it in the contract.",
):
    """The contract says `extra: forbid`, and there is a public name that it does not declare.

    The public names of a module are those in `__all__`, and without it those that do not begin with an underscore
    and were not imported. The public members of a class are those that do not begin with an underscore.

    ```yaml
    extra: forbid
    functions:
      - name: run
    ```

    ```python
    def run(): ...
    def debug(): ...  # not declared
    ```
    """

    @property
    def message(self) -> str:
        return f"{self.symbol}: is public, but the contract does not declare it"
