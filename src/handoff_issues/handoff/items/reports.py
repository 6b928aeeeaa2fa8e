"""Running text among finished work, sentence by sentence: "Moved the buoys to the new map. The old feed is gone"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from handoff_issues.handoff.judging.several import take_in
from handoff_issues.handoff.lexicon import Group, Lexicon, Role
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.sentences.statements import opening_word, split_sentences
from handoff_issues.handoff.sentences.told_states import told_as_past
from handoff_issues.handoff.structure.labels import is_metadata
from handoff_issues.handoff.structure.views import View

_MOST = 20
"""Sentences of a paragraph that are looked at."""


def reported_deeds(view: View) -> Iterator[tuple[View, str]]:
    """The sentences of a paragraph that report what was done, each with the words up to the next one that does.

    What follows may take back what a sentence says: "Moved the feed. It does not load yet."
    """
    block, context = view.block, view.context
    area = context.closed_above and context.role in (None, Role.ARCHITECTURE)
    if block.shape is not Shape.PROSE or block.quoted or block.text.lead.spans:
        return
    if not (context.role is Role.DONE or area) or view.empty or is_metadata(block, view.lexicon):
        return
    whole = replace(block, children=[])
    take_in(whole, split_sentences(block, view.lexicon)[:_MOST])
    deeds = [at for at, sentence in enumerate(whole.children) if _reports(sentence, view.lexicon)]
    for at, following in pairwise([*deeds, len(whole.children)]):
        said = "; ".join(sentence.text.prose for sentence in whole.children[at:following])
        yield replace(view, block=whole.children[at]), said


def _reports(sentence: Block, lexicon: Lexicon) -> bool:
    """Whether a sentence begins with a deed, but for who and when, or says that its matter has been done."""
    text = sentence.text.prose
    reading = lexicon.read(text)
    first = opening_word(reading, lexicon, Group.NEGATIONS, Group.LIMITS)
    return any(hit.first == first for hit in reading.of(Group.FINISHED)) or told_as_past(text, lexicon)
