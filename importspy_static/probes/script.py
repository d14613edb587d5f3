"""Tells the facts of the Python that runs it, as one line of JSON. One file, of the standard library only.

    python -I - < probe.py > image.json

It runs on Python 2.7 and 3.4 to 3.15; where `-I` is not known, leave it out. It asks nothing over a network, writes no
file, imports nothing that is installed, and starts no process (but for musl's loader, which has no other way to tell
its version: PEP 656). It tells the names of environment variables, and no value but those of `SHOWN`.

A fact that cannot be had does not end it: a text is empty then, a list empty, the C library null.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any, Callable, Collection

SHOWN = ()  # type: tuple[str, ...]  # names of environment variables whose values are told, too
DISTRIBUTIONS = True  # whether to look for what is installed

_PATH = None  # type: list[Any] | None  # `sys.path` as it was, where this is the program


def _guarded():
    # type: () -> list[Any]
    """Keep what lies in the folder of the start, or is installed, from standing in for modules of Python itself."""
    path = list(sys.path)
    del sys.path[:1]
    try:
        import os
    except ImportError:  # it was the folder of Python's own modules
        sys.path.insert(0, path[0])
        import os

    if getattr(os, "__file__", None):  # not where Python is frozen into a program
        sys.path.insert(0, os.path.dirname(os.__file__))
    return path


if __name__ == "__main__":
    _PATH = _guarded()

import os
import platform
import re

# The tables of `importspy_static/model/platforms.py`, of which nothing is at hand where this runs alone.

ARCHITECTURES = {
    "x86_64": ("amd64", "x64", "x86-64"),
    "arm64": ("aarch64",),
    "i386": ("i486", "i586", "i686", "x86"),
    "arm": (),
    "armv6l": (),
    "armv7l": ("armv7",),
    "armv8l": (),
    "ppc": ("powerpc",),
    "ppc64": (),
    "ppc64le": (),
    "s390x": (),
    "riscv32": (),
    "riscv64": (),
    "loongarch64": (),
    "mips": (),
    "mipsel": (),
    "mips64": (),
    "mips64el": (),
    "sparc64": (),
    "wasm32": (),
    "wasm64": (),
}  # type: dict[str, tuple[str, ...]]

SYSTEMS = {
    "linux": (),
    "windows": ("win32",),
    "darwin": ("macos",),
    "freebsd": (),
    "openbsd": (),
    "netbsd": (),
    "dragonfly": (),
    "sunos": ("solaris",),
    "aix": (),
    "cygwin": (),
    "android": (),
    "ios": (),
    "emscripten": (),
    "wasi": (),
    "java": (),
    "haiku": (),
}  # type: dict[str, tuple[str, ...]]

INTERPRETERS = {
    "CPython": (),
    "PyPy": (),
    "GraalPy": ("GraalVM", "GraalPython"),
    "IronPython": (),
    "Jython": (),
    "MicroPython": (),
    "Brython": (),
    "Pyston": (),
    "RustPython": (),
    "Nuitka": (),
    "Transcrypt": (),
}  # type: dict[str, tuple[str, ...]]


def canonical(name, names):
    # type: (str, dict[str, tuple[str, ...]]) -> str | None
    """The first name of what `name` names in one of the tables, else None."""
    for first in names:
        if name.lower() in [first.lower()] + [other.lower() for other in names[first]]:
            return first
    return None


def architecture_of(machine):
    # type: (str) -> str
    """The name that contracts have for a `platform.machine()`; of an unknown one its own."""
    return canonical(machine, ARCHITECTURES) or machine


def os_of(system):
    # type: (str) -> str
    """The name that contracts have for a `platform.system()`; of an unknown one its own, in lower case."""
    if system.upper().startswith("CYGWIN_NT"):  # the version of Windows is a part of the name
        return "cygwin"
    return canonical(system, SYSTEMS) or system.lower()


def interpreter_of(implementation):
    # type: (str) -> str
    """The name that contracts have for a `platform.python_implementation()`; of an unknown one its own."""
    return canonical(implementation, INTERPRETERS) or implementation


# `platform.uname()` starts `uname` before Python 3.9, and with PyPy. On Windows it may start `ver` and, from 3.12, ask
# WMI, which can take seconds. So it is asked only where its answer is not that of the one system call.

_RENAMED = ("android", "ios")


def system():
    # type: () -> str
    """`platform.system()`."""
    if os.name == "nt":
        return "Windows"
    if os.name == "posix" and sys.platform not in _RENAMED:
        return os.uname()[0]
    return platform.system()


def machine():
    # type: () -> str
    """`platform.machine()`. A 32-bit process on 64-bit Windows is told the processor, not the process."""
    if os.name == "nt":
        return os.environ.get("PROCESSOR_ARCHITEW6432") or os.environ.get("PROCESSOR_ARCHITECTURE", "")
    if os.name == "posix" and sys.platform not in _RENAMED:
        return os.uname()[4]
    return platform.machine()


def implementation():
    # type: () -> str
    """`sys.implementation.name`, which Python 2 does not have."""
    own = getattr(sys, "implementation", None)
    return own.name if own is not None else platform.python_implementation().lower()


def pointer_width():
    # type: () -> int
    """Bits of a pointer, by `sys.maxsize`, as modules ask for it."""
    return 64 if sys.maxsize > 2**32 else 32


def facts(distributions=True, shown=()):
    # type: (bool, Collection[str]) -> dict[str, object]
    """All facts, keys and order as `Environment.to_dict()` has them.

    Args:
        distributions: whether to look for what is installed, else None is told.
        shown: the names of the variables whose values are told, too.
    """
    from collections import OrderedDict

    told = _told
    os_name, own, processor = told("", system), told("", implementation), told("", machine)
    path = told([], search_path)
    libc = told(None, c_library)
    variables = told([], _variables)
    asked = set(_folded(name) for name in shown)
    version = list(sys.version_info[:3]) + [str(sys.version_info[3]), sys.version_info[4]]
    return OrderedDict(
        [
            ("schema_version", 1),
            ("architecture", architecture_of(processor)),
            ("os", os_of(os_name)),
            ("interpreter", interpreter_of(told(own, platform.python_implementation))),
            ("version", OrderedDict(zip(("major", "minor", "micro", "releaselevel", "serial"), version))),
            ("machine", processor),
            ("system", os_name),
            ("platform", sys.platform),
            ("os_name", os.name),
            ("implementation", own),
            ("pointer_width", pointer_width()),
            ("byte_order", sys.byteorder),
            ("libc", None if libc is None else OrderedDict((key, libc[key]) for key in ("name", "version"))),
            ("platform_tags", told([], platform_tags, os_name, libc)),
            ("search_path", [text_of(folder) for folder in path]),
            ("variables", sorted(set(name for name, _ in variables))),
            ("values", OrderedDict(sorted((name, text) for name, text in variables if _folded(name) in asked))),
            ("distributions", told([], installed, path) if distributions else None),
        ]
    )


def _told(fallback, ask, *arguments):
    # type: (Any, Callable[..., Any], *Any) -> Any
    """The answer of `ask`; the fallback where it fails, in whatever way an unknown Python may fail."""
    try:
        return ask(*arguments)
    except Exception:
        return fallback


_STRINGS = (str, type(b"".decode("ascii")))


def text_of(text):
    # type: (Any) -> str
    """Text that every encoding can write: of what is not one, replacement characters."""
    if isinstance(text, bytes):  # Python 2
        try:
            text = text.decode(sys.getfilesystemencoding() or "utf-8")
        except UnicodeError:
            text = text.decode("utf-8", "replace")
    if sys.maxunicode == 0xFFFF:  # pairs of surrogates are the way in which such a Python 2 has text
        return text  # type: ignore[no-any-return]
    unknown = b"\xef\xbf\xbd".decode("utf-8")
    none = unknown[:0]
    return none.join(unknown if 0xD800 <= ord(each) <= 0xDFFF else each for each in text)


# --- Where it looks for modules, and the environment -----------------------------------------------------------------


def search_path():
    # type: () -> list[str]
    """`sys.path` without what depends on the current folder or on how this program was started."""
    path = sys.path if _PATH is None else _PATH
    if path and _is_start(path[0]):
        path = path[1:]
    relative = _relative_on_pythonpath()
    return [folder for folder in path if _is_absolute(folder) and folder not in relative]


def _is_absolute(folder):
    # type: (Any) -> bool
    return isinstance(folder, _STRINGS) and os.path.isabs(folder)


def _is_start(folder):
    # type: (Any) -> bool
    """Whether this is what Python itself puts before `sys.path` for the program: its folder, or the current one."""
    if getattr(sys.flags, "isolated", 0) or getattr(sys.flags, "safe_path", False):
        return False
    main = sys.modules.get("__main__")
    if not folder:
        return True
    if getattr(main, "__spec__", None) is not None:  # `python -m`
        return bool(folder == os.getcwd())
    program = str(getattr(main, "__file__", None) or "")
    return folder in [os.path.dirname(each) for each in (program, os.path.abspath(program), os.path.realpath(program))]


def _relative_on_pythonpath():
    # type: () -> list[str]
    """Folders of PYTHONPATH that are relative: Python makes them absolute when it starts."""
    text = "" if getattr(sys.flags, "ignore_environment", 0) else os.environ.get("PYTHONPATH", "")
    return [os.path.abspath(each) for each in text.split(os.pathsep) if not os.path.isabs(each)] if text else []


def _variables():
    # type: () -> list[tuple[str, str]]
    """The environment. Windows has entries such as `=C:`, which are no variables."""
    pairs = [(text_of(name), text_of(text)) for name, text in os.environ.items()]
    return [(name, text) for name, text in pairs if name and "=" not in name]


def _folded(name):
    # type: (str) -> str
    return name.upper() if os.name == "nt" else name


# --- The C library and the platforms of wheels: PEP 425, 600, 656, and the dynamic linker's ELF (gABI 4.1) -----------


def c_library():
    # type: () -> dict[str, str] | None
    """The C library that this interpreter is linked with, None where it is neither glibc nor musl."""
    for name, ask in (("glibc", _glibc_by_confstr), ("musl", _musl), ("glibc", _glibc_by_symbol)):
        version = _told(None, ask)
        if version:
            return {"name": name, "version": version}
    return None


def _glibc_by_confstr():
    # type: () -> str
    name, version = (os.confstr("CS_GNU_LIBC_VERSION") or "").split()
    return version if name == "glibc" else ""


def _glibc_by_symbol():
    # type: () -> str
    if not sys.platform.startswith("linux"):
        return ""
    import ctypes

    ask = ctypes.CDLL(None).gnu_get_libc_version
    ask.restype = ctypes.c_char_p
    return str(ask().decode("ascii"))


def _musl():
    # type: () -> str | None
    """Only its loader, run with no argument, tells the version, on standard error."""
    loader = elf_of(sys.executable)["loader"]
    if b"musl" not in loader:
        return None
    import subprocess

    with open(os.devnull, "r+b") as nothing:
        asked = subprocess.Popen([loader], stdin=nothing, stdout=nothing, stderr=subprocess.PIPE)
        answer = asked.communicate()[1].decode("ascii", "replace")
    found = re.match(r"\s*musl[^\n]*\n\s*Version ([0-9]+\.[0-9]+(?:\.[0-9]+)?)", answer)
    return found.group(1) if found else None


def elf_of(path):
    # type: (str) -> dict[str, Any]
    """What the header of an ELF file tells. Raises ValueError, OSError or struct.error for what is none."""
    import struct

    with open(path, "rb") as file:
        magic = bytearray(file.read(16))
        if magic[:4] != b"\x7fELF" or magic[4] not in (1, 2) or magic[5] not in (1, 2):
            raise ValueError("not an ELF file")
        wide, order = magic[4] == 2, "<" if magic[5] == 1 else ">"

        def record(form):
            # type: (str) -> tuple[int, ...]
            return struct.unpack(order + form, file.read(struct.calcsize(order + form)))

        header = record("HHIQQQIHHH" if wide else "HHIIIIIHHH")
        loader = b""
        for index in range(header[9]):
            file.seek(header[4] + header[8] * index)
            segment = record("IIQQQQQQ" if wide else "IIIIIIII")
            if segment[0] == 3:  # PT_INTERP
                file.seek(segment[2 if wide else 1])
                loader = file.read(segment[5 if wide else 4]).strip(b"\0")
                break
        return {"bits": 64 if wide else 32, "order": order, "machine": header[1], "flags": header[6], "loader": loader}


def platform_tags(system, libc):
    # type: (str, dict[str, str] | None) -> list[str]
    """The platforms whose wheels it takes, the best first, as `packaging.tags.platform_tags()` tells them.

    Of what that asks, one thing is not asked here: the module `_manylinux` of PEP 600, since it would be run.
    """
    import sysconfig

    name = sysconfig.get_platform()
    own = _tag(name)
    if system == "Darwin":
        return mac_tags(*_mac())
    if system == "Android":
        return ["android_%d_%s" % (level, _tag(name.split("-")[-1])) for level in range(_android(), 15, -1)]
    if system == "Linux" and own.startswith("linux_"):
        return linux_tags(own, libc)
    return [own]


def _tag(name):
    # type: (str) -> str
    return re.sub("[-. ]", "_", name)


def _android():
    # type: () -> int
    return int(getattr(platform, "android_ver")().api_level)  # noqa: B009 (from Python 3.13 on)


def linux_tags(own, libc):
    # type: (str, dict[str, str] | None) -> list[str]
    """The tags of Linux. A 32-bit interpreter may run under a kernel of 64 bits, whose machine `own` names."""
    if pointer_width() == 32:
        own = {"linux_x86_64": "linux_i686", "linux_aarch64": "linux_armv8l"}.get(own, own)
    arch = own.split("_", 1)[1]
    archs = ["armv8l", "armv7l"] if arch == "armv8l" else [arch]
    tags = ["linux_" + each for each in archs]
    version = re.match("([0-9]+)[.]([0-9]+)", libc["version"]) if libc else None
    if libc is None or version is None:
        return tags
    major, minor = int(version.group(1)), int(version.group(2))
    if libc["name"] == "musl":
        return tags + ["musllinux_%d_%d_%s" % (major, each, arch) for arch in archs for each in range(minor, -1, -1)]
    return tags + manylinux_tags(archs, major, minor) if has_manylinux_abi(archs) else tags


_LEGACY = {(2, 17): "manylinux2014", (2, 12): "manylinux2010", (2, 5): "manylinux1"}
_LAST_MINOR = 50  # of a major version of glibc that has a successor; there is none yet


def manylinux_tags(archs, major, minor):
    # type: (list[str], int, int) -> list[str]
    """PEP 600, with the older names of PEP 513, 571 and 599 beside their equals."""
    oldest = 5 if "x86_64" in archs or "i686" in archs else 17
    versions = [(major, each) for each in range(minor, -1, -1)]
    versions += [(older, each) for older in range(major - 1, 1, -1) for each in range(_LAST_MINOR, -1, -1)]
    tags = []
    for arch in archs:
        for version in versions:
            if version >= (2, oldest):
                tags.append("manylinux_%d_%d_%s" % (version[0], version[1], arch))
                if version in _LEGACY:
                    tags.append("%s_%s" % (_LEGACY[version], arch))
    return tags


def has_manylinux_abi(archs):
    # type: (list[str]) -> bool
    """Whether the interpreter is built for the calling convention that wheels are built for."""
    if "armv7l" in archs:  # EABI version 5 with floats in registers
        return bool(_told(False, _is_elf, 40, 0xFF000400, 0x05000400))
    if "i686" in archs:
        return bool(_told(False, _is_elf, 3, 0, 0))
    return bool(set(archs) & {"x86_64", "aarch64", "ppc64", "ppc64le", "s390x", "loongarch64", "riscv64"})


def _is_elf(machine, mask, flags):
    # type: (int, int, int) -> bool
    """Whether the interpreter is an ELF file of 32 bits and little-endian, for this machine, with these flags."""
    elf = elf_of(sys.executable)
    return (elf["bits"], elf["order"], elf["machine"], elf["flags"] & mask) == (32, "<", machine, flags)


def _mac():
    # type: () -> tuple[int, int, str]
    """The version of macOS and the processor."""
    release, _, arch = platform.mac_ver()
    if release.startswith("10.16"):  # what an interpreter that was built on an older macOS is told of every newer one
        release = _told(release, _mac_release)
    version = [int(part) for part in release.split(".")[:2]] + [0]
    if pointer_width() == 32:
        arch = "ppc" if arch.startswith("ppc") else "i386"
    return version[0], version[1], arch


def _mac_release():
    # type: () -> str
    with open("/System/Library/CoreServices/.SystemVersionPlatform.plist", "rb") as file:
        text = file.read(65536).decode("utf-8")
    return str(re.findall(r"<key>ProductVersion</key>\s*<string>([0-9.]+)</string>", text)[0])


def mac_tags(major, minor, arch):
    # type: (int, int, str) -> list[str]
    """The tags of macOS: until 10.15 each minor version was a release, from 11 on each major one is."""
    if major == 10:
        versions = [(10, each) for each in range(minor, -1, -1)]
    else:
        versions = [(each, 0) for each in range(major, 10, -1)] + [(10, each) for each in range(16, 3, -1)]
    tags = []
    for version in versions:
        formats = _mac_formats(version, arch)
        if major > 10 and version[0] == 10 and arch != "x86_64":
            formats = ["universal2"]  # the other half of such a binary may be of that age
        tags += ["macosx_%d_%d_%s" % (version[0], version[1], form) for form in formats]
    return tags


def _mac_formats(version, arch):
    # type: (tuple[int, int], str) -> list[str]
    """The kinds of binary that a processor runs on a version of macOS."""
    bounds = {"x86_64": ((10, 4), (99, 0)), "i386": ((10, 4), (99, 0)), "ppc64": ((10, 4), (10, 5))}
    oldest, newest = bounds.get(arch, ((0, 0), (10, 6) if arch == "ppc" else (99, 0)))
    if not oldest <= version <= newest:
        return []
    return {
        "x86_64": ["x86_64", "intel", "fat64", "fat3", "universal2", "universal"],
        "i386": ["i386", "intel", "fat3", "fat", "universal"],
        "ppc64": ["ppc64", "fat64", "universal"],
        "ppc": ["ppc", "fat3", "fat", "universal"],
        "arm64": ["arm64", "universal2"],
    }.get(arch, [arch])


# --- What is installed: the core metadata specification, PEP 376, PEP 610, and setuptools' eggs ----------------------

_LINES = 2000  # of the headers of one metadata file; name and version come first
_LINE = 65536  # bytes of a line
_RECORD = 1 << 20  # bytes of a `direct_url.json`
_LIST = 1 << 22  # bytes of a list of files
_NAMES = 2000  # of modules that are told of one distribution
_FOLDERS = 500  # that are looked at for the modules of a distribution that is installed in place


def installed(path):
    # type: (list[str]) -> list[dict[str, Any]]
    """The distributions on a search path, by name."""
    return [record for record, _ in located(path)]


def located(path):
    # type: (list[str]) -> list[tuple[dict[str, Any], str]]
    """The same, each with the folder that it is in. Of two with one name the first on the path is imported."""
    found = {}  # type: dict[str, tuple[dict[str, Any], str]]
    links = set()  # type: set[tuple[str, str]]
    for folder in path:
        for record in _told([], _in_archive if os.path.isfile(folder) else _in_folder, folder):
            found.setdefault(_normalised(record["name"]), (record, folder))
        links.update(_told([], _egg_links, folder))
    for key, (record, folder) in found.items():
        if (key, os.path.realpath(folder)) in links:
            record.update(origin="local", url=_file_url(text_of(folder)), editable=True)
    told = dict((key, record["modules"]) for key, (record, _) in found.items() if record["modules"] is not None)
    for key, names in _told({}, shortest, told).items():
        found[key][0]["modules"] = [text_of(name) for name in sorted(names)] if len(names) <= _NAMES else None
    return [found[key] for key in sorted(found)]


def _normalised(name):
    # type: (str) -> str
    """PEP 503."""
    return re.sub("[-_.]+", "-", name).lower()


def _in_folder(folder):
    # type: (str) -> list[dict[str, Any]]
    places = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if _has_metadata(folder, name)]
    found = [_told(None, _distribution, lambda name, at=at: _opened(at, name), folder) for at in places]
    return [record for record in found if record is not None]


def _in_archive(file):
    # type: (str) -> list[dict[str, Any]]
    """Python imports from zip files too: eggs, above all."""
    import zipfile

    with zipfile.ZipFile(file) as archive:
        members = set(archive.namelist())
        places = sorted(set(name.partition("/")[0] for name in members if _has_metadata(file, name.partition("/")[0])))
        found = [
            _told(None, _distribution, lambda name, at=at: archive.open(at + "/" + name if name else at), None)
            for at in places
        ]
    return [record for record in found if record is not None]


def _has_metadata(folder, name):
    # type: (str, str) -> bool
    """Whether a distribution is told of at this place. `EGG-INFO` counts only where the egg itself is on the path."""
    name = name.lower()
    return name.endswith((".dist-info", ".egg-info")) or (name == "egg-info" and folder.lower().endswith(".egg"))


def _opened(place, name):
    # type: (str, str) -> IO[bytes]
    """A regular file, opened: opening a pipe would wait for a writer."""
    import stat

    path = os.path.join(place, name) if name else place
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise ValueError("not a regular file")
    return open(path, "rb")


def _distribution(opened, folder):
    # type: (Callable[[str], IO[bytes]], str | None) -> dict[str, Any] | None
    """What one place tells, None where it names no distribution or no version.

    `opened(name)` opens a file there; `folder` is the one on the search path, None for an archive.
    """
    from collections import OrderedDict

    for name in ("METADATA", "PKG-INFO", ""):
        told = _told(None, _name_and_version, opened, name)
        if told is not None:
            origin, url, editable, commit = _told(("unknown", None, False, None), _origin, opened)
            return OrderedDict(
                [
                    ("name", told[0]),
                    ("version", told[1]),
                    ("origin", origin),
                    ("url", url),
                    ("editable", editable),
                    ("commit", commit),
                    ("modules", _told(None, _modules, opened, folder, told[0])),
                ]
            )
    return None


def _name_and_version(opened, name):
    # type: (Callable[[str], IO[bytes]], str) -> list[str] | None
    """Both headers, None where one is missing. What comes behind the headers, which may be long, is not read."""
    found = {}  # type: dict[bytes, str]
    with opened(name) as file:
        for _ in range(_LINES):
            line = file.readline(_LINE)
            key, colon, text = line.partition(b":")
            if line[:1] in (b" ", b"\t"):  # goes on with the header before it
                continue
            if not colon or b" " in key or len(line) == _LINE:
                break
            if key.lower() in (b"name", b"version"):
                found.setdefault(key.lower(), text.strip().decode("utf-8"))
            if len(found) == 2:
                break
    told = [text_of(found.get(key, b"".decode("ascii"))) for key in (b"name", b"version")]
    return told if all(told) else None


def _origin(opened):
    # type: (Callable[[str], IO[bytes]]) -> tuple[str, str | None, bool, str | None]
    """Kind, URL, whether editable and commit, by `direct_url.json` (PEP 610). Raises what a damaged one raises."""
    import json

    try:
        file = opened("direct_url.json")
    except (IOError, OSError, KeyError) as error:  # from an archive it is a KeyError
        if isinstance(error, KeyError) or getattr(error, "errno", None) in (2, 20):  # ENOENT, ENOTDIR
            return "index", None, False, None
        raise
    with file:
        record = json.loads(file.read(_RECORD).decode("utf-8"))
    url = public_url(text_of(record["url"]))
    kinds = [key for key in ("dir_info", "vcs_info", "archive_info") if key in record]
    if len(kinds) != 1:
        raise ValueError("not one of the three kinds")
    told = record[kinds[0]]
    if kinds == ["vcs_info"]:
        if not told["commit_id"]:
            raise ValueError("of no revision")
        return "vcs", url, False, text_of(told["commit_id"])
    is_folder = kinds == ["dir_info"]
    return "local" if is_folder else "archive", url, is_folder and told.get("editable") is True, None


_FILE = re.compile(r"(?:[^\W\d]\w*/)*[^\W\d]\w*(?:\.py|\.pyw|\.pyc|(?:\.[\w.-]+)?\.(?:so|pyd))$", re.UNICODE)
_NAME = re.compile(r"[^\W\d]\w*$", re.UNICODE)
_ENDINGS = (".py", ".pyw", ".pyc", ".so", ".pyd")


def _modules(opened, folder, own):
    # type: (Callable[[str], IO[bytes]], str | None, str) -> list[str] | None
    """The dotted names of all modules of the distribution called `own`; None if its metadata do not tell.

    Of a list of files all that lies in the folder counts. One that is installed in place lists what leads to its files.
    """
    listed = _told(None, _listed, opened)
    names = modules_of(listed or ())
    if names:
        return names
    tops = [name for name in _told([], _words, opened, "top_level.txt") if all(map(_NAME.match, name.split(".")))]
    placed = _told([], _in_place, folder, listed, tops, own) if folder is not None and listed else []
    if placed or tops:
        return list(placed or tops)
    return None if listed is None or any(_redirects(name) for name in listed) else []


def _listed(opened):
    # type: (Callable[[str], IO[bytes]]) -> list[str] | None
    """The paths of RECORD (PEP 376), or of the list that pip kept for eggs, from the folder of installation on."""
    try:
        lines = _lines(opened, "RECORD")
    except (IOError, OSError, KeyError):
        lines = [line[3:] for line in _lines(opened, "installed-files.txt") if line.startswith("../")]
        return [line for line in lines if not line.startswith("../")]
    quoted = re.compile('"((?:[^"]|"")*)"')
    found = []
    for line in lines:
        match = quoted.match(line)
        found.append(match.group(1).replace('""', '"') if match else line.partition(",")[0])
    return found


def _lines(opened, name):
    # type: (Callable[[str], IO[bytes]], str) -> list[str]
    with opened(name) as file:
        content = file.read(_LIST + 1)
    if len(content) > _LIST:
        raise ValueError("too long")
    text = content.decode("utf-8", "replace")
    return [line.strip().replace("\\", "/") for line in text.splitlines()]  # type: ignore[misc, unused-ignore]


def _words(opened, name):
    # type: (Callable[[str], IO[bytes]], str) -> list[str]
    return [word.replace("/", ".") for line in _lines(opened, name) for word in line.split()]


def modules_of(paths):
    # type: (Collection[str]) -> list[str]
    """The dotted names of those of these files that can be imported."""
    found = []
    for path in paths:
        if not path.endswith(_ENDINGS) or not _FILE.match(path) or path.startswith("__editable__"):
            continue
        parts = path.split("/")
        if "__pycache__" in parts:
            continue
        parts[-1] = parts[-1].partition(".")[0]
        if parts[-1] == "__init__":
            del parts[-1]
        if parts:
            found.append(".".join(parts))
    return found


def _redirects(name):
    # type: (str) -> bool
    """Whether a file at the top of a folder of the search path leads to modules elsewhere."""
    return "/" not in name and (name.endswith(".pth") or name.startswith("__editable__"))


def _in_place(folder, listed, tops, own):
    # type: (str, list[str], list[str], str) -> list[str]
    """The modules of a project that is installed in place: what its path file or setuptools' finder leads to."""
    found = []  # type: list[str]
    for name in listed:
        if not _redirects(name):
            continue
        lines = _lines(lambda name: _opened(folder, name), name)
        if name.endswith(".py"):
            mappings = [line for line in lines if line.startswith("MAPPING")]
            found += [key for line in mappings for key in re.findall(r"""['"]([\w.]+)['"]: ['"]""", line)]
        elif name.endswith(".pth"):
            places = [os.path.join(folder, line) for line in lines if line and not line.startswith(("#", "import"))]
            found += [module for place in places if os.path.isdir(place) for module in _beneath(place, tops, own)]
    return sorted(set(found))


