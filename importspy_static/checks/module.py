"""SPY101 to SPY103: the module as a whole: its file name, its version; and all that is asked of what it holds."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from importspy_static.checks.bases import check_bases
from importspy_static.checks.classes import check_class
from importspy_static.checks.context import Context
from importspy_static.checks.context import judge as judge_binding
from importspy_static.checks.extra import check_unexpected
from importspy_static.checks.functions import check_function
from importspy_static.checks.imports import check_imports
from importspy_static.checks.integrity import check_integrity
from importspy_static.checks.stated import value_span
from importspy_static.checks.types import described
from importspy_static.checks.undecided import undecided
from importspy_static.checks.variables import check_variable
from importspy_static.interpret import lookup
from importspy_static.interpret.values import Cause, ClassValue, Computed, External, Instance, Literal, Outcome, Value
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.contract import Contract, ModuleRequirement
from importspy_static.model.place import TOP, ContractPlace, Place, Span, Stated
from importspy_static.model.violation import Violation


@dataclass(frozen=True, kw_only=True)
class FilenameMismatch(
    Violation,
    code="SPY101",
    name="filename-mismatch",
    title="Filename Mismatch",
    remedy="Rename the file, or change `filename` in the contract.",
):
    """The file's name is not the one that the contract is for.

    `filename` is the name, or the end of the path: `extension.py` fits `plugins/extension.py`, and so does
    `plugins/extension.py`; `my_extension.py` does not.

    ```yaml
    filename: extension.py
    ```
    """

    @property
    def message(self) -> str:
        return f"the file should be named '{self.expected}', found '{self.actual}'"


@dataclass(frozen=True, kw_only=True)
class VersionMismatch(
    Violation,
    code="SPY102",
    name="version-mismatch",
    title="Version Mismatch",
    remedy="Release the module under the version that is required, or change `version` in the contract.",
):
    """`__version__` is not what the contract requires.

    `version: "1.2.3"` is compared as text; `version: ">=1.2,<2"` is a set of specifiers (PEP 440), which a version
    that is not one in the sense of PEP 440 never fits.
    """

    @property
    def message(self) -> str:
        return f"__version__: should be '{self.expected}', found {self.actual}"


@dataclass(frozen=True, kw_only=True)
class VersionMissing(
    Violation,
    code="SPY103",
    name="version-missing",
    title="Version Missing",
    remedy='Assign `__version__ = "…"` at the top level of the module, or take `version` out of the contract.',
):
    """The contract asks for a version, and the module has no `__version__`.

    The version of the distribution that a module is installed with is not looked at: what is promised is the
    module's own attribute.
    """

    @property
    def message(self) -> str:
        return f"__version__: should be '{self.expected}', but the module has none"


def check_module(context: Context, requirement: ModuleRequirement) -> Iterator[Violation]:
    """Judge a module against everything that a contract asks of its structure, in the order of the contract."""
    yield from _check_filename(context, requirement)
    if requirement.requires_something:
        yield from _check_doubtful_imports(context, requirement.place)
    if requirement.imports is not None:
        yield from check_imports(context, requirement.imports)
    if context.evidence is not None:
        yield from check_integrity(context.evidence, requirement)
    if impossible := list(check_bases(context, requirement)):
        yield from impossible if requirement.requires_something else ()
        return
    yield from _check_version(context, requirement)
    for variable in requirement.variables:
        yield from check_variable(context, variable)
    for function in requirement.functions:
        yield from check_function(context, function)
    for class_ in requirement.classes:
        yield from check_class(context, class_)
    if requirement.extra is not None and requirement.extra.value == "forbid":
        yield from _check_extra(context, requirement, requirement.extra.place)


def _check_doubtful_imports(context: Context, asked: ContractPlace) -> Iterator[Violation]:
    """Imports that end the import of the module unless something has been installed."""
    if context.namespace.completes:
        for cause in context.namespace.doubtful_imports:
            yield undecided(cause, context.place(cause.span), "", asked)


def _check_filename(context: Context, requirement: ModuleRequirement) -> Iterator[Violation]:
    asked = requirement.filename
    if asked is not None and not is_named(context.full_path, asked.value):
        wanted = len(_parts(asked.value))
        yield FilenameMismatch(
            place=context.place(None),
            contract_place=asked.place,
            expected=asked.value,
            actual="/".join(PurePath(context.full_path).parts[-wanted:]),
        )


def is_named(path: str, filename: str) -> bool:
    """Whether a path ends in a contract's `filename`."""
    wanted = _parts(filename)
    return list(PurePath(os.path.abspath(path)).parts[-len(wanted) :]) == wanted


def _parts(filename: str) -> list[str]:
    return [part for part in filename.replace("\\", "/").split("/") if part not in ("", ".")]


