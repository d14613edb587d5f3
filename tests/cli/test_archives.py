"""Wheels, source distributions, zip files and installed distributions: what a stranger's package is held to."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.checking.environments import record_line
from tests.cli.small_projects import BREAKS, KEEPS, LACKS_RUN, RUN, Check, checker, found, report, write
from tests.project.packing import METADATA, Entry, files, header, tarred, wheel, zeros, zipped

GOOD, BAD = "acme-1.0-py3-none-any.whl", "acme-2.0-py3-none-any.whl"
PLUGIN = "from acme.base import Base\nclass Plugin(Base): pass\n"
SOUND = {"acme/__init__.py": PLUGIN, "acme/base.py": "class Base:\n    def run(self): pass\n"}
LACKING = {**SOUND, "acme/base.py": "class Base:\n    def walk(self): pass\n"}
NAMED = f"filename: acme/__init__.py\n{RUN}"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    write(tmp_path, {"c.yml": NAMED, "a.yml": RUN})
    return checker(tmp_path, monkeypatch, capsys)


def tar(contents: Mapping[str, str]) -> bytes:
    return gzip.compress(tarred(*((name.encode(), text.encode()) for name, text in contents.items())))


def source_distribution(contents: Mapping[str, str]) -> dict[str, str]:
    return {
        **{f"acme-1.0/{name}": text for name, text in contents.items()},
        "acme-1.0/PKG-INFO": "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n",
        "acme-1.0/pyproject.toml": '[project]\nname = "acme"\nversion = "1.0"\n',
    }


def test_each_of_two_versions_in_one_run_sees_itself(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {GOOD: wheel(*files(SOUND)), BAD: wheel(*files(LACKING))})
    for order in ([GOOD, BAD], [BAD, GOOD], ["*.whl"]):
        done = check(*order, "-s", "c.yml")
        assert (done.status, found(done)) == (1, [f"{BAD}/acme/__init__.py SPY302"])


def test_all_forms_of_a_package_have_the_same_findings(check: Check, tmp_path: Path) -> None:
    contents = {**LACKING, "acme/more.py": "def (:\n", "acme/plugin.py": BREAKS}
    parts = source_distribution(contents)
    write(
        tmp_path,
        {
            "w/acme.whl": wheel(*files(contents)),
            "s/acme-1.0.tar.gz": tar(parts),
            "z/acme-1.0.zip": zipped(files(parts)),
        },
    )
    write(tmp_path / "unpacked", contents)
    write(tmp_path / "unpacked", METADATA)
    write(tmp_path / "source", parts)
    told = []
    for path, prefix in (
        ("w/acme.whl", "w/acme.whl/"),
        ("s/acme-1.0.tar.gz", "s/acme-1.0.tar.gz/acme-1.0/"),
        ("z/acme-1.0.zip", "z/acme-1.0.zip/acme-1.0/"),
        ("unpacked", "unpacked/"),
        ("source", "source/acme-1.0/"),
    ):
        done = check(path, "-s", "a.yml")
        assert done.status == 1
        told.append(done.out.replace(prefix, ""))
    assert told == [told[0]] * 5
    assert told[0].splitlines()[0] == f"acme/__init__.py:2:1: {LACKS_RUN}"
    assert [line.split(": ")[1].split(" ")[0] for line in told[0].splitlines()] == [
        "SPY302",
        "SPY401",
        "SPY002",
        "SPY302",
    ]


def test_nothing_of_an_archive_is_unpacked(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {GOOD: wheel(*files(SOUND))})
    before = sorted(tmp_path.rglob("*"))
    assert check(GOOD, "-s", "c.yml").status == 0
    assert sorted(tmp_path.rglob("*")) == before


def test_what_cannot_be_looked_at_is_said_and_a_stub_stands_for_its_module(check: Check, tmp_path: Path) -> None:
    contents = {
        "acme/__init__.py": KEEPS,
        "acme/__init__.pyc": "x",
        "acme/fast.cpython-311-x86_64-linux-gnu.so": "x",
        "acme/fast.pyi": KEEPS,
        "acme/old.pyc": "x",
        "acme/other.so": "x",
        "acme/windows.pyd": "x",
        "evil.pth": "import os",
    }
    write(tmp_path, {GOOD: wheel(*files(contents))})
    done = check(GOOD, "-s", "a.yml")
    unread = [f"{GOOD}/{name} SPY001" for name in ("acme/old.pyc", "acme/other.so", "acme/windows.pyd", "evil.pth")]
    assert (done.status, found(done)) == (1, unread)
    stub = f"{GOOD}/acme/fast.cpython-311-x86_64-linux-gnu.so: an extension module, which is machine code"
    assert f"{stub}: its stub was looked at\n" in done.err
    dry = check(GOOD, "-s", "a.yml", "--dry-run")
    assert (dry.status, dry.out) == (0, done.out)
    assert dry.err == done.err + "dry run: the exit status would be 1\n"


def test_a_stub_that_does_not_keep_the_contract_is_told(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {GOOD: wheel(*files({"acme/fast.so": "x", "acme/fast.pyi": BREAKS}))})
    assert found(check(GOOD, "-s", "a.yml")) == [f"{GOOD}/acme/fast.pyi SPY302"]


def test_whoever_is_checked_does_not_write_the_contract(check: Check, tmp_path: Path) -> None:
    own = "variables: [{name: __doc__}]\n"
    holder = "from importspy import Spy\nSpy().importspy(filepath='own.yml')\n"
    contents = {
        "acme/__init__.py": BREAKS,
        "acme/__init__.spymodel.yml": own,
        "acme/holder.py": holder,
        "acme/user.py": "import acme.holder\n",
        "acme/own.yml": RUN,
        "importspy-static.toml": 'ignore = ["SPY"]\n',
        "spymodel.yml": own,
    }
    write(tmp_path, {GOOD: wheel(*files(contents))})
    done = check(GOOD)
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        f"error: no contract for any of 3 files, such as {GOOD}/acme/__init__.py\n"
        "  give one with -s FILE, or write spymodel.yml in the current folder\n"
    )
    assert found(check(GOOD, "-s", "c.yml")) == [f"{GOOD}/acme/__init__.py SPY302"]
    (tmp_path / f"{GOOD[:-4]}.spymodel.yml").write_text(own)
    assert check(GOOD).status == 2


def test_a_wheel_is_found_in_itself_before_what_is_installed(check: Check, tmp_path: Path) -> None:
    contents = {"pytest/__init__.py": "from pytest.mine import Base\nclass Plugin(Base): pass\n"}
    contents["pytest/mine.py"] = SOUND["acme/base.py"]
    write(tmp_path, {"p.yml": f"filename: pytest/__init__.py\n{RUN}", GOOD: wheel(*files(contents))})
    assert check(GOOD, "-s", "p.yml").status == 0


# --- archives that are refused --------------------------------------------------------------------------------------

REFUSED: dict[str, tuple[bytes, str]] = {
    "empty.whl": (b"", "it is no zip archive, or its end is missing"),
    "text.zip": (b"hello", "it is no zip archive, or its end is missing"),
    "text.tar.gz": (b"hello", "gzip"),
    "absolute.whl": (zipped([Entry(b"/etc/x.py", b"x")]), "absolute"),
    "above.tar.gz": (gzip.compress(tarred((b"../x.py", b"x"))), "leads out"),
    "link.tar.gz": (gzip.compress(tarred(header(b"x.py", kind=b"2", link=b"/etc/passwd"))), "link"),
    "link.zip": (zipped([Entry(b"x.py", b"/etc/passwd", mode=0o120777)]), "link"),
    "twice.whl": (zipped([Entry(b"x.py", b"x = 1"), Entry(b"x.py", b"x = 2")]), "twice"),
    "nothing.whl": (wheel(), "there is no Python file in it"),
}


@pytest.mark.parametrize("contract", ["a.yml", "c.yml", "bundle.yml"])
def test_a_gate_that_cannot_look_does_not_open(check: Check, tmp_path: Path, contract: str) -> None:
    write(tmp_path, {GOOD: wheel(*files({"acme/__init__.py": KEEPS}))})
    write(tmp_path, {name: content for name, (content, _) in REFUSED.items()})
    write(tmp_path, {"bundle.yml": f"modules: [{{filename: acme/__init__.py, {RUN.strip()}}}]\n"})
    done = check(GOOD, *REFUSED, "-s", contract, "-f", "json")
    modules = {each["path"]: each for each in report(done)["modules"]}
    assert done.status == 1
    assert modules.pop(f"{GOOD}/acme/__init__.py")["verdict"] == "compliant"
    for name, (_, reason) in REFUSED.items():
        told = [one for path, each in modules.items() if path.startswith(name) for one in each["violations"]]
        named = contract != "a.yml" and name == "nothing.whl"
        assert [each["code"] for each in told] == ["SPY001"], name
        assert named or reason in told[0]["message"]
    alone = check("text.zip", "-s", contract)
    assert (alone.status, found(alone)) == (1, ["text.zip SPY001"])


GIGABYTES = 10 * 2**30
MEASURED = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from importspy_static.cli.main import main
before = time.monotonic()
status = main(["check", sys.argv[1], "-s", "a.yml", "-f", "concise"])
spent = time.monotonic() - before
children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
try:  # what `getrusage` tells of a process itself begins with the size of the one that started it
    with open("/proc/self/status") as file:
        own = next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))
except OSError:
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(status, spent, max(own, children) // 1024)
"""


