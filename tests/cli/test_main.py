"""The help, and how a command ends."""

from __future__ import annotations

import io
import re
import sys

import pytest

from support.shell import Shell


class Stdin(io.TextIOWrapper):
    """A standard input that fails when it is read."""

    def __init__(self, failure: BaseException):
        super().__init__(io.BytesIO())
        self.failure = failure

    @property
    def buffer(self) -> io.BufferedIOBase:
        raise self.failure


def test_help_teaches_and_names_the_exit_codes(shell: Shell):
    code, out, _ = shell.run("--help")
    assert code == 0
    for word in ("parse", "explain", "lint", "plan", "sync", "schema", "action", "examples:", "exit codes:", "130"):
        assert word in out


def test_no_command_is_exit_2(shell: Shell):
    assert shell.run()[0] == 2


def test_the_version(shell: Shell):
    assert re.fullmatch(r"handoff-issues \d+\.\d+\.\d+\n", shell.run("--version")[1])


def test_the_action_outside_of_actions_says_what_to_use_instead(shell: Shell):
    code, out, _ = shell.run("action")
    assert code == 1
    assert "the environment variable GITHUB_REPOSITORY is not set" in out
    assert "handoff-issues sync" in out


def test_a_bug_is_exit_3_without_the_token(shell: Shell, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GITHUB_TOKEN", "correct-horse-battery")
    # A part that fails as no part should, and gives a secret away.
    monkeypatch.setattr(sys, "stdin", Stdin(RuntimeError("while using correct-horse-battery")))
    code, out, err = shell.run("parse", "-")
    assert (code, out) == (3, "")
    assert "This is a bug in handoff-issues" in err
    assert "RuntimeError: while using [redacted: token]" in err
    assert "correct-horse-battery" not in err


def test_ctrl_c_is_130(shell: Shell, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", Stdin(KeyboardInterrupt()))
    told = "handoff-issues: interrupted; the next run goes on from here\n"
    assert shell.run("parse", "-") == (130, "", told)
