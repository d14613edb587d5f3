"""Members that nobody wrote: those of dataclasses, attrs classes, named tuples, enums and typed dictionaries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal as OneOf

from importspy_static.interpret import constants, lookup
from importspy_static.interpret.decorators import literal_text, truth
from importspy_static.interpret.expressions import Values, evaluate_node
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.state import DECLARED
from importspy_static.interpret.values import (
    Annotation,
    Cause,
    ClassValue,
    Computed,
    Configured,
    Default,
    Display,
    External,
    Field,
    FunctionValue,
    Literal,
    Outcome,
    Signature,
    SignatureParameter,
    Value,
)
from importspy_static.model.expression import (
    Attribute,
    Call,
    Collection,
    Constant,
    Expression,
    Name,
    Node,
    ParameterKind,
    Subscript,
)
from importspy_static.model.place import TOP, Span

Options = Mapping["str | None", Values]


def by_bases(machine: Machine, made: ClassValue) -> ClassValue:
    """The class with what its bases generate in it."""
    paths = _known_paths(made)
    if any(isinstance(base, ClassValue) and base.path == "typing.NamedTuple" for base in made.bases):
        return _named_tuple_class(machine, made)
    if any(path.startswith("enum.") for path in paths):
        _convert_members(machine, made)
        return replace(made, form="enum")
    if "typing.TypedDict" in paths:
        return replace(made, form="typeddict")
    return made


def _convert_members(machine: Machine, made: ClassValue) -> None:
    """The values of members go through `__new__` of the enum or of the type mixed in, and may come out as others."""
    line = lookup.mro(made) or ()
    mixed = {each.name for each in line if isinstance(each, ClassValue) and each.builtin and each.name != "object"}
    own = any(
        outcome.value is not None
        for entry in line
        if isinstance(entry, ClassValue) and entry.path is None
        for outcome in machine.state.get((entry.object, "__new__"))
    )
    for name in tuple(machine.names.get(made.object, ())):
        if not name[0].isalpha():
            continue
        found = machine.state.get((made.object, name))
        if any(isinstance(each.value, Literal) and (own or (mixed and each.value.type not in mixed)) for each in found):
            cause = Cause("SPY804", found[0].span or made.header, f"{made.name}.__new__")
            machine.put((made.object, name), (Outcome(Computed(cause), found[0].span),))


def _known_paths(of: ClassValue) -> set[str]:
    return {entry.path for entry in lookup.mro(of) or () if isinstance(entry, ClassValue) and entry.path is not None}


# Dataclasses


def dataclass(machine: Machine, target: ClassValue, options: Options) -> ClassValue:
    """What `dataclasses.dataclass(**options)` makes of a class (its `_process_class`)."""
    keyword_only = truth(options.get("kw_only"), False)
    with_init = truth(options.get("init"), True)
    try:
        own = _declared_fields(machine, target, bool(keyword_only), _dataclass_default)
    except _PossibleField as possible:
        return _with_unknown_constructor(machine, replace(target, form="dataclass"), possible)
    fields = _merged(machine, target, own, "dataclass")
    made = replace(target, form="dataclass", fields=tuple(fields))
    if keyword_only is None or with_init is None or None in options or _unknown_base(target, "dataclass"):
        _put_unknown_constructor(machine, made)
    elif with_init and not _defines(machine, made, "__init__"):
        _put(machine, made, "__init__", _constructor(made, fields))
    _drop_class_defaults(machine, made, own, bool(truth(options.get("slots"), False)))
    _put_comparisons(machine, made, options)
    return made


def is_refused(of: ClassValue) -> bool:
    """Whether `dataclass` raises: a field without default behind one with, or a default that is a list, dict or set."""
    optional = False
    for field in of.fields:
        values = field.default.values if field.default is not None and field.default.expression is None else ()
        if any(isinstance(each, Literal) and each.type in ("list", "dict", "set") for each in values):
            return True
        if not field.in_init or field.keyword_only:
            continue
        if optional and field.default is None:
            return True
        optional = optional or field.default is not None
    return False


def _declared_fields(machine: Machine, of: ClassValue, keyword_only: bool, default_of: _DefaultOf) -> list[Field]:
    """The annotated names of a class body, in their order, as fields."""
    fields: list[Field] = []
    for name in tuple(machine.names.get(of.object, ())):
        if not name.startswith(DECLARED):
            continue
        declared = machine.state.get((of.object, name))
        annotation = next((each.annotation for each in declared if each.annotation), None)
        if annotation is None:
            continue
        if any(each.annotation is None for each in declared):
            raise _PossibleField(next((each.branch for each in declared if each.branch), None))
        match _marker(machine, annotation):
            case "ClassVar":
                continue
            case "KW_ONLY":
                keyword_only = True
                continue
            case marker:
                field = default_of(machine, of, name.removeprefix(DECLARED), annotation, keyword_only)
                fields.append(replace(field, stored=marker != "InitVar"))
    return fields


def _marker(machine: Machine, annotation: Annotation) -> str | None:
    """`ClassVar`, `InitVar` or `KW_ONLY` if the annotation says so, also in quotes, as dataclasses look for it."""
    match annotation.expression.node:
        case Constant(value=str() as text):
            last = text.partition("[")[0].strip().rpartition(".")[2]
        case Subscript(owner=owner):
            last = _last_name(owner)
        case node:
            last = _last_name(node)
    return last if last in ("ClassVar", "InitVar", "KW_ONLY") else None


def _last_name(node: Node) -> str:
    match node:
        case Name(id=name) | Attribute(name=name):
            return name
        case _:
            return ""


class _PossibleField(Exception):
    """A field that is declared on some branches only."""

    def __init__(self, cause: Cause | None) -> None:
        super().__init__()
        self.cause = cause


class _DefaultOf:
    """How a kind of class reads the default of a field."""

    def __call__(
        self, machine: Machine, of: ClassValue, name: str, annotation: Annotation | None, keyword_only: bool
    ) -> Field:
        raise NotImplementedError


class _DataclassDefault(_DefaultOf):
    def __call__(
        self, machine: Machine, of: ClassValue, name: str, annotation: Annotation | None, keyword_only: bool
    ) -> Field:
        span = _declared_span(machine, of, name)
        values = _bound_values(machine, of, name)
        default: Default | None = None
        in_init = True
        match values:
            case ():
                pass
            case (Configured(path="dataclasses.field", keywords=keywords),):
                given = dict(keywords)
                in_init = truth(given.get("init"), True) is not False
                keyword_only = bool(truth(given.get("kw_only"), keyword_only))
                default = _field_default(machine, given, "default_factory", span)
            case _:
                default = Default(values, None, span)
        return Field(name, name, span, annotation, default, keyword_only, in_init)


_dataclass_default = _DataclassDefault()


def _field_default(machine: Machine, given: dict[str | None, Values], factory: str, span: Span) -> Default | None:
    if "default" in given:
        return Default(given["default"], None, span)
    if factory in given:
        return Default((Computed(Cause("SPY804", span, factory)),), None, span)
    return None


def _declared_span(machine: Machine, of: ClassValue, name: str) -> Span:
    for key in (name, DECLARED + name):
        for outcome in machine.state.get((of.object, key)):
            if outcome.span is not None:
                return outcome.span
    return of.header


def _bound_values(machine: Machine, of: ClassValue, name: str) -> Values:
    return tuple(each.value for each in machine.state.get((of.object, name)) if each.value is not None)


def _merged(machine: Machine, of: ClassValue, own: list[Field], form: str) -> list[Field]:
    """Inherited fields first, from the far end of the MRO; a field of the same name keeps its place."""
    merged: dict[str, Field] = {}
    for entry in reversed((lookup.mro(of) or (of,))[1:]):
        if isinstance(entry, ClassValue) and entry.form == form:
            current = machine.classes.get(entry.object, entry)
            merged.update({field.name: field for field in current.fields})
    merged.update({field.name: field for field in own})
    return list(merged.values())


def _unknown_base(of: ClassValue, form: str) -> bool:
    return any(not isinstance(entry, ClassValue) for entry in lookup.mro(of) or ())


_RETURNS_NONE = Annotation(Expression(Constant(None), TOP, "None"))


def _constructor(of: ClassValue, fields: list[Field], name: str = "__init__", first: str = "self") -> FunctionValue:
    receiver = SignatureParameter(first, "positional_or_keyword", of.span)
    positional = [
        _as_parameter(field, "positional_or_keyword") for field in fields if field.in_init and not field.keyword_only
    ]
    keywords = [_as_parameter(field, "keyword_only") for field in fields if field.in_init and field.keyword_only]
    return FunctionValue(
        object=of.object,
        name=name,
        span=of.span,
        signature=Signature((receiver, *positional, *keywords), _RETURNS_NONE if name == "__init__" else None),
        is_async=False,
        kind="static" if name == "__new__" else "instance",
    )


def _as_parameter(field: Field, kind: ParameterKind) -> SignatureParameter:
    return SignatureParameter(field.parameter, kind, field.span, field.annotation, field.default)


def _put(machine: Machine, of: ClassValue, name: str, value: Value) -> None:
    machine.put((of.object, name), (Outcome(value, of.span),))


def _put_unknown_constructor(machine: Machine, of: ClassValue) -> None:
    cause = next(
        (Cause("SPY806", each.span, f"base class '{each.path}'") for each in of.bases if isinstance(each, External)),
        Cause("SPY804", of.header, f"options of the decorator of {of.name}"),
    )
    if not _defines(machine, of, "__init__"):
        _put(machine, of, "__init__", FunctionValue(of.object, "__init__", of.span, cause, False))


def _with_unknown_constructor(machine: Machine, of: ClassValue, possible: _PossibleField) -> ClassValue:
    cause = possible.cause or Cause("SPY805", of.header, "a field under a condition")
    _put(machine, of, "__init__", FunctionValue(of.object, "__init__", of.span, cause, False))
    return of


def _defines(machine: Machine, of: ClassValue, name: str) -> bool:
    return any(outcome.value is not None for outcome in machine.state.get((of.object, name)))


def total_ordering(machine: Machine, target: ClassValue) -> ClassValue:
    """`functools.total_ordering` adds the comparisons that the class and its bases, `object` aside, lack."""
    for name in ("__lt__", "__le__", "__gt__", "__ge__"):
        found = lookup.class_member(machine, target, name)
        if any(isinstance(each.value, FunctionValue) and each.value.object == lookup.BUILTIN for each in found):
            _put(machine, target, name, _comparison(target, name, with_sentinel=machine.target.version[:2] < (3, 11)))
    return target


def _comparison(of: ClassValue, name: str, with_sentinel: bool = False) -> FunctionValue:
    """A comparison; those of `total_ordering` had a third parameter up to Python 3.10."""
    parameters = tuple(SignatureParameter(each, "positional_or_keyword", of.span) for each in ("self", "other"))
    if with_sentinel:
        default = Default((External("builtins.NotImplemented", of.span),), None, of.span)
        parameters += (SignatureParameter("NotImplemented", "positional_or_keyword", of.span, None, default),)
    return FunctionValue(of.object, name, of.span, Signature(parameters, None), False)


def _drop_class_defaults(machine: Machine, of: ClassValue, own: list[Field], slots: bool) -> None:
    """A field's default stays as class attribute; a `field()` without one, and any with slots, does not."""
    for field in own:
        values = _bound_values(machine, of, field.name)
        if not values:
            continue
        configured = isinstance(values[0], Configured)
        if slots or (configured and field.default is None) or (configured and _is_factory(field)):
            machine.put((of.object, field.name), (Outcome(None, field.span),))
        elif configured and field.default is not None:
            machine.put((of.object, field.name), tuple(Outcome(value, field.span) for value in field.default.values))


