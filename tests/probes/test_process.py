"""A process within limits."""

from __future__ import annotations

import sys
import time

import pytest

from importspy_static.limits import ENVIRONMENT_BYTES, INTERPRETER_ERROR_BYTES
from importspy_static.probes.process import run


def ended(program: str, given: bytes = b"", seconds: float = 60) -> tuple[int, str | None, bytes, bytes]:
    ending = run([sys.executable, "-I", "-c", program], given, time.monotonic() + seconds)
    return ending.status, ending.limit, ending.answer, ending.errors


def test_it_is_given_a_text_and_its_answer_is_kept() -> None:
    given = b"text \0 \xff" * 100_000  # more than any pipe holds
    program = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read()); sys.stderr.write('done'); sys.exit(7)"
    assert ended(program, given) == (7, None, given, b"done")


def test_a_text_that_nobody_reads_does_not_matter() -> None:
    assert ended("print('ok')", b"x" * 1_000_000)[:2] == (0, None)
    assert ended("import os; os.close(0); print('ok')", b"x" * 1_000_000)[1] is None


def test_of_standard_error_the_last_is_kept() -> None:
    status, limit, answer, errors = ended("import sys; sys.stderr.write('x' * 1_000_000 + 'end')")
    assert (status, limit, answer) == (0, None, b"")
    assert len(errors) == INTERPRETER_ERROR_BYTES
    assert errors.endswith(b"xend")


def test_an_answer_may_be_as_long_as_the_limit_and_no_longer() -> None:
    program = "import sys; sys.stdout.write('x' * {})"
    status, limit, answer, _ = ended(program.format(ENVIRONMENT_BYTES))
    assert (status, limit, len(answer)) == (0, None, ENVIRONMENT_BYTES)
    _, limit, answer, _ = ended(program.format(4 * ENVIRONMENT_BYTES))
    assert limit == "size"
    assert len(answer) < 2 * ENVIRONMENT_BYTES


def test_its_time_may_be_over_before_it_begins() -> None:
    assert ended("import time; time.sleep(60)", seconds=-1)[1] == "time"


def test_what_cannot_be_started_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        run(["/absent/python"], b"", time.monotonic() + 60)


def test_what_it_wrote_is_in_no_representation() -> None:
    ending = run([sys.executable, "-I", "-c", "print('planted')"], b"", time.monotonic() + 60)
    assert ending.answer.strip() == b"planted"
    assert "planted" not in repr(ending)
