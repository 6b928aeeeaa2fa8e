"""Running text among finished work, sentence by sentence: "Moved the buoys to the new map. We also fixed the feed."."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from itertools import islice, pairwise

from handoff_issues.handoff.judging.several import take_in
from handoff_issues.handoff.lexicon import Group, Lexicon, Reading, Role
from handoff_issues.handoff.lexicon.words import join_words
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.sentences.attempts import attempt_in
from handoff_issues.handoff.sentences.statements import asks, opening_word, split_sentences
from handoff_issues.handoff.sentences.told_states import told_as_past
from handoff_issues.handoff.structure.labels import is_metadata
from handoff_issues.handoff.structure.views import View

_MOST = 20
"""Deeds of a paragraph that are told."""


def reported_deeds(view: View, taken: Container[str]) -> Iterator[tuple[View, str]]:
    """The sentences of a paragraph that report what was done, each with the words by which it tells of less.

    What follows may take one back: "Moved the feed. It does not load yet." Sentences `taken` are works of their own.
    """
    block, context, lexicon = view.block, view.context, view.lexicon
    area = context.closed_above and context.role in (None, Role.ARCHITECTURE)
    if block.shape is not Shape.PROSE or block.quoted or block.text.lead.spans:
        return
    if not (context.role is Role.DONE or area) or view.empty or is_metadata(block, lexicon):
        return
    whole = replace(block, children=[])
    take_in(whole, [part for part in split_sentences(block, lexicon) if part.text.plain not in taken])
    deeds = [at for at, sentence in enumerate(whole.children) if _reports(sentence, lexicon)]
    for at, following in islice(pairwise([*deeds, len(whole.children)]), _MOST):
        sentence = whole.children[at]
        said = "; ".join(part.text.prose for part in whole.children[at:following])
        yield replace(view, block=sentence), attempt_in(said, lexicon) or _purpose(sentence, lexicon)


def _reports(sentence: Block, lexicon: Lexicon) -> bool:
    """Whether a sentence begins with a deed, but for who and when, or says that its matter has been done.

    "It was rolled back" goes with what stands before it, and "Split the queue" may be an instruction.
    """
    text = sentence.text.prose
    reading = lexicon.read(text)
    if asks(text) or reading.has(Group.CONDITIONS) or _points_back(reading, lexicon):
        return False
    first = opening_word(reading, lexicon, Group.NEGATIONS, Group.LIMITS)
    deed = next((hit for hit in reading.of(Group.FINISHED) if hit.first == first), None)
    if deed is None:
        return told_as_past(text, lexicon)
    told = not first and reading.starts(Group.VERBS)
    behind = {group for group in (Group.NEGATIONS, Group.LIMITS) for hit in reading.of(group) if hit.first == deed.stop}
    return not told and behind != {Group.NEGATIONS}


def _points_back(reading: Reading, lexicon: Lexicon) -> bool:
    """Whether the subject of a sentence is named before it: "That was rolled back"."""
    subject = reading.words[: min((hit.first for hit in reading.of(Group.AUXILIARIES)), default=0)]
    return bool(subject) and lexicon.small_words.issuperset(subject)


def _purpose(sentence: Block, lexicon: Lexicon) -> str:
    """The words that say what something was done for, which is not done itself: "Set up the server to run the map"."""
    reading = lexicon.read(sentence.text.prose)
    starts = {verb.first for verb in reading.of(Group.VERBS)}
    duties = (hit for hit in reading.of(Group.DUTIES) if hit.stop in starts and hit.first > 0)
    return next((join_words(reading.words[hit.first : hit.stop + 1]) for hit in duties), "")
