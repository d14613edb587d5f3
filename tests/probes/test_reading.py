"""From untrusted JSON to an environment: everything that is wrong, with the path of its key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importspy_static.limits import ENVIRONMENT_PROBLEMS
from importspy_static.model.environment import Distribution, Environment, Libc
from importspy_static.probes import ProbeError, host_environment, script
from importspy_static.probes.reading import environment_of
from tests.probes.environments import sound, spoilt

SCHEMA = json.loads(Path(script.__file__).with_name("environment.schema.json").read_text(encoding="utf-8"))
KNOWN = list(sound())


def problems_of(record: object) -> tuple[str, ...]:
    with pytest.raises(ProbeError) as caught:
        environment_of(record, "image.json")
    assert caught.value.source == "image.json"
    assert caught.value.remedy
    return caught.value.problems


def accepted_by_schema(record: object) -> bool:
    return bool(jsonschema.Draft202012Validator(SCHEMA).is_valid(record))


def test_a_sound_one_is_read() -> None:
    assert accepted_by_schema(sound())
    told = environment_of(sound(), "image.json")
    assert told.source == "image.json"
    assert (told.version, told.python_version) == ((3, 11, 7, "final", 0), "3.11.7")
    assert told.libc == Libc("musl", "1.2.4")
    assert told.distributions is not None
    assert told.distributions[1] == Distribution("mine", "1.0", "local", "file:///src", True)
    assert told.value("LOG_LEVEL") == "debug"
    assert not told.inherited
    assert told.target.machine == "aarch64"


def test_what_is_written_is_read_as_the_same() -> None:
    for environment in (
        environment_of(sound(), "a"),
        environment_of(spoilt(libc=None, distributions=None, values={}, variables=[], search_path=[]), "a"),
        host_environment(distributions=True),
    ):
        record = environment.to_dict(environment.values)
        assert environment_of(json.loads(json.dumps(record)), environment.source) == environment
        assert environment_of(record, environment.source).to_dict(environment.values) == record


def test_a_newer_version_is_told_and_nothing_else() -> None:
    assert problems_of({"schema_version": 7, "new": 1}) == (
        "schema_version: was written by a newer version: 7; this one reads 1",
    )


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (None, "expected an object, found null"),
        ([sound()], "expected an object, found a list"),
        ("text", "expected an object, found text"),
        (1.5, "expected an object, found a number"),
        (True, "expected an object, found true"),
    ],
)
def test_a_record_is_an_object(record: object, told: str) -> None:
    assert problems_of(record) == (told,)


@pytest.mark.parametrize("key", KNOWN)
def test_every_field_is_needed(key: str) -> None:
    record = spoilt(**{key: ...})
    assert f"{key}: is missing" in problems_of(record)
    assert not accepted_by_schema(record)


@pytest.mark.parametrize("key", KNOWN)
def test_no_field_takes_what_is_of_another_type(key: str) -> None:
    others: list[Any] = [True, 1.5, float("nan"), float("inf"), "text", [1], [[]], {"a": 1}, -1, [None], None, [{}]]
    for wrong in others:
        record = spoilt(**{key: wrong})
        if not accepted_by_schema(record):
            assert any(problem.startswith(key) for problem in problems_of(record)), wrong


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"schema_version": 0}, "schema_version: expected 1, found 0"),
    ({"schema_version": True}, "schema_version: expected 1, found true"),
    ({"schema_version": "1"}, "schema_version: expected 1, found '1'"),
    ({"machine": 5}, "machine: expected text, found a number"),
    ({"machine": "a\ud800"}, "machine: holds half of a surrogate pair"),
    ({"pointer_width": 48}, "pointer_width: expected 32 or 64, found 48"),
    ({"byte_order": "middle"}, "byte_order: expected 'little' or 'big', found 'middle'"),
    ({"version": "3.11"}, "version: expected an object, found text"),
    ({"version": {**sound()["version"], "major": "3"}}, "version.major: expected a whole number, found text"),
    ({"version": {**sound()["version"], "major": 3.0}}, "version.major: expected a whole number, found a number"),
    ({"version": {**sound()["version"], "minor": -1}}, "version.minor: expected a number from 0 to 2147483647"),
    ({"version": {**sound()["version"], "minor": 2**31}}, "version.minor: expected a number from 0 to 2147483647"),
    (
        {"version": {**sound()["version"], "releaselevel": "rc"}},
        "version.releaselevel: expected 'alpha', 'beta', 'candidate' or 'final', found 'rc'",
    ),
    ({"version": {**sound()["version"], "patch": 1}}, "version.patch: unknown key; known here: major, minor, micro, "),
    ({"libc": {"name": "bionic", "version": "1"}}, "libc.name: expected 'glibc' or 'musl', found 'bionic'"),
    ({"libc": {"name": "musl", "version": ""}}, "libc.version: is empty"),
    ({"libc": {"name": "musl"}}, "libc.version: is missing"),
    ({"platform_tags": ["a", 1]}, "platform_tags[1]: expected text, found a number"),
    ({"search_path": "a:b"}, "search_path: expected a list of folders, found text"),
    ({"variables": {"HOME": "/"}}, "variables: expected a list of names, found an object"),
    ({"variables": ["A", "TOKEN=planted"]}, "variables[1]: is no name of a variable: it holds '=' or NUL"),
    ({"variables": ["A\0B"]}, "variables[0]: is no name of a variable: it holds '=' or NUL"),
    ({"variables": [""]}, "variables[0]: is empty"),
    ({"variables": ["LOG_LEVEL", "A", "A"]}, "variables: 'A' is given twice"),
    ({"values": {"LOG_LEVEL": 3}}, "values.LOG_LEVEL: expected text, found a number"),
    ({"values": {"ABSENT": "planted"}}, "values: 'ABSENT' is not among 'variables'"),
    ({"distributions": [1]}, "distributions[0]: expected an object, found a number"),
    ({"distributions": [{**sound()["distributions"][0], "name": ""}]}, "distributions[0].name: is empty"),
    (
        {"distributions": [sound()["distributions"][0], {**sound()["distributions"][0], "origin": "pypi"}]},
        "distributions[1].origin: expected 'index', 'local', 'archive', 'vcs' or 'unknown', found 'pypi'",
    ),
    ({"distributions": [{**sound()["distributions"][0], "url": 1}]}, "distributions[0].url: expected text, found a n"),
    (
        {"distributions": [{**sound()["distributions"][0], "editable": "no"}]},
        "distributions[0].editable: expected true or false, found text",
    ),
    ({"distributons": []}, "distributons: unknown key; did you mean 'distributions'?"),
    ({"x" * 1000: 1}, f"{'x' * 59}…: unknown key; known here: schema_version, "),
    ({"architecture": "x86_64"}, "architecture: does not fit 'machine'"),
    ({"os": "windows"}, "os: does not fit 'system'"),
    ({"platform": "win32"}, "platform: does not fit 'os'"),
    ({"platform": "darwin"}, "platform: does not fit 'os'"),
    ({"os_name": "nt"}, "os_name: does not fit 'os'"),
    ({"interpreter": "PyPy"}, "interpreter: does not fit 'implementation'"),
]


@pytest.mark.parametrize(("fields", "told"), WRONG, ids=[told[:60] for _, told in WRONG])
def test_what_is_wrong_is_told_with_the_path_of_its_key(fields: dict[str, Any], told: str) -> None:
    (problem,) = problems_of(spoilt(**fields))
    assert problem.startswith(told)
    assert "planted" not in problem


def test_names_of_another_spelling_and_odd_pythons_are_no_contradiction() -> None:
    told = environment_of(spoilt(architecture="AARCH64", os="LINUX", interpreter="cpython"), "a")
    assert (told.architecture, told.os, told.interpreter) == ("arm64", "linux", "CPython")
    for fields in (
        {"interpreter": "Cinder", "implementation": "cinder"},
        {"machine": "Alpha", "architecture": "Alpha"},
        {"os": "cygwin", "system": "CYGWIN_NT-10.0", "platform": "cygwin"},
        {"os": "android", "system": "Android", "platform": "linux"},
        {"platform": "java1.8", "os_name": "java", "os": "java", "system": "Java"},
        {"machine": "", "architecture": "", "os": "", "system": ""},
        {"platform": "linux2"},
    ):
        environment_of(spoilt(**fields), "a")


def test_everything_that_is_wrong_is_told_at_once() -> None:
    problems = problems_of(
        spoilt(machine=..., pointer_width=1, version={"major": 3}, variables=["=", 1], os_nam="posix", os_name=...)
    )
    heads = [problem.partition(":")[0] for problem in problems]
    assert heads == [
        *("os_nam", "version.releaselevel", "version.minor", "version.micro", "version.serial", "machine", "os_name"),
        *("pointer_width", "variables[0]", "variables[1]"),
    ]


def test_of_very_many_problems_the_number_is_told() -> None:
    problems = problems_of(spoilt(variables=[1] * 1000))
    assert len(problems) == ENVIRONMENT_PROBLEMS + 1
    assert problems[-1] == f"and {1000 - ENVIRONMENT_PROBLEMS} more problems"


def test_the_error_reads_as_one_line_a_problem() -> None:
    with pytest.raises(ProbeError) as caught:
        environment_of(spoilt(machine=1, system=2), "image.json")
    assert str(caught.value).splitlines() == [
        "image.json: machine: expected text, found a number",
        "image.json: system: expected text, found a number",
    ]


def test_no_text_of_a_variable_is_in_any_representation() -> None:
    told = environment_of(sound(), "image.json")
    assert "debug" not in repr(told) + str(told) + json.dumps(told.to_dict())
    assert isinstance(told, Environment)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.sampled_from(KNOWN), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def spoilt_somewhere(draw: st.DrawFn) -> object:
    """A sound record with something else at some place of it."""
    record: Any = sound()
    place, key = record, draw(st.sampled_from(KNOWN))
    while isinstance(place[key], dict | list) and place[key] and draw(st.booleans()):
        place = place[key]
        key = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    place[key] = draw(ANY_JSON)
    return record


def outcome_of(record: object) -> Environment | tuple[str, ...]:
    try:
        return environment_of(record, "image.json")
    except ProbeError as error:
        return error.problems


@settings(max_examples=300, deadline=None)
@given(spoilt_somewhere() | ANY_JSON)
def test_whatever_is_read_is_accepted_or_told_and_what_is_accepted_is_valid(record: object) -> None:
    told = outcome_of(record)
    if isinstance(told, tuple):
        assert told
    else:
        assert accepted_by_schema(record)
        assert accepted_by_schema(told.to_dict(told.values))
        assert outcome_of(told.to_dict(told.values)) == told


def test_what_a_contract_made_of_the_host_is_not_read_back() -> None:
    told = host_environment().to_dict()
    judged = {**told, "judgement": {"verdict": "broken"}}
    assert environment_of(judged, "image.json") == environment_of(told, "image.json")
