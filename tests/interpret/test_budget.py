"""The budget of steps bounds what is walked again, not what is merely long."""

from __future__ import annotations

from importspy_static.extract.extraction import extract
from importspy_static.interpret.namespace import Namespace, interpret
from importspy_static.interpret.values import FunctionValue
from importspy_static.limits import MOST_STEPS
from importspy_static.model.program import Program
from importspy_static.probes.host import host_target


def interpreted(source: str) -> Namespace:
    program = extract(source.encode())
    assert isinstance(program, Program)
    return interpret(program, host_target())


def test_a_long_module_is_followed_to_its_end() -> None:
    namespace = interpreted("x = 1\n" * (MOST_STEPS + 1) + "def f(): ...\n")
    (outcome,) = namespace.name("f")
    assert isinstance(outcome.value, FunctionValue)


def test_calls_that_multiply_end_in_what_is_not_known() -> None:
    calls = "".join(f"def f{n}():\n    global x\n    x = {n}\n" + f"    f{n + 1}()\n" * 40 for n in range(8))
    namespace = interpreted(f"{calls}def f8(): ...\nf0()\n")
    assert namespace.may_have_other_names() is not None
