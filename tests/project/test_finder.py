"""Which file is a module: what no real interpreter here can be asked, and what nobody should ask."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from importspy_static import limits
from importspy_static.model.source import Namespace, SourceFile, Unreadable
from importspy_static.project.editable import redirection
from importspy_static.project.extensions import preferred
from importspy_static.project.finder import Finder, Found
from importspy_static.project.folders import DiskFolder
from tests.project.trees import close, plant, write


def finder(
    *roots: Path | str, then: Sequence[Path] = (), version: tuple[int, int] = (3, 12), platform: str = "linux"
) -> Finder:
    return Finder([str(root) for root in roots], [str(each) for each in then], version=version, platform=platform)


def file_of(found: Found) -> tuple[str, str]:
    assert isinstance(found, SourceFile)
    return found.path, found.kind


# --- the project ----------------------------------------------------------------------------------------------------


def test_files_of_the_project_are_told_as_its_root_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, "src/acme/__init__.py", "src/acme/api.py", "top.py")
    monkeypatch.chdir(tmp_path)
    assert file_of(finder("src", ".").find("acme.api")) == (os.path.join("src", "acme", "api.py"), "project")
    assert file_of(finder(".").find("top")) == ("top.py", "project")
    monkeypatch.chdir(tmp_path / "src" / "acme")
    assert file_of(finder("..").find("acme.api")) == ("api.py", "project")
    assert file_of(finder(os.path.join("..", "..")).find("top")) == (os.path.join("..", "..", "top.py"), "project")


def test_the_first_root_has_the_name(tmp_path: Path) -> None:
    plant(tmp_path, "a/x.py", "b/x.py", "b/y.py")
    both = finder(tmp_path / "a", tmp_path / "b")
    assert file_of(both.find("x"))[0] == str(tmp_path / "a" / "x.py")
    assert file_of(both.find("y"))[0] == str(tmp_path / "b" / "y.py")


def test_one_file_is_one_key_by_whatever_name(tmp_path: Path) -> None:
    plant(tmp_path, "real/acme/__init__.py")
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    (tmp_path / "real" / "other.py").symlink_to(tmp_path / "real" / "acme" / "__init__.py")
    found = [
        finder(tmp_path / "real").find("acme"),
        finder(tmp_path / "link").find("acme"),
        finder(tmp_path / "link").find("other"),
    ]
    keys = {each.key for each in found if isinstance(each, SourceFile)}
    assert keys == {(str((tmp_path / "real/acme/__init__.py").resolve()), None)}


def test_what_lies_beside_a_script_comes_first(tmp_path: Path) -> None:
    plant(tmp_path, "src/acme.py", "tools/acme.py", "tools/common.py", "tools/only.py", "installed/common.py")
    look = finder(tmp_path / "src", then=[tmp_path / "installed"])
    beside = str(tmp_path / "tools")
    assert file_of(look.find("acme", beside))[0] == str(tmp_path / "tools" / "acme.py")
    assert file_of(look.find("acme"))[0] == str(tmp_path / "src" / "acme.py")
    assert file_of(look.find("common", beside)) == (str(tmp_path / "tools" / "common.py"), "project")
    assert file_of(look.find("common")) == (str(tmp_path / "installed" / "common.py"), "installed")
    assert look.find("only") is None
    assert look.find("only", str(tmp_path / "gone")) is None


def test_what_lies_beside_a_script_is_no_second_portion(tmp_path: Path) -> None:
    plant(tmp_path, "src/space/x.py", "space/y.py")
    look = finder(tmp_path / "src", tmp_path)
    for beside in (tmp_path, tmp_path / "src"):
        found = look.find("space", str(beside))
        assert isinstance(found, Namespace)
        assert sorted(found.folders) == [str(tmp_path / "space"), str(tmp_path / "src" / "space")]


def test_a_file_of_the_project_has_one_name_whatever_led_to_it(tmp_path: Path) -> None:
    plant(tmp_path, "src/acme/api.py", "tools/deep/common.py", "my-tools/lone.py")
    look = finder(tmp_path / "src", tmp_path)
    named = [look.find("acme.api"), look.find("src.acme.api"), look.find("api", str(tmp_path / "src" / "acme"))]
    assert {each.module for each in named if isinstance(each, SourceFile)} == {"acme.api"}
    assert len(set(named)) == 1
    common = look.find("common", str(tmp_path / "tools" / "deep"))
    assert isinstance(common, SourceFile)
    assert (common.module, common.package) == ("tools.deep.common", "tools.deep")
    lone = look.find("lone", str(tmp_path / "my-tools"))
    assert isinstance(lone, SourceFile)
    assert lone.module == "lone"


def test_a_namespace_has_the_portions_of_all_folders(tmp_path: Path) -> None:
    plant(tmp_path, "a/ns/one.py", "b/ns/two.py", "b/ns/deep/x.py", "a/ns/deep/y.py")
    look = finder(tmp_path / "a", then=[tmp_path / "b"])
    assert look.find("ns") == Namespace("ns", (str(tmp_path / "a" / "ns"), str(tmp_path / "b" / "ns")))
    assert file_of(look.find("ns.one"))[1] == "project"
    assert file_of(look.find("ns.two"))[1] == "installed"
    assert file_of(look.find("ns.deep.x"))[1] == "installed"


def test_names_are_told_apart_by_case(tmp_path: Path) -> None:
    plant(tmp_path, "Acme/__init__.py", "Acme/Api.py")
    look = finder(tmp_path)
    assert look.find("Acme.Api") is not None
    assert [look.find(name) for name in ("acme", "acme.Api", "Acme.api", "ACME")] == [None] * 4


SPREADING = {
    "pkgutil": "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n",
    "pkgutil_imported": "from pkgutil import extend_path\n__path__ = extend_path(__path__, __name__)\n",
    "pkg_resources": "__import__('pkg_resources').declare_namespace(__name__)\n",
}


@pytest.mark.parametrize("init", SPREADING.values(), ids=SPREADING)
def test_a_package_that_says_that_it_is_spread_is_looked_for_in_all_folders(tmp_path: Path, init: str) -> None:
    write(tmp_path, {"a/ns/__init__.py": init, "a/ns/one.py": "", "b/ns/__init__.py": init, "b/ns/two.py": ""})
    write(tmp_path, {"a/ns/in/__init__.py": init, "b/ns/in/__init__.py": init, "b/ns/in/deep.py": ""})
    look = finder(tmp_path / "a", then=[tmp_path / "b"])
    assert file_of(look.find("ns.two"))[0] == str(tmp_path / "b" / "ns" / "two.py")
    assert file_of(look.find("ns.one"))[0] == str(tmp_path / "a" / "ns" / "one.py")


def test_any_other_package_is_looked_for_in_its_own_folder_only(tmp_path: Path) -> None:
    write(
        tmp_path, {"a/ns/__init__.py": "# extend_path(__path__, __name__)\n", "b/ns/__init__.py": "", "b/ns/two.py": ""}
    )
    assert finder(tmp_path / "a", then=[tmp_path / "b"]).find("ns.two") is None


def test_a_module_that_is_no_package_has_no_submodules(tmp_path: Path) -> None:
    plant(tmp_path, "acme.py", "acme_x.py")
    assert finder(tmp_path).find("acme.x") is None


# --- what cannot be read, and stubs ----------------------------------------------------------------------------------

TAG = "cpython-312-x86_64-linux-gnu.so"


def test_an_extension_module_is_unreadable_and_tells_of_the_source_beside_it(tmp_path: Path) -> None:
    plant(tmp_path, f"fast.{TAG}", "fast.py", f"alone.{TAG}")
    look = finder(tmp_path)
    found = look.find("fast")
    assert isinstance(found, Unreadable)
    assert (found.path, found.module) == (str(tmp_path / f"fast.{TAG}"), "fast")
    assert found.source is not None
    assert found.source.path == str(tmp_path / "fast.py")
    alone = look.find("alone")
    assert isinstance(alone, Unreadable)
    assert alone.source is None


@pytest.mark.parametrize("compiled", [f"fast.{TAG}", "fast.abi3.so", "fast.so", "fast.pyc"])
def test_a_stub_beside_compiled_code_stands_for_it(tmp_path: Path, compiled: str) -> None:
    plant(tmp_path, "acme/__init__.py", f"acme/{compiled}", "acme/fast.pyi")
    found = finder(tmp_path).find("acme.fast")
    assert isinstance(found, SourceFile)
    assert (found.is_stub, found.path) == (True, str(tmp_path / "acme" / "fast.pyi"))
    assert found.stands_for == str(tmp_path / "acme" / compiled)


def test_a_package_of_stubs_beside_compiled_code_stands_for_it(tmp_path: Path) -> None:
    plant(tmp_path, "acme/__init__.py", "acme/_rust.abi3.so", "acme/_rust/__init__.pyi", "acme/_rust/ssl/__init__.pyi")
    plant(tmp_path, "acme/_rust/ssl/keys.pyi", "acme/_rust/deep/only.pyi")
    look = finder(tmp_path)
    rust = look.find("acme._rust")
    assert isinstance(rust, SourceFile)
    assert (rust.is_stub, rust.stands_for) == (True, str(tmp_path / "acme" / "_rust.abi3.so"))
    assert file_of(look.find("acme._rust.ssl"))[0].endswith("__init__.pyi")
    assert file_of(look.find("acme._rust.ssl.keys"))[0].endswith("keys.pyi")


def test_a_compiled_package_has_submodules(tmp_path: Path) -> None:
    plant(tmp_path, f"acme/__init__.{TAG}", "acme/__init__.pyi", "acme/api.py", f"bare/__init__.{TAG}", "bare/api.py")
    look = finder(tmp_path)
    assert file_of(look.find("acme"))[0].endswith("__init__.pyi")
    assert file_of(look.find("acme.api"))[0].endswith("api.py")
    bare = look.find("bare")
    assert isinstance(bare, Unreadable)
    assert bare.is_package
    assert file_of(look.find("bare.api"))[0].endswith("api.py")


def test_source_comes_before_a_stub_beside_it(tmp_path: Path) -> None:
    plant(tmp_path, "acme.py", "acme.pyi")
    plant(tmp_path / "stubs", "acme-stubs/__init__.pyi")
    assert file_of(finder(tmp_path, then=[tmp_path / "stubs"]).find("acme"))[0] == str(tmp_path / "acme.py")


def test_a_stub_package_speaks_for_what_has_no_source(tmp_path: Path) -> None:
    plant(tmp_path / "own", f"acme/__init__.{TAG}", "acme/deep/__init__.py", f"acme/deep/fast.{TAG}")
    plant(
        tmp_path / "site",
        "acme-stubs/__init__.pyi",
        "acme-stubs/deep/fast.pyi",
        "gone-stubs/__init__.pyi",
        "gone-stubs/x.pyi",
    )
    look = finder(tmp_path / "own", then=[tmp_path / "site"])
    acme, fast, gone = look.find("acme"), look.find("acme.deep.fast"), look.find("gone.x")
    assert isinstance(acme, SourceFile)
    assert isinstance(fast, SourceFile)
    assert isinstance(gone, SourceFile)
    assert (acme.module, acme.stands_for) == ("acme", str(tmp_path / "own" / "acme" / f"__init__.{TAG}"))
    assert (fast.module, fast.path) == ("acme.deep.fast", str(tmp_path / "site" / "acme-stubs" / "deep" / "fast.pyi"))
    assert (gone.module, gone.stands_for) == ("gone.x", None)


def test_a_stub_alone_is_found_last_and_stands_for_nothing(tmp_path: Path) -> None:
    plant(tmp_path, "a/declared.pyi", "b/declared.py", "a/only.pyi", "a/pack/__init__.py", "a/pack/inner.pyi")
    look = finder(tmp_path / "a", then=[tmp_path / "b"])
    assert file_of(look.find("declared"))[0] == str(tmp_path / "b" / "declared.py")
    for name in ("only", "pack.inner"):
        found = look.find(name)
        assert isinstance(found, SourceFile)
        assert (found.is_stub, found.stands_for) == (True, None)


def test_code_without_source_is_unreadable(tmp_path: Path) -> None:
    plant(tmp_path, "old.pyc", "pack/__init__.pyc", "pack/inner.py", "kept/__pycache__/gone.cpython-312.pyc")
    look = finder(tmp_path)
    old, pack = look.find("old"), look.find("pack")
    assert isinstance(old, Unreadable)
    assert isinstance(pack, Unreadable)
    assert (old.is_package, pack.is_package) == (False, True)
    assert file_of(look.find("pack.inner"))
    assert look.find("kept.gone") is None


LINUX, WINDOWS, MAC = "linux", "win32", "darwin"


@pytest.mark.parametrize(
    ("names", "version", "platform", "implementation", "taken"),
    [
        (["x.so"], (3, 12), LINUX, "cpython", "x.so"),
        (["x.so"], (3, 12), WINDOWS, "cpython", None),
        (["x.pyd"], (3, 12), LINUX, "cpython", None),
        (["x.pyd", "x.cp312-win_amd64.pyd"], (3, 12), WINDOWS, "cpython", "x.cp312-win_amd64.pyd"),
        (["x.cp311-win_amd64.pyd"], (3, 12), WINDOWS, "cpython", None),
        (["x.abi3.so", "x.so", f"x.{TAG}"], (3, 12), LINUX, "cpython", f"x.{TAG}"),
        (["x.abi3.so", "x.so", f"x.{TAG}"], (3, 11), LINUX, "cpython", "x.abi3.so"),
        (["x.cpython-37m-x86_64-linux-gnu.so"], (3, 7), LINUX, "cpython", "x.cpython-37m-x86_64-linux-gnu.so"),
        (["x.cpython-313t-darwin.so"], (3, 13), MAC, "cpython", "x.cpython-313t-darwin.so"),
        (["x.cpython-31-linux.so"], (3, 1), LINUX, "cpython", "x.cpython-31-linux.so"),
        (["x.pypy310-pp73-x86_64-linux-gnu.so"], (3, 10), LINUX, "pypy", "x.pypy310-pp73-x86_64-linux-gnu.so"),
        (["x.pypy310-pp73-x86_64-linux-gnu.so"], (3, 10), LINUX, "cpython", None),
        (["x.1.2.so"], (3, 12), LINUX, "cpython", None),
        ([], (3, 12), LINUX, "cpython", None),
    ],
)
def test_a_python_takes_the_extension_modules_that_are_made_for_it(
    names: list[str], version: tuple[int, int], platform: str, implementation: str, taken: str | None
) -> None:
    assert preferred(names, version, platform, implementation) == taken


# --- the standard library ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "version", "platform", "there"),
    [
        ("tomllib", (3, 10), LINUX, False),
        ("tomllib", (3, 11), LINUX, True),
        ("asynchat", (3, 11), LINUX, True),
        ("asynchat", (3, 12), LINUX, False),
        ("asyncio.taskgroups", (3, 10), LINUX, False),
        ("asyncio.taskgroups", (3, 11), LINUX, True),
        ("distutils.command.build", (3, 11), LINUX, True),
        ("distutils.command.build", (3, 12), LINUX, False),
        ("winreg", (3, 12), WINDOWS, True),
        ("winreg", (3, 12), LINUX, False),
        ("_winapi", (3, 12), LINUX, False),
        ("json", (2, 7), LINUX, False),
        ("sys", (3, 14), MAC, True),
        ("requests", (3, 12), LINUX, False),
        ("os.nothing", (3, 12), LINUX, False),
        ("json.nothing", (3, 12), LINUX, False),
    ],
)
def test_where_there_is_no_standard_library_typeshed_tells(
    module: str, version: tuple[int, int], platform: str, there: bool
) -> None:
    found = finder(version=version, platform=platform).find(module)
    assert isinstance(found, SourceFile) is there
    if isinstance(found, SourceFile):
        assert (found.kind, found.is_stub, found.module) == ("typeshed", True, module)
        assert Path(found.file).is_file()


@pytest.mark.parametrize(("platform", "module"), [(LINUX, "posixpath"), (MAC, "posixpath"), (WINDOWS, "ntpath")])
def test_os_path_is_the_module_of_the_platform(platform: str, module: str) -> None:
    found = finder(platform=platform).find("os.path")
    assert isinstance(found, SourceFile)
    assert found.module == module


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A standard library, as far as it is looked at."""
    return plant(
        tmp_path / "lib" / "python3.12",
        "os.py",
        "abc.py",
        "json/__init__.py",
        "lib-dynload/",
        "posixpath.py",
        "expat.py",
    )


