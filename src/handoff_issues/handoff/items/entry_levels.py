"""The urgency that an entry gives itself: a sign, a code, words that are set off, a cell, a remark behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handoff_issues.handoff.lexicon import Group, Reading
from handoff_issues.handoff.lexicon.levels import is_code, levels_in
from handoff_issues.handoff.outline import Shape
from handoff_issues.handoff.sentences.clauses import level_behind
from handoff_issues.handoff.sentences.states import last_part
from handoff_issues.handoff.structure.fields import read_level
from handoff_issues.handoff.structure.views import View
from handoff_issues.model import Priority

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])")
_LABEL_END = re.compile(r"[:：—–]|\s-\s")
_CLAUSE_END = re.compile(r"[.,;:!?()\[\]—–←→、，。；：！？（）【】]+(?=\s|$)|[(（\[【←→—–、，。；：]|\s-\s")
_IN_BRACKETS = re.compile(r"[(\[（【]([^()\[\]（）【】]{1,60})[)\]）】]")
_PIECE_END = re.compile(r"[,;/·、，；]|\s[—–-]\s")
_MAX_TEXT = 200
"""Characters of an entry in which brackets are looked for."""
_REMARK_WORDS = 8
"""A sentence of more words after the first that begins with a level is about something else."""
_STATE_WORDS = 4
"""A cell of more words that begins with a state tells other things as well."""
_STATES = (Group.TAGS, Group.HEADINGS, Group.WHOLE_HEADINGS)
"""Words that tell how far a work is; "low" alone may be any column's."""


def own_level(view: View) -> Priority | None:
    """The strongest level that an entry gives itself, if any; what stands above it is not asked."""
    found = [
        *_by_sign_or_code(view.whole),
        *_in_clauses(view),
        *_in_brackets(view),
        *_in_remarks(view),
        *_before_the_matter(view),
        *_behind_the_matter(view),
        *_in_columns(view),
        *_by_state(view),
        *view.fields.levels,
    ]
    if any(_is_blocker(tag, view) for tag in _tags_set_off(view)):
        found.append(Priority.CRITICAL)
    return min(found, key=lambda level: level.rank) if found else None


def _by_sign_or_code(reading: Reading) -> Iterator[Priority]:
    """A sign at the start; "P1", "priority 1" anywhere."""
    for hit in reading.of(Group.PRIORITY):
        words = reading.words[hit.first : hit.stop]
        sign = hit.size == 1 and not words[0].isalnum()
        level = is_code(hit, reading) or (hit.size > 1 and words[-1].isdigit())
        if (sign and hit.first <= 2) or (level and not reading.negated(hit)):
            yield Priority(hit.value)


def _in_clauses(view: View) -> Iterator[Priority]:
    """What begins or ends a clause: several words of a level, or that the work is put off ("explicitly deferred").

    Where every character counts as a word, a phrase is a mere word: it says a level only where it is set off.
    """
    if not view.whole.has(Group.PRIORITY):
        return
    for clause in _CLAUSE_END.split(view.block.text.plain):
        reading = view.lexicon.read(clause)
        marks = {(hit.first, hit.stop) for hit in reading.of(Group.MARKS)}
        for hit in reading.of(Group.PRIORITY):
            at_edge = not hit.first or hit.stop == len(reading.words)
            several = hit.size > 1 and len(reading.words[hit.first]) > 1
            if at_edge and (several or (hit.first, hit.stop) in marks) and not reading.negated(hit):
                yield Priority(hit.value)
    if view.block.shape is Shape.SECTION:
        yield from (Priority(hit.value) for hit in view.whole.of(Group.PRIORITY) if hit.first <= 1 and hit.size > 1)