def _beneath(root, tops, own):
    # type: (str, list[str], str) -> list[str]
    """The packages and modules that a folder has, those within namespaces if it has no others.

    The folder of a project has more than its code. If something is called as the distribution is, only that counts.
    """
    waiting = [(root, "")]
    found = []  # type: list[str]
    for _ in range(_FOLDERS):
        if not waiting or (found and not tops):
            break
        folder, prefix = waiting.pop(0)
        for name in sorted(_told([], os.listdir, folder)):
            place, stem = os.path.join(folder, name), name.partition(".")[0]
            if not _NAME.match(stem) or stem in ("setup", "conftest") or (tops and not prefix and stem not in tops):
                continue
            if name == stem and os.path.isdir(place):
                if os.path.isfile(os.path.join(place, "__init__.py")):
                    found.append(prefix + name)
                elif prefix.count(".") < 4:
                    waiting.append((place, prefix + name + "."))
            elif _FILE.match(name) and stem != "__init__":
                found.append(prefix + stem)
    called = [name for name in found if name.lower() == _normalised(own).replace("-", "_")]
    return called if called and not tops else found


def shortest(modules):
    # type: (dict[str, list[str]]) -> dict[str, set[str]]
    """For each distribution the shortest names of packages and modules that tell it from all others.

    A name stands for all that is below it if that is of the same distributions. Namespaces stand for nothing, unless
    there would be too many names else.
    """
    claims = {}  # type: dict[str, list[str]]
    for key in sorted(modules):
        for module in set(modules[key]):
            claims.setdefault(module, []).append(key)
    whose = {}  # type: dict[str, list[str] | None]
    for module, owners in claims.items():
        for prefix in _prefixes(module):
            if whose.setdefault(prefix, owners) != owners:
                whose[prefix] = None
    found = dict((key, set()) for key in modules)  # type: dict[str, set[str]]
    wholes = dict((key, set()) for key in modules)  # type: dict[str, set[str]]
    for module, owners in claims.items():
        same = [prefix for prefix in _prefixes(module) if whose[prefix]] or [module]
        name = next((prefix for prefix in same if prefix in claims), module)
        for key in owners:
            found[key].add(name)
            wholes[key].add(same[0])
    return dict((key, found[key] if len(found[key]) <= _NAMES else wholes[key]) for key in found)


