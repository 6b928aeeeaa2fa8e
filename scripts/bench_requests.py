"""Counts the requests that runs take at 1, 100 and 1,000 open issues, and beside 5,000 closed ones."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from forge.hub import BOT, Forge, GitHub

from handoff_issues.config import Config
from handoff_issues.model import Evidence, Item, Site
from handoff_issues.sync import sync
from support.handoffs import History, done, item, snapshot

SIZES = (1, 100, 1_000)
CHANGED = 10
"""Issues that a run opens, updates or closes."""
CLOSED = 5_000
CONFIG = Config(max_open=10_000, max_close=10_000, max_new_per_handoff=10_000)
SITE = Site(url="https://github.example/harbour/ship")


@dataclass
class Place:
    """A repository whose handoff lists so many items, each with its issue."""

    github: GitHub
    size: int

    def __post_init__(self) -> None:
        self._history = History()
        self.items = [item(_title(number), line=number) for number in range(1, self.size + 1)]
        self.run(self.items)

    def run(self, listed: Sequence[Item | Evidence]) -> int:
        """Let the newest handoff say this, run once, and count the requests."""
        self._history.write(*listed)
        return self.again()

    def again(self) -> int:
        """Run once more and count the requests."""
        before = len(self.github.requests)
        meter = self.github.meter()
        meter.remaining = 1_000_000  # the hour's limit is not what is measured here
        report = sync(snapshot(self._history), self.github.tracker(), CONFIG, site=SITE, apply=True)
        if report.remaining:
            sys.exit(f"{report.remaining} changes were left: {report.stopped}")
        return len(self.github.requests) - before


def main() -> int:
    """Prints the table."""
    with tempfile.TemporaryDirectory(prefix="bench-requests-", ignore_cleanup_errors=True) as scratch:
        forge = Forge(Path(scratch))
        try:
            _measure(forge)
        finally:
            forge.stop()
    return 0


def _measure(forge: Forge) -> None:
    print("Requests, by the number of our open issues:\n")
    print("  open   nothing to do   look before opening   per opened   per updated   per closed")
    for size in SIZES:
        print("{:>6,}   {:>13}   {:>19.0f}   {:>10.1f}   {:>11.1f}   {:>10.1f}".format(size, *_row(forge, size)))
    place = Place(_repository(forge), 1)
    _close_many(forge, place.github)
    print(f"\nNothing to do, 1 open issue and {CLOSED:,} closed ones: {place.again()} requests.")


def _row(forge: Forge, size: int) -> tuple[float, ...]:
    place, few = Place(_repository(forge), size), min(CHANGED, size)
    idle = place.again()
    rest = place.items[few:]
    updated = [item(each.title, body="Once more.", line=each.mentions[0].start) for each in place.items[:few]]
    update = (place.run([*updated, *rest]) - idle) / few
    new = [item(_title(number), line=number) for number in range(size + 1, size + 1 + CHANGED)]
    idle = place.again()
    started = len(place.github.requests)
    look = place.run([*updated, *rest, *new]) - idle
    opening = place.github.lines(started).count("POST /issues")
    now = place.again()
    closing = (place.run([*rest, *new, *(done(each.title) for each in updated)]) - now) / few
    return idle, look - opening, opening / len(new), update, closing


def _repository(forge: Forge) -> GitHub:
    """With all our labels, as after a first run."""
    github = forge.repository()
    for name in type(CONFIG.labels).model_fields:
        label = getattr(CONFIG.labels, name)
        if label.name.casefold() not in {each.casefold() for each in github.labels()}:
            github.person.create_label(label.name)
    return github


def _close_many(forge: Forge, github: GitHub) -> None:
    """Straight to the store, since it takes long enough there."""
    for number in range(CLOSED):
        body = {"title": f"Old work {number}", "body": "", "labels": ["handoff"]}
        _, _, data = forge.emulator.call("POST", f"/repos/{github.name}/issues", login=BOT, body=body)
        path = f"/repos/{github.name}/issues/{data['number']}"
        forge.emulator.call("PATCH", path, login=BOT, body={"state": "closed"})


def _title(number: int) -> str:
    """Titles that nobody takes for one another."""
    words = ("anchor", "buoy", "chart", "davit", "ensign", "fender", "gauge", "hatch", "index", "jetty")
    digits = [words[int(digit)] for digit in f"{number:04}"]
    return f"Check {' '.join(digits)} in plan {number}"


if __name__ == "__main__":
    sys.exit(main())
