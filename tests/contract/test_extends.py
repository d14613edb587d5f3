"""`extends`: what is inherited, what wins, and where a base cannot be had."""

from __future__ import annotations

import os
import time
from pathlib import Path
from textwrap import dedent

import pytest

from importspy_static import limits
from importspy_static.contract.problems import ContractError
from importspy_static.contract.reader import parse_contract, read_contract
from importspy_static.model.contract import AttributeRequirement, Contract
from tests.contract.reading import GENEROUS, told


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(**files: str) -> None:
    """Files of the current folder by their stems; `__` is a folder's end."""
    for name, text in files.items():
        path = Path(name.replace("__", "/") + ".yml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")


def read(**files: str) -> Contract:
    write(**files)
    return read_contract("own.yml")


def problems(**files: str) -> list[tuple[str, str, int, int, str]]:
    """Path, code, line, column and message of all that is wrong."""
    write(**files)
    with pytest.raises(ContractError) as caught:
        read_contract("own.yml")
    found = []
    for each in caught.value.problems:
        assert each.contract_place is not None
        code, line, column, message = told(each)
        found.append((each.contract_place.path, code, line, column, message))
    return found


@pytest.mark.usefixtures("folder")
class TestWhatIsInherited:
    def test_requirements_of_a_base_hold_with_their_own_places(self) -> None:
        contract = read(
            own="extends: [parts/base.yml]\nfunctions: [{name: stop}]",
            parts__base="version: '1'\nfunctions:\n  - name: run\n    return_annotation: int",
        )
        run, stop = contract.module.functions
        assert (run.name, run.place.path, run.place.line) == ("run", "parts/base.yml", 3)
        assert run.return_annotation is not None
        assert run.return_annotation.place.key == "functions[0].return_annotation"
        assert (stop.name, stop.place.path) == ("stop", "own.yml")
        assert contract.module.version is not None
        assert contract.path == "own.yml"
        assert list(contract.lines) == ["own.yml", "parts/base.yml"]
        assert contract.lines["parts/base.yml"][2] == "  - name: run"

    def test_one_base_may_stand_alone(self) -> None:
        assert read(own="extends: base.yml", base="filename: a.py").module.filename is not None

    def test_paths_begin_in_the_folder_of_the_file_that_says_them(self) -> None:
        contract = read(
            own="extends: a/one.yml", a__one="extends: ['../b/two.yml']", b__two="filename: a.py\nversion: '1'"
        )
        assert list(contract.lines) == ["own.yml", "a/one.yml", "b/two.yml"]

    def test_an_absolute_path_is_as_good(self, folder: Path) -> None:
        contract = read(own=f"extends: ['{folder}/base.yml']", base="filename: a.py")
        assert list(contract.lines)[1] == f"{folder}/base.yml"

    def test_text_without_a_file_extends_from_the_current_folder(self) -> None:
        write(base="filename: a.py")
        assert parse_contract("extends: base.yml").module.filename is not None

    @pytest.mark.parametrize("base", ["", "# nothing\n", "functions:\n", "schema_version: 1\n"])
    def test_a_base_may_require_nothing_by_itself(self, base: str) -> None:
        assert read(own="extends: base.yml\nfilename: a.py", base=base).module.filename is not None

    def test_bases_that_together_require_nothing_are_no_contract(self) -> None:
        ((path, code, line, column, message),) = problems(own="extends: base.yml", base="functions: []")
        assert (path, code, line, column) == ("own.yml", "SPY011", 1, 1)
        assert message == "the contract requires nothing, so every module would keep it"


