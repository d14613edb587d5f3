"""Writes `importspy_static/model/standard_library_table.py` from the stubs of typeshed.

    pip download --no-deps -d stubs typeshed-client==2.7.0 typeshed-client==2.8.2 typeshed-client==2.11.0
    python docs/standard_library.py stubs/*.whl

Typeshed forgets a Python once it is no longer supported, so older wheels tell of older Pythons; the newest stubs are
those of the installed `typeshed_client`. Needs a Python whose grammar the stubs are written in.

What a stub says of a name is a set of *cells*, one for each pair of a Python and a system, as the bits of a number.
"""

from __future__ import annotations

import ast
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "importspy_static" / "model" / "standard_library_table.py"
WIDTH = 120
FIRST, LAST = 8, 15
"""The Pythons of the table: 3.8 to 3.15."""
MINORS = range(FIRST, LAST + 1)
PLATFORMS = ("linux", "win32", "darwin")
ALL = (1 << len(MINORS) * len(PLATFORMS)) - 1
NOT_STANDARD = re.compile(r"typing_extensions|mypy_extensions|xxlimited")
UNSURE_MODULES = re.compile(
    r"multiprocessing\.popen_.*"  # can be imported where the stubs are empty
    r"|asyncio\.unix_events"  # empty on Windows in some releases of the stubs, raises there in all
    r"|dbm\.(gnu|ndbm)"  # by the build
    r"|pydoc_data\.module_docs"  # came in a patch release
)
"""Modules whose own presence is not told. What is in them may be."""
UNSURE_NAMES = re.compile(
    r"(pyexpat|xml\.parsers\.expat)\..*"  # by the version of Expat
    r"|ssl\.[A-Z].*"  # by the version of OpenSSL
    r"|(os|posix)\.PIDFD_NONBLOCK"  # by the headers of the kernel
    r"|socket\.(RDS_\w+|IPX_\w+|SOL_(ATALK|AX25|HCI|IPX|NETROM|ROSE))"
    r"|sys\.last_exc"  # is set by an exception
    r"|importlib\.resources\.Anchor|email\.headerregistry\.ReferencesHeader"  # came in a patch release
    r"|distutils\.sysconfig\.get_python_version|sqlite3(\.dbapi2)?\.OptimizedUnicode"  # longer than the stubs say
    r"|[\w.]+\.isdevdrive|wave\.WAVE_FORMAT_EXTENSIBLE|importlib\.machinery\.AppleFrameworkLoader"  # earlier
)
"""Names that depend on something else than Python and the system."""
BY_SYSTEM_LIBRARY = re.compile(
    r"os|posix|socket|errno|fcntl|select|selectors|signal|mmap|termios|stat|resource|locale|time|syslog|curses.*|tty|pty"
)
"""Modules whose names are there where a C library or a kernel has them: what one Unix lacks, but not another, is not
told.
"""
LINUX_ONLY = re.compile(
    r"epoll\w*|EPOLL\w*|EpollSelector|sched_[gs]etaffinity|pidfd\w*|P_PIDFD|PIDFD_\w+|eventfd\w*|EFD_\w+|memfd\w*|MFD_\w+"
    r"|timerfd\w*|TFD_\w+|CLONE_\w+|setns|unshare|splice|SPLICE_\w+|copy_file_range|(get|set|list|remove)xattr|XATTR_\w+"
)
"""Interfaces of Linux, which macOS surely lacks."""
BY_HEART = {
    "collections": {
        # "What's New In Python 3.10": aliases of abstract base classes are gone. The stubs import these for themselves.
        "-9": "Callable ItemsView Iterable Iterator KeysView Mapping MutableMapping MutableSequence Sequence Set "
        "ValuesView"
    },
    "io": {"10-": "text_encoding"},  # the stubs had it from 3.11 on for a while
}
"""What the stubs do not say."""
KNOWN = {"2.7.0": (8, 13), "2.8.2": (9, 13), "2.11.0": (10, 14)}
"""The Pythons that the stubs of older releases of typeshed-client tell of in full; the installed one: up to `LAST`."""
OLDEST_OF_INSTALLED = 10


def cell(minor: int, platform: str) -> int:
    return 1 << ((minor - FIRST) * len(PLATFORMS) + PLATFORMS.index(platform))


def cells(minors: Iterable[int] = MINORS, platforms: Iterable[str] = PLATFORMS) -> int:
    chosen = [*platforms]
    return sum(cell(minor, platform) for minor in minors if minor in MINORS for platform in chosen)


