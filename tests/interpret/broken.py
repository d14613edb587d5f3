"""Samples that the program is wrong about today, by what is behind it. Each is expected to fail, strictly: what is
mended must leave this list.
"""

from __future__ import annotations

BROKEN: dict[str, tuple[str, ...]] = {
    "`is` compares what equal constants are made of": (
        "condition: identity of numbers",
        "condition: identity of one list",
        "condition: identity of tuples",
    ),
    "a class is true, whatever its metaclass says": ("condition: a class whose metaclass has __bool__",),
    "`assert` cannot fail": ("condition: assert False ends the module's rest",),
    "in `try`, not every expression can raise: bare attributes, subscripts, comparisons, nested unpacking": (
        "try: AttributeError in the body",
        "try: IndexError of a tuple",
        "try: unpacking that fails in the second",
        "try: comparison that fails",
    ),
    "a context manager that is not spelt `suppress(…)` swallows nothing": (
        "with: a manager made by a generator that swallows",
        "with: a manager in a variable that swallows",
        "with: an ExitStack that swallows",
    ),
    "captures of a case that is passed over are dropped": (
        "match: a guard",
        "match: a failed guard leaves its capture",
        "match: a decided guard",
    ),
    "a walrus that may not be evaluated binds for sure": (
        "walrus: in a generator that is not run",
        "walrus: in an empty comprehension",
        "walrus: in a chain of comparisons",
    ),
    "the source of an unpacking is evaluated twice": (
        "unpacking: targets with calls in the source",
        "unpacking: a walrus in the source",
    ),
    "a function that other code calls is not run": (
        "function: a function through sorted",
        "function: a function through partial",
        "function: a lambda that calls",
        "function: a lambda handed on",
        "function: __new__",
        "function: __class_getitem__",
    ),
    "a call that is not followed (recursion, depth) changes nothing": (
        "function: a recursive function",
        "function: deep calls",
    ),
    "a namespace is not seen to be changed": (
        "function: globals() |= …",
        "function: exec in a dict of its own",
    ),
    "a function is not seen to be changed": (
        "changed after: __kwdefaults__ cleared",
        "changed after: __defaults__ through an instance",
        "changed after: __dict__.update",
    ),
    "a changed list or dict is read as it was written": (
        "loop: a loop that changes its list",
        "changed after: a changed list read by index",
        "changed after: a changed dict read",
    ),
    "the outcome of folding, a nested display and an argument have no identity, so changes of them are not seen": (
        "changed after: list + makes another",
        "changed after: a list in a tuple",
        "changed after: a list in a dict through get",
        "changed after: a list in a list through a loop",
        "changed after: a list unpacked from a list",
        "changed after: a list multiplied",
        "changed after: a default changed by a call",
    ),
    "`x[…] = …` and `x.append(…)` in a reduced function body are dropped": (
        "changed after: through a class decorator",
        "changed after: in a class, through a method",
        "changed after: in a class, through a class method",
        "instance: self.items.append",
    ),
    "a class statement that is run twice makes one class": ("class: a class made twice in a loop, the first kept",),
    "`__class_getitem__` is taken for what `type` does": (
        "class: a subscripted base that lies",
        "hook: __class_getitem__",
    ),
    "`__bases__ = …` leaves the members decided": (
        "inheritance: __bases__ assigned",
        "inheritance: __bases__ of a base assigned",
    ),
    "an attribute of an unknown object is assigned: any class of the module may have changed": (
        "class changed: through a dict with another key",
        "class changed: a new member through a dict",
        "class changed: setattr of a new name on an unknown thing",
        "class changed: in a loop over subclasses",
        "class changed: a new member in a loop over subclasses",
        "class changed: in a loop over globals()",
        "class changed: pairs in a function",
        "class changed: a new name by setattr in a comprehension",
        "class changed: a new name for over a list that grew",
        "class changed: a registry by decorator",
        "class changed: enumerate",
        "class changed: zip",
    ),
    "`__set_name__` runs where the name is bound, and not for decorators": (
        "hook: __set_name__ runs after the body",
        "hook: __set_name__ of a decorator",
    ),
    "options or fields of a dataclass that are not known give a certain constructor": (
        "generated: dataclass with computed options",
        "generated: dataclass with a field under an unknown condition",
    ),
    "`dataclass(A)` does not change A itself": ("generated: dataclass called as a function",),
    "a class whose members are unknown (SPY804) has every member": (
        "generated: namedtuple renamed",
        "generated: Enum() with pairs",
    ),
    "members of an enum are what is written, whatever makes them": (
        "generated: Enum with __new__",
        "generated: str Enum converts",
        "generated: Enum()",
        "generated: Enum() with start",
        "generated: Enum with an ignored name",
    ),
    "an attribute assigned through a property or descriptor is the instance's own, and the setter does not run": (
        "instance: a property takes the assignment",
        "instance: a descriptor takes the assignment",
    ),
    "what `__new__`, a closure, a wrapper or another name for `self` assigns is not seen": (
        "instance: another name for self",
        "instance: __new__",
        "instance: a closure",
        "instance: name mangling in a nested function",
        "instance: an __init__ under a decorator that wraps",
    ),
    "`exec` and `__dict__` of an instance are not seen": (
        "instance: exec",
        "instance: a dict comprehension given to update",
        "instance: __dict__ replaced",
        "instance: __class__ replaced",
    ),
    "parameters, globals and imports in a class are not mangled": (
        "instance: name mangling of parameters",
        "instance: name mangling of globals",
        "instance: name mangling of an import",
    ),
}
REASONS = {name: reason for reason, names in BROKEN.items() for name in names}
