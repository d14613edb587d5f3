from __future__ import annotations

import subprocess
import sys

import pytest

from importspy_static.report import concise, full, json
from importspy_static.report.formats import FORMATS, render, renderer
from tests.report.samples import BROKEN


def test_formats_are_found_by_name() -> None:
    assert renderer("full") is full.render
    assert renderer("concise") is concise.render
    assert renderer("json") is json.render


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_ends_its_last_line(name: str) -> None:
    assert render(BROKEN, name).endswith("\n")


@pytest.mark.parametrize("name", FORMATS)
def test_a_plain_report_loads_no_rich(name: str) -> None:
    program = (
        "import sys; from tests.report.samples import BROKEN; from importspy_static.report.formats import render;"
        f"render(BROKEN, {name!r}); print('rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "False\n"
