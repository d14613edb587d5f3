"""Instances that become those of another class: `thing.__class__ = Other`."""

from __future__ import annotations

from importspy_static.interpret import lookup
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import Cause, ClassValue, Computed, Instance, Outcome, Value, Values
from importspy_static.lazy_dataclasses import replace

_CLASS = "!class"
_IN_THE_WAY = ("__slots__", "__setattr__", "__class__", "__getattribute__")


def become(machine: Machine, instance: Instance, values: Values) -> bool:
    """Make it an instance of this class; False if that is not known, or if Python may refuse it."""
    match values:
        case (ClassValue() as of,) if instance.object is not None and all(
            _is_plain(machine, each) for each in (instance.of, of)
        ):
            machine.put((instance.object, _CLASS), (Outcome(of, machine.current.span),))
            return True
    return False


def class_now(machine: Machine, instance: Instance) -> Value:
    """The instance, of the class that it has by now; not known if its class is not."""
    if instance.object is None:
        return instance
    unknown = machine.state.find((instance.object, "!bases")) or ()
    if (doubt := next((each.branch for each in unknown if each.branch), None)) is not None:
        return Computed(doubt)
    match machine.state.find((instance.object, _CLASS)):
        case None:
            return instance
        case (Outcome(value=ClassValue() as of, branch=None),):
            return replace(instance, of=of)
        case found:
            branch = next((each.branch for each in found if each.branch), None)
            return Computed(branch or Cause("SPY801", instance.span, "__class__"))


def _is_plain(machine: Machine, of: ClassValue) -> bool:
    """Whether instances of a class have a dictionary, as those of any other plain class, and nothing else."""
    return lookup.is_plain(machine, of, without=_IN_THE_WAY)
