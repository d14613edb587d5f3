"""What is said of the standard library's own modules is what `inspect` says of them, or it is not said.

The modules are real, old and new, and nobody wrote them for this program. Python imports them in processes of their
own; the interpretation reads their source.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from importspy_static.extract.extraction import extract
from importspy_static.interpret.namespace import interpret
from importspy_static.model.program import Failure
from importspy_static.probes.host import host_target
from tests.fidelity.standard_library import modules
from tests.interpret.agreement import Answer, Finding, ask_python, findings

AT_ONCE = 60
"""Modules that one process imports."""
OTHERWISE = {
    "xdrlib.Packer.pack_*": "`wraps` over a wrapper with other parameters: `inspect` shows the wrapped function's, "
    "calls meet those of the wrapper, and calls are what a contract promises",
    "importlib.resources._common.files": "the same",
    "inspect.Parameter.__init__": "its defaults are the mark by which `inspect` tells that there is none",
    "inspect.Signature.__init__": "the same",
    "smtpd.program": "the first argument of the process",
    # What other modules have changed by the time that the answer is written:
    "encodings._cache": "filled by use",
    "hashlib.__builtin_constructor_cache": "filled by use",
    "importlib._bootstrap.*": "set up when the interpreter starts",
    "importlib._bootstrap_external.*": "set up when the interpreter starts",
    "ipaddress.*._netmask_cache": "filled by use",
    "re._cache*": "filled by use",
    "sysconfig._CONFIG_VARS": "filled by use",
}
"""Where `inspect` is not the judge."""


BROKEN: dict[str, str] = {}
"""What is wrong today, and to be mended."""


def truth(names: list[str], folder: Path) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for start in range(0, len(names), AT_ONCE):
        answers |= ask_python(names[start : start + AT_ONCE], folder, instances=False, seconds=120)
    return answers


def compared(name: str, path: Path, answer: Answer) -> Iterator[Finding]:
    program = extract(path.read_bytes())
    assert not isinstance(program, Failure), (name, program)
    namespace = interpret(program, host_target())
    assert namespace.completes, (name, namespace.raised_at)
    for finding in findings(namespace, answer):
        symbol = f"{name}.{finding.symbol}"
        if not any(fnmatchcase(symbol, pattern) for pattern in OTHERWISE) and not _is_submodule(answer, finding):
            yield finding._replace(symbol=symbol)


def _is_submodule(answer: Answer, finding: Finding) -> bool:
    """Importing `package.part` binds `part` in the package, which its source does not say."""
    names: Mapping[str, Answer] = answer["names"]
    return finding.ours == "absent" and names.get(finding.symbol, {}).get("kind") == "module"


def _known(symbol: str) -> str | None:
    return next((pattern for pattern in BROKEN if fnmatchcase(symbol, pattern)), None)


@pytest.mark.slow
@pytest.mark.long
def test_nothing_said_of_the_standard_library_is_wrong(tmp_path: Path) -> None:
    """Of every second module. All of them: `python -m tests.fidelity.table --standard-library`."""
    sources = dict([*modules().items()][::2])
    assert len(sources) > 150
    answers = truth([*sources], tmp_path)
    imported = {name: answer for name, answer in answers.items() if "raises" not in answer}
    assert len(imported) > 0.9 * len(sources)
    found = [each for name, answer in imported.items() for each in compared(name, sources[name], answer)]
    verdicts = Counter(each.verdict for each in found)
    causes = Counter(each.cause for each in found if each.verdict == "undecided")
    sys.stdout.write(f"{len(imported)} modules: {dict(verdicts)}; undecided by {dict(causes)}\n")
    wrong = [each for each in found if each.verdict == "wrong"]
    assert [each for each in wrong if _known(each.symbol) is None] == []
    assert bool(wrong) is bool(BROKEN), "what is mended must leave BROKEN"
    assert verdicts["same"] > 0.55 * len(found)
