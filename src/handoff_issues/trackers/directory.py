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
a closed one without `closed_by: handoff-issues` was closed by a person.
"""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import yaml
from pydantic import Field, ValidationError

from handoff_issues.errors import TrackerError
from handoff_issues.model import Comment, Frozen, Issue, IssueState, Label, StateReason
from handoff_issues.sanitize import IssueText

AUTHOR = "handoff-issues"
_NAME = re.compile(r"^(\d{4,9})-[^/]*\.md$")
_LONGEST_HEAD, _LARGEST_HEAD, _MOST_BRACKETS = 200, 10_000, 1_000
"""Lines, characters and brackets of a front matter; ours has about ten lines."""
_COMMENTS = "## Comments"
_COMMENT = re.compile(r"^### (\d{1,6}) · (\S{1,100}) · (\S{1,40})$")
_LIKE_COMMENT = re.compile(r"^(?=\\*### \d{1,6} · )", re.MULTILINE)


class _Head(Frozen):
    """The front matter."""

    number: int = Field(ge=1)
    title: str
    state: IssueState
    state_reason: StateReason | None = None
    labels: tuple[str, ...] = ()
    author: str
    opened_at: datetime
    closed_at: datetime | None = None
    closed_by: str | None = None


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    head: _Head
    body: str
    comments: tuple[tuple[Comment, str], ...]
    """Each with its time as written."""


class DirectoryTracker:
    """A tracker in `folder`, which is made where it is missing. All times are `now`, the commit's."""

    def __init__(self, folder: Path, *, now: datetime):
        self._folder, self._now = folder, now
        self._files: dict[int, _File] | None = None

    def login(self) -> str:
        return AUTHOR

    def labelled(self, label: str, state: IssueState) -> Sequence[Issue]:
        wanted = label.casefold()
        return [
            _issue(file)
            for file in self._all().values()
            if file.head.state is state and wanted in {name.casefold() for name in file.head.labels}
        ]

    def authored(self) -> Iterator[Issue]:
        for _, file in sorted(self._all().items(), reverse=True):
            if file.head.author == AUTHOR:
                yield _issue(file)

    def latest(self) -> Sequence[Issue]:
        return [_issue(file) for file in self._all().values()]

    def issue(self, number: int) -> Issue | None:
        file = self._all().get(number)
        # Somebody may have edited the file since the directory was read.
        return _issue(self._keep(_read(file.path))) if file and file.path.is_file() else None

    def numbered(self, numbers: Sequence[int]) -> Sequence[Issue]:
        return [found for number in numbers if (found := self.issue(number)) is not None]

    def create(self, *, title: IssueText, body: IssueText, labels: Sequence[str]) -> Issue:
        # The highest number ever used plus one: names stay behind in git, numbers are never given twice.
        number = max(self._all(), default=0) + 1
        head = _Head(
            number=number,
            title=str(title),
            state=IssueState.OPEN,
            labels=tuple(labels),
            author=AUTHOR,
            opened_at=self._now,
        )
        path = self._folder / f"{number:04d}-{_slug(title)}.md"
        return self._write(_File(path=path, head=head, body=str(body), comments=()))

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

    def uncomment(self, number: int, comment: int) -> None:
        file = self._file(number)
        kept = tuple(each for each in file.comments if each[0].id != comment)
        if kept != file.comments:
            self._write(replace(file, comments=kept))

    def ensure_label(self, label: Label) -> None:
        """A directory has no labels of its own: they stand in the issues."""

    def _relabel(self, file: _File, labels: tuple[str, ...]) -> None:
        if labels != file.head.labels:
            self._write(replace(file, head=file.head.model_copy(update={"labels": labels})))

    def _file(self, number: int) -> _File:
        file = self._all().get(number)
        if file is None:
            raise TrackerError(f"issue {number} is gone", where=str(self._folder))
        return file

    def _all(self) -> dict[int, _File]:
        if self._files is None:
            self._files = {}
            for path in sorted(self._folder.glob("[0-9]*-*.md")):
                # A link could lead anywhere, and what it leads to would be read and shown.
                if _NAME.match(path.name) and path.is_file() and not path.is_symlink():
                    file = _read(path)
                    other = self._files.setdefault(file.head.number, file)
                    if other is not file:
                        raise TrackerError(
                            f"number {file.head.number} stands in two files",
                            where=str(path),
                            why=f"the other one is {other.path.name}",
                            mend="Give one of them a number that is free.",
                        )
        return self._files

    def _keep(self, file: _File) -> _File:
        self._all()[file.head.number] = file
        return file

    def _write(self, file: _File) -> Issue:
        self._folder.mkdir(parents=True, exist_ok=True)
        _replace(file.path, _text(file))
        return _issue(self._keep(file))