def concerning(path: str, modules: Iterable[ModuleRequirement]) -> list[ModuleRequirement]:
    """Those of a deployment's modules that are this file: of this name, or of none."""
    return [each for each in modules if each.filename is None or is_named(path, each.filename.value)]


def misnamed(path: str, contract: Contract) -> Iterator[Violation]:
    """The violation that a file is which no deployment speaks of, if all that a contract asks for is within these."""
    systems = [system for deployment in contract.deployments for system in deployment.systems]
    modules = [module for system in systems for python in system.pythons for module in python.modules]
    if contract.module.requires_something or not modules or concerning(path, modules):
        return
    named = [each.filename for each in modules if each.filename is not None]
    yield FilenameMismatch(
        place=Place(path, TOP),
        contract_place=named[0].place,
        expected="' or '".join(dict.fromkeys(each.value for each in named)),
        actual=PurePath(path).name,
    )


def _check_version(context: Context, requirement: ModuleRequirement) -> Iterator[Violation]:
    asked = requirement.version
    if asked is None:
        return
    version = asked

    def missing() -> Violation:
        return VersionMissing(
            symbol="__version__", place=context.place(None), contract_place=version.place, expected=version.value
        )

    def check(value: Value, span: Span) -> Iterator[Violation]:
        yield from _judge_version(context, version, value, span)

    yield from judge_binding(
        context, context.namespace.name("__version__"), "__version__", version.place, missing, check
    )


def _judge_version(context: Context, asked: Stated[str], value: Value, span: Span) -> Iterator[Violation]:
    match value:
        case Literal(value=str() as found) if fits_version(found, asked.value):
            return
        case Instance(text=str() as found) if fits_version(found, asked.value):
            return
        case Instance(of=of, text=None) if _is_text(of):
            cause = Cause("SPY804", value.span, of.name)
            yield undecided(cause, context.place(cause.span), "__version__", asked.place, asked.value)
        case Computed(cause=cause):
            yield undecided(cause, context.place(cause.span), "__version__", asked.place, asked.value)
        case External(path=path, span=imported):
            cause = Cause("SPY802", imported, path)
            yield undecided(cause, context.place(imported), "__version__", asked.place, asked.value)
        case _:
            yield VersionMismatch(
                symbol="__version__",
                place=context.place(value_span(value, span)),
                contract_place=asked.place,
                expected=asked.value,
                actual=described(value),
            )


def _is_text(of: ClassValue) -> bool:
    return any(not isinstance(entry, ClassValue) or entry.builtin is str for entry in lookup.mro(of) or (None,))


def fits_version(found: str, asked: str) -> bool:
    """Whether a version is the one asked for: the same text, or one that a PEP 440 specifier set contains."""
    if not asked.lstrip().startswith(("<", ">", "=", "!", "~")):
        return found == asked
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    try:
        return SpecifierSet(asked).contains(Version(found), prereleases=True)
    except (InvalidVersion, InvalidSpecifier):
        return False


def _check_extra(context: Context, requirement: ModuleRequirement, asked: ContractPlace) -> Iterator[Violation]:
    namespace = context.namespace
    declared = {each.name for each in (*requirement.variables, *requirement.functions, *requirement.classes)}
    declared |= requirement.elsewhere
    if requirement.version is not None:
        declared.add("__version__")
    other = namespace.may_have_other_names()
    if other is not None:
        yield undecided(other, context.place(other.span), "", asked)
    exported = context.namespace.name("__all__")
    unknown = next((each for each in exported if not isinstance(each.value, (Literal, type(None)))), None)
    if unknown is not None:
        cause = (
            unknown.value.cause if isinstance(unknown.value, Computed) else Cause("SPY804", _span(unknown), "__all__")
        )
        yield undecided(cause, context.place(cause.span), "__all__", asked)
        return
    for name in public_names(context):
        if name not in declared:
            yield from check_unexpected(context, namespace.name(name), name, asked)


def _span(outcome: Outcome) -> Span:
    return outcome.span or TOP


def public_names(context: Context) -> list[str]:
    """The names that a module offers: those of `__all__`, else those without underscore that were not imported."""
    namespace = context.namespace
    exported = [each.value for each in namespace.name("__all__") if isinstance(each.value, Literal)]
    if exported:
        return list(dict.fromkeys(name for literal in exported for name in _texts(literal)))
    return [name for name in namespace.names() if not name.startswith("_") and not _imported(context, name)]


def _texts(literal: Literal) -> Iterable[str]:
    from importspy_static.interpret.values import Display

    items = literal.value.items if isinstance(literal.value, Display) else ()
    return [content for _, content in items if isinstance(content, str)]


def _imported(context: Context, name: str) -> bool:
    present = [each for each in context.namespace.name(name) if each.value is not None]
    return all(context.namespace.is_imported(each) for each in present)
