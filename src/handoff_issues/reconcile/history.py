"""What the older handoffs of a stream say of an issue: since when it is listed, how long it is silent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date

from handoff_issues.model import Evidence, Handoff, Item, Standing, Stream, Version
from handoff_issues.reconcile.index import Index
from handoff_issues.reconcile.marker import digest
from handoff_issues.reconcile.match import ACROSS, THRESHOLD
from handoff_issues.reconcile.profile import Profile, name_of, profile
from handoff_issues.reconcile.rarity import Weights
from handoff_issues.reconcile.sides import Known, are_steps, entry_digest
from handoff_issues.reconcile.similarity import about


@dataclass(frozen=True, slots=True)
class Testimony:
    """Evidence, and where it stands."""

    stream: Stream
    version: Version
    evidence: Evidence
    listing: int
    """The place of the version that last listed the work."""


class History:
    """The streams of one snapshot, prepared to be asked about works."""

    def __init__(self, streams: tuple[Stream, ...], names: frozenset[str] = frozenset()):
        """`names` are those of our issues: what bears one is that issue's work, however like it is to another's."""
        self._names = names
        self._said: dict[str, list[list[tuple[str, str]]]] = {}
        self._streams = {stream.id: stream for stream in streams}
        self._listings: dict[tuple[str, int], _Listing] = {}
        self._evidence = {
            stream.id: [_by_digest(version.handoff) for version in stream.versions]
            for stream in streams
            if stream.standing is Standing.LIVE
        }

    def stream(self, name: str) -> Stream | None:
        """A stream by its id; None where the commit has no handoff of it any more."""
        return self._streams.get(name)

    def since(self, stream: Stream, work: Profile) -> tuple[date, int]:
        """The date of the oldest handoff that lists the work, and how many do; of those in reach."""
        listing = [at for at in range(len(stream.versions)) if self._listing(stream, at).place(work) is not None]
        oldest = stream.versions[max(listing, default=0)]
        return oldest.written.date(), max(1, len(listing))

    def silence(self, stream: Stream, known: Known) -> int:
        """How many handoffs of the stream in a row, the newest first, do not list the work of an issue.

        A dated file counts once, however often it was edited; in a file that is edited in
        place each version counts.
        """
        silent: dict[str, None] = {}
        for at, version in enumerate(stream.versions):
            if self._place_of(known, stream, at) is not None:
                break
            handoff = version.handoff
            silent[handoff.path if self._is_dated(stream) else version.commit] = None
        return len(silent)

    def last_named(self, stream: Stream, known: Known) -> date | None:
        """The date of the newest handoff of the stream that lists an issue's work; None where none in reach does."""
        for at, version in enumerate(stream.versions):
            if self._place_of(known, stream, at) is not None:
                return version.written.date()
        return None

    def older_names(self, stream: str) -> Iterator[Set[str]]:
        """The names that each handoff of the stream before the newest lists, the newest first."""
        series = self._streams[stream]
        return (self._listing(series, at).names for at in range(1, len(series.versions)))

    def last_listed_beside(self, stream: str, name: str) -> tuple[Profile, ...]:
        """The works of the handoff, before the newest, that last listed one under this very name; it among them."""
        series = self._streams[stream]
        listings = (self._listing(series, at).works for at in range(1, len(series.versions)))
        return next((works for works in listings if any(work.name == name for work in works)), ())

    def reworded(self, known: Known) -> str | None:
        """The name of an issue's work in the newest handoff of its stream, where the last one to name it had none such.

        None where no handoff in reach lists the work under its own name, or the newest lists nothing that is it.
        """
        stream = self._streams.get(known.stream)
        if stream is None or stream.standing is not Standing.LIVE:
            return None
        listings = [self._listing(stream, at) for at in range(len(stream.versions))]
        before = next((listing for listing in listings if known.profile.name in listing.names), None)
        place = self._place_of(known, stream, 0)
        if before is None or place is None:
            return None
        work, own = listings[0].works[place], before.place(known.profile)
        return work.name if own is not None and before.is_nearest(own, work) else None

    def evidence(self) -> Mapping[str, Evidence]:
        """All finished statements in reach by their digests."""
        return {
            digest: evidence
            for versions in self._evidence.values()
            for said in versions
            for digest, evidence in said.items()
        }

    def joined(self, more: Iterable[Stream]) -> History:
        """The same with further streams."""
        streams = tuple(more)
        joined = History(streams, self._names)
        joined._streams = self._streams | joined._streams
        joined._listings = self._listings
        joined._evidence = self._evidence | joined._evidence
        return joined

    def item(self, stream: Stream, at: int, work: Profile) -> Item | None:
        """The item of the stream's version `at` that is the work; None where it does not list it."""
        place = self._place(stream, at, work)
        return None if place is None else stream.versions[at].handoff.items[place]

    def fresh_evidence(self, known: Known, digests: Set[str]) -> Iterator[Testimony]:
        """Evidence of these `digests` that may act on an issue: of streams that listed its work, and new since then.

        What is said of the steps of one item is about those alone, and they are their issues' own stream.

        All handoffs after that last listing count, so that a run that was missed is made up for.
        """
        for id, said in self._evidence.items():
            if id != known.stream and (are_steps(id) or are_steps(known.stream)):
                continue
            if not any(digest in each for each in said for digest in digests):
                continue
            stream = self._streams[id]
            earlier = range(1, len(said))
            last = next((at for at in earlier if self._place_of(known, stream, at) is not None), None)
            if last is None:
                continue
            heard = set(said[last])
            for at, version in enumerate(stream.versions[:last]):
                fresh = [key for key in said[at] if key in digests and key not in heard]
                yield from (Testimony(stream, version, evidence=said[at][key], listing=last) for key in fresh)
                heard.update(fresh)

    def last_listed_as(self, known: Known, testimony: Testimony) -> Item | None:
        """The item by which an issue's work was listed before a statement."""
        place = self._place_of(known, testimony.stream, testimony.listing)
        return None if place is None else testimony.stream.versions[testimony.listing].handoff.items[place]

    def is_nearest(self, known: Known, said: Profile, testimony: Testimony) -> bool:
        """Whether a statement fits an issue's work better than any other that was last listed beside it."""
        stream, at = testimony.stream, testimony.listing
        place = self._place_of(known, stream, at)
        return place is None or self._listing(stream, at).is_nearest(place, said)

    def _place_of(self, known: Known, stream: Stream, at: int) -> int | None:
        """Where a version lists an issue's work.

        That of a person's issue which no handoff has listed yet is what it surely is, whoever else has an issue for it.
        """
        if not known.stream:
            return self._listing(stream, at).place(known.profile, floor=ACROSS)
        return self._place(stream, at, known.profile, text=known.body.marker.text)

    def _place(self, stream: Stream, at: int, work: Profile, *, text: str = "") -> int | None:
        """Where a version lists the work under its name, else what is most like it and is nobody else's.

        By `text`, a digest of its entry, it is known too where its issue has another title.
        """

        def is_other(name: str) -> bool:
            return name in self._names or self._are_two(stream, work.name, text, name)

        return self._listing(stream, at).place(work, is_other=is_other)

    def _are_two(self, stream: Stream, one: str, text: str, other: str) -> bool:
        """Whether any handoff lists both: then they are two works, also where the issue of one is closed by now."""
        said = self._said.get(stream.id)
        if said is None:
            listed = (version.handoff.items for version in stream.versions)
            said = [[(name_of(item.title), entry_digest(item)) for item in items] for items in listed]
            self._said[stream.id] = said
        for items in said:
            names = {name for name, _ in items}
            own = {name for name, words in items if name == one or words == text}
            if own and other in names - own:
                return True
        return False

    def _listing(self, stream: Stream, at: int) -> _Listing:
        listing = self._listings.get((stream.id, at))
        if listing is None:
            listing = self._listings[stream.id, at] = _Listing(stream.versions[at].handoff)
        return listing

    @staticmethod
    def _is_dated(stream: Stream) -> bool:
        return len({version.handoff.path for version in stream.versions}) > 1


