"""Where the source of a module is, and what cannot be looked at."""

from __future__ import annotations

from typing import Literal, TypeAlias

from importspy_static.lazy_dataclasses import dataclass, field

Owner: TypeAlias = Literal["project", "installed", "standard", "typeshed"]
"""Whose a file is: the project that is checked, a distribution of the search path, its standard library, or the stubs
of the standard library that come with this program."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Python source, on disk or within an archive. It has been seen in a listing; it has not been read."""

    path: str
    """As shown to people: relative if the project was named so; within an archive `dist/a.whl/requests/api.py`."""
    module: str | None
    """The dotted name that an import gives it; None if it cannot be imported by a name."""
    is_package: bool
    """Whether it is the `__init__` of a package."""
    is_stub: bool
    """Whether it is a `.pyi`, which declares what it does not do."""
    kind: Owner
    file: str
    """The absolute path of the file, or of the archive that holds it, symbolic links resolved."""
    member: str | None = None
    """Its name within the archive."""
    content: bytes | None = field(default=None, repr=False, compare=False)
    """The bytes of what lies within an archive; of a file over the limit its beginning, one byte too many."""
    stands_for: str | None = None
    """Of a stub: the path of the compiled module that it describes, of what that is compiled from, or of what says that
    the project compiles some. A stub without one may describe nothing that a Python could import."""

    @property
    def key(self) -> tuple[str, str | None]:
        """The same for every name and spelling of one file."""
        return self.file, self.member

    @property
    def package(self) -> str | None:
        """What relative imports of it start from (`__package__`): "" at the top, None without a name."""
        if self.module is None:
            return None
        return self.module if self.is_package else self.module.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What an import would run and nobody can read here: an extension module, code without source.

    `reason` is a clause in lower case, without a full stop.
    """

    path: str
    module: str | None
    reason: str
    is_package: bool = False
    source: SourceFile | None = None
    """A `.py` of the same name beside it: probably what it was compiled from (Cython, mypyc). Python runs the other."""


@dataclass(frozen=True, slots=True)
class Namespace:
    """A package without `__init__` (PEP 420)."""

    module: str
    folders: tuple[str, ...]
    """Its portions in the order of the search path, as shown to people."""


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """What a distribution registers under a group: `name = module:attribute [extras]`."""

    group: str
    name: str
    reference: str
    """As it is written."""
    module: str | None
    """None if what is written is no reference."""
    attribute: str
    """Dotted; "" if the module itself is meant."""
    extras: tuple[str, ...] = ()
