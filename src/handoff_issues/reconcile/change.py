"""The plan as a value: it prints, serialises, and `apply` carries out exactly it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Literal

from handoff_issues.model import Frozen, IssueState, Kind, Mention, Priority, StateReason, Warning
from handoff_issues.reconcile.marker import Wait
from handoff_issues.reconcile.rules import Rule
from handoff_issues.sanitize import IssueText


class Verb(StrEnum):
    """What becomes of an issue."""

    OPEN = "open"
    UPDATE = "update"
    CLOSE = "close"
    REOPEN = "reopen"
    KEEP = "keep"
    SKIP = "skip"
    """Nothing, on purpose: a tombstone, ignored, held back by a cap, somebody else's issue."""


class Source(Frozen):
    """A handoff that speaks of the item, and its lines that do. A silent one has no mentions."""

    path: str
    mentions: tuple[Mention, ...]


class Announced(Frozen):
    """A comment that belongs to a write: announced in the marker by `id`, so it is never repeated."""

    id: str
    body: IssueText
    hint: IssueText = IssueText.trusted("")
    """What a person can do about it, as the last words."""


class Over(Frozen):
    """That an issue which was waited for is closed, and what is said then."""

    on: int
    comment: Announced | None
    """None where it was deleted or moved away."""


class Tie(Frozen):
    """What is to be told of an issue beside its text, once all issues are there."""

    waits: tuple[Wait, ...]
    """What its marker said when this was planned: it has moved where that differs."""
    add: tuple[Wait, ...] = ()
    """What it waits for; those that a run has asked for already are among them."""
    drop: tuple[int, ...] = ()
    """Numbers of what it waits for no more, by the handoff."""
    over: tuple[Over, ...] = ()
    assign: tuple[str, ...] = ()
    """Logins."""
    unassign: tuple[str, ...] = ()

    def told(self) -> list[str]:
        """Each part in a few words."""
        return [
            *(f"waits for #{wait.on}" for wait in self.add),
            *(f"waits no longer for #{number}" for number in self.drop),
            *(f"#{over.on}, for which it waited, is {'closed' if over.comment else 'gone'}" for over in self.over),
            *(f"is for {login}" for login in self.assign),
            *(f"is no longer for {login}" for login in self.unassign),
        ]


class Write(Frozen):
    """What is sent to the tracker; None and empty mean: leave alone.

    Its texts come from `render` in this process; a plan read back from a file has none to send.
    """

    title: IssueText | None = None
    body: IssueText | None = None
    state: IssueState | None = None
    state_reason: StateReason | None = None
    add_labels: tuple[str, ...] = ()
    remove_labels: tuple[str, ...] = ()
    comment: Announced | None = None
    into: int | None = None
    """The comment of ours that `body` is for, where the issue itself is a person's; None: the issue."""
    adopts: bool = False
    """True where `comment` is the one that is to hold the marker: what it tells of is then there already."""
    tie: Tie | None = None
    seen: str | None = None
    """Digest of the issue as it was when this was planned; it has moved where the digest differs."""


class PartOf(Frozen):
    """Of which item something is a step."""

    id: str
    issue: int | None
    """None where the item has no issue (yet)."""
    title: str


class Change(Frozen):
    """What happens to one item and its issue, and why."""

    verb: Verb
    issue: int | None
    """None where the item has no issue (yet)."""
    id: str | None
    """The item's id; None for an issue that is not ours."""
    title: str
    """The item's title as parsed; the issue's where no handoff lists the item."""
    kind: Kind
    priority: Priority | None
    stream: str
    part_of: PartOf | None = None
    """Of a step whose item is split."""
    sources: tuple[Source, ...]
    reason: str
    """One sentence for a person: the rule that decided, and its facts."""
    rule: Rule
    """The row of the table of decisions that decided."""
    write: Write | None = None
    held: bool = False
    """True where a cap holds a needed change back for a later run."""
    url: str | None = None
    waits: bool = False
    """True where it can be carried out only once the item of which it is a step has an issue."""
    notice: bool = False
    """True where whoever wrote the handoff should see `reason` beside its line."""
    last_named: date | None = None
    """Of one that no recent handoff names: the date of the last one that did."""
    suggestion: str = ""
    """What may be so, and is not sure enough to be acted on; it is part of `reason` too."""

    @property
    def is_written(self) -> bool:
        """Whether the issue itself is written, beside what is told of it."""
        return self.write is not None and self.write != Write(tie=self.write.tie)


class Plan(Frozen):
    """Everything that a run would do, in the order in which it is done."""

    version: Literal[1] = 1
    commit: str
    changes: tuple[Change, ...]
    warnings: tuple[Warning, ...] = ()

    def only(self, changes: Iterable[Change]) -> Plan:
        """The part of it about the items of these changes."""
        ids = {change.id for change in changes}
        return self.model_copy(update={"changes": tuple(change for change in self.changes if change.id in ids)})

    @property
    def remaining(self) -> int:
        """Needed changes that a cap leaves to a later run."""
        return sum(change.held for change in self.changes)


class Report(Frozen):
    """What a run did, or (`applied` false) would do."""

    version: Literal[1] = 1
    commit: str
    applied: bool
    changes: tuple[Change, ...]
    """As carried out: with the numbers and addresses that issues have now."""
    warnings: tuple[Warning, ...] = ()
    remaining: int
    """Needed changes that are left to a later run: held by a cap, or not reached before `stopped`."""
    stopped: str | None = None
    """Why the run gave up before its end (a limit, a failure); None where it did not."""
    dashboard: str = ""
    """What there is to tell of the dashboard, in one sentence."""
    mendable: bool = False
    """True where `stopped` is for the user to mend (permission): exit code 1 instead of 0."""
