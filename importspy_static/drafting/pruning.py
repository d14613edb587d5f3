"""Taking out of a draft what a check of it finds."""

from __future__ import annotations

from importspy_static.model.document import Mapping, Node, Sequence, at, steps
from importspy_static.model.violation import Violation

_ALONE = frozenset({"annotation", "value", "expression", "return_annotation", "version", "async", "type", "kind"})
"""Keys that can go without what they stand in."""
_OF_CALLS = frozenset({"arguments", "return_annotation", "async", "kind"})
"""What a contract says of how a function is called."""
_NAMED = ("variables", "functions", "classes", "attributes", "methods")


def prune(document: Mapping, violations: tuple[Violation, ...]) -> bool:
    """Take out what violations are about, with a remark of why. False if there was nothing to take out."""
    found: dict[tuple[str | int, ...], Violation] = {}
    for violation in violations:
        if violation.contract_place is not None:
            found.setdefault(tuple(smallest_part(steps(violation.contract_place.key))), violation)
    # From the last item to the first, so that the numbers of those before stay right; what goes whole goes once.
    taken = False
    for path in sorted(found, key=_backwards, reverse=True):
        if not any(path[: len(other)] == other for other in found if other != path):
            taken = _take(document, [*path], found[path]) or taken
    return taken


def _backwards(path: tuple[str | int, ...]) -> tuple[tuple[str, int], ...]:
    return tuple((step, -1) if isinstance(step, str) else ("", step) for step in path)


def smallest_part(path: list[str | int]) -> list[str | int]:
    """The path of the smallest part that can be left out."""
    if "arguments" in path:
        place = path.index("arguments")
        last = path[-1]
        if len(path) == place + 3 and last in _ALONE and last != "kind":
            return path
        return path[: place + 1]
    if path and path[-1] in _ALONE:
        return path
    if "superclasses" in path:
        return path[: path.index("superclasses") + 2]
    while path and not isinstance(path[-1], int):
        path = path[:-1]
    return path


def _take(document: Mapping, path: list[str | int], violation: Violation) -> bool:
    way = list(at(document, path))
    if not path or len(way) != len(path) + 1:
        return False
    holder, step = way[-2], path[-1]
    match holder, step:
        case Sequence(items=items), int() if violation.undecided and _reduced(items[step]):
            pass  # that there is such a thing may be told all the same
        case Mapping(entries=entries), _ if step in entries:
            if step == "expression" or (step == "value" and "arguments" in path):
                entries["optional"] = True
            del entries[step]
        case Sequence(items=items), int():
            del items[step]
        case _:
            return False
    _remark_of(way, path).remarks.append(remark(violation))
    _drop_empty(way, path)
    return True


def _reduced(item: Node) -> bool:
    """Leave of a function its name only. False if there is no more of it."""
    if not isinstance(item, Mapping) or "arguments" not in item.entries:
        return False
    for key in _OF_CALLS & item.entries.keys():
        del item.entries[key]
    return True


def remark(violation: Violation) -> str:
    """What stands in the contract in place of what was left out."""
    line = f" (line {violation.place.span.line})" if violation.place is not None else ""
    message = " ".join(violation.message.split())
    return f"left out: {message}{line}"


def _remark_of(way: list[Node], path: list[str | int]) -> Mapping | Sequence:
    """The innermost list of named things around what was left out, or the document."""
    for depth in range(len(path) - 1, -1, -1):
        if path[depth] in _NAMED:
            found = way[depth + 1]
            if isinstance(found, Sequence):
                return found
    top = way[0]
    assert isinstance(top, Mapping)
    return top


def _drop_empty(way: list[Node], path: list[str | int]) -> None:
    """A list without items says nothing; its remarks are kept where it stood."""
    for holder, inner, step in reversed([*zip(way, way[1:], path, strict=False)]):
        match holder, inner:
            case Mapping(entries=entries), Sequence(items=[], remarks=remarks) if step != "arguments":
                if entries.pop(step, None) is not None:
                    holder.remarks += remarks
