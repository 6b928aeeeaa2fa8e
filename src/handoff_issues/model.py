"""The project's words as types: what flows from stage to stage.

Everything here is an immutable value without behaviour that needs I/O. This module knows
nobody; every other module may know it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """Base of all values: immutable, and no field that nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Kind(StrEnum):
    """What an item is."""

    PENDING = "pending"
    BLOCKER = "blocker"
    QUESTION = "question"

    @property
    def rank(self) -> int:
        """0 for the one that counts where mentions of one work differ: a blocker, then a question."""
        return (Kind.BLOCKER, Kind.QUESTION, Kind.PENDING).index(self)


class Priority(StrEnum):
    """How urgent an item is, where the handoff gives evidence of it. Declared most urgent first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for critical to 3 for low."""
        return list(Priority).index(self)


class State(StrEnum):
    """How far an item has come. Finished work is no item but `Evidence`."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"


class Outcome(StrEnum):
    """What evidence says became of the work it names."""

    DONE = "done"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


class Direction(StrEnum):
    """Which of two works has to wait for the other."""

    AFTER = "after"
    """The entry waits for the work that it names."""
    BEFORE = "before"
    """The work that it names waits for the entry."""


class Mention(Frozen):
    """Lines `start` to `end` of a handoff, 1-based and inclusive, in the file as committed.

    A mention covers its entry (with what is nested under it) and no more.
    """

    start: int
    end: int


class Why(Frozen):
    """The evidence by which an item was read, each in a short phrase for a person."""

    kind: str
    priority: str | None = None
    state: str | None = None


class Reference(Frozen):
    """Other work that an entry names, since one of the two waits for the other."""

    direction: Direction
    name: str
    """As written: `#12`, a key such as `PCC-99`, or words that may be a title."""
    number: int | None = None
    """The issue number that the name is, if it is one."""


class Step(Frozen):
    """One step of an item, as its entry lists it. Untrusted, as an item's text is."""

    title: str
    mentions: tuple[Mention, ...]
    """One: its own entry."""
    text: str
    """Its lines as written."""
    matter: str
    """The same without what only says how far it is and how urgent."""
    body: str
    """Markdown of its entry: all that the title leaves out."""
    state: State
    kind: Kind = Kind.PENDING
    priority: Priority | None = None
    """What the step says of itself; that of its item is not repeated."""
    number: int | None = None
    """The issue number that is the step's own tag, if it has one."""
    substantial: bool = True
    """Whether it says enough to be picked up, finished and closed by itself."""


class Item(Frozen):
    """One unit of outstanding work: somebody could pick it up, finish it and close it.

    All text is as the handoff has it (secrets already redacted), hence untrusted:
    only `sanitize` makes it fit for a destination.
    """

    title: str
    """Short, imperative where the text allows it, no numbering, tags, emoji or bold marks."""
    kind: Kind
    priority: Priority | None
    state: State
    mentions: tuple[Mention, ...]
    """At least one; the most detailed first."""
    body: str
    """Markdown of the most detailed entry, dedented: all that the title leaves out, and the steps."""
    section: tuple[str, ...]
    """Headings above the first mention, outermost first."""
    number: int | None
    """The issue number that is the entry's own tag (`#12 Title`, `Title (#12)`), if it has one."""
    text: str
    """The first mention's lines as written, or its own words where other works share them."""
    matter: str
    """The same without what only says how far it is and how urgent: what an edit of the work itself changes."""
    why: Why
    references: tuple[Reference, ...] = ()
    """Other works that it waits for, or that wait for it, as far as it names them."""
    works: tuple[str, ...] = ()
    """The instructions that its line joins, where it joins several: it is not finished when one of them is."""
    people: tuple[str, ...] = ()
    """Who is to do it, as written: `@login` or a name."""
    steps: tuple[Step, ...] = ()
    """What its most detailed entry lists as still to be done for it, one by one."""
    finished: tuple[Evidence, ...] = ()
    """Those of its steps that are shown finished."""


class Evidence(Frozen):
    """Lines that say that an item is done, cancelled or superseded."""

    title: str
    outcome: Outcome
    mentions: tuple[Mention, ...]
    text: str
    """The first mention's lines as written, to be quoted."""
    section: tuple[str, ...]
    attempt: str = ""
    """Words by which it says that it is less than finished ("tried to"); it closes only what was to be that."""
    works: tuple[str, ...] = ()
    """The statements that its line joins, where it joins several: each is of a work by itself."""
    dropped: str = ""
    """The word with which it begins that says that it was dropped ("Cancelled"); what was to be that is done by it."""
    finished: tuple[Evidence, ...] = ()
    """Steps of the work that are listed under it, finished with it."""


