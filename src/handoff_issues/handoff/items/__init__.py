"""Entries become items: what was taken is named, graded and merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from handoff_issues.handoff.items.bodies import make_body
from handoff_issues.handoff.items.grades import grade, overrule, stronger
from handoff_issues.handoff.items.likeness import Candidate
from handoff_issues.handoff.items.matter import matter_of
from handoff_issues.handoff.items.merge import Same, group_same
from handoff_issues.handoff.items.references import entry_lines, read_references
from handoff_issues.handoff.items.steps import read_steps
from handoff_issues.handoff.items.titles import ROOM, label_of, make_title, short_name
from handoff_issues.handoff.items.trim import issue_number
from handoff_issues.handoff.judging.scores import Verdict
from handoff_issues.handoff.judging.several import works_named
from handoff_issues.handoff.judging.weights import weigh
from handoff_issues.handoff.lexicon import Lexicon
from handoff_issues.handoff.outline import Shape
from handoff_issues.handoff.outline.source import Source
from handoff_issues.handoff.sentences.clauses import is_told
from handoff_issues.handoff.sentences.people import read_people
from handoff_issues.handoff.structure.overrules import Overrules
from handoff_issues.handoff.structure.views import View
from handoff_issues.model import Item, Mention, Why

TOLD = 4
"""Mentions of a work in which other works and people are looked for, the most detailed first."""


def read_items(verdicts: Iterable[Verdict], source: Source, lexicon: Lexicon, overrules: Overrules) -> list[Item]:
    """The items of a page, in the order of their first mentions."""
    return [_item(same, source, overrules) for same in group_same(name_taken(verdicts), lexicon)]


def name_taken(verdicts: Iterable[Verdict]) -> list[Candidate]:
    """What was taken for an item, each with its title.

    A label that only sorts is part of no title, unless it tells apart what else bears one name.
    """
    taken = [
        Candidate(verdict.view, make_title(verdict.view), short_name(verdict.view), verdict.score)
        for verdict in verdicts
        if verdict.taken
    ]
    labels = [label_of(one.view) for one in taken]
    labelled: dict[str, set[str]] = defaultdict(set)
    for one, label in zip(taken, labels, strict=True):
        labelled[one.name].add(label)
    return [
        replace(one, title=_behind(label, one.title), name=f"{label}: {one.name}")
        if label and len(labelled[one.name]) > 1
        else one
        for one, label in zip(taken, labels, strict=True)
    ]


def _behind(label: str, title: str) -> str:
    """A title behind a label, which it keeps already where that is a stage of a larger work."""
    return title if title.startswith(f"{label}:") else f"{label}: {title}"


def _is_work(view: View) -> bool:
    return weigh(view) > 0


def _item(same: Same, source: Source, overrules: Overrules) -> Item:
    group = same.mentions
    best = max(group, key=lambda one: (min(len(_text(one, source)), 2000), -one.start))
    ordered = [best, *(one for one in group if one is not best), *same.covered_by]
    total = grade(best.view)
    for one in ordered[1:]:
        total = stronger(total, grade(one.view))
    total = overrule(total, [one.view.overrule for one in ordered])
    text = _text(best, source)
    title = _best_title(group, best)
    lexicon = best.view.lexicon
    told = ordered[: min(len(group), TOLD)]
    lines = [tuple(entry_lines(one.view.block, _text(one, source))) for one in told]
    named = (
        each
        for one, said in zip(told, lines, strict=True)
        for each in read_references(one.view.block, said, lexicon.languages)
    )
    steps = read_steps(best.view, source, overrules, _is_work)
    return Item(
        title=title,
        kind=total.kind,
        priority=total.priority,
        state=total.state,
        mentions=tuple(Mention(start=one.view.block.start, end=one.view.block.end) for one in ordered),
        body=make_body(best.view.block, source, title),
        section=best.view.context.path,
        number=next((n for one in ordered if (n := issue_number(one.view.block.text.plain)) is not None), None),
        text=text,
        matter=matter_of(text, lexicon),
        why=Why(kind=total.kind_why, priority=total.priority_why, state=total.state_why),
        references=tuple(dict.fromkeys(named)),
        works=works_named(title if best.view.block.shape is Shape.ROW else best.view.block.text.prose, lexicon),
        people=tuple(dict.fromkeys(name for said in lines for name in read_people(said, lexicon))),
        steps=steps.open,
        finished=steps.finished,
    )


def _best_title(mentions: list[Candidate], best: Candidate) -> str:
    """The title of the most detailed mention, unless another one says what to do and this one does not.

    A mention that says all of that and a little more is better still.
    """
    if len(mentions) == 1:
        return best.title
    told = [one for one in mentions if _says_what_to_do(one)]
    chosen = best if best in told or not told else max(told, key=lambda one: (min(len(one.title), 70), -one.start))
    fuller = [one for one in told if chosen.words < one.words and len(one.words) <= ROOM]
    return max(fuller, key=lambda one: (len(one.title), -one.start), default=chosen).title


def _says_what_to_do(one: Candidate) -> bool:
    """Whether a title is an instruction, at once or after the name of the matter."""
    return any(is_told(one.view.lexicon.read(part)) for part in one.title.split(": ", 1))


def _text(candidate: Candidate, source: Source) -> str:
    block = candidate.view.block
    # What shares its lines with other works is known by its own words: those of the others change by themselves.
    return block.text.marked if block.is_part else source.between(block.start, block.end)
