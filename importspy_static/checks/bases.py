"""SPY406: bases that no class can have."""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static.checks.context import Context
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.contract import ModuleRequirement
from importspy_static.model.violation import Violation


@dataclass(frozen=True, kw_only=True)
class ImpossibleBases(
    Violation,
    code="SPY406",
    name="impossible-bases",
    title="Impossible Bases",
    remedy="Change the order of the bases, or leave one of them out, so that Python can make the class.",
):
    """A class statement raises TypeError, as no class can have these bases, and the import of the module ends there.

    There is no method resolution order that keeps the order of all bases (`class A(Base, Derived)`), a base is there
    twice, nothing can inherit from it (`bool`), or two of them keep something of their own in the same place of an
    instance (`class A(int, str)`, two classes with `__slots__`). The bases may come from other files.

    Nothing else is told of such a module: none of its names is ever there.

    ```yaml
    classes:
      - {name: Extension, superclasses: [Plugin]}
    ```

    ```python
    class Plugin: ...


    class Service(Plugin): ...


    class Extension(Plugin, Service): ...  # Service is a Plugin, so it has to come first
    ```
    """

    @property
    def message(self) -> str:
        return f"{self.symbol}: cannot be made of its bases, so the import raises TypeError: {self.actual}"


def check_bases(context: Context, requirement: ModuleRequirement) -> Iterator[ImpossibleBases]:
    """Tell of the class that ends the import, if one does."""
    namespace = context.namespace
    name = namespace.impossible_class
    if name is None or namespace.completes:
        return
    asked = next((each.place for each in requirement.classes if each.name == name), requirement.place)
    yield ImpossibleBases(
        symbol=name,
        place=context.place(namespace.raised_at),
        contract_place=asked,
        actual=namespace.reason,
    )
