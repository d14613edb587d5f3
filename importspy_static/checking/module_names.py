"""What the names of modules in imports lead to, among the files of a run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from importspy_static.checking.bindings import Bindings, bindings_of, bound_name
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.limits import NAME_STEPS
from importspy_static.model.imports import ImportFact
from importspy_static.model.program import Program
from importspy_static.model.source import Namespace, SourceFile, Unreadable

if TYPE_CHECKING:
    from importspy_static.project.finder import Found

Programs: TypeAlias = Callable[[SourceFile], "Program | None"]
Find: TypeAlias = "Callable[[str, SourceFile], Found]"

_NOTHING = Bindings()


@dataclass(frozen=True, slots=True)
class ModuleName:
    """What an import calls a module, made absolute: a dotted name, or a path for files that no import can name."""

    text: str
    asker: SourceFile
    is_path: bool = False

    def child(self, dotted: str) -> ModuleName:
        """A submodule, or one of a submodule."""
        if not dotted:
            return self
        inner = dotted.replace(".", "/") if self.is_path else dotted
        between = "/" if self.is_path else "."
        return ModuleName(f"{self.text}{between}{inner}" if self.text else inner, self.asker, self.is_path)

    def packages(self) -> list[ModuleName]:
        """The packages around it, the outermost first."""
        if self.is_path:
            return []
        parts = self.text.split(".")
        return [ModuleName(".".join(parts[:end]), self.asker) for end in range(1, len(parts))]


class Step(NamedTuple):
    """From a module to one that it has under some name."""

    name: ModuleName
    found: Found
    passed: tuple[str, ...]
    """The files whose bindings led there, the first one first."""


class Modules:
    """The files of a run by their names, and what is bound in them."""

    def __init__(self, files: Iterable[SourceFile], program: Programs, find: Find) -> None:
        self.files: dict[str, SourceFile] = {}
        """By path; of a file that was given twice, the first."""
        known: dict[tuple[str, str | None], SourceFile] = {}
        for file in files:
            if file.key not in known and file.path not in self.files:
                known[file.key] = self.files[file.path] = file
        self._by_key = known
        self._by_place = {_slashed(path): file for path, file in self.files.items()}
        self._tops = {file.module.partition(".")[0] for file in self.files.values() if file.module}
        self._program, self._find = program, find
        self._programs: dict[str, Program | None] = {}
        self._bindings: dict[str, Bindings] = {}
        self._found: dict[tuple[str, str, bool], Found] = {}

    def program(self, file: SourceFile) -> Program | None:
        if file.path not in self._programs:
            self._programs[file.path] = self._program(file)
        return self._programs[file.path]

    def bindings(self, file: SourceFile) -> Bindings:
        """What the names of a file are bound to; none of a file that is not of the run, or cannot be read."""
        if file.path not in self._bindings:
            program = self.program(file) if file.path in self.files else None
            self._bindings[file.path] = _NOTHING if program is None else bindings_of(program)
        return self._bindings[file.path]

    def is_of_the_run(self, top: str) -> bool:
        """Whether any of the files is in the package of this name, or is it."""
        return top in self._tops

    # --- names to modules -----------------------------------------------------------------------------------------

    def find(self, name: ModuleName) -> Found:
        """What a name leads to; a file of the run is always the one that was given."""
        key = name.text, name.asker.path, name.is_path
        if key not in self._found:
            self._found[key] = self._beside(name) if name.is_path else self._own(self._find(name.text, name.asker))
        return self._found[key]

    def _beside(self, name: ModuleName) -> Found:
        places = (f"{name.text}.py", f"{name.text}/__init__.py") if name.text else ("__init__.py",)
        return next((self._by_place[place] for place in places if place in self._by_place), None)

    def _own(self, found: Found) -> Found:
        match found:
            case SourceFile(key=key):
                return self._by_key.get(key, found)
            case Unreadable(source=SourceFile(key=key)) if key in self._by_key:
                return self._by_key[key]  # what it was compiled from says the same
        return found

    def base(self, file: SourceFile, level: int, module: str) -> ModuleName | None:
        """What an import with so many dots names; None if it leaves the top-level package.

        See the language reference, "Package Relative Imports".
        """
        if level == 0:
            return ModuleName(module, file)
        package = file.package
        if package is None:
            return _by_path(file, level).child(module)
        parts = package.split(".") if package else []
        kept = len(parts) - level + 1
        return ModuleName(".".join(parts[:kept]), file).child(module) if kept > 0 else None

    def submodule(self, name: ModuleName, found: SourceFile | Namespace, part: str) -> Found:
        """The submodule that `from package import part` is, if it is one and not what the package binds."""
        if isinstance(found, SourceFile) and not found.is_package:
            return None
        inner = self.find(name.child(part))
        if inner is None or isinstance(found, Namespace) or found.path == name.asker.path:
            return inner  # a package that asks itself wants its submodule
        bindings = self.bindings(found)
        if part in bindings.others or part in bindings.aliases:
            return None
        facts = bindings.imports.get(part, ())
        return inner if not facts or any(self._imports(found, each, name.child(part)) for each in facts) else None

    def _imports(self, file: SourceFile, fact: ImportFact, wanted: ModuleName) -> bool:
        """Whether an import in a file is of this module itself."""
        base = self.base(file, fact.level, fact.module)
        if base is None:
            return False
        named = base if fact.name is None else base.child(fact.name)
        return named.text == wanted.text or (named.text != "" and self._same(self.find(named), self.find(wanted)))

    def _same(self, one: Found, other: Found) -> bool:
        return isinstance(one, SourceFile) and isinstance(other, SourceFile) and one.key == other.key

    def step(self, name: ModuleName, found: SourceFile | Namespace, part: str) -> list[Step]:
        """The modules that an attribute of a module may be; none if it is anything else."""
        steps: list[Step] = []
        pending: list[tuple[ModuleName, SourceFile | Namespace, str, tuple[str, ...]]] = [(name, found, part, ())]
        seen: set[tuple[str, str]] = set()
        while pending and len(seen) < NAME_STEPS:
            here, at, attribute, passed = pending.pop()
            if (here.text, attribute) in seen:
                continue
            is_first = not seen
            seen.add((here.text, attribute))
            then = (*passed, at.path) if isinstance(at, SourceFile) and at.path in self.files else passed
            if (inner := self.submodule(here, at, attribute)) is not None:
                # What `from package import module` gives comes from no name of the package.
                steps.append(Step(here.child(attribute), inner, then if is_first else passed))
            elif isinstance(at, SourceFile):
                for fact in self.bindings(at).imports.get(attribute, ()):
                    match self._bound(at, fact):
                        case ModuleName() as whole:
                            steps.append(Step(whole, self.find(whole), then))
                        case (base, SourceFile() | Namespace() as source, taken):
                            pending.append((base, source, taken, then))
        return steps

    def _bound(
        self, file: SourceFile, fact: ImportFact
    ) -> ModuleName | tuple[ModuleName, SourceFile | Namespace, str] | None:
        """What an import binds: a module, or a name of one."""
        base = self.base(file, fact.level, fact.module)
        if base is None:
            return None
        if fact.name is not None:
            found = self.find(base)
            return (base, found, fact.name) if isinstance(found, (SourceFile, Namespace)) else None
        return base if fact.alias else ModuleName(bound_name(fact), file)


def _slashed(path: str) -> str:
    return path if os.sep == "/" else path.replace(os.sep, "/")


def _by_path(file: SourceFile, level: int) -> ModuleName:
    """The folder that relative imports of a file without a name start from."""
    parts: Sequence[str] = _slashed(file.path).split("/")[:-1]
    kept = len(parts) - level + 1
    text = "/".join(parts[:kept]) if kept >= 0 else "/".join([*[".."] * -kept])
    return ModuleName(text, file, is_path=True)
