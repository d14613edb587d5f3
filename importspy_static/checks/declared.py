"""Whether a project declares a distribution, for one target."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from importspy_static.model.declaration import Declarations
from importspy_static.model.dependency import normal_name
from importspy_static.model.target import Target

if TYPE_CHECKING:
    from packaging.markers import Marker

_EXTRA = re.compile(r"""extra\s*==\s*["']([^"']*)["']""")
_OF_HOSTS = re.compile(r"platform_(?:release|version)\b")
"""What no target tells: markers with these may hold or not."""


class Answer(NamedTuple):
    """Whether it does, None where that cannot be told; and the reason, a clause."""

    holds: bool | None
    why: str


class Declares:
    """The declarations of a project, by the normal names of distributions."""

    def __init__(self, declarations: Declarations, target: Target) -> None:
        from packaging.requirements import InvalidRequirement, Requirement

        self._source, self._unknown, self._target = declarations.source, declarations.unknown, target
        self._found: dict[str, list[tuple[str, str, Marker | None]]] = {}
        for each in declarations.stated:
            try:
                requirement = Requirement(each.requirement)
            except InvalidRequirement:
                self._unknown = self._unknown or f"`{each.requirement[:80]}` in {self._source} is no requirement"
                continue
            several = self._found.setdefault(normal_name(requirement.name), [])
            several.append((each.requirement, each.where, requirement.marker))

    def of(self, name: str, *, anywhere: bool) -> Answer:
        """Whether a distribution is declared for the target; `anywhere`: for any."""
        found = self._found.get(normal_name(name), [])
        verdicts = [(text, where, True if marker is None else self._applies(marker)) for text, where, marker in found]
        for _, where, applies in verdicts:
            if applies or anywhere:
                return Answer(True, f"{self._source} declares it in {where}")
        for text, _, applies in verdicts:
            if applies is None:
                return Answer(None, f"whether `{text}` in {self._source} is for this host cannot be told")
        if self._unknown:
            return Answer(None, self._unknown)
        if found:
            return Answer(False, f"{self._source} declares it for other hosts only: `{found[0][0]}`")
        return Answer(False, f"{self._source} does not declare it")

    def _applies(self, marker: Marker) -> bool | None:
        from packaging.markers import UndefinedComparison, UndefinedEnvironmentName

        text = str(marker)
        if _OF_HOSTS.search(text):
            return None
        try:
            return any(marker.evaluate(self._environment(extra)) for extra in ("", *_EXTRA.findall(text)))
        except (UndefinedComparison, UndefinedEnvironmentName):
            return None

    def _environment(self, extra: str) -> dict[str, str]:
        """The variables of markers (PEP 508)."""
        target = self._target
        return {
            "implementation_name": target.implementation,
            "implementation_version": target.python_version,
            "os_name": target.os_name,
            "platform_machine": target.machine,
            "platform_python_implementation": target.python_implementation,
            "platform_system": target.system,
            "python_full_version": target.python_version,
            "python_version": "{}.{}".format(*target.version[:2]),
            "sys_platform": target.platform,
            "extra": extra,
        }
