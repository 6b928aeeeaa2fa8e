"""What the label of a block says: that it is a part of one piece of work, its plan, or a line about the note."""

from __future__ import annotations

from collections.abc import Sequence

from handoff_issues.handoff.lexicon import Cue, Group, Lexicon
from handoff_issues.handoff.outline import Block
from handoff_issues.handoff.sentences.prefixes import without_dash
from handoff_issues.handoff.structure.headings import is_heading

_SOME = 8
"""Entries of a list that are looked at."""
_LABEL = 50
"""Characters in which the label of a part ends."""


def is_plan(block: Block, lexicon: Lexicon) -> bool:
    """Whether a block is labelled as that what is to be done about the heading above it."""
    reading = lexicon.read(_label_of(block))
    if not any(hit.first == 0 and hit.size * 2 >= len(reading.words) for hit in reading.of(Group.PLANS)):
        return False
    return not lexicon.read(without_dash(block.text.rest.plain)).starts(Group.FINISHED)


def _label_of(block: Block) -> str:
    """The label before a block's words, or a label's own words."""
    lead = block.text.lead
    if lead.spans:
        return lead.plain[:60]
    if is_heading(block):
        return block.text.plain[:60]
    label = block.text.label or ""
    return label if len(label) <= 50 else ""


def is_detail(block: Block, lexicon: Lexicon) -> bool:
    """Whether a block is a labelled part of one piece of work ("Impact: ...", "Files:", "What to build")."""
    lead = block.text.lead
    label = lead.plain if lead.spans else block.text.label or ""
    if is_heading(block) and not label:
        label = block.text.plain
    if not 0 < len(label) <= 50 or label.startswith("@"):  # "@code: add the model" is asked of somebody
        return False
    reading = lexicon.read(label)
    return any(hit.first == 0 and hit.size * 2 >= len(reading.words) for hit in reading.of(Group.DETAILS))


def is_settled(block: Block, lexicon: Lexicon) -> bool:
    """Whether a labelled part of a matter says that it stays so, or is mended: "Decision: kept as it is"."""
    label = block.text.label
    if is_heading(block) or block.checked is not None or label is None or len(label) > _LABEL:
        return False
    name, value = lexicon.read(label), lexicon.read(block.text.plain[len(label) :])
    return (name.has(Group.CUES, Cue.DONE) and name.covers(Group.CUES)) or value.has(Group.CUES, Cue.DONE)


def is_metadata(block: Block, lexicon: Lexicon) -> bool:
    """Whether a line is a label and a value that describe the note ("Branch: main")."""
    reading = lexicon.read(_label_of(block))
    return any(hit.first == 0 and hit.stop == len(reading.words) for hit in reading.of(Group.METADATA))


def mostly_metadata(blocks: Sequence[Block], lexicon: Lexicon) -> bool:
    """Whether a list describes the note: of a few of its entries most do ("- Branch: main")."""
    some = blocks[:_SOME]
    return len(some) > 2 and sum(is_metadata(block, lexicon) for block in some) * 5 >= len(some) * 3
