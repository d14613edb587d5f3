"""What one module must offer: the keys that the top of a contract, `modules`, `importers` and deployments share."""

from __future__ import annotations

from importspy_static.contract import contradictions, syntax
from importspy_static.contract.entry import Entry, Section
from importspy_static.contract.hosts import read_condition
from importspy_static.contract.integrity import read_integrity
from importspy_static.contract.members import EXTRA, read_classes, read_functions, read_variables
from importspy_static.contract.nodes import quoted
from importspy_static.contract.specifiers import unsatisfiable
from importspy_static.lazy_dataclasses import replace
from importspy_static.model.contract import ImportRequirement, ModuleRequirement
from importspy_static.model.place import Stated

MODULE_KEYS = ("filename", "version", "extra", "variables", "functions", "classes", "imports", "integrity")


def read_module(entry: Entry) -> ModuleRequirement | None:
    section = entry.section(MODULE_KEYS, "a module")
    return module_of(section) if section else None


def read_listed_module(entry: Entry) -> ModuleRequirement | None:
    """An entry of `modules:`, which may hold for some targets only."""
    section = entry.section((*MODULE_KEYS, "when"), "a module")
    return replace(module_of(section), when=read_condition(section)) if section else None


def module_of(section: Section) -> ModuleRequirement:
    """The requirement that a mapping with (at least) `MODULE_KEYS` states."""
    return ModuleRequirement(
        place=section.place,
        filename=section.text("filename", syntax.filename),
        version=_version(section),
        extra=section.choice("extra", EXTRA),
        variables=read_variables(section),
        functions=read_functions(section),
        classes=read_classes(section),
        imports=_imports(section),
        integrity=read_integrity(section),
    )


def _version(section: Section) -> Stated[str] | None:
    stated = section.text("version", syntax.version)
    if stated and unsatisfiable(stated.value):
        section.problems.contradiction(stated.place, f"no version is in {quoted(stated.value)}")
    return stated


def _imports(section: Section) -> ImportRequirement | None:
    found = section.get("imports")
    imports = found.section(("require", "allow", "deny"), "imports") if found else None
    if imports is None:
        return None
    requirement = ImportRequirement(
        require=imports.texts("require", "modules", syntax.dotted),
        allow=imports.stated_texts("allow", "modules", syntax.dotted),
        deny=imports.texts("deny", "modules", syntax.dotted),
    )
    contradictions.of_imports(section.problems, requirement)
    return requirement
