"""Relations of issues over HTTP: set, read, taken back, and quietly missing where the server has none."""

from __future__ import annotations

import pytest
from forge.hub import OWNER, PERSON, STRANGER, GitHub

from handoff_issues.errors import NotOffered, TrackerError
from handoff_issues.sanitize import IssueText
from handoff_issues.trackers import Related
from handoff_issues.trackers.directory import DirectoryTracker
from handoff_issues.trackers.github import GitHubTracker


def opened(tracker: GitHubTracker, title: str) -> tuple[int, int]:
    """Number and id of a new issue."""
    issue = tracker.create(title=IssueText.trusted(title), body=IssueText.trusted(""), labels=[])
    assert issue.id is not None
    return issue.number, issue.id


def test_what_an_issue_waits_for(github: GitHub) -> None:
    tracker = github.tracker()
    (first, first_id), (second, second_id) = opened(tracker, "Rotate the key"), opened(tracker, "Publish the tiles")
    relations = tracker.relations
    assert relations.blocked_by(second) == {}
    relations.block(second, first_id)
    assert relations.blocked_by(second) == {first_id: first}
    assert github.blocked_by(second) == [first]
    with pytest.raises(TrackerError, match="already"):
        relations.block(second, first_id)
    with pytest.raises(TrackerError, match="cycle"):
        relations.block(first, second_id)
    relations.unblock(second, first_id)
    relations.unblock(second, first_id)
    assert github.blocked_by(second) == []


def test_what_stands_under_an_issue(github: GitHub) -> None:
    tracker = github.tracker()
    (whole, whole_id), (first, first_id) = opened(tracker, "Move invoices"), opened(tracker, "Write the migration")
    other, _ = opened(tracker, "Move customers")
    relations = tracker.relations
    relations.add_sub_issue(whole, first_id)
    assert github.sub_issues(whole) == [first]
    refused = ((whole, first_id, "duplicate"), (other, first_id, "one parent"), (first, whole_id, "parent of its"))
    for parent, child, why in refused:
        with pytest.raises(TrackerError, match=why):
            relations.add_sub_issue(parent, child)


def test_people_who_can_not_be_assigned_are_not_in_the_answer(github: GitHub) -> None:
    github.settings.relations.assignable |= {PERSON, OWNER}
    tracker = github.tracker()
    number, _ = opened(tracker, "Rotate the key")
    assert tracker.relations.assign(number, [PERSON, STRANGER]).assignees == {PERSON}
    assert tracker.relations.assign(number, [OWNER]).assignees == {PERSON, OWNER}
    assert tracker.relations.unassign(number, [PERSON, "nobody"]).assignees == {OWNER}
    assert tracker.issue(number) == tracker.relations.assign(number, [OWNER])
    assert github.assignees(number) == [OWNER]


def test_a_server_without_relations_says_so(github: GitHub) -> None:
    github.settings.relations.has_dependencies = github.settings.relations.has_assignees = False
    github.settings.relations.has_sub_issues = False
    tracker = github.tracker()
    number, own = opened(tracker, "Rotate the key")
    for call in (
        lambda: tracker.relations.blocked_by(number),
        lambda: tracker.relations.block(number, own),
        lambda: tracker.relations.assign(number, [PERSON]),
        lambda: tracker.relations.add_sub_issue(number, own),
    ):
        with pytest.raises(NotOffered):
            call()


def test_who_may_only_read_is_told_the_same(github: GitHub) -> None:
    number, own = opened(github.tracker(), "Rotate the key")
    reader = github.tracker(github.issue_token(permission="read"))
    assert reader.relations.blocked_by(number) == {}
    with pytest.raises(NotOffered):
        reader.relations.block(number, own)


def test_only_github_has_relations(github: GitHub) -> None:
    assert isinstance(github.tracker(), Related)
    assert not hasattr(DirectoryTracker, "relations")
