"""Short ways to say in a test what a repository's handoffs list, without writing Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from handoff_issues.config import Config
from handoff_issues.model import (
    Evidence,
    Handoff,
    Item,
    Kind,
    Mention,
    Outcome,
    Priority,
    Site,
    Snapshot,
    Standing,
    State,
    Stream,
    Version,
    Why,
)
from handoff_issues.reconcile.change import Report
from handoff_issues.sync import sync
from support.flaky import FlakyTracker, Writes

BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def item(
    title: str,
    *,
    body: str = "",
    line: int = 1,
    kind: Kind = Kind.PENDING,
    priority: Priority | None = None,
    state: State = State.OPEN,
    number: int | None = None,
) -> Item:
    """An item whose entry is its title and body."""
    text = f"- {title}\n{body}".strip()
    return Item(
        title=title,
        kind=kind,
        priority=priority,
        state=state,
        mentions=(Mention(start=line, end=line + body.count("\n")),),
        body=body,
        section=("Next steps",),
        number=number,
        text=text,
        matter=f"{title} {body}",
        why=Why(kind="under “Next steps”", priority=f"tagged {priority}" if priority else None),
    )


def done(title: str, *, outcome: Outcome = Outcome.DONE, line: int = 50, attempt: str = "") -> Evidence:
    """A statement that something is finished, or less than that by the words of `attempt`."""
    where = (Mention(start=line, end=line),)
    return Evidence(title=title, outcome=outcome, mentions=where, text=f"- [x] {title}", section=(), attempt=attempt)


@dataclass
class History:
    """The handoffs of one stream, oldest first, each as its items and finished statements."""

    id: str = "docs/HANDOFF"
    path: str = "docs/HANDOFF.md"
    versions: list[Version] = field(default_factory=list[Version])
    standing: Standing = Standing.LIVE
    reaches_back: bool = True

    def write(self, *said: Item | Evidence, path: str | None = None) -> History:
        """Add a newer handoff."""
        number = len(self.versions) + 1
        handoff = Handoff(
            path=path or self.path,
            title="Handoff",
            date=None,
            items=tuple(each for each in said if isinstance(each, Item)),
            done=tuple(each for each in said if isinstance(each, Evidence)),
        )
        written = BEGIN + timedelta(days=number)
        self.versions.append(Version(handoff=handoff, commit=f"{number:040x}", written=written))
        return self

    def stream(self) -> Stream:
        newest_first = tuple(reversed(self.versions))
        return Stream(id=self.id, standing=self.standing, versions=newest_first, reaches_back=self.reaches_back)


def snapshot(*histories: History) -> Snapshot:
    """The commit at which these are the handoffs."""
    newest = max((version.written for each in histories for version in each.versions), default=BEGIN)
    return Snapshot(commit="c" * 40, committed_at=newest, streams=tuple(each.stream() for each in histories))


@dataclass
class World:
    """A directory of issues, runs on it, and a person who edits the files."""

    folder: Path
    site: Site = field(default_factory=lambda: Site(url="https://example.org/acme/maps"))

    def run(self, *histories: History, apply: bool = True, writes: Writes | None = None, **settings: Any) -> Report:
        """One run on what `histories` say; `writes` makes the tracker fail."""
        now = snapshot(*histories).committed_at
        tracker = FlakyTracker(self.folder, now=now, writes=writes or Writes())
        config = Config(**settings)
        return sync(snapshot(*histories), tracker, config, site=self.site, apply=apply)

    def tracker(self, *histories: History) -> FlakyTracker:
        """The tracker of a run on what `histories` say."""
        return FlakyTracker(self.folder, now=snapshot(*histories).committed_at, writes=Writes())

    def file(self, number: int) -> Path:
        [path] = self.folder.glob(f"{number:04d}-*.md")
        return path

    def head(self, number: int) -> dict[str, Any]:
        """The front matter as a person reads it."""
        return yaml.safe_load(self.file(number).read_text().split("---\n")[1])

    def body(self, number: int) -> str:
        return self.file(number).read_text().split("---\n", 2)[2]

    def set(self, number: int, **fields: Any) -> None:
        """A person edits the front matter; None takes a field out."""
        head = {name: value for name, value in (self.head(number) | fields).items() if value is not None}
        self.file(number).write_text(f"---\n{yaml.safe_dump(head)}---\n{self.body(number)}")

    def open_as_person(self, title: str, *, body: str = "", labels: Sequence[str] = (), number: int = 1) -> int:
        """A person opens an issue, under a number that is free."""
        self.folder.mkdir(exist_ok=True)
        head = {"number": number, "title": title, "state": "open", "labels": list(labels), "author": "ada"}
        head |= {"opened_at": BEGIN.isoformat()}
        (self.folder / f"{number:04d}-of-a-person.md").write_text(f"---\n{yaml.safe_dump(head)}---\n\n{body}\n")
        return number

    def close(self, number: int, reason: str = "completed") -> None:
        """A person closes an issue."""
        self.set(number, state="closed", state_reason=reason, closed_by=None)

    def edit_body(self, number: int, old: str, new: str) -> None:
        path = self.file(number)
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    def titles(self, state: str = "open") -> list[str]:
        return [head["title"] for head in self.heads() if head["state"] == state]

    def heads(self) -> list[dict[str, Any]]:
        return [self.head(int(path.name[:4])) for path in sorted(self.folder.glob("*.md"))]


def verbs(report: Report) -> Sequence[tuple[str, int | None]]:
    """What a run did, issue by issue."""
    return [(change.verb.value, change.issue) for change in report.changes]
