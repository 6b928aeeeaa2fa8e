"""Items with several steps as parents with sub-issues, over HTTP: what is there after each run."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from forge.hub import BOT, GitHub

from handoff_issues.config import Config
from handoff_issues.handoff import parse
from handoff_issues.model import Site
from handoff_issues.reconcile.change import Report
from handoff_issues.sync import sync
from support.handoffs import History, snapshot

ON = Config(sub_issues=True, write_interval=0)
OFF = Config(write_interval=0)


@dataclass
class Place:
    """A repository whose handoff is written and run on."""

    github: GitHub
    history: History = field(default_factory=History)

    def run(self, text: str | None = None, config: Config = ON, *, apply: bool = True) -> Report:
        """Let the newest handoff say this under "Next steps", and run once."""
        if text is not None:
            said = parse(f"# Handoff\n\n## Next steps\n\n{text}", path=self.history.path)
            self.history.write(*said.items, *said.done)
        site = Site(url="https://github.example/a/b")
        return sync(snapshot(self.history), self.github.tracker(), config, site=site, apply=apply)

    def titles(self, state: str = "open") -> dict[int, str]:
        return {number: seen.title for number, seen in self.github.issues().items() if seen.state == state}

    def writes(self, since: int) -> list[str]:
        return [line for line in self.github.lines(since) if not line.startswith(("GET", "POST /graphql"))]


@pytest.fixture
def place(github: GitHub) -> Place:
    return Place(github)


STEPS = """\
- Move invoices to the new ledger
  - [ ] Write the migration
  - [ ] Copy the old rows
  - [ ] Drop the old table
- Paint the barn door
"""


def test_each_step_becomes_a_sub_issue_and_a_second_run_changes_nothing(place: Place) -> None:
    report = place.run(STEPS)
    assert place.titles() == {
        1: "Move invoices to the new ledger",
        2: "Paint the barn door",
        3: "Write the migration",
        4: "Copy the old rows",
        5: "Drop the old table",
    }
    assert place.github.sub_issues(1) == [3, 4, 5]
    assert (report.remaining, report.warnings) == (0, ())
    assert "Part of #1\n" in place.github.issues()[3].body
    assert "- Write the migration" in place.github.issues()[1].body, "the text of the item stays as it is"
    before = len(place.github.requests)
    again = place.run()
    assert place.writes(before) == []
    assert {change.verb.value for change in again.changes} == {"keep"}
    assert len(place.github.requests) - before == 3


def test_off_steps_stay_a_list(place: Place) -> None:
    place.run(STEPS, OFF)
    assert list(place.titles().values()) == ["Move invoices to the new ledger", "Paint the barn door"]


def test_a_plan_names_the_sub_issues_that_it_would_open(place: Place) -> None:
    report = place.run(STEPS, apply=False)
    planned = [(change.title, change.part_of and change.part_of.title) for change in report.changes]
    assert ("Write the migration", "Move invoices to the new ledger") in planned
    assert ("Paint the barn door", None) in planned
    assert place.titles() == {}
