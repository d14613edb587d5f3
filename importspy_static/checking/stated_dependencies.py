"""What `generate` says of the distributions that modules stand on: `dependencies` and `dependency_options`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from importspy_static.checking.library import Library
from importspy_static.checking.standing import Dependency, Ground
from importspy_static.checking.structure import Structure, Subject
from importspy_static.checks.dependencies import check_dependencies
from importspy_static.checks.standing import Standing
from importspy_static.contract.editing import Editor, NotEditableError
from importspy_static.contract.reader import parse_contract
from importspy_static.contract.specifiers import versions_like
from importspy_static.contract.writing import yaml_text
from importspy_static.drafting.draft import Detail
from importspy_static.lazy_dataclasses import dataclass, replace
from importspy_static.limits import DRAFT_ROUNDS
from importspy_static.model.contract import Contract
from importspy_static.model.dependency import normal_name
from importspy_static.model.document import Mapping, Node
from importspy_static.model.program import Failure
from importspy_static.model.source import SourceFile
from importspy_static.model.target import Target
from importspy_static.model.violation import Violation

RULES, OPTIONS = "dependencies", "dependency_options"


@dataclass(frozen=True)
class _Module:
    source: SourceFile
    subject: Subject
    standings: tuple[Standing, ...]
    dependencies: tuple[Dependency, ...]


class StatedDependencies:
    """The dependencies of some modules that have been read.

    Args:
        modules: each with the modules around it.
        ground: what they stand on.
        target: where they would run.
        detail: how much is told.
        why_modified: tells of a distribution why it could not be asked to be unmodified, or None; without it, nothing
            is said of that.
    """

    def __init__(
        self,
        modules: Sequence[tuple[SourceFile, Library]],
        ground: Ground,
        target: Target,
        detail: Detail,
        why_modified: Callable[[str], str | None] | None = None,
    ) -> None:
        self._ground, self._target, self._detail = ground, target, detail
        self._why_modified = why_modified
        self._modules: list[_Module] = []
        for source, library in modules:
            subject = Subject.read(source, library)
            if not isinstance(subject, Failure):
                self._modules.append(_Module(source, subject, *ground.under(subject, source)))

    def sections(self) -> Mapping:
        """The two sections, of which the modules keep all; what cannot be told is a remark."""
        unknown = next((each for module in self._modules for each in module.standings if each.kind == "unknown"), None)
        if unknown is not None:
            place = f"`{unknown.path}` (line {unknown.fact.span.line})"
            return Mapping(remarks=[f"without dependencies: {place}: {unknown.reason}"])
        rules = Mapping()
        for dependency in self._dependencies():
            rules.entries[dependency.distribution.name] = self._rule(dependency, rules)
        options = Mapping({"unlisted": "deny"})
        sections = Mapping({RULES: rules, OPTIONS: options} if rules.entries or rules.remarks else {OPTIONS: options})
        for _ in range(DRAFT_ROUNDS):
            found = self.broken(parse_contract(yaml_text(Mapping({"filename": "module.py", **sections.entries})), ""))
            if not found:
                return sections
            if not _taken_out(sections, found):
                break
        return Mapping(remarks=["without dependencies: they cannot be told"])

    def broken(self, contract: Contract) -> list[Violation]:
        """What the modules do not keep of a contract's dependencies."""
        return [
            violation
            for each in self._modules
            for violation in check_dependencies(
                Structure.as_written(each.subject, self._target, contract).context,
                contract,
                self._ground.around(each.source, each.subject.library),
            )
        ]

    def _dependencies(self) -> Iterator[Dependency]:
        """Each distribution once, in the order of names: needed if one module needs it."""
        found: dict[str, Dependency] = {}
        for each in (each for module in self._modules for each in module.dependencies):
            known = found.get(normal_name(each.distribution.name))
            joined = each if known is None else replace(known, standings=(*known.standings, *each.standings))
            found[normal_name(each.distribution.name)] = joined
        return (found[name] for name in sorted(found))

    def _rule(self, dependency: Dependency, rules: Mapping) -> Mapping:
        """What is said of one of them; what is not said and why is a remark beside it."""
        of = dependency.distribution
        if self._detail != "full":
            return Mapping({"allowed": True})
        rule = Mapping({"version": versions_like(of.version)})
        if dependency.declared.holds:
            rule.entries["declared"] = True
        elif dependency.declared.holds is None:
            rules.remarks.append(f"{of.name}: not said to be declared: {dependency.declared.why}")
        else:
            rules.remarks.append(f"{of.name}: the project does not declare it")
        if of.origin != "unknown":
            origin = Mapping({"type": of.origin})
            if of.origin == "vcs" and of.url is not None:
                origin.entries["repository"] = of.url
            rule.entries["origin"] = origin
        if of.editable:
            rule.entries["editable"] = True
        elif self._why_modified is not None:
            if (reason := self._why_modified(of.name)) is None:
                rule.entries["unmodified"] = True
            else:
                rules.remarks.append(f"{of.name}: not said to be unmodified: {reason}")
        return rule


def _taken_out(sections: Mapping, found: Sequence[Violation]) -> bool:
    """Take out what is not kept, with a remark; whether there was anything to take out."""
    rules, options = sections.entries.get(RULES), sections.entries[OPTIONS]
    assert isinstance(options, Mapping)
    before = (len(options.entries), len(rules.entries) if isinstance(rules, Mapping) else 0)
    for each in found:
        if isinstance(rules, Mapping) and each.symbol in rules.entries:
            del rules.entries[each.symbol]
            rules.remarks.append(f"{each.symbol}: {each.message}")
        elif each.code == "SPY611":
            options.entries.setdefault("unresolved", "allow")
            options.remarks.append(each.message)
        elif options.entries.pop("unlisted", None) is not None:
            options.remarks.append(f"others may be imported: {each.message}")
    after = (len(options.entries), len(rules.entries) if isinstance(rules, Mapping) else 0)
    return before != after


@dataclass(frozen=True)
class Brought:
    """A contract with dependencies, what was added to it, and what of it the modules do not keep."""

    text: str
    changes: tuple[str, ...]
    left: tuple[Violation, ...]


def brought_up_to_date(text: str, path: str, stated: StatedDependencies) -> Brought:
    """A contract with what is new of its modules' dependencies. What it says of others is for people to change.

    Raises:
        ContractError: it cannot be used.
    """
    sections, contract, editor = stated.sections().entries, parse_contract(text, path), Editor(text)
    rules = sections.get(RULES)
    new: dict[tuple[str, ...], Node]
    if not contract.dependencies:
        new = {
            (str(key),): each for key, each in sections.items() if key == RULES or contract.dependency_options is None
        }
    else:
        known = {normal_name(each.name) for each in contract.dependencies}
        stated_rules = rules.entries if isinstance(rules, Mapping) else {}
        new = {(RULES, str(key)): each for key, each in stated_rules.items() if normal_name(str(key)) not in known}
    try:
        for key, node in new.items():
            editor.add_key([*key], node)
    except NotEditableError:  # an alias leads to what would be changed: nothing is, rather than some of it
        new, editor = {}, Editor(text)
    changed = editor.text()
    changes = tuple(f"added {'.'.join(key)}" for key in new)
    return Brought(changed, changes, tuple(stated.broken(parse_contract(changed, path))))
