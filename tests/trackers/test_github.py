"""The GitHub tracker over HTTP: what is so in the repository afterwards, and what it cost to get there."""

from __future__ import annotations

import logging
import subprocess
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace

import pytest
from forge import wire
from forge.hub import BOT, MACHINE, Forge, GitHub
from forge.limits import Secondary
from forge.wire import Fault, Request

from handoff_issues.errors import AnswerLost, LimitReached, PermissionDenied, TrackerError
from handoff_issues.model import Issue, IssueState, Label, StateReason
from handoff_issues.sanitize import IssueText
from handoff_issues.trackers import Tracker
from handoff_issues.trackers.github import GitHubTracker

TITLE, BODY = IssueText.trusted("Renew the certificate"), IssueText.trusted("It lapses in May.")
OPEN, CLOSED = IssueState.OPEN, IssueState.CLOSED
Act = Callable[[GitHubTracker], object]


def text(words: str) -> IssueText:
    """Words of the test's own making."""
    return IssueText.trusted(words)


def once(fault: Fault, *, at: int) -> Callable[[int, Request], Fault | None]:
    """The request of that index goes wrong, and no other."""
    return lambda index, request: fault if index == at else None


def always(fault: Fault, method: str = "") -> Callable[[int, Request], Fault | None]:
    """Every request (of a method) goes wrong."""
    return lambda index, request: fault if method in ("", request.method) else None


def opened(tracker: GitHubTracker, *labels: str) -> Issue:
    """An issue of the bot's."""
    return tracker.create(title=TITLE, body=BODY, labels=labels)


def test_it_is_a_tracker(github: GitHub) -> None:
    tracker: Tracker = github.tracker()
    assert tracker.login() == BOT


