"""What Python itself says of a fixture project: imports all of its modules and asks the objects for what is promised.

    python tests/projects_truth.py PROJECT...  needs ruamel.yaml and packaging, as `truth.py` does
    python tests/projects_truth.py --imports PROJECT     imports only; needs nothing

Prints a JSON object; of several projects one by folder, of what is promised only. Run by tests of `checking/` in a
process of its own. Shares nothing with the program: the configuration is read as plain TOML, contracts as plain YAML,
who imports whom is seen while it happens.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.util
import inspect
import json
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

SOURCES = ("src", "contrib")
EXCLUDED = "_generated"
TOPS = ("acme", "acme_contrib", "acme_settings")
T = TypeVar("T")
Promises = dict[str, dict[str, list[str]]]
"""By path and contract what is promised and not there."""


class Imports:
    """Sees every import statement of the project's modules while it runs."""

    def __init__(self) -> None:
        self.seen: dict[str, dict[str, None]] = {}
        """By the name of a module the names that it imports, dotted down to what `from` names."""
        self._import = builtins.__import__

    def __enter__(self) -> Imports:
        vars(builtins)["__import__"] = self._watched
        return self

    def __exit__(self, *_: object) -> None:
        vars(builtins)["__import__"] = self._import

    def _watched(self, name: str, scope: Any = None, inner: Any = None, names: Any = (), level: int = 0) -> Any:
        importer = (scope or {}).get("__name__", "")
        if importer.partition(".")[0] in TOPS:
            package = (scope or {}).get("__package__") or ""
            full = importlib.util.resolve_name("." * level + name, package) if level else name
            found = self.seen.setdefault(importer, {})
            bound = [f"{full}.{each}" for each in names] if names else [full.partition(".")[0]]
            found.update(dict.fromkeys([full, *bound]))
        return self._import(name, scope, inner, names, level)


class Spied:
    """Stands in for `importspy`: whoever calls it names a contract for its importers."""

    contracts: dict[str, str] = {}  # noqa: RUF012

    def importspy(self, filepath: str) -> None:
        frame = inspect.currentframe()
        assert frame is not None
        assert frame.f_back is not None
        self.contracts[frame.f_back.f_globals["__name__"]] = filepath


def stand_ins() -> None:
    """What the project needs and is not there: the library that it calls, and a compiled module that has but stubs."""
    importspy, native = types.ModuleType("importspy"), types.ModuleType("acme_native")
    vars(importspy)["Spy"] = Spied
    stub = "class Window:\n    def __init__(self, size: int = 32) -> None: self.size = size\n"
    stub += "    def push(self, byte: int) -> None: ...\n    def content(self) -> bytes: ...\n"
    exec(stub + "def counted(function): return function", vars(native))
    native.Window.__annotations__["size"] = int
    sys.modules |= {"importspy": importspy, "acme_native": native}


def modules_of(project: Path) -> dict[str, str]:
    """The names of all modules by their paths."""
    found = {}
    for source in SOURCES:
        for file in sorted((project / source).rglob("*.py")):
            if EXCLUDED not in file.parts:
                parts = file.relative_to(project / source).with_suffix("").parts
                found[file.relative_to(project).as_posix()] = ".".join(parts).removesuffix(".__init__")
    return found


def forget() -> None:
    for known in [each for each in sys.modules if each.partition(".")[0] in TOPS]:
        del sys.modules[known]


def import_each(names: Mapping[str, str], *, first: bool) -> dict[str, str]:
    """What goes wrong when each is imported, or is the first to be: nothing, if all is well."""
    wrong = {}
    for path, name in names.items():
        if first:
            forget()
        try:
            importlib.import_module(name)
        except Exception as error:  # noqa: BLE001 - of whatever kind
            wrong[path] = f"{type(error).__name__}: {error}"
    return wrong


# --- which module is asked for what --------------------------------------------------------------------------------


