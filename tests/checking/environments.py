"""Distributions as installers leave them: plain files, made by hand."""

from __future__ import annotations

import hashlib
import importlib.util
import marshal
import os
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from pathlib import Path

PACKAGE = {
    "acme/__init__.py": "from acme.core import run\n",
    "acme/core.py": 'def run(amount):\n    """Charge."""\n    assert amount\n    return amount + 1\n',
    "acme/data/rates.json": "{}\n",
}


def write(folder: Path, contents: Mapping[str, str | bytes]) -> None:
    for name, content in contents.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)


def record_line(name: str, content: bytes, algorithm: str = "sha256") -> str:
    """As installers write it."""
    digest = urlsafe_b64encode(hashlib.new(algorithm, content).digest()).decode().rstrip("=")
    return f"{name},{algorithm}={digest},{len(content)}\n"


def install(
    site: Path,
    contents: Mapping[str, str | bytes] = PACKAGE,
    name: str = "acme",
    *,
    more: str = "",
    metadata: Mapping[str, str] | None = None,
) -> Path:
    """A distribution of version 1.0 in a folder, with its RECORD; the folder of its metadata.

    `more` are further lines of RECORD, `metadata` further files.
    """
    own = f"{name}-1.0.dist-info"
    told = {
        "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        "INSTALLER": "pip\n",
        **(metadata or {}),
    }
    everything = {**contents, **{f"{own}/{each}": text for each, text in told.items()}}
    write(site, everything)
    lines = [record_line(each, (site / each).read_bytes()) for each in everything]
    (site / own / "RECORD").write_text("".join(lines) + f"{own}/RECORD,,\n" + more, encoding="utf-8")
    return site / own


def cached(source: Path, code: str | None = None, *, flags: int = 0, optimization: int = 0, magic: bytes = b"") -> Path:
    """Bytecode in the cache of a source, with a header that fits it, whatever the code is made of."""
    content = source.read_bytes()
    compiled = compile(content if code is None else code, str(source), "exec", dont_inherit=True, optimize=optimization)
    status = source.stat()
    if flags & 1:
        rest = importlib.util.source_hash(content)
    else:
        rest = int(status.st_mtime).to_bytes(4, "little") + status.st_size.to_bytes(4, "little")
    place = Path(importlib.util.cache_from_source(str(source), optimization=optimization or ""))
    place.parent.mkdir(exist_ok=True)
    head = (magic or importlib.util.MAGIC_NUMBER) + flags.to_bytes(4, "little") + rest
    place.write_bytes(head + marshal.dumps(compiled))
    return place


def touched(path: Path) -> None:
    """The same file with another time."""
    status = path.stat()
    os.utime(path, (status.st_atime, status.st_mtime + 100))
