"""Kind, priority and state of an item, each with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handoff_issues.handoff.heading_tags import heading_tag
from handoff_issues.handoff.headings import is_heading
from handoff_issues.handoff.lexicon import Cue, Group, Reading, Role, Tag
from handoff_issues.handoff.outline import Shape
from handoff_issues.handoff.overrules import Overrule
from handoff_issues.handoff.states import last_part
from handoff_issues.handoff.terms import Statement
from handoff_issues.handoff.views import View
from handoff_issues.model import Kind, Outcome, Priority, State

_SHORT_LEVEL = re.compile(r"^p\d$")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])")
_REMARK_WORDS = 8
"""A sentence of more words after the first that begins with a level is about something else."""
_COMMENT = "a comment says so"
_OUTCOMES = {Tag.SUPERSEDED: Outcome.SUPERSEDED, Tag.CANCELLED: Outcome.CANCELLED}
_STATES = (Group.TAGS, Group.HEADINGS, Group.WHOLE_HEADINGS)
"""Words that tell how far a work is; "low" alone may be any column's."""
_STRENGTH = {Kind.BLOCKER: 0, Kind.QUESTION: 1, Kind.PENDING: 2}


@dataclass(frozen=True)
class Grade:
    """How an item is filed, and why."""

    kind: Kind
    kind_why: str
    priority: Priority | None = None
    priority_why: str | None = None
    state: State = State.OPEN
    state_why: str | None = None


def grade(view: View) -> Grade:
    """The grade of one mention."""
    kind, kind_why = _kind(view)
    priority, priority_why = _priority(view)
    state, state_why = _state(view)
    return Grade(kind, kind_why, priority, priority_why, state, state_why)


def stronger(left: Grade, right: Grade) -> Grade:
    """Two mentions of one item: the strongest kind, the strongest priority, and begun where either says so."""
    kind = min((left, right), key=lambda one: _STRENGTH[one.kind])
    graded = [one for one in (left, right) if one.priority is not None]
    level = min(graded, key=lambda one: one.priority.rank if one.priority else 9) if graded else left
    begun = right if right.state is State.IN_PROGRESS and left.state is State.OPEN else left
    return Grade(kind.kind, kind.kind_why, level.priority, level.priority_why, begun.state, begun.state_why)


def overrule(total: Grade, said: Sequence[Overrule]) -> Grade:
    """The grade with what people say in comments on the mentions; of several, the strongest."""
    kinds = [one.kind for one in said if one.kind is not None]
    levels = [one.priority for one in said if one.priority is not None]
    if kinds:
        total = replace(total, kind=min(kinds, key=_STRENGTH.__getitem__), kind_why=_COMMENT)
    if levels:
        total = replace(total, priority=min(levels, key=lambda level: level.rank), priority_why=_COMMENT)
    return total


def _kind(view: View) -> tuple[Kind, str]:
    context = view.context
    label = view.lexicon.read(view.block.text.lead.plain) if view.block.text.lead.spans else view.whole
    if _names_blocker(view, label):
        return Kind.BLOCKER, "the entry is named a blocker"
    if view.stated is not None and view.stated.value == Statement.WAITS:
        return Kind.BLOCKER, "says what it waits for"
    if context.role is Role.BLOCKER:
        return Kind.BLOCKER, f"stands under “{context.phrase}”"
    if context.role in (Role.QUESTION, Role.DECISION):  # what is still open of the decisions
        return Kind.QUESTION, f"stands under “{context.phrase}”"
    text = view.block.text.plain.rstrip()
    if text.endswith(("?", "？", "؟")) and not view.lead.starts(Group.VERBS):
        return Kind.QUESTION, "ends with a question mark"
    if view.opening.has(Group.CUES, Cue.DECISION):
        return Kind.QUESTION, "asks for a decision"
    if view.prose.starts(Group.CUES, Cue.QUESTION) or label.starts(Group.HEADINGS, Role.QUESTION):
        return Kind.QUESTION, "asks for a decision"
    if context.role is not None:
        return Kind.PENDING, f"stands under “{context.phrase}”"
    return Kind.PENDING, "says that something is still to do"


def _names_blocker(view: View, label: Reading) -> bool:
    if Tag.BLOCKED in view.tags:
        return True
    return any(hit.first == 0 and hit.value == Role.BLOCKER for hit in label.of(Group.HEADINGS))


def _priority(view: View) -> tuple[Priority | None, str | None]:
    own = _own_priority(view)
    if own is not None:
        return own, "the entry says so"
    if view.context.priority is not None:
        return view.context.priority, f"stands under “{view.context.priority_phrase}”"
    return None, None