@pytest.mark.usefixtures("folder")
class TestWhoWins:
    def test_key_by_key_within_a_name(self) -> None:
        contract = read(
            own="extends: base.yml\nvariables: [{name: x, value: 2}]",
            base="variables: [{name: x, annotation: int, value: 1}, {name: y}]",
        )
        x, y = contract.module.variables
        assert (x.name, y.name) == ("x", "y")
        assert x.value is not None
        assert x.annotation is not None
        assert (x.value.value, x.value.place.path) == (2, "own.yml")
        assert (x.annotation.value, x.annotation.place.path) == ("int", "base.yml")

    def test_the_arguments_of_a_function_are_one_thing(self) -> None:
        contract = read(
            own="extends: base.yml\nfunctions: [{name: f, arguments: [{name: b}]}]",
            base="functions: [{name: f, async: true, arguments: [{name: a}, {name: c}]}]",
        )
        (function,) = contract.module.functions
        assert function.arguments is not None
        assert [each.name for each in function.arguments.value] == ["b"]
        assert function.is_async is not None

    def test_an_empty_list_of_arguments_wins_too(self) -> None:
        contract = read(
            own="extends: base.yml\nfunctions: [{name: f, arguments: []}]",
            base="functions: [{name: f, arguments: [{name: a}]}]",
        )
        assert contract.module.functions[0].arguments is not None
        assert contract.module.functions[0].arguments.value == ()

    def test_members_of_classes_by_name(self) -> None:
        contract = read(
            own="""
                extends: base.yml
                classes:
                  - name: A
                    superclasses: [C]
                    implements: ['m:Q']
                    attributes: [{name: x, value: 2}]
                    methods: [{name: g}]
            """,
            base="""
                classes:
                  - name: A
                    extra: forbid
                    superclasses: [B]
                    implements: ['m:P']
                    attributes: [{name: x, type: class, annotation: int}, {name: y}]
                    methods: [{name: f}, {name: g, kind: static}]
            """,
        )
        (found,) = contract.module.classes
        assert found.extra is not None
        assert [each.name for each in found.superclasses] == ["B", "C"]
        assert [each.value for each in found.implements] == ["m:P", "m:Q"]
        x, y = found.attributes
        assert (x.scope and x.scope.value, x.value and x.value.value, y.name) == ("class", 2, "y")
        assert x.annotation is not None
        f, g = found.methods
        assert (f.name, g.kind and g.kind.value) == ("f", "static")

    def test_class_and_instance_attributes_are_two_where_both_are_told_apart(self) -> None:
        contract = read(
            own="extends: base.yml\nclasses: [{name: A, attributes: [{name: x, type: instance, value: 2}]}]",
            base="classes: [{name: A, attributes: [{name: x, type: class, value: 1}]}]",
        )
        found = [(each.scope and each.scope.value, each.value and each.value.value) for each in attributes(contract)]
        assert found == [("class", 1), ("instance", 2)]

    def test_an_attribute_without_type_is_laid_over_both(self) -> None:
        contract = read(
            own="extends: base.yml\nclasses: [{name: A, attributes: [{name: x, annotation: int}]}]",
            base="classes: [{name: A, attributes: [{name: x, type: class}, {name: x, type: instance}]}]",
        )
        found = [(each.scope and each.scope.value, each.annotation is not None) for each in attributes(contract)]
        assert found == [("class", True), ("instance", True)]

    def test_imports_are_joined(self) -> None:
        contract = read(
            own="extends: base.yml\nimports: {require: [json, os], allow: [acme, stdlib], deny: [socket]}",
            base="imports: {require: [json], allow: [stdlib], deny: [subprocess]}",
        )
        imports = contract.module.imports
        assert imports is not None
        assert [(each.value, each.place.path) for each in imports.require] == [("json", "own.yml"), ("os", "own.yml")]
        assert imports.allow is not None
        assert imports.allow.value == ("stdlib", "acme")
        assert [(each.value, each.place.path) for each in imports.deny] == [
            ("subprocess", "base.yml"),
            ("socket", "own.yml"),
        ]

    def test_deployments_are_one_thing(self) -> None:
        base = "deployments: [{arch: arm64}, {arch: x86_64}]\nfilename: a.py"
        own = read(own="extends: base.yml\ndeployments: [{arch: s390x}]", base=base)
        assert [each.arch and each.arch.value for each in own.deployments] == ["s390x"]
        assert len(read(own="extends: base.yml", base=base).deployments) == 2

    def test_the_runtime_by_key_and_its_environment_by_name(self) -> None:
        runtime = read(
            own="extends: base.yml\nruntime: {os: [linux], environment: {A: '2', C: '3'}}",
            base="runtime: {python: '>=3.10', os: [windows], environment: {A: '1', B: }}",
        ).runtime
        assert runtime is not None
        assert runtime.python is not None
        assert runtime.os is not None
        assert runtime.os.value == ("linux",)
        found = [(each.name, each.value and each.value.value) for each in runtime.environment]
        assert found == [("A", "2"), ("B", None), ("C", "3")]

    def test_options_and_severity_by_key(self) -> None:
        contract = read(
            own="extends: base.yml\noptions: {trusted_decorators: [b]}\nseverity: {SPY805: note}",
            base="filename: a.py\noptions: {annotations: exact, trusted_decorators: [a]}\n"
            "severity: {SPY805: 'off', SPY8: warning}",
        )
        assert (contract.options.annotations, contract.options.trusted_decorators) == ("exact", ("b",))
        assert contract.severity == {"SPY805": "note", "SPY8": "warning"}
        assert contract.stated_at["options.annotations"].path == "base.yml"
        assert contract.stated_at["severity.SPY805"].path == "own.yml"

    def test_what_is_the_default_wins_if_it_is_written(self) -> None:
        contract = read(
            own="extends: base.yml\noptions: {annotations: equivalent}",
            base="filename: a.py\noptions: {annotations: exact}",
        )
        assert contract.options.annotations == "equivalent"

    def test_entries_of_a_bundle_by_their_file(self) -> None:
        contract = read(
            own="extends: parts/base.yml\nmodules: [{filename: parts/a.py, functions: [{name: g}]}, {filename: b.py}]",
            parts__base="modules: [{filename: a.py, functions: [{name: f}]}, {filename: b.py}]",
        )
        assert [[each.name for each in module.functions] for module in contract.modules] == [["f", "g"], [], []]

    def test_importers_dependencies_and_the_rest(self) -> None:
        contract = read(
            own="""
                extends: base.yml
                importers: {functions: [{name: g}]}
                dependencies: {Zope.Interface: {declared: true}, b: {}}
                dependency_options: {unlisted: deny}
            """,
            base="""
                policy_id: p
                importers: {functions: [{name: f}]}
                dependencies: {zope-interface: {version: '>=5', origin: {type: index}}}
                dependency_options: {unresolved: deny}
            """,
        )
        assert contract.importers is not None
        assert [each.name for each in contract.importers.functions] == ["f", "g"]
        first, second = contract.dependencies
        assert (first.name, second.name) == ("Zope.Interface", "b")
        assert first.version is not None
        assert first.declared is not None
        assert contract.dependency_options is not None
        assert contract.dependency_options.unresolved is not None
        assert contract.policy_id is not None


