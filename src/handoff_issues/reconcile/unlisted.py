"""What becomes of an issue that no live handoff lists: closed on evidence, else kept; silence closes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from handoff_issues import sanitize
from handoff_issues.config import OnAbsent
from handoff_issues.model import Evidence, IssueState, Outcome, Standing, StateReason, Stream
from handoff_issues.reconcile import labels, render
from handoff_issues.reconcile.change import Change, Comment, Source, Verb, Write
from handoff_issues.reconcile.history import Testimony, evidence_digest
from handoff_issues.reconcile.marker import Closing, digest
from handoff_issues.reconcile.match import Known
from handoff_issues.reconcile.profile import Profile, named, profile
from handoff_issues.reconcile.similarity import Similarity, similarity
from handoff_issues.reconcile.situation import Situation, change, live_path
from handoff_issues.sanitize import IssueText

EVIDENCE = 0.5
"""From here on a finished statement is taken to be about an issue; stricter than for items."""
SUGGESTION = 0.35
"""From here on it is worth a person's look."""


def decide(known: Known, at: Situation) -> Change | None:
    """The change for an issue that nobody lists; None where a closed one is nobody's business any more."""
    if not known.is_open:
        return _no_longer_listed(known, at)
    if labels.has(known.issue, at.config.labels.ignore):
        return change(known, Verb.SKIP, f"a person put the label {at.config.labels.ignore.name} on it", at)
    found = _best_evidence(known, at)
    if found is not None and found[1].score >= EVIDENCE:
        return _shown_finished(known, *found, at)
    hint = ""
    if found is not None:
        testimony, like = found
        place = f"{testimony.version.handoff.path}:{testimony.evidence.mentions[0].start}"
        hint = f"; perhaps finished, see {place} ({like})"
    stream = at.history.stream(known.body.marker.stream)
    if stream is None:
        return change(known, Verb.KEEP, f"its stream has no handoff any more; silence closes nothing{hint}", at)
    if stream.standing is Standing.UNKNOWN:
        return change(known, Verb.KEEP, f"its newest handoff is unknown, so nothing is concluded{hint}", at)
    return _silent(known, stream, hint, at)


def close_twin(known: Known, stays: Known, at: Situation) -> Change:
    """The change for a second issue with one id."""
    number = stays.issue.number
    said = Comment(id=digest("twin", known.body.marker.id, str(known.issue.number)), body=render.twin(number))
    closing = Closing(reason=StateReason.DUPLICATE)
    return change(known, Verb.CLOSE, f"the same item as #{number}", at, _close(known, closing, said))


def _best_evidence(known: Known, at: Situation) -> tuple[Testimony, Similarity] | None:
    """The finished statement nearest to the issue that has not acted on it yet, from `SUGGESTION` on."""
    best: tuple[Testimony, Similarity] | None = None
    works = [known.profile]
    for testimony in at.history.fresh_evidence(known.profile):
        evidence = testimony.evidence
        if evidence_digest(evidence) in known.body.marker.spent:
            continue
        like = max(
            (similarity(said, work, at.weights) for said in _statements(evidence) for work in works),
            key=lambda like: like.score,
        )
        if like.score >= SUGGESTION and (best is None or like.score > best[1].score):
            best = testimony, like
    return best


def _statements(evidence: Evidence) -> Iterator[Profile]:
    """What evidence may be about: its title, the parts that name a work, and cells that say more than a word."""
    yield profile(evidence.title, evidence.text)
    yield from (profile(part, evidence.text) for part in islice(named(evidence.title), 2))
    if evidence.text.lstrip().startswith("|"):
        cells = (profile(cell.strip(), evidence.text) for cell in evidence.text.split("|"))
        yield from (cell for cell in cells if len(cell.title) > 1)


def _shown_finished(known: Known, testimony: Testimony, like: Similarity, at: Situation) -> Change:
    evidence, version = testimony.evidence, testimony.version
    path, spent = version.handoff.path, evidence_digest(evidence)
    reason = StateReason.COMPLETED if evidence.outcome is Outcome.DONE else StateReason.NOT_PLANNED
    rule = IssueText.joined("", [IssueText.trusted("Matched by "), sanitize.inline(str(like)), IssueText.trusted(".")])
    said = Comment(
        id=digest("closed", known.body.marker.id, spent),
        body=render.closing(evidence, path=path, commit=version.commit, site=at.site, rule=rule),
    )
    write = _close(known, Closing(reason=reason, evidence=spent), said)
    row = change(known, Verb.CLOSE, f"shown {evidence.outcome} ({like})", at, write)
    return row.model_copy(update={"sources": (Source(path=path, mentions=evidence.mentions),)})


def _silent(known: Known, stream: Stream, hint: str, at: Situation) -> Change:
    config, marker = at.config, known.body.marker
    silent = at.history.silence(stream, known.profile)
    told = f"not named in the last {silent} handoffs" if silent > 1 else "not named in the newest handoff"
    if silent < config.absent_after or config.on_absent is OnAbsent.KEEP:
        return change(known, Verb.KEEP, f"{told}; silence closes nothing{hint}", at)
    if config.on_absent is OnAbsent.CLOSE:
        said = Comment(
            id=digest("absent", marker.id, stream.versions[0].commit),
            body=render.absence(times=silent, path=live_path(known, at)),
        )
        write = _close(known, Closing(reason=StateReason.NOT_PLANNED), said)
        return change(known, Verb.CLOSE, f"{told}, and on-absent is close", at, write)
    label = config.labels.unconfirmed
    if labels.has(known.issue, label) or label.name in marker.labels or "unconfirmed" in marker.theirs:
        return change(known, Verb.KEEP, f"{told}{hint}", at)
    new = marker.model_copy(update={"labels": (*marker.labels, label.name)})
    body = render.body(new, render.kept_region(known.body), around=known.body)
    return change(known, Verb.UPDATE, f"{told}{hint}", at, Write(body=body, add_labels=(label.name,)))


def _no_longer_listed(known: Known, at: Situation) -> Change | None:
    stream = at.history.stream(known.body.marker.stream)
    listed = at.config.labels.listed
    if not labels.has(known.issue, listed) or (stream and stream.standing is Standing.UNKNOWN):
        return None
    return change(known, Verb.UPDATE, "closed, and no longer listed", at, Write(remove_labels=(listed.name,)))


def _close(known: Known, closing: Closing, said: Comment) -> Write:
    """Marker, state and reason in one call, so that it can be told later who closed it."""
    marker = known.body.marker
    spent = (*marker.spent, closing.evidence) if closing.evidence else marker.spent
    new = marker.model_copy(update={"closed": closing, "spent": spent})
    return Write(
        body=render.body(new, render.kept_region(known.body), around=known.body),
        state=IssueState.CLOSED,
        state_reason=closing.reason,
        comment=said,
    )
