"""What installed packages come out as when Python imports them. Run as a process of its own:

    python -m tests.fidelity.real_importing ANSWERS MODULE… PACKAGE.*… MODULE:NAME…

takes each public class and function of a module (those of `__all__`, else all names without an underscore), of each
public module of a package those that it defines itself, and each name that is given outright, and writes to the file
ANSWERS, as JSON, what `inspect` says of it. It shares nothing with the program.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.interpret.importing import WRAPPERS, written

NOT_IMPORTED = {
    "pydantic.mypy": "a plugin of mypy, which is not among the packages",
}
Answer = dict[str, Any]


def annotation(found: object) -> str | None:
    """The text of an annotation that was never evaluated; an empty text for one that was, None for none."""
    if found is inspect.Signature.empty:
        return None
    return found if isinstance(found, str) else ""


def signature(function: Callable[..., Any], *, follow: bool = True) -> Answer | None:
    """Parameters (name, kind, whether there is a default, its text, annotation), and the annotation of the result."""
    try:
        found = inspect.signature(function, follow_wrapped=follow)
    except (TypeError, ValueError, AttributeError, NameError):
        return None
    return {
        "parameters": [
            [
                each.name,
                each.kind.name.lower(),
                each.default is not each.empty,
                written(each.default),
                annotation(each.annotation),
            ]
            for each in found.parameters.values()
        ],
        "returns": annotation(found.return_annotation),
    }


def of_callable(function: Callable[..., Any], kind: str) -> Answer:
    """What `inspect` shows of a function, and, where that is another one, what a call of it meets."""
    return {
        "kind": kind,
        "compiled": not hasattr(inspect.unwrap(function), "__code__"),
        "async": inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function),
        "signature": signature(function),
        "called": signature(function, follow=False),
    }


def of_member(found: object) -> Answer:
    """What is kept under a name of a class."""
    match found:
        case staticmethod():
            return of_callable(found.__func__, "static")
        case classmethod():
            return of_callable(found.__func__, "class")
        case types.ClassMethodDescriptorType():
            return of_callable(found, "class")
    if inspect.isroutine(found) or isinstance(found, WRAPPERS):
        return of_callable(found, "instance")
    return {"kind": "other", "type": type(found).__name__}


def is_public(name: str) -> bool:
    return not name.startswith("_")


def of_class(of: type) -> Answer:
    """The MRO by dotted names, and the public members along it, with `__init__`; those of `object` are left out."""
    found: dict[str, object] = {}
    for entry in of.__mro__[:-1]:
        for name, each in vars(entry).items():
            if is_public(name):
                found.setdefault(name, each)
    first = next(vars(entry)["__init__"] for entry in of.__mro__ if "__init__" in vars(entry))
    return {
        "kind": "type",
        "mro": [[each.__module__, each.__qualname__] for each in of.__mro__],
        "members": {name: of_member(each) for name, each in {**found, "__init__": first}.items()},
        "odd": sorted({*dir(of)} - {*found, *dir(object)}),
    }


def of_symbol(found: object) -> Answer | None:
    """What a public name is; None if it is neither a class nor a function."""
    if isinstance(found, type):
        return of_class(found)
    if inspect.isroutine(found) or isinstance(found, WRAPPERS):
        return of_callable(found, "instance")
    return None


def names_of(module: types.ModuleType) -> Iterator[str]:
    yield from getattr(module, "__all__", None) or (name for name in vars(module) if is_public(name))


def modules_of(package: str) -> list[str]:
    """The public modules of a package, those of packages in it left out."""
    path = importlib.import_module(package).__path__
    names = [each.name for each in pkgutil.iter_modules(path) if is_public(each.name) and not each.ispkg]
    return [module for name in names if (module := f"{package}.{name}") not in NOT_IMPORTED]


def defined_in(module: str) -> Iterator[str]:
    """The public names of a module for what it defines itself."""
    for name, each in vars(importlib.import_module(module)).items():
        if is_public(name) and getattr(each, "__module__", None) == module:
            yield name


def answers(asked: str) -> Iterator[tuple[str, Answer]]:
    """The answers for one argument, by `module:name`."""
    if asked.endswith(".*"):
        for inner in modules_of(asked.removesuffix(".*")):
            for each in defined_in(inner):
                yield from answers(f"{inner}:{each}")
        return
    module, _, name = asked.partition(":")
    imported = importlib.import_module(module)
    for each in [name] if name else list(names_of(imported)):
        found = of_symbol(getattr(imported, each, None))
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
