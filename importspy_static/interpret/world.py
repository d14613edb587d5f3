"""The modules of a run, side by side: what a name that one of them takes from another is there.

See docs/decisions/0009. A module is looked at when somebody asks for it, not when it is imported.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from importspy_static.interpret import attributes
from importspy_static.interpret.displays import texts
from importspy_static.interpret.foreseen import foreseen
from importspy_static.interpret.import_order import Failure as FailedImport
from importspy_static.interpret.import_order import ImportOrder
from importspy_static.interpret.machine import Ending, Machine
from importspy_static.interpret.providers import HOOK, or_provided
from importspy_static.interpret.relative import or_beside
from importspy_static.interpret.state import ANY, REPLACED, Key, State
from importspy_static.interpret.targets import Facts
from importspy_static.interpret.values import (
    Binding,
    Cause,
    ClassValue,
    Display,
    External,
    FunctionValue,
    Literal,
    Outcome,
    Value,
    Values,
    present,
)
from importspy_static.interpret.writes import take_over, take_over_own
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.limits import DEEPEST_CHAIN, DEEPEST_IMPORT, MOST_FOLLOWED
from importspy_static.model.place import Span
from importspy_static.model.program import Block, Failure, FunctionDef, Program
from importspy_static.model.target import Target

OBJECT_BITS = 32
"""A module's objects have numbers from `number << OBJECT_BITS` on."""
BY_HEART = frozenset({"__future__", "builtins", "typing", "typing_extensions"})
"""Modules whose names the rules know by what they mean, not by their source."""
_EVERYWHERE = ("builtins.", "sys.")
"""What every module sees, whoever assigns to it."""
_ELSEWHERE = {"collections.abc": "_collections_abc"}
"""Modules that are another one: from Python 3.13 on by an assignment to `sys.modules`, before by a star import."""


@dataclass(frozen=True, slots=True)
class KnownModule:
    """A module whose source is at hand."""

    number: int
    """Of its file; 1 and up. Spans of its program have it too."""
    name: str
    """The dotted name that an import gives it."""
    is_package: bool
    is_stub: bool
    in_project: bool
    """Whether it belongs to what is checked, so that a violation may be placed in it."""
    is_alone: bool = False
    """Whether it is a stub of the project, and nothing is there that a Python could import in its place."""

    @property
    def package(self) -> str:
        """What relative imports of it start from; empty at the top."""
        return self.name if self.is_package else self.name.rpartition(".")[0]


class Modules(Protocol):
    """Who knows the modules of a run."""

    def find(self, name: str, asker: int) -> KnownModule | None:
        """The module of this dotted name, as the module with the number `asker` would import it on the target.

        None if its source cannot be had. It is not read yet.
        """

    def is_there(self, name: str, asker: int) -> bool:
        """Whether there is such a module, though nobody may be able to read it."""

    def submodules(self, package: str, asker: int) -> Sequence[str] | None:
        """The names that modules in a package may have; None if that is not known."""

    def program(self, known: KnownModule) -> Program | None:
        """What is in it; empty for a package without `__init__`; None if it cannot be read."""

    def begin(self, known: KnownModule) -> None:
        """Begin to read it, as it will be asked for soon."""

    def failure(self, known: KnownModule) -> Failure | None:
        """Why it cannot be read; None if it can."""

    def body(self, definition: FunctionDef) -> Block | None:
        """The body of a function of one of them; None if it cannot be read."""


