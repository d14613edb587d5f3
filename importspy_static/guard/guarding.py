"""Guards: what is put in place, what it is asked, and what it lets pass."""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import CodeType, ModuleType, TracebackType
from typing import Literal, TypeAlias, get_args

from importspy_static.guard.coverage import Contracts, Coverage, FilePath, coverage
from importspy_static.guard.kept import Entry
from importspy_static.guard.problems import ContractViolation, ContractViolationWarning, GuardError
from importspy_static.guard.verdicts import Subject, here, shared

Mode: TypeAlias = Literal["enforce", "warn"]

guards: tuple[Guard, ...] = ()
"""Those in place. Replaced, never changed: who imports meanwhile goes on with what there was."""
_placing = threading.Lock()


class Guard:
    """Holds modules to contracts when they are imported. A context manager: it is taken away at the end.

    Attributes:
        coverage: which contracts hold for what.
        mode: `enforce` refuses a broken module, `warn` lets it run with a `ContractViolationWarning`.
        allow_compiled: whether code that has no source, or another loader than Python's own, runs without a check.
        configuration: the file that says which violations count.
    """

    def __init__(self, coverage: Coverage, mode: Mode, allow_compiled: bool, configuration: str | None) -> None:
        self.coverage, self.mode, self.allow_compiled = coverage, mode, allow_compiled
        self.configuration = configuration

    def uninstall(self) -> None:
        """Take it away; what was imported stays. Nothing happens if it is away already."""
        _take_away(self)
        if not guards:
            shared().close()

    def __enter__(self) -> Guard:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.uninstall()

    async def import_module(self, name: str, package: str | None = None) -> ModuleType:
        """As `guard.import_module`: checked aside of the event loop, then imported."""
        from importspy_static.guard.asynchronous import import_module

        return await import_module(name, package)

    def entry(self, name: str, path: str, content: bytes, contracts: tuple[str, ...]) -> Entry:
        """The verdict on a module of these bytes."""
        absolute = path if os.path.isabs(path) else os.path.abspath(path)
        return shared().of(Subject(name, absolute, content, contracts, self.configuration))

    def checked(self, name: str, path: str, content: bytes, contracts: tuple[str, ...]) -> CodeType | None:
        """The code of a module of these bytes; None if that was not kept, as it runs with a warning.

        Raises:
            ContractViolation: it breaks a contract, and this guard refuses such modules.
        """
        entry = self.entry(name, path, content, contracts)
        if entry.ok:
            return entry.code
        self.refuse(violation(name, path, entry))
        return None

    def refuse(self, found: ContractViolation) -> None:
        """Raise it, or warn of it, as the mode says."""
        if self.mode == "enforce":
            raise found
        warnings.warn_explicit(str(found), ContractViolationWarning, found.path or "<unknown>", 1, found.name)


def violation(name: str, path: str | None, entry: Entry) -> ContractViolation:
    """What a verdict that is no pass raises."""
    reason = "does not keep its contract" if entry.report is not None else "cannot be checked against its contract"
    return ContractViolation(reason, name=name, path=path, lines=entry.lines, report=entry.report)


def install(
    contracts: Contracts | None = None,
    *,
    config: FilePath | None = None,
    mode: Mode = "enforce",
    exempt: Iterable[str] = (),
    allow_compiled: bool = False,
) -> Guard:
    """Check modules before their code runs, from now on and in all threads.

    Args:
        contracts: the files of contracts, by the modules that they hold for: a dotted name (`*` stands for one part,
            `**` for one or more), a path (a file, a folder, a glob), or `entry-points:GROUP`, which is all that is
            registered now. Several contracts that fit one module hold all of them.
        config: a configuration: the contracts that it maps to paths, and what it makes count. The nearest one of the
            current folder, if neither is given.
        mode: `enforce`: a broken or undecided module raises `ContractViolation` and does not run. `warn`: it runs, with
            a `ContractViolationWarning`.
        exempt: names and paths that are not checked all the same.
        allow_compiled: let run what cannot be checked: extension modules, `.pyc` without source, loaders of others.

    Raises:
        GuardError: a pattern is wrong, a contract is not there, or nothing would be guarded.
        ConfigurationError: the configuration cannot be used.
        TypeError: an argument is of the wrong type.
    """
    if mode not in get_args(Mode):
        raise GuardError(f"mode: 'enforce' or 'warn' is wanted, found {mode!r}")
    guard = made(contracts, config=config, mode=mode, exempt=exempt, allow_compiled=allow_compiled)
    shared().prepare()
    _put(guard)
    return guard


def made(
    contracts: Contracts | None = None,
    *,
    config: FilePath | None = None,
    mode: Mode = "enforce",
    exempt: Iterable[str] = (),
    allow_compiled: bool = False,
) -> Guard:
    """A guard that is not in place."""
    if config is not None and not isinstance(config, (str, os.PathLike)):
        raise TypeError(f"config: the path of a configuration is wanted, found {config!r}")
    path, found = None if config is None else os.path.abspath(config), None
    if contracts is None and config is None:
        from importspy_static.guard.configured import nearest

        path = nearest()
        if path is None:
            raise GuardError("nothing would be guarded: give contracts, or write importspy-static.toml")
    if path is not None:
        from importspy_static.guard.configured import read

        found = read(path)
        if not found.contracts and contracts is None:
            raise GuardError(f"{path}: nothing would be guarded: 'contracts' maps no path")
    return Guard(coverage(contracts, found, exempt), mode, allow_compiled, path)


@contextmanager
def placed(guard: Guard) -> Iterator[None]:
    """Have a guard in place for a while; the process that judges stays for the next time."""
    _put(guard)
    try:
        yield
    finally:
        _take_away(guard)


def uninstall() -> None:
    """Take all guards away; what was imported stays."""
    for guard in guards:
        guard.uninstall()


def covering(name: str, path: str | None) -> list[tuple[Guard, tuple[str, ...]]]:
    """The guards that cover a module, each with the files of its contracts."""
    if here.is_judging:
        return []
    return [(guard, contracts) for guard in guards if (contracts := guard.coverage.of(name, path))]


def _put(guard: Guard) -> None:
    global guards  # noqa: PLW0603 - one tuple, replaced as a whole
    from importspy_static.guard import finder, loaders

    with _placing:
        guards = (*guards, guard)
        loaders.hook()
        finder.put()


def _take_away(guard: Guard) -> None:
    global guards  # noqa: PLW0603
    from importspy_static.guard import finder, loaders

    with _placing:
        guards = tuple(each for each in guards if each is not guard)
        if not guards:
            loaders.unhook()
            finder.take_away()
