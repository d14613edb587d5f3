"""Whatever the bytes are: a contract, or a `ContractError`."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importspy_static.contract.problems import ContractError
from importspy_static.contract.reader import parse_contract
from tests.contract.test_hosts import DEMO
from tests.contract.test_requirements import WHOLE

CONTRACT = (WHOLE + DEMO.replace("filename: extension.py\n", "", 1)).encode()
PIECES = [
    *(b"{", b"}", b"[", b"]", b"- ", b": ", b"? ", b"&a ", b"*a", b"<<: *a", b"!!int ", b"!x ", b"'", b'"', b"|", b">"),
    *(
        b"\n",
        b"\t",
        b"\r",
        b"  ",
        b"#",
        b"---\n",
        b"...\n",
        b"%YAML 1.1\n",
        b"\\",
        b"\\U",
        b"\x00",
        b"\xff",
        b"\xef\xbb",
    ),
    *(b"null", b"~", b"=", b"0x", b"1e999", b"-_", b".inf", b"\xc2\x85", b"\xe2\x80\xa8", b",", b"@", b"`", b"9" * 50),
]


def is_read_or_refused(content: bytes | str) -> None:
    """Any other exception fails the test."""
    try:
        parse_contract(content)
    except ContractError as error:
        refused = error
    else:
        return
    assert refused.problems
    assert len(str(refused).splitlines()) == len(refused.problems)


def mutated(content: bytes, chance: random.Random) -> bytes:
    mutable = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(mutable))
        match chance.randrange(4):
            case 0:
                mutable[at:at] = chance.choice(PIECES)
            case 1:
                del mutable[at : at + chance.randint(1, 20)]
            case 2:
                mutable[at] = chance.randrange(256)
            case _:
                start = chance.randrange(len(mutable))
                mutable[at:at] = mutable[start : start + chance.randint(1, 60)]
    return bytes(mutable)


def test_the_contract_that_is_mutated_is_valid() -> None:
    parse_contract(CONTRACT)


@pytest.mark.parametrize("seed", range(8))
def test_no_mutation_of_a_contract_raises_anything_else(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(100):
        is_read_or_refused(mutated(CONTRACT, chance))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=4), max_size=12).map(b"".join))
def test_no_bytes_raise_anything_else(content: bytes) -> None:
    is_read_or_refused(content)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_no_value_annotation_or_name_raises_anything_else(text: str) -> None:
    for key in ("value", "annotation", "name", "version", "kind"):
        is_read_or_refused(f"classes:\n- name: A\n  attributes:\n  - name: a\n    {key}: {text}\n")
        quoted = text.replace("'", "''")
        is_read_or_refused(f"functions:\n- name: f\n  arguments: [{{name: a, {key}: '{quoted}'}}]\n")


def test_hostile_tags_run_nothing() -> None:
    for tag in ("!!python/object/apply:os.abort []", "!!python/name:os.abort ''", "!!python/object/new:os.abort []"):
        is_read_or_refused(f"filename: {tag}")
        is_read_or_refused(f"variables: [{{name: a, value: {tag}}}]")


def test_the_problems_can_be_told_without_a_yaml_library() -> None:
    program = (
        "import sys, importspy_static.contract.problems, importspy_static.contract.reader\n"
        "print('ruamel.yaml' in sys.modules, 'packaging' in sys.modules, 'libcst' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["False", "False", "False"]
