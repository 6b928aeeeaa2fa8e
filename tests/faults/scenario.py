"""One scenario with every kind of write, disturbed at one request by one fault, and what must be so afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from forge import wire
from forge.hub import BOT, Forge, GitHub, Seen
from forge.wire import Fault, Request

from handoff_issues.config import Config
from handoff_issues.errors import LimitReached, PermissionDenied, TrackerError
from handoff_issues.model import Kind, Outcome, Priority, Site, Snapshot
from handoff_issues.reconcile.change import Report
from handoff_issues.reconcile.marker import split
from handoff_issues.sync import sync
from handoff_issues.trackers import Tracker
from support.handoffs import History, done, item, snapshot

SITE = Site(url="https://github.example/harbour/ship")
CONFIG = Config(absent_after=1)
PAGE = 4
"""Entries on a page of a listing, so that a few issues take several."""
PATIENCE = 1
"""Seconds of real time that a hanging request is waited for."""
FIRST = [
    item("Publish the map tiles", body="Run `tiles.sh` on staging first.", priority=Priority.HIGH),
    item("Decide where tiles are stored", kind=Kind.QUESTION, line=5),
    item("Wait for the vendor's key", kind=Kind.BLOCKER, line=7),
    item("Mend the legend of the harbour chart", line=9),
    item("Translate the start page", line=11),
    item("Archive last year's soundings", line=13),
    item("Replace the tide gauge", line=15),
    item("Ask the pilots for their routes", line=17),
]
BACK = "Replace the tide gauge"
"""Closed on evidence, and listed again later."""
NEWEST = item("Label the moorings", line=18)
SECOND = [*(each for each in FIRST if each.title != BACK), NEWEST, done(BACK)]
THIRD = [
    item("Publish the map tiles", body="Now for all zoom levels.", priority=Priority.LOW),
    item("Decide where tiles are stored", kind=Kind.QUESTION, line=5),
    done("Wait for the vendor's key"),
    done("Translate the start page", outcome=Outcome.CANCELLED, line=52),
    item("Mend the legend of the harbour chart", body="The colours of the depths are swapped.", line=9),
    item("Archive last year's soundings", line=13),
    item(BACK, body="It is stuck once more.", line=15),
    NEWEST,
    item("Measure the load time", priority=Priority.CRITICAL, line=19),
    item("Write down the release steps", line=21),
]
"""Opens two, changes two texts (one with its priority), closes two on evidence, reopens one, says nothing of one."""


OPENED, THERE = 9, 11
"""Issues that the bot has opened before the disturbed run, and all that there are then."""
Strike = Callable[[int, Request], Fault | None]
"""What goes wrong with a request so many after the disturbed one, if anything."""


@dataclass(frozen=True)
class Trouble:
    """Something that goes wrong from one request on."""

    strike: Strike
    meets: Callable[[Request], bool] = lambda request: True
    """At which requests it can begin."""
    lags: bool = False
    """Whether a listing may be behind: then a twin may come to be, and is closed as a duplicate."""
    hangs: bool = False
    stops: type[TrackerError] | None = None
    """Why the run has to give up; None where it need not."""


def once(fault: Fault) -> Strike:
    """The request itself, and no other."""
    return lambda offset, request: fault if offset == 0 else None


def ever(fault: Fault) -> Strike:
    """The request and all that follow."""
    return lambda offset, request: fault if offset >= 0 else None


def lists_issues(request: Request) -> bool:
    """Whether a request is for a page of issues."""
    return request.method == "GET" and request.path.endswith("/issues")


def opens(request: Request) -> bool:
    """Whether a request opens an issue."""
    return request.method == "POST" and request.path.endswith("/issues")


def lists(request: Request) -> bool:
    """Whether a request is for a page of anything."""
    return request.method == "GET" and request.path.endswith(("/issues", "/labels", "/comments"))


def _refusals() -> Iterator[tuple[str, Trouble]]:
    soon, late = 1_900_000_030, 1_900_009_000  # the virtual clock begins at 1,900,000,000
    for status in (403, 429):
        yield f"{status}, retry after 5 s", Trouble(once(wire.refuse(status, retry_after="5")))
        yield f"{status}, no word when", Trouble(once(wire.refuse(status)))
        yield f"{status}, nothing remains, reset soon", Trouble(once(wire.refuse(status, remaining=0, reset=soon)))
        far = wire.refuse(status, remaining=0, reset=late)
        yield f"{status}, nothing remains, reset late", Trouble(once(far), stops=LimitReached)
    yield "429, retry after an hour", Trouble(once(wire.refuse(429, retry_after="3600")), stops=LimitReached)
    yield "403, not permitted", Trouble(once(wire.denied()), stops=PermissionDenied)


def _failures() -> Iterator[tuple[str, Trouble]]:
    for effect, moment in ((False, "before"), (True, "after")):
        for status in (500, 502, 503, 504):
            yield f"{status} {moment} the effect", Trouble(once(wire.broken(status, effect=effect)))
        yield f"cut {moment} the effect", Trouble(once(wire.cut(effect=effect)))
        yield f"hangs {moment} the effect", Trouble(once(wire.hang(effect=effect)), hangs=True)
        yield f"garbage {moment} the effect", Trouble(once(wire.garbage(effect=effect)))
    yield "another JSON after the effect", Trouble(once(wire.garbage({"message": "fine"}, effect=True)))
    yield "truncated answer", Trouble(once(wire.truncated()))


def _listings() -> Iterator[tuple[str, Trouble]]:
    other = '<http://127.0.0.1:9/next>; rel="next"'
    yield "Link to another server", Trouble(once(wire.relinked(other)), lists)
    yield "Link that cannot be read", Trouble(once(wire.relinked("more to come")), lists)
    behind = wire.lagging(above=OPENED - 1)
    yield "listing lags behind the last opening", Trouble(once(behind), lists_issues, lags=True)
    yield "listings lag so from here on", Trouble(_where(lists_issues, behind), lists_issues, lags=True)
    yield "opening lost, then listings lag", Trouble(_lost_and_lagging, opens, lags=True)


def _lasting() -> Iterator[tuple[str, Trouble]]:
    yield "403 from here on", Trouble(ever(wire.refuse(403)), stops=LimitReached)
    yield "not permitted from here on", Trouble(ever(wire.denied()), stops=PermissionDenied)
    yield "503 before the effect from here on", Trouble(ever(wire.broken(503, effect=False)))
    yield "cut after the effect from here on", Trouble(ever(wire.cut(effect=True)))


def _where(meets: Callable[[Request], bool], fault: Fault) -> Strike:
    return lambda offset, request: fault if offset >= 0 and meets(request) else None


def _lost_and_lagging(offset: int, request: Request) -> Fault | None:
    if offset == 0:
        return wire.cut(effect=True)
    return wire.lagging(above=THERE) if offset > 0 and lists_issues(request) else None


TROUBLES: dict[str, Trouble] = {
    name: trouble for make in (_refusals, _failures, _listings, _lasting) for name, trouble in make()
}


@dataclass(frozen=True)
class Verdict:
    """What a disturbed run and the clean one after it left wrong; all 0 is well."""

    twins: int = 0
    """Open issues with an id that another open one has."""
    lost: int = 0
    """Issues that the undisturbed state has and this one has not."""
    foreign: int = 0
    """Changes to what is not ours: other people's issues, labels, comments and words."""
    differs: int = 0
    """Whether the final state is another than the undisturbed one."""
    untold: int = 0
    """Whether something was left undone and the run did not say so, or it gave a wrong reason for stopping."""
    duplicates: int = 0
    """Issues that were closed as duplicates where a listing lagged; no fault."""
    details: str = field(default="", compare=False)
    """What is missing and what is too much, for whoever has to find out why."""

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.twins or self.lost or self.foreign or self.differs or self.untold)


