"""A `__getattr__` of a class provides what it may return: what it surely refuses is missing, as Python says."""

from __future__ import annotations

from pathlib import Path

import pytest

from importspy_static import check

BODIES = {
    "refuses all": "raise AttributeError(name)",
    "refuses all but one": "if name != 'value':\n    raise AttributeError(name)\nreturn 1",
    "knows one": "if name == 'run':\n    return print\nraise AttributeError(name)",
    "knows several": "if name in ('run', 'stop'):\n    return print\nelse:\n    raise AttributeError(name)",
    "knows those of a constant": "if name in KNOWN:\n    return KNOWN[name]\nraise AttributeError(name)",
    "knows a prefix": "if name.startswith('r'):\n    return print\nraise AttributeError(name)",
    "hands on": "return getattr(self._inner, name)",
    "hands on what is there": "try:\n    return self._things[name]\nexcept KeyError:\n    raise AttributeError(name)",
    "returns nothing": "pass",
    "refuses unless asked politely": "if self._polite:\n    return print\nraise AttributeError(name)",
    "counts": "for known in ('run', 'walk'):\n    if known == name:\n        return print\nraise AttributeError(name)",
    "matches": "match name:\n    case 'run' | 'walk':\n        return print\nraise AttributeError(name)",
    "refuses in another way": "raise KeyError(name)",
    "asks another": "return self._ask(name)",
}
MODULE = """
KNOWN = {{"run": print}}

class Inner:
    run = print

class Base:
    _inner, _things, _polite = Inner, {{"run": print}}, True

    def _ask(self, name):
        if name == "run":
            return print
        raise AttributeError(name)

    def __getattr__(self, name):
{body}

class C(Base):
    pass
"""


def provides(source: str, name: str) -> bool:
    space: dict[str, type] = {}
    exec(source, space)
    try:
        getattr(space["C"](), name)
    except (AttributeError, KeyError):
        return False
    return True


@pytest.mark.parametrize("name", ["run", "stop"])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_what_is_missing_is_so_for_python(tmp_path: Path, body: str, name: str) -> None:
    source = MODULE.format(body="\n".join(f"        {line}" for line in body.splitlines()))
    (tmp_path / "m.py").write_text(source)
    for required in (f"methods: [{{name: {name}}}]", f"attributes: [{{name: {name}, type: instance}}]"):
        (tmp_path / "c.yml").write_text(f"classes: [{{name: C, {required}}}]\n")
        codes = {each.code for each in check(tmp_path / "m.py", tmp_path / "c.yml").violations}
        assert codes <= {"SPY801"} if provides(source, name) else codes & {"SPY302", "SPY402", "SPY403", "SPY801"}


def test_what_surely_is_refused_is_missing_and_no_more(tmp_path: Path) -> None:
    told = {}
    for what, body in BODIES.items():
        source = MODULE.format(body="\n".join(f"        {line}" for line in body.splitlines()))
        (tmp_path / "m.py").write_text(source)
        (tmp_path / "c.yml").write_text("classes: [{name: C, methods: [{name: stop}]}]\n")
        (violation,) = check(tmp_path / "m.py", tmp_path / "c.yml").violations
        told[what] = violation.code
    undecided = {what for what, code in told.items() if code == "SPY801"}
    assert undecided == {
        "knows several",
        "knows those of a constant",
        "hands on",
        "hands on what is there",
        "returns nothing",
        "refuses unless asked politely",
    }
