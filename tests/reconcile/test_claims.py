"""Which finished statement closes which issue, and which is only a suggestion."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from handoff_issues.handoff import parse
from handoff_issues.model import Evidence, Item, Mention, Outcome
from handoff_issues.reconcile.change import Report
from support.handoffs import History, World, done, item

OTHER = item("Paint the barn")
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "issues")


def row(*cells: str) -> Evidence:
    """A finished row of a table, titled by its first cell."""
    text = f"| {' | '.join(cells)} |"
    return Evidence(title=cells[0], outcome=Outcome.DONE, mentions=(Mention(start=50, end=50),), text=text, section=())


def after(world: World, older: list[Item], newer: list[Item | Evidence]) -> Report:
    """The run on the newer handoff."""
    history = History().write(*older)
    world.run(history)
    return world.run(history.write(*newer))


def closed(report: Report) -> list[int | None]:
    return [change.issue for change in report.changes if change.verb.value == "close"]


@pytest.mark.parametrize(
    ("work", "body", "statement"),
    [
        pytest.param(
            "Add the drawing tools to the map editor", "", "Drawing tools added to the map editor", id="order"
        ),
        pytest.param("Add the sheet index", "", "Implemented the sheet index", id="other-verb"),
        pytest.param("Sheet index: no page for it yet, so editors ask by mail", "", "Sheet index", id="name-alone"),
        pytest.param(
            "Tile queue in-memory state recovery: the `jobs` map is lost on restart",
            "Jobs vanish. Needs persistence on disk.",
            "Tile queue state persistence",
            id="shorter-and-in-other-words",
        ),
        pytest.param("Add the sheet index", "", "Added the sheet index - tested on staging", id="a-remark-on-how"),
        pytest.param("Add the map legend", "", "PR #34: added the map legend", id="where-it-was-done"),
        pytest.param("Passwort der Datenbank erneuern", "", "Passwort der Datenbank erneuert", id="german"),
        pytest.param("Karten auf Kacheln umstellen", "", "Karten auf Kacheln umgestellt", id="german-participle"),
        pytest.param("Renouveler le certificat du serveur", "", "Renouvelé le certificat du serveur", id="french"),
        pytest.param("Draw the rivers and the lakes", "", "Drew the lakes and the rivers", id="both-of-two"),
        pytest.param("Make the tiles smaller", "", "Made the tiles smaller", id="irregular-past"),
        pytest.param("Harden the tile server", "", "Hardened the tile server", id="verb-in-en"),
    ],
)
def test_a_statement_closes_the_work_that_it_names(world: World, work: str, body: str, statement: str) -> None:
    report = after(world, [item(work, body=body), OTHER], [OTHER, done(statement)])
    assert closed(report) == [1]


@pytest.mark.parametrize(
    ("work", "statement"),
    [
        pytest.param("Add the sheet index", done("Removed the sheet index"), id="other-doing"),
        pytest.param("Check the login by phone", done("Harden the login by mail"), id="other-work-on-one-thing"),
        pytest.param(
            "Publish the sheet package: a merge starts `publish_sheets`, or run it by hand",
            row("Barn camera", "`publish_sheets` trigger and job"),
            id="cell-that-tells-how",
        ),
        pytest.param(
            "Publish the sheet package: a merge to the trunk starts the nightly job",
            done("The nightly job starts on a merge to the trunk"),
            id="how-alone",
        ),
        pytest.param("Rotate the signing key MAP-41", done("Rotated the signing key MAP-42"), id="other-key"),
        pytest.param("Write the release notes for 4.2", done("Release notes for 4.1 published"), id="other-number"),
        pytest.param("Rotate the key of service A", done("Rotated the key of service B"), id="other-letter"),
        pytest.param(
            "Migrate the sheets table to Postgres 16", done("Migrated the users table to Postgres 16"), id="word"
        ),
        pytest.param("Limit the rate of map webhook retries", done("Limited the rate of map tile loads"), id="words"),
        pytest.param("Deploy the map tiles to production", done("Deployed the map tiles to staging"), id="last-word"),
        pytest.param("Publish the map client", done("Published the map client to Test PyPI"), id="for-trial"),
        pytest.param("Deploy the map tiles", done("Deployed the map tiles on the staging server"), id="on-staging"),
        pytest.param("Add a sheet index", done("Added tests for the sheet index"), id="made-for-it"),
        pytest.param("Draw the rivers and the lakes", done("Drew the rivers"), id="one-of-two"),
        pytest.param("Draw rivers, roads and lakes", done("Drew rivers and lakes"), id="two-of-three"),
        pytest.param("Flüsse und Seen zeichnen", done("Flüsse gezeichnet"), id="one-of-two-in-german"),
        pytest.param("Mend the 12 failing checks", done("Mended 5 failing checks"), id="fewer-than-counted"),
        pytest.param("Mend the failing checks", done("Mended 5 of the 12 failing checks"), id="some-of-them"),
        pytest.param("Limit the rate of map loads", done("Limited the rate of map loads for guests"), id="narrower"),
        pytest.param("Remove the old legend", done("Removed the old legend from the print page"), id="from-one-place"),
        pytest.param("Quay A: replace the lamp", done("Quay B: replaced the lamp"), id="other-label"),
        pytest.param("Legend page in dark mode", done("Dark mode for the index page works"), id="other-order"),
        pytest.param("Move the sheet archive", done("Opened a ticket to move the sheet archive"), id="ticket"),
        pytest.param("Fix the sheet leak", done("Investigated the sheet leak", attempt="investigated"), id="tried"),
        pytest.param("Cover 80 % of the map", done("Covered the map: 60 %", attempt="60 %"), id="share"),
    ],
)
def test_a_statement_on_other_work_closes_nothing(world: World, work: str, statement: Evidence) -> None:
    assert closed(after(world, [item(work), OTHER], [OTHER, statement])) == []


@pytest.mark.parametrize(
    ("work", "statement"),
    [
        ("Investigate the sheet leak", done("Investigated the sheet leak", attempt="investigated")),
        ("Roll out the sheet index", done("Finished the rollout of the sheet index to all users: roll out is done")),
        ("Cover 80 % of the map", done("Covered 80 % of the map: 80 %", attempt="80 %")),
        ("Alerts for the sheet server", done("Set up alerts for the sheet server")),
        ("Write tests for the sheet index", done("Added tests for the sheet index")),
        ("Open a ticket for the sheet index", done("Opened a ticket for the sheet index", attempt="opened a ticket")),
    ],
)
def test_a_statement_of_what_was_to_be_tried_closes_it(world: World, work: str, statement: Evidence) -> None:
    assert closed(after(world, [item(work), OTHER], [OTHER, statement])) == [1]


@pytest.mark.parametrize(
    ("work", "said", "reason"),
    [
        ("Drop the old legend", "Dropped the old legend", "completed"),
        ("Translate the old legend", "Dropped: translate the old legend", "not_planned"),
    ],
)
def test_what_was_to_be_dropped_is_done_by_that(world: World, work: str, said: str, reason: str) -> None:
    """A dismissed issue is never opened again; of other work the same statement says that it is not to be done."""
    statement = done(said, outcome=Outcome.CANCELLED).model_copy(update={"dropped": "dropped"})
    assert closed(after(world, [item(work), OTHER], [OTHER, statement])) == [1]
    assert world.head(1)["state_reason"] == reason


@pytest.mark.parametrize(
    ("statement", "numbers"),
    [
        ("Translated the legend", []),
        ("Painted the old pier", []),
        ("Translated the legend and painted the old pier", [1]),
        ("Translate the legend, paint the old pier", [1]),
    ],
)
def test_several_works_of_one_line_are_finished_when_all_of_them_are(
    world: World, statement: str, numbers: list[int]
) -> None:
    both = item("Translate the legend, paint the old pier")
    both = both.model_copy(update={"works": ("Translate the legend", "paint the old pier")})
    assert closed(after(world, [both, OTHER], [OTHER, done(statement)])) == numbers


def test_each_of_two_works_that_one_line_shows_finished_is_closed(world: World) -> None:
    statement = done("Set up alerts for the sheet server and painted the old pier")
    statement = statement.model_copy(update={"works": ("Set up alerts for the sheet server", "painted the old pier")})
    older = [item("Set up alerts for the sheet server"), item("Paint the old pier"), item("Sort the old sheets"), OTHER]
    assert closed(after(world, older, [OTHER, statement])) == [1, 2]


def test_a_parent_that_is_done_leaves_its_child_open(world: World) -> None:
    older = [item("Import wizard for sheets"), item("Import wizard for sheets: explain it in the manual")]
    history = History().write(*older)
    world.run(history)
    history.write(OTHER, done("Import wizard for sheets"))
    assert closed(world.run(history)) == [1]
    assert closed(world.run(history)) == []
    assert world.head(2)["state"] == "open"


@pytest.mark.parametrize(
    ("finished", "silent", "title"),
    [
        ("Publish the map tiles", "Publish the map tiles for Norway", None),
        ("Publish the map tiles", "Publish the map tiles for Norway", "Publish our map tiles for Norway"),
        ("Publish the map tiles for Norway", "Publish the map tiles", None),
        ("Add retries to the billing importer", "Add retries with backoff to the billing importer", None),
    ],
)
def test_what_closed_an_issue_closes_no_other_one_in_the_next_run(
    world: World, finished: str, silent: str, title: str | None
) -> None:
    """Closed, it is not looked at any more; but the two were listed side by side once, so they are two."""
    history = History().write(item(finished), item(silent), OTHER)
    world.run(history)
    if title is not None:
        world.set(2, title=title)
    world.run(history.write(item(finished), OTHER))
    assert closed(world.run(history.write(OTHER, done(finished)))) == [1]
    for _ in range(2):
        assert closed(world.run(history)) == []
    assert world.head(2)["state"] == "open"


def test_a_part_that_is_silent_is_not_finished_with_its_whole(world: World) -> None:
    whole, part = (
        item("Fix the memory leak in the tile cache"),
        item("Fix the memory leak in the tile cache: old tiles"),
    )
    history = History().write(whole, part)
    world.run(history)
    world.run(history.write(whole, OTHER))
    assert closed(world.run(history.write(OTHER, done("Fixed the memory leak in the tile cache")))) == [1]


def test_a_statement_that_fits_two_works_alike_is_a_suggestion(world: World) -> None:
    older = [item("Export map tiles to the archive north"), item("Export map tiles to the archive south")]
    report = after(world, older, [OTHER, done("Export map tiles to the archive")])
    assert closed(report) == []
    kept = [change.reason for change in report.changes if change.issue in (1, 2)]
    assert all("perhaps finished, see docs/HANDOFF.md:50" in reason for reason in kept)


def test_what_is_finished_leaves_its_issue_and_the_narrower_rest_is_new(world: World) -> None:
    older = [item("Wire the sheet checks into the nightly build"), OTHER]
    newer = [item("Wire the passwords of the sheet checks into the nightly build"), OTHER]
    report = after(world, older, [*newer, done("Wired the sheet checks into the nightly build")])
    assert closed(report) == [1]
    assert "Wire the passwords of the sheet checks into the nightly build" in world.titles()


def test_the_second_example_closes_what_it_shows_done_of_the_first(world: World) -> None:
    history = History()
    for name in ("handoff-2026-03-04.md", "handoff-2026-03-06.md"):
        read = parse((EXAMPLES / name).read_text(encoding="utf-8"), path=name)
        report = world.run(history.write(*read.items, *read.done))
    assert Counter(change.verb.value for change in report.changes) == {"open": 4, "update": 5, "close": 3, "keep": 2}
