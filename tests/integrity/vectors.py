"""The test vectors of docs/fingerprints.json.

    python -m tests.integrity.vectors

Adds those of `SOURCES` that are not there yet. What is there stays: a fingerprint never changes.
"""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import Any

from importspy_static.extract.prints import read_by_libcst
from importspy_static.integrity.fingerprints import fingerprints
from importspy_static.integrity.forms import suite_of

PATH = Path(__file__).resolve().parents[2] / "docs" / "fingerprints.json"
SOURCES: tuple[str | bytes, ...] = (
    "",
    "x = 0xFF; del (a, b)\n",
    "n = -1, 0, 1_000_000, 2**70, 0o17, 0b0, 1208925819614629174706176\n",
    "f = 1.0, 1e-3, .5, 1e400, 0.0\nc = 2j, 0j, 1 + .5j\n",
    "s = 'a' \"b\" '''c\n''', r'\\d', u'e', '\\N{EURO SIGN}\\x41\\ud800', ''\nb = b'\\x00a' b'', rb'\\d'\n",
    "k = True, False, None, ...\n",
    "x: int\n(x): int\nx.y: int = 1\n",
    "t = a,\nt = (a)\nt = ()\nfor i, j in a, b: pass\nx[a, b], x[(a, b)], x[a,], x[a:b, ::c], x[:]\n",
    "a and (b and c) or d or (e or f and g)\nnot a in b, a not in b, a is not b, a < b <= c\n",
    "f'', f'a{x}b' 'c', f'{x!r:>{w}}', f'{x:}', f'{x=}', f'{{}}', f'{x}{y!s}{z!a:.2f}'\n",
    "f(a, *b, c=1, **d)\n[*a, *b], {**a, 1: 2}, {1, 2}\nlambda a, /, b=1, *c, d, e=2, **f: (yield)\n",
    "[a for b in c if d if e for f in g], {a for b in c}, {a: b for c in d}, (a for b in c)\n",
    "import a.b as c, d\nfrom . import e\nfrom ..f.g import h as i, j\nfrom k import *\n",
    "if a: b\nelif c: d\nelse: e\nwhile a:\n    break\nelse:\n    continue_\n",
    "try: a\nexcept B as c: d\nexcept (E, F): raise\nexcept: raise g from h\nelse: i\nfinally: j\n",
    "with a as b, (c): d\nassert a, b\nassert (a, b)\nglobal x, y\nx += 1; y @= 2\n(z := 3)\n",
    (
        "match a:\n    case 1 | -2: b\n    case [c, *d] if e: f\n    case {'k': g, **h}: i\n"
        "    case J(k, l=m) as n: o\n    case None | True: p\n    case _: q\n"
    ),
    "async def f():\n    async with a as b: await c\n    async for d in e: yield f\n    return [g async for h in i]\n",
    (
        "'doc'\nclass A(B, metaclass=C):\n    '''doc'''\n    x: int = 1\n    'about x'\n    @d\n"
        '    def f(self, a: int, /, *, b=2) -> str:\n        """doc"""\n        def g(): return a\n        return g\n'
    ),
    (
        "if a:\n    def f(): return 1\nelse:\n    def f(b): return 2\nclass C:\n    class D:\n"
        "        def g(self): pass\n    try:\n        def h(self): pass\n    except E: pass\n"
    ),
    "\N{LATIN SMALL LIGATURE FI}x = \N{LATIN SMALL LETTER LONG S}et(\N{GREEK SMALL LETTER PI})\n",
    "# coding: latin-1\nx = '\N{LATIN SMALL LETTER E WITH ACUTE}'\n".encode("latin-1"),
    "x = '\N{LATIN SMALL LETTER E WITH ACUTE}'\n".encode("utf-8-sig"),
    b"def f():\r\n\treturn 1 + \\\r\n\t\t2\r\n\x0cx = 1\r",
)
"""Grammar of Python 3.10, so that all can read them."""
NEWER: tuple[str, ...] = (
    "try: a\nexcept* (B, C) as d: e\nx[*a], x[*a, b]\ndef f(*args: *Ts): pass\n",
    "type A[T: int, *Ts, **P] = B\nclass C[T](D): pass\ndef f[S: (int, str)](x: S) -> S: return x\n",
    "f'{x['a']}{f'{y!r:{'>'}}'}' 'b' f'{'\\n'.join(z)}' f'{x = !s:>{w}}' f'{ x = }' f'a{{\\t'\n",
    "class A[T = int, *Ts = *B, **P = []]: pass\n",
)
"""Grammar of 3.11, 3.12, 3.12 and 3.13."""


def vector(source: str | bytes, *, docstrings: bool) -> dict[str, Any]:
    """A source with all its fingerprints."""
    tree = parsed(source)
    found = fingerprints(tree, docstrings=docstrings)
    form = suite_of(tree, docstrings=docstrings).form
    return {
        **({"source": source} if isinstance(source, str) else {"source_hex": source.hex()}),
        "docstrings": docstrings,
        **_told(form),
        "structure": found.structure,
        "body": found.body,
        "definitions": [
            {"name": each.name, "signature": each.signature, "body": each.body, "structure": each.structure}
            for each in found.definitions
        ],
    }


def parsed(source: str | bytes) -> ast.Module:
    """The tree of a source, made of libcst's where it is newer than this Python."""
    try:
        return ast.parse(source)
    except SyntaxError:
        assert isinstance(source, str)
        tree = read_by_libcst(source)
        assert tree is not None
        return tree


def _told(form: bytes) -> dict[str, str]:
    """As text, if it is: lone surrogates, and bytes of a constant, need not be."""
    try:
        return {"form": form.decode("utf-8")}
    except UnicodeDecodeError:
        return {"form_hex": form.hex()}


def read() -> list[dict[str, Any]]:
    """The vectors that are written down."""
    found: list[dict[str, Any]] = json.loads(PATH.read_text(encoding="utf-8"))["vectors"]
    return found


def source_of(written: dict[str, Any]) -> str | bytes:
    """The source of a vector."""
    source: str | bytes = written["source"] if "source" in written else bytes.fromhex(written["source_hex"])
    return source


def main() -> int:
    known = read() if PATH.exists() else []
    have = {(source_of(each), each["docstrings"]) for each in known}
    wanted = [(source, flag) for source in (*SOURCES, *NEWER) for flag in (False, True)]
    known += [vector(source, docstrings=flag) for source, flag in wanted if (source, flag) not in have]
    text = json.dumps({"version": "s1", "vectors": known}, indent=1, ensure_ascii=True)
    PATH.write_text(text + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
