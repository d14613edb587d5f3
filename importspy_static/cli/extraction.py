"""The processes and the cache that settings ask for."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from importspy_static.cache_folder import default_folder
from importspy_static.model.depth import Depth
from importspy_static.model.fingerprint import Print
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.checking.extractors import Extractors
    from importspy_static.checking.gathering import Wanted
    from importspy_static.cli.settings import Settings

logger = logging.getLogger(__name__)

SWITCH_SECONDS = 0.0005
"""How long a thread may hold the interpreter while others wait: those that feed the processes need it often, and
shortly. CPython's own 5 milliseconds are as long as a file takes."""


def extractors(settings: Settings, wanted: Wanted | None = None, depth: Depth | Print = Depth.OUTLINE) -> Extractors:
    """The processes that read files, with what earlier runs have found out.

    `depth`: how much of them will be read, or which fingerprints are wanted.
    """
    from importspy_static.checking.extractors import Extractors
    from importspy_static.packed_cache import PackedCache

    sys.setswitchinterval(SWITCH_SECONDS)
    named = settings.text("cache-dir")
    folder = None if settings.boolean("no-cache") else named or default_folder()
    cache = None if folder is None else PackedCache(folder)
    if cache is not None and not cache.is_usable:
        level = logging.WARNING if named is not None else logging.INFO
        logger.log(level, "%s: not used as a cache: others than this user can write there", visible(cache.folder))
        cache = None
    return Extractors(settings.count("jobs"), cache, () if wanted is None else wanted.paths, depth)
