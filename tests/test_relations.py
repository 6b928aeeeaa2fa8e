"""What waits for what, and who does it: from the words of notes to GitHub's own relations, over HTTP."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from forge import wire
from forge.hub import BOT, OWNER, PERSON, STRANGER, GitHub
from forge.rules import Access
from forge.wire import Fault, Request

from handoff_issues.config import Config
from handoff_issues.errors import TrackerError
from handoff_issues.handoff import parse
from handoff_issues.model import Site, Version
from handoff_issues.reconcile.change import Report, Verb
from handoff_issues.reconcile.marker import Told, Wait, split
from handoff_issues.reconcile.rules import Rule
from handoff_issues.sync import sync
from support.handoffs import BEGIN, History, snapshot
from support.jobs import Job

BOT_ACCESS = Access(BOT)
SITE = Site(url="https://github.example/harbour/ship")
KEY, TILES, LOAD = "Rotate the vendor key", "Publish the map tiles", "Measure the load time"


class Place:
    """A repository on GitHub, whose one living note is written and run on."""

    def __init__(self, github: GitHub):
        self.github, self.history = github, History()
        self.since = 0

    def write(self, *entries: str, done: Iterable[str] = (), blockers: Iterable[str] = ()) -> None:
        parts = ["# Handoff\n", "## Next steps\n", *(f"- {entry}" for entry in entries)]
        parts += ["\n## Blockers\n", *(f"- {entry}" for entry in blockers)] if blockers else []
        parts += ["\n## Completed\n", *(f"- [x] {entry}" for entry in done)] if done else []
        self.write_text("\n".join(parts) + "\n")

    def write_text(self, text: str) -> None:
        number = len(self.history.versions) + 1
        handoff = parse(text, path=self.history.path)
        written = BEGIN + timedelta(days=number)
        self.history.versions.append(Version(handoff=handoff, commit=f"{number:040x}", written=written))

    def run(self, *, apply: bool = True, token: str | None = None, **settings: Any) -> Report:
        """One run on the newest note."""
        self.since = len(self.github.requests)
        config = Config(**settings)
        return sync(snapshot(self.history), self.github.tracker(token), config, site=SITE, apply=apply)

    def is_settled(self, **settings: Any) -> bool:
        """Whether another run writes nothing."""
        self.run(**settings)
        return not self.writes()

    def writes(self) -> list[str]:
        """What the latest run sent that may have changed something."""
        asked = zip(self.github.lines(self.since), self.github.requests[self.since :], strict=True)
        return [line for line, exchange in asked if not exchange.request.is_read]

    def number(self, title: str) -> int:
        [number] = [number for number, seen in self.github.issues().items() if seen.title.startswith(title)]
        return number

    def blocked_by(self, title: str) -> list[int]:
        return self.github.blocked_by(self.number(title))

    def waits(self, title: str) -> tuple[Wait, ...]:
        body = split(self.github.issues()[self.number(title)].body)
        assert body is not None
        return body.marker.waits


@pytest.fixture
def place(github: GitHub) -> Place:
    github.settings.relations.assignable |= {PERSON, OWNER, BOT}
    return Place(github)


# What is linked ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "waiting",
    [
        f"{TILES} (blocked by: the staging server is down)",
        f"{TILES}, waiting on “the staging server is down”",
        f"{TILES}\n  - blocked by: staging server is down",
    ],
)
def test_a_blocker_of_a_list_of_its_own_is_a_work_apart_from_what_waits_for_it(place: Place, waiting: str) -> None:
    place.write(waiting, "Paint the barn", blockers=["The staging server is down"])
    place.run()
    assert len(place.github.issues()) == 3
    assert place.blocked_by(TILES) == [place.number("The staging server is down")]
    assert place.is_settled()


@pytest.mark.parametrize(
    ("waiting", "other"),
    [
        (f"{TILES} after {KEY}", KEY),
        (f"{TILES}; depends on: {KEY.lower()}", KEY),
        (f"{TILES} (waiting on VK-7)", f"VK-7: {KEY}"),
        (f"{TILES}, blocked by K1", f"**K1** {KEY}"),
        (f"{TILES}\n  - needs “{KEY}” first", KEY),
        (TILES, f"{KEY}, which blocks “{TILES}”"),
        (TILES, f"{KEY}\n  - **Blocks:** {TILES}, {LOAD}"),
        (TILES, f"{KEY} (must land before {TILES})"),
    ],
)
def test_what_one_note_names_is_linked_in_the_run_that_opens_both(place: Place, waiting: str, other: str) -> None:
    place.write(waiting, "Paint the barn", other)
    report = place.run()
    [blocker] = [
        number for number, seen in place.github.issues().items() if KEY in seen.title and seen.title != waiting
    ]
    assert place.blocked_by(TILES) == [blocker]
    assert f"waits for #{blocker}" in str([change.reason for change in report.changes])
    assert report.remaining == 0
    assert place.is_settled()
    assert len(place.github.requests) - place.since == 3, "not one for what is linked"


def test_an_issue_of_a_person_is_waited_for_by_its_number(place: Place) -> None:
    number = place.github.person.open_issue("The vendor does not answer")
    place.write(f"{TILES} after #{number}", f"{LOAD} (blocked by #{number})")
    place.run()
    assert place.blocked_by(TILES) == place.blocked_by(LOAD) == [number]
    assert place.is_settled()
    assert len(place.github.requests) - place.since == 4, "one more, to see whether the person has closed it"


def test_a_blocker_of_the_list_of_blockers_names_what_it_blocks(place: Place) -> None:
    place.write(TILES, LOAD, blockers=[f"The vendor's key has not arrived; blocks {TILES}"])
    place.run()
    assert place.blocked_by(TILES) == [place.number("The vendor's key")]


def test_a_plan_tells_it_and_a_dry_run_sends_nothing(place: Place) -> None:
    place.write(TILES, KEY)
    place.run()
    place.write(f"{TILES} after {KEY}", KEY)
    report = place.run(apply=False)
    assert place.writes() == []
    [told] = [change for change in report.changes if change.issue == place.number(TILES)]
    assert f"waits for #{place.number(KEY)}" in told.reason


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param([f"{TILES} after the release", "Prepare the release", "Announce the release"], id="one word"),
        pytest.param(
            [
                f"{TILES} after the export of sheets",
                "Mend the export of sheets north",
                "Mend the export of sheets south",
            ],
            id="two works",
        ),
        pytest.param([f"{TILES} after #999", KEY], id="no such issue"),
        pytest.param([f"{TILES} after {TILES}", KEY], id="itself"),
        pytest.param([f"{TILES}; no longer blocked by {KEY}", KEY], id="taken back"),
        pytest.param([f"{TILES} after acme/ship#2", KEY], id="another repository"),
    ],
)
def test_what_is_not_sure_links_nothing(place: Place, entries: list[str]) -> None:
    place.write(*entries)
    place.run()
    assert place.blocked_by(TILES) == []
    assert place.is_settled()


def test_numbers_by_which_a_note_counts_its_works_are_those_works(place: Place) -> None:
    place.write(f"#1 {KEY}", f"#2 {TILES} after #1", f"#3 {LOAD} after #2")
    place.run()
    assert place.blocked_by(TILES) == [place.number(KEY)]
    assert place.blocked_by(LOAD) == [place.number(TILES)]


def test_closed_work_and_pull_requests_are_not_waited_for(place: Place) -> None:
    closed = place.github.person.open_issue("Order the cable")
    place.github.person.close(closed)
    pull = place.github.person.open_pull_request("Order another cable")
    place.write(f"{TILES} after #{closed}, #{pull}")
    place.run()
    assert place.blocked_by(TILES) == []
    assert place.is_settled()


def test_works_that_wait_for_each_other_are_not_linked(place: Place) -> None:
    place.write(f"{TILES} after {LOAD}", f"{LOAD} after {KEY}", f"{KEY}, blocked by {TILES}", f"Paint it after {KEY}")
    report = place.run()
    assert [place.blocked_by(title) for title in (TILES, LOAD, KEY)] == [[], [], []]
    assert place.blocked_by("Paint it") == [place.number(KEY)]
    assert sum("waits for it in turn" in warning.message for warning in report.warnings) == 3
    assert place.is_settled()


def test_a_circle_with_what_was_linked_before_is_not_made(place: Place) -> None:
    place.write(f"{TILES} after {KEY}", KEY)
    place.run()
    place.write(f"{TILES} after {KEY}", f"{KEY} after {TILES}")
    place.run()
    assert place.blocked_by(TILES) == [place.number(KEY)]
    assert place.blocked_by(KEY) == []


# Whose relation it is ----------------------------------------------------------------------------


def linked(place: Place) -> tuple[int, int]:
    """Tiles that wait for the key, as a note says."""
    place.write(f"{TILES} after {KEY}", KEY)
    place.run()
    return place.number(TILES), place.number(KEY)


def test_what_the_note_no_longer_says_is_taken_back(place: Place) -> None:
    tiles, key = linked(place)
    place.write(TILES, KEY)
    report = place.run()
    assert place.github.blocked_by(tiles) == []
    assert place.waits(TILES) == ()
    assert f"waits no longer for #{key}" in str([change.reason for change in report.changes])
    assert place.is_settled()


def test_a_waiting_that_is_merely_worded_otherwise_stays(place: Place) -> None:
    tiles, key = linked(place)
    place.write(f"{TILES}; waiting on #{key}", KEY)
    place.run()
    assert place.github.blocked_by(tiles) == [key]
    assert "DELETE" not in str(place.writes())


def test_silence_takes_nothing_back(place: Place) -> None:
    tiles, key = linked(place)
    place.write(KEY)
    place.run()
    assert place.github.blocked_by(tiles) == [key]
    assert place.is_settled()


def test_what_a_person_takes_back_is_not_told_again(place: Place) -> None:
    tiles, key = linked(place)
    place.github.person.unblock(tiles, key)
    assert place.is_settled()
    place.write(f"{TILES} after {KEY}, in all zoom levels", KEY)
    place.run()
    assert place.github.blocked_by(tiles) == []
    place.write(TILES, KEY)
    place.run()
    place.write(f"{TILES} after {KEY}", KEY)
    place.run()
    assert place.github.blocked_by(tiles) == [], "though the note had stopped saying so in between"


def test_what_a_person_has_told_is_theirs(place: Place) -> None:
    place.write(TILES, KEY, LOAD)
    place.run()
    tiles, key, load = (place.number(title) for title in (TILES, KEY, LOAD))
    place.github.person.block(tiles, key)
    place.github.person.block(tiles, load)
    place.write(f"{TILES} after {KEY}", KEY, LOAD)
    place.run()
    place.write(TILES, KEY, LOAD)
    place.run()
    assert place.github.blocked_by(tiles) == sorted([key, load])
    assert place.is_settled()


def test_an_ignored_issue_is_left_alone(place: Place) -> None:
    place.write(TILES, KEY)
    place.run()
    place.github.person.label(place.number(TILES), "handoff: ignore")
    place.write(f"{TILES} after {KEY}", KEY)
    place.run()
    assert place.blocked_by(TILES) == []


def test_issues_of_people_are_not_told_to_wait(place: Place) -> None:
    theirs = place.github.person.open_issue("Paint the buoys")
    adopted = place.github.person.open_issue("Sand the mast", labels=["handoff", "handoff: adopted"])
    place.write(f"{KEY}; blocks #{theirs} and #{adopted}", f"Sand the mast after {KEY}")
    place.run()
    assert place.run().remaining == 0
    assert place.github.blocked_by(theirs) == place.github.blocked_by(adopted) == []


# When what was waited for is closed ---------------------------------------------------------------


def comments(place: Place, number: int) -> list[str]:
    return [comment.partition("\n")[2] for comment in place.github.issues()[number].comments]


def test_closing_the_blocker_ourselves_is_told_in_the_same_run_and_once(place: Place) -> None:
    tiles, key = linked(place)
    place.write(f"{TILES} after {KEY}", done=[KEY])
    place.run()
    assert place.github.issues()[key].state == "closed"
    assert comments(place, tiles) == [f"#{key}, for which this waited, is closed as completed."]
    assert place.github.blocked_by(tiles) == [key], "GitHub itself shows that it is done"
    assert place.is_settled()
    place.write(TILES, LOAD)
    place.run()
    assert len(comments(place, tiles)) == 1


@pytest.mark.parametrize(("reason", "told"), [("completed", "completed"), ("not_planned", "not planned")])
def test_a_person_who_closes_it_is_seen_by_the_next_run(place: Place, reason: str, told: str) -> None:
    place.write(f"{TILES} after {KEY}", f"{LOAD}, which blocks {TILES}", KEY)
    place.run()
    tiles, key, load = (place.number(title) for title in (TILES, KEY, LOAD))
    assert place.github.blocked_by(tiles) == sorted([key, load])
    place.github.person.close(key, reason=reason)
    place.run()
    expected = f"#{key}, for which this waited, is closed as {told}. It still waits for #{load}."
    assert comments(place, tiles) == [expected]
    assert place.is_settled()
    place.github.person.reopen(key)
    place.run()
    place.github.person.close(key)
    place.run()
    assert len(comments(place, tiles)) == 1, "once"


def test_one_that_is_long_silent_stays_so_while_its_blocker_closes(place: Place) -> None:
    place.write(f"{TILES} once the key is rotated", KEY)
    place.run()
    for _ in range(4):
        place.write(KEY)
        place.run()
    assert place.blocked_by(TILES) == [place.number(KEY)]
    place.github.person.close(place.number(KEY))
    change = next(each for each in place.run().changes if each.title.startswith(TILES))
    assert (change.verb, change.rule) == (Verb.UPDATE, Rule.LONG_SILENT)


def test_an_issue_of_a_person_that_is_closed_is_seen_too(place: Place) -> None:
    number = place.github.person.open_issue("The vendor does not answer")
    place.write(f"{TILES} after #{number}")
    place.run()
    place.github.person.close(number)
    place.run()
    assert len(comments(place, place.number(TILES))) == 1
    assert place.is_settled()
    assert len(place.github.requests) - place.since == 3, "what is over costs nothing"


def test_an_issue_that_is_deleted_is_not_looked_for_for_ever(place: Place) -> None:
    number = place.github.person.open_issue("The vendor does not answer")
    place.write(f"{TILES} after #{number}")
    place.run()
    place.github.person.delete(number)
    place.run()
    assert comments(place, place.number(TILES)) == []
    assert place.is_settled()
    assert len(place.github.requests) - place.since == 3


def test_nobody_is_told_of_what_a_person_took_back(place: Place) -> None:
    tiles, key = linked(place)
    place.github.person.unblock(tiles, key)
    place.github.person.close(key)
    place.run()
    assert comments(place, tiles) == []
    assert place.is_settled()


# What goes wrong ---------------------------------------------------------------------------------


def test_a_server_without_relations_is_asked_once_a_run_and_all_else_is_done(place: Place) -> None:
    place.github.settings.relations.has_dependencies = False
    place.write(f"{TILES} after {KEY}", f"{LOAD} after {KEY}", KEY)
    report = place.run()
    assert len(place.github.issues()) == 3
    assert sum("dependencies" in line for line in place.github.lines()) == 1
    assert [warning.message.partition(",")[0] for warning in report.warnings] == [
        "GitHub takes no dependencies of issues here"
    ]
    assert report.remaining == 0
    assert report.stopped is None
    assert not [change for change in report.changes if change.held]
    place.github.settings.relations.has_dependencies = True
    place.run()
    assert place.blocked_by(TILES) == place.blocked_by(LOAD) == [place.number(KEY)]


def test_a_server_without_dependencies_may_still_assign(place: Place) -> None:
    place.github.settings.relations.has_dependencies = False
    place.write(f"{TILES} after {KEY} (@{PERSON})", f"{KEY} (@{PERSON})", f"{LOAD} after {KEY} (@{PERSON})")
    report = place.run(assignees=True)
    assert all(place.github.assignees(number) == [PERSON] for number in place.github.issues())
    assert len(report.warnings) == 1
    place.github.settings.relations.has_dependencies = True
    place.run(assignees=True)
    assert place.blocked_by(TILES) == place.blocked_by(LOAD) == [place.number(KEY)]


def test_where_only_writing_is_refused_the_next_run_tries_again(place: Place) -> None:
    place.write(f"{TILES} after {KEY}", KEY, f"{LOAD} after {KEY}")

    def refuse(_: int, request: Request) -> Fault | None:
        return wire.denied() if "dependencies" in request.path and request.method == "POST" else None

    place.github.faults = refuse
    report = place.run()
    assert len(report.warnings) == 1
    assert sum(line.startswith("POST") and "dependencies" in line for line in place.github.lines()) == 1
    place.github.faults = None
    place.run()
    assert place.blocked_by(TILES) == place.blocked_by(LOAD) == [place.number(KEY)]
    place.write(TILES, KEY, LOAD)
    place.run()
    assert place.blocked_by(TILES) == place.blocked_by(LOAD) == [], "they were ours all the same"


def test_several_issues_of_people_are_looked_at_in_one_request(place: Place) -> None:
    numbers = [place.github.person.open_issue(f"The vendor {count}") for count in range(4)]
    place.write(f"{TILES} after {', '.join(f'#{number}' for number in numbers)}")
    place.run()
    assert place.blocked_by(TILES) == numbers
    assert place.is_settled()
    assert len(place.github.requests) - place.since == 4


def test_a_note_full_of_numbers_asks_for_some_of_them(place: Place) -> None:
    place.write(
        *(f"Check {name} sheet after #{1000 + 10 * n}, #{1001 + 10 * n}" for n, name in enumerate("abcdefghij" * 8))
    )
    place.run(max_open=0, max_new_per_handoff=100)
    assert sum("graphql" in line for line in place.github.lines(place.since)) <= 2


def test_what_another_run_says_in_the_same_moment_is_said_once(place: Place) -> None:
    tiles, key = linked(place)
    place.github.person.close(key)

    def twice(_: int, request: Request) -> Fault | None:
        if request.method == "POST" and request.path.endswith("/comments"):
            place.github.faults = None
            place.github.settings.upstream("POST", f"/issues/{tiles}/comments", BOT_ACCESS, body=request.body)
        return None

    place.github.faults = twice
    place.run()
    assert len(comments(place, tiles)) == 1
    assert place.is_settled()


def test_a_token_that_may_not_edit_ends_it_at_once(place: Place) -> None:
    place.write(f"{TILES} after {KEY}", f"{LOAD} after {KEY}", KEY)
    place.github.faults = lambda _, request: wire.denied() if request.method == "PATCH" else None
    report = place.run()
    assert report.mendable
    assert sum(line.startswith("PATCH") for line in place.github.lines(place.since)) == 1


def test_a_token_that_may_not_is_the_same(place: Place) -> None:
    place.write(f"{TILES} after {KEY}", KEY)
    place.github.faults = lambda _, request: wire.denied() if "dependencies" in request.path else None
    report = place.run()
    assert not report.mendable
    assert len(report.warnings) == 1


def test_what_github_refuses_is_told_once(place: Place) -> None:
    tiles, key = linked(place)
    place.github.person.unblock(tiles, key)
    place.write(f"{TILES} after {KEY}", f"{KEY} after {LOAD}", LOAD)
    place.github.settings.relations.blocked_by[place.number(KEY)] = []
    place.run()
    load = place.number(LOAD)
    place.github.person.block(load, tiles)
    place.write(f"{TILES} after {KEY} and “{LOAD}” now; after {LOAD}", f"{KEY} after {LOAD}", LOAD)
    report = place.run()
    assert any("cannot be shown to wait" in warning.message for warning in report.warnings)
    assert place.is_settled()
    assert not any("cannot be shown" in warning.message for warning in place.run().warnings)


def disturbed(place: Place, strike: Fault, at: int) -> bool:
    """Run with a fault at the request so many after the run's first; whether it was met."""
    first = len(place.github.requests)
    met: list[Request] = []

    def hook(index: int, request: Request) -> Fault | None:
        if index == first + at:
            met.append(request)
            return strike
        return None

    place.github.faults = hook
    try:
        place.run()
    except TrackerError:
        pass
    finally:
        place.github.faults = None
    return bool(met)


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(wire.cut(effect=True), id="cut-after"),
        pytest.param(wire.refuse(429, retry_after="9999"), id="limit"),
    ],
)
def test_after_any_failure_at_any_request_the_next_run_ends_in_the_undisturbed_state(
    github: GitHub, fault: Fault
) -> None:
    at, met = 0, True
    while met:
        place = Place(github.forge.repository())
        place.github.settings.relations.assignable.add(PERSON)
        place.write(TILES, KEY, LOAD)
        place.run()
        tiles, key, load = (place.number(title) for title in (TILES, KEY, LOAD))
        place.write(f"{TILES} after {KEY} (@{PERSON})", KEY, f"{LOAD} after {TILES}")
        met = disturbed(place, fault, at)
        place.run(assignees=True)
        assert place.github.blocked_by(tiles) == [key], at
        assert place.github.blocked_by(load) == [tiles], at
        assert place.github.assignees(tiles) == [PERSON], at
        assert {wait.state for wait in (*place.waits(TILES), *place.waits(LOAD))} == {Told.SET}, at
        place.write(TILES, f"{LOAD} after {TILES}", done=[KEY])
        met = disturbed(place, fault, at) or met
        place.run(assignees=True)
        assert place.github.blocked_by(load) == [tiles], at
        assert len(comments(place, tiles)) <= 1, at
        assert place.is_settled(assignees=True), at
        place.write(TILES, LOAD)
        met = disturbed(place, fault, at) or met
        place.run(assignees=True)
        assert place.github.blocked_by(load) == [], (at, "it was ours, whatever became of the answers")
        at += 1
    assert at > 12


