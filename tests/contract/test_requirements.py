"""What the language says, as requirements, each with its place."""

from __future__ import annotations

from typing import Any

import pytest

from importspy_static.model.contract import Options
from importspy_static.model.place import ContractPlace, Stated
from tests.contract.reading import problems, read, the_arguments, the_class, the_function

PRINT = "s1:" + 61 * "0"
"""A fingerprint but for its last three digits."""

WHOLE = """
schema_version: 1
policy_id: extensions
filename: plugins/extension.py
version: ">=1.2,<2"
extra: forbid

variables:
  - name: plugin_name
    annotation: str
    value: demo

functions:
  - name: process
    async: false
    arguments:
      - name: amount
        annotation: int
        kind: positional_or_keyword
        value: 0
        optional: true
      - {name: rate, expression: DEFAULT_RATE}
      - {name: rest, kind: var_positional}
    return_annotation: str
    integrity: {structure: "s1:PRINTabc"}

classes:
  - name: Extension
    extra: allow
    superclasses: [Plugin, {name: acme.base.Base, methods: [{name: stop}]}]
    implements: [acme.api:PluginProtocol]
    attributes:
      - {name: extension_name, type: class, annotation: str, value: extension_value}
      - {name: state, type: instance}
      - {name: other}
    methods:
      - name: add_extension
        kind: instance
        arguments: [{name: self}, {name: msg, annotation: str}]
        return_annotation: str
      - {name: title, kind: property, arguments: []}
    integrity: {structure: "s1:PRINTdef"}

imports:
  require: [logging]
  allow: [acme, json, stdlib]
  deny: [subprocess, os.system]

integrity:
  source: "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  structure: "s1:PRINT00a"

modules:
  - filename: plugins/addons.py
    functions: [{name: setup}]

importers:
  classes: [{name: Extension, superclasses: [Plugin]}]

dependencies: {requests: {version: ">=2.32,<3", allowed: true, declared: true}}
dependency_options: {unresolved: deny, undeclared: deny, unlisted: allow}

options:
  annotations: exact
  trusted_decorators: [app.route, functools.*]
severity: {SPY805: warning, SPY8: "off"}
""".replace("s1:PRINT", PRINT)


def said(stated: Stated[Any] | None) -> object:
    assert stated is not None
    return stated.value


def test_a_module_says_what_it_must_offer() -> None:
    module = read(WHOLE).module
    assert said(module.filename) == "plugins/extension.py"
    assert said(module.version) == ">=1.2,<2"
    assert said(module.extra) == "forbid"
    assert module.integrity is not None
    assert said(module.integrity.structure) == f"{PRINT}00a"
    assert str(said(module.integrity.source)).startswith("sha256:0123")
    (variable,) = module.variables
    assert (variable.name, said(variable.annotation), said(variable.value)) == ("plugin_name", "str", "demo")


def test_a_function_says_how_it_is_called() -> None:
    (function,) = read(WHOLE).module.functions
    assert (function.name, said(function.is_async), function.kind) == ("process", False, None)
    assert function.integrity is not None
    assert (said(function.return_annotation), said(function.integrity.structure)) == ("str", f"{PRINT}abc")
    assert function.arguments is not None
    amount, rate, rest = function.arguments.value
    assert (said(amount.annotation), said(amount.kind)) == ("int", "positional_or_keyword")
    assert (said(amount.value), said(amount.optional), amount.expression) == (0, True, None)
    assert (said(rate.expression), rate.value, rate.optional, rate.kind) == ("DEFAULT_RATE", None, None, None)
    assert (rest.name, said(rest.kind)) == ("rest", "var_positional")


def test_a_class_says_what_it_is_made_of() -> None:
    (required,) = read(WHOLE).module.classes
    assert required.integrity is not None
    assert (required.name, said(required.extra)) == ("Extension", "allow")
    assert said(required.integrity.structure) == f"{PRINT}def"
    assert [each.name for each in required.superclasses] == ["Plugin", "acme.base.Base"]
    assert [each.name for each in required.superclasses[1].methods] == ["stop"]
    assert [each.value for each in required.implements] == ["acme.api:PluginProtocol"]
    name, state, other = required.attributes
    assert (said(name.scope), said(name.annotation), said(name.value)) == ("class", "str", "extension_value")
    assert (said(state.scope), state.annotation, other.scope) == ("instance", None, None)
    add, title = required.methods
    assert (said(add.kind), said(title.kind)) == ("instance", "property")


