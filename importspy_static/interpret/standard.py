"""What a module asks of the target's standard library and surely does not get: the exceptions that this raises."""

from __future__ import annotations

import sys

from importspy_static.interpret import constants
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import Cause, Computed, External, Keywords, Literal, Outcome, Value, Values
from importspy_static.model import standard_library
from importspy_static.model.place import Span
from importspy_static.model.standard_library import NEVER, Availability, Minor

PROVIDED = frozenset({"graphlib", "profiling", "readline", "resource"})
"""Modules of the standard library that a distribution for other Pythons or systems provides under the same name:
graphlib-backport, profiling, pyreadline3, resource. All that were removed count as provided, too: setuptools has
`distutils`, python-deadlib (`standard-…` on PyPI), legacy-cgi, audioop-lts and zombie-imp have others.
"""
_DISPLACED = "!in the place of "
"""Under the module, in front of a dotted name: that an import may give something else than the module of that name."""
_SEARCH = frozenset({"sys.path", "sys.meta_path", "sys.path_hooks", "sys.path_importer_cache", "site.addsitedir"})
"""What tells where modules are found: whoever touches it may have a module of any name."""
_NEW_METHODS: dict[tuple[str, str], Minor] = {
    (kind, name): (3, 9) for kind in ("str", "bytes") for name in ("removeprefix", "removesuffix")
}
_NEW_KEYWORDS: dict[str, dict[str, Minor]] = {
    "dataclasses.dataclass": {"kw_only": (3, 10), "match_args": (3, 10), "slots": (3, 10), "weakref_slot": (3, 11)},
    "dataclasses.field": {"doc": (3, 14), "kw_only": (3, 10)},
    "builtins.zip": {"strict": (3, 10)},
}


def require_module(machine: Machine, path: str, span: Span) -> None:
    """An absolute import of a module.

    Raises:
        Unwound: the target's standard library does not have it, and nothing else is known to provide it.
    """
    for front, found in standard_library.of_module(path):
        if _answer(machine, found) is not False:
            continue
        if not machine.has_own_imports and not _may_be_installed(machine, front, found):
            machine.raises("ModuleNotFoundError", f"there is no module '{front}' {_where(machine, found)}", span)
        if machine.is_surely_reached:
            machine.doubts.append(Cause("SPY802", span, front))
        return


def _may_be_installed(machine: Machine, module: str, found: Availability) -> bool:
    if "." in module:
        return False
    return module in PROVIDED or _is_gone(machine, found)


def require_name(machine: Machine, module: str, name: str, span: Span) -> None:
    """A name in `from module import name`.

    Raises:
        Unwound: the module of the target's standard library has neither such a name nor such a submodule.
    """
    reason = _lacking(machine, module, name)
    if reason is not None:
        machine.raises("ImportError", reason, span)


def readable(machine: Machine, owners: Values, name: str) -> Values:
    """The owners that may have this attribute.

    Raises:
        Unwound: none of them has.
    """
    reasons = [_lacking_attribute(machine, owner, name) for owner in owners]
    if reasons and (first := reasons[0]) is not None and None not in reasons:
        machine.raises("AttributeError", first)
    return tuple(owner for owner, reason in zip(owners, reasons, strict=True) if reason is None)


def lacks(machine: Machine, owners: Values, name: str) -> bool:
    """Whether none of the owners has this attribute."""
    return bool(owners) and all(_lacking_attribute(machine, owner, name) is not None for owner in owners)


def has(machine: Machine, owners: Values, name: str) -> bool:
    """Whether this is a module of the standard library that has the name on the target's system, not on every one."""
    match owners:
        case (External(path=path),) if path not in machine.patched and not machine.has_own_imports:
            found = standard_library.of_name(path, name)
            return found is not None and found.by_platform and _answer(machine, found) is True
        case _:
            return False


def _lacking_attribute(machine: Machine, owner: Value, name: str) -> str | None:
    match owner:
        case External(path=path):
            return _lacking(machine, path, name)
        case Literal(type=kind) | Computed(type=str() as kind) if (kind, name) in _NEW_METHODS:
            since = _NEW_METHODS[kind, name]
            return f"{kind} has no '{name}' before {python(since)}" if machine.facts.minor_version < since else None
        case _:
            return None


def _lacking(machine: Machine, module: str, name: str) -> str | None:
    """Why a module of the standard library has no such name; None if it has, or may have."""
    if module in machine.patched or machine.has_own_imports:
        return None
    if any(_answer(machine, found) is False for _, found in standard_library.of_module(module)):
        return None  # then this is another one, of the same name
    found = standard_library.of_name(module, name) or dict(standard_library.of_module(f"{module}.{name}")).get(
        f"{module}.{name}"
    )
    if found is None or _answer(machine, found) is not False:
        return None
    return f"{module} has no '{name}' {_where(machine, found)}"


