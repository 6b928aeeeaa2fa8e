"""People's issues that follow a handoff, on a GitHub over HTTP: what is asked, what is written, and what never is."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest
from forge.hub import BOT, GitHub, Seen
from forge.wire import Fault, Request, Silence

from handoff_issues.config import Config
from handoff_issues.desk import Asked, Desk
from handoff_issues.errors import TrackerError
from handoff_issues.model import Evidence, Item, Priority, Site
from handoff_issues.reconcile.change import Report
from handoff_issues.reconcile.command import Command, Name
from handoff_issues.reconcile.marker import split
from handoff_issues.reconcile.rules import Rule
from handoff_issues.sync import sync
from support.handoffs import History, done, item, snapshot, verbs

TITLE, BODY = "Map tiles are not published", "They told me on Monday.\r\n\r\n<!-- mine -->Please publish the map tiles."
TILES = item("Publish the map tiles", body="Run `tiles.sh` first.", priority=Priority.HIGH)
GAUGE = item("Replace the tide gauge", line=7)
ADOPTED = ("handoff", "handoff: adopted")
SITE = Site(url="https://github.example/harbour/ship")


class Place:
    """A repository whose only issue is a person's, who adopted it for the handoff."""

    def __init__(self, github: GitHub, labels: Sequence[str] = ADOPTED):
        self.github, self.history = github, History()
        self.number = github.stranger.open_issue(TITLE, BODY)
        github.person.comment(self.number, "Me too")
        if labels:
            github.person.label(self.number, *labels)

    def run(self, *said: Item | Evidence, apply: bool = True, **settings: Any) -> Report:
        """Let the newest handoff say this, and run once."""
        if said:
            self.history.write(*said)
        tracker = self.github.tracker(write_interval=0)
        return sync(snapshot(self.history), tracker, Config(**settings), site=SITE, apply=apply)

    def adopt(self) -> Asked:
        """Somebody gives the command."""
        desk = Desk(snapshot(self.history), self.github.tracker(write_interval=0), Config(), site=SITE)
        return desk.carry_out([Command(name=Name.ADOPT)], self.number)

    def refused(self) -> str:
        """Why it cannot be adopted."""
        asked = self.adopt()
        assert not asked.all_done
        [reply] = asked.replies
        return reply

    def asked(self, *said: Item | Evidence, apply: bool = True) -> list[str]:
        """The same; the requests that it made."""
        before = len(self.github.requests)
        self.run(*said, apply=apply)
        return self.github.lines(before)

    def seen(self) -> Seen:
        return self.github.issues()[self.number]

    def ours(self) -> str:
        """Our comment."""
        [found] = [comment for comment in self.seen().comments if split(comment) is not None]
        return found

    def untouched(self, state: str = "open") -> bool:
        """Whether title, body and state are byte for byte the person's."""
        seen = self.seen()
        return (seen.title, seen.body, seen.state) == (TITLE, BODY, state)

    def wrote(self, since: int) -> list[str]:
        return [line for line in self.github.lines(since) if not line.startswith(("GET ", "POST /graphql"))]


@pytest.fixture
def place(github: GitHub) -> Place:
    return Place(github)


def test_the_next_run_takes_it_up_and_the_one_after_writes_nothing(place: Place) -> None:
    assert sorted(verbs(place.run(TILES, GAUGE))) == [("open", 2), ("update", 1)]
    assert place.untouched()
    assert set(place.seen().labels) == {*ADOPTED, "priority: high"}
    assert "**Publish the map tiles**" in place.ours()
    assert "https://github.example/harbour/ship/blob/" in place.ours()
    assert place.asked() == [
        "POST /graphql",
        "GET /issues",
        "GET /issues",
        f"GET /issues/{place.number}/comments",
    ]


