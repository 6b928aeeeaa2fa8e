"""Sentences of running text that say what is still to be done: "Parsing works. What is left is the exporter."."""

from __future__ import annotations

import re

from handoff_issues.handoff.lexicon import Cue, Group, Hit, Lexicon, Reading
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.terms import Statement
from handoff_issues.handoff.words import is_dense, word_end

SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+|(?<=[。！？])")
_NO_STATEMENT = ("?", "？", "؟", "!", "！")
"""How a sentence ends that asks, or calls out to the reader: "Please go on like this!"."""
_FULL = 3
"""Words of a phrase that is a whole predicate."""


def statement_in(sentence: str, lexicon: Lexicon) -> Hit | None:
    """The words by which a sentence says that something is still to be done.

    None where it says no such thing, asks for it, calls it out, or only supposes it.
    """
    reading = lexicon.read(sentence)
    hits = reading.of(Group.STATEMENTS)
    if not hits or sentence.rstrip().endswith(_NO_STATEMENT) or _is_done(reading):
        return None
    for hit in hits:
        begins = hit.stop < len(reading.words) and lexicon.small_words.issuperset(reading.words[: hit.first])
        if begins and any(rule.first == hit.stop and rule.value == Cue.RULE for rule in reading.of(Group.CUES)):
            continue  # "Please do not touch the old table."
        if (begins or _is_predicate(hit, reading)) and not _is_supposed(hit, reading):
            return hit
    return None


def _is_done(reading: Reading) -> bool:
    """Whether it says that something is done, without a "but" after it."""
    return any(hit.value == Cue.DONE and not reading.reserved(hit) for hit in reading.of(Group.CUES))


def _is_predicate(hit: Hit, reading: Reading) -> bool:
    """Whether the words say by themselves what is with the work.

    "Is waiting for" tells of the work; "waiting for" within a sentence tells how a program runs.
    """
    if hit.value == Statement.WAITS:
        return hit.size >= _FULL or hit.stop == len(reading.words)
    return hit.value == Statement.WITHIN


def _is_supposed(hit: Hit, reading: Reading) -> bool:
    """Whether a condition comes before the words, or goes on from them: "not done if"."""
    for condition in reading.of(Group.CONDITIONS):
        # Languages of dense scripts say at the end of a clause that it only supposes.
        goes_on = condition.first < hit.stop < condition.stop
        if condition.first < hit.first or goes_on or is_dense(reading.words[condition.first]):
            return True
    return False


def stated_work(sentence: str, lexicon: Lexicon) -> str | None:
    """The words that name the work of such a sentence: what follows those that announce it, else the whole sentence."""
    hit = statement_in(sentence, lexicon)
    if hit is None:
        return None
    return sentence[word_end(sentence, hit.stop) :] if hit.value == Statement.AHEAD else sentence


def each_sentence(block: Block, lexicon: Lexicon) -> list[Block]:
    """The sentences of a paragraph as paragraphs on its lines, where one of them says what is still to be done."""
    if block.shape is not Shape.PROSE or block.quoted or block.parent is None or block.parent.shape is Shape.PROSE:
        return []
    raw, start = block.text.raw, 0
    found: list[Block] = []
    for stop in (*(end.end() for end in SENTENCE_END.finditer(raw)), len(raw)):
        text = block.text.between(start, stop)
        if text.plain:
            found.append(Block(Shape.PROSE, block.start, block.end, text, parent=block))
        start = stop
    return found if any(statement_in(one.text.marked, lexicon) for one in found) else []
