"""Installed files against their RECORD: what each tampering is told as, and what sound environments look like."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import subprocess
import sys
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest

from importspy_static import limits
from importspy_static.checking.drift import Drifts
from importspy_static.checking.extractors import Extractors
from importspy_static.checks.drift import check_drift
from importspy_static.model.bytecode import Code
from importspy_static.model.drift import Drift
from importspy_static.model.target import Target
from importspy_static.model.violation import Violation
from importspy_static.probes.host import host_target
from importspy_static.project.distributions import InstalledDistribution, distribution
from tests.checking.environments import PACKAGE, cached, install, record_line, touched, write

FORGED = "def run(amount):\n    return -amount\n"
POSIX = pytest.mark.skipif(os.name == "nt", reason="links, pipes and permissions are others there")


@pytest.fixture(scope="module")
def extractors() -> Iterator[Extractors]:
    each = Extractors(1, depth=Code.SOURCE)
    yield each
    each.close()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A `site-packages` in an environment of its own."""
    folder = tmp_path / "env" / "lib" / "python3" / "site-packages"
    folder.mkdir(parents=True)
    return folder


class Compare:
    def __init__(self, extractors: Extractors, site: Path) -> None:
        self._extractors, self._site = extractors, site

    def drift(self, name: str = "acme", target: Target | None = None) -> Drift:
        found = distribution(name, [str(self._site)])
        assert isinstance(found, InstalledDistribution)
        return Drifts(self._extractors, target or host_target()).of(found)

    def violations(self, name: str = "acme", target: Target | None = None) -> list[Violation]:
        return [*check_drift(self.drift(name, target), None)]

    def __call__(self, name: str = "acme", target: Target | None = None) -> list[str]:
        return [f"{each.code} {each.message}" for each in self.violations(name, target)]


@pytest.fixture
def compare(extractors: Extractors, site: Path) -> Compare:
    return Compare(extractors, site)


# --- what is listed -------------------------------------------------------------------------------------------------


def test_what_is_as_it_was_installed_is_told_nothing_of(compare: Compare, site: Path) -> None:
    install(site)
    assert compare() == []
    assert compare.drift().files == len(PACKAGE) + 2


def test_a_file_of_another_size_is_told_with_the_line_of_record(compare: Compare, site: Path) -> None:
    own = install(site)
    (site / "acme/core.py").write_text(FORGED)
    (found,) = compare.violations()
    was, now = len(PACKAGE["acme/core.py"]), len(FORGED)
    assert (
        found.message
        == f"acme/core.py: is not what was installed with acme 1.0: should be {was} bytes, found {now} bytes"
    )
    assert (found.code, found.symbol) == ("SPY615", "acme/core.py")
    assert found.place is not None
    assert Path(found.place.path) == site / "acme/core.py"
    assert found.contract_place is not None
    assert (Path(found.contract_place.path), found.contract_place.line) == (own / "RECORD", 2)
    assert compare.drift().lines[2].startswith("acme/core.py,sha256=")


def test_a_file_of_the_same_size_is_told_by_its_hash(compare: Compare, site: Path) -> None:
    install(site)
    changed = PACKAGE["acme/core.py"].replace("+ 1", "- 1")
    (site / "acme/core.py").write_text(changed)
    was, now = (hashlib.sha256(each.encode()).hexdigest() for each in (PACKAGE["acme/core.py"], changed))
    assert compare() == [
        f"SPY615 acme/core.py: is not what was installed with acme 1.0: should be sha256:{was}, found sha256:{now}"
    ]


def test_a_file_that_is_gone_and_one_that_is_a_folder_now_are_told(compare: Compare, site: Path) -> None:
    install(site)
    (site / "acme/core.py").unlink()
    (site / "acme/data/rates.json").unlink()
    (site / "acme/data/rates.json").mkdir()
    assert compare() == [
        "SPY615 acme/core.py: was installed with acme 1.0, and is not there",
        "SPY615 acme/data/rates.json: was installed with acme 1.0, and is no file any more",
    ]


def test_metadata_count_as_all_other_files_do(compare: Compare, site: Path) -> None:
    own = install(site, metadata={"entry_points.txt": "[acme]\na = acme.core:run\n"})
    (own / "entry_points.txt").write_text("[acme]\na = acme.core:ran\n")
    assert [each.symbol for each in compare.violations()] == ["acme-1.0.dist-info/entry_points.txt"]


