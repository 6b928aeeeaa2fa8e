"""People's issues that follow a handoff, on a GitHub over HTTP: what is asked, what is written, and what never is."""

from __future__ import annotations

from typing import Any

import pytest
from forge.hub import BOT, GitHub, Seen
from forge.wire import Request

from handoff_issues.config import Config
from handoff_issues.model import Evidence, Item, Priority, Site
from handoff_issues.reconcile.change import Report
from handoff_issues.reconcile.marker import split
from handoff_issues.reconcile.rules import Rule
from handoff_issues.sync import sync
from support.handoffs import History, done, item, snapshot, verbs

TITLE, BODY = "Map tiles are not published", "They told me on Monday.\r\n\r\n<!-- mine -->Please publish the map tiles."
TILES = item("Publish the map tiles", body="Run `tiles.sh` first.", priority=Priority.HIGH)
GAUGE = item("Replace the tide gauge", line=7)
ADOPTED = ("handoff", "handoff: adopted")


class Place:
    """A repository whose only issue is a person's, who adopted it for the handoff."""

    def __init__(self, github: GitHub):
        self.github, self.history = github, History()
        self.number = github.stranger.open_issue(TITLE, BODY)
        github.person.comment(self.number, "Me too")
        github.person.label(self.number, *ADOPTED)

    def run(self, *said: Item | Evidence, apply: bool = True, **settings: Any) -> Report:
        """Let the newest handoff say this, and run once."""
        if said:
            self.history.write(*said)
        site = Site(url="https://github.example/harbour/ship")
        tracker = self.github.tracker(write_interval=0)
        return sync(snapshot(self.history), tracker, Config(**settings), site=site, apply=apply)

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
    place = Place(github)
    place.github.person.unlabel(place.number, "handoff: adopted")
    place.github.person.unlabel(place.number, "handoff")
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
