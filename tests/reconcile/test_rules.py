"""The table of decisions is the README's, and each of its rows decides in the situation that it tells of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from handoff_issues.config import Config, OnAbsent
from handoff_issues.desk import Desk
from handoff_issues.handoff import parse
from handoff_issues.model import Direction, Outcome, Reference, Standing
from handoff_issues.reconcile.change import Report
from handoff_issues.reconcile.command import Command, Name
from handoff_issues.reconcile.rules import TABLE, Rule, markdown
from handoff_issues.sync import sync
from support.handoffs import History, World, done, item, snapshot
from support.related import RelatedTracker

README = Path(__file__).parents[2] / "README.md"
TILES = item("Publish the map tiles")
OTHER = item("Paint the barn")


def _listed_by(world: World, *newer: object, act: Callable[[], None] = lambda: None, **settings: object) -> Report:
    """The tiles are listed and have issue 1; somebody acts; the newer handoff says this."""
    history = History().write(TILES)
    world.run(history)
    act()
    return world.run(history.write(*newer), **settings)  # type: ignore[arg-type]


def _twin(world: World) -> Report:
    def copy() -> None:
        text = world.file(1).read_text()
        (world.folder / "0002-twin.md").write_text(text.replace("number: 1", "number: 2"))

    return _listed_by(world, TILES, act=copy)


def _reopened(world: World, *newer: object, act: Callable[[], None] = lambda: None, **settings: object) -> Report:
    """The tiles were shown finished, and a person opened their issue again and acts."""
    history = History().write(TILES)
    world.run(history)
    world.run(history.write(done(TILES.title), OTHER))
    world.set(1, state="open", state_reason="reopened", closed_by=None)
    act()
    return world.run(history.write(*newer), **settings)  # type: ignore[arg-type]


def _ignore(world: World) -> None:
    world.set(1, labels=["handoff", "handoff: ignore"])


def _keep(world: World) -> None:
    world.set(1, labels=["handoff", "handoff: keep"])


def _of_a_person(world: World, *newer: object, state: str = "open") -> Report:
    def take() -> None:
        marker = world.body(1).split("-->")[0]
        world.edit_body(1, marker, "<!--")
        world.set(1, author="ada", state=state)

    return _listed_by(world, *newer, act=take)


def _unmarked(world: World, closed: str = "") -> Report:
    """A person writes the body anew, and closes the issue for this reason, if any."""

    def rewrite() -> None:
        world.edit_body(1, "handoff-issues:v1", "nothing")
        if closed:
            world.close(1, closed)

    return _listed_by(world, TILES, act=rewrite)


def _close_call(world: World) -> Report:
    history = History().write(item("Export tiles to the archive north"), item("Export tiles to the archive south"))
    world.run(history)
    return world.run(history.write(item("Export tiles to the archive")))


def _asked(world: World) -> Report:
    history = History().write(TILES)
    world.run(history)
    at = snapshot(history)
    desk = Desk(at, world.tracker(history), Config(), site=world.site)
    changes = desk.carry_out([Command(name=Name.DONE)], 1).changes
    return Report(commit=at.commit, applied=True, changes=changes, remaining=0)


def _split_off(world: World) -> Report:
    history = History().write(item("Move billing and search to the new cluster"))
    world.run(history)
    parts = item("Move billing to the new cluster first"), item("Move search to the new cluster")
    return world.run(history.write(*parts))


def _merged(world: World) -> Report:
    history = History().write(item("Mend the barn roof"), item("Paint the barn door"))
    world.run(history)
    return world.run(history.write(item("Mend the barn roof and paint the barn door")))


def _closed_by_us(world: World) -> Report:
    history = History().write(TILES)
    world.run(history)
    world.run(history.write(done("Publish the map tiles")))
    return world.run(history.write(TILES))


def _long_silent(world: World, policy: OnAbsent) -> Report:
    return _listed_by(world, OTHER, absent_after=1, on_absent=policy)


def _adopted(world: World, *newer: object) -> Report:
    history = History().write(TILES)
    world.open_as_person("Tiles for the map", labels=["handoff", "handoff: adopted"])
    report = world.run(history)
    return world.run(history.write(*newer)) if newer else report


def _related(world: World) -> Report:
    """The tiles wait for the barn, by the same words as before: GitHub is told once it can be."""
    waiting = Reference(direction=Direction.AFTER, name="Paint the barn")
    history = History().write(TILES.model_copy(update={"references": (waiting,)}), OTHER)
    world.run(history)
    at = snapshot(history)
    tracker = RelatedTracker(world.folder, now=at.committed_at)
    return sync(at, tracker, Config(), site=world.site, apply=True)


def _steps(world: World) -> Report:
    text = "# Handoff\n\n## Next steps\n\n- Move invoices\n  - [ ] Write the migration\n  - [ ] Copy the old rows\n"
    return world.run(History().write(*parse(text, path="HANDOFF.md").items), sub_issues=True)


def _orphaned(world: World) -> Report:
    world.run(History().write(TILES))
    return world.run(History(standing=Standing.UNKNOWN).write(TILES))


def _no_longer_listed(world: World) -> Report:
    history = History().write(TILES)
    world.run(history)
    world.close(1)
    world.run(history)
    return world.run(history.write(OTHER))


SITUATIONS: list[tuple[Rule, str, Callable[[World], Report]]] = [
    (Rule.ASKED, "close", _asked),
    (Rule.TWIN, "close", _twin),
    (Rule.IGNORED, "skip", lambda w: _listed_by(w, TILES, act=lambda: _ignore(w))),
    (Rule.IGNORED, "skip", lambda w: _listed_by(w, done("x y"), act=lambda: _ignore(w))),
    (Rule.REOPENED_BY_PERSON, "update", lambda w: _reopened(w, OTHER)),
    (Rule.REOPENED_BY_PERSON, "update", lambda w: _reopened(w, TILES)),
    (Rule.NAMED_FOREIGN, "skip", lambda w: _of_a_person(w, item("Send the sheets", number=1))),
    (Rule.UNMARKED, "skip", _unmarked),
    (Rule.UNMARKED, "skip", lambda w: _unmarked(w, "completed")),
    (Rule.LOOKS_LIKE, "skip", lambda w: _of_a_person(w, TILES)),
    (Rule.CLOSE_CALL, "open", _close_call),
    (Rule.SPLIT_OFF, "open", _split_off),
    (Rule.STEP, "open", _steps),
    (Rule.NEW, "open", lambda w: _listed_by(w, OTHER)),
    (Rule.NEW, "open", lambda w: _of_a_person(w, TILES, state="closed")),
    (Rule.ADOPTED, "update", _adopted),
    (Rule.TOMBSTONE, "skip", lambda w: _listed_by(w, TILES, act=lambda: w.close(1, "not_planned"))),
    (Rule.COMPLETED_BY_PERSON, "skip", lambda w: _listed_by(w, TILES, act=lambda: w.close(1))),
    (
        Rule.CHANGED_SINCE,
        "reopen",
        lambda w: _listed_by(w, item(TILES.title, body="In May."), act=lambda: w.close(1)),
    ),
    (Rule.CLOSED_BY_US, "reopen", _closed_by_us),
    (Rule.UNCHANGED, "keep", lambda w: _listed_by(w, TILES)),
    (Rule.UNCHANGED, "keep", lambda w: _listed_by(w, TILES, done(TILES.title))),
    (Rule.CHANGED, "update", lambda w: _listed_by(w, item("Publish all the map tiles"))),
    (Rule.RELATED, "update", _related),
    (Rule.KEPT, "keep", lambda w: _listed_by(w, done(TILES.title), act=lambda: _keep(w))),
    (Rule.KEPT, "keep", lambda w: _listed_by(w, OTHER, act=lambda: _keep(w), absent_after=1, on_absent=OnAbsent.CLOSE)),
    (Rule.SHOWN_DONE, "close", lambda w: _listed_by(w, done(TILES.title))),
    (Rule.SHOWN_DROPPED, "close", lambda w: _listed_by(w, done(TILES.title, outcome=Outcome.CANCELLED))),
    (Rule.SHOWN_DROPPED, "close", lambda w: _listed_by(w, done(TILES.title, outcome=Outcome.SUPERSEDED))),
    (Rule.MERGED, "close", _merged),
    (Rule.SUGGESTED, "update", lambda w: _adopted(w, done(TILES.title))),
    (Rule.ORPHANED, "keep", _orphaned),
    (Rule.SILENT, "keep", lambda w: _listed_by(w, OTHER)),
    (Rule.LONG_SILENT, "update", lambda w: _long_silent(w, OnAbsent.LABEL)),
    (Rule.LONG_SILENT, "keep", lambda w: _long_silent(w, OnAbsent.KEEP)),
    (Rule.LONG_SILENT, "close", lambda w: _long_silent(w, OnAbsent.CLOSE)),
    (Rule.NO_LONGER_LISTED, "update", _no_longer_listed),
]


@pytest.mark.parametrize(
    ("rule", "verb", "run"), [pytest.param(*case, id=f"{case[0]}-{case[1]}") for case in SITUATIONS]
)
def test_each_row_decides_in_its_situation(
    tmp_path: Path, rule: Rule, verb: str, run: Callable[[World], Report]
) -> None:
    report = run(World(tmp_path / "issues"))
    assert (rule, verb) in [(change.rule, change.verb.value) for change in report.changes]


BOTH: list[tuple[Rule, Rule, Callable[[World], Report]]] = [
    (Rule.CHANGED, Rule.REOPENED_BY_PERSON, lambda w: _reopened(w, item(TILES.title, body="In May."))),
    (Rule.KEPT, Rule.REOPENED_BY_PERSON, lambda w: _reopened(w, OTHER, act=lambda: _keep(w))),
    (Rule.SHOWN_DONE, Rule.REOPENED_BY_PERSON, lambda w: _reopened(w, done("Published the map tiles at last"))),
    (Rule.REOPENED_BY_PERSON, Rule.LONG_SILENT, lambda w: _reopened(w, OTHER, absent_after=1)),
    (
        Rule.CHANGED_SINCE,
        Rule.COMPLETED_BY_PERSON,
        lambda w: _listed_by(w, item(TILES.title, body="In May."), act=lambda: w.close(1)),
    ),
    (Rule.LONG_SILENT, Rule.SILENT, lambda w: _long_silent(w, OnAbsent.LABEL)),
]


@pytest.mark.parametrize(("upper", "lower", "run"), [pytest.param(*case, id=f"{case[0]}-{case[1]}") for case in BOTH])
def test_where_two_rows_apply_the_upper_decides(
    tmp_path: Path, upper: Rule, lower: Rule, run: Callable[[World], Report]
) -> None:
    [change] = [change for change in run(World(tmp_path / "issues")).changes if change.issue == 1]
    assert change.rule is upper
    assert [rule for rule in TABLE if rule in (upper, lower)] == [upper, lower]


def test_no_row_is_without_a_situation() -> None:
    assert list(TABLE) == list(Rule)
    assert {rule for rule, _, _ in SITUATIONS} == set(Rule)


def test_the_readme_has_this_table() -> None:
    text = README.read_text(encoding="utf-8")
    begin, end = "<!-- decisions -->\n", "\n<!-- /decisions -->"
    assert text[text.index(begin) + len(begin) : text.index(end)] == markdown()
