from __future__ import annotations

import json
import os
import platform
import re
import struct
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path
from types import ModuleType

import pytest  # noqa: TC002 (beside packaging)
from packaging import tags

from importspy_static.probes import host_environment, host_target, script
from importspy_static.probes.variables import with_texts

STARTS_A_PROCESS = {"subprocess.Popen", "os.system", "os.posix_spawn", "os.spawn", "os.exec", "os.fork", "os.forkpty"}


def test_the_host_is_told_as_sys_and_platform_tell_it() -> None:
    target = host_target()
    assert target.version == sys.version_info
    assert target.platform == sys.platform
    assert target.os_name == os.name
    assert target.system == platform.system()
    assert target.machine == platform.machine()
    assert target.implementation == sys.implementation.name
    assert target.python_implementation == platform.python_implementation()
    assert target.pointer_width == struct.calcsize("P") * 8
    assert target.byte_order == sys.byteorder


def test_the_host_is_the_same_when_asked_again() -> None:
    assert host_target() == host_target()


def test_the_version_compares_as_a_tuple_not_as_a_named_one() -> None:
    assert type(host_target().version) is tuple


def test_asking_for_the_host_starts_no_process() -> None:
    """In a fresh interpreter: `platform` remembers its answers, and an audit hook cannot be taken away again."""
    program = f"""
import sys
started = []
sys.addaudithook(lambda event, arguments: started.append(event) if event in {STARTS_A_PROCESS!r} else None)
from importspy_static.probes import host_environment, host_target
host_target()
host_environment(distributions=True)
print(*started)
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (result.returncode, result.stdout.strip(), result.stderr.strip()) == (0, "", "")


def test_the_facts_of_the_host_are_those_of_its_target_and_of_packaging() -> None:
    told = host_environment()
    assert told.source == "this host"
    assert told.target == host_target()
    assert told.platform_tags == tuple(tags.platform_tags())
    assert told.variables == set(os.environ)
    assert told.distributions is None
    assert told.inherited


def test_the_distributions_are_those_that_the_standard_library_finds() -> None:
    told = host_environment(distributions=True)
    known: dict[str, tuple[str, str]] = {}
    for each in distributions(path=list(told.search_path)):
        known.setdefault(re.sub("[-_.]+", "-", each.metadata["Name"]).lower(), (each.metadata["Name"], each.version))
    assert told.distributions is not None
    assert [(each.name, each.version) for each in told.distributions] == [known[key] for key in sorted(known)]
    assert "packaging" in known


def test_the_search_path_has_nothing_of_the_current_folder_nor_of_the_program(tmp_path: Path) -> None:
    """Whether it is run with `-m`, `-c`, as a file or installed as a command."""
    root = Path(__file__).resolve().parents[2]
    program = "import importspy_static.probes, json; "
    program += "print(json.dumps(importspy_static.probes.host_environment().search_path))"
    (tmp_path / "told.py").write_text(program, encoding="ascii")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), "relative"])}
    commands = (["-c", program], ["-m", "told"], ["told.py"], [str(tmp_path / "told.py")], ["-"])
    told = []
    for command in commands:
        given = program if command == ["-"] else None
        ended = subprocess.run(
            [sys.executable, *command],
            input=given,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        told.append(json.loads(ended.stdout))
    assert all(each == told[0] for each in told)
    assert str(root) in told[0]
    assert not any(folder.startswith(str(tmp_path)) for folder in told[0])


def test_what_is_first_on_the_path_is_left_out_only_if_the_start_put_it_there(monkeypatch: pytest.MonkeyPatch) -> None:
    library = str(Path(os.__file__).parent)
    monkeypatch.setattr(sys, "path", [library, "relative", "", "__editable__.mine.finder.__path_hook__"])
    assert script.search_path() == [library]
    monkeypatch.setattr(sys, "path", ["", library])
    assert script.search_path() == [library]
    main = ModuleType("__main__")
    main.__file__ = os.path.join(library, "folder", "program.py")
    monkeypatch.setitem(sys.modules, "__main__", main)
    monkeypatch.setattr(sys, "path", [library])
    assert script.search_path() == [library]
    monkeypatch.setattr(sys, "path", [os.path.join(library, "folder"), library])
    assert script.search_path() == [library]


def test_only_the_texts_of_variables_that_are_named_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODE", "production")
    monkeypatch.setenv("PASSWORD", "planted")
    assert host_environment().values == {}
    told = host_environment(names=["MODE", "ABSENT"])
    assert told.values == {"MODE": "production"}
    assert told.value("MODE") == "production"
    assert (told.has("PASSWORD"), told.value("PASSWORD")) == (True, None)
    assert told.to_dict()["values"] == {}
    assert "production" not in repr(told)


def test_where_case_is_all_one_the_texts_are_found_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODE", "production")
    environment = host_environment()
    with monkeypatch.context() as patch:  # no longer than needed: pytest asks, too
        patch.setattr(os, "name", "nt")
        told = with_texts(environment, ["Mode"]).values
    assert told == {"MODE": "production"}


def test_what_is_no_text_in_a_variable_is_told_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROKEN", "a\udcff")
    assert host_environment(names=["BROKEN"]).value("BROKEN") == "a\N{REPLACEMENT CHARACTER}"


def test_windows_is_not_asked_and_its_environment_tells_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked() -> str:
        raise AssertionError("asked")

    monkeypatch.setenv("PROCESSOR_ARCHITECTURE", "x86")
    with monkeypatch.context() as patch:
        patch.setattr(os, "name", "nt")
        patch.setattr(platform, "system", asked)
        patch.setattr(platform, "machine", asked)
        process = (script.system(), script.machine())
        patch.setenv("PROCESSOR_ARCHITEW6432", "AMD64")
        processor = script.machine()
    assert process == ("Windows", "x86")
    assert processor == "AMD64"


def test_the_probe_is_light_until_it_is_asked() -> None:
    program = "import sys, platform; before = set(sys.modules); import importspy_static.probes as probe; "
    program += "probe.host_target(); print(*set(sys.modules) - before)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    heavy = {"json", "subprocess", "packaging", "sysconfig", "importlib.metadata", "difflib", "zipfile", "ctypes"}
    assert heavy & set(loaded.stdout.split()) == set()
