"""The tree, the blobs, the history and the remote of a repository: the only caller of git.

A checkout can be hostile, its `.git/config` included. So only plumbing is called that runs
nothing which a repository configures (no hooks, filters, text converters, signature programs,
file system monitors, transports), the index and the work tree are never read for content,
and nothing is fetched. File names are bytes to git; here they are text in which what is not
UTF-8 is kept by `surrogateescape`.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from handoff_issues.errors import RepositoryError

TIMEOUT = 120.0
"""Seconds that one call of git may take."""
BATCH = 32 * 2**20
"""Bytes of blobs that are held in memory at once."""
MAX_RENAMES = 5
"""How many times a file is followed to an earlier name."""
MAX_PATHSPECS = 1000
"""Beyond this many paths it is cheaper to look at all of the history than to limit it."""

_ENCODING = ("utf-8", "surrogateescape")
_KEPT = frozenset({"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH"})
"""Of the caller's `GIT_*` variables; the others (set in a hook, say) would turn us to another repository."""
_TOKENS = frozenset({"INPUT_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"})
"""Nothing that git does here needs them, and a repository's config can name programs that git starts."""
_SETTINGS = (
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    "core.hooksPath=/dev/null",
    "core.useReplaceRefs=false",
)

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_PAGE = re.compile(r"[\w.~-]+(?:/[\w.~-]+)+", re.ASCII)


class EntryKind(StrEnum):
    """What a commit holds at a path."""

    FILE = "file"
    LINK = "symbolic link"
    SUBMODULE = "submodule"


_KINDS = {"120000": EntryKind.LINK, "160000": EntryKind.SUBMODULE}


@dataclass(frozen=True, slots=True)
class Entry:
    """One path of a commit. `blob` is the file's blob, the link's, or the submodule's commit."""

    path: str
    kind: EntryKind
    blob: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit on the line of first parents."""

    id: str
    at: datetime
    """When it was committed, in UTC."""
    parent: str | None
    """None at the root, and at the border of a shallow clone."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A file as `commit` left it."""

    commit: Commit
    path: str
    """Its name in that commit."""
    blob: str
    order: int
    """Place of the commit on the line of first parents among those that were asked for: 0 is the newest."""


class _Change(NamedTuple):
    """One line of a raw diff. `blob` is None where the path is no regular file afterwards."""

    path: str
    origin: str | None
    """The earlier name, where git sees a rename."""
    blob: str | None
    added: bool