class Project:
    """A project, all of it imported."""

    def __init__(self, folder: Path) -> None:
        truth: Any = importlib.import_module("truth")  # beside this script
        self.folder, self.truth = folder, truth
        self.names = modules_of(folder)
        forget()
        with Imports() as self.imports:
            self.wrong = import_each(self.names, first=False)
        sound = {path: name for path, name in self.names.items() if path not in self.wrong}
        self.modules = {path: importlib.import_module(name) for path, name in sound.items()}
        self.paths = {name: path for path, name in self.names.items()}
        classes = (each for module in self.modules.values() for each in vars(module).values() if isinstance(each, type))
        named = {each.__name__: each for each in classes if each.__module__.partition(".")[0] in TOPS}
        truth.Scope.standins.clear()
        truth.Scope.standins.update({name: each for name, each in named.items() if name not in {"Extension", "Text"}})
        truth.ancestor_of = self.ancestor_of
        self.found: Promises = {}

    def ancestor_of(self, cls: type, name: str) -> Any:
        """By last name, or what a dotted name leads to."""
        front, _, last = name.rpartition(".")
        for each in cls.__mro__[1:]:
            if each is getattr(importlib.import_module(front), last) if front else each.__name__ == last:
                return each
        return None

    def judged(self) -> Promises:
        for path, contract in self.mapped():
            self.judge(path, contract)
        for path in self.names:
            sidecar = (self.folder / path).with_suffix(".spymodel.yml")
            if sidecar.is_file():
                self.judge(path, sidecar.relative_to(self.folder).as_posix())
        for path, contract, importer in list(self.importers()):
            asked = self.contract(contract)
            self.note(importer, contract, asked["importers"] if self.is_mapped(path, contract) else asked)
        return self.found

    def mapped(self) -> Iterator[tuple[str, str]]:
        """Paths with the contracts that the configuration maps to them."""
        for entry in self.configuration()["tool"]["importspy-static"]["contracts"]:
            contracts = entry["contract"] if isinstance(entry["contract"], list) else [entry["contract"]]
            patterns = entry["path"] if isinstance(entry["path"], list) else [entry["path"]]
            yield from ((path, each) for pattern in patterns for path in self.matching(pattern) for each in contracts)

    def configuration(self) -> Any:
        reader = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
        return reader.loads((self.folder / "pyproject.toml").read_text(encoding="utf-8"))

    def matching(self, pattern: str) -> list[str]:
        if pattern.startswith("entry-points:"):
            points = self.configuration()["project"]["entry-points"][pattern.partition(":")[2]]
            return [self.paths[point.partition(":")[0]] for point in points.values()]
        top = self.folder / pattern
        files = [*top.rglob("*.py"), *top.rglob("*.pyi")] if top.is_dir() else [*self.folder.glob(pattern)]
        sources = [file for file in files if file.suffix == ".py" or not file.with_suffix(".py").exists()]
        return [each.relative_to(self.folder).as_posix() for each in sources if EXCLUDED not in each.parts]

    def importers(self) -> Iterator[tuple[str, str, str]]:
        """Guarded modules, their contracts, and who has imported them or holds what is theirs."""
        guarded = [(path, each) for path, each in set(self.mapped()) if "importers" in self.contract(each)]
        for name, filepath in Spied.contracts.items():
            beside = (self.folder / self.paths[name]).parent / filepath
            file = beside if beside.is_file() else self.folder / filepath
            guarded.append((self.paths[name], file.resolve().relative_to(self.folder.resolve()).as_posix()))
        for path, contract in guarded:
            name = self.names[path]
            for other, module in self.modules.items():
                # What is in a package is bound to a name of it, whoever imports it.
                theirs = [each for key, each in vars(module).items() if f"{self.names[other]}.{key}" != name]
                holds = any(getattr(each, "__module__", None) == name or each is self.modules[path] for each in theirs)
                if other != path and (holds or name in self.imports.seen.get(self.names[other], {})):
                    yield path, contract, other

    def is_mapped(self, path: str, contract: str) -> bool:
        return (path, contract) in set(self.mapped())

    def contract(self, path: str) -> Any:
        from ruamel.yaml import YAML

        return YAML(typ="safe", pure=True).load((self.folder / path).read_text(encoding="utf-8"))

    # --- what is not kept ---

    def judge(self, path: str, contract: str) -> None:
        asked = self.contract(contract)
        if "modules" not in asked:
            self.note(path, contract, asked)
            return
        place = (self.folder / contract).parent
        for each in asked["modules"]:
            if (place / each["filename"]).resolve() == (self.folder / path).resolve():
                self.note(path, contract, {key: told for key, told in each.items() if key != "filename"})

    def note(self, path: str, contract: str, asked: Any) -> None:
        broken = [f"not imported: {self.wrong[path]}"] if path in self.wrong else []
        if path in self.modules:
            broken = list(self.not_kept(path, asked))
        self.found.setdefault(path, {})[contract] = broken

    def not_kept(self, path: str, asked: Any) -> Iterator[str]:
        module = self.modules[path]
        classes = [{**each, "implements": []} for each in asked.get("classes") or ()]  # see below
        yield from self.truth.of_module(module, {**asked, "classes": classes}, self.folder / path)
        for denied in (asked.get("imports") or {}).get("deny") or ():
            for name in self.imports.seen.get(self.names[path], {}):
                if f"{name}.".startswith(f"{denied}."):
                    yield f"imports {name}"
        for each in asked.get("classes") or ():
            if not isinstance(vars(module).get(each["name"]), type):
                continue  # told already
            for reference in each.get("implements") or ():
                yield from self.not_implemented(module, each["name"], reference)

    def not_implemented(self, module: types.ModuleType, name: str, reference: str) -> Iterator[str]:
        """What a class lacks of the public and of the abstract members of an interface."""
        front, _, last = reference.partition(":")
        for member, found in members(getattr(importlib.import_module(front), last)).items():
            if not inspect.isfunction(found):
                yield from self.truth.of_attribute(module, f"{name}.{member}", {"name": member}, getattr(module, name))
                continue
            signature = inspect.signature(found)
            asked = {
                "name": member,
                "async": inspect.iscoroutinefunction(found),
                "arguments": [as_argument(each) for each in signature.parameters.values()],
            }
            if signature.return_annotation is not signature.empty:
                asked["return_annotation"] = signature.return_annotation
            if self.truth.of_kind(inspect.getattr_static(getattr(module, name), member, None))[0] == "property":
                yield f"{name}.{member}: is a property"
            else:
                yield from self.truth.of_method(module, f"{name}.{member}", asked, getattr(module, name))


