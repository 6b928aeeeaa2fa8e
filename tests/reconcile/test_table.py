"""The design's table of situations, each as a run on a directory of issues: the state of the world decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff_issues.config import Labels, LabelSetting, OnAbsent
from handoff_issues.handoff import Lexicon
from handoff_issues.handoff.items.matter import matter_of
from handoff_issues.model import Item, Kind, Outcome, Priority, Standing, State
from support.handoffs import History, World, done, item, verbs

TILES = item("Publish the map tiles", body="Run `tiles.sh` on staging first.", priority=Priority.HIGH)
STORAGE = item("Decide where tiles are stored", kind=Kind.QUESTION, line=5)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "issues")


def settled(world: World, *histories: History, **settings: object) -> bool:
    """Whether another run writes nothing."""
    before = {path: path.read_bytes() for path in world.folder.glob("*")}
    world.run(*histories, **settings)
    return before == {path: path.read_bytes() for path in world.folder.glob("*")}


def test_what_is_listed_is_opened_once(world: World) -> None:
    history = History().write(TILES, STORAGE)
    assert verbs(world.run(history)) == [("open", 1), ("open", 2)]
    assert world.titles() == ["Publish the map tiles", "Decide where tiles are stored"]
    assert world.head(1)["labels"] == ["handoff", "priority: high"]
    assert world.head(2)["labels"] == ["handoff", "question"]
    assert settled(world, history)


def test_a_dry_run_writes_nothing_and_knows_no_numbers(world: World) -> None:
    report = world.run(History().write(TILES), apply=False)
    assert verbs(report) == [("open", None)]
    assert not report.applied
    assert not world.folder.exists()


def test_reworded_work_keeps_its_issue(world: World) -> None:
    history = History().write(TILES, STORAGE)
    world.run(history)
    history.write(item("Publish map tiles with `tiles.sh` to production", priority=Priority.HIGH), STORAGE)
    assert ("update", 1) in verbs(world.run(history))
    assert world.titles() == ["Publish map tiles with `tiles.sh` to production", "Decide where tiles are stored"]
    assert settled(world, history)


@pytest.mark.parametrize(
    ("newer", "labels"),
    [
        pytest.param({"priority": Priority.LOW}, {"handoff", "priority: low"}, id="priority-changed"),
        pytest.param({"priority": None}, {"handoff"}, id="priority-gone"),
        pytest.param({"kind": Kind.BLOCKER}, {"handoff", "blocker"}, id="became-a-blocker"),
    ],
)
def test_labels_follow_the_handoff(world: World, newer: dict[str, object], labels: set[str]) -> None:
    history = History().write(TILES)
    world.run(history)
    history.write(item("Publish the map tiles", body=TILES.body, **newer))  # type: ignore[arg-type]
    assert verbs(world.run(history)) == [("update", 1)]
    assert set(world.head(1)["labels"]) == labels
    assert settled(world, history)


def test_moved_lines_are_no_change(world: World) -> None:
    world.run(History().write(TILES))
    moved = History().write(TILES).write(item(TILES.title, body=TILES.body, priority=Priority.HIGH, line=77))
    assert verbs(world.run(moved)) == [("keep", 1)]


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [(Outcome.DONE, "completed"), (Outcome.CANCELLED, "not_planned"), (Outcome.SUPERSEDED, "not_planned")],
)
def test_evidence_closes_with_its_words(world: World, outcome: Outcome, reason: str) -> None:
    history = History().write(TILES, STORAGE)
    world.run(history)
    history.write(STORAGE, done("Publish the map tiles", outcome=outcome, line=31))
    report = world.run(history)
    assert ("close", 1) in verbs(report)
    [close] = [change for change in report.changes if change.issue == 1]
    assert [(source.path, source.mentions[0].start) for source in close.sources] == [("docs/HANDOFF.md", 31)]
    assert world.head(1)["state_reason"] == reason
    assert world.head(1)["closed_by"] == "handoff-issues"
    assert "Publish the map tiles" in world.body(1).split("## Comments")[1]
    assert settled(world, history)


def test_silence_keeps(world: World) -> None:
    history = History().write(TILES, STORAGE)
    world.run(history)
    history.write(STORAGE)
    assert ("keep", 1) in verbs(world.run(history))
    assert world.head(1)["state"] == "open"


def test_evidence_that_stood_beside_the_item_before_closes_nothing(world: World) -> None:
    history = History().write(TILES, done("Publish the map tiles"))
    world.run(history)
    history.write(done("Publish the map tiles"))
    assert verbs(world.run(history)) == [("keep", 1)]


def test_evidence_of_a_stream_that_never_listed_the_item_closes_nothing(world: World) -> None:
    listing, other = History().write(TILES), History(id="ops/HANDOFF", path="ops/HANDOFF.md").write(STORAGE)
    world.run(listing, other)
    listing.write()
    other.write(done("Publish the map tiles"))
    assert ("keep", 1) in verbs(world.run(listing, other))


def test_evidence_in_a_table_may_stand_in_any_cell(world: World) -> None:
    history = History().write(TILES, STORAGE)
    world.run(history)
    row = done("Task 7").model_copy(update={"text": "| Task 7 | done | Publish map tiles (all zoom levels) |"})
    history.write(STORAGE, row)
    assert ("close", 1) in verbs(world.run(history))


def test_evidence_may_name_the_work_in_one_part_of_its_title(world: World) -> None:
    history = History().write(TILES, STORAGE)
    world.run(history)
    history.write(STORAGE, done("PR #35: Published the map tiles. Adds a cache, a script and nineteen tests"))
    assert ("close", 1) in verbs(world.run(history))


def test_a_row_that_names_other_work_closes_nothing(world: World) -> None:
    history = History().write(TILES, STORAGE)
    world.run(history)
    row = done("Task 7").model_copy(update={"text": "| Task 7 | done | Draw the legend |"})
    history.write(STORAGE, row)
    assert ("keep", 1) in verbs(world.run(history))


def test_evidence_in_a_handoff_that_no_run_saw_still_closes(world: World) -> None:
    history = History().write(TILES)
    world.run(history)
    history.write(done("Publish the map tiles")).write(STORAGE)
    assert ("close", 1) in verbs(world.run(history))


def test_evidence_without_older_handoffs_in_reach_closes_nothing(world: World) -> None:
    world.run(History().write(TILES))
    shallow = History(reaches_back=False).write(done("Publish the map tiles"))
    assert verbs(world.run(shallow)) == [("keep", 1)]


def test_listed_and_shown_done_in_one_handoff_stays_open_with_a_warning(world: World) -> None:
    history = History().write(TILES)
    world.run(history)
    history.write(TILES, done("Publish the map tiles", line=40))
    report = world.run(history)
    assert verbs(report) == [("keep", 1)]
    assert [(warning.path, warning.line) for warning in report.warnings] == [("docs/HANDOFF.md", 1)]


def test_after_three_silent_handoffs_it_is_marked_unconfirmed_and_unmarked_when_named_again(world: World) -> None:
    history = History().write(TILES)
    world.run(history)
    history.write(STORAGE).write(STORAGE)
    assert ("keep", 1) in verbs(world.run(history))
    history.write(STORAGE)
    assert ("update", 1) in verbs(world.run(history))
    assert "handoff: unconfirmed" in world.head(1)["labels"]
    assert settled(world, history)
    history.write(TILES, STORAGE)
    world.run(history)
    assert "handoff: unconfirmed" not in world.head(1)["labels"]


def test_a_person_who_takes_unconfirmed_off_is_not_overruled(world: World) -> None:
    history = History().write(TILES)
    world.run(history)
    history.write(STORAGE).write(STORAGE).write(STORAGE)
    world.run(history)
    world.set(1, labels=["handoff", "priority: high"])
    assert settled(world, history)


@pytest.mark.parametrize(("policy", "state"), [(OnAbsent.KEEP, "open"), (OnAbsent.CLOSE, "closed")])
def test_other_policies_for_absent_items(world: World, policy: OnAbsent, state: str) -> None:
    history = History().write(TILES)
    world.run(history)
    history.write(STORAGE).write(STORAGE).write(STORAGE)
    world.run(history, on_absent=policy)
    assert world.head(1)["state"] == state
    assert "handoff: unconfirmed" not in world.head(1)["labels"]
    assert settled(world, history, on_absent=policy)


def test_an_unknown_stream_opens_and_closes_nothing(world: World) -> None:
    history = History().write(TILES)
    world.run(history)
    history.write(STORAGE, done("Publish the map tiles"))
    history.standing = Standing.UNKNOWN
    assert verbs(world.run(history)) == [("keep", 1)]
    assert world.titles() == ["Publish the map tiles"]


def test_a_deleted_handoff_closes_nothing(world: World) -> None:
    world.run(History().write(TILES))
    assert verbs(world.run()) == [("keep", 1)]


class TestPeopleFirst:
    def test_a_tombstone_is_never_opened_again(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        world.close(1, "not_planned")
        assert verbs(world.run(history)) == [("skip", 1)]
        assert world.titles("closed") == ["Publish the map tiles"]
        assert "handoff: listed" in world.head(1)["labels"]
        assert settled(world, history)
        history.write(item("Publish the map tiles", body="Now with words of their own.", priority=Priority.CRITICAL))
        world.run(history)
        assert world.titles() == []

    def test_the_label_for_listed_ones_goes_when_no_handoff_lists_it(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        world.close(1, "not_planned")
        world.run(history)
        history.write(STORAGE)
        world.run(history)
        assert "handoff: listed" not in world.head(1)["labels"]

    def test_closed_as_completed_stays_closed_while_the_entry_is_the_same(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        world.close(1)
        report = world.run(history)
        assert verbs(report) == [("skip", 1)]
        assert "this is #1, which a person closed as completed (" in report.changes[0].reason
        assert report.changes[0].notice
        assert world.titles() == []

    def test_closed_as_completed_stays_closed_where_only_the_form_of_its_entry_is_another(self, world: World) -> None:
        def listed(text: str) -> Item:
            return item(TILES.title).model_copy(update={"text": text, "matter": matter_of(text, Lexicon.of("en"))})

        history = History().write(listed(f"- [ ] {TILES.title}"))
        world.run(history)
        world.close(1)
        for text in (
            f"1. **{TILES.title}**",
            f"* {TILES.title}",
            f"| {TILES.title} | pending |",
            f"- [P1] {TILES.title}",
            f"- {TILES.title} (still open)",
        ):
            assert verbs(world.run(history.write(listed(text)))) == [("skip", 1)]
        assert verbs(world.run(history.write(listed(f"- [ ] {TILES.title} for Norway")))) == [("reopen", 1)]

    def test_closed_as_completed_stays_closed_where_only_another_note_says_it_in_other_words(
        self, world: World
    ) -> None:
        home, other = History(id="a/HANDOFF", path="a/HANDOFF.md"), History(id="b/HANDOFF", path="b/HANDOFF.md")
        home.write(TILES)
        other.write(item(TILES.title, body="Waits for the design."))
        world.run(home, other)
        world.close(1)
        assert ("skip", 1) in verbs(world.run(home.write(STORAGE), other))

    def test_closed_as_completed_is_reopened_once_where_the_entry_changed(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        world.close(1)
        history.write(item(TILES.title, body="Staging works; production is still to come.", priority=Priority.HIGH))
        assert verbs(world.run(history)) == [("reopen", 1)]
        assert world.head(1)["state"] == "open"
        assert settled(world, history)
        world.close(1)
        history.write(item(TILES.title, body="And now the zoom levels are missing.", priority=Priority.HIGH))
        assert verbs(world.run(history)) == [("skip", 1)]
        assert world.titles() == []

    def test_closed_by_us_and_listed_again_is_reopened(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        history.write(done("Publish the map tiles"))
        world.run(history)
        history.write(TILES)
        assert verbs(world.run(history)) == [("reopen", 1)]
        assert world.head(1)["state"] == "open"
        assert settled(world, history)

    def test_evidence_does_not_act_again_after_a_person_reopened(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        history.write(done("Publish the map tiles"))
        world.run(history)
        world.set(1, state="open", state_reason="reopened", closed_by=None, closed_at=None)
        assert verbs(world.run(history)) == [("update", 1)]
        assert verbs(world.run(history)) == [("keep", 1)]
        history.write(done("Published the map tiles to production"))
        world.run(history)
        assert world.head(1)["state"] == "closed"

    @pytest.mark.parametrize(
        "said", ["Published the map tiles (in commit 4f3a9c1)", "Map tiles published", "The map tiles were published"]
    )
    def test_nor_does_it_in_another_form(self, world: World, said: str) -> None:
        history = History().write(TILES)
        world.run(history)
        history.write(done("Published the map tiles"))
        world.run(history)
        world.set(1, state="open", state_reason="reopened", closed_by=None, closed_at=None)
        world.run(history)
        history.write(done(said))
        assert verbs(world.run(history)) == [("keep", 1)]
        history.write(done("Published the map tiles to production"))
        assert verbs(world.run(history)) == [("close", 1)]

    @pytest.mark.parametrize("reason", ["reopened", "completed"], ids=["on GitHub", "only the state of a file edited"])
    def test_a_person_who_closed_and_reopened_it_outvotes_what_showed_it_done_meanwhile(
        self, world: World, reason: str
    ) -> None:
        history = History().write(TILES)
        world.run(history)
        world.close(1)
        world.run(history.write(done("Publish the map tiles")))
        world.set(1, state="open", state_reason=reason, closed_by=None, closed_at=None)
        assert verbs(world.run(history)) == [("update", 1)]
        assert verbs(world.run(history)) == [("keep", 1)]
        assert verbs(world.run(history.write(done("Publish the map tiles"), STORAGE))) == [("open", 2), ("keep", 1)]
        assert ("close", 1) in verbs(world.run(history.write(done("Published the map tiles to production"), STORAGE)))

    def test_a_person_who_reopened_it_while_it_is_listed_is_heard_once(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        world.set(1, state="open", state_reason="reopened")
        assert verbs(world.run(history)) == [("update", 1)]
        assert settled(world, history)
        assert verbs(world.run(history.write(done("Publish the map tiles")))) == [("close", 1)]

    def test_what_we_reopened_ourselves_is_closed_by_the_first_line_that_shows_it_done(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        for _ in range(2):
            assert verbs(world.run(history.write(done("Publish the map tiles")))) == [("close", 1)]
            assert verbs(world.run(history.write(TILES))) == [("reopen", 1)]
            assert world.head(1)["state_reason"] == "reopened"
            assert settled(world, history)

    def test_what_a_person_reopened_and_closed_again_is_theirs(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        world.run(history.write(done("Publish the map tiles")))
        world.set(1, state="open", state_reason="reopened", closed_by=None, closed_at=None)
        world.run(history)
        world.close(1)
        assert verbs(world.run(history.write(TILES))) == [("skip", 1)]
        assert world.head(1)["state"] == "closed"

    def test_silence_does_not_close_what_a_person_reopened(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        history.write(STORAGE)
        world.run(history, absent_after=1, on_absent=OnAbsent.CLOSE)
        assert world.head(1)["state"] == "closed"
        world.set(1, state="open", state_reason="reopened", closed_by=None, closed_at=None)
        for _ in range(2):
            world.run(history, absent_after=1, on_absent=OnAbsent.CLOSE)
            assert world.head(1)["state"] == "open"

    def test_what_a_person_reopened_and_is_long_silent_is_told_in_one_write(self, world: World) -> None:
        history = History().write(TILES, STORAGE)
        world.run(history)
        world.run(history.write(STORAGE, done(TILES.title)))
        for _ in range(3):
            world.run(history.write(STORAGE))
        world.set(1, state="open", state_reason="reopened", closed_by=None, closed_at=None)
        assert ("update", 1) in verbs(world.run(history))
        assert {verb for verb, _ in verbs(world.run(history))} == {"keep"}

    def test_a_twin_that_a_person_reopened_stays_open(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        text = world.file(1).read_text()
        (world.folder / "0002-twin.md").write_text(text.replace("number: 1", "number: 2"))
        assert ("close", 2) in verbs(world.run(history))
        world.set(2, state="open", state_reason="reopened", closed_by=None, closed_at=None)
        for _ in range(2):
            assert ("keep", 2) in verbs(world.run(history))
            assert world.head(2)["state"] == "open"

    @pytest.mark.parametrize("label", ["handoff: ignore", "handoff: keep"])
    def test_a_twin_that_a_person_labelled_so_stays_open(self, world: World, label: str) -> None:
        history = History().write(TILES)
        world.run(history)
        (world.folder / "0002-twin.md").write_text(world.file(1).read_text().replace("number: 1", "number: 2"))
        world.set(2, labels=["handoff", label])
        assert ("close", 2) not in verbs(world.run(history))
        assert world.head(2)["state"] == "open"

    def test_what_is_ticked_and_listed_in_turn_is_closed_each_time(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        for state in ("closed", "open", "closed"):
            history.write(done("Publish the map tiles") if state == "closed" else TILES)
            world.run(history)
            assert world.head(1)["state"] == state

    def test_an_edited_title_stays(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        world.set(1, title="Ship tiles v2")
        history.write(item(TILES.title, body="More words.", priority=Priority.HIGH))
        assert verbs(world.run(history)) == [("update", 1)]
        assert world.titles() == ["Ship tiles v2"]
        assert "More words." in world.body(1)
        assert settled(world, history)

    def test_an_edited_region_stays_and_labels_follow(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        world.edit_body(1, "Run `tiles.sh` on staging first.", "Staging is fine already.")
        history.write(item(TILES.title, body="More words.", priority=Priority.LOW))
        world.run(history)
        assert "Staging is fine already." in world.body(1)
        assert "More words." not in world.body(1)
        assert "priority: low" in world.head(1)["labels"]
        assert settled(world, history)

    def test_text_around_the_region_stays(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        world.edit_body(1, "<!-- /handoff-issues -->", "<!-- /handoff-issues -->\n\nAsked the vendor, see mail.")
        world.edit_body(1, "<!-- handoff-issues:v1", "Owner: the map team\n<!-- handoff-issues:v1")
        history.write(item(TILES.title, body="More words.", priority=Priority.HIGH))
        world.run(history)
        assert "Asked the vendor, see mail." in world.body(1)
        assert "Owner: the map team" in world.body(1)
        assert "More words." in world.body(1)
        assert settled(world, history)

    def test_line_ends_of_the_web_form_are_no_edit(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        path = world.file(1)
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        history.write(item(TILES.title, body="More words.", priority=Priority.HIGH))
        world.run(history)
        assert "More words." in world.body(1)

    @pytest.mark.parametrize("labels", [["handoff", "priority: critical"], ["handoff"]], ids=["replaced", "removed"])
    def test_a_priority_that_a_person_changed_is_theirs(self, world: World, labels: list[str]) -> None:
        history = History().write(TILES)
        world.run(history)
        world.set(1, labels=[*labels, "area: maps"])
        history.write(item(TILES.title, body=TILES.body, priority=Priority.LOW))
        world.run(history)
        assert world.head(1)["labels"] == [*labels, "area: maps"]
        assert settled(world, history)

    def test_the_ignore_label_keeps_us_away(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        world.set(1, labels=["handoff", "priority: high", "Handoff: Ignore"])
        before = world.file(1).read_text()
        history.write(done("Publish the map tiles"))
        assert verbs(world.run(history)) == [("skip", 1)]
        history.write(item(TILES.title, body="More words.", priority=Priority.LOW))
        assert verbs(world.run(history)) == [("skip", 1)]
        assert world.file(1).read_text() == before

    def test_a_removed_marker_means_hands_off_and_no_twin(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        marker = next(line for line in world.body(1).split("\n") if "handoff-issues:v1" in line)
        world.edit_body(1, marker, "")
        before = world.file(1).read_text()
        report = world.run(history)
        assert verbs(report) == [("skip", 1)]
        assert "lost its marker" in report.changes[0].reason
        assert world.file(1).read_text() == before
        assert verbs(world.run(history.write(item("Publish all the map tiles")))) == [("skip", 1)], "reworded"
        report = world.run(history.write(TILES, item("Publish all the map tiles")))
        assert verbs(report) == [("open", 2), ("skip", 1)], "one issue stands for one item"

    def test_a_marker_in_a_persons_issue_is_inert(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        world.set(1, author="mallory")
        before = world.file(1).read_text()
        assert verbs(world.run(history)) == [("open", 2)]
        history.write(done("Publish the map tiles"))
        world.run(history)
        assert world.file(1).read_text() == before

    def test_a_trusted_author_after_a_token_change(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        world.set(1, author="old-bot")
        assert verbs(world.run(history, trusted_authors=("old-bot",))) == [("keep", 1)]

    def test_a_removed_label_makes_no_twin_and_is_not_set_again(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        world.set(1, labels=["priority: high"])
        assert verbs(world.run(history)) == [("keep", 1)]
        assert world.head(1)["labels"] == ["priority: high"]


class TestNumbers:
    def test_its_own_tag_ties_an_item_to_our_issue(self, world: World) -> None:
        history = History().write(TILES, STORAGE)
        world.run(history)
        history.write(item("Something in quite other words", number=1), STORAGE)
        assert ("update", 1) in verbs(world.run(history))

    def test_a_count_of_tasks_names_no_issues(self, world: World) -> None:
        history = History().write(TILES, STORAGE)
        world.run(history)
        finished = done("Draw the legend").model_copy(update={"text": "- #1 [completed] Draw the legend"})
        history.write(TILES, STORAGE, item("Ask the printers for a quote", number=2), finished)
        assert verbs(world.run(history)) == [("open", 3), ("keep", 1), ("keep", 2)]

    def test_somebody_elses_open_issue_is_named_and_nothing_opened(self, world: World) -> None:
        world.run(History().write(STORAGE))
        world.set(1, author="ada")
        report = world.run(History().write(item("Move the tiles", number=1)))
        assert verbs(report) == [("skip", 1)]
        assert "tracked by #1" in report.changes[0].reason

    def test_a_number_that_is_no_issue_is_passed_over(self, world: World) -> None:
        assert verbs(world.run(History().write(item("Move the tiles", number=99)))) == [("open", 1)]


class TestIssuesOfPeople:
    """What people filed before the first run, or beside us."""

    @pytest.fixture
    def filed(self, world: World) -> World:
        """Issue 1 is a person's, on the legend."""
        world.run(History().write(item("Translate the map legend into French", body="For the autumn edition.")))
        body = world.body(1).partition("-->")[2]
        world.file(1).write_text(world.file(1).read_text().replace(world.body(1), body))
        world.set(1, author="ada", labels=None)
        return world

    LEGEND = item("Translate the map legend to French", body="For the autumn edition.")

    def test_an_open_one_that_looks_like_the_item_is_named_and_nothing_opened(self, filed: World) -> None:
        before = filed.file(1).read_text()
        report = filed.run(History().write(self.LEGEND, TILES))
        assert verbs(report) == [("open", 2), ("skip", 1)]
        assert report.changes[1].reason.startswith("looks like #1, which is open (")
        assert filed.file(1).read_text() == before
        assert settled(filed, History().write(self.LEGEND, TILES))

    def test_a_closed_one_is_named_in_the_body(self, filed: World) -> None:
        filed.close(1)
        report = filed.run(History().write(self.LEGEND))
        assert verbs(report) == [("open", 2)]
        assert "looks like #1" in report.changes[0].reason
        assert "- Looks like #1" in filed.body(2)
        assert settled(filed, History().write(self.LEGEND))

    def test_one_that_is_only_similar_holds_nothing_back(self, filed: World) -> None:
        report = filed.run(History().write(item("Have the legend translated into Welsh and French, then print it")))
        assert verbs(report) == [("open", 2)]
        assert "Looks like #1" in filed.body(2)

    def test_other_work_is_not_named(self, filed: World) -> None:
        filed.run(History().write(TILES))
        assert "Looks like" not in filed.body(2)


