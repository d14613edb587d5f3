"""What is left of a signature when some arguments are given beforehand: `functools.partial` and `partialmethod`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from importspy_static.interpret.values import (
    BoundMethod,
    Configured,
    Default,
    FunctionValue,
    Instance,
    Signature,
    SignatureParameter,
    Values,
)
from importspy_static.lazy_dataclasses import replace
from importspy_static.model.expression import POSITIONAL


def partial_parameters(
    parameters: Sequence[SignatureParameter], given: int, names: Mapping[str, Values]
) -> tuple[SignatureParameter, ...] | None:
    """What is left of parameters: a keyword that is given becomes a default, and all behind it keyword-only."""
    positional = [each for each in parameters if each.kind in POSITIONAL]
    rest = [each for each in parameters if each not in positional[:given]]
    if len(positional) < given or not names.keys() <= {each.name for each in rest}:
        return None
    left: list[SignatureParameter] = []
    behind = False
    for each in rest:
        behind = behind or each.name in names
        found = each
        if each.name in names:
            found = replace(found, default=Default(names[each.name], None, each.span))
        if behind and each.kind == "positional_or_keyword":
            found = replace(found, kind="keyword_only")
        elif behind and each.kind == "var_positional":
            continue
        left.append(found)
    return tuple(left)


def bound_partial(made: Configured, receiver: Instance) -> BoundMethod | None:
    """What an instance has where its class has a `partialmethod`; None if that is not known."""
    match made.arguments:
        case ((FunctionValue(kind="instance", signature=Signature() as signature) as function,), *given):
            names = {name: values for name, values in made.keywords if name is not None}
            if len(names) < len(made.keywords) or not signature.parameters:
                return None
            first, rest = signature.parameters[0], signature.parameters[1:]
            left = partial_parameters(rest, len(given), names)
            if left is None or first.kind not in POSITIONAL:
                return None
            changed = Signature((replace(first, kind="positional_only"), *left), signature.returns)
            shows = (function.object, *function.shows)
            # What runs is not followed: the receiver comes before what is given.
            return BoundMethod(replace(function, signature=changed, definition=None, shows=shows), receiver)
    return None
