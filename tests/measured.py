"""A plug-in of pytest for runs that measure coverage: `-p tests.measured`.

Extraction runs in a worker, which is killed when nobody needs it any more and then leaves no figures. So the worker of
the tests of `extract` is measured, too, and ends by itself: it is told that nothing is coming. Other tests, which ask
what comes of a source and not who reads it, extract in this process, as a frozen application does.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress

from importspy_static.extract import isolation
from importspy_static.model.depth import Depth

SECONDS = 10
MEASURED = "import coverage\ncoverage.Coverage(data_suffix=True, auto_data=True, config_file={!r}).start()\n"
_killed = isolation._Worker.end
_started = isolation.Extractor._start


def pytest_configure() -> None:
    import coverage

    running = coverage.Coverage.current()
    if running is not None and running.config.config_file is not None:
        isolation._START = MEASURED.format(running.config.config_file) + isolation._START
        isolation._Worker.end = _ended  # type: ignore[method-assign, assignment]
        isolation.Extractor._start = _start  # type: ignore[method-assign, assignment]


def _start(extractor: isolation.Extractor, depth: Depth) -> None:
    if "tests/extract/" in os.environ["PYTEST_CURRENT_TEST"]:
        _started(extractor, depth)
    else:
        extractor._in_process = True


def _ended(worker: isolation._Worker) -> None:
    with suppress(OSError, subprocess.TimeoutExpired):
        worker._requests.close()
        worker._process.wait(SECONDS)
    _killed(worker)
