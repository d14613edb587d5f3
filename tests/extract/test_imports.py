"""What a module imports and reads of it: against what is written, and against CPython's own compiler."""

from __future__ import annotations

import ast
import dis
import sys
import sysconfig
import warnings
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from textwrap import dedent
from types import CodeType

import pytest

from importspy_static import limits
from importspy_static.extract.extraction import extract
from importspy_static.extract.grammar import constructs
from importspy_static.extract.imports import ImportReader, Imports
from importspy_static.extract.judgement import judged, lenient
from importspy_static.extract.reads import Reads
from importspy_static.extract.text import SourceText
from importspy_static.model.imports import ImportFact, Use
from importspy_static.model.place import Span
from importspy_static.model.program import Failure, Program
from tests.extract.sources import program, text_at

Imported = (ast.Import, ast.ImportFrom)
STDLIB = Path(sysconfig.get_paths()["stdlib"])


def imports(source: str) -> dict[str, tuple[str, ...]]:
    """What is imported, by its path, with the circumstances."""
    return {each.path: each.circumstances for each in program(source).imports}


def used(source: str) -> dict[str, list[str]]:
    """What is read, by its path, with the source at each place."""
    source = dedent(source)
    return {each.path: [text_at(source, span) for span in each.spans] for each in program(source).uses}


def unknown(source: str) -> list[str]:
    return [each.construct for each in program(source).unknown_imports]


# Statements


def test_each_imported_name_is_a_fact_with_its_place() -> None:
    source = "import a, b.c as d\nfrom .e import f, g as h\nfrom . import i\nfrom ..j import *; import k\n"
    facts = program(source).imports
    assert [(each.path, each.alias, text_at(source, each.span)) for each in facts] == [
        ("a", None, "a"),
        ("b.c", "d", "b.c as d"),
        (".e.f", None, "f"),
        (".e.g", "h", "g as h"),
        (".i", None, "i"),
        ("..j.*", None, "from ..j import *"),
        ("k", None, "k"),
    ]
    assert facts[2] == ImportFact("e", 1, "f", None, facts[2].span)


@pytest.mark.parametrize(
    ("around", "circumstances"),
    [
        ("{}", ()),
        ("class A:\n  {}", ()),
        ("with open(x) as y:\n  {}", ()),
        ("while True:\n  {}", ()),
        ("try:\n  {}\nfinally: pass", ()),
        ("try: pass\nfinally:\n  {}", ()),
        ("try:\n  {}\nexcept ImportError as error:\n  raise RuntimeError('install it') from error", ()),
        ("if x:\n  {}", ("conditional",)),
        ("if x: pass\nelif y: pass\nelse:\n  {}", ("conditional",)),
        ("for x in y:\n  {}", ("conditional",)),
        ("while x:\n  {}", ("conditional",)),
        ("while True: break\nelse:\n  {}", ("conditional",)),
        ("match x:\n  case 1:\n    {}", ("conditional",)),
        ("try:\n  {}\nexcept ValueError: pass", ("conditional",)),
        ("try: pass\nexcept ImportError:\n  {}", ("conditional",)),
        ("try: pass\nexcept ImportError: pass\nelse:\n  {}", ("conditional",)),
        ("try:\n  {}\nexcept ImportError: pass", ("optional",)),
        ("try:\n  {}\nexcept (ValueError, ModuleNotFoundError): pass", ("optional",)),
        ("try:\n  {}\nexcept Exception: pass", ("optional",)),
        ("try:\n  {}\nexcept: pass", ("optional",)),
        ("try:\n  if x:\n    {}\nexcept ImportError: pass", ("conditional", "optional")),
        ("with contextlib.suppress(ImportError):\n  {}", ("optional",)),
        ("with suppress(ValueError):\n  {}", ()),
        ("def f():\n  {}", ("lazy",)),
        ("async def f():\n  {}", ("lazy",)),
        ("class A:\n  def f(self):\n    class B:\n      {}", ("lazy",)),
        ("try:\n  def f():\n    {}\nexcept ImportError: pass", ("lazy",)),
        ("def f():\n  try:\n    {}\n  except ImportError: pass", ("optional", "lazy")),
        ("if x:\n  def f():\n    {}", ("conditional", "lazy")),
        ("import sys\nif sys.platform == 'win32':\n  {}", ("targeted",)),
        ("import sys\nif sys.platform == 'win32' and x:\n  {}", ("targeted",)),
        ("import sys\nif x: pass\nelif sys.platform == 'win32': pass\nelse:\n  {}", ("conditional", "targeted")),
        ("if False:\n  {}", ("type_checking",)),
        ("if True:\n  {}", ()),
        ("if 1: pass\nelse:\n  {}", ("type_checking",)),
    ],
)
def test_an_import_tells_what_may_keep_it_from_running(around: str, circumstances: tuple[str, ...]) -> None:
    assert imports(around.replace("{}", "import wanted"))["wanted"] == circumstances