def test_a_limit_leaves_the_rest_to_the_next_run(place: Place) -> None:
    place.write(f"{TILES} after {KEY}", KEY, f"{LOAD} after {KEY}")
    seen: list[str] = []

    def hook(_: int, request: Request) -> Fault | None:
        if "dependencies" in request.path and request.method == "POST":
            seen.append(request.path)
            return wire.refuse(429, retry_after="9999") if len(seen) == 2 else None
        return None

    place.github.faults = hook
    report = place.run()
    assert report.remaining == 1
    assert report.stopped is not None
    place.github.faults = None
    place.run()
    assert place.blocked_by(TILES) == place.blocked_by(LOAD) == [place.number(KEY)]
    assert place.is_settled()


def test_very_many_relations_take_several_runs(place: Place) -> None:
    keys = [f"Turn key {name}{n}" for name in ("alpha", "beta") for n in range(11)]
    waits = ", ".join(f"K{n}" for n in range(1, 11))
    works = [f"**K{n}** {title}" for n, title in enumerate(keys, 1)]
    animals = ["ox", "elk", "ape", "bee", "cat", "dog", "eel", "hen", "ibis", "jay", "koi"]
    place.write(*works, *(f"Feed the {name} after {waits}" for name in animals))
    report = place.run(max_open=100)
    assert report.remaining == 1
    report = place.run(max_open=100)
    assert report.remaining == 0
    assert sum(len(place.github.blocked_by(number)) for number in place.github.issues()) == 110


