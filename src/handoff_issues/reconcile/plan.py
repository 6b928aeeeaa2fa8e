"""Which change follows for each item and each issue of ours, and why: DESIGN's table as code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from handoff_issues import sanitize
from handoff_issues.config import Config, OnAbsent
from handoff_issues.model import (
    Evidence,
    Issue,
    IssueState,
    Kind,
    Mention,
    Outcome,
    Priority,
    Site,
    Snapshot,
    Standing,
    StateReason,
    Stream,
    Warning,
)
from handoff_issues.reconcile import labels, render
from handoff_issues.reconcile.caps import hold_back
from handoff_issues.reconcile.change import Change, Comment, Plan, Source, Verb, Write
from handoff_issues.reconcile.history import History, Testimony, evidence_digest
from handoff_issues.reconcile.marker import Closing, Marker, digest, item_id, region_is_ours, title_is_ours
from handoff_issues.reconcile.match import CloseCall, Known, Listed, Match, match
from handoff_issues.reconcile.observed import Observed, Ours, closed_by_us, is_tombstone, ours
from handoff_issues.reconcile.profile import Weights, name_of, profile
from handoff_issues.reconcile.similarity import Similarity, similarity
from handoff_issues.sanitize import IssueText

EVIDENCE = 0.6
"""From here on a finished statement is taken to be about an issue; stricter than for items."""
SUGGESTION = 0.4
"""From here on it is worth a person's look."""


def make_plan(snapshot: Snapshot, observed: Observed, config: Config, *, site: Site) -> Plan:
    """The changes that bring the tracker into step with the handoffs of one commit.

    Pure: the same values give the same plan. It holds for what was observed; where it opens
    something and `observed.whole` is false, the rest of our issues has to be looked at first.
    """
    return _Planner(snapshot, observed, config, site).plan()


def unknown_numbers(snapshot: Snapshot, observed: Observed) -> tuple[int, ...]:
    """Issue numbers that entries carry as their own tag, and that nobody has looked at yet."""
    numbers = {item.number for _, handoff in snapshot.live_handoffs() for item in handoff.items if item.number}
    return tuple(sorted(numbers - observed.issues.keys() - observed.absent))


def fingerprint(issue: Issue) -> str:
    """By which a write sees that the issue has moved since it was planned: all that we might overwrite."""
    return digest(issue.title, issue.body, issue.state, issue.state_reason, *sorted(issue.labels))


