"""What is said of installed packages, against what `inspect` says of them.

    python -m tests.fidelity.real_packages [PACKAGE…]

prints the figures. The packages are those of the extra `real`. Each symbol is asked as a module that imports it would
ask, in the way of `check`: one module of a project of its own imports them all.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from fnmatch import fnmatchcase
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from importspy_static.checking.extractors import Extractors
from importspy_static.checking.library import Library
from importspy_static.checking.readings import Readings
from importspy_static.interpret import constants
from importspy_static.interpret.constants import Unfoldable
from importspy_static.interpret.namespace import Namespace, interpret_in
from importspy_static.interpret.spelling import canonical_path
from importspy_static.interpret.values import (
    Annotation,
    Binding,
    BoundMethod,
    Cause,
    ClassValue,
    Computed,
    External,
    FunctionValue,
    Outcome,
    Signature,
    SignatureParameter,
    TypeExpression,
    Value,
)
from importspy_static.interpret.values import Literal as LiteralValue
from importspy_static.probes.host import host_target
from importspy_static.probing import probe
from importspy_static.project.roots import source_file
from tests.interpret import importing

Answer: TypeAlias = "Mapping[str, Any]"
Verdict: TypeAlias = Literal["equal", "undecided", "wrong"]
REPOSITORY = Path(__file__).parents[2]
SECONDS = 120

ASKED: Mapping[str, Sequence[str]] = {
    "requests": ["requests", "requests.*"],
    "click": ["click", "click.*"],
    "flask": ["flask", "flask.*", "flask.sansio.scaffold:Scaffold"],
    "attrs": ["attr", "attrs", "attr.*"],
    "httpx": ["httpx"],
    "rich": ["rich", "rich.*"],
    "sqlalchemy": ["sqlalchemy", "sqlalchemy.orm", "sqlalchemy.exc"],
    "django": [
        "django",
        "django.core.*",
        "django.db.models",
        "django.dispatch",
        "django.forms",
        "django.http",
        "django.shortcuts",
        "django.template",
        "django.test:Client",
        "django.urls",
        "django.views",
        "django.views.generic",
    ],
    "pydantic": ["pydantic", "pydantic.*"],
}
"""By package: modules, of which all public classes and functions are asked; `package.*`, all public modules in it, of
which those are asked that they define; and names that lie deeper."""
MODULES = {"attrs": "attr"}
"""Packages whose module is not called as they are."""
OTHERWISE: Mapping[str, str] = {
    "django.*:*.class_lookups": "set on the class when another module registers the first lookup of its fields",
    "sqlalchemy*:*.dispatch": "set on the class when another module declares the events of it",
    "sqlalchemy.orm:KeyFuncDict.popitem": "replaced when another module prepares the class for instrumentation",
    "sqlalchemy.orm:KeyFuncDict.setdefault": "the same",
    "sqlalchemy.orm:MappedCollection.popitem": "the same class by its older name",
    "sqlalchemy.orm:MappedCollection.setdefault": "the same",
}
"""Members of which `inspect` is not the judge, as patterns of `module:name.member`, and why."""


class Question(NamedTuple):
    """One thing that is asked of a symbol."""

    symbol: str
    """`flask:Flask`, or `flask:Flask.route` for a method."""
    kind: Literal["members", "mro", "signature"]
    verdict: Verdict
    cause: str = ""
    """Why it is undecided, as a code of the catalogue and the construct."""
    ours: str = ""
    theirs: str = ""

    @property
    def package(self) -> str:
        return self.symbol.partition(":")[0].partition(".")[0]


def absent() -> list[str]:
    """The packages that are not installed."""
    return [name for name in ASKED if find_spec(MODULES.get(name, name)) is None]


def told_by_python(asked: Sequence[str], folder: Path) -> dict[str, Answer]:
    """What the running interpreter says, asked of a process of its own."""
    answers = folder / "answers.json"
    command = [sys.executable, "-m", "tests.fidelity.real_importing", str(answers), *asked]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(command, check=True, timeout=SECONDS, cwd=REPOSITORY, stdin=subprocess.DEVNULL, env=environment)
    found: dict[str, Answer] = json.loads(answers.read_text(encoding="utf-8"))
    return found


@contextmanager
def static_side(symbols: Sequence[str], folder: Path) -> Iterator[Namespace]:
    """The names of a module that imports each symbol under the name `asked_N`."""
    (folder / "pyproject.toml").write_text("[project]\nname = 'asking'\n", encoding="utf-8")
    asking = folder / "asking.py"
    lines = [
        f"from {module} import {name} as asked_{index}"
        for index, (module, _, name) in enumerate(symbol.partition(":") for symbol in symbols)
    ]
    asking.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with closing(Extractors(1)) as extractors:
        library = Library(Readings(extractors), [str(folder)])
        world = library.world(host_target(), lambda: probe(distributions=False).search_path, ())
        yield interpret_in(world, library.own(source_file(str(asking), [str(folder)])))


def questions(packages: Iterable[str] = ASKED) -> list[Question]:
    """All that is asked of the packages, with what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        asked = [each for package in packages for each in ASKED[package]]
        truth = told_by_python(asked, Path(folder))
        with static_side([*truth], Path(folder)) as namespace:
            found: list[Question] = []
            for index, (symbol, answer) in enumerate(truth.items()):
                found += _of_symbol(namespace, symbol, namespace.name(f"asked_{index}"), answer)
    return [each for each in found if each.kind != "signature" or not _is_left_out(each.symbol)]