@pytest.mark.parametrize("algorithm", ["sha256", "sha384", "sha512", "sha3_256", "blake2b"])
def test_every_hash_as_strong_as_sha256_counts(compare: Compare, site: Path, algorithm: str) -> None:
    own = install(site, {})
    write(site, {"acme.py": "x = 1\n"})
    with (own / "RECORD").open("a") as record:
        record.write(record_line("acme.py", b"x = 1\n", algorithm))
    assert compare() == []
    write(site, {"acme.py": "x = 2\n"})
    assert [each.code for each in compare.violations()] == ["SPY615"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("acme.py,,\n", "RECORD has no hash of it"),
        ("acme.py\n", "RECORD has no hash of it"),
        ("acme.py,md5=1B2M2Y8AsgTpgAmY7PhCfg,6\n", "RECORD has a hash of it that proves nothing: 'md5'"),
        ("acme.py,sha1=2jmj7l5rSw0yVb_vlWAYkK_YBwk,6\n", "RECORD has a hash of it that proves nothing: 'sha1'"),
        ("acme.py,crc=12,6\n", "RECORD has a hash of it that makes no sense"),
        ("acme.py,sha256=47DEQpj8HBSa,6\n", "RECORD has a hash of it that makes no sense"),
        ("acme.py,sha256=!!!!,6\n", "RECORD has a hash of it that makes no sense"),
        ("acme.py,sha256=é,6\n", "RECORD has a hash of it that makes no sense"),
        ("acme.py,sha256,6\n", "RECORD has a hash of it that makes no sense"),
        (record_line("acme.py", b"x = 1\n").replace(",6\n", ",six\n"), "RECORD tells a size of it that is no number"),
        (record_line("acme.py", b"x = 1\n").replace("\n", ",more\n"), "its line in RECORD makes no sense"),
    ],
)
def test_a_line_that_proves_nothing_is_undecided(compare: Compare, site: Path, line: str, reason: str) -> None:
    install(site, {}, more=line)
    write(site, {"acme.py": "x = 1\n"})
    assert compare() == [f"SPY808 acme 1.0: cannot be told to be as it was installed: {reason} (acme.py)"]


def test_padding_of_a_hash_and_a_missing_size_are_fine(compare: Compare, site: Path) -> None:
    line = record_line("acme.py", b"x = 1\n").replace(",6\n", "=,\n").replace("sha256", "SHA256")
    install(site, {}, more=line)
    write(site, {"acme.py": "x = 1\n"})
    assert compare() == []


def test_files_without_hash_are_one_finding_that_names_some(compare: Compare, site: Path) -> None:
    install(site, {}, more="".join(f"acme/m{number}.py,,\n" for number in range(5)))
    write(site, {f"acme/m{number}.py": "" for number in range(5)})
    (found,) = compare()
    assert found.endswith("RECORD has no hash of it (acme/m0.py, acme/m1.py, acme/m2.py and 2 more)")


def test_names_with_commas_quotes_and_breaks_are_read_as_csv_has_them(compare: Compare, site: Path) -> None:
    own = install(site, {"acme/__init__.py": ""})
    odd = ["acme/a,b.txt", 'acme/say "x".txt', *(["acme/two\nlines.txt"] if os.name != "nt" else [])]
    write(site, dict.fromkeys(odd, "x"))
    with (own / "RECORD").open("a", newline="") as record:
        for name in odd:
            quoted = name.replace('"', '""')
            record.write(record_line(f'"{quoted}"', b"x"))
        record.write(record_line("acme/last.txt", b"y"))
    (found,) = compare.violations()
    lines = (own / "RECORD").read_text().count("\n")
    assert (found.symbol, found.contract_place and found.contract_place.line) == ("acme/last.txt", lines)


def test_a_line_that_stands_twice_is_one_and_two_that_disagree_cannot_both_hold(compare: Compare, site: Path) -> None:
    twice = record_line("acme/core.py", PACKAGE["acme/core.py"].encode())
    own = install(site, more=twice)
    assert compare() == []
    with (own / "RECORD").open("a") as record:
        record.write(record_line("./acme//core.py", b"x"))
    assert [each.symbol for each in compare.violations()] == ["acme/core.py"]


# --- what RECORD may lead to ----------------------------------------------------------------------------------------