def members(interface: type) -> dict[str, object]:
    found: dict[str, object] = {}
    for each in reversed(interface.__mro__):
        if each.__module__ in {"typing", "builtins", "abc"}:
            continue
        found |= dict.fromkeys(vars(each).get("__annotations__", {}))
        found |= vars(each)
    abstract = getattr(interface, "__abstractmethods__", ())
    return {name: each for name, each in found.items() if name in abstract or not name.startswith("_")}


def as_argument(parameter: inspect.Parameter) -> dict[str, object]:
    asked: dict[str, object] = {"name": parameter.name, "kind": parameter.kind.name.lower()}
    if parameter.annotation is not parameter.empty:
        asked["annotation"] = parameter.annotation
    return asked if parameter.default is parameter.empty else {**asked, "optional": True}


# --- where things are ----------------------------------------------------------------------------------------------


def imported(project: Project) -> dict[str, list[str]]:
    """By path the modules that it imports, and those whose classes and functions it takes from others."""
    told: dict[str, list[str]] = {}
    for path, module in project.modules.items():
        names = [*project.imports.seen.get(project.names[path], {})]
        names += [getattr(each, "__module__", None) or "" for each in vars(module).values()]
        told[path] = sorted({project.paths[name] for name in names if name in project.paths} - {path})
    return told


def lines_of(project: Project) -> dict[str, dict[str, list[object]]]:
    """By path and symbol the file, first and last line in which a class, function or method of it is defined."""
    return {
        path: {symbol: place for symbol, each in named(module) if (place := place_of(project, each)) is not None}
        for path, module in project.modules.items()
    }


def named(module: types.ModuleType) -> Iterator[tuple[str, Any]]:
    for name, each in vars(module).items():
        if isinstance(each, type):
            yield name, each
            for member in dir(each):
                found = inspect.getattr_static(each, member)
                yield from [(f"{name}.{member}", found)] if inspect.isfunction(found) else []
        elif inspect.isfunction(each):
            yield name, each


def place_of(project: Project, thing: Any) -> list[object] | None:
    try:
        file, (lines, first) = inspect.getsourcefile(thing), inspect.getsourcelines(thing)
        path = Path(file or "").resolve().relative_to(project.folder.resolve()).as_posix()
    except (OSError, TypeError, ValueError):
        return None
    return [path, first, first + len(lines) - 1]


def orders(modules: Mapping[str, types.ModuleType]) -> dict[str, dict[str, list[str]]]:
    """By path the classes that a module defines, with their MRO."""

    def full(cls: type) -> str:
        return f"{cls.__module__}.{cls.__qualname__}"

    return {
        path: {
            name: [full(base) for base in each.__mro__]
            for name, each in vars(module).items()
            if isinstance(each, type) and each.__module__ == module.__name__
        }
        for path, module in modules.items()
    }


def main(arguments: list[str]) -> int:
    sys.dont_write_bytecode = True
    folders = [Path(each) for each in arguments if not each.startswith("--")]
    stand_ins()
    told: Callable[[Path], dict[str, object]] = only_imports if "--imports" in arguments else everything
    if len(folders) == 1:
        json.dump(among(folders[0], told), sys.stdout)
    else:
        json.dump({str(each): among(each, lambda folder: Project(folder).judged()) for each in folders}, sys.stdout)
    return 0


def among(folder: Path, told: Callable[[Path], T]) -> T:
    """What is told of a project, whose modules can be imported meanwhile."""
    sources = [str(folder / each) for each in SOURCES]
    sys.path[:0] = sources
    Spied.contracts.clear()
    forget()
    try:
        return told(folder)
    finally:
        del sys.path[: len(sources)]


def only_imports(folder: Path) -> dict[str, object]:
    names = modules_of(folder)
    wrong = import_each(names, first=True)
    return {"wrong": wrong, "orders": orders({path: importlib.import_module(name) for path, name in names.items()})}


def everything(folder: Path) -> dict[str, object]:
    wrong = import_each(modules_of(folder), first=True)
    project = Project(folder)
    promises = project.judged()
    return {
        "wrong": wrong,
        "promises": promises,
        "lines": lines_of(project),
        "orders": orders(project.modules),
        "imported": imported(project),
        "importers": [list(each) for each in project.importers()],
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
