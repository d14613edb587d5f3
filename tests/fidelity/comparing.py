"""What is said of one public class, function or constant, against what `inspect` says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from importspy_static.interpret import constants
from importspy_static.interpret.constants import Unfoldable
from importspy_static.interpret.namespace import Namespace
from importspy_static.interpret.spelling import canonical_path
from importspy_static.interpret.values import (
    Binding,
    ClassValue,
    Computed,
    External,
    FunctionValue,
    Instance,
    Outcome,
    Value,
)
from importspy_static.interpret.values import Literal as LiteralValue
from tests.fidelity.functions import of_function, of_property, same_annotation
from tests.fidelity.packages import is_left_out
from tests.fidelity.questions import Answer, Kind, Question, Verdict, agreed, cause_of, is_unknown, question
from tests.interpret import importing


def of_symbol(namespace: Namespace, symbol: str, binding: Binding, truth: Answer) -> Iterator[Question]:
    """All that is asked of a symbol."""
    match truth["kind"]:
        case "type":
            yield from _of_class(namespace, symbol, binding, truth)
        case "constant":
            yield _constant(namespace, symbol, binding, truth)
        case _:
            yield from of_function(namespace, symbol, binding, truth)


def _of_class(namespace: Namespace, symbol: str, binding: Binding, truth: Answer) -> Iterator[Question]:
    classes = [each.value for each in binding if isinstance(each.value, ClassValue)]
    if not binding or len(classes) < len(binding):
        yield from _of_no_class(namespace, symbol, binding, truth)
        return
    yield _all_of([_members(namespace, symbol, each, truth["members"]) for each in classes])
    yield _all_of([_mro(namespace, symbol, each, truth) for each in classes])
    for name, member in truth["members"].items():
        asked = f"{symbol}.{name}"
        if not is_left_out(asked):
            each_way = [[*_of_member(namespace, asked, namespace.member(each, name), member, each)] for each in classes]
            yield from (_all_of(ways) for ways in zip(*each_way, strict=True))
    for name, annotation in truth["annotations"].items():
        yield _all_of([_declared(namespace, f"{symbol}.{name}", each, name, annotation) for each in classes])


def _of_no_class(namespace: Namespace, symbol: str, binding: Binding, truth: Answer) -> Iterator[Question]:
    """A class that is not surely one: so is all that is in it."""
    may_be = any(is_unknown(each.value) or isinstance(each.value, ClassValue) for each in binding)
    verdict: Verdict = "undecided" if may_be else "wrong"
    kinds: tuple[Kind, ...] = ("members", "mro")
    for kind in kinds:
        yield question(symbol, kind, verdict, binding)
    for name, member in truth["members"].items():
        if not is_left_out(f"{symbol}.{name}"):
            for each in _of_member(namespace, f"{symbol}.{name}", binding, member, None):
                yield question(each.symbol, each.kind, verdict, binding)
    for name in truth["annotations"]:
        yield question(f"{symbol}.{name}", "annotations", verdict, binding)


def _of_member(
    namespace: Namespace, symbol: str, binding: Binding, truth: Answer, owner: ClassValue | None
) -> Iterator[Question]:
    match truth:
        case {"kind": "constant"}:
            yield _constant(namespace, symbol, binding, truth)
        case {"kind": "property"}:
            yield from of_property(namespace, symbol, binding, truth)
        case {"signature": dict()}:
            yield from of_function(namespace, symbol, binding, truth)


def _all_of(found: Sequence[Question]) -> Question:
    """The answer for a name that may come out as one of several classes."""
    if len({each.verdict for each in found}) == 1:
        return found[0]
    return found[0]._replace(verdict="undecided", cause="several classes")


# Members


def _members(namespace: Namespace, symbol: str, found: ClassValue, truth: Answer) -> Question:
    """Whether each public name that either side knows is there for both."""
    names = dict.fromkeys((*truth, *_own_names(namespace, found), "no_such_name"))
    doubts: list[str] = []
    wrong: list[str] = []
    for name in names:
        if is_left_out(f"{symbol}.{name}"):
            continue
        there = _is_there(namespace, found, name)
        if there is None:
            doubts.append(name)
        elif there != (name in truth):
            wrong.append(name)
    if wrong:
        return Question(symbol, "members", "wrong", "", "differ in " + ", ".join(wrong))
    if doubts:
        cause = cause_of(namespace.member(found, doubts[0]))
        return Question(symbol, "members", "undecided", cause, ", ".join(doubts))
    return Question(symbol, "members", "equal")


def _own_names(namespace: Namespace, found: ClassValue) -> Iterator[str]:
    for entry in namespace.mro(found) or ():
        if isinstance(entry, ClassValue) and entry.builtin is None:
            yield from (name for name in namespace.own_names(entry) if not name.startswith("_"))


def _is_there(namespace: Namespace, found: ClassValue, name: str) -> bool | None:
    """Whether a class has a member; None if that is not known."""
    verdicts = {_exists(each) for each in namespace.member(found, name)}
    if verdicts == {False}:
        return namespace.is_slot(found, name)
    return verdicts.pop() if len(verdicts) == 1 else None


def _exists(outcome: Outcome) -> bool | None:
    match outcome.value:
        case None:
            return False
        case Computed(cause=cause) if cause.code != "SPY804":
            return None
        case _:
            return True


def _declared(namespace: Namespace, symbol: str, found: ClassValue, name: str, truth: Sequence[str | None]) -> Question:
    """What an attribute is declared as."""
    ours = namespace.declared_attribute(found, name)
    verdict = agreed({same_annotation(namespace, each, truth) for each in ours})
    is_known = all(isinstance(each, ClassValue) for each in namespace.mro(found) or ())
    if not ours and (namespace.other_members(found.object) or found.opaque or not is_known):
        verdict = "undecided"
    texts = " or ".join(each.expression.text for each in ours)
    cause = ""
    if verdict == "undecided":
        cause = f"SPY804 {texts}" if ours else cause_of(namespace.member(found, name))
    return Question(symbol, "annotations", verdict, cause, texts or "none", str(truth))


# The method resolution order


def _mro(namespace: Namespace, symbol: str, found: ClassValue, truth: Answer) -> Question:
    """Where compiled classes are in the line, without the abstract ones that only a stub puts there."""
    line = namespace.mro(found)
    if found.opaque is not None:
        return question(symbol, "mro", "undecided", (Outcome(found),))
    if line is not None and found.form == "typeddict":
        # Python forgets the bases of a `TypedDict`, but contracts may ask for them.
        line = (found, *(each for each in line if isinstance(each, ClassValue) and each.builtin is not None))
    theirs = [".".join(each) for each in truth["mro"]]
    if line is None:
        return Question(symbol, "mro", "wrong", "", "no order", str(theirs))
    line = tuple(each for each in line if _dotted(namespace, each) not in truth["virtual"])
    ours = [_dotted(namespace, each) for each in line]
    unknown = next((each for each in line if not isinstance(each, ClassValue)), None)
    if unknown is not None:
        return Question(symbol, "mro", "undecided", cause_of((Outcome(unknown),)), str(ours), str(theirs))
    equal = len(ours) == len(theirs) and all(
        one == other or _is_named(namespace, entry, other) for one, other, entry in zip(ours, theirs, line, strict=True)
    )
    return Question(symbol, "mro", "equal" if equal else "wrong", "", str(ours), str(theirs))


def _dotted(namespace: Namespace, entry: Value) -> str | None:
    match entry:
        case ClassValue(path=str() as path):
            return path
        case ClassValue():
            return namespace.dotted_name(entry)
        case External(path=path):
            return canonical_path(path)
        case _:
            return None


def _is_named(namespace: Namespace, entry: Value, path: str) -> bool:
    """A class may say that it is from another module than the one that it stands in: that must lead to it.

    What `typing_extensions` has for older Pythons counts as what `typing` has.
    """
    front, _, last = path.rpartition(".")
    if front == "typing_extensions" and isinstance(entry, ClassValue) and entry.path == f"typing.{last}":
        return True
    return isinstance(entry, ClassValue) and namespace.is_named(entry, path)


# Constants


def _constant(namespace: Namespace, symbol: str, binding: Binding, truth: Mapping[str, Any]) -> Question:
    verdict = agreed({_same_constant(each.value, truth) for each in binding})
    return question(symbol, "constant", verdict, binding, f"{truth['type']} {truth['text']}")


def _same_constant(value: Value | None, truth: Mapping[str, Any]) -> Verdict:
    match value:
        case LiteralValue():
            kind = "NoneType" if value.type == "None" else value.type
            try:
                text = importing.written(constants.plain(value))
            except Unfoldable:
                return "undecided"
            return "equal" if (kind, text) == (truth["type"], truth["text"]) else "wrong"
        case Computed(type=str() as kind):
            return "undecided" if kind in (truth["type"], "None") else "wrong"
        case None | FunctionValue() | ClassValue() | Instance():
            return "wrong"
        case _:
            return "undecided"
