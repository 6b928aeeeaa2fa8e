"""What we read of a repository, in the form in which it is compared."""

from __future__ import annotations

from handoff_issues.git import Repository


def trail(repository: Repository, path: str) -> list[tuple[str, str]]:
    """Path and commit of each revision, newest first."""
    revisions = repository.history(repository.head().id, [path])[path]
    return [(revision.path, revision.commit.id) for revision in revisions]


def content(repository: Repository, blobs: list[str]) -> dict[str, bytes]:
    return dict(repository.blobs(repository.sizes(blobs)))