# --- conditions -----------------------------------------------------------------------------------------------------


def condition(test: ast.expr) -> int | None:
    """The cells in which a test of `sys.version_info` or `sys.platform` holds; None if it tests anything else."""
    match test:
        case ast.BoolOp(op=operator, values=values):
            parts = [condition(each) for each in values]
            if None in parts:
                return None
            joined = ALL if isinstance(operator, ast.And) else 0
            for part in parts:
                assert part is not None
                joined = joined & part if isinstance(operator, ast.And) else joined | part
            return joined
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = condition(operand)
            return None if inner is None else ALL & ~inner
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return _compared(ast.unparse(left), operator, right)
        case _:
            return None


def _compared(left: str, operator: ast.cmpop, right: ast.expr) -> int | None:
    match left, operator, right:
        case "sys.platform", ast.Eq() | ast.NotEq(), ast.Constant(value=str() as platform):
            found = cells(platforms=[each for each in PLATFORMS if each == platform])
            return found if isinstance(operator, ast.Eq) else ALL & ~found
        case "sys.platform", ast.In(), ast.Tuple(elts=items):
            named = {each.value for each in items if isinstance(each, ast.Constant)}
            return cells(platforms=[each for each in PLATFORMS if each in named])
        case "sys.version_info", ast.GtE() | ast.Lt(), ast.Tuple(elts=items):
            version = tuple(each.value for each in items if isinstance(each, ast.Constant))
            if len(version) != len(items) or len(version) > 2:
                return None
            found = cells(minor for minor in MINORS if (3, minor) >= version)
            return found if isinstance(operator, ast.GtE) else ALL & ~found
        case _:
            return None


# --- one stub -------------------------------------------------------------------------------------------------------


@dataclass
class Names:
    """What a stub binds, by name: in which cells it does, and in which nobody can tell."""

    public: dict[str, int] = field(default_factory=dict)
    unsure: dict[str, int] = field(default_factory=dict)
    hidden: dict[str, int] = field(default_factory=dict)
    """Imports for the stub's own use, which the module itself may bind too."""
    listed: dict[str, int] | None = None
    """`__all__`."""
    lists: int = 0
    """The cells in which there is an `__all__`."""

    def bind(self, name: str, where: int) -> None:
        self.public[name] = self.public.get(name, 0) | where

    def doubt(self, name: str, where: int) -> None:
        self.unsure[name] = self.unsure.get(name, 0) | where

    def hide(self, name: str, where: int) -> None:
        self.hidden[name] = self.hidden.get(name, 0) | where

    def list(self, name: str, where: int) -> None:
        self.listed = self.listed or {}
        self.listed[name] = self.listed.get(name, 0) | where

    def starred(self) -> dict[str, int]:
        """What a star import takes."""
        listed = self.listed or {}
        return {
            name: (where & listed.get(name, 0)) | (0 if name.startswith("_") else where & ~self.lists)
            for name, where in self.public.items()
        }


class Stubs:
    """The stubs of the standard library in one release of typeshed."""

    def __init__(self, sources: Mapping[str, str], oldest: int, newest: int) -> None:
        self._sources = sources
        self.known = cells(range(oldest, newest + 1))
        self._names: dict[str, Names] = {}

    @cached_property
    def lifetimes(self) -> dict[str, int]:
        """The cells in which `VERSIONS` says that there is a module."""
        found: dict[str, int] = {}
        for line in self._sources["VERSIONS"].splitlines():
            if told := re.fullmatch(r"([\w.]+): 3\.(\d+)-(?:3\.(\d+))?\s*(?:#.*)?", line):
                name, since, until = told[1], int(told[2]), int(told[3] or LAST)
                found[name] = cells(range(since, until + 1))
        return found

    @cached_property
    def modules(self) -> dict[str, int]:
        """The public modules, and the cells in which each can be imported."""
        names = [_module(path) for path in self._sources if path.endswith(".pyi")]
        return {name: self._present(name) for name in names if _is_public(name)}

    def _present(self, module: str) -> int:
        where = self._listed(module)
        names = self.names(module)
        filled = 0
        for name, bound in (*names.public.items(), *names.unsure.items()):
            filled |= 0 if name.startswith("_") else bound
        # A stub that is empty on some system, but not on all: there the module is not there, or its import raises.
        for minor in MINORS:
            if not filled & cells([minor]):
                filled |= cells([minor])
        return where & filled

    def _listed(self, module: str) -> int:
        front = module
        where = ALL
        while front:
            where &= self.lifetimes.get(front, ALL)
            front = front.rpartition(".")[0]
        return where & self.known

    def names(self, module: str) -> Names:
        """What a stub binds. A stub that imports from itself, through others, finds what is bound so far."""
        if module not in self._names:
            self._names[module] = Names()
            source = self._source(module)
            if source is not None:
                is_package = f"{module.replace('.', '/')}/__init__.pyi" in self._sources
                _Reader(self, self._names[module], module, is_package).block(ast.parse(source).body, ALL)
        return self._names[module]

    def _source(self, module: str) -> str | None:
        path = module.replace(".", "/")
        return self._sources.get(f"{path}.pyi") or self._sources.get(f"{path}/__init__.pyi")


