"""Notes of several sessions on one page: what one names as next, and a later one as done, is done."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from handoff_issues.handoff.lexicon import Group, Role
from handoff_issues.handoff.outline import Block
from handoff_issues.handoff.structure.headings import is_heading
from handoff_issues.handoff.structure.views import View

_COUNTED = re.compile(r"\W*([^\W\d_]*)\W*\d")
"""A heading that counts: "Session 2", "2026-03-14", "Day 3"; streams of work beside each other have names."""
_SIGNS = re.compile(r"^[\W_]+")
_NUMBER = re.compile(r"\d{1,9}")
_LEAST = 3
"""Words; fewer are the same by chance."""
_MOST = 5
"""Statements in the same words that are looked at."""


def done_elsewhere(judged: Sequence[tuple[View, bool]]) -> frozenset[Block]:
    """The items of a page that a later session beside theirs lists as done, in the same words.

    A session tells what it did, and what is next: where nothing was done, there is one session in several parts.
    """
    done: dict[tuple[str, ...], list[Block]] = defaultdict(list)
    telling: set[Block] = set()
    for view, taken in judged:
        if not taken and _tells_of_done(view):
            done[_words(view)].append(view.block)
            telling.update(_above(view.block))
    return frozenset(
        view.block
        for view, taken in judged
        if taken and view.overrule.item is None and view.block.checked is None and len(words := _words(view)) >= _LEAST
        for other in done.get(words, ())[:_MOST]
        if _is_told_apart(view.block, other, telling)
    )


def _tells_of_done(view: View) -> bool:
    return not is_heading(view.block) and (view.done or view.context.role is Role.DONE)


def _words(view: View) -> tuple[str, ...]:
    """The words of an entry, without the label that says when, and without the deed with which it begins."""
    text, label = view.block.text.plain, view.block.text.label
    if label is not None and view.lexicon.read(label).covers(Group.MARKS, Group.HEADINGS, Group.TAGS):
        text = text[len(label) + 1 :]
    reading = view.lexicon.read(_SIGNS.sub("", text))
    deeds = (hit.stop for group in (Group.VERBS, Group.FINISHED) for hit in reading.of(group) if not hit.first)
    return tuple(word for word in reading.words[max(deeds, default=0) :] if word.isalnum())


def _is_told_apart(item: Block, done: Block, telling: set[Block]) -> bool:
    """Whether the other stands in a later session, and that of the item tells of something else that is done."""
    own = {each.parent: each for each in _above(item)}
    beside = next((each for each in _above(done) if each.parent in own), None)
    if beside is None or (mine := own[beside.parent]) not in telling:
        return False
    named, other = (_COUNTED.match(each.text.plain) for each in (mine, beside))
    if named is None or other is None or named[1].lower() != other[1].lower():
        return False
    return _numbers(mine) < _numbers(beside)


def _numbers(heading: Block) -> list[int]:
    """What a heading counts by, the year of a date first."""
    return [int(number) for number in _NUMBER.findall(heading.text.plain)[:_MOST]]


def _above(block: Block) -> Iterator[Block]:
    """The headings that a block stands under, from the nearest on."""
    above = block.parent
    while above is not None and above.parent is not None:
        if is_heading(above):
            yield above
        above = above.parent
