"""Nothing of what is looked at is run, imported, compiled or asked for over a network, and nothing is written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.project.packing import METADATA, Entry, files, zipped
from tests.project.trees import write

LOOKED_AT = """
import json, os, sys
from importspy_static.project.archives import Archive, open_archive
from importspy_static.project.distributions import distribution, registered
from importspy_static.project.entry_points import archive_entry_points, project_entry_points
from importspy_static.project.finder import Finder
from importspy_static.project.reading import read
from importspy_static.project.roots import Projects, source_file
from importspy_static.project.selection import select

project, site, wheel = sys.argv[1:]

def look():
    projects = Projects()
    found = select([project, wheel, project + "/**/*.py"], projects=projects)
    assert len(found.files) > 3 and found.archives
    sources = [source_file(path, projects.roots(path)) for path in found.files]
    archive = open_archive(wheel)
    assert isinstance(archive, Archive)
    finder = Finder(projects.roots(project), [site, wheel], version=(3, 12), platform="linux", archives=archive.roots)
    named = [finder.find(name) for name in ("acme", "acme.api", "placed", "redirected", "json", "sys", "lib", "hook")]
    assert sum(each is not None for each in named) == 7
    placed = distribution("placed", [site])
    assert placed.sources
    assert all(isinstance(read(each), bytes) for each in (*sources, *archive.sources, *placed.sources))
    return registered([site], "x"), archive_entry_points(archive), project_entry_points(project)

look()  # what is imported late is ours
seen = []
WATCHED = ("compile", "exec", "import", "marshal", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "subprocess",
    "socket", "ctypes", "pickle", "code", "shutil", "tempfile", "os.mkdir", "os.remove", "os.rename", "os.truncate")
def hook(event, arguments):
    if event.startswith(WATCHED):
        seen.append([event, repr(arguments)[:200]])
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        seen.append([event, repr(arguments)])
sys.addaudithook(hook)
look()
told, seen = seen, []
eval("1")
print(json.dumps([told, seen]))
"""


def test_what_is_looked_at_is_not_run(tmp_path: Path, root: Path) -> None:
    canary = tmp_path / "canary"
    boom = f"open({str(canary)!r}, 'w').close()\n"
    project = write(
        tmp_path / "project",
        {
            "pyproject.toml": '[build-system]\nrequires = []\n[project.scripts]\nx = "acme:x"\n',
            "setup.py": boom,
            "conftest.py": boom,
            "sitecustomize.py": boom,
            "src/acme/__init__.py": boom,
            "src/acme/api.py": boom,
        },
    )
    mapping = {"redirected": str(project / "src" / "acme")}
    site = write(
        tmp_path / "site-packages",
        {
            "hook.pth": f"import os; {boom}",
            "_placed.pth": f"{tmp_path / 'elsewhere'}\n",
            "__editable___r_finder.py": f"{boom}MAPPING = {mapping!r}\nNAMESPACES = {{}}\n",
            "placed-1.dist-info/METADATA": "Name: placed\nVersion: 1\n",
            "placed-1.dist-info/RECORD": "_placed.pth,,\n",
            "placed-1.dist-info/direct_url.json": json.dumps(
                {"url": f"file://{tmp_path}", "dir_info": {"editable": True}}
            ),
            "placed-1.dist-info/entry_points.txt": "[x]\ny = placed:z\n",
        },
    )
    write(tmp_path / "elsewhere", {"placed/__init__.py": boom})
    wheel = tmp_path / "lib-1.0-py3-none-any.whl"
    wheel.write_bytes(zipped([Entry(b"lib.py", boom.encode()), *files(METADATA)]))
    run = [sys.executable, "-B", "-c", LOOKED_AT, str(project), str(site), str(wheel)]
    answer = subprocess.run(run, cwd=root, capture_output=True, text=True, check=False, timeout=60)
    assert answer.returncode == 0, answer.stderr
    told, control = json.loads(answer.stdout)
    assert told == []
    assert control  # the hook sees what it watches for
    assert not canary.exists()
