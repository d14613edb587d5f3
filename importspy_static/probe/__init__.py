"""Facts of a host. The only reader of `platform` and `os.environ`."""

from __future__ import annotations

from importspy_static.probe.host import host_target

__all__ = ["host_target"]