@pytest.mark.usefixtures("folder")
class TestConditions:
    NEW, OLD = "{python: '>=3.12'}", "{python: '<3.12'}"

    def told(self, own: str, base: str) -> list[tuple[str | None, object]]:
        contract = read(own=f"extends: base.yml\nvariables: [{own}]", base=f"variables: [{base}]")
        return [
            (
                None if each.when is None or each.when.python is None else each.when.python.value,
                None if each.value is None else each.value.value,
            )
            for each in contract.module.variables
        ]

    def test_what_is_said_without_condition_is_laid_over_all_of_that_name(self) -> None:
        base = f"{{name: x, value: 1, when: {self.NEW}}}, {{name: x, value: 2, when: {self.OLD}}}"
        assert self.told("{name: x, value: 3}", base) == [(">=3.12", 3), ("<3.12", 3), (None, 3)]

    def test_what_is_said_under_the_same_condition_is_laid_over_that(self) -> None:
        base = f"{{name: x, value: 1, when: {self.NEW}}}, {{name: x, value: 2, when: {self.OLD}}}"
        own = "{name: x, value: 3, when: {python: ' >=3.12'}}"
        assert self.told(own, base) == [(">=3.12", 3), ("<3.12", 2)]

    def test_of_both_the_one_with_the_condition_is_laid_last(self) -> None:
        own = f"{{name: x, annotation: int, when: {self.NEW}}}, {{name: x, value: 4}}"
        contract = read(
            own=f"extends: base.yml\nvariables: [{own}]", base=f"variables: [{{name: x, value: 1, when: {self.NEW}}}]"
        )
        first, second = contract.module.variables
        assert first.annotation is not None
        assert first.place.column < second.place.column
        assert (first.value and first.value.value, second.value and second.value.value) == (4, 4)

    def test_what_is_said_under_another_condition_stands_beside(self) -> None:
        found = self.told(f"{{name: x, value: 3, when: {self.OLD}}}", f"{{name: x, value: 1, when: {self.NEW}}}")
        assert found == [(">=3.12", 1), ("<3.12", 3)]

    def test_entries_of_a_bundle_are_laid_over_each_other_as_names_are(self) -> None:
        contract = read(
            own=f"""
                extends: base.yml
                modules:
                  - {{filename: a.py, version: 2}}
                  - {{filename: b.py, version: 3, when: {self.OLD}}}
            """,
            base=f"""
                modules:
                  - {{filename: a.py, version: 1, functions: [{{name: f}}], when: {self.NEW}}}
                  - {{filename: b.py, version: 1}}
            """,
        )
        told = [
            (
                each.filename and each.filename.value,
                each.version and each.version.value,
                len(each.functions),
                each.when and each.when.python and each.when.python.value,
            )
            for each in contract.modules
        ]
        # No requirement of either file is lost on any target.
        assert told == [
            ("a.py", "2", 1, ">=3.12"),
            ("b.py", "1", 0, None),
            ("a.py", "2", 0, None),
            ("b.py", "3", 0, "<3.12"),
        ]

    def test_what_is_inherited_without_condition_is_not_replaced_in_part(self) -> None:
        ((path, code, *_),) = problems(
            own=f"extends: base.yml\nvariables: [{{name: x, value: 3, when: {self.NEW}}}]",
            base="variables: [{name: x, value: 1}]",
        )
        assert (path, code) == ("own.yml", "SPY013")


