"""Sending requests to GitHub: what is waited for, what is repeated, and what each failure means.

Knows no client: it is given one attempt, and makes of it an exchange that has come to an end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from pydantic import TypeAdapter

from handoff_issues.errors import AnswerLost, LimitReached, TrackerError
from handoff_issues.trackers.answers import next_page
from handoff_issues.trackers.denial import explain
from handoff_issues.trackers.patience import Patience, is_limit

READS = frozenset({"GET", "HEAD"})
PER_PAGE = 100
REPEATS = 3
"""How often a request is repeated that failed and can do no harm."""

T = TypeVar("T")
Headers = Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """What GitHub replied."""

    status: int
    """200 stands for all success."""
    headers: Headers
    """Names in lower case."""
    data: Any
    """Decoded JSON; where the status is 400 or above, the complaint in one line."""


class NoReply(Exception):
    """Nobody knows what became of a request."""

    def __init__(self, why: str, *, retried: bool) -> None:
        super().__init__(why)
        self.why, self.retried = why, retried


class Sender:
    """Sends requests about one repository, one after the other."""

    def __init__(
        self,
        repository: str,
        patience: Patience,
        attempt: Callable[[str, str, dict[str, Any] | None], Reply],
    ) -> None:
        """`attempt` takes method, path or address, and JSON body; it repeats no write."""
        self.writes = 0
        """All that were sent, repeated ones included."""
        self._repository, self._patience, self._attempt = repository, patience, attempt

    @property
    def waited(self) -> float:
        """Seconds, for pacing and for refusals and failures."""
        return self._patience.waited

    def read(self, path: str, shape: TypeAdapter[T], *, doing: str) -> T:
        """What is there. `doing` completes "GitHub refused to …", here and below."""
        return self._exchange("GET", path, lambda reply: shape.validate_python(reply.data), doing=doing)

    def ask(self, path: str, shape: TypeAdapter[T], question: dict[str, Any], *, doing: str) -> T:
        """A POST that changes nothing, as GraphQL's questions are."""
        return self._exchange("POST", path, lambda reply: shape.validate_python(reply.data), doing=doing, body=question)

    def pages(
        self, path: str, shape: TypeAdapter[list[T]], parameters: dict[str, str], *, server: str, doing: str
    ) -> Iterator[list[T]]:
        """The pages of a listing, at least one, each fetched when it is wanted; raises rather than skip one.

        Follows GitHub's own addresses, but to no other `server`.
        """
        visited: set[str] = set()

        def understand(reply: Reply) -> tuple[list[T], str | None]:
            link = next_page(reply.headers.get("link"), server=server)
            if link in visited:
                raise ValueError("its pages lead in a circle")
            return shape.validate_python(reply.data), link

        following: str | None = f"{path}?{urlencode({**parameters, 'per_page': PER_PAGE})}"
        while following is not None:
            visited.add(following)
            page, following = self._exchange("GET", following, understand, doing=doing)
            yield page

    def write(
        self,
        method: str,
        path: str,
        shape: TypeAdapter[T],
        body: dict[str, Any] | None = None,
        *,
        doing: str,
        once: bool = False,
        create: bool = False,
    ) -> T:
        """A change, paced. `once`: never repeated where it may have taken effect, but `AnswerLost` is raised."""
        return self._exchange(
            method,
            path,
            lambda reply: shape.validate_python(reply.data),
            doing=doing,
            body=body,
            writes=True,
            once=once,
            create=create,
        )

    def _exchange(
        self,
        method: str,
        path: str,
        understand: Callable[[Reply], T],
        *,
        doing: str,
        body: dict[str, Any] | None = None,
        writes: bool = False,
        once: bool = False,
        create: bool = False,
    ) -> T:
        """Attempts, waits and repeats as far as that helps; `understand` raises `ValueError` on nonsense."""
        refusals = failures = 0
        while True:
            retried = False
            try:
                reply = self._paced(method, path, body, create=create) if writes else self._attempt(method, path, body)
                if reply.status < 400:
                    return understand(reply)
                if is_limit(reply.status, reply.data, reply.headers):
                    refusals += 1
                    if not self._patience.wait_out(reply.headers, refusals=refusals):
                        raise _limit_reached(doing, reply)
                    continue
                if reply.status < 500:
                    raise self._denial(path, reply, doing=doing)
                why, retried = f"{reply.status}: {reply.data}", method in READS
            except NoReply as error:
                why, retried = error.why, error.retried
            except ValueError as error:
                why = str(error) if type(error) is ValueError else "the answer is not GitHub's"
            failures += 1
            if once or retried or failures > REPEATS or not self._patience.back_off(failures):
                if writes:
                    raise AnswerLost(f"GitHub was asked to {doing}, and it is not known whether it did", why=why)
                raise TrackerError(f"GitHub could not {doing}", why=why)

    def _paced(self, method: str, path: str, body: dict[str, Any] | None, *, create: bool) -> Reply:
        """One attempt to write, when it is due."""
        self._patience.pace(create=create)
        self.writes += 1
        try:
            return self._attempt(method, path, body)
        finally:
            self._patience.wrote(create=create)

    def _denial(self, path: str, reply: Reply, *, doing: str) -> TrackerError:
        one_issue = re.search(r"/issues/(?:comments/)?\d+|/collaborators/", path) is not None
        return explain(
            reply.status, reply.data, reply.headers, doing=doing, repository=self._repository, one_issue=one_issue
        )


def _limit_reached(doing: str, reply: Reply) -> LimitReached:
    mend = "What is done stays done; the next run goes on from here."
    return LimitReached(
        f"GitHub's rate limit leaves no time to {doing}", why=f"{reply.status}: {reply.data}", mend=mend
    )
