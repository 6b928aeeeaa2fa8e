"""Runs that break off, meet a refusal, or are overtaken by a person: nothing is lost, doubled or overruled."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff_issues.errors import AnswerLost, LimitReached, PermissionDenied, TrackerError
from handoff_issues.model import Kind, Priority
from support.flaky import Fault, Writes
from support.handoffs import History, World, done, item, verbs


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "issues")


BEFORE = [
    item("Publish the map tiles", priority=Priority.HIGH),
    item("Decide where tiles are stored", kind=Kind.QUESTION),
    item("Wait for the vendor's key", kind=Kind.BLOCKER),
    item("Mend the legend"),
]
AFTER = [
    item("Publish the map tiles", body="Now for all zoom levels.", priority=Priority.LOW),
    done("Wait for the vendor's key"),
    item("Mend the legend"),
    item("Decide where tiles are stored", kind=Kind.QUESTION),
    item("Measure the load time"),
]


def final(world: World) -> list[tuple[object, ...]]:
    """All that a person sees of the issues, whatever their numbers."""
    return sorted(
        (head["title"], head["state"], head.get("state_reason", ""), sorted(head["labels"]), text.count("### "), text)
        for head in world.heads()
        for text in [world.body(head["number"])]
    )


@pytest.mark.parametrize("after", [False, True], ids=["before-effect", "after-effect"])
@pytest.mark.parametrize(
    "error", [LimitReached("wait"), AnswerLost("cut"), PermissionDenied("no"), TrackerError("odd")], ids=type
)
def test_after_any_failure_at_any_write_the_next_run_ends_in_the_undisturbed_state(
    tmp_path: Path, error: TrackerError, after: bool
) -> None:
    history = History().write(*BEFORE)
    undisturbed = World(tmp_path / "undisturbed")
    undisturbed.run(history)
    told = Writes()
    history.write(*AFTER)
    undisturbed.run(history, writes=told)
    assert set(told.done) == {"create", "edit", "label", "unlabel", "comment"}

    for at in range(1, len(told.done) + 1):
        world = World(tmp_path / f"at-{at}")
        first = History().write(*BEFORE)
        world.run(first)
        first.write(*AFTER)
        report = world.run(first, writes=Writes(fault=Fault(at=at, error=error, after=after)))
        assert report.remaining > 0 or after
        world.run(first)
        assert final(world) == final(undisturbed), f"write {at}"
        assert {verb for verb, _ in verbs(world.run(first))} == {"keep"}


def test_a_limit_stops_the_run_and_tells_what_is_left(world: World) -> None:
    history = History().write(*BEFORE)
    report = world.run(history, writes=Writes(fault=Fault(at=3, error=LimitReached("the hour's limit is reached"))))
    assert report.stopped == "the hour's limit is reached"
    assert not report.mendable
    assert report.remaining == 2
    assert len(world.titles()) == 2


def test_a_refusal_is_for_the_user_to_mend(world: World) -> None:
    fault = Fault(at=1, error=PermissionDenied("the token may only read", mend="permissions:\n  issues: write"))
    report = world.run(History().write(*BEFORE), writes=Writes(fault=fault))
    assert report.mendable
    assert "issues: write" in (report.stopped or "")
    assert report.remaining == 4


def test_what_a_person_does_during_the_run_is_planned_again(world: World) -> None:
    history = History().write(*BEFORE)
    world.run(history)
    number = world.titles().index("Publish the map tiles") + 1
    history.write(*AFTER)

    def rename() -> None:
        world.set(number, title="Ship the tiles")

    report = world.run(history, writes=Writes(between=rename))
    assert "Ship the tiles" in world.titles()
    assert "Now for all zoom levels." in world.body(number)
    assert report.remaining == 0
    assert verbs(report).count(("update", number)) == 1


def test_what_a_person_writes_during_the_run_is_not_written_over(world: World) -> None:
    history = History().write(*BEFORE)
    world.run(history)
    number = world.titles().index("Publish the map tiles") + 1
    history.write(*AFTER)

    def note() -> None:
        world.edit_body(number, "<!-- /handoff-issues -->", "<!-- /handoff-issues -->\nThe vendor has answered.")

    report = world.run(history, writes=Writes(between=note))
    assert "The vendor has answered." in world.body(number)
    assert "Now for all zoom levels." in world.body(number)
    assert report.remaining == 0


def test_an_issue_deleted_during_the_run_is_opened_again_where_it_is_still_listed(world: World) -> None:
    history = History().write(*BEFORE)
    world.run(history)
    number = world.titles().index("Publish the map tiles") + 1
    history.write(*AFTER)
    world.run(history, writes=Writes(between=world.file(number).unlink))
    world.run(history)
    assert world.titles().count("Publish the map tiles") == 1


def test_the_caps_hold_over_all_rounds_of_a_run(world: World) -> None:
    history = History().write(*BEFORE)
    world.run(history)
    history.write(*AFTER, item("Second new work"), item("Third new work"))
    number = world.titles().index("Publish the map tiles") + 1

    def rename() -> None:
        world.set(number, title="Ship the tiles")

    report = world.run(history, writes=Writes(between=rename), max_open=2)
    assert [verb for verb, _ in verbs(report)].count("open") == 2
    assert report.remaining == 1
