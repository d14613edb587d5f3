"""`deployments:`, `runtime:` and `when:`: where a module may run."""

from __future__ import annotations

from collections.abc import Callable

from importspy_static.contract.collect import nearest
from importspy_static.contract.contradictions import of_variable
from importspy_static.contract.entry import Check, Entry, Section, one_of
from importspy_static.contract.nodes import ScalarNode, SequenceNode, quoted
from importspy_static.contract.specifiers import unsatisfiable
from importspy_static.contract.syntax import environment_name, expression, python_version
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.contract import (
    Condition,
    Deployment,
    EnvironmentVariableRequirement,
    LiteralValue,
    ModuleRequirement,
    PythonRequirement,
    RuntimeRequirement,
    SystemRequirement,
)
from importspy_static.model.place import Stated
from importspy_static.model.platforms import ARCHITECTURES, INTERPRETERS, SYSTEMS, canonical

CONDITION_KEYS = ("python", "os", "arch", "interpreter")
RUNTIME_KEYS = ("python", "os", "architecture", "implementation", "environment")


def _one_of_these(names: dict[str, tuple[str, ...]], what: str) -> Check:
    """A name that is known. Of another, a condition would never hold, and nobody would check what depends on it."""

    def check(text: str) -> str | None:
        if canonical(text, names):
            return None
        meant = nearest(text, (*names, *(other for others in names.values() for other in others)))
        hint = f"did you mean '{meant}'?" if meant else f"known are {one_of(tuple(names)).replace(' or ', ' and ')}"
        return f"unknown {what} {quoted(text)}; {hint}"

    return check


architecture = _one_of_these(ARCHITECTURES, "architecture")
operating_system = _one_of_these(SYSTEMS, "operating system")
interpreter = _one_of_these(INTERPRETERS, "interpreter")


def read_condition(section: Section) -> Condition | None:
    """The `when:` of a requirement."""
    found = section.get("when")
    when = found.section(CONDITION_KEYS, "a condition") if found else None
    if when is None:
        return None
    return Condition(
        python=python_text(when, "python"),
        os=_alternatives(when, "os", "operating systems", operating_system),
        arch=_alternatives(when, "arch", "architectures", architecture),
        interpreter=_alternatives(when, "interpreter", "interpreters", interpreter),
    )


def python_text(section: Section, key: str) -> Stated[str] | None:
    """A Python version or a specifier set that some version can meet."""
    stated = section.text(key, python_version)
    if stated and unsatisfiable(stated.value):
        section.problems.contradiction(stated.place, f"no version is in {quoted(stated.value)}")
    return stated


def _alternatives(section: Section, key: str, what: str, check: Check) -> Stated[tuple[str, ...]] | None:
    """A list of names, or one alone."""
    found = section.get(key)
    if found is not None and isinstance(found.node, ScalarNode):
        one = found.text("a name", check)
        return Stated((one.value,), one.place) if one else None
    _refuse_empty(section, key)
    return section.stated_texts(key, what, check)


def _refuse_empty(section: Section, key: str) -> None:
    found = section.get(key)
    if found and found.node == SequenceNode(found.node.mark, ()):
        found.invalid("an empty list would match nothing; leave the key out if nothing is required")


@dataclass(frozen=True, slots=True)
class DeploymentReader:
    """Reads `deployments:`. `read_module` reads what one of its modules must offer."""

    read_module: Callable[[Entry], ModuleRequirement | None]

    def deployment(self, entry: Entry) -> Deployment | None:
        section = entry.section(("arch", "systems"), "a deployment")
        if section is None:
            return None
        _refuse_empty(section, "systems")
        return Deployment(
            place=section.place,
            arch=section.text("arch", architecture),
            systems=section.each("systems", "systems", self._system),
        )

    def _system(self, entry: Entry) -> SystemRequirement | None:
        section = entry.section(("os", "environment", "pythons"), "a system")
        if section is None:
            return None
        _refuse_empty(section, "pythons")
        found = section.get("environment")
        environment = found.section(("variables", "secrets"), "an environment") if found else None
        return SystemRequirement(
            place=section.place,
            os=section.text("os", operating_system),
            variables=environment.each("variables", "environment variables", read_variable) if environment else (),
            secrets=environment.texts("secrets", "names of secrets", environment_name) if environment else (),
            pythons=section.each("pythons", "Pythons", self._python),
        )

    def _python(self, entry: Entry) -> PythonRequirement | None:
        section = entry.section(("version", "interpreter", "modules"), "a Python")
        if section is None:
            return None
        return PythonRequirement(
            place=section.place,
            version=python_text(section, "version"),
            interpreter=section.text("interpreter", interpreter),
            modules=section.one_or_many("modules", "modules", self.read_module),
        )


def read_variable(entry: Entry) -> EnvironmentVariableRequirement | None:
    """A variable of the environment. Its value is text there, so it is read as written: `3.10` is "3.10"."""
    section = entry.section(("name", "annotation", "value", "when"), "an environment variable")
    if section is None:
        return None
    name = section.written("name")
    if name is None:
        entry.invalid("'name' is missing")
        return None
    stated = name.text("the name of an environment variable", environment_name)
    value = section.get("value")
    if stated is None:
        return None
    variable = EnvironmentVariableRequirement(
        name=stated.value,
        place=stated.place,
        when=read_condition(section),
        annotation=section.text("annotation", expression),
        value=_as_written(value) if value else None,
    )
    of_variable(section.problems, variable)
    return variable


def read_runtime(entry: Entry) -> RuntimeRequirement | None:
    section = entry.section(RUNTIME_KEYS, "a runtime")
    if section is None:
        return None
    environment = section.get("environment")
    variables = environment.fields("environment variables") if environment else ()
    return RuntimeRequirement(
        place=section.place,
        python=python_text(section, "python"),
        os=_nonempty(section, "os", "operating systems", operating_system),
        architecture=_nonempty(section, "architecture", "architectures", architecture),
        implementation=_nonempty(section, "implementation", "interpreters", interpreter),
        environment=tuple(_runtime_variable(key, content) for key, content in variables),
    )


def _nonempty(section: Section, key: str, what: str, check: Check) -> Stated[tuple[str, ...]] | None:
    """ImportSpy 0.5 reads an empty list here as no requirement."""
    stated = section.stated_texts(key, what, check)
    return stated if stated and stated.value else None


def _runtime_variable(key: Entry, content: Entry) -> EnvironmentVariableRequirement:
    name = key.text("the name of an environment variable", environment_name)
    return EnvironmentVariableRequirement(
        name=name.value if name else "",
        place=key.place,
        value=None if content.empty else _as_written(content),
    )


def _as_written(entry: Entry) -> Stated[LiteralValue] | None:
    if not entry.sound():
        return None
    if not isinstance(entry.node, ScalarNode):
        entry.expected("the text of an environment variable")
        return None
    return Stated(entry.node.text, entry.place)
