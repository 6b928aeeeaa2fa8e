"""The command line as a user meets it: in this process, in one of its own, and on a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from handoff_issues import cli

HANDOFF = """\
---
date: 2026-03-01
---
# Where the tide gauge stands

## Next steps

- Publish the map tiles
- Measure the load time of the start page

## Blockers

- The vendor's key has not arrived

## Open questions

- Where are tiles stored?
"""


class Shell:
    """The command in this process: exit code, standard output, standard error."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
        self._capsys = capsys
        for name in [name for name in os.environ if name.startswith(("GITHUB_", "GH_", "INPUT_"))]:
            monkeypatch.delenv(name)

    def run(self, *arguments: str | Path) -> tuple[int, str, str]:
        self._capsys.readouterr()
        try:
            code = cli.main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        out, err = self._capsys.readouterr()
        return code, out, err


def command(
    *arguments: str, env: Mapping[str, str] | None = None, stdin: bytes = b""
) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, its output in a pipe."""
    done = subprocess.run(
        [sys.executable, "-m", "handoff_issues", *arguments],
        input=stdin,
        capture_output=True,
        env={**os.environ, **(env or {})},
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def on_a_terminal(*arguments: str, env: Mapping[str, str] | None = None) -> str:
    """What the command shows on a terminal."""
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "handoff_issues", *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "150", **(env or {})},
    ):
        os.close(slave)
        shown = b""
        while True:
            try:
                part = os.read(master, 65_536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            shown += part
    os.close(master)
    return shown.decode()
