"""Works that are written as labelled lines, one work after the other: "Task: Draw the grid", "Status: in progress"."""

from __future__ import annotations

from collections.abc import Iterator

from handoff_issues.handoff.lexicon import Group, Lexicon
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.structure.labels import is_detail

_LABEL = 30
"""Characters in which a label ends."""
_GAP = 2
"""How many lines further one can stand that goes on."""
_LEAST = 2
"""Words that name a work; and works that make such a list."""


def hang_fields(root: Block, lexicon: Lexicon) -> None:
    """Make each such work of a page a label that names it, above the lines that follow it."""
    for block in [root, *root.walk()]:
        records = list(_records(block, lexicon))
        if len(records) >= _LEAST:
            _hang(block, records)


def _records(holder: Block, lexicon: Lexicon) -> Iterator[list[Block]]:
    """The runs of lines right under a block of which the first names a work, and the others tell its state and more."""
    run: list[Block] = []
    for child in [*holder.children, None]:
        if run and child is not None and _goes_on(run, child) and _is_field(child, lexicon):
            run.append(child)
            continue
        if any(_is_status(line, lexicon) for line in run[1:]):
            yield run
        run = [child] if child is not None and _names_work(child, lexicon) else []


def _goes_on(run: list[Block], line: Block) -> bool:
    """Whether a line follows with a blank one between at the most."""
    return line.start - run[-1].end <= _GAP


def _label(line: Block) -> str:
    label = line.text.label if line.shape is Shape.PROSE else None
    return label if label is not None and len(label) <= _LABEL else ""


def _names_work(line: Block, lexicon: Lexicon) -> bool:
    """Whether a line says of what follows its label that it is a work: "Task: ...", "Bug: ..."."""
    label = _label(line)
    if not label or not lexicon.read(label).covers(Group.GROUPS):
        return False
    return len(lexicon.read(line.text.plain[len(label) + 1 :]).words) >= _LEAST


def _is_status(line: Block, lexicon: Lexicon) -> bool:
    return lexicon.read(_label(line)).covers(Group.STATUSES)


def _is_field(line: Block, lexicon: Lexicon) -> bool:
    said = lexicon.read(_label(line))
    return said.covers(Group.STATUSES, Group.URGENCY) or (bool(said.words) and is_detail(line, lexicon))


def _hang(holder: Block, records: list[list[Block]]) -> None:
    """Turn the first line of each record into a label of its own, and hang the others below it."""
    for work, *fields in records:
        start = work.text.raw.index(work.text.label or "") + len(work.text.label or "") + 1
        work.shape, work.end = Shape.LABEL, fields[-1].end
        work.text = work.text.between(start, len(work.text.raw))
        for line in fields:
            work.add(line)
    gone = {line for _, *fields in records for line in fields}
    holder.hold([child for child in holder.children if child not in gone])
