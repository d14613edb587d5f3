"""Which files differ from a revision, as they lie in the working tree now.

`git diff` would tell, too, but where times do not tell it reads contents, through filters that a repository's
configuration names: programs. So git says what the revision has, and what lies there is read here.
"""

from __future__ import annotations

import hashlib
import os
from functools import cached_property

from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.revisions.process import GitError, git
from importspy_static.revisions.repository import about_repository, commit_of, is_shallow, read_tree

HEAD = "HEAD"
CODE = (".py", ".pyi")


@dataclass(frozen=True)
class Changes:
    """What differs from a revision."""

    top: str
    """The real path of the top of the repository."""
    objects: dict[str, str]
    """By real path, the names of the contents in the revision."""
    _known: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    def has(self, path: str) -> bool:
        """Whether a file of the repository was added, changed or removed. Line ends make no difference."""
        real = os.path.realpath(path)
        if real not in self._known:
            self._known[real] = self.is_within(real) and self._differs(real)
        return self._known[real]

    def is_within(self, path: str) -> bool:
        """Whether a file is in the repository, so that it could differ at all."""
        return os.path.realpath(path).startswith(os.path.join(self.top, ""))

    @cached_property
    def removed(self) -> bool:
        """Whether any code is gone."""
        return not all(os.path.lexists(path) for path in self.objects if path.endswith(CODE))

    def _differs(self, real: str) -> bool:
        before = self.objects.get(real)
        try:
            with open(real, "rb") as file:
                content = file.read()
        except OSError:
            return before is not None or os.path.lexists(real)
        return before is None or before not in (
            _name(content, before),
            _name(content.replace(b"\r\n", b"\n"), before),  # as git may have written it on Windows
        )


def changes_since(folder: str, revision: str) -> Changes:
    """What differs from where the current branch left a revision: commits since, staged, unstaged and new files.

    Raises:
        GitError: there is no git, no repository, no such revision, or no common commit.
    """
    top = _top(folder)
    tree = read_tree(folder, _left(folder, revision))
    # The top is real, and git tracks nothing behind a link: to resolve each of 100,000 paths would take seconds.
    return Changes(top, {os.path.join(top, os.path.normpath(each.path)): each.object for each in tree.entries})


def _name(content: bytes, like: str) -> str:
    """What git calls a content: a hash of it behind its kind and size (gitformat-pack, "Object IDs")."""
    algorithm = hashlib.sha1 if len(like) == 40 else hashlib.sha256
    return algorithm(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _top(folder: str) -> str:
    answer = about_repository(folder, "--show-toplevel", "leave --changed out to check all")
    return os.path.realpath(os.fsdecode(answer.removesuffix(b"\n")))


def _left(folder: str, revision: str) -> str:
    """The last commit that the current branch has of a revision's."""
    wanted, here = commit_of(folder, revision), commit_of(folder, HEAD)
    if wanted == here:
        return here
    status, answer, _ = git(folder, ["merge-base", wanted, here])
    found = answer.decode("ascii", "replace").split()
    if status == 0 and found:
        return found[0]
    if is_shallow(folder):
        raise GitError(
            f"where this branch left {revision!r} is not in this clone, which is shallow",
            "fetch the rest: git fetch --unshallow (in CI: fetch-depth: 0)",
        )
    raise GitError(f"{revision!r} and this branch have no commit in common")


__all__ = ["HEAD", "Changes", "GitError", "changes_since"]