def _is_left_out(symbol: str) -> bool:
    return any(fnmatchcase(symbol, pattern) for pattern in OTHERWISE)


def _of_symbol(namespace: Namespace, symbol: str, binding: Binding, truth: Answer) -> Iterator[Question]:
    if truth["kind"] != "type":
        yield _signature(namespace, symbol, binding, truth)
        return
    classes = [each.value for each in binding if isinstance(each.value, ClassValue)]
    methods = {name: member for name, member in truth["members"].items() if member.get("signature")}
    if binding and len(classes) == len(binding):
        yield _all_of([_members(namespace, symbol, each, truth["members"]) for each in classes])
        yield _all_of([_mro(namespace, symbol, each, truth["mro"]) for each in classes])
        for name, member in methods.items():
            asked = f"{symbol}.{name}"
            yield _all_of([_signature(namespace, asked, namespace.member(each, name), member) for each in classes])
        return
    verdict: Verdict = "undecided" if any(_is_unknown(each.value) for each in binding) else "wrong"
    yield _question(symbol, "members", verdict, binding)
    yield _question(symbol, "mro", verdict, binding)
    for name in methods:
        yield _question(f"{symbol}.{name}", "signature", verdict, binding)


def _all_of(found: Sequence[Question]) -> Question:
    """The answer for a name that may come out as one of several classes."""
    if len({each.verdict for each in found}) == 1:
        return found[0]
    return found[0]._replace(verdict="undecided", cause="several classes")


def _is_unknown(value: Value | None) -> bool:
    """Whether nothing is said of a value."""
    return isinstance(value, (Computed, External, TypeExpression))


def _question(
    symbol: str, kind: Literal["members", "mro", "signature"], verdict: Verdict, binding: Binding, theirs: str = ""
) -> Question:
    ours = " or ".join(_shown(each.value) for each in binding)
    return Question(symbol, kind, verdict, _cause(binding) if verdict == "undecided" else "", ours, theirs)


def _cause(binding: Binding) -> str:
    for outcome in binding:
        match outcome.value:
            case (
                Computed(cause=cause)
                | FunctionValue(signature=Cause() as cause)
                | FunctionValue(kind=Cause() as cause)
                | ClassValue(opaque=Cause() as cause)
            ):
                return f"{cause.code} {cause.construct}"
            case External(path=path):
                return f"SPY802 {path}"
        if outcome.branch is not None:
            return f"{outcome.branch.code} {outcome.branch.construct}"
    return "several"


