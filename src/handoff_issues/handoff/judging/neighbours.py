"""What the blocks around one weigh: above it, beside it, under it, and on the whole page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import fmean

from handoff_issues.handoff.judging.candidates import Seen
from handoff_issues.handoff.judging.forest import Measures
from handoff_issues.handoff.outline import Shape

_NOTHING = -9.0
"""The weight of what is not there."""


def measure_neighbours(page: Sequence[Seen], weights: Sequence[float], what: str) -> Iterator[Measures]:
    """The measures of what is around each block of a page, each of which weighs one of `weights` by its `what`."""
    lists: dict[int, list[float]] = defaultdict(list)
    under: list[list[float]] = [[] for _ in page]
    for seen, weight in zip(page, weights, strict=True):
        if _is_listed(seen):
            lists[id(seen.view.block.peers)].append(weight)
        if seen.holder >= 0:
            under[seen.holder].append(weight)
    of_lists = {key: _of_list(found, what) for key, found in lists.items()}
    of_page: Measures = {
        f"its page: works by {what}": sum(weight > 0 for weight in weights),
        f"its page: {what}": fmean(weights or [_NOTHING]),
        f"its page: strongest {what}": max(weights, default=_NOTHING),
    }
    known = [_NOTHING, *weights, _NOTHING]  # those of the blocks -1 to len(page)
    for at, seen in enumerate(page):
        above = page[seen.holder].holder if seen.holder >= 0 else -1
        found: Measures = {
            f"its headings: {what}": known[seen.holder + 1],
            f"its headings: {what} above them": known[above + 1],
            f"its page: {what} before it": known[at],
            f"its page: {what} after it": known[at + 2],
            f"what it holds: {what}": fmean(under[at] or [_NOTHING]),
            f"what it holds: strongest {what}": max(under[at] or [_NOTHING]),
        }
        found |= of_page
        if _is_listed(seen):
            found |= of_lists[id(seen.view.block.peers)]
        yield found


def _is_listed(seen: Seen) -> bool:
    return seen.view.block.shape in (Shape.ENTRY, Shape.ROW)


def _of_list(weights: Sequence[float], what: str) -> Measures:
    """The measures of a list whose entries weigh this."""
    return {
        f"its list: {what}": fmean(weights),
        f"its list: weakest {what}": min(weights),
        f"its list: strongest {what}": max(weights),
        f"its list: works by {what}": sum(weight > 0 for weight in weights) / len(weights),
    }
