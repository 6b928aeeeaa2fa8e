"""What a run may do, by the event that started it. Pure: the event is given, nothing is looked up."""

from __future__ import annotations

from enum import StrEnum

from handoff_issues.config import Mode
from handoff_issues.event import Event
from handoff_issues.model import Frozen
from handoff_issues.reconcile.board import split

_PULL_REQUESTS = ("pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment")
_APPLYING = ("push", "schedule", "workflow_dispatch", "repository_dispatch")

ASKED_TO_PLAN = "the workflow asks for `mode: plan`"
IN_FORK = "this repository is a fork, and its handoffs are those of the original"


class Task(StrEnum):
    """What a run is for."""

    SYNC = "sync"
    """To bring all issues into step with the handoffs."""
    COMMAND = "command"
    """To do what a comment on one issue asks for."""
    TICKS = "ticks"
    """The same as `SYNC`, where somebody who may write has ticked a box on the dashboard."""


class Activity(Frozen):
    """What a run is for, whether changes are carried out, and why (not)."""

    apply: bool
    why: str
    """One sentence for the log and the summary."""
    task: Task = Task.SYNC


def find_activity(event: Event, *, mode: Mode, ref: str) -> Activity:
    """What a run may do.

    `ref` is the full ref that the run is for. Only what is on the default branch of the repository
    itself is carried out; all else is planned, so that a proposal can be looked at without effect.
    """
    if event.name == "issue_comment":
        return _about_comment(event, mode)
    if event.name == "issues":
        return _about_dashboard(event, mode)
    if mode is Mode.PLAN:
        return _plan(ASKED_TO_PLAN)
    if event.name in _PULL_REQUESTS or event.pull_request is not None:
        return _plan(_about_pull_request(event))
    if event.is_by_dependabot:
        return _plan("Dependabot started this run, with a token that may only read")
    if event.repository.fork:
        return _plan(IN_FORK)
    if event.name not in _APPLYING:
        return _plan(f"changes are carried out on {', '.join(_APPLYING)} only, and this is a run for {event.name}")
    default = event.repository.default_branch
    if event.name == "schedule" and default is None:
        # https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
        return Activity(apply=True, why="Schedules run on the default branch alone.")
    if not default:
        return _plan("the event does not say which branch is the default")
    if ref != f"refs/heads/{default}":
        return _plan(f"this run is for {_short(ref)}, and only the default branch {default} speaks for the repository")
    return Activity(apply=True, why=f"This run is for the default branch {default}.")


def _about_comment(event: Event, mode: Mode) -> Activity:
    """GitHub starts such runs for the default branch alone, whoever comments."""
    if mode is Mode.PLAN:
        return _plan(ASKED_TO_PLAN, Task.COMMAND)
    if event.repository.fork:
        return _plan(IN_FORK, Task.COMMAND)
    if event.action != "created":
        return _plan("a comment is heard once, when it is written", Task.COMMAND)
    return Activity(apply=True, why="This run is for a comment.", task=Task.COMMAND)


def _about_dashboard(event: Event, mode: Mode) -> Activity:
    """Such runs are for the default branch alone too. What a box asks for is done by any run that sees it ticked."""
    body = event.issue.body if event.issue else None
    if mode is Mode.PLAN:
        return _plan(ASKED_TO_PLAN, Task.TICKS)
    if event.repository.fork:
        return _plan(IN_FORK, Task.TICKS)
    if event.action != "edited" or split(body or "") is None:
        return _plan("only an edit of the dashboard asks for something", Task.TICKS)
    if event.sender is not None and event.sender.is_bot:
        return _plan("a bot edited the dashboard", Task.TICKS)
    return Activity(apply=True, why="This run is for the boxes of the dashboard.", task=Task.TICKS)


def _plan(why: str, task: Task = Task.SYNC) -> Activity:
    return Activity(apply=False, why=f"Nothing is changed: {why}.", task=task)


def _about_pull_request(event: Event) -> str:
    if event.is_by_dependabot:
        return "this is a pull request by Dependabot, with a token that may only read"
    if event.is_from_fork:
        return "this is a pull request from a fork, with a token that may only read"
    return "this is a pull request, and its handoffs count once they are merged"


def _short(ref: str) -> str:
    for prefix, word in (("refs/heads/", "the branch "), ("refs/tags/", "the tag ")):
        if ref.startswith(prefix):
            return word + ref.removeprefix(prefix)
    return ref or "no branch"
