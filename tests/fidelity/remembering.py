"""For scripts that check thousands of modules with the same imports: each source is extracted once in a process."""

from __future__ import annotations

from hashlib import sha256

from importspy_static.extract.isolation import Extractor
from importspy_static.model.bytecode import Code
from importspy_static.model.depth import Depth
from importspy_static.model.fingerprint import Print
from importspy_static.model.program import Failure


def remember_extraction() -> None:
    """Have extractors of this process answer from memory what any of them was asked before."""
    encoded = Extractor.encoded
    known: dict[tuple[bytes, Depth | Print | Code], bytes | Failure] = {}

    def remembered(self: Extractor, source: bytes, depth: Depth | Print | Code = Depth.WHOLE) -> bytes | Failure:
        key = sha256(source).digest(), depth
        if key not in known:
            known[key] = encoded(self, source, depth)
        return known[key]

    Extractor.encoded = remembered  # type: ignore[method-assign]
