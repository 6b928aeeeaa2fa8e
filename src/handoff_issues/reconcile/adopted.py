"""What may become of a person's issue that we adopted: our comment and labels, never its title, text or state.

The other modules decide as for any issue of ours; every change to an adopted one then passes `confine`.
"""

from __future__ import annotations

from handoff_issues.reconcile import labels, remarks, render
from handoff_issues.reconcile.change import Announced, Change, Verb, Write
from handoff_issues.reconcile.history import evidence_digest
from handoff_issues.reconcile.marker import adoption_id, digest, split
from handoff_issues.reconcile.rules import Rule
from handoff_issues.reconcile.sides import Known
from handoff_issues.reconcile.situation import Situation, change, ignored, is_ignored
from handoff_issues.reconcile.unlisted import shown
from handoff_issues.sanitize import IssueText


def is_new(known: Known) -> bool:
    """Whether our comment has still to be said."""
    return known.adoption is not None and known.adoption.comment is None


def take_up(known: Known, at: Situation) -> Change | None:
    """The change for a new one that no live handoff lists; None where it was closed meanwhile.

    Where one shows it done already, the same comment says so: another run has nothing to add.
    """
    if not known.is_open:
        return None
    if is_ignored(known, at):
        return ignored(known, at)
    claim, reason, said, spent = at.claims.best(known), "no live handoff lists it yet", None, ()
    if claim is not None and claim.holds and not labels.has(known.issue, at.config.labels.keep):
        evidence = claim.testimony.evidence
        reason, spent = f"shown {claim.outcome} ({claim.like})", (evidence_digest(evidence),)
        said = IssueText.joined("", [shown(claim, at), remarks.CLOSE_IT])
    region = render.unlisted_region(at.config.labels.adopted, said)
    marker = known.body.marker.model_copy(update={"region": digest(region.strip()), "spent": spent})
    write = Write(body=render.body(marker, region, around=known.body))
    return change(known, Verb.UPDATE, Rule.ADOPTED, reason, at, write)


def confine(decided: Change, known: Known, at: Situation) -> Change:
    """The same change, reduced to what is ours to write on the issue."""
    write = decided.write
    if known.adoption is None or write is None:
        return decided
    if decided.verb is Verb.CLOSE:
        return _suggest(decided, write, known)
    write = write.model_copy(update={"title": None, "state": None, "state_reason": None})
    if write.body is None:
        return decided.model_copy(update={"write": write})
    if known.adoption.comment is not None:
        return decided.model_copy(update={"write": _into_comment(write, known)})
    said = Announced(id=adoption_id(known.issue.number), body=write.body)
    reason = f"a person's issue with the label {at.config.labels.adopted.name}; {decided.reason}"
    # By this label the next run finds it among our open ones.
    found_by = at.config.labels.handoff
    names = write.add_labels if labels.has(known.issue, found_by) else (found_by.name, *write.add_labels)
    write = write.model_copy(update={"body": None, "add_labels": names, "comment": said, "adopts": True})
    return decided.model_copy(update={"rule": Rule.ADOPTED, "reason": reason, "write": write})


def _suggest(decided: Change, closing: Write, known: Known) -> Change:
    """A comment instead of a closing, said once: the marker remembers what it was said for."""
    rendered, marker, said = split(closing.body or ""), known.body.marker, closing.comment
    spent = rendered.marker.spent if rendered else ()
    if spent == marker.spent:  # what closes it is no evidence but silence, or a twin
        cause = digest("suggested", decided.rule, marker.id)
        if cause in spent:
            told = {"verb": Verb.KEEP, "reason": f"{decided.reason}; this has been said", "write": None}
            return decided.model_copy(update={"rule": Rule.SUGGESTED, **told})
        spent, said = (*spent, cause), said and said.model_copy(update={"id": cause})
    body = render.body(marker.model_copy(update={"spent": spent}), render.kept_region(known.body), around=known.body)
    said = said and said.model_copy(update={"hint": remarks.CLOSE_IT})
    write = _into_comment(Write(body=body, comment=said, seen=closing.seen), known)
    reason = f"{decided.reason}; its people may close it"
    return decided.model_copy(update={"verb": Verb.UPDATE, "rule": Rule.SUGGESTED, "reason": reason, "write": write})


def _into_comment(write: Write, known: Known) -> Write:
    comment = known.adoption and known.adoption.comment
    return write.model_copy(update={"into": comment and comment.id})
