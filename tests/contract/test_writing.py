"""What is written as YAML is read as what was meant, by our reader's rules and by those of YAML 1.1 tools."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from importspy_static.contract.reader import parse_contract
from importspy_static.contract.writing import yaml_text
from importspy_static.model.document import Mapping, Node, Sequence, plain

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
SCALARS = st.one_of(TEXTS, st.integers(-(10**18), 10**18), st.floats(allow_nan=False), st.booleans(), st.none())


def collections(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    mappings = st.lists(st.tuples(TEXTS, inner), max_size=4).map(lambda pairs: Mapping(dict(pairs)))
    return st.one_of(st.lists(inner, max_size=4).map(Sequence), mappings)


NODES: st.SearchStrategy[Node] = st.recursive(SCALARS, collections, max_leaves=12)
AMBIGUOUS = [
    "yes",
    "No",
    "on",
    "OFF",
    "null",
    "~",
    "true",
    "3",
    "3.10",
    "1_0",
    "012",
    "0x1f",
    "1e3",
    ".inf",
    "-",
    "y",
    "n",
]


def loaded(text: str) -> object:
    return YAML(typ="safe", pure=True).load(text)


@given(NODES)
def test_any_document_is_read_as_it_was_written(node: Node) -> None:
    text = yaml_text(Mapping({"top": node}))
    assert loaded(text) == {"top": plain(node)}


@pytest.mark.parametrize(
    "text", [*AMBIGUOUS, "a: b", "# no", "x #y", "[1]", "{a}", "*all", "&x", "!t", "%d", "@", "`", "'", '"']
)
def test_text_that_could_be_something_else_is_quoted(text: str) -> None:
    written = yaml_text(Mapping({"value": text, "items": Sequence([text, Mapping({text: text})])}))
    assert loaded(written) == {"value": text, "items": [text, {text: text}]}


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_a_value_of_a_contract_is_the_text_that_was_meant(text: str) -> None:
    written = yaml_text(Mapping({"variables": Sequence([Mapping({"name": "a", "value": text})])}))
    (variable,) = parse_contract(written).module.variables
    assert variable.value is not None
    assert variable.value.value == text


@pytest.mark.parametrize("number", [0.1, 1e300, -1e-300, 5e-324, math.inf, -math.inf, 1e16, 123456789.123])
def test_a_float_is_read_as_the_same_float(number: float) -> None:
    written = yaml_text(Mapping({"variables": Sequence([Mapping({"name": "a", "value": number})])}))
    (variable,) = parse_contract(written).module.variables
    assert variable.value is not None
    assert (type(variable.value.value), variable.value.value) == (float, number)


@pytest.mark.parametrize("item", ["x" * 200, "a: " * 60, Mapping(), Sequence()])
def test_what_has_one_form_is_written_however_far_to_the_right_it_stands(item: Node) -> None:
    node: Node = item
    for _ in range(70):
        node = Sequence([node, "x" * 90])
    assert loaded(yaml_text(Mapping({"top": node, "items": Sequence([item])}))) == {
        "top": plain(node),
        "items": [plain(item)],
    }


def test_things_have_a_line_each_and_arguments_share_one() -> None:
    run = Mapping({"name": "run", "arguments": Sequence([Mapping({"name": "a", "annotation": "list[int]"})])})
    text = yaml_text(Mapping({"functions": Sequence([run, Mapping({"name": "stop"})], ["left out: x"])}))
    assert text == (
        "functions:\n"
        '  - {name: run, arguments: [{name: a, annotation: "list[int]"}]}\n'
        "  - {name: stop}\n"
        "  # left out: x\n"
    )


def test_no_remark_can_end_its_line() -> None:
    from importspy_static.checks.undecided import DynamicNamespace
    from importspy_static.drafting.pruning import remark

    assert "\n" not in remark(DynamicNamespace(symbol="x", construct="a\nfunctions: [{name: evil}]\n"))
