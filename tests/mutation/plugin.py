"""A plug-in of pytest that makes mutants and sees whether a test turns red: `-p tests.mutation.plugin --mutate FOLDER`.

A process and a collection for each mutant would take days. So all tests run once, in this process, and what lines each
of them has run is noted; then each mutant is put into a fork of this process, into the functions that are there
already, and the tests run once more that have run its lines, the quickest first, until one fails.
"""

from __future__ import annotations

import functools
import gc
import os
import signal
import sys
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NoReturn

import pytest
from _pytest.runner import runtestprotocol

from importspy_static.extract.isolation import Extractor
from importspy_static.model.depth import Depth
from tests.mutation.mutants import Mutant, mutants

IS_FUNCTION = 1
"""`CO_OPTIMIZED`: what neither a module nor the body of a class is."""
PASSED, FAILED, NOT_PYTHON, NOWHERE = 0, 10, 11, 12
STRIDE = 20
PATIENCE = 30
"""Seconds, and as many times what the tests took before."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("mutation")
    group.addoption("--mutate", metavar="FOLDER", help="the modules that are changed")
    group.addoption("--mutants", metavar="N", type=int, default=0, help="so many, evenly over all; all if not given")
    group.addoption("--at-once", metavar="N", type=int, default=2, help="so many at a time")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> object:
    folder = session.config.getoption("mutate")
    if not folder or session.config.option.collectonly:
        return None
    Extractor._start = _in_process  # type: ignore[method-assign, assignment]
    paths = sorted(Path(folder).glob("*.py"))
    every = [each for path in paths for each in mutants(path)]
    covering = Covering.of(session.items, paths)
    count = min(session.config.getoption("mutants") or len(every), len(every))
    chosen = [every[index * len(every) // count] for index in range(count)]
    chosen = [each for first in range(STRIDE) for each in chosen[first::STRIDE]]  # what is cut short is even, too
    said = Counter[str]()
    waiting, running = deque(chosen), dict[int, Mutant]()
    while waiting or running:
        while waiting and len(running) < session.config.getoption("at_once"):
            mutant = waiting.popleft()
            if items := covering.tests(mutant):
                running[started(mutant, items, covering.seconds)] = mutant
            else:
                tell(mutant, "unseen", said)
        if running:
            child, status = os.wait()
            if child in running:
                tell(running.pop(child), outcome(status), said)
    print(f"{len(chosen)} of {len(every)} mutants: {dict(said)}", flush=True)
    return True


def tell(mutant: Mutant, outcome: str, said: Counter[str]) -> None:
    """Count it, and show it unless a test saw it."""
    said[outcome] += 1
    if outcome in {"survived", "unseen"}:
        print(f"{outcome} {mutant}", flush=True)
    if said.total() % 100 == 0:
        print(f"… {said.total()}: {dict(said)}", flush=True)


@dataclass
class Covering:
    """What tests run what lines, and how long each of them takes."""

    seconds: dict[str, float] = field(default_factory=dict)
    items: dict[str, pytest.Item] = field(default_factory=dict)
    by_line: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))

    @staticmethod
    def of(items: list[pytest.Item], paths: list[Path]) -> Covering:
        coverage = import_module("coverage").Coverage(
            data_file=None, include=[str(each) for each in paths], config_file=False
        )
        done = Covering()
        coverage.start()
        for item in items:
            coverage.switch_context(item.nodeid)
            started = time.perf_counter()
            if not passes(item):
                raise pytest.UsageError(f"{item.nodeid} fails without any change")
            done.seconds[item.nodeid] = time.perf_counter() - started
            done.items[item.nodeid] = item
        coverage.stop()
        data = coverage.get_data()
        for path in paths:
            for line, contexts in data.contexts_by_lineno(str(path.resolve())).items():
                done.by_line[str(path), line].update(each for each in contexts if each)
        return done

    def tests(self, mutant: Mutant) -> list[pytest.Item]:
        """Those that run any line of it, the quickest first."""
        first, last = mutant.lines
        named = {each for line in range(first, last + 1) for each in self.by_line.get((str(mutant.path), line), ())}
        return [self.items[each] for each in sorted(named, key=lambda each: (self.seconds[each], each))]


def passes(item: pytest.Item) -> bool:
    """Whether a test passes, or is skipped, now."""
    item._initrequest()  # type: ignore[attr-defined]
    return not any(report.failed for report in runtestprotocol(item, nextitem=None, log=False))


def started(mutant: Mutant, items: list[pytest.Item], seconds: dict[str, float]) -> int:
    """The number of a process that runs these tests against a mutant."""
    child = os.fork()
    if child == 0:
        _be(mutant, items, sum(seconds[each.nodeid] for each in items))
    return child


def outcome(status: int) -> str:
    """What became of a mutant: `killed`, `late`, `survived`, `not Python`; `nowhere` if no live function is the changed
    one.
    One whose lines no test runs is `unseen`.
    """
    if os.WIFSIGNALED(status):
        return "late" if os.WTERMSIG(status) == signal.SIGALRM else "killed"
    told = {PASSED: "survived", NOT_PYTHON: "not Python", NOWHERE: "nowhere"}
    return told.get(os.WEXITSTATUS(status), "killed")


def _in_process(extractor: Extractor, _depth: Depth) -> None:
    """A process for each source is what takes time, and no mutant is in it."""
    extractor._in_process = True


def _be(mutant: Mutant, items: list[pytest.Item], seconds: float) -> NoReturn:
    status = FAILED
    try:
        signal.alarm(int(PATIENCE * (1 + seconds)))
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        try:
            changed = compile(mutant.source(), str(mutant.path.resolve()), "exec", dont_inherit=True)
        except SyntaxError:
            status = NOT_PYTHON
        else:
            is_there = put(changed, mutant.tree.code, mutant.path)
            status = (PASSED if all(map(passes, items)) else FAILED) if is_there else NOWHERE
    finally:
        os._exit(status)


def put(changed: CodeType, source: str, path: Path) -> bool:
    """Have the functions of a module do what the changed one says, and forget what others have answered."""
    name = str(path.resolve())
    before = compile(source, name, "exec", dont_inherit=True)
    new = {_key(old): code for old, code in zip(_functions(before), _functions(changed), strict=True) if old != code}
    live = gc.get_objects()
    functions = [each for each in live if isinstance(each, FunctionType) and each.__code__.co_filename == name]
    concerned = [each for each in functions if _key(each.__code__) in new]
    for each in concerned:
        each.__code__ = new[_key(each.__code__)]
    for each in live:
        if isinstance(each, functools._lru_cache_wrapper):
            each.cache_clear()
    return bool(concerned)


def _functions(code: CodeType) -> Iterator[CodeType]:
    """Those of a module and of its classes; what is in a function is part of it."""
    for each in code.co_consts:
        if isinstance(each, CodeType):
            if each.co_flags & IS_FUNCTION:
                yield each
            else:
                yield from _functions(each)


def _key(code: CodeType) -> tuple[Any, ...]:
    return (code.co_name, code.co_firstlineno, code.co_argcount)


assert sys.platform != "win32", "it forks"
