"""SPY610 to SPY614: the distributions that a module stands on, against what its contract says of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, TypeAlias

from importspy_static.checks.context import Context
from importspy_static.checks.declared import Answer, Declares
from importspy_static.checks.environment import UnknownEnvironment
from importspy_static.checks.imported import ImportedModule
from importspy_static.checks.imports import MayImport
from importspy_static.checks.module import fits_version
from importspy_static.checks.standing import Standing, Standings, Surroundings
from importspy_static.checks.undecided import ComputedValue
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.contract import Contract
from importspy_static.model.dependency import OF_IMPORT, DependencyOptions, DependencyRequirement, normal_name
from importspy_static.model.environment import Distribution
from importspy_static.model.imports import Circumstance
from importspy_static.model.origin import comparable_url
from importspy_static.model.place import ContractPlace, Place, Span, Stated
from importspy_static.model.violation import Violation

_WORDS: dict[Circumstance, str] = {
    "conditional": "under a condition",
    "optional": "in a `try` that goes on without it",
    "lazy": "in a function",
}
"""Circumstances, in the words of a message."""


@dataclass(frozen=True, kw_only=True)
class DependencyNotAllowed(
    Violation,
    code="SPY610",
    name="dependency-not-allowed",
    title="Dependency Not Allowed",
    remedy="Take the import out of the module, or allow the distribution in the contract: `dependencies`.",
):
    """The module imports what is of a distribution that the contract does not allow, or does not list.

    ```yaml
    dependencies:
      requests: {}                    # listed, hence allowed
      typer: {allowed: false}
      "import:ctypes": {allowed: false}   # an import by its top-level name, whatever it is of
    dependency_options:
      unlisted: deny                  # any other distribution is a violation
    ```

    Keys are names of distributions, not of imports: `PyYAML`, which `import yaml` leads to, in any spelling (`pyyaml`,
    `Py_YAML`). What leads where is told by the metadata of what is installed. The standard library and the module's
    own project are no distributions. Imports count in functions and in branches, but not where they never run on the
    target: under `TYPE_CHECKING`, on branches of other systems.

    **What is undecided (SPY801).** Imports by a name that is computed, where the contract forbids something.
    """

    verb: str
    reason: str

    @property
    def message(self) -> str:
        return f"{self.symbol}: should not be imported{self.verb}, as {self.reason}"


@dataclass(frozen=True, kw_only=True)
class DependencyMissing(
    Violation,
    code="SPY611",
    name="dependency-missing",
    title="Dependency Missing",
    remedy="Install what the module imports where it is to run, or change `dependencies` or `dependency_options`.",
):
    """An import leads nowhere on the target, or the module does not stand on a distribution that is required.

    ```yaml
    dependencies:
      requests: {required: true}      # the module must import it, and it must be installed
    dependency_options:
      unresolved: allow               # deny, if it is not stated
    ```

    **Nowhere** is: not to the module's own project, not to the standard library of the target's version, and to no
    distribution that is installed there. A module that just lies on the search path is of no distribution, nor is one
    that stands there before that of a distribution which has the name.

    An import in a `try` that handles `ImportError` may lead nowhere; so may one in such a handler if what was tried is
    there, one in the `else` if it is not, and one under a condition if the same is imported in such a `try`.

    What is **required** counts as imported wherever an import may run: in functions and branches, too.
    """

    why: str

    @property
    def message(self) -> str:
        return f"{self.symbol}: {self.why}"


@dataclass(frozen=True, kw_only=True)
class DependencyVersionMismatch(
    Violation,
    code="SPY612",
    name="dependency-version-mismatch",
    title="Dependency Version Mismatch",
    remedy="Install a version that the contract takes where the module is to run, or change `version` there.",
):
    """The version that is installed is not one that the contract takes.

    ```yaml
    dependencies:
      requests: {version: ">=2.32,<3"}
    ```

    Specifiers are those of PEP 440. A pre-release that is installed fits where its number does; of a local version
    (`2.1+cu118`) the part behind the plus counts only if the contract states one. An exact version is the same as with
    `==`. A text that is no version of PEP 440 fits nothing but the same text.
    """

    @property
    def message(self) -> str:
        found = f"found '{self.actual}'" if self.actual is not None else "but no distribution has it"
        return f"{self.symbol}: should be of version '{self.expected}', {found}"


@dataclass(frozen=True, kw_only=True)
class DependencyUndeclared(
    Violation,
    code="SPY613",
    name="dependency-undeclared",
    title="Dependency Undeclared",
    remedy="Declare it in the project's `pyproject.toml`, or change `declared` or `undeclared` in the contract.",
):
    """The module imports a distribution that its project does not declare, though the contract asks for that.

    It works as long as something else brings the distribution along. With `declared: false` it is the other way round.

    ```yaml
    dependencies:
      requests: {declared: true}
    dependency_options:
      undeclared: deny                # whatever is imported must be declared
    ```

    **Declared** is what the nearest `pyproject.toml` above the module lists in `dependencies`, in an extra or in a
    group (PEP 621 and 735, or Poetry's table), as far as markers are met by the target. For an import that may fail,
    markers do not count. In a wheel and in an installed distribution `Requires-Dist` of the metadata counts.

    **What is undecided (SPY804).** Whether something is declared where dependencies are `dynamic`, or where there is no
    `pyproject.toml` that declares any.
    """

    reason: str

    @property
    def message(self) -> str:
        return (
            f"{self.symbol}: should {'not ' if self.expected == 'not declared' else ''}be declared, but {self.reason}"
        )


@dataclass(frozen=True, kw_only=True)
class DependencyOriginMismatch(
    Violation,
    code="SPY614",
    name="dependency-origin-mismatch",
    title="Dependency Origin Mismatch",
    remedy="Install it from where the contract says, or change `origin` or `editable` there.",
):
    """A distribution was installed from elsewhere than the contract says, or in place where it should not be.

    ```yaml
    dependencies:
      internal-payment-sdk:
        origin:
          type: vcs                   # index | vcs | local | archive | unknown
          repository: https://github.com/acme/payment-sdk
          commit: 0123456789abcdef0123456789abcdef01234567
        editable: false
    ```

    It is what the installer wrote down in `direct_url.json` (PEP 610), and no proof. Without that file a distribution
    is of an index; `unknown` fits that, too, and where the file is damaged. URLs are compared without user, query,
    fragment and usual port, repositories without `.git`; `https` and `ssh` are two. A commit is compared as a whole.
    """

    part: str

    @property
    def message(self) -> str:
        if self.part == "editable":
            return f"{self.symbol}: should {'' if self.expected == 'true' else 'not '}be installed in place (editable)"
        found = f"found '{self.actual}'" if self.actual is not None else "which is not known"
        return f"{self.symbol}: should be installed from {self.part} '{self.expected}', {found}"


@dataclass(frozen=True, kw_only=True)
class UnknownDistribution(UnknownEnvironment):
    """SPY807 of dependencies: which distribution an import leads to is not known."""

    remedy: ClassVar[str] = (
        "Check on the host itself, or probe it again with this version, so that what is installed is known."
    )
    reason: str

    @property
    def _reason(self) -> str:
        return f"what it leads to cannot be told, as {self.reason}"


@dataclass(frozen=True, kw_only=True)
class UnknownDeclaration(ComputedValue):
    """SPY804 of dependencies: whether a project declares one is not known."""

    remedy: ClassVar[str] = (
        "Declare dependencies in `pyproject.toml`, or take `declared` or `undeclared` out of the contract."
    )
    reason: str

    @property
    def _reason(self) -> str:
        return f"whether it is declared cannot be told, as {self.reason}"


def check_dependencies(context: Context, contract: Contract, around: Surroundings) -> Iterator[Violation]:
    """Judge what a module stands on: import by import, then what is required."""
    if contract.asks_of_dependencies:
        yield from dict.fromkeys(_Judge(context, contract, around).check())


_Rules: TypeAlias = "dict[str, DependencyRequirement]"


class _Judge:
    def __init__(self, context: Context, contract: Contract, around: Surroundings) -> None:
        self._module = ImportedModule(context)
        self._context, self._around = context, around
        self._standings = Standings(self._module, around)
        self._rules: _Rules = {_key(each.name): each for each in contract.dependencies}
        self._options = contract.dependency_options or DependencyOptions(place=_place(contract))
        self._declares: Declares | None = None
        self._told: set[object] = set()

    def check(self) -> Iterator[Violation]:
        for each in self._standings.all:
            yield from self._check_import(each)
        for rule in self._rules.values():
            if rule.required is not None and rule.required.value:
                yield from self._check_required(rule, rule.required.place)
        yield from self._check_unknown_imports()

    # --- each import ------------------------------------------------------------------------------------------------

    def _check_import(self, standing: Standing) -> Iterator[Violation]:
        rule = None if standing.fact.level else self._rules.get(f"{OF_IMPORT}{standing.top}")
        if rule is not None:
            yield from self._check_allowed(standing, rule)
            if self._around.installed is not None and standing.kind != "unknown":
                for distribution in standing.distributions or (None,):
                    yield from self._once(rule.name, standing, distribution, rule)
        if self._around.installed is None:
            return
        match standing.kind:
            case "unknown" if self._restricts or self._must_lead_somewhere(standing):
                yield from self._unknown(standing)
            case "nowhere" if self._must_lead_somewhere(standing):
                yield self._nowhere(standing)
        for distribution in standing.distributions:
            yield from self._check_distribution(standing, distribution)

    @property
    def _restricts(self) -> bool:
        """Whether what is installed can break the contract."""
        denies = (_policy(each, "allow") for each in (self._options.unlisted, self._options.undeclared))
        return any(denies) or any(not each.startswith(OF_IMPORT) for each in self._rules)

    def _must_lead_somewhere(self, standing: Standing) -> bool:
        return _policy(self._options.unresolved, "deny") and self._standings.is_needed(standing)

    def _check_distribution(self, standing: Standing, distribution: Distribution) -> Iterator[Violation]:
        rule = self._rules.get(normal_name(distribution.name))
        if rule is None:
            if _policy(self._options.unlisted, "allow"):
                reason = "the contract lists no such distribution"
                yield self._not_allowed(distribution.name, standing, reason, self._of_option(self._options.unlisted))
        else:
            yield from self._check_allowed(standing, rule)
            yield from self._once(rule.name, standing, distribution, rule)
        if _policy(self._options.undeclared, "allow") and (distribution, "undeclared") not in self._told:
            self._told.add((distribution, "undeclared"))
            asked = self._of_option(self._options.undeclared)
            yield from self._check_declared(distribution.name, True, asked, standing, distribution)

    def _once(
        self, symbol: str, standing: Standing, distribution: Distribution | None, rule: DependencyRequirement
    ) -> Iterator[Violation]:
        """What is true of a distribution, however often it is imported: told at the first import."""
        if (rule.name, distribution) in self._told:
            return
        self._told.add((rule.name, distribution))
        yield from self._check_version(symbol, standing, distribution, rule)
        if rule.declared is not None:
            yield from self._check_declared(symbol, rule.declared.value, rule.declared.place, standing, distribution)
        yield from self._check_origin(symbol, standing, distribution, rule)

    def _check_allowed(self, standing: Standing, rule: DependencyRequirement) -> Iterator[Violation]:
        if rule.allowed is not None and not rule.allowed.value:
            yield self._not_allowed(rule.name, standing, "the contract does not allow it", rule.allowed.place)

    def _check_version(
        self, symbol: str, standing: Standing, distribution: Distribution | None, rule: DependencyRequirement
    ) -> Iterator[Violation]:
        found = None if distribution is None else distribution.version
        if rule.version is not None and (found is None or not fits(found, rule.version.value)):
            yield DependencyVersionMismatch(
                symbol=symbol,
                place=self._place(standing),
                contract_place=rule.version.place,
                expected=rule.version.value,
                actual=found,
            )

    def _check_declared(
        self,
        symbol: str,
        wanted: bool,
        asked: ContractPlace,
        standing: Standing,
        distribution: Distribution | None,
    ) -> Iterator[Violation]:
        answer = self._answer(standing, distribution)
        if answer.holds is None:
            yield UnknownDeclaration(
                symbol=symbol,
                place=self._place(standing),
                contract_place=asked,
                construct=standing.path,
                reason=answer.why,
            )
        elif answer.holds is not wanted:
            yield DependencyUndeclared(
                symbol=symbol,
                place=self._place(standing),
                contract_place=asked,
                expected="declared" if wanted else "not declared",
                actual="declared" if answer.holds else "not declared",
                reason=answer.why,
            )

    def _answer(self, standing: Standing, distribution: Distribution | None) -> Answer:
        if distribution is None:
            return Answer(None, "it is of no distribution")
        if self._declares is None:
            self._declares = Declares(self._around.declared(), self._around.target)
        may_fail = {"optional", "conditional"} & {*standing.fact.circumstances}
        return self._declares.of(distribution.name, anywhere=bool(may_fail))

    def _check_origin(
        self, symbol: str, standing: Standing, distribution: Distribution | None, rule: DependencyRequirement
    ) -> Iterator[Violation]:
        def wrong(part: str, stated: Stated[str] | Stated[bool], actual: str | None) -> Violation:
            expected = str(stated.value).lower() if isinstance(stated.value, bool) else stated.value
            place = self._place(standing)
            return DependencyOriginMismatch(
                symbol=symbol, place=place, contract_place=stated.place, expected=expected, actual=actual, part=part
            )

        editable = None if distribution is None else distribution.editable
        if rule.editable is not None and rule.editable.value is not editable:
            yield wrong("editable", rule.editable, None if editable is None else str(editable).lower())
        if rule.origin is None:
            return
        kind = None if distribution is None else distribution.origin
        if rule.origin.type is not None and not _is_of(kind, rule.origin.type.value):
            yield wrong("type", rule.origin.type, kind)
        url = None if distribution is None else distribution.url
        repository = url if kind == "vcs" else None
        for part, stated, actual in (("repository", rule.origin.repository, repository), ("url", rule.origin.url, url)):
            if stated is not None and not _is_same_url(stated.value, actual, is_repository=part == "repository"):
                yield wrong(part, stated, actual)
        commit = None if distribution is None else distribution.commit
        if rule.origin.commit is not None and rule.origin.commit.value.lower() != (commit or "").lower():
            yield wrong("commit", rule.origin.commit, commit)

    # --- the module as a whole ----------------------------------------------------------------------------------------

    def _check_required(self, rule: DependencyRequirement, asked: ContractPlace) -> Iterator[Violation]:
        standings = self._standings.all
        if rule.name.startswith(OF_IMPORT):
            if any(_is_import_of(each, rule.name) for each in standings):
                return
            why = f"`{rule.name.removeprefix(OF_IMPORT)}` is required, but nothing imports it"
            yield self._missing(rule.name, why, asked, None)
            return
        installed = self._around.installed
        if installed is None or installed.distributions is None:
            return
        if any(normal_name(each.name) == _key(rule.name) for one in standings for each in one.distributions):
            return
        if any(each.kind == "unknown" for each in standings):
            return  # that it cannot be told what these lead to is told of each of them
        is_there = any(normal_name(each.name) == _key(rule.name) for each in installed.distributions)
        why = "nothing imports it" if is_there else f"it is not installed {installed.there}"
        yield self._missing(rule.name, f"is required, but {why}", asked, None)

    def _check_unknown_imports(self) -> Iterator[Violation]:
        forbids = [each.allowed for each in self._rules.values() if each.allowed is not None and not each.allowed.value]
        if _policy(self._options.unlisted, "allow") and self._options.unlisted is not None:
            asked = self._options.unlisted.place
        elif forbids:
            asked = forbids[0].place
        else:
            return
        for unknown in self._module.unknown_imports:
            reason = f"what `{unknown.construct}` imports or gives away cannot be told, and the contract restricts that"
            place = self._context.place(unknown.span)
            yield MayImport(place=place, contract_place=asked, construct=unknown.construct, reason=reason)

    # --- what is told ----------------------------------------------------------------------------------------------

    def _unknown(self, standing: Standing) -> Iterator[Violation]:
        if (standing.top, "unknown") in self._told:
            return
        self._told.add((standing.top, "unknown"))
        yield UnknownDistribution(
            symbol=standing.path,
            place=self._place(standing),
            contract_place=self._options.place,
            construct=standing.path,
            reason=standing.reason,
        )

    def _nowhere(self, standing: Standing) -> Violation:
        asked = self._of_option(self._options.unresolved)
        why = f"leads nowhere{_how(standing)}: {standing.reason}"
        return self._missing(standing.path, why, asked, standing.fact.span)

    def _missing(self, symbol: str, why: str, asked: ContractPlace, span: Span | None) -> Violation:
        return DependencyMissing(symbol=symbol, place=self._context.place(span), contract_place=asked, why=why)

    def _not_allowed(self, symbol: str, standing: Standing, reason: str, asked: ContractPlace) -> Violation:
        is_named_so = normal_name(symbol) == normal_name(standing.path)
        return DependencyNotAllowed(
            symbol=symbol,
            place=self._place(standing),
            contract_place=asked,
            actual=standing.path,
            verb=("" if is_named_so else f" by `{standing.path}`") + _how(standing),
            reason=reason,
        )

    def _place(self, standing: Standing) -> Place:
        return self._context.place(standing.fact.span)

    def _of_option(self, stated: Stated[str] | None) -> ContractPlace:
        return self._options.place if stated is None else stated.place


def fits(found: str, asked: str) -> bool:
    """Whether an installed version is one that a contract takes. What is installed may be a pre-release (PEP 440)."""
    return found == asked or fits_version(found, asked) or fits_version(found, f"=={asked}")


def _key(name: str) -> str:
    return name if name.startswith(OF_IMPORT) else normal_name(name)


def _place(contract: Contract) -> ContractPlace:
    return contract.dependencies[0].place if contract.dependencies else contract.module.place


def _policy(stated: Stated[str] | None, usual: str) -> bool:
    """Whether an option denies."""
    return (usual if stated is None else stated.value) == "deny"


def _is_of(kind: str | None, asked: str) -> bool:
    return kind == asked or (asked == "unknown" and kind == "index")


def _is_same_url(asked: str, found: str | None, *, is_repository: bool) -> bool:
    if found is None:
        return False
    one, other = (comparable_url(each, is_repository=is_repository) for each in (asked, found))
    return one is not None and one == other


def _is_import_of(standing: Standing, key: str) -> bool:
    return not standing.fact.level and f"{OF_IMPORT}{standing.top}" == key


def _how(standing: Standing) -> str:
    """The circumstances of an import, in the words of a message."""
    told = [_WORDS[each] for each in standing.fact.circumstances if each in _WORDS]
    return f" ({', '.join(told)})" if told else ""
