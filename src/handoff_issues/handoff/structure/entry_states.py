"""The states that an entry declares: by a sign, at its start, by its strong words, in brackets, at its end."""

from __future__ import annotations

import re

from handoff_issues.handoff.lexicon import Cue, Group, Lexicon, Reading, Role, Tag
from handoff_issues.handoff.lexicon.terms import FINISHED
from handoff_issues.handoff.lexicon.words import DENSE
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.outline.inline import Inline
from handoff_issues.handoff.sentences.prefixes import PREFIX_END, without_dash
from handoff_issues.handoff.sentences.statements import SENTENCE_END
from handoff_issues.handoff.sentences.states import (
    SHOUTED,
    declared_tags,
    is_apart,
    is_sign,
    last_part,
    set_off_states,
    signed_end,
)
from handoff_issues.handoff.sentences.told_states import (
    is_answered,
    is_left_open,
    only_told,
    told_as_past,
    told_at_an_end,
)

_REMARK = re.compile(r"[(\[（【]([^()\[\]（）【】]{1,40})[)\]）】]")
_LONG_REMARK = re.compile(
    rf"[(（](?:[^()（）]{{0,80}}?(?:\s[^()（）\s]{{1,40}}){{3,}}|[^()（）]{{0,20}}[{DENSE}]{{12,}}[^()（）]{{0,80}})[)）]\W*$"
)
"""Four words and more in brackets at the end: how they end is no state of the whole."""
_FIRST_WORD = re.compile(r"\W*\w+\W*(?:[:：.,;!)\]—–]|-\s|$)")
"""A first word that is set off from what follows."""
_LAST_REMARK = re.compile(r"\s*[(（]([^()（）]{1,160})[)）]\W*$")
"""Brackets that end the words: what stands before them can be a state too ("Phase 2 complete (filters too)")."""
_CLAUSE_END = re.compile(r"[,;.:—–](?=\s)|\s-\s|[(，；。：（]")
_SHORT_LABEL = 30
"""Characters before a dash or a colon in which an entry's label is looked for."""
_SHORT = 6
"""Words; a line of more tells a story."""
_TOLD = 3
"""Words of an instruction before the state that it is to bring about."""
_TO_DO = (Role.PENDING, Role.PROGRESS)
"""Where a sentence about the past is about finished work: under others it tells of what is wrong."""
_FEW = 3
"""Words; a label of more is a name."""


def entry_states(block: Block, lexicon: Lexicon, *, lead: Reading, role: Role | None) -> frozenset[Tag]:
    """The states of `block`, whose strong words are `lead`, under a heading of this role.

    Of a problem, the last sentence can tell that it is mended. Of what a heading calls work, an explanation that ends
    in a state tells of something else.
    """
    text = block.text
    if (last := signed_end(lexicon.read(text.prose))) is not None:
        return frozenset({last})
    # What is set off at the end as finished is not taken back by the words before it.
    end = _at_end(text.plain, lexicon)
    said = text.prose.removesuffix(last_part(text.prose)) if end and end <= FINISHED else text.prose
    found = _declared(lexicon.read(said), text) - _told_in_remark(text.prose, lexicon)
    if text.lead.spans:
        # "The page does not tell of `--closed`" declares nothing.
        ends_in_code = text.rest.marked.rstrip(" .").endswith("`")
        rest = lexicon.read(without_dash(text.rest.prose if ends_in_code else text.rest.plain))
        found |= _declared(lead, text) | declared_tags(rest, at_start=True)
    found -= _not_of_the_whole(text.prose, lexicon, is_work=role is not None and role.is_work)
    found -= _of_another(text.prose, lexicon)
    colon = PREFIX_END.search(text.plain, 0, _SHORT_LABEL)
    if colon is not None and block.shape is Shape.ENTRY:
        label = lexicon.read(text.plain[: colon.start()])
        found |= declared_tags(label) & FINISHED if len(label.words) <= _FEW else set()
    if role is Role.ISSUE and _ends_mended(text.prose, lexicon):
        found.add(Tag.DONE)
    if text.label is not None and (said := lexicon.read(text.label)).covers(Group.TAGS):
        found |= declared_tags(said, at_start=True)
    found |= end | _before_remark(text.prose, lexicon) | _in_remarks(text.plain, lexicon)
    found |= set_off_states(text.plain, lexicon)
    return frozenset(_with_told(found, block, lexicon, role))


def _with_told(found: set[Tag], block: Block, lexicon: Lexicon, role: Role | None) -> set[Tag]:
    """The states with what a last clause or the whole sentence tells, where work is listed."""
    text = block.text.plain
    if found & FINISHED and is_left_open(text, lexicon):
        return found | {Tag.OPEN}
    if role is None or not role.is_work or block.shape not in (Shape.ENTRY, Shape.SECTION):
        return found
    if (end := told_at_an_end(text, lexicon)) is not None:
        return found - {Tag.BLOCKED} | {end}
    if is_answered(text, lexicon) or (role in _TO_DO and told_as_past(text, lexicon)):
        return found | {Tag.DONE}
    return found


