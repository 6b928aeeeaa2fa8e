"""The shapes of GitHub's answers, checked, and what of them we use.

https://docs.github.com/rest/issues
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from requests.utils import parse_header_links

from handoff_issues.model import Comment, Issue, IssueState, StateReason

GHOST = "ghost"
"""GitHub's name for the author of what a deleted account wrote."""


class Answer(BaseModel):
    """Takes what it needs and leaves the rest; an error never shows what came."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class RawUser(Answer):
    """An account."""

    login: str


class RawLabel(Answer):
    """A label, of a repository or on an issue."""

    name: str


class RawRepository(Answer):
    """A repository."""

    full_name: str


class RawComment(Answer):
    """A comment on an issue."""

    id: int
    user: RawUser | None
    body: str | None = None

    def comment(self) -> Comment:
        """As our model has it."""
        return Comment(id=self.id, author=self.user.login if self.user else GHOST, body=self.body or "")


class RawPermission(Answer):
    """What somebody may do with a repository."""

    permission: str


class RawReaction(Answer):
    """A reaction to a comment."""

    user: RawUser | None
    content: str


class RawIssue(Answer):
    """An issue, or a pull request that GitHub counts among them."""

    id: int | None = None
    number: int
    title: str
    body: str | None
    state: IssueState
    state_reason: str | None = None
    closed_at: datetime | None = None
    labels: list[RawLabel | str]
    user: RawUser | None
    html_url: str
    comments: int
    assignees: list[RawUser] | None = None
    pull_request: dict[str, Any] | None = None

    @property
    def author(self) -> str:
        """The login of who opened it."""
        return self.user.login if self.user else GHOST

    def issue(self) -> Issue:
        """As our model has it. A reason that we do not know is none."""
        known = self.state_reason in {reason.value for reason in StateReason}
        return Issue(
            number=self.number,
            title=self.title,
            body=self.body or "",
            state=self.state,
            state_reason=StateReason(self.state_reason) if known else None,
            labels=frozenset(label if isinstance(label, str) else label.name for label in self.labels),
            author=self.author,
            url=self.html_url,
            closed_on=self.closed_at.date() if self.closed_at else None,
            comments=self.comments,
            id=self.id,
            assignees=frozenset(user.login for user in self.assignees or ()),
        )


class _Viewer(Answer):
    login: str
    url: str


class _Problem(Answer):
    type: str | None = None


class GraphQLAnswer(Answer):
    """What all answers of GraphQL have in common."""

    errors: list[_Problem] = []

    @property
    def is_limited(self) -> bool:
        """GraphQL has a limit of its own, and says so with status 200."""
        return any(problem.type == "RATE_LIMITED" for problem in self.errors)


class _ViewerData(Answer):
    viewer: _Viewer


class RawViewer(GraphQLAnswer):
    """GraphQL's answer to `VIEWER_QUERY`."""

    data: _ViewerData | None = None

    @property
    def rest_login(self) -> str | None:
        """The login as REST would give it; None where GraphQL refused.

        For an app's token `viewer` gives `github-actions[bot]`, as REST does, while everywhere
        else in GraphQL an app's login lacks the suffix. Should it lack here too, the address of
        the app's page gives it away.
        """
        if self.data is None or self.errors:
            return None
        viewer = self.data.viewer
        is_app = urlsplit(viewer.url).path.startswith("/apps/")
        return f"{viewer.login}[bot]" if is_app and not viewer.login.endswith("[bot]") else viewer.login


class _Flaw(Answer):
    field: str | None = None
    code: str | None = None
    message: str | None = None

    def __str__(self) -> str:
        return " ".join(part for part in (self.field, self.code, self.message) if part)


class _Complaint(Answer):
    message: str
    errors: list[_Flaw | str] = []


ISSUE, ISSUES = TypeAdapter(RawIssue), TypeAdapter(list[RawIssue])
COMMENT, COMMENTS = TypeAdapter(RawComment), TypeAdapter(list[RawComment])
LABEL, LABELS = TypeAdapter(RawLabel), TypeAdapter(list[RawLabel])
NOTHING = TypeAdapter[object](object)
REPOSITORY, USER, VIEWER = TypeAdapter(RawRepository), TypeAdapter(RawUser), TypeAdapter(RawViewer)

VIEWER_QUERY = "query { viewer { login url } }"


def complaint(data: object) -> str:
    """What GitHub says in an answer of 400 or above, in one line: the message, and what is wrong with which field."""
    try:
        said = _Complaint.model_validate(data)
    except ValidationError:
        return "no reason given"
    return "; ".join([said.message, *map(str, said.errors)])


def next_page(link: str | None, *, server: str) -> str | None:
    """The address of the page that follows by a `Link` header; None where it is the last.

    Raises `ValueError` for a header that cannot be read, or that leads to another server than `server`:
    a listing that ends too early would look whole.
    """
    if link is None:
        return None
    links = parse_header_links(link)
    if not links or not all("rel" in entry and "url" in entry for entry in links):
        raise ValueError("its Link header cannot be read")
    following = next((entry["url"] for entry in links if entry["rel"] == "next"), None)
    if following is not None and urlsplit(following)[:2] != urlsplit(server)[:2]:
        raise ValueError("its next page is on another server")
    return following
