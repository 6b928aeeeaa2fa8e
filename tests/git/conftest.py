"""A repository to be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.repository import Repository as Builder


@pytest.fixture
def builder(tmp_path: Path) -> Builder:
    return Builder(tmp_path / "project")