@pytest.mark.skipif(sys.version_info < (3, 11), reason="the grammar is new in 3.11")
def test_a_group_of_exceptions_is_caught_as_one_is() -> None:
    assert imports("try:\n  import a\nexcept* ImportError: pass")["a"] == ("optional",)


@pytest.mark.parametrize(
    "source",
    [
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  {}",
        "from typing import TYPE_CHECKING as T\nif T:\n  {}",
        "from typing_extensions import TYPE_CHECKING\nif TYPE_CHECKING:\n  {}",
        "import typing\nif typing.TYPE_CHECKING:\n  {}",
        "import typing as t\nif t.TYPE_CHECKING and x:\n  {}",
        "import typing as t\nif x and t.TYPE_CHECKING:\n  {}",
        "import typing\nif not typing.TYPE_CHECKING: pass\nelse:\n  {}",
        "import typing\nif not (x or not typing.TYPE_CHECKING):\n  {}",
        "TYPE_CHECKING = False\nif TYPE_CHECKING:\n  {}",
        "MYPY: bool = False\nif MYPY:\n  {}",
        "try: from typing import TYPE_CHECKING\nexcept ImportError: TYPE_CHECKING = False\nif TYPE_CHECKING:\n  {}",
        "import typing\nCHECKING = typing.TYPE_CHECKING\ndef f():\n  if CHECKING:\n    {}",
        "from typing import TYPE_CHECKING\nclass A:\n  if TYPE_CHECKING:\n    class B:\n      {}",
    ],
)
def test_what_is_for_type_checkers_only_never_runs_however_that_is_spelled(source: str) -> None:
    assert "type_checking" in imports(source.replace("{}", "import wanted"))["wanted"]


@pytest.mark.parametrize(
    "source",
    [
        "TYPE_CHECKING = True\nif TYPE_CHECKING:\n  {}",
        "from elsewhere import TYPE_CHECKING\nif TYPE_CHECKING:\n  {}",
        "if TYPE_CHECKING:\n  {}",
        "from typing import TYPE_CHECKING\nTYPE_CHECKING = True\nif TYPE_CHECKING:\n  {}",
        "TYPE_CHECKING = False\nfrom elsewhere import *\nif TYPE_CHECKING:\n  {}",
        "TYPE_CHECKING = False\ndef f():\n  global TYPE_CHECKING\n  TYPE_CHECKING = 1\nf()\nif TYPE_CHECKING:\n  {}",
        "from typing import TYPE_CHECKING\nf'{(TYPE_CHECKING := True)}'\nif TYPE_CHECKING:\n  {}",
        "from typing import TYPE_CHECKING\n[(TYPE_CHECKING := x) for x in y]\nif TYPE_CHECKING:\n  {}",
        "from typing import TYPE_CHECKING\nfor TYPE_CHECKING in y: pass\nif TYPE_CHECKING:\n  {}",
        "from typing import TYPE_CHECKING\ndef f(TYPE_CHECKING):\n  if TYPE_CHECKING:\n    {}",
        "from typing import TYPE_CHECKING\ndef f():\n  TYPE_CHECKING = g()\n  if TYPE_CHECKING:\n    {}",
        "import typing\ntyping.TYPE_CHECKING = True\nif typing.TYPE_CHECKING:\n  {}",
        "import typing\nsetattr(typing, 'TYPE_CHECKING', True)\nif typing.TYPE_CHECKING:\n  {}",
        "import typing, x as typing\nif typing.TYPE_CHECKING:\n  {}",
        "import typing\nif typing.TYPE_CHECKING or x:\n  {}",
        "import fake as typing\nN = typing.TYPE_CHECKING\ndef f():\n  import typing\n  if N:\n    {}",
    ],
)
def test_what_only_looks_as_if_it_were_for_type_checkers_may_run(source: str) -> None:
    assert "type_checking" not in imports(source.replace("{}", "import wanted"))["wanted"]


