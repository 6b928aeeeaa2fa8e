"""Tables that are more than a list of rows: sections within them, and columns that hold works of their own.

A row with one cell stands above those that follow it. The name of a column such as "Remaining" or "Done", in a table
without a column of works, stands above its cells. Both become labels, with rows below them that hold one work each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Literal

from handoff_issues.handoff.lexicon import Group, Lexicon, Role
from handoff_issues.handoff.lexicon.terms import FINISHED, UNFINISHED, Holds
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.outline.inline import Inline, has_words, is_ornament
from handoff_issues.handoff.sentences.clauses import count_words, is_told
from handoff_issues.handoff.structure.columns import Column, names_something, read_columns
from handoff_issues.handoff.structure.rows import TICKED, Row
from handoff_issues.handoff.structure.sorting import LABELS

_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_NAME = 3
"""Words of a section's name that nobody knows."""


def hang_tables(root: Block, lexicon: Lexicon) -> None:
    """Give the tables of a page the labels that they have."""
    for holder in [root, *root.walk()]:
        if any(child.shape is Shape.ROW for child in holder.children):
            runs = [list(run) for _, run in groupby(holder.children, lambda child: (child.shape, child.series))]
            hung = [_hung(run, lexicon) if run[0].shape is Shape.ROW else run for run in runs]
            holder.hold([block for blocks in hung for block in blocks])


def _hung(rows: Sequence[Block], lexicon: Lexicon) -> list[Block]:
    """A table's rows below their labels; those that have none come first, or before them."""
    columns = read_columns(rows[0].header, lexicon)
    works = _columns_of_works(columns)
    # A column that only ticks off what stands beside it is a state of the rows.
    if works and all(columns[at].is_open or _names_works(at, rows, lexicon) for at in works):
        return _by_columns(rows, works, lexicon)
    return list(_by_sections([part for row in rows for part in _each_line(row, lexicon)], lexicon))


def _columns_of_works(columns: Sequence[Column]) -> list[int]:
    """The columns whose names say how far their works are, where one says open and none holds works of any kind.

    One alone, with nothing before it that its works are of, is the column of the works.
    """
    if any(column.holds is Holds.WORK for column in columns) or not any(column.is_open for column in columns):
        return []
    found = [at for at, column in enumerate(columns) if column.role is Role.DONE or column.is_open]
    named = any(column.is_named and column.holds in (None, Holds.AREA) for column in columns[: found[0]])
    return found if len(found) > 1 or named else []


def _names_works(at: int, rows: Sequence[Block], lexicon: Lexicon) -> bool:
    """Whether the cells of a column name works, and do not only tick them off."""
    return any(True for row in rows if at < len(row.cells) for _ in _works_in(row.cells[at], lexicon))


def _by_columns(rows: Sequence[Block], works: Sequence[int], lexicon: Lexicon) -> list[Block]:
    """The cells of each column of works below its name; rows without a work in one of them stay as they are."""
    labels = {at: _label(rows[0].header[at], rows[0]) for at in works}
    others: list[Block] = []
    for row in rows:
        if any(_tells_how_far(row.cells[at], lexicon) for at in works if at < len(row.cells)):
            others.append(row)
            continue
        found = [(at, line) for at in works if at < len(row.cells) for line in _works_in(row.cells[at], lexicon)]
        beside = [at for at in range(len(row.cells)) if at not in works and not _is_finished(row.cells[at], lexicon)]
        for at, line in found:
            cells = [line, *(row.cells[each] for each in beside)]
            header = [row.header[each] for each in (at, *beside)]
            labels[at].add(_part(row, cells, header, alone=len(found) == 1))
        if not found:
            others.append(row)
    for label in labels.values():
        label.end = max([label.end, *(part.end for part in label.children)])
    return [*others, *(label for label in labels.values() if label.children)]


