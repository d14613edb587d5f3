"""Facts of a host: the only reader of `platform`."""

from __future__ import annotations

from importspy_static.probe.host import host_target

__all__ = ["host_target"]
