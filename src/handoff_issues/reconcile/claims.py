"""Which finished statement is about which issue. Stricter than matching items: a mistake closes live work."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from handoff_issues.model import Evidence, Outcome
from handoff_issues.reconcile.history import History, Testimony, evidence_digest
from handoff_issues.reconcile.index import Index
from handoff_issues.reconcile.profile import Profile, name_of, named, profile, words_beside_keys, words_of
from handoff_issues.reconcile.rarity import Weights
from handoff_issues.reconcile.shortfall import falls_short, leaves_a_work, outcome_for
from handoff_issues.reconcile.sides import Known
from handoff_issues.reconcile.similarity import Similarity, about, tells_apart

_REFERENCE = re.compile(r"#\d+")
_TELLING = words_of(
    "now already wurde wurden worden nun est sont été a ha han sido fue foi été stato stata è wordt werd zijn был была"
)
"""Words with which a report tells the same in another form."""
EVIDENCE = 0.5
"""From here on a finished statement is taken to be about an issue."""
SUGGESTION = 0.35
"""From here on it is worth a person's look."""


@dataclass(frozen=True, slots=True)
class Claim:
    """That a statement is about an issue."""

    testimony: Testimony
    outcome: Outcome
    """What became of the work by it."""
    like: Similarity
    holds: bool
    """True where it is enough to close the issue: like it, and more so than any work listed beside it."""


class _Likeness(NamedTuple):
    """What of a statement is like an issue's work, and how like it is."""

    title: str
    said: Profile
    like: Similarity


class Claims:
    """All finished statements of a snapshot, by the issues that they may be about."""

    def __init__(self, known: Sequence[Known], history: History, weights: Weights):
        self._history = history
        self._likes: dict[int, dict[str, _Likeness]] = defaultdict(dict)
        self._best: dict[int, Claim | None] = {}
        index = Index([each.profile for each in known], weights, compare=about)
        statements = history.evidence()
        self._titles = {digest: evidence.title for digest, evidence in statements.items()}
        for digest, evidence in statements.items():
            for title, said in _statements(evidence):
                for place, like in index.like(said, floor=SUGGESTION):
                    likes = self._likes[known[place].issue.number]
                    if digest not in likes or likes[digest].like.score < like.score:
                        likes[digest] = _Likeness(title, said, like)

    def best(self, known: Known) -> Claim | None:
        """The statement nearest to an issue among those that may act on it and have not yet."""
        number = known.issue.number
        if number not in self._best:
            self._best[number] = self._find(known)
        return self._best[number]

    def holding(self, known: Iterable[Known]) -> dict[int, float]:
        """The open issues of these that a statement shows finished, by number, with how like it is."""
        best = {each.issue.number: self.best(each) for each in known if each.is_open}
        return {number: claim.like.score for number, claim in best.items() if claim is not None and claim.holds}

    def _find(self, known: Known) -> Claim | None:
        likes, spent = self._likes.get(known.issue.number, {}), self._spent(known)
        left = {digest: like for digest, like in likes.items() if digest not in spent}
        if not left:
            return None
        claims: list[Claim] = []
        for testimony in self._history.fresh_evidence(known, left.keys()):
            found = left.get(evidence_digest(testimony.evidence))
            if found is not None:
                title, said, like = found
                # Where it was done tells no works apart: "PR #34: ..."
                whole = profile(_REFERENCE.sub("", title))
                outcome = outcome_for(testimony.evidence, known.profile)
                told = testimony.evidence.model_copy(update={"title": title})
                holds = (
                    like.score >= EVIDENCE
                    and not falls_short(told, outcome, known.called, known.profile)
                    and not self._leaves_a_work(known, testimony)
                    and not tells_apart(said, whole, known.profile)
                    and self._history.is_nearest(known, said, testimony)
                )
                claims.append(Claim(testimony=testimony, outcome=outcome, like=like, holds=holds))
        return max(claims, key=lambda claim: (claim.holds, claim.like.score), default=None)

    def _spent(self, known: Known) -> set[str]:
        """What has acted on an issue, and what says the same in another form or with a remark besides.

        After "Removed the map" those are "The map was removed" and "Removed the map (in commit 4f3a9c1)".
        """
        spent, titles = set(known.body.marker.spent), self._titles
        said = [titles[digest] for digest in spent & titles.keys()]
        if not said:
            return spent
        names, words = {name_of(title) for title in said}, [words_of(title) | _TELLING for title in said]

        def is_heard(title: str) -> bool:
            return profile(title).called in names or any(words_of(title) <= each for each in words)

        return spent | {digest for digest in self._likes.get(known.issue.number, {}) if is_heard(titles[digest])}

    def _leaves_a_work(self, known: Known, testimony: Testimony) -> bool:
        """Whether a statement says nothing of one of several works that were listed in one line."""
        item = self._history.last_listed_as(known, testimony)
        return item is not None and leaves_a_work(testimony.evidence, item.works)


def _statements(evidence: Evidence) -> Iterator[tuple[str, Profile]]:
    """What evidence may be about: its title, the parts that name a work, and cells that say more than a word.

    Each with the title that it has to be held to: the whole one, unless it is a statement by itself.
    """
    title = evidence.title
    yield title, profile(title, evidence.text)
    yield from ((work, profile(work, evidence.text)) for work in evidence.works)
    yield from ((title, profile(part, evidence.text)) for part in islice(named(title), 2))
    if evidence.text.lstrip().startswith("|"):
        for cell in evidence.text.split("|"):
            work, words = profile(cell.strip(), evidence.text), words_beside_keys(cell)
            # A cell about files, versions or commands tells how, and not what.
            if len(words) > (2 if work.title_keys else 1):
                yield title, work