def test_imports_modules_and_importers() -> None:
    contract = read(WHOLE)
    assert contract.module.imports is not None
    assert [each.value for each in contract.module.imports.require] == ["logging"]
    assert said(contract.module.imports.allow) == ("acme", "json", "stdlib")
    assert [each.value for each in contract.module.imports.deny] == ["subprocess", "os.system"]
    (bundled,) = contract.modules
    assert (said(bundled.filename), bundled.functions[0].name) == ("plugins/addons.py", "setup")
    assert bundled.place == ContractPlace("spymodel.yml", 53, 5, "modules[0]")
    assert contract.importers is not None
    assert contract.importers.classes[0].superclasses[0].name == "Plugin"


def test_dependencies_options_severity_and_identity() -> None:
    contract = read(WHOLE)
    (requests,) = contract.dependencies
    assert (requests.name, said(requests.version), said(requests.allowed)) == ("requests", ">=2.32,<3", True)
    assert (said(requests.declared), requests.required, requests.origin) == (True, None, None)
    assert contract.dependency_options is not None
    assert said(contract.dependency_options.unlisted) == "allow"
    assert contract.options == Options(annotations="exact", trusted_decorators=("app.route", "functools.*"))
    assert contract.severity == {"SPY805": "warning", "SPY8": "off"}
    assert said(contract.policy_id) == "extensions"


def test_every_requirement_knows_its_place() -> None:
    contract = read(WHOLE)
    required = contract.module.classes[0]
    method = required.methods[0]
    assert method.arguments is not None
    argument = method.arguments.value[1]
    assert argument.annotation is not None
    places = [required.place, required.superclasses[0].place, required.superclasses[1].place, method.place]
    places += [argument.place, argument.annotation.place, method.arguments.place]
    assert [(each.line, each.column, each.key) for each in places] == [
        (27, 11, "classes[0].name"),
        (29, 20, "classes[0].superclasses[0]"),
        (29, 35, "classes[0].superclasses[1].name"),
        (36, 15, "classes[0].methods[0].name"),
        (38, 42, "classes[0].methods[0].arguments[1].name"),
        (38, 59, "classes[0].methods[0].arguments[1].annotation"),
        (38, 20, "classes[0].methods[0].arguments"),
    ]
    line = contract.lines[contract.path][argument.annotation.place.line - 1]
    assert line[argument.annotation.place.column - 1 :].startswith("str}")


def test_what_is_left_out_is_absent() -> None:
    contract = read("functions: [{name: f}]")
    (function,) = contract.module.functions
    assert function.arguments is None
    assert function.return_annotation is None
    assert contract.module.filename is None
    assert contract.module.imports is None
    assert (contract.runtime, contract.importers, contract.deployments, contract.modules) == (None, None, (), ())
    assert (contract.options, contract.severity, contract.dependency_options) == (Options(), {}, None)


@pytest.mark.parametrize("nothing", ["", " null", " ~", " # comment"])
def test_an_empty_section_requires_nothing(nothing: str) -> None:
    keys = ["version", "variables", "functions", "classes", "imports", "deployments", "runtime", "modules", "importers"]
    keys += ["extends", "integrity", "dependencies", "options", "severity", "extra", "evidence_requirements"]
    contract = read("filename: a.py\n" + "".join(f"{key}:{nothing}\n" for key in keys))
    assert contract.module.functions == ()
    assert contract.module.version is None
    assert contract.deployments == ()


def test_no_arguments_is_not_the_same_as_arguments_left_empty() -> None:
    assert the_arguments("functions: [{name: f, arguments: []}]") == ()
    assert the_function("functions: [{name: f, arguments: }]").arguments is None
    assert the_function("functions: [{name: f, arguments: null}]").arguments is None


def test_stars_tell_the_kind_of_an_argument() -> None:
    args, kwargs = the_arguments("""
        functions: [{name: f, arguments: [{name: "*args", annotation: "*Ts"}, {name: '**kwargs', annotation: int}]}]
    """)
    assert (args.name, said(args.kind), said(args.annotation)) == ("args", "var_positional", "*Ts")
    assert (kwargs.name, said(kwargs.kind), said(kwargs.annotation)) == ("kwargs", "var_keyword", "int")


