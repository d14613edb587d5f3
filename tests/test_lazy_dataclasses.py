"""The light dataclasses are those of the standard library, in all that can be asked of them."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import inspect
import operator
import pickle
import pkgutil
import threading
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest

import importspy_static
from importspy_static import lazy_dataclasses
from tests.extract.test_isolation import run


def variants(make: Any) -> dict[str, Any]:
    """The same classes, made by one of the two."""
    dataclass, field = make.dataclass, make.field

    @dataclass
    class Plain:
        a: int
        b: list[int] = field(default_factory=list)
        of_all: ClassVar[int] = 3

    @dataclass(frozen=True, slots=True)
    class Frozen:
        """Told."""

        a: int
        b: str = "b"
        c: tuple[int, ...] = field(default=(), compare=False, repr=False)

        @property
        def double(self) -> int:
            return self.a * 2

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Named(Frozen):
        d: int  # type: ignore[misc]
        a: int = 5

    @dataclass(frozen=True)
    class After(Frozen):
        e: int = field(init=False, default=7)
        f: float = field(default=1.5, kw_only=True)

        def __post_init__(self) -> None:
            object.__setattr__(self, "e", self.a + 1)

    @dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        a: int
        b: int = field(default=0, compare=False)

    @dataclass(slots=True)
    class Changing:
        a: int
        b: dict[str, int] = field(default_factory=dict)

    @dataclass(frozen=True, eq=False)
    class Itself:
        a: int

    @dataclass(frozen=True, slots=True, repr=False)
    class OwnMethods:  # noqa: PLW1641 - it gets one
        a: int

        def __eq__(self, other: object) -> bool:
            return True

        def __repr__(self) -> str:
            return "own"

    @dataclass(frozen=True)
    class OwnHash:
        a: int

        def __hash__(self) -> int:
            return 1

    @dataclass
    class OwnInit:
        a: int

        def __init__(self) -> None:
            self.a = 2

    @dataclass(frozen=True, slots=True)
    class Nothing:
        pass

    class Subclass(Frozen):
        """Not decorated: it has a `__dict__`."""

    return {name: each for name, each in locals().items() if isinstance(each, type)}


NAN = float("nan")
OURS, THEIRS = variants(lazy_dataclasses), variants(dataclasses)


def values(kinds: dict[str, Any]) -> Iterator[Any]:
    yield from (kinds["Plain"](1), kinds["Plain"](1, [2]), kinds["Plain"](b=[3], a=1))
    yield from (kinds["Frozen"](1), kinds["Frozen"](1, "b", (2,)), kinds["Frozen"](NAN), kinds["Frozen"](2))
    yield from (kinds["Named"](d=1), kinds["Named"]("x", (), a=2, d=3), kinds["Itself"](1))
    yield from (kinds["After"](1), kinds["After"](1, f=2.5))
    yield from (kinds["Ordered"](1), kinds["Ordered"](2, 1), kinds["Ordered"](2, 2))
    yield from (kinds["Changing"](1), kinds["Changing"](1, {"c": 2}))
    yield from (kinds["OwnMethods"](1), kinds["OwnHash"](1), kinds["OwnInit"](), kinds["Nothing"](), kinds["Nothing"]())
    yield from (kinds["Subclass"](1), kinds["Subclass"](1, "c"))


def outcome(do: Any, *arguments: Any, **named: Any) -> object:
    """What comes of it, or the type and text of what is raised."""
    try:
        return do(*arguments, **named)
    except (TypeError, AttributeError) as error:  # what is frozen raises the latter
        return type(error).__name__, str(error)


def changed(act: Any, thing: Any, name: str, *value: Any) -> object:
    """What comes of a change of a copy."""
    if name not in thing.__match_args__ and any("__slots__" in vars(each) for each in type(thing).__mro__):
        return None  # the standard library ends in an error of its own
    return outcome(act, copy.copy(thing), name, *value)


def test_objects_behave_alike() -> None:
    ours, theirs = list(values(OURS)), list(values(THEIRS))
    assert [repr(each) for each in ours] == [repr(each) for each in theirs]
    for own, other in zip(ours, theirs, strict=True):
        assert own.__hash__ is None or type(own).__name__ == "Itself" or hash(own) == hash(other)
        assert (own.__hash__ is None) == (other.__hash__ is None)
        assert hasattr(own, "__dict__") == hasattr(other, "__dict__")
        for name in ("a", "e", "new"):
            assert changed(setattr, own, name, 1) == changed(setattr, other, name, 1)
            assert changed(delattr, own, name) == changed(delattr, other, name)
    for one in range(len(ours)):
        for two in range(len(ours)):
            for compare in (operator.eq, operator.ne, operator.lt, operator.ge):
                asked = [str(outcome(compare, each[one], each[two])) for each in (ours, theirs)]
                assert asked[0] == asked[1], (ours[one], compare, ours[two])


@pytest.mark.parametrize("name", sorted(OURS))
def test_classes_are_alike(name: str) -> None:
    ours, theirs = OURS[name], THEIRS[name]
    made = [each for each in values(OURS) if type(each) is ours]
    for attribute in ("__match_args__", "__qualname__", "__module__"):
        assert getattr(ours, attribute, None) == getattr(theirs, attribute, None)
    assert made
    told, wanted = dataclasses.fields(ours), dataclasses.fields(theirs)
    for attribute in ("name", "type", "default", "default_factory", "init", "repr", "compare", "kw_only"):
        assert [getattr(each, attribute) for each in told] == [getattr(each, attribute) for each in wanted]
    assert [each.name for each in lazy_dataclasses.fields(ours)] == [each.name for each in wanted]
    assert lazy_dataclasses.is_dataclass(ours)
    assert dataclasses.is_dataclass(ours)
    if made and name != "OwnInit":
        own = inspect.signature(type.__getattribute__(ours, "__init__")).parameters.values()
        wanted_of = inspect.signature(type.__getattribute__(theirs, "__init__")).parameters.values()
        assert [(each.name, each.kind) for each in own] == [(each.name, each.kind) for each in wanted_of]


def test_what_is_wrong_is_told_alike() -> None:
    for arguments, named in [((), {}), ((1, 2, 3, 4), {}), ((1,), {"x": 1}), ((1,), {"a": 2})]:
        assert outcome(OURS["Frozen"], *arguments, **named) == outcome(THEIRS["Frozen"], *arguments, **named)
    with pytest.raises(ValueError, match="mutable default"):

        @lazy_dataclasses.dataclass
        class Wrong:
            a: list[int] = []  # noqa: RUF012


def test_an_object_can_be_copied_and_changed() -> None:
    frozen, named = OURS["Frozen"](1, c=(2,)), OURS["Named"](d=1)
    assert lazy_dataclasses.replace(frozen, a=3) == OURS["Frozen"](3)
    assert dataclasses.replace(frozen, a=3) == OURS["Frozen"](3)
    assert lazy_dataclasses.replace(named, d=2).d == 2
    assert dataclasses.asdict(frozen) == {"a": 1, "b": "b", "c": (2,)}
    assert copy.deepcopy(frozen) == frozen
    assert copy.copy(frozen).c == (2,)
    after = OURS["After"](1, f=2.0)
    assert lazy_dataclasses.replace(after, a=4).e == 5


@lazy_dataclasses.dataclass(frozen=True, slots=True)
class Sent:
    a: int
    b: tuple[int, ...] = ()


def test_an_object_can_be_sent_to_another_process() -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(Sent(1, (2,)), protocol)) == Sent(1, (2,))


def test_a_standard_dataclass_may_be_made_of_one() -> None:
    @dataclasses.dataclass(frozen=True)
    class More(Sent):
        c: int = 3

    assert More(1, c=4) == More(1, (), 4)
    assert [each.name for each in dataclasses.fields(More)] == ["a", "b", "c"]


def test_threads_may_make_the_first_object_at_once() -> None:
    for _ in range(50):

        @lazy_dataclasses.dataclass(frozen=True, slots=True)
        class New:
            a: int

        @lazy_dataclasses.dataclass(frozen=True, slots=True)
        class Newer(New):
            b: int = 2

        made: list[Any] = []
        gate = threading.Barrier(4)

        def make(kind: Any, gate: Any = gate, made: Any = made) -> None:
            gate.wait()
            made.append(kind(1))

        threads = [threading.Thread(target=make, args=(kind,)) for kind in (New, Newer, New, Newer)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert sorted(map(repr, made)) == sorted([repr(New(1))] * 2 + [repr(Newer(1))] * 2)


def ours_of_the_program() -> list[type]:
    found: dict[type, None] = {}
    for module in pkgutil.walk_packages(importspy_static.__path__, "importspy_static."):
        if module.name.endswith("__main__") or ".probes.script" in module.name:
            continue
        for each in vars(importlib.import_module(module.name)).values():
            if isinstance(each, type) and "__lazy_fields__" in vars(each) and each.__module__ == module.name:
                found[each] = None
    return [*found]


def test_each_class_of_the_program_can_be_made_by_the_standard_library() -> None:
    """No class uses what is not understood here; and its `__init__` compiles."""
    kinds = ours_of_the_program()
    assert len(kinds) > 300
    for kind in kinds:
        twin = dataclasses.fields(kind)
        assert [each.name for each in twin] == [each.name for each in lazy_dataclasses.fields(kind)]
        assert not any("InitVar" in str(each.type) or "KW_ONLY" in str(each.type) for each in twin), kind
        own = lazy_dataclasses._compiled(kind, frozen=True)  # type: ignore[attr-defined]
        named = [each.name for each in twin if each.init]
        assert sorted(inspect.signature(own).parameters) == sorted(["self", *named]), kind


def test_nothing_is_compiled_for_a_class_of_which_there_is_no_object() -> None:
    script = (
        "import sys\n"
        "seen = []\n"
        "sys.addaudithook(lambda event, given: seen.append(event) if event == 'compile' else None)\n"
        "import importspy_static.lazy_dataclasses as light\n"
        "before = len(seen)\n"
        "@light.dataclass(frozen=True, slots=True)\n"
        "class A:\n    a: int\n    __annotations__ = {'a': 'int'}\n"
        "assert len(seen) == before, seen\n"
        "assert A(1) == A(1)\n"
        "assert len(seen) == before + 1\n"
        "assert 'dataclasses' not in sys.modules\n"
    )
    ran = run(script)
    assert ran.returncode == 0, ran.stderr
