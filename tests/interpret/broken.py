"""Samples that the program is wrong about today, by what is behind it. Each is expected to fail, strictly: what is
mended must leave this list.
"""

from __future__ import annotations

BROKEN: dict[str, tuple[str, ...]] = {
    "`break` in `finally` ends what was raised": ("followed: break in finally",),
    "a class is true, whatever its metaclass says": ("condition: a class whose metaclass has __bool__",),
    "a function that other code calls is not run": (
        "function: a lambda that calls",
        "function: a lambda handed on",
        "function: __new__",
        "function: __class_getitem__",
    ),
    "a function is not seen to be changed": (
        "changed after: __defaults__ through an instance",
        "changed after: __dict__.update",
    ),
    "a changed list or dict is read as it was written": ("loop: a loop that changes its list",),
    "the outcome of folding, a nested display and an argument have no identity, so changes of them are not seen": (
        "changed after: a list in a list through a loop",
    ),
    "`x[…] = …` and `x.append(…)` in a reduced function body are dropped": ("instance: self.items.append",),
    "a class statement that is run twice makes one class": ("class: a class made twice in a loop, the first kept",),
    "`__class_getitem__` is taken for what `type` does": ("class: a subscripted base that lies",),
    "`__bases__ = …` leaves the members decided": ("inheritance: __bases__ of a base assigned",),
    "an attribute of an unknown object is assigned: any class of the module may have changed": (
        "class changed: through a dict with another key",
        "class changed: a new member through a dict",
        "class changed: setattr of a new name on an unknown thing",
        "class changed: in a loop over subclasses",
        "class changed: a new member in a loop over subclasses",
        "class changed: in a loop over globals()",
        "class changed: a new name by setattr in a comprehension",
        "class changed: a new name for over a list that grew",
        "class changed: a registry by decorator",
        "class changed: enumerate",
        "class changed: zip",
    ),
    "`__set_name__` does not run for decorators": ("hook: __set_name__ of a decorator",),
    "options or fields of a dataclass that are not known give a certain constructor": (
        "generated: dataclass with computed options",
        "generated: dataclass with a field under an unknown condition",
    ),
    "`dataclass(A)` does not change A itself": ("generated: dataclass called as a function",),
    "members of an enum are what is written, whatever makes them": (
        "generated: Enum()",
        "generated: Enum() with start",
        "generated: Enum with an ignored name",
    ),
    "an attribute assigned through a property or descriptor is the instance's own, and the setter does not run": (
        "instance: a descriptor takes the assignment",
    ),
    "what `__new__`, a closure, a wrapper or another name for `self` assigns is not seen": (
        "instance: a closure",
        "instance: name mangling in a nested function",
    ),
    "`exec` and `__dict__` of an instance are not seen": (
        "instance: exec",
        "instance: __class__ replaced",
    ),
    "parameters, globals and imports in a class are not mangled": ("instance: name mangling of globals",),
}
REASONS = {name: reason for reason, names in BROKEN.items() for name in names}
