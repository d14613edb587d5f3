"""The decorators that are known by their dotted names."""

from __future__ import annotations

from importspy_static.interpret.attributes import GENERIC
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import External

IDENTITY = frozenset(
    {
        "builtins.<identity>",
        "abc.update_abstractmethods",
        "asyncio.coroutine",
        "atexit.register",
        "enum.unique",
        "enum.verify()",
        "enum.nonmember",
        "functools.cache",
        "functools.lru_cache",
        "functools.lru_cache()",
        "functools.singledispatch",
        GENERIC,
        "types.coroutine",
        "typing.dataclass_transform()",
        "typing.deprecated()",
        "typing.disjoint_base",
        "typing.final",
        "typing.no_type_check",
        "typing.override",
        "typing.runtime_checkable",
        "typing.runtime",
        "typing.type_check_only",
        "unittest.skip()",
        "warnings.deprecated()",
    }
)
"""Decorators that return what they are given, or a wrapper that `inspect.signature` sees through.

A path that ends in `()` is what a call of the callable returns."""
DATACLASS = frozenset({"dataclasses.dataclass"})
ATTRS = {
    "attr.s": "attr.s",
    "attr.attrs": "attr.s",
    "attr.attributes": "attr.s",
    "attr.dataclass": "attr.dataclass",
    "attr.define": "define",
    "attr.mutable": "define",
    "attr.frozen": "define",
    "attrs.define": "define",
    "attrs.mutable": "define",
    "attrs.frozen": "define",
}
KEPT = frozenset({"sqlalchemy.util.langhelpers.decorator()"})
"""Decorators whose wrapper takes just what the decorated function takes, and is a coroutine function where that is one.

The callable makes a decorator of a function. Each wrapper is written as text, from the signature of what it wraps, and
that text is run (`exec`): there is nothing to follow.
"""
FACTORIES = (
    frozenset(path.removesuffix("()") for path in IDENTITY if path.endswith("()"))
    | DATACLASS
    | frozenset(ATTRS)
    | {
        "functools.wraps",
        "dataclasses.field",
        "contextlib.suppress",
        "contextlib.ExitStack",
        "contextlib.AsyncExitStack",
    }
    | {"attr.ib", "attr.attrib", "attr.attr", "attr.field", "attrs.field"}
)
"""Known callables that return a decorator when they are not called with what they decorate."""


PARTIAL = "functools.partial"


def canonical(path: str) -> str:
    """One spelling for names that several modules offer."""
    module, _, last = path.rpartition(".")
    return f"typing.{last}" if module == "typing_extensions" else path


_PROJECTS = frozenset({"attr", "attrs"})
"""What is known here without being a part of Python."""


def is_own(machine: Machine, value: External) -> bool:
    """Whether the project has a module of its own under the name of a library that is known here."""
    first = value.path.partition(".")[0]
    if first not in _PROJECTS or machine.world is None or machine.package.partition(".")[0] in _PROJECTS:
        return False
    return machine.world.is_from_project(machine, value)
