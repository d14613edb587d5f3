"""A project within an archive comes out as it does unpacked: the same files, verdicts, violations and places."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from importspy_static.cli.main import main
from tests.checking.acme import PROJECT
from tests.project.trees import write

Files = Mapping[str, bytes]

INFO = {
    "acme-1.4.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: acme\nVersion: 1.4.0\n",
    "acme-1.4.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "acme-1.4.0.dist-info/RECORD": b"",
}
CONTRACTS = ["house", "plugin", "engine", "context", "host", "records", "constants", "fastpath", "registered"]
TOP = "acme-1.4.0/"


def project_files() -> dict[str, bytes]:
    """All files; but nobody is asked for importers in code, as that is not asked of archives."""
    files = {
        path.relative_to(PROJECT).as_posix(): path.read_bytes()
        for path in sorted(PROJECT.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    for name in ("src/acme/ledger.py", "src/acme/mailer.py"):
        lines = files[name].splitlines(keepends=True)
        files[name] = b"".join(line for line in lines if b"Spy" not in line)
    return files


def of_wheel() -> Files:
    """What an installation of the project puts into `site-packages`."""
    files = project_files().items()
    return {name.partition("/")[2]: text for name, text in files if name.startswith(("src/", "contrib/"))} | INFO


def of_sdist() -> Files:
    return {f"{TOP}{name}": text for name, text in project_files().items()}


def zipped(files: Files) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def tarred(files: Files) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


ARCHIVES = {
    "acme-1.4.0-py3-none-any.whl": (of_wheel, zipped),
    "acme-1.4.0.tar.gz": (of_sdist, tarred),
    "acme-1.4.0.zip": (of_sdist, zipped),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("IMPORTSPY_STATIC_OUTPUT_FORMAT", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def findings(path: str, contract: str) -> list[Any]:
    """What a run tells of each file, by paths below what is checked."""
    output = Path("report.json")
    output.unlink(missing_ok=True)
    main(["check", path, "-s", contract, "-f", "json", "-o", str(output), "-q"])
    text = output.read_text(encoding="utf-8")
    told = json.loads(text.replace(f'"{path}/', '"'))
    for module in told["modules"]:
        for violation in module["violations"]:
            violation["message"] = violation["message"].replace(f"{path}/", "")
    return sorted(told["modules"], key=lambda module: str(module["path"]))


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_comes_out_as_its_folder(name: str, folder: Path) -> None:
    files, packed = ARCHIVES[name]
    held = files()
    (folder / name).write_bytes(packed(held))
    write(folder / "unpacked", held)
    # A wheel is a zip file: what differs is what is in it, for which one contract is enough.
    for contract in CONTRACTS if not name.endswith(".zip") else CONTRACTS[:1]:
        asked = str(PROJECT / "contracts" / f"{contract}.yml")
        in_archive, in_folder = findings(name, asked), findings("unpacked", asked)
        assert len(in_archive) >= 30
        assert in_archive == in_folder


def test_source_cannot_refuse_the_run_that_checks_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"stranger/ledger.py": 'from importspy import Spy\nSpy().importspy(filepath="nowhere.yml")\n'})
    write(folder, {"ours.yml": "imports: {deny: [subprocess]}\n", "stranger/other.py": "import subprocess\n"})
    assert main(["check", "stranger", "-s", "ours.yml", "-f", "concise"]) == 1
    assert "stranger/other.py:1:8: SPY601" in capsys.readouterr().out


def test_a_bundle_may_go_up_and_down_within_an_archive(folder: Path) -> None:
    (folder / "acme-1.4.0.tar.gz").write_bytes(tarred(of_sdist()))
    write(folder / "unpacked", of_sdist())
    asked = str(PROJECT / "contracts" / "stages.yml")
    assert [each["path"] for each in findings("acme-1.4.0.tar.gz", asked)] == [
        each["path"] for each in findings("unpacked", asked)
    ]
