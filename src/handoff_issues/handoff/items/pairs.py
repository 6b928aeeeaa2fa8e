"""What two mentions look like that may be of one work, in numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from handoff_issues.handoff.items.likeness import Candidate, Stems, Weights, Words
from handoff_issues.handoff.judging.forest import Measures

Pair = tuple[int, int]
"""Two mentions by their numbers, the lesser first."""


def measure_pairs(
    candidates: Sequence[Candidate], words: Sequence[Words], weights: Weights, alike: Mapping[Pair, float]
) -> Iterator[Measures]:
    """The measures of the pairs of a page in the order of `alike`, which has the likeness of each.

    `words` are those of each candidate, `weights` those of the page.
    """
    names = [weights.name(one.name, one.doing) for one in words]
    lists = [id(candidate.view.block.peers) for candidate in candidates]
    lengths = Counter(lists)
    rivals = _Rivals(alike)
    last = max((candidate.view.block.end for candidate in candidates), default=1)
    for (a, b), score in alike.items():
        left, right = words[a], words[b]
        said = (names[a].share(right.text), names[b].share(left.text))
        lines = [names[a].share(line) for line in right.lines] + [names[b].share(line) for line in left.lines]
        common = left.text & right.text
        weight = weights.sum(common)
        apart = candidates[b].start - candidates[a].start
        scores = (candidates[a].score, candidates[b].score)
        sizes = (lengths[lists[a]], lengths[lists[b]])
        ahead = rivals.ahead((a, b), score)
        yield {
            "names: likeness": score,
            "names: ahead of the next": min(ahead),
            "names: ahead of the next of either": max(ahead),
            "names: said by the other": max(said),
            "names: said by each other": min(said),
            "names: said in one line": max(lines, default=0.0),
            "names: another doing": bool(left.doing and right.doing and left.doing.isdisjoint(right.doing)),
            "titles: common words": _share(candidates[a].words, candidates[b].words),
            "texts: common words": len(common) / max(1, min(len(left.text), len(right.text))),
            "texts: weight of common words": weight,
            "texts: share of common words": weight / (weights.sum(left.text | right.text) or 1.0),
            "places: one role": candidates[a].view.context.role == candidates[b].view.context.role,
            "places: lines apart": apart,
            "places: share of the page apart": apart / last,
            "places: shorter list": min(sizes),
            "places: longer list": max(sizes),
            "judged: lesser score": min(scores),
            "judged: greater score": max(scores),
        }


def _share(left: Stems, right: Stems) -> float:
    return len(left & right) / max(1, len(left | right))


class _Rivals:
    """How much more alike two mentions are than each is to any third one."""

    def __init__(self, alike: Mapping[Pair, float]) -> None:
        self._of: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for (a, b), score in alike.items():
            self._of[a].append((score, b))
            self._of[b].append((score, a))
        for mention, found in self._of.items():
            self._of[mention] = sorted(found, reverse=True)[:2]

    def ahead(self, pair: Pair, score: float) -> tuple[float, float]:
        """By how much, for each of the two; below 0 where a third one is more alike."""
        a, b = pair
        return score - self._best(a, b), score - self._best(b, a)

    def _best(self, mention: int, other: int) -> float:
        return next((score for score, third in self._of[mention] if third != other), 0.0)