class _Listing:
    """The works that one handoff lists."""

    def __init__(self, handoff: Handoff):
        self.works = tuple(profile(item.title, item.body) for item in handoff.items)
        self._places = {each.name: place for place, each in reversed(list(enumerate(self.works)))}
        self._weights = Weights(self.works)
        self._index = Index(self.works, self._weights)
        self._named = Index(self.works, self._weights, compare=about)

    @property
    def names(self) -> Set[str]:
        """What it calls them."""
        return self._places.keys()

    def place(
        self, work: Profile, *, floor: float = THRESHOLD, is_other: Callable[[str], bool] = lambda _: False
    ) -> int | None:
        """Where it lists the work: under its name, else what is most like it and bears no name of another."""
        if work.name in self._places:
            return self._places[work.name]
        found = (place for place, _ in self._index.like(work, floor=floor) if not is_other(self.works[place].name))
        return next(found, None)

    def is_nearest(self, own: int, said: Profile) -> bool:
        """Whether a statement is about the work at the place `own` rather than about another that is listed here."""
        score = about(said, self.works[own], self._weights).score
        return all(place == own for place, _ in self._named.like(said, floor=score))


def _by_digest(handoff: Handoff) -> dict[str, Evidence]:
    return {evidence_digest(evidence): evidence for evidence in handoff.done}


def evidence_digest(evidence: Evidence) -> str:
    """By which evidence is known again: what it says, wherever it stands."""
    return digest(name_of(evidence.text), evidence.outcome)