@pytest.mark.usefixtures("folder")
class TestTheOrder:
    def test_a_later_base_wins(self) -> None:
        contract = read(own="extends: [a.yml, b.yml]", a="version: '1'\nfilename: a.py", b="version: '2'")
        assert contract.module.version is not None
        assert contract.module.version.value == "2"

    def test_in_a_diamond_the_common_base_undoes_nothing(self) -> None:
        contract = read(
            own="extends: [a.yml, b.yml]",
            a="extends: top.yml\nvariables: [{name: x, value: 2}]",
            b="extends: top.yml",
            top="variables: [{name: x, value: 1}]",
        )
        (variable,) = contract.module.variables
        assert variable.value is not None
        assert variable.value.value == 2

    def test_no_base_wins_over_what_extends_it(self) -> None:
        contract = read(own="extends: [a.yml, top.yml]", a="extends: top.yml\nversion: '2'", top="version: '1'")
        assert contract.module.version is not None
        assert contract.module.version.value == "2"

    def test_each_file_is_read_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from importspy_static.contract import bases, files

        known: list[str] = []
        real = files.read_bytes

        def counted(path: str) -> bytes:
            known.append(path)
            return real(path)

        monkeypatch.setattr(bases, "read_bytes", counted)
        os.symlink("top.yml", "same.yml")
        read(
            own="extends: [a.yml, b.yml, same.yml, a.yml]",
            a="extends: top.yml",
            b="extends: ./top.yml",
            top="version: '1'",
        )
        assert sorted(known) == ["a.yml", "b.yml", "top.yml"]


def attributes(contract: Contract) -> list[AttributeRequirement]:
    (found,) = contract.module.classes
    return list(found.attributes)