class Scenario:
    """Prepares the state before the disturbed run once, and knows how it has to end."""

    def __init__(self, forge: Forge) -> None:
        self._forge = forge
        github = self._empty()
        history = History().write(*FIRST)
        run(github.tracker(), snapshot(history))
        history.write(*SECOND)
        run(github.tracker(), snapshot(history))
        self._people(github)
        self._labels = github.labels()
        self._begin = [github.issues()[number] for number in sorted(github.issues())]
        assert sum(seen.author == BOT for seen in self._begin) == OPENED
        assert len(self._begin) == THERE
        history.write(*THIRD)
        self.snapshot = snapshot(history)
        before = len(github.requests)
        run(github.tracker(), self.snapshot)
        self.requests: tuple[Request, ...] = tuple(each.request for each in github.requests[before:])
        """Those of the undisturbed run."""
        self.end = github.issues()

    def cells(self) -> list[tuple[int, str]]:
        """Every request by its index, with every trouble that it can meet."""
        return [
            (index, name)
            for name, trouble in TROUBLES.items()
            for index, request in enumerate(self.requests)
            if trouble.meets(request)
        ]

    def disturb(self, index: int, trouble: Trouble) -> Verdict:
        """Run once with `trouble` at request `index`, then once undisturbed, and look."""
        github = self.begin()
        github.faults = lambda at, request: trouble.strike(at - index, request)
        told = self._tried(github, timeout=PATIENCE if trouble.hangs else 30)
        github.faults = None
        between = github.issues()
        run(github.tracker(), self.snapshot)
        verdict = self.judge(github, lags=trouble.lags)
        return replace(
            verdict,
            twins=verdict.twins + (0 if trouble.lags else _twins(between)),
            foreign=verdict.foreign + self._foreign(between),
            untold=int(not self._is_told(between, told, trouble)),
            details=f"{verdict.details}; the run said {_said(told)}",
        )

    def begin(self) -> GitHub:
        """A repository in the state before the disturbed run."""
        github = self._empty()
        for name in self._labels.keys() - github.labels().keys():
            github.person.create_label(name, color=self._labels[name][0])
        for seen in self._begin:
            _restore(github, seen)
        return github

    def judge(self, github: GitHub, *, lags: bool = False) -> Verdict:
        """How what is there now differs from the undisturbed end; where `lags`, closed duplicates are no fault."""
        end = github.issues()
        kept = _without_duplicates(end, of=self.end) if lags else end
        wanted, found = Counter(map(_shape, _ours(self.end))), Counter(map(_shape, _ours(kept)))
        lost = Counter(map(_id, _ours(self.end))) - Counter(map(_id, _ours(end)))
        missing, extra = wanted - found, found - wanted
        return Verdict(
            twins=_twins(end),
            lost=lost.total(),
            foreign=self._foreign(end) + self._recoloured(github),
            differs=int(bool(missing or extra)),
            duplicates=len(end) - len(kept),
            details=f"missing {list(missing)}; too much {list(extra)}",
        )

    def _empty(self) -> GitHub:
        github = self._forge.repository()
        github.settings.page_size = PAGE
        return github

    def _people(self, github: GitHub) -> None:
        """What people have done meanwhile."""
        numbers = {issue.title: number for number, issue in github.issues().items()}
        github.person.close(numbers["Archive last year's soundings"])  # and it stays listed
        github.person.label(numbers["Publish the map tiles"], "help wanted")
        github.person.comment(numbers["Mend the legend of the harbour chart"], "I have the old legend.")
        ours = github.issues()[numbers["Publish the map tiles"]]
        github.stranger.open_issue(ours.title, ours.body)  # somebody copies our issue, marker and all
        github.person.open_issue("Paint the buoys", "By hand.", ["handoff", "bug"])

    def _tried(self, github: GitHub, *, timeout: int) -> Report | TrackerError:
        try:
            return run(github.tracker(timeout=timeout), self.snapshot)
        except TrackerError as error:
            return error

    def _foreign(self, found: dict[int, Seen]) -> int:
        """Issues of others that are no longer what they were."""
        return sum(found.get(number) != seen for number, seen in self.end.items() if seen.author != BOT)

    def _recoloured(self, github: GitHub) -> int:
        """Labels that were there before and are gone or changed."""
        colors = {name: color for name, (color, _) in github.labels().items()}
        return sum(colors.get(name) != color for name, (color, _) in self._labels.items())

    def _is_told(self, between: dict[int, Seen], told: Report | TrackerError, trouble: Trouble) -> bool:
        """A run that left something says so, and why it stopped is what was in its way."""
        if isinstance(told, TrackerError):  # not all could be read, so nothing may have been written
            begin = Counter(map(_shape, self._begin))
            return Counter(map(_shape, between.values())) == begin and not isinstance(told, LimitReached)
        undone = Counter(map(_shape, _ours(self.end))) - Counter(map(_shape, _ours(between)))
        if undone and not trouble.lags and not told.remaining and told.stopped is None:
            return False
        return told.stopped is None or (trouble.stops is PermissionDenied) is told.mendable


