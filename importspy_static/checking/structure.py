"""What one module offers on one target, against what is required of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from importspy_static.checks.context import Context
from importspy_static.checks.module import check_module
from importspy_static.checks.source import check_grammar
from importspy_static.interpret.namespace import Namespace, interpret
from importspy_static.interpret.targets import told
from importspy_static.model.contract import Contract, ModuleRequirement
from importspy_static.model.program import Program
from importspy_static.model.target import Target
from importspy_static.model.violation import Violation


@dataclass(frozen=True, slots=True)
class Structure:
    """A module as it comes out on one target."""

    program: Program
    target: Target
    path: str
    contract: Contract
    namespace: Namespace

    @classmethod
    def of(cls, program: Program, target: Target, path: str, contract: Contract) -> Structure:
        namespace = interpret(program, target, contract.options.trusted_decorators)
        return cls(program, target, path, contract, namespace)

    def stands_for(self, target: Target) -> bool:
        """Whether the module is the same on another target, as far as it was looked at."""
        asked = self.namespace.asked
        here, there = (_lacking(self.program, each) for each in (self.target, target))
        return here == there and told(self.target, asked) == told(target, asked)

    def check(self, requirements: Sequence[ModuleRequirement]) -> list[Violation]:
        """What is broken or undecided of the requirements.

        A module that the target's Python cannot even parse offers nothing there: only that is told.
        """
        if refused := list(check_grammar(self.program, self.target, self.path)):
            return refused
        found = self._found(requirements)
        if not found and self.namespace.fails_at is not None:
            # All that is asked for is written down, but the import ends before: that is not compliant.
            self.namespace.completes = False
            found = self._found(requirements)
        return found

    def _found(self, requirements: Sequence[ModuleRequirement]) -> list[Violation]:
        context = Context(self.path, self.namespace, self.contract.options, os.path.abspath(self.path))
        violations = (violation for each in requirements for violation in check_module(context, each))
        # One construct may touch a requirement in several ways; it is told once.
        return list(dict.fromkeys(violations))


def _lacking(program: Program, target: Target) -> list[bool]:
    return [construct.is_refused_by(*target.version[:2]) for construct in program.constructs]
