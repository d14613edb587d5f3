"""What relative imports mean."""

from __future__ import annotations


def absolute(path: str, package: str) -> str | None:
    """A dotted name with the dots of a relative import resolved; None if they lead out of the top package.

    In a module that is in no package as far as can be seen, one dot means the modules beside it: its folder may be a
    package for whoever imports it. Nobody else can have such an import come to its end.
    """
    stripped = path.lstrip(".")
    level = len(path) - len(stripped)
    if level == 0:
        return path
    parts = package.split(".") if package else []
    if level == 1 and not parts:
        return stripped or None
    if level > len(parts):
        return None
    return ".".join([*parts[: len(parts) - level + 1], *([stripped] if stripped else [])])
