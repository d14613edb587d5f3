"""The fingerprints of a module, at each depth."""

from __future__ import annotations

import ast
from hashlib import sha256

from importspy_static.integrity.forms import Definition, Suite, digest, suite_of
from importspy_static.model.fingerprint import DefinitionFingerprint, Fingerprints
from importspy_static.model.place import Span

SEVERAL = b"s1 several\n"


def fingerprints(module: ast.Module, *, docstrings: bool = False) -> Fingerprints:
    """The fingerprints of a module, and of the functions and classes in it.

    Raises:
        NoFormError: it has syntax that is newer than this version of the fingerprint.
    """
    suite = suite_of(module, docstrings=docstrings)
    return Fingerprints(
        structure=_told([digest("structure", suite.form)]),
        body=_told([digest("body", suite.own_form)]),
        definitions=tuple(_fingerprint(name, every) for name, every in _by_name(suite, "").items()),
    )


def source_fingerprint(source: bytes) -> str:
    """The fingerprint of a file's bytes."""
    return f"sha256:{sha256(source).hexdigest()}"


def _by_name(suite: Suite, prefix: str) -> dict[str, list[Definition]]:
    """All definitions by dotted name, classes before what is in them."""
    found: dict[str, list[Definition]] = {}
    for each in suite.members:
        name = prefix + each.node.name
        found.setdefault(name, []).append(each)
        for inner, several in _by_name(each.body, f"{name}.").items():
            found.setdefault(inner, []).extend(several)
    return found


def _fingerprint(name: str, every: list[Definition]) -> DefinitionFingerprint:
    last = every[-1].node
    return DefinitionFingerprint(
        name=name,
        kind="class" if isinstance(last, ast.ClassDef) else "function",
        signature=_told([digest("signature", each.signature) for each in every]),
        body=_told([digest("body", each.body.own_form) for each in every]),
        structure=_told([each.structure for each in every]),
        span=Span(last.lineno, last.col_offset + 1, last.lineno, last.col_offset + 1),
    )


def _told(digests: list[bytes]) -> str:
    """One digest as it is; that of all of them, if several definitions have one name."""
    if len(digests) == 1:
        return f"s1:{digests[0].decode('ascii')}"
    return f"s1:{sha256(SEVERAL + b''.join(digests)).hexdigest()}"
