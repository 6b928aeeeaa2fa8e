"""One issue as a Markdown file: front matter, body and comments, read with suspicion and written whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import yaml
from pydantic import Field, ValidationError, field_validator

from handoff_issues.atomic import write_whole
from handoff_issues.errors import TrackerError
from handoff_issues.model import Comment, Frozen, Issue, IssueState, StateReason

_LONGEST_HEAD, _LARGEST_HEAD, _MOST_BRACKETS = 200, 10_000, 1_000
"""Lines, characters and brackets of a front matter; ours has about ten lines."""
_COMMENTS = "## Comments"
_COMMENT = re.compile(r"^### (\d{1,6}) · (\S{1,100}) · (\S{1,40})$")
_LIKE_COMMENT = re.compile(r"^(?=\\*### \d{1,6} · )", re.MULTILINE)


class Head(Frozen):
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

    @field_validator("labels", mode="before")
    @classmethod
    def _none_is_no_label(cls, labels: Any) -> Any:
        """ "labels:" with nothing behind it is what is left when a person takes off the last one."""
        return () if labels is None else labels


@dataclass(frozen=True, slots=True)
class IssueFile:
    """A file taken apart."""

    path: Path
    head: Head
    body: str
    comments: tuple[tuple[Comment, str], ...]
    """Each with its time as written."""

    def issue(self) -> Issue:
        """As our model has it."""
        head = self.head
        return Issue(
            number=head.number,
            title=head.title,
            body=self.body,
            state=head.state,
            # Who opens one again by its state alone leaves the reason for which it was closed.
            state_reason=StateReason.REOPENED
            if head.state is IssueState.OPEN and head.state_reason
            else head.state_reason,
            labels=frozenset(head.labels),
            author=head.author,
            url=None,
            # Here the file says who closed it, so an absent name is a person's.
            closed_by=(head.closed_by or "somebody") if head.state is IssueState.CLOSED else None,
            closed_on=head.closed_at.date() if head.closed_at and head.state is IssueState.CLOSED else None,
            comments=len(self.comments),
        )


def write(file: IssueFile) -> None:
    """Write a file whole or not at all."""
    write_whole(file.path, _text(file))


def _text(file: IssueFile) -> str:
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


def read(path: Path) -> IssueFile:
    """The issue in a file; raises `TrackerError` where it is none."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors put a byte order mark before it
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
        head = Head.model_validate(fields if isinstance(fields, Mapping) else {})
    except (yaml.YAMLError, ValidationError, RecursionError, ValueError) as error:
        raise TrackerError(
            "its front matter cannot be used",
            where=f"{path}:1",
            why=" ".join(str(error).split())[:300],
            mend="Mend it by hand, or restore the file from git.",
        ) from error
    body, comments = _part(lines[end + 1 :])
    return IssueFile(path=path, head=head, body=body, comments=comments)


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
