"""Steps of split items: that nothing is different where nothing is split, and what holds for the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff_issues.config import Config
from handoff_issues.handoff import parse
from handoff_issues.model import Evidence, Handoff, Item, Site, Snapshot
from handoff_issues.reconcile.change import Plan
from handoff_issues.reconcile.marker import split
from handoff_issues.reconcile.observed import Observed
from handoff_issues.reconcile.plan import make_plan
from handoff_issues.trackers.directory import DirectoryTracker
from support.handoffs import BEGIN, History, World, snapshot

NOTE = """\
# Handoff

## Next steps

- Move invoices to the new ledger
  - [ ] Write the migration
  - [x] Copy the old rows
  - [ ] Drop the old table
- Paint the old barn door again
  1. Scrape the old paint off
  2. Buy paint

## Done

- Mend the roof
  - Order the tiles
"""
SITE = Site(url="https://example.org/a/b")


def said(text: str) -> list[Item | Evidence]:
    handoff = parse(text, path="docs/HANDOFF.md")
    return [*handoff.items, *handoff.done]


def without_steps(at: Snapshot) -> Snapshot:
    """The same as if nobody had ever read a step."""

    def bare(handoff: Handoff) -> Handoff:
        items = tuple(item.model_copy(update={"steps": (), "finished": ()}) for item in handoff.items)
        done = tuple(evidence.model_copy(update={"finished": ()}) for evidence in handoff.done)
        return handoff.model_copy(update={"items": items, "done": done})

    streams = tuple(
        stream.model_copy(
            update={
                "versions": tuple(
                    version.model_copy(update={"handoff": bare(version.handoff)}) for version in stream.versions
                )
            }
        )
        for stream in at.streams
    )
    return at.model_copy(update={"streams": streams})


def planned(at: Snapshot, folder: Path, **settings: object) -> Plan:
    tracker = DirectoryTracker(folder, now=BEGIN)
    issues = {issue.number: issue for issue in tracker.authored()}
    observed = Observed(authors=frozenset({tracker.login()}), issues=issues, whole=True)
    return make_plan(at, observed, Config.model_validate(settings), site=SITE)


def test_without_the_setting_every_plan_is_as_if_there_were_no_steps(tmp_path: Path) -> None:
    world = World(tmp_path / "issues")
    world.folder.mkdir()
    history = History()
    notes = [
        NOTE,
        NOTE.replace("Drop the old table", "Drop the table"),
        NOTE.replace("- [ ] Write", "- [x] Write"),
        NOTE.replace("- Paint the old barn door again", "- Paint the old doors of the barn"),
        "# Handoff\n\n## Next steps\n\n- [ ] Write the migration\n",
    ]
    for note in notes:
        history.write(*said(note))
        at = snapshot(history)
        assert at != without_steps(at) or "Paint" not in note
        assert planned(at, world.folder) == planned(without_steps(at), world.folder)
        world.run(history)
    assert len(world.heads()) == 3


def test_a_folder_of_issues_has_sub_issues_by_their_words_alone(tmp_path: Path) -> None:
    world = World(tmp_path / "issues")
    history = History().write(*said(NOTE))
    world.run(history, sub_issues=True)
    assert world.titles() == [
        "Move invoices to the new ledger",
        "Paint the old barn door again",
        "Write the migration",
        "Drop the old table",
    ]
    assert "- Part of #1\n" in world.body(3)
    report = world.run(history, sub_issues=True)
    assert [change.verb.value for change in report.changes] == ["keep"] * 4
    [row] = [change for change in report.changes if change.issue == 3]
    assert (row.stream, row.part_of and row.part_of.issue) == ("docs/HANDOFF", 1)


def test_what_a_person_wants_split_is_split_for_ever_and_with_small_steps(tmp_path: Path) -> None:
    world = World(tmp_path / "issues")
    history = History().write(*said(NOTE))
    world.run(history)
    assert len(world.heads()) == 2
    want(world, 2)
    world.run(history)
    assert world.titles()[2:] == ["Scrape the old paint off", "Buy paint"]
    reworded = NOTE.replace("Paint the old barn door again", "Paint both old barn doors again").replace(
        "2. Buy", "2. Sand\n  3. Buy"
    )
    world.run(history.write(*said(reworded)))
    assert world.titles() == [
        "Move invoices to the new ledger",
        "Paint both old barn doors again",
        "Scrape the old paint off",
        "Buy paint",
        "Sand",
    ]


def want(world: World, number: int) -> None:
    """A person asks that an issue be split."""
    body = split(world.body(number))
    assert body is not None
    world.edit_body(number, body.marker.line(), body.marker.model_copy(update={"split": True}).line())


def note(*lines: str, done: str = "") -> list[Item | Evidence]:
    """What a note says with these lines under "Next steps"."""
    return said("# Handoff\n\n## Next steps\n\n" + "\n".join(lines) + (f"\n\n## Done\n\n{done}\n" if done else "\n"))


MOVE = "- Move invoices to the new ledger"
MIGRATE, COPY, DROP = "  - [ ] Write the migration", "  - [ ] Copy the old rows", "  - [ ] Drop the old table"
OTHER = "- Move customers to the new index"


class Notes:
    """Notes of one stream, each run on with sub-issues."""

    def __init__(self, tmp_path: Path) -> None:
        self.world, self.history = World(tmp_path / "issues"), History()

    def run(self, *lines: str, done: str = "", sub_issues: bool = True, **settings: object) -> list[str]:
        """The titles of what is open after the note."""
        self.world.run(self.history.write(*note(*lines, done=done)), sub_issues=sub_issues, **settings)
        return self.world.titles()


@pytest.fixture
def notes(tmp_path: Path) -> Notes:
    return Notes(tmp_path)


def test_what_is_said_of_the_steps_of_one_item_closes_none_of_anothers(notes: Notes) -> None:
    notes.run(MOVE, MIGRATE, COPY, OTHER, MIGRATE, DROP)
    titles = notes.run(MOVE, MIGRATE.replace("[ ]", "[x]"), COPY, OTHER, DROP)
    assert titles.count("Write the migration") == 1
    assert notes.world.head(3)["state"] == "closed"


def test_no_step_is_opened_before_its_item_however_urgent(notes: Notes) -> None:
    urgent = "  - [ ] P0: Write the migration"
    assert notes.run(MOVE, urgent, COPY, max_open=1) == ["Move invoices to the new ledger"]


def test_steps_are_closed_also_when_their_item_is_done_for_long(notes: Notes) -> None:
    notes.run(MOVE, MIGRATE, COPY, OTHER)
    notes.run(OTHER, done="- Move invoices to the new ledger")
    assert notes.run(OTHER) == ["Move customers to the new index", "Write the migration", "Copy the old rows"]
    assert notes.run(OTHER, done="- Copy the old rows") == ["Move customers to the new index", "Write the migration"]


def test_what_is_said_of_an_item_closes_no_step_that_resembles_it(notes: Notes) -> None:
    item = "- Copy the old rows of the customers' index into the archive by night"
    notes.run(MOVE, MIGRATE, COPY, item)
    assert notes.world.titles().count("Copy the old rows") == 1
    titles = notes.run(MOVE, MIGRATE, done=item)
    assert titles == ["Move invoices to the new ledger", "Write the migration", "Copy the old rows"]


def test_steps_that_a_note_counts_are_no_issues_by_those_numbers(notes: Notes) -> None:
    notes.world.open_as_person("Rows are missing")
    notes.world.open_as_person("Sums are wrong", number=2)
    counted = ("  - [ ] #1 Write the migration", "  - [ ] #2 Copy the old rows")
    titles = notes.run(MOVE, *counted)
    assert {"Rows are missing", "Sums are wrong", "Write the migration", "Copy the old rows"} <= set(titles)


def test_steps_are_as_urgent_as_their_item_unless_they_say_otherwise(notes: Notes) -> None:
    notes.run("- P1: Move invoices to the new ledger", MIGRATE, "  - [ ] P3: Copy the old rows")
    assert notes.world.head(2)["labels"] == ["handoff", "priority: high"]
    assert notes.world.head(3)["labels"] == ["handoff", "priority: low"]


def test_an_item_once_split_stays_so_with_a_single_step(notes: Notes) -> None:
    notes.run(MOVE, MIGRATE, COPY)
    assert "Drop the old table" in notes.run(MOVE, DROP)


def test_an_item_that_resembles_a_step_has_an_issue_of_its_own(notes: Notes) -> None:
    notes.run(MOVE, MIGRATE, COPY)
    assert len(notes.run(MOVE, MIGRATE, COPY, "- Copy the old rows of invoices")) == 4


def test_a_step_that_becomes_an_item_too_keeps_its_one_issue(notes: Notes) -> None:
    before = notes.run(MOVE, MIGRATE, COPY)
    assert notes.run(MOVE, MIGRATE, COPY, "- Copy the old rows") == before
    assert notes.run(MOVE, MIGRATE, COPY, "- Copy the old rows") == before


def test_nothing_is_filed_under_what_somebody_else_tracks(notes: Notes) -> None:
    notes.world.open_as_person("Move invoices to the new ledger")
    assert notes.run(MOVE, MIGRATE, COPY) == ["Move invoices to the new ledger"]
    report = notes.world.run(notes.history, sub_issues=True)
    assert ([change.verb.value for change in report.changes], report.remaining) == (["skip"], 0)


def test_a_persons_issue_is_split_only_where_a_person_asks_for_it(notes: Notes) -> None:
    notes.world.open_as_person("Move invoices to the new ledger", labels=["handoff", "handoff: adopted"])
    notes.run(MOVE, MIGRATE, COPY)
    assert notes.run(MOVE, MIGRATE, COPY) == ["Move invoices to the new ledger"]
    want(notes.world, 1)
    assert notes.run(MOVE, MIGRATE, COPY)[1:] == ["Write the migration", "Copy the old rows"]


def test_a_step_becomes_an_item_only_in_the_handoffs_of_its_own_stream(tmp_path: Path) -> None:
    world = World(tmp_path / "issues")
    one = History(id="a/HANDOFF", path="a/HANDOFF.md").write(*note(MOVE, MIGRATE, COPY))
    world.run(one, sub_issues=True)
    other = History(id="b/HANDOFF", path="b/HANDOFF.md").write(*note("- Copy the old rows"))
    world.run(one.write(*note(MOVE, MIGRATE)), other, sub_issues=True)
    assert world.titles().count("Copy the old rows") == 2
