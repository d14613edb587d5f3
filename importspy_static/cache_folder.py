"""Where the cache is unless somebody says so."""

from __future__ import annotations

import os
import sys


def default_folder() -> str | None:
    """The folder for this user's caches of this program, as the system has it; None without a home.

    Linux and others: XDG Base Directory Specification. macOS: ~/Library/Caches. Windows: %LOCALAPPDATA%.
    """
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        around = os.environ.get("LOCALAPPDATA") or ""
    elif sys.platform == "darwin":
        around = os.path.join(home, "Library", "Caches")
    else:
        around = os.environ.get("XDG_CACHE_HOME") or ""
        around = around if os.path.isabs(around) else os.path.join(home, ".cache")
    return os.path.join(around, "importspy-static") if os.path.isabs(around) else None
