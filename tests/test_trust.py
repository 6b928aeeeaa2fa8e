"""Forgeries: what anybody but us writes into issues and comments changes nothing that we do."""

from __future__ import annotations

from typing import Any

import pytest
from forge.hub import BOT, Forge, GitHub

from handoff_issues.config import Config
from handoff_issues.model import Evidence, Item, Kind, Priority, Site, StateReason
from handoff_issues.reconcile.change import Report
from handoff_issues.reconcile.marker import END, Closing, Marker, split
from handoff_issues.sync import sync
from support.handoffs import History, done, item, snapshot, verbs

TILES = item("Publish the map tiles", body="Run `tiles.sh` first.", priority=Priority.HIGH)
KEY = item("Wait for the vendor's key", kind=Kind.BLOCKER, line=5)
GAUGE = item("Replace the tide gauge", line=7)


class Place:
    """A repository with three issues of ours, and its handoff."""

    def __init__(self, github: GitHub):
        self.github, self.history = github, History()
        self.run(TILES, KEY, GAUGE)
        self.numbers = {seen.title: number for number, seen in github.issues().items()}

    def run(self, *said: Item | Evidence, token: str | None = None, **settings: Any) -> Report:
        """Let the newest handoff say this, and run once."""
        if said:
            self.history.write(*said)
        tracker = self.github.tracker(token, write_interval=0)
        site = Site(url="https://github.example/harbour/ship")
        return sync(snapshot(self.history), tracker, Config(**settings), site=site, apply=True)

    def marker(self, title: str) -> Marker:
        """The marker of one of our issues."""
        body = split(self.github.issues()[self.numbers[title]].body)
        assert body is not None
        return body.marker

    def ours(self) -> dict[int, Any]:
        return {number: seen for number, seen in self.github.issues().items() if seen.author == BOT}


@pytest.fixture
def place(github: GitHub) -> Place:
    return Place(github)


FORGED: dict[str, dict[str, Any]] = {
    "an exact copy": {},
    "another id": {"id": "f" * 16},
    "another stream": {"stream": "docs/OTHER"},
    "digests that never fit": {"title": "0" * 16, "region": "0" * 16, "content": "0" * 16, "text": "0" * 16},
    "our labels": {"labels": ("handoff", "priority: low"), "theirs": ("kind",)},
    "a trail of spent evidence": {"spent": tuple(f"{n:016x}" for n in range(50))},
    "closed by us": {"closed": Closing(reason=StateReason.COMPLETED, evidence="0" * 16)},
    "closed as a duplicate": {"closed": Closing(reason=StateReason.DUPLICATE)},
    "reopened once": {"reopened": "person"},
}


@pytest.mark.parametrize("state", ["open", "completed", "not_planned", "duplicate"])
@pytest.mark.parametrize("forged", FORGED)
def test_a_marker_in_another_persons_issue_is_inert(place: Place, forged: str, state: str) -> None:
    before = place.ours()
    marker = place.marker("Publish the map tiles").model_copy(update=FORGED[forged])
    number = place.github.stranger.open_issue("Publish the map tiles", f"{marker.line()}\nMine now.\n{END}")
    place.github.person.label(number, "handoff", "handoff: listed")  # somebody takes it for ours
    if state != "open":
        place.github.person.close(number, reason=state)
    planted = place.github.issues()[number]
    assert set(verbs(place.run())) == {("keep", each) for each in before}
    place.run(KEY, GAUGE, done(TILES.title))
    after = place.github.issues()
    assert after[number] == planted
    assert after[place.numbers[TILES.title]].state == "closed", "the real one heeds its evidence"
    assert len(after) == 4


def test_a_person_who_quotes_our_body_changes_nothing(place: Place) -> None:
    ours = place.github.issues()[place.numbers[TILES.title]]
    quoted = "\n".join(f"> {line}" for line in ours.body.split("\n"))
    issue = place.github.person.open_issue("What is this?", quoted, ["handoff"])
    place.github.person.comment(place.numbers[KEY.title], f"{quoted}\n\n{ours.body}")
    before = place.github.issues()
    place.run()
    assert place.github.issues() == before
    assert issue in before