class _Planner:
    def __init__(self, snapshot: Snapshot, observed: Observed, config: Config, site: Site):
        self.snapshot, self.observed, self.config, self.site = snapshot, observed, config, site
        self.ours: Ours = ours(observed)
        self.history = History(snapshot.streams)
        self.listed = [
            Listed(
                stream=stream.id,
                path=handoff.path,
                item=item,
                title=render.title(item),
                profile=profile(item.title, item.body),
            )
            for stream, handoff in snapshot.live_handoffs()
            for item in handoff.items
        ]
        self.weights = Weights([entry.profile for entry in self.listed] + [each.profile for each in self.ours.known])
        self.warnings: list[Warning] = list(snapshot.warnings)

    def plan(self) -> Plan:
        matching = match(self.listed, self.ours.known, self.weights)
        entries: dict[int, list[tuple[Listed, Match]]] = defaultdict(list)
        for at, found in matching.found.items():
            entries[found.known.issue.number].append((self.listed[at], found))
        changes = [*self._twins()]
        for known in self.ours.known:
            mentioned = entries.get(known.issue.number)
            change = self._listed(known, mentioned) if mentioned else self._silent(known)
            if change is not None:
                changes.append(change)
        unmatched = [at for at in range(len(self.listed)) if at not in matching.found]
        changes.extend(self._unmatched(unmatched, matching.close_calls))
        held, warnings = hold_back(changes, self.config)
        return Plan(commit=self.snapshot.commit, changes=tuple(held), warnings=(*self.warnings, *warnings))

    # What is listed as open, and has an issue.

    def _listed(self, known: Known, entries: Sequence[tuple[Listed, Match]]) -> Change:
        entries = sorted(entries, key=lambda entry: entry[0].stream != known.body.marker.stream)
        main, found = entries[0]
        described = _describe([entry for entry, _ in entries])
        base = self._change(known, entries=[entry for entry, _ in entries], described=described)
        if labels.has(known.issue, self.config.labels.ignore):
            return base(Verb.SKIP, f"a person put the label {self.config.labels.ignore.name} on it")
        if not known.is_open:
            return self._listed_but_closed(known, main=main, found=found, described=described, entries=entries)
        contradiction = self._done_in_the_same_handoff(main)
        if contradiction is not None:
            line = contradiction.mentions[0].start
            message = (
                f"“{main.item.title}” is listed as open here, and as finished on line {line}; its issue stays open"
            )
            start = main.item.mentions[0].start
            self.warnings.append(Warning(message=message, path=main.path, line=start))
        write, what = self._content(known, described, [entry for entry, _ in entries])
        if write is None:
            return base(Verb.KEEP, f"listed, unchanged ({found.how})")
        return base(Verb.UPDATE, f"{what} changed in the handoff ({found.how})", write)

    def _listed_but_closed(
        self,
        known: Known,
        *,
        main: Listed,
        found: Match,
        described: render.Description,
        entries: Sequence[tuple[Listed, Match]],
    ) -> Change:
        base = self._change(known, entries=[entry for entry, _ in entries], described=described)
        marker = known.body.marker
        if is_tombstone(known):
            return base(Verb.SKIP, f"a person dismissed it ({found.how})", self._mark_listed(known))
        by_person = not closed_by_us(known)
        if by_person and digest(main.item.text) == marker.text:
            return base(Verb.SKIP, f"a person closed it as completed ({found.how})", self._mark_listed(known))
        place = self._places([main])[0]
        reopened = marker.model_copy(update={"closed": None, "reopened": "person" if by_person else marker.reopened})
        write, _ = self._content(known, described, [entry for entry, _ in entries], marker=reopened)
        assert write is not None  # noqa: S101  a changed marker is always written
        said = Comment(
            id=digest("reopened", known.issue.title, place.commit, main.item.text),
            body=render.listed_again(place, self.site),
        )
        write = write.model_copy(
            update={
                "state": IssueState.OPEN,
                "comment": said,
                "remove_labels": (*write.remove_labels, *self._if_present(known, self.config.labels.listed.name)),
            }
        )
        why = "closed by a person, and its entry has changed since" if by_person else "closed by us"
        return base(Verb.REOPEN, f"listed as open again; it was {why} ({found.how})", write)

    def _content(
        self, known: Known, described: render.Description, entries: Sequence[Listed], *, marker: Marker | None = None
    ) -> tuple[Write | None, str]:
        """The write that brings title, region and labels into step, and what differs; None where nothing does."""
        issue, old = known.issue, marker or known.body.marker
        relabelling = labels.relabel(
            issue, old, labels.wanted(self.config.labels, described.kind, described.priority), self.config.labels
        )
        same_labels = not relabelling.add and not relabelling.remove
        if marker is None and described.content == old.content and same_labels:
            return None, ""
        main = entries[0]
        title = main.title if title_is_ours(issue, known.body.marker) and main.title != issue.title else None
        region = (
            render.region(described, places=self._places(entries), site=self.site)
            if region_is_ours(known.body)
            else None
        )
        new = old.model_copy(
            update={
                "title": digest(title) if title is not None else old.title,
                "region": digest(region.strip()) if region is not None else old.region,
                "content": described.content,
                "text": digest(main.item.text),
                "labels": relabelling.labels,
                "theirs": relabelling.theirs,
            }
        )
        managed = render.kept_region(known.body) if region is None else region
        changed = [
            *(["the title"] if title is not None else []),
            *(["the text"] if region is not None and described.content != old.content else []),
            *(["labels"] if not same_labels else []),
        ]
        return Write(
            title=title,
            body=render.body(new, managed, around=known.body),
            add_labels=relabelling.add,
            remove_labels=relabelling.remove,
            seen=fingerprint(issue),
        ), " and ".join(changed) or "what a person has taken over"

    def _done_in_the_same_handoff(self, entry: Listed) -> Evidence | None:
        stream = self.history.stream(entry.stream)
        handoff = stream.live if stream else None
        done = handoff.done if handoff else ()
        return next((evidence for evidence in done if name_of(evidence.title) == entry.profile.name), None)

    # What is listed as open, and has no issue yet.

    def _unmatched(self, places: Sequence[int], close_calls: dict[int, CloseCall]) -> Iterator[Change]:
        unmarked = {name_of(issue.title): issue for issue in self.ours.unmarked}
        groups: dict[tuple[str, int], list[int]] = defaultdict(list)
        counts: dict[tuple[str, str], int] = defaultdict(int)
        for at in places:
            entry = self.listed[at]
            ordinal = counts[entry.stream, entry.profile.name]
            counts[entry.stream, entry.profile.name] += 1
            foreign = self._foreign(entry)
            if foreign is not None:
                yield self._skip(entry, foreign, f"tracked by #{foreign.number}, which its entry names")
            elif entry.profile.name in unmarked:
                issue = unmarked[entry.profile.name]
                yield self._skip(entry, issue, f"#{issue.number} has lost its marker, so it is left to people")
            else:
                groups[entry.profile.name, ordinal].append(at)
        taken = {each.body.marker.id for each in self.ours.known}
        for group in groups.values():
            yield self._open([self.listed[at] for at in group], close_calls.get(group[0]), taken)

    def _open(self, entries: Sequence[Listed], close_call: CloseCall | None, taken: set[str]) -> Change:
        main, described = entries[0], _describe(entries)
        identity = next(
            candidate
            for ordinal in range(len(taken) + 1)
            if (candidate := item_id(stream=main.stream, name=main.profile.name, ordinal=ordinal)) not in taken
        )
        taken.add(identity)
        notes = [_candidates(close_call)] if close_call else []
        region = render.region(described, places=self._places(entries), site=self.site, notes=notes)
        names = labels.wanted(self.config.labels, described.kind, described.priority)
        marker = Marker(
            id=identity,
            stream=main.stream,
            title=digest(main.title),
            region=digest(region.strip()),
            content=described.content,
            text=digest(main.item.text),
            labels=names,
        )
        return Change(
            verb=Verb.OPEN,
            issue=None,
            id=identity,
            title=main.item.title,
            kind=described.kind,
            priority=described.priority,
            stream=main.stream,
            sources=_sources(entries),
            reason=f"listed, and no issue yet{f': {close_call.how}' if close_call else ''}",
            write=Write(title=main.title, body=render.body(marker, region), add_labels=names),
        )

    def _foreign(self, entry: Listed) -> Issue | None:
        issue = self.observed.issues.get(entry.item.number or 0)
        known = {each.issue.number for each in self.ours.known}
        return issue if issue and issue.state is IssueState.OPEN and issue.number not in known else None

    def _skip(self, entry: Listed, issue: Issue, reason: str) -> Change:
        return Change(
            verb=Verb.SKIP,
            issue=issue.number,
            id=None,
            title=entry.item.title,
            kind=entry.item.kind,
            priority=entry.item.priority,
            stream=entry.stream,
            sources=_sources([entry]),
            reason=reason,
            url=issue.url,
        )

    # What no live handoff lists.

    def _silent(self, known: Known) -> Change | None:
        stream = self.history.stream(known.body.marker.stream)
        if not known.is_open:
            return self._no_longer_listed(known)
        base = self._change(known, entries=[])
        if labels.has(known.issue, self.config.labels.ignore):
            return base(Verb.SKIP, f"a person put the label {self.config.labels.ignore.name} on it")
        best, like = self._best_evidence(known)
        if best is not None and like is not None and like.score >= EVIDENCE:
            return self._close_on(known, best, like)
        hint = ""
        if best is not None and like is not None:
            line = best.evidence.mentions[0].start
            hint = f"; perhaps finished, see {best.version.handoff.path}:{line} ({like})"
        if stream is None:
            return base(Verb.KEEP, f"its stream has no handoff any more, and silence closes nothing{hint}")
        if stream.standing is Standing.UNKNOWN:
            return base(Verb.KEEP, f"its newest handoff is unknown, so nothing is concluded{hint}")
        return self._absent(known, stream, hint)

    def _best_evidence(self, known: Known) -> tuple[Testimony | None, Similarity | None]:
        """The finished statement nearest to the issue that has not acted on it yet, from `SUGGESTION` on."""
        best: tuple[Testimony | None, Similarity | None] = (None, None)
        for testimony in self.history.fresh_evidence(known.profile):
            if evidence_digest(testimony.evidence) in known.body.marker.spent:
                continue
            about = profile(testimony.evidence.title, testimony.evidence.text)
            like = similarity(about, known.profile, self.weights)
            if like.score >= SUGGESTION and (best[1] is None or like.score > best[1].score):
                best = testimony, like
        return best

    def _close_on(self, known: Known, testimony: Testimony, like: Similarity) -> Change:
        evidence, version = testimony.evidence, testimony.version
        spent = evidence_digest(evidence)
        reason = StateReason.COMPLETED if evidence.outcome is Outcome.DONE else StateReason.NOT_PLANNED
        rule = IssueText.joined(
            "", [IssueText.trusted("Matched by "), sanitize.inline(str(like)), IssueText.trusted(".")]
        )
        comment = render.closing(evidence, path=version.handoff.path, commit=version.commit, site=self.site, rule=rule)
        source = Source(path=version.handoff.path, mentions=evidence.mentions)
        return self._close(
            known,
            closing=Closing(reason=reason, evidence=spent),
            said=Comment(id=digest("closed", known.body.marker.id, spent), body=comment),
            reason=f"shown {evidence.outcome} ({like})",
            source=source,
        )

    def _absent(self, known: Known, stream: Stream, hint: str) -> Change:
        base = self._change(known, entries=[])
        config, marker = self.config, known.body.marker
        silent = self.history.silence(stream, known.profile)
        told = f"not named in the last {silent} handoff{'s' if silent > 1 else ''}"
        if silent < config.absent_after or config.on_absent is OnAbsent.KEEP:
            return base(Verb.KEEP, f"{told}; silence closes nothing{hint}")
        if config.on_absent is OnAbsent.CLOSE:
            path = stream.versions[0].handoff.path
            return self._close(
                known,
                closing=Closing(reason=StateReason.NOT_PLANNED),
                said=Comment(
                    id=digest("absent", marker.id, stream.versions[0].commit),
                    body=render.absence(times=silent, path=path),
                ),
                reason=f"{told}, and on-absent is close",
                source=Source(path=path, mentions=()),
            )
        label = config.labels.unconfirmed
        if labels.has(known.issue, label) or label.name in marker.labels or "unconfirmed" in marker.theirs:
            return base(Verb.KEEP, f"{told}{hint}")
        new = marker.model_copy(update={"labels": (*marker.labels, label.name)})
        write = Write(
            body=render.body(new, render.kept_region(known.body), around=known.body),
            add_labels=(label.name,),
            seen=fingerprint(known.issue),
        )
        return base(Verb.UPDATE, f"{told}: marked as {label.name}{hint}", write)

    def _close(self, known: Known, *, closing: Closing, said: Comment, reason: str, source: Source) -> Change:
        marker = known.body.marker
        spent = (*marker.spent, closing.evidence) if closing.evidence else marker.spent
        new = marker.model_copy(update={"closed": closing, "spent": spent})
        write = Write(
            body=render.body(new, render.kept_region(known.body), around=known.body),
            state=IssueState.CLOSED,
            state_reason=closing.reason,
            comment=said,
            seen=fingerprint(known.issue),
        )
        change = self._change(known, entries=[])(Verb.CLOSE, reason, write)
        return change.model_copy(update={"sources": (source,)})

    def _no_longer_listed(self, known: Known) -> Change | None:
        """A closed issue that no live handoff lists is none of our business, once its label is off."""
        stream = self.history.stream(known.body.marker.stream)
        uncertain = stream is not None and stream.standing is Standing.UNKNOWN
        listed = self._if_present(known, self.config.labels.listed.name)
        if not listed or uncertain:
            return None
        write = Write(remove_labels=listed, seen=fingerprint(known.issue))
        return self._change(known, entries=[])(Verb.UPDATE, "closed, and no longer listed", write)

    # Several issues for one item.

    def _twins(self) -> Iterator[Change]:
        for other, stays in self.ours.twins:
            yield self._close(
                other,
                closing=Closing(reason=StateReason.DUPLICATE),
                said=Comment(
                    id=digest("twin", other.body.marker.id, str(other.issue.number)),
                    body=render.twin(stays.issue.number),
                ),
                reason=f"the same item as #{stays.issue.number}",
                source=self._silent_source(other),
            )

    # What the parts above share.

    def _change(
        self, known: Known, *, entries: Sequence[Listed], described: render.Description | None = None
    ) -> _Changes:
        return _Changes(
            known=known,
            title=entries[0].item.title if entries else known.issue.title,
            kind=described.kind if described else _kind_of(known.issue, self.config),
            priority=described.priority if described else _priority_of(known.issue, self.config),
            sources=_sources(entries) or (self._silent_source(known),),
        )

    def _silent_source(self, known: Known) -> Source:
        stream = self.history.stream(known.body.marker.stream)
        live = stream.versions[0].handoff.path if stream and stream.versions else known.body.marker.stream
        return Source(path=live, mentions=())

    def _mark_listed(self, known: Known) -> Write | None:
        """So that the next run finds it in one request with the others."""
        label = self.config.labels.listed
        if labels.has(known.issue, label):
            return None
        return Write(add_labels=(label.name,), seen=fingerprint(known.issue))

    def _if_present(self, known: Known, name: str) -> tuple[str, ...]:
        return tuple(label for label in sorted(known.issue.labels) if label.casefold() == name.casefold())

    def _places(self, entries: Iterable[Listed]) -> list[render.Place]:
        return [place for entry in entries if (place := self._place(entry)) is not None]

    def _place(self, entry: Listed) -> render.Place | None:
        stream = self.history.stream(entry.stream)
        if stream is None:
            return None
        since, times = self.history.since(stream, entry.profile)
        return render.Place(
            path=entry.path,
            mention=entry.item.mentions[0],
            section=entry.item.section,
            commit=self.snapshot.commit,
            since=since,
            times=times,
            at_least=not stream.reaches_back,
        )


