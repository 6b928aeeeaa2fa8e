"""Shows the project at work: two handoffs of one project become issues in a directory.

Commits examples/*.md one after the other to a small repository, and runs `handoff-issues sync` after each commit.
Everything lands in demo/, which is made anew each time.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
HANDOFFS = sorted((TOP / "examples").glob("handoff-*.md"))
DEMO = TOP / "demo"


def commit(handoff: Path, *, repository: Path) -> str:
    """Commits the handoff at the end of the day that its name tells; returns its path in the repository."""
    path = Path("docs/handoffs") / handoff.name
    (repository / path).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(handoff, repository / path)
    when = f"{handoff.stem.removeprefix('handoff-')}T17:30:00Z"
    git(repository, "add", "--", str(path))
    git(repository, "commit", "--quiet", "--message", f"Add the handoff {handoff.stem}", when=when)
    return path.as_posix()


def start(repository: Path) -> None:
    """Makes an empty repository."""
    repository.mkdir(parents=True)
    git(repository, "init", "--quiet", "--initial-branch", "main")


def git(repository: Path, *arguments: str, when: str = "2026-03-01T09:00:00Z") -> None:
    """Runs git there, untouched by whoever's configuration and by a surrounding repository."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    person = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in _person(when).items()}
    nowhere = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", "-C", str(repository), *arguments], check=True, env={**clean, **person, **nowhere})


def _person(when: str) -> dict[str, str]:
    return {"NAME": "Ada Marsh", "EMAIL": "ada@tidewatch.example", "DATE": when}


def main() -> int:
    """Builds demo/ and shows each step; the exit status is 0 where all of it worked."""
    shutil.rmtree(DEMO, ignore_errors=True)
    repository, issues = DEMO / "repository", DEMO / "issues"
    start(repository)
    sync = ["handoff-issues", "sync", "--root", "demo/repository", "--issues-dir", "demo/issues"]
    command = [sys.executable, "-m", "handoff_issues", *sync[1:]]
    for handoff in HANDOFFS:
        print(f"\n== Committed {commit(handoff, repository=repository)}\n$ {shlex.join(sync)}", flush=True)
        status = subprocess.run(command, cwd=TOP).returncode
        if status:
            return status
    print(f"\nThe issues are files: {len(list(issues.glob('*.md')))} in {issues.relative_to(TOP)}/")
    print("Read one, close one, edit one, then run the command again and see what it respects.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
