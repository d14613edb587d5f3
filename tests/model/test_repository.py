from __future__ import annotations

import pytest

from importspy_static.model.repository import Repository

ROOT = Repository("/srv/acme", "")
BELOW = Repository("/srv/acme", "services/billing")
WINDOWS = Repository("C:\\srv\\acme", "services/billing")


@pytest.mark.parametrize(
    ("repository", "path", "way"),
    [
        (ROOT, "src/acme/plugin.py", "src/acme/plugin.py"),
        (ROOT, "./src//acme/../plugin.py", "src/plugin.py"),
        (BELOW, "plugin.py", "services/billing/plugin.py"),
        (BELOW, "../shipping/plugin.py", "services/shipping/plugin.py"),
        (BELOW, "../../../other/plugin.py", "../other/plugin.py"),
        (BELOW, "/srv/acme/src/plugin.py", "src/plugin.py"),
        (BELOW, "/srv/acme/services/billing/../plugin.py", "services/plugin.py"),
        (BELOW, "/srv/acme-2/plugin.py", "/srv/acme-2/plugin.py"),
        (Repository("/", ""), "/srv/plugin.py", "srv/plugin.py"),
        (Repository(), "src/plugin.py", "src/plugin.py"),
        (Repository(), "/srv/plugin.py", "/srv/plugin.py"),
        (BELOW, "acme.whl/acme/plugin.py", "services/billing/acme.whl/acme/plugin.py"),
        (ROOT, "a\\b.py", "a\\b.py"),
        (ROOT, "no\udcffutf8 %#?.py", "no\udcffutf8 %#?.py"),
    ],
)
def test_a_path_is_told_from_the_root(repository: Repository, path: str, way: str) -> None:
    assert repository.way_to(path, "/") == way


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("acme\\plugin.py", "services/billing/acme/plugin.py"),
        ("..\\plugin.py", "services/plugin.py"),
        ("c:\\SRV\\acme\\src\\plugin.py", "src/plugin.py"),
        ("D:\\other\\plugin.py", "D:/other/plugin.py"),
        ("\\\\server\\share\\plugin.py", "//server/share/plugin.py"),
        ("acme.whl/acme\\plugin.py", "services/billing/acme.whl/acme/plugin.py"),
    ],
)
def test_where_backslashes_separate_the_way_has_slashes(path: str, way: str) -> None:
    assert WINDOWS.way_to(path, "\\") == way


def test_what_is_outside_has_an_absolute_path_where_the_root_is_known() -> None:
    assert ROOT.outside("src/plugin.py", "/") is None
    assert ROOT.outside("../other/plugin.py", "/") == "/srv/other/plugin.py"
    assert ROOT.outside("/usr/lib/plugin.py", "/") == "/usr/lib/plugin.py"
    assert WINDOWS.outside("../plugin.py", "\\") == "C:/srv/plugin.py"
    assert Repository().outside("../plugin.py", "/") is None
    assert ROOT.outside("..hidden/plugin.py", "/") is None, "a name may begin with dots"
