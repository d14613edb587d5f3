"""What a module imports on one target, by full names as far as these are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import PurePath

from importspy_static.checks.conditions import decided
from importspy_static.checks.context import Context
from importspy_static.interpret.relative import absolute
from importspy_static.interpret.targets import Facts
from importspy_static.model.imports import Guarded, ImportFact, UnknownImport, Use
from importspy_static.model.place import Span
from importspy_static.model.program import Program
from importspy_static.model.standard_library import of_module
from importspy_static.model.standard_library_modules import is_standard, is_standard_in

FUTURE = "__future__"


def covers(prefix: str, path: str) -> bool:
    """Whether a dotted prefix is of this path, or is it."""
    return path == prefix or path.startswith(prefix + ".")


def is_below(path: str, whole: str) -> bool:
    """Whether a path leads to something in this whole."""
    return path != whole and covers(whole, path)


class Reach:
    """What of a module a target comes to, by the conditions that targets answer."""

    def __init__(self, program: Program, facts: Facts) -> None:
        self._program, self._facts = program, facts
        self._decisions: dict[int, bool | None] = {}

    def runs(self, fact: ImportFact) -> bool:
        """Whether an import may run on the target."""
        return "type_checking" not in fact.circumstances and self.reached(fact.span) is not False

    def reached(self, span: Span) -> bool | None:
        """Whether the conditions that targets answer let control come here; None if one cannot be told."""
        found = [
            self._holds(index, each) for index, each in enumerate(self._program.guarded) if _is_in(span, each.span)
        ]
        return False if False in found else None if None in found else True

    def guard(self, span: Span) -> Guarded | None:
        """The condition that keeps control from here, or may do so."""
        guarded = enumerate(self._program.guarded)
        return next((each for index, each in guarded if _is_in(span, each.span) and not self._holds(index, each)), None)

    def _holds(self, index: int, guarded: Guarded) -> bool | None:
        if index not in self._decisions:
            known = decided(guarded.test.node, self._facts)
            self._decisions[index] = None if known is None else known is guarded.holds
        return self._decisions[index]


class ImportedModule(Reach):
    """One module, seen by what it imports."""

    def __init__(self, context: Context) -> None:
        namespace = context.namespace
        super().__init__(namespace.program, namespace.facts)
        self.context = context
        self._package = namespace.package

    @cached_property
    def imports(self) -> tuple[ImportFact, ...]:
        """What may be imported when the module is imported, or later."""
        return tuple(each for each in self.stated if self.runs(each))

    @property
    def stated(self) -> Iterator[ImportFact]:
        """All that the source imports, whether it runs or not."""
        return (each for each in self._program.imports if each.level or not covers(FUTURE, each.module))

    @property
    def unknown_imports(self) -> Iterator[UnknownImport]:
        """What may import anything."""
        return (each for each in self._program.unknown_imports if self.reached(each.span) is not False)

    def uses(self, concerns: Callable[[str], bool]) -> Iterator[tuple[Use, list[Span]]]:
        """What is read of imports, with the places that control may come to; only of paths that are of concern."""
        for each in self._program.uses:
            if concerns(each.path) and (spans := [span for span in each.spans if self.reached(span) is not False]):
                yield each, spans

    # --- names ----------------------------------------------------------------------------------------------------

    def full(self, path: str) -> str | None:
        """The full name of what is imported; None where that is not known: relative imports of a lone file."""
        return absolute(path, self._package)

    def is_own(self, path: str) -> bool:
        """Whether a path is of the module's own package."""
        top = self._package.partition(".")[0]
        return path.startswith(".") or (bool(top) and covers(top, path))

    def named(self, path: str, prefix: str) -> str | None:
        """The name under which a prefix is of a path, if it is.

        Where the package is not known, folders may be packages: a relative import is of a name that goes on from them.
        """
        full = self.full(path)
        if full is not None:
            return full if covers(prefix, full) else None
        if self._package:
            return None
        stripped = path.lstrip(".")
        folders = PurePath(self.context.full_path).parts[: -(len(path) - len(stripped))]
        for index, folder in enumerate(folders):
            candidate = ".".join([*folders[index:], stripped])
            if folder.isidentifier() and covers(prefix, candidate) and prefix.count(".") >= len(folders) - index:
                return candidate
        return None

    @property
    def python(self) -> str:
        """The target's version, as a message names it."""
        return "{}.{}".format(*self._facts.minor_version)

    def is_standard(self, path: str, *, in_any: bool = False) -> bool:
        """Whether the standard library of the target's version has a module, or that of any version."""
        first = path.partition(".")[0]
        if not is_standard(first):
            return False
        return in_any or not of_module(first) or is_standard_in(first, self._facts.minor_version)


def _is_in(inner: Span, outer: Span) -> bool:
    start, end = (outer.line, outer.column), (outer.end_line, outer.end_column)
    return start <= (inner.line, inner.column) < end
