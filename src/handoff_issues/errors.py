"""The one root of all errors that a person can mend, each ending as a message and exit code 1."""

from __future__ import annotations

from collections.abc import Sequence


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
    """An input or the configuration file cannot be used; `path` and `line` where it is the file."""

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        why: str | None = None,
        mend: str | None = None,
        path: str | None = None,
        line: int | None = None,
    ):
        place = path if path is None or line is None else f"{path}:{line}"
        super().__init__(what, where=where or place, why=why, mend=mend)
        self.path, self.line = path, line


class ConfigErrors(ConfigError):
    """Everything that is wrong with the configuration, so that it can be mended in one go."""

    def __init__(self, errors: Sequence[ConfigError]):
        super().__init__(f"{len(errors)} settings cannot be used" if len(errors) > 1 else "a setting cannot be used")
        self.errors = tuple(errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


class RepositoryError(HandoffError):
    """The git repository cannot be read."""


class TrackerError(HandoffError):
    """The tracker refused or failed; nothing is known of what it did not confirm."""


class PermissionDenied(TrackerError):
    """The token may not do this, or the repository does not allow it (issues off, archived)."""


class NotOffered(TrackerError):
    """The server has nothing of this kind, or not for this token: the rest of the work goes on without it."""


class Invalid(TrackerError):
    """The tracker understood what was asked for and does not take it: it is so already, or must not be."""


class LimitReached(TrackerError):
    """The tracker asks for more patience than this run has: what is left is done by the next run."""


class AnswerLost(TrackerError):
    """A write may or may not have taken effect: it must be looked for before it is repeated."""