def test_scripts_of_the_environment_are_compared(compare: Compare, site: Path) -> None:
    line = record_line("../../../bin/acme", b"#!python\n")
    install(site, more=line)
    assert compare() == ["SPY615 ../../../bin/acme: was installed with acme 1.0, and is not there"]
    write(site.parents[2], {"bin/acme": "#!python\n"})
    assert compare() == []
    write(site.parents[2], {"bin/acme": "#!pythoff"})
    (found,) = compare.violations()
    assert found.code == "SPY615"
    assert found.place is not None
    assert Path(found.place.path) == site.parents[2] / "bin/acme"


def test_nothing_outside_of_the_environment_is_opened(compare: Compare, site: Path, tmp_path: Path) -> None:
    write(tmp_path, {"secret": "x"})
    outside = [f"{'../' * 4}secret", str(tmp_path / "secret").replace("\\", "/"), f"acme/{'../' * 9}etc/passwd"]
    install(site, more="".join(record_line(name, b"y") for name in outside))
    (found,) = compare.violations()
    assert (found.code, found.severity) == ("SPY616", "note")
    assert "files outside of the environment are not opened (" in found.message


def test_an_absolute_path_within_the_environment_is_compared(compare: Compare, site: Path) -> None:
    place = site / "acme.txt"
    install(site, {}, more=record_line(str(place).replace("\\", "/"), b"x"))
    write(site, {"acme.txt": "x"})
    assert compare() == []
    write(site, {"acme.txt": "y"})
    assert [each.symbol for each in compare.violations()] == ["acme.txt"]


def test_an_installation_into_a_plain_folder_has_no_environment_around_it(compare: Compare, site: Path) -> None:
    folder = site.parents[3] / "layer"
    install(folder, more=record_line("../../bin/acme", b"x"))
    (found,) = Compare(compare._extractors, folder).violations()
    assert found.code == "SPY616"


@POSIX
def test_what_cannot_be_opened_is_undecided_and_a_pipe_is_no_file(compare: Compare, site: Path) -> None:
    install(site)
    (site / "acme/data/rates.json").unlink()
    os.mkfifo(site / "acme/data/rates.json")
    os.mkfifo(site / "acme/planted")
    (site / "acme/loop").symlink_to("loop")
    assert [f"{each.symbol} {each.actual}" for each in compare.violations()] == [
        "acme/data/rates.json None",
        "acme/loop None",
        "acme/planted None",
    ]
    if os.geteuid():
        (site / "acme/core.py").chmod(0)
        assert "there is no permission to read it (acme/core.py)" in compare()[-1]


@POSIX
def test_installers_may_link_files_and_folders(compare: Compare, site: Path, tmp_path: Path) -> None:
    install(tmp_path / "store", PACKAGE)
    (site / "acme").symlink_to(tmp_path / "store/acme")
    own = site / "acme-1.0.dist-info"
    own.mkdir()
    for each in (tmp_path / "store/acme-1.0.dist-info").iterdir():
        (own / each.name).symlink_to(each)
    assert compare() == []
    (site / "acme/evil").symlink_to(tmp_path)
    assert [each.symbol for each in compare.violations()] == ["acme/evil"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"acme/__init__.py,sha256=\xff,1\n", "its RECORD is not UTF-8"),
        (b"", "its RECORD lists nothing"),
        (b"\n\n", "its RECORD lists nothing"),
        (b'"acme', "its RECORD is no table of comma-separated values: "),
        (b"a" * (limits.RECORD_BYTES + 1), "its RECORD cannot be read, or has more than 4 MiB, the limit"),
    ],
)
def test_a_record_that_cannot_be_used_is_undecided(compare: Compare, site: Path, content: bytes, reason: str) -> None:
    own = install(site)
    (own / "RECORD").write_bytes(content)
    (found,) = compare()
    assert found.startswith(f"SPY808 acme 1.0: cannot be told to be as it was installed: {reason}")


def test_without_record_nobody_can_tell(compare: Compare, site: Path) -> None:
    (install(site) / "RECORD").unlink()
    write(site, {"other-2.egg-info": "Metadata-Version: 1.0\nName: other\nVersion: 2\n", "other.py": ""})
    reason = "cannot be told to be as it was installed: it has no RECORD, which lists the files of a distribution"
    assert compare() == [f"SPY808 acme 1.0: {reason} with their hashes"]
    assert compare("other")[0].startswith("SPY808 other 2: ")


