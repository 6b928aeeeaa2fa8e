"""The index that finds phrases: one pass over the words of a text finds all of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from handoff_issues.handoff.lexicon.phrases import Phrase
from handoff_issues.handoff.lexicon.readings import Hit, Reading
from handoff_issues.handoff.lexicon.terms import Group

_RIVALS = frozenset({Group.TAGS, Group.CUES, Group.PRIORITY, Group.EMPTY})
"""Groups in which a phrase that is part of a longer one ("done" in "not done") does not count."""
_MAX_KNOWN = 50_000
"""Words whose phrases are remembered; more are hardly words."""


class _Node:
    """A beginning that phrases share: the phrases that end here, as at a text's start, and what may follow."""

    __slots__ = ("ends", "lengths", "stems", "words")

    def __init__(self) -> None:
        self.ends: list[Hit] = []
        self.words: dict[str, _Node] = {}
        self.stems: dict[str, _Node] = {}
        self.lengths: tuple[int, ...] = ()
        """Of the stems, the shortest first."""

    def below(self, word: str) -> _Node:
        """The node that a word of a phrase leads to, made where there is none."""
        if not word.endswith("*"):
            return self.words.setdefault(word, _Node())
        self.lengths = tuple(sorted({*self.lengths, len(word) - 1}))
        return self.stems.setdefault(word[:-1], _Node())

    def after(self, word: str) -> list[_Node]:
        """The nodes that a word of a text leads to: by the whole word, then by its beginnings."""
        found = [self.words[word]] if word in self.words else []
        for length in self.lengths:
            if length > len(word):
                break
            if word[:length] in self.stems:
                found.append(self.stems[word[:length]])
        return found


class _Begun(NamedTuple):
    """What a word begins: the phrases that it is, as at a text's start, and those that go on."""

    found: list[Hit]
    nodes: list[_Node]
    words: frozenset[str] = frozenset()
    """The words that go on with one of them."""
    stems: tuple[str, ...] = ()
    """What such a word begins with, where only that is given."""

    @classmethod
    def by(cls, nodes: list[_Node]) -> _Begun:
        """What the word begins that leads from the root to these nodes."""
        words = frozenset(word for node in nodes for word in node.words)
        stems = tuple({stem for node in nodes for stem in node.stems})
        found = [hit for node in nodes for hit in node.ends]
        return cls(found, [node for node in nodes if node.words or node.stems], words, stems)


_NOTHING = _Begun([], [])


class PhraseIndex:
    """All phrases, found in one pass. Immutable in use; the cache inside does not show."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._root = _Node()
        self._alone: dict[tuple[str, ...], list[Hit]] = {}
        self._begun: dict[str, _Begun] = {}
        for phrase in phrases:
            hit = Hit(0, len(phrase.words), phrase.group, phrase.value)
            if phrase.alone:
                self._alone.setdefault(phrase.words, []).append(hit)
                continue
            node = self._root
            for word in phrase.words:
                node = node.below(word)
            node.ends.append(hit)

    def read(self, words: tuple[str, ...]) -> Reading:
        """The phrases in a text: by their first word, then the longest first."""
        groups: dict[Group, list[Hit]] = {}
        last = len(words) - 1
        longer = False
        for hit in self._alone.get(words, ()):
            groups.setdefault(hit.group, []).append(hit)
            longer = True
        for first, known in enumerate(map(self._begun.get, words)):
            if known is _NOTHING:
                continue
            found, nodes, follow, stems = known or self._begin(words[first])
            if nodes and first < last and ((word := words[first + 1]) in follow or word.startswith(stems)):
                found = _follow(nodes, words, first + 1) + found
                longer = True
            for hit in found:
                _, size, group, value = hit
                # The one at a text's start is shared.
                own = Hit(first, first + size, group, value) if first else hit
                if group in groups:
                    groups[group].append(own)
                else:
                    groups[group] = [own]
        return Reading(words, _weeded(groups) if longer or Group.UNRELATED in groups else groups)

    def _begin(self, word: str) -> _Begun:
        """The phrases that are this one word, and where those go on that begin with it."""
        if len(self._begun) >= _MAX_KNOWN:
            self._begun.clear()
        nodes = self._root.after(word)
        # Most words begin no phrase, and most phrases are one word.
        begun = _Begun.by(nodes) if nodes else _NOTHING
        self._begun[word] = begun
        return begun


def _follow(nodes: list[_Node], words: tuple[str, ...], stop: int) -> list[Hit]:
    """The phrases that go on with the words from `stop`, the longest first."""
    found: list[Hit] = []
    while nodes and stop < len(words):
        nodes = [below for node in nodes for below in node.after(words[stop])]
        stop += 1
        ends = [hit for node in nodes for hit in node.ends]
        found = ends + found if ends else found
    return found


def _weeded(groups: dict[Group, list[Hit]]) -> Mapping[Group, Sequence[Hit]]:
    """Without phrases that are part of others, where they do not count."""
    if Group.UNRELATED in groups:
        others = groups.pop(Group.UNRELATED)
        kept = ((group, _without_parts(own, others)) for group, own in groups.items())
        groups = {group: own for group, own in kept if own}
    rivals = [hit for group in _RIVALS if group in groups for hit in groups[group] if hit.stop > hit.first + 1]
    if rivals:
        rivals.sort()
        kept = ((group, _without_parts(own, rivals) if group in _RIVALS else own) for group, own in groups.items())
        groups = {group: own for group, own in kept if own}
    return groups


def _without_parts(hits: Sequence[Hit], wholes: Sequence[Hit]) -> list[Hit]:
    """Without the hits that are part of a longer one of `wholes`; all are in the order of the text."""
    ends: dict[int, int] = {}
    for whole in wholes:
        ends[whole.first] = max(whole.stop, ends.get(whole.first, 0))
    firsts = deque(ends)
    reach = 0
    kept: list[Hit] = []
    for hit in hits:
        while firsts and firsts[0] < hit.first:
            reach = max(reach, ends[firsts.popleft()])
        if hit.stop > reach and hit.stop >= ends.get(hit.first, 0):
            kept.append(hit)
    return kept
