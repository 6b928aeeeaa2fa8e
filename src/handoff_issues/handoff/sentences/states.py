"""The states that words declare: by a sign, at their start or end, behind a name, behind a dash."""

from __future__ import annotations

import re

from handoff_issues.handoff.lexicon import Cue, Group, Hit, Lexicon, Reading, Tag
from handoff_issues.handoff.lexicon.terms import FINISHED

CLAUSE_END = re.compile(r"[,;.(（，；。—–]|\s-\s")
_NAMED = re.compile(r"[^:：—–\n]{2,60}?(?:[:：]\s+|\s+(?:[—–-]|--)\s+)(\S.*)")
"""A name, and what is said of it behind a colon or a dash."""
_NAME_ENDS = ":：—–-"
_LONGEST_STATE = 5
"""Words; more tell a story."""
SHOUTED = re.compile(r"\W*([A-Z]{3,})\s+(?!\W*[A-Z]{2,}\b)")
"""A first word in capitals, alone in them: "DONE Rotate the keys"."""
_DASH = re.compile(r"(?:[—–:：→]|(?<=\w)--|-\s)\s*")


def declared_tags(reading: Reading, *, at_start: bool = False) -> set[Tag]:
    """The states that a text declares: by a sign, by its end or by its start; what is negated is still open.

    An instruction that ends with such a word ("confirm that all tests pass") declares nothing.
    """
    found: set[Tag] = set()
    told = reading.starts(Group.VERBS)
    open_too = reading.has(Group.CUES, Cue.OPEN)
    limits = [other.first for other in reading.of(Group.RESERVATIONS)] if open_too else []
    waits = [other.first for other in reading.of(Group.TAGS) if other.value == Tag.BLOCKED and other.size > 1]
    doings = {(other.first, other.stop) for other in reading.of(Group.VERBS_LAST)}
    for hit in reading.of(Group.TAGS):
        sign = is_sign(hit, reading)
        if (hit.first, hit.stop) in doings and hit.size < len(reading.words):
            continue  # "Docker 해결" is to solve it.
        if sign and 2 < hit.first < len(reading.words) - 2:
            continue  # A sign within a sentence is shown, not meant.
        first = hit.first == 0 and (at_start or not told)
        if sign or first or (hit.stop == len(reading.words) and not told):
            tag = Tag(hit.value)
            limited = bool(limits) and limits[-1] >= hit.stop
            limited |= any(other >= hit.stop for other in waits)
            taken_back = not sign and (reading.negated(hit) or reading.reserved(hit) or limited)
            free = tag is Tag.BLOCKED and reading.negated(hit)  # "Not blocked"
            found.add(Tag.OPEN if free or (tag in FINISHED and taken_back) else tag)
    return found


def signed_end(reading: Reading) -> Tag | None:
    """The finished state that a sign and a word at the end agree on, whatever was said before: "... ✅ FIXED"."""
    hits = reading.of(Group.TAGS)
    signs = {(hit.stop, hit.value) for hit in hits if is_sign(hit, reading)}
    told = (Tag(hit.value) for hit in hits if hit.stop == len(reading.words) and (hit.first, hit.value) in signs)
    return next((tag for tag in told if tag in FINISHED), None)


def set_off_states(text: str, lexicon: Lexicon) -> set[Tag]:
    """The state behind a name, whatever is remarked on it: "Alarm: blocked on the mail account", "Import - done, slow".

    A sentence that begins with such a word is none: the word is set off too, or a small word follows.
    """
    found = _NAMED.match(text) if any(mark in text for mark in _NAME_ENDS) else None
    if found is None:
        return set()
    said = lexicon.read(CLAUSE_END.split(found[1], maxsplit=1)[0])
    if not said.starts(Group.TAGS):
        return set()
    reading = lexicon.read(found[1])
    hit = max((hit for hit in reading.of(Group.TAGS) if not hit.first), key=lambda hit: hit.stop, default=None)
    if hit is None or not reading.words[0].isalnum():
        return set()
    follows = reading.words[hit.stop] if hit.stop < len(reading.words) else None
    leads_on = hit.size > 1 and reading.words[hit.stop - 1] in lexicon.small_words  # "waiting for Ana"
    if len(said.words) != hit.stop and not leads_on and follows not in lexicon.small_words:
        return set()
    tag = Tag(hit.value)
    return {Tag.OPEN if tag in FINISHED and (reading.negated(hit) or reading.reserved(hit)) else tag}


def is_state(reading: Reading, lexicon: Lexicon) -> bool:
    """Whether words say how far a work is, and nothing else: "mostly done", "merged in #12", "waiting for Ana"."""
    if reading.covers(Group.TAGS) or (reading.has(Group.TAGS) and reading.covers(Group.TAGS, Group.NEGATIONS)):
        return True
    if len(reading.words) == 1 and reading.has(Group.HEADINGS) and reading.has(Group.PRIORITY):
        return True  # "later"
    # "Open in Safari" is none, "deferred to v2" is.
    later = reading.starts(Group.PRIORITY)
    begun = [hit for hit in reading.of(Group.TAGS) if not hit.first and (later or hit.value != Tag.OPEN)]
    if not begun or len(reading.words) > _LONGEST_STATE:
        return False
    last = max(hit.stop for hit in begun)
    around = reading.words[max(last - 1, 1) : last + 1]
    return not lexicon.small_words.isdisjoint(around)


def is_sign(hit: Hit, reading: Reading) -> bool:
    return hit.size == 1 and not reading.words[hit.first].isalnum()


def is_apart(hit: Hit, reading: Reading) -> bool:
    """Whether a state stands where it can be declared: a sign, at the start or at the end."""
    return is_sign(hit, reading) or not hit.first or hit.stop == len(reading.words)


def last_part(text: str) -> str:
    """What stands behind the last dash or colon, where it is short: "Add login — done"."""
    part = _DASH.split(text)[-1]
    return part if len(part.split()) <= 3 else ""


def read_cell(cell: str, lexicon: Lexicon) -> Reading:
    """The state that a cell begins with, where a dash or a comma sets it off: "Open – needs the new library"."""
    first = lexicon.read(CLAUSE_END.split(cell, maxsplit=1)[0])
    return first if first.covers(Group.TAGS) else lexicon.read(cell)


def states_of_cell(reading: Reading) -> set[Tag]:
    """The states that a cell declares; where it says one in words, that and not its sign: "🚫 Dropped"."""
    found = declared_tags(reading, at_start=True)
    words = {Tag(hit.value) for hit in reading.of(Group.TAGS) if not is_sign(hit, reading)}
    return found & words or found
