"""How a new annotation stands to an old one: who passes and who reads it has to know."""

from __future__ import annotations

import pytest

from importspy_static.comparing.annotations import relation
from importspy_static.comparing.interface import loose
from importspy_static.interpret.namespace import interpret
from importspy_static.model.program import Program
from importspy_static.model.target import Target
from importspy_static.probes.host import host_target

TARGET: Target = host_target()


@pytest.mark.parametrize(
    ("old", "new", "stands"),
    [
        ("Optional[str]", "str | None", "same"),
        ("typing.List[int]", "list[int]", "same"),
        ("acme.Thing", "Thing", "same"),
        ("IO", "IO[Any]", "same"),
        ("str", "str | None", "wider"),
        ("str", "Any", "wider"),
        ("list[int]", "Sequence[int]", "wider"),
        ("dict[str, int]", "Mapping[str, int]", "wider"),
        ("bool", "int", "wider"),
        ("int", "float", "wider"),
        ("str | bytes", "str", "narrower"),
        ("Sequence[int]", "list[int]", "narrower"),
        ("object", "str", "narrower"),
        ("Any", "str", "clearer"),
        ("list[Any]", "list[str]", "clearer"),
        ("dict[str, Any]", "dict[str, int]", "clearer"),
        ("Callable[[Any], int]", "Callable[[str], int]", "clearer"),
        ("str | PathLike", "str | PathLike[str] | PathLike[bytes]", "clearer"),
        ("str", "int", "other"),
        ("list[int]", "list[str]", "other"),
        ("str | int", "str | bytes", "other"),
        ("Callable[[int], int]", "Callable[[str], int]", "other"),
    ],
)
def test_how_annotations_stand_to_each_other(old: str, new: str, stands: str) -> None:
    meaning = interpret(Program((), False), TARGET).meaning
    found = relation(loose(meaning.of_text(old)), loose(meaning.of_text(new)))
    assert found == stands
