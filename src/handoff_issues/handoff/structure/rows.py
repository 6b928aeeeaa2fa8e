"""A row of a table, read by the names of its columns: which cell names the work, and which tell how far it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handoff_issues.handoff.lexicon import Group, Lexicon, Role, Tag
from handoff_issues.handoff.lexicon.terms import FINISHED, Holds
from handoff_issues.handoff.once import once
from handoff_issues.handoff.outline import Block
from handoff_issues.handoff.outline.inline import Inline, has_words
from handoff_issues.handoff.sentences.states import CLAUSE_END, is_state
from handoff_issues.handoff.structure.columns import Column, name_cell, names_something, read_columns

TICKED = re.compile(r"[xX]|(?:20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}\.\d{1,2}\.(?:20\d\d)?|#\d+)")
"""A cross in a column of ticks, the day when something was done, or the number of what did it."""
_ANSWERS = {"yes": Tag.DONE, "no": Tag.OPEN}


@dataclass(frozen=True)
class Row:
    """The cells of a row, read; a block that is no row has none."""

    block: Block
    lexicon: Lexicon

    @once
    def columns(self) -> tuple[Column, ...]:
        """What the columns hold, by their names."""
        named = read_columns(self.block.header, self.lexicon)[: len(self.block.cells)]
        return (*named, *[Column()] * (len(self.block.cells) - len(named)))

    @once
    def label(self) -> Role | None:
        """What the first of two cells calls the second ("Next step | ...")."""
        if len(self.block.cells) != 2 or any(column.is_work for column in self.columns):
            return None
        first, second = (self.lexicon.read(cell.plain) for cell in self.block.cells)
        if is_state(second, self.lexicon):
            return None  # "Documentation | open"
        hit = next((hit for hit in first.of(Group.HEADINGS) if hit.first == 0 and hit.stop == len(first.words)), None)
        hit = hit or next((hit for hit in first.of(Group.HEADINGS) if hit.size * 2 > len(first.words)), None)
        return Role(hit.value) if hit else None

    @once
    def work(self) -> int | None:
        """Which cell names the work; the label of the cell after it does not."""
        first = 1 if self.label is not None else 0
        at = name_cell(self.block.cells[first:], self.columns[first:], self.lexicon)
        return None if at is None else first + at

    @once
    def area(self) -> str:
        """What the work is a part of: by a column before it, or by any beside one whose works are open by its name."""
        if self.work is None:
            return ""
        is_open = self.columns[self.work].is_work
        names, places = ((Holds.AREA, None), range(len(self.columns))) if is_open else ((Holds.AREA,), range(self.work))
        others = (at for at in places if at != self.work and self.columns[at].holds in names)
        named = (self.block.cells[at] for at in others if not self.columns[at].is_status)
        return next((cell.marked for cell in named if names_something(cell.plain, self.lexicon)), "")

    @once
    def cells(self) -> tuple[Inline, ...]:
        """The cells without ticks below a name that is none of a state: "Needs a review", "✅"."""
        pairs = zip(self.block.cells, self.columns, strict=True)
        return tuple(cell for cell, column in pairs if not (self._asks_else(column) and self._is_tick(cell)))

    def _asks_else(self, column: Column) -> bool:
        """Whether a column has a name that does not ask how far the works are."""
        return column.is_named and not column.is_status

    def _is_tick(self, cell: Inline) -> bool:
        said = self.lexicon.read(cell.plain).of(Group.TAGS)
        return not has_words(cell.plain) and any(hit.value in FINISHED for hit in said)

    @once
    def state_cells(self) -> tuple[Inline, ...]:
        """The cells that can tell how far the work is: those behind the first, and that where it says nothing else."""
        first, *others = self.cells or (Inline(()),)
        return (first, *others) if self.lexicon.read(first.plain).covers(Group.TAGS) else tuple(others)

    @once
    def answered(self) -> frozenset[Tag]:
        """The states that cells give as answers to what their column asks: "Done?", "no"."""
        found: set[Tag] = set()
        for cell, column in zip(self.block.cells[1:], self.columns[1:], strict=True):
            if column.asks_done:
                said = self.lexicon.read(CLAUSE_END.split(cell.plain, maxsplit=1)[0])
                found |= {_ANSWERS[hit.value] for hit in said.of(Group.ANSWERS)}
                found |= {Tag.DONE} if TICKED.fullmatch(cell.plain) else set()
        return frozenset(found)

    @once
    def is_held_up(self) -> bool:
        """Whether a column beside the work tells what it waits for: "Blocked by", "legal"."""
        return any(
            column.role is Role.BLOCKER and at != self.work and self._affirms(self.block.cells[at])
            for at, column in enumerate(self.columns)
        )

    def _affirms(self, cell: Inline) -> bool:
        """Whether a cell says more than "no" or "none"."""
        reading = self.lexicon.read(cell.plain)
        if reading.starts(Group.EMPTY) or reading.has(Group.ANSWERS, "no") or reading.starts(Group.NEGATIONS):
            return False
        hits = reading.of(Group.TAGS)
        ticked = any(hit.value in (Tag.DONE, Tag.BLOCKED) for hit in hits)
        return ticked or (not hits and any(word.isalnum() and word != "0" for word in reading.words))