class _Reader:
    def __init__(self, stubs: Stubs, names: Names, module: str, is_package: bool) -> None:
        self._stubs, self._names = stubs, names
        self._package = module if is_package else module.rpartition(".")[0]

    def block(self, body: Iterable[ast.stmt], where: int, sure: bool = True) -> None:
        for statement in body:
            self._statement(statement, where, sure)

    def _bind(self, name: str, where: int, sure: bool) -> None:
        (self._names.bind if sure else self._names.doubt)(name, where)

    def _statement(self, statement: ast.stmt, where: int, sure: bool) -> None:
        match statement:
            case ast.If(test=test, body=body, orelse=orelse):
                holds = condition(test)
                self.block(body, where if holds is None else where & holds, sure and holds is not None)
                self.block(orelse, where if holds is None else where & ~holds, sure and holds is not None)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                self._bind(name, where, sure)
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                self._all(value, where)
            case ast.AugAssign(target=ast.Name(id="__all__"), value=value):
                self._all(value, where)
            case ast.AnnAssign(target=ast.Name(id="__all__")):
                pass
            case ast.Assign(targets=targets):
                for name in (each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)):
                    self._bind(name, where, sure)
            case ast.AnnAssign(target=ast.Name(id=name)):
                self._bind(name, where, sure)
            case ast.Import(names=aliases):
                for alias in aliases:
                    self._import(alias.asname or alias.name.partition(".")[0], alias, where, sure)
            case ast.ImportFrom():
                self._import_from(statement, where, sure)
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                pass
            case _:
                self._other(statement, where, sure)

    def _other(self, statement: ast.stmt, where: int, sure: bool) -> None:
        if type(statement).__name__ == "TypeAlias":
            self._bind(statement.name.id, where, sure)  # type: ignore[attr-defined]
            return
        for each in ast.walk(statement):
            match each:
                case ast.Name(id=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                    self._names.doubt(name, where)

    def _import_from(self, statement: ast.ImportFrom, where: int, sure: bool) -> None:
        source = statement.module or ""
        if statement.level:
            front = self._package.split(".")
            front = front[: len(front) - statement.level + 1]
            source = ".".join([*front, *([source] if source else [])])
        for alias in statement.names:
            if alias.name == "*":
                there = self._stubs.names(source)
                for name, bound in there.starred().items():
                    self._bind(name, where & bound, sure)
                for name, doubtful in there.unsure.items():
                    self._names.doubt(name, where & doubtful)
            else:
                self._import(alias.asname or alias.name, alias, where, sure)

    def _import(self, name: str, alias: ast.alias, where: int, sure: bool) -> None:
        if alias.asname == alias.name:
            self._bind(name, where, sure)
        else:
            self._names.hide(name, where)

    def _all(self, value: ast.expr, where: int) -> None:
        self._names.lists |= where
        match value:
            case ast.List(elts=items) | ast.Tuple(elts=items):
                for item in items:
                    if isinstance(item, ast.Constant) and isinstance(item.value, str):
                        self._names.list(item.value, where)
            case ast.Attribute(value=owner, attr="__all__"):
                source = ast.unparse(owner)
                front = self._package.split(".") if self._package else []
                for module in (".".join([*front, source]), source):
                    if there := self._stubs.names(module).listed:
                        for name, listed in there.items():
                            self._names.list(name, where & listed)
                        return
            case ast.BinOp(left=left, right=right):
                self._all(left, where)
                self._all(right, where)
            case ast.Name(id="__all__"):
                pass
            case _:
                raise NotImplementedError(ast.unparse(value))


def _module(path: str) -> str:
    return path.removesuffix(".pyi").removesuffix("/__init__").replace("/", ".")


def _is_public(module: str) -> bool:
    return not any(part.startswith("_") for part in module.split("."))


# --- several releases of typeshed -----------------------------------------------------------------------------------

State = str
"""Of a cell: `+` there, `-` not there, `?` nobody tells, `*` it does not matter, as the module is not there."""


@dataclass
class Evidence:
    """What all stubs together tell of one thing."""

    there: int = 0
    gone: int = 0

    def states(self, platform: str, matters: int = ALL) -> list[State]:
        return [self._state(cell(minor, platform), matters) for minor in MINORS]

    def _state(self, where: int, matters: int) -> State:
        if not where & matters:
            return "*"
        match bool(where & self.there), bool(where & self.gone):
            case True, False:
                return "+"
            case False, True:
                return "-"
            case _:  # where stubs contradict each other, they were corrected in more than that
                return "?"


@dataclass(frozen=True)
class Range:
    """On one system: the minor versions of the first and the last Python that have it."""

    since: int = FIRST
    until: int = LAST

    @property
    def written(self) -> str:
        if self.until < self.since:
            return "x"
        since = "" if self.since == FIRST else str(self.since)
        until = "" if self.until == LAST else str(self.until)
        return f"{since}-{until}" if since or until else ""


def in_range(states: list[State], lives_on: bool) -> Range | None:
    """The range that these states are; None if they are none, or not known.

    Nothing that was not there yet in the oldest Python that is known of was there before it. What has gone does not
    come back, if newer stubs know the module still (`lives_on`).
    """
    found = "".join(states)
    if not found.strip("*"):
        return Range()
    found = re.sub(r"^[*]+(.)", lambda told: told[1] * len(told[0]), found)
    found = re.sub(r"(.)[*]+", lambda told: told[1] * len(told[0]), found)
    found = re.sub(r"^[?]+-", lambda told: "-" * len(told[0]), found)
    if lives_on:
        found = re.sub(r"-[?]+$", lambda told: "-" * len(told[0]), found)
    told = re.fullmatch(r"(-*)(\+*)(-*)", found)
    if told is None:
        return None
    return Range(FIRST + len(told[1]), LAST - len(told[3])) if told[2] else Range(1, 0)


def spec(states: Mapping[str, list[State]], lives_on: bool) -> str | None:
    """How the table tells it; None if it is everywhere, or nothing is known."""
    ranges = [in_range(states[platform], lives_on) for platform in PLATFORMS]
    return joined(["?" if each is None else each.written for each in ranges])


def joined(fields: list[str]) -> str | None:
    """Of three systems, one text. Names that none of them ever had are of no use."""
    if not any(field.strip("?") for field in fields) or not set(fields) - {"x", "?"}:
        return None
    return fields[0] if len(set(fields)) == 1 else ",".join(fields)


def by_system_library(told: str, name: str) -> str | None:
    """What is left of a specification if one Unix may have what another has."""
    if "," not in told:
        return told
    linux, windows, darwin = told.split(",")
    if linux == "x" != darwin:
        linux = "?"
    elif darwin == "x" != linux and not LINUX_ONLY.fullmatch(name):
        darwin = "?"
    return joined([linux, windows, darwin])


@dataclass
class Table:
    """By specification, the names that it holds for."""

    modules: dict[str, list[str]] = field(default_factory=dict)
    names: dict[str, dict[str, list[str]]] = field(default_factory=dict)


def tabulate(releases: Iterable[Stubs]) -> Table:
    """What several releases of typeshed, the newest last, tell together."""
    stubs = [*releases]
    table = Table()
    for module in sorted({name for each in stubs for name in each.modules if not NOT_STANDARD.fullmatch(name)}):
        evidence = Evidence()
        for each in stubs:
            if module in each.modules:
                evidence.there |= each.modules[module]
                evidence.gone |= each.known & ~each.modules[module]
        told = spec({platform: evidence.states(platform) for platform in PLATFORMS}, True)
        if told is not None and not UNSURE_MODULES.fullmatch(module) and not _is_told(module, told, table):
            table.modules.setdefault(told, []).append(module)
        names = dict(_names_of(module, [each for each in stubs if module in each.modules], evidence))
        for written, more in BY_HEART.get(module, {}).items():
            names.update(dict.fromkeys(more.split(), written))
        if names:
            table.names[module] = _by_spec(dict(sorted(names.items())))
    return table


def _is_told(module: str, told: str, table: Table) -> bool:
    """Whether the same is told of a package that this module is in."""
    return any(module.startswith(f"{each}.") for each in table.modules.get(told, []))


def _names_of(module: str, stubs: list[Stubs], of_module: Evidence) -> Iterator[tuple[str, str]]:
    lives_on = module in stubs[-1].modules
    by_library = BY_SYSTEM_LIBRARY.fullmatch(module)
    for name in sorted({name for each in stubs for name in each.names(module).public if not name.startswith("_")}):
        evidence = Evidence()
        for each in stubs:
            names = each.names(module)
            if name in names.public:
                unsure = names.unsure.get(name, 0) | names.hidden.get(name, 0)
                known = each.modules[module] & ~(unsure & ~names.public[name])
                evidence.there |= known & names.public[name]
                evidence.gone |= known & ~names.public[name]
        matters = of_module.there | ~of_module.gone
        told = spec({platform: evidence.states(platform, matters) for platform in PLATFORMS}, lives_on)
        if told is not None and by_library:
            told = by_system_library(told, name)
        if told is not None and not UNSURE_NAMES.fullmatch(f"{module}.{name}"):
            yield name, told


def _by_spec(names: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, told in names.items():
        found.setdefault(told, []).append(name)
    return found


# --- written --------------------------------------------------------------------------------------------------------

HEAD = """\
\"\"\"What of the standard library is not there in every Python from 3.{first} to 3.{last}, or not on every system.

Written by docs/standard_library.py from the stubs of typeshed (https://github.com/python/typeshed, Apache License 2.0
and MIT License) as typeshed-client {releases} bundle them. Do not edit.

A specification is a range of minor versions, `since-until`, either of which may be left out: nothing is told of Pythons
outside. `x` is never, `?` is not known. Three with commas are for Linux, Windows and macOS; one is for all of them.
\"\"\"

from __future__ import annotations

FIRST, LAST = (3, {first}), (3, {last})
\"\"\"The Pythons that the table tells of.\"\"\"
PLATFORMS = {platforms}
\"\"\"The systems that it tells of, as `sys.platform` names them.\"\"\"

"""


def written(table: Table, releases: Iterable[str]) -> str:
    """The module that holds the table."""
    platforms = "(" + ", ".join(f'"{each}"' for each in PLATFORMS) + ")"
    head = HEAD.format(first=FIRST, last=LAST, releases=", ".join(releases), platforms=platforms)
    modules = "".join(_entry(told, names, 1) for told, names in sorted(table.modules.items()))
    names = "".join(
        f'    "{module}": {{\n{"".join(_entry(told, found, 2) for told, found in sorted(specs.items()))}    }},\n'
        for module, specs in table.names.items()
    )
    return (
        f'{head}MODULES: dict[str, str] = {{\n{modules}}}\n"""By specification, the modules that it holds for."""\n\n'
        f"NAMES: dict[str, dict[str, str]] = {{\n{names}}}\n"
        '"""By module and specification, the names that it holds for where the module is there."""\n'
    )


def _entry(told: str, names: list[str], depth: int) -> str:
    margin = " " * 4 * depth
    text = " ".join(names)
    line = f'{margin}"{told}": "{text}",\n'
    if len(line) <= WIDTH + 1:
        return line
    lines = textwrap.wrap(text, WIDTH - 4 * depth - 4 - 3, break_long_words=False, break_on_hyphens=False)
    quoted = "".join(f'{margin}    "{each} "\n' for each in lines[:-1]) + f'{margin}    "{lines[-1]}"\n'
    return f'{margin}"{told}": (\n{quoted}{margin}),\n'


def from_wheel(path: Path) -> Stubs:
    """The stubs in a wheel of typeshed-client."""
    release = path.name.split("-")[1]
    with ZipFile(path) as archive:
        names = [name for name in archive.namelist() if "/typeshed/" in name]
        sources = {name.partition("/typeshed/")[2]: archive.read(name).decode() for name in names}
    return Stubs(sources, *KNOWN[release])


def installed() -> tuple[str, Stubs]:
    """The release of typeshed-client that is installed, and its stubs."""
    folder = Path(str(files("typeshed_client"))) / "typeshed"
    found = [*folder.rglob("*.pyi"), folder / "VERSIONS"]
    sources = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}
    return version("typeshed_client"), Stubs(sources, OLDEST_OF_INSTALLED, LAST)


def main(*wheels: str) -> int:
    older = {path.name.split("-")[1]: path for path in map(Path, wheels)}
    missing = KNOWN.keys() - older.keys()
    if missing:
        print(f"wheels of typeshed-client {', '.join(sorted(missing))} are needed; see the docstring", file=sys.stderr)
        return 2
    release, newest = installed()
    table = tabulate([*(from_wheel(older[each]) for each in KNOWN), newest])
    TABLE.write_text(written(table, [*KNOWN, release]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
