"""Issues on GitHub, github.com or an Enterprise Server.

The requests are carried by `client`; their answers are read by `answers`, since PyGithub's objects
fetch by themselves what an answer left out. Waiting and repeating is up to `sending`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TypeVar
from urllib.parse import quote, urlsplit

from pydantic import TypeAdapter

from handoff_issues.errors import Invalid, LimitReached, PermissionDenied, TrackerError
from handoff_issues.model import Comment, Issue, IssueState, Label, StateReason
from handoff_issues.sanitize import IssueText
from handoff_issues.trackers import answers
from handoff_issues.trackers.client import Client
from handoff_issues.trackers.conversation import GitHubConversation
from handoff_issues.trackers.denial import RENEW, Gone, Moved
from handoff_issues.trackers.numbered import AT_ONCE, NUMBERED, question
from handoff_issues.trackers.patience import Clock, Patience, SystemClock, Usage
from handoff_issues.trackers.relations import GitHubRelations
from handoff_issues.trackers.sending import Sender

T = TypeVar("T")


class GitHubTracker:
    """The issues of one repository, as the `Tracker` protocol has them.

    Requests are made one after the other. Writes are paced by `write_interval` seconds between
    two creates and a third of it between others; refusals and failures are waited for up to
    `max_wait` seconds in all, then `LimitReached` is raised. `timeout` is in seconds.
    """

    def __init__(
        self,
        repository: str,
        *,
        token: str,
        api_url: str = "https://api.github.com",
        write_interval: float = 3.0,
        max_wait: float = 300.0,
        timeout: int = 30,
        clock: Clock | None = None,
    ) -> None:
        token = token.strip()
        if not re.fullmatch(r"[!-~]+", token):  # else `requests` would quote it in its error
            raise PermissionDenied("There is no usable GitHub token", mend=RENEW)
        if repository.count("/") != 1 or urlsplit(api_url).scheme not in ("http", "https"):
            raise TrackerError(f"{repository} at {api_url} is no repository on GitHub")
        self._repository, self._path = repository, f"/repos/{quote(repository)}"
        patience = Patience(clock or SystemClock(), max_wait=max_wait, write_interval=write_interval)
        self._client = Client(patience, token=token, api_url=api_url.rstrip("/"), timeout=timeout)
        self._sender = Sender(repository, patience, self._client.attempt)
        self._login: str | None = None
        self._reached = False
        self._labels: set[str] | None = None

    @property
    def usage(self) -> Usage:
        """What has been used so far."""
        client, sender = self._client, self._sender
        return Usage(client.requests, sender.writes, sender.waited, client.remaining)

    @property
    def relations(self) -> GitHubRelations:
        """Which issue waits for which, and whom they are assigned to."""
        return GitHubRelations(self._sender, self._path, server=self._client.server)

    @property
    def conversation(self) -> GitHubConversation:
        """Who may ask us for something in a comment, and what was answered."""
        return GitHubConversation(self._sender, self._path, server=self._client.server, login=self.login)

    # Reading

    def login(self) -> str:
        """Who we are, as the author of our issues reads; asked once.

        GraphQL's `viewer` answers every kind of token, `GET /user` refuses those of an app.
        """
        if self._login is None:
            doing, query = "say whose token this is", {"query": answers.VIEWER_QUERY}
            try:
                viewer = self._sender.ask(self._client.graphql_url, answers.VIEWER, query, doing=doing)
                if viewer.is_limited:
                    raise LimitReached("GitHub's rate limit leaves no way to say whose token this is")
                self._login = viewer.rest_login
            except PermissionDenied:
                self._login = None
            if self._login is None:
                self._login = self._sender.read("/user", answers.USER, doing=doing).login
        return self._login

    def labelled(self, label: str, state: IssueState) -> Sequence[Issue]:
        """All issues in `state` that carry `label`; see `Tracker`."""
        parameters = {"state": state.value}
        if "," not in label:  # a comma separates names, and cannot be written in one
            parameters["labels"] = label
        wanted = label.casefold()
        found: dict[int, Issue] = {}  # an issue that is opened meanwhile pushes others onto the next page
        for page in self._issues(parameters, doing=f"list the issues labelled {label}"):
            for issue in page:
                if issue.state is state and wanted in {name.casefold() for name in issue.labels}:
                    found.setdefault(issue.number, issue)
        return tuple(found.values())

    def authored(self) -> Iterator[Issue]:
        """All issues that we opened, newest first, page by page; see `Tracker`."""
        login = self.login()
        parameters = {"state": "all", "sort": "created", "direction": "desc"}
        try:
            pages = self._issues({**parameters, "creator": login}, doing="list our issues")
            first = next(pages)
        except Invalid:  # the server knows no user of that name: then all issues are read
            pages = self._issues(parameters, doing="list all issues")
            first = next(pages)
        for page in chain([first], pages):
            yield from (issue for issue in page if issue.author == login)

    def latest(self) -> Sequence[Issue]:
        """The issues that changed last, three pages of them; see `Tracker`."""
        parameters = {"state": "all", "sort": "updated", "direction": "desc"}
        pages = islice(self._issues(parameters, doing="list the latest issues"), 3)
        return tuple({issue.number: issue for page in pages for issue in page}.values())

    def issue(self, number: int) -> Issue | None:
        """One issue as it is now; see `Tracker`."""
        try:
            raw = self._sender.read(f"{self._path}/issues/{number}", answers.ISSUE, doing=f"show #{number}")
        except (Gone, Moved):
            self._check_repository()  # raises where not the issue but the repository is gone or moved
            return None
        return raw.issue() if raw.pull_request is None else None

    def numbered(self, numbers: Sequence[int]) -> Sequence[Issue]:
        """Those of these numbers that are issues; see `Tracker`. In one request where GraphQL may be asked."""
        found: list[Issue | None] = []
        for at in range(0, len(numbers), AT_ONCE):
            part = numbers[at : at + AT_ONCE]
            issues = self._asked(part) if len(part) > 1 else None
            found += (self.issue(number) for number in part) if issues is None else issues
        return tuple(issue for issue in found if issue is not None)

    def has_label(self, name: str) -> bool:
        """Whether the repository has a label of that name; see `Tracker`."""
        return name.casefold() in self._known_labels()

    def comments(self, number: int) -> Sequence[Comment]:
        """All comments of an issue, oldest first."""
        path = f"{self._path}/issues/{number}/comments"
        pages = self._pages(path, answers.COMMENTS, doing=f"list the comments of #{number}")
        return tuple(raw.comment() for page in pages for raw in page)

    # Writing

    def create(self, *, title: IssueText, body: IssueText, labels: Sequence[str]) -> Issue:
        """Open an issue in one call, which is never repeated; see `Tracker`."""
        given = {"title": title, "body": body, "labels": list(labels)}
        path, doing = f"{self._path}/issues", "open an issue"
        return self._sender.write("POST", path, answers.ISSUE, given, doing=doing, once=True, create=True).issue()

    def edit(
        self,
        number: int,
        *,
        title: IssueText | None = None,
        body: IssueText | None = None,
        state: IssueState | None = None,
        state_reason: StateReason | None = None,
    ) -> Issue:
        """Change what is given, in one call; see `Tracker`."""
        given = {"title": title, "body": body, "state": state, "state_reason": state_reason}
        given = {name: value for name, value in given.items() if value is not None}
        path = f"{self._path}/issues/{number}"
        return self._sender.write("PATCH", path, answers.ISSUE, given, doing=f"edit #{number}").issue()

    def add_label(self, number: int, name: str) -> None:
        """Add one label; see `Tracker`."""
        path, doing = f"{self._path}/issues/{number}/labels", f"label #{number} with {name}"
        self._sender.write("POST", path, answers.LABELS, {"labels": [name]}, doing=doing)

    def remove_label(self, number: int, name: str) -> None:
        """Remove one label; see `Tracker`."""
        path = f"{self._path}/issues/{number}/labels/{quote(name, safe='')}"
        try:
            self._sender.write("DELETE", path, answers.LABELS, doing=f"take the label {name} off #{number}")
        except Gone:
            return  # it is absent already

    def comment(self, number: int, body: IssueText) -> Comment:
        """Add a comment, in a call that is never repeated; see `Tracker`."""
        path, doing = f"{self._path}/issues/{number}/comments", f"comment on #{number}"
        return self._sender.write("POST", path, answers.COMMENT, {"body": body}, doing=doing, once=True).comment()

    def edit_comment(self, number: int, comment: int, body: IssueText) -> Comment:
        """Change one of our comments; see `Tracker`."""
        path, doing = f"{self._path}/issues/comments/{comment}", f"edit a comment on #{number}"
        return self._sender.write("PATCH", path, answers.COMMENT, {"body": body}, doing=doing).comment()

    def uncomment(self, number: int, comment: int) -> None:
        """Delete one of our comments; see `Tracker`."""
        path, doing = f"{self._path}/issues/comments/{comment}", f"delete a comment on #{number}"
        try:
            self._sender.write("DELETE", path, answers.NOTHING, doing=doing)
        except Gone:
            return  # somebody else has deleted it

    def ensure_label(self, label: Label) -> None:
        """Create a label where there is none of its name; those that exist are listed once."""
        labels = self._known_labels()
        if label.name.casefold() in labels:
            return
        given = {"name": label.name, "color": label.color, "description": label.description}
        try:
            path, doing = f"{self._path}/labels", f"create the label {label.name}"
            self._sender.write("POST", path, answers.LABEL, given, doing=doing)
        except Invalid as error:
            if "already_exists" not in str(error):
                raise
        labels.add(label.name.casefold())

    # Requests

    def _known_labels(self) -> set[str]:
        """The names of the repository's labels, folded; listed once."""
        if self._labels is None:
            pages = self._pages(f"{self._path}/labels", answers.LABELS, doing="list the labels")
            self._labels = {raw.name.casefold() for page in pages for raw in page}
        return self._labels

    def _check_repository(self) -> None:
        """Raises where the repository cannot be reached under its name; asks at most once."""
        if not self._reached:
            self._sender.read(self._path, answers.REPOSITORY, doing="show the repository")
            self._reached = True

    def _asked(self, numbers: Sequence[int]) -> Sequence[Issue] | None:
        """The issues of these numbers by GraphQL; None where it does not answer this token."""
        doing, asked = "show the issues that entries name", question(self._repository, numbers)
        try:
            answer = self._sender.ask(self._client.graphql_url, NUMBERED, asked, doing=doing)
        except PermissionDenied:
            return None
        if answer.is_limited:
            raise LimitReached(f"GitHub's rate limit leaves no way to {doing}")
        found = answer.issues()
        return None if found is None else tuple(found.values())

    def _issues(self, parameters: dict[str, str], *, doing: str) -> Iterator[list[Issue]]:
        """The pages of a listing of issues, without the pull requests that GitHub counts among them."""
        for page in self._pages(f"{self._path}/issues", answers.ISSUES, parameters, doing=doing):
            self._reached = True
            yield [raw.issue() for raw in page if raw.pull_request is None]

    def _pages(
        self, path: str, shape: TypeAdapter[list[T]], parameters: dict[str, str] | None = None, *, doing: str
    ) -> Iterator[list[T]]:
        return self._sender.pages(path, shape, parameters or {}, server=self._client.server, doing=doing)
