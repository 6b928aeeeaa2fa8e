"""What a run may do, by the event that started it. Pure: the event is given, nothing is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, cast

from handoff_issues.config import Mode
from handoff_issues.model import Frozen
from handoff_issues.reconcile.board import split

_PULL_REQUESTS = ("pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment")
_APPLYING = ("push", "schedule", "workflow_dispatch", "repository_dispatch")


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


def find_activity(*, mode: Mode, event: str, ref: str, payload: Mapping[str, Any]) -> Activity:
    """What a run may do.

    `event` is the event's name, `ref` the full ref that the run is for, and `payload` the
    event as GitHub sends it. Only what is on the default branch of the repository itself
    is carried out; all else is planned, so that a proposal can be looked at without effect.
    """
    if event == "issue_comment":
        return _about_comment(mode, payload)
    if event == "issues":
        return _about_dashboard(mode, payload)
    if mode is Mode.PLAN:
        return _plan("the workflow asks for `mode: plan`")
    if event in _PULL_REQUESTS or "pull_request" in payload:
        return _plan(_about_pull_request(payload))
    if _login(payload, "sender") == "dependabot[bot]":
        return _plan("Dependabot started this run, with a token that may only read")
    if _repository(payload).get("fork") is True:
        return _plan("this repository is a fork, and its handoffs are those of the original")
    if event not in _APPLYING:
        return _plan(f"changes are carried out on {', '.join(_APPLYING)} only, and this is a run for {event}")
    default = _repository(payload).get("default_branch")
    if event == "schedule" and default is None:
        # https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
        return Activity(apply=True, why="Schedules run on the default branch alone.")
    if not isinstance(default, str) or not default:
        return _plan("the event does not say which branch is the default")
    if ref != f"refs/heads/{default}":
        return _plan(f"this run is for {_short(ref)}, and only the default branch {default} speaks for the repository")
    return Activity(apply=True, why=f"This run is for the default branch {default}.")


def _about_comment(mode: Mode, payload: Mapping[str, Any]) -> Activity:
    """GitHub starts such runs for the default branch alone, whoever comments."""
    if mode is Mode.PLAN:
        return _plan("the workflow asks for `mode: plan`", Task.COMMAND)
    if _repository(payload).get("fork") is True:
        return _plan("this repository is a fork, and its handoffs are those of the original", Task.COMMAND)
    if payload.get("action") != "created":
        return _plan("a comment is heard once, when it is written", Task.COMMAND)
    return Activity(apply=True, why="This run is for a comment.", task=Task.COMMAND)


def _about_dashboard(mode: Mode, payload: Mapping[str, Any]) -> Activity:
    """Such runs are for the default branch alone too. What a box asks for is done by any run that sees it ticked."""
    issue = _mapping(payload.get("issue"))
    if mode is Mode.PLAN:
        return _plan("the workflow asks for `mode: plan`", Task.TICKS)
    if _repository(payload).get("fork") is True:
        return _plan("this repository is a fork, and its handoffs are those of the original", Task.TICKS)
    if payload.get("action") != "edited" or split(str(issue.get("body") or "")) is None:
        return _plan("only an edit of the dashboard asks for something", Task.TICKS)
    if _mapping(payload.get("sender")).get("type") == "Bot":
        return _plan("a bot edited the dashboard", Task.TICKS)
    return Activity(apply=True, why="This run is for the boxes of the dashboard.", task=Task.TICKS)


def _plan(why: str, task: Task = Task.SYNC) -> Activity:
    return Activity(apply=False, why=f"Nothing is changed: {why}.", task=task)


def _about_pull_request(payload: Mapping[str, Any]) -> str:
    if _login(payload, "sender") == "dependabot[bot]" or _login(_pull_request(payload), "user") == "dependabot[bot]":
        return "this is a pull request by Dependabot, with a token that may only read"
    head = _mapping(_mapping(_pull_request(payload).get("head")).get("repo")).get("full_name")
    if head != _repository(payload).get("full_name"):
        return "this is a pull request from a fork, with a token that may only read"
    return "this is a pull request, and its handoffs count once they are merged"


def _pull_request(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    return _mapping(payload.get("pull_request"))


def _repository(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    return _mapping(payload.get("repository"))


def _login(payload: Mapping[str, Any], key: str) -> object:
    return _mapping(payload.get(key)).get("login")


def _mapping(value: Any) -> Mapping[str, Any]:
    """A deleted fork is `null` in a payload."""
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def _short(ref: str) -> str:
    for prefix, word in (("refs/heads/", "the branch "), ("refs/tags/", "the tag ")):
        if ref.startswith(prefix):
            return word + ref.removeprefix(prefix)
    return ref or "no branch"
