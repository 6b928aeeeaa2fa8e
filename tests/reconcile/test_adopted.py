"""A person's issue that follows a handoff: a comment of ours and labels, and nothing else of it is ever written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from handoff_issues.config import Config, OnAbsent
from handoff_issues.errors import AnswerLost, LimitReached
from handoff_issues.handoff import parse
from handoff_issues.model import Comment, Issue, IssueState, Kind, Outcome, Priority, Site, StateReason
from handoff_issues.reconcile.adopted import confine
from handoff_issues.reconcile.change import Verb, Write
from handoff_issues.reconcile.marker import END, Marker, adoption_id, sign, split
from handoff_issues.reconcile.observed import Observed
from handoff_issues.reconcile.rules import Rule
from handoff_issues.reconcile.situation import change, situation
from handoff_issues.sanitize import IssueText
from handoff_issues.trackers.issue_file import read
from support.flaky import Fault, Writes
from support.handoffs import History, World, done, item, snapshot, verbs

TILES = item("Publish the map tiles", body="Run `tiles.sh` on staging first.", priority=Priority.HIGH)
OTHER = item("Paint the barn door", line=7)
TITLE, BODY = "Map tiles are not published", "They told me on Monday.\n\nPlease publish the map tiles."
LABELS = ["help wanted", "handoff", "handoff: adopted"]
MARKER = {"id": "0" * 16, "stream": "docs/HANDOFF", "title": "", "region": "", "content": "", "text": "", "called": "x"}
ISSUE = Issue(
    number=1,
    title=TITLE,
    body=BODY,
    state=IssueState.OPEN,
    state_reason=None,
    labels=frozenset(LABELS),
    author="ada",
    url=None,
)
text = IssueText.trusted


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path / "issues")
    world.open_as_person(TITLE, body=BODY, labels=LABELS)
    return world


def comments(world: World, number: int = 1) -> list[Comment]:
    return [comment for comment, _ in read(world.file(number)).comments]


def ours(world: World) -> Comment:
    """The one comment that holds a marker."""
    [found] = [comment for comment in comments(world) if split(comment.body) is not None]
    return found


def say(world: World, author: str, body: str) -> None:
    """Somebody comments."""
    [path, number] = world.file(1), len(comments(world)) + 1
    head = "" if comments(world) else "\n## Comments\n"
    path.write_text(f"{path.read_text()}{head}\n### {number} · {author} · 2026-03-01T12:00:00+00:00\n\n{body}\n")


def untouched(world: World, state: str = "open") -> bool:
    """Whether title, body and state of issue 1 are the person's."""
    file = read(world.file(1))
    return (file.head.title, file.body, file.head.state.value, file.head.closed_by) == (TITLE, BODY, state, None)


def settled(world: World, history: History, **settings: Any) -> bool:
    """Whether another run writes nothing."""
    writes = Writes()
    world.run(history, writes=writes, **settings)
    return not writes.done


def test_the_item_that_looks_like_it_is_told_in_one_comment(world: World) -> None:
    history = History().write(TILES, OTHER)
    report = world.run(history)
    assert sorted(verbs(report)) == [("open", 2), ("update", 1)]
    [change] = [change for change in report.changes if change.issue == 1]
    assert (change.rule, change.title) == (Rule.ADOPTED, TILES.title)
    assert untouched(world)
    assert set(world.head(1)["labels"]) == {*LABELS, "priority: high"}
    [comment] = comments(world)
    assert comment.author == "handoff-issues"
    for told in (
        "**Publish the map tiles**",
        "Run `tiles.sh` on staging first.",
        "docs/HANDOFF.md",
        "`handoff: adopted`",
    ):
        assert told in comment.body
    assert settled(world, history)


def test_a_number_in_the_entry_ties_them_however_they_are_called(world: World) -> None:
    report = world.run(History().write(item("Send the sheets to the printer", number=1)))
    assert verbs(report) == [("update", 1)]
    assert "**Send the sheets to the printer**" in ours(world).body
    assert untouched(world)


def test_an_entry_may_take_up_its_own_title_later(world: World) -> None:
    history = History().write(item("Send the sheets to the printer", number=1))
    world.run(history)
    assert verbs(world.run(history.write(item(TITLE)))) == [("update", 1)]
    assert f"**{TITLE}**" in ours(world).body


