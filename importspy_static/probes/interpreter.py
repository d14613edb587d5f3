"""Facts of another interpreter, which runs the script."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Collection

from importspy_static.lazy_dataclasses import replace
from importspy_static.limits import ENVIRONMENT_BYTES, INTERPRETER_ERROR_BYTES
from importspy_static.model.environment import Environment
from importspy_static.probes import process
from importspy_static.probes.document import MalformedError, parsed
from importspy_static.probes.executable import REMEDY, located
from importspy_static.probes.problems import ProbeError
from importspy_static.probes.program import script_text
from importspy_static.probes.reading import environment_of
from importspy_static.probes.variables import with_texts

_VERSION = re.compile(
    rb"^(?:Python|PyPy|GraalPy|GraalPython|Jython|IronPython|RustPython|Pyston) ([0-9]{1,3})\.([0-9]{1,3})",
    re.MULTILINE,
)
"""What `-V` answers: `Python 3.8.18`, `GraalPy 3.11.7 (Oracle GraalVM Native 24.1.0)`; Python 2 on standard error."""

_BEGINNING = b'{"schema_version": '
"""Of the answer. It cannot lie within one, where quotes are escaped."""

_CANDIDATES = 100
"""Places that are looked at for the answer, from the end."""

_LINES = 3
"""Of standard error that are told: the last ones, where a Python ended; of another program the first one."""

_LINE = 300

_SHORTEST = 6
"""Characters of the texts of variables that are taken out of it: shorter ones are words."""


def interpreter_environment(
    executable: str, *, seconds: float = 10.0, distributions: bool = False, names: Collection[str] = ()
) -> Environment:
    """The facts of another interpreter on this host, with our environment.

    It is asked for its version first, and is given the script only if it answers as a Python does. The script runs
    isolated (`-I`; Python 2: `-E -s`), so that neither PYTHON* variables nor the current folder have a say. The current
    folder stays the same, since the launchers of version managers choose by it.

    Args:
        executable: a path, or a name on PATH.
        seconds: how long all of it may take.
        distributions: whether it is to look for what is installed.
        names: the variables whose texts are wanted, too; they are those of this process, which it inherits.

    Raises:
        ProbeError: there is no such interpreter, or it does not answer as one.
    """
    until = time.monotonic() + seconds
    path = located(executable)
    options = _options(_version(executable, path, seconds, until), executable)
    program = script_text(distributions=distributions).encode("ascii")
    ending = _run(executable, [path, *options, "-"], program, until)
    _refuse_failure(executable, ending, seconds)
    told = environment_of(_answer(executable, ending), executable)
    return with_texts(replace(told, inherited=True), names)


def _version(executable: str, path: str, seconds: float, until: float) -> tuple[int, int]:
    """Major and minor version, as it tells them when asked for nothing else."""
    ending = _run(executable, [path, "-V"], b"", until)
    if ending.limit == "time":
        hint = "see what it waits for, or give it more time"
        raise ProbeError(executable, f"did not answer '-V' within {seconds:g} seconds", remedy=hint)
    found = _VERSION.search(ending.answer + b"\n" + ending.errors)
    if found is None or ending.status or ending.limit:
        raise ProbeError(executable, _no_python(ending), *_errors(ending)[:1], remedy=REMEDY)
    return int(found[1]), int(found[2])


def _no_python(ending: process.Ending) -> str:
    if ending.limit == "size":
        return "is no Python: it answers '-V' with a flood"
    if ending.status:
        return f"is no Python: asked '-V', it {_named(ending.status)}"
    return "is no Python: it answers '-V' with no version"


def _options(version: tuple[int, int], executable: str) -> list[str]:
    if version < (2, 7) or (3, 0) <= version < (3, 4):
        told = ".".join(map(str, version))
        raise ProbeError(executable, f"is Python {told}; the probe needs 2.7, or 3.4 and newer", remedy=REMEDY)
    return ["-I", "-B"] if version >= (3, 4) else ["-E", "-s", "-B"]


def _run(executable: str, command: list[str], given: bytes, until: float) -> process.Ending:
    try:
        return process.run(command, given, until)
    except FileNotFoundError:
        reason = "its loader, or the interpreter that its first line names, is missing"
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
    raise ProbeError(executable, f"cannot be run: {reason}", remedy=REMEDY)


def _refuse_failure(executable: str, ending: process.Ending, seconds: float) -> None:
    hint = "run the script there yourself to see why: `importspy-static probe --script`"
    if ending.limit == "time":
        wrong = f"did not answer the probe within {seconds:g} seconds"
    elif ending.limit == "size":
        wrong = f"wrote more than {ENVIRONMENT_BYTES // 2**20} MiB, where one line was asked for"
    elif ending.status:
        wrong = f"{_named(ending.status)} instead of answering the probe"
    else:
        return
    raise ProbeError(executable, wrong, *_errors(ending)[-_LINES:], remedy=hint)


def _answer(executable: str, ending: process.Ending) -> object:
    """The last line that is one: what is run at the start of an interpreter may print, too."""
    written, end = ending.answer, len(ending.answer)
    for _ in range(_CANDIDATES):
        at = written.rfind(_BEGINNING, 0, end)
        if at < 0:
            break
        record = _record(written[at:].partition(b"\n")[0])
        if record is not None:
            return record
        end = at
    wrong = "wrote something else than the answer of the probe" if written.strip() else "did not answer the probe"
    hint = "see whether it reads a program on standard input and writes on standard output, as Python does"
    raise ProbeError(executable, wrong, *_errors(ending)[-_LINES:], remedy=hint)


def _record(line: bytes) -> object:
    """What an answer tells, None where it is none."""
    try:
        record, twice = parsed(line.decode("ascii"))
    except (MalformedError, UnicodeDecodeError):
        return None
    return None if twice else record


def _named(status: int) -> str:
    if status >= 0:
        return f"ended with status {status}"
    try:
        return f"was killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"was killed by signal {-status}"


def _errors(ending: process.Ending) -> list[str]:
    """The lines of standard error, the last ones of many."""
    errors = ending.errors
    if len(errors) >= INTERPRETER_ERROR_BYTES:  # its first line has lost its beginning
        errors = errors.partition(b"\n")[2]
    lines = _without_values(errors.decode("utf-8", "replace")).splitlines()
    told = [line.strip() for line in lines if line.strip()]
    return [f"standard error: {line if len(line) <= _LINE else line[:_LINE] + '…'}" for line in told]


def _without_values(text: str) -> str:
    """The same without the texts of environment variables, in case that it prints them; paths are no secrets."""
    forms = {form for value in os.environ.values() for form in (value, repr(value)[1:-1], *value.splitlines())}
    found = {form for form in forms if len(form) >= _SHORTEST and form in text and not os.path.lexists(form)}
    for form in sorted(found, key=len, reverse=True):
        text = text.replace(form, "***")
    return text