def test_a_condition_that_targets_answer_is_kept_with_what_it_guards() -> None:
    source = "import sys as s\nif s.platform == 'win32':\n  import a\nelif x:\n  import b\nimport c\n"
    found = program(source).guarded
    assert [(each.test.text, each.holds, text_at(source, each.span)) for each in found] == [
        ("s.platform == 'win32'", True, ":\n  import a"),
        ("s.platform == 'win32'", False, "\nelif x:\n  import b"),
    ]


def test_a_condition_that_guards_no_import_and_no_use_is_not_kept() -> None:
    assert program("import sys\nif sys.platform == 'win32':\n  x = 1\n").guarded == ()


# CPython's compiler as the oracle


def compiled(code: CodeType) -> Iterator[tuple[str, int, str | None]]:
    """Every import in a code object and those inside it, name by name: module, level, name."""
    instructions = [each for each in dis.get_instructions(code) if each.opname not in ("CACHE", "EXTENDED_ARG")]
    for index, each in enumerate(instructions):
        if each.opname == "IMPORT_NAME":
            level, names = instructions[index - 2].argval, instructions[index - 1].argval
            yield from ((each.argval, level, name) for name in names or (None,))
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from compiled(constant)


def read_alone(source: bytes) -> Imports | None:
    """The imports of a source, without the rest of extraction; None if CPython refuses it."""
    tree = judged(source)
    if isinstance(tree, Failure):
        return None
    text = SourceText(lenient(source))
    reader = ImportReader(tree, text)
    constructs(tree, text, watch=reader.watch)
    return reader.facts()


def disagreement(path: Path) -> str | None:
    """How the imports of a file differ from what CPython compiles of it.

    A set, as `finally` is compiled twice. CPython compiles what `if TYPE_CHECKING` holds, and not what `if 0` does.
    """
    source = path.read_bytes()
    found = read_alone(source)
    if found is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        truth = {*compiled(compile(source, "", "exec", dont_inherit=True))}
    stated = [each for each in found.imports if each.call is None]
    ours = {(each.module, each.level, each.name) for each in stated}
    surely = {(each.module, each.level, each.name) for each in stated if "type_checking" not in each.circumstances}
    if surely <= truth <= ours:
        return None
    return f"{path.name}: not found {truth - ours}, not there {surely - truth}"


@pytest.mark.slow
def test_every_import_of_the_standard_library_is_found_and_no_other() -> None:
    paths = [each for each in sorted(STDLIB.rglob("*.py")) if "site-packages" not in each.parts]
    paths = [each for each in paths if each.name != "test_compile.py"]  # it tests the mangling of `import __name`
    assert len(paths) > 500
    assert [found for each in paths[::5] if (found := disagreement(each))] == []


