"""Where a module may run: deployments, runtime and conditions."""

# ruff: noqa: E501 (a line of a table is a case)

from __future__ import annotations

import pytest

from importspy_static.model.contract import RuntimeRequirement, SystemRequirement
from importspy_static.model.platforms import ARCHITECTURES, INTERPRETERS, SYSTEMS, canonical
from tests.contract.reading import problems, read

DEMO = """
filename: extension.py
deployments:
  - arch: x86_64
    systems:
      - os: linux
        environment:
          variables: [{name: LOG_LEVEL, value: INFO, annotation: str}, {name: PORT, value: 8080, annotation: int}]
          secrets: [DATABASE_PASSWORD]
        pythons:
          - version: 3.10
            interpreter: CPython
            modules: [{filename: extension.py, version: "1.2.3", classes: [{name: Extension}]}]
      - os: windows
        pythons:
          - version: "3.12.8"
            interpreter: IronPython
            modules: {filename: extension.py, version: 1.2.4}
"""


def test_the_demo_nested_under_deployments_with_an_inline_list_of_modules_is_read() -> None:
    (deployment,) = read(DEMO).deployments
    linux, windows = deployment.systems
    (python,) = linux.pythons
    (module,) = python.modules
    assert deployment.arch is not None
    assert python.version is not None
    assert module.version is not None
    assert (deployment.arch.value, python.version.value, module.version.value) == ("x86_64", "3.10", "1.2.3")
    assert (module.place.line, module.place.key) == (12, "deployments[0].systems[0].pythons[0].modules[0]")
    assert module.classes[0].place.key == "deployments[0].systems[0].pythons[0].modules[0].classes[0].name"
    (single,) = windows.pythons[0].modules
    assert single.version is not None
    assert single.version.value == "1.2.4"
    assert single.place.key == "deployments[0].systems[1].pythons[0].modules"


def the_system(text: str) -> SystemRequirement:
    (deployment,) = read(text).deployments
    return deployment.systems[0]


def test_the_value_of_an_environment_variable_is_text_as_written() -> None:
    level, port = the_system(DEMO).variables
    assert level.value is not None
    assert port.value is not None
    assert port.annotation is not None
    assert (level.name, level.value.value) == ("LOG_LEVEL", "INFO")
    assert (port.value.value, port.annotation.value) == ("8080", "int")
    assert [each.value for each in the_system(DEMO).secrets] == ["DATABASE_PASSWORD"]


@pytest.mark.parametrize("nothing", ["", "null", "~"])
def test_an_environment_variable_without_value_must_only_be_there(nothing: str) -> None:
    (variable,) = the_system(
        f"deployments: [{{systems: [{{environment: {{variables: [{{name: A, value: {nothing}}}]}}}}]}}]"
    ).variables
    assert variable.value is None


def the_runtime(text: str) -> RuntimeRequirement:
    runtime = read(text).runtime
    assert runtime is not None
    return runtime


def test_the_short_form_of_importspy_0_5() -> None:
    runtime = the_runtime("""
        runtime:
          python: ">=3.10"
          os: [linux, Darwin]
          architecture: [x86_64, AMD64]
          implementation: [cpython]
          environment: {PAYMENT_MODE: production, PORT: 0080, DEBUG: true, "X Y": "", TOKEN: null}
    """)
    assert runtime.python is not None
    assert runtime.os is not None
    assert (runtime.python.value, runtime.os.value) == (">=3.10", ("linux", "Darwin"))
    assert [(each.name, each.value.value if each.value else None) for each in runtime.environment] == [
        *(("PAYMENT_MODE", "production"), ("PORT", "0080"), ("DEBUG", "true"), ("X Y", ""), ("TOKEN", None)),
    ]
    assert runtime.environment[1].place.key == "runtime.environment.PORT"
    assert runtime.environment[3].place.key == 'runtime.environment["X Y"]'