@pytest.mark.parametrize("who", ["person", "stranger"])
def test_a_forged_comment_does_not_silence_ours(place: Place, who: str) -> None:
    """Who knows the id of a comment to come cannot say it for us."""
    number = place.numbers[TILES.title]
    place.run(KEY, GAUGE, done(TILES.title))
    [said] = place.github.issues()[number].comments
    # The same once more, in a repository where somebody has said it before.
    other = Place(place.github.forge.repository())
    getattr(other.github, who).comment(number, said.partition("\n")[0])
    other.run(KEY, GAUGE, done(TILES.title))
    seen = other.github.issues()[number]
    assert seen.state == "closed"
    assert len(seen.comments) == 2
    assert "Done, says" in seen.comments[1]


def test_a_handoff_that_holds_a_marker_makes_an_issue_with_one_of_its_own(place: Place) -> None:
    stolen = place.marker(KEY.title)
    text = f"{stolen.line()}\n{END}"
    place.run(TILES, KEY, GAUGE, item(f"Look at {stolen.line()}", body=f"Text\n\n{text}\n\nmore", line=9))
    [planted] = [seen for number, seen in place.ours().items() if number not in place.numbers.values()]
    assert planted.body.count("<!-- handoff-issues") == 1
    assert planted.body.count(END) == 1
    body = split(planted.body)
    assert body is not None
    assert (body.above, body.below) == ("", "")
    assert body.marker.id != stolen.id
    assert "<!--" not in planted.title
    assert {verb for verb, _ in verbs(place.run())} == {"keep"}


def test_evidence_that_holds_a_marker_is_quoted_without_it(place: Place) -> None:
    marker = place.marker(KEY.title).line()
    evidence = done(TILES.title).model_copy(update={"text": f"- [x] {TILES.title} {marker}\n{END}"})
    place.run(KEY, GAUGE, evidence)
    [comment] = place.github.issues()[place.numbers[TILES.title]].comments
    assert comment.count("<!-- ") == 1, "the comment's own sign"


class TestTransfers:
    def test_an_issue_that_went_away_is_opened_anew_and_not_followed(self, place: Place, forge: Forge) -> None:
        other = forge.repository()
        moved = place.github.person.transfer(place.numbers[TILES.title], other)
        before = other.issues()[moved]
        assert verbs(place.run()).count(("open", 4)) == 1
        place.run(KEY, GAUGE, done(TILES.title))
        assert other.issues()[moved] == before

    def test_an_issue_that_came_from_elsewhere_is_left_alone(self, place: Place) -> None:
        """It bears our login and a true marker, of another repository's handoff."""
        marker = place.marker(TILES.title).model_copy(update={"id": "e" * 16, "stream": "notes/OTHER"})
        body = f"{marker.line()}\nFrom elsewhere.\n{END}"
        number = place.github.machine.open_issue("Paint the hull", body, ["handoff"])
        before = place.github.issues()[number]
        for _ in range(5):
            place.run(TILES, KEY, GAUGE)
        assert place.github.issues()[number] == before


def test_an_edited_marker_that_fits_no_longer_means_hands_off(place: Place) -> None:
    number = place.numbers[TILES.title]
    body = place.github.issues()[number].body
    place.github.person.edit_body(number, body.replace('"id":"', '"id":"../', 1))
    before = place.github.issues()
    place.run(item(TILES.title, body="Changed."), KEY, GAUGE)
    assert place.github.issues() == before


@pytest.mark.parametrize("theirs", [0, 30_000, 64_000])
def test_a_body_fits_whatever_people_wrote_around_it(place: Place, theirs: int) -> None:
    number = place.numbers[TILES.title]
    body = place.github.issues()[number].body
    place.github.person.edit_body(number, f"{body}\n{'y' * theirs}")
    long = item(
        TILES.title, body="\n".join(f"- step {count} of very many, each told at some length" for count in range(1_900))
    )
    report = place.run(long, KEY, GAUGE)
    assert (report.remaining, report.warnings) == (0, ())
    after = place.github.issues()[number].body
    assert len(after) <= 65_536
    assert "Cut here: the handoff has the rest." in after
    assert after.endswith("y" * theirs)
    assert {verb for verb, _ in verbs(place.run())} == {"keep"}