def test_the_oracle_sees_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "m.py"
    path.write_text("import a\ndef f():\n  from .b import c\n", encoding="utf-8")
    assert disagreement(path) is None
    monkeypatch.setattr(ImportReader, "_stated", lambda *_: iter(()))
    assert disagreement(path) is not None


# Uses


@pytest.mark.parametrize(
    ("source", "path", "places"),
    [
        ("import os\nos.system('x')", "os.system", ["os.system"]),
        ("import os as o\no.path.join(o.sep)", "os.path.join", ["o.path.join"]),
        ("import os.path\nos.path.join()", "os.path.join", ["os.path.join"]),
        ("import os.path as p\np.join()", "os.path.join", ["p.join"]),
        ("from os import path as p\ndef f():\n  return p.join", "os.path.join", ["p.join"]),
        ("def f():\n  import os\n  def g():\n    return os.system\n", "os.system", ["os.system"]),
        ("def f():\n  global o\n  import os as o\ndef g(): o.system", "os.system", ["o.system"]),
        ("def f():\n  o = None\n  def g():\n    nonlocal o\n    import os as o\n  o.x", "os.x", ["o.x"]),
        ("class A:\n  import os\n  x = os.system", "os.system", ["os.system"]),
        ("import os\nclass A:\n  os = os\n  x = os.system", "os.system", ["os.system"]),
        ("import os\n[os.a for x in os.b if os.c]", "os.a", ["os.a"]),
        ("import os\nf = lambda x=os.a: os.b", "os.b", ["os.b"]),
        ("import os\n@os.a\ndef f(x: os.b = os.c) -> os.d: ...", "os.a", ["os.a"]),
        ("import os\nmatch x:\n  case os.a: pass", "os.a", ["os.a"]),
        ("import os\nos.a; os.a", "os.a", ["os.a", "os.a"]),
        ("import os\nhasattr(os.path, 'x')", "os.path", ["os.path"]),
        ("import sys\nsys.modules[x]", "sys.modules", ["sys.modules"]),
        ("import sys\nx in sys.modules", "sys.modules", ["sys.modules"]),
        ("import importlib as i\ni.import_module(x)", "importlib.import_module", ["i.import_module"]),
        ("import os\nos.environ['x'].y", "os.environ", ["os.environ"]),
        ("import os\nos.popen('x').read()", "os.popen", ["os.popen"]),
        ("import os\nf'{os.system(1)}'", "os.system", ["f'{os.system(1)}'"]),
        ("import os\nf'{x:{os.system(1)}}'", "os.system", ["f'{x:{os.system(1)}}'"]),
        ("import os\ngetattr(os, 'system')('x')", "os.system", ["getattr(os, 'system')"]),
        ("import os\ngetattr(os, 'path', None).join", "os.path.join", ["getattr(os, 'path', None).join"]),
        ("import os\nos.__dict__['system']", "os.system", ["os.__dict__['system']"]),
        ("__import__('os').system('x')", "os.system", ["__import__('os').system"]),
        ("import sys\nsys.modules['os'].system", "os.system", ["sys.modules['os'].system"]),
        ("import sys\nsys.modules.get('os').system", "os.system", ["sys.modules.get('os').system"]),
        ("from importlib import import_module as i\ni('os').system", "os.system", ["i('os').system"]),
        ("from .. import a\na.b", "..a.b", ["a.b"]),
        ("import os\nx = os", "os", ["os"]),
        ("import os\nx = [os, os]", "os", ["os"]),
        ("import os\ngetattr(os, name)", "os", ["os"]),
        ("import os\nvars(os)['system']", "os", ["os"]),
        ("import os\nos.__dict__", "os", ["os.__dict__"]),
        ("import os\nos.path.__getattribute__('x')", "os.path", ["os.path.__getattribute__"]),
        ("import os\ngetattr = f\ngetattr(os, 'getcwd')", "os", ["os"]),
        ("try: import a as b\nexcept ImportError: b = None\nb.c", "a.c", ["b.c"]),
    ],
)
def test_what_is_read_of_an_import_is_told_by_its_path(source: str, path: str, places: list[str]) -> None:
    assert used(source)[path] == places


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "def f(os): os.system",
        "import os\ndef f(os): os.system",
        "import os\ndef f(*os, **o): os.system",
        "import os\nf = lambda os: os.system",
        "import os\n[os.system for os in y]",
        "import os\ndef f():\n  os = x()\n  def g(): os.system",
        "import os\ndef f():\n  for os in y: os.system",
        "import os\ndef f():\n  with x as os: os.system",
        "import os\ndef f():\n  try: pass\n  except E as os: os.system",
        "import os\ndef f():\n  match x:\n    case {**os}: os.system",
        "import os\ndef f():\n  def os(): ...\n  os.system",
        "import os\nself.os.system",
        "class A:\n  import os\n  def f(self): os.system",
        "class A:\n  import os\n  x = [os.system for y in z]",
        "import os\nhasattr(os, 'system')",
        "x = __spec__.name",
        "if False:\n  import os\ndef f(x: 'os.system'): ...",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  import os\n  x = os.system",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  import os\ndef f(x: os.system): ...",
    ],
)
def test_what_only_has_the_name_of_an_import_is_no_use(source: str) -> None:
    assert not [path for path in used(source) if path.startswith(("os", "builtins"))]


