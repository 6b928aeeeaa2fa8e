"""Git as a process that is asked one thing: where it runs, and what a hostile repository cannot make it do."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from handoff_issues.errors import RepositoryError

TIMEOUT = 120.0
"""Seconds that one call of git may take."""
ENCODING = ("utf-8", "surrogateescape")
"""File names are bytes to git; in text, what of them is not UTF-8 is kept."""

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


class Git:
    """The program, for one repository."""

    def __init__(self, root: Path):
        """For the repository that contains `root`. Raises `RepositoryError` where there is none."""
        self.top = _find_top(root)

    def ask(self, *arguments: str | bytes, stdin: bytes = b"") -> bytes:
        """What git answers. Raises `RepositoryError` where it fails."""
        answer = self.run(*arguments, stdin=stdin)
        if answer.returncode:
            raise RepositoryError(
                "git cannot read the repository",
                where=str(self.top),
                why=answer.stderr.decode(*ENCODING).strip(),
                mend="Check the repository with `git fsck`, or clone it again.",
            )
        return answer.stdout

    def run(self, *arguments: str | bytes, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """What git answers, and whether it fails. Raises `RepositoryError` where it cannot be run."""
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

    def is_partial(self) -> bool:
        """Whether the clone lacks blobs, which git would fetch once they are asked for."""
        return self.run("config", "--get-regexp", r"^(remote\..*\.promisor|extensions\.partialclone)$").returncode == 0


def fields(output: bytes) -> list[str]:
    """The words of an answer that `-z` ends with a NUL each."""
    return output.decode(*ENCODING).split("\0")[:-1]


def lines(words: Iterable[str]) -> bytes:
    """Words for standard input, one a line."""
    return "".join(f"{word}\n" for word in words).encode()


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
