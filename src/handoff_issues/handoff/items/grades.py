"""Kind, priority and state of an item, each with the words that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handoff_issues.handoff.items.entry_levels import names_blocker, own_level
from handoff_issues.handoff.judging.entry_signals import row_states
from handoff_issues.handoff.lexicon import Cue, Group, Reading, Role, Tag
from handoff_issues.handoff.lexicon.terms import Statement
from handoff_issues.handoff.outline import Shape
from handoff_issues.handoff.sentences.statements import SENTENCE_END, asks
from handoff_issues.handoff.structure.headings import EQUALS
from handoff_issues.handoff.structure.overrules import Overrule
from handoff_issues.handoff.structure.views import View
from handoff_issues.model import Kind, Priority, State

_COMMENT = "a comment says so"


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
    kind = min((left, right), key=lambda one: one.kind.rank)
    graded = [one for one in (left, right) if one.priority is not None]
    level = min(graded, key=lambda one: one.priority.rank if one.priority else 9) if graded else left
    begun = right if right.state is State.IN_PROGRESS and left.state is State.OPEN else left
    return Grade(kind.kind, kind.kind_why, level.priority, level.priority_why, begun.state, begun.state_why)


def overrule(total: Grade, said: Sequence[Overrule]) -> Grade:
    """The grade with what people say in comments on the mentions; of several, the strongest."""
    kinds = [one.kind for one in said if one.kind is not None]
    levels = [one.priority for one in said if one.priority is not None]
    if kinds:
        total = replace(total, kind=min(kinds, key=lambda kind: kind.rank), kind_why=_COMMENT)
    if levels:
        total = replace(total, priority=min(levels, key=lambda level: level.rank), priority_why=_COMMENT)
    return total


def _kind(view: View) -> tuple[Kind, str]:
    context, entry = view.context, view.named
    label = view.lexicon.read(entry.block.text.lead.plain) if entry.block.text.lead.spans else entry.whole
    if _names_blocker(view, label) or names_blocker(entry):
        return Kind.BLOCKER, "the entry is named a blocker"
    if view.stated is not None and view.stated.value == Statement.WAITS:
        return Kind.BLOCKER, "says what it waits for"
    if context.role is Role.BLOCKER:
        return Kind.BLOCKER, f"stands under “{context.phrase}”"
    asked = _asked(entry, label) or _asked_of(view)
    # What is still open of the decisions is asked too; under "Questions / to do" not all is.
    if context.role in (Role.QUESTION, Role.DECISION) and (asked or not _beside_work(view)):
        return Kind.QUESTION, f"stands under “{context.phrase}”"
    if asked is not None:
        return Kind.QUESTION, asked
    if context.role is not None:
        return Kind.PENDING, f"stands under “{context.phrase}”"
    return Kind.PENDING, "says that something is still to do"


def _asked(view: View, label: Reading) -> str | None:
    """How an entry asks for an answer or a decision, if it does."""
    ends = any(asks(text.plain) for text in (view.head, view.block.text))
    if ends and not view.lead.starts(Group.VERBS):
        return "ends with a question mark"
    sentences = SENTENCE_END.split(view.block.text.prose)
    decides = any(view.lexicon.read(sentence).starts(Group.CUES, Cue.QUESTION) for sentence in sentences)
    if decides or view.opening.has(Group.CUES, Cue.DECISION) or label.starts(Group.HEADINGS, Role.QUESTION):
        return "asks for a decision"
    return None


def _asked_of(view: View) -> str | None:
    """Whether a cell of a row calls it a question: "Type", "Question"."""
    others = (view.lexicon.read(cell.plain) for at, cell in enumerate(view.block.cells) if at != view.row.work)
    called = any(other.covers(Group.HEADINGS) and other.has(Group.HEADINGS, Role.QUESTION) for other in others)
    return "a cell calls it a question" if called else None


def _beside_work(view: View) -> bool:
    """Whether the heading names work beside the questions: "Open questions / to do"."""
    heading = next((text for text in reversed(view.context.path) if view.lexicon.read(text).has(Group.HEADINGS)), "")
    parts = [view.lexicon.read(part) for part in EQUALS.split(heading)]
    return len(parts) > 1 and any(
        part.has(Group.HEADINGS, Role.PENDING) and not part.has(Group.HEADINGS, Role.QUESTION) for part in parts
    )


def _names_blocker(view: View, label: Reading) -> bool:
    if Tag.BLOCKED in states_of(view) or names_blocker(view) or view.row.is_held_up:
        return True
    return any(hit.first == 0 and hit.value == Role.BLOCKER for hit in label.of(Group.HEADINGS))


def _priority(view: View) -> tuple[Priority | None, str | None]:
    own = own_level(view)
    if own is not None:
        return own, "the entry says so"
    if view.context.priority is not None:
        return view.context.priority, f"stands under “{view.context.priority_phrase}”"
    return None, None


def states_of(view: View) -> frozenset[Tag]:
    """How far the work says that it is: by its words, by the cells of its row, by a line under it that is labelled."""
    cells = row_states(view, work=True) if view.block.shape is Shape.ROW else frozenset[Tag]()
    return view.tags | cells | view.fields.states


def _state(view: View) -> tuple[State, str | None]:
    if view.block.begun or Tag.PROGRESS in states_of(view):
        return State.IN_PROGRESS, "the entry says that it has begun"
    if view.context.progress:
        return State.IN_PROGRESS, f"stands under “{view.context.phrase}”"
    return State.OPEN, None
