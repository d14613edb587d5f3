"""What one module offers on one target, against what is required of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial

from importspy_static.checking.chains import with_chain
from importspy_static.checking.library import Library
from importspy_static.checks.applicable import requirement_on
from importspy_static.checks.chains import check_entry_point
from importspy_static.checks.context import Context
from importspy_static.checks.integrity import Evidence
from importspy_static.checks.module import check_module
from importspy_static.checks.source import check_grammar
from importspy_static.interpret.namespace import Namespace, interpret_in, written_in
from importspy_static.interpret.targets import told
from importspy_static.interpret.world import KnownModule, World
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.contract import Contract, ModuleRequirement
from importspy_static.model.depth import Depth
from importspy_static.model.place import TOP, ContractPlace, Place, Span
from importspy_static.model.program import Failure, Program
from importspy_static.model.source import EntryPoint, SourceFile
from importspy_static.model.target import Target
from importspy_static.model.violation import Violation

NO_CONTRACT = Contract(path="", module=ModuleRequirement(place=ContractPlace("", 1, 1, "")))
"""Asks nothing."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A module that is checked."""

    path: str
    known: KnownModule
    program: Program
    library: Library
    entry_points: tuple[EntryPoint, ...] = ()
    """What is registered of it."""

    @classmethod
    def read(
        cls,
        source: SourceFile,
        library: Library,
        entry_points: tuple[EntryPoint, ...] = (),
        depth: Depth = Depth.OUTLINE,
    ) -> Subject | Failure:
        """The module of a file with its facts, or why there are none."""
        known = library.own(source)
        facts = library.readings.facts(known.number, depth)
        return facts if isinstance(facts, Failure) else cls(source.path, known, facts, library, entry_points)

    @property
    def evidence(self) -> Evidence:
        """What its fingerprints are made of, which is read when they are asked for."""
        readings, number = self.library.readings, self.known.number
        return Evidence(
            partial(readings.source, number),
            partial(readings.fingerprints, number),
            lambda span: Place(self.path, TOP) if span is None else self.locate(span),
        )

    def locate(self, span: Span) -> Place:
        """Where a span is, which may be in another file."""
        return self.library.readings.located(self.path, span)


@dataclass(frozen=True, slots=True)
class Structure:
    """A module as it comes out on one target."""

    program: Program
    target: Target
    path: str
    contract: Contract
    namespace: Namespace
    subject: Subject

    @classmethod
    def of(cls, subject: Subject, target: Target, contract: Contract, world: World) -> Structure:
        """Look at a module among the others."""
        return cls(subject.program, target, subject.path, contract, interpret_in(world, subject.known), subject)

    @classmethod
    def as_written(cls, subject: Subject, target: Target, contract: Contract) -> Structure:
        """Look at what stands in a module, whatever comes of its import."""
        namespace = written_in(subject.program, subject.known, target)
        return cls(subject.program, target, subject.path, contract, namespace, subject)

    @property
    def context(self) -> Context:
        """What checks have at hand."""
        location = os.path.abspath(self.path)
        return Context(
            self.path, self.namespace, self.contract.options, location, self.subject.locate, self.subject.evidence
        )

    @classmethod
    def without_contract(cls, subject: Subject, target: Target, world: World) -> Structure:
        """A module as it comes out, whatever is asked of it: nothing of it is there if its import always raises."""
        found = cls.of(subject, target, NO_CONTRACT, world)
        if found.namespace.fails_at is not None:
            found.namespace.completes = False
        return found

    def stands_for(self, target: Target) -> bool:
        """Whether the module is the same on another target, as far as it was looked at."""
        asked = self.namespace.asked
        here, there = (_lacking(self.program, each) for each in (self.target, target))
        return here == there and told(self.target, asked) == told(target, asked)

    def check(self, requirements: Sequence[ModuleRequirement], target: Target | None = None) -> list[Violation]:
        """What is broken or undecided of the requirements, as far as they hold on the target: by default, its own.

        A module that the target's Python cannot even parse offers nothing there: only that is told.
        """
        if refused := list(check_grammar(self.program, self.target, self.path)):
            return refused
        here = [requirement_on(target or self.target, each) for each in requirements]
        found = self._found(here)
        if not found and self.namespace.fails_at is not None:
            # All that is asked for is written down, but the import ends before: that is not compliant.
            self.namespace.completes = False
            found = self._found(here)
        return found

    def _found(self, requirements: Sequence[ModuleRequirement]) -> list[Violation]:
        context = self.context
        violations = [violation for each in requirements for violation in check_module(context, each)]
        for point in self.subject.entry_points:
            violations += check_entry_point(context, point, self.contract.module.place)
        # One construct may touch a requirement in several ways; it is told once.
        return [with_chain(each, self.namespace, context) for each in dict.fromkeys(violations)]


def _lacking(program: Program, target: Target) -> list[bool]:
    return [construct.is_refused_by(*target.version[:2]) for construct in program.constructs]
