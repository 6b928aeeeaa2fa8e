"""Lines of handoffs that were not taken for work, each with its reason: near misses, and what a comment says. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handoff_issues.explain import Explanation, TakenFor, explain
from handoff_issues.handoff import Page, read_handoff
from handoff_issues.lacks import lacks
from handoff_issues.model import Frozen, Mention

MOST = 100
"""Lines that are told of all handoffs together, those nearest to work first."""


class PassedOver(Frozen):
    """An entry that nearly became an item, or would have without a comment."""

    path: str
    lines: Mention
    title: str
    """The handoff's own words: untrusted."""
    reason: str
    score: float
    """How near it came to being an item; 0 where a comment decided."""


def find_passed_over(pages: Iterable[Page]) -> list[PassedOver]:
    """What was not taken for work in these handoffs, in the order of the pages; the nearest, where it is much."""
    found = [each for page in pages for each in _of(page)]
    nearest = sorted(range(len(found)), key=lambda at: -found[at].score)[:MOST]
    return [found[at] for at in sorted(nearest)]


def _of(page: Page) -> Iterator[PassedOver]:
    for entry in explain(page, read_handoff(page)).entries:
        if entry.outcome in (TakenFor.NOTHING, TakenFor.IGNORED):
            lines = Mention(start=entry.start, end=entry.end)
            reason = _reason(entry)
            score = 0.0 if entry.outcome is TakenFor.IGNORED else entry.score
            yield PassedOver(path=page.path, lines=lines, title=entry.title, reason=reason, score=score)


def _reason(entry: Explanation) -> str:
    if entry.outcome is TakenFor.IGNORED:
        return f"a comment says so (line {', '.join(map(str, entry.comments))})"
    return lacks(entry)
