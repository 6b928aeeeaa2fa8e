"""Real repositories: trees, blobs and history as git has them, whatever the checkout tries."""

from __future__ import annotations

import os
import shutil
import stat
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from handoff_issues.errors import RepositoryError
from handoff_issues.git import Entry, EntryKind, Repository, web_address
from support.repository import Repository as Builder

NAMES = [
    "caf\udce9.md", "two\nlines.md", "a\ttab.md", 'quo"te.md', "-dash.md", " blank .md", "back\\slash.md",
    ":(glob)*.md", ":!x.md", "*.md", "引き継ぎ.md", "--output=x", "folder/-/HANDOFF.md", "!not.md", "#hash.md",
    "\x01control.md",
]  # fmt: skip


@pytest.fixture
def builder(tmp_path: Path) -> Builder:
    return Builder(tmp_path / "project")


def trail(repository: Repository, path: str) -> list[tuple[str, str]]:
    """Path and commit of each revision, newest first."""
    revisions = repository.history(repository.head().id, [path])[path]
    return [(revision.path, revision.commit.id) for revision in revisions]


def content(repository: Repository, blobs: list[str]) -> dict[str, bytes]:
    return dict(repository.blobs(repository.sizes(blobs)))


class TestOpening:
    def test_no_repository(self, tmp_path: Path) -> None:
        with pytest.raises(RepositoryError, match="no git repository") as caught:
            Repository(tmp_path)
        assert "actions/checkout" in str(caught.value)

    def test_no_folder(self, tmp_path: Path) -> None:
        with pytest.raises(RepositoryError, match="cannot be read"):
            Repository(tmp_path / "missing")

    def test_no_commit(self, builder: Builder) -> None:
        with pytest.raises(RepositoryError, match="no commit"):
            Repository(builder.path).head()

    def test_no_git(self, builder: Builder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(RepositoryError, match="git is not installed"):
            Repository(builder.path)

    def test_a_broken_repository_is_not_mistaken_for_the_one_around_it(self, builder: Builder) -> None:
        builder.commit({"HANDOFF.md": "outer"})
        (builder.path / "inner" / ".git").mkdir(parents=True)
        with pytest.raises(RepositoryError, match="git cannot read"):
            Repository(builder.path / "inner")

    def test_a_subfolder_means_the_whole_repository(self, builder: Builder) -> None:
        builder.commit({"HANDOFF.md": "x", "docs/a.md": "y"})
        repository = Repository(builder.path / "docs")
        assert repository.top == builder.path
        assert [entry.path for entry in repository.tree("HEAD")] == ["HANDOFF.md", "docs/a.md"]

    def test_a_bare_repository(self, builder: Builder, tmp_path: Path) -> None:
        builder.commit({"HANDOFF.md": "x"})
        builder.clone(tmp_path / "bare", "--bare")
        repository = Repository(tmp_path / "bare")
        assert [entry.path for entry in repository.tree("HEAD")] == ["HANDOFF.md"]
        assert repository.uncommitted(repository.tree("HEAD")) == ()
        assert repository.present() == ()

    def test_a_linked_work_tree(self, builder: Builder, tmp_path: Path) -> None:
        head = builder.commit({"HANDOFF.md": "x"})
        builder.git("worktree", "add", "--detach", tmp_path / "linked")
        assert Repository(tmp_path / "linked").head().id == head

    def test_a_hooks_environment_leads_nowhere_else(
        self, builder: Builder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        head = builder.commit({"HANDOFF.md": "x"})
        other = Builder(tmp_path / "other")
        other.commit({"NOTES.md": "y"})
        monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
        monkeypatch.setenv("GIT_WORK_TREE", str(other.path))
        monkeypatch.setenv("GIT_GLOB_PATHSPECS", "1")
        assert Repository(builder.path).head().id == head

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
    def test_dubious_ownership(self, builder: Builder) -> None:
        head = builder.commit({"HANDOFF.md": "x"})
        for folder in (builder.path, builder.path / ".git"):
            os.chown(folder, 12345, 12345)
        assert Repository(builder.path).head().id == head

    def test_sha256(self, tmp_path: Path) -> None:
        builder = Builder.__new__(Builder)
        builder.path = tmp_path
        builder.git("init", "--quiet", "--object-format=sha256")
        head = builder.commit({"HANDOFF.md": "x"})
        repository = Repository(tmp_path)
        assert trail(repository, "HANDOFF.md") == [("HANDOFF.md", head)]
        assert repository.uncommitted(repository.tree(head)) == ()


class TestTree:
    def test_head(self, builder: Builder) -> None:
        first = builder.commit({"a.md": "1"}, date="2026-03-01T12:00")
        second = builder.commit({"a.md": "2"}, date="2026-03-02T12:00+02:00")
        head = Repository(builder.path).head()
        assert (head.id, head.parent) == (second, first)
        assert head.at == datetime(2026, 3, 2, 10, tzinfo=UTC)

    def test_another_commit_than_the_one_that_is_checked_out(self, builder: Builder) -> None:
        first = builder.commit({"a.md": "1"}, date="2026-03-01T12:00")
        builder.commit({"a.md": "2"}, date="2026-03-02T12:00")
        commit = Repository(builder.path).commit(first)
        assert (commit.id, commit.parent) == (first, None)
        assert commit.at == datetime(2026, 3, 1, 12, tzinfo=UTC)

    @pytest.mark.parametrize("name", ["main", "HEAD~1", "--all", "", "0" * 40, "f" * 39, "{tree}", "{first:.8}"])
    def test_what_is_no_full_id_of_a_commit_is_refused(self, builder: Builder, name: str) -> None:
        first = builder.commit({"a.md": "1"})
        builder.commit({"a.md": "2"})
        tree = builder.git("rev-parse", "HEAD^{tree}")
        with pytest.raises(RepositoryError, match="the clone has no commit"):
            Repository(builder.path).commit(name.format(tree=tree, first=first))

    def test_the_first_parent_of_a_merge_is_what_it_was_made_into(self, builder: Builder, tmp_path: Path) -> None:
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
    def test_any_name(self, builder: Builder, name: str) -> None:
        first = builder.commit({name: "one"})
        second = builder.commit({name: "two", "other.md": "x"})
        repository = Repository(builder.path)
        (entry,) = (entry for entry in repository.tree(second) if entry.path == name)
        assert content(repository, [entry.blob]) == {entry.blob: b"two"}
        assert trail(repository, name) == [(name, second), (name, first)]
        builder.write({name: "three", "new" + name.replace("/", ""): "four"})
        assert repository.uncommitted([entry]) == (name,)
        assert "new" + name.replace("/", "") in repository.present()

    def test_what_is_no_file(self, builder: Builder) -> None:
        builder.link("HANDOFF.md", "/etc/hostname")
        builder.submodule("handoffs")
        kinds = {entry.path: entry.kind for entry in Repository(builder.path).tree("HEAD")}
        assert kinds == {"HANDOFF.md": EntryKind.LINK, "handoffs": EntryKind.SUBMODULE}

    def test_the_index_and_the_work_tree_do_not_matter(self, builder: Builder) -> None:
        builder.commit({"a.md": "committed"})
        builder.write({"a.md": "edited", "b.md": "new"})
        builder.git("add", "--all")
        repository = Repository(builder.path)
        (entry,) = repository.tree("HEAD")
        assert content(repository, [entry.blob]) == {entry.blob: b"committed"}

    def test_blobs_of_many_batches(self, builder: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("handoff_issues.git.objects.BATCH", 100)
        texts = [b"\n" * 99, b"", b"x" * 250, b"\0\xff\r\n", b"abc 12\n"]
        builder.commit({f"{at}.md": text for at, text in enumerate(texts)})
        repository = Repository(builder.path)
        blobs = [entry.blob for entry in repository.tree("HEAD")]
        assert content(repository, blobs) == dict(zip(blobs, texts, strict=True))

    def test_a_blob_that_is_not_there(self, builder: Builder) -> None:
        builder.commit({"a.md": "1"})
        assert Repository(builder.path).sizes(["1" * 40]) == {}


class TestHistory:
    def test_versions_newest_first(self, builder: Builder) -> None:
        one = builder.commit({"a.md": "1", "b.md": "1"})
        builder.commit({"b.md": "2"})
        three = builder.commit({"a.md": "2"})
        repository = Repository(builder.path)
        assert trail(repository, "a.md") == [("a.md", three), ("a.md", one)]
        assert trail(repository, "missing.md") == []
        assert repository.history(three, []) == {}

    def test_orders_compare_between_files(self, builder: Builder) -> None:
        builder.commit({"a.md": "1"})
        head = builder.commit({"b.md": "1"})
        history = Repository(builder.path).history(head, ["a.md", "b.md"])
        assert history["b.md"][0].order < history["a.md"][0].order

    def test_paths_are_no_patterns(self, builder: Builder) -> None:
        head = builder.commit({"a.md": "1", ":!a.md": "1", "[b].md": "1"})
        history = Repository(builder.path).history(head, ["a.md", ":!a.md", "[b].md"])
        assert [len(revisions) for revisions in history.values()] == [1, 1, 1]

    def test_an_older_commit_knows_nothing_of_later_ones(self, builder: Builder) -> None:
        first = builder.commit({"a.md": "1"})
        builder.commit({"a.md": "2"})
        revisions = Repository(builder.path).history(first, ["a.md"])["a.md"]
        assert [revision.commit.id for revision in revisions] == [first]

    def test_deleted_and_written_again(self, builder: Builder) -> None:
        one = builder.commit({"a.md": "1"})
        builder.delete("a.md")
        three = builder.commit({"a.md": "3"})
        assert trail(Repository(builder.path), "a.md") == [("a.md", three), ("a.md", one)]

    def test_renames_are_followed(self, builder: Builder) -> None:
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

    def test_a_rename_by_case_alone(self, builder: Builder) -> None:
        one = builder.commit({"handoff.md": "words\n" * 9})
        two = builder.move("handoff.md", "HANDOFF.md")
        assert trail(Repository(builder.path), "HANDOFF.md") == [("HANDOFF.md", two), ("handoff.md", one)]

    def test_what_is_unlike_is_no_rename(self, builder: Builder) -> None:
        builder.commit({"a.md": "one\n" * 20})
        two = builder.commit({"a.md": None, "b.md": "else\n" * 20})
        assert trail(Repository(builder.path), "b.md") == [("b.md", two)]

    def test_merges_count_once_on_the_line_of_first_parents(self, builder: Builder) -> None:
        one = builder.commit({"a.md": "1"})
        builder.branch("side")
        builder.commit({"a.md": "2"})
        builder.commit({"a.md": "3"})
        builder.checkout("main")
        builder.commit({"b.md": "x"})
        merge = builder.merge("side")
        assert trail(Repository(builder.path), "a.md") == [("a.md", merge), ("a.md", one)]

    def test_a_revert_is_a_version(self, builder: Builder) -> None:
        one = builder.commit({"a.md": "1"})
        two = builder.commit({"a.md": "2"})
        three = builder.revert(two)
        repository = Repository(builder.path)
        revisions = repository.history(three, ["a.md"])["a.md"]
        assert [revision.commit.id for revision in revisions] == [three, two, one]
        assert revisions[0].blob == revisions[2].blob

    def test_a_rewritten_branch(self, builder: Builder) -> None:
        one = builder.commit({"a.md": "1"})
        builder.commit({"a.md": "2"})
        builder.reset(one)
        three = builder.commit({"a.md": "3"})
        assert trail(Repository(builder.path), "a.md") == [("a.md", three), ("a.md", one)]

    def test_clocks_that_lie_do_not_change_the_order(self, builder: Builder) -> None:
        one = builder.commit({"a.md": "1"}, date="2030-01-01T12:00")
        two = builder.commit({"a.md": "2"}, date="1999-01-01T12:00")
        three = builder.commit({"a.md": "3"}, date="2015-01-01T12:00")
        assert [commit for _, commit in trail(Repository(builder.path), "a.md")] == [three, two, one]

    @pytest.mark.parametrize("stamp", ["99999999999999999999", "-1", "99999999999999", "", "x"])
    def test_a_time_that_no_calendar_has(self, builder: Builder, stamp: str) -> None:
        builder.commit({"a.md": "1"})
        tree = builder.git("rev-parse", "HEAD^{tree}")
        text = f"tree {tree}\nauthor A <a@example.com> {stamp} +0000\ncommitter A <a@example.com> {stamp} +0000\n\nx\n"
        commit = builder.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=text.encode())
        builder.git("update-ref", "refs/heads/main", commit)
        repository = Repository(builder.path)
        assert repository.head().at.tzinfo is UTC
        assert trail(repository, "a.md") == [("a.md", commit)]

    def test_a_shallow_clone(self, builder: Builder, tmp_path: Path) -> None:
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

    def test_a_partial_clone_is_not_completed(self, builder: Builder, tmp_path: Path) -> None:
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

    def test_more_paths_than_fit_a_command(self, builder: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("handoff_issues.git.history.MAX_PATHSPECS", 2)
        one = builder.commit({f"{at}.md": f"{at}\n" for at in range(5)})
        builder.commit({"else.md": "x"})
        history = Repository(builder.path).history("HEAD", [f"{at}.md" for at in range(5)])
        assert {path: [each.commit.id for each in found] for path, found in history.items()} == {
            f"{at}.md": [one] for at in range(5)
        }

    def test_five_thousand_files_and_three_hundred_commits(self, builder: Builder) -> None:
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
        assert time.perf_counter() - begin < 2
        assert len(history["HANDOFF.md"]) == 300
        assert len(paths) == 301
        assert len(found) == 300


class TestHostileCheckouts:
    def test_nothing_that_a_repository_configures_is_run(self, builder: Builder, tmp_path: Path) -> None:
        trap = tmp_path / "trap"
        evil = tmp_path / "evil.sh"
        evil.write_text(f"#!/bin/sh\necho $0 $@ >> {trap}\ncat\n")
        evil.chmod(evil.stat().st_mode | stat.S_IXUSR)
        text = "same\n" * 20
        builder.commit({"a.md": text, ".gitattributes": "*.md filter=evil diff=evil merge=evil text eol=crlf ident\n"})
        builder.move("a.md", "HANDOFF.md", files={"HANDOFF.md": text + "$Id$\n"})
        builder.git("commit-graph", "write")
        command = str(evil)
        for key in (
            "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv", "diff.evil.command",
            "diff.external", "core.fsmonitor", "core.pager", "pager.ls-tree", "pager.rev-list", "core.sshCommand",
            "core.gitProxy", "gpg.program", "gpg.ssh.program", "core.editor", "credential.helper", "core.askPass",
            "alias.ls-tree", "uploadpack.packObjectsHook", "core.alternateRefsCommand",
        ):  # fmt: skip
            builder.git("config", key, f"!{command}" if key.startswith("alias") else command)
        for key, value in (
            ("log.showSignature", "true"), ("filter.evil.required", "true"), ("protocol.ext.allow", "always"),
            ("remote.origin.url", f"ext::{command} %S"), ("remote.origin.promisor", "true"),
            ("core.hooksPath", str(tmp_path)), ("extensions.partialClone", "origin"),
            ("core.repositoryFormatVersion", "1"), ("diff.cachetextconv", "true"),
        ):  # fmt: skip
            builder.git("config", key, value)
        hook = tmp_path / "post-index-change"
        hook.write_text(evil.read_text())
        hook.chmod(0o755)
        trap.unlink(missing_ok=True)
        os.utime(builder.path / "HANDOFF.md", (1, 1))
        repository = Repository(builder.path)
        head = repository.head()
        entries = repository.tree(head.id)
        history = repository.history(head.id, [entry.path for entry in entries])
        sizes = repository.sizes([*(entry.blob for entry in entries), "1" * 40])
        assert dict(repository.blobs(sizes))[entries[1].blob] == (text + "$Id$\n").encode()
        assert history["HANDOFF.md"][0].path == "HANDOFF.md"
        repository.uncommitted(entries)
        assert set(repository.present()) == {".gitattributes", "HANDOFF.md"}
        assert repository.remote() is None
        assert (repository.branch(), repository.default_branch()) == ("main", None)
        assert not trap.exists(), trap.read_text()

    def test_replaced_objects_are_not_believed(self, builder: Builder) -> None:
        builder.commit({"a.md": "true"})
        repository = Repository(builder.path)
        (entry,) = repository.tree("HEAD")
        other = builder.git("hash-object", "-w", "--stdin", stdin=b"false")
        builder.git("replace", entry.blob, other)
        assert content(repository, [entry.blob]) == {entry.blob: b"true"}

    def test_the_repository_is_not_written(self, builder: Builder) -> None:
        head = builder.commit({"a.md": "1"})
        index = builder.path / ".git" / "index"
        os.utime(builder.path / "a.md", (1, 1))
        before = (index.read_bytes(), index.stat().st_mtime_ns, sorted(builder.path.rglob("*")))
        repository = Repository(builder.path)
        repository.history(head, ["a.md"])
        repository.uncommitted(repository.tree(head))
        repository.present()
        assert (index.read_bytes(), index.stat().st_mtime_ns, sorted(builder.path.rglob("*"))) == before


class TestUncommitted:
    @pytest.mark.parametrize(
        ("committed", "local", "differs"),
        [
            (b"a\nb\n", b"a\nb\n", False),
            (b"a\nb\n", b"a\r\nb\r\n", False),
            (b"a\r\nb\r\n", b"a\r\nb\r\n", False),
            (b"a\nb\n", b"a\nc\n", True),
            (b"a\n", b"", True),
            (b"a\n", None, False),
        ],
    )
    def test_contents(self, builder: Builder, committed: bytes, local: bytes | None, differs: bool) -> None:
        builder.commit({"a.md": committed})
        builder.write({"a.md": local})
        repository = Repository(builder.path)
        assert repository.uncommitted(repository.tree("HEAD")) == (("a.md",) if differs else ())

    def test_a_link_in_the_work_tree_is_not_read(self, builder: Builder) -> None:
        builder.commit({"a.md": "x"})
        (builder.path / "a.md").unlink()
        (builder.path / "a.md").symlink_to("/dev/zero")
        repository = Repository(builder.path)
        assert repository.uncommitted(repository.tree("HEAD")) == ()
        assert repository.uncommitted([Entry(path="a.md", kind=EntryKind.LINK, blob="1" * 40)]) == ()

    def test_ignored_files_are_not_present(self, builder: Builder) -> None:
        builder.commit({".gitignore": "*.log\n"})
        builder.write({"a.log": "x", "b.md": "y"})
        assert set(Repository(builder.path).present()) == {".gitignore", "b.md"}


class TestRemote:
    @pytest.mark.parametrize(
        ("url", "address"),
        [
            ("https://github.com/octo/cat.git", "https://github.com/octo/cat"),
            ("https://github.com/octo/cat", "https://github.com/octo/cat"),
            ("https://github.com/octo/cat/", "https://github.com/octo/cat"),
            ("https://x-access-token:secret@github.com/octo/cat.git", "https://github.com/octo/cat"),
            ("https://git.example.com:8443/octo/cat.git", "https://git.example.com:8443/octo/cat"),
            ("http://localhost:3000/octo/cat.git", "http://localhost:3000/octo/cat"),
            ("git@github.com:octo/cat.git", "https://github.com/octo/cat"),
            ("github.com:octo/cat", "https://github.com/octo/cat"),
            ("git@github.com:/octo/cat.git", "https://github.com/octo/cat"),
            ("ssh://git@github.com/octo/cat.git", "https://github.com/octo/cat"),
            ("ssh://git@ssh.example.com:2222/octo/cat.git", "https://ssh.example.com/octo/cat"),
            ("git://github.com/octo/cat.git", "https://github.com/octo/cat"),
            ("https://github.com/octo.cat/my.git.git", "https://github.com/octo.cat/my.git"),
            ("/srv/git/cat.git", None),
            ("../cat", None),
            ("./a:b/cat", None),
            ("file:///srv/git/octo/cat.git", None),
            ("https://github.com/cat", None),
            ("https://github.com:port/octo/cat", None),
            ("https://[::1/octo/cat", None),
            ("ext::sh -c evil/x", None),
            ("", None),
        ],
    )
    def test_web_address(self, url: str, address: str | None) -> None:
        assert web_address(url) == address

    def test_origin_is_asked_first(self, builder: Builder) -> None:
        repository = Repository(builder.path)
        assert repository.remote() is None
        builder.git("remote", "add", "fork", "git@github.com:me/cat.git")
        assert repository.remote() == "https://github.com/me/cat"
        builder.git("remote", "add", "upstream", "git@github.com:them/cat.git")
        assert repository.remote() is None
        builder.git("remote", "add", "origin", "https://github.com/octo/cat.git")
        assert repository.remote() == "https://github.com/octo/cat"

    def test_branches(self, builder: Builder, tmp_path: Path) -> None:
        head = builder.commit({"a.md": "1"})
        clone = builder.clone(tmp_path / "clone")
        repository = Repository(clone.path)
        assert (repository.branch(), repository.default_branch()) == ("main", "main")
        clone.branch("topic/one")
        assert (repository.branch(), repository.default_branch()) == ("topic/one", "main")
        clone.checkout(head)
        assert repository.branch() is None
        assert Repository(builder.path).default_branch() is None


def test_git_is_started_without_the_token(builder: Builder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builder.commit({"HANDOFF.md": "# Handoff\n"})
    real = shutil.which("git")
    tools, seen = tmp_path / "tools", tmp_path / "seen"
    tools.mkdir()
    (tools / "git").write_text(f'#!/bin/sh\nenv >>"{seen}"\nexec "{real}" "$@"\n')
    (tools / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    for name in ("INPUT_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"):
        monkeypatch.setenv(name, "ghs_planted")
    assert Repository(builder.path).head()
    assert "PATH=" in seen.read_text()
    assert "ghs_planted" not in seen.read_text()
