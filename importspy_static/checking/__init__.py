"""The use case: read a contract and modules, see what the modules come out as, compare, report."""

from __future__ import annotations

from importspy_static.checking.contracts import read_terms
from importspy_static.checking.run import check

__all__ = ["check", "read_terms"]