def _shown(value: Value | None) -> str:
    match value:
        case None:
            return "absent"
        case FunctionValue(signature=Signature(parameters=parameters, returns=returns), kind=kind):
            names = ", ".join(_shown_parameter(each) for each in parameters)
            return f"{kind} ({names}) -> {returns.expression.text if returns else None}"
        case ClassValue(name=name):
            return f"class {name}"
        case External(path=path):
            return f"external {path}"
        case _:
            return type(value).__name__


def _shown_parameter(parameter: SignatureParameter) -> str:
    annotation = f": {parameter.annotation.expression.text}" if parameter.annotation else ""
    default = "=" + "|".join(_shown_default(each) for each in parameter.default.values) if parameter.default else ""
    return f"{parameter.name}/{parameter.kind}{annotation}{default}"


def _shown_default(value: Value) -> str:
    return str(value.value) if isinstance(value, LiteralValue) else type(value).__name__


# Members


def _members(namespace: Namespace, symbol: str, found: ClassValue, truth: Answer) -> Question:
    """Whether each public name that either side knows is there for both."""
    names = dict.fromkeys((*truth, *_own_names(namespace, found), "no_such_name"))
    doubts: list[str] = []
    wrong: list[str] = []
    for name in names:
        if _is_left_out(f"{symbol}.{name}"):
            continue
        there = _is_there(namespace, found, name)
        if there is None:
            doubts.append(name)
        elif there != (name in truth):
            wrong.append(name)
    if wrong:
        return Question(symbol, "members", "wrong", "", "differ in " + ", ".join(wrong))
    if doubts:
        cause = _cause(namespace.member(found, doubts[0]))
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


# The method resolution order


def _mro(namespace: Namespace, symbol: str, found: ClassValue, truth: Sequence[Sequence[str]]) -> Question:
    line = namespace.mro(found)
    if line is not None and found.form == "typeddict":
        # Python forgets the bases of a `TypedDict`, but contracts may ask for them.
        line = (found, *(each for each in line if isinstance(each, ClassValue) and each.builtin is not None))
    theirs = [".".join(each) for each in truth]
    if line is None:
        return Question(symbol, "mro", "wrong", "", "no order", str(theirs))
    ours = [_dotted(namespace, each) for each in line]
    unknown = next((each for each in line if not isinstance(each, ClassValue)), None)
    if unknown is not None:
        return Question(symbol, "mro", "undecided", _cause((Outcome(unknown),)), str(ours), str(theirs))
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


# Signatures


def _signature(namespace: Namespace, symbol: str, binding: Binding, truth: Answer) -> Question:
    verdicts = {_function(namespace, each.value, truth) for each in binding}
    verdict: Verdict = "wrong"
    if len(verdicts) == 1:
        verdict = verdicts.pop()
    elif verdicts:
        verdict = "undecided"
    return _question(symbol, "signature", verdict, binding, json.dumps(truth["signature"]))


def _function(namespace: Namespace, value: Value | None, truth: Answer) -> Verdict:
    match value:
        case None:
            return "wrong"
        case BoundMethod() if (function := namespace.callable_of(value)) is not None:
            return _function(namespace, function, {**truth, "kind": function.kind})
        case FunctionValue(signature=Signature() as signature, kind=str() as kind, is_async=bool() as is_async):
            fits = kind == truth["kind"] or value.name in ("__new__", "__init_subclass__", "__class_getitem__")
            if not fits or is_async != truth["async"]:
                return "wrong"
            ours = _as_compiled(signature) if truth["compiled"] else signature
            return _same_signature(namespace, ours, truth["signature"])
        case FunctionValue() | Computed() | External() | TypeExpression():
            return "undecided"
        case _:
            return "wrong"


def _as_compiled(signature: Signature) -> Signature:
    """A signature of a stub as compiled code has it: without annotations, `self` by position only."""
    parameters = [replace(each, annotation=None) for each in signature.parameters]
    if parameters and parameters[0].name in ("self", "cls", "type"):
        parameters[0] = replace(parameters[0], kind="positional_only")
    return Signature(tuple(parameters), None)


