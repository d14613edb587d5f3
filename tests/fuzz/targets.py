"""All targets, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.fuzz.archives import ARCHIVES
from tests.fuzz.contracts import CONTRACTS
from tests.fuzz.pairs import PAIRS
from tests.fuzz.sources import BYTES, PROGRAMS
from tests.fuzz.target import Target
from tests.metamorphic.target import METAMORPHIC

TARGETS: Mapping[str, Callable[[], Target]] = {
    "programs": PROGRAMS,
    "bytes": BYTES,
    "contracts": CONTRACTS,
    "archives": ARCHIVES,
    "pairs": PAIRS,
    "metamorphic": METAMORPHIC,
}
