"""How an issue reads: its title, and its body with marker and managed region.

All that comes from a handoff or an issue passes `sanitize` here; the rest is our own literals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handoff_issues import sanitize
from handoff_issues.model import Item, Kind, Label, Mention, Priority, Site, State
from handoff_issues.reconcile.marker import END, Body, Marker, digest
from handoff_issues.reconcile.sides import Part
from handoff_issues.sanitize import IssueText

PROVENANCE = "\n\n---\n"
"""Stands between the entry's own words and what we tell about them."""
_BODY_LIMIT = 60_000
"""GitHub allows 65,536 characters; marker and provenance need the rest."""
_LEAST_WORDS = 100
"""Room for saying at least that there is more."""
_MOST_LISTINGS = 5
"""Handoffs that are named in an issue, where still more list its item."""

_text = IssueText.trusted


@dataclass(frozen=True, slots=True)
class Listing:
    """Where a live handoff lists the item, and since when its stream does."""

    path: str
    mention: Mention
    section: tuple[str, ...]
    commit: str
    since: date
    times: int
    """In how many handoffs of the stream, this one included."""
    at_least: bool
    """True where older handoffs are out of reach, so that `since` and `times` are lower bounds."""


@dataclass(frozen=True, slots=True)
class Description:
    """All that an issue says of its item: the entry that describes it, and what several listings add up to."""

    item: Item
    kind: Kind
    priority: Priority | None

    @property
    def content(self) -> str:
        """Digest of what makes an issue worth writing again: not its lines, commit or counts."""
        item = self.item
        return digest(item.title, self.kind, self.priority, item.state, item.body.strip())


def title(item: Item) -> IssueText:
    """The issue's title."""
    return sanitize.title(item.title)


def region(
    described: Description,
    *,
    listings: Sequence[Listing],
    site: Site,
    ignore: Label,
    notes: Sequence[IssueText] = (),
    around: Body | None = None,
    adopted: Label | None = None,
) -> IssueText:
    """The managed region: the entry's own words, where they stand, how urgent and why, and what to do about it.

    It leaves room for what people wrote `around` it. The label `ignore` keeps us away. On a person's issue, which has
    the label `adopted`, the item's title comes first.
    """
    room = _BODY_LIMIT - (len(around.above) + len(around.below) if around else 0)
    facts = [_listing(listing, site) for listing in listings[:_MOST_LISTINGS]]
    facts += [*standing(described), *notes]
    provenance = IssueText.joined("\n", [IssueText.joined("", [_text("- "), fact]) for fact in facts])
    head = [] if adopted is None else [_text("**"), sanitize.inline(described.item.title), _text("**\n\n")]
    foot = _footer(ignore) if adopted is None else _adopted_footer(adopted)
    parts = [*head, words(described.item, room), _text(PROVENANCE), provenance, _text("\n\n"), foot]
    return IssueText.joined("", parts)


def unlisted_region(adopted: Label, shown: IssueText | None = None) -> IssueText:
    """The same for an issue with the label `adopted` that no handoff lists yet; `shown` are lines that call it done."""
    return IssueText.joined("\n\n", [shown or _NOT_LISTED, _adopted_footer(adopted)])


_NOT_LISTED = _text("*No handoff lists this yet. What one says of it will stand here.*")


def words(item: Item, room: int = _BODY_LIMIT) -> IssueText:
    """The entry's own words, as the issue begins with them."""
    said = sanitize.markdown(item.body) if item.body.strip() else _text("*The handoff says no more than the title.*")
    return sanitize.cut(said, max(_LEAST_WORDS, room), note=_text("*Cut here: the handoff has the rest.*"))


def standing(described: Description) -> list[IssueText]:
    """How urgent it is and why, and whether it is being worked on."""
    facts = [_urgency(described)]
    if described.item.state is State.IN_PROGRESS:
        facts.append(_text("**In progress** according to the handoff"))
    return facts


def _footer(ignore: Label) -> IssueText:
    parts = [
        _text(
            "<sub>Kept in step with the handoff by handoff-issues. Not worth doing? Close it as *not planned*, and it "
            "stays closed. Wrong title or text? Edit it, and it is yours. Label "
        ),
        sanitize.code(ignore.name),
        _text(" keeps the bot away.</sub>"),
    ]
    return IssueText.joined("", parts)


def _adopted_footer(adopted: Label) -> IssueText:
    parts = [
        _text(
            "<sub>Adopted by handoff-issues, which writes this comment and labels; title, text and state are yours. "
        ),
        _text("Take the label "),
        sanitize.code(adopted.name),
        _text(" off, and it leaves this issue alone.</sub>"),
    ]
    return IssueText.joined("", parts)


def body(marker: Marker, managed: IssueText, *, around: Body | None = None) -> IssueText:
    """A whole body. What people wrote above and below our part comes from `around`, unchanged."""
    ours = [IssueText.hidden(marker.line()), managed, _text(END)]
    if around is None:
        return IssueText.joined("\n", ours)
    above = [IssueText.kept(around.above)] if around.above else []
    below = [IssueText.kept(around.below)] if around.below else []
    return IssueText.joined("\n", [*above, *ours, *below])


def kept_region(around: Body) -> IssueText:
    """The region as it stands in the issue, to be written back untouched."""
    return IssueText.kept(around.region)


def _listing(listing: Listing, site: Site) -> IssueText:
    where = lines(listing.path, listing.mention, listing.commit, site)
    parts = [_text("From "), where]
    if listing.section:
        trail = IssueText.joined(" › ", [sanitize.inline(heading) for heading in listing.section])
        parts += [_text(", under *"), trail, _text("*")]
    least = [_text("at least ")] if listing.at_least else []
    handoffs = _text(" handoff since ") if listing.times == 1 else _text(" handoffs since ")
    parts += [_text("; named in "), *least, IssueText.number(listing.times), handoffs]
    parts.append(sanitize.inline(listing.since.isoformat()))
    return IssueText.joined("", parts)


def _urgency(described: Description) -> IssueText:
    if described.priority is None:
        return _text("No priority: the handoff gives none")
    level = sanitize.inline(described.priority.value)
    why = described.item.why.priority
    reason = [_text(" ("), sanitize.inline(why), _text(")")] if why else []
    return IssueText.joined("", [_text("Priority **"), level, _text("**"), *reason])


def step_of(part: Part | None) -> list[IssueText]:
    """The fact that a work is a step of another, in a list of facts."""
    if part is None:
        return []
    name = sanitize.inline(part.title) if part.number is None else IssueText.issue(part.number)
    return [IssueText.joined("", [_text("Part of "), name])]


def lines(path: str, mention: Mention, commit: str, site: Site) -> IssueText:
    """Lines of a handoff, linked at their commit where there are pages."""
    span = (
        IssueText.joined("", [_text(", line "), IssueText.number(mention.start)])
        if mention.start == mention.end
        else IssueText.joined(
            "", [_text(", lines "), IssueText.number(mention.start), _text("–"), IssueText.number(mention.end)]
        )
    )
    name = IssueText.joined("", [sanitize.code(path), span])
    address = site.lines(commit, path, mention)
    return sanitize.link(name, address) if address else name
