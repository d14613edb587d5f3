"""What installed packages come out as when Python imports them. Run as a process of its own:

    python -m tests.fidelity.importing ANSWERS MODULE… PACKAGE.*… MODULE!… MODULE:NAME…

takes each public class, function and constant of a module (those of `__all__`, else all names without an underscore),
of each public module of a package those that it defines itself, of a module with `!` those of `__all__`, else those
that it defines itself, and each name that is given outright, and writes to the file ANSWERS, as JSON, what `inspect`
says of it. It shares nothing with the program.
"""

from __future__ import annotations

import abc
import collections.abc
import functools
import importlib
import inspect
import io
import json
import pkgutil
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.fidelity.spelling import names_of, of_annotation
from tests.interpret.importing import WRAPPERS, written

NOT_IMPORTED = {"pydantic.mypy": "a plugin of mypy, which is not among the packages"}
CONSTANTS = (type(None), bool, int, float, str, bytes, tuple)
Answer = dict[str, Any]


def signature(function: Callable[..., Any], owner: type | None, *, follow: bool = True) -> Answer | None:
    """Parameters (name, kind, whether there is a default, its text, annotation), and the annotation of the result."""
    try:
        found = inspect.signature(function, follow_wrapped=follow)
    except (TypeError, ValueError, AttributeError, NameError):
        return None
    names = names_of(function, owner)
    return {
        "parameters": [
            [
                each.name,
                each.kind.name.lower(),
                each.default is not each.empty,
                written(each.default),
                of_annotation(each.annotation, names),
            ]
            for each in found.parameters.values()
        ],
        "returns": of_annotation(found.return_annotation, names),
    }


def of_callable(function: Callable[..., Any], kind: str, owner: type | None) -> Answer:
    """What `inspect` shows of a function, and, where that is another one, what a call of it meets."""
    return {
        "kind": kind,
        "compiled": not hasattr(inspect.unwrap(function), "__code__"),
        "async": inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function),
        "signature": signature(function, owner),
        "called": signature(function, owner, follow=False),
    }


def of_member(found: object, owner: type) -> Answer:
    """What is kept under a name of a class."""
    match found:
        case staticmethod():
            return of_callable(found.__func__, "static", owner)
        case classmethod():
            return of_callable(found.__func__, "class", owner)
        case types.ClassMethodDescriptorType():
            return of_callable(found, "class", owner)
        case property(fget=types.FunctionType() as getter) | functools.cached_property(func=getter):
            shown = signature(getter, owner)
            return {"kind": "property", "returns": shown["returns"] if shown else None}
    if inspect.isroutine(found) or isinstance(found, WRAPPERS):
        return of_callable(found, "instance", owner)
    return of_constant(found) or {"kind": "other", "type": type(found).__name__}


def of_constant(found: object) -> Answer | None:
    """A constant that a contract can ask for; None for anything else."""
    text = written(found) if type(found) in CONSTANTS else None
    return None if text is None else {"kind": "constant", "type": type(found).__name__, "text": text}


def is_public(name: str) -> bool:
    return not name.startswith("_")


def of_class(of: type) -> Answer:
    """The MRO by dotted names, and the public members along it, with `__init__`; those of `object` are left out."""
    found: dict[str, tuple[object, type]] = {}
    for entry in of.__mro__[:-1]:
        for name, each in vars(entry).items():
            if is_public(name):
                found.setdefault(name, (each, entry))
    first = next((vars(entry)["__init__"], entry) for entry in of.__mro__ if "__init__" in vars(entry))
    return {
        "kind": "type",
        "mro": [[each.__module__, each.__qualname__] for each in of.__mro__],
        "virtual": virtual(of),
        "members": {name: of_member(*each) for name, each in {**found, "__init__": first}.items()},
        "annotations": dict(declared(of)),
        "odd": sorted({*dir(of)} - {*found, *dir(object)}),
    }


