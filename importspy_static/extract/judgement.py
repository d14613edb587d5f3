"""What CPython says of a source: its parser first, its compiler as the judge. Nothing of the source is run.

Why in this order, and what each guard costs: docs/decisions/0002.
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Callable
from types import CodeType

from importspy_static import limits
from importspy_static.extract.text import SourceText, decoded, encoding_of
from importspy_static.model.place import TOP, Span
from importspy_static.model.program import Failure

_DOTTED = re.compile(rb"\.[\s\\]*[^\s.\\,;:#()\[\]'\"]+(?:[\s\\]*\.[\s\\]*[^\s.\\,;:#()\[\]'\"]+)*")

_NO_FILE = ""
"""CPython opens the file of this name to quote it in an error: it must be none that anybody can create."""


def running_version() -> str:
    """The Python whose grammar is asked, as a message names it."""
    return f"Python {sys.version_info.major}.{sys.version_info.minor}"


def judged(source: bytes) -> ast.Module | Failure:
    """CPython's tree of a source that its compiler accepts, else why there is none."""
    found = _judged(source, _compiled)
    return found if isinstance(found, Failure) else found[0]


def judged_code(source: bytes, optimize: int = -1) -> tuple[ast.Module, CodeType] | Failure:
    """The tree with the code that the source compiles to, optimized as `compile` is told."""
    return _judged(source, lambda _, source: compile(source, _NO_FILE, "exec", dont_inherit=True, optimize=optimize))


def _compiled(tree: ast.Module, source: bytes) -> CodeType:
    """Of the tree: that is a parse less. It raises nothing else than it would of the source, which tells where."""
    try:
        return compile(tree, _NO_FILE, "exec", dont_inherit=True)
    except Exception:  # noqa: BLE001 - whatever it is, the source has the last word
        return compile(source, _NO_FILE, "exec", dont_inherit=True)


def _judged(source: bytes, compiled: Callable[[ast.Module, bytes], CodeType]) -> tuple[ast.Module, CodeType] | Failure:
    if too_much := before_parsing(source):
        return too_much
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(source, _NO_FILE)
            if too_much := before_compiling(source, tree):
                return too_much
            return tree, compiled(tree, source)
        except SyntaxError as error:
            return refused(source, error)
        except (ValueError, LookupError) as error:  # a null byte on some versions; codecs that raise what they like
            return refused(source, SyntaxError(str(error)))
        except (RecursionError, MemoryError) as error:
            return gave_up(error)


def accepted(text: str) -> ast.Module | None:
    """CPython's tree of a text that it accepts, else None."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(text, _NO_FILE)
            compile(text, _NO_FILE, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
    return tree


def before_parsing(source: bytes) -> Failure | None:
    """What already CPython's parser could not bear."""
    if len(source) > limits.SOURCE_BYTES:
        return Failure("complex", f"larger than the limit of {limits.SOURCE_BYTES} bytes", TOP)
    if source.count(b".") > limits.IMPORT_PARTS:
        for found in _DOTTED.finditer(source):
            if found[0].count(b".") > limits.IMPORT_PARTS:
                line = len(re.findall(rb"\r\n|\r|\n", source[: found.start()])) + 1
                reason = f"a dotted name of more than {limits.IMPORT_PARTS} parts, the limit"
                return Failure("complex", reason, Span(line, 1, line, 1))
    return None


def before_compiling(source: bytes, tree: ast.Module) -> Failure | None:
    """What CPython's parser accepts and its compiler dies of."""
    if source.count(b"for") <= limits.COMPREHENSION_CLAUSES:
        return None
    for node in ast.walk(tree):
        match node:
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                if len(node.generators) > limits.COMPREHENSION_CLAUSES:
                    reason = f"a comprehension has more than {limits.COMPREHENSION_CLAUSES} 'for' clauses, the limit"
                    return Failure("complex", reason, SourceText(lenient(source)).span(node))
    return None


def gave_up(error: BaseException) -> Failure:
    """CPython's own limits."""
    what = "nested too deeply" if isinstance(error, RecursionError) else "too large or nested too deeply"
    return Failure("complex", f"{what} for CPython's own parser or compiler ({running_version()})", TOP)


def refused(source: bytes, error: SyntaxError) -> Failure:
    """A syntax error, or bytes that are not the text they claim to be."""
    if undecodable := wrongly_encoded(source):
        return undecodable
    text = SourceText(lenient(source))
    message = error.msg or "invalid syntax"
    if b"\0" in source and "null byte" in message:
        return Failure("syntax", f"{message} ({running_version()})", _place_of_null(text))
    span = text.clipped(*_place(error, text))
    return Failure("syntax", f"{message} ({running_version()})", span)


def _place(error: SyntaxError, text: SourceText) -> tuple[int | None, int | None, int | None, int | None]:
    """Line, column and end, columns in characters.

    CPython's compiler tells columns in bytes, its parser in characters or, given bytes and before 3.13, in bytes.
    """
    place = error.lineno, error.offset, error.end_lineno, error.end_offset
    if text.text.isascii():
        return place
    if error.text is not None:
        try:
            compile(text.text, _NO_FILE, "exec", dont_inherit=True)
        except SyntaxError as told:
            if (told.msg, told.lineno) == (error.msg, error.lineno):
                return told.lineno, told.offset, told.end_lineno, told.end_offset
        except (ValueError, RecursionError, MemoryError):
            return place
    line, column, end_line, end_column = place
    return line, _in_characters(text, line, column), end_line, _in_characters(text, end_line, end_column)


def _in_characters(text: SourceText, line: int | None, column: int | None) -> int | None:
    if not line or not column or line > len(text.lines) or column < 1:
        return column
    return text.column(line, column - 1) + 1


def _place_of_null(text: SourceText) -> Span:
    at = max(text.text.find("\0"), 0)
    return text.span_between(at, at)


def wrongly_encoded(source: bytes) -> Failure | None:
    """Told when the bytes cannot be decoded by their declared encoding."""
    encoding = encoding_of(source)
    if source.startswith(b"\xef\xbb\xbf") and encoding != "utf-8":
        return Failure("encoding", f"it declares the encoding '{encoding}' and begins with UTF-8's mark", TOP)
    try:
        decoded(source)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        bad = error.object[error.start]
        return Failure("encoding", f"byte 0x{bad:02x} is not {encoding}, its encoding", Span(line, 1, line, 1))
    except (LookupError, ValueError) as error:
        return Failure("encoding", f"its encoding '{encoding}' cannot be decoded: {error}", TOP)
    return None


def lenient(source: bytes) -> str:
    """The text, bytes that are none shown as replacement characters."""
    try:
        return decoded(source, "replace")
    except (LookupError, ValueError):
        return source.replace(b"\r\n", b"\n").replace(b"\r", b"\n").decode("utf-8", "replace")
