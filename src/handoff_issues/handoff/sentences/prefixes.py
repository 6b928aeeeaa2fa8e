"""What stands before the matter of an entry: a ticket's key, a label that only sorts, and what sets it off."""

from __future__ import annotations

import re

from handoff_issues.handoff.lexicon import Group, Lexicon
from handoff_issues.handoff.sentences.states import CLAUSE_END

TICKET = re.compile(r"\b[A-Z]{2,10}-\d{1,6}\b")
DASHES = re.compile(r"\s*(?:[—–:：→]|--|-\s)\s*")
PREFIX_END = re.compile(r"(?<!:)[:：](?!:)\s*|\s+[—–-]+\s+")


def without_prefix(text: str, lexicon: Lexicon) -> str:
    """`text` without a label that only sorts: "Priority 1: Fix it" and "Option B - Fix it" are about fixing."""
    found = PREFIX_END.search(text, 0, 40)
    if found is None or not text[found.end() :].strip():
        return text
    prefix = lexicon.read(CLAUSE_END.split(text[: found.start()], maxsplit=1)[0])
    if TICKET.match(text):
        return text
    return text[found.end() :] if prefix.covers(Group.GROUPS, Group.PRIORITY, Group.PHASES, Group.TAGS) else text
