"""Signatures compared as calls: every call that the declared arguments allow must be accepted, and mean the same.

`compare` pairs declared arguments with parameters by the rules of the language reference ("Calls"); `witness` finds a
call that shows what is wrong, by binding calls as Python does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from importspy_static.interpret.values import SignatureParameter
from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.model.contract import ArgumentRequirement
from importspy_static.model.expression import POSITIONAL, ParameterKind

Stars: TypeAlias = "dict[ParameterKind, SignatureParameter]"


@dataclass(frozen=True, slots=True)
class Declared:
    """One argument of a contract, as calls see it."""

    requirement: ArgumentRequirement
    kind: ParameterKind

    @property
    def name(self) -> str:
        return self.requirement.name

    @property
    def optional(self) -> bool:
        """Whether callers may leave it out."""
        asked = self.requirement
        stated = asked.optional is not None and asked.optional.value
        return stated or asked.value is not None or asked.expression is not None


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A declared argument that is there, but not where or how callers pass it."""

    declared: Declared
    parameter: SignatureParameter
    reason: str


@dataclass(slots=True)
class Comparison:
    """How declared arguments and parameters pair."""

    pairs: list[tuple[Declared, SignatureParameter]] = field(default_factory=list)
    missing: list[Declared] = field(default_factory=list)
    misplaced: list[Misplaced] = field(default_factory=list)
    unexpected: list[SignatureParameter] = field(default_factory=list)
    by_position: int = 0
    """How many arguments callers may pass by position, `*args` aside."""
    has_star: bool = False
    """Callers may pass any number by position."""


def declared_arguments(requirements: Sequence[ArgumentRequirement]) -> list[Declared]:
    """The arguments with the kind that each has, stated or not: behind `*args` they are keyword-only, as in a `def`."""
    found: list[Declared] = []
    behind_star = False
    for requirement in requirements:
        kind: ParameterKind = "keyword_only" if behind_star else "positional_or_keyword"
        if requirement.kind is not None:
            kind = requirement.kind.value
        behind_star = behind_star or kind == "var_positional"
        found.append(Declared(requirement, kind))
    return found


def compare(declared: Sequence[Declared], parameters: Sequence[SignatureParameter]) -> Comparison:
    """Pair declared arguments with parameters, receivers left out on both sides."""
    comparison = Comparison()
    positional = [each for each in parameters if each.kind in POSITIONAL]
    by_name = {each.name: each for each in parameters if each.kind in (*POSITIONAL, "keyword_only")}
    stars: Stars = {each.kind: each for each in parameters if each.kind.startswith("var_")}
    asked = [each for each in declared if each.kind in POSITIONAL]
    comparison.by_position = len(asked)
    comparison.has_star = any(each.kind == "var_positional" for each in declared)
    for each in declared:
        index = asked.index(each) if each in asked else None
        _pair(comparison, each, index, positional, by_name, stars)
    _order(comparison, asked, positional)
    _extra(comparison, asked, parameters, positional)
    return comparison


def _pair(
    comparison: Comparison,
    declared: Declared,
    index: int | None,
    positional: Sequence[SignatureParameter],
    by_name: dict[str, SignatureParameter],
    stars: Stars,
) -> None:
    if declared.kind in ("var_positional", "var_keyword"):
        star = stars.get(declared.kind)
        _found(comparison, declared, star)
        return
    named = by_name.get(declared.name)
    if declared.kind == "keyword_only" and named is not None and _is_filled(comparison, named, positional):
        reason = "is filled by position, callers pass it by keyword"
        comparison.misplaced.append(Misplaced(declared, named, reason))
        return
    if declared.kind == "positional_only" and index is not None:
        _pair_positional_only(comparison, declared, index, positional, named, stars)
        return
    if named is None:
        _found(comparison, declared, _absorbing(declared, index, positional, stars))
    elif named.kind == "positional_only":
        comparison.misplaced.append(Misplaced(declared, named, "is positional-only, callers may pass it by keyword"))
    elif named.kind == "keyword_only" and declared.kind != "keyword_only":
        comparison.misplaced.append(Misplaced(declared, named, "is keyword-only, callers may pass it by position"))
    else:
        comparison.pairs.append((declared, named))


