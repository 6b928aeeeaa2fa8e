"""What becomes of an issue that no live handoff lists: closed on evidence, else kept; silence closes nothing."""

from __future__ import annotations

from dataclasses import replace

from handoff_issues import sanitize
from handoff_issues.config import OnAbsent
from handoff_issues.model import IssueState, Outcome, Standing, StateReason, Stream
from handoff_issues.reconcile import labels, remarks, render
from handoff_issues.reconcile.change import Announced, Change, Source, Verb, Write
from handoff_issues.reconcile.claims import Claim
from handoff_issues.reconcile.history import evidence_digest
from handoff_issues.reconcile.marker import Closing, digest
from handoff_issues.reconcile.merged import Merged
from handoff_issues.reconcile.observed import REOPENED, was_reopened
from handoff_issues.reconcile.rules import Rule
from handoff_issues.reconcile.sides import Known
from handoff_issues.reconcile.situation import Situation, change, ignored, is_ignored, live_path
from handoff_issues.sanitize import IssueText


def decide(known: Known, merged: Merged | None, at: Situation) -> Change | None:
    """The change for an issue that nobody lists; None where a closed one is nobody's business any more."""
    if not known.is_open:
        return _no_longer_listed(known, at)
    if is_ignored(known, at):
        return ignored(known, at)
    if labels.has(known.issue, at.config.labels.keep):
        return _kept(known, at)
    claim = at.claims.best(known)
    if claim is not None and claim.holds:
        # Our marker does not tell whether a person had closed it before or after those lines were written.
        outvoted = was_reopened(known) and known.body.marker.closed is None
        return _reopened(known, at, outvoted=claim) if outvoted else _shown_finished(known, claim, at)
    if merged is not None and _merging(merged) not in known.body.marker.spent:
        return _part_of(known, merged, at)
    if was_reopened(known):
        return _reopened(known, at)
    hint = ""
    if claim is not None:
        place = f"{claim.testimony.version.handoff.path}:{claim.testimony.evidence.mentions[0].start}"
        hint = f"; perhaps finished, see {place} ({claim.like})"
    return _unnamed(known, hint, at).model_copy(update={"suggestion": hint.removeprefix("; ")})


def _reopened(known: Known, at: Situation, *, outvoted: Claim | None = None) -> Change:
    """It is noted that a person opened it again, with what its silence comes to, so that one write does."""
    spent = () if outvoted is None else (evidence_digest(outvoted.testimony.evidence),)
    noted = replace(known, body=known.body.model_copy(update={"marker": known.body.marker.as_reopened(*spent)}))
    rule, silent = Rule.REOPENED_BY_PERSON, _unnamed(noted, "", at)
    if silent.write is not None:
        return silent.model_copy(update={"rule": rule, "reason": f"{REOPENED}; {silent.reason}"})
    write = Write(body=render.body(noted.body.marker, render.kept_region(known.body), around=known.body))
    return change(known, Verb.UPDATE, rule, REOPENED, at, write)


def _unnamed(known: Known, hint: str, at: Situation) -> Change:
    stream = at.history.stream(known.stream)
    if stream is None:
        why = "its stream has no handoff any more" if known.stream else "no handoff lists it yet"
        return change(known, Verb.KEEP, Rule.ORPHANED, f"{why}; silence closes nothing{hint}", at)
    if stream.standing is Standing.UNKNOWN:
        return change(
            known, Verb.KEEP, Rule.ORPHANED, f"its newest handoff is unknown, so nothing is concluded{hint}", at
        )
    silent = _silent(known, stream, hint, at)
    return silent.model_copy(update={"last_named": at.history.last_named(stream, known)})


def _kept(known: Known, at: Situation) -> Change:
    """Open it stays; and what a run called unconfirmed before it had that label is so no more."""
    marker, unconfirmed = known.body.marker, at.config.labels.unconfirmed.name.casefold()
    reason = f"a person put the label {at.config.labels.keep.name} on it"
    rest = tuple(name for name in marker.labels if name.casefold() != unconfirmed)
    if rest == marker.labels:
        return change(known, Verb.KEEP, Rule.KEPT, reason, at)
    body = render.body(marker.model_copy(update={"labels": rest}), render.kept_region(known.body), around=known.body)
    remove = tuple(name for name in known.issue.labels if name.casefold() == unconfirmed)
    return change(known, Verb.UPDATE, Rule.KEPT, reason, at, Write(body=body, remove_labels=remove))


def close_twin(known: Known, stays: Known, at: Situation) -> Change:
    """The change for a second issue with one id."""
    if is_ignored(known, at):
        return ignored(known, at)
    if labels.has(known.issue, at.config.labels.keep):
        return _kept(known, at)
    if was_reopened(known):
        return change(known, Verb.KEEP, Rule.REOPENED_BY_PERSON, REOPENED, at)
    number = stays.issue.number
    said = Announced(id=digest("twin", known.body.marker.id, str(known.issue.number)), body=remarks.twin(number))
    closing = Closing(reason=StateReason.DUPLICATE)
    return change(known, Verb.CLOSE, Rule.TWIN, f"the same item as #{number}", at, _close(known, closing, said))