def test_an_empty_list_in_the_short_form_requires_nothing() -> None:
    runtime = the_runtime("runtime: {python: '3.11', os: [], architecture: []}")
    assert (runtime.os, runtime.architecture) == (None, None)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("filename: a\ndeployments: [{systems: []}]", "deployments[0].systems"),
        ("filename: a\ndeployments: [{systems: [{pythons: []}]}]", "deployments[0].systems[0].pythons"),
        ("functions: [{name: f, when: {os: []}}]", "functions[0].when.os"),
        ("functions: [{name: f, when: {interpreter: []}}]", "functions[0].when.interpreter"),
    ],
)
def test_an_empty_list_of_alternatives_would_match_nothing(text: str, key: str) -> None:
    ((code, _, _, message),) = problems(text)
    assert code == "SPY011"
    assert message == f"{key}: an empty list would match nothing; leave the key out if nothing is required"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("runtime: {os: [linx]}", "runtime.os[0]: unknown operating system 'linx'; did you mean 'linux'?"),
        ("runtime: {os: [OSX]}", "runtime.os[0]: unknown operating system 'OSX'; did you mean 'macos'?"),
        ("runtime: {architecture: [x68_64]}",
         "runtime.architecture[0]: unknown architecture 'x68_64'; did you mean 'x86_64'?"),
        ("runtime: {implementation: [CPyton]}",
         "runtime.implementation[0]: unknown interpreter 'CPyton'; did you mean 'CPython'?"),
        ("functions: [{name: f, when: {interpreter: [cpyton]}}]",
         "functions[0].when.interpreter[0]: unknown interpreter 'cpyton'; did you mean 'CPython'?"),
        ("runtime: {os: linux}", "runtime.os: expected a list of operating systems, found 'linux'"),
        ("runtime: {python: three}",
         "runtime.python: expected a Python version such as 3.11 or '>=3.10', found 'three'"),
        ("runtime: {environment: [A]}", "runtime.environment: expected a mapping of environment variables, found a list"),
        ("runtime: {environment: {A: [b]}}",
         "runtime.environment.A: expected the text of an environment variable, found a list"),
        ("runtime: {environment: {'A=B': c}}",
         "runtime.environment[\"A=B\"]: expected the name of an environment variable, found 'A=B'"),
        ("deployments: {arch: arm64}", "deployments: expected a list of deployments, found a mapping"),
        ("deployments: [{architecture: arm64}]",
         "deployments[0]: unknown key 'architecture'; did you mean 'arch'?"),
        ("deployments: [{systems: [{env: {}}]}]",
         "deployments[0].systems[0]: unknown key 'env'; did you mean 'environment'?"),
        ("deployments: [{systems: [{environment: {secrets: A}}]}]",
         "deployments[0].systems[0].environment.secrets: expected a list of names of secrets, found 'A'"),
        ("deployments: [{systems: [{environment: {variables: [{value: 1}]}}]}]",
         "deployments[0].systems[0].environment.variables[0]: 'name' is missing"),
        ("deployments: [{systems: [{pythons: [{version: '>=x'}]}]}]",
         ("deployments[0].systems[0].pythons[0].version: expected a PEP 440 specifier set such as '>=1.2,<2', found "
         "'>=x'")),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_host_is_told(text: str, message: str) -> None:
    assert message in [each[3] for each in problems(text)]


def test_a_python_that_no_version_can_be_is_a_contradiction() -> None:
    assert problems("runtime: {python: '>=3.12,<3.10'}") == [
        ("SPY013", 1, 19, "runtime.python: no version is in '>=3.12,<3.10'")
    ]


def test_every_name_of_a_platform_means_one_thing() -> None:
    for table in (ARCHITECTURES, SYSTEMS, INTERPRETERS):
        names = [name.casefold() for first, others in table.items() for name in (first, *others)]
        assert len(names) == len(set(names))
    assert canonical("AMD64", ARCHITECTURES) == "x86_64"
    assert canonical("aarch64", ARCHITECTURES) == "arm64"
    assert canonical("macOS", SYSTEMS) == "darwin"
    assert canonical("pypy", INTERPRETERS) == "PyPy"
    assert canonical("plan9", SYSTEMS) is None