def _is_factory(field: Field) -> bool:
    match field.default:
        case Default(values=(Computed(cause=Cause(construct="default_factory" | "factory")),)):
            return True
        case _:
            return False


def _put_comparisons(machine: Machine, of: ClassValue, options: Options) -> None:
    wanted: list[str] = []
    if truth(options.get("repr"), True) is not False:
        wanted.append("__repr__")
    if truth(options.get("eq"), True) is not False:
        wanted.append("__eq__")
    if truth(options.get("order"), False):
        wanted += ["__lt__", "__le__", "__gt__", "__ge__"]
    for name in wanted:
        if _defines(machine, of, name):
            continue
        if name == "__repr__":
            receiver = SignatureParameter("self", "positional_or_keyword", of.span)
            _put(machine, of, name, FunctionValue(of.object, name, of.span, Signature((receiver,), None), False))
        else:
            _put(machine, of, name, _comparison(of, name))
    if "__eq__" in wanted and not _defines(machine, of, "__hash__"):
        # A frozen dataclass is hashed by its fields, another one not at all (documentation of `dataclasses`).
        frozen = truth(options.get("frozen"), False) or truth(options.get("unsafe_hash"), False)
        receiver = SignatureParameter("self", "positional_or_keyword", of.span)
        hashed = FunctionValue(of.object, "__hash__", of.span, Signature((receiver,), None), False)
        _put(machine, of, "__hash__", hashed if frozen else constants.literal(None, of.span))
    known = not _unknown_base(of, "dataclass")
    if known and truth(options.get("match_args"), True) is not False and not _defines(machine, of, "__match_args__"):
        names = tuple(field.name for field in of.fields if field.in_init and not field.keyword_only)
        _put(machine, of, "__match_args__", constants.literal(names, of.span))