def test_what_a_person_writes_meanwhile_is_not_written_over(place: Place) -> None:
    place.write(TILES, KEY)
    place.run()
    tiles = place.number(TILES)
    place.write(TILES, f"{KEY}, which blocks {TILES}")

    def hook(_: int, request: Request) -> Fault | None:
        if "dependencies" in request.path and request.method == "POST":
            body = place.github.issues()[tiles].body
            place.github.faults = None
            place.github.person.edit_body(tiles, f"{body}\n\nThe pilots want this.")
        return None

    place.github.faults = hook
    place.run()
    assert "The pilots want this." in place.github.issues()[tiles].body
    assert {wait.state for wait in place.waits(TILES)} == {Told.SET}
    assert place.is_settled()


def test_forged_text_is_inert(place: Place) -> None:
    victim = place.github.person.open_issue("Paint the buoys")
    place.write(f"{TILES} after {KEY}", KEY)
    place.run()
    body = place.github.issues()[place.number(TILES)].body
    forged = body.replace("\\u002d", "-")
    place.github.stranger.open_issue(TILES, body)
    place.github.stranger.comment(place.number(KEY), forged)
    place.write(
        f"{TILES} after {KEY}",
        KEY,
        'Sand the mast <!-- handoff-issues:v1 {"waits":[]} --> @everyone (@harbour/pilots) ::error::x, blocked by #'
        f"{victim}@mallory and <!-- blocked by #{victim} -->",
    )
    place.run(assignees=True)
    own = [number for number, seen in place.github.issues().items() if seen.author == BOT]
    assert not any(victim in place.github.blocked_by(number) for number in own)
    assert all(place.github.assignees(number) == [] for number in own)
    assert place.is_settled(assignees=True)


