"""ImportSpy's embedded mode in source: which calls are of it, and which contract they name."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from importspy_static import limits
from importspy_static.extract.codec import decode, encode
from importspy_static.extract.embedded import EmbeddedReader
from importspy_static.extract.extraction import extract
from importspy_static.extract.text import SourceText
from importspy_static.model.embedded import EmbeddedContract
from tests.extract.sources import program, text_at

FROM = "from importspy import Spy\n"


def named(source: str) -> list[tuple[str | None, bool]]:
    """The contracts of a source, each with whether its path starts from the file."""
    return [(each.filepath, each.relative) for each in program(source).embedded]


def path_of(expression: str, before: str = "") -> tuple[str | None, bool]:
    """What the path of one call comes out as."""
    (only,) = named(f"{FROM}{dedent(before)}\nSpy().importspy({expression})\n")
    return only


UNKNOWN = (None, False)


# Which calls


@pytest.mark.parametrize(
    "source",
    [
        "from importspy import Spy\nSpy().importspy('a.yml')",
        "from importspy import Spy\nSpy().importspy(filepath='a.yml')",
        "from importspy import Spy as S\nS().importspy(filepath='a.yml')",
        "from importspy.s import Spy\nSpy().importspy('a.yml')",
        "import importspy\nimportspy.Spy().importspy('a.yml')",
        "import importspy as i\ni.Spy().importspy('a.yml')",
        "import importspy.s\nimportspy.s.Spy().importspy('a.yml')",
        "from importspy import *\nSpy().importspy('a.yml')",
        "from importspy import Spy\ns = Spy()\ns.importspy('a.yml')",
        "from importspy import Spy\ns: Spy = Spy()\ns.importspy('a.yml')",
        "from importspy import Spy\n(s := Spy()).importspy('a.yml')",
        "from importspy import Spy\nS = Spy\nS().importspy('a.yml')",
        "from importspy import Spy\ncheck = Spy().importspy\ncheck('a.yml')",
        "from importspy import Spy\nSpy.importspy(Spy(), 'a.yml')",
        "from importspy import Spy\nSpy().importspy('a.yml', 10)",
        "from importspy import Spy\nSpy().importspy('a.yml', log_level=10, info_module=None)",
        "from importspy import Spy\ncaller = Spy().importspy(filepath='a.yml')",
        "from importspy import Spy\ndef f():\n  Spy().importspy('a.yml')",
        "def f():\n  from importspy import Spy\n  s = Spy()\n  return s.importspy('a.yml')",
        "from importspy import Spy\nif __name__ != '__main__':\n  Spy().importspy('a.yml')",
        "from importspy import Spy\nclass A:\n  def f(self):\n    self.s = Spy()\n    self.s.importspy('a.yml')",
        "from importspy import Spy\nclass Mine(Spy): pass\nMine().importspy('a.yml')",
        "import importspy\ndef f(spy):\n  spy.importspy('a.yml')",
        "try:\n  from importspy import Spy\nexcept ImportError:\n  Spy = None\nif Spy: Spy().importspy('a.yml')",
        "from .guard import Spy\nSpy().importspy('a.yml')",
        "import host\nhost.guard.Spy().importspy('a.yml')",
        "import importlib\nimportlib.import_module('importspy').Spy().importspy('a.yml')",
        "from importspy import Spy\nprint(f\"{Spy().importspy('a.yml')}\")",
    ],
)
def test_every_way_to_call_the_method_is_seen(source: str) -> None:
    assert named(source) == [("a.yml", False)]


@pytest.mark.parametrize(
    "source",
    [
        "import importspy",
        "from importspy import Spy\nSpy()",
        "import vendored\nvendored.importspy.load('a.yml')",
        "import vendored\nvendored.importspy('a.yml')",
        "class Spy:\n  def importspy(self, filepath): ...\nSpy().importspy('a.yml')",
        "from host import registry\nregistry.importspy('a.yml')",
        "from importspy import Spy\n'text'.importspy('a.yml')",
        "# importspy\nx = 'Spy().importspy(\"a.yml\")'",
    ],
)
def test_what_is_no_call_of_the_method_is_left_alone(source: str) -> None:
    assert named(source) == []


def test_a_call_that_never_runs_holds_nobody() -> None:
    assert named(f"{FROM}if False:\n  Spy().importspy('a.yml')\nelse:\n  Spy().importspy('b.yml')") == [
        ("b.yml", False)
    ]


def test_a_call_that_is_given_the_module_to_look_at_holds_no_importer() -> None:
    assert named(f"{FROM}import x\nSpy().importspy('a.yml', info_module=x)\nSpy().importspy('b.yml', None, x)") == []


@pytest.mark.parametrize(
    "use", ["later(Spy().importspy, 'a.yml')", "partial(Spy().importspy, filepath='a.yml')", "x = [Spy().importspy]"]
)
def test_a_method_that_is_handed_on_is_called_with_a_path_that_cannot_be_told(use: str) -> None:
    assert named(FROM + use) == [UNKNOWN]


def test_the_fact_tells_the_call_and_its_place() -> None:
    source = f"{FROM}\ndef f():\n    x = Spy().importspy(\n        filepath='a.yml',\n    )\n"
    (fact,) = program(source).embedded
    assert fact.construct == "Spy().importspy( filepath='a.yml', )"
    assert text_at(source, fact.span) == "Spy().importspy(\n        filepath='a.yml',\n    )"


def test_contracts_come_in_the_order_of_the_source_each_once() -> None:
    source = f"{FROM}s = Spy()\ns.importspy('b.yml')\nSpy().importspy('a.yml')\nSpy().importspy('b.yml')\n"
    assert named(source) == [("b.yml", False), ("a.yml", False)]
    assert [each.span.line for each in program(source).embedded] == [3, 4]


# Which contract


def test_without_a_path_it_is_the_contract_that_importspy_reads_by_default() -> None:
    assert path_of("") == path_of("None") == path_of("log_level=3") == ("spymodel.yml", False)


@pytest.mark.parametrize(
    ("expression", "path"),
    [
        ("'a' 'b.yml'", "ab.yml"),
        ("'a/' + 'b' + '.yml'", "a/b.yml"),
        ("f'a.yml'", "a.yml"),
        ("NAME", "contracts/a.yml"),
        ("f'{FOLDER}/b.yml'", "contracts/b.yml"),
        ("FOLDER + '/b.yml'", "contracts/b.yml"),
        ("os.path.join(FOLDER, 'in', 'b.yml')", "contracts/in/b.yml"),
        ("os.path.join(FOLDER, '/b.yml')", "/b.yml"),
        ("Path(FOLDER) / 'b.yml'", "contracts/b.yml"),
        ("str(Path(FOLDER, 'b.yml'))", "contracts/b.yml"),
        ("Path.cwd() / 'b.yml'", "b.yml"),
        ("os.path.join(os.getcwd(), 'b.yml')", "b.yml"),
        ("(path := 'b.yml')", "b.yml"),
    ],
)
def test_a_path_that_is_spelled_out_is_told(expression: str, path: str) -> None:
    before = "import os\nfrom pathlib import Path\nFOLDER = 'contracts'\nNAME: str = 'contracts/a.yml'"
    assert path_of(expression, before) == (path, False)


@pytest.mark.parametrize(
    ("expression", "path"),
    [
        ("Path(__file__).parent / 'a.yml'", "a.yml"),
        ("Path(__file__).resolve().parent / 'in' / 'a.yml'", "in/a.yml"),
        ("Path(__file__).resolve().parent.parent / 'a.yml'", "../a.yml"),
        ("Path(__file__).parents[1] / 'a.yml'", "../a.yml"),
        ("Path(__file__).parents[3] / 'a.yml'", "../../../a.yml"),
        ("Path(__file__).parent.joinpath('in', 'a.yml')", "in/a.yml"),
        ("Path(__file__).with_name('a.yml')", "a.yml"),
        ("str(pathlib.Path(__file__).parent / 'a.yml')", "a.yml"),
        ("(Path(__file__).parent / 'a.yml').as_posix()", "a.yml"),
        ("os.path.join(os.path.dirname(__file__), 'a.yml')", "a.yml"),
        ("os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'a.yml')", "../a.yml"),
        ("os.path.dirname(__file__) + '/a.yml'", "a.yml"),
        ("f'{os.path.dirname(__file__)}/a.yml'", "a.yml"),
        ("join(dirname(realpath(__file__)), 'a.yml')", "a.yml"),
        ("HERE / 'a.yml'", "a.yml"),
        ("CONTRACT", "contracts/a.yml"),
    ],
)
def test_a_path_that_starts_from_the_file_is_told_from_its_folder(expression: str, path: str) -> None:
    before = """
    import os, pathlib
    from os.path import dirname, join, realpath
    from pathlib import Path
    HERE = Path(__file__).parent
    CONTRACT = HERE.joinpath('contracts') / 'a.yml'
    """
    assert path_of(expression, before) == (path, True)


@pytest.mark.parametrize(
    "expression",
    [
        "path",
        "sys.argv[1]",
        "os.environ['CONTRACT']",
        "TWICE",
        "f'{name}.yml'",
        "f'{NAME!r}'",
        "'a.yml' if x else 'b.yml'",
        "*arguments",
        "**options",
        "spymodel=Model",
        "Path(__file__).with_suffix('.yml')",
        "__file__",
        "__file__ + '.yml'",
        "os.path.dirname(__file__ + '.d') + '/a.yml'",
        "os.path.expanduser('~/a.yml')",
        "''",
        "b'a.yml'",
        "'\\0.yml'",
        "'\\1/a.yml'",
        "RECURSIVE",
    ],
)
def test_a_path_that_is_not_spelled_out_is_unknown_and_not_left_out(expression: str) -> None:
    before = """
    import os, sys
    from pathlib import Path
    NAME = 'a.yml'
    TWICE = 'a.yml'
    TWICE = 'b.yml'
    RECURSIVE = RECURSIVE + 'a'
    """
    assert path_of(expression, before) == UNKNOWN


def test_a_local_name_stands_for_what_its_own_scope_says() -> None:
    source = f"{FROM}def f():\n  path = 'a.yml'\n  Spy().importspy(path)\ndef g(path):\n  Spy().importspy(path)\n"
    assert named(source) == [("a.yml", False), UNKNOWN]


def test_a_module_may_have_a_file_of_its_own_making() -> None:
    assert path_of("__file__ + 'x/a.yml'", "__file__ = input()") == UNKNOWN
    assert path_of("os.path.dirname(__file__) + '/a.yml'", "import os\n__file__ = 'b/c'") == ("b/a.yml", False)


# Limits, and what it costs


def test_names_that_double_and_double_end_early() -> None:
    doubled = "\n".join(f"a{each + 1} = a{each} + a{each}" for each in range(60))
    assert path_of("a60", f"a0 = ''\n{doubled}") == UNKNOWN


def test_sums_of_many_terms_end_early() -> None:
    assert path_of(" + ".join(["'a'"] * (limits.EMBEDDED_PATH_NODES + 1))) == UNKNOWN


def test_too_many_contracts_end_in_one_that_is_unknown() -> None:
    source = FROM + "".join(f"Spy().importspy('{each}.yml')\n" for each in range(limits.EMBEDDED_CONTRACTS + 50))
    found = named(source)
    assert len(found) == limits.EMBEDDED_CONTRACTS
    assert found[-2:] == [("98.yml", False), UNKNOWN]


def test_a_source_without_the_word_is_not_looked_into() -> None:
    class Untouchable(ast.Module):
        def __getattribute__(self, name: str) -> object:
            raise AssertionError(name)

    assert EmbeddedReader(Untouchable([], []), SourceText("import os\nSpy().check('a.yml')\n"), ()).names == frozenset()


def test_the_facts_come_back_from_json() -> None:
    facts = program(
        f"{FROM}from pathlib import Path\nSpy().importspy(Path(__file__).parent / 'a.yml')\nSpy().importspy(x)"
    )
    assert [type(each) for each in facts.embedded] == [EmbeddedContract, EmbeddedContract]
    assert decode(encode(facts)) == facts


def test_what_else_is_known_of_a_module_stays_as_it_was() -> None:
    source = (
        "import os, sys\nfrom importspy import Spy\nHERE = os.path.dirname(__file__)\nif sys.platform: import a\n{}"
    )
    with_call = extract(source.format("Spy().importspy(HERE)\n").encode())
    without = extract(source.format("Spy().checkspy(HERE)\n").encode())
    assert [each.path for each in with_call.uses] == [each.path for each in without.uses]  # type: ignore[union-attr]
    assert with_call.imports == without.imports  # type: ignore[union-attr]
