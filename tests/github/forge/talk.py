"""What GitHub knows of people: who may write to the repository, and how they reacted to a comment."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from forge.refusals import Refused, as_mapping, invalid
from forge.wire import Answer, Request

if TYPE_CHECKING:
    from forge.rules import Access, Repository

CONTENTS = {"+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"}
TIME = "2026-03-01T12:00:00Z"
_BASE = {"maintain": "write", "triage": "read"}
"""GitHub tells each role's base as the permission."""


@dataclass
class Talk:
    """Those of one repository."""

    roles: dict[str, str] = field(default_factory=lambda: {"harbour": "admin", "ada": "write"})
    """`admin`, `maintain`, `write`, `triage` or `read` by login; anybody may read what is public."""
    accounts: set[str] = field(default_factory=lambda: {"harbour", "filing-clerk", "ada", "mallory"})
    """Of people; an app's login is no account."""
    reactions: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    """By the comment's id."""
    ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))


def show_permission(repository: Repository, request: Request, access: Access, login: str) -> Answer:
    if access.kind == "user" and access.permission != "write":
        raise Refused(403, "Must have push access to view collaborator permission.")
    if login not in repository.talk.accounts:
        raise Refused(404, f"{login} is not a user")
    role = repository.talk.roles.get(login, "read")
    user = {**_user(repository, login), "permissions": _allowed(role), "role_name": role}
    return Answer(200, {"permission": _BASE.get(role, role), "role_name": role, "user": user})


def list_reactions(repository: Repository, request: Request, access: Access, comment: str) -> Answer:
    repository.upstream("GET", f"/issues/comments/{comment}", access)
    return Answer(200, repository.talk.reactions.get(int(comment), []))


def add_reaction(repository: Repository, request: Request, access: Access, comment: str) -> Answer:
    _, _, said = repository.upstream("GET", f"/issues/comments/{comment}", access)
    on_pull_request = int(said["issue_url"].rpartition("/")[2]) in repository.pulls
    if on_pull_request and access.kind == "installation" and access.pulls != "write":
        raise Refused(403, "Resource not accessible by integration")
    content = as_mapping(request.body).get("content")
    if content not in CONTENTS:
        raise invalid("Reaction", "content", "invalid")
    there = repository.talk.reactions.setdefault(int(comment), [])
    for reaction in there:
        if (reaction["user"]["login"], reaction["content"]) == (access.login, content):
            return Answer(200, reaction)
    number = next(repository.talk.ids)
    user = _user(repository, access.login)
    there.append({"id": number, "node_id": f"R_{number}", "user": user, "content": content, "created_at": TIME})
    return Answer(201, there[-1])


def _user(repository: Repository, login: str) -> dict[str, Any]:
    """Without what only the account itself is shown."""
    _, _, user = repository.emulator.call("GET", "/user", login=login)
    kept = {name: user[name] for name in user if name in _USER or name.endswith("_url")}
    return {**kept, "type": "Bot" if login.endswith("[bot]") else "User"}


def _allowed(role: str) -> dict[str, bool]:
    order = ["pull", "triage", "push", "maintain", "admin"]
    names = {"read": "pull", "write": "push"}
    return {name: at <= order.index(names.get(role, role)) for at, name in enumerate(order)}


_USER = {"login", "id", "node_id", "gravatar_id", "url", "type", "site_admin"}
ROUTES = (
    ("GET", r"/collaborators/([^/]+)/permission", show_permission),
    ("GET", r"/issues/comments/(\d+)/reactions", list_reactions),
    ("POST", r"/issues/comments/(\d+)/reactions", add_reaction),
)