# attrs


def attrs(machine: Machine, target: ClassValue, flavour: str, options: Options) -> ClassValue:
    """What `attrs` makes of a class; `flavour` is `attr.s`, `attr.dataclass` or `define` (attrs documentation, "API
    reference").
    """
    keyword_only = bool(truth(options.get("kw_only"), False))
    auto = truth(options.get("auto_attribs"), flavour != "attr.s")
    explicit = _explicit_attrs(machine, target)
    try:
        annotated = _declared_fields(machine, target, keyword_only, _attrs_default)
    except _PossibleField as possible:
        return _with_unknown_constructor(machine, replace(target, form="attrs"), possible)
    if flavour == "define" and "auto_attribs" not in options:
        # define: collects annotated names unless a field lacks an annotation.
        auto = all(name in {field.name for field in annotated} for name in explicit)
    own = annotated if auto else _explicit_fields(machine, target, explicit, keyword_only)
    fields = _merged(machine, target, own, "attrs")
    made = replace(target, form="attrs", fields=tuple(fields))
    with_init = truth(options.get("init"), True)
    if auto is None or with_init is None or None in options or _unknown_base(target, "attrs"):
        _put_unknown_constructor(machine, made)
    elif with_init and not (flavour == "define" and _defines(machine, made, "__init__")):
        _put(machine, made, "__init__", _constructor(made, fields))
    for field in own:
        if _bound_values(machine, made, field.name):
            machine.put((made.object, field.name), (Outcome(None, field.span),))
    return made


