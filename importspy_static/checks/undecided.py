"""SPY8: what source alone cannot tell. Each names the construct, its line, and the requirement that it touches."""

from __future__ import annotations

from importspy_static.interpret.values import Cause
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.place import ContractPlace, Place
from importspy_static.model.violation import Violation


@dataclass(frozen=True, kw_only=True)
class Undecided(Violation):
    """A requirement that depends on a construct that is not followed."""

    construct: str

    @property
    def message(self) -> str:
        return f"{self._subject}: {self._reason}"

    @property
    def _subject(self) -> str:
        return self.symbol or "the module"

    @property
    def _reason(self) -> str:
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class DynamicNamespace(
    Undecided,
    code="SPY801",
    name="dynamic-namespace",
    title="Undecided: dynamic namespace",
    remedy="Bind the name by an ordinary statement, or accept the risk in the contract: `severity: {SPY801: warning}`.",
):
    """Something changes a namespace in a way that the source does not spell out.

    `exec`, `globals()[name] = …`, `setattr(Class, name, …)`, a `__getattr__` of the module or class, a metaclass with a
    `__prepare__` of its own: whether the required name is there, and what it is, is known only when the code runs. The
    checker never runs it.

    Only the names that the construct can really touch are undecided. `setattr(Plugin, "run", f)` does what
    `Plugin.run = f` does; `setattr(Plugin, name, f)` makes all members of `Plugin` undecided.

    **What to do.** Write `Plugin.run = f` where you know the name; that is followed. If the construct is there on
    purpose, the owner of the contract can lower the severity of SPY801.
    """

    @property
    def _reason(self) -> str:
        return f"cannot be told from the source, as `{self.construct}` can change it"


@dataclass(frozen=True, kw_only=True)
class UnresolvedImport(
    Undecided,
    code="SPY802",
    name="unresolved-import",
    title="Undecided: unresolved import",
    remedy="Define the name in the module itself, check the one that it comes from, or declare targets that have it.",
):
    """The required name is imported from a module that is not looked at.

    `from .core import run` binds `run`, but what `run` is stands in another file. It is not missing, and it is not
    fine either. The same goes for every name that a star import may have brought or replaced.

    It is told of the whole module where an import may fail for reasons that the source does not tell: it imports what
    the standard library of the target no longer has (`distutils` since Python 3.12), unless a distribution has brought
    it back; a module of which there is but a stub; a relative import of a module that is in no package as far as can be
    seen; or modules that import each other, which only works if another one of them is imported first.

    **What to do.** Check the file that defines the name, or define it here.
    """

    why: str = ""

    @property
    def _reason(self) -> str:
        if not self.symbol:
            why = self.why or "which the target's Python lacks, though it may be installed there"
            return f"imports `{self.construct}`, {why}"
        return f"comes from `{self.construct}`, which was not found"


@dataclass(frozen=True, kw_only=True)
class UnknownDecorator(
    Undecided,
    code="SPY803",
    name="unknown-decorator",
    title="Undecided: unknown decorator",
    remedy="If the decorator keeps signatures, name it in the contract: `options: {trusted_decorators: […]}`.",
):
    """A decorator that is not known stands on a function whose signature is required, or on a class whose members are.

    A decorator can return anything: the function itself, a wrapper that takes other arguments, something else
    altogether. That the name exists is certain, the rest is not.

    Decorators of the standard library that keep or change a signature in a known way are followed (`staticmethod`,
    `property`, `lru_cache`, `contextmanager`, `wraps`, `dataclass`, …), and so are decorators that the module
    itself defines and that return what they are given.

    **What to do.** If you know that the decorator keeps signatures, say so:

    ```yaml
    options:
      trusted_decorators: [app.route, "acme.hooks.*"]
    ```
    """

    @property
    def _reason(self) -> str:
        return f"its signature cannot be told, as decorator `{self.construct}` is not known"


@dataclass(frozen=True, kw_only=True)
class ComputedValue(
    Undecided,
    code="SPY804",
    name="computed-value",
    title="Undecided: computed value",
    remedy="Write the value as a literal, or leave `value` or `version` out of the contract.",
):
    """A value, default, type or version is required, and the module computes it.

    Literals and arithmetic on literals are followed. What a call returns is not, as the checker runs nothing:
    `__version__ = read_version()` may be anything.

    **What to do.** Write a literal where the contract asks for a value, annotate where it asks for a type (`count:
    int = compute()`), or leave the requirement out.
    """

    @property
    def _reason(self) -> str:
        return f"cannot be told from the source, as it is computed by `{self.construct}`"


@dataclass(frozen=True, kw_only=True)
class ConditionalDefinition(
    Undecided,
    code="SPY805",
    name="conditional-definition",
    title="Undecided: conditional definition",
    remedy="Define it on every path, or decide by what the target is (`sys.platform`, `sys.version_info`).",
):
    """The module can come out in several ways, and they disagree about the requirement.

    A branch on `sys.version_info`, `sys.platform`, `TYPE_CHECKING` and the like is decided for the target. Any
    other branch, a `try` with handlers, or a loop can go either way. If the requirement holds on every way, it
    holds; if it fails on every way, it is broken; this violation is for what holds on one and fails on another. The
    message tells how it fails.

    **What to do.** Define the name on all branches with the same signature, or make the branch depend on the target
    only.
    """

    otherwise: str

    @property
    def message(self) -> str:
        return f"{self._subject}: depends on `{self.construct}`; where it fails: {self.otherwise}"


@dataclass(frozen=True, kw_only=True)
class UnresolvedBase(
    Undecided,
    code="SPY806",
    name="unresolved-base",
    title="Undecided: unresolved base class",
    remedy="Define what is required in the class itself, or check the module that defines the base.",
):
    """A base class is not known, and the requirement may be met, or changed, by what it inherits.

    Methods and attributes that the class defines itself are decided. Those it lacks may be inherited from a base
    that comes from another module, and whether it has a certain ancestor may depend on that base too. So it is with
    what `implements` names, and with the bases of that.

    **What to do.** Define the member in the class, or see to it that the module of the base class is found.
    """

    @property
    def _reason(self) -> str:
        return f"depends on {self.construct}, which was not found"


_BY_CODE: dict[str, type[Undecided]] = {
    "SPY801": DynamicNamespace,
    "SPY803": UnknownDecorator,
    "SPY804": ComputedValue,
    "SPY806": UnresolvedBase,
}


def undecided(cause: Cause, place: Place, symbol: str, asked: ContractPlace, expected: str | None = None) -> Undecided:
    """The violation that a cause leads to, for one requirement."""
    if cause.code == "SPY805":
        return ConditionalDefinition(
            symbol=symbol,
            place=place,
            contract_place=asked,
            construct=cause.construct,
            otherwise="it is not known",
            expected=expected,
        )
    if cause.code == "SPY802":
        return UnresolvedImport(
            symbol=symbol,
            place=place,
            contract_place=asked,
            construct=cause.construct,
            why=cause.why,
            expected=expected,
        )
    return _BY_CODE[cause.code](
        symbol=symbol, place=place, contract_place=asked, construct=cause.construct, expected=expected
    )