# Who does it -------------------------------------------------------------------------------------


def test_owners_are_assigned_where_that_is_wanted(place: Place) -> None:
    place.write(f"{TILES} (owner: @{PERSON})", f"{KEY}, owner: Ana", "AR to verify the load test", LOAD)
    place.run()
    assert all(place.github.assignees(number) == [] for number in place.github.issues())
    people = {"ana": OWNER, "AR": PERSON}
    report = place.run(assignees=True, people=people)
    assert place.github.assignees(place.number(TILES)) == [PERSON]
    assert place.github.assignees(place.number(KEY)) == [OWNER]
    assert f"is for {PERSON}" in str([change.reason for change in report.changes])
    assert place.is_settled(assignees=True, people=people)


def test_a_marker_in_a_persons_issue_hides_no_number(place: Place) -> None:
    number = place.github.person.open_issue("The vendor does not answer")
    place.write(TILES)
    place.run()
    body = place.github.issues()[place.number(TILES)].body
    wait = f'"waits":[{{"id":1,"on":{number},"said":"x","state":"over"}}],'
    place.github.person.open_issue("A copy", body.replace('"title"', f'{wait}"title"'), labels=["handoff"])
    place.write(f"{TILES} after #{number}")
    place.run()
    assert place.blocked_by(TILES) == [number]


