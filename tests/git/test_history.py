"""Commits and revisions as git has them, in clones of all kinds."""

from __future__ import annotations

import time
from datetime import UTC
from pathlib import Path

import pytest

from handoff_issues.git import Repository
from support.committed import content, trail
from support.pace import in_time
from support.repository import Repository as Builder


def test_versions_newest_first(builder: Builder) -> None:
    one = builder.commit({"a.md": "1", "b.md": "1"})
    builder.commit({"b.md": "2"})
    three = builder.commit({"a.md": "2"})
    repository = Repository(builder.path)
    assert trail(repository, "a.md") == [("a.md", three), ("a.md", one)]
    assert trail(repository, "missing.md") == []
    assert repository.history(three, []) == {}


def test_orders_compare_between_files(builder: Builder) -> None:
    builder.commit({"a.md": "1"})
    head = builder.commit({"b.md": "1"})
    history = Repository(builder.path).history(head, ["a.md", "b.md"])
    assert history["b.md"][0].order < history["a.md"][0].order


def test_paths_are_no_patterns(builder: Builder) -> None:
    head = builder.commit({"a.md": "1", ":!a.md": "1", "[b].md": "1"})
    history = Repository(builder.path).history(head, ["a.md", ":!a.md", "[b].md"])
    assert [len(revisions) for revisions in history.values()] == [1, 1, 1]


def test_an_older_commit_knows_nothing_of_later_ones(builder: Builder) -> None:
    first = builder.commit({"a.md": "1"})
    builder.commit({"a.md": "2"})
    revisions = Repository(builder.path).history(first, ["a.md"])["a.md"]
    assert [revision.commit.id for revision in revisions] == [first]


def test_deleted_and_written_again(builder: Builder) -> None:
    one = builder.commit({"a.md": "1"})
    builder.delete("a.md")
    three = builder.commit({"a.md": "3"})
    assert trail(Repository(builder.path), "a.md") == [("a.md", three), ("a.md", one)]


def test_renames_are_followed(builder: Builder) -> None:
    text = "".join(f"line {at}\n" for at in range(20))
    one = builder.commit({"HANDOFF.md": text})
    two = builder.move("HANDOFF.md", "docs/HANDOFF.md")
    three = builder.commit({"docs/HANDOFF.md": text + "more\n"})
    four = builder.move("docs/HANDOFF.md", "notes/handoff.md", files={"notes/handoff.md": text + "still more\n"})
    expected = [
        ("notes/handoff.md", four),
        ("docs/HANDOFF.md", three),
        ("docs/HANDOFF.md", two),
        ("HANDOFF.md", one),
    ]
    assert trail(Repository(builder.path), "notes/handoff.md") == expected


def test_a_rename_by_case_alone(builder: Builder) -> None:
    one = builder.commit({"handoff.md": "words\n" * 9})
    two = builder.move("handoff.md", "HANDOFF.md")
    assert trail(Repository(builder.path), "HANDOFF.md") == [("HANDOFF.md", two), ("handoff.md", one)]


def test_what_is_unlike_is_no_rename(builder: Builder) -> None:
    builder.commit({"a.md": "one\n" * 20})
    two = builder.commit({"a.md": None, "b.md": "else\n" * 20})
    assert trail(Repository(builder.path), "b.md") == [("b.md", two)]


def test_merges_count_once_on_the_line_of_first_parents(builder: Builder) -> None:
    one = builder.commit({"a.md": "1"})
    builder.branch("side")
    builder.commit({"a.md": "2"})
    builder.commit({"a.md": "3"})
    builder.checkout("main")
    builder.commit({"b.md": "x"})
    merge = builder.merge("side")
    assert trail(Repository(builder.path), "a.md") == [("a.md", merge), ("a.md", one)]


def test_a_revert_is_a_version(builder: Builder) -> None:
    one = builder.commit({"a.md": "1"})
    two = builder.commit({"a.md": "2"})
    three = builder.revert(two)
    repository = Repository(builder.path)
    revisions = repository.history(three, ["a.md"])["a.md"]
    assert [revision.commit.id for revision in revisions] == [three, two, one]
    assert revisions[0].blob == revisions[2].blob


def test_a_rewritten_branch(builder: Builder) -> None:
    one = builder.commit({"a.md": "1"})
    builder.commit({"a.md": "2"})
    builder.reset(one)
    three = builder.commit({"a.md": "3"})
    assert trail(Repository(builder.path), "a.md") == [("a.md", three), ("a.md", one)]