def test_what_an_f_string_binds_hides_nothing() -> None:
    assert used("import os\ndef f():\n  f'{[os for os in ()]}'\n  os.system")["os.system"] == ["os.system"]


def test_what_only_one_target_reads_is_told_besides_what_all_read() -> None:
    source = "import os, sys\nif sys.platform == 'win32':\n  x = os\ny = os\n"
    (found,) = (each for each in program(source).uses if each.path == "os")
    assert [span.line for span in found.spans] == [3, 4]


def test_many_places_of_one_use_are_cut_but_not_those_behind_another_condition() -> None:
    source = "import os, sys\nif sys.platform == 'win32':\n" + "  os.a\n" * 500 + "os.a\n"
    (found,) = (each for each in program(source).uses if each.path == "os.a")
    assert len(found.spans) == 101
    assert found.spans[-1].line == 503


ATTRIBUTES = frozenset({"LOAD_ATTR", "LOAD_METHOD", "STORE_ATTR", "DELETE_ATTR"})


def attributes(code: CodeType, opcode: str = "LOAD_NAME") -> Iterator[tuple[str, str, int]]:
    """Name, attribute and line of each attribute of a global name in a code object and those inside it.

    In the module's own code all names are global, elsewhere those that are loaded as such.
    """
    skipped = ("CACHE", "EXTENDED_ARG", "PRECALL", "PUSH_NULL")
    instructions = [each for each in dis.get_instructions(code) if each.opname not in skipped]
    for name, attribute in pairwise(instructions):
        if name.opname in ("LOAD_GLOBAL", opcode) and attribute.opname in ATTRIBUTES:
            yield name.argval, attribute.argval, getattr(name, "positions").lineno  # noqa: B009
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from attributes(constant, "LOAD_GLOBAL")


