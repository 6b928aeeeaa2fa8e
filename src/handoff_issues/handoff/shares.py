"""Words for a part of the whole, in numbers: "80 %", "3 of 7". What is done to that part is not done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handoff_issues.handoff.readings import Hit, Reading
from handoff_issues.handoff.terms import Group
from handoff_issues.handoff.words import split_words

OF = r"(?:/|of|out of|von|sur|de|di|van|z|из|із)"
"""Between how many are meant and how many there are."""
_PER_CENT = r"(?:(\d{1,3})(?:[.,]\d+)?\s?[%％]|[%％]\s?(\d{1,3}))"
_SHARE = re.compile(rf"(?<![0-9A-Za-z.,/-])(?:{_PER_CENT}|(\d{{1,4}})\s*{OF}\s*(\d{{1,4}})(?![\w/.-]))", re.I)
_CLAUSE_END = re.compile(r"\s*(?:[).,;!（(），；。]|[—–]|\s-\s|$)")


def with_shares(reading: Reading, text: str, small_words: frozenset[str]) -> Reading:
    """The reading of a text in which a share takes back what follows it, as "not" does, and what ends before it.

    That is so where only one of the `small_words` stands between: "done at 80 %", not "done, coverage 80 %".
    """
    groups = dict(reading.groups)
    for share, ends in _shares(text):
        group = Group.NEGATIONS
        if ends and any(_reaches(hit, share, reading, small_words) for hit in reading.of(Group.TAGS)):
            group = Group.RESERVATIONS
        groups[group] = sorted((*groups.get(group, ()), share._replace(group=group)))
    return Reading(reading.words, groups)


def _reaches(hit: Hit, share: Hit, reading: Reading, small_words: frozenset[str]) -> bool:
    between = reading.words[hit.stop : share.first]
    return hit.stop <= share.first and len(between) <= 1 and small_words.issuperset(between)


def _shares(text: str) -> Iterator[tuple[Hit, bool]]:
    """The shares that are less than all, and whether the clause ends there."""
    for share in _SHARE.finditer(text):
        before, behind, some, whole = share.groups()
        per_cent = before or behind
        if int(per_cent) < 100 if per_cent else int(some) < int(whole):
            first, stop = (len(split_words(text[:end])) for end in share.span())
            yield Hit(first, stop, Group.NEGATIONS, "share"), _CLAUSE_END.match(text, share.end()) is not None
