"""Classes as a contract states them: their bases and their own members."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from importspy_static.checks.context import Context
from importspy_static.drafting.functions import function_of
from importspy_static.drafting.literals import described
from importspy_static.drafting.names import can_be_said, is_special, keywords_left_out
from importspy_static.interpret.instances import InstanceAttributes
from importspy_static.interpret.values import BoundMethod, ClassValue, External, FunctionValue, Value, present
from importspy_static.model.document import Mapping, Node, Sequence

if TYPE_CHECKING:
    from importspy_static.drafting.draft import Detail

_MADE_BY_PYTHON = frozenset(
    "__module__ __qualname__ __doc__ __dict__ __weakref__ __annotations__ __slots__ __match_args__ __orig_bases__ "
    "__parameters__ __static_attributes__ __firstlineno__ __class_getitem__ __abstractmethods__ __hash__ "
    "__dataclass_fields__ __dataclass_params__ __attrs_attrs__ __annotate__ __all__ __metaclass__".split()
)


def class_of(
    context: Context, name: str, of: ClassValue, detail: Detail, *, private: bool, inherited: bool = False
) -> Mapping:
    """A class under the name that it is bound to."""
    stated = Mapping({"name": name})
    if detail == "full" and (bases := [*_bases(of)]):
        stated.entries["superclasses"] = Sequence(bases)
    if of.builtin is not None or of.object < 0:
        return stated
    attributes, methods = Sequence(), Sequence()
    known = _inherited(context, of) if inherited else context.namespace.own_names(of)
    names = [each for each in known if _is_told(each, private=private)]
    for each in names:
        values = present(context.namespace.member(of, each))
        match context.namespace.settled(values[0]) if values else None:
            case None:
                continue
            case FunctionValue(wrapper=ClassValue() as wrapper) if _is_descriptor(context, wrapper):
                attributes.items.append(_attribute(context, of, each, None, "class", detail))
            case (FunctionValue() | BoundMethod()) as function:
                callee = context.namespace.callable_of(function)
                methods.items.append(function_of(_as_member(function, callee), each, detail, is_method=True))
            case value if not is_special(each):
                attributes.items.append(_attribute(context, of, each, value, "class", detail))
    told = {each.entries["name"] for each in (*attributes.items, *methods.items) if isinstance(each, Mapping)}
    attributes.items += _of_instances(context, of, told, detail, private=private)
    attributes.remarks += keywords_left_out(known, f"{name}.")
    for key, section in (("attributes", attributes), ("methods", methods)):
        if section.items:
            stated.entries[key] = section
        else:
            stated.remarks += section.remarks
    return stated


def _inherited(context: Context, of: ClassValue) -> list[str]:
    """The names of a class and of all whose source is known that it inherits from."""
    line = context.namespace.mro(of) or (of,)
    known = [each for each in line if isinstance(each, ClassValue) and each.builtin is None and each.object >= 0]
    return list(dict.fromkeys(name for each in known for name in context.namespace.own_names(each)))


def _as_member(function: Value, callee: FunctionValue | None) -> FunctionValue | None:
    """A method as it is in the class: what a lookup binds is taken back."""
    return function.function if isinstance(function, BoundMethod) else callee


def _is_descriptor(context: Context, wrapper: ClassValue) -> bool:
    """Whether instances of a class stand for what their `__get__` returns, as properties do, and are not called."""
    has = context.namespace.member
    return bool(present(has(wrapper, "__get__"))) and not present(has(wrapper, "__call__"))


def _bases(of: ClassValue) -> Iterator[Node]:
    for base in of.bases:
        match base:
            case ClassValue(name="object", builtin=type()):
                continue
            case ClassValue(name=name):
                yield name
            case External(path=path):
                yield path.rpartition(".")[2]


def _is_told(name: str, *, private: bool) -> bool:
    if is_special(name):
        return name not in _MADE_BY_PYTHON
    return (private or not name.startswith("_")) and can_be_said(name)


def _of_instances(
    context: Context, of: ClassValue, known: set[Node], detail: Detail, *, private: bool
) -> Iterator[Mapping]:
    found: InstanceAttributes = context.namespace.instance(of)
    for name in dict.fromkeys([*found.initial, *found.elsewhere, *found.declared]):
        if name in known or is_special(name) or not _is_told(name, private=private):
            continue
        values = present(found.initial.get(name) or found.elsewhere.get(name) or ())
        yield _attribute(context, of, name, values[0] if values else None, "instance", detail)


def _attribute(context: Context, of: ClassValue, name: str, value: Value | None, scope: str, detail: Detail) -> Mapping:
    stated = Mapping({"name": name})
    if detail == "names":
        return stated
    stated.entries["type"] = scope
    if detail == "full" and value is not None:
        described(stated, context.namespace.declared_attribute(of, name), value)
    elif detail == "full" and (declared := context.namespace.declared_attribute(of, name)):
        stated.entries["annotation"] = declared[0].expression.text
    return stated