def test_what_is_installed_in_place_has_its_own_files_compared_and_cannot_be_told(compare: Compare, site: Path) -> None:
    url = '{"url": "file:///src/acme", "dir_info": {"editable": true}}'
    install(site, {"__editable__.acme-1.0.pth": "/src/acme\n"}, metadata={"direct_url.json": url})
    (found,) = compare()
    assert found.startswith("SPY808 acme 1.0: cannot be told to be as it was installed: it is installed in place")
    write(site, {"__editable__.acme-1.0.pth": "/src/evil\n"})
    assert [each.code for each in compare.violations()] == ["SPY615", "SPY808"]


def test_many_files_are_told_up_to_a_limit(compare: Compare, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DRIFTED_FILES", 2)
    install(site, more="".join(record_line(f"acme/m{number}.py", b"x") for number in range(5)))
    assert [each.symbol for each in compare.violations()] == ["acme/m0.py", "acme/m1.py", ""]
    assert compare()[-1] == "SPY615 acme 1.0: 3 more files are not as they were installed"


def test_a_file_over_the_limit_is_undecided(compare: Compare, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "INSTALLED_FILE_BYTES", 30)
    install(site)
    assert [each.code for each in compare.violations()] == ["SPY808"]


# --- what is not listed ---------------------------------------------------------------------------------------------


def test_a_file_that_was_planted_is_told_wherever_it_would_count(compare: Compare, site: Path) -> None:
    install(site, {**PACKAGE, "single.py": ""})
    planted = [
        *("acme/__pycache__/evil.py", "acme/core.pyc", "acme/data/evil.py", "acme/deep/er/evil.py", "acme/evil.py"),
        *("acme-1.0.dist-info/entry_points.txt", "single.so", "single/__init__.py"),
    ]
    write(site, dict.fromkeys(planted, ""))
    assert sorted(each.symbol for each in compare.violations()) == sorted(planted)
    assert "SPY615 acme/evil.py: lies among the files of acme 1.0, and was not installed with them" in compare()


def test_what_installers_and_python_leave_beside_the_files_is_none(compare: Compare, site: Path) -> None:
    own = install(site)
    cached(site / "acme/core.py")
    write(own, {"REQUESTED": "", "direct_url.json": "{}", "uv_cache.json": "{}", "RECORD.jws": "{}"})
    write(site, {"acme/__pycache__/gone.cpython-27.pyc": "", "unrelated.py": "", "unrelated/__init__.py": ""})
    assert compare() == []


def test_files_of_others_in_a_shared_package_are_theirs(compare: Compare, site: Path) -> None:
    install(site, {"cloud/storage/__init__.py": "", "cloud/storage/a.py": ""}, "acme")
    install(site, {"cloud/query/__init__.py": "", "cloud/table.py": "", "cloud/storage/extra.py": ""}, "other")
    assert compare() == []
    assert compare("other") == []
    write(site, {"cloud/evil.py": "", "cloud/storage/evil.py": "", "cloud/third/whoever.py": ""})
    assert [each.symbol for each in compare.violations()] == ["cloud/evil.py", "cloud/storage/evil.py"]


@pytest.mark.parametrize("name", ["cloud.py", "cloud.pyc", "cloud.so"])
def test_a_module_in_place_of_a_namespace_package_is_told(compare: Compare, site: Path, name: str) -> None:
    install(site, {"cloud/storage/__init__.py": ""})
    assert compare() == []
    write(site, {name: ""})
    assert [each.symbol for each in compare.violations()] == [name]


def test_files_of_an_egg_in_a_shared_package_are_its_own(compare: Compare, site: Path) -> None:
    install(site, {"cloud/__init__.py": ""})
    listed = "../cloud/egg.py\nPKG-INFO\n"
    write(site, {"cloud/egg.py": "", "egg-1.egg-info/PKG-INFO": "", "egg-1.egg-info/installed-files.txt": listed})
    assert compare() == []


# --- bytecode -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("optimization", [0, 1, 2])
@pytest.mark.parametrize("flags", [0, 1, 3])
def test_bytecode_of_its_source_is_fine_and_forged_bytecode_is_told(
    compare: Compare, site: Path, flags: int, optimization: int
) -> None:
    install(site)
    source = site / "acme/core.py"
    cached(source, flags=flags, optimization=optimization)
    assert compare() == []
    place = cached(source, FORGED, flags=flags, optimization=optimization)
    name = f"acme/__pycache__/{place.name}"
    assert compare() == [f"SPY615 {name}: would be run in place of acme/core.py, which does not compile to it"]


def test_python_runs_what_is_told_and_does_not_run_what_is_not(compare: Compare, site: Path) -> None:
    install(site)
    source = site / "acme/core.py"

    def run() -> str:
        asked = [
            sys.executable,
            "-B",
            "-S",
            "-c",
            f"import sys; sys.path.insert(0, {str(site)!r}); import acme; print(acme.run(1))",
        ]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()

    cached(source, FORGED)
    assert (run(), len(compare())) == ("-1", 1)
    touched(source)
    assert (run(), compare()) == ("2", [])
    cached(source, FORGED, flags=1)
    assert (run(), len(compare())) == ("-1", 1)
    cached(source, FORGED, magic=b"\0\0\r\n")
    assert (run(), compare()) == ("2", [])
    cached(source, FORGED, flags=4)
    assert (run(), compare()) == ("2", [])


def test_bytecode_of_an_older_source_is_harmless(compare: Compare, site: Path) -> None:
    install(site)
    source = site / "acme/core.py"
    place = cached(source, FORGED, flags=3)
    content = place.read_bytes()
    place.write_bytes(content[:8] + b"another!" + content[16:])
    assert compare() == []
    place.write_bytes(content[:12])
    assert compare() == []


def test_bytecode_that_is_no_code_is_told(compare: Compare, site: Path) -> None:
    install(site)
    place = cached(site / "acme/core.py")
    head = place.read_bytes()[:16]
    for body in (b"", b"N", b"c", b"\xe3" + b"\xff" * 40, b"[" + b"\xff" * 9):
        place.write_bytes(head + body)
        assert [each.code for each in compare.violations()] == ["SPY615"]


def test_bytecode_nested_without_measure_is_undecided(compare: Compare, site: Path) -> None:
    install(site)
    place = cached(site / "acme/core.py")
    numbers = b"\0" * 20
    place.write_bytes(place.read_bytes()[:16] + b"c" + numbers + b")\1" * 100_000 + b"N")
    (found,) = compare()
    assert found.startswith("SPY808 acme 1.0: cannot be told to be as it was installed: bytecode cannot be compared")


def test_bytecode_without_source_is_never_run_and_bytecode_that_is_gone_is_written_anew(
    compare: Compare, site: Path
) -> None:
    install(site, more="acme/__pycache__/core.cpython-311.pyc,,\nacme/__pycache__/lost.cpython-311.pyc,,\n")
    write(site, {"acme/extra.py": FORGED})
    cached(site / "acme/extra.py")
    (site / "acme/extra.py").unlink()
    assert compare() == []


def test_bytecode_of_another_python_is_a_note(compare: Compare, site: Path) -> None:
    install(site)
    write(site, {"acme/__pycache__/core.cpython-37.pyc": "", "acme/__pycache__/core.pypy310.pyc": ""})
    here = host_target()
    from dataclasses import replace

    older = replace(here, version=(3, 7, 1, "final", 0), implementation="cpython")
    pypy = replace(here, version=(3, 10, 1, "final", 0), implementation="pypy")
    assert compare() == []
    for target, name in ((older, "core.cpython-37.pyc"), (pypy, "core.pypy310.pyc")):
        (found,) = compare.violations(target=target)
        assert (found.code, found.severity) == ("SPY616", "note")
        assert name in found.message


def test_what_was_looked_at_by_time_is_not_kept(extractors: Extractors, site: Path) -> None:
    install(site)
    compare = Compare(extractors, site)
    extractors.gave_up = False
    cached(site / "acme/core.py")
    assert (compare(), extractors.gave_up) == ([], False)
    cached(site / "acme/core.py", FORGED)
    touched(site / "acme/core.py")
    assert (compare(), extractors.gave_up) == ([], True)
    extractors.gave_up = False


# --- real ones ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["pluggy", "iniconfig"])
def test_what_pip_installed_here_is_as_installed_and_the_hashes_are_those_of_importlib(
    extractors: Extractors, name: str
) -> None:
    try:
        found = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip(f"{name} is not installed here")
    folder = str(found.locate_file(""))
    compare = Compare(extractors, Path(folder))
    assert compare(name) == []
    listed = [each for each in found.files or () if each.hash is not None]
    for each in listed:
        assert each.hash is not None
        digest = hashlib.new(each.hash.mode, Path(str(each.locate())).read_bytes()).digest()
        assert digest == urlsafe_b64decode(each.hash.value + "=" * (-len(each.hash.value) % 4))
    assert compare.drift(name).files == len(listed)
