"""What an issue waits for, and who is to do it: what GitHub should be told of that, by what the handoffs say.

Pure. What we have told is in the marker of the issue that waits: only what is new is told, what a person
took back is not told again, and what a person has told is not taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from handoff_issues.model import Direction, IssueState, Snapshot, Warning
from handoff_issues.reconcile import remarks
from handoff_issues.reconcile.change import Announced, Change, Over, Tie, Verb, Write
from handoff_issues.reconcile.marker import Told, Wait, digest, split
from handoff_issues.reconcile.match import Matching
from handoff_issues.reconcile.names import Names
from handoff_issues.reconcile.observed import Observed
from handoff_issues.reconcile.profile import name_of
from handoff_issues.reconcile.rules import Rule
from handoff_issues.reconcile.sides import Known, Listed
from handoff_issues.reconcile.situation import Situation, is_ignored

MOST = 20
"""What one issue can wait for by our doing; GitHub takes 50, and some are people's."""
MOST_SAID = 2_000
"""Relations of one commit."""
MOST_LOOKED_AT = 50
"""Numbers of which it is not known whether they are issues; more are hardly meant so."""

Edge = tuple[int, int]
"""The number of an issue, and of one that it waits for."""


@dataclass(slots=True)
class _Said:
    """What the live handoffs say, by issues."""

    waits: dict[Edge, Wait] = field(default_factory=dict[Edge, Wait])
    """Where both issues are there, open, and the waiting one is ours."""
    words: dict[int, set[str]] = field(default_factory=dict[int, set[str]])
    """By the issue of each listed item: digests of all that its entries name, whatever it means."""
    people: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict[int, dict[str, str]](dict))
    """Logins by their folded forms, in the order of the entries."""


def are_spoken_of(snapshot: Snapshot, observed: Observed) -> bool:
    """Whether a live handoff names other works or people, or we have told of any."""
    named = (item.references or item.people for _, handoff in snapshot.live_handoffs() for item in handoff.items)
    return any(named) or bool(_told(observed))


def numbers_to_look_at(snapshot: Snapshot, observed: Observed) -> frozenset[int]:
    """Issues that entries name as what they wait for, or that ours are told to wait for, and nobody has looked at."""
    told = _told(observed)
    named = {
        reference.number
        for _, handoff in snapshot.live_handoffs()
        for item in handoff.items
        for reference in item.references
        if reference.number is not None
    }
    over = {wait.on for wait in told if wait.state is Told.OVER}
    waiting = {wait.on for wait in told if wait.state is not Told.OVER}
    unseen = sorted(named - over - waiting - observed.issues.keys())[:MOST_LOOKED_AT]
    return frozenset((waiting | set(unseen)) - observed.issues.keys() - observed.absent)


def _told(observed: Observed) -> list[Wait]:
    """What the markers of our issues remember; a marker in anybody else's is inert."""
    ours = (issue.body for issue in observed.issues.values() if issue.author in observed.authors)
    bodies = (split(body) for body in ours if '"waits"' in body)
    return [wait for body in bodies if body is not None for wait in body.marker.waits]


def join(changes: Iterable[Change], matching: Matching, at: Situation) -> tuple[list[Change], tuple[Warning, ...]]:
    """The changes, each with what is to be told of its issue beside its text; and what cannot be told."""
    known = {each.issue.number: each for each in at.ours.known if _is_ours_to_tell(each, at)}
    related = any(entry.item.references or entry.item.people for entry in at.listed)
    if not related and not any(each.body.marker.waits for each in known.values()):
        return list(changes), ()
    said = _hear(matching, known, at)
    circles = _circles(said.waits, known)
    warnings = [_circular(edge) for edge in sorted(circles)]
    for edge in circles:
        del said.waits[edge]
    by_issue: dict[int, list[Wait]] = defaultdict(list)
    for (waiting, _), wait in sorted(said.waits.items(), key=lambda pair: pair[0]):
        by_issue[waiting].append(wait)
    told: list[Change] = []
    for change in changes:
        each = known.get(change.issue or 0)
        may = change.verb in (Verb.KEEP, Verb.UPDATE) and change.id is not None and not change.held
        tie = _tie(each, by_issue[each.issue.number], said, at) if each is not None and may else None
        told.append(change if tie is None else _with_tie(change, tie))
    return told, tuple(warnings)


def _is_ours_to_tell(known: Known, at: Situation) -> bool:
    """Open, and no person's: on an adopted issue we write a comment and labels only."""
    return known.is_open and known.adoption is None and not is_ignored(known, at)


def _hear(matching: Matching, known: Mapping[int, Known], at: Situation) -> _Said:
    names, said = Names(matching, at), _Said()
    for place, entry in enumerate(at.listed):
        own = names.issue_of(place)
        if own is None:
            continue
        said.words.setdefault(own, set())
        for reference in entry.item.references:
            words = digest(reference.direction, name_of(reference.name) or reference.name)
            said.words[own].add(words)
            meant = names.meant(reference, entry)
            if meant is None or meant.issue is None or meant.issue == own:
                continue
            after = reference.direction is Direction.AFTER
            waiting, on = (own, meant.issue) if after else (meant.issue, own)
            blocker = at.observed.issues.get(on)
            if len(said.waits) < MOST_SAID and waiting in known and blocker and blocker.state is IssueState.OPEN:
                wait = Wait(on=on, id=blocker.id or 0, said=words, by="" if after else "other", state=Told.ASKED)
                said.waits.setdefault((waiting, on), wait)
        if own in known and at.config.assignees:
            said.people[own] |= {login.casefold(): login for login in _logins(entry, at)}
    return said


