"""The marker: the hidden comment in an issue's body by which we know our own issue again.

A body is  people's text · marker line · managed region · end line · people's text.  We write
the marker and the region; all else belongs to people and is carried along untouched.
In a person's issue that we adopted, a comment of ours holds all this instead of the body.
"""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from typing import Literal

from pydantic import Field, ValidationError

from handoff_issues.model import Comment, Frozen, Issue, StateReason

OURS = "<!-- handoff-issues:"
"""With this all that we write begins."""
PREFIX = f"{OURS}v1 "
SUFFIX = " -->"
END = "<!-- /handoff-issues -->"
_LONGEST = 32_000


class Closing(Frozen):
    """That we closed the issue, written in the same call as the state."""

    reason: StateReason
    evidence: str | None = None
    """Digest of the evidence that closed it; None where silence or a twin did."""


class Told(StrEnum):
    """What has become of a relation that a handoff speaks of."""

    ASKED = "asked"
    """We are about to tell GitHub: where a run broke off, it may be there or not."""
    SET = "set"
    """GitHub has it from us."""
    LEFT = "left"
    """It is a person's, or a person took it back, or GitHub refused it: it is not touched."""
    OVER = "over"
    """What was waited for is closed, and that was said."""


class Wait(Frozen):
    """That the issue waits for another."""

    on: int
    """The other's number."""
    id: int
    """The other's id in relations; 0 where it is not known yet."""
    said: str
    """Digest of the words that say so."""
    by: Literal["", "other"] = ""
    """`other` where they stand in the other's entry."""
    state: Told = Told.SET


class Marker(Frozen):
    """What we remember of an issue, in the issue itself."""

    id: str = Field(pattern=r"^[0-9a-f]{16}$")
    stream: str = Field(max_length=4_096)  # as long as a path can be
    title: str
    """Digest of the title as we last wrote it: where it no longer fits, the title is a person's."""
    region: str
    """Digest of the region as we last wrote it: where it no longer fits, the region is a person's."""
    content: str
    """Digest of what the handoff said of the item when we last wrote."""
    text: str
    """Digest of the entry's own words when we last wrote, whatever their markup."""
    labels: tuple[str, ...] = ()
    """Our labels, as we last set them."""
    theirs: tuple[str, ...] = ()
    """Groups of labels that a person has taken over (`priority`, `kind`, …)."""
    spent: tuple[str, ...] = ()
    """Digests of evidence that has acted: it does not act again."""
    closed: Closing | None = None
    reopened: Literal["", "listed", "person", "asked"] = ""
    """`person` once we have reopened what a person had closed: the next closing is a tombstone.

    `listed` once we have reopened what we had closed. `asked` where a person reopened it, or had us do so by a command:
    silence closes it no more.
    """
    called: str = Field(default="", max_length=1_000)
    """The item's title when we last wrote, whatever a person calls the issue; empty while nobody listed it."""

    waits: tuple[Wait, ...] = ()
    """What it waits for, as far as a handoff said so."""
    assigned: tuple[str, ...] = ()
    """Logins that we assigned; one that a person takes off is not assigned again."""
    unassigned: tuple[str, ...] = ()
    """Logins that were named, and that we leave alone: a person set or took them off, or they cannot be assigned."""

    split: bool = False
    """Whether a person wants each step of the item to be an issue."""
    parent: str = Field(default="", pattern=r"^([0-9a-f]{16})?$")
    """The id of the item of which this is a step."""
    linked: bool = False
    """Whether it was put under that item's issue, which is done once: where a person puts it then, it stays."""

    def line(self) -> str:
        """The marker as the one comment line that it is, safe inside HTML comments."""
        fields = self.model_dump(mode="json", exclude_defaults=True)
        text = json.dumps(fields, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
        return PREFIX + text.replace("-", "\\u002d").replace("<", "\\u003c").replace(">", "\\u003e") + SUFFIX

    def as_reopened(self, *outvoted: str) -> Marker:
        """The same where a person opened the issue again, knowing of the evidence with these digests."""
        return self.model_copy(update={"closed": None, "reopened": "asked", "spent": (*self.spent, *outvoted)})

    def as_taken_up(self, *, by_person: bool) -> Marker:
        """The same where it is listed again, and a person or we had closed it: what had us do so may again."""
        if by_person:
            return self.model_copy(update={"closed": None, "reopened": "person"})
        had = self.closed.evidence if self.closed is not None else None
        spent = tuple(each for each in self.spent if each != had)
        return self.model_copy(update={"closed": None, "reopened": self.reopened or "listed", "spent": spent})


class Body(Frozen):
    """An issue's body, taken apart. `above` and `below` are people's."""

    above: str
    marker: Marker
    region: str
    below: str


def digest(*parts: str | None) -> str:
    """A short, stable digest of texts, whatever their line ends."""
    joined = "\0".join("" if part is None else part.replace("\r\n", "\n") for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def fingerprint(issue: Issue, comment: Comment | None = None) -> str:
    """By which a write sees that the issue has moved since it was planned: all that we might overwrite.

    `comment` is ours that holds the marker of a person's issue.
    """
    said = () if comment is None else (comment.body,)
    return digest(issue.title, issue.body, issue.state, issue.state_reason, *sorted(issue.labels), *said)


def sign(comment: str) -> str:
    """The first line of a comment of ours, by whose id it is known again."""
    return f"{OURS}comment {comment} -->"


def item_id(*, stream: str, name: str, ordinal: int) -> str:
    """The id that an item gets when its issue is opened. `name` is its normalised title."""
    return digest(stream, name, str(ordinal))


def adoption_id(number: int) -> str:
    """The id of a person's issue that we adopt, and of our comment on it."""
    return digest("adopted", str(number))


def split(body: str) -> Body | None:
    """Take a body apart; None where it holds no valid marker of ours.

    A body whose end line was removed counts as all region, so that nothing of it is written over.
    """
    lines = body.replace("\r\n", "\n").split("\n")
    for at, line in enumerate(lines):
        marker = _read(line)
        if marker is not None:
            end = next((i for i in range(at + 1, len(lines)) if lines[i].strip() == END), len(lines))
            return Body(
                above="\n".join(lines[:at]),
                marker=marker,
                region="\n".join(lines[at + 1 : end]),
                below="\n".join(lines[end + 1 :]),
            )
    return None


def title_is_ours(issue: Issue, marker: Marker) -> bool:
    """Whether nobody has changed the title since we wrote it."""
    return digest(issue.title) == marker.title


def region_is_ours(body: Body) -> bool:
    """Whether nobody has changed the managed region since we wrote it."""
    return digest(body.region.strip()) == body.marker.region


def _read(line: str) -> Marker | None:
    if len(line) > _LONGEST or not line.startswith(PREFIX) or not line.rstrip().endswith(SUFFIX):
        return None
    try:
        return Marker.model_validate_json(line.rstrip()[len(PREFIX) : -len(SUFFIX)])
    except (ValidationError, ValueError, RecursionError):
        return None