def bomb(path: Path) -> None:
    if path.name.endswith(".whl"):
        packed = b"".join(zeros(GIGABYTES))
        sizes = {"size": 2**32 - 2, "packed": len(packed)}
        path.write_bytes(zipped([Entry(b"acme/__init__.py", packed=packed, central=sizes, local=sizes)]))
        return
    head = header(b"acme-1.0/acme.py", size_field=b"%011o\0" % (2**33 - 1))
    told = (0).to_bytes(4, "little") + (GIGABYTES % 2**32).to_bytes(4, "little")
    path.write_bytes(b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + b"".join(zeros(GIGABYTES, before=head)) + told)


@pytest.mark.skipif(sys.platform == "win32", reason="no resource limits")
@pytest.mark.parametrize("name", ["bomb-1.0-py3-none-any.whl", "bomb-1.0.tar.gz"])
def test_a_bomb_is_refused_soon_and_in_little_memory(check: Check, tmp_path: Path, name: str) -> None:
    bomb(tmp_path / name)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, name],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
        check=True,
    )
    *lines, measured = done.stdout.splitlines()
    status, seconds, mebibytes = measured.split()
    assert status == "1", done.stderr
    assert "an archive bomb" in lines[0] or "is larger than" in lines[0]
    assert float(seconds) < 10, "2 s on a machine that does nothing else"
    assert int(mebibytes) < 200


