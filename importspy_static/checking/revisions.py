"""A revision of a repository, looked at as an archive."""

from __future__ import annotations

import posixpath

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.project.archives import Archive, listed
from importspy_static.project.intake import Refused
from importspy_static.revisions.process import GitError
from importspy_static.revisions.repository import read_tree


@dataclass(frozen=True)
class Revision:
    """A path in a revision of the repository that a folder lies in."""

    revision: str
    path: str
    """With slashes, relative to `folder`; "" or "." is all of it."""
    folder: str = "."

    def __str__(self) -> str:
        return f"{self.revision}:{self.path}"


def archive_of(asked: Revision) -> tuple[Archive, str, bytes | None]:
    """The files of a revision, the way from its top to what is asked for, and what that holds if it is a contract.

    Raises:
        GitError: there is no such thing.
    """
    tree = read_tree(asked.folder, asked.revision)
    way = posixpath.normpath(posixpath.join("/", tree.prefix, asked.path)).lstrip("/")
    inside = [each for each in tree.entries if not way or each.path == way or each.path.startswith(f"{way}/")]
    if not inside:
        raise GitError(
            f"{asked.revision} has no {asked.path!r}", f"git ls-tree -r --name-only {asked.revision} lists it"
        )
    contract = tree.contents(inside)[way] if way.lower().endswith((".yml", ".yaml")) else None
    sizes = {each.path: each.size for each in tree.entries}
    try:
        return (
            listed(
                f"{asked.revision}:", sizes, lambda wanted: tree.contents([e for e in tree.entries if e.path in wanted])
            ),
            way,
            contract,
        )
    except Refused as refused:
        raise GitError(f"{asked.revision}: {refused}") from None


__all__ = ["GitError", "Revision", "archive_of"]
