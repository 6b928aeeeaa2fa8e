"""Which lines of a text belong to which of the ranges that are marked in it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from handoff_issues.model import Mention


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines in a row that belong to the same range."""

    start: int
    end: int
    inside: int | None
    """The innermost range that has them, as an index; None where none has."""
    opening: tuple[int, ...]
    """The ranges that begin at the first of the lines, outermost first."""


def stretches(lines: int, ranges: Sequence[Mention]) -> list[Stretch]:
    """All of `lines` lines in their order; every range that begins among them opens exactly once.

    A range that ends beyond the last line is cut there. Of two that are equal, the later one is within the other.
    """
    opening: dict[int, list[int]] = defaultdict(list)
    for index in sorted(range(len(ranges)), key=lambda index: (-ranges[index].end, index)):
        opening[ranges[index].start].append(index)
    edges = {1, lines + 1, *opening, *(each.end + 1 for each in ranges)}
    found: list[Stretch] = []
    around: list[int] = []
    for start, stop in pairwise(sorted(edge for edge in edges if edge <= lines + 1)):
        around = [index for index in (*around, *opening[start]) if ranges[index].end >= start]
        found.append(Stretch(start, stop - 1, around[-1] if around else None, tuple(opening[start])))
    return found
