"""What people write to us on GitHub: who may ask for something, and whether it was answered.

https://docs.github.com/rest/collaborators/collaborators and https://docs.github.com/rest/reactions/reactions
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from urllib.parse import quote

from pydantic import TypeAdapter

from handoff_issues.trackers import answers
from handoff_issues.trackers.answers import RawPermission, RawReaction
from handoff_issues.trackers.denial import Gone
from handoff_issues.trackers.sending import Sender

_PERMISSION = TypeAdapter(RawPermission)
_REACTIONS = TypeAdapter(list[RawReaction])
_MAY_WRITE = frozenset({"admin", "write"})
"""GitHub's `maintain` reads as `write` there, and `triage` as `read`."""


class Reaction(StrEnum):
    """An answer without words, as GitHub names it."""

    DONE = "+1"
    PUZZLED = "confused"
    """It was not understood, or cannot be done; or who asks may not."""


class GitHubConversation:
    """Comments on the issues of one repository, by their ids."""

    def __init__(self, sender: Sender, path: str, *, server: str, login: Callable[[], str]) -> None:
        """`path` is the repository's, `server` the address of the API, and `login` gives our own."""
        self._sender, self._path, self._server, self._login = sender, path, server, login

    def may_write(self, login: str) -> bool:
        """Whether somebody has write access to the repository, as GitHub says now."""
        path, doing = f"{self._path}/collaborators/{quote(login, safe='')}/permission", f"say what {login} may do"
        try:
            return self._sender.read(path, _PERMISSION, doing=doing).permission in _MAY_WRITE
        except Gone:
            return False  # no such account (any more)

    def reacted(self, comment: int) -> bool:
        """Whether a reaction of ours is on it already; True too where the comment is gone."""
        ours, doing = {reaction.value for reaction in Reaction}, "list the reactions to a comment"
        try:
            pages = self._sender.pages(self._reactions(comment), _REACTIONS, {}, server=self._server, doing=doing)
            found = [(raw.user and raw.user.login, raw.content) for page in pages for raw in page]
        except Gone:
            return True
        return any(login == self._login() and content in ours for login, content in found)

    def react(self, comment: int, reaction: Reaction) -> None:
        """Add a reaction of ours; one that is there already is fine, and so is a comment that is gone."""
        given, doing = {"content": reaction.value}, "react to a comment"
        try:
            self._sender.write("POST", self._reactions(comment), answers.NOTHING, given, doing=doing)
        except Gone:
            return

    def _reactions(self, comment: int) -> str:
        return f"{self._path}/issues/comments/{comment}/reactions"
