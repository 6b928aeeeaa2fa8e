"""What a command does to an issue of ours: a write, as that person's own act, or words about why there is none.

A command only puts a decision where it stays: in labels, the marker or the state. What follows
from it (title, text and our labels in step) is then up to the plan, as in any run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handoff_issues.model import IssueState, Label, Priority, StateReason
from handoff_issues.reconcile import adopted, labels, render, replies
from handoff_issues.reconcile.change import Change, Verb, Write
from handoff_issues.reconcile.command import AUTO, Command, Name
from handoff_issues.reconcile.history import evidence_digest
from handoff_issues.reconcile.marker import END, Body, Marker, digest, region_is_ours, title_is_ours
from handoff_issues.reconcile.observed import closed_by_us
from handoff_issues.reconcile.rules import Rule, rule_of
from handoff_issues.reconcile.sides import Known, Listed
from handoff_issues.reconcile.situation import Situation, change, is_ignored
from handoff_issues.sanitize import IssueText


@dataclass(frozen=True, slots=True)
class Decision:
    """What comes of a command; neither part where all is so already."""

    change: Change | None = None
    reply: IssueText | None = None
    """What is worth saying."""
    done: bool = True
    """False where it cannot be done; `reply` says why."""


def decide(command: Command, known: Known, at: Situation, *, entry: Listed | None = None) -> Decision:
    """What a command comes to, on one of our issues or on one that was adopted.

    For a duplicate, the other issue is among the observed ones if there is one; for a split, `entry` is where a live
    handoff lists the issue, if one does. `adopt` and `why` change nothing.
    """
    follows = command.name in (Name.RESUME, Name.SPLIT) or command.argument == AUTO
    if follows and is_ignored(known, at):
        return Decision(reply=replies.ignored(at.config.labels.ignore), done=False)
    if command.name is Name.SPLIT:
        return _split(command, known, at, entry)
    act = _ACTS.get(command.name) if command.name is not None else None
    return Decision() if act is None else act(command, known, at)


def _ignore(command: Command, known: Known, at: Situation) -> Decision:
    return _label(command, known, at.config.labels.ignore, at)


def _keep(command: Command, known: Known, at: Situation) -> Decision:
    return _label(command, known, at.config.labels.keep, at)


def _label(command: Command, known: Known, label: Label, at: Situation) -> Decision:
    if labels.has(known.issue, label):
        return Decision()
    return _write(command, known, Write(add_labels=(label.name,)), at)


def _prioritise(command: Command, known: Known, at: Situation) -> Decision:
    marker, level = known.body.marker, command.level
    every = {at.config.labels.of(each).name.casefold() for each in Priority}
    now = tuple(name for name in known.issue.labels if name.casefold() in every)
    if level is None:
        # What is there counts as ours from now on, so that the plan may replace it.
        rest = tuple(name for name in marker.labels if name.casefold() not in every)
        ours = {"theirs": _without(marker.theirs, _PRIORITY), "labels": (*rest, *now)}
        return _mark(command, known, marker.model_copy(update=ours), at)
    wanted = at.config.labels.of(level)
    write = Write(
        add_labels=() if labels.has(known.issue, wanted) else (wanted.name,),
        remove_labels=tuple(name for name in now if name.casefold() != wanted.name.casefold()),
    )
    theirs = marker.model_copy(update={"theirs": (*_without(marker.theirs, _PRIORITY), _PRIORITY)})
    return _mark(command, known, theirs, at, write)


def _finish(command: Command, known: Known, at: Situation) -> Decision:
    return _close(command, known, StateReason.COMPLETED, at)


def _duplicate(command: Command, known: Known, at: Situation) -> Decision:
    if command.number == known.issue.number or command.number not in at.observed.issues:
        return Decision(reply=replies.no_such(command.number), done=False)
    return _close(command, known, StateReason.DUPLICATE, at)


def _close(command: Command, known: Known, reason: StateReason, at: Situation) -> Decision:
    """A person's act: the marker does not say that it was ours, also where we had closed it before."""
    if known.adoption is not None:
        return Decision(reply=replies.THEIRS, done=False)
    by_person = known.body.marker.model_copy(update={"closed": None})
    if known.is_open:
        return _mark(command, known, by_person, at, Write(state=IssueState.CLOSED, state_reason=reason))
    if known.issue.state_reason is not reason:
        return Decision(reply=replies.CLOSED, done=False)
    return _mark(command, known, by_person, at)


