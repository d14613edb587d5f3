"""What modules come out as when Python imports them. Run as a process of its own:

    python importing.py ANSWERS FOLDER [--with-instances] MODULE…

imports each module (from FOLDER first) and writes to the file ANSWERS, as JSON, what each name is. This is the only
place of the tests of `interpret` where sample code runs. It shares nothing with the program, and tells of objects in
the words of `inspect`.
"""

from __future__ import annotations

import enum
import functools
import importlib
import inspect
import json
import signal
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

SECONDS = 10
"""For one module; only where the system has alarms."""
DEEPEST = 8
SPELT = {"NoneType": "None", "ellipsis": "EllipsisType"}
"""Types that annotations spell otherwise."""
CONSTANTS = (type(None), type(...), bool, int, float, complex, str, bytes)
CONTAINERS = (list, tuple, dict, set, frozenset)
WRAPPERS = (functools.partial, type(functools.cache(len)))
"""Objects that `inspect.signature` sees through."""
BUILTINS = (types.BuiltinFunctionType, types.WrapperDescriptorType, types.MethodDescriptorType)
PROVIDED = ("no_such_name", "provided")
"""Names that a module is asked for that has a `__getattr__`."""
Answer = dict[str, Any]


class TakesTooLongError(Exception):
    """A module runs longer than it may."""


def written(constant: object, depth: int = 0) -> str | None:
    """A constant with its type all the way down, as text; None if it is none, or holds itself."""
    if type(constant) in CONSTANTS:
        return repr(constant)
    if depth > DEEPEST:
        return None
    below = depth + 1
    if isinstance(constant, dict) and type(constant) is dict:
        pairs = [(written(key, below), written(each, below)) for key, each in constant.items()]
        return None if any(None in pair for pair in pairs) else "{" + ", ".join(f"{k}: {v}" for k, v in pairs) + "}"
    if type(constant) in CONTAINERS and isinstance(constant, (list, tuple, set, frozenset)):
        items = [text for each in constant if (text := written(each, below)) is not None]
        if len(items) < len(constant):
            return None
        return "[" + ", ".join(items if isinstance(constant, (list, tuple)) else sorted(items)) + "]"
    return None


def parameters(function: Callable[..., Any]) -> list[list[Any]] | None:
    """Name, kind and default of each; a default is None if there is none, else a list with its text."""
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError, AttributeError):
        return None
    return [
        [each.name, each.kind.name.lower(), None if each.default is each.empty else [written(each.default)]]
        for each in found
    ]


def of_function(function: Callable[..., Any], kind: str, module: str) -> Answer:
    return {
        "kind": kind,
        "type": "function",
        "own": getattr(function, "__module__", None) == module,
        "async": inspect.iscoroutinefunction(function),
        "parameters": parameters(function),
    }


def of_object(found: object, module: str) -> Answer:
    """What a name is bound to."""
    text = written(found)
    if text is not None:
        return {"kind": "constant", "type": SPELT.get(type(found).__name__, type(found).__name__), "text": text}
    if isinstance(found, enum.Enum):
        return {"kind": "member", "type": type(found).__name__, "of": of_object(found.value, module)}
    if isinstance(found, staticmethod):
        return of_function(found.__func__, "static", module)
    if isinstance(found, classmethod):
        return of_function(found.__func__, "class", module)
    if isinstance(found, (property, functools.cached_property)):
        return {"kind": "property", "type": "property", "own": True}
    if inspect.isfunction(found) or isinstance(found, WRAPPERS):
        return of_function(found, "instance", module)
    if inspect.ismethod(found):
        return of_function(found, "bound", module)
    if isinstance(found, BUILTINS):
        return {"kind": "builtin", "type": type(found).__name__}
    if isinstance(found, type):
        return {
            "kind": "type",
            "type": "type",
            "name": found.__name__,
            "own": found.__module__ == module,
            "mro": [each.__name__ for each in found.__mro__],
        }
    return {"kind": "module" if isinstance(found, types.ModuleType) else "other", "type": type(found).__name__}


def members(of: type, module: str) -> dict[str, Answer]:
    """The attributes along the MRO, those of `object` left out."""
    found: dict[str, Answer] = {}
    for entry in of.__mro__[:-1]:
        for name, each in vars(entry).items():
            if isinstance(each, types.MemberDescriptorType):
                continue
            inherited = {"kind": "builtin", "type": type(each).__name__}
            found.setdefault(name, inherited if entry.__module__ == "builtins" else of_object(each, module))
    if issubclass(of, enum.Enum):
        found.update({name: of_object(each, module) for name, each in of.__members__.items()})
    return found


def instance(of: type, module: str) -> dict[str, Answer] | None:
    """The attributes of a new instance, if the class lets itself be called with up to two arguments."""
    if issubclass(of, (enum.Enum, BaseException)):
        return None
    for arguments in ((), (1,), (1, 2)):
        try:
            made = of(*arguments)
        except TypeError:
            continue
        except Exception:  # noqa: BLE001  (a class that does not want these arguments)
            return None
        if type(made) is not of:
            return None
        found = dict(getattr(made, "__dict__", {}))
        found.update({name: getattr(made, name) for name in slots(of) if hasattr(made, name)})
        return {name: of_object(each, module) for name, each in found.items()}
    return None


def slots(of: type) -> Iterator[str]:
    for entry in of.__mro__:
        yield from (name for name, each in vars(entry).items() if isinstance(each, types.MemberDescriptorType))


def of_module(name: str, with_instances: bool) -> Answer:
    """All names of a module, and of those that are its own classes the members."""
    module = importlib.import_module(name)
    classes = {key: each for key, each in vars(module).items() if isinstance(each, type) and each.__module__ == name}
    names = dict(vars(module))
    if "__getattr__" in names:
        names.update({key: getattr(module, key) for key in PROVIDED if hasattr(module, key)})
    answer: Answer = {
        "names": {key: of_object(each, name) for key, each in names.items()},
        "members": {key: members(each, name) for key, each in classes.items()},
    }
    if with_instances:
        answer["instances"] = {key: instance(each, name) for key, each in classes.items()}
    return answer


def guarded(name: str, with_instances: bool) -> Answer:
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _too_long)
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        return of_module(name, with_instances)
    except BaseException as error:  # noqa: BLE001  (what a module raises is the answer, SystemExit too)
        return {"raises": repr(error)}
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)


def _too_long(signal: int, frame: object) -> None:
    raise TakesTooLongError


def main(answers: str, folder: str, *names: str) -> None:
    warnings.simplefilter("ignore")
    sys.path[0] = folder
    with_instances = names[:1] == ("--with-instances",)
    found = {name: guarded(name, with_instances) for name in names[with_instances:]}
    Path(answers).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
