"""Words for a part of the whole, in numbers: "80 %", "3 of 7". What is done to that part is not done."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from handoff_issues.handoff.lexicon.readings import Hit, Reading
from handoff_issues.handoff.lexicon.terms import Group
from handoff_issues.handoff.lexicon.words import split_words

OF = r"(?:/|of|out of|von|der|des|sur|de|del|di|van|z|из|із)"
"""Between how many are meant and how many there are."""
_PER_CENT = r"(?:(\d{1,3})(?:[.,]\d+)?\s?[%％]|[%％]\s?(\d{1,3}))"
_WHOLE = rf"{OF}\s*(?:(?:the|den|les|las|los)\s+)?(\d{{1,4}})"
_SHARE = re.compile(rf"(?<![0-9A-Za-z.,/-])(?:{_PER_CENT}|(\d{{1,4}})\s*{_WHOLE}(?![\w/.-]))", re.I)
_OF_SOMETHING = re.compile(rf"(?:{_PER_CENT}\s*{OF}|\d{{1,4}}\s*{_WHOLE})\s", re.I)
_CLAUSE_END = re.compile(r"\s*(?:[).,;!（(），；。]|[—–]|\s-\s|$)")


def with_shares(reading: Reading, text: str, small_words: frozenset[str]) -> Reading:
    """The reading of a text in which a share takes back what follows it, as "not" does, and what ends before it.

    That is so where only one of the `small_words` stands between: "done at 80 %", not "done, coverage 80 %".
    """
    stops = {hit.stop for hit in reading.of(Group.TAGS)}
    more: dict[Group, list[Hit]] = defaultdict(list)
    for first, stop, ends in _shares(text):
        near = first in stops or (first - 1 in stops and reading.words[first - 1] in small_words)
        group = Group.RESERVATIONS if ends and near else Group.NEGATIONS
        more[group].append(Hit(first, stop, group, "share"))
    if not more:
        return reading
    return replace(
        reading, groups={**reading.groups, **{each: sorted([*reading.of(each), *more[each]]) for each in more}}
    )


def leading_share(text: str) -> tuple[str, str] | None:
    """The share of less than all that a text begins with, and what follows it: "60 %", "11 of 14 done"."""
    share = _SHARE.match(text.lstrip())
    return (share[0], share.string[share.end() :]) if share is not None and _is_less(share) else None


def leading_part(text: str) -> str:
    """The share with which a text begins where that is said of something: "80 % of the map", "11 of 14 files"."""
    found = leading_share(text)
    return found[0] if found is not None and _OF_SOMETHING.match(text.lstrip()) else ""


def _shares(text: str) -> Iterator[tuple[int, int, bool]]:
    """The shares that are less than all: their first word, where they stop, and whether the clause ends there."""
    stop = at = 0
    for share in _SHARE.finditer(text):
        first = stop + len(split_words(text[at : share.start()]))
        stop, at = first + len(split_words(share[0])), share.end()
        if _is_less(share):
            yield first, stop, _CLAUSE_END.match(text, at) is not None


def _is_less(share: re.Match[str]) -> bool:
    before, behind, some, whole = share.groups()
    per_cent = before or behind
    return int(per_cent) < 100 if per_cent else int(some) < int(whole)
