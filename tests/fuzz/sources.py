"""Sources of Python: what is read of one, and whether it keeps the contract that is generated of it."""

from __future__ import annotations

import random
import sysconfig
import tempfile
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from importspy_static import limits
from importspy_static.cache import Cache
from importspy_static.checking.contracts import Terms
from importspy_static.checking.extractors import Extractors
from importspy_static.checking.gathering import Wanted
from importspy_static.checking.generation import Generated, Generation, Unwritten
from importspy_static.checking.run import Run
from importspy_static.checking.where import Where
from importspy_static.contract.reader import parse_contract
from importspy_static.model.contract import Contract
from importspy_static.model.policy import Policy
from importspy_static.model.program import Program
from importspy_static.model.report import Report
from importspy_static.probing import probe
from importspy_static.report.formats import FORMATS, render
from tests.fuzz.changing import changed, lines_changed
from tests.fuzz.target import Fault, Target

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

LIBRARY = Path(sysconfig.get_paths()["stdlib"])
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
LARGEST = 12_000
"""Bytes of a real file that is changed: small ones make more tries."""
WORDS = tuple(
    rb"""
( ;; ) ;; [ ;; ] ;; { ;; } ;; : ;; , ;; \n ;; \\\n ;; ' ;; " ;; \"\"\" ;; # ;; * ;; ** ;; @ ;; ; ;; -> ;; := ;; ...
\t ;; \f ;; \r ;; \x00 ;; \xff ;; \xef\xbb\xbf ;; # coding: latin-1\n ;; async ;; await ;; lambda: ;; def f(): ;; not
class A: ;; if 1: ;; else: ;; global a\n ;; nonlocal a\n ;; yield ;; del ;; for a in b ;; while 1: ;; try: ;; except* A:
with a as b: ;; match a:\n case ;; case _: ;; import a.b ;; from . import * ;; __all__ = ;; f'{a!r:{b}}' ;; t'{a}'
type A[T] = ;; def f[T: int = str]( ;; return ;; raise ;; 1_0 ;; 0x ;; 1e999 ;; 1j ;; is ;; if a else ;; print >>a,
""".strip()
    .replace(b"\n", b" ;; ")
    .decode("unicode_escape")
    .encode("latin-1")
    .split(b" ;; ")
)


class Checks:
    """Generates and checks files one after the other, with one process that reads them."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.folder = Path(self._folder.name)
        self.extractors = Extractors(1, Cache(str(self.folder / "cache")))  # the library is imported by nearly all
        self.where = Where(probe(distributions=False))

    def close(self) -> None:
        """End the process, and leave no file."""
        self.extractors.close()
        self._folder.cleanup()

    def generated(self, path: Path) -> tuple[list[Generated], tuple[Unwritten, ...]]:
        """The contract of a module; none if it cannot be told."""
        generation = Generation(self.where, private=True, extractors=self.extractors)
        made, unwritten = generation.made(generation.gather(Wanted((str(path),))))
        return [each for _, each in made], unwritten

    def report(self, path: Path, contract: Contract, where: Where | None = None) -> Report:
        """What a check finds."""
        run = Run(where or self.where, Policy(), self.extractors)
        return run.report(run.plan(Wanted((str(path),)), Terms(lambda _path, _is_foreign: (contract,))))


@cache
def checks() -> Checks:
    """Those of all targets of this process."""
    return Checks()


def close() -> None:
    """End what `checks` began, if it did."""
    if checks.cache_info().currsize:
        checks().close()
        checks.cache_clear()


def accepted(source: bytes) -> bool | None:
    """Whether this Python takes it; None if it gives up."""
    try:
        compile(source, "<fuzz>", "exec", dont_inherit=True)
    except (RecursionError, MemoryError):
        return None
    except (SyntaxError, ValueError):
        return False
    return True


def judge(source: bytes) -> None:
    """What Python takes is read, what it refuses is refused; what is generated of a module is kept by it."""
    if len(source) > limits.SOURCE_BYTES:
        return
    facts = checks().extractors.all[0].extract(source)
    is_program = isinstance(facts, Program)
    match accepted(source):
        case True if not is_program:
            raise Fault(f"CPython takes it, we do not: {facts}")
        case False if is_program and not _is_newer(source):
            raise Fault("CPython refuses it, we do not")
    path = checks().folder / "module.py"
    path.write_bytes(source)
    made, unwritten = checks().generated(path)
    if is_program and not made and not any(each.reason.startswith("as it cannot be told") for each in unwritten):
        raise Fault(f"no contract, and no reason why: {unwritten}")
    for each in made:
        found = checks().report(path, parse_contract(each.text))
        if found.violations:
            raise Fault(f"what is generated is not kept: {[told.message for told in found.violations]}")
        rendered(found)


def _is_newer(source: bytes) -> bool:
    """Whether a process that runs this Python took it for a newer one's grammar, which is allowed there only."""
    from importspy_static.extract.extraction import extract

    return not isinstance(extract(source), Program)


def rendered(report: Report) -> None:
    """In every format; each has to bear whatever names and values a report tells of."""
    for form in FORMATS:
        render(report, form)


def _wrapped(source: str, form: int) -> str:
    """The same as the body of something, so that what follows is reached whatever it would raise."""
    inner = "".join(f"    {line}\n" for line in source.split("\n"))
    after = "\nclass Kept:\n    def method(self, a: int = 1) -> str: ...\nvalue: int = 1\n"
    heads = (
        f"def function():\n{inner}",
        f"class Outer:\n    def method(self):\n{inner.replace('    ', '        ', 1)}",
    )
    return source if form > 1 else heads[form] + after


def programs() -> SearchStrategy[bytes]:
    """Random programs: of `hypothesmith` where it is installed, and of our own, whose names are bound."""
    from hypothesis import strategies as st

    from tests.fuzz.modules import modules

    own = modules().map(str.encode)
    try:
        import hypothesmith
    except ImportError:
        return own
    random_ones = st.one_of(hypothesmith.from_grammar(), hypothesmith.from_node())
    wrapped = st.builds(_wrapped, random_ones, st.integers(0, 3))
    return st.one_of(own, wrapped.map(lambda text: text.encode("utf-8", "surrogatepass")))


@cache
def _real_files() -> tuple[bytes, ...]:
    found = [path for path in sorted(LIBRARY.glob("*.py")) if path.stat().st_size <= LARGEST]
    found += [path for path in sorted(FIXTURES.rglob("module.py")) if path.stat().st_size <= LARGEST]
    return tuple(path.read_bytes() for path in found)


def _spoilt(content: bytes, chance: random.Random) -> bytes:
    return lines_changed(content, chance) if chance.randrange(2) else changed(content, chance, WORDS, 3)


def real_files() -> Sequence[bytes]:
    """Small modules of the standard library, and of the fixtures."""
    return _real_files()


PROGRAMS: Callable[[], Target] = partial(Target, "programs", judge, inputs=programs, close=close)
BYTES: Callable[[], Target] = partial(Target, "bytes", judge, seeds=real_files, changed=_spoilt, close=close)
