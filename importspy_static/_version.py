"""The version of this package, told once."""

from __future__ import annotations

VERSION = "0.1.0"