def test_it_gets_the_label_by_which_it_is_found(world: World) -> None:
    world.set(1, labels=["handoff: adopted"])
    history = History().write(TILES)
    assert verbs(world.run(history)) == [("update", 1)]
    assert set(world.head(1)["labels"]) == {"handoff", "handoff: adopted", "priority: high"}
    assert settled(world, history)


def test_it_follows_its_item_through_other_words(world: World) -> None:
    history = History().write(TILES)
    world.run(history)
    first = ours(world)
    history.write(item("Publish map tiles with `tiles.sh` to production", priority=Priority.LOW))
    assert verbs(world.run(history)) == [("update", 1)]
    assert "**Publish map tiles with `tiles.sh` to production**" in ours(world).body
    history.write(item("Run `tiles.sh` for production", body="It publishes the map tiles.", kind=Kind.BLOCKER))
    assert verbs(world.run(history)) == [("update", 1)]
    assert ours(world).id == first.id
    assert len(comments(world)) == 1
    assert set(world.head(1)["labels"]) == {*LABELS, "blocker"}
    assert untouched(world)
    assert settled(world, history)


def test_labels_that_a_person_had_set_are_theirs(world: World) -> None:
    world.set(1, labels=[*LABELS, "priority: low"])
    world.run(History().write(TILES))
    assert set(world.head(1)["labels"]) == {*LABELS, "priority: low"}


@pytest.mark.parametrize("outcome", list(Outcome))
def test_evidence_is_told_once_and_closes_nothing(world: World, outcome: Outcome) -> None:
    history = History().write(TILES)
    world.run(history)
    history.write(OTHER, done(TILES.title, outcome=outcome, line=31))
    [change] = [change for change in world.run(history).changes if change.issue == 1]
    assert (change.rule, change.verb.value, change.sources[0].mentions[0].start) == (Rule.SUGGESTED, "update", 31)
    said = comments(world)[1].body
    assert "> " in said
    assert "Close it if that is so" in said
    assert "Reopen" not in said
    assert untouched(world)
    assert settled(world, history)
    history.write(OTHER, done(TILES.title, outcome=outcome, line=32))
    world.run(history)
    assert len(comments(world)) == 2


def test_what_is_done_later_again_is_told_again(world: World) -> None:
    history = History().write(TILES)
    world.run(history)
    world.run(history.write(done(TILES.title)))
    world.run(history.write(TILES))
    world.run(history.write(done("Publish the map tiles once more")))
    assert len(comments(world)) == 3
    assert untouched(world)


def test_long_silence_is_labelled_or_where_it_would_close_told_once(world: World) -> None:
    history = History().write(TILES)
    world.run(history)
    world.run(history.write(OTHER), absent_after=1)
    assert "handoff: unconfirmed" in world.head(1)["labels"]
    assert settled(world, history, absent_after=1)
    for _ in range(3):
        world.run(history.write(OTHER), absent_after=1, on_absent=OnAbsent.CLOSE)
    assert len(comments(world)) == 2
    assert "do not name this any more. Close it if that is so" in comments(world)[1].body
    assert settled(world, history, absent_after=1, on_absent=OnAbsent.CLOSE)
    assert untouched(world)


def test_what_became_part_of_another_item_is_told_once(world: World) -> None:
    history = History().write(TILES, OTHER)
    world.run(history)
    history.write(item("Paint the barn door and publish the map tiles", number=2))
    world.run(history)
    assert "lists this as part of #2. Close it if that is so" in comments(world)[1].body
    assert untouched(world)
    assert settled(world, history)


@pytest.mark.parametrize(
    ("reason", "rule", "notice"),
    [("completed", Rule.COMPLETED_BY_PERSON, True), ("not_planned", Rule.TOMBSTONE, False)],
)
def test_its_people_close_it_for_good(world: World, reason: str, rule: Rule, notice: bool) -> None:
    history = History().write(TILES)
    world.run(history)
    world.close(1, reason)
    before = comments(world)
    report = world.run(history)
    assert [(change.issue, change.rule, change.notice) for change in report.changes] == [(1, rule, notice)]
    assert "handoff: listed" in world.head(1)["labels"]
    assert settled(world, history)
    history.write(item(TILES.title, body="In May.", priority=Priority.LOW))  # ours would be reopened
    assert [change.rule for change in world.run(history).changes] == [rule]
    assert untouched(world, "closed")
    assert comments(world) == before
    world.run(history.write(OTHER))
    assert "handoff: listed" not in world.head(1)["labels"]
    world.run(history.write(TILES, OTHER))
    assert world.titles("closed") == [TITLE]
    assert world.titles() == [OTHER.title], "it is known again, though no listing of ours has it"