_FIELD_CALLS = frozenset({"attr.ib", "attr.attrib", "attr.attr", "attr.field", "attrs.field"})


def _explicit_attrs(machine: Machine, of: ClassValue) -> list[str]:
    return [
        name
        for name in machine.names.get(of.object, ())
        if any(
            isinstance(value, Configured) and value.path in _FIELD_CALLS for value in _bound_values(machine, of, name)
        )
    ]


def _explicit_fields(machine: Machine, of: ClassValue, names: list[str], keyword_only: bool) -> list[Field]:
    fields: list[Field] = []
    for name in names:
        declared = machine.state.get((of.object, DECLARED + name))
        annotation = next((each.annotation for each in declared if each.annotation), None)
        fields.append(_attrs_default(machine, of, name, annotation, keyword_only))
    return fields


class _AttrsDefault(_DefaultOf):
    def __call__(
        self, machine: Machine, of: ClassValue, name: str, annotation: Annotation | None, keyword_only: bool
    ) -> Field:
        span = _declared_span(machine, of, name)
        values = _bound_values(machine, of, name)
        parameter = name.lstrip("_")
        default: Default | None = None
        in_init = True
        match values:
            case ():
                pass
            case (Configured(path=path, keywords=keywords),) if path in _FIELD_CALLS:
                given = dict(keywords)
                in_init = truth(given.get("init"), True) is not False
                keyword_only = bool(truth(given.get("kw_only"), keyword_only))
                parameter = literal_text(given.get("alias", ())) or parameter
                default = _field_default(machine, given, "factory", span)
                if "converter" in given:
                    annotation = None
            case _:
                default = Default(values, None, span)
        return Field(name, parameter, span, annotation, default, keyword_only, in_init)


