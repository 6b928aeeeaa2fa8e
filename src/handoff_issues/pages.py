"""Handoffs of a commit as pages, with what each of their lines was taken for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handoff_issues.config import Config
from handoff_issues.git import EntryKind, Repository
from handoff_issues.handoff import Page, read_page
from handoff_issues.handoff.decode import NotText, decode
from handoff_issues.handoff.source import MAX_BYTES
from handoff_issues.sanitize import redact
from handoff_issues.vocabulary import vocabulary


def read_pages(repository: Repository, commit: str, paths: Iterable[str], config: Config) -> Iterator[Page]:
    """The pages at these paths of a commit, without secrets; what cannot be read is left out."""
    blobs = {entry.path: entry.blob for entry in repository.tree(commit) if entry.kind is EntryKind.FILE}
    wanted = {path: blobs[path] for path in paths if path in blobs}
    sizes = {blob: size for blob, size in repository.sizes(wanted.values()).items() if size <= MAX_BYTES}
    contents = dict(repository.blobs(sizes))
    for path, blob in wanted.items():
        try:
            text = redact(decode(contents[blob]).text).text
        except (KeyError, NotText):
            continue
        yield read_page(text, path=path, lexicon=vocabulary(text, config))
