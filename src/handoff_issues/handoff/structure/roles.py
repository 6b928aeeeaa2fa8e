"""Which words of a heading say what stands under it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from handoff_issues.handoff.lexicon import Cue, Group, Hit, Lexicon, Reading, Role, Tag, is_filler
from handoff_issues.handoff.lexicon.terms import UNFINISHED
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.sentences.clauses import count_words

BRACKETED = re.compile(r"[(\[（【][^()\[\]（）【】]{0,120}[)\]）】]")
_PREFIX_WORDS = 4
"""Words before a colon that may give a label its role: "Next steps: ..."."""
_REMARK_WORDS = 3
_HINTED_WORDS = 9
"""In a longer heading a single word hints at nothing."""
_LAST_WORD = frozenset({Role.CRITERIA, Role.RITUAL})
_FOUND = frozenset({Role.ISSUE, Role.BLOCKER, Role.QUESTION})
_ROLE_GROUPS = (Group.HEADINGS, Group.WHOLE_HEADINGS, Group.HEADING_HINTS)


def role_words(block: Block, whole: Reading, lexicon: Lexicon) -> Reading:
    """The words in which a role is looked for: of `**Rule:** whatever` only the label."""
    lead = block.text.lead
    if lead.spans and (lead.plain.endswith((":", "：")) or block.text.rest.plain[:1] in (":", "：")):
        return lexicon.read(lead.plain)
    prefix = block.text.label
    if block.shape is Shape.LABEL and prefix is not None and len(prefix) < len(block.text.plain) - 2:
        reading = lexicon.read(prefix)
        if len(reading.words) <= _PREFIX_WORDS and reading.has(Group.HEADINGS):
            return reading
        if reading.has(Group.WHOLE_HEADINGS) and len(reading.words) == 1:
            return reading
    text = block.text.plain
    outside = BRACKETED.sub(" ", text)
    reading = lexicon.read(outside)
    named = reading.has(Group.HEADINGS) or reading.has(Group.HEADING_HINTS) or reading.covers(Group.WHOLE_HEADINGS)
    if named and not is_limited(text, lexicon):
        return reading
    # Many words in brackets tell about the matter: "Where it lives (important for future edits)".
    return whole if count_words(text) - count_words(outside) <= _REMARK_WORDS else reading


def is_limited(text: str, lexicon: Lexicon) -> bool:
    """Whether a remark limits what is no more than a finished state: "Completed (needs testing)"."""
    state = lexicon.read(BRACKETED.sub(" ", text))
    limited = state.covers(Group.TAGS) and state.has(Group.TAGS, Tag.DONE)
    return limited and lexicon.read(text).ends(Group.TAGS, *UNFINISHED)


def find_role(reading: Reading) -> Hit | None:
    """The phrase that gives the role: the first one, the longest of those; far inside a heading it is no role."""
    if not any(map(reading.has, _ROLE_GROUPS)):
        return None
    said = [at for at, word in enumerate(reading.words) if not is_filler(word)]
    whole = [hit for hit in reading.of(Group.WHOLE_HEADINGS) if all(hit.first <= at < hit.stop for at in said)]
    if whole:
        return whole[0]
    lead = 0
    sorting = {at for hit in reading.of(Group.GROUPS) for at in range(hit.first, hit.stop)}
    while lead < len(reading.words) and (is_filler(reading.words[lead]) or lead in sorting):
        lead += 1
    hits = [hit for hit in map(partial(_with_negation, reading), reading.of(Group.HEADINGS)) if hit is not None]
    near = [hit for hit in hits if hit.first <= lead + 1 or hit.size * 2 >= len(reading.words) - lead]
    if not near:
        near = [hit for hit in hits if hit.stop == len(reading.words) or (hit.size > 1 and Role(hit.value).is_work)]
    if not near:
        hints = reading.of(Group.HEADING_HINTS)
        return hints[0] if hints and not hits and len(reading.words) <= _HINTED_WORDS else None
    first = _noun_of(reading, near, hits)
    if first.size == 1 and not Role(first.value).is_work:
        # "Git tasks remaining" are tasks, and so is "Verification needed".
        ends = [hit for hit in hits if hit.size > 1 and hit.stop == len(reading.words) and hit.value == Role.PENDING]
        ends = [hit for hit in ends if not _is_finished(hit, first, reading)]
        first = ends[0] if ends else _open_at_end(reading, first) or first
    longer = [hit for hit in near if hit.first <= first.first + 1 and hit.size > first.size + 1]
    return max(longer, key=lambda hit: hit.size) if longer else first


def _noun_of(reading: Reading, near: Sequence[Hit], hits: Sequence[Hit]) -> Hit:
    """The first phrase, or the last word where that says what it is: "plan document", "next session criteria"."""
    first = min(near, key=lambda hit: (hit.first, -hit.size))
    ends = [hit for hit in hits if hit.stop == len(reading.words)]
    # A state is no noun: "pending deployment" is pending.
    state = any(hit.first == first.first and hit.value != Tag.CANCELLED for hit in reading.of(Group.TAGS))
    head = next((hit for hit in ends if hit in near and hit.size == first.size == 1 and hit.first == first.stop), None)
    if head is not None and not state:
        return head
    named = first.value in _FOUND and first.size > 1  # "Bugs found at the end of the session"
    last = next((hit for hit in ends if hit.value in _LAST_WORD and 0 <= hit.first - first.stop <= 1), None)
    return first if last is None or named else last


def _is_finished(work: Hit, state: Hit, reading: Reading) -> bool:
    """Whether a finished state stands right before a name of work: "Completed next steps", not "Done, not tested"."""
    told = any(hit.first == work.first for hit in reading.of(Group.TAGS) if hit.stop == work.stop)
    return state.value == Role.DONE and work.first == state.stop and not told


def _open_at_end(reading: Reading, name: Hit) -> Hit | None:
    """The state that follows a name, where it is one of work that is still open. "Tools needed" are there."""
    if name.value == Role.REFERENCE:
        return None
    begins = {name.stop, *(hit.stop for hit in reading.of(Group.RESERVATIONS) if hit.first == name.stop)}
    states = {hit[:2] for hit in reading.of(Group.TAGS) if hit.value == Tag.OPEN and hit.first in begins}
    hints = (*reading.of(Group.HEADINGS), *reading.of(Group.HEADING_HINTS))
    return next((hit for hit in hints if hit[:2] in states and hit.stop == len(reading.words)), None)


def _with_negation(reading: Reading, hit: Hit) -> Hit | None:
    """A phrase with what it means where words take it back: "no blockers" is none, "not completed" still open.

    What has been done is no work either, though its word may begin like one ("Refactor", "Refactored").
    """
    if (
        hit.value == Role.PENDING
        and hit.size == 1
        and any(done.first == hit.first for done in reading.of(Group.FINISHED))
    ):
        return hit._replace(value=str(Role.DONE))
    if hit.value not in (Role.BLOCKER, Role.DONE) or not reading.negated(hit):
        return hit
    return hit._replace(value=str(Role.PENDING)) if hit.value == Role.DONE else None


def covers_most(hit: Hit, reading: Reading) -> bool:
    """Whether a role is what a heading is about: at its beginning and half of it, or all of it."""
    said = sum(not is_filler(word) for word in reading.words)
    first = next((at for at, word in enumerate(reading.words) if not is_filler(word)), 0)
    if hit.first > first:
        return hit.size >= said or (hit.size > 1 and hit.size * 2 >= said)
    if Role(hit.value).is_work:
        return hit.size * 2 >= said
    if _instructs(hit, reading):
        return hit.size >= said
    return hit.size * 2 >= said or hit.size > 1 or hit.value == Role.DECISION


def _instructs(hit: Hit, reading: Reading) -> bool:
    """Whether a phrase is a verb with its particle, and what it is to be done to follows: "Set up the mail server"."""
    told = hit.size > 1 and any(verb.first == hit.first for verb in reading.of(Group.VERBS))
    return told and not reading.ends(Group.HEADINGS) and not reading.ends(Group.GROUPS)


def is_on_purpose(role: Role | None, text: str, lexicon: Lexicon) -> bool:
    """Whether a heading says in brackets that what it lists is so on purpose, or no bug: "Limits (by design)"."""
    remarks = [lexicon.read(remark) for remark in BRACKETED.findall(text)]
    told = (Cue.DONE, Cue.RULE) if role is Role.ISSUE else (Cue.DONE,)
    if role is Role.ISSUE and lexicon.read(text).ends(Group.CUES, Cue.DONE):
        return True  # "Limits by design"
    return any(remark.has(Group.CUES, *told) for remark in remarks)