def test_real_source_comes_before_typeshed(library: Path) -> None:
    look = finder(then=[library])
    assert file_of(look.find("json")) == (str(library / "json" / "__init__.py"), "standard")
    assert file_of(look.find("os.path")) == (str(library / "posixpath.py"), "standard")


def test_what_the_standard_library_at_hand_lacks_is_not_there_unless_it_can_be_inside(library: Path) -> None:
    look = finder(then=[library])
    assert look.find("tkinter") is None
    assert look.find("json.decoder") is None
    assert file_of(look.find("math"))[1] == "typeshed"
    assert file_of(look.find("_socket"))[1] == "typeshed"


def test_an_extension_module_of_the_standard_library_goes_to_typeshed(library: Path) -> None:
    binary = plant(library / "lib-dynload", f"math.{TAG}", f"_unheard_of.{TAG}") / f"math.{TAG}"
    look = finder(then=[library, library / "lib-dynload"])
    found = look.find("math")
    assert isinstance(found, SourceFile)
    assert (found.kind, found.stands_for) == ("typeshed", str(binary))
    assert isinstance(look.find("_unheard_of"), Unreadable)


@pytest.mark.parametrize("module", ["sys", "builtins", "time", "os", "abc", "encodings", "io", "codecs", "site"])
def test_no_file_hides_what_is_there_before_any_path_is_looked_at(tmp_path: Path, library: Path, module: str) -> None:
    plant(tmp_path / "own", f"{module}.py", f"{module}/__init__.py")
    for then in ([library], []):
        found = finder(tmp_path / "own", then=then).find(module)
        assert isinstance(found, SourceFile)
        assert found.kind in {"standard", "typeshed"}


