"""What a person closed and a note still lists is said on the note's line, on branches and on pull requests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from forge.hub import BOT, GitHub

from handoff_issues.annotations import annotate
from handoff_issues.config import Config
from handoff_issues.git import Repository as Read
from handoff_issues.model import Site
from handoff_issues.reconcile.rules import Rule
from handoff_issues.snapshot import read
from handoff_issues.sync import sync
from support.repository import Repository

OLDER = """# Handoff

## Next steps

- Publish the map tiles
- Paint the barn
"""
NEWER = """# Handoff

The ferry was late again.

## Next steps

- Publish the map tiles
- Paint the barn
- Rotate the signing key of the package
"""


@pytest.mark.parametrize("apply", [True, False], ids=["branch", "pull-request"])
def test_on_the_line_of_the_newest_text(github: GitHub, tmp_path: Path, apply: bool) -> None:
    repository = Repository(tmp_path / "project")
    repository.commit({"HANDOFF.md": OLDER}, date="2026-03-01T12:00")
    sync(read(Read(repository.path), Config()), github.tracker(), Config(), site=Site(url=None), apply=True)
    tiles = next(number for number, seen in github.issues().items() if "tiles" in seen.title)
    github.person.close(tiles, reason="completed")
    repository.commit({"HANDOFF.md": NEWER}, date="2026-03-02T12:00")
    before = github.issues()
    report = sync(read(Read(repository.path), Config()), github.tracker(), Config(), site=Site(url=None), apply=apply)
    assert [change.issue for change in report.changes if change.rule is Rule.COMPLETED_BY_PERSON] == [tiles]
    [notice] = [each for each in annotate(report) if "completed" in each.message]
    assert (notice.path, notice.start) == ("HANDOFF.md", 7)
    assert re.search(rf"this is #{tiles}, which a person closed as completed on 20\d\d-\d\d-\d\d", notice.message)
    assert github.issues()[tiles].state == "closed"
    if not apply:
        assert github.issues() == before
    assert all(seen.author == BOT for seen in github.issues().values())
