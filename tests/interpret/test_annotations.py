"""Annotations mean the same whatever their spelling, and nothing else, whatever the module calls its things."""

from __future__ import annotations

import sys

import pytest

from importspy_static.extract.extraction import extract
from importspy_static.interpret.namespace import interpret
from importspy_static.interpret.sameness import same
from importspy_static.interpret.values import Annotation, ClassValue, FunctionValue, Signature, Value
from importspy_static.model.program import Program
from importspy_static.probes.host import host_target
from tests.interpret.made import python


def means(prelude: str, annotation: str, asked: str, after: str = "") -> bool:
    """Whether an annotation of a module means what a contract asks for."""
    return _same(f"{prelude}\ndef f(a: {annotation}): ...\n{after}\n", asked)


def _same(source: str, asked: str) -> bool:
    program = extract(source.encode())
    assert isinstance(program, Program), program
    namespace = interpret(program, host_target())
    (outcome,) = namespace.name("f")
    return same(namespace.meaning.of(annotation_of(outcome.value, 0)), namespace.meaning.of_text(asked))


def annotation_of(function: Value | None, index: int) -> Annotation:
    assert isinstance(function, FunctionValue)
    assert isinstance(function.signature, Signature)
    found = function.signature.parameters[index].annotation
    assert found is not None
    return found


TYPING = "import typing\nimport typing as t\nfrom typing import List as L, Optional, Union, Any"
ABC = "import collections.abc\nimport collections.abc as abc\nfrom collections.abc import Callable, Iterable as I"
PAIRS = [
    ("int", "int"),
    ("'int'", "int"),
    ("int", "'int'"),
    ("\"list['int']\"", "list[int]"),
    ("dict[ str,int ]", "dict[str, int]"),
    ("(\n  int\n)", "int"),
    ("Optional[str]", "str | None"),
    ("str | None", "Optional[str]"),
    ("None | str", "t.Optional[str]"),
    ("Union[str, None]", "typing.Optional[str]"),
    ("Union[int, Union[str, None]]", "str | int | None"),
    ("Optional[Union[int, str]]", "Union[str, None, int]"),
    ("Union[int]", "int"),
    ("int | int", "int"),
    ("Optional[None]", "None"),
    ("Optional[Optional[int]]", "int | None"),
    ("'Optional[\"str\"]'", "str | None"),
    ("list[str | None]", "List[Optional[str]]"),
    ("L[int]", "list[int]"),
    ("t.List[int]", "typing.List[int]"),
    ("typing.Dict[str, t.Any]", "dict[str, Any]"),
    ("typing.Tuple[int, ...]", "tuple[int, ...]"),
    ("typing.FrozenSet[int]", "frozenset[int]"),
    ("typing.Type[int]", "type[int]"),
    ("typing.Text", "str"),
    ("typing.DefaultDict[str, int]", "collections.defaultdict[str, int]"),
    ("typing.Iterable[int]", "collections.abc.Iterable[int]"),
    ("abc.Iterable[int]", "typing.Iterable[int]"),
    ("I[int]", "Iterable[int]"),
    ("Callable[[int, str], None]", "typing.Callable[[int, str], None]"),
    ("Callable[..., int]", "typing.Callable[..., int]"),
    ("typing.AbstractSet[int]", "collections.abc.Set[int]"),
    ("typing.Pattern[str]", "re.Pattern[str]"),
    ("typing.Literal['a', 'b']", "Literal['b', 'a']"),
    ("typing.Literal[1, None]", "typing.Literal[None, 1]"),
    ("type(None)", "None"),
    ("typing.Annotated[int, 'km']", "Annotated[int, 'km']"),
]
DIFFERENT = [
    ("int", "str"),
    ("int", "float"),
    ("int", "bool"),
    ("bytes", "bytearray"),
    ("int", "int | None"),
    ("Optional[int]", "int"),
    ("list[int]", "list[str]"),
    ("list[int]", "list"),
    ("list[int]", "tuple[int]"),
    ("dict[str, int]", "dict[int, str]"),
    ("tuple[int, ...]", "tuple[int]"),
    ("list[int] | None", "list[int | None]"),
    ("Callable[[int, str], None]", "Callable[[str, int], None]"),
    ("Callable[[int], str]", "Callable[[int], int]"),
    ("Callable[..., int]", "Callable[[], int]"),
    ("Any", "object"),
    ("typing.Literal[1]", "Literal[True]"),
    ("typing.Literal[1]", "Literal['1']"),
    ("typing.Literal['int']", "Literal[int]"),
    ("typing.Literal['a']", "Literal['a', 'b']"),
    ("typing.Literal['a']", "str"),
    ("typing.Annotated[int, 'km']", "Annotated[int, 'm']"),
    ("typing.Iterable[int]", "Iterator[int]"),
    ("None", "NoReturn"),
    ("str", "Str"),
    ("'int '", "str"),
    ("1", "int"),
]


