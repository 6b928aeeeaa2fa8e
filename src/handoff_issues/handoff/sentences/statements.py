"""Sentences of running text that say what is still to be done: "Parsing works. What is left is the exporter."."""

from __future__ import annotations

import re

from handoff_issues.handoff.lexicon import Cue, Group, Hit, Lexicon, Reading
from handoff_issues.handoff.lexicon.joints import joint_words
from handoff_issues.handoff.lexicon.terms import Statement
from handoff_issues.handoff.lexicon.words import is_dense, word_end
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.outline.inline import Inline
from handoff_issues.handoff.sentences.nothing import says_nothing

SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+|(?<=[。！？])")
_QUESTION_MARKS = ("?", "？", "؟")
_CALLS = ("!", "！")
"""How a sentence ends that calls out to the reader: "Please go on like this!"."""
_ANNOUNCES = (":", "：")
_CLOSES = "\"'`*_)] "
"""What can stand between a word and the mark behind it."""
_LABEL_ENDS = (":", "：", "—", "–", "-")
_CLAUSE_ENDS = (*_LABEL_ENDS, ",", ";", "(", "，", "；", "、", "（")
_AHEAD = (Statement.AHEAD, Statement.REMINDS, Statement.LABELS)
_BEFORE = (Group.PEOPLE, Group.LATELY, Group.DEADLINES)
"""Who and when: what can stand in a clause before the words that hand work on."""
_FEW = 6
"""Words, phrases or characters that are looked at."""
_FULL = 3
"""Words of a phrase that is a whole predicate."""


def asks(text: str) -> bool:
    """Whether a text ends as a question."""
    return text.rstrip().endswith(_QUESTION_MARKS)


def statement_in(sentence: str, lexicon: Lexicon, *, surely: bool = False) -> Hit | None:
    """The words by which a sentence says that something is still to be done; with `surely`, beyond doubt.

    None where it says no such thing, asks for it, calls it out, or only supposes it.
    """
    reading = lexicon.read(sentence)
    if asks(sentence):
        return None
    sure = next((hit for hit in reading.of(Group.OWED)[:_FEW] if _is_sure(hit, sentence, reading, lexicon)), None)
    return sure if surely or sure is not None else _unsure(sentence, reading, lexicon)


