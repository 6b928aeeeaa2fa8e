"""Waiting for GitHub: how long a refusal lasts, and one budget and one pace for a whole run.

https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

FIRST_WAIT = 60.0
"""Seconds to wait where a refusal does not say how long; doubled each time."""
MAX_REFUSALS = 5
"""Refusals of one request, after which asking again would only anger GitHub."""


class Clock(Protocol):
    """What waits."""

    def now(self) -> float:
        """Seconds since the epoch."""
        ...

    def sleep(self, seconds: float) -> None:
        """Comes back after so many seconds."""
        ...


class SystemClock:
    """The machine's own."""

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Comes back after so many seconds."""
        time.sleep(seconds)


@dataclass(frozen=True)
class Usage:
    """What a run has cost so far."""

    requests: int
    """All of them, repeated ones included."""
    writes: int
    """Those that could change something."""
    waited: float
    """Seconds, for pacing and for refusals."""
    remaining: int | None
    """Requests that GitHub still allows, as it last said; None where it did not."""

    def __str__(self) -> str:
        left = "" if self.remaining is None else f"; GitHub still allows {self.remaining} this hour"
        requests = "1 request" if self.requests == 1 else f"{self.requests} requests"
        return f"Used {requests}, {self.writes} of them writes, and waited {self.waited:.0f} s{left}."


class Patience:
    """The waiting of one run: paced between writes, and bounded where GitHub refuses or fails."""

    def __init__(self, clock: Clock, *, max_wait: float, write_interval: float) -> None:
        """`max_wait`: seconds for refusals and failures in all. `write_interval`: seconds between two creates."""
        self.waited = 0.0
        self._clock, self._left, self._interval = clock, max_wait, write_interval
        self._last_write = self._last_create = float("-inf")

    def pace(self, *, create: bool) -> None:
        """Waits until the next write is due: `write_interval` after a create for a create, else a third of it.

        This is no part of the budget: it is bounded by the number of writes.
        """
        due = self._last_write + self._interval / 3
        if create:
            due = max(due, self._last_create + self._interval)
        self._sleep(min(due - self._clock.now(), self._interval))  # bounded even where the clock is set back

    def wrote(self, *, create: bool) -> None:
        """A write has just ended, whatever its outcome."""
        self._last_write = self._clock.now()
        if create:
            self._last_create = self._last_write

    def back_off(self, failures: int) -> bool:
        """Waits 1, 2, 4, … seconds after the first, second, third failure; False where it is time to give up."""
        return self._wait(2.0 ** (failures - 1))

    def wait_out(self, headers: Mapping[str, str], *, refusals: int) -> bool:
        """Waits as a refusal asks for; False, without waiting, where it is time to give up.

        `headers` have lower-case names; `refusals` of the same request there were so far, this one included.
        """
        if refusals > MAX_REFUSALS:
            return False
        return self._wait(seconds_asked(headers, refusals=refusals, now=self._clock.now()))

    def _wait(self, seconds: float) -> bool:
        if seconds > self._left:
            return False
        self._left -= seconds
        self._sleep(seconds)
        return True

    def _sleep(self, seconds: float) -> None:
        if seconds > 0:
            self._clock.sleep(seconds)
            self.waited += seconds


def is_limit(status: int, message: str, headers: Mapping[str, str]) -> bool:
    """Whether a refusal is a rate limit, which passes, and not a lack of permission, which does not."""
    if status != 403:
        return status == 429
    return (
        "retry-after" in headers
        or headers.get("x-ratelimit-remaining") == "0"
        or "rate limit" in message.lower()
        or "abuse detection" in message.lower()
    )


def seconds_asked(headers: Mapping[str, str], *, refusals: int, now: float) -> float:
    """How long to wait: `Retry-After`; else until the limit is reset; else 60 seconds, doubling."""
    retry_after = headers.get("retry-after", "")
    if retry_after.isdecimal():
        return max(1.0, float(retry_after))
    reset = headers.get("x-ratelimit-reset", "")
    if headers.get("x-ratelimit-remaining") == "0" and reset.isdecimal():
        return max(1.0, float(reset) - now + 1)  # one more, since the reset may come late in its second
    return FIRST_WAIT * 2 ** (refusals - 1)