class Repository:
    """A git repository, read only.

    `root` names a folder of the repository; one below its top means the whole repository that
    contains it. All paths are relative to the top and use `/`.
    """

    def __init__(self, root: Path | str):
        """Open the repository that contains `root`. Raises `RepositoryError` where there is none."""
        self.top = _find_top(Path(root))
        answer = self._ask("rev-parse", "--is-shallow-repository", "--is-bare-repository").split()
        self.is_shallow, self.is_bare = (word == b"true" for word in answer)

    def head(self) -> Commit:
        """The commit that is checked out. Raises `RepositoryError` where there is none yet."""
        answer = self._run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        if answer.returncode:
            raise RepositoryError(
                "the repository has no commit",
                where=str(self.top),
                mend="Commit the handoff, then run this again.",
            )
        return next(self._commits(answer.stdout.decode().strip(), paths=(), limit=1))

    def commit(self, name: str) -> Commit:
        """The commit of this name, a full id. Raises `RepositoryError` where the clone does not have it."""
        answer = self._run("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") if _ID.fullmatch(name) else None
        if answer is None or answer.stdout.decode().strip() != name:
            raise RepositoryError(
                f"the clone has no commit {name}",
                where=str(self.top),
                mend="Fetch it (git fetch origin ID), or clone with more of the history.",
            )
        return next(self._commits(name, paths=(), limit=1))

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
        entries: list[Entry] = []
        for line in _fields(self._ask("ls-tree", "-r", "-z", "--full-tree", commit)):
            facts, _, path = line.partition("\t")
            mode, _, blob = facts.split(" ")
            entries.append(Entry(path=path, kind=_KINDS.get(mode, EntryKind.FILE), blob=blob))
        return tuple(entries)

    def sizes(self, blobs: Iterable[str]) -> dict[str, int]:
        """Size in bytes of each blob; one that the clone does not have is left out."""
        asked = self._present(dict.fromkeys(blobs))
        if not asked:
            return {}
        lines = self._ask("cat-file", "--batch-check", stdin=_lines(asked)).decode().splitlines()
        answers = (line.split(" ") for line in lines)
        return {answer[0]: int(answer[2]) for answer in answers if len(answer) == 3 and answer[1] == "blob"}

    def blobs(self, sizes: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
        """Each blob of these `sizes` with its content as committed: no filter, no line end conversion."""
        batch: list[str] = []
        held = 0
        for blob, size in sizes.items():
            if batch and held + size > BATCH:
                yield from self._batch(batch)
                batch, held = [], 0
            batch.append(blob)
            held += size
        if batch:
            yield from self._batch(batch)

    def history(self, commit: str, paths: Iterable[str]) -> dict[str, tuple[Revision, ...]]:
        """For each path its revisions along first parents, newest first.

        A file is followed to its earlier name where the commit that added it removed a similar
        file (git's own judgement). Deletions leave no revision. In a shallow clone the last
        revision is the border's, which need not be the one that wrote the file.
        """
        asked = tuple(dict.fromkeys(paths))
        if not asked:
            return {}
        names = dict.fromkeys(asked)
        origins: dict[tuple[str, str], str] = {}
        searched: set[str] = set()
        commits: tuple[Commit, ...] = ()
        changes: dict[str, list[_Change]] = {}
        for _ in range(MAX_RENAMES + 1):
            known = len(names)
            commits = tuple(self._commits(commit, paths=names))
            changes = self._changes(commits, paths=names)
            born = [c for c in commits if c.parent and c.id not in searched and _adds(changes.get(c.id, ()), names)]
            searched.update(c.id for c in born)
            for id, lines in self._changes(born, paths=None).items():
                renames = {change.path: change.origin for change in lines if change.origin and change.path in names}
                origins |= {(id, path): origin for path, origin in renames.items()}
                names |= dict.fromkeys(renames.values())
            if len(names) == known:
                break
        return {path: tuple(_trace(path, commits=commits, changes=changes, origins=origins)) for path in asked}

    def uncommitted(self, entries: Iterable[Entry]) -> tuple[str, ...]:
        """Which of these files differ in the work tree from what is committed, line ends apart.

        One that is absent there is not named: a sparse checkout leaves out most.
        """
        if self.is_bare:
            return ()
        return tuple(e.path for e in entries if e.kind is EntryKind.FILE and not _is_same(self._local(e.path), e.blob))

    def present(self) -> tuple[str, ...]:
        """Paths in the index or the work tree, ignored ones apart, whether committed or not."""
        if self.is_bare:
            return ()
        return tuple(_fields(self._ask("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--full-name")))

    def remote(self) -> str | None:
        """`https://host/owner/name` of the remote `origin`, else of the only one; None where there is none."""
        names = self._ask("remote").decode(*_ENCODING).split("\n")[:-1]
        name = "origin" if "origin" in names else names[0] if len(names) == 1 else None
        if name is None:
            return None
        return web_address(self._ask("ls-remote", "--get-url", "--", name).decode(*_ENCODING).rstrip("\n"))

    def branch(self) -> str | None:
        """The branch that is checked out; None for a detached head, as `actions/checkout` leaves for pull requests."""
        return self._symbol("HEAD", prefix="refs/heads/")

    def default_branch(self) -> str | None:
        """The default branch of `origin`, where the clone knows it."""
        return self._symbol("refs/remotes/origin/HEAD", prefix="refs/remotes/origin/")

    def _symbol(self, name: str, *, prefix: str) -> str | None:
        answer = self._run("symbolic-ref", "--quiet", name)
        target = answer.stdout.decode(*_ENCODING).rstrip("\n")
        return target.removeprefix(prefix) if answer.returncode == 0 and target.startswith(prefix) else None

    def _commits(self, start: str, *, paths: Iterable[str], limit: int | None = None) -> Iterator[Commit]:
        """Commits along first parents that touch the paths (none: all), newest first."""
        limits = [] if limit is None else [f"--max-count={limit}"]
        output = self._ask(
            *("rev-list", "--first-parent", "--format=%P%x00%ct", *limits, start, "--", *_pathspecs(paths)),
        )
        lines = iter(output.decode("ascii", "replace").splitlines())
        for header in lines:
            parents, _, seconds = next(lines).partition("\0")
            yield Commit(id=header.split(" ")[1], at=_moment(seconds), parent=parents.partition(" ")[0] or None)

    def _changes(self, commits: Sequence[Commit], *, paths: Iterable[str] | None) -> dict[str, list[_Change]]:
        """What each commit changed against its first parent; without paths: everywhere, with renames."""
        if not commits:
            return {}
        # In a partial clone similarity cannot be judged without fetching: exact renames only.
        renames = "--no-renames" if paths is not None else "--find-renames=100%" if self._is_partial() else "-M"
        output = self._ask(
            *("diff-tree", "--stdin", "-r", "-z", "--raw", "--root"),
            *("--no-ext-diff", "--no-textconv", "-l500", renames),
            *("--", *_pathspecs(paths or ())),
            stdin=_lines(f"{c.id} {c.parent}" if c.parent else c.id for c in commits),
        )
        return _read_raw(output)

    def _batch(self, blobs: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        output = self._ask("cat-file", "--batch", stdin=_lines(blobs))
        at = 0
        while at < len(output):
            end = output.index(b"\n", at)
            blob, _, size = output[at:end].decode().split(" ")
            at = end + 1 + int(size)
            yield blob, output[end + 1 : at]
            at += 1

    def _is_partial(self) -> bool:
        return self._run("config", "--get-regexp", r"^(remote\..*\.promisor|extensions\.partialclone)$").returncode == 0

    def _present(self, blobs: Iterable[str]) -> list[str]:
        """Those that may be asked for: in a partial clone git would fetch, and fail over, one that is missing."""
        asked = list(blobs)
        if not asked or not self._is_partial():
            return asked
        local = self._ask("cat-file", "--batch-check=%(objectname)", "--batch-all-objects", "--unordered")
        present = set(local.decode().splitlines())
        return [blob for blob in asked if blob in present]

    def _local(self, path: str) -> bytes | None:
        """The file in the work tree; None where it is none."""
        place = os.path.join(os.fsencode(self.top), path.encode(*_ENCODING))  # noqa: PTH118 - bytes
        try:
            if not stat.S_ISREG(os.lstat(place).st_mode):
                return None
            with open(place, "rb") as file:  # noqa: PTH123 - bytes
                return file.read()
        except OSError:
            return None

    def _ask(self, *arguments: str | bytes, stdin: bytes = b"") -> bytes:
        """What git answers. Raises `RepositoryError` where it fails."""
        answer = self._run(*arguments, stdin=stdin)
        if answer.returncode:
            raise RepositoryError(
                "git cannot read the repository",
                where=str(self.top),
                why=answer.stderr.decode(*_ENCODING).strip(),
                mend="Check the repository with `git fsck`, or clone it again.",
            )
        return answer.stdout

    def _run(self, *arguments: str | bytes, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        # The owner of a checkout in a container differs from ours; only this one folder is declared safe.
        settings = [word for setting in (f"safe.directory={self.top}", *_SETTINGS) for word in ("-c", setting)]
        command = ["git", "-C", str(self.top), "--no-pager", "--literal-pathspecs", *settings, *arguments]
        try:
            return subprocess.run(  # noqa: S603 - a fixed program, no shell
                command, input=stdin, capture_output=True, timeout=TIMEOUT, env=_environment(self.top), check=False
            )
        except FileNotFoundError as error:
            raise RepositoryError(
                "git is not installed", mend="Install git 2.31 or newer and run this again."
            ) from error
        except subprocess.TimeoutExpired as error:
            raise RepositoryError(
                f"git gave no answer within {TIMEOUT:.0f} seconds",
                where=str(self.top),
                why=f"git {os.fsdecode(arguments[0])}",
                mend="Run this again; if it stays so, clone the repository afresh.",
            ) from error


def web_address(url: str) -> str | None:
    """`https://host/owner/name` of a remote's address (https, ssh or `git@host:owner/name`); None for a local one.

    Credentials in the address are left out.
    """
    if "://" not in url:
        host, colon, path = url.partition(":")
        if not colon or "/" in host or path.startswith(":"):  # `ext::` and the like are programs
            return None
        url = f"ssh://{host}/{path.lstrip('/')}"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    path = parts.path.strip("/").removesuffix(".git")
    if parts.scheme not in {"https", "http", "ssh", "git", "git+ssh"} or not host or not _PAGE.fullmatch(path):
        return None
    scheme = "http" if parts.scheme == "http" else "https"
    # A port of ssh says nothing of the pages' port.
    place = f"{host}:{port}" if port and parts.scheme in {"https", "http"} else host
    return f"{scheme}://{place}/{path}"


def _find_top(root: Path) -> Path:
    """The folder that holds `.git`, or is a bare repository, at `root` or above.

    Looked for here, since git tells it only where the owner of the folder is declared safe.
    """
    try:
        start = root.resolve(strict=True)
        for folder in (start, *start.parents):
            if (folder / ".git").exists() or all((folder / name).exists() for name in ("HEAD", "objects", "refs")):
                return folder
    except (OSError, RuntimeError) as error:
        raise RepositoryError(
            "the folder cannot be read",
            where=str(root),
            why=str(error),
            mend="Check `root`; it is relative to the current directory.",
        ) from error
    raise RepositoryError(
        "there is no git repository here",
        where=str(root),
        mend="Run this inside a clone, or begin a repository with `git init`. "
        "In a workflow, put `uses: actions/checkout` before this step.",
    )


def _environment(top: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    return {name: value for name, value in kept.items() if name not in _TOKENS} | {
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        # A broken `.git` must not make the repository around it the one that is read.
        "GIT_CEILING_DIRECTORIES": str(top.parent),
        # Nothing is fetched, whatever the repository's config allows: a transport can be any program.
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "",
    }


def _moment(seconds: str) -> datetime:
    """A commit's time. A commit object can hold any number; what no calendar has becomes the epoch."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _fields(output: bytes) -> list[str]:
    return output.decode(*_ENCODING).split("\0")[:-1]


def _lines(words: Iterable[str]) -> bytes:
    return "".join(f"{word}\n" for word in words).encode()


def _pathspecs(paths: Iterable[str]) -> list[bytes]:
    names = [path.encode(*_ENCODING) for path in paths]
    return names if len(names) <= MAX_PATHSPECS else []


def _read_raw(output: bytes) -> dict[str, list[_Change]]:
    """`diff-tree --stdin -z --raw`: a commit's id, then `:modes blobs status`, path (and new path) for each change."""
    changes: dict[str, list[_Change]] = {}
    words = iter(_fields(output))
    lines: list[_Change] = []
    for word in words:
        if not word.startswith(":"):
            lines = changes.setdefault(word, [])
            continue
        _, mode, _, blob, status = word.split(" ")
        first = next(words)
        path, origin = (next(words), first) if status[0] in "RC" else (first, None)
        is_file = mode.startswith("100")
        lines.append(_Change(path=path, origin=origin, blob=blob if is_file else None, added=status == "A"))
    return changes


def _adds(changes: Iterable[_Change], names: Iterable[str]) -> bool:
    return any(change.added and change.path in names for change in changes)


def _trace(
    path: str,
    *,
    commits: Sequence[Commit],
    changes: Mapping[str, Sequence[_Change]],
    origins: Mapping[tuple[str, str], str],
) -> Iterator[Revision]:
    name = path
    for order, commit in enumerate(commits):
        change = next((c for c in changes.get(commit.id, ()) if c.path == name), None)
        if change is None:
            continue
        if change.blob is not None:
            yield Revision(commit=commit, path=name, blob=change.blob, order=order)
        name = origins.get((commit.id, name), name)


def _is_same(content: bytes | None, blob: str) -> bool:
    if content is None:
        return True
    digest = hashlib.sha1 if len(blob) == 40 else hashlib.sha256
    candidates = (content, content.replace(b"\r\n", b"\n"))
    return any(digest(b"blob %d\0" % len(text) + text).hexdigest() == blob for text in candidates)
