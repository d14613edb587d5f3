"""What a Protocol or abstract base class says, as the requirements that one would write by hand.

They are made with the class at hand that should keep them, as Python lets a promise be kept in several ways: a static
method serves where an instance is called, an attribute where a property is read, an `async def` where an awaitable is
returned.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from importspy_static.checks.context import Context
from importspy_static.checks.promises import ANY, Promise, by_name, members, replaced, without_qualifiers
from importspy_static.interpret import lookup
from importspy_static.interpret.forms import Form, Named, Parametrised, has_parameter
from importspy_static.interpret.interfaces import Member
from importspy_static.interpret.values import (
    Annotation,
    ClassValue,
    FunctionValue,
    Signature,
    SignatureParameter,
    Value,
)
from importspy_static.lazy_dataclasses import dataclass, replace
from importspy_static.model.contract import (
    ArgumentRequirement,
    AttributeRequirement,
    AttributeScope,
    FunctionRequirement,
    MethodKind,
)
from importspy_static.model.expression import ParameterKind
from importspy_static.model.place import ContractPlace, Stated

OBJECT = Named("object")
SELF = Named("typing.Self")
AWAITABLE = ("collections.abc.Awaitable", "collections.abc.Coroutine")
ASYNCHRONOUS = tuple(f"collections.abc.{name}" for name in ("AsyncIterator", "AsyncIterable", "AsyncGenerator"))


@dataclass(frozen=True, slots=True)
class Demand:
    """A Protocol or abstract base class, held against one class."""

    context: Context
    item: Stated[str]
    """What `implements` says."""
    symbol: str
    interface: ClassValue
    found: ClassValue

    def place(self, *keys: str) -> ContractPlace:
        """The place of the item, told apart by what of the interface it is about."""
        place = self.item.place
        return replace(place, key=".".join((place.key, *keys)))


def attribute_of(demand: Demand, member: Member, returned: Annotation | None = None) -> AttributeRequirement:
    """An annotated or assigned name, or a property (then `returned` is its annotation)."""
    place = demand.place(member.name)
    annotation = returned or next(iter(member.annotations), None)
    scope: Stated[AttributeScope] | None = None
    if annotation is not None and _is_of_class(demand, annotation):
        scope = Stated("class", place)
    return AttributeRequirement(
        name=member.name, place=place, scope=scope, annotation=_promise(demand, annotation, place, covariant=True)
    )


def _is_of_class(demand: Demand, annotation: Annotation) -> bool:
    match demand.context.namespace.meaning.of(annotation):
        case Named(path="typing.ClassVar") | Parametrised(Named(path="typing.ClassVar")):
            return True
        case _:
            return False


def methods_of(demand: Demand, function: FunctionValue, found: Value | None) -> Iterable[FunctionRequirement]:
    """A method, or each of its overloads: then arguments count, and annotations differ from one to the next."""
    if not function.overloads:
        yield _method(demand, function, found if isinstance(found, FunctionValue) else None)
        return
    for number, each in enumerate(function.overloads):
        whole = _method(demand, each, found if isinstance(found, FunctionValue) else None, f"overload {number + 1}")
        asked = whole.arguments
        bare = tuple(replace(argument, annotation=None) for argument in asked.value) if asked is not None else ()
        yield replace(whole, return_annotation=None, arguments=None if asked is None else replace(asked, value=bare))


def _method(demand: Demand, function: FunctionValue, found: FunctionValue | None, *keys: str) -> FunctionRequirement:
    place = demand.place(function.name, *keys)
    requirement = FunctionRequirement(name=function.name, place=place, kind=_kind(function, found, place))
    if not isinstance(function.signature, Signature) or not isinstance(function.is_async, bool):
        return requirement
    asked = demand.place(function.name, *keys, "return_annotation")
    is_async, returned = _returned(demand, function, function.signature, found, asked)
    arguments = _arguments(demand, function, function.signature, keys)
    if found is not None and found.object == lookup.BUILTIN:
        # What C code takes and returns has no annotations.
        returned = None
        arguments = tuple(replace(each, annotation=None) for each in arguments or ()) if arguments is not None else None
    return replace(
        requirement,
        is_async=Stated(is_async, place),
        arguments=None if arguments is None else Stated(arguments, demand.place(function.name, *keys, "arguments")),
        return_annotation=returned,
    )


def _kind(function: FunctionValue, found: FunctionValue | None, place: ContractPlace) -> Stated[MethodKind] | None:
    """What serves callers as well: an instance passes nothing to a static method, nor itself to a class method."""
    if not isinstance(function.kind, str):
        return None
    serving = {"instance": ("instance", "static", "class"), "static": ("static", "class"), "class": ("static", "class")}
    is_served = found is not None and found.kind in serving.get(function.kind, ())
    is_unknown = found is None or not isinstance(found.kind, str)
    if is_served or (is_unknown and function.kind == "instance"):
        return None
    return Stated(function.kind, place)


# Arguments


def _arguments(
    demand: Demand, function: FunctionValue, signature: Signature, keys: tuple[str, ...]
) -> tuple[ArgumentRequirement, ...] | None:
    """The arguments that callers pass; None if the interface leaves them to others (`*args: Any, **kwargs: Any`)."""
    parameters = list(signature.parameters)
    if function.kind in ("instance", "class") and parameters and not parameters[0].kind.startswith("var_"):
        parameters = parameters[1:]
    if _are_left_open(demand, parameters):
        return None
    return tuple(_argument(demand, function, each, keys) for each in parameters)


def _are_left_open(demand: Demand, parameters: list[SignatureParameter]) -> bool:
    """`(*args: Any, **kwargs: Any)` stands for any parameters (typing specification, "Meaning of ... in Callable")."""
    stars = [each for each in parameters if each.kind in ("var_positional", "var_keyword")]
    meaning = demand.context.namespace.meaning
    return len(stars) == 2 and all(each.annotation is None or meaning.of(each.annotation) == ANY for each in stars)


def _argument(
    demand: Demand, function: FunctionValue, parameter: SignatureParameter, keys: tuple[str, ...]
) -> ArgumentRequirement:
    name, kind = _called(function, parameter)
    place = demand.place(function.name, *keys, f"arguments[{name}]")
    optional = parameter.default is not None
    asked = demand.place(function.name, *keys, f"arguments[{name}]", "annotation")
    return ArgumentRequirement(
        name=name,
        place=place,
        kind=Stated(kind, place),
        annotation=_promise(demand, parameter.annotation, asked),
        optional=Stated(True, place) if optional else None,
    )


def _called(function: FunctionValue, parameter: SignatureParameter) -> tuple[str, ParameterKind]:
    """The name and kind of a parameter as callers see it.

    `__name` is positional-only by convention (PEP 484), and Python passes by position what operators and statements
    give to the methods that they call.
    """
    name, kind = parameter.name, parameter.kind
    if kind != "positional_or_keyword":
        return name, kind
    private = re.fullmatch(r"_[^_]\w*?(__\w+)", name) or re.fullmatch(r"(__\w+)", name)
    if private is not None and not name.endswith("__"):
        return private.group(1), "positional_only"
    is_special = function.name.startswith("__") and function.name.endswith("__") and function.name != "__call__"
    return name, "positional_only" if is_special else kind


# Annotations


def _returned(
    demand: Demand, function: FunctionValue, signature: Signature, found: FunctionValue | None, asked: ContractPlace
) -> tuple[bool, Promise | None]:
    """Whether an `async def` is asked for, and what has to be annotated, so that a call or an await gives the same."""
    promise = _promise(demand, signature.returns, asked, covariant=True)
    definition = function.definition
    is_async = function.is_async is True and not (definition is not None and definition.is_generator)
    if found is None or not isinstance(found.is_async, bool):
        return function.is_async is True, promise
    generates = found.is_async and found.definition is not None and found.definition.is_generator
    told = None if signature.returns is None else demand.context.namespace.meaning.of(signature.returns)
    if generates and not is_async and _origin(told) in ASYNCHRONOUS:
        return True, promise
    if found.is_async and not is_async and _origin(told) in AWAITABLE and not generates:
        return True, None if promise is None else _each(promise, _awaited)
    if not found.is_async and is_async and isinstance(found.signature, Signature) and found.signature.returns:
        returned = demand.context.namespace.meaning.of(found.signature.returns)
        if isinstance(returned, Parametrised) and _origin(returned) in AWAITABLE:
            front = returned.arguments[:-1]
            origin = returned.origin
            return False, None if promise is None else _each(promise, lambda form: Parametrised(origin, (*front, form)))
    return function.is_async is True, promise


def _origin(form: Form | None) -> str:
    match form:
        case Parametrised(Named(path=path)) | Named(path=path):
            return path
        case _:
            return ""


def _awaited(form: Form) -> Form:
    return form.arguments[-1] if isinstance(form, Parametrised) else form


def _each(promise: Promise, change: Callable[[Form], Form]) -> Promise:
    return replace(promise, forms=tuple(change(form) for form in promise.forms))


def _promise(
    demand: Demand, annotation: Annotation | None, place: ContractPlace, *, covariant: bool = False
) -> Promise | None:
    """What an annotation of the interface asks for; None if that is nothing, or depends on a type variable.

    `covariant`: what is returned or read may be of the class itself where the interface names itself, and may be of one
    type of a union.
    """
    if annotation is None:
        return None
    meaning = demand.context.namespace.meaning
    form = without_qualifiers(by_name(meaning.of(annotation)))
    if form is None or form == ANY or has_parameter(form) or (covariant and form == OBJECT):
        return None
    forms = [form]
    own = meaning.of_value(demand.found)
    interface = meaning.of_value(demand.interface)
    if own is not None:
        forms.append(replaced(form, SELF, own))
    if covariant and interface is not None:
        forms += [replaced(form, interface, each) for each in (SELF, own) if each is not None]
    if covariant:
        forms += [member for each in forms for member in members(each)]
    return Promise(annotation.expression.text, place, tuple(dict.fromkeys(forms)), not covariant)


# Words


def written(function: FunctionValue) -> str:
    """A method as the interface says it: `def run(self, msg: str, *, fast: bool = ...) -> None`."""
    prefix = "async def" if function.is_async is True else "def"
    if function.kind == "property":
        prefix = "property"
    if not isinstance(function.signature, Signature):
        return f"{prefix} {function.name}"
    returns = function.signature.returns
    arrow = f" -> {returns.expression.text}" if returns is not None else ""
    if function.kind == "property":
        return f"{prefix} {function.name}{arrow}"
    return f"{prefix} {function.name}({', '.join(_parameters(function, function.signature))}){arrow}"


def _parameters(function: FunctionValue, signature: Signature) -> Iterable[str]:
    last: ParameterKind | None = None
    for each in signature.parameters:
        if last == "positional_only" and each.kind != "positional_only":
            yield "/"
        if each.kind == "keyword_only" and last not in ("keyword_only", "var_positional"):
            yield "*"
        last = each.kind
        yield _parameter(_called(function, each)[0], each)
    if last == "positional_only":
        yield "/"


def _parameter(name: str, parameter: SignatureParameter) -> str:
    stars = {"var_positional": "*", "var_keyword": "**"}.get(parameter.kind, "")
    annotation = f": {parameter.annotation.expression.text}" if parameter.annotation is not None else ""
    default = "" if parameter.default is None else " = ..." if annotation else "=..."
    return f"{stars}{name}{annotation}{default}"
