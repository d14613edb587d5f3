"""Slots reserve members: those that are written, and those that `slots=True` makes of the fields."""

from __future__ import annotations

import pytest

from importspy_static.extract.extraction import extract
from importspy_static.interpret.namespace import Namespace, interpret
from importspy_static.interpret.values import ClassValue
from importspy_static.model.program import Program
from importspy_static.probes.host import host_target

MADE = {
    "written": "class A:\n    __slots__ = ('x', 'y')\n",
    "a dataclass": "from dataclasses import dataclass\n@dataclass(slots=True)\nclass A:\n    x: int\n    y: int = 1\n",
    "attrs, by default": "from attrs import define\n@define\nclass A:\n    x: int\n    y: int = 1\n",
    "attrs, older": "import attr\n@attr.s(slots=True)\nclass A:\n    x = attr.ib()\n    y = attr.ib(default=1)\n",
}
NOT_MADE = {
    "a dataclass": "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int\n",
    "attrs": "from attrs import define\n@define(slots=False)\nclass A:\n    x: int\n",
    "attrs, older": "import attr\n@attr.s\nclass A:\n    x = attr.ib()\n",
}


def came_out(source: str) -> Namespace:
    program = extract(source.encode())
    assert isinstance(program, Program)
    return interpret(program, host_target())


def class_of(namespace: Namespace, name: str) -> ClassValue:
    [found] = namespace.name(name)
    assert isinstance(found.value, ClassValue)
    return found.value


@pytest.mark.parametrize("source", MADE.values(), ids=MADE)
def test_a_slot_is_a_member_of_the_class_and_of_its_heirs(source: str) -> None:
    namespace = came_out(source + "class B(A): ...\n")
    for name in ("A", "B"):
        of = class_of(namespace, name)
        assert [namespace.is_slot(of, member) for member in ("x", "y", "z")] == [True, True, False]


@pytest.mark.parametrize("source", NOT_MADE.values(), ids=NOT_MADE)
def test_fields_reserve_nothing_where_slots_are_not_asked_for(source: str) -> None:
    namespace = came_out(source)
    assert not namespace.is_slot(class_of(namespace, "A"), "x")


def test_two_dataclasses_with_slots_cannot_be_bases_of_one_class() -> None:
    made = "@dataclass(slots=True)\nclass {}:\n    {}: int\n"
    source = "from dataclasses import dataclass\n" + made.format("A", "x") + made.format("B", "y")
    assert came_out(source).completes
    assert not came_out(f"{source}class C(A, B): ...\n").completes
    assert came_out(f"{source.replace('(slots=True)', '')}class C(A, B): ...\n").completes