def _is_sure(hit: Hit, sentence: str, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether the words leave no doubt that something is still to be done, in a sentence that introduces no list."""
    if sentence.rstrip().endswith(_ANNOUNCES) or _is_supposed(hit, reading):
        return False
    match hit.value:
        case Statement.WITHIN:
            return (
                _names_it(hit, reading, lexicon) and not _is_done(reading) and not _is_done_since(hit, reading, lexicon)
            )
        case Statement.LABELS:
            behind = sentence[word_end(sentence, hit.stop) :].lstrip(f"{_CLOSES}{''.join(_LABEL_ENDS)}")
            labels = not hit.first and _mark_behind(sentence, hit.stop) in _LABEL_ENDS
            return labels and bool(behind) and not says_nothing(behind, lexicon)
        case Statement.REMINDS if not _is_due(hit, reading):
            return False
        case _:
            return _names_work(hit, reading, lexicon) and _begins_clause(hit, sentence, reading, lexicon)


def _is_due(hit: Hit, reading: Reading) -> bool:
    """Whether a deed is named behind a reminder, and by when: others are rules."""
    return any(verb.first == hit.stop for verb in reading.of(Group.VERBS)) and reading.has(Group.DEADLINES)


def _names_work(hit: Hit, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether work is named behind the words: no rule or ritual, no other place of the note, and more than "it"."""
    if any(cue.first == hit.stop and cue.value in (Cue.RULE, Cue.RITUAL) for cue in reading.of(Group.CUES)):
        return False
    if any(pointer.first >= hit.stop for pointer in reading.of(Group.POINTERS)):
        return False
    return hit.stop < len(reading.words) and reading.words[-1] not in lexicon.small_words


def _begins_clause(hit: Hit, sentence: str, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether a clause begins with the words, but for who and when: "Parsing works, but this week I did not get to"."""
    reserved = {other.stop for other in reading.of(Group.RESERVATIONS)}
    passed = who_and_when(reading)
    for at in range(hit.first, max(hit.first - _FEW, 0), -1):
        if at in reserved or _mark_behind(sentence, at) in _CLAUSE_ENDS:
            return True
        if at - 1 not in passed and reading.words[at - 1] not in lexicon.small_words:
            return False
    return hit.first <= _FEW


def _mark_behind(sentence: str, words: int) -> str:
    """The mark behind so many words of a sentence, if there is one: a sign that is no letter."""
    return sentence[word_end(sentence, words) :][:_FEW].lstrip(_CLOSES)[:1]


def _unsure(sentence: str, reading: Reading, lexicon: Lexicon) -> Hit | None:
    """The first words of a sentence that say so where nothing else does."""
    if sentence.rstrip().endswith(_CALLS) or _is_done(reading):
        return None
    for hit in reading.of(Group.STATEMENTS):
        begins = hit.stop < len(reading.words) and lexicon.small_words.issuperset(reading.words[: hit.first])
        if begins and any(rule.first == hit.stop and rule.value == Cue.RULE for rule in reading.of(Group.CUES)):
            continue  # "Please do not touch the old table."
        if (begins or _is_predicate(hit, reading)) and not _is_supposed(hit, reading):
            return hit
    return None


def _is_done(reading: Reading) -> bool:
    """Whether it says that something is done, without a "but" after it."""
    return any(hit.value == Cue.DONE and not reading.reserved(hit) for hit in reading.of(Group.CUES))


def _is_done_since(hit: Hit, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether the sentence goes on with what has been done: "was postponed to Monday, and sent then"."""
    joints = joint_words(lexicon.languages)
    return any(deed.first > hit.stop and reading.words[deed.first - 1] in joints for deed in reading.of(Group.FINISHED))


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
    """The words that name the work of such a sentence: what follows those that announce it, else all.

    Not those of one that goes on from it.
    """
    hit = statement_in(sentence, lexicon)
    if hit is None:
        return None
    announced = hit.value in _AHEAD
    return sentence[word_end(sentence, hit.stop) :] if announced else SENTENCE_END.split(sentence, maxsplit=1)[0]


def announced_work(text: str, lexicon: Lexicon) -> str | None:
    """What follows the words that hand it on, where a text begins with them: "We still need to add a retry"."""
    hit = statement_in(text, lexicon, surely=True)
    if hit is None or hit.value not in _AHEAD or _names_it(hit, lexicon.read(text), lexicon):
        return None
    return text[word_end(text, hit.stop) :]


def has_mark(text: Inline, lexicon: Lexicon) -> bool:
    """Whether a mark of open work stands before words: "TODO: ..."."""
    label = text.label
    if label is None or not lexicon.read(label).covers(Group.MARKS):
        return False
    return not says_nothing(text.plain[len(label) + 1 :].lstrip(), lexicon)


def split_sentences(block: Block, lexicon: Lexicon) -> list[Block]:
    """The sentences of a block as paragraphs on its lines.

    One that only says how it is with what the one before names goes with that: "Search is slow. No fix yet.".
    """
    raw, start = block.text.raw, 0
    first: int | None = None
    """Where the last sentence begins, if another one can go with it."""
    found: list[Block] = []
    for stop in (*(end.end() for end in SENTENCE_END.finditer(raw)), len(raw)):
        text = block.text.between(start, stop)
        if text.plain:
            joined = first is not None and _goes_on(text.marked, lexicon)
            if first is not None and joined:
                found.pop()
                text = block.text.between(first, stop)
            found.append(Block(Shape.PROSE, block.start, block.end, text, parent=block))
            first = None if joined else start
        start = stop
    return found


def _goes_on(sentence: str, lexicon: Lexicon) -> bool:
    """Whether a sentence says that something is still to be done, and does not name it."""
    reading = lexicon.read(sentence)
    return any(hit.value == Statement.WITHIN and not _names_it(hit, reading, lexicon) for hit in reading.of(Group.OWED))


def _names_it(hit: Hit, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether more than who, when and small words stands before the words: "I have not fixed it" does not name it."""
    passed = who_and_when(reading)
    return any(at not in passed and reading.words[at] not in lexicon.small_words for at in range(hit.first))


def who_and_when(reading: Reading) -> set[int]:
    """The words that say who and when, by their number."""
    return {at for group in _BEFORE for hit in reading.of(group) for at in range(hit.first, hit.stop)}


def opening_word(reading: Reading, lexicon: Lexicon, *told: Group) -> int:
    """The first word that tells of the matter, behind who, when, "have" and small words: "We have also drafted it".

    A small word with which a phrase of the groups `told` begins is one: "We never moved it".
    """
    groups = (*_BEFORE, Group.AUXILIARIES, Group.RESERVATIONS)
    passed = {at for group in groups for hit in reading.of(group) for at in range(hit.first, hit.stop)}
    begun = {hit.first for group in told for hit in reading.of(group)}
    words = (
        at
        for at, word in enumerate(reading.words)
        if at in begun or (word.isalnum() and at not in passed and word not in lexicon.small_words)
    )
    return next(words, 0)


def each_sentence(block: Block, lexicon: Lexicon) -> list[Block]:
    """The sentences of a paragraph, where one of them says what is still to be done."""
    if block.shape is not Shape.PROSE or block.quoted or block.parent is None or block.parent.shape is Shape.PROSE:
        return []
    found = split_sentences(block, lexicon)
    return found if any(statement_in(one.text.marked, lexicon) for one in found) else []
