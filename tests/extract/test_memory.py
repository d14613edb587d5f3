"""The worker lets no garbage collector look: what it makes of a file must go by itself."""

from __future__ import annotations

import gc
import sysconfig
from pathlib import Path

import pytest

from importspy_static.extract.extraction import extract
from importspy_static.model.depth import Depth

STDLIB = Path(sysconfig.get_paths()["stdlib"])


@pytest.mark.parametrize("depth", Depth)
@pytest.mark.parametrize("name", ["enum.py", "typing.py", "dataclasses.py", "asyncio/base_events.py"])
def test_nothing_of_a_file_is_left_in_cycles(name: str, depth: Depth) -> None:
    source = (STDLIB / name).read_bytes()
    extract(source, depth=depth)  # loads what it needs
    gc.collect()
    gc.disable()
    try:
        extract(source, depth=depth)
        assert gc.collect() == 0
    finally:
        gc.enable()