_attrs_default = _AttrsDefault()


# Named tuples, typed dictionaries, enums


def _named_tuple_class(machine: Machine, made: ClassValue) -> ClassValue:
    own = _declared_fields(machine, made, False, _dataclass_default)
    bases = tuple(
        base for base in made.bases if not (isinstance(base, ClassValue) and base.path == "typing.NamedTuple")
    )
    whole = replace(made, bases=(lookup.builtin_class(tuple), *bases), form="namedtuple", fields=tuple(own))
    _put_named_tuple_members(machine, whole)
    return whole


def _put_named_tuple_members(machine: Machine, of: ClassValue) -> None:
    fields = list(of.fields)
    _put(machine, of, "__new__", _constructor(of, fields, "__new__", "_cls"))
    self = SignatureParameter("self", "positional_or_keyword", of.span)
    receiver = replace(self, kind="positional_only")
    anything = SignatureParameter("kwds", "var_keyword", of.span)
    iterable = SignatureParameter("iterable", "positional_or_keyword", of.span)
    for name, parameters, kind in (
        ("_asdict", (self,), "instance"),
        ("_replace", (receiver, anything), "instance"),
        ("_make", (replace(self, name="cls"), iterable), "class"),
    ):
        _put(machine, of, name, FunctionValue(of.object, name, of.span, Signature(parameters, None), False, kind))  # type: ignore[arg-type]
    names = constants.literal(tuple(field.name for field in fields), of.span)
    for name in ("_fields", "__match_args__"):
        _put(machine, of, name, names)
    for name in ("__repr__", "__getnewargs__"):
        _put(machine, of, name, FunctionValue(of.object, name, of.span, Signature((self,), None), False))
    _put(machine, of, "__slots__", constants.literal((), of.span))
    _put(machine, of, "_field_defaults", Computed(Cause("SPY804", of.span, "_field_defaults"), "dict"))
    for field in fields:
        machine.put(
            (of.object, field.name), (Outcome(Computed(Cause("SPY804", field.span, "named tuple field")), field.span),)
        )