def check_keywords(machine: Machine, path: str, keywords: Keywords) -> None:
    """The keyword arguments of a call of what has this dotted name.

    Raises:
        Unwound: the target's Python does not know one of them yet.
    """
    known = _NEW_KEYWORDS.get(path, {})
    for name, _ in keywords:
        if name in known and machine.facts.minor_version < known[name]:
            called = path.rpartition(".")[2]
            machine.raises("TypeError", f"{called}() takes no '{name}' before {python(known[name])}")


def lacks_builtin(machine: Machine, name: str) -> bool:
    """Whether the target surely has no builtin of this name."""
    found = standard_library.of_name("builtins", name)
    return found is not None and "builtins" not in machine.patched and _answer(machine, found) is False


def undefined(machine: Machine, name: str) -> str:
    """Why a name is not defined, in the words of a message."""
    found = standard_library.of_name("builtins", name)
    if found is None or _answer(machine, found) is not False:
        return f"name '{name}' is not defined"
    return f"there is no builtin '{name}' {_where(machine, found)}"


def note_use(machine: Machine, path: str) -> None:
    """A name of the standard library is read: what can be done with some of them changes what else is there."""
    front, _, last = path.rpartition(".")
    if path in _SEARCH or (front == "sys.modules" and last in ("setdefault", "update", "__setitem__")):
        machine.has_own_imports = True
    elif last == "__dict__":
        machine.patched.add(front)


def displace(machine: Machine, names: Values, cause: Cause) -> None:
    """`sys.modules[name] = …`: from here on, an import of this module gives what was put there."""
    for each in names:
        text = each.value if isinstance(each, Literal) and isinstance(each.value, str) else ""
        machine.put((machine.module, f"{_DISPLACED}{text}"), (Outcome(Computed(cause), cause.span, cause),))


def displaced(machine: Machine, path: str) -> Cause | None:
    """What has put something in the place of a module, of a package that it is in, or of any; None if nothing has.

    Those of the standard library are left aside: whether they are there is asked by `require_module`.
    """
    parts = path.split(".") if path.strip(".") else []
    if parts and parts[0] in sys.stdlib_module_names:
        return None
    for name in ["", *(".".join(parts[:index]) for index in range(1, len(parts) + 1))]:
        found = machine.state.find((machine.module, f"{_DISPLACED}{name}"))
        if found is not None and found[0].branch is not None:
            return found[0].branch
    return None


def note_change(machine: Machine, path: str, name: str | None = None) -> None:
    """An attribute (`name`) or item of something from another module is assigned to."""
    if path == "sys.modules":
        machine.has_own_imports = True
    machine.patched.add(path)
    if name is not None:
        machine.patched.add(f"{path}.{name}")


def _answer(machine: Machine, found: Availability) -> bool | None:
    facts = machine.facts
    return found.on(facts.minor_version, facts.platform if found.by_platform else "")


def _is_gone(machine: Machine, found: Availability) -> bool:
    span = found.range(machine.facts.platform if found.by_platform else "")
    return span is not None and span != NEVER and machine.facts.minor_version > span[1]


def _where(machine: Machine, found: Availability) -> str:
    """Where something is not. The target is left out: what is told of several targets is to be told once."""
    platform = machine.facts.platform if found.by_platform else ""
    since, until = found.range(platform) or NEVER
    if (since, until) == NEVER:
        return f"on {platform}"
    if machine.facts.minor_version < since:
        return f"before {python(since)}"
    return f"since {python((until[0], until[1] + 1))}"


def version_begins(machine: Machine, text: str | None) -> bool | None:
    """Whether `sys.version` begins with a text; None if that is not known: behind the version stands what was built."""
    found = machine.facts.returned("platform.python_version")
    if not isinstance(found, str) or text is None:
        return None
    return found.startswith(text) if len(text) <= len(found) or not text.startswith(found) else None


def part_of_version(machine: Machine, item: Literal) -> Values:
    """`sys.version[0]`, `sys.version[:3]`: of the version itself. Empty if that is not known."""
    found = machine.facts.returned("platform.python_version")
    try:
        place = constants.plain(item)
        if not isinstance(found, str) or not _lies_in(place, len(found)):
            return ()
        return (constants.literal(found[place], machine.current.span),)  # type: ignore[index]
    except constants.Unfoldable:
        return ()


def _lies_in(place: object, length: int) -> bool:
    match place:
        case int():
            return 0 <= place < length
        case slice(start=None | int() as start, stop=int() as stop, step=None):
            return (start or 0) >= 0 and 0 <= stop <= length
        case _:
            return False


def python(version: Minor) -> str:
    """A version in the words of a message."""
    return f"Python {version[0]}.{version[1]}"
