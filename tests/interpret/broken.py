"""Samples that the program is wrong about today, by what is behind it. Each is expected to fail, strictly: what is
mended must leave this list.
"""

from __future__ import annotations

BROKEN: dict[str, tuple[str, ...]] = {
    "`break` in `finally` ends what was raised": ("followed: break in finally",),
    "a class is true, whatever its metaclass says": ("condition: a class whose metaclass has __bool__",),
    "a function that other code calls is not run": (
        "function: __new__",
        "function: __class_getitem__",
    ),
    "a function is not seen to be changed": ("changed after: __dict__.update",),
    "a changed list or dict is read as it was written": ("loop: a loop that changes its list",),
    "the outcome of folding, a nested display and an argument have no identity, so changes of them are not seen": (
        "changed after: a list in a list through a loop",
    ),
    "`__bases__ = …` leaves the members decided": ("inheritance: __bases__ of a base assigned",),
    "an attribute of an unknown object is assigned: any class of the module may have changed": (
        "class changed: a new member through a dict",
        "class changed: setattr of a new name on an unknown thing",
        "class changed: a new member in a loop over subclasses",
        "class changed: in a loop over globals()",
        "class changed: a new name by setattr in a comprehension",
        "class changed: a new name for over a list that grew",
        "class changed: a registry by decorator",
        "class changed: enumerate",
        "class changed: zip",
    ),
    "options or fields of a dataclass that are not known give a certain constructor": (
        "generated: dataclass with computed options",
        "generated: dataclass with a field under an unknown condition",
    ),
    "`dataclass(A)` does not change A itself": ("generated: dataclass called as a function",),
    "members of an enum are what is written, whatever makes them": ("generated: Enum() with start",),
    "what a function in a method assigns under a private name is not seen": (
        "instance: name mangling in a nested function",
    ),
    "`exec` and `__dict__` of an instance are not seen": ("instance: exec",),
    "parameters, globals and imports in a class are not mangled": ("instance: name mangling of globals",),
}
REASONS = {name: reason for reason, names in BROKEN.items() for name in names}