@pytest.mark.usefixtures("folder")
class TestWhatIsRefused:
    def test_a_base_that_is_not_there_with_the_nearest_name(self) -> None:
        found = problems(own="filename: a.py\nextends: [parts/bsae.yml]", parts__base="filename: a.py")
        assert found == [
            (
                "own.yml",
                "SPY010",
                2,
                11,
                "extends[0]: 'parts/bsae.yml': no such file; did you mean 'parts/base.yml'?",
            )
        ]

    @pytest.mark.parametrize(
        ("named", "code", "message"),
        [
            ("nowhere/x.yml", "SPY010", "extends: 'nowhere/x.yml': no such file"),
            ("folder", "SPY010", "extends: 'folder': it is a folder, not a file"),
            (".", "SPY010", "extends: '.': it is a folder, not a file"),
            ("pipe.yml", "SPY010", "extends: 'pipe.yml': it is a named pipe, not a file"),
            ("circle.yml", "SPY010", "extends: 'circle.yml': its symbolic links lead in a circle"),
            ("own.yml/x", "SPY010", "extends: 'own.yml/x': no such file: a part of the path is not a folder"),
            ("folder/", "SPY011", "extends: expected the path of a file, found 'folder/', a folder"),
            ("a\\b.yml", "SPY011", "extends: expected a path with forward slashes, found 'a\\\\b.yml'"),
            (
                "https://example.org/base.yml",
                "SPY011",
                (
                    "extends: expected the path of a file, found the address 'https://example.org/base.yml'; "
                    "nothing is fetched, so keep a copy"
                ),
            ),
            ("own.yml", "SPY011", "extends: the contract extends itself: own.yml -> own.yml"),
        ],
    )
    def test_what_is_no_file(self, named: str, code: str, message: str) -> None:
        os.mkdir("folder")
        os.mkfifo("pipe.yml")
        os.symlink("circle.yml", "circle.yml")
        ((path, found, line, column, said),) = problems(own=f"extends: {named}\nfilename: a.py")
        assert (path, line, column) == ("own.yml", 1, 10)
        assert (found, said.replace("\\\\", "\\")) == (code, message.replace("\\\\", "\\"))

    def test_a_nul_character_in_a_path(self) -> None:
        ((path, code, *_),) = problems(own='extends: "a\\0b"\nfilename: a.py')
        assert (path, code) == ("own.yml", "SPY010")

    def test_a_cycle_names_the_chain(self) -> None:
        found = problems(own="extends: a.yml", a="extends: b.yml", b="filename: x.py\nextends: [a.yml]")
        message = "extends[0]: the contract extends itself: a.yml -> b.yml -> a.yml"
        assert found == [("b.yml", "SPY011", 2, 11, message)]

    def test_all_problems_of_all_files_each_with_its_own(self) -> None:
        found = problems(
            own="extends: [a.yml, b.yml, gone.yml]\nversion: '>=x'",
            a="functoins: []",
            b="variables: [{name: 1x}]\nextends: c.yml",
            c="- a",
        )
        assert [(path, code, line) for path, code, line, *_ in found] == [
            ("own.yml", "SPY010", 1),
            ("own.yml", "SPY011", 2),
            ("a.yml", "SPY012", 1),
            ("b.yml", "SPY011", 1),
            ("c.yml", "SPY011", 1),
        ]

    def test_a_base_that_is_no_text(self, folder: Path) -> None:
        (folder / "base.yml").write_bytes(b"\xff\xfea\0")
        assert [each[:2] for each in problems(own="extends: base.yml")] == [("base.yml", "SPY010")]

    def test_the_lines_of_all_files_are_told_with_the_problems(self) -> None:
        write(own="extends: base.yml", base="clases: []")
        with pytest.raises(ContractError) as caught:
            read_contract("own.yml")
        assert caught.value.lines == {"own.yml": ("extends: base.yml",), "base.yml": ("clases: []",)}
        assert str(caught.value).startswith("base.yml:1:1: SPY012")


