"""Archives that are what they seem: what is in them, and what their modules are called."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from importspy_static import limits
from importspy_static.model.source import SourceFile, Unreadable
from importspy_static.project import names
from importspy_static.project.archives import Archive, open_archive
from importspy_static.project.finder import Finder
from importspy_static.project.roots import Projects, source_file
from tests.project.packing import METADATA

WHEEL: dict[str, str | bytes] = {
    "acme/__init__.py": "from acme.api import run\n",
    "acme/api.py": "def run(): ...\n",
    "acme/api.pyi": "def run() -> None: ...\n",
    "acme/fast.cpython-312-x86_64-linux-gnu.so": b"\x7fELF",
    "acme/fast.pyi": "",
    "acme/py.typed": "",
    "acme_extra.py": "",
    "acme-1.0.data/purelib/pure.py": "",
    "acme-1.0.data/platlib/deep/__init__.py": "",
    "acme-1.0.data/scripts/acme-run": "#!python\nimport acme\n",
    "acme-1.0.data/scripts/acme-shell": "#!/bin/sh\n",
    "acme-1.0.data/data/share/x.py": "",
    **METADATA,
}
SDIST: dict[str, str | bytes] = {
    "acme-1.0/PKG-INFO": "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n",
    "acme-1.0/pyproject.toml": '[tool.setuptools.packages.find]\nwhere = ["lib"]\n',
    "acme-1.0/setup.py": "",
    "acme-1.0/lib/acme/__init__.py": "",
    "acme-1.0/lib/acme/api.py": "x = 1\n",
    "acme-1.0/src/other.py": "",
    "acme-1.0/tests/test_acme.py": "",
    "acme-1.0/README.md": "",
}


def as_zip(path: Path, contents: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return path


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".tar": bytes,
    ".gz": gzip.compress,
    ".tgz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
}


def as_tar(path: Path, contents: Mapping[str, str | bytes], form: int = tarfile.PAX_FORMAT) -> Path:
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=form) as archive:
        for name, content in contents.items():
            member = tarfile.TarInfo(name)
            told = content if isinstance(content, bytes) else content.encode()
            member.size = len(told)
            archive.addfile(member, io.BytesIO(told))
    path.write_bytes(PACKERS[path.suffix.lower()](plain.getvalue()))
    return path


def opened(path: Path | str) -> Archive:
    archive = open_archive(str(path))
    assert isinstance(archive, Archive), archive
    return archive


def modules(archive: Archive) -> dict[str, str | None]:
    return {source.member or "": source.module for source in archive.sources}


def test_a_wheel_has_the_modules_that_it_would_install(tmp_path: Path) -> None:
    archive = opened(as_zip(tmp_path / "acme-1.0-py3-none-any.whl", WHEEL))
    assert archive.kind == "wheel"
    assert modules(archive) == {
        "acme/__init__.py": "acme",
        "acme/api.py": "acme.api",
        "acme/fast.pyi": "acme.fast",
        "acme_extra.py": "acme_extra",
        "acme-1.0.data/purelib/pure.py": "pure",
        "acme-1.0.data/platlib/deep/__init__.py": "deep",
        "acme-1.0.data/scripts/acme-run": None,
        "acme-1.0.data/data/share/x.py": None,
    }


def test_files_of_an_archive_are_told_within_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_zip(tmp_path / "a.whl", WHEEL)
    monkeypatch.chdir(tmp_path)
    source = next(each for each in opened("a.whl").sources if each.module == "acme.api")
    assert source == SourceFile(
        path="a.whl/acme/api.py",
        module="acme.api",
        is_package=False,
        is_stub=False,
        kind="project",
        file=str((tmp_path / "a.whl").resolve()),
        member="acme/api.py",
    )
    assert source.content == b"def run(): ...\n"
    assert source.key == (str((tmp_path / "a.whl").resolve()), "acme/api.py")


def test_what_cannot_be_looked_at_is_told(tmp_path: Path) -> None:
    contents: dict[str, str | bytes] = {
        **WHEEL,
        "acme/old.pyc": b"",
        "acme/api.pyc": b"",
        "acme/__pycache__/api.cpython-312.pyc": b"",
        "acme.libs/libz-1.2.so.1": b"",
        "hook.pth": "import os; os.system('x')\n",
        "plain.pth": "# import nothing\nacme\n",
    }
    archive = opened(as_zip(tmp_path / "a.whl", contents))
    top = f"{tmp_path / 'a.whl'}/"
    told = {each.path.removeprefix(top): (each.module, each.reason) for each in archive.unreadable}
    assert told == {
        "acme/fast.cpython-312-x86_64-linux-gnu.so": ("acme.fast", names.EXTENSION),
        "acme/old.pyc": ("acme.old", names.BYTECODE),
        "acme/__pycache__/api.cpython-312.pyc": (None, "compiled code, which Python may run instead of the source"),
        "acme.libs/libz-1.2.so.1": (None, names.EXTENSION),
        "hook.pth": (None, "a path file whose lines of code run whenever Python starts"),
    }


@pytest.mark.parametrize("name", ["a.tar.gz", "a.tgz", "a.tar.bz2", "a.tar.xz", "A.TAR.GZ"])
@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_a_source_distribution_has_the_modules_of_its_project(tmp_path: Path, name: str, form: int) -> None:
    archive = opened(as_tar(tmp_path / name, SDIST, form))
    assert archive.kind == "sdist"
    assert [root.way for root in archive.roots] == ["acme-1.0/lib", "acme-1.0/src", "acme-1.0"]
    assert modules(archive) == {
        "acme-1.0/setup.py": "setup",
        "acme-1.0/lib/acme/__init__.py": "acme",
        "acme-1.0/lib/acme/api.py": "acme.api",
        "acme-1.0/src/other.py": "other",
        "acme-1.0/tests/test_acme.py": "tests.test_acme",
    }


def test_a_source_distribution_may_be_a_zip_file(tmp_path: Path) -> None:
    archive = opened(as_zip(tmp_path / "acme-1.0.zip", SDIST, zipfile.ZIP_STORED))
    assert archive.kind == "sdist"
    assert modules(archive)["acme-1.0/lib/acme/api.py"] == "acme.api"


ZIPS = {
    "of_a_project": ({"proj/acme/__init__.py": "", "proj/x.txt": ""}, {"proj/acme/__init__.py": "acme"}),
    "of_a_package": ({"acme/__init__.py": "", "acme/x.py": ""}, {"acme/__init__.py": "acme", "acme/x.py": "acme.x"}),
    "of_modules": ({"x.py": "", "sub/y.py": ""}, {"x.py": "x", "sub/y.py": "sub.y"}),
    "of_two_folders": ({"a/x.py": "", "b/y.py": ""}, {"a/x.py": "a.x", "b/y.py": "b.y"}),
    "with_src": ({"pyproject.toml": "", "src/acme/x.py": ""}, {"src/acme/x.py": "acme.x"}),
    "of_nothing": ({}, {}),
}


@pytest.mark.parametrize(("contents", "expected"), ZIPS.values(), ids=ZIPS)
def test_a_zip_file_is_a_project_or_a_folder_of_modules(
    tmp_path: Path, contents: dict[str, str], expected: dict[str, str]
) -> None:
    archive = opened(as_zip(tmp_path / "a.zip", contents))
    assert archive.kind == "zip"
    assert modules(archive) == expected


def test_long_names_and_large_files_are_read_as_others_read_them(tmp_path: Path) -> None:
    deep = "acme-1.0/" + "/".join(["folder_with_a_long_name"] * 20)
    contents: dict[str, str | bytes] = {
        f"{deep}/x.py": "x = 1\n",
        "acme-1.0/ünï/çödé.py": "y = 1\n",
        "acme-1.0/data.bin": os.urandom(2**20),
        "acme-1.0/large.py": b"#" * (limits.SOURCE_BYTES + 5),
        "acme-1.0/just.py": b"#" * limits.SOURCE_BYTES,
    }
    for path in (
        as_tar(tmp_path / "pax.tar.gz", contents),
        as_tar(tmp_path / "gnu.tar.gz", contents, tarfile.GNU_FORMAT),
        as_zip(tmp_path / "a.zip", contents),
        as_zip(tmp_path / "stored.zip", contents, zipfile.ZIP_STORED),
    ):
        sizes = {source.member: len(source.content or b"") for source in opened(path).sources}
        assert sizes == {
            f"{deep}/x.py": 6,
            "acme-1.0/ünï/çödé.py": 6,
            "acme-1.0/large.py": limits.SOURCE_BYTES + 1,
            "acme-1.0/just.py": limits.SOURCE_BYTES,
        }


def test_a_zip_file_that_was_written_to_a_pipe_is_read(tmp_path: Path) -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.written = b""

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.written += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.py", "x = 1\n" * 100)
        with archive.open("y.py", "w", force_zip64=True) as file:
            file.write(b"y = 1\n")
    (tmp_path / "a.zip").write_bytes(pipe.written)
    assert [source.content for source in opened(tmp_path / "a.zip").sources] == [b"x = 1\n" * 100, b"y = 1\n"]


def test_a_zip64_file_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(65_600):
            archive.writestr(f"d/x{number}.txt", "")
        archive.writestr("d/y.py", "y = 1\n")
    assert [source.content for source in opened(tmp_path / "a.zip").sources] == [b"y = 1\n"]


def test_compressed_streams_may_follow_each_other(tmp_path: Path) -> None:
    plain = as_tar(tmp_path / "plain.tar", SDIST).read_bytes()
    half = len(plain) // 2
    for suffix, pack in ((".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)):
        path = tmp_path / f"a.tar{suffix}"
        path.write_bytes(pack(plain[:half]) + pack(plain[half:]))
        assert len(opened(path).sources) == 5
        path.write_bytes(pack(plain) + bytes(512))
        assert len(opened(path).sources) == 5


def test_an_archive_is_a_root_to_find_modules_in(tmp_path: Path) -> None:
    archive = opened(as_zip(tmp_path / "acme-1.0-py3-none-any.whl", WHEEL))
    finder = Finder([], version=(3, 12), platform="linux", archives=archive.roots)
    api, fast, pure = finder.find("acme.api"), finder.find("acme.fast"), finder.find("pure")
    assert api in archive.sources
    assert isinstance(fast, SourceFile)
    assert fast.stands_for == archive.unreadable[0].path
    assert isinstance(pure, SourceFile)
    assert finder.find("acme.nothing") is None
    assert isinstance(
        Finder([], version=(3, 11), platform="linux", archives=archive.roots).find("acme.fast"), SourceFile
    )


def test_an_archive_and_its_folder_hold_the_same(tmp_path: Path) -> None:
    from importspy_static.project.selection import select

    archive = opened(as_zip(tmp_path / "a.whl", WHEEL))
    with zipfile.ZipFile(tmp_path / "a.whl") as packed:
        packed.extractall(tmp_path / "unpacked")
    found = select([str(tmp_path / "unpacked")])
    projects = Projects()
    unpacked = [source_file(path, projects.roots(path)) for path in found.files]
    assert {
        os.path.relpath(each.path, tmp_path / "unpacked").replace(os.sep, "/"): each.module for each in unpacked
    } == {member: module for member, module in modules(archive).items() if member.endswith((".py", ".pyi"))}
    assert len(found.unreadable) == len(archive.unreadable) == 1


def test_metadata_can_be_read(tmp_path: Path) -> None:
    archive = opened(as_zip(tmp_path / "a.whl", WHEEL))
    assert "Name: acme" in (archive.text("acme-1.0.dist-info/METADATA") or "")
    assert archive.text("nothing/METADATA") is None
    assert archive.text("acme-1.0.dist-info/nothing") is None


def test_a_zip_file_of_the_search_path_is_a_folder(tmp_path: Path) -> None:
    contents: dict[str, str | bytes] = {
        "acme/__init__.py": "",
        "acme/api.py": "",
        "space/x.py": "",
        "old.pyc": b"",
        "lib/inner.py": "",
    }
    as_zip(tmp_path / "bundle.egg", contents)
    (tmp_path / "broken.zip").write_bytes(b"PK\3\4")
    entries = [tmp_path / "broken.zip", tmp_path / "bundle.egg", tmp_path / "bundle.egg" / "lib", tmp_path / "gone.zip"]
    finder = Finder([], [str(each) for each in entries], version=(3, 12), platform="linux")
    api, inner = finder.find("acme.api"), finder.find("inner")
    assert isinstance(api, SourceFile)
    assert (api.path, api.kind) == (f"{tmp_path / 'bundle.egg'}/acme/api.py", "installed")
    assert isinstance(inner, SourceFile)
    assert inner.member == "lib/inner.py"
    assert isinstance(finder.find("old"), Unreadable)
    assert finder.find("space.x") is not None
