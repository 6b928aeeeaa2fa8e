"""Several issues by their numbers in one request, as GraphQL can and REST cannot.

https://docs.github.com/graphql/reference/objects#issue
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from pydantic import Field, TypeAdapter

from handoff_issues.model import Issue, IssueState, StateReason
from handoff_issues.trackers.answers import GHOST, Answer, GraphQLAnswer, RawLabel

AT_ONCE = 50
"""Numbers in one question: well below what GitHub lets a question cost."""

_FIELDS = """\
number fullDatabaseId title body state stateReason closedAt url author { __typename login } \
labels(first: 100) { nodes { name } } assignees(first: 20) { nodes { login } } comments { totalCount }"""


class _Author(Answer):
    kind: str = Field(alias="__typename")
    login: str

    @property
    def rest_login(self) -> str:
        """GraphQL leaves out the suffix of an app's login."""
        return f"{self.login}[bot]" if self.kind == "Bot" and not self.login.endswith("[bot]") else self.login


class _Labels(Answer):
    nodes: list[RawLabel]


class _Assignee(Answer):
    login: str


class _Assignees(Answer):
    nodes: list[_Assignee]


class _Count(Answer):
    total: int = Field(alias="totalCount")


class _Issue(Answer):
    number: int
    id: int = Field(alias="fullDatabaseId")
    """Beyond 32 bits, so GraphQL gives it as text."""
    title: str
    body: str
    state: str
    reason: str | None = Field(alias="stateReason")
    closed: datetime | None = Field(alias="closedAt")
    url: str
    author: _Author | None
    labels: _Labels | None
    assignees: _Assignees
    comments: _Count

    def issue(self) -> Issue:
        """As our model has it."""
        reason = (self.reason or "").lower()
        return Issue(
            number=self.number,
            title=self.title,
            body=self.body,
            state=IssueState(self.state.lower()),
            state_reason=StateReason(reason) if reason in {each.value for each in StateReason} else None,
            labels=frozenset(label.name for label in self.labels.nodes) if self.labels else frozenset(),
            author=self.author.rest_login if self.author else GHOST,
            url=self.url,
            closed_on=self.closed.date() if self.closed else None,
            comments=self.comments.total,
            id=self.id,
            assignees=frozenset(each.login for each in self.assignees.nodes),
        )


class _Data(Answer):
    repository: dict[str, _Issue | None] | None


class Numbered(GraphQLAnswer):
    """GraphQL's answer to `question`."""

    data: _Data | None = None

    def issues(self) -> Mapping[int, Issue] | None:
        """Those that there are; None where the question was refused, or not answered whole."""
        refused = any(problem.type != "NOT_FOUND" for problem in self.errors)  # what is no issue is not found
        if refused or self.data is None or self.data.repository is None:
            return None
        return {raw.number: raw.issue() for raw in self.data.repository.values() if raw is not None}


NUMBERED = TypeAdapter(Numbered)


def question(repository: str, numbers: Iterable[int]) -> dict[str, object]:
    """What is asked: the issues of these numbers, at most `AT_ONCE`."""
    owner, name = repository.split("/")
    asked = " ".join(f"i{number}: issue(number: {number}) {{ {_FIELDS} }}" for number in numbers)
    query = f"query($owner: String!, $name: String!) {{ repository(owner: $owner, name: $name) {{ {asked} }} }}"
    return {"query": query, "variables": {"owner": owner, "name": name}}
