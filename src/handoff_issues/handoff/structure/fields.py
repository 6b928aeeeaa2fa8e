"""What labelled lines under a heading or an entry say of the work: "**Status:** blocked | Priority: P1"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from handoff_issues.handoff.lexicon import Group, Lexicon, Reading, Tag
from handoff_issues.handoff.lexicon.levels import levels_in
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.outline.inline import COLON
from handoff_issues.handoff.sentences.states import CLAUSE_END, read_cell, states_of_cell
from handoff_issues.model import Priority

_MAX_LINES = 12
"""Lines under a heading in which fields are looked for; what follows is the work's text."""
_MAX_LINE = 200
"""Characters of a line; a longer one tells a story."""
_LABEL = 30
"""Characters in which a label ends."""
_VALUE = 8
"""Words of a value; more tell a story."""
_LINES = (Shape.PROSE, Shape.ENTRY, Shape.LABEL)
_PIECE_END = re.compile(r"\s*[|·•;；]\s*")


class Fields(NamedTuple):
    """The states and the levels that they give."""

    states: frozenset[Tag] = frozenset()
    levels: tuple[Priority, ...] = ()


def read_fields(block: Block, lexicon: Lexicon) -> Fields:
    """The fields of `block`, from the lines right under it."""
    states: set[Tag] = set()
    levels: list[Priority] = []
    for label, value in _fields(block):
        name = lexicon.read(label)
        if name.covers(Group.STATUSES):
            reading = read_cell(value, lexicon)
            if len(reading.words) <= _VALUE:
                states |= states_of_cell(reading)
                levels += [Priority(hit.value) for hit in reading.of(Group.PRIORITY) if not hit.first]  # "deferred"
        elif name.covers(Group.URGENCY):
            reading = read_level(CLAUSE_END.split(value, maxsplit=1)[0], lexicon)
            levels += levels_in(reading) if len(reading.words) <= _VALUE else ()
    return Fields(frozenset(states), tuple(levels))


def read_level(value: str, lexicon: Lexicon) -> Reading:
    """What a label or a column of levels has as its value; a bare number is that of a priority."""
    return lexicon.read(f"priority {value}" if value.strip().isdigit() else value)


def _fields(block: Block) -> Iterator[tuple[str, str]]:
    """The labels and values of the lines right under a block."""
    for line in islice(block.children, _MAX_LINES):
        text = line.text.plain
        if line.shape not in _LINES or line.checked is not None or len(text) > _MAX_LINE:
            continue
        pieces = _PIECE_END.split(text)
        if line.shape is Shape.ENTRY and len(pieces) > 1 and COLON.search(pieces[0], 0, _LABEL) is None:
            continue  # "Add a retry | Priority: high" is a work of its own.
        for piece in pieces:
            colon = COLON.search(piece, 0, _LABEL)
            if colon is not None and (value := piece[colon.end() :].strip()):
                yield piece[: colon.start()], value