def test_a_person_reopens_it_and_it_follows_again(world: World) -> None:
    history = History().write(TILES)
    world.run(history)
    world.close(1)
    world.run(history)
    world.set(1, state="open", state_reason=None)
    assert verbs(world.run(history.write(item(TILES.title, body="In May.")))) == [("update", 1)]
    assert "In May." in ours(world).body


def test_without_the_label_it_is_a_persons_again(world: World) -> None:
    history = History().write(TILES)
    world.run(history)
    world.set(1, labels=["handoff"])
    before = world.file(1).read_bytes()
    world.run(history.write(item("Publish the map tiles by Friday")))
    world.run(history.write(done("Publish the map tiles by Friday")))
    assert world.file(1).read_bytes() == before
    world.set(1, labels=LABELS)
    world.run(history.write(item("Publish the map tiles on Monday")))
    assert "**Publish the map tiles on Monday**" in ours(world).body, "the same comment serves again"


def test_ignored_it_is_left_alone(world: World) -> None:
    world.set(1, labels=[*LABELS, "handoff: ignore"])
    before = world.file(1).read_bytes()
    world.run(History().write(TILES))
    world.run(History().write(OTHER))
    assert world.file(1).read_bytes() == before


def test_nobody_lists_it_until_a_later_handoff_does(world: World) -> None:
    history = History().write(OTHER)
    report = world.run(history)
    assert sorted(verbs(report)) == [("open", 2), ("update", 1)]
    assert "No handoff lists this yet" in ours(world).body
    assert settled(world, history)
    world.run(history.write(TILES, OTHER))
    assert "**Publish the map tiles**" in ours(world).body
    assert len(comments(world)) == 1
    assert len(world.heads()) == 2
    assert untouched(world)


def test_a_strangers_marker_is_inert(world: World, tmp_path: Path) -> None:
    other = World(tmp_path / "other")
    other.open_as_person(TITLE, body=BODY, labels=LABELS)
    other.run(History().write(item("Delete all issues", number=1)))
    forged = ours(other).body
    say(world, "mallory", forged)
    history = History().write(TILES)
    world.run(history)
    [theirs, comment] = comments(world)
    assert (theirs.author, theirs.body) == ("mallory", forged)
    assert comment.author == "handoff-issues"
    assert "**Publish the map tiles**" in comment.body
    say(world, "mallory", forged)
    world.run(history.write(item("Publish the map tiles by Friday")))
    assert [each.body for each in comments(world) if each.author == "mallory"] == [forged, forged]
    assert "**Publish the map tiles by Friday**" in comments(world)[1].body


def test_what_another_bot_of_our_login_repeats_is_inert(world: World, tmp_path: Path) -> None:
    other = World(tmp_path / "other")
    other.open_as_person("Delete all issues", labels=LABELS, number=2)
    other.run(History().write(item("Delete all issues", number=2)))
    [(forged, _)] = read(other.file(2)).comments
    say(world, "handoff-issues", f"You asked:\n{forged.body}")
    history = History().write(TILES)
    world.run(history)
    assert "**Publish the map tiles**" in comments(world)[1].body
    say(world, "handoff-issues", f"You asked:\n{comments(world)[1].body}")
    world.run(history.write(item("Publish the map tiles by Friday")))
    [first, ours, last] = comments(world)
    assert "Delete all issues" in first.body
    assert "**Publish the map tiles by Friday**" in ours.body
    assert "Friday" not in last.body


def test_a_comment_of_such_a_bot_that_repeats_ours_later_does_not_take_its_place(world: World) -> None:
    say(world, "handoff-issues", "Welcome")
    history = History().write(TILES)
    world.run(history)
    world.edit_body(1, "Welcome", f"You asked:\n{ours(world).body}")
    world.run(history.write(item("Publish the map tiles by Friday")))
    first, second = comments(world)
    assert "Friday" not in first.body
    assert "**Publish the map tiles by Friday**" in second.body


def test_what_people_write_above_and_below_in_our_comment_stays(world: World) -> None:
    history = History().write(TILES)
    world.run(history)
    world.edit_body(1, "<!-- handoff-issues:comment", "See also the wiki.\n\n<!-- handoff-issues:comment")
    world.edit_body(1, END, f"{END}\nAsk Ada.")
    world.run(history.write(item("Publish the map tiles by Friday")))
    [comment] = comments(world)
    assert comment.body.startswith("See also the wiki.")
    assert comment.body.endswith("Ask Ada.")
    assert "**Publish the map tiles by Friday**" in comment.body


