"""The end of a title: before a clause that says why or when, where the words before it are the whole matter."""

from __future__ import annotations

from handoff_issues.handoff.lexicon import Group, Lexicon
from handoff_issues.handoff.lexicon.words import word_start
from handoff_issues.handoff.sentences.clauses import KERNEL, count_words, is_told, words_within
from handoff_issues.handoff.sentences.ends import is_outside

_COMMAS = (",", "，", "、")


def without_tail(text: str, lexicon: Lexicon, *groups: Group) -> str:
    """`text` up to the clause that begins with a word of these groups: "Drop the index because the load is over"."""
    if not any(map(lexicon.read(text).has, groups)):
        return text
    for at, word in words_within(text):
        begins = any(map(lexicon.read(word).has, groups))
        if begins and is_outside(text, at) and count_words(text[:at]) >= KERNEL:
            return text[:at]
    return text


def without_reason(text: str, lexicon: Lexicon) -> str:
    """An instruction up to the clause that only gives its reason: "Drop the index because the load is over".

    What is not told to anybody is the matter to its end ("The import is written, although nobody calls it"), and so is
    what follows words that tell which one is meant ("Repeat the jobs that stopped because the disk was full").
    """
    reading = lexicon.read(text)
    if not is_told(reading):
        return text
    narrowed = min((hit.first for hit in reading.of(Group.NARROWINGS)), default=len(reading.words))
    for hit in sorted([*reading.of(Group.REASONS), *reading.of(Group.REMARKS)]):
        if hit.first >= narrowed:
            break
        before = text[: word_start(text, hit.first)].rstrip()
        set_off = hit.group is Group.REASONS or before.endswith(_COMMAS)
        if set_off and is_outside(text, len(before)) and count_words(before) >= KERNEL:
            return before
    return text
