"""Changing parts of a contract's text leaves the rest as it is, byte for byte."""

from __future__ import annotations

import pytest

from importspy_static.contract.editing import Editor, NotEditableError
from importspy_static.contract.reader import parse_contract
from importspy_static.model.document import Mapping, Node, Sequence

TEXT = """\
# The contract.
version: "1"   # v
functions:
  - name: run   # first
    arguments: [{name: x, value: 3}, {name: y}]

  # about stop
  - {name: stop, return_annotation: int}   # end
# behind

classes:
- name: Ext
  methods:
  - name: one
    arguments:
    - name: self
    - name: z
      annotation: int
"""
THING = Mapping({"name": "new"})


def edited(text: str, *changes: tuple[object, ...]) -> str:
    editor = Editor(text)
    for method, *arguments in changes:
        getattr(editor, str(method))(*arguments)
    after = editor.text()
    parse_contract(after)
    return after


def difference(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that are gone, and those that are new."""
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


@pytest.mark.parametrize(
    ("change", "gone", "new"),
    [
        (("add_item", ["functions"], THING), [], ["  - {name: new}"]),
        (("add_item", ["classes", 0, "methods"], THING), [], ["  - {name: new}"]),
        (("add_item", ["classes", 0, "attributes"], THING), [], ["  attributes:", "    - {name: new}"]),
        (("add_item", ["variables"], THING), [], ["variables:", "  - {name: new}"]),
        (
            ("add_item", ["functions", 0, "arguments"], THING),
            ["    arguments: [{name: x, value: 3}, {name: y}]"],
            ["    arguments: [{name: x, value: 3}, {name: y}, {name: new}]"],
        ),
        (("replace", ["version"], ">=1"), ['version: "1"   # v'], ['version: ">=1"   # v']),
        (
            ("replace", ["functions", 1, "return_annotation"], "list[str]"),
            ["  - {name: stop, return_annotation: int}   # end"],
            ['  - {name: stop, return_annotation: "list[str]"}   # end'],
        ),
        (
            ("replace", ["classes", 0, "methods", 0, "arguments"], Sequence([THING])),
            ["    arguments:", "    - name: self", "    - name: z", "      annotation: int"],
            [],
        ),
        (
            ("remove", ["functions", 0, "arguments", 0, "value"]),
            ["    arguments: [{name: x, value: 3}, {name: y}]"],
            ["    arguments: [{name: x}, {name: y}]"],
        ),
        (
            ("remove", ["functions", 1, "return_annotation"]),
            ["  - {name: stop, return_annotation: int}   # end"],
            ["  - {name: stop}   # end"],
        ),
        (("remove", ["functions", 1]), ["  - {name: stop, return_annotation: int}   # end"], []),
        (("remove", ["classes", 0, "methods", 0, "arguments", 1, "annotation"]), ["      annotation: int"], []),
        (("remove", ["version"]), ['version: "1"   # v'], []),
    ],
    ids=lambda each: " ".join(map(str, each[1])) if isinstance(each, tuple) else "",
)
def test_a_change_is_all_that_differs(change: tuple[object, ...], gone: list[str], new: list[str]) -> None:
    after = edited(TEXT, change)
    found_gone, found_new = difference(TEXT, after)
    assert found_gone == gone
    assert [line for line in found_new if not line.startswith("    arguments: [{name: new}")] == new


def test_what_is_added_behind_one_line_is_nested_rightly() -> None:
    after = edited(
        TEXT,
        ("add_item", ["variables"], THING),
        ("add_item", ["classes", 0, "attributes"], THING),
        ("add_item", ["classes", 0, "methods"], THING),
        ("add_item", ["classes"], Mapping({"name": "Other"})),
    )
    contract = parse_contract(after)
    assert [each.name for each in contract.module.classes] == ["Ext", "Other"]
    assert [each.name for each in contract.module.classes[0].methods] == ["one", "new"]
    assert [each.name for each in contract.module.classes[0].attributes] == ["new"]
    assert [each.name for each in contract.module.variables] == ["new"]


def test_the_last_of_a_list_takes_the_list_with_it() -> None:
    after = edited(TEXT, ("remove", ["functions", 0]), ("remove", ["functions", 1]))
    assert "functions" not in after
    assert "about stop" not in after or "# behind" in after


@pytest.mark.parametrize("empty", ["functions:\n", "functions: []\n", "functions: # none\n"])
def test_an_empty_section_is_filled(empty: str) -> None:
    after = edited(f"version: '1'\n{empty}classes: [{{name: A}}]\n", ("add_item", ["functions"], THING))
    assert [each.name for each in parse_contract(after).module.functions] == ["new"]


@pytest.mark.parametrize("text", ["functions: [{name: a}]", "functions:\n- name: a", "functions:\r\n- name: a\r\n"])
def test_line_ends_are_kept(text: str) -> None:
    after = edited(text, ("add_item", ["functions"], THING))
    assert after.endswith("\n") is text.endswith("\n")
    assert after.count("\r\n") == (after.count("\n") if "\r\n" in text else 0)


def test_what_an_alias_shares_is_not_changed() -> None:
    text = "functions:\n- {name: a, arguments: &one [{name: x}]}\n- {name: b, arguments: *one}\n"
    editor = Editor(text)
    with pytest.raises(NotEditableError):
        editor.replace(["functions", 1, "arguments"], Sequence())
    with pytest.raises(NotEditableError):
        editor.remove(["functions", 0, "arguments", 0])


def test_the_document_is_told_as_it_is_written() -> None:
    document: Node = Editor("version: 3.10\nfunctions: [{name: a}]\n").document()
    assert isinstance(document, Mapping)
    assert document.entries["version"] == "3.10"
