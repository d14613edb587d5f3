"""For scripts that check thousands of modules with the same imports: each source is extracted once in a process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from importspy_static.extract.isolation import Extractor
from importspy_static.model.bytecode import Code
from importspy_static.model.depth import Depth
from importspy_static.model.fingerprint import Print
from importspy_static.model.program import Failure


def remember_extraction() -> None:
    """Have extractors of this process answer from memory what any of them was asked before."""
    encoded_each = Extractor.encoded_each
    known: dict[tuple[bytes, Depth | Print | Code], bytes | Failure] = {}

    def remembered(
        self: Extractor, sources: Sequence[bytes], depth: Depth | Print | Code = Depth.WHOLE
    ) -> Iterator[bytes | Failure]:
        for source in sources:
            key = sha256(source).digest(), depth
            if key not in known:
                (known[key],) = encoded_each(self, [source], depth)
            yield known[key]

    Extractor.encoded_each = remembered  # type: ignore[method-assign]
