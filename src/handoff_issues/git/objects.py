"""What a commit holds: its paths, and the content of its files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from handoff_issues.git.process import Git, fields, lines

BATCH = 32 * 2**20
"""Bytes of blobs that are held in memory at once."""


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


def tree(git: Git, commit: str) -> tuple[Entry, ...]:
    """See `Repository.tree`."""
    entries: list[Entry] = []
    for line in fields(git.ask("ls-tree", "-r", "-z", "--full-tree", commit)):
        facts, _, path = line.partition("\t")
        mode, _, blob = facts.split(" ")
        entries.append(Entry(path=path, kind=_KINDS.get(mode, EntryKind.FILE), blob=blob))
    return tuple(entries)


def sizes(git: Git, blobs: Iterable[str]) -> dict[str, int]:
    """See `Repository.sizes`."""
    asked = _present(git, dict.fromkeys(blobs))
    if not asked:
        return {}
    told = git.ask("cat-file", "--batch-check", stdin=lines(asked)).decode().splitlines()
    answers = (line.split(" ") for line in told)
    return {answer[0]: int(answer[2]) for answer in answers if len(answer) == 3 and answer[1] == "blob"}


def contents(git: Git, sizes: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    """See `Repository.blobs`."""
    batch: list[str] = []
    held = 0
    for blob, size in sizes.items():
        if batch and held + size > BATCH:
            yield from _batch(git, batch)
            batch, held = [], 0
        batch.append(blob)
        held += size
    if batch:
        yield from _batch(git, batch)


def _batch(git: Git, blobs: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    output = git.ask("cat-file", "--batch", stdin=lines(blobs))
    at = 0
    while at < len(output):
        end = output.index(b"\n", at)
        blob, _, size = output[at:end].decode().split(" ")
        at = end + 1 + int(size)
        yield blob, output[end + 1 : at]
        at += 1


def _present(git: Git, blobs: Iterable[str]) -> list[str]:
    """Those that may be asked for: in a partial clone git would fetch, and fail over, one that is missing."""
    asked = list(blobs)
    if not asked or not git.is_partial():
        return asked
    local = git.ask("cat-file", "--batch-check=%(objectname)", "--batch-all-objects", "--unordered")
    present = set(local.decode().splitlines())
    return [blob for blob in asked if blob in present]