def run(tracker: Tracker, at: Snapshot) -> Report:
    """One run of ours."""
    return sync(at, tracker, CONFIG, site=SITE, apply=True)


def _restore(github: GitHub, seen: Seen) -> None:
    """Make an issue again, as who made it."""
    writer = github.machine if seen.author == BOT else github.stranger if not seen.labels else github.person
    number = writer.open_issue(seen.title, seen.body, seen.labels)
    for comment in seen.comments:
        (github.person if "<!--" not in comment else github.machine).comment(number, comment)
    if seen.state == "closed":
        (github.person if "listed" in str(seen.labels) else writer).close(number, reason=seen.reason or "completed")


def _ours(issues: dict[int, Seen]) -> list[Seen]:
    return [seen for seen in issues.values() if seen.author == BOT]


def _shape(seen: Seen) -> tuple[Any, ...]:
    """All of an issue but its number, which follows from the order of opening."""
    return (seen.title, seen.body, seen.state, seen.reason, seen.labels, seen.author, seen.comments)


def _said(told: Report | TrackerError) -> str:
    return str(told if isinstance(told, TrackerError) else (told.stopped, told.remaining, *told.warnings))


def _id(seen: Seen) -> str:
    body = split(seen.body)
    return body.marker.id if body else seen.title


def _twins(issues: dict[int, Seen]) -> int:
    ids = Counter(_id(seen) for seen in _ours(issues) if seen.state == "open")
    return sum(count - 1 for count in ids.values())


def _without_duplicates(issues: dict[int, Seen], *, of: dict[int, Seen]) -> dict[int, Seen]:
    """Without those that were closed as duplicates and are more than there should be."""
    more = Counter(map(_id, _ours(issues))) - Counter(map(_id, _ours(of)))
    kept = dict(issues)
    for number, seen in sorted(issues.items(), reverse=True):
        if seen.author == BOT and more[_id(seen)] > 0 and seen.state == "closed" and seen.reason == "duplicate":
            more[_id(seen)] -= 1
            del kept[number]
    return kept
