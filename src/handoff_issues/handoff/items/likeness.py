"""How alike two mentions are: by the words of their names, by what they say, by their keys."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, takewhile

from handoff_issues.handoff.lexicon import Group, Lexicon
from handoff_issues.handoff.lexicon.words import DENSE, is_dense
from handoff_issues.handoff.once import once
from handoff_issues.handoff.structure.views import View

_WORD = re.compile(rf"[{DENSE}]+|[^\W_]+")
_KEY = re.compile(r"\b(?:[A-Z]{2,10}-\d{1,6}|[A-Z]{1,3}\d{2,6}|\d{1,3}-[A-Z])\b|(?<![\w/])#\d{1,6}\b")
_DIGIT = re.compile(r"\d")
_SUFFIXES = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ion", "ers", "er", "ed", "es", "s", "e")
_STEM = 6
"""Letters of a word that tell it from others: "calculation" and "calculator" are one."""
_DOING = 0.4
"""How much what is done counts, beside to what."""
_MAX_LINES = 40
"""Blocks nested in a mention that are looked at."""

_SAME, _OTHER = 2, 2
"""Words that parallel names have in common at least; words that tell them apart at most."""
_ALIKE = 4
"""Letters in which a word and another form of it begin alike."""

Stems = frozenset[str]


@dataclass(frozen=True)
class Candidate:
    """One mention of one item: where it stands and what it is called."""

    view: View
    title: str
    name: str
    """The fewest words that name it: what a recap would repeat."""
    score: float
    """How much speaks for its being an item."""

    @property
    def start(self) -> int:
        """Its first line."""
        return self.view.block.start

    @once
    def words(self) -> Stems:
        """The words of its title."""
        return frozenset(re.findall(r"\w+", self.title.lower()))


@dataclass(frozen=True)
class Words:
    """The words of a mention: of its name, of all that it says, and of each line nested in it."""

    name: Stems
    order: tuple[str, ...]
    """Those of the name in their order."""
    doing: Stems
    """Those of the name that say what is done, not to what."""
    numbers: Stems
    """Those of the name that have a digit."""
    text: Stems
    lines: tuple[Stems, ...]
    keys: frozenset[str]


@dataclass(frozen=True)
class Name:
    """The words of a name with what each tells, in an order that is the same in every run."""

    weights: tuple[tuple[str, float], ...]
    total: float

    def share(self, other: Stems) -> float:
        """How much of the name, by weight, is among the words of `other`."""
        return sum([weight for stem, weight in self.weights if stem in other]) / self.total if self.total else 0.0


@dataclass(frozen=True)
class Weights:
    """What each word of a page tells: rare ones more, by the logarithm of how few mentions have them."""

    weights: dict[str, float]

    @classmethod
    def of(cls, words: Sequence[Words]) -> Weights:
        """The weights for the mentions of one page."""
        counts = Counter(chain.from_iterable(one.text for one in words))
        return cls({stem: math.log(1 + len(words) / count) for stem, count in counts.items()})

    def sum(self, stems: Stems) -> float:
        """What some words tell together."""
        return math.fsum([self.weights.get(stem, 1.0) for stem in stems])

    def name(self, name: Stems, doing: Stems = frozenset()) -> Name:
        """A name by its words, of which `doing` say what is done, not to what."""
        weight = self.weights.get
        told = tuple((stem, weight(stem, 1.0) * (_DOING if stem in doing else 1.0)) for stem in sorted(name))
        return Name(told, sum([weight for _, weight in told]))


def read_words(candidate: Candidate, lexicon: Lexicon) -> Words:
    """The words of one mention."""
    block = candidate.view.block
    own = block.text.plain[:800]
    order = tuple(_stems(candidate.name, lexicon.small_words)) or tuple(_stems(candidate.name))
    name = frozenset(order)
    return Words(
        name=name,
        order=order,
        doing=_doing(candidate.name, lexicon),
        numbers=frozenset(filter(_DIGIT.search, name)),
        text=frozenset(_stems(f"{candidate.title} {candidate.name} {own}", lexicon.small_words)),
        lines=tuple(
            frozenset(_stems(child.text.plain[:300], lexicon.small_words)) for child in islice(block.walk(), _MAX_LINES)
        ),
        keys=_keys(f"{candidate.title} {own[:200]}"),
    )


def _keys(text: str) -> frozenset[str]:
    """The keys of works in a text; each has a digit, and most texts have none."""
    return frozenset(_KEY.findall(text) if _DIGIT.search(text) else ())


def name_stems(name: str, lexicon: Lexicon) -> Stems:
    """The words of a name that tell something; all of them where none does."""
    return frozenset(_stems(name, lexicon.small_words)) or frozenset(_stems(name))


def likeness(left: Words, right: Words, names: tuple[Name, Name]) -> float:
    """From 0 to 1: how likely two mentions are of the same work; `names` are theirs."""
    if left.name == right.name and names[0].total:
        return 1.0
    if left.keys & right.keys and (left.keys <= right.keys or right.keys <= left.keys):
        return 1.0
    return max(_contained(left, right, names[0]), _contained(right, left, names[1]))


def _contained(part: Words, whole: Words, name: Name) -> float:
    """How much of `part`'s name the other says: in its name it counts fully, in its text less."""
    named = name.share(whole.name)
    if len(part.name - part.doing) <= 1 and part.name != whole.name:
        # One word alone ("pipeline") is the subject of many works.
        return 0.5 * named
    nested = max(map(name.share, whole.lines), default=0.0)
    return max(named, 0.4 * named + 0.6 * name.share(whole.text) - 0.1, nested - 0.25)


