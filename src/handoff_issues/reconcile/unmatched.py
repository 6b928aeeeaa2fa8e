"""What becomes of an item that has no issue of ours: opened, unless somebody tracks it already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from handoff_issues.model import Issue, IssueState
from handoff_issues.reconcile import labels, render
from handoff_issues.reconcile.change import Change, Verb, Write
from handoff_issues.reconcile.index import Index
from handoff_issues.reconcile.marker import Marker, digest, item_id
from handoff_issues.reconcile.match import ACROSS, CLOSED_ACROSS, THRESHOLD, CloseCall, Matching, is_meant
from handoff_issues.reconcile.profile import name_of, profile
from handoff_issues.reconcile.rules import Rule
from handoff_issues.reconcile.sides import Known, Listed, entry_digest
from handoff_issues.reconcile.similarity import Similarity
from handoff_issues.reconcile.situation import Situation, describe, listings, part_of, sources
from handoff_issues.sanitize import IssueText


def decide(without: Sequence[int], matching: Matching, at: Situation) -> Iterator[Change]:
    """The changes for the listed items (by their places) `without` an issue.

    One title in several streams is one item with several sources.
    """
    ours = {known.issue.number for known in at.ours.known}
    unmarked, ended = (_Alike(each, at) for each in _by_state(at.ours.unmarked))
    others, still_open = _Alike(at.ours.others, at), _Alike(_by_state(at.ours.others)[0], at)
    groups: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for place in without:
        entry = at.listed[place]
        foreign = at.observed.issues.get(entry.item.number or 0)
        name = entry.profile.name
        if foreign and (foreign.state is not IssueState.OPEN or foreign.number in ours):
            foreign = None
        if foreign and is_meant(entry, profile(foreign.title, foreign.body), at.weights):
            yield _left_to(foreign, entry, Rule.NAMED_FOREIGN, f"tracked by #{foreign.number}, which its entry names")
        elif found := unmarked.like(entry, floor=THRESHOLD) or ended.like(entry, floor=CLOSED_ACROSS):
            reason = f"#{found[0].number} has lost its marker, so it is left to people ({found[1]})"
            yield _left_to(found[0], entry, Rule.UNMARKED, reason)
        elif found := still_open.like(entry, floor=ACROSS):
            reason = f"looks like #{found[0].number}, which is open ({found[1]})"
            yield _left_to(found[0], entry, Rule.LOOKS_LIKE, reason)
        else:
            # The steps of two items are different works, whatever they are called.
            apart = entry.stream if entry.part else ""
            groups[apart, name, counts[entry.stream, name]].append(place)
            counts[entry.stream, name] += 1
    ids = _Ids({known.body.marker.id for known in at.ours.known})
    for group in groups.values():
        entries = [at.listed[place] for place in group]
        hint = others.like(entries[0], floor=THRESHOLD)
        yield _open(entries, matching.close_calls.get(group[0]), matching.kin.get(group[0]), hint, ids, at)


def _by_state(issues: Sequence[Issue]) -> tuple[list[Issue], list[Issue]]:
    """The open ones and the closed ones."""
    still_open = [issue for issue in issues if issue.state is IssueState.OPEN]
    return still_open, [issue for issue in issues if issue.state is not IssueState.OPEN]


class _Alike:
    """Issues that are not ours to write, by how like they are to an item."""

    def __init__(self, issues: Sequence[Issue], at: Situation):
        self._issues = issues
        self._index = Index([profile(issue.title, issue.body) for issue in issues], at.weights)
        listed = {entry.profile.name for entry in at.listed}
        self._named = {place for place, issue in enumerate(issues) if name_of(issue.title) in listed}

    def like(self, entry: Listed, *, floor: float) -> tuple[Issue, Similarity] | None:
        """The one most like the item, at least `floor`; one that an item names by its title is that item's alone."""
        for place, like in self._index.like(entry.profile, floor=floor):
            if like.score == 1.0 or place not in self._named:
                return self._issues[place], like
        return None


class _Ids:
    """Gives out ids that no issue has: an old one may keep the id of a title that it no longer bears."""

    def __init__(self, taken: set[str]):
        self._taken = taken

    def new(self, entry: Listed) -> str:
        ordinal = 0
        while (found := item_id(stream=entry.stream, name=entry.profile.name, ordinal=ordinal)) in self._taken:
            ordinal += 1
        self._taken.add(found)
        return found


def _open(
    entries: Sequence[Listed],
    close_call: CloseCall | None,
    kin: Known | None,
    lookalike: tuple[Issue, Similarity] | None,
    ids: _Ids,
    at: Situation,
) -> Change:
    main, described = entries[0], describe(entries)
    rule, notes, reason = Rule.NEW, list[IssueText](), "listed, and no issue yet"
    if close_call is not None:
        rule, notes, reason = Rule.CLOSE_CALL, [_perhaps(known for known, _ in close_call.candidates)], close_call.how
    elif kin is not None:
        number = kin.issue.number
        rule, notes = Rule.SPLIT_OFF, [_split_off(number)]
        reason = f"listed beside #{number}, from whose work it seems to be split off"
    elif lookalike is not None:
        issue, like = lookalike
        notes, reason = [_looks_like(issue.number)], f"{reason}; looks like #{issue.number} ({like})"
    if main.part is not None:
        rule = Rule.STEP if rule is Rule.NEW else rule
        reason = f"a step of {main.part.name}; {reason}"
    notes = [*render.step_of(main.part), *notes]
    region = render.region(
        described, listings=listings(entries, at), site=at.site, ignore=at.config.labels.ignore, notes=notes
    )
    names = labels.wanted(at.config.labels, described.kind, described.priority)
    marker = Marker(
        id=ids.new(main),
        stream=main.home,
        parent=main.part.parent if main.part else "",
        title=digest(main.title),
        region=digest(region.strip()),
        content=described.content,
        text=entry_digest(main.item),
        called=str(main.title),
        labels=names,
    )
    return Change(
        verb=Verb.OPEN,
        issue=None,
        id=marker.id,
        title=main.item.title,
        kind=described.kind,
        priority=described.priority,
        stream=main.home,
        part_of=part_of(main),
        waits=main.part is not None and main.part.number is None,
        sources=sources(entries),
        rule=rule,
        reason=reason,
        write=Write(title=main.title, body=render.body(marker, region), add_labels=names),
    )


def _left_to(issue: Issue, entry: Listed, rule: Rule, reason: str) -> Change:
    return Change(
        verb=Verb.SKIP,
        issue=issue.number,
        id=None,
        title=entry.item.title,
        kind=entry.item.kind,
        priority=entry.item.priority,
        stream=entry.home,
        part_of=part_of(entry),
        sources=sources([entry]),
        rule=rule,
        reason=reason,
        url=issue.url,
    )


def _perhaps(candidates: Iterable[Known]) -> IssueText:
    numbers = IssueText.joined(" or ", [IssueText.issue(known.issue.number) for known in candidates])
    return IssueText.joined("", [IssueText.trusted("Perhaps the same as "), numbers, IssueText.trusted("?")])


def _looks_like(number: int) -> IssueText:
    return IssueText.joined("", [IssueText.trusted("Looks like "), IssueText.issue(number)])


def _split_off(number: int) -> IssueText:
    return IssueText.joined("", [IssueText.trusted("Seems to be split off from "), IssueText.issue(number)])
