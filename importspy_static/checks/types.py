"""Whether a value has the type that an annotation names, and how values and types are written in messages."""

from __future__ import annotations

from importspy_static.interpret.annotations import Meaning
from importspy_static.interpret.forms import NONE, Choice, Form, Listed, Named, Parametrised, Written
from importspy_static.interpret.sameness import same
from importspy_static.interpret.values import (
    Cause,
    ClassValue,
    Computed,
    Configured,
    Display,
    External,
    FunctionValue,
    Instance,
    Literal,
    Value,
)
from importspy_static.model.expression import Constant
from importspy_static.model.place import Span

LONGEST_SHOWN = 80


def written(content: object) -> str:
    """A constant as Python would write it, cut where it is long."""
    text = _written(content)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _written(content: object) -> str:
    match content:
        case Display(kind="dict", items=items):
            pairs = zip(items[::2], items[1::2], strict=True)
            return "{" + ", ".join(f"{_written(key)}: {_written(each)}" for (_, key), (_, each) in pairs) + "}"
        case Display(kind=kind, items=items):
            inner = ", ".join(_written(each) for _, each in items)
            match kind:
                case "list":
                    return f"[{inner}]"
                case "tuple":
                    return f"({inner},)" if len(items) == 1 else f"({inner})"
                case "set" if items:
                    return f"{{{inner}}}"
                case _:
                    return f"{kind}({inner})"
        case _ if content is Ellipsis:
            return "..."
        case _:
            return repr(content)


def described(value: Value) -> str:
    """What a value is, in the words of a message."""
    match value:
        case Literal(value=content):
            return written(content)
        case FunctionValue(kind="property"):
            return "a property"
        case FunctionValue(kind="class"):
            return "a class method"
        case FunctionValue(name="<lambda>"):
            return "a lambda"
        case FunctionValue():
            return "a function"
        case ClassValue():
            return "a class"
        case Instance(of=of):
            return f"an instance of {of.name}"
        case Computed(type=str() as type):
            return f"a computed {type}"
        case External(path=path):
            return path
        case Configured(path=path):
            return f"what {path}() returns"
        case _:
            return "a computed value"


def type_of(value: Value) -> str | None:
    """The type of a value, as a message and a contract would write it; None if it is not known."""
    match value:
        case Literal(type=type):
            return type
        case Computed(type=type):
            return type
        case Instance(of=of):
            return of.name
        case FunctionValue():
            return "function"
        case ClassValue():
            return "type"
        case _:
            return None


def has_type(value: Value, span: Span, form: Form, meaning: Meaning) -> bool | Cause:
    """Whether a value without annotation is of a type; why that cannot be told, if it cannot."""
    match value:
        case Literal():
            return _literal_has(value.type, value.value, form)
        case Computed(cause=cause, type=None):
            return cause
        case Computed(cause=cause, type=type):
            if isinstance(form, Parametrised):
                return cause if same(form.origin, Named(type or "")) else False
            return same(form, Named(type or ""))
        case Instance(of=of):
            own = meaning.of_value(of)
            return own is not None and same(own, _origin(form))
        case ClassValue():
            return same(_origin(form), Named("type"))
        case FunctionValue():
            return same(_origin(form), Named("collections.abc.Callable"))
        case External(path=path, span=imported):
            return Cause("SPY802", imported, path)
        case _:
            return Cause("SPY804", span, described(value))


def _origin(form: Form) -> Form:
    return form.origin if isinstance(form, Parametrised) else form


def _literal_has(kind: str, content: object, form: Form) -> bool:
    """A literal has its own type, and as a container also that type with what it holds.

    `Final` and `ClassVar` say nothing of the type, and `Literal[…]` names the values themselves.
    """
    if kind == "None":
        return same(form, NONE)
    match form:
        case Named(path="typing.Final" | "typing.ClassVar"):
            return True
        case Parametrised(Named(path="typing.Final" | "typing.ClassVar"), (inner,)):
            return _literal_has(kind, content, inner)
        case Parametrised(Named(path="typing.Literal"), (Listed(choices),)):
            return any(isinstance(each, Choice) and (each.type, each.value) == (kind, content) for each in choices)
        case Parametrised(origin, arguments) if isinstance(content, Display):
            return same(origin, Named(kind)) and _items_have(content, arguments)
        case _:
            return same(form, Named(kind))


def _items_have(display: Display, arguments: tuple[Form, ...]) -> bool:
    items = display.items
    match display.kind, arguments:
        case "dict", (key, item):
            return all(_literal_has(*each, key) for each in items[::2]) and all(
                _literal_has(*each, item) for each in items[1::2]
            )
        case "tuple", (item, Written(node=Constant(value=rest))) if rest is Ellipsis:
            return all(_literal_has(*each, item) for each in items)
        case "tuple", _:
            pairs = zip(items, arguments, strict=False)
            return len(arguments) == len(items) and all(_literal_has(*each, form) for each, form in pairs)
        case _, (item,):
            return all(_literal_has(*each, item) for each in items)
        case _:
            return False
