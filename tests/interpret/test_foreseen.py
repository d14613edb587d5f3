"""What is read ahead for base classes: a guess, which costs time where it is wrong and nothing else."""

from __future__ import annotations

import pytest

from importspy_static.extract.extraction import extract
from importspy_static.interpret.foreseen import foreseen
from importspy_static.model.program import Program


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from collections.abc import Mapping\nclass A(Mapping): ...\n", ["collections.abc"]),
        ("from typing import Generic as G\nclass A(G[int]): ...\n", ["typing"]),
        ("from django.db import models\nclass A(models.Model): ...\n", ["django.db.models"]),
        ("from . import base\nfrom .core import Core\nclass A(base.B, Core): ...\n", [".base", ".core"]),
        ("from a import B\nclass C(B): ...\nclass D(B): ...\n", ["a"]),
        ("from a import B\nclass B: ...\nclass C: ...\n", []),
        ("from a import *\nimport b\nclass C(D, b.E, f()): ...\n", []),
        ("class C(B): ...\nfrom a import B\n", []),
        ("def f():\n    from a import B\n    class C(B): ...\n", []),
    ],
)
def test_modules_of_base_classes_are_foreseen(source: str, expected: list[str]) -> None:
    program = extract(source.encode())
    assert isinstance(program, Program)
    assert list(foreseen(program)) == expected
