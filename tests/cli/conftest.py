"""The command, and a repository to call it in."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.repository import Repository
from support.shell import HANDOFF, Shell


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    return Shell(capsys, monkeypatch)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with one handoff, and the current directory in it."""
    repository = Repository(tmp_path / "project")
    repository.commit({"HANDOFF.md": HANDOFF})
    monkeypatch.chdir(repository.path)
    return repository
