"""GitHub's rate limits for one token, on a clock that tests move."""

from __future__ import annotations

from dataclasses import dataclass, field

from forge.rules import Refused
from forge.wire import Request


@dataclass
class VirtualClock:
    """Seconds since the epoch that pass only when somebody sleeps."""

    time: float = 1_900_000_000.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        """Seconds since the epoch."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Lets the time pass at once."""
        self.slept.append(seconds)
        self.time += seconds


@dataclass
class Secondary:
    """Secondary limits; what is None is not enforced."""

    points_per_minute: int | None = None
    """GitHub: 900, where a read counts 1 and a write 5."""
    creates_per_minute: int | None = None
    """GitHub: 80 as documented, about 20 in practice."""
    creates_per_hour: int | None = None
    """GitHub: 500 as documented, about 150 in practice."""
    retry_after: bool = True
    """Whether a refusal says how long to wait."""
    status: int = 403


@dataclass
class Meter:
    """The limits of one token."""

    clock: VirtualClock
    limit: int = 1_000
    remaining: int = 1_000
    reset: float = 0.0
    points: int = 0
    """All that were spent."""
    secondary: Secondary = field(default_factory=Secondary)
    _spent: list[tuple[float, int, bool]] = field(default_factory=list)

    def headers(self) -> dict[str, str]:
        """What GitHub says of the primary limit with every answer."""
        return {
            "x-ratelimit-limit": str(self.limit),
            "x-ratelimit-remaining": str(self.remaining),
            "x-ratelimit-reset": str(int(self.reset)),
            "x-ratelimit-used": str(self.limit - self.remaining),
            "x-ratelimit-resource": "core",
        }

    def admit(self, request: Request) -> None:
        """Raises `Refused` where a limit is reached."""
        now = self.clock.now()
        if now >= self.reset:
            if self.reset:
                self.remaining = self.limit
            self.reset = now + 3_600
        if self.remaining <= 0:
            raise Refused(403, "API rate limit exceeded for installation.")
        self._check(self.secondary.points_per_minute, sum(cost for at, cost, _ in self._spent if at > now - 60))
        if creates_content(request):
            creates = [at for at, _, create in self._spent if create]
            self._check(self.secondary.creates_per_minute, sum(at > now - 60 for at in creates) + 1)
            self._check(self.secondary.creates_per_hour, sum(at > now - 3_600 for at in creates) + 1)

    def spend(self, request: Request) -> None:
        """Counts a request that was let through."""
        cost = 1 if request.is_read else 5
        self.points += cost
        self.remaining = max(0, self.remaining - 1)
        self._spent.append((self.clock.now(), cost, creates_content(request)))

    def _check(self, allowed: int | None, used: int) -> None:
        if allowed is not None and used > allowed:
            headers = {"retry-after": "60"} if self.secondary.retry_after else {}
            message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
            raise Refused(self.secondary.status, message, headers=headers)


def creates_content(request: Request) -> bool:
    """Whether GitHub counts it as content: issues and comments."""
    return request.method == "POST" and request.path.endswith(("/issues", "/comments"))
