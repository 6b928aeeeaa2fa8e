"""The one root of all errors that a person can mend, each ending as a message and exit code 1."""

from __future__ import annotations


class HandoffError(Exception):
    """Something that the user can mend.

    `what` failed, `where` (file:line, input or address), `why`, and how to `mend` it. The
    texts may hold untrusted words: whoever prints them passes them through `sanitize`.
    """

    def __init__(self, what: str, *, where: str | None = None, why: str | None = None, mend: str | None = None):
        super().__init__(what)
        self.what, self.where, self.why, self.mend = what, where, why, mend

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        reason = f" ({self.why})" if self.why else ""
        advice = f"\n  {self.mend}" if self.mend else ""
        return f"{place}{self.what}{reason}{advice}"


class ConfigError(HandoffError):
    """An input or the configuration file cannot be used."""


class RepositoryError(HandoffError):
    """The git repository cannot be read."""


class TrackerError(HandoffError):
    """The tracker refused or failed; nothing is known of what it did not confirm."""


class PermissionDenied(TrackerError):
    """The token may not do this, or the repository does not allow it (issues off, archived)."""


class LimitReached(TrackerError):
    """The tracker asks for more patience than this run has: what is left is done by the next run."""


class AnswerLost(TrackerError):
    """A write may or may not have taken effect: it must be looked for before it is repeated."""
