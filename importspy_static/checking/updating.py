"""A contract that exists, brought up to date with its module. See docs/decisions/0013."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from importspy_static.checking.contract_lock import LockedContract, locked_text
from importspy_static.checking.gathering import Neighbourhood
from importspy_static.checking.generation import Generated, Unwritten, way_to
from importspy_static.checking.readings import Readings
from importspy_static.checking.structure import Structure, Subject
from importspy_static.checking.where import Where
from importspy_static.checks.integrity import SourceChanged, StructureChanged
from importspy_static.contract.editing import Editor, NotEditableError
from importspy_static.contract.files import decoded, read_bytes
from importspy_static.contract.reader import parse_contract
from importspy_static.drafting.merging import Merge
from importspy_static.lazy_dataclasses import dataclass, replace
from importspy_static.limits import UPDATE_ROUNDS
from importspy_static.model.contract import Contract, ModuleRequirement
from importspy_static.model.document import Mapping, at
from importspy_static.model.program import Failure
from importspy_static.model.violation import Violation


@dataclass(frozen=True)
class Updated:
    """The new text, what was changed in it, and what is still found as it could not be changed here."""

    text: str
    changes: tuple[str, ...]
    left: tuple[Violation, ...]


@dataclass(frozen=True)
class Rewritten:
    """A contract with all of its modules brought up to date."""

    text: str
    changes: tuple[str, ...]
    left: tuple[Violation, ...]
    unwritten: tuple[Unwritten, ...]
    unlocked: tuple[str, ...] = ()
    """Fingerprints that could not be brought up to date, each with its reason."""


def rewritten(
    path: str,
    made: Sequence[tuple[Neighbourhood, Generated]],
    unwritten: tuple[Unwritten, ...],
    where: Where,
    readings: Readings | None = None,
) -> Rewritten:
    """Bring a contract up to date with modules. With `readings` of these, their fingerprints, too.

    Raises:
        ContractError: it cannot be used.
    """
    text = before = decoded(read_bytes(path), path)
    parse_contract(text, path)
    changes: list[str] = []
    left: list[Violation] = []
    unlocked: tuple[str, ...] = ()
    if readings is not None:
        locked = _locked(text, path, [generated for _, generated in made], readings)
        text, unlocked = locked.text, locked.left
        changes += locked.changes
    for home, generated in made:
        if len(made) > 1 and not _about(parse_contract(text, path), generated, path)[0]:
            name = way_to(generated.source.path, home, os.path.dirname(path))
            text = _with_module(text, generated, name)
            changes.append(f"added {name}")
            continue
        found = updated(text, path, generated, home, where)
        text = found.text
        changes += found.changes
        left += found.left
    return Rewritten(text if changes else before, tuple(changes), tuple(left), unwritten, unlocked)


def _locked(text: str, path: str, made: Sequence[Generated], readings: Readings) -> LockedContract:
    """The fingerprints of the modules that a contract speaks of already; others bring theirs."""
    contract = parse_contract(text, path)
    about = [(_about(contract, each, path), each.source) for each in made]
    asked = [(requirement, source) for (prefix, requirement), source in about if prefix or len(made) == 1]
    return locked_text(text, path, asked, readings)


def _with_module(text: str, generated: Generated, name: str) -> str:
    """A bundle with one entry more."""
    editor = Editor(text)
    entries = {key: value for key, value in generated.document.entries.items() if key != "schema_version"}
    editor.add_item(["modules"], Mapping({**entries, "filename": name}))
    return editor.text()


def updated(text: str, path: str, generated: Generated, home: Neighbourhood, where: Where) -> Updated:
    """Change of a contract what its module no longer keeps, and add what is new; leave the rest as it is.

    Args:
        text: the contract's.
        path: of its file, for messages and for the paths in it.
        generated: what would be written anew.
        home: the neighbourhood of the module.
        where: the target.

    Raises:
        ContractError: the contract cannot be used.
    """
    changes: list[str] = []
    left: tuple[Violation, ...] = ()
    for _ in range(UPDATE_ROUNDS):
        contract = parse_contract(text, path)
        prefix, requirement = _about(contract, generated, path)
        left = _found(contract, requirement, generated, home, where)
        mine = tuple(each for each in left if _is_said_in(path, each))
        if not mine:
            break
        editor = Editor(text)
        told = _mend(Merge(_inner(editor.document(), prefix), generated.document, prefix), mine, editor)
        if not told:
            break
        changes += told
        text = editor.text()
    editor = Editor(text)
    prefix, requirement = _about(parse_contract(text, path), generated, path)
    known_of_bases = frozenset(_of_other_files(requirement, path))
    added = Merge(_inner(editor.document(), prefix), generated.document, prefix).add(editor, text, known_of_bases)
    return Updated(editor.text() if added else text, (*changes, *added), left)


def _is_said_in(path: str, violation: Violation) -> bool:
    """Whether it is for what this file says, and not for a fingerprint: what has changed is for people to review."""
    place = violation.contract_place
    is_fingerprint = isinstance(violation, (SourceChanged, StructureChanged))
    return place is not None and place.path == path and not is_fingerprint


def _of_other_files(requirement: ModuleRequirement, path: str) -> Iterator[str]:
    """The things that only bases of the contract ask for: `connect`, `Extension.add_extension`."""
    for each in (*requirement.variables, *requirement.functions, *requirement.classes):
        if each.place.path != path:
            yield each.name
    for class_ in requirement.classes:
        yield from (f"{class_.name}.{it.name}" for it in (*class_.attributes, *class_.methods) if it.place.path != path)


def _mend(merge: Merge, violations: tuple[Violation, ...], editor: Editor) -> list[str]:
    try:
        return merge.mend(violations, editor)
    except NotEditableError:
        return []


def _about(contract: Contract, generated: Generated, path: str) -> tuple[tuple[str | int, ...], ModuleRequirement]:
    """Where in a contract a module is spoken of: in the entry of a bundle that names it, else at the top."""
    here = os.path.realpath(generated.source.path)
    for index, entry in enumerate(contract.modules):
        if entry.filename is not None:
            named = os.path.join(os.path.dirname(path), entry.filename.value)
            if os.path.realpath(named) == here or generated.source.path.endswith(f"/{entry.filename.value}"):
                return ("modules", index), replace(entry, filename=None)
    return (), contract.module


def _inner(document: Mapping, prefix: tuple[str | int, ...]) -> Mapping:
    found = [*at(document, [*prefix])][-1]
    return found if isinstance(found, Mapping) else Mapping()


def _found(
    contract: Contract, requirement: ModuleRequirement, generated: Generated, home: Neighbourhood, where: Where
) -> tuple[Violation, ...]:
    subject = Subject.read(generated.source, home.library)
    if isinstance(subject, Failure):
        return ()
    world = home.library.world(where.target, where.search_path, contract.options.trusted_decorators)
    return tuple(Structure.of(subject, where.target, contract, world).check([requirement]))