def _issue(file: _File) -> Issue:
    head = file.head
    return Issue(
        number=head.number,
        title=head.title,
        body=file.body,
        state=head.state,
        state_reason=head.state_reason,
        labels=frozenset(head.labels),
        author=head.author,
        url=None,
        # Here the file says who closed it, so an absent name is a person's.
        closed_by=(head.closed_by or "somebody") if head.state is IssueState.CLOSED else None,
        comments=len(file.comments),
    )


def _text(file: _File) -> str:
    fields = {name: value for name, value in file.head.model_dump(mode="json").items() if value not in (None, [])}
    front = yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=1_000)
    parts = [f"---\n{front}---\n\n{_escaped(file.body)}\n"]
    if file.comments:
        parts.append(f"{_COMMENTS}\n")
        parts += [f"### {each.id} · {each.author} · {time}\n\n{_escaped(each.body)}\n" for each, time in file.comments]
    return "\n".join(parts)


def _escaped(text: str) -> str:
    """A body in which no line is taken for a comment's heading."""
    return _LIKE_COMMENT.sub(r"\\", text.strip())


def _unescaped(lines: list[str]) -> str:
    return "\n".join(line[1:] if line[:1] == "\\" and _LIKE_COMMENT.match(line) else line for line in lines).strip()


def _read(path: Path) -> _File:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TrackerError("cannot be read", where=str(path), why=str(error)) from error
    lines = text.replace("\r\n", "\n").split("\n")
    end = next((at for at, line in enumerate(lines[1 : _LONGEST_HEAD + 1], 1) if line == "---"), None)
    if lines[0] != "---" or end is None:
        raise TrackerError(
            "is not an issue",
            where=f"{path}:1",
            why="it has no front matter between two lines of ---",
            mend="Restore the file from git, or move it elsewhere.",
        )
    try:
        fields = _plain_yaml("\n".join(lines[1:end]))
        head = _Head.model_validate(fields if isinstance(fields, Mapping) else {})
    except (yaml.YAMLError, ValidationError, RecursionError, ValueError) as error:
        raise TrackerError(
            "its front matter cannot be used",
            where=f"{path}:1",
            why=" ".join(str(error).split())[:300],
            mend="Mend it by hand, or restore the file from git.",
        ) from error
    body, comments = _part(lines[end + 1 :])
    return _File(path=path, head=head, body=body, comments=comments)


def _plain_yaml(text: str) -> object:
    """The data of a front matter; raises `ValueError` for what would take long to read, or unfold to gigabytes."""
    if len(text) > _LARGEST_HEAD or text.count("[") + text.count("{") > _MOST_BRACKETS:
        raise ValueError("it is too large")
    loader: Any = yaml.SafeLoader(text)
    try:
        while not loader.check_event(yaml.StreamEndEvent):
            if isinstance(loader.get_event(), yaml.AliasEvent):
                raise ValueError("it uses aliases")
    finally:
        loader.dispose()
    return cast(object, yaml.safe_load(text))


def _part(lines: list[str]) -> tuple[str, tuple[tuple[Comment, str], ...]]:
    """Body and comments. The comments begin at the last heading for them that a comment follows."""
    start = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        if lines[at] == _COMMENTS and any(_COMMENT.match(line) for line in lines[at + 1 : at + 4]):
            start = at
            break
    comments: list[tuple[Comment, str]] = []
    heads = [at for at in range(start, len(lines)) if _COMMENT.match(lines[at])]
    for at, following in pairwise([*heads, len(lines)]):
        found = _COMMENT.match(lines[at])
        assert found is not None  # noqa: S101  selected above
        body = _unescaped(lines[at + 1 : following])
        comments.append((Comment(id=int(found[1]), author=found[2], body=body), found[3]))
    return _unescaped(lines[:start]), tuple(comments)


def _slug(title: str) -> str:
    folded = unicodedata.normalize("NFKC", title).casefold()
    return "-".join(re.findall(r"[^\W_]+", folded))[:60].strip("-") or "untitled"


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
