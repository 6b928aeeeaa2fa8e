"""The steps of an item: the entries under it that say what is to be done, one by one.

What else is nested under an item (notes, files, impact, criteria) is no step, and stays a part of its body.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from handoff_issues.handoff.items.bodies import make_body
from handoff_issues.handoff.items.grades import grade, overrule
from handoff_issues.handoff.items.matter import matter_of
from handoff_issues.handoff.items.outcomes import dropped_by, outcome
from handoff_issues.handoff.items.titles import make_title
from handoff_issues.handoff.items.trim import issue_number
from handoff_issues.handoff.lexicon import Group, Role
from handoff_issues.handoff.lexicon.terms import FINISHED, UNFINISHED
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.outline.source import Source
from handoff_issues.handoff.sentences.clauses import count_words, is_told
from handoff_issues.handoff.sentences.states import declared_tags
from handoff_issues.handoff.structure.headings import Context
from handoff_issues.handoff.structure.labels import is_detail, is_plan
from handoff_issues.handoff.structure.overrules import Overrules
from handoff_issues.handoff.structure.views import View
from handoff_issues.model import Evidence, Mention, Step

MOST = 100
"""Entries under one item that are looked at: GitHub takes no more sub-issues."""
SUBSTANCE = 3
"""Words of a step that could be an issue by itself."""

_ORDERED = frozenset({Role.PENDING, Role.PROGRESS, Role.FUTURE})
"""Where the entries of a numbered list are done one after the other; problems and questions are only counted."""
_TO_DO = Context(role=Role.PENDING)
"""Where a step stands: under work, whatever heading its item stands under."""
_CODE = re.compile(r"`[^`]*[\s=][^`]*`")
"""A command or a setting."""


@dataclass(frozen=True)
class Steps:
    """The steps of one item, in the order of the page."""

    open: tuple[Step, ...] = ()
    finished: tuple[Evidence, ...] = ()


NONE = Steps()


def read_steps(view: View, source: Source, overrules: Overrules, is_work: Callable[[View], bool]) -> Steps:
    """The steps of the item that `view` was taken for; `is_work` judges an entry by its signals."""
    found: list[Step] = []
    finished: list[Evidence] = []
    for entries in _lists(view, is_work):
        # Comments make an entry an item of its own, or as if it were not there.
        steps = [
            step for step in (_step_view(block, view, overrules) for block in entries) if step.overrule.item is None
        ]
        for step in steps:
            if step.done:
                finished.extend([_finished(step, view, source)] if _is_surely_done(step) else [])
            elif step.block.checked is False or is_work(step):
                found.append(_step(step, source))
    return Steps(tuple(found), tuple(finished)) if found or finished else NONE


def read_finished_steps(view: View, source: Source, overrules: Overrules) -> tuple[Evidence, ...]:
    """What is listed under a finished work: finished too, unless it says that it is open."""
    entries = (child for child in _with_lead_ins(view) if child.shape is Shape.ENTRY)
    steps = (_step_view(block, view, overrules) for block in islice(entries, MOST))
    return tuple(
        _finished(step, view, source)
        for step in steps
        if step.overrule.item is None
        and step.block.checked is not False
        and (step.done or not step.tags & UNFINISHED)
        and len(step.whole.words) > 1
    )


def _lists(view: View, is_work: Callable[[View], bool]) -> list[list[Block]]:
    """The lists under an item that say what is to be done, one by one.

    Where a label announces some ("Steps:"), only those, and of these rather the ones whose entries say so too.
    """
    own: dict[int, list[Block]] = {}
    planned: dict[int, list[Block]] = {}
    for block, label in islice(_entries(view), MOST):
        announced = label is not None and _announces_steps(label, view)
        lists = planned if announced else own
        lists.setdefault(block.series, []).append(block)
    found = [*(planned or own).values()]
    telling = [entries for entries in found if _tells_what_to_do(entries, view, is_work)]
    return telling or [*planned.values()]


def _entries(view: View) -> Iterator[tuple[Block, Block | None]]:
    """The entries right under an item, and those under its labels that are not about something else."""
    for child in view.block.children:
        if child.shape is Shape.ENTRY:
            yield child, None
        elif child.shape is Shape.LABEL and not _is_about_else(child, view):
            yield from ((entry, child) for entry in child.children if entry.shape is Shape.ENTRY)


def _with_lead_ins(view: View) -> Iterator[Block]:
    for child in view.block.children:
        if child.shape is Shape.LABEL:
            yield from child.children
        else:
            yield child


def _announces_steps(label: Block, view: View) -> bool:
    return is_plan(label, view.lexicon) and not view.lexicon.read(label.text.plain).has(Group.HEADINGS, Role.CRITERIA)


def _is_about_else(label: Block, view: View) -> bool:
    """Whether a label announces no steps but the files, the impact, what is wrong."""
    meaning = View(label, _TO_DO, view.lexicon).meaning
    if meaning.role is Role.CRITERIA:
        return True
    if is_plan(label, view.lexicon):
        return False
    return is_detail(label, view.lexicon) or (meaning.role is not None and not meaning.role.is_work)


def _step_view(block: Block, view: View, overrules: Overrules) -> View:
    return View(block, replace(_TO_DO, path=view.context.path), view.lexicon, overrules.of(block))


def _tells_what_to_do(entries: Sequence[Block], view: View, is_work: Callable[[View], bool]) -> bool:
    """Whether a list is one of steps: of boxes, counted where work is done in order, or mostly instructions."""
    steps = [View(block, _TO_DO, view.lexicon) for block in entries]
    still_open = [step for step in steps if not step.done and is_work(step)]
    if not still_open or 2 * sum(step.block.checked is not None for step in steps) >= len(steps):
        return True
    if view.context.role in _ORDERED and all(step.block.number for step in steps):
        return True
    told = sum(_is_told(step) for step in still_open)
    return told + len(steps) - len(still_open) >= 2 and told * 5 >= len(still_open) * 3


def _is_told(step: View) -> bool:
    return is_told(step.lead) or step.rest.starts(Group.VERBS)


def _is_surely_done(step: View) -> bool:
    """Whether a step is ticked, struck, or framed by its state; a word in brackets may be about anything."""
    return bool(step.block.checked or step.block.text.struck or declared_tags(step.prose) & FINISHED)


def _is_substantial(title: str) -> bool:
    """Whether words say what is to be done, and not only where to look or what to type."""
    return "://" not in title and count_words(_CODE.sub("", title)) >= SUBSTANCE


def _step(step: View, source: Source) -> Step:
    title, graded = make_title(step), overrule(grade(step), [step.overrule])
    text = source.between(step.block.start, step.block.end)
    return Step(
        title=title,
        kind=graded.kind,
        priority=graded.priority,
        state=graded.state,
        mentions=(_mention(step.block),),
        text=text,
        matter=matter_of(text, step.lexicon),
        body=make_body(step.block, source, title),
        number=issue_number(step.block.text.plain),
        substantial=_is_substantial(title),
    )


def _finished(step: View, of: View, source: Source) -> Evidence:
    return Evidence(
        title=make_title(step),
        outcome=outcome(step),
        dropped=dropped_by(step),
        mentions=(_mention(step.block),),
        text=source.between(step.block.start, step.block.end),
        section=of.context.path,
    )


def _mention(block: Block) -> Mention:
    return Mention(start=block.start, end=block.end)