def test_what_is_built_in_and_has_no_stub_is_unreadable() -> None:
    found = finder().find("_sre")
    assert isinstance(found, Unreadable)
    assert found.module == "_sre"


@pytest.mark.parametrize("module", ["json", "math", "tomllib", "typing_extensions"])
def test_a_file_hides_the_rest_of_the_standard_library(tmp_path: Path, library: Path, module: str) -> None:
    plant(tmp_path / "own", f"{module}.py")
    assert file_of(finder(tmp_path / "own", then=[library]).find(module))[1] == "project"


def test_a_folder_without_init_hides_no_standard_module(tmp_path: Path, library: Path) -> None:
    plant(tmp_path / "own", "json/x.txt", "math/x.txt", "tomllib/x.txt", "data/x.txt")
    for then in ([library], []):
        look = finder(tmp_path / "own", then=then)
        assert isinstance(look.find("json"), SourceFile)
        assert isinstance(look.find("math"), SourceFile)
        assert isinstance(look.find("data"), Namespace)


def test_main_is_whatever_program_runs(tmp_path: Path) -> None:
    plant(tmp_path, "__main__.py", "acme/__init__.py", "acme/__main__.py")
    assert finder(tmp_path).find("__main__") is None
    assert finder(tmp_path).find("acme.__main__") is not None


