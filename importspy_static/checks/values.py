"""Required values and types of variables, attributes and defaults, judged for one outcome of a name."""

from __future__ import annotations

from collections.abc import Sequence

from importspy_static.checks.promises import Promise, without_qualifiers
from importspy_static.checks.types import described, has_type, type_of, written
from importspy_static.interpret import constants
from importspy_static.interpret.constants import Unfoldable
from importspy_static.interpret.forms import is_loose
from importspy_static.interpret.namespace import Namespace
from importspy_static.interpret.parsing import respelled
from importspy_static.interpret.sameness import may_be_same, same
from importspy_static.interpret.values import Annotation, Cause, Computed, External, Literal, TypeExpression, Value
from importspy_static.model.contract import AnnotationMode, LiteralValue
from importspy_static.model.place import TOP, Span, Stated


def value_differs(value: Value, span: Span, required: LiteralValue) -> bool | Cause:
    """Whether a value is another than the required literal, of its type; why that cannot be told, if it cannot."""
    match value:
        case Literal():
            wanted = required_literal(required)
            return wanted is None or value.type != wanted.type or not _equal(value.value, wanted.value)
        case Computed(cause=cause, type=type):
            wanted = required_literal(required)
            if type is not None and wanted is not None and type != wanted.type:
                return True
            return cause
        case External(path=path) if path.startswith("builtins.") and not path.endswith("__"):
            return True
        case External(path=path):
            return Cause("SPY802", span, path)
        case TypeExpression(annotation=annotation):
            return Cause("SPY804", annotation.expression.span, annotation.expression.text)
        case _:
            return True


def _equal(one: object, other: object) -> bool:
    """Equality of constants of one type; a NaN is itself here."""
    return one == other or repr(one) == repr(other) == "nan"


def required_literal(required: LiteralValue) -> Literal | None:
    """What a contract's value is in Python; None if it is none that source could hold."""
    try:
        return constants.literal(required, TOP)
    except Unfoldable:
        return None


def shown(required: LiteralValue) -> str:
    """A contract's value as Python would write it."""
    wanted = required_literal(required)
    return written(wanted.value) if wanted is not None else repr(required)


def annotation_differs(
    found: Annotation, asked: Stated[str], mode: AnnotationMode, namespace: Namespace
) -> bool | Cause:
    """Whether an annotation means (or, under `exact`, reads) other than the required one; why that cannot be told, if
    it cannot: a name in it stands for something computed.
    """
    match mode:
        case "ignore":
            return False
        case "exact":
            return folded(found.expression.text) != folded(asked.value)
        case _ if isinstance(asked, Promise):
            return not asked.is_kept(namespace.meaning.of(found))
        case _:
            wanted = namespace.meaning.of_text(asked.value)
            if is_loose(wanted) and folded(found.expression.text) == folded(asked.value):
                return False  # names of the file that the annotation stands in, which this one need not have
            meant = namespace.meaning.of(found)
            if same(meant, wanted) or same(namespace.meaning.origin(meant), namespace.meaning.origin(wanted)):
                return False
            is_open = may_be_same(meant, wanted)
            return Cause("SPY804", found.expression.span, found.expression.text) if is_open else True


def folded(text: str) -> str:
    """Source text without its layout. What is no expression loses its white space, but for that between words."""
    written = respelled(text)
    if written is not None:
        return written
    words = text.split()
    result = ""
    for word in words:
        glue = (
            result
            and (result[-1].isidentifier() or result[-1].isdigit())
            and (word[0].isidentifier() or word[0].isdigit())
        )
        result += f" {word}" if glue else word
    return result


def type_differs(
    value: Value,
    span: Span,
    declared: Sequence[Annotation],
    asked: Stated[str],
    mode: AnnotationMode,
    namespace: Namespace,
) -> bool | Cause:
    """Whether a variable is of another type than required: by its declared annotation, else by its value."""
    if mode == "ignore":
        return False
    if isinstance(asked, Promise):
        # `Final` alone leaves the type to the value.
        declared = [each for each in declared if without_qualifiers(namespace.meaning.of(each)) is not None]
    if declared:
        answers = [annotation_differs(each, asked, mode, namespace) for each in declared]
        if False in answers:
            return False
        return next((each for each in answers if isinstance(each, Cause)), True)
    if mode == "exact" and isinstance(value, Literal):
        return folded(asked.value) != value.type
    forms = asked.forms if isinstance(asked, Promise) else (namespace.meaning.of_text(asked.value),)
    found = [has_type(value, span, form, namespace.meaning) for form in forms]
    if True in found:
        return False
    return next((each for each in found if isinstance(each, Cause)), True)


def found_type(value: Value, declared: Sequence[Annotation]) -> str:
    """The type that a message says was found."""
    if declared:
        return declared[0].expression.text
    return type_of(value) or described(value)