def _declared(reading: Reading, text: Inline) -> set[Tag]:
    """The states that words of an entry declare, but for a first word that is only a quality of what follows.

    "Live data" is not live; "Live: yes", "Merged in #12" and "DONE Rotate the keys" are.
    """
    found = declared_tags(reading)
    hits = [hit for hit in reading.of(Group.TAGS) if Tag(hit.value) in FINISHED and is_apart(hit, reading)]
    described = (
        len(hits) == 1
        and (hits[0].first, hits[0].size) == (0, 1)
        and not is_sign(hits[0], reading)
        and len(reading.words) > 2
        and not reading.starts(Group.FINISHED)
        and _FIRST_WORD.match(text.plain) is None
        and SHOUTED.match(text.plain) is None
    )
    return found - FINISHED if described else found


def _ends_mended(prose: str, lexicon: Lexicon) -> bool:
    """Whether the last sentence about a problem says what was done: "The poller hung. Fixed by a timeout."."""
    *before, last = SENTENCE_END.split(prose.strip())
    reading = lexicon.read(last)
    return bool(before) and reading.starts(Group.FINISHED) and not reading.has(Group.CUES, Cue.OPEN)


def _at_end(plain: str, lexicon: Lexicon) -> set[Tag]:
    """The states behind the last dash or colon: alone, beside one word, or before a number ("merged in #12")."""
    behind = lexicon.read(last_part(plain))
    if behind.covers(Group.TAGS) or (len(behind.words) == 2 and behind.ends(Group.TAGS)):
        return declared_tags(behind)
    if any(word.isdigit() for word in behind.words[1:]):
        return declared_tags(behind, at_start=True)
    return set()


def _has_remark(prose: str) -> bool:
    """Whether there are brackets in which a remark can be."""
    return "(" in prose or "（" in prose


def _before_remark(prose: str, lexicon: Lexicon) -> set[Tag]:
    """What a few words say before a remark that takes nothing back."""
    remark = _LAST_REMARK.search(prose) if _has_remark(prose) else None
    if remark is None or lexicon.read(remark[1]).has(Group.CUES, Cue.OPEN):
        return set()
    before = lexicon.read(prose[: remark.start()])
    return declared_tags(before) & FINISHED if len(before.words) <= _SHORT else set()


def _in_remarks(plain: str, lexicon: Lexicon) -> set[Tag]:
    """What remarks begin with."""
    readings = [lexicon.read(text) for text in _REMARK.findall(plain)]
    return {
        Tag(hit.value)
        for reading in readings
        for hit in reading.of(Group.TAGS)
        if hit.first == 0 and not reading.reserved(hit)
    }


def _told_in_remark(prose: str, lexicon: Lexicon) -> set[Tag]:
    """What only the end of a long remark says: "(the port is already published)"."""
    if not _has_remark(prose):
        return set()
    bare, remarks = _LONG_REMARK.subn("", prose)
    return set(FINISHED - declared_tags(lexicon.read(bare))) if remarks else set()


def _of_another(prose: str, lexicon: Lexicon) -> set[Tag]:
    """What a last sentence tells of something that it names, behind one that is open: "The map is open. Feed done."."""
    first, *others = SENTENCE_END.split(prose.strip())
    opened = lexicon.read(first)
    if not others or not opened.has(Group.CUES, Cue.OPEN) or opened.has(Group.TAGS, *FINISHED):
        return set()
    told = lexicon.read(others[-1])
    names = not told.starts(Group.TAGS) and not told.starts(Group.FINISHED) and only_told(others[-1], lexicon) is None
    return set(FINISHED) if names else set()


def _not_of_the_whole(prose: str, lexicon: Lexicon, *, is_work: bool) -> set[Tag]:
    """What only a last clause ends with that says until when, or what to do: "verify that both tabs work".

    Of work, that of any explanation: "SSO - we do not know how it works".
    """
    said = prose.rstrip(" .;!)。；！）")
    end = max(_CLAUSE_END.finditer(said), key=lambda found: found.end(), default=None)
    start = end.end() if end is not None else 0
    clause = lexicon.read(said[start:])
    tags = clause.of(Group.TAGS)
    if not tags or tags[-1].stop < len(clause.words) or is_sign(tags[-1], clause):
        return set()
    told = len(tags) == 1 and clause.starts(Group.VERBS) and tags[0].first >= _TOLD
    signed = any(is_sign(hit, clause) for hit in tags)
    behind = end is not None and not end[0].startswith((".", "。"))
    explained = is_work and behind and not signed and tags[-1].first >= _TOLD
    if not told and not explained and all(hit.stop > tags[-1].first for hit in clause.of(Group.PROSPECTS)):
        return set()
    return set(FINISHED - declared_tags(lexicon.read(said[:start])))