def _same_signature(namespace: Namespace, ours: Signature, theirs: Answer | None) -> Verdict:
    if theirs is None:
        return "undecided"
    if len(ours.parameters) != len(theirs["parameters"]) or not _same_text(ours.returns, theirs["returns"]):
        return "wrong"
    pairs = zip(ours.parameters, theirs["parameters"], strict=True)
    verdicts = {_parameter(namespace, one, other) for one, other in pairs}
    return "wrong" if "wrong" in verdicts else "undecided" if "undecided" in verdicts else "equal"


def _parameter(namespace: Namespace, ours: SignatureParameter, theirs: Sequence[Any]) -> Verdict:
    name, kind, has_default, default, annotation = theirs
    if (ours.name, ours.kind, ours.default is not None) != (name, kind, has_default):
        return "wrong"
    if not _same_text(ours.annotation, annotation):
        return "wrong"
    if ours.default is None or default is None:
        return "equal"
    verdicts = {_default(namespace.settled(each), default) for each in ours.default.values}
    return verdicts.pop() if len(verdicts) == 1 else "undecided"


def _same_text(ours: Annotation | None, theirs: str | None) -> bool:
    """Whether both have an annotation, or none, and the same text where Python has kept it."""
    if ours is None or theirs is None:
        return ours is None and theirs is None
    if not theirs:
        return True
    return _normal(ours.expression.text) == _normal(theirs)


def _normal(text: str) -> str:
    """An annotation as Python writes it. One in quotes is the text in them, so is what is in quotes again (PEP 563)."""
    found = _parsed(text)
    while isinstance(found, ast.Constant) and isinstance(found.value, str):
        inner = _parsed(found.value)
        if inner is None:
            break
        found = inner
    return text if found is None else ast.unparse(found)


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(f"({text.strip()})", mode="eval").body
    except SyntaxError:
        return None


def _default(ours: Value, theirs: str) -> Verdict:
    match ours:
        case LiteralValue():
            try:
                return "equal" if importing.written(constants.plain(ours)) == theirs else "wrong"
            except Unfoldable:
                return "undecided"
        case Computed() | External() | TypeExpression():
            return "undecided"
        case _:
            return "wrong"


# Figures


def table(found: Sequence[Question], *, causes: int = 40) -> str:
    """The figures: by package, by kind of question, and what makes them undecided."""
    lines = [f"{'':24}{'equal':>8}{'undecided':>11}{'wrong':>7}"]
    groups: dict[str, list[Question]] = {}
    for each in found:
        groups.setdefault(each.package, []).append(each)
        groups.setdefault(f"({each.kind})", []).append(each)
    for name, group in (*sorted(groups.items()), ("all", list(found))):
        count = Counter(each.verdict for each in group)
        lines.append(f"{name:24}{count['equal']:8}{count['undecided']:11}{count['wrong']:7}")
    symbols = {owner(each.symbol) for each in found}
    whole = symbols - {owner(each.symbol) for each in found if each.verdict != "equal"}
    lines.append(f"{len(symbols)} classes and functions, {len(whole)} of them equal in all that is asked")
    why = Counter(each.cause for each in found if each.verdict == "undecided")
    lines += [f"{number:8} {cause}" for cause, number in why.most_common(causes)]
    return "\n".join(lines)


def owner(symbol: str) -> str:
    """The class or function that a question is about."""
    module, _, rest = symbol.partition(":")
    return f"{module}:{rest.partition('.')[0]}"


def main(packages: Sequence[str]) -> int:
    started = time.monotonic()
    found = questions(packages or ASKED)
    for each in found:
        if each.verdict == "wrong":
            sys.stdout.write(f"WRONG {each.symbol} {each.kind}\n    ours   {each.ours}\n    theirs {each.theirs}\n")
    sys.stdout.write(f"{table(found)}\n{time.monotonic() - started:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
