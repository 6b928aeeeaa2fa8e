"""Issues as Markdown files in a directory: for trying it out, for tests, for repositories without GitHub.

One file an issue, `0007-title-slug.md`, whose name never changes after opening:

    ---
    number: 7
    title: Publish the map tiles
    state: open
    …
    ---
    the body

    ## Comments

    ### 1 · handoff-issues · 2026-03-02T10:00:00+00:00

    a comment

People edit these files as they would issues: `author` other than ours makes it a person's issue, and
a closed one without `closed_by: handoff-issues` was closed by a person. The file `.last-number` remembers
the highest number, so that one whose file is deleted is not given to other work.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from handoff_issues.atomic import write_whole
from handoff_issues.errors import PermissionDenied, TrackerError
from handoff_issues.model import Comment, Issue, IssueState, Label, StateReason
from handoff_issues.sanitize import IssueText
from handoff_issues.trackers.issue_file import Head, IssueFile, read, write

AUTHOR = "handoff-issues"
_LAST = ".last-number"
_NAME = re.compile(r"^(\d{4,9})-[^/]*\.md$")


class DirectoryTracker:
    """A tracker in `folder`, which is made where it is missing. All times are `now`, the commit's."""

    def __init__(self, folder: Path, *, now: datetime):
        self._folder, self._now = folder, now
        self._files: dict[int, IssueFile] | None = None
        self._last = 0

    def login(self) -> str:
        return AUTHOR

    def labelled(self, label: str, state: IssueState) -> Sequence[Issue]:
        wanted = label.casefold()
        return [
            file.issue()
            for file in self._all().values()
            if file.head.state is state and wanted in {name.casefold() for name in file.head.labels}
        ]

    def authored(self) -> Iterator[Issue]:
        for _, file in sorted(self._all().items(), reverse=True):
            if file.head.author == AUTHOR:
                yield file.issue()

    def latest(self) -> Sequence[Issue]:
        return [file.issue() for file in self._all().values()]

    def issue(self, number: int) -> Issue | None:
        file = self._all().get(number)
        # Somebody may have edited the file since the directory was read.
        return self._keep(read(file.path)).issue() if file and file.path.is_file() else None

    def numbered(self, numbers: Sequence[int]) -> Sequence[Issue]:
        return [found for number in numbers if (found := self.issue(number)) is not None]

    def create(self, *, title: IssueText, body: IssueText, labels: Sequence[str]) -> Issue:
        number = max((*self._all(), self._last)) + 1
        head = Head(
            number=number,
            title=str(title),
            state=IssueState.OPEN,
            labels=tuple(labels),
            author=AUTHOR,
            opened_at=self._now,
        )
        path = self._folder / f"{number:04d}-{_slug(title)}.md"
        return self._write(IssueFile(path=path, head=head, body=str(body), comments=()))

    def edit(
        self,
        number: int,
        *,
        title: IssueText | None = None,
        body: IssueText | None = None,
        state: IssueState | None = None,
        state_reason: StateReason | None = None,
    ) -> Issue:
        file = self._file(number)
        changes: dict[str, Any] = {}
        if title is not None:
            changes["title"] = str(title)
        if state is not None and state is not file.head.state:
            closed = state is IssueState.CLOSED
            reason = state_reason or (StateReason.COMPLETED if closed else StateReason.REOPENED)
            changes |= {
                "state": state,
                "state_reason": reason,
                "closed_at": self._now if closed else None,
                "closed_by": AUTHOR if closed else None,
            }
        text = file.body if body is None else str(body)
        return self._write(replace(file, head=file.head.model_copy(update=changes), body=text))

    def add_label(self, number: int, name: str) -> None:
        file = self._file(number)
        if name.casefold() not in {label.casefold() for label in file.head.labels}:
            self._relabel(file, (*file.head.labels, name))

    def remove_label(self, number: int, name: str) -> None:
        file = self._file(number)
        self._relabel(file, tuple(label for label in file.head.labels if label.casefold() != name.casefold()))

    def comments(self, number: int) -> Sequence[Comment]:
        return [comment for comment, _ in self._file(number).comments]

    def comment(self, number: int, body: IssueText) -> Comment:
        file = self._file(number)
        comment = Comment(id=max((each.id for each, _ in file.comments), default=0) + 1, author=AUTHOR, body=str(body))
        self._write(replace(file, comments=(*file.comments, (comment, self._now.isoformat()))))
        return comment

    def edit_comment(self, number: int, comment: int, body: IssueText) -> Comment:
        file = self._file(number)
        found = next((each for each, _ in file.comments if each.id == comment), None)
        if found is None:
            raise TrackerError(f"comment {comment} on issue {number} is gone", where=str(self._folder))
        edited = found.model_copy(update={"body": str(body)})
        told = tuple((edited if each is found else each, time) for each, time in file.comments)
        self._write(replace(file, comments=told))
        return edited

    def uncomment(self, number: int, comment: int) -> None:
        file = self._file(number)
        kept = tuple(each for each in file.comments if each[0].id != comment)
        if kept != file.comments:
            self._write(replace(file, comments=kept))

    def has_label(self, name: str) -> bool:
        return any(name.casefold() in map(str.casefold, file.head.labels) for file in self._all().values())

    def ensure_label(self, label: Label) -> None:
        """A directory has no labels of its own: they stand in the issues."""

    def _relabel(self, file: IssueFile, labels: tuple[str, ...]) -> None:
        if labels != file.head.labels:
            self._write(replace(file, head=file.head.model_copy(update={"labels": labels})))

    def _file(self, number: int) -> IssueFile:
        file = self._all().get(number)
        if file is None:
            raise TrackerError(f"issue {number} is gone", where=str(self._folder))
        return file

    def _all(self) -> dict[int, IssueFile]:
        if self._files is None:
            self._files, self._last = {}, _last_number(self._folder / _LAST)
            for path in sorted(self._folder.glob("[0-9]*-*.md")):
                # A link could lead anywhere, and what it leads to would be read and shown.
                if _NAME.match(path.name) and path.is_file() and not path.is_symlink():
                    file = read(path)
                    other = self._files.setdefault(file.head.number, file)
                    if other is not file:
                        raise TrackerError(
                            f"number {file.head.number} stands in two files",
                            where=str(path),
                            why=f"the other one is {other.path.name}",
                            mend="Give one of them a number that is free.",
                        )
        return self._files

    def _keep(self, file: IssueFile) -> IssueFile:
        self._all()[file.head.number] = file
        return file

    def _write(self, file: IssueFile) -> Issue:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._remember(max((*self._all(), file.head.number)))
            write(file)
        except OSError as error:
            raise PermissionDenied("the issue cannot be written", where=str(file.path), why=error.strerror) from error
        return self._keep(file).issue()

    def _remember(self, number: int) -> None:
        """Comes before the issue's own file: a run that breaks off in between leaves a number out."""
        if number > self._last:
            write_whole(self._folder / _LAST, f"{number}\n")
            self._last = number


def _last_number(path: Path) -> int:
    """The highest number that was given, as the file says it; 0 without one. Raises `TrackerError`."""
    try:
        with path.open("rb") as file:
            content = file.read(20).strip()
    except (FileNotFoundError, NotADirectoryError):
        return 0
    except OSError as error:
        raise TrackerError("cannot be read", where=str(path), why=error.strerror) from error
    if not re.fullmatch(rb"[0-9]{1,9}", content):
        raise TrackerError(
            "holds no number", where=str(path), mend="Write the highest number of an issue into it, or delete it."
        )
    return int(content)


def _slug(title: str) -> str:
    folded = unicodedata.normalize("NFKC", title).casefold()
    return "-".join(re.findall(r"[^\W_]+", folded))[:60].strip("-") or "untitled"