def test_clocks_that_lie_do_not_change_the_order(builder: Builder) -> None:
    one = builder.commit({"a.md": "1"}, date="2030-01-01T12:00")
    two = builder.commit({"a.md": "2"}, date="1999-01-01T12:00")
    three = builder.commit({"a.md": "3"}, date="2015-01-01T12:00")
    assert [commit for _, commit in trail(Repository(builder.path), "a.md")] == [three, two, one]


@pytest.mark.parametrize("stamp", ["99999999999999999999", "-1", "99999999999999", "", "x"])
def test_a_time_that_no_calendar_has(builder: Builder, stamp: str) -> None:
    builder.commit({"a.md": "1"})
    tree = builder.git("rev-parse", "HEAD^{tree}")
    text = f"tree {tree}\nauthor A <a@example.com> {stamp} +0000\ncommitter A <a@example.com> {stamp} +0000\n\nx\n"
    commit = builder.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=text.encode())
    builder.git("update-ref", "refs/heads/main", commit)
    repository = Repository(builder.path)
    assert repository.head().at.tzinfo is UTC
    assert trail(repository, "a.md") == [("a.md", commit)]


def test_a_shallow_clone(builder: Builder, tmp_path: Path) -> None:
    builder.commit({"a.md": "1", "b.md": "1"})
    builder.commit({"a.md": "2"})
    head = builder.commit({"a.md": "3"})
    shallow = Repository(builder.clone(tmp_path / "shallow", depth=2).path)
    whole = Repository(builder.clone(tmp_path / "whole").path)
    assert (shallow.is_shallow, whole.is_shallow) == (True, False)
    assert len(trail(shallow, "a.md")) == 2
    (border,) = shallow.history(head, ["b.md"])["b.md"]
    assert border.commit.parent is None
    assert border.commit.id != head


def test_a_partial_clone_is_not_completed(builder: Builder, tmp_path: Path) -> None:
    builder.git("config", "uploadpack.allowFilter", "true")
    builder.commit({"a.md": "1\n" * 10})
    builder.commit({"a.md": None, "b.md": "1\n" * 9 + "2"})
    head = builder.commit({"b.md": "3"})
    clone = builder.clone(tmp_path / "partial", "--filter=blob:none")
    repository = Repository(clone.path)
    revisions = repository.history(head, ["b.md"])["b.md"]
    sizes = repository.sizes(revision.blob for revision in revisions)
    assert len(revisions) == 2
    assert list(sizes) == [revisions[0].blob]
    assert dict(repository.blobs(sizes)) == {revisions[0].blob: b"3"}


def test_more_paths_than_fit_a_command(builder: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handoff_issues.git.history.MAX_PATHSPECS", 2)
    one = builder.commit({f"{at}.md": f"{at}\n" for at in range(5)})
    builder.commit({"else.md": "x"})
    history = Repository(builder.path).history("HEAD", [f"{at}.md" for at in range(5)])
    assert {path: [each.commit.id for each in found] for path, found in history.items()} == {
        f"{at}.md": [one] for at in range(5)
    }


def test_five_thousand_files_and_three_hundred_commits(builder: Builder) -> None:
    stream = [b"reset refs/heads/main\n"]
    for at in range(300):
        stream.append(
            b"commit refs/heads/main\ncommitter A <a@example.com> %d +0000\ndata 1\nx\n" % (1_770_000_000 + at)
        )
        names = [f"src/{n % 50}/{n}.txt" for n in range(5000)] if at == 0 else [f"src/1/{at}.txt"]
        stream.extend(b"M 644 inline %s\ndata 4\n%04d\n" % (name.encode(), at) for name in names)
        stream.append(b"M 644 inline HANDOFF.md\ndata 4\n%04d\n" % at)
        stream.append(b"M 644 inline handoffs/2026-01-%02d-%d.md\ndata 4\n%04d\n" % (at % 28 + 1, at, at))
    builder.git("fast-import", "--quiet", stdin=b"".join(stream))
    begin = time.perf_counter()
    repository = Repository(builder.path)
    head = repository.head()
    paths = [entry.path for entry in repository.tree(head.id) if entry.path.endswith(".md")]
    history = repository.history(head.id, paths)
    found = content(repository, [each.blob for revisions in history.values() for each in revisions])
    assert in_time(time.perf_counter() - begin, 2)
    assert len(history["HANDOFF.md"]) == 300
    assert len(paths) == 301
    assert len(found) == 300
