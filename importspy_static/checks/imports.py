"""SPY601 and SPY602: what a module imports, against what its contract requires, allows and denies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from importspy_static.checks.context import Context, absence
from importspy_static.checks.imported import ImportedModule, covers, is_below
from importspy_static.checks.undecided import ConditionalDefinition, DynamicNamespace
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.contract import ImportRequirement
from importspy_static.model.imports import ImportFact
from importspy_static.model.place import ContractPlace, Span, Stated
from importspy_static.model.violation import Violation

STANDARD = "stdlib"
"""In `allow`, it stands for the standard library."""
_TOLD = 5
"""Allowed names that a message tells."""


@dataclass(frozen=True, kw_only=True)
class ImportNotAllowed(
    Violation,
    code="SPY601",
    name="import-not-allowed",
    title="Import Not Allowed",
    remedy="Take the import out of the module, or change `imports` in the contract: `allow` and `deny`.",
):
    """The module imports, or uses, what `imports.deny` names, or what `imports.allow` does not.

    Names are dotted prefixes: `acme` is for `acme.core` too, and not for `acmeplus`. They may go below modules:

    ```yaml
    imports:
      allow: [acme, stdlib]        # if present, anything else is a violation; [] allows nothing
      deny: [subprocess, os.system]
    ```

    `stdlib` is the standard library of the target's version. What only other versions have (`tomllib` before 3.11,
    `distutils` since 3.12) is of it where the import is optional, in a `try` that handles `ImportError`. What
    the module's own package offers need not be allowed: relative imports, and absolute ones below its top package where
    the project tells which that is. `__future__` is no import.

    **What counts.** Import statements wherever they stand, in functions, classes and branches too; `__import__("x")`
    and `import_module("x")`; `os.system` wherever it is read of an `os` that was imported, under any alias,
    `getattr(os, "system")`, `sys.modules["os"].system` and `__import__("os").system` among them. Not what never runs
    on the target: under `TYPE_CHECKING`, or under `sys.platform == "win32"` on Linux.

    **What is undecided (SPY801).** Imports by a name that is computed, also through `pkgutil.resolve_name` and `runpy`;
    what gives any module away: `sys.modules[name]`, `__builtins__`, `__loader__`, `sys.meta_path`, the loaders of
    `importlib`; and for a denied `os.system`: `os` read as a whole (`x = os`, `f(os)`, `getattr(os, name)`, `vars(os)`)
    and `from os import *`.

    **What is not seen.** Code in text (`exec`, `eval`, `timeit`), names looked up in `globals()`, other processes, C
    code (`ctypes`), the same thing under another name (`posix.system`), what other modules hand out
    (`shutil.os.system`, the loader of a spec) or import by a name that they are given (entry points, pickles,
    `unittest.mock.patch`). This keeps careless additions out; it is no sandbox.
    """

    verb: str
    reason: str

    @property
    def message(self) -> str:
        return f"{self.symbol}: should not be {self.verb}, as {self.reason}"


@dataclass(frozen=True, kw_only=True)
class ImportMissing(
    Violation,
    code="SPY602",
    name="import-missing",
    title="Import Missing",
    remedy="Import it at the top of the module, or take it out of `imports.require` in the contract.",
):
    """The module does not import what `imports.require` names.

    Names are dotted prefixes: `logging` is required of `import logging`, `import logging.handlers` and `from logging
    import getLogger` alike.

    ```yaml
    imports:
      require: [logging]
    ```

    An import counts in a function (it runs when that is called) and in a `try` that handles `ImportError` (it runs, and
    may fail). It does not count under `TYPE_CHECKING`, nor under a condition that the target does not meet. Under any
    other condition, in a loop or in a handler, it is undecided (SPY805). A module whose import always raises has
    imported nothing.
    """

    why: str

    @property
    def message(self) -> str:
        return f"{self.symbol}: should be imported, {self.why}"


@dataclass(frozen=True, kw_only=True)
class MayImport(DynamicNamespace):
    """SPY801 of imports: something may import or reach what the contract speaks of."""

    remedy: ClassVar[str] = (
        "Import by an ordinary statement and read names of it one by one, "
        "or accept the risk in the contract: `severity: {SPY801: warning}`."
    )
    reason: str

    @property
    def _reason(self) -> str:
        return self.reason


def check_imports(context: Context, requirement: ImportRequirement) -> Iterator[Violation]:
    """Judge what a module imports: what is required of it, then what is not allowed."""
    module = ImportedModule(context)
    for required in requirement.require:
        yield from _check_required(module, required)
    if requirement.deny or requirement.allow is not None:
        yield from _Restricted(module, requirement).check()


# --- what is required ----------------------------------------------------------------------------------------------


def _check_required(module: ImportedModule, required: Stated[str]) -> Iterator[Violation]:
    context, name = module.context, required.value
    matching = [each for each in module.stated if module.named(each.path, name) is not None]
    if not context.namespace.completes:
        why, span = absence(context)
        yield _missing(context, required, f"but {why}", span)
        return
    running = [each for each in matching if module.runs(each)]
    if any(_is_sure(module, each) for each in running):
        return
    if running:
        yield _conditional(module, required, running[0])
    elif matching:
        guard = module.guard(matching[0].span)
        where = "for type checkers" if guard is None else f"where `{guard.test.text}` is {str(guard.holds).lower()}"
        yield _missing(context, required, f"but is only {where}", matching[0].span)
    else:
        yield _missing(context, required, "but nothing imports it", None)


def _is_sure(module: ImportedModule, fact: ImportFact) -> bool:
    """Whether an import runs, or would if the function that it is in were called."""
    if "lazy" in fact.circumstances:
        return True
    return "conditional" not in fact.circumstances and module.reached(fact.span) is True


def _missing(context: Context, required: Stated[str], why: str, span: Span | None) -> Violation:
    return ImportMissing(
        symbol=required.value,
        place=context.place(span),
        contract_place=required.place,
        expected=required.value,
        why=why,
    )


def _conditional(module: ImportedModule, required: Stated[str], fact: ImportFact) -> Violation:
    guard = module.guard(fact.span)
    return ConditionalDefinition(
        symbol=required.value,
        place=module.context.place(fact.span if guard is None else guard.test.span),
        contract_place=required.place,
        construct="control flow" if guard is None else guard.test.text,
        otherwise="nothing imports it",
        expected=required.value,
    )


# --- what is not allowed -------------------------------------------------------------------------------------------


class _Restricted:
    """A module whose imports are restricted."""

    def __init__(self, module: ImportedModule, requirement: ImportRequirement) -> None:
        self._module = module
        self._deny, self._allow = requirement.deny, requirement.allow
        self._denied_tops = {_top(each.value) for each in requirement.deny}
        self._told: list[str] = []
        """Paths of imports that are told: that they are used is not told, too."""
        self._broken: set[str] = set()
        """What is denied and yet imported or used: that more of it may be is not told, too."""

    def check(self) -> Iterator[Violation]:
        for fact in self._module.stated:
            if self._concerns(fact.path) and self._module.runs(fact):
                yield from self._check_import(fact)
        uses = [
            each
            for each in self._module.uses(self._concerns)
            if not any(covers(path, each[0].path) for path in self._told)
        ]
        for use, spans in uses:
            yield from self._check_use(use.path, spans)
        for use, spans in uses:
            yield from self._check_whole(use.path, spans[0])
        asked = self._allow.place if self._allow is not None else self._deny[0].place
        for unknown in self._module.unknown_imports:
            reason = f"what `{unknown.construct}` imports or gives away cannot be told, and the contract restricts that"
            yield self._may_import("", unknown.construct, reason, unknown.span, asked)

    def _check_import(self, fact: ImportFact) -> Iterator[Violation]:
        path = fact.path.removesuffix(".*")
        found = self._denial(fact.path)
        if found is not None:
            denied, named = found
            self._told.append(path)
            yield self._denied(named.removesuffix(".*"), "imported", denied, fact.span)
        elif not self._allows(path, is_optional="optional" in fact.circumstances):
            self._told.append(path)
            yield self._not_allowed(path, "imported", fact.span)
        elif fact.name == "*":
            construct = f"from {'.' * fact.level}{fact.module} import *"
            reason = f"whether it is imported cannot be told, as `{construct}` may bring it"
            yield from self._below(path, construct, reason, fact.span)

    def _check_use(self, path: str, spans: list[Span]) -> Iterator[Violation]:
        found = self._denial(path)
        if found is not None:
            denied, named = found
            yield from (self._denied(named, "used", denied, span) for span in spans)
        elif not self._allows(path) and not self._allows_below(path):
            yield from (self._not_allowed(path, "used", span) for span in spans)

    def _check_whole(self, path: str, span: Span) -> Iterator[Violation]:
        """What is read as a whole may be read further where nobody sees it."""
        if self._denial(path) is None:
            yield from self._below(
                path, path, f"whether it is used cannot be told, as `{path}` is read as a whole", span
            )
        if self._allow is not None and not self._allows(path) and self._allows_below(path):
            reason = f"whether more of it is used than is allowed cannot be told, as `{path}` is read as a whole"
            yield self._may_import(path, path, reason, span, self._allow.place)

    def _below(self, path: str, construct: str, reason: str, span: Span) -> Iterator[Violation]:
        """Undecided: what is denied of something."""
        full = self._module.full(path)
        for denied in self._deny if self._is_near_denied(path) else ():
            if full is not None and is_below(denied.value, full) and denied.value not in self._broken:
                yield self._may_import(denied.value, construct, reason, span, denied.place)

    # --- what the contract says ------------------------------------------------------------------------------------

    def _concerns(self, path: str) -> bool:
        return self._allow is not None or self._is_near_denied(path)

    def _is_near_denied(self, path: str) -> bool:
        """Whether a path can be, hold, or be in anything that is denied: most cannot, which their first name shows."""
        full = self._module.full(path)
        return full is None or _top(full) in self._denied_tops

    def _denial(self, path: str) -> tuple[Stated[str], str] | None:
        """What denies this, and by which name."""
        for denied in self._deny if self._is_near_denied(path) else ():
            if (named := self._module.named(path, denied.value)) is not None:
                self._broken.add(denied.value)
                return denied, named
        return None

    def _allows(self, path: str, *, is_optional: bool = False) -> bool:
        if self._allow is None or self._module.is_own(path):
            return True
        if any(covers(each, path) for each in self._allow.value):
            return True
        return STANDARD in self._allow.value and self._module.is_standard(path, in_any=is_optional)

    def _allows_below(self, path: str) -> bool:
        return self._allow is not None and any(is_below(each, path) for each in self._allow.value)

    # --- what is told ----------------------------------------------------------------------------------------------

    def _denied(self, name: str, verb: str, denied: Stated[str], span: Span) -> Violation:
        return ImportNotAllowed(
            symbol=name,
            place=self._module.context.place(span),
            contract_place=denied.place,
            expected=f"nothing of '{denied.value}'",
            actual=name,
            verb=verb,
            reason=f"the contract denies '{denied.value}'",
        )

    def _not_allowed(self, name: str, verb: str, span: Span) -> Violation:
        assert self._allow is not None
        expected = _listed(self._allow.value)
        reason = f"the contract allows {'only ' * bool(self._allow.value)}{expected}"
        if STANDARD in self._allow.value and self._module.is_standard(name, in_any=True):
            reason += f", and Python {self._module.python} has no '{name.partition('.')[0]}'"
        return ImportNotAllowed(
            symbol=name,
            place=self._module.context.place(span),
            contract_place=self._allow.place,
            expected=expected,
            actual=name,
            verb=verb,
            reason=reason,
        )

    def _may_import(self, name: str, construct: str, reason: str, span: Span, asked: ContractPlace) -> Violation:
        place = self._module.context.place(span)
        return MayImport(symbol=name, place=place, contract_place=asked, construct=construct, reason=reason)


def _listed(allowed: tuple[str, ...]) -> str:
    """What is allowed, in the words of a message."""
    told = ["the standard library" if each == STANDARD else f"'{each}'" for each in allowed]
    if len(told) > _TOLD + 1:
        told = [*told[:_TOLD], f"{len(told) - _TOLD} more"]
    return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told) or "no import"


def _top(path: str) -> str:
    return path.partition(".")[0]
