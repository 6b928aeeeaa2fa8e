"""Real git repositories with real commits and dates, built in a few words.

    repository = Repository(tmp_path / "project")
    first = repository.commit({"HANDOFF.md": "# Handoff\n"}, date="2026-03-01T12:00")
    copy = repository.clone(tmp_path / "copy", depth=1)

Nothing of the user's own git configuration is seen, and the same calls give the same commits.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

DATE = "2026-03-01T12:00"


def git_environment(date: str = DATE) -> dict[str, str]:
    """An environment for git: fixed author, fixed date (UTC unless it names a zone), no configuration."""
    stamp = date if "+" in date or date.endswith("Z") or date.startswith("@") else f"{date}+00:00"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "Ada Author",
        "GIT_AUTHOR_EMAIL": "ada@example.com",
        "GIT_AUTHOR_DATE": stamp,
        "GIT_COMMITTER_NAME": "Ada Author",
        "GIT_COMMITTER_EMAIL": "ada@example.com",
        "GIT_COMMITTER_DATE": stamp,
        "LC_ALL": "C",
    }


class Repository:
    """A git repository at `path`, created empty with branch `main` where it does not exist yet."""

    def __init__(self, path: Path):
        self.path = path
        if not (path / ".git").exists() and not (path / "HEAD").exists():
            path.mkdir(parents=True, exist_ok=True)
            self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str | bytes | Path, date: str = DATE, stdin: bytes = b"") -> str:
        """Run git here and return what it prints, without the last line feed."""
        command = [
            "git",
            "-C",
            str(self.path),
            "-c",
            "core.autocrlf=false",
            "-c",
            "protocol.file.allow=always",
            *arguments,
        ]
        answer = subprocess.run(command, input=stdin, capture_output=True, env=git_environment(date), check=False)
        assert answer.returncode == 0, answer.stderr.decode("utf-8", "replace")
        return answer.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files into the work tree without committing them; None deletes. Names may hold surrogate escapes."""
        for name, content in files.items():
            place = self.path / name
            if content is None:
                place.unlink()
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(
        self, files: Mapping[str, str | bytes | None] | None = None, *, date: str = DATE, message: str = "Change"
    ) -> str:
        """Write the files (None deletes), commit everything in the work tree and return the commit's id."""
        self.write(files or {})
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--no-verify", "-m", message, date=date)
        return self.head()

    def delete(self, *names: str, date: str = DATE) -> str:
        """Delete files in a commit of its own."""
        return self.commit(dict.fromkeys(names), date=date, message="Delete")

    def move(self, old: str, new: str, *, date: str = DATE, files: Mapping[str, str] | None = None) -> str:
        """Rename a file (also by case alone) in one commit, together with other changes."""
        (self.path / new).parent.mkdir(parents=True, exist_ok=True)
        self.git("mv", "--force", "--", old, new)
        return self.commit(files, date=date, message="Move")

    def link(self, name: str, target: str, *, date: str = DATE) -> str:
        """Commit a symbolic link."""
        place = self.path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(target)
        return self.commit(date=date, message="Link")

    def submodule(self, name: str, *, date: str = DATE) -> str:
        """Commit a submodule's entry, without any submodule behind it."""
        self.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},{name}")
        self.git("commit", "--quiet", "-m", "Add a submodule", date=date)
        return self.head()

    def branch(self, name: str) -> None:
        """Begin a branch here and check it out."""
        self.git("checkout", "--quiet", "-b", name)

    def checkout(self, name: str) -> None:
        """Check out a branch or a commit."""
        self.git("checkout", "--quiet", name)

    def merge(self, name: str, *, date: str = DATE) -> str:
        """Merge a branch with a merge commit."""
        self.git("merge", "--quiet", "--no-ff", "--no-edit", name, date=date)
        return self.head()

    def revert(self, commit: str, *, date: str = DATE) -> str:
        """Revert a commit."""
        self.git("revert", "--no-edit", commit, date=date)
        return self.head()

    def reset(self, commit: str) -> None:
        """Move the branch, as a force push does."""
        self.git("reset", "--quiet", "--hard", commit)

    def clone(self, path: Path, *arguments: str, depth: int | None = None) -> Repository:
        """Clone to `path`, over git's own transport so that a depth is obeyed."""
        limits = [] if depth is None else [f"--depth={depth}"]
        self.git("clone", "--quiet", *limits, *arguments, self.path.as_uri(), path)
        return Repository(path)

    def head(self) -> str:
        """The id of the commit that is checked out."""
        return self.git("rev-parse", "HEAD")
