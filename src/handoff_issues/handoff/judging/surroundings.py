"""What a block, its list and its heading look like, in numbers: what a reader sees before reading a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from statistics import fmean

from handoff_issues.handoff.judging.candidates import Seen
from handoff_issues.handoff.judging.forest import Measures
from handoff_issues.handoff.judging.neighbours import measure_neighbours
from handoff_issues.handoff.judging.nested_signals import entries_under
from handoff_issues.handoff.lexicon import Group, Lexicon
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.sentences.clauses import count_words
from handoff_issues.handoff.structure.headings import headings_from

_SOME = 20
"""Entries of a list that are looked at."""
_DASH = re.compile(r" [—–-] |: ")


def measure_page(page: Sequence[Seen], weights: Sequence[float], lexicon: Lexicon) -> Iterator[Measures]:
    """The measures of each block of a page; `weights` are what their signals weigh."""
    lists: dict[int, Measures] = {}
    headings: dict[int, Measures] = {}
    under_work = sum(bool(seen.view.context.role and seen.view.context.role.is_work) for seen in page)
    share = under_work / max(1, len(page))
    around = measure_neighbours(page, weights, "signals")
    for seen, weight, measures in zip(page, weights, around, strict=True):
        block = seen.view.block
        measures |= {"its signals: weight": weight, "its page: lines": len(page), "its page: under work": share}
        measures |= _own(seen)
        if block.shape in (Shape.ENTRY, Shape.ROW):
            key = id(block.peers)
            if key not in lists:
                lists[key] = _list(block.peers, lexicon)
            measures |= lists[key]
        heading = next(headings_from(block.parent), None)
        if heading is not None:
            if id(heading) not in headings:
                headings[id(heading)] = _heading(heading, lexicon)
            measures |= headings[id(heading)]
        yield measures


def _own(seen: Seen) -> Measures:
    """What is seen of the block itself."""
    view = seen.view
    block, context, text = view.block, view.context, view.block.text.plain
    entries = list(entries_under(block))
    found: Measures = {
        "its form: words": min(count_words(text), 80),
        "its form: length": min(len(text), 500),
        "its form: digits": sum(char.isdigit() for char in text[:80]),
        "its form: cells": len(block.cells),
        "its form: box": 0 if block.checked is None else 1 + (not block.checked),
        "its form: level": block.level,
        "its form: strong words": bool(block.text.lead.spans),
        "its headings: distance": min(context.distance, 9),
        "its headings: depth": len(context.path),
        "its headings: sure": context.sure,
        "what it holds: entries": min(len(entries), 15),
    }
    for shape in (Shape.PROSE, Shape.LABEL):
        found[f"what it holds: {shape}"] = sum(child.shape is shape for child in block.children)
    if entries:
        some = entries[:_SOME]
        readings = [view.lexicon.read(entry.text.plain) for entry in some]
        named = set(view.whole.words) - view.lexicon.small_words
        found["what it holds: verbs"] = fmean(reading.starts(Group.VERBS) for reading in readings)
        found["what it holds: words that return"] = fmean(not named.isdisjoint(reading.words) for reading in readings)
    return found


def _list(peers: Sequence[Block], lexicon: Lexicon) -> Measures:
    """What is seen of the list that an entry stands in."""
    some = peers[:_SOME]
    readings = [lexicon.read(peer.text.plain) for peer in some]

    def share(says: Callable[[Block], object]) -> float:
        return fmean(bool(says(peer)) for peer in some)

    return {
        "its list: length": min(len(peers), 20),
        "its list: words": fmean(count_words(peer.text.plain) for peer in some),
        "its list: lists": share(lambda peer: peer.children),
        "its list: strong words": share(lambda peer: peer.text.lead.spans),
        "its list: dashes": share(lambda peer: _DASH.search(peer.text.plain)),
        "its list: code": share(lambda peer: peer.text.spans and peer.text.spans[0].code),
        "its list: sentences": share(lambda peer: peer.text.plain.rstrip().endswith((".", "。"))),
        "its list: boxes": share(lambda peer: peer.checked is not None),
        "its list: states": fmean(reading.has(Group.TAGS) for reading in readings),
        "its list: verbs": fmean(reading.starts(Group.VERBS) for reading in readings),
        "its list: cues": fmean(reading.has(Group.CUES) for reading in readings),
    }


def _heading(heading: Block, lexicon: Lexicon) -> Measures:
    """What is seen of the heading above a block."""
    text = heading.text.plain
    above = next(headings_from(heading.parent), None)
    return {
        "its headings: level": heading.level,
        "its headings: level above": above.level if above is not None else 0,
        "its headings: words": min(count_words(text), 15),
        "its headings: colon": text.rstrip("*_ ").endswith((":", "：")),
        "its headings: verb": lexicon.read(text).starts(Group.VERBS),
        "its headings: paragraphs": sum(child.shape is Shape.PROSE for child in heading.children),
    }
