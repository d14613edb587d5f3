"""What Python itself says of a module and a contract: imports the modules of fixtures and looks at the objects.

    python tests/truth.py [--apart] FOLDER…

Prints a JSON object: for each folder the list of promises that the imported `module.py` does not keep. Run by
`test_fixtures_truth.py` in a process of its own. Shares nothing with the program: the contract is read as plain YAML,
signatures are asked by making the calls, types by evaluating annotations.
"""

from __future__ import annotations

import ast
import builtins
import collections.abc
import contextlib
import functools
import importlib.util
import inspect
import io
import itertools
import json
import os
import platform
import re
import signal
import sys
import textwrap
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

Asked = Mapping[str, Any]
POSITIONAL = ("positional_only", "positional_or_keyword")
NOTHING: Any = object()
NOT_IMPORTED = "not imported: "
RUNS = 4096
"""Calls that are tried at most for one signature."""
SECONDS = 30
"""What one folder may take where each has a process of its own."""


def broken_promises(folder: Path) -> list[str]:
    """Everything that the contract of a folder asks for and its module, once imported, has not."""
    from ruamel.yaml import YAML

    text = (folder / "spymodel.yml").read_text(encoding="utf-8")
    asked = YAML(typ="safe", pure=True).load(text)
    if stated := re.search(r"^version: *([^\s#\"'][^#\n]*)", text, re.MULTILINE):
        asked["version"] = stated[1].strip()  # as written: 3.10 is no number
    if (asked.get("options") or {}).get("annotations") == "ignore":
        asked = without_annotations(asked)
    asked = for_this_host(asked)
    module = imported(folder / "module.py", "fixture_" + "".join(c if c.isalnum() else "_" for c in folder.name))
    return list(of_module(module, asked, folder / "module.py"))


def without_annotations(asked: Any) -> Any:
    if isinstance(asked, Mapping):
        return {key: without_annotations(each) for key, each in asked.items() if not key.endswith("annotation")}
    return [without_annotations(each) for each in asked] if isinstance(asked, list) else asked


def for_this_host(asked: Any) -> Any:
    """A contract without what holds elsewhere only. Of conditions it knows what the fixtures have."""
    if isinstance(asked, Mapping):
        return {key: for_this_host(each) for key, each in asked.items()}
    if isinstance(asked, list):
        return [for_this_host(each) for each in asked if not isinstance(each, Mapping) or is_met(each.get("when", {}))]
    return asked


def is_met(when: Mapping[str, Any]) -> bool:
    from packaging.specifiers import SpecifierSet

    named = {"os": platform.system(), "interpreter": platform.python_implementation(), "arch": platform.machine()}
    return platform.python_version() in SpecifierSet(when.get("python", "")) and all(
        found.lower() in [each.lower() for each in when[key]] for key, found in named.items() if key in when
    )


def imported(path: Path, name: str) -> types.ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    with contextlib.redirect_stdout(io.StringIO()):
        spec.loader.exec_module(module)
    return module


def of_module(module: types.ModuleType, asked: Asked, path: Path) -> Iterator[str]:
    if "filename" in asked and not f"/{path.as_posix()}".endswith(f"/{asked['filename']}"):
        yield f"is named {path.name}"
    if "version" in asked and not fits(vars(module).get("__version__"), str(asked["version"])):
        yield f"has version {vars(module).get('__version__')!r}"
    for each in asked.get("variables") or ():
        yield from of_variable(module, each)
    for each in asked.get("functions") or ():
        function = vars(module).get(each["name"], NOTHING)
        if function is NOTHING or not callable(function) or isinstance(function, type):
            yield f"{each['name']}: no function, {function!r}"
        else:
            yield from of_function(module, each["name"], each, function, None)
    for each in asked.get("classes") or ():
        cls = vars(module).get(each["name"], NOTHING)
        if isinstance(cls, type):
            yield from of_class(module, each["name"], each, cls)
        else:
            yield f"{each['name']}: no class, {cls!r}"
    if asked.get("extra") == "forbid":
        known = {each["name"] for kind in ("variables", "functions", "classes") for each in asked.get(kind) or ()}
        yield from (f"{name}: not declared" for name in public_names(module) if name not in known)


def fits(version: object, asked: str) -> bool:
    if not isinstance(version, str):
        return False
    if asked[0] not in "<>=!~":
        return version == asked
    from packaging.specifiers import SpecifierSet

    return SpecifierSet(asked).contains(version, prereleases=True)


