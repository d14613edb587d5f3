"""What decorators of the standard library refuse to decorate: the exceptions that this surely raises."""

from __future__ import annotations

from importspy_static.interpret import lookup
from importspy_static.interpret.enum_members import aliases
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import ABSENT, ClassValue, External, FunctionValue, Value, present
from importspy_static.model.expression import Attribute, Name

_COMPARISONS = ("__lt__", "__le__", "__gt__", "__ge__")
_ABSTRACT = frozenset({"abstractmethod", "abc.abstractmethod"})


def refuse(machine: Machine, path: str, target: Value) -> None:
    """Leave the statement if a decorator that is known by its dotted name raises for this.

    Raises:
        Unwound: it does, whatever is not known of the target.
    """
    if machine.is_stub:
        return
    match path, target:
        case "enum.unique", ClassValue(form="enum", opaque=None) if double := aliases(machine, target):
            machine.raises("ValueError", f"duplicate values found in enum {target.name}: {', '.join(double)}")
        case "functools.total_ordering", ClassValue(form="class" | "dataclass") if _is_unordered(machine, target):
            machine.raises("ValueError", f"class {target.name} defines none of the orderings < > <= >=")
        case "typing.runtime_checkable", ClassValue(form="class") if _is_no_protocol(machine, target):
            machine.raises("TypeError", f"class {target.name} is no protocol")
        case "abc.abstractmethod", FunctionValue() if _is_sealed(machine, target):
            machine.raises("AttributeError", f"a {_NOUNS[str(target.kind)]} cannot be marked as abstract from outside")


_NOUNS = {"property": "property", "class": "class method", "static": "static method"}


def _is_known(machine: Machine, of: ClassValue) -> bool:
    """Whether all that a class inherits from is known, and no metaclass has a say."""
    line = lookup.mro(of)
    return (
        line is not None
        and of.opaque is None
        and lookup.bases_changed(machine, of) is None
        and all(
            isinstance(each, ClassValue)
            and each.opaque is None
            and each.form in ("class", "dataclass", "builtin")
            and each.object not in machine.odd_classes
            for each in line
        )
    )


def _is_unordered(machine: Machine, of: ClassValue) -> bool:
    """Whether neither the class nor a base, `object` aside, has a comparison."""
    if not _is_known(machine, of):
        return False
    line = (lookup.mro(of) or ())[:-1]
    return all(lookup.member_along(machine, line, each) == ABSENT for each in _COMPARISONS)


def _is_no_protocol(machine: Machine, of: ClassValue) -> bool:
    """Whether `Protocol` is not among the bases themselves."""
    if not _is_known(machine, of) or lookup.own_member(machine, of, "_is_protocol") != ABSENT:
        return False
    return not any(isinstance(each, ClassValue) and each.path == "typing.Protocol" for each in of.bases)


def _is_sealed(machine: Machine, function: FunctionValue) -> bool:
    """Whether this is what `property`, `classmethod` or `staticmethod` made: `__isabstractmethod__` of that is
    computed.

    Others behave alike and take it (`enum.property`, `cached_property`), so there may be no other decorator.
    """
    if function.kind not in _NOUNS or function.is_cached or function.definition is None:
        return False
    for decorator in function.definition.decorators:
        node = decorator.node
        name = node.id if isinstance(node, Name) else f"abc.{node.name}" if isinstance(node, Attribute) else ""
        if name in _ABSTRACT:
            continue
        values = present(lookup.name(machine, name)) if isinstance(node, Name) else ()
        made = [each.path for each in values if isinstance(each, (ClassValue, External))]
        if len(values) != 1 or made not in (["builtins.property"], ["builtins.classmethod"], ["builtins.staticmethod"]):
            return False
    return len(function.definition.decorators) > 1