# --- installed distributions ----------------------------------------------------------------------------------------


def installed(folder: Path, contents: Mapping[str, str]) -> None:
    """A distribution `acme` in a folder, as an installer leaves it."""
    record = "".join(record_line(name, text.encode()) for name, text in {**contents, **METADATA}.items())
    write(folder, {**contents, **METADATA, "acme-1.0.dist-info/RECORD": record})


def test_an_installed_distribution_is_found_without_importing_it(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    installed(site, {**LACKING, "acme/__init__.spymodel.yml": "variables: [{name: __doc__}]"})
    monkeypatch.syspath_prepend(site)
    done = check("--dist", "Acme", "-s", "c.yml")
    assert (done.status, found(done)) == (1, [f"{site}/acme/__init__.py SPY302"])
    alone = check("--dist", "acme")
    assert (alone.status, alone.err) == (0, "acme 1.0 is as installed\n"), "a contract beside it is not ours"
    assert "acme" not in sys.modules


@pytest.mark.parametrize(("name", "hint"), [("acmee", "\n  did you mean acme?"), ("quite-another", ""), ("", "")])
def test_a_distribution_that_is_not_installed_is_2(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, hint: str
) -> None:
    installed(tmp_path / "site", SOUND)
    monkeypatch.syspath_prepend(tmp_path / "site")
    done = check("--dist", "acme", "--dist", name, "-s", "c.yml")
    assert (done.status, done.out) == (2, "")
    assert done.err == f"error: no distribution is installed that is called {name or repr('')}{hint}\n"


def environment(folder: Path, contents: Mapping[str, str]) -> Path:
    """A virtual environment of the running Python with `acme` in it."""
    import venv

    venv.create(folder, symlinks=True)
    installed(next(folder.glob("lib/python3*/site-packages")), contents)
    return folder / "bin" / "python"


@pytest.mark.skipif(sys.platform == "win32", reason="environments look different there")
def test_a_distribution_of_another_interpreter_is_found(check: Check, tmp_path: Path) -> None:
    python = environment(tmp_path / "other", LACKING)
    done = check("--dist", "acme", "--python", python, "-s", "c.yml")
    assert (done.status, [line.rpartition("/site-packages/")[2] for line in found(done)]) == (
        1,
        ["acme/__init__.py SPY302"],
    )
    write(tmp_path, {"mine.py": "from acme.base import Base\nclass Plugin(Base):\n    run = Base.walk\n"})
    assert check("mine.py", "--python", python, "-s", "a.yml").status == 0
    assert found(check("mine.py", "-s", "a.yml")) != [], "this interpreter has no acme"


def test_a_snapshot_of_another_machine_has_no_distributions(check: Check, tmp_path: Path) -> None:
    from importspy_static.report.environment import as_json
    from tests.report.hosts import server

    write(tmp_path, {"image.json": as_json(server()), "mine.py": "import pytest\nclass Plugin(pytest.Item): pass\n"})
    write(tmp_path, {"own.py": PLUGIN, "acme/__init__.py": "", "acme/base.py": SOUND["acme/base.py"]})
    done = check("--dist", "pytest", "--environment", "image.json", "-s", "c.yml")
    assert (done.status, done.err) == (2, "error: no distribution is installed that is called pytest\n")
    undecided = check("mine.py", "-s", "a.yml", "--environment", "image.json")
    assert (undecided.status, found(undecided)) == (1, ["mine.py SPY806"])
    assert check("own.py", "-s", "a.yml", "--environment", "image.json").status == 0
    assert check("own.py", "-s", "a.yml", "--environment", "none").status == 0


def test_zipfile_agrees_with_what_the_tests_pack(tmp_path: Path) -> None:
    (tmp_path / GOOD).write_bytes(wheel(*files(SOUND)))
    with zipfile.ZipFile(tmp_path / GOOD) as archive:
        assert archive.testzip() is None
        assert zlib.crc32(archive.read("acme/base.py")) == zlib.crc32(SOUND["acme/base.py"].encode())
