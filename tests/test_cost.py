"""What a run costs in requests: bounded by our open issues and by what changes, never by what was closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from forge.hub import BOT, GitHub

from handoff_issues.config import Config
from handoff_issues.model import Evidence, Item, Kind, Priority, Site
from handoff_issues.sync import sync
from support.handoffs import History, done, item, snapshot

PAGE = 10
CONFIG = Config(max_open=100, max_close=100, max_new_per_handoff=100)
NAMES = ["anchor", "buoy", "chart", "davit", "ensign", "fender", "gauge", "hatch", "index", "jetty"]


def works(numbers: Iterable[int]) -> list[Item]:
    """Items that nobody takes for one another."""
    return [item(f"Check {NAMES[n // 10]} and {NAMES[n % 10]} of plan {n}", line=n + 1) for n in numbers]


class Place:
    """A repository with few issues on a page, whose handoff is written and run on."""

    def __init__(self, github: GitHub):
        self.github, self.history = github, History()
        github.settings.page_size = PAGE

    def run(self, listed: Sequence[Item | Evidence]) -> list[str]:
        """Let the newest handoff say this, run once; the requests, page by page."""
        self.history.write(*listed)
        return self.again()

    def again(self) -> list[str]:
        before = len(self.github.requests)
        tracker = self.github.tracker()
        sync(snapshot(self.history), tracker, CONFIG, site=Site(url="https://github.example/a/b"), apply=True)
        listings = ["labels", "creator"]
        return [
            line + "".join(f" {name}" for name in listings if name in exchange.request.query)
            for line, exchange in zip(self.github.lines(before), self.github.requests[before:], strict=True)
        ]


@pytest.fixture
def place(github: GitHub) -> Place:
    return Place(github)


def changing(requests: list[str]) -> list[str]:
    """From the first that is about one issue, without the making of labels."""
    start = next(at for at, line in enumerate(requests) if "/issues/" in line or line == "POST /issues")
    return [line for line in requests[start:] if line not in ("GET /labels", "POST /labels")]


@pytest.mark.parametrize("count", [1, 9, 25])
def test_a_run_with_nothing_to_open_costs_its_open_pages_and_two_more(place: Place, count: int) -> None:
    place.run(works(range(count)))
    assert len(place.again()) == -(-count // PAGE) + 2


def test_closed_issues_cost_nothing(place: Place) -> None:
    place.run(works(range(40)))
    place.run([*works(range(5)), *(done(each.title) for each in works(range(5, 40)))])
    assert sum(seen.state == "closed" for seen in place.github.issues().values()) == 35
    assert len(place.again()) == 3


def test_closed_ones_that_are_still_listed_cost_one(place: Place) -> None:
    place.run(works(range(8)))
    for number in range(1, 7):
        place.github.person.close(number, reason="not_planned" if number % 2 else "completed")
    first = place.again()
    assert len([line for line in first if line.endswith("/labels")]) >= 6, "each is labelled, without a look before"
    assert place.again() == ["POST /graphql", "GET /issues labels", "GET /issues labels"]


def test_numbers_of_other_peoples_issues_cost_one_for_all(place: Place) -> None:
    numbers = [place.github.person.open_issue(f"Reported {count}") for count in range(12)]
    named = [item(f"Look into report {number}", number=number, line=number) for number in numbers]
    place.run([*works(range(3)), *named])
    assert len(place.again()) == 4
    assert [seen.author for seen in place.github.issues().values()].count(BOT) == 3


def test_an_opening_costs_one(place: Place) -> None:
    place.run(works(range(3)))
    assert changing(place.run(works(range(6)))) == ["POST /issues"] * 3


def test_a_change_of_text_costs_two_and_a_label_one(place: Place) -> None:
    [first, *rest] = works(range(3))
    place.run([first, *rest])
    changed = item(first.title, body="Both sides.", line=1)
    assert changing(place.run([changed, *rest])) == ["GET /issues/1", "PATCH /issues/1"]
    urgent = item(first.title, body="Both sides.", line=1, priority=Priority.HIGH)
    look, label, patch = changing(place.run([urgent, *rest]))
    assert (look, label, patch) == ("GET /issues/1", "POST /issues/1/labels", "PATCH /issues/1")


def test_a_label_alone_costs_one(place: Place) -> None:
    place.run(works(range(2)))
    place.github.person.close(1)
    assert changing(place.again()) == ["POST /issues/1/labels"]
    place.run(works(range(1, 2)))
    assert place.github.issues()[1].labels == ("handoff",)
    assert place.github.lines()[-1] == "DELETE /issues/1/labels/handoff%3A%20listed"


def test_a_closing_costs_two_and_its_comment(place: Place) -> None:
    [first, *rest] = works(range(3))
    place.run([first, *rest])
    expected = ["GET /issues/1", "POST /issues/1/comments", "PATCH /issues/1"]
    assert changing(place.run([*rest, done(first.title)])) == expected


def test_what_would_be_opened_is_looked_for_newest_first_until_it_is_found(place: Place) -> None:
    place.run(works(range(35)))
    newest, oldest = 35, 1
    place.github.person.unlabel(newest, "handoff")
    looked = [line for line in place.again() if line.endswith("creator")]
    assert len(looked) == 1
    place.github.person.unlabel(oldest, "handoff")
    looked = [line for line in place.again() if line.endswith("creator") or line.startswith("GET /repositories")]
    assert len(looked) == 4 + 3, "all pages of ours, and the further pages of the open ones"
    assert len(place.github.issues()) == 35


def test_labels_are_listed_only_where_one_is_to_be_set(place: Place) -> None:
    first = item("Wait for the vendor", kind=Kind.BLOCKER)
    place.run([first])
    assert "GET /labels" not in place.run([item("Wait for the vendor", kind=Kind.BLOCKER, body="Since May.")])