def _is_filled(comparison: Comparison, parameter: SignatureParameter, positional: Sequence[SignatureParameter]) -> bool:
    """Whether callers that pass all they may by position fill this parameter too."""
    if parameter not in positional:
        return False
    return comparison.has_star or positional.index(parameter) < comparison.by_position


def _found(comparison: Comparison, declared: Declared, parameter: SignatureParameter | None) -> None:
    if parameter is None:
        comparison.missing.append(declared)
    else:
        comparison.pairs.append((declared, parameter))


def _pair_positional_only(
    comparison: Comparison,
    declared: Declared,
    index: int,
    positional: Sequence[SignatureParameter],
    named: SignatureParameter | None,
    stars: Stars,
) -> None:
    """The name of a positional-only argument is never used by callers; its place is."""
    if named is not None and named.kind == "keyword_only":
        comparison.misplaced.append(Misplaced(declared, named, "is keyword-only, callers pass it by position"))
    elif named is not None:
        comparison.pairs.append((declared, named))
    elif index < len(positional):
        comparison.pairs.append((declared, positional[index]))
    else:
        _found(comparison, declared, stars.get("var_positional"))


def _absorbing(
    declared: Declared,
    index: int | None,
    positional: Sequence[SignatureParameter],
    stars: Stars,
) -> SignatureParameter | None:
    """`*args` and `**kwargs`, where they take what has no parameter of its own."""
    if declared.kind == "keyword_only":
        return stars.get("var_keyword")
    if len(stars) == 2 and index is not None and index >= len(positional):
        return stars["var_keyword"]
    return None


def _order(comparison: Comparison, asked: Sequence[Declared], positional: Sequence[SignatureParameter]) -> None:
    """Arguments that callers pass by position must stand at their position; one finding for a signature."""
    places = [
        (declared, parameter, asked.index(declared), positional.index(parameter))
        for declared, parameter in comparison.pairs
        if declared in asked and parameter in positional
    ]
    indices = [found for _, _, _, found in places]
    in_order = indices == sorted(indices) and len(set(indices)) == len(indices)
    displaced = [each for each in places if each[2] != each[3]]
    if not displaced:
        return
    taken = {parameter.name for _, parameter in comparison.pairs}
    required_extra = any(
        each.default is None and each.name not in taken for each in positional[: max(indices, default=0) + 1]
    )
    if in_order and (comparison.missing or comparison.misplaced or required_extra):
        # What shifted them is told already.
        return
    declared, parameter, wanted, found = displaced[0]
    reason = f"is argument {found + 1}, callers pass it as argument {wanted + 1}"
    comparison.pairs.remove((declared, parameter))
    comparison.misplaced.append(Misplaced(declared, parameter, reason))
    comparison.pairs.append((declared, parameter))


def _extra(
    comparison: Comparison,
    asked: Sequence[Declared],
    parameters: Sequence[SignatureParameter],
    positional: Sequence[SignatureParameter],
) -> None:
    """Parameters without default that no declared argument fills. One in the place of a missing argument is that
    one renamed.
    """
    taken = {parameter.name for _, parameter in comparison.pairs} | {
        each.parameter.name for each in comparison.misplaced
    }
    renamed = {asked.index(each) for each in comparison.missing if each in asked}
    renamed_keywords = sum(each.kind == "keyword_only" for each in comparison.missing)
    for parameter in parameters:
        if parameter.name in taken or parameter.default is not None or parameter.kind.startswith("var_"):
            continue
        if parameter in positional and positional.index(parameter) in renamed:
            continue
        if parameter.kind == "keyword_only" and renamed_keywords:
            renamed_keywords -= 1
            continue
        comparison.unexpected.append(parameter)


# Witnesses