def virtual(of: type) -> list[str]:
    """The abstract classes that a class with a compiled one above it has not among its bases: as a stub tells them,
    they are, with `Generic` for what can be subscripted.
    """
    if not any(is_compiled(each) for each in of.__mro__[:-1]):
        return []
    abstract = [(name, getattr(module, name)) for module in (collections.abc, io) for name in module.__all__]
    names = {
        f"{module}.{name}"
        for name, each in abstract
        if inspect.isabstract(each) or type(each) is abc.ABCMeta
        if issubclass(of, each) and each not in of.__mro__
        for module in (each.__module__, "_collections_abc" if each.__module__ == "collections.abc" else each.__module__)
    }
    return sorted(names | ({"typing.Generic"} - {f"{each.__module__}.{each.__name__}" for each in of.__mro__}))


def is_compiled(of: type) -> bool:
    """Whether a class is from an extension module."""
    path = getattr(sys.modules.get(of.__module__), "__file__", None) or ""
    return of.__module__ != "builtins" and not path.endswith(".py")


def declared(of: type) -> Iterator[tuple[str, object]]:
    """The public attributes that the class or a base declares, with their annotations."""
    seen: set[str] = set()
    for entry in of.__mro__[:-1]:
        module = sys.modules.get(entry.__module__)
        names = [vars(entry), vars(module) if module else {}]
        for name, each in inspect.get_annotations(entry).items():
            if is_public(name) and name not in seen:
                seen.add(name)
                yield name, of_annotation(each, names)


def of_symbol(found: object) -> Answer | None:
    """What a public name is; None if it is neither a class, nor a function, nor a constant."""
    if isinstance(found, type):
        return of_class(found)
    if inspect.isroutine(found) or isinstance(found, WRAPPERS):
        return of_callable(found, "instance", None)
    return of_constant(found)


def is_imported(module: str) -> bool:
    """Whether a module can be imported here: some are for other systems, or want what is not installed."""
    try:
        importlib.import_module(module)
    except ImportError as error:
        sys.stderr.write(f"left out: {module}: {error}\n")
        return False
    return True


def names_of_module(module: types.ModuleType) -> Iterator[str]:
    names = getattr(module, "__all__", None) or (name for name in vars(module) if is_public(name))
    yield from (name for name in names if name != "__doc__")


def modules_of(package: str) -> list[str]:
    """The public modules of a package, those of packages in it left out."""
    path = importlib.import_module(package).__path__
    names = [each.name for each in pkgutil.iter_modules(path) if is_public(each.name) and not each.ispkg]
    modules = [f"{package}.{name}" for name in names]
    return [each for each in modules if each not in NOT_IMPORTED and is_imported(each)]


def defined_in(module: str) -> Iterator[str]:
    """The public names of a module for what it defines itself; a constant does not tell where it is from."""
    for name, each in list(vars(importlib.import_module(module)).items()):
        if is_public(name) and (getattr(each, "__module__", None) == module or type(each) in CONSTANTS):
            yield name


def answers(asked: str) -> Iterator[tuple[str, Answer]]:
    """The answers for one argument, by `module:name`."""
    if asked.endswith(".*"):
        for inner in modules_of(asked.removesuffix(".*")):
            for each in defined_in(inner):
                yield from answers(f"{inner}:{each}")
        return
    if asked.endswith("!"):
        module = asked.removesuffix("!")
        if is_imported(module):
            listed = importlib.import_module(module)
            for each in names_of_module(listed) if hasattr(listed, "__all__") else defined_in(module):
                yield from answers(f"{module}:{each}")
        return
    module, _, name = asked.partition(":")
    imported = importlib.import_module(module)
    for each in [name] if name else list(names_of_module(imported)):
        found = of_symbol(getattr(imported, each, None)) if hasattr(imported, each) else None
        if found is not None:
            yield f"{module}:{each}", found


def prepare() -> None:
    """Django wants its settings before its models are imported."""
    django = importlib.import_module("django.conf")
    django.settings.configure()


def main(output: str, *asked: str) -> None:
    warnings.simplefilter("ignore")
    if any(each.startswith("django") for each in asked):
        prepare()
    found = {symbol: answer for each in asked for symbol, answer in answers(each)}
    Path(output).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
