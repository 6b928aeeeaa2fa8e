"""Builds the Action's image and runs it as GitHub does, against the tests' own GitHub.

Says what the image is, then checks that its entry point files the issues of the demo repository, changes nothing
the second time, and imports nothing of what lies in its working directory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import demo
import yaml
from containers import Engine, Image, Place, find_engine
from forge.hub import Forge, GitHub

TOP = demo.TOP
RUNNER = 1001
"""The user who owns a checkout on GitHub's runners; the container is root and must read it all the same."""
PLANTED = ("yaml.py", "handoff_issues.py")
UNCOMPILED = """
import sys
from importlib.util import source_from_cache
from pathlib import Path
import handoff_issues.action, handoff_issues.sync

cached = (getattr(module, "__cached__", None) for module in list(sys.modules.values()))
print(sorted(source_from_cache(path) for path in cached if path and not Path(path).exists()))
"""
"""Lists what Python had to compile for a run."""
TRAP = "from pathlib import Path\nPath(__file__ + '.ran').touch()\n"


def main() -> int:
    """Runs all checks; the exit status is 0 where all of them held."""
    with tempfile.TemporaryDirectory(prefix="image-check-", ignore_cleanup_errors=True) as scratch:
        engine = find_engine(Path(scratch))
        try:
            _check(engine, Path(scratch))
        finally:
            engine.close()
    print("All checks passed.")
    return 0


class Runner:
    """What GitHub does around a Docker action: checkout, event, inputs, files for output and summary."""

    def __init__(self, engine: Engine, image: Image, github: GitHub, scratch: Path) -> None:
        self.engine, self.image, self.github = engine, image, github
        self.workspace, self._files = scratch / "workspace", scratch / "files"
        demo.start(self.workspace)
        for handoff in demo.HANDOFFS:
            demo.commit(handoff, repository=self.workspace)
        self._files.mkdir()
        event = {"repository": {"full_name": github.name, "default_branch": "main", "fork": False}}
        (self._files / "event.json").write_text(json.dumps(event))

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Runs a command in the image (its entry point if none is given), in the checkout."""
        for name in ("output", "summary"):
            (self._files / name).write_text("")
        if os.geteuid() == 0:
            for path in [self.workspace, *self.workspace.rglob("*")]:
                os.chown(path, RUNNER, RUNNER)
        mounts = {self.workspace: "/github/workspace", self._files: "/github/files"}
        place = Place(self._environment(), "/github/workspace", mounts)
        return self.engine.run(command or self.image.entrypoint, place)

    def outputs(self) -> dict[str, str]:
        """The one-line outputs of the last run."""
        lines = iter((self._files / "output").read_text().splitlines())
        found: dict[str, str] = {}
        for line in lines:
            name, separator, delimiter = line.partition("<<")
            if separator:
                found[name] = "\n".join(iter(lines.__next__, delimiter))
        return found

    def summary(self) -> str:
        """The job summary of the last run."""
        return (self._files / "summary").read_text()

    def _environment(self) -> dict[str, str]:
        github = {
            "ACTIONS": "true",
            "API_URL": self.github.url,
            "EVENT_NAME": "push",
            "EVENT_PATH": "/github/files/event.json",
            "GRAPHQL_URL": f"{self.github.url}/graphql",
            "OUTPUT": "/github/files/output",
            "REF": "refs/heads/main",
            "REF_NAME": "main",
            "REPOSITORY": self.github.name,
            "RUN_ID": "1",
            "SERVER_URL": self.github.url,
            "SHA": _head(self.workspace),
            "STEP_SUMMARY": "/github/files/summary",
            "WORKSPACE": "/github/workspace",
        }
        action = yaml.safe_load((TOP / "action.yml").read_text())
        inputs = {name: str(given.get("default", "")) for name, given in action["inputs"].items()}
        inputs |= {"token": self.github.token, "write-interval": "0"}
        return (
            {"CI": "true", "HOME": "/github/home"}
            | {f"GITHUB_{name}": value for name, value in github.items()}
            | {f"INPUT_{name.upper().replace(' ', '_')}": value for name, value in inputs.items()}
        )


def _check(engine: Engine, scratch: Path) -> None:
    print(f"Building with {engine.name} ...", flush=True)
    image = engine.build(TOP)
    _show("size", image.size)
    _show("entry point", json.dumps(image.entrypoint))
    _show("environment", " ".join(image.environment) or "nothing")
    _expect("neither USER nor WORKDIR", image.user == "" and image.workdir in {"", "/"}, repr(image))
    with _github(scratch) as github:
        runner = Runner(engine, image, github, scratch)
        _check_compiled(runner)
        _check_demo(runner)
        _check_planted(runner)


def _check_compiled(runner: Runner) -> None:
    done = runner.run(runner.image.entrypoint[0], "-I", "-B", "-c", UNCOMPILED)
    _expect("all modules are compiled", done.returncode == 0 and done.stdout.strip() == "[]", done.stdout + done.stderr)


def _check_demo(runner: Runner) -> None:
    done = runner.run()
    _expect("the demo repository is filed", done.returncode == 0, done.stdout + done.stderr)
    issues, outputs = runner.github.issues(), runner.outputs()
    _expect(
        f"{len(issues)} issues opened, as the outputs say", outputs.get("opened") == str(len(issues)), repr(outputs)
    )
    _expect(
        "issues there are, by the token's own login", {i.author for i in issues.values()} == {runner.github.bot}, ""
    )
    _expect("the summary is written", runner.summary() != "", done.stdout)
    log = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("::add-mask::")]
    shown = "\n".join([*log, runner.summary(), repr(outputs)])
    _expect(
        "the token is shown nowhere", runner.github.token not in shown, "it is in the log, the summary or an output"
    )
    done, outputs = runner.run(), runner.outputs()
    changed = {name: outputs.get(name) for name in ("opened", "updated", "closed", "reopened", "remaining")}
    _expect("a second run changes nothing", done.returncode == 0 and set(changed.values()) == {"0"}, repr(changed))


def _check_planted(runner: Runner) -> None:
    for name in PLANTED:
        (runner.workspace / name).write_text(TRAP)
    done = runner.run()
    _expect("planted modules are not imported", done.returncode == 0 and not _sprung(runner), f"{_sprung(runner)}")
    runner.run(runner.image.entrypoint[0], "-m", "handoff_issues", "--help")
    _expect(
        "without isolation they would have been", _sprung(runner) == ["handoff_issues.py.ran"], f"{_sprung(runner)}"
    )


def _sprung(runner: Runner) -> list[str]:
    return sorted(path.name for path in runner.workspace.glob("*.ran"))


def _head(repository: Path) -> str:
    command = ["git", "-c", f"safe.directory={repository}", "-C", str(repository), "rev-parse", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@contextmanager
def _github(scratch: Path) -> Generator[GitHub]:
    forge = Forge(scratch)
    try:
        yield forge.repository()
    finally:
        forge.stop()


def _show(what: str, value: str) -> None:
    print(f"  {what:<12} {value}", flush=True)


def _expect(what: str, holds: bool, details: str) -> None:
    print(f"  {'ok' if holds else 'FAILED':<12} {what}", flush=True)
    if not holds:
        sys.exit(details)


if __name__ == "__main__":
    sys.exit(main())
