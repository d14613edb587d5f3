"""`integrity:`: the fingerprints that a contract asks for."""

from __future__ import annotations

import unicodedata

from importspy_static.contract import syntax
from importspy_static.contract.entry import Entry, Section
from importspy_static.contract.nodes import quoted
from importspy_static.model.contract import DefinitionRequirement, IntegrityRequirement

MODULE_KEYS = ("source", "structure", "body", "docstrings", "definitions")
PART_KEYS = ("structure", "signature", "body")
DEFINITION_KEYS = ("name", *PART_KEYS)


def read_integrity(section: Section) -> IntegrityRequirement | None:
    """The fingerprints of a module."""
    found = section.get("integrity")
    integrity = found.section(MODULE_KEYS, "fingerprints") if found else None
    if integrity is None:
        return None
    definitions = integrity.each("definitions", "functions and classes", _definition)
    _refuse_duplicates(integrity, definitions)
    return IntegrityRequirement(
        place=integrity.place,
        source=integrity.text("source", syntax.source_hash),
        structure=integrity.text("structure", syntax.structure_hash),
        body=integrity.text("body", syntax.structure_hash),
        docstrings=integrity.boolean("docstrings"),
        definitions=definitions,
    )


def read_integrity_of_part(section: Section) -> IntegrityRequirement | None:
    """The fingerprints of a function, method or class: `integrity: {structure: "s1:…"}`."""
    found = section.get("integrity")
    integrity = found.section(PART_KEYS, "fingerprints") if found else None
    return _of_part(integrity) if integrity else None


def _of_part(section: Section) -> IntegrityRequirement:
    return IntegrityRequirement(
        place=section.place,
        structure=section.text("structure", syntax.structure_hash),
        signature=section.text("signature", syntax.structure_hash),
        body=section.text("body", syntax.structure_hash),
    )


def _definition(entry: Entry) -> DefinitionRequirement | None:
    section = entry.section(DEFINITION_KEYS, "a function or class")
    if section is None:
        return None
    written = section.written("name")
    if written is None:
        entry.invalid("'name' is missing: which function or class?")
    named = written.text("the name of a function or class", syntax.dotted) if written else None
    fingerprints = _of_part(section)
    if named is None:
        return None
    if not fingerprints.requires_something:
        entry.invalid(f"{quoted(named.value)} has no fingerprint; give it 'signature', 'body' or 'structure'")
        return None
    return DefinitionRequirement(unicodedata.normalize("NFKC", named.value), fingerprints)


def _refuse_duplicates(section: Section, definitions: tuple[DefinitionRequirement, ...]) -> None:
    seen: dict[str, int] = {}
    for each in definitions:
        line = seen.setdefault(each.name, each.integrity.place.line)
        if line != each.integrity.place.line:
            section.problems.invalid(
                each.integrity.place, f"the fingerprints of {quoted(each.name)} are given twice, first on line {line}"
            )
