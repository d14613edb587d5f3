"""The folders that imports start from, and the names that files have by them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from importspy_static.project.pyproject import cfg, declared_roots, toml
from importspy_static.project.roots import Projects, module_name, roots_of, source_file
from tests.project.trees import plant, write


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that is the current folder."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "pyproject.toml").touch()
    monkeypatch.chdir(folder)
    return folder


def named(path: str) -> str | None:
    return module_name(path, roots_of(path))


def test_a_flat_project_is_its_own_root(project: Path) -> None:
    plant(project, "acme/__init__.py", "acme/plugins/__init__.py", "acme/plugins/demo.py")
    assert roots_of("acme/plugins/demo.py") == (".",)
    assert named("acme/plugins/demo.py") == "acme.plugins.demo"
    assert named("acme/__init__.py") == "acme"


def test_src_comes_before_the_project(project: Path) -> None:
    plant(project, "src/acme/api.py")
    assert roots_of("src/acme/api.py") == ("src", ".")
    assert named("src/acme/api.py") == "acme.api"


def test_src_that_is_a_package_is_no_root(project: Path) -> None:
    plant(project, "src/__init__.py", "src/acme/__init__.py")
    assert named("src/acme/__init__.py") == "src.acme"


def test_roots_are_absolute_where_the_path_is(project: Path) -> None:
    plant(project, "src/acme/api.py")
    assert roots_of(str(project / "src/acme/api.py")) == (str(project / "src"), str(project))


def test_roots_are_told_from_the_current_folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(project, "src/acme/api.py")
    monkeypatch.chdir(project / "src" / "acme")
    assert roots_of("api.py") == ("..", os.path.join("..", ".."))
    assert named("api.py") == "acme.api"


def test_a_script_has_its_own_folder_as_a_further_root(project: Path) -> None:
    plant(project, "src/acme/__init__.py", "examples/demo/extension.py")
    path = "examples/demo/extension.py"
    assert roots_of(path) == ("src", ".", os.path.join("examples", "demo"))
    assert named(path) == "examples.demo.extension"
    assert Projects().base(path) == os.path.join("examples", "demo")


def test_folders_without_init_below_a_package_are_in_it(project: Path) -> None:
    plant(project, "acme/__init__.py", "acme/plugins/demo/addon.py")
    assert named("acme/plugins/demo/addon.py") == "acme.plugins.demo.addon"


def test_outside_of_a_project_the_first_folder_that_is_no_package_is_the_root(tmp_path: Path) -> None:
    plant(tmp_path, "loose/acme/__init__.py", "loose/acme/inner/__init__.py", "loose/acme/inner/api.py")
    path = str(tmp_path / "loose/acme/inner/api.py")
    assert roots_of(path)[0] == str(tmp_path / "loose")
    assert named(path) == "acme.inner.api"


def test_a_script_in_a_folder_that_no_import_can_name_has_its_own_name(project: Path) -> None:
    plant(project, "my-examples/demo/extension.py")
    assert named("my-examples/demo/extension.py") == "extension"


def test_a_folder_of_distributions_is_a_root(tmp_path: Path) -> None:
    plant(tmp_path, "unpacked/acme-1.0.dist-info/METADATA", "unpacked/acme/api.py", "unpacked/google/cloud/x.py")
    for name, module in (("acme/api.py", "acme.api"), ("google/cloud/x.py", "google.cloud.x")):
        path = str(tmp_path / "unpacked" / name)
        assert roots_of(path) == (str(tmp_path / "unpacked"),)
        assert named(path) == module


def test_the_nearest_project_counts(project: Path) -> None:
    plant(project, "packages/one/pyproject.toml", "packages/one/src/one/__init__.py")
    inner = os.path.join("packages", "one")
    assert roots_of("packages/one/src/one/__init__.py") == (os.path.join(inner, "src"), inner)


@pytest.mark.parametrize("mark", ["setup.py", "setup.cfg", "pyproject.toml", ".git", ".git/"])
def test_each_mark_makes_a_project(tmp_path: Path, mark: str) -> None:
    plant(tmp_path, mark, "deep/er/x.py")
    assert Projects().project(str(tmp_path / "deep/er/x.py")) == str(tmp_path)


def test_explicit_roots_are_all_there_are(project: Path) -> None:
    plant(project, "src/acme/api.py", "lib/other.py")
    assert roots_of("src/acme/api.py", ["lib", "src/acme"]) == ("lib", "src/acme")
    assert module_name("src/acme/api.py", ["lib", "src/acme"]) == "api"
    assert Projects(["lib"]).base("src/acme/api.py") is None


def test_the_first_root_that_gives_a_name_decides(project: Path) -> None:
    plant(project, "not-a-name/acme/api.py")
    assert module_name("not-a-name/acme/api.py", [".", "not-a-name"]) == "acme.api"
    assert module_name("not-a-name/acme/api.py", ["not-a-name/acme", "not-a-name"]) == "api"


@pytest.mark.parametrize(
    ("path", "module"),
    [
        ("acme/__main__.py", "acme.__main__"),
        ("__main__.py", "__main__"),
        ("__init__.py", None),
        ("acme/api.pyi", "acme.api"),
        ("acme-stubs/api.pyi", "acme.api"),
        ("acme-stubs/api.py", None),
        ("acme/fast.cpython-311-x86_64-linux-gnu.so", "acme.fast"),
        ("acme/fast.pyd", "acme.fast"),
        ("acme/old.pyc", "acme.old"),
        ("my-tool.py", None),
        ("acme/class.py", None),
        ("acme/1st.py", None),
        ("acme/a.b.py", None),
        ("acme/\uff41.py", None),  # Python looks for the NFKC form of a name
        ("acme/\u00e4.py", "acme.\u00e4"),
        ("acme/nul\0.py", None),
        ("acme/README", None),
        ("../outside.py", None),
        ("", None),
    ],
)
def test_what_import_calls_a_file(project: Path, path: str, module: str | None) -> None:
    assert module_name(path, ["."]) == module


def test_a_linked_folder_has_the_name_of_what_it_leads_to(project: Path, tmp_path: Path) -> None:
    plant(project, "src/acme/api.py")
    (tmp_path / "link").symlink_to(project / "src", target_is_directory=True)
    assert module_name(str(tmp_path / "link" / "acme" / "api.py"), [str(project / "src")]) == "acme.api"


def test_a_file_of_the_project_as_a_source_file(project: Path) -> None:
    plant(project, "src/acme/__init__.py")
    found = source_file("src/acme/__init__.py", ("src",))
    assert (found.path, found.module, found.is_package) == ("src/acme/__init__.py", "acme", True)
    assert found.package == "acme"
    assert found.key == (str((project / "src/acme/__init__.py").resolve()), None)


def test_roots_of_several_paths_leave_out_the_bases_of_single_ones(project: Path) -> None:
    plant(project, "src/acme/a.py", "examples/b.py", "other/pyproject.toml", "other/c.py")
    assert Projects().shared(["src/acme/a.py", "examples/b.py", "other/c.py"]) == ("src", ".", "other")


DECLARED = {
    '[tool.setuptools.packages.find]\nwhere = ["lib", "more"]': ("lib", "more"),
    '[tool.setuptools]\npackage-dir = {"" = "source"}': ("source",),
    '[tool.hatch.build.targets.wheel]\npackages = ["python/acme", "top"]': ("python", "."),
    '[tool.hatch.build.targets.wheel]\nsources = ["lib"]': ("lib",),
    '[tool.hatch.build.targets.wheel.sources]\n"lib" = ""\n"x" = "y"': ("lib",),
    '[tool.hatch.build]\npackages = ["lib/acme"]': ("lib",),
    '[tool.poetry]\npackages = [{include = "acme", from = "lib"}, {include = "b"}]': ("lib",),
    '[tool.pdm.build]\npackage-dir = "lib"': ("lib",),
    '[tool.uv.build-backend]\nmodule-root = "lib"': ("lib",),
    '[tool.maturin]\npython-source = "python"': ("python",),
    '[tool.scikit-build.wheel]\npackages = ["python/acme"]': ("python",),
}
HOSTILE = [
    "[tool.setuptools]\npackage-dir = 1",
    "[tool]\nsetuptools = []",
    "tool = 1",
    '[tool.setuptools.packages.find]\nwhere = "src"',
    '[tool.setuptools.packages.find]\nwhere = ["/etc", "../up", "a/../b", "C:x", "back\\\\slash", 3, "n\\u0000ul"]',
    "[tool.poetry]\npackages = [1, {from = 2}]",
    '[tool.hatch.build.targets.wheel]\npackages = "src"',
    "[[[",
    "a = " + "[" * 20_000,
    "\x00",
    "[tool]\n" * 2,
]


@pytest.mark.parametrize(("text", "roots"), DECLARED.items())
def test_build_settings_declare_roots(text: str, roots: tuple[str, ...]) -> None:
    assert declared_roots(text.encode(), None) == roots


@pytest.mark.parametrize("text", HOSTILE)
def test_settings_of_a_wrong_shape_declare_nothing(text: str) -> None:
    assert declared_roots(text.encode(), b"\xff") == ()


def test_setup_cfg_declares_roots() -> None:
    text = b"[options]\npackage_dir =\n    = source\n    acme = elsewhere\n[options.packages.find]\nwhere = lib\n"
    assert declared_roots(None, text) == ("source", "lib")


@pytest.mark.parametrize("content", [None, b"[a", b"\xff\xfe", b"no section", b"[a]\n b = %(c)s\n[a]\n", b"x" * 2**21])
def test_a_spoilt_setup_cfg_has_no_sections_that_could_not_be_read(content: bytes | None) -> None:
    assert set(cfg(content)) <= {"a"}


def test_settings_over_the_limit_are_not_read() -> None:
    assert toml(b"a = 1") == {"a": 1}
    assert toml(b"a = 1\n" + b"#" * 2**20) == {}


def test_keys_that_cost_quadratic_memory_are_not_read() -> None:
    assert toml(b"a." * 50 + b"b = 1")
    assert toml(b"a." * 100_000 + b"b = 1") == {}
    assert cfg(b"[a]\nb" + b" " * 200_000 + b"c") == {}


def test_a_declared_root_counts_if_it_is_a_folder(project: Path) -> None:
    write(
        project, {"pyproject.toml": '[tool.setuptools.packages.find]\nwhere = ["lib", "gone"]', "lib/acme/api.py": ""}
    )
    assert roots_of("lib/acme/api.py") == ("lib", ".")


def test_the_current_folder_may_be_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows keeps the current folder")
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert roots_of("x.py")
    assert module_name("x.py", roots_of("x.py")) in {"x", None}


def test_files_of_many_paths_are_where_links_lead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"real/pkg/mod.py": "", "real/pkg/sub/deep.py": "", "proj/setup.py": "", "proj/own.py": ""})
    try:
        (tmp_path / "proj" / "folder").symlink_to(tmp_path / "real" / "pkg", target_is_directory=True)
        (tmp_path / "proj" / "file.py").symlink_to(tmp_path / "real" / "pkg" / "mod.py")
        (tmp_path / "proj" / "loop.py").symlink_to(tmp_path / "proj" / "loop.py")
    except OSError:
        pytest.skip("links cannot be made here")
    monkeypatch.chdir(tmp_path / "proj")
    relative = ["own.py", "file.py", "loop.py", "folder/mod.py", "folder/sub/deep.py", "./own.py", "folder/../own.py"]
    projects = Projects()
    for path in [*relative, *(str(tmp_path / "proj" / each) for each in relative)]:
        assert projects.source_file(path) == source_file(path, projects.roots(path))
        assert projects.source_file(path).file == os.path.realpath(path)