def test_a_reworded_item_is_followed_by_comment_and_labels_alone(place: Place) -> None:
    place.run(TILES, GAUGE)
    before = len(place.github.requests)
    place.run(item("Publish map tiles with `tiles.sh` to production", priority=Priority.LOW), GAUGE)
    wrote = place.wrote(before)
    assert sorted(line.partition("/issues/")[0] for line in wrote) == ["DELETE ", "PATCH ", "POST ", "POST /labels"]
    assert not [line for line in wrote if line == f"PATCH /issues/{place.number}"]
    assert "**Publish map tiles with `tiles.sh` to production**" in place.ours()
    assert set(place.seen().labels) == {*ADOPTED, "priority: low"}
    assert len(place.seen().comments) == 2
    assert place.untouched()
    before = len(place.github.requests)
    place.run()
    assert not place.wrote(before)


def test_a_dry_run_tells_of_it_and_writes_nothing(place: Place) -> None:
    report = place.run(TILES, apply=False)
    assert verbs(report) == [("update", place.number)]
    assert place.seen().comments == ("Me too",)


def test_evidence_is_told_and_its_people_close_it(place: Place) -> None:
    place.run(TILES, GAUGE)
    place.run(GAUGE, done(TILES.title))
    assert "Done, says" in place.seen().comments[-1]
    assert "Close it if that is so" in place.seen().comments[-1]
    assert place.untouched()
    before = len(place.github.requests)
    place.run()
    assert not place.wrote(before)
    place.github.stranger.close(place.number)
    comments = place.seen().comments
    report = place.run(TILES, GAUGE)
    assert Rule.COMPLETED_BY_PERSON in [change.rule for change in report.changes]
    assert place.untouched("closed")
    assert "handoff: listed" in place.seen().labels
    assert place.seen().comments == comments
    assert len(place.github.issues()) == 2
    before = len(place.github.requests)
    place.run()
    assert not place.wrote(before)


@pytest.mark.parametrize("reason", ["completed", "not_planned", "duplicate"])
def test_a_closed_one_is_found_again_however_long_it_was_not_listed(place: Place, reason: str) -> None:
    place.github.settings.page_size = 2
    place.run(TILES, GAUGE)
    place.github.person.close(place.number, reason=reason)
    place.run(GAUGE)
    for count in range(8):
        place.github.person.open_issue(f"Something else {count}")
    place.run(GAUGE, item("Publish map tiles with `tiles.sh` to production"))
    assert [seen.title for seen in place.github.issues().values() if seen.author == BOT] == [GAUGE.title]
    assert "handoff: listed" in place.seen().labels


def test_one_that_lost_the_common_label_is_found_by_the_other(place: Place) -> None:
    place.run(TILES)
    place.github.person.unlabel(place.number, "handoff")
    before = place.seen()
    place.run()
    assert place.github.issues() == {place.number: before}


def test_where_nobody_adopts_nothing_more_is_asked(github: GitHub) -> None:
    place = Place(github, labels=())
    place.run(GAUGE)
    assert place.asked() == ["POST /graphql", "GET /issues", "GET /issues"]


def test_without_the_label_it_is_a_persons_again(place: Place) -> None:
    place.run(TILES)
    place.github.person.unlabel(place.number, "handoff: adopted")
    before = place.seen()
    place.run(item("Publish the map tiles by Friday"))
    place.run(done("Publish the map tiles by Friday"))
    assert place.seen() == before


def test_a_strangers_copy_of_our_comment_is_inert(place: Place) -> None:
    place.run(TILES)
    forged = place.ours().replace("Publish the map tiles", "Delete the repository")
    other = Place(place.github.forge.repository())
    other.github.stranger.comment(other.number, forged)
    other.run(TILES)
    other.run(item("Publish the map tiles by Friday"))
    mine = [comment for comment in other.seen().comments if comment != forged]
    assert mine[0] == "Me too"
    assert "**Publish the map tiles by Friday**" in mine[1]
    assert len(other.seen().comments) == 3
    assert forged in other.seen().comments
    assert other.untouched()


def test_a_strangers_copy_of_our_marker_in_the_issue_itself_is_inert(place: Place) -> None:
    place.run(TILES, GAUGE)
    marker = place.github.issues()[2].body
    place.github.person.edit_body(place.number, marker)
    place.run(GAUGE)
    assert place.github.issues()[2].state == "open"
    assert place.seen().state == "open"


