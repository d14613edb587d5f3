"""Class statements that raise whatever their bases are: for a name in the body, or a keyword that nobody takes.

What is told is what CPython tells: `type.__new__`, `object.__init_subclass__` and `typing`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from importspy_static.interpret import lookup, metaclasses
from importspy_static.interpret.displays import texts
from importspy_static.interpret.enum_members import is_enum
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.refusals import Refusal
from importspy_static.interpret.signature_changes import is_changed
from importspy_static.interpret.state import DECLARED
from importspy_static.interpret.values import (
    ClassValue,
    FunctionValue,
    Keywords,
    Literal,
    Signature,
    SignatureParameter,
    Value,
)
from importspy_static.model.place import Span


def refuse_body(machine: Machine, shells: Sequence[ClassValue], keywords: Keywords, span: Span) -> None:
    """Leave the statement if a class cannot be made of what its body has left.

    Raises:
        Unwound: none of the shells can be a class.
    """
    refusals = [_refusal(machine, shell, keywords) for shell in shells]
    if refusals and (first := refusals[0]) is not None and None not in refusals:
        machine.raises(first.kind, first.reason, span)


def _refusal(machine: Machine, of: ClassValue, keywords: Keywords) -> Refusal | None:
    if machine.is_stub:
        return None
    paths = [each.path for each in of.bases if isinstance(each, ClassValue)]
    if "typing.NamedTuple" in paths:
        return _mixed_into_named_tuple(of) or _named_tuple_body(machine, of)
    if "typing.TypedDict" in paths or any(_is_typed_dict(each) for each in of.bases):
        return _mixed_into_typed_dict(machine, of)
    if not metaclasses.is_made_plainly(machine, of, keywords) or is_enum(of):
        return None
    return _slot_conflict(machine, of) or _keyword(machine, of, keywords) or _below_protocol(machine, of)


def _is_bound(machine: Machine, of: ClassValue, name: str) -> bool:
    """Whether the body surely binds a name."""
    return all(each.value is not None for each in machine.state.get((of.object, name)))


def _is_unbound(machine: Machine, of: ClassValue, name: str) -> bool:
    """Whether the body surely leaves a name alone."""
    return all(each.value is None and each.branch is None for each in machine.state.get((of.object, name)))


# What `type` and its classes refuse


def _slot_conflict(machine: Machine, of: ClassValue) -> Refusal | None:
    found = [each.value for each in machine.state.get((of.object, "__slots__"))]
    now = machine.now(found[0]) if len(found) == 1 and isinstance(found[0], Literal) else None
    for name in texts(now) if isinstance(now, Literal) else ():
        if isinstance(name, str) and not name.endswith("__") and _is_bound(machine, of, _mangled(of, name)):
            return Refusal("ValueError", f"'{name}' in __slots__ conflicts with class variable")
    return None


def _mangled(of: ClassValue, name: str) -> str:
    stripped = of.name.lstrip("_")
    return f"_{stripped}{name}" if name.startswith("__") and stripped else name


def _keyword(machine: Machine, of: ClassValue, keywords: Keywords) -> Refusal | None:
    """What `__init_subclass__` is given and does not take, or takes and is not given."""
    names = [name for name, _ in keywords if name is not None and name != "metaclass"]
    # Those of `typing` hand on what they are given.
    line = [each for each in (lookup.mro(of) or ())[1:] if getattr(each, "path", None) not in _HANDING_ON]
    match [each.value for each in lookup.member_along(machine, line, "__init_subclass__")]:
        case [FunctionValue(object=lookup.BUILTIN)]:
            return Refusal("TypeError", f"{of.name}.__init_subclass__() takes no keyword arguments") if names else None
        case [FunctionValue(kind="class", signature=Signature(parameters=parameters), definition=definition) as hook]:
            if definition is None or is_changed(machine, hook):
                return None
            wrong = _wrong_keyword(parameters[1:], names) if _is_bound_to_class(parameters) else None
            return None if wrong is None else Refusal("TypeError", f"{of.name}.__init_subclass__() {wrong}")
        case _:
            return None


_HANDING_ON = frozenset({"typing.Generic", "typing.Protocol"})


def _is_bound_to_class(parameters: Sequence[SignatureParameter]) -> bool:
    return bool(parameters) and parameters[0].kind in ("positional_only", "positional_or_keyword")


def _wrong_keyword(parameters: Sequence[SignatureParameter], names: Sequence[str]) -> str | None:
    taken = {each.name for each in parameters if each.kind in ("positional_or_keyword", "keyword_only")}
    if not any(each.kind == "var_keyword" for each in parameters):
        for name in names:
            if name not in taken:
                return f"got an unexpected keyword argument '{name}'"
    for each in parameters:
        if each.default is None and not each.kind.startswith("var_") and each.name not in names:
            return f"is not given its argument '{each.name}'"
    return None


# What `typing` refuses


def _below_protocol(machine: Machine, of: ClassValue) -> Refusal | None:
    """A protocol that inherits from a class that is none."""
    if not any(isinstance(each, ClassValue) and each.path == "typing.Protocol" for each in of.bases):
        return None
    for base in of.bases:
        if isinstance(base, ClassValue) and _is_no_protocol(machine, base):
            return Refusal("TypeError", f"Protocols can only inherit from other protocols, got '{base.name}'")
    return None


def _is_no_protocol(machine: Machine, of: ClassValue) -> bool:
    if of.builtin is not None:
        return of.builtin is not object
    line = lookup.mro(of)
    if of.path is not None or line is None or any(not isinstance(each, ClassValue) for each in line):
        return False
    if any(isinstance(each, ClassValue) and each.path == "typing.Protocol" for each in of.bases):
        return False
    # `typing` lets some classes of the standard library pass; who has a hook of its own may keep that of `typing` out.
    said = (machine.state.get((each.object, name)) for each in _own(line) for name in ("_is_protocol", _HOOK))
    return not _is_standard(machine, of) and all(each.value is None for binding in said for each in binding)


_HOOK = "__init_subclass__"


def _own(line: Sequence[Value]) -> Iterator[ClassValue]:
    """The classes of an MRO whose members are in the state."""
    return (each for each in line if isinstance(each, ClassValue) and each.builtin is None and each.path is None)


def _is_standard(machine: Machine, of: ClassValue) -> bool:
    name = machine.world.dotted_name(of) if machine.world is not None else None
    first = (name or "").partition(".")[0]
    return first in sys.stdlib_module_names or first == "typing_extensions"


def _is_typed_dict(base: Value) -> bool:
    return isinstance(base, ClassValue) and base.form == "typeddict"


def _mixed_into_typed_dict(machine: Machine, of: ClassValue) -> Refusal | None:
    for base in of.bases:
        if not isinstance(base, ClassValue) or _is_typed_dict(base) or base.opaque is not None:
            continue
        if base.builtin is not None or (base.path is None and metaclasses.is_made_plainly(machine, base, ())):
            return Refusal("TypeError", "cannot inherit from both a TypedDict type and a non-TypedDict base class")
    return None


def _mixed_into_named_tuple(of: ClassValue) -> Refusal | None:
    for base in of.bases:
        if isinstance(base, ClassValue) and base.path not in ("typing.NamedTuple", "typing.Generic"):
            return Refusal("TypeError", "can only inherit from a NamedTuple type and Generic")
    return None


_NOT_IN_NAMED_TUPLES = (
    "__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults", "_make", "_replace", "_asdict"
)  # fmt: skip


def _named_tuple_body(machine: Machine, of: ClassValue) -> Refusal | None:
    for name in _NOT_IN_NAMED_TUPLES:
        if name in machine.names.get(of.object, {}) and _is_bound(machine, of, name):
            return Refusal("AttributeError", f"Cannot overwrite NamedTuple attribute {name}")
    defaulted = ""
    for key in machine.names.get(of.object, {}):
        declared = machine.state.get((of.object, key))
        if not key.startswith(DECLARED) or any(each.annotation is None for each in declared):
            continue
        name = key.removeprefix(DECLARED)
        if name.startswith("_"):
            return Refusal("ValueError", f"Field names cannot start with an underscore: '{name}'")
        if _is_bound(machine, of, name):
            defaulted = name
        elif defaulted and _is_unbound(machine, of, name):
            return Refusal("TypeError", f"Non-default field {name} cannot follow default field {defaulted}")
    return None
