"""What GitHub alone knows of issues beside their text: which waits for which, their parents, who is to do them.

https://docs.github.com/rest/issues/issue-dependencies and https://docs.github.com/rest/issues/assignees
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress

from handoff_issues.errors import NotOffered, PermissionDenied
from handoff_issues.model import Issue
from handoff_issues.trackers import answers
from handoff_issues.trackers.denial import Gone, Moved
from handoff_issues.trackers.sending import Sender


@contextmanager
def _offered() -> Generator[None]:
    """Raises `NotOffered` where the server has no such endpoint, or does not let the token use it."""
    try:
        yield
    except (Gone, Moved, PermissionDenied) as error:
        raise NotOffered(error.what, why=error.why) from error


class GitHubRelations:
    """The relations of the issues of one repository. Issues are named by number, those on the other end by id.

    Every method raises `NotOffered` where the server has no such endpoint (an older GitHub Enterprise
    Server), or the token may not use it: the issue itself is known to be there.
    """

    def __init__(self, sender: Sender, path: str, *, server: str) -> None:
        """`path` is the repository's, `server` the address of the API."""
        self._sender, self._path, self._server = sender, path, server

    def blocked_by(self, number: int) -> Mapping[int, int]:
        """The issues that one waits for: their ids, with their numbers, which may be another repository's."""
        path, doing = self._dependencies(number), f"list what #{number} waits for"
        with _offered():
            pages = self._sender.pages(path, answers.ISSUES, {}, server=self._server, doing=doing)
            return {raw.id: raw.number for page in pages for raw in page if raw.id is not None}

    def block(self, number: int, by: int) -> None:
        """Say that an issue waits for the one with the id `by`; raises `Invalid` where that is so, or must not be."""
        doing = f"say what #{number} waits for"
        with _offered():
            self._sender.write("POST", self._dependencies(number), answers.NOTHING, {"issue_id": by}, doing=doing)

    def unblock(self, number: int, by: int) -> None:
        """Take that back; one that is not there is fine."""
        path, doing = f"{self._dependencies(number)}/{by}", f"say that #{number} waits no more"
        with _offered(), suppress(Gone):
            self._sender.write("DELETE", path, answers.NOTHING, doing=doing)

    def assign(self, number: int, logins: Sequence[str]) -> Issue:
        """Assign people; who cannot be is not among the assignees of the answer."""
        return self._assignees("POST", number, logins)

    def unassign(self, number: int, logins: Sequence[str]) -> Issue:
        """Take people off an issue; who is not assigned is fine."""
        return self._assignees("DELETE", number, logins)

    def add_sub_issue(self, number: int, child: int) -> None:
        """Put the issue with the id `child` under another; raises `Invalid` where it stands under one, or may not.

        https://docs.github.com/rest/issues/sub-issues
        """
        path, doing = f"{self._path}/issues/{number}/sub_issues", f"add a sub-issue to #{number}"
        with _offered():
            self._sender.write("POST", path, answers.NOTHING, {"sub_issue_id": child}, doing=doing)

    def _assignees(self, method: str, number: int, logins: Sequence[str]) -> Issue:
        path, given = f"{self._path}/issues/{number}/assignees", {"assignees": list(logins)}
        with _offered():
            return self._sender.write(method, path, answers.ISSUE, given, doing=f"assign #{number}").issue()

    def _dependencies(self, number: int) -> str:
        return f"{self._path}/issues/{number}/dependencies/blocked_by"
