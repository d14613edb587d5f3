"""Names that a module has because its `__getattr__` provides them (PEP 562), and what that of a class may provide."""

from __future__ import annotations

from collections.abc import Sequence

from importspy_static.interpret import lookup
from importspy_static.interpret.functions import run_call
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import (
    ABSENT,
    Binding,
    Cause,
    ClassValue,
    Computed,
    FunctionValue,
    Instance,
    Literal,
    Outcome,
    Values,
    present,
)
from importspy_static.model.place import TOP

HOOK = "__getattr__"


def or_provided(machine: Machine, name: str, found: Binding) -> Binding:
    """What a name of a module that was run is, if its `__getattr__` is asked where the name is not bound."""
    if all(outcome.value is not None for outcome in found):
        return found
    # Only one that is there: what may bind any name has its own say.
    hooks = machine.state.find((machine.module, HOOK)) or ABSENT
    if not present(hooks):
        return found
    bound = tuple(outcome for outcome in found if outcome.value is not None)
    match hooks:
        case (Outcome(value=FunctionValue() as hook),) if machine.state.find((machine.module, "*")) is None:
            return (*bound, *_asked(machine, hook, name))
    return (*bound, _unknown(hooks[0]))


def may_provide(machine: Machine, of: ClassValue, name: str) -> Outcome | None:
    """The `__getattr__` of a class, if it may provide an attribute of its instances: not if it surely raises for it.

    See the data model, "Customizing attribute access".
    """
    for outcome in lookup.class_member(machine, of, HOOK):
        match outcome.value:
            case FunctionValue(object=lookup.BUILTIN) | None:
                pass
            case FunctionValue(kind="instance") as hook:
                instance: Values = (Instance(of, hook.span, machine.new_object()),)
                if _called(machine, hook, [instance, (Literal(name, "str", hook.span),)])[0]:
                    return outcome
            case _:
                return outcome
    return None


def _unknown(hook: Outcome) -> Outcome:
    cause = Cause("SPY801", hook.span or TOP, HOOK)
    return Outcome(Computed(cause), cause.span, cause)


def _asked(machine: Machine, hook: FunctionValue, name: str) -> Binding:
    values, may_raise = _called(machine, hook, [(Literal(name, "str", hook.span),)])
    if not values:
        return (Outcome(None),)
    unknown = _unknown(Outcome(None, hook.span))
    found = [unknown if isinstance(each, Computed) else Outcome(each, hook.span) for each in values]
    if may_raise:
        found.append(Outcome(None, hook.span, unknown.branch))
    return tuple(dict.fromkeys(found))


def _called(machine: Machine, hook: FunctionValue, arguments: Sequence[Values]) -> tuple[Values, bool]:
    """What a call of a hook returns, and whether it may raise instead.

    What it does besides is left aside: nobody may ever have asked.
    """
    kept = (machine.state, machine.sinks, machine.loops, machine.frames, machine.last_raise)
    machine.state, machine.sinks, machine.loops = machine.state.layer(), [], []
    machine.frames, machine.last_raise = machine.frames[:1], None
    try:
        with machine.undecided(True):
            return run_call(machine, hook, arguments, exact=True), machine.last_raise is not None
    finally:
        machine.state, machine.sinks, machine.loops, machine.frames, machine.last_raise = kept
