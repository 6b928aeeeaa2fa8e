"""What goes over the wire, as values: requests, answers, and the faults that can be put in between."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

READS = frozenset({"GET", "HEAD"})


@dataclass(frozen=True)
class Request:
    """One request as it arrived, without its token."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case; `authorization` is left out."""
    body: Any = None
    """Decoded JSON."""

    @property
    def is_read(self) -> bool:
        """A GET, or a GraphQL query."""
        return self.method in READS or self.path.endswith("/graphql")


@dataclass(frozen=True)
class Answer:
    """One answer: `body` is sent as JSON, or as it is where it is bytes."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        """The bytes of the body."""
        if self.body is None:
            return b""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class Silence(Enum):
    """Instead of an answer."""

    CUT = "the connection is closed"
    HANG = "nothing comes until the client gives up"


@dataclass(frozen=True)
class Exchange:
    """One recorded request with what was answered."""

    index: int
    """Counted from 0 over the requests of one repository's tokens."""
    login: str
    request: Request
    answer: Answer | Silence
    points: int
    """By GitHub's secondary limit: a read costs 1, a write 5, a 304 nothing."""
    fault: str | None = None

    @property
    def line(self) -> str:
        """Method and path, for assertions."""
        return f"{self.request.method} {self.request.path}"

    @property
    def status(self) -> int | None:
        """None where nothing was answered."""
        return self.answer.status if isinstance(self.answer, Answer) else None


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request."""

    name: str
    effect: bool
    """Whether the request takes effect before it goes wrong."""
    answer: Callable[[Answer | None], Answer | Silence]
    """Gets the true answer where there was an effect, and gives what the client sees."""


FaultHook = Callable[[int, Request], Fault | None]
"""Asked for each request, by its index."""


def refuse(status: int, *, retry_after: str | None = None, remaining: int | None = None, reset: int = 0) -> Fault:
    """A rate limit: 403 or 429, with the headers that are given."""
    headers: dict[str, str] = {}
    if retry_after is not None:
        headers["retry-after"] = retry_after
    if remaining is not None:
        headers |= {"x-ratelimit-remaining": str(remaining), "x-ratelimit-reset": str(reset)}
    primary = remaining == 0
    message = "API rate limit exceeded for installation." if primary else "You have exceeded a secondary rate limit."
    return Fault(f"refused {status}", effect=False, answer=lambda _: Answer(status, {"message": message}, headers))


def denied() -> Fault:
    """A token that may not do this."""
    answer = Answer(
        403,
        {"message": "Resource not accessible by integration", "documentation_url": "https://docs.github.com/rest"},
        {"x-accepted-github-permissions": "issues=write"},
    )
    return Fault("denied", effect=False, answer=lambda _: answer)


def broken(status: int, *, effect: bool) -> Fault:
    """A server error, before or after the effect."""
    moment = "after" if effect else "before"
    page = b"<html><body><h1>Unicorn!</h1></body></html>"
    return Fault(f"{status} {moment} the effect", effect=effect, answer=lambda _: Answer(status, page))


def cut(*, effect: bool) -> Fault:
    """The connection is cut, before or after the effect."""
    return Fault(f"cut {'after' if effect else 'before'} the effect", effect=effect, answer=lambda _: Silence.CUT)


def hang(*, effect: bool) -> Fault:
    """No answer until the client's time-out, with or without the effect."""
    return Fault(f"hang {'after' if effect else 'before'} the effect", effect=effect, answer=lambda _: Silence.HANG)


def garbage(body: Any = b"\x00\xff<not json", *, effect: bool) -> Fault:
    """Success by its status, nonsense by its body."""
    return Fault("garbage", effect=effect, answer=lambda answer: Answer(answer.status if answer else 200, body))


def truncated() -> Fault:
    """Half of the true answer, with a length that fits the half."""

    def half(answer: Answer | None) -> Answer:
        assert answer is not None
        text = answer.encoded()
        return replace(answer, body=text[: len(text) // 2])

    return Fault("truncated", effect=True, answer=half)


def relinked(link: str) -> Fault:
    """The true answer with another `Link` header."""

    def change(answer: Answer | None) -> Answer:
        assert answer is not None
        return replace(answer, headers={**answer.headers, "link": link})

    return Fault("relinked", effect=True, answer=change)


def lagging(missing: int = 1, *, above: int | None = None) -> Fault:
    """A listing that does not know the newest `missing` issues of its page yet, or those with numbers `above` one."""

    def forget(answer: Answer | None) -> Answer:
        assert answer is not None
        numbers = sorted((item["number"] for item in answer.body), reverse=True)
        unknown = numbers[:missing] if above is None else [number for number in numbers if number > above]
        return replace(answer, body=[item for item in answer.body if item["number"] not in unknown])

    return Fault("lagging", effect=True, answer=forget)


def opaque(page: int) -> str:
    """A cursor that says nothing to its reader."""
    return base64.urlsafe_b64encode(f"cursor:v2:{page}".encode()).decode().rstrip("=")


def page_of(cursor: str) -> int:
    """The page that an opaque cursor stands for."""
    padded = cursor + "=" * (-len(cursor) % 4)
    return int(base64.urlsafe_b64decode(padded).decode().rsplit(":", 1)[1])
