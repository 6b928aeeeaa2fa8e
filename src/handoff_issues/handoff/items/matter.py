"""What an entry says of the work itself, whatever form it has and however far the work is."""

from __future__ import annotations

import re

from handoff_issues.handoff.lexicon import Group, Lexicon

_PLACE = re.compile(r"^\s*(?:[-*+•]\s+)?\d+[.)]\s")
"""The place of an entry in a numbered list."""
_PIECE_END = re.compile(r"[|()\[\]（）【】—–:：,;，；、\n]+|\s-\s|(?<=[.!?。])\s+")
_HOW_FAR = (Group.TAGS, Group.PRIORITY, Group.MARKS, Group.URGENCY)


def matter_of(text: str, lexicon: Lexicon) -> str:
    """The pieces of lines that say more than a state or a level: equal for two that tell of the work the same."""
    pieces = ((piece.strip(), lexicon.read(piece)) for piece in _PIECE_END.split(_PLACE.sub("", text)))
    return " ".join(piece for piece, said in pieces if said.words and not said.covers(*_HOW_FAR))