def untold(path: Path) -> list[str]:
    """What CPython's code of a file reads of its imported modules, of those with a name of their own, and is no use."""
    source = path.read_bytes()
    found = read_alone(source)
    if found is None:
        return []
    every = [alias for node in ast.walk(ast.parse(source)) if isinstance(node, Imported) for alias in node.names]
    times = Counter(alias.asname or alias.name for alias in every)
    modules = {each.alias or each.module: each.module for each in found.imports if each.name is None and not each.call}
    places = {(each.path, line) for each in found.uses for span in each.spans for line in lines_of(span)}
    told = {
        (".".join(path.split(".")[:count]), line) for path, line in places for count in range(len(path.split(".")) + 1)
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code = compile(source, "", "exec", dont_inherit=True)
    return [
        f"{path}:{line}: {name}.{attribute}"
        for name, attribute, line in attributes(code)
        if name in modules and times[name] == 1 and attribute != "__dict__"
        if (f"{modules[name]}.{attribute}", line) not in told
    ]


def lines_of(span: Span) -> range:
    return range(span.line, span.end_line + 1)


@pytest.mark.slow
@pytest.mark.skipif(sys.version_info < (3, 11), reason="code knows its places since Python 3.11")
def test_every_attribute_that_the_standard_library_reads_of_a_module_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "USE_PLACES", sys.maxsize)
    paths = [each for each in sorted(STDLIB.rglob("*.py")) if "site-packages" not in each.parts]
    assert [found for each in paths[::8] for found in untold(each)] == []


@pytest.mark.skipif(sys.version_info < (3, 11), reason="code knows its places since Python 3.11")
def test_the_oracle_sees_attributes_that_are_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "m.py"
    path.write_text("import os\ndef f(x, os):\n  os.a\ndef g():\n  return os.b.c\n", encoding="utf-8")
    assert untold(path) == []
    monkeypatch.setattr(Reads, "uses", lambda _: ())
    assert untold(path) == [f"{path}:5: os.b"]


# Calls that import


@pytest.mark.parametrize(
    ("call", "path"),
    [
        ("__import__('a.b')", "a.b"),
        ("__import__('a', globals(), locals(), ['b'], 1)", ".a"),
        ("__import__(name='a')", "a"),
        ("importlib.import_module('a.b')", "a.b"),
        ("importlib.__import__('a')", "a"),
        ("importlib.import_module('.a', __package__)", ".a"),
        ("importlib.import_module('..a', package=__name__)", "..a"),
        ("importlib.import_module('..a', 'b.c')", "b.a"),
        ("builtins.__import__('a')", "a"),
        ("getattr(importlib, 'import_module')('a')", None),
        ("pkgutil.resolve_name('a.b:c')", "a.b.c"),
        ("runpy.run_module(mod_name='a')", "a"),
        ("pydoc.locate('a.b')", "a.b"),
        ("load('a')", "a"),
        ("imp('a')", "a"),
        ("__builtins__.__import__('a')", "a"),
        ("f'{__import__(\"a\")}'", "a"),
        ("(lambda: __import__('a'))", "a"),
    ],
)
def test_a_call_that_imports_by_a_literal_name_is_an_import(call: str, path: str | None) -> None:
    front = "import importlib, builtins, pkgutil, runpy, pydoc\nfrom importlib import import_module as load\n"
    facts = program(f"{front}from builtins import __import__ as imp\nx = {call}\n")
    found = [each.path for each in facts.imports if each.call is not None]
    if path is None:
        assert facts.unknown_imports
    else:
        assert found == [path]
        assert facts.unknown_imports == ()


@pytest.mark.parametrize(
    ("source", "circumstances"),
    [
        ("x = __import__('a')", ()),
        ("__import__('a')", ()),
        ("x = y and __import__('a')", ("conditional",)),
        ("x = lambda: __import__('a')", ("conditional", "lazy")),
        ("def f(): return __import__('a')", ("lazy",)),
        ("try: x = __import__('a')\nexcept ImportError: x = None", ("optional",)),
        ("if False: __import__('a')", None),
    ],
)
def test_a_call_that_imports_has_circumstances_too(source: str, circumstances: tuple[str, ...] | None) -> None:
    assert imports(source).get("a") == circumstances


