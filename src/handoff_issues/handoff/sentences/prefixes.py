"""What stands before the matter of an entry: a ticket's key, a label that only sorts, and what sets it off."""

from __future__ import annotations

import re

from handoff_issues.handoff.lexicon import Group, Lexicon
from handoff_issues.handoff.sentences.states import CLAUSE_END

TICKET = re.compile(r"\b[A-Z]{2,10}-\d{1,6}\b")
_DASH = re.compile(r"\s*(?:[—–:：→]|--(?=\s|$)|-\s)\s*")
_REMARK = re.compile(r"\s*[(（\[]")
_PART_NUMBER = re.compile(r"\d\.\d")
PREFIX_END = re.compile(r"(?<!:)[:：](?!:)\s*|\s+[—–-]+\s+")


def without_dash(text: str) -> str:
    """`text` without the dash or the colon that it begins with."""
    found = _DASH.match(text)
    return text if found is None else text[found.end() :]


def without_prefix(text: str, lexicon: Lexicon) -> str:
    """`text` without a label that only sorts: "Priority 1: Fix it" and "Option B - Fix it" are about fixing."""
    found = PREFIX_END.search(text, 0, 40)
    if found is None or not text[found.end() :].strip():
        return text
    prefix = lexicon.read(CLAUSE_END.split(text[: found.start()], maxsplit=1)[0])
    if TICKET.match(text):
        return text
    return text[found.end() :] if prefix.covers(Group.GROUPS, Group.PRIORITY, Group.PHASES, Group.TAGS) else text


def stage_before(text: str, lexicon: Lexicon) -> str:
    """The numbered part of a larger work that stands before the matter: "Phase 3" of "Phase 3: Draw the map".

    "Task 3" only counts; "Step 8.3" does not.
    """
    found = PREFIX_END.search(text, 0, 40)
    if found is None or not text[found.end() :].strip() or TICKET.match(text):
        return ""
    stage = _REMARK.split(text[: found.start()], maxsplit=1)[0].strip()
    reading = lexicon.read(stage)
    numbered = stage[:1].isalpha() and reading.starts(Group.PHASES) and any(char.isdigit() for char in stage)
    counts = reading.starts(Group.COUNTERS) and _PART_NUMBER.search(stage) is None
    return stage if numbered and not counts and reading.covers(Group.PHASES, Group.GROUPS) else ""
