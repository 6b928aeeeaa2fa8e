"""A directory of issues that has relations too: what only GitHub knows, kept in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from handoff_issues.model import Issue
from handoff_issues.trackers.directory import DirectoryTracker


class RelatedTracker(DirectoryTracker):
    """Issues with ids, and with relations that outlive it where they are given."""

    def __init__(self, folder: Path, *, now: datetime, waits: dict[int, dict[int, int]] | None = None):
        super().__init__(folder, now=now)
        self.waits: dict[int, dict[int, int]] = {} if waits is None else waits
        """By number: the ids of what it waits for, with their numbers."""

    @property
    def relations(self) -> RelatedTracker:
        return self

    def issue(self, number: int) -> Issue | None:
        found = super().issue(number)
        return found and found.model_copy(update={"id": 1_000 + number})

    def blocked_by(self, number: int) -> Mapping[int, int]:
        return dict(self.waits.get(number, {}))

    def block(self, number: int, by: int) -> None:
        self.waits.setdefault(number, {})[by] = by - 1_000

    def unblock(self, number: int, by: int) -> None:
        self.waits[number].pop(by, None)

    def assign(self, number: int, logins: Sequence[str]) -> Issue:
        found = self.issue(number)
        assert found is not None
        return found.model_copy(update={"assignees": found.assignees | set(logins)})

    def unassign(self, number: int, logins: Sequence[str]) -> Issue:
        found = self.issue(number)
        assert found is not None
        return found.model_copy(update={"assignees": found.assignees - set(logins)})