class Warning(Frozen):
    """Something that a person should know of: what, where, why, and how to mend it."""

    message: str
    path: str | None = None
    line: int | None = None


class Handoff(Frozen):
    """One handoff as parsed."""

    path: str
    """POSIX, relative to the repository's top."""
    title: str | None
    date: date | None
    """As the text says it (front matter, a Date line); not the name's."""
    items: tuple[Item, ...]
    done: tuple[Evidence, ...]
    warnings: tuple[Warning, ...] = ()


class Version(Frozen):
    """A handoff as one commit has it."""

    handoff: Handoff
    commit: str
    """The last commit that changed it, as 40 hex digits; at a shallow border, the oldest one known."""
    written: datetime
    """The handoff's own date where it has one, else its commit's: aware, for ordering and for people."""


class Standing(StrEnum):
    """What may be concluded from a stream."""

    LIVE = "live"
    UNKNOWN = "unknown"
    """Its newest handoff is over `max-age` or could not be read: nothing is opened or closed for it."""


class Stream(Frozen):
    """A series of handoffs of which a newer one supersedes an older one."""

    id: str
    """Folder and name up to the date, e.g. `docs/handoff`: stable over its handoffs."""
    standing: Standing
    versions: tuple[Version, ...]
    """Newest first; the first is the live handoff. Empty only where it could not be read.

    Older dated files, and the earlier versions of a file that is edited in place.
    """
    reaches_back: bool
    """False where a shallow clone hides older versions, so that "since when" is a lower bound."""

    @property
    def live(self) -> Handoff | None:
        """The newest handoff, where something may be concluded from it."""
        if self.standing is Standing.LIVE and self.versions:
            return self.versions[0].handoff
        return None


class Snapshot(Frozen):
    """Everything that a run reads from one commit of a repository."""

    commit: str
    committed_at: datetime
    streams: tuple[Stream, ...]
    warnings: tuple[Warning, ...] = ()

    def live_handoffs(self) -> Iterator[tuple[Stream, Handoff]]:
        """Each stream that may be acted on, with its live handoff."""
        for stream in self.streams:
            if stream.live is not None:
                yield stream, stream.live


class IssueState(StrEnum):
    """As GitHub names them."""

    OPEN = "open"
    CLOSED = "closed"


class StateReason(StrEnum):
    """Why an issue is in its state, as GitHub names it."""

    COMPLETED = "completed"
    NOT_PLANNED = "not_planned"
    DUPLICATE = "duplicate"
    REOPENED = "reopened"


class Issue(Frozen):
    """An issue as a tracker has it. Title, body and labels may hold anybody's words: untrusted."""

    number: int
    title: str
    body: str
    state: IssueState
    state_reason: StateReason | None
    labels: frozenset[str]
    author: str
    url: str | None
    """Where a person can look at it; None in a tracker without pages."""
    closed_by: str | None = None
    """Who closed it, where the tracker says so without a further request."""
    closed_on: date | None = None
    """The day on which it was closed, in UTC, where the tracker says so without a further request."""
    comments: int = 0
    """How many comments it has."""
    id: int | None = None
    """By which GitHub names it in relations of issues; None where the tracker has none, or was not asked for it."""
    assignees: frozenset[str] = frozenset()
    """Logins, where the tracker says so without a further request."""


class Comment(Frozen):
    """A comment on an issue."""

    id: int
    author: str
    body: str


class Label(Frozen):
    """A label as we would create it. An existing one of the same name is left as it is."""

    name: str
    """At most 50 characters; compared without regard to case."""
    color: str
    """Six hex digits without `#`."""
    description: str
    """At most 100 characters."""


class Site(Frozen):
    """Where the repository's pages are, to link lines of a handoff at a commit."""

    url: str | None
    """E.g. `https://github.com/owner/name`; None where the repository has no pages."""

    def lines(self, commit: str, path: str, mention: Mention) -> str | None:
        """A permanent link to the lines; None without pages."""
        if self.url is None:
            return None
        span = f"#L{mention.start}" if mention.end == mention.start else f"#L{mention.start}-L{mention.end}"
        # `plain=1`: a Markdown page shows its lines only in the source view.
        place = quote(path, errors="surrogateescape")
        return f"{self.url}/blob/{commit}/{place}?plain=1{span}"
