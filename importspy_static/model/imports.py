"""What a module imports, and what it does with it: the facts behind `imports:` of a contract.

Unlike the rest of a program these are of the whole file, function bodies included. They are in the order of the source.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.expression import Expression
from importspy_static.model.place import Span

Circumstance: TypeAlias = Literal["conditional", "targeted", "optional", "lazy", "type_checking"]
"""Why an import may not run when the module is imported. Without any it runs, or the import of the module fails.

- conditional: a condition, loop, `match`, handler or the like may pass it over, whatever the target is;
- targeted: a condition that targets answer guards it, see `Guarded`;
- optional: `try` or `suppress` around it handles that the module is not there;
- lazy: it is in a function, and runs when that is called;
- type_checking: it never runs, on any target: it is there for type checkers.
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The body of a `try` that decides whether control comes to an import: one in a handler of `ImportError`, or in the
    `else` behind it.
    """

    span: Span
    failed: bool
    """Whether it has to fail for that."""


@dataclass(frozen=True, slots=True)
class ImportFact:
    """One thing that is imported: a module, or a name of one."""

    module: str
    """Dotted, without the dots in front. Empty in `from . import name`."""
    level: int
    """The dots in front: 0 for an absolute import."""
    name: str | None
    """The name that a from-import takes, `*` for all of them; None where the module itself is imported."""
    alias: str | None
    span: Span
    """The imported name with its alias; a star import and a call as a whole."""
    circumstances: tuple[Circumstance, ...] = ()
    call: str | None = None
    """The text of a call that imports, where it is no statement: `import_module("acme.core")`."""
    attempt: Attempt | None = None
    """The innermost one, if there is any."""

    @property
    def path(self) -> str:
        """The dotted path of what is imported, relative ones with their dots: `os.path`, `..core.run`, `os.*`."""
        front = "." * self.level + self.module
        if self.name is None:
            return front
        return front + self.name if front.endswith(".") else f"{front}.{self.name}"


@dataclass(frozen=True, slots=True)
class UnknownImport:
    """Something that may import, or give away, a module that the source does not name."""

    construct: str
    """As it is written, shortened: `import_module(name)`, `sys.modules[key]`."""
    span: Span


@dataclass(frozen=True, slots=True)
class Use:
    """Where something imported is read, by the dotted path under which it was imported.

    An attribute is told wherever it stands (`os.path.join`, where `os` is imported). What is read as a whole (`x = os`)
    can be anything from there on: the first place is enough. Paths of relative imports keep their dots.
    """

    path: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Guarded:
    """Source that control reaches only if a condition comes out as told, and targets answer that condition.

    Names in the condition are dotted paths, whatever the source calls them: `Name("sys.platform")`. What is not known
    in it is `Opaque`.
    """

    test: Expression
    holds: bool
    span: Span