def _in_brackets(view: View) -> Iterator[Priority]:
    for text in _IN_BRACKETS.findall(view.head.plain + " " + view.block.text.plain[:_MAX_TEXT]):
        inner = view.lexicon.read(text)
        measured = inner.has(Group.MEASURES)  # "low risk" says nothing of how urgent it is
        yield from (
            Priority(hit.value)
            for hit in inner.of(Group.PRIORITY)
            if (hit.first == 0 or (hit.size * 2 >= len(inner.words) and not inner.words[0].isdigit()))
            and not measured
            and not inner.negated(hit)
        )
        for piece in _PIECE_END.split(text)[1:]:
            reading = view.lexicon.read(piece)
            if reading.covers(Group.PRIORITY, Group.URGENCY):
                yield from levels_in(reading)


def _in_remarks(view: View) -> Iterator[Priority]:
    """Behind the matter: a short sentence that begins with a level ("Low priority for now."), "Severity: low"."""
    named = {hit.stop for hit in view.whole.of(Group.URGENCY)}
    yield from (Priority(hit.value) for hit in view.whole.of(Group.PRIORITY) if hit.first in named)
    for sentence in _SENTENCE_END.split(view.block.text.prose)[1:]:
        inner = view.lexicon.read(sentence)
        if inner.starts(Group.PRIORITY) and len(inner.words) <= _REMARK_WORDS:
            yield Priority(inner.of(Group.PRIORITY)[0].value)


def _before_the_matter(view: View) -> Iterator[Priority]:
    """What stands before a colon or a dash ("High: ...", "P2 — CRITICAL — ..."); "Optional", "Later" at the start."""
    for part in _LABEL_END.split(view.head.plain):
        label = view.lexicon.read(part)
        if not label.covers(Group.PRIORITY, Group.GROUPS, Group.TAGS):
            break
        yield from levels_in(label)
    states = {hit.stop for group in _STATES for hit in view.lead.of(group) if not hit.first}
    yield from (Priority(hit.value) for hit in view.lead.of(Group.PRIORITY) if not hit.first and hit.stop in states)


def _behind_the_matter(view: View) -> Iterator[Priority]:
    """What stands alone behind a dash at the end."""
    found = level_behind(view.block.text.plain, view.lexicon) if view.block.shape is not Shape.ROW else None
    if found is not None:
        yield from levels_in(view.lexicon.read(found[1]))


def _in_columns(view: View) -> Iterator[Priority]:
    """What a table row says in a column that is headed "Severity" or the like."""
    for header, cell in zip(view.block.header, view.block.cells, strict=False):
        if not view.lexicon.read(header.plain).has(Group.URGENCY):
            continue
        reading = read_level(cell.plain, view.lexicon)
        group = Group.PRIORITY if reading.has(Group.PRIORITY) else Group.RANKS
        if reading.covers(group):
            yield from (Priority(hit.value) for hit in reading.of(group))


def _by_state(view: View) -> Iterator[Priority]:
    """What a state that is set off says of the level: "deferred to v2" in a cell, "later" behind a dash."""
    cells = [cell.plain for cell in view.row.state_cells]
    for text in cells or [last_part(view.block.text.plain)]:
        reading = view.lexicon.read(text)
        states = {hit.first for group in _STATES for hit in reading.of(group)}
        short = cells and len(reading.words) <= _STATE_WORDS and 0 in states
        if short or reading.covers(Group.TAGS, Group.PRIORITY):
            yield from (Priority(hit.value) for hit in reading.of(Group.PRIORITY) if hit.first in states)


def names_blocker(view: View) -> bool:
    """Whether the entry is named one that stops all else: "Blocker: ...", "Blocker 2 - ...", "... (BLOCKER)"."""
    return any(_is_blocker(tag, view) for tag in (_label(view), *_tags_set_off(view)))


def _tags_set_off(view: View) -> Iterator[str]:
    """What may be a level: words in brackets, and a label in capitals. A mere "Blocker: ..." tells the kind alone."""
    if _label(view).isupper():
        yield _label(view)
    yield from _IN_BRACKETS.findall(view.head.plain)


def _label(view: View) -> str:
    return _LABEL_END.split(view.head.plain, maxsplit=1)[0]


def _is_blocker(text: str, view: View) -> bool:
    return view.lexicon.read(text).covers(Group.BLOCKERS)
