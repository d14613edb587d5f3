"""Hosts to judge, told by what differs from an ordinary Linux server."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from importspy_static.checks.deployments import judge_deployments, names_of_secrets
from importspy_static.checks.environment import Judging
from importspy_static.contract.reader import parse_contract
from importspy_static.model.deployments import Deployments
from importspy_static.model.environment import HOST, Environment
from importspy_static.model.target import PythonVersion

LINUX = Environment(
    source=HOST.value,
    version=(3, 11, 7, "final", 0),
    architecture="x86_64",
    os="linux",
    interpreter="CPython",
    machine="x86_64",
    system="Linux",
    platform="linux",
    os_name="posix",
    implementation="cpython",
    pointer_width=64,
    byte_order="little",
    libc=None,
    platform_tags=(),
    search_path=(),
    variables=frozenset(),
    distributions=None,
)


def host(python: str = "3.11.7", values: Mapping[str, str] | None = None, **changes: Any) -> Environment:
    """A host with this Python and these environment variables."""
    set_here = dict(values or {})
    changes.setdefault("variables", frozenset(set_here))
    return dataclasses.replace(LINUX, version=version(python), values=set_here, **changes)


def version(text: str) -> PythonVersion:
    """`3.11.7` and `3.13.0rc1` as `sys.version_info` has them."""
    release, found, serial = text.partition("rc")
    major, minor, micro = (*map(int, release.split(".")), 0, 0)[:3]
    return (major, minor, micro, "candidate" if found else "final", int(serial or 0))


def judged(contract: str, environment: Environment = LINUX, *, show_values: bool = False) -> Deployments:
    """What a contract makes of a host."""
    read = parse_contract(contract)
    return judge_deployments(read, Judging(environment, show_values, names_of_secrets(read)))
