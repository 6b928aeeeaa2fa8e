"""A directory of issues whose writes fail where a test says so, before or after they took effect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from handoff_issues.errors import TrackerError
from handoff_issues.model import Comment, Issue
from handoff_issues.trackers.directory import DirectoryTracker


@dataclass(frozen=True)
class Fault:
    """The write that fails, counted from 1, how, and whether it took effect all the same."""

    at: int
    error: TrackerError
    after: bool = False


@dataclass
class Writes:
    """What was written, in order, and what goes wrong."""

    fault: Fault | None = None
    done: list[str] = field(default_factory=list[str])
    between: Callable[[], None] | None = None
    """What somebody else does before the first write."""


class FlakyTracker(DirectoryTracker):
    def __init__(self, folder: Path, *, now: datetime, writes: Writes):
        super().__init__(folder, now=now)
        self._writes = writes

    def create(self, **given: Any) -> Issue:
        return self._write_once("create", lambda: super(FlakyTracker, self).create(**given))

    def edit(self, number: int, **given: Any) -> Issue:
        return self._write_once("edit", lambda: super(FlakyTracker, self).edit(number, **given))

    def add_label(self, number: int, name: str) -> None:
        self._write_once("label", lambda: super(FlakyTracker, self).add_label(number, name))

    def remove_label(self, number: int, name: str) -> None:
        self._write_once("unlabel", lambda: super(FlakyTracker, self).remove_label(number, name))

    def comment(self, number: int, body: Any) -> Comment:
        return self._write_once("comment", lambda: super(FlakyTracker, self).comment(number, body))

    def edit_comment(self, number: int, comment: int, body: Any) -> Comment:
        return self._write_once("recomment", lambda: super(FlakyTracker, self).edit_comment(number, comment, body))

    def issue(self, number: int) -> Issue | None:
        if self._writes.between is not None:
            somebody, self._writes.between = self._writes.between, None
            somebody()
        return super().issue(number)

    def _write_once(self, name: str, write: Callable[[], Any]) -> Any:
        self._writes.done.append(name)
        fault = self._writes.fault
        if fault is None or len(self._writes.done) != fault.at:
            return write()
        if fault.after:
            write()
        raise fault.error
