"""SPY603 to SPY605: what a module is registered as, and what it takes from modules that are under contract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from importspy_static.checks.context import Context, may_be_anything
from importspy_static.checks.undecided import undecided
from importspy_static.interpret.values import Binding, ClassValue
from importspy_static.model.place import ContractPlace
from importspy_static.model.source import EntryPoint
from importspy_static.model.violation import Violation


@dataclass(frozen=True, kw_only=True)
class EntryPointBroken(
    Violation,
    code="SPY603",
    name="entry-point-broken",
    title="Entry Point Broken",
    remedy="Define the name in the module, or correct the entry point where it is registered.",
):
    """A module is registered as an entry point, and does not have what the entry point names.

    `trim = "acme.plugins.trim:Extension"` says that whoever loads the plugin `trim` gets `Extension` of that module.
    If the name is not there, loading it raises AttributeError, however well the rest of the module keeps its contract.

    Entry points are checked where the configuration asks for it: `path = "entry-points:acme.plugins"`.
    """

    reference: str

    @property
    def message(self) -> str:
        return f"{self.symbol}: is not defined, but the entry point '{self.reference}' leads to it"


@dataclass(frozen=True, kw_only=True)
class ImportedNameMissing(
    Violation,
    code="SPY604",
    name="imported-name-missing",
    title="Imported Name Missing",
    remedy="Define the name in the module that it is taken from, or do not import it.",
):
    """A name is imported from a module under contract, and that module does not have it.

    Told with `--deep`: a module is compliant only if what it imports from contracted modules is there. At the top level
    such an import fails at once; in a function it fails when the function is called, which tests may never do.
    """

    origin: str

    @property
    def message(self) -> str:
        return f"{self.symbol}: is imported from {self.origin}, which does not define it"


@dataclass(frozen=True, kw_only=True)
class ImportedModuleNotCompliant(
    Violation,
    code="SPY605",
    name="imported-module-not-compliant",
    title="Imported Module Not Compliant",
    remedy="Make the module that is imported keep its contract, or do without it.",
):
    """A module imports another one that is under contract and does not keep it.

    Told with `--deep`: whoever relies on this module relies on what it imports, too. The chain leads from import to
    import to the module that breaks its contract itself. A module that hands on names of another counts as far as these
    are taken.
    """

    origin: str
    codes: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"imports {self.origin}, which does not keep its contract: {', '.join(self.codes)}"


def check_entry_point(context: Context, point: EntryPoint, asked: ContractPlace) -> Iterator[Violation]:
    """Whether a module has what an entry point names."""
    if not point.attribute:
        return
    binding: Binding = context.namespace.name(point.attribute.partition(".")[0])
    for name in point.attribute.split(".")[1:]:
        inner = [outcome.value for outcome in binding]
        if len(inner) != 1 or not isinstance(inner[0], ClassValue):
            break  # an attribute of whatever it is
        binding = context.namespace.member(inner[0], name)
    values = [outcome.value for outcome in binding]
    if all(value is None for value in values):
        yield EntryPointBroken(symbol=point.attribute, place=context.place(None), reference=_written(point))
        return
    for value in values:
        cause = None if value is None else may_be_anything(value)
        if cause is not None:
            yield undecided(cause, context.place(cause.span), point.attribute, asked)
            return


def _written(point: EntryPoint) -> str:
    return f"{point.name} = {point.reference}"