def are_parallel(left: Words, right: Words) -> bool:
    """Whether two names differ in one place alone, by words that neither mention else says: "... on iOS", "on Android".

    The first word does not count, which says what is done: a recap uses another one.
    """
    if not min(len(left.order), len(right.order)) > _SAME or abs(len(left.order) - len(right.order)) > 1:
        return False
    start = _begin_alike(left.order, right.order)
    end = _begin_alike(left.order[start:][::-1], right.order[start:][::-1])
    mine, theirs = left.order[start : len(left.order) - end], right.order[start : len(right.order) - end]
    begins = start or not (left.doing & {*mine[:1]} or right.doing & {*theirs[:1]})  # "Mahnversand umstellen"
    if not begins or not mine or not theirs or max(len(mine), len(theirs)) > _OTHER:
        return False
    needed = _SAME if min(len(mine), len(theirs)) == 1 else _SAME + 1
    if start + end < needed or mine[0][:_ALIKE] == theirs[0][:_ALIKE]:
        return False
    return right.text.isdisjoint(mine) and left.text.isdisjoint(theirs)


def share_a_deed_alone(left: Words, right: Words) -> bool:
    """Whether all that two names share is what is done, and neither mention says to what the other does it."""
    shared = left.name & right.name
    mine, theirs = left.name - shared, right.name - shared
    if not mine or not theirs or not shared <= left.doing & right.doing:
        return False
    return bool(shared) and right.text.isdisjoint(mine) and left.text.isdisjoint(theirs)


def _begin_alike(one: Sequence[str], other: Sequence[str]) -> int:
    """With how many equal words both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _doing(name: str, lexicon: Lexicon) -> Stems:
    """The stems of verbs in a name."""
    reading = lexicon.read(name)
    verbs = {word for hit in reading.of(Group.VERBS) for word in reading.words[hit.first : hit.stop]}
    return frozenset(map(_stem, verbs))


def _stems(text: str, empty: Iterable[str] = frozenset()) -> Iterator[str]:
    """The words that tell one work from another, without endings; pairs of characters in dense scripts."""
    for word in _WORD.findall(text.lower()):
        if not word.isascii() and is_dense(word):
            yield from (word[i : i + 2] for i in range(max(1, len(word) - 1)))
        elif word not in empty:
            yield _stem(word)


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    if any(char.isdigit() for char in word):
        return word  # parser7 is not parser9
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            word = word[: -len(suffix)]
            break
    return word[:_STEM]
