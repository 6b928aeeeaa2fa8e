"""Words for a part of the whole, in numbers: "80 %", "3 of 7". What is done to that part is not done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handoff_issues.handoff.readings import Hit, Reading
from handoff_issues.handoff.terms import Group
from handoff_issues.handoff.words import split_words

OF = r"(?:/|of|out of|von|sur|de|di|van|z|из|із)"
"""Between how many are meant and how many there are."""
_SHARE = re.compile(
    rf"(?<![\w.,/-])(?:(\d{{1,3}})(?:[.,]\d+)?\s?[%％]|(\d{{1,4}})\s*{OF}\s*(\d{{1,4}})(?![\w/.-]))", re.I
)


def with_shares(reading: Reading, text: str) -> Reading:
    """The reading of a text in which a share takes back what follows it, as "not" does."""
    found = list(_shares(text))
    if not found:
        return reading
    negations = sorted((*reading.of(Group.NEGATIONS), *found))
    return Reading(reading.words, {**reading.groups, Group.NEGATIONS: negations})


def _shares(text: str) -> Iterator[Hit]:
    for share in _SHARE.finditer(text):
        per_cent, some, whole = share.groups()
        if int(per_cent) < 100 if per_cent else int(some) < int(whole):
            before, told = (len(split_words(text[:end])) for end in share.span())
            yield Hit(before, told, Group.NEGATIONS, "share")
