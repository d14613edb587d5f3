"""No source crashes, hangs or escapes: a verdict or a failure with a place, in bounded time."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from importspy_static import limits
from importspy_static.extract.extraction import extract
from importspy_static.extract.isolation import Extractor
from importspy_static.model.program import Failure, Program
from tests.extract.hazards import MANY, SHAPES

SECONDS = 20.0
"""No measurement: only a guard, over the limit of the worker by as much as a slow machine needs."""


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as extractor:
        yield extractor


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_a_hundred_thousand_of_anything_end_in_time(shape: str, extractor: Extractor) -> None:
    source = SHAPES[shape](MANY).encode()
    started = time.monotonic()
    facts = extractor.extract(source)
    assert time.monotonic() - started < SECONDS
    assert isinstance(facts, (Program, Failure))
    assert not isinstance(facts, Failure) or facts.reason
    assert isinstance(extractor.extract(b"x = 1\n"), Program)


@pytest.mark.parametrize("count", [24, 40, 90, 150, 250])
@pytest.mark.parametrize("shape", SHAPES)
def test_moderate_counts_need_no_other_process(shape: str, count: int) -> None:
    source = SHAPES[shape](count).encode()
    facts = extract(source)
    try:
        compile(source, "<test>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):  # that of null bytes, before Python 3.12
        assert isinstance(facts, Failure)
        assert facts.kind == "syntax"
        return
    except (RecursionError, MemoryError):
        assert isinstance(facts, Failure)
        return
    assert isinstance(facts, Program), facts


@pytest.mark.parametrize(
    "shape",
    ["parentheses", "open brackets", "not", "minus", "power", "elif", "dotted import", "for clauses", "lambdas"],
)
def test_what_only_limits_can_bear_is_refused_in_the_calling_process_too(shape: str) -> None:
    facts = extract(SHAPES[shape](MANY).encode())
    assert isinstance(facts, Failure)


@pytest.mark.parametrize(
    ("shape", "count"),
    [("and", 20_000), ("joined strings", 20_000), ("comparisons", 20_000), ("different calls", MANY)],
)
def test_what_cpython_takes_gets_a_verdict(shape: str, count: int) -> None:
    assert isinstance(extract(SHAPES[shape](count).encode()), Program)


def test_a_dotted_text_of_many_parts_is_refused_before_anything_parses_it() -> None:
    facts = extract(b"x = 1\r\nimport a" + b".a" * limits.IMPORT_PARTS * 2)
    assert isinstance(facts, Failure)
    assert facts.kind == "complex"
    assert facts.span.line == 2
    assert str(limits.IMPORT_PARTS) in facts.reason


def test_many_dots_that_are_no_name_are_no_matter() -> None:
    assert isinstance(extract(b"x = 1.0\n" * limits.IMPORT_PARTS * 2), Program)
    assert isinstance(extract(b"# " + b". " * limits.IMPORT_PARTS * 2), Program)
    assert isinstance(extract(b"a.b.c\n" * limits.IMPORT_PARTS), Program)


def test_a_source_over_the_size_limit_is_not_parsed() -> None:
    facts = extract(b"\n" * (limits.SOURCE_BYTES + 1))
    assert isinstance(facts, Failure)
    assert facts.kind == "complex"
    assert isinstance(extract(b"\n" * limits.SOURCE_BYTES), Program)
