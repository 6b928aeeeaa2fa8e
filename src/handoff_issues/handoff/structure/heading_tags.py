"""The state that a heading declares for all that stands under it."""

from __future__ import annotations

import re

from handoff_issues.handoff.lexicon import Cue, Group, Hit, Lexicon, Reading, Role, Tag
from handoff_issues.handoff.lexicon.terms import UNFINISHED, Amount
from handoff_issues.handoff.outline import Block
from handoff_issues.handoff.sentences.states import signed_end
from handoff_issues.handoff.structure.roles import BRACKETED, is_limited

_STILL_OPEN = frozenset({Role.PENDING, Role.BLOCKER, Role.QUESTION})
_SET_OFF = re.compile(r"[—–:(\[✅☑✔-]\s*[^—–:(\[]{1,30}$")
"""The last words of a heading behind a dash, a colon or a bracket."""
_SET_OFF_REMARK = re.compile(r"[(（\[]([^()（）\[\]]{1,40})[)）\]]\W*$|\s[—–-]+\s+([^()（）—–]{1,40})$")
_LAST_REMARK = re.compile(r"[(（]([^()（）]+)[)）]\W*$")


def heading_tag(block: Block, lexicon: Lexicon) -> Tag | None:
    """The state that a heading declares for all that stands under it, if any."""
    if block.text.struck:
        return Tag.CANCELLED
    text = block.text.plain
    bare = lexicon.read(BRACKETED.sub(" ", text))
    if (last := signed_end(lexicon.read(text))) is not None:
        return last
    if _is_said_to_be_over(text, lexicon):
        return Tag.DONE
    readings = (lexicon.read(text), *(() if is_limited(text, lexicon) else (bare,)))
    values = {
        Tag(hit.value) for said in readings for hit in said.of(Group.TAGS) if _is_declared(hit, said, block, lexicon)
    }
    for tag in (Tag.PROGRESS, Tag.CANCELLED, Tag.SUPERSEDED, Tag.DONE, Tag.BLOCKED, Tag.OPEN):
        if tag in values:
            return tag
    return Tag.DONE if _tells_what_was_done(bare) else None


def _is_said_to_be_over(text: str, lexicon: Lexicon) -> bool:
    """Whether a remark says that all of what a heading lists is done, and when: "Next steps (all done today)"."""
    remark = _SET_OFF_REMARK.search(text)
    said = lexicon.read(remark[1] or remark[2]) if remark is not None else None
    if said is None or said.has(Group.AMOUNTS, Amount.NONE):
        return False
    dated = said.covers(Group.HEADINGS, Group.TAGS, Group.LATELY, Group.AMOUNTS, beside=lexicon.small_words)
    done = next((hit for hit in said.of(Group.HEADINGS) if hit.value == Role.DONE and not said.negated(hit)), None)
    if done is None or said.has(Group.CHECKS):
        return False
    open_too = any(hit.value in UNFINISHED for hit in said.of(Group.TAGS))
    at_start = not done.first or said.starts(Group.AMOUNTS, Amount.ALL)
    return at_start and dated and not open_too


def _is_mere_check(state: Hit, reading: Reading) -> bool:
    """Whether it says of work that somebody looked at it, and no more: "Known issues (confirmed)"."""
    looked = any(hit.first == state.first for hit in reading.of(Group.CHECKS))
    return looked and any(Role(hit.value).is_work and hit.stop <= state.first for hit in reading.of(Group.HEADINGS))


def _end(reading: Reading) -> int:
    """Where the words of a heading end, without those that only say when: "Made today"."""
    last = len(reading.words)
    return next((hit.first for hit in reading.of(Group.LATELY) if hit.stop == last and hit.first), last)


def _tells_what_was_done(reading: Reading) -> bool:
    """Whether a heading is a statement of finished work: "Pin tests added", "Fixed issues", not "Enhanced search"."""
    begins = reading.starts(Group.TAGS, Tag.DONE)
    last = _end(reading)
    ends = (hit for hit in reading.of(Group.FINISHED) if hit.stop == last or (begins and not hit.first))
    open_too = reading.has(Group.CUES, Cue.OPEN) or any(
        Role(hit.value) in _STILL_OPEN for hit in reading.of(Group.HEADINGS)
    )
    named = [hit for hit in reading.of(Group.HEADINGS) if hit.size > 1 and Role(hit.value).is_work]
    return not open_too and any(
        not reading.negated(hit)
        and not reading.reserved(hit)
        and not any(name.first <= hit.first < name.stop for name in named)  # "Issues found" are no deed
        for hit in ends
    )


def _is_declared(hit: Hit, reading: Reading, block: Block, lexicon: Lexicon) -> bool:
    """Whether a state is a sign, is set off, or ends the heading: not in the middle of a clause."""
    word = reading.words[hit.first]
    if hit.size == 1 and not word.isalnum():
        return True
    works = any(
        Role(other.value) in _STILL_OPEN and other.size > 1
        for other in reading.of(Group.HEADINGS)
        if other.stop <= hit.first
    )
    ends = hit.stop == _end(reading)
    named = (other for other in reading.of(Group.HEADINGS) if Role(other.value).is_work and other.size > hit.size)
    if any(other.first <= hit.first and hit.stop <= other.stop for other in named):
        return False  # "Out-of-scope findings" are found.
    if hit.value == Tag.DONE and _is_mere_check(hit, reading):
        return False
    if hit.value in (Tag.CANCELLED, Tag.SUPERSEDED) and not reading.negated(hit):
        return ends or not works  # "Next steps (out of scope of this change)" are still to come.
    if not ends or reading.negated(hit):
        return False
    begins = any(Role(other.value) in _STILL_OPEN and not other.first for other in reading.of(Group.HEADINGS))
    if begins and (remark := _LAST_REMARK.search(block.text.plain)) is not None:
        said = lexicon.read(remark[1])  # not "Remaining files (two of them done)"
        counted = any(word.isdigit() for word in said.words[:1])
        return not counted and said.covers(Group.TAGS, Group.LATELY, beside=lexicon.small_words)
    return not works or bool(_SET_OFF.search(block.text.plain))
