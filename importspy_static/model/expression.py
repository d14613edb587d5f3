"""Expressions of the checked source, as far as their meaning can matter to a contract.

A node tells structure only; `Expression` adds the place and the text of one that a message may quote.
What a checker need not understand becomes `Opaque`, which still knows the type that syntax guarantees.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.place import Span

ConstantValue: TypeAlias = "str | bytes | int | float | complex | bool | None | ellipsis"  # noqa: F821


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal: number, text (adjacent strings joined), bytes, True, False, None or `...`."""

    value: object


@dataclass(frozen=True, slots=True)
class Name:
    id: str


@dataclass(frozen=True, slots=True)
class Attribute:
    owner: Node
    name: str


@dataclass(frozen=True, slots=True)
class Subscript:
    """`owner[item]`; several items, or one with a trailing comma, are one `Collection("tuple", …)`.

    A slice is `Slice`.
    """

    owner: Node
    item: Node


@dataclass(frozen=True, slots=True)
class Slice:
    lower: Node | None
    upper: Node | None
    step: Node | None


@dataclass(frozen=True, slots=True)
class Keyword:
    """`name=value` in a call; `name` is None for `**value`."""

    name: str | None
    value: Node


@dataclass(frozen=True, slots=True)
class Call:
    """`function(*arguments, **keywords)`; a starred positional argument is `Starred`."""

    function: Node
    arguments: tuple[Node, ...] = ()
    keywords: tuple[Keyword, ...] = ()


@dataclass(frozen=True, slots=True)
class UnaryOperation:
    operator: Literal["not", "-", "+", "~"]
    operand: Node


@dataclass(frozen=True, slots=True)
class BinaryOperation:
    """`left operator right`, the operator as it is written: `+`, `//`, `|`, `@`, …"""

    left: Node
    operator: str
    right: Node


@dataclass(frozen=True, slots=True)
class BooleanOperation:
    """A chain of one operator: `a and b and c` has three operands."""

    operator: Literal["and", "or"]
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left op1 right1 op2 right2 …`; operators as written: `==`, `not in`, `is not`, …"""

    left: Node
    operators: tuple[str, ...]
    rights: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Conditional:
    test: Node
    body: Node
    orelse: Node


@dataclass(frozen=True, slots=True)
class Collection:
    """A display of a tuple, list or set. Items may be `Starred`."""

    kind: Literal["tuple", "list", "set"]
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class DictionaryItem:
    """`key: value`; `key` is None for `**value`."""

    key: Node | None
    value: Node


@dataclass(frozen=True, slots=True)
class Dictionary:
    items: tuple[DictionaryItem, ...]


@dataclass(frozen=True, slots=True)
class Starred:
    operand: Node


@dataclass(frozen=True, slots=True)
class NamedExpression:
    """`target := value`; binds in the enclosing function, class or module."""

    target: str
    value: Node


@dataclass(frozen=True, slots=True)
class Lambda:
    """The body is evaluated only when called.

    It is kept where it is a name (`lambda thing: thing`) or a small call that may change something, and as an `Opaque`
    where such calls are in it.
    """

    parameters: tuple[Parameter, ...]
    body: Node | None = None


@dataclass(frozen=True, slots=True)
class FormattedField:
    """`{operand!conversion:specification}` in an f-string."""

    operand: Node
    conversion: Literal["", "s", "r", "a"]
    """Empty where there is none."""
    specification: FormattedText | None


@dataclass(frozen=True, slots=True)
class FormattedText:
    """An f-string, or strings joined with one: texts, with their escapes read, and fields in their order."""

    parts: tuple[Constant | FormattedField, ...]


@dataclass(frozen=True, slots=True)
class Opaque:
    """An expression whose value is not followed.

    `type` is the builtin type that syntax guarantees (`"str"` for an f-string that is not simple, `"list"` for a list
    comprehension or a list too large to follow), else None. `parts` are the expressions inside that are
    evaluated with it and can have an effect on a namespace (calls and named expressions).
    `form` says what it is in the words of a message: "f-string", "list comprehension", "await", …
    """

    form: str
    type: str | None = None
    parts: tuple[Node, ...] = ()
    lazy: bool = False
    """The parts may not be evaluated at all: those of a generator, or of a comprehension that may have no round."""
    reads: tuple[str, ...] = ()
    """Names that each round of a comprehension, which has one, surely reads from outside of it. In the body of a class
    that is outside of the class, too."""


Node: TypeAlias = (
    Constant
    | Name
    | Attribute
    | Subscript
    | Slice
    | Call
    | UnaryOperation
    | BinaryOperation
    | BooleanOperation
    | Comparison
    | Conditional
    | Collection
    | Dictionary
    | Starred
    | NamedExpression
    | Lambda
    | FormattedText
    | Opaque
)


@dataclass(frozen=True, slots=True)
class Expression:
    """A node with its place and its text, exactly as written but for length.

    Annotations keep their whole text; other text over `TEXT_LIMIT` characters ends in `…`.
    """

    node: Node
    span: Span
    text: str


TEXT_LIMIT = 500

ParameterKind: TypeAlias = Literal[
    "positional_only", "positional_or_keyword", "var_positional", "keyword_only", "var_keyword"
]
"""`inspect.Parameter.kind`, in lower case."""
POSITIONAL: Final = ("positional_only", "positional_or_keyword")
"""The kinds of parameters that an argument is bound to by its place."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function. `span` covers `name: annotation`, as `ast.arg` does (stars left out)."""

    name: str
    kind: ParameterKind
    span: Span
    annotation: Expression | None = None
    default: Expression | None = None