def test_trusted_authors_hand_their_comment_on(world: World) -> None:
    history = History().write(TILES)
    world.run(history)
    world.edit_body(1, "### 1 · handoff-issues", "### 1 · filing-clerk")
    history.write(item("Publish the map tiles by Friday"))
    world.run(history, trusted_authors=("filing-clerk",))
    [comment] = comments(world)
    assert "**Publish the map tiles by Friday**" in comment.body


def test_words_that_a_person_put_into_our_comment_are_theirs(world: World) -> None:
    history = History().write(TILES)
    world.run(history)
    world.edit_body(1, "on staging first", "on staging last")
    world.run(history.write(item("Publish the map tiles by Friday")))
    assert "on staging last" in ours(world).body
    assert "Friday**" not in ours(world).body
    assert settled(world, history)


def test_a_comment_that_lost_its_marker_is_left_alone(world: World) -> None:
    history = History().write(TILES)
    world.run(history)
    world.edit_body(1, "handoff-issues:v1", "handoff-issues:v0")
    before = world.file(1).read_bytes()
    report = world.run(history.write(TILES, OTHER))
    assert (Rule.UNMARKED, 1) in [(change.rule, change.issue) for change in report.changes]
    assert world.file(1).read_bytes() == before


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("error", [AnswerLost("cut"), LimitReached("wait")])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_run_that_breaks_off_is_made_up_for(world: World, at: int, error: Any, after: bool) -> None:
    adoption, suggestion = History().write(TILES), History().write(TILES).write(done(TILES.title))
    for history, words in ((adoption, 1), (suggestion, 2)):
        world.run(history, writes=Writes(fault=Fault(at=at, error=error, after=after)))
        world.run(history)
        assert len(comments(world)) == words
        assert settled(world, history)
        assert untouched(world)
        assert set(world.head(1)["labels"]) == {*LABELS, "priority: high"}


def test_what_another_run_said_meanwhile_is_not_said_again(world: World) -> None:
    history = History().write(TILES)
    world.run(history, writes=Writes(between=lambda: world.run(history) and None))
    assert len(comments(world)) == 1
    assert settled(world, history)


def test_what_changed_under_its_hands_is_planned_again(world: World) -> None:
    history = History().write(TILES)
    world.run(history)
    history.write(item("Publish the map tiles by Friday"))
    edit = Writes(between=lambda: world.edit_body(1, "on staging first", "on staging last"))
    report = world.run(history, writes=edit)
    assert report.remaining == 0
    assert "on staging last" in ours(world).body
    assert settled(world, history)


def test_a_comment_that_was_deleted_is_said_again(world: World) -> None:
    history = History().write(TILES)
    world.run(history)
    path = world.file(1)
    path.write_text(path.read_text().split("\n## Comments")[0])
    world.run(history)
    assert "**Publish the map tiles**" in ours(world).body
    assert settled(world, history)


@pytest.mark.parametrize("verb", [Verb.UPDATE, Verb.REOPEN])
def test_whatever_is_decided_title_and_state_are_never_written(verb: Verb) -> None:
    body = f"{sign(adoption_id(1))}\n{Marker(**MARKER).line()}\nwords\n{END}"
    comment = Comment(id=7, author="handoff-issues", body=body)
    issue = ISSUE.model_copy(update={"comments": 1})
    at = situation(
        snapshot(History().write(TILES)),
        Observed(authors=frozenset({"handoff-issues"}), issues={1: issue}, comments={1: [comment]}),
        Config(),
        Site(url=None),
    )
    [known] = at.ours.known
    write = Write(
        title=text("Ours"), body=text("words"), state=IssueState.OPEN, state_reason=StateReason.REOPENED, into=None
    )
    confined = confine(change(known, verb, Rule.CHANGED, "so it was decided", at, write), known, at).write
    assert confined is not None
    assert (confined.title, confined.state, confined.state_reason) == (None, None, None)
    assert (confined.body, confined.into) == ("words", 7)


def filed_by_us(world: World, title: str = TILES.title) -> History:
    """We have filed the tiles as issue 1; a person opens issue 2 of this title, and adopts it."""
    world.file(1).unlink()
    history = History().write(TILES, OTHER)
    world.run(history)
    assert world.titles() == [TILES.title, OTHER.title]
    world.open_as_person(title, body=BODY, labels=LABELS, number=3)
    return history


