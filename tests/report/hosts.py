"""Hosts held against contracts, to be shown."""

from __future__ import annotations

from collections.abc import Mapping

from importspy_static.contract.reader import parse_contract
from importspy_static.model.environment import Distribution, Environment, Libc
from importspy_static.probing import declared_variables, held_against, texts_to_show, without_host
from importspy_static.report.alternatives import DeclaredVariable, Judged
from tests.checks.hosts import host

MANY = """
deployments:
  - arch: x86_64
    systems:
      - os: linux
        environment:
          variables:
            - {name: LOG_LEVEL, value: INFO}
            - {name: PORT, value: 8080, annotation: int}
            - name: REGION
          secrets: [DATABASE_PASSWORD, API_TOKEN]
        pythons:
          - {version: "3.11", interpreter: CPython}
          - {version: ">=3.12,<3.14", interpreter: CPython}
          - {version: "3.10", interpreter: PyPy}
      - os: windows
        pythons: [{version: "3.12"}]
  - arch: arm64
    systems:
      - os: macos
        pythons: [{version: "3.11"}]
      - {}
  - arch: riscv64
"""
"""Several architectures, systems and Pythons, with variables and secrets."""

VALUES = {"LOG_LEVEL": "DEBUG", "PORT": "08080", "API_TOKEN": "tok", "PATH": "/bin"}

INSTALLED = (
    Distribution("attrs", "26.1.0"),
    Distribution("my_plugin", "0.1.dev3+g1a2b3c4", "local", "file:///users/ada/my_plugin", editable=True),
    Distribution("requests", "2.32.0", "vcs", "https://example.org/requests.git"),
)


def server(python: str = "3.11.7", values: Mapping[str, str] = VALUES, **changes: object) -> Environment:
    """A Linux server with all its facts."""
    facts: dict[str, object] = {
        "libc": Libc("glibc", "2.36"),
        "platform_tags": ("linux_x86_64", "manylinux_2_36_x86_64", "manylinux_2_35_x86_64", "manylinux_2_34_x86_64"),
        "search_path": ("/usr/lib/python3.11", "/opt/with blanks/lib"),
        "distributions": INSTALLED,
    }
    return host(python, values, **{**facts, **changes})


def judged(contract: str, environment: Environment, *, show_values: bool = False, path: str = "spymodel.yml") -> Judged:
    """The host held against the text of a contract."""
    read = parse_contract(contract, path)
    texts = texts_to_show(read, environment) if show_values else {}
    variables = (
        DeclaredVariable(name, is_secret, environment.has(name), texts.get(name))
        for name, is_secret in declared_variables(read).items()
    )
    deployments = without_host(held_against(read, environment, show_values=show_values))
    return Judged(read.path, environment.source, deployments, read.runtime is not None, tuple(variables))
