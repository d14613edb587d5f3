"""What is wrong with a contract: all of it at once, each with its place, what was expected and what was found."""

# ruff: noqa: E501 (a line of a table is a case)

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from importspy_static.contract.problems import ContractError, ContractInvalid, ContractUnknownKey
from importspy_static.contract.reader import parse_contract, read_contract
from importspy_static.model.place import ContractPlace
from tests.contract.reading import problems

MANY = """
filename: plugins\\extension.py
functions:
  - name: run
    arguments:
      - {name: a, anotation: int}
      - {annotation: str}
  - name: run
classes:
  - name: Extension
    methods:
      - name: stop
        anotation: None
  - name: class
severity: {SPY12345: error, SPY8: fatal}
"""


def test_all_problems_of_a_file_are_told_at_once_in_the_order_of_their_places() -> None:
    with pytest.raises(ContractError) as caught:
        parse_contract(MANY, "spymodel.yml")
    assert str(caught.value).splitlines() == [
        r"spymodel.yml:2:11: SPY011 filename: expected a path with forward slashes, found 'plugins\extension.py'",
        "spymodel.yml:6:19: SPY012 functions[0].arguments[0]: unknown key 'anotation'; did you mean 'annotation'?",
        "spymodel.yml:7:9: SPY011 functions[0].arguments[1]: 'name' is missing: which argument?",
        "spymodel.yml:8:11: SPY011 functions[1].name: function 'run' is required twice, first on line 4",
        "spymodel.yml:13:9: SPY012 classes[0].methods[0]: unknown key 'anotation'; did you mean 'return_annotation'?",
        "spymodel.yml:14:11: SPY011 classes[1].name: expected a name, found the keyword 'class'",
        (
            "spymodel.yml:15:12: SPY011 severity.SPY12345: expected a code such as SPY805 or a family such as SPY8, found "
            "'SPY12345'"
        ),
        "spymodel.yml:15:35: SPY011 severity.SPY8: expected error, warning, note or off, found 'fatal'",
    ]


def test_a_problem_carries_its_place_and_nothing_of_a_module() -> None:
    with pytest.raises(ContractError) as caught:
        parse_contract("functions: [{name: f, arguments: [{name: x, anotation: y}]}]", "a.yml")
    (problem,) = caught.value.problems
    assert isinstance(problem, ContractUnknownKey)
    assert problem.contract_place == ContractPlace("a.yml", 1, 45, "functions[0].arguments[0].anotation")
    assert (problem.place, problem.nearest, problem.severity) == (None, "annotation", "error")