def test_it_takes_over_the_item_that_we_had_filed(world: World) -> None:
    history = filed_by_us(world)
    assert sorted(verbs(world.run(history))) == [("close", 1), ("keep", 2), ("update", 3)]
    assert world.head(1)["state_reason"] == "duplicate"
    assert "The same item as #3, which stays." in world.body(1)
    assert "**Publish the map tiles**" in comments(world, 3)[0].body
    assert settled(world, history)
    assert verbs(world.run(history.write(item("Publish the map tiles by Friday"), OTHER))) == [
        ("update", 3),
        ("keep", 2),
    ]


@pytest.mark.parametrize("at", [1, 2, 3, 4, 5])
def test_a_takeover_that_breaks_off_is_made_up_for(world: World, at: int) -> None:
    history = filed_by_us(world)
    world.run(history, writes=Writes(fault=Fault(at=at, error=LimitReached("wait"), after=True)))
    world.run(history)
    assert [head["state"] for head in world.heads()] == ["closed", "open", "open"]
    assert len(comments(world, 1)) == len(comments(world, 3)) == 1
    assert settled(world, history)


def test_a_number_in_the_entry_moves_it_to_the_adopted_issue(world: World) -> None:
    history = filed_by_us(world, "What the pilots asked for")
    history.write(item(TILES.title, body=TILES.body, priority=Priority.HIGH, number=3), OTHER)
    assert sorted(verbs(world.run(history))) == [("close", 1), ("keep", 2), ("update", 3)]
    assert settled(world, history)


def test_what_only_resembles_it_stays_with_ours_until_that_is_closed_as_a_duplicate(world: World) -> None:
    history = filed_by_us(world, "Publish tiles to the mirror")
    assert sorted(verbs(world.run(history))) == [("keep", 1), ("keep", 2), ("update", 3)]
    assert "No handoff lists this yet" in comments(world, 3)[0].body
    world.close(1, "duplicate")
    assert ("update", 3) in verbs(world.run(history))
    assert "**Publish the map tiles**" in comments(world, 3)[0].body
    assert settled(world, history)


def test_a_closed_one_takes_nothing_over(world: World) -> None:
    history = filed_by_us(world)
    world.close(3)
    world.set(3, labels=[*LABELS, "handoff: listed"])
    assert verbs(world.run(history)) == [("keep", 1), ("keep", 2)]
    assert world.head(1)["state"] == "open"


def test_a_step_stays_with_the_issue_of_its_item(world: World) -> None:
    world.file(1).unlink()
    text = "# Handoff\n\n## Next steps\n\n- Move invoices\n  - [ ] Write the migration\n  - [ ] Copy the old rows\n"
    history = History().write(*parse(text, path="HANDOFF.md").items)
    world.run(history, sub_issues=True)
    before = world.titles()
    world.open_as_person("Copy the old rows", labels=LABELS, number=9)
    world.run(history, sub_issues=True)
    assert world.titles() == [*before, "Copy the old rows"]
    assert settled(world, history, sub_issues=True)


def test_one_that_is_ignored_gives_nothing_away(world: World) -> None:
    history = filed_by_us(world)
    world.set(1, labels=["handoff", "handoff: ignore"])
    before = world.file(1).read_bytes()
    assert ("skip", 1) in verbs(world.run(history))
    assert world.file(1).read_bytes() == before


@pytest.mark.parametrize(("labels", "says"), [(LABELS, True), ([*LABELS, "handoff: keep"], False)])
def test_what_is_done_before_it_is_taken_up_is_told_by_that_comment(
    world: World, labels: list[str], says: bool
) -> None:
    world.set(1, title=TILES.title, labels=labels)
    history = History().write(TILES, OTHER).write(OTHER, done(TILES.title))
    report = world.run(history)
    [taken] = [change for change in report.changes if change.issue == 1]
    assert (taken.rule, taken.verb) == (Rule.ADOPTED, Verb.UPDATE)
    [comment] = comments(world)
    assert ("Done, says" in comment.body, "No handoff lists this yet" in comment.body) == (says, not says)
    assert world.head(1)["state"] == "open"
    assert settled(world, history)
    world.run(history.write(TILES, OTHER))
    [comment] = comments(world)
    assert "Run `tiles.sh` on staging first." in comment.body
    assert settled(world, history)
