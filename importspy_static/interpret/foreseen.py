"""Which modules will be looked at for the classes of another: those that its base classes are from.

Only so that somebody may begin to read them; nothing that comes of a module depends on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static.model.expression import Attribute, Name, Node, Subscript
from importspy_static.model.program import ClassDef, ImportFrom, Program


def foreseen(program: Program) -> Iterator[str]:
    """Dotted names, each once; relative ones begin with dots."""
    brought: dict[str, tuple[str, str]] = {}
    told: set[str] = set()
    for statement in program.body:
        match statement:
            case ImportFrom(module=module, level=level, names=names) if names is not None:
                front = "." * level + module
                brought |= {each.alias or each.name: (front, each.name) for each in names}
            case ClassDef(bases=bases):
                for base in bases:
                    path = _module_of(base.node, brought)
                    if path is not None and path not in told:
                        told.add(path)
                        yield path


def _module_of(base: Node, brought: dict[str, tuple[str, str]]) -> str | None:
    """`Mapping` and `Mapping[str, int]` are from where they were imported from, `models.Model` from what was."""
    match base:
        case Subscript(owner=Name(id=name)) | Name(id=name):
            return brought[name][0] if name in brought else None
        case Attribute(owner=Name(id=name)):
            return _inside(*brought[name]) if name in brought else None
    return None


def _inside(front: str, name: str) -> str:
    return f"{front}{name}" if front.endswith(".") else f"{front}.{name}"
