"""What small modules come out as is what Python makes of them: never anything else, and decided where it can be."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from importspy_static.extract.extraction import extract
from importspy_static.interpret.namespace import interpret
from importspy_static.model.program import Program
from importspy_static.probes.host import host_target
from tests.interpret.agreement import Answer, Finding, ask_python, findings
from tests.interpret.broken import REASONS
from tests.interpret.samples import Sample, samples

SAMPLES = [each for each in samples() if sys.version_info >= each.since]
Answers = Mapping[str, Answer]


def parameters() -> list[object]:
    return [
        pytest.param(
            f"sample_{index}",
            each,
            id=each.name,
            marks=[pytest.mark.xfail(strict=True, reason=REASONS[each.name])] if each.name in REASONS else [],
        )
        for index, each in enumerate(SAMPLES)
    ]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What Python says of every sample; they are imported in one process of their own."""
    folder = tmp_path_factory.mktemp("samples")
    names = [f"sample_{index}" for index in range(len(SAMPLES))]
    for name, each in zip(names, SAMPLES, strict=True):
        Path(folder, f"{name}.py").write_text(each.source, encoding="utf-8", errors="surrogatepass")
    return ask_python(names, folder, instances=True, seconds=120)


def judged(sample: Sample, truth: Answer) -> list[Finding]:
    program = extract(sample.source.encode())
    assert isinstance(program, Program), program
    namespace = interpret(program, host_target())
    assert namespace.completes is ("raises" not in truth), truth
    return [] if "raises" in truth else list(findings(namespace, truth))


def test_samples_have_names_of_their_own() -> None:
    names = {each.name for each in SAMPLES}
    assert len(names) == len(SAMPLES) > 500
    assert REASONS.keys() <= names


@pytest.mark.parametrize(("name", "sample"), parameters())
def test_a_module_comes_out_as_python_makes_it(name: str, sample: Sample, answers: Answers) -> None:
    found = judged(sample, answers[name])
    wrong = [each for each in found if each.verdict == "wrong"]
    assert not wrong
    undecided = [each for each in found if each.verdict == "undecided" and each.symbol not in sample.maybe]
    assert "*" in sample.maybe or not undecided
