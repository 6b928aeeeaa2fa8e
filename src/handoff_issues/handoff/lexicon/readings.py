"""What was found in a text: its words, the phrases among them, and where these stand."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from handoff_issues.handoff.lexicon.terms import Group
from handoff_issues.handoff.lexicon.words import is_dense, is_filler


class Hit(NamedTuple):
    """A phrase found at the words `first` to `stop` (exclusive)."""

    first: int
    stop: int
    group: Group
    value: str

    @property
    def size(self) -> int:
        """Words of the phrase."""
        return self.stop - self.first


@dataclass(slots=True)  # not frozen, which makes it slower to set up: a page has thousands
class Reading:
    """A text's words and the phrases found in it, in the order of the text."""

    words: tuple[str, ...]
    groups: Mapping[Group, Sequence[Hit]]

    def of(self, group: Group) -> Sequence[Hit]:
        """The phrases of one group."""
        return self.groups.get(group, ())

    def has(self, group: Group, *values: str) -> bool:
        """Whether a phrase of the group (with one of the values, if any are given) occurs."""
        hits = self.groups.get(group)
        return hits is not None and (not values or any(hit.value in values for hit in hits))

    def starts(self, group: Group, *values: str) -> bool:
        """Whether the text begins with such a phrase."""
        hits = self.groups.get(group)
        # The hits are in the order of the text.
        if hits is None or hits[0].first:
            return False
        return not values or any(not hit.first and hit.value in values for hit in hits)

    def ends(self, group: Group, *values: str) -> bool:
        """Whether the text ends with such a phrase."""
        hits, last = self.groups.get(group), len(self.words)
        if hits is None:
            return False
        return any(hit.stop == last and (not values or hit.value in values) for hit in hits)

    def negated(self, hit: Hit) -> bool:
        """Whether the words right before a phrase take it back: "not yet merged", "once merged", "to be merged"."""
        # Two characters of a script without blanks are another word, not a short one.
        gap = 0 if is_dense(self.words[hit.first]) else 2
        return any(hit.first - gap <= other.stop <= hit.first for other in self.of(Group.NEGATIONS))

    def reserved(self, hit: Hit) -> bool:
        """Whether the words right after a phrase limit it: "built but", "done except"."""
        return any(0 <= other.first - hit.stop <= 1 for other in self.of(Group.RESERVATIONS))

    def covers(self, *groups: Group, beside: Container[str] = ()) -> bool:
        """Whether every word is of a phrase of the groups, one of those `beside`, a number, a letter or a sign."""
        if self.groups.keys().isdisjoint(groups):
            return False
        covered = {at for group in groups for hit in self.of(group) for at in range(hit.first, hit.stop)}
        return all(at in covered or word in beside or is_filler(word) for at, word in enumerate(self.words))
