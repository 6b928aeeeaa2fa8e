"""Works that a newer handoff lists as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff_issues.model import Item
from support.handoffs import History, World, done, item, verbs

ROOF, DOOR = item("Mend the barn roof"), item("Paint the barn door")
BOTH = item("Mend the barn roof and paint the barn door")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "issues")


def states(world: World) -> list[tuple[str, str | None]]:
    return [(head["state"], head.get("state_reason")) for head in world.heads()]


STAYS, PART = ("open", None), ("closed", "duplicate")


@pytest.mark.parametrize(
    "heir",
    [
        pytest.param(BOTH, id="by-title"),
        pytest.param(item("Barn before the winter", body="- Mend the barn roof\n- Paint the barn door"), id="by-steps"),
        pytest.param(item("Paint the barn door, and mend the barn roof"), id="newest-first"),
    ],
)
def test_the_oldest_issue_stays_and_the_others_become_part_of_it(world: World, heir: Item) -> None:
    history = History().write(ROOF, DOOR)
    world.run(history)
    history.write(heir)
    report = world.run(history)
    assert sorted(verbs(report)) == [("close", 2), ("update", 1)]
    assert states(world) == [STAYS, PART]
    assert world.titles() == [heir.title]
    assert "lists this as part of #1" in world.body(2)
    assert verbs(world.run(history)) == [("keep", 1)]


@pytest.mark.parametrize(
    "newer",
    [
        pytest.param([item("Finish the works on the barn")], id="not-named"),
        pytest.param([item("Mend the barn roof and the gate")], id="only-one-named"),
        pytest.param([BOTH, DOOR], id="one-is-listed-still"),
        pytest.param([item("Barn works", body="First mend the barn roof, then paint the barn door.")], id="told-of"),
    ],
)
def test_what_is_not_covered_by_name_is_kept(world: World, newer: list[Item]) -> None:
    history = History().write(ROOF, DOOR)
    world.run(history)
    history.write(*newer)
    world.run(history)
    assert states(world)[:2] == [STAYS, STAYS]


def test_what_is_listed_still_is_no_part_and_one_alone_is_no_merge(world: World) -> None:
    history = History().write(ROOF, DOOR)
    world.run(history)
    history.write(item("Barn before the winter", body="- Mend the barn roof\n- Paint the barn door"), DOOR)
    world.run(history)
    assert world.titles() == [ROOF.title, DOOR.title, "Barn before the winter"]


def test_a_child_that_stays_alone_takes_no_parent(world: World) -> None:
    history = History().write(item("Sheet import"), item("Sheet import manual page"))
    world.run(history)
    history.write(item("Sheet import manual page, with pictures"))
    world.run(history)
    assert states(world) == [STAYS, STAYS]


def test_an_item_that_stood_beside_them_takes_none(world: World) -> None:
    history = History().write(ROOF, DOOR, BOTH)
    world.run(history)
    history.write(BOTH)
    world.run(history)
    assert states(world) == [STAYS, STAYS, STAYS]


def test_what_is_shown_done_is_completed_and_no_part(world: World) -> None:
    history = History().write(ROOF, DOOR)
    world.run(history)
    history.write(BOTH, done("Painted the barn door"))
    world.run(history)
    assert states(world) == [STAYS, ("closed", "completed")]


def test_a_cap_puts_the_closing_off(world: World) -> None:
    history = History().write(ROOF, DOOR)
    world.run(history)
    history.write(BOTH)
    assert world.run(history, max_close=0).remaining == 1
    assert states(world) == [STAYS, STAYS]
    world.run(history)
    assert states(world) == [STAYS, PART]


def test_a_person_who_reopens_a_part_keeps_it_apart(world: World) -> None:
    history = History().write(ROOF, DOOR)
    world.run(history)
    history.write(BOTH)
    world.run(history)
    world.set(2, state="open", state_reason="reopened", closed_by=None)
    world.run(history)
    assert states(world) == [STAYS, ("open", "reopened")]


@pytest.mark.parametrize(
    "newer",
    [
        "Paint the barn door as the barn roof was painted",
        "Paint the barn door, same colour as the barn roof",
        "Paint the barn door instead of the barn roof",
        "Paint the barn door before the barn roof",
        "Paint the barn door (the barn roof is done)",
        "Paint the barn door with the colour of the barn roof and the gate",
    ],
)
def test_what_is_named_for_comparison_is_no_part(world: World, newer: str) -> None:
    history = History().write(item("Paint the barn roof"), item("Paint the barn door"))
    world.run(history)
    history.write(item(newer))
    world.run(history)
    assert set(states(world)) == {STAYS}