@pytest.mark.parametrize(
    "construct",
    [
        "__import__(name)",
        "__import__(*names)",
        "__import__('a', level=n)",
        "importlib.import_module('a' + 'b')",
        "importlib.import_module('.a', name)",
        "importlib.import_module",
        "importlib.util.spec_from_file_location",
        "importlib.machinery.SourceFileLoader",
        "runpy.run_path",
        "sys.modules[name]",
        "sys.modules.get(name)",
        "sys.modules",
        "sys.modules.values",
        "__builtins__",
        "__loader__.load_module",
        "__spec__.loader",
        "sys.meta_path",
        "sys.path_hooks",
        "builtins.__dict__",
        "importlib",
        "getattr(builtins, '__import__')",
        "builtins.__dict__['__import__']",
        "__builtins__['__import__']",
    ],
)
def test_what_may_import_anything_is_told_as_unknown(construct: str) -> None:
    source = f"import builtins, importlib, importlib.util, importlib.machinery, runpy, sys\nx = {construct}\n"
    assert unknown(source) == [construct]


@pytest.mark.parametrize(
    "source",
    [
        "import sys\nsys.modules[__name__].x = 1",
        "import sys\nsys.modules['a'] = b",
        "import sys\ndel sys.modules[name]",
        "import sys\n'a' in sys.modules",
        "import sys\nname not in sys.modules",
        "import sys\nsys.exit(sys.argv)",
        "import importlib.util\nimportlib.util.find_spec('a')",
        "from importlib import import_module",
        "import importlib.metadata\nimportlib.metadata.version('a')",
        "import builtins\nbuiltins.print",
        "x = __spec__.name, __spec__.parent",
        "import sys\nsys.path.insert(0, 'x')",
        "def __import__(name): ...\n__import__(x)",
        "def f(importlib): importlib.import_module(x)",
        "getattr(x, y)",
        "map(getattr, x)",
    ],
)
def test_what_imports_nothing_is_not_told(source: str) -> None:
    assert unknown(source) == []


def test_a_module_may_give_itself_another_name() -> None:
    assert unknown("import sys\n__name__ = 'os'\nsys.modules[__name__]") == ["sys.modules[__name__]"]


def test_a_long_construct_is_shortened() -> None:
    (found,) = unknown(f"__import__({'a' * 500})")
    assert len(found) == 60
    assert found.endswith("…")


# The way through the rest


def test_imports_of_newer_grammar_are_read_too() -> None:
    source = "import os\nt = t'{os.system(x)!r:{os.path}}'\nlazy import json\nf'{os.sep + ', '.join(f'{os.sep}')}'\n"
    if sys.version_info >= (3, 15):
        pytest.skip("this Python has the grammar itself")
    facts = extract(source.encode(), newer=True)
    if isinstance(facts, Failure):
        pytest.skip("libcst does not read it yet")
    assert [each.path for each in facts.imports] == ["os", "json"]
    assert {each.path for each in facts.uses} == {"os.system", "os.path", "os.sep"}


@pytest.mark.parametrize(
    "source",
    [
        "import os\n" + "os.a\n" * 20_000,
        "import os\nos" + ".a" * 900 + "\n",
        "import sys\n" + "if sys.platform == 'a':\n  import a\n" * 3_000,
        "import sys\nif x: pass\n" + "elif sys.platform == 'a':\n  import a\n" * 900,
        "import os\nx = " + "getattr(" * 90 + "os" + ", 'a')" * 90 + "\n",
        "import os\n" + "".join(f"os.a{n}\n" for n in range(20_000)),
        "x = [" + "__import__('a')," * 3_000 + "]\n",
        "A = not A\nif A: import a\n",
        "A = B\nB = A or B\nimport A, B\nif A: import a\n",
    ],
    ids=range(9),
)
def test_hostile_sources_are_read_in_bounded_time(source: str) -> None:
    facts = extract(source.encode())
    assert isinstance(facts, (Program, Failure))


def test_uses_are_in_the_order_of_the_source() -> None:
    facts = program("import b, a\nb.x\na.x\nb.x\n")
    assert [each.path for each in facts.uses] == ["b.x", "a.x"]
    assert isinstance(facts.uses[0], Use)
