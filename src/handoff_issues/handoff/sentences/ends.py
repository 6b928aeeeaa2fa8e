"""Where clauses end: at dashes, colons, full stops and question marks outside of code, quotations and brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from handoff_issues.handoff.lexicon import Group, Lexicon
from handoff_issues.handoff.sentences.states import is_state

_END = re.compile(
    r"\s+(?:—|–|--|-)\s+|\s*——?\s*|[:：](?=\s|\*|[^\x00-\x7f])|[.;](?=\s|$)|(?<=\?)\s+|(?<=!)\s+(?![a-z])|(?<=？)|[。；！]"
)
_END_MARK = re.compile("[—–:：.;?!？。；！-]")
"""One of them is in every end: most short texts have none, which is soon seen."""
_QUOTED = re.compile(r'"[^"`]{1,80}"|“[^”`]{1,80}”|„[^“”`]{1,80}[“”]|«[^»`]{1,80}»|「[^」`]{1,80}」')
_LONGEST_ASIDE = 60
"""Characters between two dashes of one sentence."""
_LAST_WORDS = re.compile(r"(?:[^\W\d_]+[.\s]*){1,2}$")
_INITIAL = re.compile(r"(?<![\w.])[^\W\d_A-Z]$")
"""A single small letter before a full stop: "p. ex."."""
_ABBREVIATED = 16
"""Characters of an abbreviation, and the word before it."""


def is_outside(text: str, at: int) -> bool:
    """Whether a place is outside of code and brackets."""
    before = text[:at]
    opened = sum(before.count(mark) for mark in "([（【") - sum(before.count(mark) for mark in ")]）】")
    return before.count("`") % 2 == 0 and opened <= 0


def clause_ends(text: str) -> Iterator[int]:
    """The places where clauses end."""
    yield from (found.start() for found in _found_ends(text))


def sentence_ends(text: str, lexicon: Lexicon) -> Iterator[int]:
    """The same without those after which the sentence goes on: an abbreviation, or two dashes around an aside."""
    ends = list(_found_ends(text))
    asides = {at for pair in _asides(text, ends, lexicon) for at in pair}
    for end in ends:
        if end.start() not in asides and not (end[0] == "." and _is_abbreviated(text[: end.start()], lexicon)):
            yield end.start()


def _found_ends(text: str) -> Iterator[re.Match[str]]:
    if not _END_MARK.search(text):
        return
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    for found in _END.finditer(text):
        at = found.start()
        if at and is_outside(text, at) and not any(start < at < stop for start, stop in quoted):
            yield found


def _is_abbreviated(before: str, lexicon: Lexicon) -> bool:
    """Whether a text ends with an abbreviation behind which the sentence goes on: "e.g", "incl"."""
    if _INITIAL.search(before):
        return True
    last = _LAST_WORDS.search(before, max(0, len(before) - _ABBREVIATED))
    return last is not None and lexicon.read(last[0]).ends(Group.ABBREVIATIONS)


def _asides(text: str, ends: Sequence[re.Match[str]], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The pairs of dashes between which a sentence only remarks, and then goes on with a small word."""
    for left, right in pairwise(ends):
        same = left[0].strip(" ") == right[0].strip(" ") in ("—", "–", "--", "-")
        if not same or not 0 < right.start() - left.end() <= _LONGEST_ASIDE:
            continue
        following = text[right.end() :]
        if following.partition(" ")[0] in lexicon.small_words and not is_state(lexicon.read(following), lexicon):
            yield left.start(), right.start()
