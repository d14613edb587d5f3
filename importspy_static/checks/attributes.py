"""SPY402 to SPY404: attributes of classes and of their instances."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from importspy_static.checks.context import Context, judge, may_be_anything
from importspy_static.checks.stated import Expected, check_stated
from importspy_static.checks.undecided import undecided
from importspy_static.interpret.values import (
    ABSENT,
    Annotation,
    Binding,
    Cause,
    ClassValue,
    Computed,
    Field,
    FunctionValue,
    Instance,
    Outcome,
    Signature,
    Value,
)
from importspy_static.lazy_dataclasses import dataclass, replace
from importspy_static.model.contract import AttributeRequirement
from importspy_static.model.place import Span
from importspy_static.model.violation import Violation


@dataclass(frozen=True, kw_only=True)
class ClassAttributeMissing(
    Violation,
    code="SPY402",
    name="class-attribute-missing",
    title="Class Attribute Missing",
    remedy="Assign the attribute in the class body or in `__init__`, or take it out of the contract.",
):
    """A required attribute is neither in the class nor in what it inherits from, nor do its instances have it.

    `type: class` asks for an attribute of the class itself. `type: instance` asks for one that instances have:
    assigned through `self` in `__init__` or another method, annotated in the class body, a slot, a property, a
    field of a dataclass. Without `type`, either will do. What `__init__` assigns on some paths only is undecided.

    ```yaml
    attributes:
      - {name: state, type: instance}
    ```

    ```python
    class Extension:
        def __init__(self):
            state = 0  # a local variable
    ```
    """

    reason: str

    @property
    def message(self) -> str:
        return f"{self.symbol}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class ClassAttributeTypeMismatch(
    Violation,
    code="SPY403",
    name="class-attribute-type-mismatch",
    title="Class Attribute Type Mismatch",
    remedy="Change the annotation, or the literal where there is none, or the contract's `annotation`.",
):
    """An attribute is declared with another type than the contract says.

    What counts is the annotation, in the class body or where a method assigns it (`self.state: int = 0`), for a
    property that of its return; without one, the type of the literal.

    ```yaml
    attributes:
      - {name: state, annotation: int}
    ```

    ```python
    class Extension:
        state: str = ""
    ```
    """

    @property
    def message(self) -> str:
        return f"{self.symbol}: should be of type '{self.expected}', found '{self.actual}'"


@dataclass(frozen=True, kw_only=True)
class ClassAttributeValueMismatch(
    Violation,
    code="SPY404",
    name="class-attribute-value-mismatch",
    title="Value Mismatch",
    remedy="Change the value in the class or in the contract.",
):
    """An attribute has another value than the contract says.

    For an attribute of instances it is the value that `__init__` leaves behind; what other methods assign later
    does not count. For a member of an enum it is the value that the class body assigns to it. Values are compared
    with their types: `True` is not `1`.

    ```yaml
    attributes:
      - {name: extension_name, type: class, value: demo}
    ```

    ```python
    class Extension:
        extension_name = "example"
    ```
    """

    @property
    def message(self) -> str:
        return f"{self.symbol}: should be {self.expected}, found {self.actual}"


def check_attribute(
    context: Context, requirement: AttributeRequirement, symbol: str, found: ClassValue
) -> Iterator[Violation]:
    """Judge one required attribute of a class or of its instances."""
    name = f"{symbol}.{requirement.name}"
    binding = _attribute_binding(context, requirement, found)

    def missing() -> Violation:
        return ClassAttributeMissing(
            symbol=name,
            place=context.place(found.header),
            contract_place=requirement.place,
            reason=_why_missing(context, requirement, found),
        )

    def check(value: Value, span: Span) -> Iterator[Violation]:
        declared = _declared(context, found, requirement, value)
        changed = context.namespace.declared_elsewhere(found)
        if changed is not None and requirement.annotation is not None and context.options.annotations != "ignore":
            yield undecided(changed, context.place(changed.span), name, requirement.annotation.place)
            return
        stated = Expected(requirement, name, declared, ClassAttributeTypeMismatch, ClassAttributeValueMismatch)
        yield from check_stated(context, stated, value, span)

    yield from judge(
        context, or_hook(context, found, requirement.name, binding), name, requirement.place, missing, check
    )


def _why_missing(context: Context, requirement: AttributeRequirement, found: ClassValue) -> str:
    if requirement.scope is None:
        return "is neither a class nor an instance attribute"
    words = {"class": "a class attribute", "instance": "an instance attribute"}
    asked = words.pop(requirement.scope.value)
    (other,) = words.values()
    elsewhere = _attribute_binding(context, replace(requirement, scope=None), found)
    return f"is {other}, not {asked}" if any(each.value is not None for each in elsewhere) else f"is not {asked}"


def _attribute_binding(context: Context, requirement: AttributeRequirement, found: ClassValue) -> Binding:
    """What an attribute can be, in the scope that is asked for."""
    name = requirement.name
    of_class = context.namespace.member(found, name)
    properties = tuple(each for each in of_class if _is_property(each.value))
    scope = requirement.scope.value if requirement.scope is not None else None
    if scope == "class":
        return context.namespace.on_class(found, name) if not properties else ABSENT
    of_instance = _instance_binding(context, found, name, of_class)
    if scope == "instance":
        return of_instance
    return _first_bound(of_instance, context.namespace.on_class(found, name))


def _is_property(value: Value | None) -> bool:
    return isinstance(value, FunctionValue) and value.kind == "property"


def _is_cached(value: Value | None) -> bool:
    return isinstance(value, FunctionValue) and value.is_cached


def _is_descriptor(context: Context, value: Value | None) -> bool:
    """Whether an object in a class answers for the attribute of instances (`__get__`, `__set__`)."""
    return isinstance(value, Instance) and any(
        isinstance(each.value, FunctionValue)
        for name in ("__get__", "__set__")
        for each in context.namespace.member(value.of, name)
    )


def _first_bound(one: Binding, other: Binding) -> Binding:
    present = tuple(each for each in one if each.value is not None)
    if len(present) == len(one):
        return one
    return (*present, *(each for each in other if each not in present))


def _instance_binding(context: Context, found: ClassValue, name: str, of_class: Binding) -> Binding:
    """What instances have under a name of their own: see the page of SPY402 for what counts."""
    if any(_is_property(each.value) for each in of_class):
        written = context.namespace.instance(found).initial.get(context.namespace.kept_name(found, name), ())
        # What `functools.cached_property` would keep in the instance may be there from the start.
        is_hidden = bool(written) and all(each.value is not None for each in written)
        return written if is_hidden and all(_is_cached(each.value) for each in of_class) else of_class
    descriptor = next((each for each in of_class if _is_descriptor(context, each.value)), None)
    if descriptor is not None:
        cause = Cause("SPY804", descriptor.span or found.header, f"the descriptor {found.name}.{name}")
        return (Outcome(Computed(cause), descriptor.span),)
    attributes = context.namespace.instance(found)
    name = context.namespace.kept_name(found, name)
    initial = attributes.initial.get(name, attributes.unknown)
    present = tuple(each for each in initial if each.value is not None)
    if len(present) == len(initial):
        return initial
    if present and not all(may_be_anything(each.value) for each in present if each.value is not None):
        # The constructor binds it on some paths: on the others the class may still provide it.
        fallback = of_class if any(each.value is not None for each in of_class) else initial
        return (*present, *(each for each in fallback if each.value is None or each not in present))
    declared = _declaration(context, found, name, of_class)
    if declared:
        return declared
    if name in attributes.elsewhere:
        return attributes.elsewhere[name]
    inherited = tuple(each for each in of_class if each.value is not None and may_be_anything(each.value))
    return (*present, *inherited) or ABSENT


def _declaration(context: Context, found: ClassValue, name: str, of_class: Binding) -> Binding:
    """An attribute that is declared for instances without being assigned: annotated, a slot, a field."""
    namespace = context.namespace
    annotations = namespace.declared_attribute(found, name)
    if annotations or namespace.is_slot(found, name) or any(field.name == name for field in _fields(context, found)):
        if any(each.value is not None for each in of_class) and not namespace.is_slot(found, name):
            return of_class
        span = annotations[0].expression.span if annotations else found.header
        return (Outcome(Computed(Cause("SPY804", span, f"{found.name}.{name}")), span),)
    return ()


def _fields(context: Context, found: ClassValue) -> Sequence[Field]:
    line = context.namespace.mro(found) or (found,)
    return [field for entry in line if isinstance(entry, ClassValue) for field in entry.fields]


def _declared(
    context: Context, found: ClassValue, requirement: AttributeRequirement, value: Value
) -> tuple[Annotation, ...]:
    """The annotations of an attribute; a property has that of its return."""
    if isinstance(value, FunctionValue) and value.kind == "property":
        signature = value.signature
        return (signature.returns,) if isinstance(signature, Signature) and signature.returns is not None else ()
    return context.namespace.declared_attribute(found, requirement.name)


def or_hook(context: Context, found: ClassValue, name: str, binding: Binding) -> Binding:
    """A `__getattr__` of the class may provide what is absent."""
    hook = context.namespace.hook(found, name) if any(each.value is None for each in binding) else None
    if hook is None:
        return binding
    return tuple(Outcome(Computed(hook), hook.span, hook) if each.value is None else each for each in binding)
