"""From a module, or a contract, to the interface that is compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from importspy_static.checking.gathering import Neighbourhood
from importspy_static.checking.generation import readings
from importspy_static.checking.structure import NO_CONTRACT, Structure, Subject
from importspy_static.checking.where import Where
from importspy_static.checks.applicable import requirement_on
from importspy_static.checks.module import public_names
from importspy_static.checks.promises import without_qualifiers
from importspy_static.comparing.interface import ANY, Interface, loose
from importspy_static.drafting.draft import draft
from importspy_static.drafting.pruning import smallest_part
from importspy_static.interpret.forms import Form
from importspy_static.interpret.namespace import Namespace, interpret
from importspy_static.interpret.values import (
    BoundMethod,
    ClassValue,
    External,
    FunctionValue,
    Literal,
    Outcome,
    Value,
    present,
)
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.contract import Contract, ModuleRequirement
from importspy_static.model.document import Mapping as Document
from importspy_static.model.document import at, steps
from importspy_static.model.place import ContractPlace, Place, Span
from importspy_static.model.program import TOO_DEEP, Block, ClassDef, Failure, FunctionDef, Program
from importspy_static.model.source import SourceFile

_HARMLESS_BASES = frozenset({"abc.ABC", "typing.Protocol", "typing.Generic"})
_PARTS = ("annotation", "return_annotation", "value", "expression", "superclasses", "version", "async", "type")
"""What of a symbol can be left out alone."""


class Opened:
    """A module of a side, as it comes out, before it is known which of its names are compared."""

    def __init__(self, source: SourceFile, subject: Subject, home: Neighbourhood, where: Where) -> None:
        self.source = source
        self._where = where
        self._home = home
        self._subject = subject
        self._world = home.library.world(where.target, where.search_path, ())
        structure = Structure.without_contract(subject, where.target, self._world)
        self._namespace, self._context = structure.namespace, structure.context

    def public(self, own: Mapping[str, str]) -> list[str]:
        """The names that the module offers: its own, and those that it takes from modules of its distribution.

        Args:
            own: the paths of the distribution's files, with the names of their modules.
        """
        names = public_names(self._context)
        if present(self._namespace.name("__all__")):
            return names
        return [*names, *(name for name in self._namespace.names() if self._is_taken_over(name, own))]

    def _is_taken_over(self, name: str, own: Mapping[str, str]) -> bool:
        if name.startswith("_"):
            return False
        found = [each for each in self._namespace.name(name) if each.value is not None]
        if not found or not all(map(self._namespace.is_imported, found)):
            return False
        origin = own.get(self._origin(found[0]) or "")
        return origin is not None and (self.source.is_package or is_private(origin))

    def _origin(self, outcome: Outcome) -> str | None:
        match outcome.value:
            case FunctionValue(span=span) | ClassValue(span=span) | Literal(span=span) if span.file:
                return self._subject.locate(span).path
            case _:
                return None

    def home_of(self, name: str, own: Mapping[str, str]) -> str | None:
        """The module of the distribution that a name is taken from; None if it is defined here, or not known."""
        found = [each for each in self._namespace.name(name) if each.value is not None]
        origin = self._origin(found[0]) if len(found) == 1 else None
        return own.get(origin) if origin is not None and origin != self.source.path else None

    def interface(self, module: str, public: Iterable[str], asked: Iterable[str]) -> Interface:
        """What the module promises under the names that are asked for."""
        namespace = self._namespace
        bound = frozenset(name for name in namespace.names() if present(namespace.name(name)))
        names = [name for name in asked if name in bound and name.isidentifier() and name != "__version__"]
        document = draft(self._context, names=names, inherited=True)
        contract, unknown = self._held(document)
        if (other := namespace.may_have_other_names()) is not None:
            unknown.setdefault("", f"there may be other names: `{other.construct}` (line {other.span.line})")
        classes = dict(self._classes(contract.module))
        return Interface(
            module=module,
            path=self.source.path,
            requirement=contract.module,
            form=self._form,
            bound=bound,
            public=frozenset(public),
            unknown=unknown,
            places=dict(self._places(contract.module, classes)),
            abstract=frozenset(self._abstract(contract.module, classes)),
            ancestors={name: frozenset(self._ancestors(of)) for name, of in classes.items()},
            has_member=lambda owner, name: owner in classes and self._has(classes[owner], name),
            inferred=frozenset(self._inferred(contract.module, classes)),
            overloaded=frozenset(_overloaded(self._subject.program.body)),
            constructed=frozenset(name for name, of in classes.items() if self._is_made_its_own_way(of)),
        )

    def _held(self, document: Document) -> tuple[Contract, dict[str, str]]:
        """The draft without what is not sure, and that with the reasons."""
        unknown: dict[str, str] = {}
        held = NO_CONTRACT
        for _, contract, found in readings(document, self._subject, self._where, self._world):
            held = contract
            for violation in found:
                if violation.contract_place is not None:
                    path = smallest_part(steps(violation.contract_place.key))
                    unknown.setdefault(_symbol(document, path), " ".join(violation.message.split()))
        return held, unknown

    def _form(self, text: str) -> Form:
        form = self._namespace.meaning.of_text(text)
        return loose(without_qualifiers(form) or ANY)

    # Classes

    def _classes(self, requirement: ModuleRequirement) -> Iterator[tuple[str, ClassValue]]:
        for each in requirement.classes:
            for value in present(self._namespace.name(each.name)):
                if isinstance(value, ClassValue):
                    yield each.name, value
                    break

    def _ancestors(self, of: ClassValue) -> Iterator[str]:
        for each in self._namespace.mro(of) or ():
            match each:
                case ClassValue(name=name):
                    yield name
                case External(path=path):
                    yield path.rpartition(".")[2]

    def _is_open(self, of: ClassValue) -> bool:
        line = self._namespace.mro(of)
        return of.opaque is not None or line is None or not all(isinstance(each, ClassValue) for each in line)

    def _has(self, of: ClassValue, name: str) -> bool:
        if self._is_open(of) or present(self._namespace.member(of, name)):
            return True
        found = self._namespace.instance(of)
        return any(name in names for names in (found.initial, found.elsewhere, found.declared))

    def _is_made_its_own_way(self, of: ClassValue) -> bool:
        if self._is_open(of) or of.form in ("enum", "typeddict"):
            return True
        own = {"__init__": False, "__new__": False}
        for each in self._namespace.mro(of) or ():
            if not isinstance(each, ClassValue) or each.opaque is not None:
                return True
            is_known = each.builtin is None and each.object >= 0
            if is_known:
                names = self._namespace.own_names(each)
                own = {name: has or name in names for name, has in own.items()}
            elif each.name != "object" and each.path not in _HARMLESS_BASES and not own["__init__"]:
                return True
        return own["__new__"]

    def _abstract(self, requirement: ModuleRequirement, classes: Mapping[str, ClassValue]) -> Iterator[str]:
        for each in requirement.classes:
            if (of := classes.get(each.name)) is None:
                continue
            is_protocol = any(_path(base) == "typing.Protocol" for base in of.bases)
            for member in (*each.attributes, *each.methods):
                found = present(self._namespace.member(of, member.name))
                is_abstract = any(isinstance(value, FunctionValue) and value.is_abstract for value in found)
                if is_abstract or (is_protocol and member.name not in ("__init__", "__new__")):
                    yield f"{each.name}.{member.name}"

    def _inferred(self, requirement: ModuleRequirement, classes: Mapping[str, ClassValue]) -> Iterator[str]:
        for variable in requirement.variables:
            if not self._namespace.declared(variable.name):
                yield variable.name
        for each in requirement.classes:
            for member in each.attributes if each.name in classes else ():
                if not self._namespace.declared_attribute(classes[each.name], member.name):
                    yield f"{each.name}.{member.name}"

    # Places

    def _places(self, requirement: ModuleRequirement, classes: Mapping[str, ClassValue]) -> Iterator[tuple[str, Place]]:
        yield "", Place(self.source.path, Span(1, 1, 1, 1))
        for named in (*requirement.variables, *requirement.functions, *requirement.classes):
            found = [each for each in self._namespace.name(named.name) if each.value is not None]
            if found and (span := _span(found[0])) is not None:
                yield named.name, self._located(span)
        for each in requirement.classes:
            if (of := classes.get(each.name)) is None:
                continue
            instance = self._namespace.instance(of)
            for member in (*each.attributes, *each.methods):
                binding = self._namespace.member(of, member.name)
                others = instance.initial.get(member.name) or instance.elsewhere.get(member.name) or ()
                outcomes = [outcome for outcome in (*binding, *others) if outcome.value is not None]
                if outcomes and (span := _span(outcomes[0])) is not None:
                    yield f"{each.name}.{member.name}", self._located(span)

    def _located(self, span: Span) -> Place:
        return self._subject.locate(span)


def _overloaded(body: Block, owner: str = "") -> Iterator[str]:
    """The functions of a module, and the methods of its classes, that `overload` stands on."""
    for statement in body:
        match statement:
            case FunctionDef(name=name, decorators=decorators):
                if any(each.text.rpartition(".")[2] == "overload" for each in decorators):
                    yield f"{owner}{name}"
            case ClassDef(name=name, body=inner) if not owner:
                yield from _overloaded(inner, f"{name}.")


def _span(outcome: Outcome) -> Span | None:
    match outcome.value:
        case ClassValue(header=span, object=number) if number >= 0:
            return span
        case FunctionValue(span=span) | BoundMethod(function=FunctionValue(span=span)):
            return span
        case _:
            return outcome.span


def _path(value: Value) -> str | None:
    return value.path if isinstance(value, (ClassValue, External)) else None


def _symbol(document: Document, path: list[str | int]) -> str:
    """What a part of a contract is about: `Extension.add(msg)#annotation`."""
    names: list[str] = []
    argument = ""
    for (step, _), node in zip(_pairs(path), list(at(document, path))[1:], strict=False):
        if isinstance(step, int) and isinstance(node, Document):
            name = str(node.entries.get("name", ""))
            if _ == "arguments":
                argument = f"({name})"
            elif _ != "superclasses":
                names.append(name)
    part = "superclasses" if "superclasses" in path else path[-1] if path and path[-1] in _PARTS else ""
    return f"{'.'.join(names)}{argument}{f'#{part}' if part else ''}" or "#"


def _pairs(path: list[str | int]) -> Iterator[tuple[str | int, str | int]]:
    """Each step with the one before it."""
    yield from zip(path, ["", *path], strict=False)


def is_private(module: str) -> bool:
    """Whether a part of a dotted name begins with an underscore; `__init__` is no part of it."""
    return any(part.startswith("_") for part in module.split("."))


def opened(source: SourceFile, home: Neighbourhood, where: Where) -> Opened | Failure:
    """A module of a side; why it cannot be told, if it cannot."""
    subject = Subject.read(source, home.library)
    if isinstance(subject, Failure):
        return subject
    try:
        return Opened(source, subject, home, where)
    except RecursionError:
        home.library.forget()
        return TOO_DEEP


# Contracts


@dataclass(frozen=True)
class Stated:
    """A module as a contract speaks of it."""

    requirement: ModuleRequirement
    path: str

    def interface(self, module: str, where: Where) -> Interface:
        """What the contract asks for, on the target at hand."""
        requirement = requirement_on(where.target, self.requirement)
        neutral = interpret(Program((), False), where.target)
        named = (*requirement.variables, *requirement.functions, *requirement.classes)
        names = frozenset(each.name for each in named)
        places = {each.name: _stated_at(each.place) for each in named}
        for owner in requirement.classes:
            for member in (*owner.attributes, *owner.methods):
                places[f"{owner.name}.{member.name}"] = _stated_at(member.place)
        return Interface(
            module=module,
            path=self.path,
            requirement=requirement,
            form=lambda text: _neutral(neutral, text),
            bound=names,
            public=names,
            places={"": _stated_at(requirement.place), **places},
            is_contract=True,
        )


def _neutral(namespace: Namespace, text: str) -> Form:
    return loose(namespace.meaning.of_text(text))


def _stated_at(place: ContractPlace) -> Place:
    return Place(place.path, Span(place.line, place.column, place.line, place.column + 1))


__all__ = ["Opened", "Stated", "is_private", "opened"]
