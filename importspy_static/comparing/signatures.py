"""Signatures compared as calls: those that the old allows and the new does not, and the other way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from importspy_static.checks.signatures import Call, Declared, bind, calls, compare, declared_arguments
from importspy_static.checks.values import shown
from importspy_static.comparing.pair import Pair, who
from importspy_static.interpret.values import Default, SignatureParameter
from importspy_static.lazy_dataclasses import dataclass, replace
from importspy_static.model.contract import ArgumentRequirement, FunctionRequirement
from importspy_static.model.difference import Broken, Change, Difference, Subject
from importspy_static.model.expression import POSITIONAL
from importspy_static.model.place import TOP

RECEIVERS = ("self", "cls", "mcs")
_QUOTED = re.compile(r"'(\w+)'")


@dataclass(frozen=True)
class Callee:
    """A function or method on both sides."""

    symbol: str
    written: str
    """How callers write it: `load`, `Extension().add`."""
    is_method: bool = False
    is_maker: bool = False
    to_implement: bool = False
    """Whether others implement it for the same callers."""

    def broken(self, *, callers: bool, implementers: bool) -> Broken:
        """Whom a difference breaks: who overrides a method is broken where its callers are."""
        overridden = callers and self.is_method and not self.is_maker
        return who(callers=callers, implementers=overridden or (implementers and self.to_implement))


@dataclass(frozen=True)
class Sides:
    """The arguments on both sides, as calls see them."""

    old: Sequence[Declared]
    new: Sequence[Declared]

    @property
    def old_parameters(self) -> list[SignatureParameter]:
        return [_parameter(each) for each in self.old]

    @property
    def new_parameters(self) -> list[SignatureParameter]:
        return [_parameter(each) for each in self.new]


def passed(requirement: FunctionRequirement, *, is_method: bool, is_stated: bool) -> list[Declared]:
    """What callers pass: a method is called without its receiver."""
    arguments = declared_arguments(requirement.arguments.value if requirement.arguments is not None else ())
    kind = requirement.kind.value if requirement.kind is not None else "instance"
    takes_receiver = is_method and (kind != "static" or requirement.name == "__new__")
    if (
        takes_receiver
        and arguments
        and arguments[0].kind in POSITIONAL
        and (
            not is_stated or arguments[0].name in RECEIVERS  # who writes a contract may leave `self` out
        )
    ):
        return arguments[1:]
    return arguments


def _parameter(declared: Declared) -> SignatureParameter:
    default = Default((), None, TOP) if declared.optional else None
    return SignatureParameter(declared.name, declared.kind, TOP, None, default)


def compare_signatures(pair: Pair, callee: Callee, sides: Sides) -> Iterator[Difference]:
    """How the arguments of a function differ."""
    if [_shape(each) for each in sides.old] == [_shape(each) for each in sides.new]:
        yield from _paired(pair, callee, list(zip(sides.old, sides.new, strict=True)))
        return
    yield from _Signatures(pair, callee, sides).differences()


def _shape(declared: Declared) -> tuple[str, str, bool]:
    return declared.name, declared.kind, declared.optional


class _Signatures:
    """One function whose arguments differ."""

    def __init__(self, pair: Pair, callee: Callee, sides: Sides) -> None:
        self._pair, self._callee, self._sides = pair, callee, sides
        self._failing = [*_failing(sides.old, sides.new_parameters)]
        self._implementing = [*_failing(sides.new, sides.old_parameters)]
        self._by_name = {each.name: each for each in sides.new}
        self._comparison = compare(sides.old, sides.new_parameters)

    def differences(self) -> Iterator[Difference]:
        """Every difference; if a call fails, one of them says so."""
        found = list(self._found())
        raising = [each for each in self._failing if each[1].startswith("TypeError")]
        shown = next(iter(raising or self._failing), None)
        if shown is None or any(each.call is not None and each.breaks in ("callers", "both") for each in found):
            yield from found
            return
        call = _text(self._callee.written, shown)
        breaks = self._callee.broken(callers=True, implementers=bool(self._implementing))
        at = next((index for index, each in enumerate(found) if each.subject.startswith("argument")), None)
        if at is None:
            message = f"{self._callee.symbol}: the arguments are called in another way"
            found.append(self._pair.difference(self._callee.symbol, "argument", "changed", breaks, message, call=call))
        else:
            found[at] = replace(found[at], breaks=breaks, bump="major", call=call)
        yield from found

    def _found(self) -> Iterator[Difference]:
        renamed = dict(self._renamed())
        for declared in self._comparison.missing:
            if declared.name in renamed:
                yield self._rename(declared, renamed[declared.name])
            else:
                yield self._gone(declared)
        yield from self._misplaced()
        taken = {parameter.name for _, parameter in self._comparison.pairs} | {*renamed.values()}
        taken |= {each.parameter.name for each in self._comparison.misplaced}
        by_position = {new for old, new in self._by_place()}
        for declared in self._sides.new:
            if declared.name not in taken | by_position:
                yield self._extra(declared)
        pairs = [
            (declared, self._by_name[parameter.name])
            for declared, parameter in dict.fromkeys(self._comparison.pairs)
            if parameter.name in self._by_name and not self._is_absorbed(declared, parameter)
        ]
        for declared, parameter in self._comparison.pairs:
            if self._is_absorbed(declared, parameter):
                yield self._absorbed(declared, parameter)
        for declared, found in pairs:
            yield from self._wider_kind(declared, found)
        yield from _paired(self._pair, self._callee, pairs, self._call)

    def _by_place(self) -> Iterator[tuple[str, str]]:
        """Positional-only arguments under another name: nobody can tell."""
        for declared, parameter in self._comparison.pairs:
            if declared.kind == "positional_only" and declared.name != parameter.name:
                yield declared.name, parameter.name

    @staticmethod
    def _is_absorbed(declared: Declared, parameter: SignatureParameter) -> bool:
        return parameter.kind.startswith("var_") and not declared.kind.startswith("var_")

    def _renamed(self) -> Iterator[tuple[str, str]]:
        """Arguments whose place another name has now, that was not there before."""
        before = {each.name for each in self._sides.old}
        old = [each for each in self._sides.old if each.kind in POSITIONAL]
        new = [each for each in self._sides.new if each.kind in POSITIONAL]
        for declared in self._comparison.missing:
            place = old.index(declared) if declared in old else len(new)
            if place < len(new) and new[place].name not in before:
                yield declared.name, new[place].name

    def _rename(self, declared: Declared, name: str) -> Difference:
        return self._told(
            declared.name,
            "argument-name",
            "changed",
            f"argument '{declared.name}' is '{name}' now",
            declared.name,
            name,
        )

    def _gone(self, declared: Declared) -> Difference:
        name = _starred(declared)
        return self._told(declared.name, "argument", "removed", f"argument '{name}' is gone", name, None)

    def _extra(self, declared: Declared) -> Difference:
        name = _starred(declared)
        needed = not declared.optional and not declared.kind.startswith("var_")
        what = "is new, and callers have to pass it" if needed else "is new"
        return self._told(declared.name, "argument", "added", f"argument '{name}' {what}", None, name)

    def _absorbed(self, declared: Declared, parameter: SignatureParameter) -> Difference:
        star = "*" if parameter.kind == "var_positional" else "**"
        message = f"argument '{declared.name}' has no name any more: '{star}{parameter.name}' takes it"
        return self._told(declared.name, "argument-kind", "changed", message, declared.name, f"{star}{parameter.name}")

    def _misplaced(self) -> Iterator[Difference]:
        for each in dict.fromkeys(self._comparison.misplaced):
            old, new = each.declared.kind, each.parameter.kind
            message = f"argument '{each.declared.name}' {each.reason}"
            if "is argument" in each.reason:
                places = [str(self._place(each.declared, side)) for side in (self._sides.old, self._sides.new)]
                yield self._told(each.declared.name, "argument-order", "changed", message, *places)
            else:
                yield self._told(each.declared.name, "argument-kind", "changed", message, old, new)

    @staticmethod
    def _place(declared: Declared, side: Sequence[Declared]) -> int:
        return next((number for number, each in enumerate(side, 1) if each.name == declared.name), 0)

    def _wider_kind(self, declared: Declared, found: Declared) -> Iterator[Difference]:
        """`positional_only` that has a name now, `keyword_only` that has a place: callers may do more."""
        if declared.kind == found.kind or found.kind != "positional_or_keyword" or declared.name != found.name:
            return
        may = "by keyword" if declared.kind == "positional_only" else "by position"
        message = f"argument '{declared.name}' may be passed {may}, too"
        yield self._told(declared.name, "argument-kind", "changed", message, declared.kind, found.kind)

    def _told(
        self, name: str, subject: Subject, change: Change, message: str, old: str | None, new: str | None
    ) -> Difference:
        subjects = (name, *((new,) if subject == "argument-name" and new else ()))
        call = self._call(*subjects)
        serves = _about(self._implementing, *subjects)
        breaks = self._callee.broken(callers=call is not None, implementers=serves is not None)
        if call is None and breaks != "nobody" and serves is not None:
            call = f"{_text(self._callee.written, serves)}, in what implements the old"
        return self._pair.difference(
            f"{self._callee.symbol}({name})",
            subject,
            change,
            breaks,
            f"{self._callee.symbol}: {message}",
            call=call,
            old=old,
            new=new,
        )

    def _call(self, *names: str) -> str | None:
        found = _about(self._failing, *names)
        return None if found is None else _text(self._callee.written, found)


Failing: TypeAlias = tuple[Call, str]
CallOf: TypeAlias = Callable[[str], "str | None"]


def _failing(declared: Sequence[Declared], parameters: Sequence[SignatureParameter]) -> Iterator[Failing]:
    """The calls that these arguments allow and those parameters refuse, or take for something else."""
    for call in calls(declared):
        if (wrong := bind(call, parameters)) is not None:
            yield call, wrong


def _about(failing: Sequence[Failing], *names: str) -> Failing | None:
    """The failing call that shows what is wrong with an argument; None if no call fails because of it.

    A call that raises shows it better than one that is understood in another way.
    """
    found = [each for each in failing if _concerns(each, names)]
    raising = [each for each in found if each[1].startswith("TypeError")]
    return next(iter([*raising, *found]), None)


def _concerns(failing: Failing, names: Sequence[str]) -> bool:
    call, wrong = failing
    quoted = _QUOTED.findall(wrong)
    return any(each in names for each in quoted or [each.name for each in (*call.by_position, *call.by_keyword)])


def _text(written: str, failing: Failing) -> str:
    call, wrong = failing
    return f"{written}({call})  # {wrong}"


def _starred(declared: Declared) -> str:
    return {"var_positional": "*", "var_keyword": "**"}.get(declared.kind, "") + declared.name


# What stands behind a name on both sides


def _paired(
    pair: Pair,
    callee: Callee,
    pairs: Sequence[tuple[Declared, Declared]],
    call: CallOf | None = None,
) -> Iterator[Difference]:
    for old, new in pairs:
        symbol = f"{callee.symbol}({old.name})"
        if not old.kind.startswith("var_"):
            yield from _defaults(pair, callee, symbol, old, new, call)
        yield from _annotations(pair, callee, symbol, old.requirement, new.requirement)


def _defaults(
    pair: Pair, callee: Callee, symbol: str, old: Declared, new: Declared, call: CallOf | None
) -> Iterator[Difference]:
    name = f"{callee.symbol}: argument '{old.name}'"
    before, after = _default(old.requirement), _default(new.requirement)
    if old.optional and not new.optional:
        told = None if call is None else call(old.name)
        breaks = callee.broken(callers=True, implementers=False)
        message = f"{name} has no default any more"
        yield pair.difference(symbol, "default", "removed", breaks, message, call=told, old=before)
    elif new.optional and not old.optional:
        breaks = callee.broken(callers=False, implementers=True)
        yield pair.difference(symbol, "default", "added", breaks, f"{name} has a default now", new=after)
    elif before is not None and after is not None and before != after:
        message = f"{name} has the default {after}, it was {before}"
        yield pair.difference(symbol, "default", "changed", "nobody", message, old=before, new=after)


def _default(requirement: ArgumentRequirement) -> str | None:
    if requirement.value is not None:
        return shown(requirement.value.value)
    return requirement.expression.value if requirement.expression is not None else None


def _annotations(
    pair: Pair, callee: Callee, symbol: str, old: ArgumentRequirement, new: ArgumentRequirement
) -> Iterator[Difference]:
    name = f"{callee.symbol}: argument '{old.name}'"
    match old.annotation, new.annotation:
        case None, None:
            return
        case None, added if added is not None and not pair.old.lacks(symbol, "annotation"):
            message = f"{name} is annotated '{added.value}'"
            yield pair.difference(symbol, "annotation", "added", "nobody", message, bump="patch", new=added.value)
        case gone, None if gone is not None and not pair.new.lacks(symbol, "annotation"):
            message = f"{name} has no annotation any more, it was '{gone.value}'"
            yield pair.difference(symbol, "annotation", "removed", "nobody", message, bump="patch", old=gone.value)
        case before, after if before is not None and after is not None:
            stands = pair.relation(before, after)
            if stands == "same":
                return
            if stands == "clearer":
                yield pair.clearer(symbol, "annotation", name, before.value, after.value)
                return
            breaks = callee.broken(callers=stands != "wider", implementers=stands != "narrower")
            more = ", which takes more" if stands == "wider" else ""
            message = f"{name} is annotated '{after.value}', it was '{before.value}'{more}"
            yield pair.difference(symbol, "annotation", "changed", breaks, message, old=before.value, new=after.value)