def _prefixes(module):
    # type: (str) -> list[str]
    """`a`, `a.b`, `a.b.c`."""
    parts = module.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts) + 1)]


def public_url(url):
    # type: (str) -> str
    """A URL without what can be a secret: user and password, query, fragment."""
    scheme, colon, rest = url.partition("://")
    if not colon:
        scheme, rest = "", url
    host, slash, path = rest.partition("/")
    if "@" not in host and "@" in path and not re.match(r"(\[[^]]*\]|[^:?#]*)(:[0-9]*)?$", host):
        host, slash, path = rest.rpartition("@")[2].partition("/")  # a slash within the password
    rest = host.rpartition("@")[2] + slash + path
    return scheme + colon + re.split("[?#]", rest)[0]


def _egg_links(folder):
    # type: (str) -> list[tuple[str, str]]
    """What `setup.py develop` put on the path: the name of a project, and the folder of its sources."""
    links = []
    for name in os.listdir(folder):
        if name.lower().endswith(".egg-link"):
            with _opened(folder, name) as file:
                line = file.readline(_LINE).strip()
            target = str(getattr(os, "fsdecode", str)(line))  # Python 2 has its paths as bytes
            links.append((_normalised(name[: -len(".egg-link")]), os.path.realpath(os.path.join(folder, target))))
    return links


def _file_url(path):
    # type: (str) -> str
    if os.name == "nt":
        path = "/" + path.replace("\\", "/")
    plain = bytearray(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/:")
    told = bytearray(path.encode("utf-8"))
    return "file://" + "".join(chr(each) if each in plain else "%%%02X" % each for each in told)


def main():
    # type: () -> None
    """Write the facts as one line of ASCII to the standard output that Python began with, whatever stands there now."""
    import json

    answer = json.dumps(facts(DISTRIBUTIONS, SHOWN))
    stdout = sys.__stdout__
    if stdout is not None:
        stdout.write(answer + "\n")
        stdout.flush()


if __name__ == "__main__":
    _told(None, main)
