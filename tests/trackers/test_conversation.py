"""Who may ask for something, and what was answered, on a GitHub over HTTP."""

from __future__ import annotations

import pytest
from forge.hub import BOT, OWNER, PERSON, STRANGER, GitHub
from forge.wire import cut

from handoff_issues.errors import PermissionDenied
from handoff_issues.trackers.conversation import GitHubConversation, Reaction


@pytest.fixture
def comment(github: GitHub) -> int:
    return github.person.comment(github.person.open_issue("Publish the map tiles"), "/handoff done")


def conversation(github: GitHub, token: str | None = None) -> GitHubConversation:
    return github.tracker(token, write_interval=0).conversation


@pytest.mark.parametrize(
    ("role", "may"),
    [("admin", True), ("maintain", True), ("write", True), ("triage", False), ("read", False)],
)
def test_a_role_says_whether_somebody_may_write(github: GitHub, role: str, may: bool) -> None:
    github.settings.talk.roles[STRANGER] = role
    assert conversation(github).may_write(STRANGER) is may
    assert github.lines() == [f"GET /collaborators/{STRANGER}/permission"]


@pytest.mark.parametrize("login", ["nobody", BOT, "../../user"])
def test_who_has_no_account_may_not(github: GitHub, login: str) -> None:
    assert conversation(github).may_write(login) is False


def test_a_token_that_may_not_ask_is_told(github: GitHub) -> None:
    token = github.issue_token(STRANGER, permission="read", kind="user")
    with pytest.raises(PermissionDenied, match="say what ada may do"):
        conversation(github, token).may_write(PERSON)


def test_only_our_own_answers_count(github: GitHub, comment: int) -> None:
    github.person.react(comment, "+1")
    github.machine.react(comment, "rocket")
    assert not conversation(github).reacted(comment)
    conversation(github).react(comment, Reaction.PUZZLED)
    assert conversation(github).reacted(comment)
    assert github.reactions(comment) == [(PERSON, "+1"), (BOT, "rocket"), (BOT, "confused")]


def test_an_answer_that_was_lost_is_given_once(github: GitHub, comment: int) -> None:
    lost = iter([cut(effect=True)])
    github.faults = lambda _, request: next(lost, None) if request.method == "POST" else None
    conversation(github).react(comment, Reaction.DONE)
    assert github.reactions(comment) == [(BOT, "+1")]


def test_a_comment_that_is_gone_needs_no_answer(github: GitHub, comment: int) -> None:
    github.person.uncomment(comment)
    assert conversation(github).reacted(comment)
    conversation(github).react(comment, Reaction.DONE)
    assert github.reactions(comment) == []


def test_owners_may_write(github: GitHub) -> None:
    assert conversation(github).may_write(OWNER)
