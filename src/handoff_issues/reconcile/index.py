"""Finds the works that resemble one, without comparing all: by the words that they share, the rare ones first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from handoff_issues.reconcile.profile import Profile
from handoff_issues.reconcile.rarity import Weights
from handoff_issues.reconcile.similarity import Similarity, similarity

Words = Callable[[Profile], frozenset[str]]
Compare = Callable[[Profile, Profile, Weights], Similarity]


def _title(work: Profile) -> frozenset[str]:
    return work.title | work.title_keys


class Index:
    """Works by their words: those of their titles, or what `words` takes; `compare` tells how alike two are."""

    # Works compared, and how common a word may be to lead anywhere.
    _COMPARED, _COMMON = 12, 60

    def __init__(
        self,
        profiles: Sequence[Profile],
        weights: Weights,
        *,
        words: Words = _title,
        compare: Compare = similarity,
        rarest: int = 12,
    ):
        """`rarest` words of a work are looked up."""
        self._profiles, self._weights, self._words, self._compare = profiles, weights, words, compare
        self._rarest = rarest
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, each in enumerate(profiles):
            for word in words(each):
                self._places[word].append(place)

    def like(self, wanted: Profile, *, floor: float) -> list[tuple[int, Similarity]]:
        """Places of the works at least `floor` like this one, best first."""
        words = sorted(self._words(wanted), key=lambda word: (-self._weights.of(word), word))
        promise: dict[int, float] = defaultdict(float)
        for at, word in enumerate(words[: self._rarest]):
            places = self._places.get(word, ())
            if len(places) > self._COMMON and (promise or at + 1 < len(words)):
                continue
            for place in places[: 4 * self._COMMON]:
                promise[place] += self._weights.of(word)
        nearest = sorted(promise, key=lambda place: (-promise[place], place))[: self._COMPARED]
        compared = ((place, self._compare(wanted, self._profiles[place], self._weights)) for place in nearest)
        return sorted(
            ((place, like) for place, like in compared if like.score >= floor),
            key=lambda pair: (-pair[1].score, pair[0]),
        )
