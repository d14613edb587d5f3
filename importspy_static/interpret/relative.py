"""What relative imports mean."""

from __future__ import annotations


def absolute(path: str, package: str) -> str | None:
    """A dotted name with the dots of a relative import resolved; None if they lead out of the top package."""
    stripped = path.lstrip(".")
    level = len(path) - len(stripped)
    if level == 0:
        return path
    parts = package.split(".") if package else []
    if level > len(parts):
        return None
    return ".".join([*parts[: len(parts) - level + 1], *([stripped] if stripped else [])])


def or_beside(path: str, package: str) -> str | None:
    """The same, where one dot means the modules beside a module that is in no package as far as can be seen.

    Its folder may be a package for whoever imports it; nobody else has such an import come to its end.
    """
    if not package and path.startswith(".") and not path.startswith(".."):
        return path[1:] or None
    return absolute(path, package)
