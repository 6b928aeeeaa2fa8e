"""The client that carries requests to GitHub, one at a time: the only module that imports PyGithub.

By itself PyGithub waits, repeats and follows; here it repeats reads alone, on our clock, and follows nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

import requests
from github import Auth, Github, GithubException
from github.GithubRetry import GithubRetry

from handoff_issues.errors import TrackerError
from handoff_issues.trackers import answers
from handoff_issues.trackers.denial import RENAMED, Moved
from handoff_issues.trackers.patience import Patience
from handoff_issues.trackers.sending import PER_PAGE, READS, REPEATS, NoReply, Reply

API_VERSION = "2022-11-28"

NONSENSE = (ValueError, TypeError, AttributeError, AssertionError, RuntimeError)
"""What PyGithub raises on an answer that it cannot make sense of, or on an address that it does not trust."""


class _Retry(GithubRetry):
    """PyGithub's retry, for reads that failed, waiting as everything here waits.

    By itself it waits on the wall clock for as long as a `Retry-After` says. Refusals
    (403, 429) are left to the sender, which treats reads and writes alike.
    """

    def __init__(self, *, again: Callable[[int], None], **options: Any) -> None:
        self._again = again
        super().__init__(**options)

    def new(self, **kw: Any) -> Self:
        return super().new(again=self._again, **kw)

    def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:
        if 300 <= status_code < 400:
            # PyGithub follows with the same method, so it would write to an issue of another repository,
            # and without the query, so a listing would be of other issues than those asked for.
            raise Moved("GitHub has moved the issue or its repository", why=str(status_code), mend=RENAMED)
        return status_code not in (403, 429) and super().is_retry(method, status_code, has_retry_after)

    def sleep(self, response: object = None) -> None:  # noqa: ARG002
        self._again(len(self.history))


class Client:
    """PyGithub's client, with every knob in sight, reduced to one request at a time."""

    def __init__(self, patience: Patience, *, token: str, api_url: str, timeout: int) -> None:
        self.requests = 0
        """All that were made, repeated ones included."""
        self.remaining: int | None = None
        """What GitHub last said of the REST requests that it still allows; GraphQL has a limit of its own."""
        self._token, self._patience = token, patience
        self._requester = Github(
            auth=Auth.Token(token),
            base_url=api_url,
            timeout=timeout,
            user_agent="handoff-issues",
            per_page=PER_PAGE,
            retry=_Retry(
                again=self._again,
                total=REPEATS,
                allowed_methods=READS,
                status_forcelist=[500, 502, 503, 504],
                raise_on_status=False,  # then the last answer tells what failed
            ),
            seconds_between_requests=None,
            seconds_between_writes=None,
            lazy=True,
            api_version=API_VERSION,
        ).requester

    @property
    def server(self) -> str:
        """The address of the API."""
        return self._requester.base_url

    @property
    def graphql_url(self) -> str:
        """The address of GraphQL, which an Enterprise Server has beside its REST API."""
        return self._requester.graphql_url

    def attempt(self, method: str, url: str, body: dict[str, Any] | None) -> Reply:
        """What GitHub replied, whatever its status; raises `NoReply`. The token is in neither."""
        self.requests += 1
        try:
            headers, data = self._requester.requestJsonAndCheck(
                method, url, headers={"Accept": "application/vnd.github+json"}, input=body
            )
            self._note(headers)
            return Reply(200, headers, data)
        except GithubException as error:
            headers = {name.lower(): str(value) for name, value in (error.headers or {}).items()}
            self._note(headers)
            return Reply(error.status, headers, answers.complaint(error.data).replace(self._token, "***"))
        except requests.Timeout as error:
            raise NoReply("no answer in time", retried=method in READS) from error
        except requests.ConnectionError as error:
            raise NoReply("the connection failed", retried=method in READS) from error
        except requests.RequestException as error:
            raise NoReply("the connection failed within the answer", retried=False) from error
        except NONSENSE as error:
            raise NoReply("the answer is not GitHub's", retried=False) from error

    def _note(self, headers: Mapping[str, Any]) -> None:
        remaining = str(headers.get("x-ratelimit-remaining", ""))
        if remaining.isdecimal() and headers.get("x-ratelimit-resource", "core") == "core":
            self.remaining = int(remaining)

    def _again(self, failures: int) -> None:
        if not self._patience.back_off(failures):
            raise TrackerError("GitHub does not answer", why="the time for waiting is used up")
        self.requests += 1