@pytest.mark.parametrize(("annotation", "asked"), PAIRS)
def test_spellings_of_one_meaning_are_the_same(annotation: str, asked: str) -> None:
    assert means(f"{TYPING}\n{ABC}", annotation, asked)


@pytest.mark.parametrize(("annotation", "asked"), PAIRS)
def test_spellings_of_one_meaning_are_the_same_as_text(annotation: str, asked: str) -> None:
    assert means(f"from __future__ import annotations\n{TYPING}\n{ABC}", annotation, asked)


@pytest.mark.parametrize(("annotation", "asked"), DIFFERENT)
def test_meanings_that_differ_are_told_apart(annotation: str, asked: str) -> None:
    assert not means(f"{TYPING}\n{ABC}", annotation, asked)


PAIR = "import typing\nT = typing.TypeVar('T')\nU = typing.TypeVar('U')\n"
COLOR = (
    "import enum\nimport typing\n"
    "class Color(enum.Enum):\n    RED = 1\n    BLUE = 2\nclass Shade(enum.Enum):\n    RED = 1\n"
)
CLASSES = [f"C{number}" for number in range(30)]
MANY = "\n".join(f"class {name}: ..." for name in CLASSES)
NAMES = [
    ("an alias of the module", "Number = int | float", "Number", "float | int", True),
    ("an alias by its own name", "Number = int | float", "Number", "Number", True),
    ("an alias of something else", "Number = int | float", "Number", "int", False),
    ("a generic alias", "import typing as t\nNames = t.List[str]", "Names", "list[str]", True),
    ("an alias of an alias", "A = list[int]\nB = A", "B", "list[int]", True),
    ("a generic alias with an argument", f"{PAIR}Pair = tuple[T, list[T]]", "Pair[int]", "tuple[int, list[int]]", True),
    ("a generic alias with another", f"{PAIR}Pair = tuple[T, list[T]]", "Pair[int]", "tuple[str, list[str]]", False),
    ("a generic alias with two", f"{PAIR}Pair = dict[T, list[U]]", "Pair[int, str]", "dict[int, list[str]]", True),
    ("a generic alias with two turned round", f"{PAIR}Pair = dict[T, U]", "Pair[int, str]", "dict[str, int]", False),
    ("a generic alias of a union", f"{PAIR}Pair = typing.Union[T, None]", "Pair[int]", "int | None", True),
    ("a NewType", "from typing import NewType\nUserId = NewType('UserId', int)", "UserId", "UserId", True),
    ("the base of a NewType", "from typing import NewType\nUserId = NewType('UserId', int)", "UserId", "int", False),
    ("a member of an enum", f"{COLOR}C = Color", "typing.Literal[C.RED]", "typing.Literal[Color.RED]", True),
    ("another member of an enum", f"{COLOR}", "typing.Literal[Color.RED]", "typing.Literal[Color.BLUE]", False),
    ("a member of another enum", f"{COLOR}", "typing.Literal[Color.RED]", "typing.Literal[Shade.RED]", False),
    ("many types", MANY, " | ".join(CLASSES), " | ".join(reversed(CLASSES)), True),
    ("many types but one", MANY, " | ".join(CLASSES), " | ".join(CLASSES[1:]), False),
    ("an alias in quotes", "import typing\nA: 'typing.TypeAlias' = 'list[int]'", "A", "list[int]", True),
    ("a class of the module", "class Plugin: ...", "Plugin", "Plugin", True),
    ("a class before it is defined", "", "'Plugin'", "Plugin", True),
    ("another class of the module", "class Plugin: ...\nclass Other: ...", "Other", "Plugin", False),
    ("a nested class", "class A:\n    class B: ...", "A.B", "A.B", True),
    ("an alias of a class", "class Plugin: ...\nP = Plugin", "P", "Plugin", True),
    ("an imported class", "from acme import Thing", "Thing", "Thing", True),
    ("an imported class by its path", "from acme import Thing", "Thing", "acme.Thing", True),
    ("an imported class of another module", "from acme import Thing", "Thing", "other.Thing", False),
    ("an imported class under another name", "from acme import Thing as T", "T", "acme.Thing", True),
    ("a module under another name", "import numpy as np", "np.ndarray", "numpy.ndarray", True),
    ("a module under the same other name", "import numpy as np", "np.ndarray", "np.ndarray", True),
    ("a submodule", "import acme.api", "acme.api.Thing", "acme.api.Thing", True),
    (
        "under TYPE_CHECKING",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from acme import Thing",
        "'Thing'",
        "acme.Thing",
        True,
    ),
    (
        "under TYPE_CHECKING, of another module",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from acme import Thing",
        "'Thing'",
        "other.Thing",
        False,
    ),
    ("builtins by their module", "import builtins", "builtins.str", "str", True),
    ("typing_extensions", "from typing_extensions import Literal", "Literal['a']", "typing.Literal['a']", True),
    ("NoneType", "from types import NoneType", "NoneType", "None", True),
    ("Text called str", "from typing import Text as str", "str", "str", True),
]
DECEPTIONS = [
    ("a builtin rebound", "str = bytes", "str", "str", False),
    ("a builtin rebound, by its new meaning", "str = bytes", "str", "bytes", True),
    ("a class called like a builtin", "class int: ...", "int", "int", False),
    ("a class called like a builtin, in a list", "class int: ...", "list[int]", "list[int]", False),
    ("an import called like a builtin", "from acme import str", "str", "str", False),
    ("the generic rebound", "list = tuple", "list[int]", "list[int]", False),
    ("Optional rebound", "Optional = list", "Optional[str]", "str | None", False),
    ("Optional rebound, asked by name", "Optional = list", "Optional[str]", "typing.Optional[str]", False),
    ("Optional defined", "class Optional: ...", "Optional[str]", "str | None", False),
    ("List rebound", "List = set", "List[int]", "list[int]", False),
    ("typing rebound", "class typing:\n    List = set", "typing.List[int]", "list[int]", False),
    ("a class called like one of the library", "class Path: ...", "Path", "pathlib.Path", False),
    ("None in quotes", "", "'None'", "None", True),
    ("text that is no annotation", "", "'not one'", "not one", True),
    ("Literal rebound", "Literal = list", "Literal['int']", "typing.Literal['int']", False),
]


