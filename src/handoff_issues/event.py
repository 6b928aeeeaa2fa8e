"""The event that started a run, as GitHub tells it. Pure. All of it is untrusted, and any of it may be missing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ConfigDict, ValidationError


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class _Account(_Part):
    login: str
    type: str = "User"

    @property
    def is_bot(self) -> bool:
        return self.type == "Bot"


class _Repository(_Part):
    full_name: str = ""
    default_branch: str | None = None
    fork: bool = False


class _Branch(_Part):
    ref: str
    sha: str
    repo: _Repository | None = None
    """None where the fork that had it is deleted."""


class _PullRequest(_Part):
    """https://docs.github.com/webhooks/webhook-events-and-payloads#pull_request"""

    number: int
    user: _Account | None = None
    head: _Branch
    base: _Branch


class _Issue(_Part):
    """https://docs.github.com/webhooks/webhook-events-and-payloads#issues"""

    number: int
    body: str | None = None
    pull_request: dict[str, Any] | None = None
    """None where it is an issue and no pull request."""


class _Comment(_Part):
    """https://docs.github.com/webhooks/webhook-events-and-payloads#issue_comment"""

    id: int
    body: str | None
    user: _Account | None
    """None where the account is deleted."""


Part = TypeVar("Part", bound=_Part)


@dataclass(frozen=True, kw_only=True)
class Event:
    """As much of an event as a run asks for; None is what it does not tell of, or not in GitHub's shape."""

    name: str
    action: str
    sender: _Account | None
    repository: _Repository
    pull_request: _PullRequest | None
    issue: _Issue | None
    comment: _Comment | None

    @property
    def is_by_dependabot(self) -> bool:
        """Whether Dependabot started the run or opened its pull request: the token of such runs may only read."""
        opened = self.pull_request.user if self.pull_request else None
        return any(who is not None and who.login == "dependabot[bot]" for who in (self.sender, opened))

    @property
    def is_from_fork(self) -> bool:
        """Whether the run is for a pull request of another repository: the token of such runs may only read."""
        if self.pull_request is None:
            return False
        head = self.pull_request.head.repo
        return head is None or head.full_name != self.repository.full_name


def read_event(name: str, content: bytes) -> Event:
    """The event of this name with this payload. Raises `ValueError` or `RecursionError` where that is not JSON."""
    found: object = json.loads(content)
    payload: Mapping[str, Any] = cast("Mapping[str, Any]", found) if isinstance(found, dict) else {}
    return Event(
        name=name,
        action=str(payload.get("action", "")),
        sender=_part(_Account, payload.get("sender")),
        repository=_part(_Repository, payload.get("repository")) or _Repository(),
        pull_request=_part(_PullRequest, payload.get("pull_request")),
        issue=_part(_Issue, payload.get("issue")),
        comment=_part(_Comment, payload.get("comment")),
    )


def _part(kind: type[Part], value: object) -> Part | None:
    try:
        return kind.model_validate(value)
    except ValidationError:
        return None
