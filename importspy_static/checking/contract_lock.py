"""The fingerprints of modules, written into the contract that is about them. All else of its text stays as it is."""

from __future__ import annotations

import os
from collections.abc import Sequence

from importspy_static.checking.planning import Task
from importspy_static.checking.readings import Readings
from importspy_static.contract.editing import Editor, NotEditableError
from importspy_static.contract.files import decoded, read_bytes
from importspy_static.contract.reader import parse_contract
from importspy_static.integrity.fingerprints import source_fingerprint
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.contract import IntegrityRequirement, ModuleRequirement
from importspy_static.model.document import Mapping, steps
from importspy_static.model.document import Sequence as Items
from importspy_static.model.fingerprint import DefinitionFingerprint, Fingerprints, Print
from importspy_static.model.place import ContractPlace, Stated
from importspy_static.model.program import Failure
from importspy_static.model.source import SourceFile, Unreadable

SHARED = "an alias leads to it, so that a change would be one of other places, too"


@dataclass(frozen=True)
class LockedContract:
    """The new text, what was changed in it, and what is to be done by hand."""

    text: str
    changes: tuple[str, ...]
    left: tuple[str, ...]


def locked_contract(path: str, tasks: Sequence[Task], readings: Readings) -> LockedContract:
    """A contract with the fingerprints of the modules that are held to it.

    Where it has fingerprints, these are brought up to date; a module that has none gets them for all that it defines.

    Raises:
        ContractError: it cannot be used.
    """
    text = decoded(read_bytes(path), path)
    parse_contract(text, path)
    asked = [(each, task.source) for task in tasks for each in task.requirements]
    # What is asked of importers is asked of other modules, of other authors.
    return locked_text(text, path, [each for each in asked if not each[0].place.key.startswith("importers")], readings)


def locked_text(
    text: str, path: str, asked: Sequence[tuple[ModuleRequirement, SourceFile | Unreadable]], readings: Readings
) -> LockedContract:
    """The same of the text of a contract, with what it asks of which files.

    Raises:
        ContractError: it cannot be used.
    """
    work = _Work(path, Editor(text), readings)
    about: dict[ContractPlace, list[tuple[ModuleRequirement, SourceFile | Unreadable]]] = {}
    for requirement, source in asked:
        about.setdefault(requirement.place, []).append((requirement, source))
    for place, several in about.items():
        (requirement, source), *others = several
        if place.path != path:
            work.left.append(f"{place.path}:{place.line}: another contract says that; lock it there")
        elif others:
            work.left.append(f"line {place.line} is about {len(several)} files, which have different fingerprints")
        else:
            work.lock(requirement, source)
    changed = work.editor.text()
    parse_contract(changed, path)
    return LockedContract(changed, tuple(work.changes), tuple(work.left))


class _Work:
    def __init__(self, path: str, editor: Editor, readings: Readings) -> None:
        self.path, self.editor, self._readings = path, editor, readings
        self.changes: list[str] = []
        self.left: list[str] = []

    def lock(self, requirement: ModuleRequirement, file: SourceFile | Unreadable) -> None:
        if not isinstance(file, SourceFile):
            self.left.append(f"{file.path}: not locked, {file.reason}")
            return
        number = self._readings.number(file)
        asked = requirement.asked_fingerprints or Print.MEANING
        prints, source = self._readings.fingerprints(number, asked), self._readings.source(number)
        if isinstance(prints, Failure) or isinstance(source, Failure):
            failure = prints if isinstance(prints, Failure) else source
            assert isinstance(failure, Failure)
            self.left.append(f"{file.path}: not locked, {failure.reason}")
            return
        name = os.path.basename(file.path)
        self._parts(requirement, prints)
        if requirement.integrity is None:
            self._add(requirement.place, prints, name)
        else:
            self._module(requirement.integrity, prints, source, name)

    def _add(self, place: ContractPlace, prints: Fingerprints, name: str) -> None:
        try:
            self.editor.add_key([*steps(place.key), "integrity"], fingerprints_node(prints))
        except NotEditableError:
            self.left.append(f"line {place.line} cannot be changed: {SHARED}")
        else:
            self.changes.append(f"added the fingerprints of {name}")

    def _module(self, asked: IntegrityRequirement, prints: Fingerprints, source: bytes, name: str) -> None:
        self._refresh(asked.source, source_fingerprint(source), f"the bytes of {name}")
        self._refresh(asked.structure, prints.structure, name)
        self._refresh(asked.body, prints.body, f"{name} outside of its functions and classes")
        if not asked.definitions:
            return
        found = {each.name: each for each in prints.definitions}
        known = {each.name for each in asked.definitions}
        gone = [each for each in asked.definitions if each.name not in found]
        new = [each for each in prints.definitions if each.name not in known] if asked.structure is not None else []
        for definition in asked.definitions:
            if definition.name in found:
                self._part(definition.name, definition.integrity, found[definition.name])
        listed = [*steps(asked.place.key), "definitions"]
        try:
            if len(gone) == len(asked.definitions):
                self.editor.replace(listed, Items([_definition(each) for each in new]))
            else:
                for definition in gone:
                    self.editor.remove(steps(definition.integrity.place.key))
                for each in new:
                    self.editor.add_item(listed, _definition(each))
        except NotEditableError:
            self.left.append(f"line {asked.place.line} cannot be changed: {SHARED}")
            return
        self.changes += [f"{each.name} is gone" for each in gone] + [f"{each.name} is new" for each in new]

    def _parts(self, requirement: ModuleRequirement, prints: Fingerprints) -> None:
        """The fingerprints that stand beside other requirements on functions and classes."""
        found = {each.name: each for each in prints.definitions}
        for each in requirement.stated_fingerprints:
            if each.name in found:
                self._part(each.name, each.integrity, found[each.name])
            else:
                self.left.append(f"line {each.integrity.place.line}: there is no {each.name} that could be locked")

    def _part(self, name: str, asked: IntegrityRequirement, found: DefinitionFingerprint) -> None:
        self._refresh(asked.structure, found.structure, name)
        self._refresh(asked.signature, found.signature, f"the signature of {name}")
        self._refresh(asked.body, found.body, f"the body of {name}")

    def _refresh(self, stated: Stated[str] | None, actual: str, what: str) -> None:
        if stated is None or stated.value == actual:
            return
        place = stated.place
        if place.path != self.path:
            self.left.append(f"{place.path}:{place.line}: another contract says that; lock it there")
            return
        try:
            self.editor.replace(steps(place.key), actual)
        except NotEditableError:
            self.left.append(f"line {place.line} cannot be changed: {SHARED}")
        else:
            self.changes.append(f"{what} changed")


def fingerprints_node(prints: Fingerprints) -> Mapping:
    """What `integrity` says of a module whose fingerprints are taken for the first time."""
    definitions = Items([_definition(each) for each in prints.definitions])
    node = Mapping({"structure": prints.structure, "body": prints.body})
    if definitions.items:
        node.entries["definitions"] = definitions
    return node


def _definition(found: DefinitionFingerprint) -> Mapping:
    return Mapping({"name": found.name, "signature": found.signature, "body": found.body})
