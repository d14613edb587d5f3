"""Whether two annotations mean the same."""

from __future__ import annotations

from importspy_static.interpret.forms import Choice, Form, Listed, Named, Parametrised, Union, is_unknown


def same(one: Form, other: Form) -> bool:
    """Whether two annotations mean the same."""
    return _alike(one, other, False)


def may_be_same(one: Form, other: Form) -> bool:
    """Whether two annotations mean the same if what is not known in them is what it has to be."""
    return _alike(one, other, True)


def _alike(one: Form, other: Form, lenient: bool) -> bool:
    if lenient and (is_unknown(one) or is_unknown(other)):
        return True
    match one, other:
        case Named(), Named():
            if one.loose or other.loose:
                if _is_inside(one, other) or _is_inside(other, one):
                    return False
                return one.path.partition("#")[0].rpartition(".")[2] == other.path.partition("#")[0].rpartition(".")[2]
            return one.path == other.path
        case Parametrised(origin, arguments), Parametrised(other_origin, other_arguments):
            return _alike(origin, other_origin, lenient) and _all_alike(arguments, other_arguments, lenient)
        case Union(members), Union(other_members):
            return _alike_sets(members, other_members, lenient)
        case Listed(items), Listed(other_items):
            if items and all(isinstance(each, Choice) for each in (*items, *other_items)):
                return _alike_sets(items, other_items, lenient)
            return _all_alike(items, other_items, lenient)
        case _:
            return one == other


def _is_inside(asked: Named, found: Named) -> bool:
    """Whether a bare name that the module does not know is asked for, and what is there is in a class."""
    return asked.loose and found.nested and "." not in asked.path


def _all_alike(ones: tuple[Form, ...], others: tuple[Form, ...], lenient: bool) -> bool:
    pairs = zip(ones, others, strict=False)
    return len(ones) == len(others) and all(_alike(one, other, lenient) for one, other in pairs)


def _alike_sets(ones: tuple[Form, ...], others: tuple[Form, ...], lenient: bool) -> bool:
    if lenient and any(map(is_unknown, (*ones, *others))):
        # What is not known may be all that the other side has besides.
        return (any(map(is_unknown, others)) or _each_among(ones, others, lenient)) and (
            any(map(is_unknown, ones)) or _each_among(others, ones, lenient)
        )
    return len(ones) == len(others) and _each_among(ones, others, lenient) and _each_among(others, ones, lenient)


def _each_among(ones: tuple[Form, ...], others: tuple[Form, ...], lenient: bool) -> bool:
    known = (each for each in ones if not (lenient and is_unknown(each)))
    return all(any(_alike(one, other, lenient) for other in others) for one in known)