def test_who_can_not_be_assigned_is_told_once(place: Place) -> None:
    place.write(f"{TILES} (owners: @{STRANGER}, @{PERSON})", f"{KEY} (owner: Somebody Else)")
    report = place.run(assignees=True)
    assert place.github.assignees(place.number(TILES)) == [PERSON]
    [warning] = report.warnings
    assert STRANGER in warning.message
    report = place.run(assignees=True)
    assert not report.warnings
    assert not place.writes()


def test_whom_a_person_takes_off_is_not_assigned_again_and_whom_they_assign_stays(place: Place) -> None:
    place.write(f"{TILES} (owner: @{PERSON})", f"{KEY} (owner: @{PERSON})")
    place.run()
    tiles, key = place.number(TILES), place.number(KEY)
    place.github.person.assign(key, PERSON)
    place.run(assignees=True)
    place.github.person.unassign(tiles, PERSON)
    assert place.is_settled(assignees=True)
    place.write(f"{TILES} (owner: @{OWNER})", f"{KEY} (owner: @{OWNER})")
    place.run(assignees=True)
    assert place.github.assignees(tiles) == [OWNER]
    assert place.github.assignees(key) == sorted([OWNER, PERSON]), "a person had assigned the one"
    place.write(f"{TILES} (owner: @{PERSON})", f"{KEY} (owner: @{OWNER})")
    place.run(assignees=True)
    assert place.github.assignees(tiles) == [], "ours goes, and the other was taken off by a person"
    place.write(TILES, KEY)
    place.run(assignees=True)
    assert OWNER in place.github.assignees(key), "silence takes nobody off"