def test_a_superclass_is_a_name_or_a_mapping() -> None:
    short = the_class("classes: [{name: A, superclasses: [Plugin]}]").superclasses[0]
    long = the_class("classes: [{name: A, superclasses: [{name: Plugin}]}]").superclasses[0]
    assert short.name == long.name == "Plugin"
    assert (short.methods, short.superclasses) == (long.methods, long.superclasses) == ((), ())


def test_importspy_0_4_nests_superclasses() -> None:
    required = the_class("""
        classes:
          - name: A
            superclasses:
              - name: B
                attributes: [{type: class, name: x, value: 1}]
                superclasses:
                  - name: C
    """)
    assert required.superclasses[0].attributes[0].name == "x"
    assert required.superclasses[0].superclasses[0].name == "C"


@pytest.mark.parametrize(
    "annotation",
    [
        "str", "list[str]", "Optional[int]", "'Forward'", "t.Callable[[int], str]", "int | None", "None", "...",
        "Literal['a  b']", "Annotated[int, Gt(0)]", "Literal['\\d']",
    ],
)  # fmt: skip
def test_an_annotation_is_kept_as_written(annotation: str) -> None:
    quoted = annotation.replace("'", "''")
    (variable,) = read(f"variables: [{{name: a, annotation: '{quoted}'}}]").module.variables
    assert said(variable.annotation) == annotation


def test_an_annotation_may_take_several_lines() -> None:
    (variable,) = read("""
        variables:
          - name: a
            annotation: |
              dict[
                str, int
              ]
    """).module.variables
    assert said(variable.annotation) == "dict[\n  str, int\n]"


@pytest.mark.parametrize(
    "version", ["1.2.3", "v1", "2024.1-beta+x", "==1.*", "!=1.0", "~=2.2", "===weird", ">=1.0.dev1"]
)
def test_a_version_is_exact_text_or_a_specifier_set(version: str) -> None:
    assert said(read(f"version: '{version}'").module.version) == version


def test_two_requirements_on_one_thing_may_have_different_conditions() -> None:
    first, second, third = read("""
        functions:
          - {name: connect, arguments: []}
          - {name: connect, when: {os: [linux]}}
          - {name: connect, when: {os: [windows], python: ">=3.12", arch: [x86_64], interpreter: [CPython]}}
    """).module.functions
    assert first.when is None
    assert second.when is not None
    assert (said(second.when.os), second.when.python) == (("linux",), None)
    assert third.when is not None
    assert (said(third.when.python), said(third.when.arch), said(third.when.interpreter)) == (
        *(">=3.12", ("x86_64",), ("CPython",)),
    )


def test_an_attribute_may_be_required_of_class_and_instance() -> None:
    required = the_class("""
        classes: [{name: A, attributes: [{name: x, type: class, value: 0}, {name: x, type: instance, value: 1}]}]
    """)
    assert len(required.attributes) == 2


@pytest.mark.parametrize(
    "text",
    ["filename: a.py", "version: 1", "extra: forbid", "imports: {allow: []}", "runtime: {python: '>=3.10'}",
     "deployments: [{arch: arm64}]", "modules: [{filename: a.py}]", "importers: {extra: forbid}",
     "dependency_options: {unlisted: deny}", "dependencies: {requests: {}}"],
)  # fmt: skip
def test_one_requirement_is_enough(text: str) -> None:
    read(text)


@pytest.mark.parametrize(
    "text",
    ["schema_version: 1", "extra: allow", "options: {annotations: exact}", "severity: {SPY8: warning}", "functions: []",
     "deployments: []", "deployments: [{}]", "deployments: [{systems: [{pythons: [{}]}]}]", "modules: [{}]",
     "imports: {}", "imports: {require: [], deny: []}", "runtime: {os: []}", "runtime: {environment: {}}",
     "importers: {classes: []}", "policy_id: a", "dependencies: {}", "integrity: {}"],
)  # fmt: skip
def test_a_contract_that_requires_nothing_is_refused(text: str) -> None:
    assert problems(text) == [("SPY011", 1, 1, "the contract requires nothing, so every module would keep it")]
