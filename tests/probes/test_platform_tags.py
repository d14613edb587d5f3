"""The platforms of wheels, on hosts that are not this one: as `packaging.tags` tells them."""

from __future__ import annotations

import os
import stat
import struct
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from packaging import _manylinux, _musllinux, tags

from importspy_static.probes import script

ARM = 40
HARD_FLOAT = 0x05000400
SOFT_FLOAT = 0x05000200
I386 = 3
X86_64 = 62


def elf(*, machine: int, bits: int = 64, order: str = "<", flags: int = 0, loader: str = "/lib/ld-linux.so.2") -> bytes:
    """The header of an executable and one segment: the name of its loader."""
    name = os.fsencode(loader) + b"\0"
    magic = b"\x7fELF" + bytes([2 if bits == 64 else 1, 1 if order == "<" else 2, 1]) + bytes(9)
    size = struct.calcsize(order + ("HHIQQQIHHH" if bits == 64 else "HHIIIIIHHH"))
    at = 16 + size
    header = struct.pack(
        order + ("HHIQQQIHHH" if bits == 64 else "HHIIIIIHHH"),
        *(2, machine, 1, 0, at, 0, flags, at, 56 if bits == 64 else 32, 1),
    )
    behind = at + (56 if bits == 64 else 32)
    fields = (3, 0, behind, 0, 0, len(name), 0, 0) if bits == 64 else (3, behind, 0, 0, len(name), 0, 0, 0)
    return magic + header + struct.pack(order + ("IIQQQQQQ" if bits == 64 else "IIIIIIII"), *fields) + name


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Host:
    return Host(monkeypatch, tmp_path)