class TestStreams:
    def test_one_title_in_two_streams_is_one_issue_with_two_sources(self, world: World) -> None:
        one, two = History().write(TILES), History(id="ops/HANDOFF", path="ops/HANDOFF.md").write(TILES)
        report = world.run(one, two)
        assert verbs(report) == [("open", 1)]
        assert [source.path for source in report.changes[0].sources] == ["docs/HANDOFF.md", "ops/HANDOFF.md"]
        assert settled(world, one, two)

    def test_it_is_closed_when_no_stream_lists_it_and_one_that_did_shows_it_done(self, world: World) -> None:
        one, two = History().write(TILES), History(id="ops/HANDOFF", path="ops/HANDOFF.md").write(TILES)
        world.run(one, two)
        two.write(done("Publish the map tiles"))
        assert verbs(world.run(one, two)) == [("keep", 1)]
        one.write(STORAGE)
        assert ("close", 1) in verbs(world.run(one, two))

    def test_the_order_of_streams_changes_nothing(self, world: World, tmp_path: Path) -> None:
        one, two = History().write(TILES), History(id="ops/HANDOFF", path="ops/HANDOFF.md").write(TILES, STORAGE)
        world.run(one, two)
        other = World(tmp_path / "other")
        other.run(two, one)
        assert sorted(world.titles()) == sorted(other.titles())

    def test_a_moved_handoff_takes_its_issues_along(self, world: World) -> None:
        world.run(History().write(TILES, STORAGE))
        moved = History(id="notes/HANDOFF", path="notes/HANDOFF.md")
        moved.write(TILES, STORAGE).write(item("Publish map tiles to production with `tiles.sh`"), STORAGE)
        assert [verb for verb, _ in verbs(world.run(moved))] == ["update", "keep"]
        moved.write(STORAGE).write(STORAGE).write(STORAGE)
        world.run(moved)
        assert "handoff: unconfirmed" in world.head(1)["labels"]


