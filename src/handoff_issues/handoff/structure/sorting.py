"""Headings that only sort what stands under them: by level, by phase, by the words of a scheme of levels."""

from __future__ import annotations

import re

from handoff_issues.handoff.lexicon import Group, Lexicon, Reading, Role, is_filler
from handoff_issues.handoff.lexicon.levels import levels_in
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.model import Priority

SORTING = (Group.GROUPS, Group.PRIORITY, Group.HEADINGS)
"""Groups of words that sort, in a heading."""
LABELS = (*SORTING, Group.WHOLE_HEADINGS, Group.TAGS, Group.MARKS)
"""The same in a label above entries or rows: words of these, and no others, say which works follow, and name none."""
_LEVEL_END = re.compile(r"[:：(（\[]|\s[—–-]+\s")
_WITH_ARTICLE = 3
"""Words of the shortest instruction that has an article."""
_MANY = 30
"""Headings side by side that are looked at."""


def only_sorts(reading: Reading, lexicon: Lexicon) -> bool:
    """Whether words only sort what stands under them; none do, too."""
    return not reading.words or (reading.covers(*SORTING) and not _has_object(reading, lexicon))


def _has_object(reading: Reading, lexicon: Lexicon) -> bool:
    """Whether a verb has an object, as its article tells: "Test the database", not "Test database"."""
    if not reading.starts(Group.VERBS) or len(reading.words) < _WITH_ARTICLE:
        return False
    article = reading.words[1]
    return article in lexicon.small_words and not lexicon.read(article).has(Group.LINKS)


def is_phase(reading: Reading) -> bool:
    """Whether a heading begins with a numbered phase ("Phase 4", "Step 2")."""
    first = next((at for at, word in enumerate(reading.words) if word.isalnum()), 0)
    named = any(hit.first == first for hit in reading.of(Group.PHASES))
    return named and any(char.isdigit() for word in reading.words[first + 1 : first + 2] for char in word)


def instructs(reading: Reading) -> bool:
    """Whether a verb follows the number of a phase, and no word that names a part of the page as well ("Benchmark")."""
    after = reading.of(Group.PHASES)[0].stop
    first = next((at for at in range(after, len(reading.words)) if not is_filler(reading.words[at])), after)
    told = any(hit.first == first for hit in reading.of(Group.VERBS))
    return told and not any(hit.first == first for hit in reading.of(Group.HEADINGS))


def is_level(text: str, lexicon: Lexicon) -> bool:
    """Whether a heading begins with a level in words, set off ("P2 - after the first feedback", "Priority: high")."""
    parts = _LEVEL_END.split(text, maxsplit=1)
    level = lexicon.read(text if lexicon.read(parts[0]).covers(Group.URGENCY) else parts[0])
    said = any(level.words[hit.first].isalnum() for hit in level.of(Group.PRIORITY))
    begins = level.starts(Group.PRIORITY) or level.starts(Group.URGENCY)
    return said and begins and level.covers(*SORTING, Group.URGENCY)


def level_of_scheme(block: Block, lexicon: Lexicon) -> Priority | None:
    """The level that a word gives only beside others of a scheme: "Important" between "Urgent" and "Nice to have".

    It needs a stronger one beside it, if it is not the first of its scheme: "Next" and "Later" are none without "Now".
    """
    own = _rank(block, lexicon)
    if own is None or block.parent is None or block.shape not in (Shape.SECTION, Shape.LABEL):
        return None
    peers = [child for child in block.parent.children[:_MANY] if child is not block and child.shape is block.shape]
    peers = [child for child in peers if not _is_rule(child, lexicon)]
    ranks = [level for child in peers if (level := _rank(child, lexicon)) is not None]
    levels = (*ranks, *(level for child in peers if (level := _level(child, lexicon)) is not None))
    first = own.rank <= Priority.HIGH.rank and not _is_rule(block, lexicon)
    return own if any(level.rank < own.rank for level in levels) or (first and ranks) else None


def _is_rule(block: Block, lexicon: Lexicon) -> bool:
    """Whether a heading without others beside it is one of rules: "Important"."""
    return lexicon.read(block.text.plain).starts(Group.HEADINGS, Role.RULE)


def _rank(block: Block, lexicon: Lexicon) -> Priority | None:
    """The level that the words of a heading give in a scheme."""
    said = lexicon.read(_LEVEL_END.split(block.text.plain, maxsplit=1)[0])
    ranks = said.of(Group.RANKS)
    return Priority(ranks[0].value) if ranks and said.covers(Group.RANKS) else None


def _level(block: Block, lexicon: Lexicon) -> Priority | None:
    """The level that a heading gives by itself, and says nothing else."""
    said = lexicon.read(_LEVEL_END.split(block.text.plain, maxsplit=1)[0])
    return next(iter(levels_in(said)), None) if said.covers(*SORTING) else None
