"""No contract takes long or much memory, whatever it holds."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from importspy_static import limits
from tests.contract.reading import GENEROUS, problems, read

BOMB = "a: &a0 [x, x]\n" + "".join(f"b{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40))
MERGE_FAN = "a: &a0 {x: 1}\n" + "".join(
    f"b{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 10)}]}}\n" for i in range(1, 11)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("[" * 10_000, "nested more than 50 levels deep", id="brackets never closed"),
        pytest.param("[" * 10_000 + "]" * 10_000, "nested more than 50 levels deep", id="brackets"),
        pytest.param("[\n" * 10_000, "nested more than 50 levels deep", id="brackets on lines"),
        pytest.param("{a: " * 10_000, "nested more than 50 levels deep", id="braces"),
        pytest.param("- " * 10_000 + "x", "nested more than 50 levels deep", id="lists"),
        pytest.param("? " * 10_000, "nested more than 50 levels deep", id="complex keys"),
        pytest.param("".join(" " * i + "a:\n" for i in range(2000)), "nested more than 50 levels deep", id="blocks"),
        pytest.param("a: !" + "x" * 300_000 + " b", "a tag or directive of more than 1,000 characters", id="tag"),
        pytest.param(
            "%TAG ! " + "x" * 300_000 + "\n---\na", "a tag or directive of more than 1,000 characters", id="%"
        ),
        pytest.param(BOMB, "more than 200,000 nodes, aliases counted as often as they are used", id="alias bomb"),
        pytest.param(MERGE_FAN, "more than 200,000 nodes, aliases counted as often as they are used", id="merge fan"),
    ],
)
def test_what_is_too_deep_or_too_much_is_refused_soon(text: str, message: str) -> None:
    start = time.monotonic()
    (found,) = problems(text)
    assert time.monotonic() - start < GENEROUS
    assert (found[0], found[3]) == ("SPY010", message)


def test_deep_nesting_is_refused_within_200_mib() -> None:
    resource = pytest.importorskip("resource", reason="needs a limit on memory")
    assert resource
    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (200 * 2**20, 200 * 2**20))\n"
        "from importspy_static.contract.reader import parse_contract, ContractError\n"
        "for text in ('[' * 10_000, " + repr(BOMB) + "):\n"
        "    try: parse_contract(text)\n"
        "    except ContractError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert [line.split()[1] for line in done.stdout.splitlines()] == ["SPY010", "SPY010"]


def test_depth_counts_through_aliases() -> None:
    deep = "&a " + "[" * 30 + "]" * 30
    found = problems(f"a: {deep}\nb: {'[' * 30}*a{']' * 30}\n")
    assert found == [("SPY010", 2, 34, "nested more than 50 levels deep")]


def test_what_is_just_not_too_deep_is_read() -> None:
    levels = limits.CONTRACT_DEPTH - 3  # the top, the list of variables, the variable
    (variable,) = read(f"variables: [{{name: a, value: {'[' * levels}{']' * levels}}}]").module.variables
    assert variable.value is not None
    assert problems(f"variables: [{{name: a, value: {'[' * (levels + 1)}{']' * (levels + 1)}}}]")[0][0] == "SPY010"


@pytest.mark.parametrize("text", ["[" + "1," * 50_000 + "]", "\n" * 200_000, "#\n" * 100_000, "a: '" + "\n" * 200_000])
def test_much_of_the_same_takes_no_longer_than_its_length(text: str) -> None:
    start = time.monotonic()
    problems(text)
    assert time.monotonic() - start < GENEROUS


def test_nodes_are_counted_as_often_as_they_are_used() -> None:
    thousand = f"a: &a [{', '.join(['x'] * 999)}]\nb:\n"  # 1,000 nodes; and the top, three keys and the list below
    assert problems(thousand + "- *a\n" * 198)[0][0] == "SPY012"
    assert problems(thousand + "- *a\n" * 199) == [
        ("SPY010", 201, 3, "more than 200,000 nodes, aliases counted as often as they are used")
    ]


def test_so_many_problems_are_told_and_no_more() -> None:
    text = "".join(f"unknown_key_{i}: x\n" for i in range(5_000))
    assert len(problems(text)) == limits.CONTRACT_PROBLEMS


def test_a_text_longer_than_anybody_writes_is_refused_before_it_is_looked_at() -> None:
    found = problems(f"version: '{'>=1,' * 500_000}'\nfunctions: [{{name: {'f' * 5_000}}}]")
    assert [each[3] for each in found] == [
        "version: expected text of at most 4,000 characters, found 2,000,000",
        "functions[0].name: expected the name of a function of at most 4,000 characters, found 5,000",
    ]


def test_a_message_does_not_grow_with_what_it_quotes() -> None:
    (found,) = problems("k" * 900 + ": x\n")
    assert len(found[3]) < 700
