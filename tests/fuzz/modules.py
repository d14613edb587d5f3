"""Random modules with a few names, which are bound, rebound and used in all ways; `compile` takes most of them."""

from __future__ import annotations

from hypothesis import strategies as st


def _words(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for line in text.strip().splitlines() for each in line.split(";;"))


HEAD = """\
import abc, dataclasses, enum, functools, os, sys, typing
from typing import Any, ClassVar, NamedTuple, Protocol, TypedDict
"""
NAMES = ("a", "b", "f", "g", "A", "B", "C", "_p", "__version__", "__all__")
VALUES = _words("""
0 ;; -1 ;; 3.5 ;; True ;; None ;; '' ;; 'x' ;; b'x' ;; () ;; [] ;; {} ;; ... ;; 1j ;; [1, 2] ;; {'a': 1}
('a', 'b') ;; a ;; b ;; f ;; A ;; f() ;; A() ;; a.b ;; A.x ;; lambda: 1 ;; [each for each in a] ;; f'{a}'
a or b ;; not a ;; int ;; a if b else f ;; (a := 1) ;; '1.' + '2' ;; 1 << 70 ;; 'x' * 3 ;; len('abc')
sys.platform ;; os.environ.get('X') ;; [*a] ;; {**b} ;; a[0] ;; a < b < 3 ;; type('A', (), {}) ;; globals()
typing.cast(int, 1) ;; super ;; 1 / 0 ;; -a
""")
ANNOTATIONS = _words("""
int ;; str ;; 'int' ;; list[int] ;; Any ;; A ;; 'A' ;; int | None ;; typing.Optional[str] ;; ClassVar[int]
None ;; ... ;; dict[str, 'A'] ;; typing.Callable[..., int] ;; nowhere ;; typing.Literal['x']
typing.Annotated[int, 1] ;; f()
""")
DECORATORS = _words("""
staticmethod ;; classmethod ;; property ;; functools.cache ;; functools.wraps(f) ;; dataclasses.dataclass ;; f
nowhere ;; abc.abstractmethod ;; typing.final ;; dataclasses.dataclass(frozen=True, slots=True) ;; enum.unique
typing.overload ;; functools.partial(f, 1) ;; a.setter ;; functools.total_ordering ;; typing.runtime_checkable
functools.cached_property
""")
BASES = _words("""
object ;; A ;; B ;; C ;; abc.ABC ;; enum.Enum ;; enum.IntFlag ;; NamedTuple ;; Protocol ;; TypedDict
Exception ;; dict ;; typing.Generic[typing.T] ;; metaclass=abc.ABCMeta ;; nowhere ;; *a ;; **b ;; x=1
total=False ;; f() ;; type ;; int, str
""")
TESTS = _words("""
a ;; sys.platform == 'linux' ;; sys.version_info >= (3, 12) ;; typing.TYPE_CHECKING ;; False ;; 1
__name__ == '__main__' ;; os.name == 'nt' ;; os.environ.get('X') ;; isinstance(a, int) ;; not sys.flags.optimize
'A' in globals() ;; (a := f())
""")
SIMPLE = _words("""
pass ;; return ;; return a ;; yield a ;; del a ;; del A.x ;; global a ;; nonlocal a ;; raise ;; raise A()
assert a ;; f() ;; import b ;; import os.path as a ;; from os import * ;; from . import a
from .b import A as B ;; import nowhere ;; break ;; setattr(A, 'x', 1) ;; globals()['b'] = 1 ;; A.x = f
self.x = 1 ;; self.x: int = a ;; a, *b = f() ;; a += 1 ;; continue ;; super().__init__() ;; exec('a = 1')
vars().update(b=1) ;; A.__init__(self) ;; f = A.f ;; __all__ = ['a'] ;; __all__ += ['b'] ;; sys.exit()
from __future__ import annotations ;; __slots__ = ('x', 'y') ;; __match_args__ = ('a',) ;; a: int ;; a[0] = 1
__version__ = '1.2' ;; A = B = f = 1 ;; (a, b), g = b ;; '''text''' ;; a.b.c = f().d ;; type(self).x = 1
del globals()['a'] ;; a: typing.Final = 1 ;; x = enum.auto() ;; x: int = dataclasses.field(default=1)
async with a: pass ;; _: dataclasses.KW_ONLY
""")
HEADS = _words("""
for a in b: ;; for a, b in ((1, 2),): ;; while a: ;; while True: ;; with f() as a: ;; with open(a) as b, g:
try: ;; async for a in b: ;; for x in ('a', 'b'): ;; for f in range(3):
""")
CASES = _words("""
1 ;; 'x' | None ;; [a, *b] ;; {'k': a, **b} ;; A(x=f) ;; _ ;; a if a ;; (a, 1) as b ;; sys.maxsize ;; -1 | 2.5
""")


