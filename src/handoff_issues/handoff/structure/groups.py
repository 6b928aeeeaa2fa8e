"""Entries that only group others: "- Done" and "- Remaining", "- Payments" and "- Search", each above its works."""

from __future__ import annotations

from handoff_issues.handoff.lexicon import Cue, Group, Lexicon, Role
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.sentences.clauses import count_words
from handoff_issues.handoff.sentences.prefixes import without_prefix
from handoff_issues.handoff.structure.headings import read_heading
from handoff_issues.handoff.structure.roles import BRACKETED
from handoff_issues.handoff.structure.sorting import LABELS

_LONGEST = 60
"""Characters; a longer entry tells something."""


def hang_groups(root: Block, lexicon: Lexicon) -> None:
    """Make each entry of a page that only groups what is nested in it the label that it is."""
    for block in root.walk():
        if block.shape is Shape.ENTRY and block.children and _is_group(block, lexicon):
            block.shape, block.checked, block.number, block.series = Shape.LABEL, None, None, 0


def _is_group(block: Block, lexicon: Lexicon) -> bool:
    """Whether an entry says by known words what follows, or is one word above instructions.

    A name of more words may as well be a deliverable above its steps ("Search console"), and what is called after a
    part of the page ("Tests") is known as an area where it stands among work.
    """
    entries = block.children
    if block.checked or (block.checked is False and any(one.checked is None for one in entries)):
        return False  # a box is a work by its form
    if len(block.text.plain) > _LONGEST or any(one.shape is not Shape.ENTRY for one in entries):
        return False
    if any(lexicon.read(remark).has(Group.TAGS) for remark in BRACKETED.findall(block.text.plain)):
        return False  # a state in brackets is a work's own
    name = BRACKETED.sub(" ", block.text.plain)
    words, meaning = lexicon.read(name), read_heading(block, lexicon)
    if not any(map(str.isalnum, words.words)) or (words.starts(Group.VERBS) and not meaning.whole):
        return False
    if meaning.role is not None and not meaning.role.is_work and meaning.role is not Role.DONE:
        return False
    alone = count_words(name) <= 1
    return words.covers(*LABELS) or (alone and all(_is_told(entry, lexicon) for entry in entries))


def _is_told(entry: Block, lexicon: Lexicon) -> bool:
    """Whether an entry is a work by its form: an instruction, or a box."""
    reading = lexicon.read(without_prefix(entry.text.plain, lexicon))
    return entry.checked is not None or (
        reading.starts(Group.VERBS) and not reading.starts(Group.CUES, Cue.RITUAL, Cue.RULE)
    )
