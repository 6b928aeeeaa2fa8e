"""The tree, the blobs, the history and the remote of a repository: the only caller of git.

A checkout can be hostile, its `.git/config` included. So only plumbing is called that runs
nothing which a repository configures (no hooks, filters, text converters, signature programs,
file system monitors, transports), the index and the work tree are never read for content,
and nothing is fetched. File names are bytes to git; here they are text in which what is not
UTF-8 is kept by `surrogateescape`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from handoff_issues.errors import RepositoryError
from handoff_issues.git import history, objects
from handoff_issues.git.address import web_address
from handoff_issues.git.history import Commit, Revision
from handoff_issues.git.objects import Entry, EntryKind
from handoff_issues.git.process import ENCODING, Git, fields
from handoff_issues.git.work_tree import differs

__all__ = ["Commit", "Entry", "EntryKind", "Repository", "Revision", "web_address"]

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class Repository:
    """A git repository, read only.

    `root` names a folder of the repository; one below its top means the whole repository that
    contains it. All paths are relative to the top and use `/`.
    """

    def __init__(self, root: Path | str):
        """Open the repository that contains `root`. Raises `RepositoryError` where there is none."""
        self._git = Git(Path(root))
        self.top = self._git.top
        answer = self._git.ask("rev-parse", "--is-shallow-repository", "--is-bare-repository").split()
        self.is_shallow, self.is_bare = (word == b"true" for word in answer)

    def head(self) -> Commit:
        """The commit that is checked out. Raises `RepositoryError` where there is none yet."""
        answer = self._git.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        if answer.returncode:
            raise RepositoryError(
                "the repository has no commit",
                where=str(self.top),
                mend="Commit the handoff, then run this again.",
            )
        return next(history.read_commits(self._git, answer.stdout.decode().strip(), paths=(), limit=1))

    def commit(self, name: str) -> Commit:
        """The commit of this name, a full id. Raises `RepositoryError` where the clone does not have it."""
        answer = (
            self._git.run("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") if _ID.fullmatch(name) else None
        )
        if answer is None or answer.stdout.decode().strip() != name:
            raise RepositoryError(
                f"the clone has no commit {name}",
                where=str(self.top),
                mend="Fetch it (git fetch origin ID), or clone with more of the history.",
            )
        return next(history.read_commits(self._git, name, paths=(), limit=1))

    def first_parent(self, commit: str) -> Commit | None:
        """The commit that `commit` was made on; for a merge, the tip of the branch that it was made into.

        None for a root, and where the clone does not reach so far back.
        """
        parent = self.commit(commit).parent
        try:
            return None if parent is None else self.commit(parent)
        except RepositoryError:
            return None

    def tree(self, commit: str) -> tuple[Entry, ...]:
        """Everything that `commit` holds, folders apart."""
        return objects.tree(self._git, commit)

    def sizes(self, blobs: Iterable[str]) -> dict[str, int]:
        """Size in bytes of each blob; one that the clone does not have is left out."""
        return objects.sizes(self._git, blobs)

    def blobs(self, sizes: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
        """Each blob of these `sizes` with its content as committed: no filter, no line end conversion."""
        return objects.contents(self._git, sizes)

    def history(self, commit: str, paths: Iterable[str]) -> dict[str, tuple[Revision, ...]]:
        """For each path its revisions along first parents, newest first, followed to its earlier names.

        In a shallow clone the last revision is the border's, which need not be the one that wrote the file.
        """
        return history.revisions(self._git, commit, paths)

    def uncommitted(self, entries: Iterable[Entry]) -> tuple[str, ...]:
        """Which of these files differ in the work tree from what is committed, line ends apart.

        One that is absent there is not named: a sparse checkout leaves out most.
        """
        if self.is_bare:
            return ()
        files = (entry for entry in entries if entry.kind is EntryKind.FILE)
        return tuple(file.path for file in files if differs(self.top, file.path, file.blob))

    def present(self) -> tuple[str, ...]:
        """Paths in the index or the work tree, ignored ones apart, whether committed or not."""
        if self.is_bare:
            return ()
        return tuple(
            fields(self._git.ask("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--full-name"))
        )

    def remote(self) -> str | None:
        """`https://host/owner/name` of the remote `origin`, else of the only one; None where there is none."""
        names = self._git.ask("remote").decode(*ENCODING).split("\n")[:-1]
        name = "origin" if "origin" in names else names[0] if len(names) == 1 else None
        if name is None:
            return None
        return web_address(self._git.ask("ls-remote", "--get-url", "--", name).decode(*ENCODING).rstrip("\n"))

    def branch(self) -> str | None:
        """The branch that is checked out; None for a detached head, as `actions/checkout` leaves for pull requests."""
        return self._symbol("HEAD", prefix="refs/heads/")

    def default_branch(self) -> str | None:
        """The default branch of `origin`, where the clone knows it."""
        return self._symbol("refs/remotes/origin/HEAD", prefix="refs/remotes/origin/")

    def _symbol(self, name: str, *, prefix: str) -> str | None:
        answer = self._git.run("symbolic-ref", "--quiet", name)
        target = answer.stdout.decode(*ENCODING).rstrip("\n")
        return target.removeprefix(prefix) if answer.returncode == 0 and target.startswith(prefix) else None