class Host:
    """A Linux that both are made to see."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self._patch = monkeypatch
        self._folder = folder

    def is_linux(self, arch: str, glibc: str, executable: bytes = b"") -> None:
        file = self._folder / "python"
        file.write_bytes(executable or elf(machine=X86_64))
        self._patch.setattr(sysconfig, "get_platform", lambda: f"linux-{arch}")
        self._patch.setattr(os, "confstr", lambda _: glibc, raising=False)
        self._patch.setattr(_manylinux, "_glibc_version_string_ctypes", lambda: None)
        self._patch.setattr(script, "_glibc_by_symbol", lambda: "")
        self._patch.setattr(sys, "executable", str(file))
        _manylinux._get_glibc_version.cache_clear()
        _musllinux._get_musl_version.cache_clear()

    def both(self, *, bits: int = 64) -> tuple[list[str], list[str]]:
        """What the script tells, and what packaging tells."""
        self._patch.setattr(script, "pointer_width", lambda: bits)
        told = script.platform_tags("Linux", script.c_library())
        known = list(tags._linux_platforms(is_32bit=bits == 32))
        _manylinux._get_glibc_version.cache_clear()
        _musllinux._get_musl_version.cache_clear()
        return told, known


@pytest.mark.skipif(sys.platform == "win32", reason="both ask os.confstr")
@pytest.mark.parametrize("arch", ["x86_64", "aarch64", "ppc64le", "s390x", "riscv64", "loongarch64", "mips64", "ppc64"])
@pytest.mark.parametrize("glibc", ["glibc 2.4", "glibc 2.5", "glibc 2.12", "glibc 2.17", "glibc 2.39", "glibc 3.2"])
def test_glibc(host: Host, arch: str, glibc: str) -> None:
    host.is_linux(arch, glibc)
    told, known = host.both()
    assert told == known
    assert told[0] == f"linux_{arch}"


def test_glibc_with_a_suffix_and_without_a_version(host: Host) -> None:
    for glibc in ("glibc 2.20-2014.11", "glibc", "", "musl"):
        host.is_linux("x86_64", glibc)
        told, known = host.both()
        assert told == known


@pytest.mark.parametrize("arch", ["x86_64", "i686"])
@pytest.mark.parametrize("machine", [I386, X86_64])
@pytest.mark.parametrize("bits", [32, 64])
@pytest.mark.parametrize("order", ["<", ">"])
def test_an_interpreter_of_32_bits_takes_wheels_for_i686_only_if_it_is_one(
    host: Host, arch: str, machine: int, bits: int, order: str
) -> None:
    host.is_linux(arch, "glibc 2.12", elf(machine=machine, bits=bits, order=order))
    told, known = host.both(bits=32)
    assert told == known
    assert told[0] == "linux_i686"
    assert ("manylinux1_i686" in told) == ((machine, bits, order) == (I386, 32, "<"))


@pytest.mark.parametrize("arch", ["armv7l", "armv8l", "aarch64", "armv6l"])
@pytest.mark.parametrize("flags", [HARD_FLOAT, SOFT_FLOAT, 0x04000400, 0])
@pytest.mark.parametrize("order", ["<", ">"])
def test_arm_takes_manylinux_wheels_only_with_floats_in_registers(
    host: Host, arch: str, flags: int, order: str
) -> None:
    host.is_linux(arch, "glibc 2.31", elf(machine=ARM, bits=32, flags=flags, order=order))
    told, known = host.both(bits=32)
    assert told == known
    is_hard = (flags, order) == (HARD_FLOAT, "<") and arch != "armv6l"
    assert any(tag.startswith("manylinux") for tag in told) == is_hard


@pytest.mark.parametrize("content", [b"", b"#!/bin/sh\n", b"\x7fELF", b"\x7fELF" + bytes(60), elf(machine=ARM)[:40]])
def test_an_executable_that_is_no_whole_elf_file_has_an_unknown_convention(host: Host, content: bytes) -> None:
    host.is_linux("armv7l", "glibc 2.31", content or b"\n")
    told, known = host.both(bits=32)
    assert told == known == ["linux_armv7l"]


@pytest.mark.skipif(sys.platform == "win32", reason="the loader is a shell script")
@pytest.mark.parametrize("bits", [32, 64])
@pytest.mark.parametrize(
    ("answer", "version"),
    [
        ("musl libc (x86_64)\nVersion 1.2.4\nDynamic Program Loader", "1.2.4"),
        ("musl libc (x86_64)\nVersion 1.1\n", "1.1"),
        ("musl libc\n", None),
        ("another libc\nVersion 1.2.3", None),
        ("", None),
    ],
)
def test_musl_is_asked_for_its_version(host: Host, tmp_path: Path, bits: int, answer: str, version: str | None) -> None:
    loader = tmp_path / "ld-musl-x86_64.so.1"
    loader.write_text(f"#!/bin/sh\nprintf '{answer}' >&2\nexit 1\n", encoding="ascii")
    loader.chmod(stat.S_IRWXU)
    host.is_linux("x86_64", "", elf(machine=X86_64, bits=bits, loader=str(loader)))
    told, known = host.both()
    assert told == known
    assert script.c_library() == (None if version is None else {"name": "musl", "version": version})
    assert any(tag.startswith("musllinux_1_0") for tag in told) == (version is not None)


def test_only_the_loader_of_musl_is_started(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("started")

    monkeypatch.setattr(subprocess, "Popen", refused)
    host.is_linux("x86_64", "", elf(machine=X86_64, loader="/lib64/ld-linux-x86-64.so.2"))
    assert script.c_library() is None


@pytest.mark.parametrize("arch", ["x86_64", "arm64", "i386", "ppc", "ppc64", "riscv"])
def test_macos(arch: str) -> None:
    for version in [
        *((10, minor) for minor in range(17)),
        *((major, minor) for major in range(11, 28) for minor in (0, 3)),
    ]:
        assert script.mac_tags(*version, arch) == list(tags.mac_platforms(version, arch)), version


@pytest.mark.parametrize(
    ("release", "arch", "bits", "told"),
    [
        ("14.4.1", "arm64", 64, (14, 4, "arm64")),
        ("15", "arm64", 64, (15, 0, "arm64")),
        ("10.6.8", "x86_64", 32, (10, 6, "i386")),
        ("10.5.8", "ppc64", 32, (10, 5, "ppc")),
        ("10.16", "x86_64", 64, (10, 16, "x86_64")),  # where the true one cannot be had
    ],
)
def test_the_version_of_macos(
    monkeypatch: pytest.MonkeyPatch, release: str, arch: str, bits: int, told: tuple[int, int, str]
) -> None:
    monkeypatch.setattr("platform.mac_ver", lambda: (release, ("", "", ""), arch))
    monkeypatch.setattr(script, "pointer_width", lambda: bits)
    monkeypatch.setattr(sysconfig, "get_platform", lambda: "macosx-11.0-arm64")
    assert script._mac() == told
    assert script.platform_tags("Darwin", None) == script.mac_tags(*told)


def test_an_older_build_is_told_10_16_of_every_macos_and_the_system_knows_better(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("platform.mac_ver", lambda: ("10.16", ("", "", ""), "x86_64"))
    monkeypatch.setattr(script, "_mac_release", lambda: "13.6.1")
    monkeypatch.setattr(script, "pointer_width", lambda: 64)
    assert script._mac() == (13, 6, "x86_64")


def test_android(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sysconfig, "get_platform", lambda: "android-24-arm64_v8a")
    monkeypatch.setattr(script, "_android", lambda: 24)
    told = script.platform_tags("Android", None)
    assert told[0] == "android_24_arm64_v8a"
    assert told[-1] == "android_16_arm64_v8a"
    if hasattr(tags, "android_platforms"):
        assert told == list(tags.android_platforms(24, "arm64-v8a"))


@pytest.mark.parametrize(
    ("system", "name", "told"),
    [
        ("Windows", "win-amd64", "win_amd64"),
        ("Windows", "win32", "win32"),
        ("FreeBSD", "freebsd-14.0-RELEASE-amd64", "freebsd_14_0_RELEASE_amd64"),
        ("SunOS", "solaris-2.11-i86pc.64bit", "solaris_2_11_i86pc_64bit"),
        ("Linux", "unknown", "unknown"),
    ],
)
def test_elsewhere_there_is_one(monkeypatch: pytest.MonkeyPatch, system: str, name: str, told: str) -> None:
    monkeypatch.setattr(sysconfig, "get_platform", lambda: name)
    monkeypatch.setattr("platform.system", lambda: system)
    assert script.platform_tags(system, None) == list(tags.platform_tags()) == [told]


def test_this_host() -> None:
    assert script.platform_tags(script.system(), script.c_library()) == list(tags.platform_tags())
