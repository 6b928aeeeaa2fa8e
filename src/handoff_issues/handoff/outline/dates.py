"""The day that a note gives itself: in its front matter, in a Date line, or in its title."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import islice

from handoff_issues.handoff.lexicon import load_table
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.outline.source import Source

_FIELDS = ("date", "updated", "last_updated", "last-updated", "lastupdated", "created", "timestamp", "session_date")
_LINES = 40
"""Blocks at the top of the page among which the note's own data stand."""
_CENTURY = "20"
"""What every date has."""
_NUMERIC = re.compile(r"(?<!\d)(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
_GERMAN = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(20\d\d)(?!\d)")
_WORD_FIRST = re.compile(r"\b([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(20\d\d)\b")
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:de\s+|di\s+)?([^\W\d_]{3,12})\.?,?\s+(?:de\s+|del\s+)?(20\d\d)\b"
)


def find_date(root: Block, source: Source) -> date | None:
    """The note's own date, or None where it gives none that is a day of the calendar."""
    fields = dict(source.front_matter)
    for name in _FIELDS:
        if name in fields and (found := read_date(fields[name])) is not None:
            return found
    blocks = list(islice(root.walk(), _LINES))
    for block in blocks:
        label, colon, value = block.text.plain.partition(":")
        if not colon:
            label, colon, value = block.text.plain.partition("：")
        if colon and _is_date_label(label) and (found := read_date(value[:80])) is not None:
            return found
    for block in blocks:
        if block.shape is Shape.SECTION and block.level == 1 and (found := read_date(block.text.plain)) is not None:
            return found
    return _dated_section(blocks)


def read_date(text: str) -> date | None:
    """The first date in `text`: `2026-02-27`, `27.02.2026`, `February 27, 2026`, `27 Feb 2026`, `2026年2月27日`."""
    if _CENTURY not in text:
        return None
    if found := _NUMERIC.search(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _GERMAN.search(text):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if (found := _WORD_FIRST.search(text)) and (month := _month(found[1])):
        return _day(int(found[3]), month, int(found[2]))
    if (found := _DAY_FIRST.search(text)) and (month := _month(found[2])):
        return _day(int(found[3]), month, int(found[1]))
    return None


def _is_date_label(label: str) -> bool:
    return label.strip(" *_#>-\t").lower() in load_table("dates.yml")["labels"]


def _dated_section(blocks: list[Block]) -> date | None:
    """The date that stands alone under a heading which says "Date"."""
    for block in blocks:
        if block.shape is Shape.SECTION and _is_date_label(block.text.plain) and block.children:
            return read_date(block.children[0].text.plain[:80])
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int | None:
    return _months().get(name.lower()) or _months().get(name.lower()[:3])


@cache
def _months() -> dict[str, int]:
    """Every month's name and its first three letters, where no two months share them."""
    table: dict[str, int] = {}
    for names in load_table("dates.yml")["months"].values():
        for number, name in enumerate(names, 1):
            table.setdefault(name, number)
            table.setdefault(name[:3], number)
    return table