def _tells_how_far(cell: Inline, lexicon: Lexicon) -> bool:
    """Whether a cell where a work is to be named says how far another one is: "in progress", "30 %", "3"."""
    reading = lexicon.read(cell.plain)
    if names_something(cell.plain, lexicon) or reading.starts(Group.EMPTY) or reading.has(Group.ANSWERS):
        return False
    return any(word.isalnum() for word in reading.words) or "?" in cell.plain or reading.has(Group.TAGS, *UNFINISHED)


def _works_in(cell: Inline, lexicon: Lexicon) -> Iterator[Inline]:
    """The works of a cell, each of which may stand on a line of its own."""
    for line in _lines(cell):
        reading = lexicon.read(line.plain)
        says = names_something(line.plain, lexicon) and not reading.starts(Group.EMPTY)
        if says and not reading.has(Group.ANSWERS) and not TICKED.fullmatch(line.plain):
            yield line


def _lines(cell: Inline) -> Iterator[Inline]:
    start, raw = 0, cell.raw
    for stop, following in [*((found.start(), found.end()) for found in _BREAK.finditer(raw)), (len(raw), len(raw))]:
        yield cell.between(start, stop).without_bullet()
        start = following


def _each_line(row: Block, lexicon: Lexicon) -> Iterator[Block]:
    """A row for each line of the cell that names the work, where each is an instruction; else the row."""
    at = Row(row, lexicon).work
    lines = list(_lines(row.cells[at])) if at is not None and _BREAK.search(row.cells[at].raw) else []
    if len(lines) < 2 or not all(is_told(lexicon.read(line.plain)) for line in lines):
        yield row
        return
    for line in lines:
        cells = [line if each == at else cell for each, cell in enumerate(row.cells)]
        yield _part(row, cells, row.header, alone=False)


def _part(row: Block, cells: Sequence[Inline], header: Sequence[Inline], *, alone: bool) -> Block:
    """A row of one of the works of `row`."""
    part = Block(Shape.ROW, row.start, row.end, Inline.joined(cells), series=row.series, quoted=row.quoted)
    part.cells, part.header, part.is_cut, part.whole = tuple(cells), tuple(header), not alone, row
    return part


def _is_finished(cell: Inline, lexicon: Lexicon) -> bool:
    """Whether a cell only says that something is finished: what is open beside it is something else."""
    reading = lexicon.read(cell.plain)
    return reading.covers(Group.TAGS) and all(hit.value in FINISHED for hit in reading.of(Group.TAGS))


def _by_sections(rows: Sequence[Block], lexicon: Lexicon) -> Iterator[Block]:
    """The rows below those that stand above others; one that only names an area is left out."""
    kinds = {row: kind for row, after in pairwise(rows) if (kind := _section(row, after, lexicon))}
    label: Block | None = None
    for row in rows:
        kind = kinds.get(row)
        if kind is not None:
            label = _label(row.text, row, whole=row) if kind == "sorts" else None
            yield from [label] if label is not None else []
        elif label is not None:
            label.add(row)
            label.end = row.end
        else:
            yield row


def _section(row: Block, after: Block, lexicon: Lexicon) -> Literal["sorts", "names"] | None:
    """What a first cell alone does for the rows that follow: sorts by known words, or names by strong ones."""
    if len(row.cells) < 2 or not has_words(row.cells[0].plain) or any(cell.plain for cell in row.cells[1:]):
        return None
    name = row.cells[0]
    reading = lexicon.read(name.plain)
    if reading.covers(*LABELS):
        return "sorts"
    strong = is_ornament(name.rest.plain)
    listed = any(cell.plain for cell in after.cells[1:]) and not after.cells[0].lead.spans
    names = strong and listed and count_words(name.plain) <= _NAME and not is_told(reading)
    return "names" if names else None


def _label(text: Inline, row: Block, *, whole: Block | None = None) -> Block:
    return Block(Shape.LABEL, row.start, row.start, text, quoted=row.quoted, whole=whole)