class TestTwins:
    def test_the_lowest_open_one_stays(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        copy = world.file(1).read_text().replace("number: 1\n", "number: 2\n")
        (world.folder / "0002-copy.md").write_text(copy)
        assert verbs(world.run(history)) == [("close", 2), ("keep", 1)]
        assert world.head(2)["state_reason"] == "duplicate"
        assert settled(world, history)

    def test_a_tombstone_wins(self, world: World) -> None:
        history = History().write(TILES)
        world.run(history)
        copy = world.file(1).read_text().replace("number: 1\n", "number: 2\n")
        (world.folder / "0002-copy.md").write_text(copy)
        world.close(2, "not_planned")
        world.set(2, labels=["handoff", "handoff: listed"])
        assert verbs(world.run(history)) == [("close", 1), ("skip", 2)]
        assert settled(world, history)

    def test_two_items_of_one_title_are_two_issues(self, world: World) -> None:
        history = History().write(
            item("Write tests", body="for the parser"), item("Write tests", body="for the server")
        )
        assert verbs(world.run(history)) == [("open", 1), ("open", 2)]
        assert settled(world, history)


class TestCaps:
    def test_the_rest_follows_in_later_runs_most_urgent_first(self, world: World) -> None:
        listing = [
            item("Sweep the stairs", priority=Priority.LOW),
            item("Mend the roof", priority=Priority.CRITICAL),
            item("Wait for the key", kind=Kind.BLOCKER),
            item("Paint a door"),
        ]
        history = History().write(*listing)
        report = world.run(history, max_open=2)
        assert world.titles() == ["Wait for the key", "Mend the roof"]
        assert report.remaining == 2
        assert world.run(history, max_open=2).remaining == 0
        assert world.titles()[2:] == ["Paint a door", "Sweep the stairs"]
        assert settled(world, history, max_open=2)

    def test_closing_is_capped(self, world: World) -> None:
        names = ["Sweep the stairs", "Mend the roof", "Paint a door"]
        history = History().write(*map(item, names))
        world.run(history)
        history.write(*map(done, names))
        report = world.run(history, max_close=2)
        assert len(world.titles("closed")) == 2
        assert report.remaining == 1
        world.run(history, max_close=2)
        assert len(world.titles("closed")) == 3

    def test_very_many_new_items_wait_for_a_persons_word(self, world: World) -> None:
        history = History().write(*[item(f"Chore {letter}") for letter in "abcdef"])
        report = world.run(history, max_new_per_handoff=5)
        assert {verb for verb, _ in verbs(report)} == {"skip"}
        assert "confirm" in report.warnings[0].message
        assert len(verbs(world.run(history, max_new_per_handoff=5, confirm=("docs/HANDOFF.md",)))) == 6
        assert len(world.titles()) == 6


def test_state_is_told_and_followed(world: World) -> None:
    history = History().write(item("Publish the map tiles", state=State.IN_PROGRESS))
    world.run(history)
    assert "In progress" in world.body(1)
    history.write(item("Publish the map tiles"))
    world.run(history)
    assert "In progress" not in world.body(1)


def test_the_last_line_names_the_label_that_keeps_us_away(world: World) -> None:
    history = History().write(TILES)
    world.run(history, labels=Labels(ignore=LabelSetting(name="hands off", color="ededed", description="")))
    assert "Label `hands off` keeps the bot away" in world.body(1)


def test_of_several_notes_the_strongest_kind_counts_in_any_order(world: World) -> None:
    asks = item(TILES.title, kind=Kind.QUESTION)
    for first, second, number in ((TILES, asks, 1), (asks, TILES, 1)):
        one, other = History(id="a/HANDOFF", path="a/HANDOFF.md"), History(id="b/HANDOFF", path="b/HANDOFF.md")
        world.run(one.write(first), other.write(second))
        assert "question" in world.head(number)["labels"]
