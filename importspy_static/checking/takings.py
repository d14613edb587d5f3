"""What a module gets hold of by imports, and by attributes of what it imports."""

from __future__ import annotations

from collections.abc import Mapping

from importspy_static.checking.bindings import bound_name
from importspy_static.checking.module_names import ModuleName, Modules, Step
from importspy_static.limits import NAME_WAYS
from importspy_static.model.graph import Taking
from importspy_static.model.imports import ImportFact, Use
from importspy_static.model.place import Span
from importspy_static.model.program import Program
from importspy_static.model.source import Namespace, SourceFile


class Takings:
    """Those of one file."""

    def __init__(self, modules: Modules, file: SourceFile, program: Program) -> None:
        self._modules, self._file, self._program = modules, file, program
        self._bindings = modules.bindings(file)
        self._found: dict[tuple[str, str | None, str | None, tuple[str, ...], bool], Taking] = {}

    def all(self) -> list[Taking]:
        """Each once, in the order of their places."""
        for fact in self._program.imports:
            self._imported(fact)
        fronts: dict[str, set[str | None]] = {}
        for fact in self._program.imports:
            fronts.setdefault("." * fact.level + fact.module, set()).add(fact.name)
        for use in self._program.uses:
            self._used(use, fronts)
        for name, paths in self._bindings.aliases.items():
            for path, span in paths:
                for fact in self._bindings.imports.get(path[0], ()):
                    self._assigned(name, path, fact, span)
        return [*self._found.values()]

    def _note(
        self,
        source: object,
        name: str | None,
        offered: str | None,
        span: Span,
        through: tuple[str, ...] = (),
        *,
        is_import: bool = True,
    ) -> None:
        if isinstance(source, SourceFile) and source.path in self._modules.files:
            key = source.path, name, offered, through, is_import
            if key not in self._found:
                self._found[key] = Taking(self._file.path, source.path, name, offered, span, through, is_import)

    def _imported(self, fact: ImportFact) -> None:
        runs = "type_checking" not in fact.circumstances
        offered = self._bindings.offered.get(fact.span)
        if not runs and (offered is None or not self._bindings.has_getattr):
            return  # where there is a `__getattr__`, this tells type checkers what that gives
        base = self._modules.base(self._file, fact.level, fact.module)
        if base is None:
            return
        found = self._modules.find(base)
        match fact.name:
            case None:
                if offered is not None and fact.alias is None:
                    found = self._modules.find(ModuleName(bound_name(fact), self._file))
                self._note(found, None, offered, fact.span, is_import=runs)
            case "*":
                self._note(found, "*", offered, fact.span, is_import=runs)
            case name if isinstance(found, (SourceFile, Namespace)):
                inner = self._modules.submodule(base, found, name)
                if inner is not None:
                    self._note(inner, None, offered, fact.span, is_import=runs)
                else:
                    self._note(found, name, offered, fact.span, is_import=runs)

    def _used(self, use: Use, fronts: Mapping[str, set[str | None]]) -> None:
        """An attribute of something imported: it is looked for from the longest path on that an import names."""
        dots = len(use.path) - len(use.path.lstrip("."))
        parts = use.path[dots:].split(".")
        for end in range(len(parts) - 1, -1 if dots else 0, -1):
            front = "." * dots + ".".join(parts[:end])
            if front in fronts:
                base = self._modules.base(self._file, dots, ".".join(parts[:end]))
                self._walk(base, parts[end:], None, use.spans[0], is_import=parts[end] in fronts[front])
                return
        if not dots:
            self._walk(ModuleName(parts[0], self._file), parts[1:], None, use.spans[0])

    def _assigned(self, name: str, path: tuple[str, ...], fact: ImportFact, span: Span) -> None:
        """`name = module.attribute` at the top: others find there what the module has."""
        base = self._modules.base(self._file, fact.level, fact.module)
        if base is None or "type_checking" in fact.circumstances:
            return
        if fact.name is not None:
            self._walk(base, [fact.name, *path[1:]], name, span, is_import=True)
        else:
            self._walk(base if fact.alias else ModuleName(bound_name(fact), self._file), [*path[1:]], name, span)

    def _walk(
        self, base: ModuleName | None, parts: list[str], offered: str | None, span: Span, *, is_import: bool = False
    ) -> None:
        """From a module along names that may be modules, up to one that is not.

        `is_import`: the first name is taken by a from-import, which finds submodules that the module does not name.
        """
        if base is None:
            return
        start = self._modules.find(base)
        if is_import and isinstance(start, (SourceFile, Namespace)):
            inner = self._modules.submodule(base, start, parts[0])
            if inner is not None:
                base, start, parts = base.child(parts[0]), inner, parts[1:]
        here = [Step(base, start, ())]
        for index, part in enumerate(parts):
            is_last = index == len(parts) - 1
            here = [further for each in here[:NAME_WAYS] for further in self._step(each, part, offered, span, is_last)]
        for step in here:  # the names lead to modules throughout
            self._note(step.found, None, offered, span, step.passed)

    def _step(self, here: Step, part: str, offered: str | None, span: Span, is_last: bool) -> list[Step]:
        """Where a name of a module leads, if that is a module too. Either way the name is taken."""
        if not isinstance(here.found, (SourceFile, Namespace)):
            return []
        steps = self._modules.step(here.name, here.found, part)
        self._note(here.found, part, offered if is_last and not steps else None, span, here.passed)
        own = self._file.path
        return [
            Step(name, found, (*here.passed, *(path for path in passed if path != own)))
            for name, found, passed in steps
        ]