def _logins(entry: Listed, at: Situation) -> Iterator[str]:
    """Whose logins the names of an entry are: by the settings, or where it is a login itself."""
    logins = {name.casefold().removeprefix("@"): login for name, login in at.config.people.items()}
    for name in entry.item.people:
        login = logins.get(name.casefold().removeprefix("@"))
        if login is not None or name.startswith("@"):
            yield login or name[1:]


def _tie(known: Known, waits: Sequence[Wait], said: _Said, at: Situation) -> Tie | None:
    """What is to be told of one issue, which `waits` so by what is said; None where nothing is."""
    number, marker = known.issue.number, known.body.marker
    told = {wait.on: wait for wait in marker.waits}
    over = tuple(_over(known, wait, at) for wait in marker.waits if _is_over(wait, at))
    add = [wait for wait in waits if wait.on not in told]
    again = [wait for wait in marker.waits if wait.state is Told.ASKED and _is_open(wait.on, at)]
    drop = [wait.on for wait in marker.waits if _is_taken_back(number, wait, said, at)]
    room = max(0, MOST - sum(wait.state is not Told.OVER for wait in marker.waits))
    add = [*(wait for wait in again if wait.on not in drop), *add[:room]]
    assign, unassign = _people(known, said)
    if not (over or add or drop or assign or unassign):
        return None
    return Tie(waits=marker.waits, add=tuple(add), drop=tuple(drop), over=over, assign=assign, unassign=unassign)


def _is_open(number: int, at: Situation) -> bool:
    issue = at.observed.issues.get(number)
    return issue is not None and issue.state is IssueState.OPEN


def _is_over(wait: Wait, at: Situation) -> bool:
    """Whether what is waited for is closed or gone."""
    issue = at.observed.issues.get(wait.on)
    is_closed = issue is not None and issue.state is IssueState.CLOSED
    return wait.state is not Told.OVER and (is_closed or wait.on in at.observed.absent)


def _is_taken_back(number: int, wait: Wait, said: _Said, at: Situation) -> bool:
    """Whether the entry that named it is still listed, and does not name it any more. Silence takes nothing back."""
    says = wait.on if wait.by else number
    if wait.state not in (Told.ASKED, Told.SET) or not _is_open(wait.on, at) or says not in said.words:
        return False
    return (number, wait.on) not in said.waits and wait.said not in said.words[says]


def _over(known: Known, wait: Wait, at: Situation) -> Over:
    blocker = at.observed.issues.get(wait.on)
    if blocker is None:
        return Over(on=wait.on, comment=None)
    others = [each.on for each in known.body.marker.waits if each.on != wait.on and _is_open(each.on, at)]
    said = Announced(
        id=digest("over", known.body.marker.id, str(wait.on)),
        body=remarks.waited_for(wait.on, reason=blocker.state_reason, others=others),
    )
    return Over(on=wait.on, comment=said)


def _people(known: Known, said: _Said) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whom to assign, and whom to take off since others are named now instead; only once and only of ours."""
    marker, wanted = known.body.marker, said.people[known.issue.number]
    tried = {login.casefold() for login in (*marker.assigned, *marker.unassigned)}
    assign = tuple(login for folded, login in wanted.items() if folded not in tried)
    unassign = tuple(login for login in marker.assigned if login.casefold() not in wanted) if wanted else ()
    return assign, unassign


def _circles(waits: Mapping[Edge, Wait], known: Mapping[int, Known]) -> set[Edge]:
    """New edges by which a work would wait for itself; together they say nothing that could be true."""
    told = {(number, wait.on) for number, each in known.items() for wait in each.body.marker.waits}
    ahead: dict[int, set[int]] = defaultdict(set)
    for waiting, on in (*told, *waits):
        ahead[waiting].add(on)
    return {(waiting, on) for waiting, on in waits if (waiting, on) not in told and _leads(on, waiting, ahead)}


def _leads(first: int, to: int, ahead: Mapping[int, set[int]]) -> bool:
    seen, stack = {first}, [first]
    while stack:
        at = stack.pop()
        if at == to:
            return True
        following = ahead.get(at, set()) - seen
        seen |= following
        stack.extend(following)
    return False


def _circular(edge: Edge) -> Warning:
    waiting, on = edge
    return Warning(message=f"#{waiting} is said to wait for #{on}, which waits for it in turn; that is told nowhere")


def _with_tie(change: Change, tie: Tie) -> Change:
    reason = "; ".join([change.reason, *tie.told()])
    write = (change.write or Write()).model_copy(update={"tie": tie})
    rule = Rule.RELATED if change.rule is Rule.UNCHANGED else change.rule
    return change.model_copy(update={"verb": Verb.UPDATE, "rule": rule, "reason": reason, "write": write})