def _shown_finished(known: Known, claim: Claim, at: Situation) -> Change:
    evidence = claim.testimony.evidence
    path, spent = claim.testimony.version.handoff.path, evidence_digest(evidence)
    reason = StateReason.COMPLETED if claim.outcome is Outcome.DONE else StateReason.NOT_PLANNED
    id, hint = digest("closed", known.body.marker.id, spent), remarks.REOPEN_WHAT_LINES_CLOSED
    write = _close(known, Closing(reason=reason, evidence=spent), Announced(id=id, body=shown(claim, at), hint=hint))
    rule = Rule.SHOWN_DONE if claim.outcome is Outcome.DONE else Rule.SHOWN_DROPPED
    row = change(known, Verb.CLOSE, rule, f"shown {claim.outcome} ({claim.like})", at, write)
    return row.model_copy(update={"sources": (Source(path=path, mentions=evidence.mentions),)})


def shown(claim: Claim, at: Situation) -> IssueText:
    """The lines by which a work is shown finished, and why they are taken to be about it."""
    evidence, version = claim.testimony.evidence, claim.testimony.version
    like = sanitize.inline(str(claim.like))
    rule = IssueText.joined("", [IssueText.trusted("Matched by "), like, IssueText.trusted(".")])
    return remarks.closing(
        evidence, claim.outcome, path=version.handoff.path, commit=version.commit, site=at.site, rule=rule
    )


def _merging(merged: Merged) -> str:
    """By which a merge is known again, so that it closes nothing that a person reopened."""
    return digest("merged", merged.into.body.marker.id)


def _part_of(known: Known, merged: Merged, at: Situation) -> Change:
    number, entry, spent = merged.into.issue.number, merged.entry, _merging(merged)
    where = render.lines(entry.path, entry.item.mentions[0], at.snapshot.commit, at.site)
    part, hint = remarks.part_of(number, where), remarks.REOPEN_WHAT_STANDS_ALONE
    said = Announced(id=digest("part", known.body.marker.id, spent), body=part, hint=hint)
    write = _close(known, Closing(reason=StateReason.DUPLICATE, evidence=spent), said)
    row = change(known, Verb.CLOSE, Rule.MERGED, f"now part of #{number}, whose item covers it by name", at, write)
    return row.model_copy(update={"sources": (Source(path=entry.path, mentions=entry.item.mentions),)})


def _silent(known: Known, stream: Stream, hint: str, at: Situation) -> Change:
    config, marker = at.config, known.body.marker
    silent = at.history.silence(stream, known)
    told = f"not named in the last {silent} handoffs" if silent > 1 else "not named in the newest handoff"
    if silent < config.absent_after:
        return change(known, Verb.KEEP, Rule.SILENT, f"{told}; silence closes nothing{hint}", at)
    rule = Rule.LONG_SILENT
    if config.on_absent is OnAbsent.KEEP:
        return change(known, Verb.KEEP, rule, f"{told}; silence closes nothing{hint}", at)
    if config.on_absent is OnAbsent.CLOSE and marker.reopened == "asked":
        return change(
            known, Verb.KEEP, rule, f"{told}; a person had it reopened, so silence closes it no more{hint}", at
        )
    if config.on_absent is OnAbsent.CLOSE:
        said = Announced(
            id=digest("absent", marker.id, stream.versions[0].commit),
            body=remarks.absence(times=silent, path=live_path(known, at)),
            hint=remarks.REOPEN_WHAT_IS_TO_BE_DONE,
        )
        write = _close(known, Closing(reason=StateReason.NOT_PLANNED), said)
        return change(known, Verb.CLOSE, rule, f"{told}, and on-absent is close", at, write)
    label = config.labels.unconfirmed
    if label.name in marker.labels or "unconfirmed" in marker.theirs:
        return change(known, Verb.KEEP, rule, f"{told}{hint}", at)
    new = marker.model_copy(update={"labels": (*marker.labels, label.name)})
    body = render.body(new, render.kept_region(known.body), around=known.body)
    # It may be there already, where a run broke off before the marker said so: then the marker follows.
    add = () if labels.has(known.issue, label) else (label.name,)
    return change(known, Verb.UPDATE, rule, f"{told}{hint}", at, Write(body=body, add_labels=add))


def _no_longer_listed(known: Known, at: Situation) -> Change | None:
    stream = at.history.stream(known.stream)
    listed = at.config.labels.listed
    if not labels.has(known.issue, listed) or (stream and stream.standing is Standing.UNKNOWN):
        return None
    rule = Rule.NO_LONGER_LISTED
    return change(known, Verb.UPDATE, rule, "closed, and no longer listed", at, Write(remove_labels=(listed.name,)))


def _close(known: Known, closing: Closing, said: Announced) -> Write:
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