@pytest.mark.parametrize(
    ("prelude", "annotation", "asked", "expected"),
    [pytest.param(*case, id=name) for name, *case in (*NAMES, *DECEPTIONS)],
)
def test_names_mean_what_the_module_binds_them_to(prelude: str, annotation: str, asked: str, expected: bool) -> None:
    assert means(prelude, annotation, asked) is expected


def test_a_function_called_like_a_builtin_is_not_the_builtin() -> None:
    assert not means("def str(): ...", "str", "str")


LATER = "names are looked up at the end of the module, though annotations are evaluated at the `def`"


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="annotations are evaluated when they are asked for (PEP 649)")
@pytest.mark.parametrize(("after", "asked"), [("str = bytes", "str"), ("del Alias", "int")])
def test_what_happens_to_a_name_later_does_not_change_an_annotation(after: str, asked: str) -> None:
    annotation = "Alias" if "Alias" in after else "str"
    assert means("Alias = int", annotation, asked, after)


def test_annotations_as_text_see_what_the_module_ends_with() -> None:
    assert means("from __future__ import annotations", "str", "bytes", after="str = bytes")


def test_a_method_sees_the_names_of_its_class_body() -> None:
    source = "class A:\n    str = bytes\n    def m(self, a: str): ...\n"
    program = extract(source.encode())
    assert isinstance(program, Program)
    namespace = interpret(program, host_target())
    (outcome,) = namespace.name("A")
    assert isinstance(outcome.value, ClassValue)
    (method,) = namespace.member(outcome.value, "m")
    found = annotation_of(method.value, 1)
    assert not same(namespace.meaning.of(found), namespace.meaning.of_text("str"))
    assert same(namespace.meaning.of(found), namespace.meaning.of_text("bytes"))


def test_the_same_is_symmetric() -> None:
    for one, other in PAIRS:
        assert means(f"{TYPING}\n{ABC}\nimport re, collections", other, one), (other, one)


def test_a_class_by_the_name_of_a_later_builtin_is_the_module_s() -> None:
    program = extract(b"class sentinel: ...\ndef f(a: sentinel): ...\n")
    assert isinstance(program, Program), program
    namespace = interpret(program, python(11))
    (outcome,) = namespace.name("f")
    assert same(namespace.meaning.of(annotation_of(outcome.value, 0)), namespace.meaning.of_text("sentinel"))
