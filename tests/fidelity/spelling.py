"""Annotations of objects at run time, as a contract would write them. It shares nothing with the program.

An annotation that was evaluated is spelt with the full names of what is in it: `collections.abc.Sequence[int]`. One
that is kept as text is evaluated where it stands; a type checker's imports are not there then, and it stays text.
"""

from __future__ import annotations

import builtins
import importlib
import inspect
import sys
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any

Spelt = list[str | None]
"""What is kept of an annotation: its text, where Python kept it, and its meaning, where that can be spelt."""

CONSTANTS = (type(None), bool, int, str, bytes)
PARAMETERS = (typing.TypeVar, typing.ParamSpec, getattr(typing, "TypeVarTuple", typing.TypeVar))
DEEPEST = 12


class UnspeakableError(Exception):
    """An object that no contract can name."""


def of_annotation(found: object, names: Iterable[Mapping[str, Any]]) -> Spelt | None:
    """What is kept of an annotation; None for none. `names`: where a text finds its names, inner ones first."""
    if found is inspect.Signature.empty:
        return None
    scope: dict[str, Any] = {}
    for each in reversed([*names]):
        scope |= each
    text = found if isinstance(found, str) else None
    try:
        return [text, _spelt(found, scope, 0)]
    except UnspeakableError:
        return [text, None]


def names_of(function: Callable[..., Any], owner: type | None) -> list[Mapping[str, Any]]:
    """Where the annotations of a function find their names."""
    code = inspect.unwrap(function)
    module = sys.modules.get(getattr(code, "__module__", None) or "")
    parameters = {each.__name__: each for each in getattr(code, "__type_params__", ())}
    found: list[Mapping[str, Any]] = [parameters, getattr(code, "__globals__", {}), vars(module) if module else {}]
    return [found[0], vars(owner), *found[1:]] if owner is not None else found


def _spelt(found: Any, scope: dict[str, Any], depth: int) -> str:
    if depth > DEEPEST:
        raise UnspeakableError
    if isinstance(found, str):
        return _evaluated(found, scope, depth)
    if isinstance(found, typing.ForwardRef):
        return _evaluated(found.__forward_arg__, scope, depth)
    if found is None or found is type(None):
        return "None"
    if found is ...:
        return "..."
    if isinstance(found, PARAMETERS):
        return str(found.__name__)
    if isinstance(found, list):
        return f"[{_all_spelt(found, scope, depth)}]"
    origin = typing.get_origin(found)
    if origin is None or not hasattr(found, "__args__"):
        return _named(found)  # `typing.List` alone has an origin, too
    return _parametrised(found, origin, scope, depth + 1)


def _evaluated(text: str, scope: dict[str, Any], depth: int) -> str:
    try:
        found = eval(text, {}, scope)
    except Exception as error:  # (a name that is there for type checkers, a syntax of a newer Python)
        raise UnspeakableError from error
    return _spelt(found, scope, depth + 1)


def _all_spelt(found: Iterable[object], scope: dict[str, Any], depth: int) -> str:
    return ", ".join(_spelt(each, scope, depth) for each in found)


def _parametrised(found: Any, origin: Any, scope: dict[str, Any], depth: int) -> str:
    arguments = typing.get_args(found)
    if origin in (typing.Union, types.UnionType):
        return f"typing.Union[{_all_spelt(arguments, scope, depth)}]"
    if origin is typing.Literal:
        return f"typing.Literal[{', '.join(_choice(each) for each in arguments)}]"
    if origin is typing.Annotated:
        metadata = [repr(each) if type(each) in CONSTANTS else _refused() for each in found.__metadata__]
        return f"typing.Annotated[{', '.join([_spelt(found.__origin__, scope, depth), *metadata])}]"
    inner = _all_spelt(arguments, scope, depth)
    return f"{_named(origin)}[{inner or '()'}]"


def _refused() -> str:
    raise UnspeakableError


def _choice(found: object) -> str:
    if isinstance(found, Enum):
        return f"{_named(type(found))}.{found.name}"
    return repr(found) if type(found) in CONSTANTS else _refused()


def _named(found: Any) -> str:
    """The full name of an object, if it leads there."""
    if type(found).__module__ == "typing" and (name := getattr(found, "_name", None)):
        return f"typing.{name}"  # a bare alias, or a form
    module, name = getattr(found, "__module__", None), getattr(found, "__qualname__", None) or _last(found)
    if module == "builtins" and getattr(builtins, name or "", None) is not found:
        module, name = "types", next((each for each, other in vars(types).items() if other is found), None)
    if not module or not name or _makes_of_arguments(found):
        raise UnspeakableError
    if module.startswith("_") and _leads_to(module.lstrip("_"), name, found):
        module = module.lstrip("_")  # nobody writes `_io.BytesIO`
    if not _leads_to(module, name, found):
        raise UnspeakableError
    return name if module == "builtins" else f"{module}.{name}"


def _makes_of_arguments(found: Any) -> bool:
    """Whether a class has its own way with `found[int]`: what is left of that is not what was written."""
    for entry in getattr(found, "__mro__", ()):
        match vars(entry).get("__class_getitem__"):
            case None:
                continue
            case classmethod() as own:
                return bool(own.__func__.__module__ != "typing")
            case _:
                return found[int] is found
    return False


def _last(found: Any) -> str | None:
    name = getattr(found, "__name__", None) or getattr(found, "_name", None)
    return name if isinstance(name, str) else None


def _leads_to(module: str, name: str, wanted: object) -> bool:
    try:
        found: Any = importlib.import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError):
        return False
    return found is wanted