def test_a_wrong_type_tells_both_sides_apart() -> None:
    with pytest.raises(ContractError) as caught:
        parse_contract("functions: {name: f}", "a.yml")
    (problem,) = caught.value.problems
    assert isinstance(problem, ContractInvalid)
    assert (problem.expected, problem.actual) == ("a list of functions", "a mapping")


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("clases: []", 1, 1, "unknown key 'clases'; did you mean 'classes'?"),
        ("Classes: []", 1, 1, "unknown key 'Classes'; did you mean 'classes'?"),
        ("options: {x9: 1}", 1, 11, "options: unknown key 'x9'; known here: annotations, trusted_decorators"),
        ("variables: [{name: a, default: 1}]", 1, 23, "variables[0]: unknown key 'default'; did you mean 'value'?"),
        ("functions: [{name: f, args: []}]", 1, 23, "functions[0]: unknown key 'args'; did you mean 'arguments'?"),
        ("functions: [{name: f, returns: int}]", 1, 23,
         "functions[0]: unknown key 'returns'; did you mean 'return_annotation'?"),
        ("functions: [{name: f, kind: static}]", 1, 23, ("functions[0]: unknown key 'kind'; known here: name, arguments, "
         "return_annotation, async, integrity, when")),
        ("classes: [{name: A, bases: [B]}]", 1, 21, "classes[0]: unknown key 'bases'; did you mean 'superclasses'?"),
        ("classes: [{name: A, superclasses: [{name: B, method: []}]}]", 1, 46,
         "classes[0].superclasses[0]: unknown key 'method'; did you mean 'methods'?"),
        ("functions: [{name: f, when: {platform: x}}]", 1, 30,
         "functions[0].when: unknown key 'platform'; known here: python, os, arch, interpreter"),
        ("modules: [{filename: a, deployments: []}]", 1, 25, ("modules[0]: unknown key 'deployments'; known here: filename, "
         "version, extra, variables, functions, classes, imports, integrity")),
        ("importers: {runtime: {}}", 1, 13, ("importers: unknown key 'runtime'; known here: filename, version, extra, "
         "variables, functions, classes, imports, integrity")),
        ("imports: {forbid: [os]}", 1, 11, "imports: unknown key 'forbid'; known here: require, allow, deny"),
        ("integrity: {sha: x}", 1, 13, "integrity: unknown key 'sha'; known here: source, structure, body, docstrings, definitions"),
        ("dependencies: {requests: {versions: '1'}}", 1, 27,
         "dependencies.requests: unknown key 'versions'; did you mean 'version'?"),
        ("dependency_options: {unlist: deny}", 1, 22, "dependency_options: unknown key 'unlist'; did you mean 'unlisted'?"),
        ("'a\\tb': 1", 1, 1, "unknown key 'a\\tb'; known here: "),
        ('"a\\x1b": 1', 1, 1, "unknown key 'a\\x1b'; known here: "),
    ],
)  # fmt: skip
def test_an_unknown_key_is_told_at_every_mapping(text: str, line: int, column: int, message: str) -> None:
    found = [each for each in problems(text) if each[0] == "SPY012"]
    assert [each[:3] for each in found] == [("SPY012", line, column)]
    assert found[0][3].startswith(message)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("functions: run", 1, 12, "functions: expected a list of functions, found 'run'"),
        ("functions: 'run'", 1, 12, "functions: expected a list of functions, found the text 'run'"),
        ("functions:\n  - run", 2, 5, "functions[0]: expected a mapping for a function, found 'run'"),
        ("functions:\n  -", 2, 4, "functions[0]: expected a mapping for a function, found nothing"),
        ("functions: [{name: [f]}]", 1, 20, "functions[0].name: expected the name of a function, found a list"),
        ("functions: [{name: }]", 1, 19, "functions[0].name: expected the name of a function, found nothing"),
        ("functions: [{name: ''}]", 1, 20, "functions[0].name: expected the name of a function, found the text ''"),
        ("functions: [{name: add-one}]", 1, 20, "functions[0].name: expected a Python name, found 'add-one'"),
        ("functions: [{name: a.b}]", 1, 20, "functions[0].name: expected a Python name, found 'a.b'"),
        ("functions: [{name: 1a}]", 1, 20, "functions[0].name: expected a Python name, found '1a'"),
        ("functions: [{name: def}]", 1, 20, "functions[0].name: expected a name, found the keyword 'def'"),
        ("functions: [{name: f, async: yes}]", 1, 30, "functions[0].async: expected true or false, found 'yes'"),
        ("functions: [{name: f, async: 'true'}]", 1, 30,
         "functions[0].async: expected true or false without quotes, found the text 'true'"),
        ("functions: [{name: f, arguments: {}}]", 1, 34,
         "functions[0].arguments: expected a list of arguments, found a mapping"),
        ("functions: [{name: f, arguments: [{name: '***a'}]}]", 1, 42,
         "functions[0].arguments[0].name: expected a Python name, found '***a'"),
        ("functions: [{name: f, arguments: [{name: a}, {name: a}]}]", 1, 53,
         "functions[0].arguments[1].name: argument 'a' is required twice, first on line 1"),
        ("functions: [{name: f, return_annotation: 'list[str'}]", 1, 42, ("functions[0].return_annotation: expected a "
         "Python expression, found 'list[str', which Python ")),
        ("functions: [{name: f, return_annotation: [int]}]", 1, 42,
         "functions[0].return_annotation: expected text, found a list"),
        ("functions: [{name: f, return_annotation: '*Ts'}]", 1, 42,
         "functions[0].return_annotation: expected a Python expression, found '*Ts', which Python "),
        ("functions: [{name: f, arguments: [{name: a, expression: 'x = 1'}]}]", 1, 57,
         "functions[0].arguments[0].expression: expected a Python expression, found 'x = 1', which Python "),
        ("functions: [{name: f, integrity: {structure: 'x'}}]", 1, 46,
         "functions[0].integrity.structure: expected 's1:' and 64 hexadecimal digits in lower case, found 'x'"),
        ("classes: [{name: A, superclasses: Plugin}]", 1, 35,
         "classes[0].superclasses: expected a list of superclasses, found 'Plugin'"),
        ("classes: [{name: A, superclasses: ['Generic[T]']}]", 1, 36,
         "classes[0].superclasses[0]: expected a Python name, dotted or not, found 'Generic[T]'"),
        ("classes: [{name: A, superclasses: [B, {name: B}]}]", 1, 46,
         "classes[0].superclasses[1].name: superclass 'B' is required twice, first on line 1"),
        ("classes: [{name: A, superclasses: [{}]}]", 1, 36, "classes[0].superclasses[0]: 'name' is missing: which class?"),
        ("classes: [{name: A, implements: [Plugin]}]", 1, 34,
         "classes[0].implements[0]: expected 'module:Class', found 'Plugin'"),
        ("classes: [{name: A, attributes: [{name: x, type: klass}]}]", 1, 50,
         "classes[0].attributes[0].type: expected class or instance, found 'klass'; did you mean 'class'?"),
        ("classes: [{name: A, methods: [{name: m, kind: abstract}]}]", 1, 47, ("classes[0].methods[0].kind: expected "
         "instance, static, class or property, found 'abstract'")),
        ("classes: [{name: A}, {name: A}]", 1, 29, "classes[1].name: class 'A' is required twice, first on line 1"),
        ("functions: [{name: f, when: {os: [linux]}}, {name: f, when: {os: [linux]}}]", 1, 52,
         "functions[1].name: function 'f' is required twice, first on line 1"),
        ("extra: maybe", 1, 8, "extra: expected allow or forbid, found 'maybe'"),
        ("filename: [a]", 1, 11, "filename: expected text, found a list"),
        ("filename: ''", 1, 11, "filename: expected text, found the text ''"),
        ("filename: a/", 1, 11, "filename: expected the path of a file, found 'a/', a folder"),
        ("version: '>=1.x'", 1, 10,
         "version: expected a PEP 440 specifier set such as '>=1.2,<2', found '>=1.x'"),
        ("version: '=1'", 1, 10, "version: expected a PEP 440 specifier set such as '>=1.2,<2', found '=1'"),
        ("version: {a: b}", 1, 10, "version: expected text, found a mapping"),
        ("imports: {allow: json}", 1, 18, "imports.allow: expected a list of modules, found 'json'"),
        ("imports: {deny: [a-b]}", 1, 18, "imports.deny[0]: expected a Python name, dotted or not, found 'a-b'"),
        ("imports: {deny: ['']}", 1, 18, "imports.deny[0]: expected text, found the text ''"),
        ("integrity: {source: 'md5:0'}", 1, 21,
         "integrity.source: expected 'sha256:' and 64 hexadecimal digits in lower case, found 'md5:0'"),
        ("options: {annotations: loose}", 1, 24, "options.annotations: expected equivalent, exact or ignore, found 'loose'"),
        ("options: {trusted_decorators: ['@a']}", 1, 32,
         "options.trusted_decorators[0]: expected a dotted name such as app.route or functools.*, found '@a'"),
        ("severity: [SPY8]", 1, 11, "severity: expected a mapping of levels by code, found a list"),
        ("severity: {spy8: error}", 1, 12,
         "severity.spy8: expected a code such as SPY805 or a family such as SPY8, found 'spy8'"),
        ("severity: {SPY: error}", 1, 12,
         "severity.SPY: expected a code such as SPY805 or a family such as SPY8, found 'SPY'"),
        ("schema_version: 2", 1, 17, "schema_version: expected 1, found '2'; a newer importspy-static may read it"),
        ("extends: {a: base.yml}", 1, 10, "extends: expected a list of paths of contracts, found a mapping"),
        ("extends: [[base.yml]]", 1, 11, "extends[0]: expected text, found a list"),
        ("evidence_requirements: [{kind: a, subject: b}]", 1, 1,
         "evidence_requirements: needs an outside service, which this program does not ask; take it out"),
        ("provenance: {required: true}", 1, 1,
         "provenance: needs an outside service, which this program does not ask; take it out"),
        ("dependencies: {requests: {provenance: true}}", 1, 39, ("dependencies.requests.provenance: needs an outside "
         "service, which this program does not ask; take it out")),
        ("dependencies: [requests]", 1, 15, "dependencies: expected a mapping of dependencies, found a list"),
        ("dependencies: {a_b: {}, A-B: {}}", 1, 25,
         "dependencies[\"A-B\"]: 'A-B' is the same distribution as on line 1"),
        ("dependencies: {'import:a.b': {}}", 1, 16, "dependencies[\"import:a.b\"]: expected a Python name, found 'a.b'"),
        ("dependencies: {'-x': {}}", 1, 16,
         "dependencies[\"-x\"]: expected the name of a distribution, or 'import:package', found '-x'"),
        ("dependencies: {a: {origin: {type: git}}}", 1, 35,
         "dependencies.a.origin.type: expected unknown, index, vcs, local or archive, found 'git'"),
        ("dependency_options: {unlisted: warn}", 1, 32, "dependency_options.unlisted: expected allow or deny, found 'warn'"),
        ("modules: [a.py]", 1, 11, "modules[0]: expected a mapping for a module, found 'a.py'"),
        ("importers: [a]", 1, 12, "importers: expected a mapping for a module, found a list"),
    ],
)  # fmt: skip
def test_what_the_language_does_not_say_is_spy011(text: str, line: int, column: int, message: str) -> None:
    ((*place, said),) = problems(text)
    assert place == ["SPY011", line, column]
    assert said.startswith(message)


