"""The desk: the commands of one comment are carried out on its issue, then what the plan has for that issue alone.

Other runs may be at work at the same time: so nothing is opened here, and no other issue is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from handoff_issues.config import Config
from handoff_issues.errors import TrackerError
from handoff_issues.model import Issue, IssueState, Site, Snapshot
from handoff_issues.reconcile import adopted, labels, replies, why
from handoff_issues.reconcile.apply import carry_out
from handoff_issues.reconcile.change import Change, Plan
from handoff_issues.reconcile.command import Command, Name
from handoff_issues.reconcile.decisions import decide
from handoff_issues.reconcile.marker import split
from handoff_issues.reconcile.observed import known_as
from handoff_issues.reconcile.plan import make_plan
from handoff_issues.reconcile.sides import Listed
from handoff_issues.reconcile.situation import Situation, situation
from handoff_issues.sanitize import IssueText
from handoff_issues.sync import hear, look
from handoff_issues.trackers import Tracker

_ROUNDS = 3
"""How often something is tried that others change at the same time."""


@dataclass
class Asked:
    """What came of the commands of one comment."""

    replies: list[IssueText] = field(default_factory=list[IssueText])
    """What is worth saying."""
    all_done: bool = True
    changes: tuple[Change, ...] = ()
    """What was written, in order."""
    told: list[str] = field(default_factory=list[str])
    """What became of each command, in a few words."""


def unknown() -> Asked:
    """What comes of commands that nobody knows."""
    told = _outcome(Command(name=None), done=False, wrote=False)
    return Asked(replies=[replies.HELP], all_done=False, told=[told])


def _outcome(command: Command, *, done: bool, wrote: bool) -> str:
    """What became of a command, in a few words."""
    nothing = "answered" if command.name is Name.WHY else "nothing to change"
    return f"{command.name or 'unknown command'}: {'done' if wrote else nothing if done else 'refused'}"


class Desk:
    """The issues of a tracker beside one commit's handoffs, as one command after the other leaves them."""

    def __init__(self, snapshot: Snapshot, tracker: Tracker, config: Config, *, site: Site) -> None:
        """Raises `TrackerError` where the tracker cannot be read, as all methods do where it refuses or fails."""
        self._snapshot, self._tracker, self._config, self._site = snapshot, tracker, config, site
        _, self._observed = look(snapshot, tracker, config, site=site)

    def carry_out(self, commands: Sequence[Command], number: int) -> Asked:
        """Do what is asked for of one issue, in its order, and bring the issue into step with what was decided."""
        asked = Asked()
        for command in commands:
            before = len(asked.changes)
            done = self._do(command, number, asked)
            asked.all_done &= done
            asked.told.append(_outcome(command, done=done, wrote=len(asked.changes) > before))
        if any(command.name not in (None, Name.WHY) for command in commands):  # what broke off after it is made up for
            self._bring_into_step(number, asked)
        return asked

    def _do(self, command: Command, number: int, asked: Asked) -> bool:
        """Whether it is so now; else the reason is among the replies."""
        if command.name is None:
            asked.replies.append(replies.HELP)
            return False
        issue = self._see(number)
        if command.name is Name.ADOPT:
            return self._adopt(issue, asked)
        for _ in range(_ROUNDS):
            at = self._situation()
            known = issue and known_as(issue, self._observed, self._config.labels.adopted)
            if issue is None or known is None:
                asked.replies.append(replies.FOREIGN)
                return False
            if adopted.is_new(known):  # its comment comes first: there the decision will be kept
                before = len(asked.changes)
                self._bring_into_step(number, asked)
                if len(asked.changes) == before:
                    asked.replies.append(replies.FOREIGN)
                    return False
                issue = self._see(number)
                continue
            if command.name is Name.WHY:
                asked.replies.append(why.explain(self._planned(number), known, at))
                return True
            if command.name is Name.DUPLICATE:
                self._see(command.number)
                at = self._situation()
            entry = self._listed(number, at) if command.name is Name.SPLIT else None
            decision = decide(command, known, at, entry=entry)
            asked.replies.extend([] if decision.reply is None else [decision.reply])
            if decision.change is None or self._write(decision.change, asked):
                return decision.done
            issue = self._see(number)
        raise TrackerError(f"#{number} could not be changed", why="others change it at the same time")

    def _adopt(self, issue: Issue | None, asked: Asked) -> bool:
        hindrance = _refusal(issue, self._tracker, self._config)
        if issue is None or hindrance is not None:
            asked.replies.append(replies.refused(hindrance or ""))
            return False
        self._mark_adopted(issue)
        self._see(issue.number)
        self._bring_into_step(issue.number, asked)
        return True

    def _mark_adopted(self, issue: Issue) -> None:
        """Label the issue as adopted; what our comment says, and where it stands in for the marker, the plan knows.

        The labels come first: whatever breaks off after them, the next run takes up what has them.
        """
        for label in (self._config.labels.handoff, self._config.labels.adopted):
            if not labels.has(issue, label):
                self._tracker.ensure_label(label)
                self._tracker.add_label(issue.number, label.name)

    def _bring_into_step(self, number: int, asked: Asked) -> None:
        """What the plan has for this issue, as often as it moves meanwhile."""
        for _ in range(_ROUNDS):
            change = self._planned(number)
            if change is None or not change.is_written or change.held or self._write(change, asked):
                return
        raise TrackerError(f"#{number} could not be brought into step", why="others change it at the same time")

    def _planned(self, number: int) -> Change | None:
        plan = make_plan(self._snapshot, self._observed, self._config, site=self._site)
        return next((change for change in plan.changes if change.issue == number), None)

    def _listed(self, number: int, at: Situation) -> Listed | None:
        """Where a live handoff lists this issue, first of all in its own stream."""
        planned = self._planned(number)
        source = next(iter(planned.sources), None) if planned is not None else None
        if source is None:
            return None
        own = (entry for entry in at.listed if entry.path == source.path)
        return next((entry for entry in own if entry.item.mentions[0] in source.mentions), None)

    def _write(self, change: Change, asked: Asked) -> bool:
        """Whether it was carried out; not so where its issue has moved, and is known as it is now."""
        plan = Plan(commit=self._snapshot.commit, changes=(change,))
        outcome = carry_out(plan, self._tracker, self._observed.issues, self._config.labels)
        observed = self._observed.with_issues(outcome.issues).without(outcome.gone)
        self._observed = observed.with_comments(outcome.comments)
        if outcome.stopped is not None or outcome.left:
            told = [warning.message for warning in outcome.warnings]
            raise TrackerError(outcome.stopped or "; ".join(told), mend="Run this job again, once that can be done.")
        if outcome.moved:
            return False
        asked.changes += tuple(outcome.changes)
        return True

    def _see(self, number: int) -> Issue | None:
        """An issue as it is now, whatever the listings had: they may lag, or not have it."""
        issue = self._tracker.issue(number)
        if issue is None:
            self._observed = self._observed.without([number])
            return None
        self._observed = hear(self._observed.with_issues([issue]), self._tracker, self._config)
        return issue

    def _situation(self) -> Situation:
        return situation(self._snapshot, self._observed, self._config, self._site)


def _refusal(issue: Issue | None, tracker: Tracker, config: Config) -> str | None:
    """Why an issue is not to be adopted, for who asked for it; None where it is."""
    if issue is None:
        return "this is no issue that could be adopted"
    if issue.author in (tracker.login(), *config.trusted_authors) and split(issue.body) is not None:
        return "handoff-issues opened this issue itself, and keeps it in step already"
    if issue.state is IssueState.CLOSED:
        return "this issue is closed: reopen it, then it can be adopted"
    if labels.has(issue, config.labels.ignore):
        return f"this issue has the label {config.labels.ignore.name}: take it off, then it can be adopted"
    return None
