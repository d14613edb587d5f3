"""The facts of a host: where a module would run. Told by a probe, or by a snapshot that a probe wrote."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import Enum
from typing import Final, Literal, TypeAlias

from importspy_static.lazy_dataclasses import dataclass, fields
from importspy_static.model.platforms import SYSTEMS, canonical
from importspy_static.model.target import PythonVersion, Target

SCHEMA_VERSION = 1
"""Of the JSON form. It rises when a reader of the old form would go wrong on the new one."""

OriginKind: TypeAlias = Literal["index", "local", "archive", "vcs", "unknown"]
ORIGINS: tuple[OriginKind, ...] = ("index", "local", "archive", "vcs", "unknown")


class Host(Enum):
    """The one host that need not be described."""

    THIS = "this host"


HOST: Final = Host.THIS


@dataclass(frozen=True, slots=True)
class Libc:
    """The C library that an interpreter is linked with: `glibc` or `musl`, and its version."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Distribution:
    """An installed distribution, as its metadata names it.

    `origin` is what `direct_url.json` tells (PEP 610): "index" where there is none, "unknown" where it is damaged.
    `url` never holds a password.
    """

    name: str
    version: str
    origin: OriginKind = "index"
    url: str | None = None
    editable: bool = False
    commit: str | None = None
    """The full id of the revision that it was installed from; None where no version control is involved."""
    modules: tuple[str, ...] | None = None
    """The shortest dotted names of packages and modules that are of no other distribution: `requests`, of a namespace
    `google.cloud.storage`. None where its metadata do not tell."""


@dataclasses.dataclass(frozen=True, slots=True)
class Environment:
    """One interpreter on one host.

    No value of an environment variable is in the `repr`, nor in the JSON form unless it is asked for: `values` holds
    those that a contract names, in memory only.
    """

    source: str
    """Whose facts these are, for messages: "this host", the path of an interpreter, or of a snapshot."""
    version: PythonVersion
    """`sys.version_info`."""
    architecture: str
    """By the names of `platforms.ARCHITECTURES`; a machine that is not there, as it calls itself."""
    os: str
    """By the names of `platforms.SYSTEMS`; a system that is not there, as it calls itself in lower case."""
    interpreter: str
    """By the names of `platforms.INTERPRETERS`, or as it calls itself."""
    machine: str
    """`platform.machine()`."""
    system: str
    """`platform.system()`."""
    platform: str
    """`sys.platform`."""
    os_name: str
    """`os.name`."""
    implementation: str
    """`sys.implementation.name`."""
    pointer_width: int
    """Bits of a pointer: 32 or 64."""
    byte_order: Literal["little", "big"]
    """`sys.byteorder`."""
    libc: Libc | None
    """None where the interpreter does not tell: Windows, macOS."""
    platform_tags: tuple[str, ...]
    """The platforms whose wheels it takes, the best first: `packaging.tags.platform_tags()`."""
    search_path: tuple[str, ...]
    """`sys.path` without what depends on the current folder."""
    variables: frozenset[str]
    """The names of the environment variables that are set."""
    distributions: tuple[Distribution, ...] | None
    """By name; None where nobody looked."""
    values: Mapping[str, str] = dataclasses.field(default_factory=dict, repr=False, compare=False)
    """The texts of some of the variables."""
    inherited: bool = dataclasses.field(default=False, compare=False)
    """Whether the variables are those of this process, whose texts may be looked up."""

    @property
    def target(self) -> Target:
        """What conditions at module level can ask of it."""
        return Target(
            version=self.version,
            platform=self.platform,
            os_name=self.os_name,
            system=self.system,
            machine=self.machine,
            implementation=self.implementation,
            python_implementation=self.interpreter,
            pointer_width=self.pointer_width,
            byte_order=self.byte_order,
        )

    @property
    def python_version(self) -> str:
        """As `platform.python_version()` writes it: `3.11.7`, `3.14.0rc1`."""
        return self.target.python_version

    def has(self, name: str) -> bool:
        """Whether this variable is set. Windows does not tell `Path` from `PATH`."""
        return self._key(name) is not None

    def value(self, name: str) -> str | None:
        """The text of a variable, None where it is not set or not known."""
        key = self._key(name)
        return None if key is None else self.values.get(name, self.values.get(key))

    def _key(self, name: str) -> str | None:
        if name in self.variables or canonical(self.os, SYSTEMS) != "windows":
            return name if name in self.variables else None
        return next((each for each in self.variables if each.upper() == name.upper()), None)

    def to_dict(self, shown: Mapping[str, str] | None = None) -> dict[str, object]:
        """The JSON form, keys as in the shipped `environment.schema.json`; the order is stable.

        Args:
            shown: values of variables to be written, too. None are by default.
        """
        version = dict(zip(("major", "minor", "micro", "releaselevel", "serial"), self.version, strict=True))
        return {
            "schema_version": SCHEMA_VERSION,
            "architecture": self.architecture,
            "os": self.os,
            "interpreter": self.interpreter,
            "version": version,
            "machine": self.machine,
            "system": self.system,
            "platform": self.platform,
            "os_name": self.os_name,
            "implementation": self.implementation,
            "pointer_width": self.pointer_width,
            "byte_order": self.byte_order,
            "libc": None if self.libc is None else _record(self.libc),
            "platform_tags": list(self.platform_tags),
            "search_path": list(self.search_path),
            "variables": sorted(self.variables),
            "values": dict(sorted((shown or {}).items())),
            "distributions": None if self.distributions is None else [_record(each) for each in self.distributions],
        }


def _record(of: Libc | Distribution) -> dict[str, object]:
    told = {each.name: getattr(of, each.name) for each in fields(of)}
    return {name: list(each) if isinstance(each, tuple) else each for name, each in told.items()}