class World:
    """What modules come out as on one target, each looked at once."""

    def __init__(self, modules: Modules, target: Target, trusted_decorators: Sequence[str] = ()) -> None:
        self._modules = modules
        self._target = target
        self._trusted = trusted_decorators
        self._facts = Facts(target)
        self._machines: dict[int, Machine] = {}
        self._known: dict[int, KnownModule] = {}
        self._names: dict[int, dict[str, None]] = {}
        self._classes: dict[int, ClassValue] = {}
        self._methods: dict[int, ClassValue] = {}
        self._odd_classes: set[int] = set()
        self._rebased: set[int] = set()
        self._metaclasses: dict[int, ClassValue] = {}
        self._unread: set[int] = set()
        self._finished: dict[int, bool] = {}
        """Whether the import of a module comes to its end; a module that is still looked at is not here."""
        self._brought: dict[int, Span] = {}
        self._resolving: set[tuple[int, str]] = set()
        self._depth = 0
        """How many modules are being looked at, each asked for by another."""
        self._followed = 0
        """How many modules were looked at for one that is checked just because they are imported."""
        self._hasty: set[int] = set()
        """Modules that asked, in a cycle, for one that was still being looked at."""
        self.torn: dict[tuple[int, Span], str] = {}
        """Imports that fail as two modules need what neither has bound yet: by module and place, with the reason."""
        self._users: dict[int, set[int]] = {}
        """By module, those that took names of it."""
        self._writes: dict[int, dict[Key, Binding]] = {}
        """By module that was run, what it has done to objects of others."""
        self._order = ImportOrder(self._of_project)
        self._taken: dict[int, dict[Key, Binding]] = {}
        """By module, what the libraries that it took names of have done to objects of others."""

    def body(self, definition: FunctionDef) -> Block | None:
        """The body of a function of any module; None if it cannot be read."""
        return self._modules.body(definition)

    def machine(self, known: KnownModule, asked: Span | None = None) -> Machine | None:
        """The module's machine, which has run, or is running if it is asked for in a cycle; None without a program."""
        if known.number in self._machines:
            return self._machines[known.number]
        if self._depth > DEEPEST_IMPORT:
            return None
        program = None if known.number in self._unread else self._modules.program(known)
        if program is None:
            self._unread.add(known.number)
            return None
        machine = self._machines[known.number] = self._new_machine(known, program)
        self._known[known.number] = known
        if asked is not None:
            self._brought[known.number] = asked
        if not self._depth:
            self._followed = 0
        self._foresee(machine)
        self._run(machine)
        if not self._depth and self._hasty:
            self._look_again()
        return self._machines[known.number]

    def _foresee(self, machine: Machine) -> None:
        """Have the modules read that base classes are from, while this one is looked at."""
        for path in foreseen(machine.program):
            full = or_beside(path, machine.package)
            if full is None or full.partition(".")[0] in BY_HEART:
                continue
            known = self._modules.find(_ELSEWHERE.get(full, full), machine.number)
            if known is not None and known.number not in self._machines:
                self._modules.begin(known)

    def _run(self, machine: Machine) -> None:
        from importspy_static.interpret.namespace import run_module

        self._depth += 1
        try:
            packages = self._packages_around(machine)
            self._finished[machine.number] = run_module(machine)
            for package in packages:
                take_over_own(machine, self._writes_of(package))
        finally:
            self._depth -= 1

    def _packages_around(self, machine: Machine) -> list[Machine]:
        """The packages that a module of the project is in: whoever imports it has imported them."""
        known = self._known[machine.number]
        if not known.in_project or known.is_stub:
            return []
        parts = known.name.split(".")
        place = Span(1, 1, 1, 1, known.number)
        found = [self.imported(machine, ".".join(parts[:index]), place) for index in range(1, len(parts))]
        packages = [each for each in found if each is not None and self.ending(each) is None]
        for package in packages:
            self.take_over(machine, package, place)
        return packages

    def _look_again(self) -> None:
        """Look once more at what asked too early, and at who relied on that if it is another now: the others of the
        cycle are known by now.

        Which module of a cycle is asked for first is chance here, as nobody imports them; it should not matter.
        """
        again: set[int] = set()
        pending = deque(number for number in self._machines if number in self._hasty)
        self._depth += 1  # a cycle within is not looked at for ever
        while pending:
            number = pending.popleft()
            if number not in again:
                again.add(number)
                before = self._outcome(number)
                self._writes.pop(number, None)
                self._taken.pop(number, None)
                program = self._machines[number].program
                machine = self._machines[number] = self._new_machine(self._known[number], program)
                del self._finished[number]
                self._run(machine)
                if self._outcome(number) != before:
                    pending += sorted(self._users.get(number, ()))
        self._depth -= 1
        self._hasty.clear()

    def _outcome(self, number: int) -> tuple[object, ...]:
        """All that others can see of a module that has run. Objects have the same numbers whenever it is run."""
        machine = self._machines[number]
        told = (machine.state.changes, machine.classes, machine.names, machine.methods)
        doubts = (machine.fails_at, machine.last_raise, tuple(machine.doubts))
        return (*told, *doubts, self._finished[number], self._writes_of(machine), self._taken.get(number))

    def imported(self, machine: Machine, path: str, span: Span) -> Machine | None:
        """The module of the project that an import runs, once it has run.

        None for all others, for packages without `__init__`, and in a cycle: there it depends on who is imported first.
        """
        known = self._known_as(machine, path)
        if known is None or not known.in_project or known.is_stub or self._depth > DEEPEST_CHAIN:
            return None
        if known.is_package and self._modules.find(f"{known.name}.__init__", machine.number) is None:
            return None
        if known.number not in self._machines:
            if self._followed >= MOST_FOLLOWED:
                return None
            self._followed += 1
        owner = self.machine(known, span)
        if owner is None or owner is machine:
            return None
        self._users.setdefault(known.number, set()).add(machine.number)
        if known.number not in self._finished:
            self._hasty.add(machine.number)
            return None
        return owner

    def _known_as(self, machine: Machine, path: str) -> KnownModule | None:
        """The module of a dotted name, as a module would import it."""
        full = or_beside(path, machine.package)
        return None if full is None else self._modules.find(full, machine.number)

    def fails_if_first(self, machine: Machine) -> FailedImport | None:
        """The import of a module of the project that fails if nothing else was imported before, in a circle."""
        known = self._known.get(machine.number)
        if known is None or not known.in_project or known.is_stub:
            return None
        return self._order.failure(known, machine.program)

    def _of_project(self, path: str, asker: int) -> tuple[KnownModule, Program] | None:
        known = self._modules.find(path, asker)
        if known is None or not known.in_project or known.is_stub:
            return None
        program = self._modules.program(known)
        return None if program is None else (known, program)

    def refused(self, machine: Machine, path: str) -> Failure | None:
        """Why the import of a module of the project raises before anything of it runs: it is no Python."""
        known = self._known_as(machine, path)
        if known is None or not known.in_project or known.is_stub or known.number not in self._unread:
            return None
        failure = self._modules.failure(known)
        is_judged_here = self._target.version[:2] == sys.version_info[:2]  # another one may have that grammar
        if failure is None or not (failure.kind == "encoding" or (failure.kind == "syntax" and is_judged_here)):
            return None
        return failure

    def is_stub_alone(self, machine: Machine, path: str) -> bool:
        """Whether nothing but a stub is there of a module: whether an import finds more is not known."""
        known = self._known_as(machine, path)
        return known is not None and known.is_alone

    def take_over(self, machine: Machine, owner: Machine, span: Span) -> None:
        """What the import of a module that has run does to objects of others, as the module that imports it sees it."""
        writes = self._writes_of(owner)
        if writes:
            take_over(machine, owner, writes, span, in_cycle=self._is_used_by(machine, owner))
        machine.patched |= {path for path in owner.patched if path.startswith(_EVERYWHERE)}
        self._take(machine, owner.number, {})

    def _writes_of(self, owner: Machine) -> dict[Key, Binding]:
        if owner.number not in self._finished:
            return {}
        if owner.number not in self._writes:
            self._writes[owner.number] = {
                key: self.seen_from(owner.module, binding)
                for key, binding in owner.state.changes.items()
                if key[0] >> OBJECT_BITS not in (owner.number, 0) and key[0] > 0
            }
        return self._writes[owner.number]

    def _take(self, machine: Machine, number: int, writes: dict[Key, Binding]) -> None:
        more = {**self._taken.get(number, {}), **writes}
        if more and number != machine.number:
            self._taken.setdefault(machine.number, {}).update(more)

    def taken(self, number: int, key: Key) -> Binding | None:
        """What a library that a module took names of has done to an object of another one."""
        found = self._taken.get(number)
        return None if found is None else found.get(key)

    def _is_used_by(self, machine: Machine, owner: Machine) -> bool:
        """Whether a module is imported, through whichever others, by one that it imports itself."""
        seen: set[int] = set()
        pending = [machine.number]
        while pending:
            number = pending.pop()
            if number == owner.number:
                return True
            if number not in seen:
                seen.add(number)
                pending += self._users.get(number, ())
        return False

    def module_object(self, machine: Machine, external: External) -> int | None:
        """The object of the module that a dotted name surely is, which may not have been looked at yet."""
        known = self._known_as(machine, external.path)
        if known is None or (external.beyond != 0 and self.resolve(machine, external) is not None):
            return None
        return known.number << OBJECT_BITS

    def packages_of(self, machine: Machine, path: str) -> list[str]:
        """The packages that an import of a module runs first, the outermost first; those that the asker is in left out.

        Of these nobody knows how far they have come: they may be what imports the asker.
        """
        parts = (or_beside(path, machine.package) or "").split(".")
        packages = [".".join(parts[:index]) for index in range(1, len(parts))]
        own = f"{self.name_of(machine)}."
        return [each for each in packages if not own.startswith(f"{each}.")]

    def package_of(self, machine: Machine, full: str) -> int | None:
        """The object of the package that has a submodule of this dotted name, if both belong to the project."""
        front = self._modules.find(full.rpartition(".")[0], machine.number)
        if front is None or not front.in_project or not front.is_package or front.is_stub:
            return None
        inner = self._modules.find(full, machine.number)
        if inner is None or not inner.in_project or inner.is_stub:
            return None
        return front.number << OBJECT_BITS

    def finished(self, owner: int) -> tuple[Program, str] | None:
        """The program of a module that has run to its end, by an object of it, and what its relative imports start
        from.
        """
        known = self._known.get(owner >> OBJECT_BITS)
        if known is None or known.number not in self._finished:
            return None
        return self._machines[known.number].program, known.package

    def of_project(self, machine: Machine, path: str) -> tuple[Program, str] | None:
        """The same of any module of the project by its dotted name, whether it has run or not; None for all others."""
        known = self._modules.find(path, machine.number)
        program = self._modules.program(known) if known is not None and known.in_project else None
        return None if known is None or program is None else (program, known.package)

    def running(self, machine: Machine, path: str) -> Machine | None:
        """The module of the project of this dotted name, if its import has begun and not ended."""
        known = self._known_as(machine, path)
        if known is None or not known.in_project or known.is_stub or known.number in self._finished:
            return None
        owner = self._machines.get(known.number)
        return None if owner is machine else owner

    def absolute_name(self, machine: Machine, path: str) -> str | None:
        """A dotted name with the dots of a relative import resolved."""
        return or_beside(path, machine.package)

    def ending(self, owner: Machine) -> Ending | None:
        """Where and why the import of a module that has run surely ends before its end; None if it does not."""
        if self._finished.get(owner.number, True):
            return owner.fails_at
        return owner.fails_at or owner.last_raise

    def own_names(self, module: int) -> dict[str, Binding]:
        """What a module that has run binds its names to itself."""
        owner = self._machines.get(module >> OBJECT_BITS)
        changes = {} if owner is None else owner.state.changes
        return {name: binding for (bound, name), binding in changes.items() if bound == module}

    def name_of(self, owner: Machine) -> str:
        """The dotted name of a module."""
        return self._known[owner.number].name

    def is_below(self, owner: Machine, name: str) -> bool:
        """Whether a package has a submodule of this name."""
        known = self._known[owner.number]
        return known.is_package and self._modules.is_there(f"{known.name}.{name}", owner.number)

    def is_patched(self, owner: Machine) -> bool:
        """Whether another module that was looked at assigns to attributes of this one."""
        name = self._known[owner.number].name
        return any(or_beside(path, each.package) == name for each in self._machines.values() for path in each.patched)

    def completes(self, known: KnownModule) -> bool:
        """Whether the import of a module comes to its end."""
        return self._finished.get(known.number, False)

    def brought_in(self, span: Span) -> Span:
        """The place itself if it is in the project, else the place there that led to it."""
        seen: set[int] = set()
        while (known := self._known.get(span.file)) is not None and not known.in_project and span.file not in seen:
            seen.add(span.file)
            span = self._brought.get(span.file, span)
        return span

    def _new_machine(self, known: KnownModule, program: Program) -> Machine:
        module = known.number << OBJECT_BITS
        machine = Machine(program, self._target, self._trusted, module)
        machine.world, machine.package = self, known.package
        machine.facts = self._facts
        machine.is_stub = known.is_stub
        machine.is_package = known.is_package or known.name.endswith("__init__")
        machine.names, machine.classes, machine.methods = self._names, self._classes, self._methods
        machine.odd_classes = self._odd_classes
        machine.metaclasses, machine.rebased = self._metaclasses, self._rebased
        machine.state.below = _Elsewhere(self, known.number)
        return machine

    def state_of(self, number: int) -> State | None:
        """The state of a module by its number, as far as it has come."""
        machine = self._machines.get(number)
        return None if machine is None else machine.state

    # Names from other modules

    def seen_from(self, module: int, found: Binding) -> Binding:
        """What a name of a module is for another one that runs its code: relative imports told by their full names."""
        known = self._known.get(module >> OBJECT_BITS)
        if known is None or not any(isinstance(each.value, External) for each in found):
            return found
        return tuple(_absolute_outcome(each, known.package) for each in found)

    def followed(self, machine: Machine, value: Value, *, in_project: bool) -> Values:
        """What a name from another module is there; the value itself where that is not known.

        `in_project`: names from elsewhere are left as they are, as nobody needs to read a library for a condition.
        """
        if not isinstance(value, External) or (in_project and not self.is_from_project(machine, value)):
            return (value,)
        found = self.resolve(machine, value)
        return (value,) if found is None else present(found)

    def is_from_project(self, machine: Machine, external: External) -> bool:
        """Whether a dotted name begins with a module of the project."""
        path = or_beside(external.path, machine.package)
        known = None if path is None else self._modules.find(path.partition(".")[0], machine.number)
        return known is not None and known.in_project

    def is_akin(self, machine: Machine, external: External) -> bool:
        """Whether a dotted name is one of a module of the package that the asker is in, which has been looked at.

        No other is looked at for this: in a circle that would decide who is first.
        """
        path = or_beside(external.path, machine.package)
        if path is None or not machine.package or not path.startswith(f"{machine.package.partition('.')[0]}."):
            return False
        known = self._modules.find(path.rpartition(".")[0], machine.number)
        return known is not None and self._finished.get(known.number, False)

    def resolve(
        self, machine: Machine, external: External, depth: int = 0, viewer: Machine | None = None
    ) -> Binding | None:
        """How a name comes out in the module that it is from; None if that is not known, or if it is a module.

        `viewer`: who reads it, if that is not who says the name: it sees its own changes of names of other modules.
        """
        path = or_beside(external.path, machine.package)
        if path is None or depth > DEEPEST_CHAIN or (machine.module, path) in self._resolving:
            return None
        if path.partition(".")[0] in BY_HEART:
            return None
        front, _, last = path.rpartition(".")
        path = f"{_ELSEWHERE[front]}.{last}" if front in _ELSEWHERE else path
        # Which file is a module's depends on them.
        _ = self._facts.minor_version, self._facts.platform
        self._resolving.add((machine.module, path))
        try:
            return self._walk(machine, path.split("."), external, depth, viewer or machine)
        finally:
            self._resolving.discard((machine.module, path))

    def _walk(
        self, machine: Machine, parts: list[str], external: External, depth: int, viewer: Machine
    ) -> Binding | None:
        first = 1 if external.beyond is None else max(1, len(parts) - external.beyond)
        known = self._modules.find(".".join(parts[:first]), machine.number)
        for index in range(first, len(parts)):
            if known is None:
                return None
            owner = self.machine(known, external.span)
            if owner is None:
                return None
            replaced = owner.state.find((owner.module, REPLACED)) if known.number in self._finished else None
            if replaced is not None and present(replaced):
                self._users.setdefault(known.number, set()).add(machine.number)
                return self._beyond(machine, owner, replaced, parts[index:], depth, viewer)
            binding = viewer.state.get((owner.module, parts[index]))
            inner = self._modules.find(".".join(parts[: index + 1]), machine.number) if known.is_package else None
            if inner is not None and self._is_submodule(owner, binding, inner):
                known = inner
                continue
            self._users.setdefault(known.number, set()).add(machine.number)
            if known.number not in self._finished:
                self._hasty.add(machine.number)
                if not self._was_bound(machine, owner, binding):
                    return None
            elif not self._finished[known.number]:
                return None
            if not present(binding) and viewer.state.find((owner.module, ANY)):
                return None
            binding = or_provided(owner, parts[index], binding)
            if not present(binding) and (index < len(parts) - 1 or self._is_unread(machine, known, parts)):
                return None
            found = self._beyond(machine, owner, binding, parts[index + 1 :], depth, viewer)
            self._take(machine, known.number, {} if known.in_project else self._writes_of(owner))
            return found
        return None

    def _was_bound(self, machine: Machine, owner: Machine, binding: Binding) -> bool:
        """Whether a name of a module that is still looked at was bound before the import there that leads here."""
        at = machine.number
        seen: set[int] = set()
        while (asked := self._brought.get(at)) is not None and asked.file != owner.number and at not in seen:
            seen.add(at)
            at = asked.file
        if asked is None or asked.file != owner.number or not present(binding):
            return False
        place = (asked.line, asked.column)
        return all(
            each.value is not None and each.span is not None and (each.span.line, each.span.column) < place
            for each in binding
        )

    def _is_unread(self, machine: Machine, known: KnownModule, parts: list[str]) -> bool:
        """Whether a name that a package does not bind is a submodule that cannot be read."""
        return known.is_package and self._modules.is_there(".".join(parts), machine.number)

    def _is_submodule(self, owner: Machine, binding: Binding, inner: KnownModule) -> bool:
        """Whether a name of a package is its submodule: nothing else is bound to it, or just that is."""
        values = present(binding)
        if not values:
            return True
        return all(isinstance(each, External) and or_beside(each.path, owner.package) == inner.name for each in values)

    def _beyond(
        self, machine: Machine, owner: Machine, binding: Binding, rest: list[str], depth: int, viewer: Machine
    ) -> Binding | None:
        """The outcomes of a name, those that it takes from elsewhere followed, and attributes of them."""
        outcomes: list[Outcome] = []
        for outcome in binding:
            for each in self._followed_outcome(owner, outcome, depth):
                if rest and each.value is not None:
                    if isinstance(each.value, External):
                        path = ".".join([or_beside(each.value.path, owner.package) or each.value.path, *rest])
                        beyond = None if each.value.beyond is None else each.value.beyond + len(rest)
                        deeper = self.resolve(owner, External(path, each.value.span, beyond), depth + 1, viewer)
                        if deeper is None:
                            return None
                        outcomes += deeper
                        continue
                    values: Values = (each.value,)
                    for name in rest:
                        values = tuple(
                            found for value in values for found in attributes.attribute(machine, value, name)
                        )
                    outcomes += [Outcome(value, each.span, each.branch) for value in values]
                else:
                    outcomes.append(each)
        return tuple(dict.fromkeys(outcomes))

    def _followed_outcome(self, owner: Machine, outcome: Outcome, depth: int) -> Binding:
        if not isinstance(outcome.value, External):
            return (outcome,)
        path = or_beside(outcome.value.path, owner.package) or outcome.value.path
        found = self.resolve(owner, External(path, outcome.value.span, outcome.value.beyond), depth + 1)
        if found is None:
            # Told by its full name: a relative one means something else in another package.
            whole = External(path, outcome.value.span, outcome.value.beyond)
            return (Outcome(whole, outcome.span, outcome.branch),)
        return tuple(Outcome(each.value, each.span, each.branch or outcome.branch) for each in found)

    def is_of_project(self, owner: int) -> bool:
        """Whether an object is one that a module of the project has made."""
        known = self._known.get(owner >> OBJECT_BITS)
        return known is not None and known.in_project

    def is_module(self, machine: Machine, path: str) -> bool:
        """Whether a dotted name is that of a module, as another one would import it."""
        return self._modules.is_there(path, machine.number)

    def machine_of(self, span: Span) -> Machine | None:
        """The machine of the module that a place is in, if it was looked at."""
        return self._machines.get(span.file)

    def dotted_name(self, of: ClassValue | FunctionValue) -> str | None:
        """Where a class or function of one of the modules is defined: `acme.base.Plugin`."""
        known = self._known.get(of.object >> OBJECT_BITS) if of.object > 0 else None
        return None if known is None else f"{known.name}.{of.name}"

    def names_of_star(self, machine: Machine, front: str, span: Span) -> Names | None:
        """What `from front import *` binds; None if that is not known."""
        known = self._known_as(machine, front)
        if known is None:
            return None
        owner = self.machine(known, span)
        if owner is None:
            return None
        if not self._finished.get(known.number, False) or machine.state.find((owner.module, ANY)) is not None:
            return None
        exported = machine.state.get((owner.module, "__all__"))
        of_module = (name for name in self._names.get(owner.module, {}) if not name.startswith((":", "!", ANY)))
        bound = [name for name in of_module if present(machine.state.get((owner.module, name)))]
        if not present(exported):
            # Stubs of private modules, which are compiled, tell what others have declared to be theirs.
            is_incomplete = known.is_stub and known.name.rpartition(".")[2].startswith("_")
            return Names([name for name in bound if not name.startswith("_")], are_all=not is_incomplete)
        if len(exported) == 1 and _is_no_list_of_names(machine, exported[0]):
            machine.raises("TypeError", f"'__all__' of '{known.name}' is no sequence of names", span)
        listed = _names_in(machine, exported)
        if listed is not None:
            return Names(listed)
        # Each name that `__all__` has must be one of the module; a submodule and a hook may give others.
        inner = self._modules.submodules(known.name, machine.number) if known.is_package else ()
        if inner is None or present(machine.state.get((owner.module, HOOK))):
            return None
        return Names([*bound, *(name for name in inner if name not in bound)], surely=False)

    def other_names_of(self, machine: Machine, front: str) -> Cause | None:
        """What may bind any name in a module that was looked at."""
        known = self._known_as(machine, front)
        owner = None if known is None else self._machines.get(known.number)
        found = None if owner is None else machine.state.find((owner.module, ANY))
        return next((each.branch for each in found or () if each.branch is not None), None)


