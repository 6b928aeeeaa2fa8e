"""What a commit holds, whatever the files are called and wherever they are."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from handoff_issues.errors import RepositoryError
from handoff_issues.git import EntryKind, Repository
from support.committed import content, trail
from support.repository import Repository as Builder

NAMES = [
    "caf\udce9.md", "two\nlines.md", "a\ttab.md", 'quo"te.md', "-dash.md", " blank .md", "back\\slash.md",
    ":(glob)*.md", ":!x.md", "*.md", "引き継ぎ.md", "--output=x", "folder/-/HANDOFF.md", "!not.md", "#hash.md",
    "\x01control.md",
]  # fmt: skip


def test_head(builder: Builder) -> None:
    first = builder.commit({"a.md": "1"}, date="2026-03-01T12:00")
    second = builder.commit({"a.md": "2"}, date="2026-03-02T12:00+02:00")
    head = Repository(builder.path).head()
    assert (head.id, head.parent) == (second, first)
    assert head.at == datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_another_commit_than_the_one_that_is_checked_out(builder: Builder) -> None:
    first = builder.commit({"a.md": "1"}, date="2026-03-01T12:00")
    builder.commit({"a.md": "2"}, date="2026-03-02T12:00")
    commit = Repository(builder.path).commit(first)
    assert (commit.id, commit.parent) == (first, None)
    assert commit.at == datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("name", ["main", "HEAD~1", "--all", "", "0" * 40, "f" * 39, "{tree}", "{first:.8}"])
def test_what_is_no_full_id_of_a_commit_is_refused(builder: Builder, name: str) -> None:
    first = builder.commit({"a.md": "1"})
    builder.commit({"a.md": "2"})
    tree = builder.git("rev-parse", "HEAD^{tree}")
    with pytest.raises(RepositoryError, match="the clone has no commit"):
        Repository(builder.path).commit(name.format(tree=tree, first=first))


def test_the_first_parent_of_a_merge_is_what_it_was_made_into(builder: Builder, tmp_path: Path) -> None:
    root = builder.commit({"a.md": "1"})
    builder.branch("topic")
    builder.commit({"b.md": "1"})
    builder.checkout("main")
    base = builder.commit({"a.md": "2"})
    merge = builder.merge("topic")
    repository = Repository(builder.path)
    parent = repository.first_parent(merge)
    assert parent is not None
    assert parent.id == base
    assert repository.first_parent(root) is None
    shallow = Repository(builder.clone(tmp_path / "shallow", depth=1).path)
    assert shallow.first_parent(merge) is None


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_any_name(builder: Builder, name: str) -> None:
    first = builder.commit({name: "one"})
    second = builder.commit({name: "two", "other.md": "x"})
    repository = Repository(builder.path)
    (entry,) = (entry for entry in repository.tree(second) if entry.path == name)
    assert content(repository, [entry.blob]) == {entry.blob: b"two"}
    assert trail(repository, name) == [(name, second), (name, first)]
    builder.write({name: "three", "new" + name.replace("/", ""): "four"})
    assert repository.uncommitted([entry]) == (name,)
    assert "new" + name.replace("/", "") in repository.present()


def test_what_is_no_file(builder: Builder) -> None:
    builder.link("HANDOFF.md", "/etc/hostname")
    builder.submodule("handoffs")
    kinds = {entry.path: entry.kind for entry in Repository(builder.path).tree("HEAD")}
    assert kinds == {"HANDOFF.md": EntryKind.LINK, "handoffs": EntryKind.SUBMODULE}


def test_the_index_and_the_work_tree_do_not_matter(builder: Builder) -> None:
    builder.commit({"a.md": "committed"})
    builder.write({"a.md": "edited", "b.md": "new"})
    builder.git("add", "--all")
    repository = Repository(builder.path)
    (entry,) = repository.tree("HEAD")
    assert content(repository, [entry.blob]) == {entry.blob: b"committed"}


def test_blobs_of_many_batches(builder: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handoff_issues.git.objects.BATCH", 100)
    texts = [b"\n" * 99, b"", b"x" * 250, b"\0\xff\r\n", b"abc 12\n"]
    builder.commit({f"{at}.md": text for at, text in enumerate(texts)})
    repository = Repository(builder.path)
    blobs = [entry.blob for entry in repository.tree("HEAD")]
    assert content(repository, blobs) == dict(zip(blobs, texts, strict=True))


def test_a_blob_that_is_not_there(builder: Builder) -> None:
    builder.commit({"a.md": "1"})
    assert Repository(builder.path).sizes(["1" * 40]) == {}
