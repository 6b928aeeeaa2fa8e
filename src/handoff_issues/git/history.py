"""Commits along first parents, and the revisions of files in them, followed to their earlier names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from handoff_issues.git.process import ENCODING, Git, fields, lines

MAX_RENAMES = 5
"""How many times a file is followed to an earlier name."""
MAX_PATHSPECS = 1000
"""Beyond this many paths it is cheaper to look at all of the history than to limit it."""


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


def read_commits(git: Git, start: str, *, paths: Iterable[str], limit: int | None = None) -> Iterator[Commit]:
    """Commits along first parents that touch the paths (none: all), newest first."""
    limits = [] if limit is None else [f"--max-count={limit}"]
    output = git.ask(
        *("rev-list", "--first-parent", "--format=%P%x00%ct", *limits, start, "--", *_pathspecs(paths)),
    )
    answer = iter(output.decode("ascii", "replace").splitlines())
    for header in answer:
        parents, _, seconds = next(answer).partition("\0")
        yield Commit(id=header.split(" ")[1], at=_moment(seconds), parent=parents.partition(" ")[0] or None)


def revisions(git: Git, commit: str, paths: Iterable[str]) -> dict[str, tuple[Revision, ...]]:
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
        commits = tuple(read_commits(git, commit, paths=names))
        changes = _changes(git, commits, paths=names)
        born = [c for c in commits if c.parent and c.id not in searched and _adds(changes.get(c.id, ()), names)]
        searched.update(c.id for c in born)
        for id, found in _changes(git, born, paths=None).items():
            renames = {change.path: change.origin for change in found if change.origin and change.path in names}
            origins |= {(id, path): origin for path, origin in renames.items()}
            names |= dict.fromkeys(renames.values())
        if len(names) == known:
            break
    return {path: tuple(_trace(path, commits=commits, changes=changes, origins=origins)) for path in asked}


def _changes(git: Git, commits: Sequence[Commit], *, paths: Iterable[str] | None) -> dict[str, list[_Change]]:
    """What each commit changed against its first parent; without paths: everywhere, with renames."""
    if not commits:
        return {}
    # In a partial clone similarity cannot be judged without fetching: exact renames only.
    renames = "--no-renames" if paths is not None else "--find-renames=100%" if git.is_partial() else "-M"
    output = git.ask(
        *("diff-tree", "--stdin", "-r", "-z", "--raw", "--root"),
        *("--no-ext-diff", "--no-textconv", "-l500", renames),
        *("--", *_pathspecs(paths or ())),
        stdin=lines(f"{c.id} {c.parent}" if c.parent else c.id for c in commits),
    )
    return _read_raw(output)


def _read_raw(output: bytes) -> dict[str, list[_Change]]:
    """`diff-tree --stdin -z --raw`: a commit's id, then `:modes blobs status`, path (and new path) for each change."""
    changes: dict[str, list[_Change]] = {}
    words = iter(fields(output))
    found: list[_Change] = []
    for word in words:
        if not word.startswith(":"):
            found = changes.setdefault(word, [])
            continue
        _, mode, _, blob, status = word.split(" ")
        first = next(words)
        path, origin = (next(words), first) if status[0] in "RC" else (first, None)
        is_file = mode.startswith("100")
        found.append(_Change(path=path, origin=origin, blob=blob if is_file else None, added=status == "A"))
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


def _moment(seconds: str) -> datetime:
    """A commit's time. A commit object can hold any number; what no calendar has becomes the epoch."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _pathspecs(paths: Iterable[str]) -> list[bytes]:
    names = [path.encode(*ENCODING) for path in paths]
    return names if len(names) <= MAX_PATHSPECS else []
