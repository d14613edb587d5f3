"""The files of a revision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.limits import REVISION_BYTES, REVISION_FILES
from importspy_static.revisions.process import GitError, git


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a revision."""

    path: str
    """With slashes, from the top of the repository."""
    object: str
    size: int


@dataclass(frozen=True, slots=True)
class Tree:
    """The files of a revision."""

    folder: str
    """The folder that was asked from."""
    commit: str
    prefix: str
    """The way from the top of the repository to the folder that was asked from; empty, or ending in a slash."""
    entries: tuple[Entry, ...]

    def contents(self, wanted: Sequence[Entry]) -> dict[str, bytes]:
        """The bytes of files, by path.

        Raises:
            GitError: there are too many, or they are not to be had.
        """
        if sum(each.size for each in wanted) > REVISION_BYTES:
            raise GitError(f"there is more than {REVISION_BYTES // 2**20} MiB of source in it", "name a folder of it")
        asked = "".join(f"{each.object}\n" for each in wanted).encode()
        status, answer, complaint = git(self.folder, ["cat-file", "--batch"], asked)
        if status != 0:
            raise GitError(f"its files cannot be read: {_first(complaint)}")
        return dict(zip((each.path for each in wanted), _blobs(answer, len(wanted)), strict=True))


def _blobs(answer: bytes, count: int) -> Iterator[bytes]:
    """What `cat-file --batch` writes: `OBJECT TYPE SIZE`, a line end, the bytes, a line end."""
    at = 0
    for _ in range(count):
        end = answer.find(b"\n", at)
        words = answer[at:end].split(b" ")
        if end < 0 or len(words) != 3:
            raise GitError("a file of it is not there", "the clone is partial: fetch the whole")
        size = int(words[2])
        yield answer[end + 1 : end + 1 + size]
        at = end + 1 + size + 1


def read_tree(folder: str, revision: str) -> Tree:
    """The files of a revision of the repository that a folder lies in.

    Raises:
        GitError: there is no git, no repository, or no such revision in it.
    """
    answer = about_repository(folder, "--show-prefix", "give files or folders instead of revisions")
    commit = commit_of(folder, revision)
    status, listing, complaint = git(folder, ["ls-tree", "-r", "-l", "-z", "--full-tree", commit])
    if status != 0:
        raise GitError(f"{revision}: its files cannot be listed: {_first(complaint)}")
    prefix = answer.decode("utf-8", "surrogateescape").removesuffix("\n")
    return Tree(folder, commit, prefix, tuple(_entries(listing)))


def about_repository(folder: str, question: str, instead: str) -> bytes:
    """What `git rev-parse` says of the repository around a folder; `instead`: what to do where there is none.

    Raises:
        GitError: there is no git, or no repository that it would look at.
    """
    status, answer, complaint = git(folder, ["rev-parse", question])
    if status == 0:
        return answer
    if "dubious ownership" in complaint:
        raise GitError("the repository belongs to somebody else", "see safe.directory in `git help config`")
    raise GitError("the current folder is in no git repository", instead)


def _entries(listing: bytes) -> Iterator[Entry]:
    """Lines of `MODE TYPE OBJECT SIZE`, a tab, a path. Links and submodules are no files."""
    for count, line in enumerate(filter(None, listing.split(b"\0"))):
        if count >= REVISION_FILES:
            raise GitError(f"there are more than {REVISION_FILES} files in it")
        words, _, path = line.partition(b"\t")
        mode, kind, name, size = words.split()
        if kind == b"blob" and mode != b"120000":
            yield Entry(path.decode("utf-8", "surrogateescape"), name.decode(), int(size))


def commit_of(folder: str, revision: str) -> str:
    """The full name of a commit. What begins with a dash would be an option.

    Raises:
        GitError: there is no such commit.
    """
    if not revision or revision.startswith("-") or "\0" in revision or "\n" in revision:
        raise GitError(f"{revision!r} is no revision")
    status, answer, _ = git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"])
    found = answer.decode("ascii", "replace").strip().splitlines()
    if status == 0 and found:
        return found[-1]
    raise _unknown(folder, revision)


def _unknown(folder: str, revision: str) -> GitError:
    if is_shallow(folder):
        return GitError(
            f"there is no revision {revision!r} in this clone, which is shallow",
            "fetch the rest: git fetch --unshallow --tags (in CI: fetch-depth: 0)",
        )
    near = get_close_matches(revision, _names(folder), n=1)
    hint = f"did you mean {near[0]}?" if near else "git tag lists the tags; git fetch --tags fetches them"
    return GitError(f"there is no revision {revision!r}", hint)


def is_shallow(folder: str) -> bool:
    """Whether a clone has the last commits only."""
    _, answer, _ = git(folder, ["rev-parse", "--is-shallow-repository"])
    return answer.strip() == b"true"


def _names(folder: str) -> list[str]:
    """Tags and branches."""
    _, answer, _ = git(folder, ["for-each-ref", "--format=%(refname:short)", "refs/tags", "refs/heads", "refs/remotes"])
    return answer.decode("utf-8", "replace").splitlines()[:REVISION_FILES]


def is_revision(folder: str, revision: str) -> bool:
    """Whether a word names a commit."""
    try:
        commit_of(folder, revision)
    except GitError:
        return False
    return True


def _first(complaint: str) -> str:
    return next(iter(complaint.strip().splitlines()), "git does not say why")


__all__ = ["Entry", "GitError", "Tree", "about_repository", "commit_of", "is_revision", "is_shallow", "read_tree"]