def _own_priority(view: View) -> Priority | None:
    """The level that the entry gives itself: a sign, `P1`, a word in brackets or as a tag at its start."""
    reading = view.whole
    found: list[Priority] = []
    for hit in reading.of(Group.PRIORITY):
        words = reading.words[hit.first : hit.stop]
        sign = hit.size == 1 and not words[0].isalnum()
        level = bool(_SHORT_LEVEL.match(words[0])) or (hit.size > 1 and words[-1].isdigit())
        if sign and hit.first > 2:
            continue
        # Where every character counts as a word, a phrase is a mere word: it says a level only where it is set off.
        if sign or level or (hit.size > 1 and len(words[0]) > 1):
            found.append(Priority(hit.value))
    for text in re.findall(
        r"[(\[（【]([^()\[\]（）【】]{1,60})[)\]）】]", view.head.plain + " " + view.block.text.plain[:200]
    ):
        inner = view.lexicon.read(text)
        found.extend(
            Priority(hit.value)
            for hit in inner.of(Group.PRIORITY)
            if hit.first == 0 or (hit.size * 2 >= len(inner.words) and not inner.words[0].isdigit())
        )
    for sentence in _SENTENCE_END.split(view.block.text.prose)[1:]:
        inner = view.lexicon.read(sentence)
        if inner.starts(Group.PRIORITY) and len(inner.words) <= _REMARK_WORDS:
            found.append(Priority(inner.of(Group.PRIORITY)[0].value))
    if re.search(r"[(\[【]", view.head.plain) and Tag.BLOCKED in view.tags and _tag_in_brackets(view):
        found.append(Priority.CRITICAL)
    label = view.lexicon.read(re.split(r"[:：—–]", view.head.plain, maxsplit=1)[0])
    if label.covers(Group.PRIORITY, Group.GROUPS, Group.TAGS):
        found.extend(Priority(hit.value) for hit in label.of(Group.PRIORITY))
    if view.block.shape is Shape.SECTION:
        found.extend(Priority(hit.value) for hit in reading.of(Group.PRIORITY) if hit.first <= 1 and hit.size > 1)
    found.extend(_column_of_levels(view))
    found.extend(_levels_of_state(view))
    return min(found, key=lambda level: level.rank) if found else None


def _column_of_levels(view: View) -> Iterator[Priority]:
    """What a table row says in a column that is headed "Severity" or the like."""
    for header, cell in zip(view.block.header, view.block.cells, strict=False):
        reading = view.lexicon.read(cell.plain)
        if reading.covers(Group.PRIORITY) and view.lexicon.read(header.plain).has(Group.URGENCY):
            yield from (Priority(hit.value) for hit in reading.of(Group.PRIORITY))


def _levels_of_state(view: View) -> Iterator[Priority]:
    """What a state that is set off says of the level: "deferred" or "later" in a cell of its own, or behind a dash."""
    said = [cell.plain for cell in view.state_cells] or [last_part(view.block.text.plain)]
    for reading in map(view.lexicon.read, said):
        states = {hit.first for group in _STATES for hit in reading.of(group)}
        if reading.covers(Group.TAGS, Group.PRIORITY):
            yield from (Priority(hit.value) for hit in reading.of(Group.PRIORITY) if hit.first in states)


def _tag_in_brackets(view: View) -> bool:
    """Whether the entry bears its blocker as a tag: `(BLOCKER)`, `[BLOCKER]`."""
    inner = re.findall(r"[(\[【]([^()\[\]【】]{1,20})[)\]】]", view.head.plain)
    return any(
        view.lexicon.read(text).covers(Group.TAGS) and view.lexicon.read(text).has(Group.TAGS, Tag.BLOCKED)
        for text in inner
    )


def _state(view: View) -> tuple[State, str | None]:
    if Tag.PROGRESS in view.tags:
        return State.IN_PROGRESS, "the entry says that it has begun"
    if view.context.progress:
        return State.IN_PROGRESS, f"stands under “{view.context.phrase}”"
    return State.OPEN, None


def outcome(view: View) -> Outcome:
    """What became of finished work: done, unless the words say that it was dropped or replaced."""
    # An entry is no heading: all that it says of itself like one is its state.
    said = view.meaning.tag if is_heading(view.block) else heading_tag(view.block, view.lexicon)
    for tag, dropped in _OUTCOMES.items():
        if tag in view.tags or (said is tag and not view.block.text.struck):
            return dropped
    listed = view.lexicon.read(view.context.phrase) if view.context.role is Role.DONE and not view.tags else None
    if listed is not None and not listed.has(Group.TAGS, Tag.DONE):
        # "## Won't do"
        return next((dropped for tag, dropped in _OUTCOMES.items() if listed.has(Group.TAGS, tag)), Outcome.DONE)
    return Outcome.DONE