class TestLogin:
    @pytest.mark.parametrize(
        ("login", "kind", "viewer", "graphql", "expected", "requests"),
        [
            pytest.param(BOT, "installation", None, True, BOT, 1, id="GITHUB_TOKEN"),
            pytest.param(BOT, "installation", "github-actions", True, BOT, 1, id="an app without its suffix"),
            pytest.param(MACHINE, "user", None, True, MACHINE, 1, id="a personal token"),
            pytest.param(MACHINE, "user", None, False, MACHINE, 2, id="a personal token without GraphQL"),
        ],
    )
    def test_is_the_author_of_what_we_open(
        self, github: GitHub, login: str, kind: str, viewer: str | None, graphql: bool, expected: str, requests: int
    ) -> None:
        tracker = github.tracker(github.issue_token(login, kind=kind, viewer=viewer, graphql=graphql))
        assert tracker.login() == tracker.login() == expected
        assert len(github.requests) == requests
        assert opened(tracker).author == expected

    def test_a_token_that_nobody_vouches_for_is_denied(self, github: GitHub) -> None:
        tracker = github.tracker(github.issue_token(graphql=False))
        with pytest.raises(PermissionDenied, match="not accessible"):
            tracker.login()

    def test_beyond_the_limit_of_graphql_is_no_lack_of_permission(self, github: GitHub) -> None:
        limited = {"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}
        github.faults = always(wire.garbage(limited, effect=False), "POST")
        with pytest.raises(LimitReached):
            github.tracker().login()


class TestListing:
    def test_holds_all_pages_and_follows_the_addresses_that_github_gives(self, github: GitHub) -> None:
        numbers = [github.person.open_issue(f"Work {count}", labels=["handoff"]) for count in range(250)]
        found = github.tracker().labelled("handoff", OPEN)
        assert sorted(issue.number for issue in found) == numbers
        queries = [exchange.request.query for exchange in github.requests]
        assert [query["per_page"] for query in queries] == ["100"] * 3
        assert "page" not in queries[1]
        assert all(query["labels"] == "handoff" for query in queries)

    def test_holds_no_pull_requests_and_only_what_is_labelled_and_in_the_state(self, github: GitHub) -> None:
        one = github.person.open_issue("One", labels=["Handoff", "bug"])
        github.person.open_issue("Two", labels=["bug"])
        github.person.open_pull_request("Three", labels=["handoff"])
        four = github.person.open_issue("Four", labels=["handoff"])
        github.person.close(four)
        tracker = github.tracker()
        assert [issue.number for issue in tracker.labelled("handoff", OPEN)] == [one]
        assert [issue.number for issue in tracker.labelled("HANDOFF", CLOSED)] == [four]

    def test_of_a_label_that_does_not_exist_is_empty(self, github: GitHub) -> None:
        github.person.open_issue("One")
        assert not github.tracker().labelled("nowhere", OPEN)

    def test_finds_a_label_with_a_comma(self, github: GitHub) -> None:
        one = github.person.open_issue("One", labels=["soon, perhaps"])
        github.person.open_issue("Two", labels=["soon"])
        assert [issue.number for issue in github.tracker().labelled("soon, perhaps", OPEN)] == [one]

    def test_names_an_issue_once_that_moved_to_the_next_page_meanwhile(self, github: GitHub) -> None:
        numbers = [github.person.open_issue(f"Work {count}", labels=["handoff"]) for count in range(101)]

        def open_another(index: int, request: Request) -> None:
            if index == 1:
                github.person.open_issue("In between", labels=["handoff"])

        github.faults = open_another
        found = [issue.number for issue in github.tracker().labelled("handoff", OPEN)]
        assert sorted(found) == numbers

    def test_says_what_an_issue_is(self, github: GitHub) -> None:
        number = github.person.open_issue("One", "First\nsecond", ["handoff", "bug"])
        github.person.edit_body(number, "Third\nfourth")
        github.person.comment(number, "Hello")
        (issue,) = github.tracker().labelled("handoff", OPEN)
        assert issue.id is not None
        assert issue.id > 0
        assert issue == Issue(
            id=issue.id,
            number=number,
            title="One",
            body="Third\r\nfourth",  # as the web form saves it
            state=OPEN,
            state_reason=None,
            labels=frozenset({"handoff", "bug"}),
            author="ada",
            url=f"{github.url}/{github.name}/issues/{number}",
            comments=1,
        )

    @pytest.mark.parametrize("at", [0, 1, 2])
    @pytest.mark.parametrize(
        "fault",
        [
            pytest.param(wire.broken(502, effect=False), id="502"),
            pytest.param(wire.cut(effect=True), id="cut"),
            pytest.param(wire.garbage(effect=True), id="garbage"),
            pytest.param(wire.garbage({"message": "fine"}, effect=True), id="another type"),
            pytest.param(wire.garbage([{"number": 1}], effect=True), id="half an issue"),
            pytest.param(wire.truncated(), id="truncated"),
            pytest.param(wire.refuse(429), id="refused"),
        ],
    )
    def test_recovers_from_one_failure_at_any_page(self, github: GitHub, fault: Fault, at: int) -> None:
        numbers = [github.person.open_issue(f"Work {count}", labels=["handoff"]) for count in range(201)]
        github.faults = once(fault, at=at)
        assert sorted(issue.number for issue in github.tracker().labelled("handoff", OPEN)) == numbers

    @pytest.mark.parametrize(
        ("fault", "why"),
        [
            pytest.param(wire.broken(503, effect=False), "503", id="503"),
            pytest.param(wire.cut(effect=True), "the connection failed", id="cut"),
            pytest.param(wire.truncated(), "not GitHub's", id="truncated"),
            pytest.param(wire.garbage({"items": []}, effect=True), "not GitHub's", id="another type"),
            pytest.param(wire.relinked("<http://127.0.0.1:1/next>; rel=next"), "another server", id="elsewhere"),
            pytest.param(wire.relinked("more to come"), "cannot be read", id="a broken Link"),
        ],
    )
    def test_that_keeps_failing_is_an_error_and_never_a_part(self, github: GitHub, fault: Fault, why: str) -> None:
        for count in range(101):
            github.person.open_issue(f"Work {count}", labels=["handoff"])
        github.faults = lambda index, request: fault if index >= 1 else None
        tracker = github.tracker()
        with pytest.raises(TrackerError, match=why):
            tracker.labelled("handoff", OPEN)
        assert len(github.requests) <= 1 + 4  # the second page, and three repetitions
        assert tracker.usage.requests == len(github.requests)

    def test_that_leads_in_a_circle_ends(self, github: GitHub) -> None:
        github.person.open_issue("One", labels=["handoff"])
        github.faults = always(wire.relinked(f'<{github.url}/repos/{github.name}/issues?sort=created>; rel="next"'))
        with pytest.raises(TrackerError, match="circle"):
            github.tracker().labelled("handoff", OPEN)


class TestAuthored:
    def test_holds_ours_in_every_state_newest_first(self, github: GitHub) -> None:
        tracker = github.tracker(write_interval=0)
        numbers = [opened(tracker).number for _ in range(3)]
        github.person.open_issue("Somebody else's")
        github.person.close(numbers[0], reason="not_planned")
        assert [issue.number for issue in tracker.authored()] == numbers[::-1]

    def test_fetches_a_page_only_when_it_is_wanted(self, github: GitHub) -> None:
        tracker = github.tracker(write_interval=0)
        numbers = [opened(tracker).number for _ in range(101)]
        tracker.login()
        before = len(github.requests)
        listed = tracker.authored()
        assert next(listed).number == numbers[-1]
        assert len(github.requests) == before + 1
        assert github.requests[-1].request.query["creator"] == BOT
        assert len(list(listed)) == 100
        assert len(github.requests) == before + 2

    def test_reads_all_issues_where_the_server_does_not_know_the_creator(self, github: GitHub) -> None:
        tracker = github.tracker(write_interval=0)
        ours = opened(tracker).number
        github.person.open_issue("Somebody else's")
        github.settings.rejects_creator = True
        assert [issue.number for issue in tracker.authored()] == [ours]

    def test_of_a_new_repository_is_empty(self, github: GitHub) -> None:
        assert list(github.tracker().authored()) == []


class TestOneIssue:
    def test_is_as_it_is_now(self, github: GitHub) -> None:
        number = github.person.open_issue("One")
        tracker = github.tracker()
        github.person.edit_title(number, "Two")
        found = tracker.issue(number)
        assert found is not None
        assert (found.title, found.body, found.author) == ("Two", "", "ada")
        assert len(github.requests) == 1

    def test_that_never_was_is_none(self, github: GitHub) -> None:
        assert github.tracker().issue(99) is None

    def test_that_is_not_there_is_checked_against_the_repository_once(self, github: GitHub) -> None:
        tracker = github.tracker()
        assert tracker.issue(98) is tracker.issue(99) is None
        assert github.lines() == ["GET /issues/98", "GET ", "GET /issues/99"]

    def test_that_was_deleted_is_none(self, github: GitHub) -> None:
        number = github.person.open_issue("One")
        github.person.delete(number)
        assert github.tracker().issue(number) is None

    def test_that_is_a_pull_request_is_none(self, github: GitHub) -> None:
        assert github.tracker().issue(github.person.open_pull_request("One")) is None

    def test_that_was_transferred_is_none(self, github: GitHub, forge: Forge) -> None:
        other = forge.repository()
        number = github.person.open_issue("One")
        assert github.person.transfer(number, other) == number
        assert github.tracker().issue(number) is None

    def test_in_a_repository_that_is_out_of_reach_is_an_error(self, github: GitHub) -> None:
        number = github.person.open_issue("One")
        tracker = github.tracker(github.issue_token(permission="none"))
        with pytest.raises(PermissionDenied, match=f"{github.name} is not to be found"):
            tracker.issue(number)

    def test_costs_no_request_for_what_it_does_not_need(self, github: GitHub) -> None:
        number = github.person.open_issue("One", labels=["handoff"])
        github.person.close(number)
        tracker = github.tracker()
        (issue,) = tracker.labelled("handoff", CLOSED)
        assert issue.closed_by is None
        assert github.lines() == ["GET /issues"]


class TestLatest:
    def test_are_those_of_everybody_that_changed_last_in_three_pages(self, github: GitHub) -> None:
        github.settings.page_size = 2
        tracker = github.tracker(write_interval=0)
        numbers = [github.person.open_issue(f"Reported {count}") for count in range(6)]
        ours = opened(tracker, "handoff").number
        github.person.close(numbers[0])
        github.person.open_pull_request("Eight")
        before = len(github.requests)
        found = tracker.latest()
        assert len(github.requests) == before + 3
        assert len(found) == 5, "a pull request is no issue"
        assert {numbers[0], ours} <= {issue.number for issue in found}
        assert {issue.state for issue in found} == {OPEN, CLOSED}


class TestNumbered:
    def test_are_what_one_by_one_they_are_in_one_request(self, github: GitHub, forge: Forge) -> None:
        tracker = github.tracker(write_interval=0)
        one = github.person.open_issue("One", "First\r\nsecond", ["bug", "question"])
        two = opened(tracker, "handoff").number
        tracker.edit(two, state=CLOSED, state_reason=StateReason.NOT_PLANNED)
        tracker.comment(two, BODY)
        pull = github.person.open_pull_request("Three")
        deleted = github.person.open_issue("Four")
        github.person.delete(deleted)
        moved = github.person.open_issue("Five")
        github.person.transfer(moved, forge.repository())
        numbers = [one, two, pull, deleted, moved, 99]
        before = len(github.requests)
        found = tracker.numbered(numbers)
        assert len(github.requests) == before + 1
        assert list(found) == [issue for number in numbers if (issue := tracker.issue(number)) is not None]
        assert [issue.number for issue in found] == [one, two]

    def test_are_asked_for_one_by_one_where_graphql_may_not_be(self, github: GitHub) -> None:
        numbers = [github.person.open_issue(f"Work {count}") for count in range(3)]
        tracker = github.tracker(github.issue_token(MACHINE, kind="user", graphql=False))
        assert [issue.number for issue in tracker.numbered(numbers)] == numbers

    def test_leave_the_limit_of_other_requests_as_it_was_told(self, github: GitHub) -> None:
        number = github.person.open_issue("One")
        tracker = github.tracker()
        tracker.issue(number)
        tracker.numbered([number, 2])
        assert tracker.usage.remaining == 999

    def test_of_a_hundred_take_two_requests_and_of_none_none(self, github: GitHub) -> None:
        github.person.open_issue("One")
        assert [issue.number for issue in github.tracker().numbered(range(1, 101))] == [1]
        assert github.tracker().numbered([]) == ()
        assert len(github.requests) == 2

    def test_beyond_the_limit_of_graphql_end_the_run(self, github: GitHub) -> None:
        limited = {"data": None, "errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}
        github.faults = always(wire.garbage(limited, effect=False), "POST")
        with pytest.raises(LimitReached):
            github.tracker().numbered([1, 2])


class TestCreating:
    def test_takes_one_request_for_everything(self, github: GitHub) -> None:
        issue = opened(github.tracker(), "handoff", "BUG")
        seen = github.issues()[issue.number]
        assert (seen.title, seen.body, seen.labels, seen.author) == (TITLE, BODY, ("bug", "handoff"), BOT)
        assert issue.labels == {"bug", "handoff"}
        assert github.lines() == ["POST /issues"]

    def test_says_which_labels_github_dropped(self, github: GitHub) -> None:
        tracker = github.tracker(github.issue_token(MACHINE, permission="read", kind="user"))
        assert opened(tracker, "handoff").labels == frozenset()

    @pytest.mark.parametrize("length", [256, 257])
    def test_of_a_title_at_the_limit(self, github: GitHub, length: int) -> None:
        tracker = github.tracker()
        title = text("x" * length)
        if length == 256:
            assert tracker.create(title=title, body=BODY, labels=[]).title == title
        else:
            with pytest.raises(TrackerError, match=r"422: Validation Failed; title custom title is too long"):
                tracker.create(title=title, body=BODY, labels=[])
            assert not github.issues()

    def test_of_a_body_beyond_the_limit_is_refused(self, github: GitHub) -> None:
        with pytest.raises(TrackerError, match="body is too long"):
            github.tracker().create(title=TITLE, body=text("x" * 65_537), labels=[])

    @pytest.mark.parametrize(
        "fault",
        [
            *(
                pytest.param(wire.broken(status, effect=effect), id=f"{status} {'after' if effect else 'before'}")
                for status in (500, 502, 503, 504)
                for effect in (False, True)
            ),
            pytest.param(wire.cut(effect=False), id="cut before"),
            pytest.param(wire.cut(effect=True), id="cut after"),
            pytest.param(wire.garbage(effect=True), id="garbage"),
            pytest.param(wire.garbage({}, effect=True), id="an empty answer"),
            pytest.param(wire.garbage([], effect=True), id="another type"),
            pytest.param(wire.truncated(), id="truncated"),
        ],
    )
    @pytest.mark.parametrize("act", ["create", "comment"])
    def test_whose_answer_is_lost_is_never_repeated(self, github: GitHub, fault: Fault, act: str) -> None:
        number = github.person.open_issue("One")
        tracker = github.tracker()
        github.faults = always(fault)
        with pytest.raises(AnswerLost, match="it is not known whether"):
            opened(tracker) if act == "create" else tracker.comment(number, BODY)
        assert len(github.requests) == 1
        happened = len(github.issues()) - 1 if act == "create" else len(github.issues()[number].comments)
        assert happened == (1 if fault.effect else 0)

    @pytest.mark.parametrize("effect", [False, True])
    def test_that_outlasts_the_time_out_is_never_repeated(self, github: GitHub, effect: bool) -> None:
        tracker = github.tracker(timeout=1)
        github.faults = always(wire.hang(effect=effect))
        with pytest.raises(AnswerLost, match="no answer in time"):
            opened(tracker)
        assert len(github.issues()) == (1 if effect else 0)

    @pytest.mark.parametrize("act", ["create", "comment"])
    def test_that_is_refused_is_repeated_for_it_had_no_effect(self, github: GitHub, act: str) -> None:
        number = github.person.open_issue("One")
        tracker = github.tracker()
        github.faults = once(wire.refuse(403, retry_after="7"), at=0)
        opened(tracker) if act == "create" else tracker.comment(number, BODY)
        assert len(github.requests) == 2
        assert len(github.issues()) + len(github.issues()[number].comments) == 2


class TestEditing:
    @pytest.mark.parametrize(
        ("change", "sent"),
        [
            pytest.param({"title": text("Two")}, {"title": "Two"}, id="title"),
            pytest.param({"body": text("New")}, {"body": "New"}, id="body"),
            pytest.param(
                {"state": CLOSED, "state_reason": StateReason.NOT_PLANNED},
                {"state": "closed", "state_reason": "not_planned"},
                id="state",
            ),
            pytest.param(
                {"title": text("Two"), "body": text("New"), "state": CLOSED},
                {"title": "Two", "body": "New", "state": "closed"},
                id="all",
            ),
        ],
    )
    def test_sends_what_is_given_and_no_more(
        self, github: GitHub, change: dict[str, object], sent: dict[str, str]
    ) -> None:
        number = github.person.open_issue("One", "Old", ["bug"])
        before = github.issues()[number]
        answer = github.tracker().edit(number, **change)  # pyright: ignore
        assert github.requests[-1].request.body == sent
        after = github.issues()[number]
        assert after.labels == before.labels
        assert after.title == sent.get("title", before.title) == answer.title
        assert after.body == sent.get("body", before.body) == answer.body
        assert after.state == sent.get("state", before.state) == answer.state
        assert github.lines() == ["PATCH /issues/1"]

    @pytest.mark.parametrize("reason", [StateReason.COMPLETED, StateReason.NOT_PLANNED, StateReason.DUPLICATE])
    def test_closes_for_each_reason_and_reopens(self, github: GitHub, reason: StateReason) -> None:
        number = github.person.open_issue("One")
        tracker = github.tracker()
        assert tracker.edit(number, state=CLOSED, state_reason=reason).state_reason is reason
        assert github.issues()[number].reason == reason
        again = tracker.edit(number, state=OPEN, state_reason=StateReason.REOPENED)
        assert (again.state, again.state_reason) == (OPEN, StateReason.REOPENED)

    def test_of_the_reason_alone_is_ignored_by_github_and_so_answered(self, github: GitHub) -> None:
        number = github.person.open_issue("One")
        github.person.close(number, reason="completed")
        tracker = github.tracker()
        answer = tracker.edit(number, state=CLOSED, state_reason=StateReason.NOT_PLANNED)
        assert answer.state_reason is StateReason.COMPLETED

    @pytest.mark.parametrize(
        "fault",
        [
            pytest.param(wire.broken(502, effect=False), id="502 before"),
            pytest.param(wire.broken(504, effect=True), id="504 after"),
            pytest.param(wire.cut(effect=True), id="cut after"),
            pytest.param(wire.garbage(effect=True), id="garbage"),
            pytest.param(wire.truncated(), id="truncated"),
            pytest.param(wire.refuse(403), id="refused"),
        ],
    )
    @pytest.mark.parametrize("act", ["edit", "add_label", "remove_label", "ensure_label"])
    def test_that_failed_once_is_repeated_since_it_says_what_shall_be(
        self, github: GitHub, fault: Fault, act: str
    ) -> None:
        number = github.person.open_issue("One", labels=["bug"])
        tracker = github.tracker()
        failed: list[int] = []

        def fail_first_write(index: int, request: Request) -> Fault | None:
            if request.is_read or failed:
                return None
            failed.append(index)
            return fault

        github.faults = fail_first_write
        if act == "edit":
            tracker.edit(number, title=TITLE)
        elif act == "add_label":
            tracker.add_label(number, "question")
        elif act == "remove_label":
            tracker.remove_label(number, "bug")
        else:
            tracker.ensure_label(Label(name="handoff", color="5319e7", description="Filed"))
        seen, labels = github.issues()[number], github.labels()
        assert failed
        assert seen.title == (TITLE if act == "edit" else "One")
        expected = {"add_label": ("bug", "question"), "remove_label": ()}.get(act, ("bug",))
        assert seen.labels == expected
        assert labels.get("handoff") == (("5319e7", "Filed") if act == "ensure_label" else None)

    def test_that_keeps_failing_ends_as_an_answer_lost(self, github: GitHub) -> None:
        number = github.person.open_issue("One")
        github.faults = always(wire.broken(500, effect=True))
        with pytest.raises(AnswerLost, match="edit #1"):
            github.tracker().edit(number, title=TITLE)
        assert len(github.requests) == 4
        assert github.issues()[number].title == TITLE

    def test_follows_no_issue_into_another_repository(self, github: GitHub, forge: Forge) -> None:
        other = forge.repository()
        number = github.person.open_issue("One")
        moved = github.person.transfer(number, other)
        before = other.issues()[moved]
        tracker = github.tracker()
        for act in (
            lambda: tracker.edit(number, title=TITLE),
            lambda: tracker.comment(number, BODY),
            lambda: tracker.add_label(number, "bug"),
            lambda: tracker.remove_label(number, "bug"),
        ):
            with pytest.raises(TrackerError, match="moved"):
                act()
        assert other.issues()[moved] == before

    @pytest.mark.parametrize("act", [lambda t: t.edit(1, title=TITLE), lambda t: t.add_label(1, "bug")])
    def test_of_a_deleted_issue_is_no_lack_of_permission(self, github: GitHub, act: Act) -> None:
        github.person.delete(github.person.open_issue("One"))
        with pytest.raises(TrackerError) as caught:
            act(github.tracker())
        assert not isinstance(caught.value, PermissionDenied | AnswerLost | LimitReached)


class TestLabels:
    def test_are_added_and_removed_one_at_a_time_beside_those_of_people(self, github: GitHub) -> None:
        number = github.person.open_issue("One", labels=["bug", "help wanted"])
        tracker = github.tracker()
        tracker.add_label(number, "handoff")
        tracker.add_label(number, "HANDOFF")
        assert github.issues()[number].labels == ("bug", "handoff", "help wanted")
        tracker.remove_label(number, "Bug")
        tracker.remove_label(number, "bug")
        tracker.remove_label(number, "never there")
        assert github.issues()[number].labels == ("handoff", "help wanted")
        assert {exchange.request.method for exchange in github.requests} == {"POST", "DELETE"}

    @pytest.mark.parametrize("name", ["priority: high", "a/b", "100 %", "what?", "#1", "über"])
    def test_of_any_name_are_removed(self, github: GitHub, name: str) -> None:
        number = github.person.open_issue("One", labels=[name, "bug"])
        github.tracker().remove_label(number, name)
        assert github.issues()[number].labels == ("bug",)

    def test_are_created_where_missing_and_listed_once(self, github: GitHub) -> None:
        tracker = github.tracker()
        for _ in range(2):
            tracker.ensure_label(Label(name="handoff", color="5319e7", description="Filed from a handoff note"))
            tracker.ensure_label(Label(name="blocker", color="b60205", description="Stops other work"))
        assert github.labels()["handoff"] == ("5319e7", "Filed from a handoff note")
        assert github.labels()["blocker"] == ("b60205", "Stops other work")
        assert github.lines() == ["GET /labels", "POST /labels", "POST /labels"]

    def test_that_exist_are_left_as_they_are(self, github: GitHub) -> None:
        before = github.labels()
        github.tracker().ensure_label(Label(name="QUESTION", color="000000", description="Another"))
        assert github.labels() == before
        assert github.lines() == ["GET /labels"]

    def test_that_somebody_creates_meanwhile_are_fine(self, github: GitHub) -> None:
        tracker = github.tracker()
        tracker.ensure_label(Label(name="bug", color="000000", description=""))
        github.person.create_label("Handoff", color="123456")
        tracker.ensure_label(Label(name="handoff", color="5319e7", description="Filed"))
        assert github.labels()["Handoff"] == ("123456", None)
        assert "handoff" not in github.labels()

    def test_that_github_does_not_take_are_an_error(self, github: GitHub) -> None:
        with pytest.raises(TrackerError, match="name is too long"):
            github.tracker().ensure_label(Label(name="x" * 51, color="5319e7", description=""))

    def test_are_all_known_where_there_are_many(self, github: GitHub) -> None:
        for count in range(120):
            github.person.create_label(f"area {count:03}")
        tracker = github.tracker()
        tracker.ensure_label(Label(name="Area 119", color="5319e7", description=""))
        assert tracker.has_label("AREA 007")
        assert not tracker.has_label("area 7")
        assert len(github.requests) == 2


class TestComments:
    def test_are_listed_oldest_first_over_all_pages(self, github: GitHub) -> None:
        number = github.person.open_issue("One")
        for count in range(101):
            github.person.comment(number, f"Comment {count}")
        ours = github.tracker().comment(number, BODY)
        found = github.tracker().comments(number)
        assert [comment.body for comment in found] == [*(f"Comment {count}" for count in range(101)), BODY]
        assert found[-1] == ours
        assert (found[0].author, ours.author) == ("ada", BOT)

    def test_are_deleted_one_by_one_and_again_without_harm(self, github: GitHub) -> None:
        number = github.person.open_issue("One")
        github.person.comment(number, "Stays")
        tracker = github.tracker()
        ours = tracker.comment(number, BODY)
        tracker.uncomment(number, ours.id)
        tracker.uncomment(number, ours.id)
        assert github.issues()[number].comments == ("Stays",)

    def test_are_edited_where_they_stand(self, github: GitHub) -> None:
        number = github.person.open_issue("One")
        tracker = github.tracker()
        ours = tracker.comment(number, BODY)
        github.person.comment(number, "Stays")
        edited = tracker.edit_comment(number, ours.id, text("Another one"))
        assert (edited.id, edited.author, edited.body) == (ours.id, BOT, "Another one")
        assert github.issues()[number].comments == ("Another one", "Stays")

    def test_that_are_gone_cannot_be_edited(self, github: GitHub) -> None:
        number = github.person.open_issue("One")
        tracker = github.tracker()
        ours = tracker.comment(number, BODY)
        tracker.uncomment(number, ours.id)
        with pytest.raises(TrackerError, match=f"edit a comment on #{number}"):
            tracker.edit_comment(number, ours.id, BODY)

    def test_beyond_the_most_that_an_issue_can_have_are_an_error_of_that_issue(self, github: GitHub) -> None:
        number = github.person.open_issue("One")
        github.settings.max_comments = 1
        github.person.comment(number, "First")
        with pytest.raises(TrackerError, match="Commenting is disabled") as caught:
            github.tracker().comment(number, BODY)
        assert not isinstance(caught.value, PermissionDenied | AnswerLost)

    def test_that_are_too_long_are_refused(self, github: GitHub) -> None:
        number = github.person.open_issue("One")
        with pytest.raises(TrackerError, match="Body is too long"):
            github.tracker().comment(number, text("x" * 65_537))
        assert github.tracker().comment(number, text("x" * 65_536)).body == "x" * 65_536


WRITES: dict[str, Act] = {
    "create": opened,
    "edit": lambda tracker: tracker.edit(1, title=TITLE),
    "add a label": lambda tracker: tracker.add_label(1, "bug"),
    "remove a label": lambda tracker: tracker.remove_label(1, "bug"),
    "comment": lambda tracker: tracker.comment(1, BODY),
    "delete a comment": lambda tracker: tracker.uncomment(1, 1),
    "ensure a label": lambda tracker: tracker.ensure_label(Label(name="handoff", color="5319e7", description="")),
}
READS: dict[str, Act] = {
    "list": lambda tracker: tracker.labelled("handoff", OPEN),
    "list ours": lambda tracker: list(tracker.authored()),
    "show": lambda tracker: tracker.issue(1),
    "list comments": lambda tracker: tracker.comments(1),
}


class TestDenial:
    @pytest.mark.parametrize("act", WRITES.values(), ids=WRITES)
    def test_of_a_token_that_may_only_read_says_what_to_paste(self, github: GitHub, act: Act) -> None:
        github.person.open_issue("One")
        before = github.issues()
        with pytest.raises(PermissionDenied) as caught:
            act(github.tracker(github.issue_token(permission="read")))
        message = str(caught.value)
        assert "Resource not accessible by integration" in message
        assert "    permissions:\n      contents: read\n      issues: write\n" in message
        assert "GitHub asks for: issues=write" in message
        assert github.issues() == before
        assert "handoff" not in github.labels()

    @pytest.mark.parametrize("act", {**READS, **WRITES}.values(), ids={**READS, **WRITES})
    def test_of_a_bad_token(self, github: GitHub, act: Act) -> None:
        github.person.open_issue("One")
        with pytest.raises(PermissionDenied, match="does not accept the token") as caught:
            act(github.tracker("ghs_never_issued"))
        assert "token: ${{ github.token }}" in str(caught.value)
        assert "ghs_never_issued" not in str(caught.value)

    @pytest.mark.parametrize("act", [*READS.values(), WRITES["create"]], ids=[*READS, "create"])
    def test_where_issues_are_switched_off(self, github: GitHub, act: Act) -> None:
        github.person.open_issue("One")
        github.settings.issues_enabled = False
        with pytest.raises(PermissionDenied, match="Issues are switched off in") as caught:
            act(github.tracker())
        assert "Settings" in str(caught.value)

    @pytest.mark.parametrize("act", WRITES.values(), ids=WRITES)
    def test_where_the_repository_is_archived(self, github: GitHub, act: Act) -> None:
        github.person.open_issue("One", labels=["bug"])
        github.settings.archived = True
        tracker = github.tracker()
        assert tracker.issue(1) is not None
        with pytest.raises(PermissionDenied, match="is archived"):
            act(tracker)

    @pytest.mark.parametrize(
        "act", [READS["list"], READS["list ours"], READS["show"], WRITES["create"], WRITES["ensure a label"]]
    )
    def test_where_the_repository_is_invisible(self, github: GitHub, act: Act) -> None:
        with pytest.raises(PermissionDenied, match="is not to be found"):
            act(github.tracker(github.issue_token(permission="none")))

    @pytest.mark.parametrize("act", {**READS, **WRITES}.values(), ids={**READS, **WRITES})
    def test_where_the_repository_was_renamed(self, github: GitHub, act: Act) -> None:
        github.person.open_issue("One", labels=["bug"])
        before = github.issues()
        tracker = github.tracker()
        github.rename(f"{github.settings.name}-renamed")
        with pytest.raises(TrackerError, match="use its new name"):
            act(tracker)
        assert github.issues() == before

    @pytest.mark.parametrize("token", ["", "  ", "ghp_a b", "ghp_a\nb", "ghp_ä", "ghp_\x00"])
    def test_of_what_is_no_token_at_all(self, token: str) -> None:
        with pytest.raises(PermissionDenied, match="no usable GitHub token") as caught:
            GitHubTracker("o/r", token=token)
        assert "ghp_" not in str(caught.value)

    def test_a_token_with_a_line_end_is_used_without_it(self, github: GitHub) -> None:
        assert github.tracker(f"{github.token}\n").login() == BOT

    @pytest.mark.parametrize(("repository", "url"), [("name", "https://api.github.com"), ("o/r", "api.github.com")])
    def test_of_an_address_that_is_none(self, repository: str, url: str) -> None:
        with pytest.raises(TrackerError, match="no repository on GitHub"):
            GitHubTracker(repository, token="t", api_url=url)

    def test_never_shows_the_token(self, github: GitHub) -> None:
        secret = github.token
        body = {"message": f"Bad credentials: {secret}", "errors": [f"bearer {secret}"]}
        faults = [
            wire.Fault(
                "echo", effect=False, answer=lambda _, status=status: wire.Answer(status, body, {"x-echo": secret})
            )
            for status in (400, 401, 403, 404, 410, 422, 429, 500)
        ]
        faults += [wire.cut(effect=False), wire.garbage(secret, effect=False), wire.garbage(body, effect=False)]
        for fault in faults:
            tracker = github.tracker(max_wait=0)
            github.faults = always(fault)
            assert secret not in repr(tracker)
            for act in (lambda: opened(tracker), lambda: tracker.labelled("handoff", OPEN), tracker.login):  # noqa: B023
                with pytest.raises(TrackerError) as caught:
                    act()
                shown = str(caught.value) + repr(caught.value) + "".join(traceback.format_exception(caught.value))
                assert secret not in shown

    def test_shows_no_token_in_the_logs_of_its_libraries(
        self, github: GitHub, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
    ) -> None:
        github.person.open_issue("One", labels=["bug"])
        with caplog.at_level(logging.DEBUG):
            for fault in (None, wire.broken(502, effect=False), wire.cut(effect=True), wire.refuse(429)):
                github.faults = once(fault, at=len(github.requests)) if fault else None
                tracker = github.tracker(write_interval=0)
                tracker.login()
                opened(tracker)
                for act in (*READS.values(), *WRITES.values()):
                    act(tracker)
        assert caplog.records, "they do log"
        shown = caplog.text + "".join(capfd.readouterr())
        assert github.token not in shown

    def test_prints_nothing_by_itself(self, github: GitHub) -> None:
        """Where nobody has set up logging, Python prints warnings to standard error, past every mask."""
        github.person.open_issue("One")
        script = (
            "import sys; from handoff_issues.trackers.github import GitHubTracker;"
            "tracker = GitHubTracker(sys.argv[1], token=sys.argv[2], api_url=sys.argv[3]); tracker.issue(1)"
        )
        github.faults = once(wire.cut(effect=True), at=0)
        arguments = [sys.executable, "-c", script, github.name, github.token, github.url]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert len(github.requests) == 2


class TestLimits:
    @pytest.mark.parametrize("status", [403, 429])
    @pytest.mark.parametrize(
        ("headers", "waited"),
        [
            pytest.param({"retry_after": "17"}, 17, id="Retry-After"),
            pytest.param({"remaining": 0, "reset": 1_900_000_040}, 41, id="until the reset"),
            pytest.param({"retry_after": "5", "remaining": 0, "reset": 1_900_000_040}, 5, id="both"),
            pytest.param({"remaining": 12, "reset": 1_900_000_040}, 60, id="something remains"),
            pytest.param({}, 60, id="nothing said"),
            pytest.param({"retry_after": "soon"}, 60, id="nonsense"),
        ],
    )
    @pytest.mark.parametrize("act", {**READS, **WRITES}.values(), ids={**READS, **WRITES})
    def test_are_waited_for_as_long_as_they_ask(
        self, github: GitHub, act: Act, headers: dict[str, object], waited: float, status: int
    ) -> None:
        github.person.open_issue("One", labels=["bug"])
        github.faults = once(wire.refuse(status, **headers), at=0)  # pyright: ignore
        tracker = github.tracker(write_interval=0)
        act(tracker)
        assert github.clock.slept == [waited]
        assert tracker.usage.waited == waited
        assert tracker.usage.requests == len(github.requests)

    def test_double_the_wait_where_nothing_is_said(self, github: GitHub) -> None:
        github.faults = lambda index, request: wire.refuse(429) if index < 2 else None
        opened(github.tracker(write_interval=0))
        assert github.clock.slept == [60, 120]

    @pytest.mark.parametrize("act", {**READS, **WRITES}.values(), ids={**READS, **WRITES})
    def test_end_the_run_where_the_budget_is_spent(self, github: GitHub, act: Act) -> None:
        github.person.open_issue("One", labels=["bug"])
        github.faults = always(wire.refuse(403))
        with pytest.raises(LimitReached, match="next run"):
            act(github.tracker(write_interval=0))
        assert github.clock.slept == [60, 120]  # the next 240 would be beyond 300 in all

    @pytest.mark.parametrize("headers", [{"retry_after": "301"}, {"remaining": 0, "reset": 1_900_003_000}])
    def test_that_ask_for_more_than_the_budget_end_the_run_at_once(
        self, github: GitHub, headers: dict[str, object]
    ) -> None:
        github.faults = always(wire.refuse(403, **headers))  # pyright: ignore
        with pytest.raises(LimitReached):
            opened(github.tracker())
        assert github.clock.slept == []

    def test_share_one_budget_over_the_run(self, github: GitHub) -> None:
        number = github.person.open_issue("One")
        tracker = github.tracker(write_interval=0, max_wait=100)
        github.faults = once(wire.refuse(403, retry_after="70"), at=0)
        tracker.edit(number, title=TITLE)
        github.faults = always(wire.refuse(403, retry_after="70"))
        with pytest.raises(LimitReached):
            tracker.edit(number, body=BODY)
        assert github.clock.slept == [70]

    def test_are_not_asked_for_ever(self, github: GitHub) -> None:
        github.faults = always(wire.refuse(429, retry_after="0"))
        with pytest.raises(LimitReached):
            opened(github.tracker())
        assert len(github.requests) == 6

    def test_of_the_hour_are_seen_and_kept(self, github: GitHub) -> None:
        tracker = github.tracker(max_wait=4_000)
        github.meter().remaining = 2
        for _ in range(3):
            opened(tracker)
        assert len(github.issues()) == 3
        assert tracker.usage.remaining == github.meter().remaining == 999
        assert 3_590 < tracker.usage.waited < 3_610

    @pytest.mark.parametrize("retry_after", [True, False])
    @pytest.mark.parametrize("status", [403, 429])
    def test_on_content_are_come_through_without_loss(self, github: GitHub, retry_after: bool, status: int) -> None:
        github.limit(Secondary(creates_per_minute=5, retry_after=retry_after, status=status))
        tracker = github.tracker(write_interval=0)
        for count in range(12):
            tracker.create(title=text(f"Work {count}"), body=BODY, labels=[])
        assert [issue.title for issue in github.issues().values()] == [f"Work {count}" for count in range(12)]
        assert github.clock.slept == [60, 60]

    def test_on_content_and_points_are_not_met_at_the_usual_pace(self, github: GitHub) -> None:
        github.limit(Secondary(creates_per_minute=20, points_per_minute=900))
        tracker = github.tracker()
        for _ in range(50):
            opened(tracker)
            tracker.edit(1, title=TITLE)
        assert {exchange.status for exchange in github.requests} <= {200, 201}


class TestPace:
    def test_is_kept_between_writes_and_not_before_reads(self, github: GitHub) -> None:
        tracker = github.tracker(write_interval=3)
        opened(tracker)
        assert github.clock.slept == []
        opened(tracker)
        assert github.clock.slept == [3]
        tracker.edit(1, title=TITLE)
        tracker.comment(1, BODY)
        assert github.clock.slept == [3, 1, 1]
        tracker.issue(1)
        tracker.comments(1)
        assert github.clock.slept == [3, 1, 1]
        opened(tracker)  # two of its three seconds have passed
        assert github.clock.slept == [3, 1, 1, 1]
        assert tracker.usage == replace(tracker.usage, writes=5, waited=6)

    def test_counts_the_time_that_has_passed(self, github: GitHub) -> None:
        tracker = github.tracker(write_interval=3)
        opened(tracker)
        github.clock.time += 10
        opened(tracker)
        assert github.clock.slept == []

    def test_is_bounded_where_the_clock_is_set_back(self, github: GitHub) -> None:
        tracker = github.tracker(write_interval=3)
        opened(tracker)
        github.clock.time -= 3_600
        opened(tracker)
        assert github.clock.slept == [3]

    def test_is_no_part_of_the_budget(self, github: GitHub) -> None:
        tracker = github.tracker(write_interval=3, max_wait=1)
        for _ in range(5):
            opened(tracker)
        assert len(github.issues()) == 5


class TestReadsThatFail:
    def test_are_repeated_by_the_client_with_growing_waits(self, github: GitHub) -> None:
        github.faults = lambda index, request: wire.broken(502, effect=False) if index < 3 else None
        tracker = github.tracker()
        assert tracker.labelled("handoff", OPEN) == ()
        assert github.clock.slept == [1, 2, 4]
        assert tracker.usage.requests == len(github.requests) == 4

    def test_never_wait_for_a_retry_after_beyond_the_budget(self, github: GitHub) -> None:
        slow = wire.Fault("busy", effect=False, answer=lambda _: wire.Answer(503, None, {"retry-after": "86400"}))
        github.faults = always(slow)
        with pytest.raises(TrackerError, match="503"):
            github.tracker().labelled("handoff", OPEN)
        assert github.clock.slept == [1, 2, 4]

    def test_end_where_the_budget_is_spent(self, github: GitHub) -> None:
        github.faults = always(wire.broken(502, effect=False))
        with pytest.raises(TrackerError, match="does not answer"):
            github.tracker(max_wait=2).labelled("handoff", OPEN)
        assert github.clock.slept == [1]

    def test_outlast_one_time_out(self, github: GitHub) -> None:
        github.faults = once(wire.hang(effect=True), at=0)
        assert github.tracker(timeout=1).labelled("handoff", OPEN) == ()


def test_every_request_says_who_asks_and_by_which_version(github: GitHub) -> None:
    github.person.open_issue("One", labels=["bug"])
    tracker = github.tracker(write_interval=0)
    for act in {**READS, **WRITES}.values():
        act(tracker)
    for exchange in github.requests:
        headers = exchange.request.headers
        assert headers["x-github-api-version"] == "2022-11-28"
        assert headers["user-agent"] == "handoff-issues"
        assert headers["accept"] == "application/vnd.github+json"
        assert exchange.request.method != "PUT"
        assert "/search" not in exchange.request.path


def test_usage_is_what_was_recorded(github: GitHub) -> None:
    github.person.open_issue("One", labels=["bug"])
    tracker = github.tracker()
    assert tracker.usage == replace(tracker.usage, requests=0, writes=0, waited=0, remaining=None)
    for act in {**READS, **WRITES}.values():
        act(tracker)
    assert tracker.usage.requests == len(github.requests)
    assert tracker.usage.writes == sum(not exchange.request.is_read for exchange in github.requests)
    assert tracker.usage.remaining == github.meter().remaining


def test_an_enterprise_server_is_served_alike(github: GitHub) -> None:
    tracker = github.tracker(api_url=f"{github.url}/api/v3/", write_interval=0)
    assert tracker.login() == BOT
    numbers = [opened(tracker, "handoff").number for _ in range(101)]
    assert sorted(issue.number for issue in tracker.labelled("handoff", OPEN)) == numbers
    assert tracker.issue(1) == tracker.edit(1, title=TITLE)