@pytest.mark.usefixtures("folder")
class TestContradictionsBetweenFiles:
    @pytest.mark.parametrize(
        ("own", "base", "place", "message"),
        [
            (
                "imports: {require: [socket]}",
                "imports: {deny: [socket]}",
                ("own.yml", 2),
                "imports.require[0]: 'socket' is required here and denied on line 1 of base.yml",
            ),
            (
                "imports: {allow: [json]}",
                "imports: {require: [socket]}",
                ("base.yml", 1),
                "imports.require[0]: 'socket' is required, but not in 'allow' on line 2 of own.yml",
            ),
            (
                "variables: [{name: x, value: a}]",
                "variables: [{name: x, annotation: int}]",
                ("own.yml", 2),
                "variables[0].value: the value is text, but the annotation is 'int' on line 1 of base.yml",
            ),
            (
                "classes: [{name: A, methods: [{name: f, kind: property}]}]",
                "classes: [{name: A, methods: [{name: f, arguments: [{name: self}, {name: b}]}]}]",
                ("base.yml", 1),
                (
                    "classes[0].methods[0].arguments[1].name: a property on line 2 of own.yml takes no argument but "
                    "'self', found 'b'"
                ),
            ),
            (
                "runtime: {environment: {A: x}}\nfunctions: [{name: f, when: {os: [linux]}, async: true}]",
                "functions: [{name: f, async: false}]",
                ("own.yml", 3),
                (
                    "functions[0].async: True is required of 'f(async)' here, and False on line 1 of base.yml, though "
                    "some targets meet both conditions"
                ),
            ),
        ],
    )
    def test_they_are_told_with_both_places(self, own: str, base: str, place: tuple[str, int], message: str) -> None:
        ((path, code, line, _, said),) = problems(own=f"extends: base.yml\n{own}", base=base)
        assert (code, path, line) == ("SPY013", *place)
        assert said == message

    def test_what_is_replaced_contradicts_nothing(self) -> None:
        contract = read(
            own="extends: base.yml\nvariables: [{name: x, annotation: str, value: a}]",
            base="variables: [{name: x, annotation: int, value: 1}]",
        )
        assert len(contract.module.variables) == 1


@pytest.mark.usefixtures("folder")
class TestLimits:
    def test_a_long_chain_is_refused(self) -> None:
        files = {f"f{number}": f"extends: f{number + 1}.yml" for number in range(200)}
        ((path, code, *_, message),) = problems(own="extends: f0.yml\nfilename: a.py", **files)
        assert (code, message) == ("SPY011", f"extends: more than {limits.CONTRACT_CHAIN} files extend one another")
        assert path == f"f{limits.CONTRACT_CHAIN - 2}.yml"

    def test_too_many_files_are_refused(self) -> None:
        files = {f"f{number}": "" for number in range(limits.CONTRACT_FILES)}
        found = problems(own=f"extends: [{', '.join(f'{name}.yml' for name in files)}]\nfilename: a.py", **files)
        assert found[0][4] == f"extends[99]: the contract has more than {limits.CONTRACT_FILES} files"
        assert len(found) == 1

    def test_nodes_count_for_all_files_together(self) -> None:
        text = f"severity: {{{', '.join(f'SPY{number % 1000:03}: note' for number in range(1000))}}}\n"
        files = {f"f{number}": text for number in range(limits.CONTRACT_FILES - 1)}
        start = time.monotonic()
        # 2,001 nodes a file, 99 files: within; the list of the contract's own takes it over.
        bases = ", ".join(f"{name}.yml" for name in files)
        own = f"extends: [{bases}]\nvariables: [{{name: x, value: [{'1, ' * 3000}]}}]"
        found = problems(own=own, **files)
        assert time.monotonic() - start < GENEROUS
        assert {(code, message) for _, code, _, _, message in found} == {
            ("SPY010", "more than 200,000 nodes, aliases counted as often as they are used")
        }

    def test_bytes_count_for_all_files_together(self) -> None:
        big = "# " + "x" * (limits.CONTRACT_BYTES // 2)
        found = problems(own="extends: [a.yml, b.yml]\nfilename: a.py", a=big, b=big)
        message = "extends[1]: the contract is over 5 MiB with all that it extends"
        assert [(path, code, said) for path, code, _, _, said in found] == [("own.yml", "SPY010", message)]