@dataclass(frozen=True, slots=True)
class Call:
    """A call: the declared arguments passed by position, and those passed by keyword."""

    by_position: tuple[Declared, ...]
    by_keyword: tuple[Declared, ...]

    def __str__(self) -> str:
        texts = [("*" if each.kind == "var_positional" else "") + each.name for each in self.by_position]
        texts += [f"{each.name}={each.name}" for each in self.by_keyword if each.kind != "var_keyword"]
        texts += [f"**{each.name}" for each in self.by_keyword if each.kind == "var_keyword"]
        return ", ".join(texts)


def calls(declared: Sequence[Declared]) -> Iterator[Call]:
    """The calls that declared arguments allow, from the plainest on: by position and by keyword, with and without
    the optional.
    """
    for included in _inclusions(declared):
        positional = [each for each in included if each.kind in POSITIONAL]
        rest = [each for each in included if each.kind == "keyword_only"]
        star = [each for each in included if each.kind == "var_positional"]
        stars = [each for each in included if each.kind == "var_keyword"]
        asked = [each for each in declared if each.kind in POSITIONAL]
        only = sum(each.kind == "positional_only" for each in positional)
        # Behind an argument that is left out, nothing can be passed by position.
        most = next((index for index, each in enumerate(asked) if each not in positional), len(asked))
        if only > most:
            continue
        for count in dict.fromkeys((most, only, *range(only, most))):
            behind = star if count == len(asked) else []
            yield Call((*positional[:count], *behind), (*positional[count:], *rest, *stars))


def _inclusions(declared: Sequence[Declared]) -> Iterator[list[Declared]]:
    """Which arguments a call passes: all that are required, all, and each optional one alone."""
    needed = [each for each in declared if not each.optional and not each.kind.startswith("var_")]
    yield needed
    yield list(declared)
    for extra in declared:
        if extra not in needed:
            yield [each for each in declared if each in needed or each is extra]


def witness(declared: Sequence[Declared], parameters: Sequence[SignatureParameter]) -> tuple[Call, str] | None:
    """A call that the contract allows and the module refuses or misunderstands, with what is wrong about it."""
    for call in calls(declared):
        wrong = bind(call, parameters)
        if wrong is not None:
            return call, wrong
    return None


def bind(call: Call, parameters: Sequence[SignatureParameter]) -> str | None:
    """What goes wrong when a call meets parameters: a TypeError, or an argument that ends up under another name."""
    bound: dict[str, Declared] = {}
    error = _bind_positions(call, parameters, bound) or _bind_keywords(call, parameters, bound)
    if error is not None:
        return f"TypeError: {error}"
    for parameter in parameters:
        if parameter.default is None and not parameter.kind.startswith("var_") and parameter.name not in bound:
            return f"TypeError: missing '{parameter.name}'"
    for name, each in bound.items():
        if each.name != name and each.kind == "positional_or_keyword":
            return f"'{each.name}' is taken for '{name}'"
    return None


def _bind_positions(call: Call, parameters: Sequence[SignatureParameter], bound: dict[str, Declared]) -> str | None:
    names = [each.name for each in parameters if each.kind in POSITIONAL]
    given = [each for each in call.by_position if each.kind != "var_positional"]
    bound.update(zip(names, given, strict=False))
    if any(each.kind == "var_positional" for each in parameters):
        return None
    if len(given) < len(call.by_position):
        return "too many positional arguments"
    return f"takes {_count(len(names))}, {len(given)} given" if len(given) > len(names) else None


def _bind_keywords(call: Call, parameters: Sequence[SignatureParameter], bound: dict[str, Declared]) -> str | None:
    anything = any(each.kind == "var_keyword" for each in parameters)
    keywords = {each.name for each in parameters if each.kind in ("positional_or_keyword", "keyword_only")}
    for each in call.by_keyword:
        if each.kind != "var_keyword" and each.name in keywords:
            if each.name in bound:
                return f"multiple values for '{each.name}'"
            bound[each.name] = each
        elif not anything:
            starred = each.kind == "var_keyword"
            return "unexpected keyword arguments" if starred else f"unexpected keyword argument '{each.name}'"
    return None


def _count(number: int) -> str:
    return f"{number} positional argument{'' if number == 1 else 's'}"
