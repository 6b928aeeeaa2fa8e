"""Markdown in sections, the most important first, of which as much is shown as there is room for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from handoff_issues.sanitize import IssueText

_MORE, _MORE_END = IssueText.trusted("\n*"), IssueText.trusted(" more are not shown here for want of room.*")
_NOTE = 80
"""Room for saying how many are not shown."""


@dataclass(frozen=True)
class Section:
    """Rows that belong together, one a line; `head` and `tail` are there only with rows."""

    rows: Sequence[IssueText]
    head: IssueText
    tail: IssueText | None = None


def fit(sections: Iterable[Section], limit: int) -> tuple[list[IssueText], int]:
    """As many rows as `limit` characters hold, and how many are left out.

    A section of which nothing fits is counted, and takes no room from those that follow.
    """
    blocks: list[IssueText] = []
    left = 0
    for section in sections:
        room = limit - len(section.head) - len(section.tail or "") - _NOTE
        sizes = list(accumulate(len(row) + 1 for row in section.rows))
        shown = sum(size <= room for size in sizes)
        if not shown:
            left += len(section.rows)
            continue
        hidden = len(sizes) - shown
        note = [IssueText.joined("", [_MORE, IssueText.number(hidden), _MORE_END])] if hidden else []
        tail = [section.tail] if section.tail else []
        block = IssueText.joined("\n", [section.head, *section.rows[:shown], *note, *tail])
        blocks.append(block)
        limit -= len(block) + 2
        left += hidden
    return blocks, left