def public_names(module: types.ModuleType) -> list[str]:
    if "__all__" in vars(module):
        return list(module.__all__)
    imports = {
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    return [name for name in vars(module) if not name.startswith("_") and name not in imports]


# Values and types


def same_value(one: object, other: object) -> bool:
    """Equal, and of one type all the way down."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        assert isinstance(other, list)
        return len(one) == len(other) and all(map(same_value, one, other))
    if isinstance(one, dict):
        assert isinstance(other, dict)
        return same_value(list(one), list(other)) and same_value(list(one.values()), list(other.values()))
    return one == other


def of_variable(module: types.ModuleType, asked: Asked) -> Iterator[str]:
    name = asked["name"]
    bound = vars(module).get(name, NOTHING)
    if bound is NOTHING:
        yield f"{name}: not there"
        return
    if "value" in asked and not same_value(bound, asked["value"]):
        yield f"{name}: is {bound!r}"
    if "annotation" in asked:
        declared = annotations_of(module).get(name, NOTHING)
        if not of_type(module, asked["annotation"], declared, bound):
            yield f"{name}: is declared {declared!r}, and is {bound!r}"


def annotations_of(thing: object) -> Mapping[str, object]:
    if sys.version_info >= (3, 14):
        import annotationlib

        return annotationlib.get_annotations(thing, format=annotationlib.Format.FORWARDREF)
    return inspect.get_annotations(thing)  # type: ignore[arg-type]


def of_type(module: types.ModuleType, asked: str | None, declared: object, bound: object) -> bool:
    """Whether the declared annotation means what is asked; without one, whether the value is of that type."""
    wanted = meaning(module, asked)
    if declared is not NOTHING:
        return meaning(module, declared) == wanted
    if bound is NOTHING or isinstance(bound, MagicMock):
        return True
    if isinstance(wanted, tuple) and isinstance(wanted[0], type):
        wanted = wanted[0]
    return type(bound) is wanted or (callable(bound) and wanted is collections.abc.Callable)


class Scope(dict[str, object]):
    """The names that an annotation can use: those of a module, of `typing`, and stand-ins for those that only type
    checkers know.
    """

    standins: typing.ClassVar[dict[str, type]] = {}

    def __missing__(self, name: str) -> object:
        for library in (builtins, typing, collections.abc):
            if hasattr(library, name):
                return getattr(library, name)
        if name in sys.stdlib_module_names and name in sys.modules:
            return sys.modules[name]
        return self.standins.setdefault(name, type(name, (), {"__class_getitem__": classmethod(types.GenericAlias)}))


def meaning(module: types.ModuleType, annotation: object) -> object:
    """An annotation as something that can be compared: quotes, aliases, unions and old spellings resolved."""
    if isinstance(annotation, typing.ForwardRef):
        annotation = annotation.__forward_arg__
    if isinstance(annotation, str):
        return meaning(module, eval(annotation, {}, Scope(vars(module))))
    if annotation is None:
        return type(None)
    if isinstance(annotation, list):
        return tuple(meaning(module, each) for each in annotation)
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Literal:
        return (origin, frozenset((type(each), each) for each in arguments))
    if origin in (typing.Union, types.UnionType):
        return ("union", frozenset(meaning(module, each) for each in arguments))
    if origin is typing.Annotated:
        return (origin, meaning(module, arguments[0]), arguments[1:])
    if origin is tuple and arguments in ((), ((),)) and hasattr(annotation, "__args__"):
        return (tuple,)  # `tuple[()]`, which is not `tuple`
    if origin is not None and arguments:
        return (origin, *(meaning(module, each) for each in arguments))
    return origin or annotation


# Functions


def of_function(
    module: types.ModuleType, symbol: str, asked: Asked, function: Any, receiver: str | None
) -> Iterator[str]:
    signature_asked = "arguments" in asked or asked.get("return_annotation") is not None
    if signature_asked or "async" in asked:
        is_async = inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)
        if is_async is not bool(asked.get("async", False)):
            yield f"{symbol}: async is {is_async}"
    if not signature_asked:
        return
    signature = inspect.signature(function)
    parameters = list(signature.parameters.values())
    if receiver is not None:
        if not parameters or parameters[0].kind.name in ("KEYWORD_ONLY", "VAR_KEYWORD"):
            yield f"{symbol}: takes no {receiver}"
        elif parameters[0].kind.name != "VAR_POSITIONAL":
            parameters = parameters[1:]
    if asked.get("return_annotation") is not None and meaning(module, signature.return_annotation) != meaning(
        module, asked["return_annotation"]
    ):
        yield f"{symbol}: returns {signature.return_annotation!r}"
    if asked.get("arguments") is not None:
        arguments = [declared(each) for each in asked["arguments"]]
        if receiver is not None and arguments and stands_for_receiver(arguments[0]["name"], receiver, parameters):
            arguments = arguments[1:]
        with_kinds(arguments)
        yield from of_arguments(module, symbol, arguments, signature.replace(parameters=parameters))


def stands_for_receiver(name: str, receiver: str, parameters: Sequence[inspect.Parameter]) -> bool:
    """Whether a contract's first argument is the receiver: by its own name, or as `self` or `cls` if none else is."""
    return name == receiver or (name in ("self", "cls") and name not in {each.name for each in parameters})


def declared(asked: Any) -> dict[str, Any]:
    argument = dict(asked)
    stars = len(argument["name"]) - len(argument["name"].lstrip("*"))
    if stars:
        argument["name"] = argument["name"][stars:]
        argument["kind"] = "var_positional" if stars == 1 else "var_keyword"
    return argument


def with_kinds(arguments: Sequence[dict[str, Any]]) -> None:
    kind = "positional_or_keyword"
    for each in arguments:
        each.setdefault("kind", kind)
        if each["kind"] == "var_positional":
            kind = "keyword_only"


def of_arguments(
    module: types.ModuleType, symbol: str, arguments: Sequence[Asked], signature: inspect.Signature
) -> Iterator[str]:
    for positional, keywords in itertools.islice(calls(arguments), RUNS):
        wrong = refused(signature, positional, keywords)
        if wrong:
            yield f"{symbol}({', '.join([*positional, *(f'{each}=' for each in keywords)])}): {wrong}"
            break
    for each in arguments:
        parameter = signature.parameters.get(each["name"])
        if parameter is None:
            continue
        if "annotation" in each and meaning(module, parameter.annotation) != meaning(module, each["annotation"]):
            yield f"{symbol}: {each['name']} is annotated {parameter.annotation!r}"
        if "value" in each and not same_value(parameter.default, each["value"]):
            yield f"{symbol}: {each['name']} has the default {parameter.default!r}"
        if "expression" in each and parameter.default != eval(each["expression"], vars(module)):
            yield f"{symbol}: {each['name']} has the default {parameter.default!r}"
        if each.get("optional") and parameter.default is parameter.empty:
            yield f"{symbol}: {each['name']} has no default"


def calls(arguments: Sequence[Asked]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """All calls that declared arguments allow: names passed by position, and names passed by keyword."""
    optional = [each for each in arguments if is_optional(each)]
    for left_out in itertools.chain.from_iterable(
        itertools.combinations(optional, count) for count in range(len(optional) + 1)
    ):
        names = {each["name"] for each in left_out}
        given = [each for each in arguments if each["name"] not in names]
        positional = [each for each in given if each["kind"] in POSITIONAL]
        keywords = [each["name"] for each in given if each["kind"] == "keyword_only"]
        keywords += ["any_other"] * any(each["kind"] == "var_keyword" for each in given)
        gap = gaps([each for each in arguments if each["kind"] in POSITIONAL], names)
        for count in range(len(positional) + 1):
            by_keyword = positional[count:]
            if count > gap or any(each["kind"] == "positional_only" for each in by_keyword):
                continue
            by_position = [each["name"] for each in positional[:count]]
            if not by_keyword and any(each["kind"] == "var_positional" for each in given):
                by_position += ["more"] * (gap >= len(positional) and not names & set(by_position))
            yield tuple(by_position), (*(each["name"] for each in by_keyword), *keywords)


def is_optional(argument: Asked) -> bool:
    stated = "value" in argument or "expression" in argument or argument.get("optional") is True
    return stated or argument["kind"].startswith("var_")


def gaps(positional: Sequence[Asked], left_out: set[str]) -> int:
    """How many can be passed by position: those before the first that is left out."""
    names = [each["name"] for each in positional]
    return next((index for index, name in enumerate(names) if name in left_out), len(names))


def refused(signature: inspect.Signature, positional: Sequence[str], keywords: Sequence[str]) -> str | None:
    """What is wrong about a call in which every argument is passed its own name."""
    try:
        bound = signature.bind(*positional, **{each: each for each in keywords})
    except TypeError as error:
        return str(error)
    for name, passed in bound.arguments.items():
        parameter = signature.parameters[name]
        if parameter.kind is inspect.Parameter.VAR_POSITIONAL and set(passed) & (set(signature.parameters) - {name}):
            return f"{passed[0]} is taken for one of {name}"
        by_name_only = parameter.kind is not inspect.Parameter.POSITIONAL_ONLY
        if isinstance(passed, str) and passed != name and by_name_only and passed in signature.parameters:
            return f"{passed} is taken for {name}"
    return None


# Classes


def of_class(module: types.ModuleType, symbol: str, asked: Asked, cls: type) -> Iterator[str]:
    for each in asked.get("superclasses") or ():
        superclass = each if isinstance(each, Mapping) else {"name": each}
        ancestor = ancestor_of(cls, superclass["name"])
        if ancestor is None:
            yield f"{symbol}: {superclass['name']} is not among its ancestors"
        elif isinstance(ancestor, type):
            yield from of_class(module, ancestor.__name__, superclass, ancestor)
    for each in asked.get("implements") or ():
        yield from of_interface(module, symbol, str(each), cls)
    for each in asked.get("attributes") or ():
        yield from of_attribute(module, f"{symbol}.{each['name']}", each, cls)
    for each in asked.get("methods") or ():
        yield from of_method(module, f"{symbol}.{each['name']}", each, cls)
    if asked.get("extra") == "forbid":
        known = {each["name"] for kind in ("attributes", "methods") for each in asked.get(kind) or ()}
        yield from (f"{symbol}.{name}: not declared" for name in vars(cls) if name[0] != "_" and name not in known)


def of_interface(module: types.ModuleType, symbol: str, asked: str, cls: type) -> Iterator[str]:
    """By name, and as far as signatures go: a call of the interface's own parameters is accepted."""
    interface = vars(module).get(asked.partition(":")[2], NOTHING)
    if not isinstance(interface, type):
        yield f"{symbol}: {asked} is no class"
        return
    abstract: frozenset[str] = getattr(interface, "__abstractmethods__", frozenset())
    names = {name for entry in interface.__mro__ for name in vars(entry) if entry.__module__ == module.__name__}
    for name in sorted(each for each in names if each[0] != "_" or each in abstract):
        found, promised = (inspect.getattr_static(each, name, NOTHING) for each in (cls, interface))
        if found is NOTHING:
            yield f"{symbol}.{name}: not there"
        elif getattr(found, "__isabstractmethod__", False):
            yield f"{symbol}.{name}: abstract"
        elif inspect.isfunction(found) and inspect.isfunction(promised):
            theirs, ours = (inspect.signature(each).parameters for each in (found, promised))
            yield from (f"{symbol}.{name}: no {each}" for each in ours if each not in theirs)


def ancestor_of(cls: type, name: str) -> Any:
    front, _, last = name.rpartition(".")
    written = [base for each in cls.__mro__ for base in getattr(each, "__orig_bases__", ())]
    for each in (*cls.__mro__[1:], *written):
        own = getattr(each, "__name__", None) or getattr(each, "_name", None)
        if own == last and (not front or getattr(each, "__module__", None) in (front, f"_{front}")):
            return each
    return None


def of_method(module: types.ModuleType, symbol: str, asked: Asked, cls: type) -> Iterator[str]:
    found = inspect.getattr_static(cls, kept_name(cls, asked["name"]), NOTHING)
    if found is NOTHING:
        yield f"{symbol}: not there"
        return
    kind, function = of_kind(found)
    if asked["name"] == "__new__":
        kind, function = "static", getattr(cls, "__new__")  # noqa: B009
    if "kind" in asked and kind != asked["kind"]:
        yield f"{symbol}: is of kind {kind}"
    if not callable(function):
        yield f"{symbol}: is no method, but {function!r}"
        return
    bound = kind != "static" or asked["name"] == "__new__"
    rest = {key: each for key, each in asked.items() if kind != "property" or key != "arguments"}
    yield from of_function(module, symbol, rest, function, first_of(function) if bound else None)


def kept_name(cls: type, name: str) -> str:
    """A private name as the class keeps it that says it in its body, where a contract has it as it is said there."""
    if name.startswith("__") and not name.endswith("__"):
        for each in cls.__mro__:
            kept = f"_{each.__name__.lstrip('_')}{name}"
            if kept in vars(each):
                return kept
    return name


def of_kind(found: Any) -> tuple[str, Any]:
    match found:
        case staticmethod():
            return "static", found.__func__
        case classmethod():
            return "class", found.__func__
        case property():
            return "property", found.fget
        case functools.cached_property():
            return "property", found.func
        case _:
            return "instance", found


def first_of(function: Any) -> str:
    with contextlib.suppress(ValueError, TypeError):
        return next(iter(inspect.signature(function).parameters), "self")
    return "self"


def of_attribute(module: types.ModuleType, symbol: str, asked: Asked, cls: type) -> Iterator[str]:
    name, scope = kept_name(cls, asked["name"]), asked.get("type")
    of_cls = inspect.getattr_static(cls, name, NOTHING)
    is_property = of_kind(of_cls)[0] == "property"
    instance = made(cls)
    of_instance = getattr(instance, name, NOTHING) if instance is not None else NOTHING
    if scope == "class" and (of_cls is NOTHING or is_property):
        yield f"{symbol}: no attribute of the class"
    elif scope != "class" and of_cls is NOTHING and of_instance is NOTHING and not is_declared(cls, name):
        yield f"{symbol}: no attribute"
    if is_property:
        bound: object = of_instance
    else:
        bound = getattr(cls, name, NOTHING) if scope == "class" or of_instance is NOTHING else of_instance
    if "value" in asked and not same_value(bound, asked["value"]):
        yield f"{symbol}: is {bound!r}"
    if "annotation" in asked:
        declared = declared_attribute(cls, name)
        if not of_type(module, asked["annotation"], declared, bound):
            yield f"{symbol}: is declared {declared!r}, and is {bound!r}"


def made(cls: type) -> Any:
    """An instance, made with stand-ins for the arguments that are required; None if that cannot be."""
    try:
        parameters = inspect.signature(cls).parameters.values()
        needed = [each for each in parameters if each.default is each.empty and not each.kind.name.startswith("VAR")]
        positional = [MagicMock() for each in needed if each.kind is not each.KEYWORD_ONLY]
        return cls(*positional, **{each.name: MagicMock() for each in needed if each.kind is each.KEYWORD_ONLY})
    except (TypeError, ValueError):
        return None


def declared_attribute(cls: type, name: str) -> object:
    """The annotation of an attribute: in a class body, of a property, or where a method assigns it."""
    kind, function = of_kind(inspect.getattr_static(cls, name, NOTHING))
    if kind == "property":
        returns = inspect.signature(function).return_annotation
        return NOTHING if returns is inspect.Signature.empty else returns
    for each in cls.__mro__:
        if name in annotations_of(each):
            return annotations_of(each)[name]
        for node in assignments(each, name):
            if isinstance(node, ast.AnnAssign):
                return ast.unparse(node.annotation)
    return NOTHING


def is_declared(cls: type, name: str) -> bool:
    return any(
        name in annotations_of(each) or name in getattr(each, "__slots__", ()) or list(assignments(each, name))
        for each in cls.__mro__
    )


def assignments(cls: type, name: str) -> Iterator[ast.AST]:
    """Where methods of a class assign an attribute of this name."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
    except (OSError, TypeError, SyntaxError):
        return
    for node in ast.walk(tree):
        match node:
            case ast.AnnAssign(target=ast.Attribute(attr=found)) if found == name:
                yield node
            case ast.Attribute(attr=found, ctx=ast.Store()) if found == name:
                yield node


def main(folders: Sequence[str]) -> int:
    sys.dont_write_bytecode = True
    if folders and folders[0] == "--apart":
        return apart(folders[1:])
    json.dump({each: promises_or_error(Path(each)) for each in folders}, sys.stdout)
    return 0


def apart(folders: Sequence[str]) -> int:
    """The same, each folder in a process of its own that has the folder to import from: a line of JSON for each.

    The processes are forks of this one, which has loaded what they need.
    """
    import ruamel.yaml  # noqa: F401  (for the forks)

    for each in folders:
        sys.stdout.flush()
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            _answer(Path(each), writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            told = pipe.read().decode()
        os.waitpid(child, 0)
        found = json.loads(told) if told else [f"{NOT_IMPORTED}the process ended, or never did"]
        sys.stdout.write(json.dumps({each: found}) + "\n")
    return 0


def _answer(folder: Path, pipe: int) -> typing.NoReturn:
    """In a fork: what the module makes of its process does not matter then."""
    try:
        signal.alarm(SECONDS)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nothing, stream)
        os.chdir(folder)
        sys.path[0] = str(folder)
        os.write(pipe, json.dumps(promises_or_error(folder)).encode())
    finally:
        os._exit(0)


def promises_or_error(folder: Path) -> list[str]:
    try:
        return broken_promises(folder)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - of whatever kind: the module cannot be imported
        return [f"{NOT_IMPORTED}{type(error).__name__}: {error}"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