def test_what_two_runs_say_at_once_is_said_once(place: Place) -> None:
    said: list[str] = []

    def meanwhile(_: int, request: Request) -> None:
        """The other run has looked too, and is the quicker one."""
        if (request.method, request.path[-9:]) == ("POST", "/comments") and not said:
            said.append(request.body["body"])
            place.github.machine.comment(place.number, said[0])

    place.github.faults = meanwhile
    place.run(TILES)
    assert place.seen().comments == ("Me too", *said)
    before = len(place.github.requests)
    place.run()
    assert not place.wrote(before)


class TestCommand:
    @pytest.fixture
    def asking(self, github: GitHub) -> Place:
        """Nobody has set a label yet, and the tiles are not filed, as the issue looks like them."""
        place = Place(github, labels=())
        place.run(TILES, GAUGE)
        return place

    def test_labels_it_and_says_what_the_handoff_does(self, asking: Place) -> None:
        asked = asking.adopt()
        assert [(change.rule, change.issue) for change in asked.changes] == [(Rule.ADOPTED, asking.number)]
        assert (asked.replies, asked.all_done) == ([], True)
        assert set(asking.seen().labels) == {*ADOPTED, "priority: high"}
        assert "**Publish the map tiles**" in asking.ours()
        assert asking.untouched()
        before = len(asking.github.requests)
        asking.run()
        assert asking.adopt().all_done
        assert not asking.wrote(before)

    def test_writes_to_no_other_issue(self, asking: Place) -> None:
        asking.history.write(TILES, item(GAUGE.title, body="Both of them."), item("Paint the buoys"))
        before = asking.github.issues()
        asking.adopt()
        after = asking.github.issues()
        assert {number for number in after if after[number] != before.get(number)} == {asking.number}

    def test_adopts_what_no_handoff_lists_until_one_does(self, asking: Place) -> None:
        asking.run(GAUGE)
        asking.adopt()
        assert "No handoff lists this yet" in asking.ours()
        asking.run(TILES, GAUGE)
        assert "**Publish the map tiles**" in asking.ours()
        assert len(asking.seen().comments) == 2

    @pytest.mark.parametrize("taken", [True, False])
    @pytest.mark.parametrize("at", range(8))
    @pytest.mark.parametrize("heals", ["adopt", "run"])
    def test_what_broke_off_is_made_up_for(self, asking: Place, at: int, taken: bool, heals: str) -> None:
        writes: list[Request] = []

        def cut(_: int, request: Request) -> Fault | None:
            if not request.is_read:
                writes.append(request)
            return Fault("cut", effect=taken, answer=lambda _: Silence.CUT) if len(writes) > at else None

        asking.github.faults = cut
        with suppress(TrackerError):
            asking.adopt()
        asking.github.faults = None
        if heals == "adopt" or not {*ADOPTED} <= {*asking.seen().labels}:
            asking.adopt()
        else:
            asking.run()
        assert set(asking.seen().labels) == {*ADOPTED, "priority: high"}
        assert "**Publish the map tiles**" in asking.ours()
        assert len(asking.seen().comments) == 2
        assert asking.untouched()

    def test_refuses_what_cannot_be_adopted(self, asking: Place) -> None:
        asking.github.person.label(asking.number, "handoff: ignore")
        before = asking.github.issues()
        assert "handoff: ignore" in asking.refused()
        asking.github.person.unlabel(asking.number, "handoff: ignore")
        asking.github.person.close(asking.number)
        assert "is closed" in asking.refused()
        stranger = asking.number
        asking.number = next(number for number, seen in before.items() if seen.author == BOT)
        assert "opened this issue itself" in asking.refused()
        asking.number = asking.github.person.open_pull_request("Publish the map tiles")
        assert "no issue" in asking.refused()
        assert len(asking.github.issues()[stranger].comments) == 1