def functional(
    machine: Machine, path: str, arguments: list[Values], keywords: list[tuple[str | None, Values]], node: Call
) -> Values:
    """`namedtuple(…)`, `NamedTuple(…)`, `TypedDict(…)`, `Enum(…)`."""
    span = machine.current.span
    name = literal_text(arguments[0]) if arguments else None
    owner = machine.object_at("functional", span)
    form: OneOf["namedtuple", "enum", "typeddict"] = (
        "enum" if path.startswith("enum.") else "typeddict" if path == "typing.TypedDict" else "namedtuple"
    )
    base = lookup.known_class(path, machine.target) if form != "namedtuple" else lookup.builtin_class(tuple)
    made = ClassValue(owner, name or "?", span, span, tuple(each for each in [base] if each is not None), form=form)
    machine.classes[owner] = made
    fields = _functional_fields(machine, path, arguments, dict(keywords), node)
    if fields is None:
        return (replace(made, opaque=machine.cause("SPY804")),)
    made = replace(made, fields=tuple(fields))
    machine.classes[owner] = made
    match form:
        case "namedtuple":
            _put_named_tuple_members(machine, made)
        case "enum":
            for field in fields:
                values = field.default.values if field.default else (Computed(machine.cause("SPY804")),)
                machine.put((owner, field.name), tuple(Outcome(value, span) for value in values))
        case "typeddict":
            for field in fields:
                if field.annotation is not None:
                    machine.put((owner, DECLARED + field.name), (Outcome(None, span, None, field.annotation),))
    return (made,)


def _functional_fields(
    machine: Machine, path: str, arguments: list[Values], keywords: dict[str | None, Values], node: Call
) -> list[Field] | None:
    if len(arguments) < 2 or "rename" in keywords or "start" in keywords:
        return None
    if path in ("typing.NamedTuple", "typing.TypedDict"):
        return _typed_fields(machine, node)
    names = _field_names(arguments[1])
    pairs = any(isinstance(each, Literal) and each.type == "dict" for each in arguments[1])
    if names is None or (pairs and path.startswith("enum.")):
        return None
    span = machine.current.span
    if path.startswith("enum."):
        numbers = [Default((constants.literal(index, span),), None, span) for index in range(1, len(names) + 1)]
        plain = path in ("enum.Enum", "enum.IntEnum")
        return [
            Field(name, name, span, None, number if plain else None, False, True)
            for name, number in zip(names, numbers, strict=True)
        ]
    defaults = _named_tuple_defaults(keywords.get("defaults"))
    if defaults is None:
        return None
    without = len(names) - len(defaults)
    return [
        Field(
            name,
            name,
            span,
            None,
            None if index < without else Default((defaults[index - without],), None, span),
            False,
            True,
        )
        for index, name in enumerate(names)
    ]


def _field_names(values: Values) -> list[str] | None:
    match values:
        case (Literal(value=str() as text),):
            return text.replace(",", " ").split()
        case (Literal(value=Display(kind="list" | "tuple", items=items)),):
            names = [content for _, content in items]
            return (
                [name for name in names if isinstance(name, str)]
                if all(isinstance(name, str) for name in names)
                else None
            )
        case (Literal(value=Display(kind="dict", items=items)),):
            return [content for _, content in items[::2] if isinstance(content, str)]
        case _:
            return None


def _named_tuple_defaults(values: Values | None) -> list[Literal] | None:
    match values:
        case None:
            return []
        case (Literal(value=Display(kind="list" | "tuple", items=items), span=span),):
            return [Literal(content, kind, span) for kind, content in items]
        case _:
            return None


def _typed_fields(machine: Machine, node: Call) -> list[Field] | None:
    """The fields of `NamedTuple("N", [("x", int)])` and `TypedDict("D", {"x": int})`."""
    from importspy_static.model.expression import Dictionary

    current = machine.current
    pairs: list[tuple[Node, Node]] = []
    match node.arguments:
        case [_, Collection(items=items)]:
            for item in items:
                match item:
                    case Collection(items=(key, annotation)):
                        pairs.append((key, annotation))
                    case _:
                        return None
        case [_, Dictionary(items=entries)]:
            for entry in entries:
                if entry.key is None:
                    return None
                pairs.append((entry.key, entry.value))
        case _:
            return None
    fields: list[Field] = []
    for key, annotation in pairs:
        name = literal_text(evaluate_node(machine, key))
        if name is None:
            return None
        declared = Annotation(Expression(annotation, current.span, current.text), machine.frame.scopes)
        fields.append(Field(name, name, current.span, declared, None, False, True))
    return fields