def _reopen(command: Command, known: Known, at: Situation) -> Decision:
    if known.is_open:
        return Decision()
    if known.adoption is not None:
        return Decision(reply=replies.THEIRS, done=False)
    marker = known.body.marker
    if closed_by_us(known) and marker.closed and rule_of(marker.closed) is Rule.TWIN:
        return Decision(reply=replies.TWIN, done=False)
    # What has shown it finished so far is outvoted; other lines may still close it.
    claim = at.claims.best(known)
    spent = (evidence_digest(claim.testimony.evidence),) if claim is not None and claim.holds else ()
    listed = at.config.labels.listed.name.casefold()
    gone = tuple(name for name in known.issue.labels if name.casefold() == listed)
    write = Write(state=IssueState.OPEN, remove_labels=gone)
    return _mark(command, known, marker.as_reopened(*spent), at, write)


def _resume(command: Command, known: Known, at: Situation) -> Decision:
    issue, body = known.issue, known.body
    edited = not region_is_ours(body) or (known.adoption is None and not title_is_ours(issue, body.marker))
    if not edited:
        return Decision()
    text = known.adoption.comment.body if known.adoption and known.adoption.comment else issue.body
    if END not in text:  # nobody can tell where ours ended, so all that stands there stays, below
        body = body.model_copy(update={"region": "", "below": "\n".join([body.region, body.below])})
    title = body.marker.title if known.adoption else digest(issue.title)
    # Without what the handoff said when we last wrote, the plan has to write again.
    fields = {"title": title, "region": digest(body.region.strip()), "content": ""}
    marker = body.marker.model_copy(update=fields)
    return _write(command, known, Write(body=_rendered(marker, body)), at)


def _split(command: Command, known: Known, at: Situation, entry: Listed | None) -> Decision:
    """The wish is kept in any case, and goes for steps that are written later too."""
    if known.body.marker.parent:
        return Decision(reply=replies.IS_STEP, done=False)
    if not known.is_open:
        return Decision(reply=replies.STAYS_WHOLE, done=False)
    marker = known.body.marker.model_copy(update={"split": True})
    decision = _mark(command, known, marker, at)
    has_steps = entry is not None and bool(entry.item.steps)
    return Decision(change=decision.change, reply=replies.SPLIT if has_steps else replies.NO_STEPS)


def _mark(command: Command, known: Known, marker: Marker, at: Situation, write: Write | None = None) -> Decision:
    """The write with a new marker, if it says anything new."""
    if marker != known.body.marker:
        write = (write or Write()).model_copy(update={"body": _rendered(marker, known.body)})
    return Decision() if write in (None, Write()) else _write(command, known, write, at)


def _write(command: Command, known: Known, write: Write | None, at: Situation) -> Decision:
    verb = {Name.DONE: Verb.CLOSE, Name.DUPLICATE: Verb.CLOSE, Name.REOPEN: Verb.REOPEN}.get(
        command.name or Name.WHY, Verb.UPDATE
    )
    asked = change(known, verb, Rule.ASKED, f"asked for in a comment: {command.name}", at, write)
    return Decision(change=adopted.confine(asked, known, at))


def _rendered(marker: Marker, body: Body) -> IssueText:
    return render.body(marker, render.kept_region(body), around=body)


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(each for each in names if each != name)


_PRIORITY = "priority"
_ACTS: Mapping[Name, Callable[[Command, Known, Situation], Decision]] = {
    Name.IGNORE: _ignore,
    Name.KEEP: _keep,
    Name.PRIORITY: _prioritise,
    Name.DONE: _finish,
    Name.DUPLICATE: _duplicate,
    Name.REOPEN: _reopen,
    Name.RESUME: _resume,
}
