"""What a run may do, by event: only the default branch of the repository itself changes issues."""

from __future__ import annotations

import json
from typing import Any

import pytest

from handoff_issues.activity import Activity, Task, find_activity
from handoff_issues.config import Mode
from handoff_issues.event import read_event

MAIN = "refs/heads/main"
REPOSITORY = {"full_name": "acme/pump", "default_branch": "main", "fork": False}
PERSON = {"login": "octocat"}
DEPENDABOT = {"login": "dependabot[bot]"}


def payload(**more: Any) -> dict[str, Any]:
    return {"repository": REPOSITORY, "sender": PERSON, **more}


def pull_request(repository: object, *, user: object = PERSON) -> dict[str, Any]:
    head, base = {"ref": "patch-1", "sha": "a" * 40, "repo": repository}, {"ref": "main", "sha": "b" * 40}
    return {"number": 3, "head": head, "base": base, "user": user}


def activity(event: str, ref: str, event_payload: dict[str, Any], mode: Mode = Mode.APPLY) -> Activity:
    return find_activity(read_event(event, json.dumps(event_payload).encode()), mode=mode, ref=ref)


APPLIED = [
    pytest.param("push", MAIN, payload(), id="push"),
    pytest.param("schedule", MAIN, payload(), id="schedule"),
    pytest.param("schedule", MAIN, {"schedule": "0 5 * * *"}, id="schedule whose event names no repository"),
    pytest.param("workflow_dispatch", MAIN, payload(inputs=None), id="by hand"),
    pytest.param("repository_dispatch", MAIN, payload(), id="by another system"),
    pytest.param(
        "push",
        "refs/heads/release/main",
        payload(repository={**REPOSITORY, "default_branch": "release/main"}),
        id="default branch with a slash",
    ),
]


@pytest.mark.parametrize(("event", "ref", "event_payload"), APPLIED)
def test_the_default_branch_is_applied_unless_only_a_plan_is_asked_for(
    event: str, ref: str, event_payload: dict[str, Any]
):
    assert activity(event, ref, event_payload).apply
    planned = activity(event, ref, event_payload, Mode.PLAN)
    assert (planned.apply, planned.why) == (False, "Nothing is changed: the workflow asks for `mode: plan`.")


PLANNED = [
    pytest.param(
        "push", "refs/heads/feature/x", payload(), "the branch feature/x, and only the default branch main", id="branch"
    ),
    pytest.param("push", "refs/tags/main", payload(), "the tag main, and only the default branch", id="tag"),
    pytest.param("push", "refs/heads/main/x", payload(), "the branch main/x", id="branch that starts alike"),
    pytest.param("push", "", payload(), "no branch", id="no ref"),
    pytest.param("schedule", "refs/heads/old", payload(), "the branch old", id="schedule off the default branch"),
    pytest.param("workflow_dispatch", "refs/heads/x", payload(), "the branch x", id="by hand on a branch"),
    pytest.param("push", MAIN, {}, "does not say which branch is the default", id="no repository in the event"),
    pytest.param("push", MAIN, {"repository": []}, "does not say which branch is the default", id="odd event"),
    pytest.param(
        "pull_request",
        "refs/pull/3/merge",
        payload(pull_request=[]),
        "a pull request, and its handoffs count once they are merged",
        id="odd pull request",
    ),
    pytest.param(
        "pull_request",
        "refs/pull/3/merge",
        payload(pull_request=pull_request(REPOSITORY)),
        "a pull request, and its handoffs count once they are merged",
        id="pull request of the repository",
    ),
    pytest.param(
        "pull_request",
        "refs/pull/3/merge",
        payload(pull_request=pull_request({"full_name": "mallory/pump", "fork": True})),
        "a pull request from a fork",
        id="pull request of a fork",
    ),
    pytest.param(
        "pull_request",
        "refs/pull/3/merge",
        payload(pull_request=pull_request(None)),
        "a pull request from a fork",
        id="pull request of a fork that is gone",
    ),
    pytest.param(
        "pull_request",
        "refs/pull/3/merge",
        payload(pull_request=pull_request(REPOSITORY, user=DEPENDABOT)),
        "a pull request by Dependabot",
        id="pull request of Dependabot",
    ),
    pytest.param(
        "pull_request_target",
        MAIN,
        payload(pull_request=pull_request({"full_name": "mallory/pump"})),
        "a pull request from a fork",
        id="pull_request_target has a token that may write, and still plans",
    ),
    pytest.param("push", MAIN, payload(sender=DEPENDABOT), "Dependabot started this run", id="push by Dependabot"),
    pytest.param(
        "push", MAIN, payload(repository={**REPOSITORY, "fork": True}), "this repository is a fork", id="in a fork"
    ),
    pytest.param("workflow_run", MAIN, payload(), "this is a run for workflow_run", id="after a workflow of anybody's"),
    pytest.param("issue_comment", MAIN, payload(action="edited"), "a comment is heard once", id="edited comment"),
    pytest.param("issue_comment", MAIN, payload(action="deleted"), "a comment is heard once", id="deleted comment"),
    pytest.param(
        "issue_comment",
        MAIN,
        payload(action="created", repository={**REPOSITORY, "fork": True}),
        "this repository is a fork",
        id="comment in a fork",
    ),
    pytest.param("merge_group", MAIN, payload(), "this is a run for merge_group", id="merge queue"),
    pytest.param("", MAIN, payload(), "this is a run for", id="no event"),
]


@pytest.mark.parametrize(("event", "ref", "event_payload", "why"), PLANNED)
def test_anything_else_is_planned_and_says_why(event: str, ref: str, event_payload: dict[str, Any], why: str):
    planned = activity(event, ref, event_payload)
    assert not planned.apply
    assert planned.why.startswith("Nothing is changed: ")
    assert why in planned.why


@pytest.mark.parametrize(("mode", "apply"), [(Mode.APPLY, True), (Mode.PLAN, False)])
def test_a_comment_is_heard_whoever_wrote_it(mode: Mode, apply: bool):
    found = activity("issue_comment", MAIN, payload(action="created"), mode)
    assert (found.task, found.apply) == (Task.COMMAND, apply)


def test_all_other_events_are_about_all_issues():
    events = ("push", "schedule", "pull_request", "workflow_run", "")
    assert {activity(event, MAIN, payload()).task for event in events} == {Task.SYNC}
