"""Decides which blocks of a page are items, by what speaks for each of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from handoff_issues.handoff.judging.candidates import Search, Seen, walk_page
from handoff_issues.handoff.judging.forest import UNIT
from handoff_issues.handoff.judging.open_headings import SURE, open_headings
from handoff_issues.handoff.judging.owed import owed_works
from handoff_issues.handoff.judging.scores import COMPARED, LITTLE, NEAR, Rule, Verdict, score_blocks
from handoff_issues.handoff.judging.sessions import done_elsewhere
from handoff_issues.handoff.judging.several import several_works, take_in
from handoff_issues.handoff.judging.signals import signals
from handoff_issues.handoff.judging.weights import weigh_signals
from handoff_issues.handoff.lexicon import Group, Lexicon, Role
from handoff_issues.handoff.outline import Block, Shape, read_prompt
from handoff_issues.handoff.sentences.statements import each_sentence
from handoff_issues.handoff.structure.headings import Context, is_heading
from handoff_issues.handoff.structure.overrules import Overrules
from handoff_issues.handoff.structure.views import View


def judge_page(root: Block, lexicon: Lexicon, overrules: Overrules) -> list[Verdict]:
    """Every block that was looked at, with what it was taken for."""
    verdicts: list[Verdict] = []
    for search in _searches(root, lexicon):
        page = list(walk_page(root, lexicon, overrules, search=search))
        named = open_headings(seen.view for seen in page)
        scored = [
            verdict.ruled(Rule.TELLS, max(verdict.score, SURE)) if verdict.view.block in named else verdict
            for verdict in score_blocks(page, lexicon)
        ]
        verdicts = list(decide(page, scored))
        done = done_elsewhere([(verdict.view, verdict.taken) for verdict in verdicts])
        verdicts = [verdict.ruled(Rule.LATER, -NEAR) if verdict.view.block in done else verdict for verdict in verdicts]
        if any(_settles(verdict) for verdict in verdicts):
            break
    return verdicts


def _searches(root: Block, lexicon: Lexicon) -> Iterator[Search]:
    """How a page is searched until work is found: further only where there is something to be found."""
    yield Search.LISTS
    # A note that is one prompt to paste says there, and only there, what is to be done.
    if any(read_prompt(block) for block in root.walk()):
        yield Search.PROMPTS
    if any(each_sentence(block, lexicon) for block in root.walk()):
        yield Search.SENTENCES


def _settles(verdict: Verdict) -> bool:
    """Whether a block shows where the page names its work: one paragraph among others does not."""
    listed = verdict.taken and verdict.view.block.shape is not Shape.PROSE
    return listed or verdict.view.overrule.ignored


def decide(page: Sequence[Seen], scored: Sequence[Verdict]) -> Iterator[Verdict]:
    """Which blocks are taken; what is nested in an item is its body, unless somebody says that it is one of its own."""
    better = _better_below(page, scored)
    inside: list[bool] = []
    for at, (seen, verdict) in enumerate(zip(page, scored, strict=True)):
        view = seen.view
        within = seen.holder >= 0 and inside[seen.holder]
        if within and not view.overrule.item:
            inside.append(True)
            continue
        judged = verdict.taken and at not in better
        taken = judged if view.overrule.item is None else view.overrule.item
        inside.append(taken or within)
        yield from _each_work(replace(verdict, taken=taken))
        for sentence in owed_works(view) if not taken else ():
            weight = weigh_signals(signals(sentence))
            told = Verdict(sentence, taken=True, score=weight).ruled(Rule.HANDS_ON, max(weight, LITTLE))
            yield from _each_work(told)


def _each_work(verdict: Verdict) -> Iterator[Verdict]:
    """A verdict, and behind it those on each of the works where the block that was taken holds several."""
    view = verdict.view
    works = several_works(view) if verdict.taken and view.overrule.item is None else []
    if not works:
        yield verdict
        return
    take_in(view.block, works)
    yield replace(verdict, taken=False)
    below = _below_mark(view)
    for work in works:
        yield Verdict(View(work, below, view.lexicon, view.overrule), taken=True, score=verdict.score)


def _better_below(page: Sequence[Seen], scored: Sequence[Verdict]) -> set[int]:
    """The blocks, by number, of which those under it together weigh more as items."""
    below = [0.0] * len(page)
    found: set[int] = set()
    for at in range(len(page) - 1, -1, -1):
        own = _worth(scored[at].score)
        if 0 < own < below[at] and is_heading(page[at].view.block) and len(page) in COMPARED:
            found.add(at)
        if page[at].holder >= 0:
            below[page[at].holder] += max(own, below[at], 0.0)
    return found


def _worth(score: float) -> float:
    """What it is worth to take a block of this score for an item: from 0.5, where it surely is one, to -0.5."""
    return 0.5 * math.tanh(0.5 * UNIT * score)


def _below_mark(view: View) -> Context:
    """The context of the works of one line: what its label says of them, else that of the line."""
    label = view.block.text.label
    if label is None:
        return view.context
    hits = view.lexicon.read(label).of(Group.HEADINGS)
    role = next((Role(hit.value) for hit in hits if Role(hit.value).is_work), view.context.role or Role.PENDING)
    return replace(view.context, role=role, phrase=label, sure=True, distance=1)
