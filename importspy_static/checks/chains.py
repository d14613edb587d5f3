"""SPY603 to SPY605: what a module is registered as, and what it takes from modules that are under contract."""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static.checks.context import Context, judge
from importspy_static.interpret.values import Binding, ClassValue, Outcome
from importspy_static.lazy_dataclasses import dataclass, replace
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
    first, *inner = point.attribute.split(".")
    binding: Binding = context.namespace.name(first)
    for name in inner:
        binding = tuple(each for outcome in binding for each in _attribute(context, outcome, name))
    missing = EntryPointBroken(symbol=point.attribute, place=context.place(None), reference=_written(point))
    yield from judge(context, binding, point.attribute, asked, lambda: missing, lambda _value, _span: ())


def _attribute(context: Context, outcome: Outcome, name: str) -> Binding:
    """What a class has under a name. What anything else has is not known, and what is not there has nothing.

    A class of one branch has its attributes on this branch: that they are missing on the other says nothing of it.
    """
    if not isinstance(outcome.value, ClassValue):
        return (outcome,)
    found = context.namespace.member(outcome.value, name)
    here = [each for each in found if each.value is not None or each.branch is None or each.branch != outcome.branch]
    return tuple(replace(each, branch=each.branch or outcome.branch) for each in here)


def _written(point: EntryPoint) -> str:
    return f"{point.name} = {point.reference}"
