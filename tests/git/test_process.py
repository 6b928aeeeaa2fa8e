"""Opening repositories of all kinds, and what none of them makes git do."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from handoff_issues.errors import RepositoryError
from handoff_issues.git import Repository
from support.committed import content, trail
from support.repository import Repository as Builder


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
