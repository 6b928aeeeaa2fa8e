"""The dashboard on a tracker: one and no more, people's words and ticks kept, equal content not written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from handoff_issues import dashboard
from handoff_issues.config import Config
from handoff_issues.dashboard import TITLE
from handoff_issues.model import IssueState, Kind, Site, StateReason
from handoff_issues.reconcile.board import body
from handoff_issues.reconcile.change import Change, Verb
from handoff_issues.reconcile.glance import Shown
from handoff_issues.reconcile.observed import Observed, ours
from handoff_issues.reconcile.rules import Rule
from handoff_issues.sanitize import IssueText
from handoff_issues.trackers.directory import DirectoryTracker


def held(title: str = "Paint the shed", number: int | None = None, **more: Any) -> Change:
    given: dict[str, Any] = {
        "verb": Verb.SKIP,
        "issue": number,
        "id": "a" * 16,
        "title": title,
        "kind": Kind.PENDING,
        "priority": None,
        "stream": "HANDOFF",
        "sources": (),
        "reason": "held back by max-open (1)",
        "rule": Rule.NEW,
    }
    return Change(**{**given, **more})


LABELS = Config().labels


def shown(changes: Sequence[Change]) -> Shown:
    return Shown(changes=tuple(changes), commit="c" * 40, day=date(2026, 3, 1), site=Site(url=None))


def keep(changes: Sequence[Change], tracker: DirectoryTracker) -> str:
    """One run's part, by what its listing of our open issues has."""
    observed = Observed(authors=frozenset({tracker.login()}), issues={})
    observed = observed.with_issues(tracker.labelled(LABELS.handoff.name, IssueState.OPEN))
    return dashboard.keep(shown(changes), observed, tracker, LABELS)


OPENED = held(number=5, verb=Verb.OPEN)


@pytest.fixture
def tracker(tmp_path: Path) -> DirectoryTracker:
    return DirectoryTracker(tmp_path / "issues", now=datetime(2026, 3, 1, 12, tzinfo=UTC))


def boards(tracker: DirectoryTracker) -> dict[int, IssueState]:
    return {issue.number: issue.state for issue in tracker.authored()}


def text(tracker: DirectoryTracker) -> str:
    issue = tracker.issue(1)
    assert issue is not None
    return issue.body


def person_writes(tracker: DirectoryTracker, told: str) -> None:
    tracker.edit(1, body=IssueText.kept(told))


def test_it_is_opened_once_and_written_where_something_else_is_to_be_said(tracker: DirectoryTracker) -> None:
    assert keep([held()], tracker) == "The dashboard #1 was opened."
    before = text(tracker)
    keep([held()], tracker)
    assert (text(tracker), boards(tracker)) == (before, {1: IssueState.OPEN})
    keep([OPENED], tracker)
    assert "#5 Paint the shed" in text(tracker)
    assert "[ ]" not in text(tracker)


def test_words_of_people_stay(tracker: DirectoryTracker) -> None:
    keep([held()], tracker)
    person_writes(tracker, f"Look here first.\n{text(tracker)}\nAnd here last.")
    keep([OPENED], tracker)
    assert text(tracker).startswith("Look here first.\n<!-- handoff-issues:dashboard v1 ")
    assert text(tracker).rstrip().endswith("-->\nAnd here last.")
    assert "#5 Paint" in text(tracker)


def test_without_its_label_it_is_found_all_the_same(tracker: DirectoryTracker) -> None:
    keep([held()], tracker)
    tracker.remove_label(1, LABELS.handoff.name)
    keep([OPENED], tracker)
    tracker.remove_label(1, LABELS.dashboard.name)
    keep([OPENED], tracker)
    assert boards(tracker) == {1: IssueState.OPEN}
    assert "#5 Paint" in text(tracker)


@pytest.mark.parametrize("reason", [StateReason.COMPLETED, StateReason.NOT_PLANNED, StateReason.DUPLICATE])
def test_closed_by_a_person_it_is_left_alone(tracker: DirectoryTracker, reason: StateReason) -> None:
    keep([held()], tracker)
    tracker.edit(1, state=IssueState.CLOSED, state_reason=reason)
    before = text(tracker)
    assert "left alone" in keep([OPENED], tracker)
    assert (text(tracker), boards(tracker)) == (before, {1: IssueState.CLOSED})


def test_of_two_the_older_stays(tracker: DirectoryTracker) -> None:
    keep([held()], tracker)
    tracker.create(title=TITLE, body=body(shown([held()])), labels=[LABELS.handoff.name])
    for _ in range(2):
        keep([OPENED], tracker)
        assert boards(tracker) == {2: IssueState.CLOSED, 1: IssueState.OPEN}
    assert "#5 Paint" in text(tracker)


def test_a_tick_that_nobody_has_acted_on_stays(tracker: DirectoryTracker) -> None:
    keep([held()], tracker)
    person_writes(tracker, text(tracker).replace("[ ]", "[x]"))
    keep([held(), OPENED.model_copy(update={"id": "b" * 16})], tracker)
    assert text(tracker).count("- [x] Paint the shed") == 1
    assert "#5 Paint" in text(tracker)
    keep([OPENED], tracker)
    assert "[x]" not in text(tracker)


def test_it_counts_for_no_items_issue(tracker: DirectoryTracker) -> None:
    keep([held()], tracker)
    observed = Observed(authors=frozenset({tracker.login()}), issues={}).with_issues(tracker.authored())
    found = ours(observed, Config().labels.adopted)
    assert (found.known, found.unmarked, found.others) == ((), (), ())
