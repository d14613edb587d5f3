"""Fingerprints in the process that reads sources, of what it can and cannot read."""

from __future__ import annotations

import pytest

from importspy_static.extract.codec import decode, decode_fingerprints, encode
from importspy_static.extract.extraction import extract
from importspy_static.extract.isolation import Extractor
from importspy_static.extract.prints import printed
from importspy_static.model.fingerprint import Fingerprints, Print
from importspy_static.model.program import Failure
from tests.integrity.vectors import NEWER, read, source_of

NESTED = b"x = " + b"(" * 5_000 + b")" * 5_000
DEEP = b"x = " + b"-" * 100_000 + b"1"
HOSTILE = (b"\xff", b"x = '\0'", b"def f(:", NESTED, DEEP, b"# coding: rot13\n", b"x = 1" + b"0" * 5_000, b"return 1")


def test_a_worker_makes_the_fingerprints_that_this_process_makes() -> None:
    source = b"'doc'\ndef f(a): return a\n"
    with Extractor() as extractor:
        for asked in Print:
            answer = extractor.encoded(source, asked)
            assert isinstance(answer, bytes)
            assert decode_fingerprints(answer, 0) == printed(source, docstrings=asked is Print.DOCSTRINGS)
        assert extractor.extract(source) == extract(source)


@pytest.mark.parametrize("source", NEWER)
def test_newer_grammar_has_the_fingerprints_that_a_newer_python_makes(source: str) -> None:
    (written,) = [each for each in read() if source_of(each) == source and not each["docstrings"]]
    found = printed(source.encode(), newer=True)
    assert isinstance(found, Fingerprints)
    assert (found.structure, found.body) == (written["structure"], written["body"])
    assert [each.structure for each in found.definitions] == [each["structure"] for each in written["definitions"]]


def test_newer_grammar_is_read_only_where_a_process_may_die_of_it() -> None:
    source = b"match a:\n case 1: pass\nclass A[T = int]: pass\n"
    found = printed(source)
    assert isinstance(found, Failure) or found == printed(source, newer=True)


@pytest.mark.parametrize("source", HOSTILE, ids=lambda source: repr(source[:20]))
def test_what_is_hostile_has_no_fingerprint_and_does_no_harm(source: bytes) -> None:
    with Extractor() as extractor:
        for asked in Print:
            answer = extractor.encoded(source, asked)
            found = answer if isinstance(answer, Failure) else decode_fingerprints(answer)
            assert isinstance(found, Failure)
        assert isinstance(decode_fingerprints(extractor.encoded(b"x = 1", Print.MEANING)), Fingerprints)  # type: ignore[arg-type]


def test_facts_are_no_fingerprints_nor_the_reverse() -> None:
    prints, facts = printed(b"x = 1"), extract(b"x = 1")
    with pytest.raises(ValueError, match="expected facts"):
        decode(encode(prints))
    with pytest.raises(ValueError, match="expected fingerprints"):
        decode_fingerprints(encode(facts))
    for damaged in (b"", b"[]", b'["Fingerprints"]', b'["Fingerprints",1,2,[]]', encode(prints)[:-1]):
        with pytest.raises(ValueError, match=r"."):
            decode_fingerprints(damaged)