def test_no_text_of_ours_mentions_an_owner(place: Place) -> None:
    place.write(f"{TILES} (owner: @{PERSON})", f"{KEY} after {TILES}", done=[])
    place.run(assignees=True)
    texts = [text for seen in place.github.issues().values() for text in (seen.title, seen.body, *seen.comments)]
    assert any(f"`@{PERSON}`" in text for text in texts), "as code, which tells nobody"
    assert not any(f"@{PERSON}" in text.replace(f"`@{PERSON}`", "") for text in texts)


def test_a_server_without_assignees_costs_a_warning(place: Place) -> None:
    place.github.settings.relations.has_assignees = False
    place.write(f"{TILES} (owner: @{PERSON})", f"{KEY} (owner: @{PERSON})")
    report = place.run(assignees=True)
    assert len(report.warnings) == 1
    assert sum("assignees" in line for line in place.github.lines()) == 1


def test_the_action_does_it_from_the_words_of_a_commit(job: Job) -> None:
    job.github.settings.relations.assignable.add(PERSON)
    text = f"# Handoff\n\n## Next steps\n\n- {TILES} after {KEY}\n- {KEY} (owner: Ana)\n"
    job.commit(text, **{".github/handoff-issues.yml": f"people: {{Ana: {PERSON}}}\n"})
    outcome = job.run(assignees="true")
    assert outcome.code == 0
    numbers = {seen.title.split()[0]: number for number, seen in job.github.issues().items()}
    assert job.github.blocked_by(numbers["Publish"]) == [numbers["Rotate"]]
    assert job.github.assignees(numbers["Rotate"]) == [PERSON]
    assert f"waits for #{numbers['Rotate']}" in outcome.log
    before = job.github.issues()
    outcome = job.run(assignees="true")
    assert job.github.issues() == before
    assert outcome.counts() == {"kept": 2}


def test_a_pull_request_is_told_of_it_and_nothing_is_set(job: Job) -> None:
    job.commit(f"# Handoff\n\n## Next steps\n\n- {TILES}\n- {KEY}\n")
    job.run()
    job.variables["GITHUB_EVENT_NAME"] = "pull_request"
    job.variables["GITHUB_REF"] = "refs/pull/1/merge"
    job.event["pull_request"] = {"number": 1, "head": {"repo": {"full_name": job.github.name, "fork": False}}}
    job.commit(f"# Handoff\n\n## Next steps\n\n- {TILES} after {KEY}\n- {KEY}\n", date="2026-03-02T12:00")
    outcome = job.run()
    assert "waits for" in outcome.summary
    assert not any(job.github.blocked_by(number) for number in job.github.issues())
