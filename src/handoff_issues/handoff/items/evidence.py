"""What a note says to be finished: the statements that can close an issue of an earlier note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from handoff_issues.handoff.items.outcomes import dropped_by, outcome
from handoff_issues.handoff.items.reports import reported_deeds
from handoff_issues.handoff.items.steps import read_finished_steps
from handoff_issues.handoff.items.titles import make_title
from handoff_issues.handoff.judging.entry_signals import row_states
from handoff_issues.handoff.judging.scores import Verdict
from handoff_issues.handoff.judging.several import deeds_named
from handoff_issues.handoff.lexicon import Group, Lexicon, Role, Tag
from handoff_issues.handoff.lexicon.terms import FINISHED, UNFINISHED
from handoff_issues.handoff.outline import Shape
from handoff_issues.handoff.outline.source import Source
from handoff_issues.handoff.sentences.attempts import attempt_in
from handoff_issues.handoff.sentences.clauses import is_told
from handoff_issues.handoff.sentences.prefixes import without_prefix
from handoff_issues.handoff.sentences.statements import SENTENCE_END, asks
from handoff_issues.handoff.structure.headings import is_heading
from handoff_issues.handoff.structure.labels import is_detail, is_metadata
from handoff_issues.handoff.structure.overrules import Overrules
from handoff_issues.handoff.structure.views import View
from handoff_issues.model import Evidence, Mention

_NUMBERED = re.compile(r"\W*\d+[.)]\s")
_SIGNS = re.compile(r"^[\W\d_]+")
_NAME = 3
"""Words of a heading that names a work."""
_BODY, _LINES = 300, 10
"""Characters and blocks under a heading in which it is looked for what takes it back."""
_CLOSED = frozenset({Role.DONE, Role.LOG})
_NO_REPORT = frozenset({Role.RULE, Role.CRITERIA})
"""What stands there tells what holds, also among finished work."""
_SAID_NOTHING = frozenset({Role.REFERENCE, Role.METRIC, Role.CRITERIA, Role.RITUAL, Role.RULE, Role.HOWTO})
"""A tick there describes how things are, not a work that was done."""


def read_evidence(verdicts: Sequence[Verdict], source: Source, overrules: Overrules) -> list[Evidence]:
    """The finished works of a page, one statement each, in the order of the page."""
    found: list[Evidence] = []
    covered = 0
    works = {verdict.view.block.text.plain for verdict in verdicts if verdict.taken}
    for verdict in verdicts:
        view = verdict.view
        block = view.block
        if verdict.taken or view.overrule.ignored or (block.start <= covered and not block.is_cut):
            continue
        if _is_evidence(view):
            stated = [_evidence(view, _attempt(view), source, overrules)]
        else:
            deeds = reported_deeds(view, works)
            stated = [_evidence(deed, attempt, source, overrules) for deed, attempt in deeds]
        stated = [each for each in stated if each.title]
        if stated and not is_heading(block):
            covered = block.end
        found += stated
    return found


def _evidence(view: View, attempt: str, source: Source, overrules: Overrules) -> Evidence:
    block = view.block
    is_sentence = block.shape is Shape.PROSE and block.is_part
    return Evidence(
        title=make_title(view),
        outcome=outcome(view),
        mentions=(Mention(start=block.start, end=block.end),),
        text=block.text.marked if is_sentence else source.between(block.start, block.end),
        section=view.context.path,
        attempt=attempt,
        works=deeds_named(block.text.plain, view.lexicon) if is_sentence or block.shape is Shape.ENTRY else (),
        dropped=dropped_by(view),
        finished=() if is_heading(block) else read_finished_steps(view, source, overrules),
    )


def _is_evidence(view: View) -> bool:
    """Whether a block states that one piece of work is finished."""
    block, role = view.block, view.context.role
    if block.checked or block.text.struck:
        return bool(view.whole.words)
    if block.checked is False or view.empty or len(view.whole.words) < 2:
        return False
    if asks(block.text.plain) and not view.told_below:
        return False
    says_open = bool(view.tags & UNFINISHED) and not _began(view)
    if _tells_a_deed(view) and (view.done or not says_open):
        return True
    if role in _SAID_NOTHING or is_metadata(block, view.lexicon) or is_detail(block, view.lexicon):
        return False
    if is_heading(block):
        return _names_finished_work(view) or _reports_work(view)
    if block.shape is Shape.PROSE and not block.text.lead.spans:
        return False
    if view.done or _is_finished_row(view):
        return True
    return not says_open and role in _CLOSED and block.shape in (Shape.ENTRY, Shape.ROW)


def _tells_a_deed(view: View) -> bool:
    """Whether an entry among finished work begins with what was done, whatever area its heading or its label names."""
    block, context = view.block, view.context
    if context.role in _NO_REPORT or not (context.role in _CLOSED or context.closed_above):
        return False
    if is_metadata(block, view.lexicon):
        return False  # "Status: merged in #12"
    if block.shape not in (Shape.ENTRY, Shape.ROW) and not (block.shape is Shape.PROSE and block.text.lead.spans):
        return False
    label = block.text.label or ""
    behind = view.lexicon.read(_SIGNS.sub("", block.text.plain[len(label) :]))
    return any(words.starts(Group.FINISHED) for words in (view.lead, view.rest, behind))


def _reports_work(view: View) -> bool:
    """Whether a heading among finished work names one by what was done, by an instruction, or behind a number."""
    block = view.block
    if view.context.role not in _CLOSED or len(view.whole.words) < _NAME or view.meaning.role is not None:
        return False
    if any(child.checked is False for child in block.walk()):
        return False
    words = view.lexicon.read(_SIGNS.sub("", block.text.plain))
    return words.starts(Group.FINISHED) or is_told(words) or _NUMBERED.match(block.text.plain) is not None


def _attempt(view: View) -> str:
    """The words that make a statement less: of a heading without a mark, those of its body too."""
    block = view.block
    said = [block.text.prose]
    if is_heading(block) and not _names_finished_work(view):
        # A line of the body may limit what the heading says, or tell of a try itself.
        lines = [child.text.prose[:_BODY] for child in islice(block.walk(), _LINES)]
        said = ["; ".join(said + lines), *lines]
    return next((found for text in said if (found := attempt_in(text, view.lexicon))), "") or _limit_above(view)


def _limit_above(view: View) -> str:
    """The words by which the heading of finished work limits all of it: "Done on staging, production open"."""
    context = view.context
    if context.role is not Role.DONE or view.done or not 0 < context.distance <= len(context.path):
        return ""
    heading, *_ = SENTENCE_END.split(context.path[-context.distance].casefold())
    found = attempt_in(heading, view.lexicon)
    before, _, behind = heading.partition(found) if found else ("", "", "")
    told = not view.lexicon.read(before).words or context.phrase.casefold() in before
    limited = told and view.lexicon.read(found).starts(Group.LIMITS) and not _begins_with_verb(behind, view.lexicon)
    return found if limited else ""


def _begins_with_verb(text: str, lexicon: Lexicon) -> bool:
    """Whether what follows a negation is not to be done, rather than undone: "do not" before "redo it"."""
    return lexicon.read(text.strip("\"'“„« ")).starts(Group.VERBS)


def _began(view: View) -> bool:
    """Whether a state is only the deed with which a statement begins: "Started the pilot", not "Started: the pilot"."""
    said = view.block.text.prose
    states = [hit.first for hit in view.prose.of(Group.TAGS) if hit.value in UNFINISHED]
    return states == [0] and view.prose.starts(Group.ATTEMPTS) and without_prefix(said, view.lexicon) == said


def _is_finished_row(view: View) -> bool:
    """Whether a row of a table of states says by one of its cells that it is finished, and by none that it is not."""
    if view.block.shape is not Shape.ROW:
        return False
    states = row_states(view, work=view.context.role is not None and view.context.role.is_work)
    return bool(states) and states <= FINISHED


def _names_finished_work(view: View) -> bool:
    """Whether a heading names a work and says that it is done ("Import wizard ✅", not "Completed")."""
    finished = view.meaning.tag in (Tag.DONE, Tag.CANCELLED, Tag.SUPERSEDED)
    only = view.whole.covers(Group.TAGS, Group.HEADINGS, Group.GROUPS, Group.PRIORITY, Group.WHOLE_HEADINGS)
    return finished and not only
