"""A job on a runner, as the Action sees it: a checkout, an event and a GitHub over HTTP."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from forge.hub import GitHub

from handoff_issues import action
from handoff_issues.runner import Runner
from support.repository import Repository

HANDOFF = """\
# Handoff

## Next steps

- Publish the map tiles
- Measure the load time of the start page

## Blockers

- The vendor's key has not arrived

## Open questions

- Where are tiles stored?
"""
COUNTS = ("opened", "updated", "closed", "reopened", "kept", "remaining", "blockers")


@dataclass
class Outcome:
    """What a run left behind."""

    code: int
    log: str
    summary: str
    outputs: dict[str, str]

    def counts(self) -> dict[str, int]:
        """The outputs that are numbers and not 0."""
        return {name: int(self.outputs[name]) for name in COUNTS if self.outputs[name] != "0"}

    def commands(self) -> list[tuple[str, str, str]]:
        """What the runner obeys: each command with its properties and its message."""
        found: list[tuple[str, str, str]] = []
        for line in self.log.splitlines():
            if line.lstrip().startswith("::"):
                name, _, rest = line.lstrip()[2:].partition("::")
                command, _, properties = name.partition(" ")
                found.append((command, properties, rest))
            elif "##[" in line:
                found.append(("old", "", line))
        return found

    def annotations(self, level: str) -> list[tuple[str, str]]:
        """Those of a level, each with its place and its message."""
        return [(place, message) for command, place, message in self.commands() if command == level]


@dataclass
class Job:
    """A job on a runner: its workspace, its environment, and steps that run the Action."""

    github: GitHub
    scratch: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    event: dict[str, Any] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.workspace = Repository(self.scratch / "workspace")
        self.event = {
            "repository": {"full_name": self.github.name, "default_branch": "main", "fork": False},
            "sender": {"login": "ada"},
        }
        self.variables = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": self.github.url,
            "GITHUB_EVENT_NAME": "push",
            "GITHUB_EVENT_PATH": str(self.scratch / "event.json"),
            "GITHUB_OUTPUT": str(self.scratch / "output"),
            "GITHUB_REF": "refs/heads/main",
            "GITHUB_REPOSITORY": self.github.name,
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_STEP_SUMMARY": str(self.scratch / "summary"),
            "GITHUB_WORKSPACE": str(self.workspace.path),
        }

    def commit(self, text: str | bytes = HANDOFF, *, date: str = "2026-03-01T12:00", **files: str) -> str:
        return self.workspace.commit({"HANDOFF.md": text, **files}, date=date)

    def run(self, *, clock: Any = None, **inputs: str) -> Outcome:
        """One step; inputs with `_` for `-`."""
        (self.scratch / "event.json").write_text(json.dumps(self.event))
        for name in ("output", "summary"):
            (self.scratch / name).write_text("")
        for name in [name for name in os.environ if name.startswith(("GITHUB_", "INPUT_"))]:
            self.monkeypatch.delenv(name)
        given = {"token": self.github.token, "config": ".github/handoff-issues.yml", "mode": "apply", "root": "."}
        given |= {"write_interval": "0"} | inputs
        for name, value in given.items():
            self.monkeypatch.setenv(f"INPUT_{name.upper().replace('_', '-')}", value)
        for name, value in self.variables.items():
            self.monkeypatch.setenv(name, value)
        self.capsys.readouterr()
        code = action.main() if clock is None else action.run(os.environ, Runner(os.environ), clock=clock)
        log = self.capsys.readouterr()
        assert log.err == ""
        return Outcome(code, log.out, (self.scratch / "summary").read_text(), self._outputs())

    def _outputs(self) -> dict[str, str]:
        lines = iter((self.scratch / "output").read_text().splitlines())
        found: dict[str, str] = {}
        for line in lines:
            name, _, delimiter = line.partition("<<")
            found[name] = "\n".join(iter(lines.__next__, delimiter))
        return found

    def writes(self, since: int = 0) -> list[str]:
        """Requests by the Action that may have changed something."""
        return [line for line in self.github.lines(since) if not line.startswith(("GET ", "POST /graphql"))]
