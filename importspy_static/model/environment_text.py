"""What the text of an environment variable means, by the annotation that a contract gives it."""

from __future__ import annotations

from collections.abc import Callable

TRUE = frozenset({"true", "1", "yes", "on"})
FALSE = frozenset({"false", "0", "no", "off"})


def _bool(text: str) -> bool:
    word = text.strip().casefold()
    if word not in TRUE | FALSE:
        raise ValueError(word)
    return word in TRUE


def _int(text: str) -> int:
    return int(text, 10)


TYPES: dict[str, Callable[[str], object]] = {"bool": _bool, "int": _int, "float": float}
"""By annotation. Any other annotation leaves the text what it is. Each raises ValueError for a text of another type."""


def is_of_type(text: str, annotation: str) -> bool:
    """Whether a text can be read as the type."""
    try:
        TYPES.get(annotation, str)(text)
    except ValueError:
        return False
    return True


def fits_text(text: str, annotation: str, required: str | None) -> bool:
    """Whether the text of a variable is one of its type and, where a value is required, means the same as that."""
    if not is_of_type(text, annotation):
        return False
    if required is None:
        return True
    meaning = TYPES.get(annotation, str)
    return is_of_type(required, annotation) and _same(meaning(text), meaning(required))


def _same(one: object, other: object) -> bool:
    return one == other or repr(one) == repr(other) == "nan"
