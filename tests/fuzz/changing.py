"""Bytes made from others by a few changes, as a file is spoilt or an attacker tries them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

NUMBERS = (
    b"\x00",
    b"\xff",
    b"\x7f",
    b"\x80",
    bytes(2),
    b"\xff\xff",
    bytes(4),
    b"\xff" * 4,
    b"\x00\x00\x00\x80",
    bytes(8),
)


def changed(content: bytes, chance: random.Random, pieces: Sequence[bytes] = NUMBERS, most: int = 4) -> bytes:
    """The same with up to so many changes: a piece put in, some bytes gone, changed, repeated or moved."""
    made = bytearray(content or b"\n")
    for _ in range(chance.randint(1, most)):
        at = chance.randrange(len(made) + 1)
        start = chance.randrange(len(made) + 1)
        length = min(int(chance.paretovariate(1)), 400)
        match chance.randrange(7):
            case 0 | 1:
                made[at:at] = chance.choice(pieces)
            case 2:
                del made[at : at + length]
            case 3:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 4:
                made[at:at] = made[start : start + length]
            case 5:
                made[at : at + length] = made[start : start + length]
            case _:
                piece = chance.choice(pieces)
                made[at : at + len(piece)] = piece
        if not made:
            made += b"\n"
    return bytes(made)


def lines_changed(content: bytes, chance: random.Random) -> bytes:
    """The same with a line gone, repeated, moved, or given another indentation: what is left is often sound."""
    lines = content.splitlines(keepends=True) or [b"\n"]
    at = chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(chance.randrange(len(lines) + 1), lines[at])
        case 2:
            lines.insert(chance.randrange(len(lines)), lines.pop(at))
        case 3:
            lines[at] = b"    " + lines[at]
        case _:
            lines[at] = lines[at].lstrip(b" ")
    return b"".join(lines)


def smaller(content: bytes, is_wrong: Callable[[bytes], bool], tries: int = 400) -> bytes:
    """A small part of an input that is still wrong: pieces are left out, large ones first."""
    size = max(len(content) // 2, 1)
    while tries > 0:
        at = 0
        while at < len(content) and tries > 0:
            without = content[:at] + content[at + size :]
            tries -= 1
            if is_wrong(without):
                content = without
            else:
                at += size
        if size == 1:
            break
        size //= 2
    return content
