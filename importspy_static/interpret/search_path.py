"""What a module puts in front of `sys.path`, where its imports look first."""

from __future__ import annotations

from importspy_static.interpret import lookup
from importspy_static.interpret.expressions import evaluate_node
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import Outcome
from importspy_static.model.expression import Attribute, Call, Constant, Name, Node


def is_own_folder(machine: Machine, node: Call) -> bool:
    """Whether it is the folder of the module itself, or the current one, that is put in front."""
    return len(node.arguments) == 2 and _leads_to(machine, node.arguments[1]) == "folder"


_SAME_PATH = frozenset(
    f"{module}.{name}" for module in ("os.path", "posixpath") for name in ("abspath", "realpath", "normpath")
) | {"builtins.str", "os.fspath", "pathlib.Path"}


def _leads_to(machine: Machine, node: Node) -> str | None:
    """What a path leads to: the `file` of the module, or its `folder`; None if to something else."""
    match node:
        case Constant(value="" | "."):
            return "folder"
        case Name(id="__file__"):
            return "file" if lookup.name(machine, "__file__") == (Outcome(lookup.builtin("__file__")),) else None
        case Attribute(owner=inner, name="parent"):
            return "folder" if _leads_to(machine, inner) == "file" else None
        case Call(function=Attribute(owner=inner, name="resolve" | "absolute"), arguments=()):
            return _leads_to(machine, inner)
        case Call(function=function, arguments=(inner,), keywords=()):
            callees = evaluate_node(machine, function)
            called = {getattr(each, "path", None) for each in callees}
            if called <= {"os.path.dirname", "posixpath.dirname"}:
                return "folder" if _leads_to(machine, inner) == "file" else None
            return _leads_to(machine, inner) if called <= _SAME_PATH else None
        case _:
            return None
