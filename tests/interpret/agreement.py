"""Whether what the interpretation says of a module is what Python says of it (see `importing`)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from importspy_static.interpret import constants
from importspy_static.interpret.constants import Unfoldable
from importspy_static.interpret.namespace import Namespace
from importspy_static.interpret.values import (
    Binding,
    BoundMethod,
    Cause,
    ClassValue,
    Computed,
    External,
    FunctionValue,
    Instance,
    Signature,
    SignatureParameter,
    TypeExpression,
    Value,
)
from importspy_static.interpret.values import Literal as LiteralValue
from tests.interpret import importing

Answer: TypeAlias = "Mapping[str, Any]"
Verdict: TypeAlias = Literal["same", "undecided", "wrong"]
SET_BY_IMPORT = frozenset(
    "__name__ __doc__ __file__ __path__ __builtins__ __loader__ __spec__ __package__ __cached__ __annotations__ "
    "__annotate__ __annotate_func__ __conditional_annotations__ __warningregistry__".split()
)
"""Names of every module."""
SET_BY_TYPE = frozenset(
    "__module__ __doc__ __dict__ __weakref__ __qualname__ __annotations__ __annotate__ __annotate_func__ __slots__ "
    "__annotations_cache__ __static_attributes__ __firstlineno__ __orig_bases__ __parameters__ __type_params__ "
    "__conditional_annotations__ __classdictcell__ __bases__ __class__ __abc_tpflags__".split()
)
"""Members that the making of a class leaves in it, or takes out of it."""
SET_BY_LIBRARY = frozenset(
    "_abc_impl __abstractmethods__ _is_protocol _is_runtime_protocol __protocol_attrs__ __non_callable_proto_members__ "
    "__dataclass_fields__ __dataclass_params__ __replace__ __total__ __required_keys__ __optional_keys__ "
    "__readonly_keys__ __mutable_keys__ __closed__ __extra_items__ __attrs_attrs__ __final__ __hash__ _field_types "
    "__delattr__ __setattr__ __getstate__ __setstate__ __reduce__ __reduce_ex__ __getnewargs__ __repr__ __str__ "
    "__format__ __dir__ __static_attributes__ __callable_proto_members_only__".split()
)
"""Members that `abc`, `typing`, `dataclasses` and `enum` leave there: nothing that a contract asks for."""


class Finding(NamedTuple):
    """One name, member (`Foo.bar`) or instance attribute (`Foo().bar`)."""

    symbol: str
    verdict: Verdict
    ours: str
    theirs: str
    cause: str = ""
    """The code of what makes it undecided."""


def ask_python(names: Sequence[str], folder: Path, *, instances: bool, seconds: float) -> dict[str, Answer]:
    """What the running interpreter makes of modules, asked of a process of its own."""
    answers = folder / "answers.json"
    options = ["--with-instances"] if instances else []
    subprocess.run(
        [sys.executable, str(Path(importing.__file__)), str(answers), str(folder), *options, *names],
        check=True,
        timeout=seconds,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    found: dict[str, Answer] = json.loads(answers.read_text(encoding="utf-8"))
    return found


def findings(namespace: Namespace, truth: Answer) -> Iterator[Finding]:
    """What the two say of every name that either knows, and of one that neither should."""
    names: Answer = truth["names"]
    for name in dict.fromkeys((*names, *namespace.names(), *importing.PROVIDED)):
        if name in SET_BY_IMPORT:
            continue
        binding = namespace.name(name)
        yield _finding(namespace, name, binding, names.get(name))
        match binding:
            case [outcome] if isinstance(outcome.value, ClassValue) and name in truth["members"]:
                yield from _of_class(namespace, name, outcome.value, truth)


def _of_class(namespace: Namespace, name: str, found: ClassValue, truth: Answer) -> Iterator[Finding]:
    if found.builtin is not None or found.path is not None:
        return
    members: Answer = truth["members"][name]
    own = [each for entry in namespace.mro(found) or () for each in _own_names(namespace, entry)]
    for member in dict.fromkeys((*members, *own, "no_such_name")):
        if member in SET_BY_TYPE or (member in SET_BY_LIBRARY and member not in own):
            continue
        if found.form == "enum" and member.startswith("_"):
            continue
        yield _finding(namespace, f"{name}.{member}", namespace.member(found, member), members.get(member))
    instance: Answer | None = truth.get("instances", {}).get(name)
    if instance is not None:
        attributes = namespace.instance(found)
        for attribute in dict.fromkeys((*instance, *attributes.initial, "no_such_name")):
            if attribute in SET_BY_TYPE:
                continue
            binding = attributes.initial.get(attribute, attributes.unknown)
            theirs = instance.get(attribute)
            if theirs is None and attribute in attributes.initial:
                # Python reads the class's where a generated constructor left a default there.
                theirs = members.get(attribute)
            yield _finding(namespace, f"{name}().{attribute}", binding, theirs)


def _own_names(namespace: Namespace, entry: Value) -> list[str]:
    return namespace.own_names(entry) if isinstance(entry, ClassValue) and entry.builtin is None else []


def _finding(namespace: Namespace, symbol: str, binding: Binding, theirs: Answer | None) -> Finding:
    verdicts = [agree(namespace, outcome.value, theirs) for outcome in binding]
    verdict: Verdict = "undecided"
    if len(set(verdicts)) == 1:
        verdict = verdicts[0]
    elif not binding:
        verdict = "wrong"
    ours = " or ".join(shown(each.value) for each in binding)
    return Finding(symbol, verdict, ours, shown_answer(theirs), _cause(binding))


def _cause(binding: Binding) -> str:
    for outcome in binding:
        match outcome.value:
            case (
                Computed(cause=cause) | FunctionValue(signature=Cause() as cause) | ClassValue(opaque=Cause() as cause)
            ):
                return cause.code
        if outcome.branch is not None:
            return outcome.branch.code
    return "SPY806"


def agree(namespace: Namespace, value: Value | None, theirs: Answer | None) -> Verdict:
    """Whether one outcome is what Python says."""
    match value:
        case None:
            return _same(theirs is None)
        case Computed(cause=cause) if cause.code != "SPY804":
            return "undecided"
    if theirs is None:
        return "wrong"
    if theirs["kind"] == "builtin":
        return _same(isinstance(value, (External, FunctionValue, BoundMethod, Computed)))
    match value:
        case Computed(type=known):
            return "undecided" if known in (None, theirs["type"]) else "wrong"
        case LiteralValue():
            return _literal(value, theirs)
        case External():
            return _same(theirs["kind"] != "instance" or not theirs["own"])
        case FunctionValue():
            return _function(namespace, value, theirs)
        case BoundMethod(function=function):
            return "undecided" if theirs["kind"] in ("bound", "static") else _function(namespace, function, theirs)
        case ClassValue():
            return _class(namespace, value, theirs)
        case Instance(of=of):
            return _same(theirs["type"] == of.name)
        case TypeExpression():
            # What `sys.argv[0]` is too: the checks take it for computed where a value is asked.
            return "undecided"
        case _:
            return _same(theirs["kind"] not in ("constant", "static", "class", "property"))


def _same(holds: bool) -> Verdict:
    return "same" if holds else "wrong"


def _literal(value: LiteralValue, theirs: Answer) -> Verdict:
    if theirs["kind"] == "member":
        return _literal(value, theirs["of"])
    try:
        text = importing.written(constants.plain(value))
    except Unfoldable:
        return "undecided"
    return _same(theirs["kind"] == "constant" and (value.type, text) == (theirs["type"], theirs["text"]))


def _class(namespace: Namespace, value: ClassValue, theirs: Answer) -> Verdict:
    if value.path is not None:
        return _same(not theirs.get("own", False))
    if value.form == "typeddict":
        # Python forgets the bases of a `TypedDict`; a contract may ask for them.
        return _same(theirs["kind"] == "type")
    if theirs["kind"] != "type":
        return "undecided" if value.opaque is not None else "wrong"
    if value.opaque is not None:
        return "undecided"
    line = namespace.mro(value)
    if line is None or not all(isinstance(each, ClassValue) for each in line):
        return "undecided"
    return _same([each.name for each in line if isinstance(each, ClassValue)] == theirs["mro"])


def _function(namespace: Namespace, value: FunctionValue, theirs: Answer) -> Verdict:
    if isinstance(value.signature, Cause) or isinstance(value.kind, Cause) or isinstance(value.is_async, Cause):
        return "undecided"
    if value.kind == "property" or theirs["kind"] == "property":
        return _same(value.kind == theirs["kind"])
    if theirs["kind"] not in ("instance", "static", "class"):
        return "wrong"
    if not _kind_fits(value, theirs["kind"]) or value.is_async != theirs["async"]:
        return "wrong"
    return _parameters(namespace, value.signature, theirs["parameters"])


def _kind_fits(value: FunctionValue, theirs: str) -> bool:
    # A generated `__new__` is a plain function where `inspect` looks, and static all the same.
    return value.kind == theirs or value.name in ("__new__", "__init_subclass__", "__class_getitem__")


def _parameters(namespace: Namespace, signature: Signature, theirs: Sequence[Sequence[Any]] | None) -> Verdict:
    if theirs is None:
        return "undecided"
    if len(signature.parameters) != len(theirs):
        return "wrong"
    pairs = zip(signature.parameters, theirs, strict=True)
    return min_verdict(_parameter(namespace, one, other) for one, other in pairs)


def _parameter(namespace: Namespace, ours: SignatureParameter, theirs: Sequence[Any]) -> Verdict:
    name, kind, default = theirs
    if (ours.name, ours.kind, ours.default is not None) != (name, kind, default is not None):
        return "wrong"
    if ours.default is None or default[0] is None:
        return "same"
    verdicts = {_default(namespace.settled(each), default[0]) for each in ours.default.values}
    return verdicts.pop() if len(verdicts) == 1 else "undecided"


def _default(ours: Value, theirs: str) -> Verdict:
    match ours:
        case LiteralValue():
            try:
                return _same(importing.written(constants.plain(ours)) == theirs)
            except Unfoldable:
                return "undecided"
        case FunctionValue() | ClassValue() | Instance():
            return "wrong"
        case _:
            return "undecided"


def min_verdict(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of several."""
    found = set(verdicts)
    return "wrong" if "wrong" in found else "undecided" if "undecided" in found else "same"


def shown(value: Value | None) -> str:
    """A value in the words of a failing test."""
    match value:
        case None:
            return "absent"
        case LiteralValue():
            return f"{value.type} {value.value!r}"
        case FunctionValue(signature=Signature(parameters=parameters), kind=kind):
            names = ", ".join(f"{each.name}{'=' if each.default else ''}/{each.kind}" for each in parameters)
            return f"{kind} function ({names})"
        case ClassValue(name=name, opaque=opaque):
            return f"class {name}{' (opaque)' if opaque else ''}"
        case Computed(cause=cause):
            return f"{cause.code} {value.type or ''} ({cause.construct})"
        case _:
            return type(value).__name__ + f" {getattr(value, 'path', '')}"


def shown_answer(answer: Answer | None) -> str:
    match answer:
        case None:
            return "absent"
        case {"kind": "constant", "text": text}:
            return f"{answer['type']} {text}"
        case {"kind": kind, "parameters": list(found)}:
            return f"{kind} function ({', '.join(f'{name}{chr(61) if d else str()}/{k}' for name, k, d in found)})"
        case {"kind": "type", "mro": mro}:
            return f"class {mro}"
        case _:
            return str(dict(answer))