class Names(NamedTuple):
    """What a star import binds."""

    names: list[str]
    surely: bool = True
    """False: some of these, and no others."""
    are_all: bool = True
    """False: perhaps others, too."""


class _Elsewhere(State):
    """The layer below a module's own: what the objects of other modules have."""

    __slots__ = ()

    def __init__(self, world: World, number: int) -> None:
        super().__init__()
        self.changes = _Others(world, number)


class _Others(dict[Key, Binding]):
    """Reads from the modules that objects belong to."""

    def __init__(self, world: World, number: int) -> None:
        super().__init__()
        self._world, self._number = world, number

    def get(self, key: Key, default: Binding | None = None) -> Binding | None:  # type: ignore[override]
        number = key[0] >> OBJECT_BITS
        if number <= 0 or number == self._number:
            return default
        found = self._world.taken(self._number, key)
        if found is not None:
            return found
        state = self._world.state_of(number)
        return default if state is None else state.find(key) or default


def _absolute_outcome(outcome: Outcome, package: str) -> Outcome:
    if not isinstance(outcome.value, External) or not outcome.value.path.startswith("."):
        return outcome
    path = or_beside(outcome.value.path, package) or outcome.value.path
    whole = External(path, outcome.value.span, outcome.value.beyond)
    return Outcome(whole, outcome.span, outcome.branch, outcome.annotation)


def _names_in(machine: Machine, exported: Binding) -> list[str] | None:
    """The names of an `__all__`, of a text its characters; None if it is not known whole."""
    found: list[str] = []
    for outcome in exported:
        now = machine.now(outcome.value) if outcome.value is not None else None
        if not isinstance(now, Literal):
            return None
        names = list(now.value) if isinstance(now.value, str) else texts(now)
        found += [text for text in names if isinstance(text, str)]
    return list(dict.fromkeys(found))


def _is_no_list_of_names(machine: Machine, exported: Outcome) -> bool:
    """Whether a star import of what exports this raises: it asks for items by number, and each must be a text."""
    now = machine.now(exported.value) if exported.value is not None else None
    match now:
        case Literal(value=str()):
            return False
        case Literal(value=Display(kind="list" | "tuple", items=items)):
            return not all(isinstance(content, str) for _, content in items)
        case Literal():
            return True
        case _:
            return False
