"""SPY104: names of a module, or of a class, that the contract does not declare."""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static.checks.context import Context, may_be_anything
from importspy_static.checks.undecided import ConditionalDefinition
from importspy_static.interpret.values import Binding
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.place import ContractPlace
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


def check_unexpected(context: Context, binding: Binding, symbol: str, asked: ContractPlace) -> Iterator[Violation]:
    """The violation that a public name is, if it is bound in every way or in some."""
    present = [each for each in binding if each.value is not None and may_be_anything(each.value) is None]
    if not present:
        return
    found = UnexpectedName(symbol=symbol, place=context.place(present[0].span), contract_place=asked)
    if len(present) == len(binding):
        yield found
        return
    cause = next((each.branch for each in binding if each.branch), None)
    if cause is not None:
        yield ConditionalDefinition(
            symbol=symbol,
            place=context.place(cause.span),
            contract_place=asked,
            construct=cause.construct,
            otherwise=found.message,
        )
