"""Phrases and the texts they are found in: one pass over the words of a text finds all of them.

A phrase is a row of words, matched whatever the case and the punctuation between them; in scripts
without blanks every character counts as a word. `word*` stands for every word that begins so, and
`=words` counts only where they are all that a text says. An accented phrase is found in a text
without accents too, where that means nothing else; the other way round never ("corrigé" is done, "corrige" is to do).
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from handoff_issues.handoff.inline import PICTURES
from handoff_issues.handoff.terms import Group

_DENSE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3"
_TOKEN = re.compile(rf"[^\W_{_DENSE}]+|[{_DENSE}]|{PICTURES.pattern}")
_ASCII_TOKEN = re.compile("[a-z0-9]+")
"""The same for a text in ASCII and lower case, and fast."""
_DENSE_WORD = re.compile(f"[{_DENSE}]")
_BETWEEN_DENSE = re.compile(f"(?<=[{_DENSE}]) (?=[{_DENSE}])")
_IGNORED = frozenset("\ufe0f\ufe0e\u200d\u20e3")
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]+")
"""Accents that stand apart, vowel points and stretching: people write with and without them."""
_BARE = str.maketrans({"ı": "i", "ł": "l", "ß": "ss", "ø": "o", "đ": "d", "ى": "ي", "ё": "е"})
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_FOLDED = re.compile("[à-öø-ÿ\u0100-\u024fё\u0621-\u064a]")
"""Letters that some keyboards, and capitals, do without. What is an accent of kana or Hangul makes another letter."""
_RIVALS = frozenset({Group.TAGS, Group.CUES, Group.PRIORITY, Group.EMPTY})
"""Groups in which a phrase that is part of a longer one ("done" in "not done") does not count."""
_MAX_KNOWN = 50_000
"""Words whose phrases are remembered; more are hardly words."""


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
        gap = 0 if _DENSE_WORD.match(self.words[hit.first]) else 2
        return any(hit.first - gap <= other.stop <= hit.first for other in self.of(Group.NEGATIONS))

    def reserved(self, hit: Hit) -> bool:
        """Whether the words right after a phrase limit it: "built but", "done except"."""
        return any(0 <= other.first - hit.stop <= 1 for other in self.of(Group.RESERVATIONS))

    def covers(self, *groups: Group) -> bool:
        """Whether every word belongs to a phrase of the groups or is a number, a letter or a sign."""
        if self.groups.keys().isdisjoint(groups):
            return False
        covered = {at for group in groups for hit in self.of(group) for at in range(hit.first, hit.stop)}
        return all(at in covered or is_filler(word) for at, word in enumerate(self.words))


class Phrase(NamedTuple):
    """Words, of which `word*` is the beginning of one, and what they mean."""

    words: tuple[str, ...]
    group: Group
    value: str
    alone: bool = False
    """Whether it counts only where a text says nothing else."""


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


def split_words(text: str) -> tuple[str, ...]:
    """The words and signs of a text, in lower case, without vowel points."""
    if not text.isascii():
        text = text.replace("—", " ").replace("–", " ")  # no words, and often all that is not ASCII
    if text.isascii():
        return tuple(_ASCII_TOKEN.findall(text.lower()))
    words = _TOKEN.findall(_MARKS.sub("", unicodedata.normalize("NFC", text.lower())))
    return tuple(word for word in words if word not in _IGNORED)


def word_end(text: str, count: int) -> int:
    """Where the first `count` words of a text end, in characters."""
    ends = (found.end() for found in _TOKEN.finditer(text) if found[0] not in _IGNORED)
    return next(islice(ends, count - 1, None), len(text))


def join_words(words: Iterable[str]) -> str:
    """Words as they are written: those of scripts without blanks close together."""
    return _BETWEEN_DENSE.sub("", " ".join(words))


def make_phrase(text: str, group: Group, value: str) -> Phrase:
    """The phrase that a language file writes as `text`; without words where it holds none."""
    words: list[str] = []
    alone = text.startswith("=")
    for part in text.split():
        inner = split_words(part)
        words.extend(inner)
        if part.endswith("*") and inner:
            words[-1] += "*"
    return Phrase(tuple(words), group, value, alone)


def with_bare_spellings(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """The phrases, and each with accents as it is written without them, where no phrase of the lot is written so."""
    listed = tuple(phrases)
    known = {phrase.words for phrase in listed}
    bare = (
        phrase._replace(words=words)
        for phrase in listed
        for words in _bare_spellings(phrase.words)
        if words not in known
    )
    return tuple(dict.fromkeys((*listed, *bare)))


def _bare_spellings(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    if not any(_FOLDED.search(word) for word in words):
        return set()
    dotted = tuple(word.replace("ı", "i") for word in words)
    spelt_out = tuple(word.translate(_SPELT_OUT) for word in words)
    stripped = tuple(_strip(word) for word in words)
    return {dotted, spelt_out, stripped} - {words}


def _strip(word: str) -> str:
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", word.translate(_BARE))))


@lru_cache(maxsize=_MAX_KNOWN)
def is_filler(word: str) -> bool:
    """Whether a word is a number, a single letter or a sign."""
    return word.isnumeric() or (len(word) == 1 and not _DENSE_WORD.match(word))
