"""`__prepare__` of a metaclass that hands out an empty dictionary: the class body is what it says all the same."""

from __future__ import annotations

from collections.abc import Sequence

from importspy_static.interpret import lookup
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import ABSENT, ClassValue, External, FunctionValue, Outcome
from importspy_static.model.expression import Attribute, Call, Dictionary, Expression, Name, Node
from importspy_static.model.program import FunctionDef, Leave

HOOK = "__prepare__"
_DICTIONARIES = frozenset({"builtins.dict", "collections.OrderedDict"})
"""What keeps the names of a body as they are bound, and nothing else."""
_GIVEN = 2
"""The name and the bases; a class method is given the metaclass before these."""


def is_harmless(machine: Machine, hook: Outcome) -> bool:
    """Whether the hook surely takes what it is given, and returns an empty dictionary of these kinds."""
    made = hook.value
    if not isinstance(made, FunctionValue) or made.definition is None or not made.definition.is_whole:
        return False
    if hook.branch is not None or made.bound or made.kind not in ("class", "static", "instance"):
        return False
    if not _takes(made.definition, _GIVEN + (made.kind == "class")):
        return False
    match machine.body_of(made.definition):
        case (Leave(how="return", value=Expression(node=Dictionary(items=()))),):
            return True
        case (Leave(how="return", value=Expression(node=Call(function=callee, arguments=(), keywords=()))),):
            return _path_of(machine, made, made.definition, callee) in _DICTIONARIES - machine.patched
        case _:
            return False


def refuses_keywords(machine: Machine, metaclass: ClassValue, names: Sequence[str | None]) -> bool:
    """Whether the hook of a metaclass may not take these keywords of a class statement."""
    found = [each.value for each in lookup.class_member(machine, metaclass, HOOK)]
    if not names or all(each is None or _is_standard(each) for each in found):
        return False
    definitions = [each.definition for each in found if isinstance(each, FunctionValue)]
    return not all(each is not None and each.parameters[-1].kind == "var_keyword" for each in definitions)


def _is_standard(value: object) -> bool:
    return isinstance(value, FunctionValue) and value.object == lookup.BUILTIN


def _takes(definition: FunctionDef, given: int) -> bool:
    """Whether a function that is not a coroutine can be called with this many arguments."""
    if definition.is_async or definition.is_generator:
        return False
    positional = [each for each in definition.parameters if each.kind in ("positional_only", "positional_or_keyword")]
    if any(each.kind == "keyword_only" and each.default is None for each in definition.parameters):
        return False
    needed = sum(each.default is None for each in positional)
    takes_more = any(each.kind == "var_positional" for each in definition.parameters)
    return needed <= given and (takes_more or given <= len(positional))


def _path_of(machine: Machine, function: FunctionValue, definition: FunctionDef, callee: Node) -> str | None:
    """The dotted name of what a function of the module calls, if that is none of its own names."""
    match callee:
        case Name(id=name):
            attribute = ""
        case Attribute(owner=Name(id=name), name=attribute):
            pass
        case _:
            return None
    own = {*definition.locals, *(each.name for each in definition.parameters)}
    if name in own or function.scopes != (machine.module,):
        return None
    match machine.state.get((machine.module, name)):
        case (Outcome(value=External(path=path), branch=None),):
            return f"{path}.{attribute}" if attribute else path
        case found if found == ABSENT and not attribute and lookup.is_builtin(machine, name):
            return f"builtins.{name}"
        case _:
            return None