# --- what counts, and what does not -----------------------------------------------------------------------------------


def test_the_path_of_this_process_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, "lurking.py")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert finder().find("pytest") is None
    assert finder().find("lurking") is None
    assert Finder([], ["", "lurking.py"], version=(3, 12), platform="linux").find("lurking") is None


def test_only_site_packages_has_path_files(tmp_path: Path) -> None:
    write(tmp_path, {"plain/x.pth": "../more\n", "dist-packages/x.pth": "../more\n", "more/found.py": ""})
    assert finder(then=[tmp_path / "plain"]).find("found") is None
    assert finder(then=[tmp_path / "dist-packages"]).find("found") is not None


def test_a_folder_that_the_search_path_names_itself_keeps_its_place(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "site-packages/x.pth": "../more\n",
            "site-packages/a.py": "",
            "more/a.py": "",
            "mid/b.py": "",
            "more/b.py": "",
        },
    )
    look = finder(then=[tmp_path / "site-packages", tmp_path / "mid", tmp_path / "more"])
    assert file_of(look.find("b"))[0] == str(tmp_path / "mid" / "b.py")


def test_a_root_is_the_projects_even_if_it_is_installed_in_place(tmp_path: Path) -> None:
    write(tmp_path, {"site-packages/x.pth": "../src\n", "src/acme.py": ""})
    plant(tmp_path, "src/space/x.py")
    look = finder(tmp_path / "src", then=[tmp_path / "site-packages"])
    assert file_of(look.find("acme"))[1] == "project"
    assert look.find("space") == Namespace("space", (str(tmp_path / "src" / "space"),))


