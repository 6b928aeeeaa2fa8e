"""What the columns of a table hold, by their names, and which cell of a row names the work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from handoff_issues.handoff.lexicon import Group, Lexicon, Role, Tag
from handoff_issues.handoff.lexicon.terms import UNFINISHED, Holds
from handoff_issues.handoff.outline.inline import Inline, has_words, is_ornament
from handoff_issues.handoff.structure.roles import BRACKETED

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_KEY = re.compile(r"[A-Z]{1,3}-?\d{1,3}|[A-Z][A-Z0-9]{1,9}[-_]\d{1,6}")
"""The number of a row, or a ticket's key alone."""


class Column(NamedTuple):
    """What a column's name says of its cells."""

    is_named: bool = False
    holds: Holds | None = None
    role: Role | None = None
    """What it says like a heading, where it says nothing else: "Remaining", "Done"."""
    is_unfinished: bool = False
    """Whether it says so by the word for a state: "Recommended action" may be one for any case."""
    is_status: bool = False
    """Whether its name says that its cells tell how far the works are: "Status", "Done"."""
    asks_done: bool = False
    """Whether they tell it by an answer, a tick or a day: "Done?", "Merged on"."""

    @property
    def is_open(self) -> bool:
        """Whether its cells are works that are still to be done: "Next step", "Missing"."""
        return self.is_unfinished and self.role in _OPEN

    @property
    def is_work(self) -> bool:
        """Whether they are those, or what holds works up, or asks."""
        return self.role is not None and self.role.is_work


_OPEN = (Role.PENDING, Role.PROGRESS, Role.FUTURE)


def read_columns(header: Sequence[Inline], lexicon: Lexicon) -> tuple[Column, ...]:
    """The columns of a table, by the words above them."""
    return tuple(read_column(cell.plain, lexicon) for cell in header)


def read_column(name: str, lexicon: Lexicon) -> Column:
    """What one column's name says; a remark in brackets is none of it: "Effort (days)"."""
    name = _EDGES.sub("", BRACKETED.sub("", name))
    reading = lexicon.read(name)
    if not has_words(name):
        return Column()
    listed = reading.of(Group.COLUMNS)
    if listed:
        return Column(is_named=True, holds=Holds(listed[0].value))
    whole = [hit for hit in reading.of(Group.HEADINGS) if hit.size == len(reading.words)]
    if not whole and reading.covers(Group.MARKS):
        whole = [hit for hit in reading.of(Group.WHOLE_HEADINGS) if hit.size == len(reading.words)]
    role = Role(whole[0].value) if whole else None
    done = any(hit.value == Tag.DONE and not reading.negated(hit) for hit in reading.of(Group.TAGS))
    begun = {Tag(hit.value) for hit in reading.of(Group.TAGS)} & UNFINISHED
    asks = not begun and (done or reading.has(Group.HEADINGS, Role.DONE))
    unfinished = bool(begun) or role is Role.PROGRESS or reading.covers(Group.MARKS)
    return Column(
        is_named=True,
        role=role,
        is_unfinished=unfinished,
        is_status=asks or reading.has(Group.STATUSES),
        asks_done=asks,
    )


def name_cell(cells: Sequence[Inline], columns: Sequence[Column], lexicon: Lexicon) -> int | None:
    """Which cell names the work: that of the column of works, else the first that is not told of it besides.

    No number or state does, nor what a work is a part of, where something is said of that; None where no cell does.
    """
    said = [at for at in range(len(cells)) if names_something(cells[at].plain, lexicon)]
    # What is said of a part whose state another column tells is a remark on that state.
    told = any(columns[at].holds is Holds.TEXT for at in said) and not any(column.is_status for column in columns)
    best = min(said, key=lambda at: (_rank(columns[at], told=told), at), default=None)
    if best is not None:
        return best
    named = (at for at, cell in enumerate(cells) if not is_ornament(cell.plain) and not _is_state(cell, lexicon))
    return next(named, None)


def _rank(column: Column, *, told: bool) -> int:
    """How far a column is from being that of the works, where a text is `told` of what they are a part of."""
    if column.holds is Holds.WORK:
        return 0
    if column.is_open:
        return 1
    if column.holds is Holds.ASIDE:
        return 4
    return 3 if column.holds is Holds.AREA and told else 2


def names_something(text: str, lexicon: Lexicon) -> bool:
    """Whether a cell is more than a number, a key, a state, a level or "Phase 2"."""
    if is_ornament(text) or _KEY.fullmatch(text):
        return False
    reading = lexicon.read(text)
    return not (reading.covers(Group.TAGS, Group.PRIORITY) or reading.covers(Group.PHASES))


def _is_state(cell: Inline, lexicon: Lexicon) -> bool:
    return lexicon.read(cell.plain).covers(Group.TAGS, Group.PRIORITY)
