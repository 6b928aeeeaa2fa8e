"""Steps of split items: that nothing is different where nothing is split, and what holds for the rest."""

from __future__ import annotations

from pathlib import Path

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