def test_an_editable_finder_is_not_run(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    lines = [
        f"open({str(canary)!r}, 'w')",
        f"MAPPING: dict[str, str] = {{'acme': {str(tmp_path / 'src' / 'acme')!r}}}",
        f"NAMESPACES = {{'ns': [{str(tmp_path / 'src')!r}]}}",
    ]
    code = "\n".join(lines)
    write(
        tmp_path,
        {
            "site-packages/__editable___acme_finder.py": code,
            "site-packages/x.pth": f"import os; open({str(canary)!r}, 'w')\n",
        },
    )
    plant(tmp_path, "src/acme/__init__.py", "src/inner.py")
    look = finder(then=[tmp_path / "site-packages"])
    assert file_of(look.find("acme"))[0] == str(tmp_path / "src" / "acme" / "__init__.py")
    assert look.find("ns") == Namespace("ns", (str(tmp_path / "src"),))
    assert file_of(look.find("ns.inner"))[0] == str(tmp_path / "src" / "inner.py")
    assert not canary.exists()


@pytest.mark.parametrize(
    "text",
    [
        "MAPPING = dict(a='/b')",
        "MAPPING = {'a': 1}",
        "MAPPING = {'a': 'relative'}",
        "MAPPING = {1: '/b'}",
        "MAPPING = {'a': '/b'",
        "MAPPING = {**{'a': '/b'}}",
        "MAPPING = {'a': '/b' for _ in ()}",
        "MAPPING = {'a': '/b', 'c'}",
        "MAPPING = {'a': ['/b'}",
        "MAPPING = {'a' '/b'}",
        "MAPPING = {'a': '/b'} | {}",
        "MAPPING = {'a': f'/b'}",
        "MAPPING = {'a': '/b}",
        "NAMESPACES = {'a': ['relative', 3]}",
        "NAMESPACES = {'a': ['/b', ['/c']]}",
        "MAPPING = " + "{" * 100_000,
        "MAPPING = {'a': " + "-" * 100_000,
        "MAPPING = {" + "['a']," * 10 + "}",
        "MAPPING = {'a': '" + "x" * 2**19 + "'}",
        "MAPPINGS = {'a': '/b'}",
        "NAMESPACES = {'a': '/b'}",
        "# MAPPING = {'a': '/b'}",
        "\x00",
    ],
)
def test_a_finder_that_is_not_as_setuptools_writes_it_says_nothing(text: str) -> None:
    assert redirection(text.encode()).modules == ()
    assert redirection(text.encode()).namespaces == {}


@pytest.mark.parametrize(
    "mapping",
    [
        {},
        {"a": "/b"},
        {
            "a": "/it's",
            "b.c": '/"quoted"',
            "d": "/back\\slash\\n",
            "e": "/t\tb\n",
            "f": "/caf\u00e9/\u202e/\x7f/\U0001f600",
        },
        {"a": "/" + "x" * 5_000},
    ],
)
def test_the_literals_are_read_as_python_reads_them(mapping: dict[str, str]) -> None:
    assert dict(redirection(f"MAPPING = {mapping!r}\r\n".encode()).modules) == mapping
    namespaces = {name: [path, path] for name, path in mapping.items()}
    told = redirection(f"NAMESPACES: dict[str, list[str]] = {namespaces!r}".encode()).namespaces
    assert told == {name: (path, path) for name, path in mapping.items()}


def test_folders_that_an_editable_finder_tells_by_half_do_not_count() -> None:
    assert redirection(b"NAMESPACES = {'a': ['relative', '/b']}").namespaces == {"a": ("/b",)}


HOSTILE_NAMES = [
    "",
    ".",
    "..",
    "a.",
    ".a",
    "a..b",
    "a/b",
    "../a",
    "\0",
    "a\0b",
    "a\\b",
    "C:a",
    "\ud800",
    "a\n",
    "x" * 100_000,
    "a." * 5_000 + "a",
    "-",
    " ",
]


@pytest.mark.parametrize("module", HOSTILE_NAMES, ids=range(len(HOSTILE_NAMES)))
def test_what_is_no_name_finds_nothing(tmp_path: Path, module: str) -> None:
    plant(tmp_path, "a/__init__.py", "a/b.py")
    assert finder(tmp_path).find(module) is None


HOSTILE_PLACES = ["", "\0", "gone", "file.py", "x" * 5_000, "\ud800", "circle", "circle/x"]


@pytest.mark.parametrize("place", HOSTILE_PLACES, ids=range(len(HOSTILE_PLACES)))
def test_a_place_that_is_no_folder_has_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.chdir(tmp_path)
    plant(tmp_path, "file.py")
    (tmp_path / "circle").symlink_to("circle")
    look = Finder([place] if place else [], [place], version=(3, 12), platform="linux")
    assert look.find("nothing") is None
    assert look.find("nothing", place) is None
    assert look.find("json") is not None


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    plant(tmp_path, "acme/__init__.py")
    (tmp_path / "acme" / "again").symlink_to(tmp_path / "acme", target_is_directory=True)
    (tmp_path / "acme" / "itself.py").symlink_to("itself.py")
    look = finder(tmp_path)
    assert look.find("acme.itself") is None
    found = look.find("acme" + ".again" * 30)
    assert isinstance(found, SourceFile)
    assert found.key == (str((tmp_path / "acme/__init__.py").resolve()), None)
    assert look.find("acme" + ".again" * limits.MODULE_PARTS) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_only_regular_files_are_modules(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    plant(tmp_path, "folder.py/")
    assert finder(tmp_path).find("pipe") is None
    assert finder(tmp_path).find("folder") is None


def test_a_package_that_nobody_may_list_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, "acme/__init__.py", "acme/api.py")
    close(monkeypatch, tmp_path / "acme")
    found = finder(tmp_path).find("acme")
    assert found == Unreadable(str(tmp_path / "acme"), "acme", "no permission to list its folder", is_package=True)
    assert finder(tmp_path).find("acme.api") is None
    close(monkeypatch, tmp_path)
    assert finder(tmp_path).find("acme") is None


def test_a_folder_that_vanished_is_unreadable(tmp_path: Path) -> None:
    plant(tmp_path, "acme/__init__.py")
    look = finder(tmp_path)
    assert look.find("other") is None  # by now the listing of the root is known
    (tmp_path / "acme" / "__init__.py").unlink()
    (tmp_path / "acme").rmdir()
    found = look.find("acme")
    assert isinstance(found, Unreadable)
    assert found.is_package
    assert look.find("acme.inner") is None


def counting(function: Callable[..., object], asked: list[object]) -> Callable[..., object]:
    def counted(path: object, **options: object) -> object:
        asked.append(path)
        return function(path, **options)

    return counted


def test_each_folder_is_listed_once_and_files_are_not_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"m{number}" for number in range(500)]
    plant(tmp_path, "acme/__init__.py", *(f"acme/{name}.py" for name in names))
    asked: list[object] = []
    look = finder(tmp_path, then=[tmp_path / "gone"])
    for name in ("scandir", "stat"):
        monkeypatch.setattr(os, name, counting(getattr(os, name), asked))
    for _ in range(3):
        assert all(look.find(f"acme.{name}") for name in names)
        assert not any(look.find(f"acme.{name}_") for name in names)
    assert len(asked) <= 5


def test_undecodable_names_of_files_are_no_modules(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("names are not bytes here")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.py")).touch()
    plant(tmp_path, "other.py")
    assert finder(tmp_path).find("other") is not None
    assert finder(tmp_path).find(os.fsdecode(b"caf\xe9")) is None
    assert os.fsdecode(b"caf\xe9.py") in DiskFolder(str(tmp_path), "x", "project").files