NAMES_OF_FUNCTIONS = (
    *NAMES[:8],
    *_words("__init__ ;; __new__ ;; __set_name__ ;; __getattr__ ;; __init_subclass__ ;; __call__"),
)
FIRST = _words("self ;; cls ;; a ;; /, x ;; *, x")
PARAMETERS = _words("b ;; b=1 ;; c: int ;; c: int = 2 ;; *args ;; *args: int ;; d=a ;; **kwargs ;; *, e ;; /")
CAUGHT = ("ImportError", "Exception as a", "", "(KeyError, A)")


def modules() -> st.SearchStrategy[str]:
    """Texts of modules, some of which Python refuses, for a `return` or a `nonlocal` that has no business there."""
    heads = st.sampled_from([HEAD, HEAD, HEAD, ""])
    return st.builds(lambda head, body: head + "\n".join(body) + "\n", heads, blocks(0))


def blocks(depth: int) -> st.SearchStrategy[list[str]]:
    """The lines of one to some statements."""
    statements = st.lists(_statement(depth), min_size=1, max_size=6 - depth)
    return statements.map(lambda found: [line for each in found for line in each])


@st.composite
def _statement(draw: st.DrawFn, depth: int) -> list[str]:
    form = draw(st.integers(0, 9 if depth < 4 else 3))
    match form:
        case 0 | 1:
            return [draw(st.sampled_from(SIMPLE))]
        case 2:
            return [f"{draw(st.sampled_from(NAMES))} = {draw(st.sampled_from(VALUES))}"]
        case 3:
            annotated = f"{draw(st.sampled_from(NAMES))}: {draw(st.sampled_from(ANNOTATIONS))}"
            return [f"{annotated} = {draw(st.sampled_from(VALUES))}"]
        case 4 | 5:
            return [*_decorators(draw), _function(draw), *_indented(draw, depth)]
        case 6 | 7:
            bases = ", ".join(draw(st.lists(st.sampled_from(BASES), max_size=2)))
            head = f"class {draw(st.sampled_from(NAMES[2:8]))}({bases}):"
            return [*_decorators(draw), head, *_indented(draw, depth)]
        case 8:
            return _branched(draw, depth)
    return _compound(draw, depth)


def _decorators(draw: st.DrawFn) -> list[str]:
    return [f"@{each}" for each in draw(st.lists(st.sampled_from(DECORATORS), max_size=2))]


def _indented(draw: st.DrawFn, depth: int) -> list[str]:
    return [f"    {line}" for line in draw(blocks(depth + 1))]


def _function(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(NAMES_OF_FUNCTIONS))
    parameters = [draw(st.sampled_from(FIRST))] if draw(st.booleans()) else []
    parameters += draw(st.lists(st.sampled_from(PARAMETERS), max_size=3, unique=True))
    returned = draw(st.sampled_from(("", "", *(f" -> {each}" for each in ANNOTATIONS))))
    return f"{draw(st.sampled_from(('', '', '', 'async ')))}def {name}({', '.join(parameters)}){returned}:"


def _branched(draw: st.DrawFn, depth: int) -> list[str]:
    lines = [f"if {draw(st.sampled_from(TESTS))}:", *_indented(draw, depth)]
    if draw(st.booleans()):
        lines += [f"elif {draw(st.sampled_from(TESTS))}:", *_indented(draw, depth)]
    return [*lines, "else:", *_indented(draw, depth)] if draw(st.booleans()) else lines


def _compound(draw: st.DrawFn, depth: int) -> list[str]:
    head = draw(st.sampled_from((*HEADS, "try:", "match:")))
    if head == "match:":
        return [f"match {draw(st.sampled_from(VALUES))}:", *_cases(draw, depth)]
    lines = [head, *_indented(draw, depth)]
    if head == "try:":
        lines += [f"except {draw(st.sampled_from(CAUGHT))}:", *_indented(draw, depth)]
        end = draw(st.sampled_from(("else:", "finally:", "")))
    else:
        end = "" if head.startswith("with") else draw(st.sampled_from(("else:", "")))
    return [*lines, end, *_indented(draw, depth)] if end else lines


def _cases(draw: st.DrawFn, depth: int) -> list[str]:
    patterns = draw(st.lists(st.sampled_from(CASES), min_size=1, max_size=3))
    return [f"    {line}" for each in patterns for line in (f"case {each}:", *_indented(draw, depth))]