@pytest.mark.parametrize(
    "text",
    ["evidence_requirements: []", "evidence_requirements:", "provenance: null", "extends: []",
     "dependencies: {requests: {provenance: false}}", "schema_version: '1'"],
)  # fmt: skip
def test_what_asks_for_nothing_is_not_refused(text: str) -> None:
    parse_contract(f"filename: a.py\n{text}\n")


@pytest.mark.parametrize(
    "expression",
    ["(" * 1000 + ")" * 1000, "-" * 3999, "not " * 900 + "x", "x" + ".a" * 1900, "x" + " for a in b" * 300, "a\0b"],
)
def test_an_expression_that_is_hard_to_parse_is_a_problem_or_none_but_never_a_crash(expression: str) -> None:
    written = expression.replace("\0", "\\0")
    codes = []
    try:
        parse_contract(f'variables: [{{name: a, annotation: "{written}"}}]')
    except ContractError as error:
        codes = [problem.code for problem in error.problems]
    assert codes in ([], ["SPY011"])


def test_an_expression_as_long_as_a_book_is_refused_unparsed() -> None:
    assert problems(f"variables: [{{name: a, annotation: '{'x' * 5000}'}}]")[0][3] == (
        "variables[0].annotation: expected text of at most 4,000 characters, found 5,000"
    )


@pytest.mark.parametrize("code", ["SPY010", "SPY011", "SPY012", "SPY013"])
def test_each_fixture_has_problems_of_its_own_code_only(fixtures: Path, code: str) -> None:
    (folder,) = (fixtures / "violations").glob(f"{code}-*")
    with pytest.raises(ContractError) as caught:
        read_contract(folder / "spymodel.yml")
    assert {problem.code for problem in caught.value.problems} == {code}


def test_the_demo_is_read(fixtures: Path) -> None:
    contract = read_contract(fixtures / "demo" / "spymodel.yml")
    assert [each.name for each in contract.module.classes] == ["Extension"]


def test_an_error_is_the_same_in_another_process() -> None:
    with pytest.raises(ContractError) as caught:
        parse_contract(MANY, "spymodel.yml")
    there = pickle.loads(pickle.dumps(caught.value))
    assert (str(there), there.problems, there.lines) == (str(caught.value), caught.value.problems, caught.value.lines)
