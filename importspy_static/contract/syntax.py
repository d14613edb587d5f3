"""The small languages inside of a contract: names, expressions, versions, file names, fingerprints.

Each function takes a text and says what is wrong with it, or None.
"""

from __future__ import annotations

import ast
import keyword
import re
import sys
import warnings

from importspy_static.contract.nodes import quoted

OPERATORS = ("<", ">", "=", "!", "~")
EXACT_VERSION = re.compile(r"v?\d+(?:\.\d+){0,3}(?:(?:a|b|rc)\d+)?\+?")
STAR_PATTERN = re.compile(r"[\w*]+(?:\.[\w*]+)*")


def identifier(name: str) -> str | None:
    if keyword.iskeyword(name):
        return f"expected a name, found the keyword {quoted(name)}"
    return None if name.isidentifier() else f"expected a Python name, found {quoted(name)}"


def dotted(name: str) -> str | None:
    if all(identifier(part) is None for part in name.split(".")):
        return None
    return f"expected a Python name, dotted or not, found {quoted(name)}"


def interface(name: str) -> str | None:
    """`package.module:Class`, or dotted all the way: `package.module.Class`."""
    module, colon, qualified = name.partition(":")
    if not colon:
        module, colon, qualified = name.rpartition(".")
    if colon and dotted(module) is None and dotted(qualified) is None:
        return None
    return f"expected 'module:Class', found {quoted(name)}"


def expression(text: str) -> str | None:
    """An annotation or a default: one Python expression, of no more than `limits.CONTRACT_TEXT` characters."""
    if _parses(text) or (_parses(f"({text}\n)") and _parses(" ".join(text.split()))):
        return None
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"expected a Python expression, found {quoted(text)}, which Python {version} cannot parse"


def starred_annotation(text: str) -> str | None:
    """The annotation of `*args`, which may be `*Ts` (PEP 646)."""
    return expression(text.removeprefix("*"))


def _parses(text: str) -> bool:
    # Text such as "\d" in a Literal warns, and a warning may have been made an error.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text.strip(), mode="eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True


def version(text: str) -> str | None:
    """Exact text, or a PEP 440 specifier set if it begins like one."""
    return specifiers(text) if text.startswith(OPERATORS) else None


def python_version(text: str) -> str | None:
    """`3.11`, `3.12.9`, or a PEP 440 specifier set."""
    if text.startswith(OPERATORS):
        return specifiers(text)
    if EXACT_VERSION.fullmatch(text):
        return None
    return f"expected a Python version such as 3.11 or '>=3.10', found {quoted(text)}"


def specifiers(text: str) -> str | None:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        SpecifierSet(text)
    except InvalidSpecifier:
        return f"expected a PEP 440 specifier set such as '>=1.2,<2', found {quoted(text)}"
    return None


def filename(text: str) -> str | None:
    if "\\" in text:
        return f"expected a path with forward slashes, found {quoted(text)}"
    return f"expected the path of a file, found {quoted(text)}, a folder" if text.endswith("/") else None


def pattern(text: str) -> str | None:
    """A dotted name in which `*` stands for any run of characters."""
    if STAR_PATTERN.fullmatch(text):
        return None
    return f"expected a dotted name such as app.route or functools.*, found {quoted(text)}"


def environment_name(text: str) -> str | None:
    return f"expected the name of an environment variable, found {quoted(text)}" if re.search("[=\0]", text) else None


def source_hash(text: str) -> str | None:
    if re.fullmatch(r"sha256:[0-9a-f]{64}", text):
        return None
    return f"expected 'sha256:' and 64 hexadecimal digits in lower case, found {quoted(text)}"


def structure_hash(text: str) -> str | None:
    if re.fullmatch(r"s1:[0-9a-f]{64}", text):
        return None
    return f"expected 's1:' and 64 hexadecimal digits in lower case, found {quoted(text)}"