@dataclass(frozen=True, slots=True)
class _Changes:
    """Makes the change of one known issue: what it has whatever becomes of it."""

    known: Known
    title: str
    kind: Kind
    priority: Priority | None
    sources: tuple[Source, ...]

    def __call__(self, verb: Verb, reason: str, write: Write | None = None) -> Change:
        return Change(
            verb=verb,
            issue=self.known.issue.number,
            id=self.known.body.marker.id,
            title=self.title,
            kind=self.kind,
            priority=self.priority,
            stream=self.known.body.marker.stream,
            sources=self.sources,
            reason=reason,
            write=write,
            url=self.known.issue.url,
        )


def _describe(entries: Sequence[Listed]) -> render.Description:
    """One description of an item that several streams list: the first one's words, the strongest kind and priority."""
    kinds = {entry.item.kind for entry in entries}
    kind = Kind.BLOCKER if Kind.BLOCKER in kinds else entries[0].item.kind
    priorities = [entry.item.priority for entry in entries if entry.item.priority is not None]
    strongest = min(priorities, key=lambda priority: priority.rank, default=None)
    return render.Description(item=entries[0].item, kind=kind, priority=strongest)


def _sources(entries: Iterable[Listed]) -> tuple[Source, ...]:
    mentions: dict[str, tuple[Mention, ...]] = {}
    for entry in entries:
        mentions[entry.path] = (*mentions.get(entry.path, ()), *entry.item.mentions)
    return tuple(Source(path=path, mentions=each) for path, each in mentions.items())


def _candidates(close_call: CloseCall) -> IssueText:
    numbers = [
        IssueText.joined("", [IssueText.trusted("#"), IssueText.number(known.issue.number)])
        for known, _ in close_call.candidates
    ]
    return IssueText.joined(
        "", [IssueText.trusted("Perhaps the same as "), IssueText.joined(" or ", numbers), IssueText.trusted("?")]
    )


def _kind_of(issue: Issue, config: Config) -> Kind:
    if labels.has(issue, config.labels.blocker):
        return Kind.BLOCKER
    return Kind.QUESTION if labels.has(issue, config.labels.question) else Kind.PENDING


def _priority_of(issue: Issue, config: Config) -> Priority | None:
    return next((level for level in Priority if labels.has(issue, config.labels.of(level))), None)
