"""How likely two descriptions are the same work: one number, with what speaks for it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import NamedTuple

from handoff_issues.reconcile.profile import NAME, Profile
from handoff_issues.reconcile.rarity import Weights


@dataclass(frozen=True, slots=True)
class Similarity:
    """`score` from 0 to 1, and its parts for the explanation."""

    score: float
    title: float
    """Share of the two titles' weight that they have in common."""
    keys: tuple[str, ...]
    """Identifiers that both name, the rarest first."""
    name: float = 0.0
    """How alike the names are that both titles explain, where that says more than the whole titles."""
    text: float = 0.0
    """How alike the whole entries are, where that was what counted."""

    def __str__(self) -> str:
        keys = [key.upper() if _TICKET.fullmatch(key) else key for key in self.keys[:3]]
        told = [f"same {'key' if len(keys) == 1 else 'keys'} {', '.join(keys)}"] if keys else []
        parts = {"title": self.title, "name": self.name, "text": self.text}
        told += [f"{part} {share:.2f}" for part, share in parts.items() if share or part == "title"]
        return ", ".join(told)


_TICKET = re.compile(r"[a-z][a-z0-9]*-\d+")


def similarity(one: Profile, other: Profile, weights: Weights) -> Similarity:
    """Compare two works. Titles decide, identifiers weigh most, bodies support."""
    if one.name == other.name and one.name:
        return Similarity(score=1.0, title=1.0, keys=())
    mine, theirs = weights.whole(one.title), weights.whole(other.title)
    if not mine or not theirs:
        return Similarity(score=0.0, title=0.0, keys=())
    common = one.title & other.title
    both = weights.sum(common)
    dice = 2 * both / (mine + theirs)
    # A title that is shortened keeps its rare words: the shorter one is contained in the longer.
    contained = both / min(mine, theirs) if len(common) >= 2 else 0.0
    # What one title says, the other's entry may say in its body.
    told = (weights.sum(one.title & other.words) / mine + weights.sum(other.title & one.words) / theirs) / 2
    keys = (one.title_keys & other.keys) | (one.keys & other.title_keys)
    named = weights.sum(one.title_keys | other.title_keys)
    # A key in both titles ties them; one that only the other's body names merely supports.
    ties = one.title_keys & other.title_keys
    shared = sum(weights.of(key) * weights.telling(key) * (1.0 if key in ties else 0.4) for key in sorted(keys))
    title = 0.6 * dice + 0.25 * contained + 0.15 * told
    score = title + (1 - title) * 0.5 * (shared / named if named else 0.0)
    if not keys and one.title_keys and other.title_keys:
        # Each names its own things, and none in common.
        score *= 0.8
    if one.numbers and other.numbers and not one.numbers & other.numbers:
        score *= _OTHER_NUMBER
    if score >= _WORTH_A_LOOK:
        score *= 0.6 ** _contrasts(one, other)
    name = max(_names(one, other, weights), _SAME_NAME if _are_called_the_same(one, other, weights) else 0.0)
    rarest_first = tuple(sorted(keys, key=lambda key: (-weights.of(key), key)))
    return Similarity(score=max(score, name), title=title, keys=rarest_first, name=name if name > score else 0.0)


def about(said: Profile, work: Profile, weights: Weights) -> Similarity:
    """Whether a finished statement is about a work: it says the work's name, often shorter and in other words."""
    said = in_forms_of(work, said)
    like = similarity(said, work, weights)
    if like.score == 1.0 or not work.head:
        return like
    met = _share(work.head, said.title, weights)
    if not met:
        # It speaks of the explanation alone, as of a file that many works touch.
        return replace(like, score=0.5 * like.score)
    covered = _share(said.title, work.words, weights)
    if len(said.title) >= NAME and covered >= _COVERED and met >= _MET and not _are_apart(said, work):
        # All that is finished is of this work, and much of its name.
        name = 0.48 * (covered + met)
        return replace(like, score=max(like.score, name), name=name if name > like.score else like.name)
    return like


_COVERED, _MET = 0.95, 0.4


def in_forms_of(work: Profile, said: Profile) -> Profile:
    """A statement with each word in the form that the work has of it: "erneuert" is what "erneuern" became."""
    forms: dict[str, str] = {}
    for word in said.title - work.words:
        found = [each for each in work.title - said.words if _are_forms(word, each)]
        if len(found) == 1:
            forms[word] = found[0]
    if not forms:
        return said
    order = tuple(forms.get(word, word) for word in said.order)
    title, words = (frozenset(forms.get(word, word) for word in those) for those in (said.title, said.words))
    head = frozenset(forms.get(word, word) for word in said.head)
    return replace(said, order=order, title=title, words=words, head=head)


def _are_forms(one: str, other: str) -> bool:
    """Whether two words begin alike for most of their letters, the "ge" of German participles aside."""
    for word in (one, one.replace("ge", "", 1)):
        longest = max(len(word), len(other))
        most = math.ceil(_BEGIN * longest)
        if longest >= _LETTERS and word[:most] == other[:most]:
            return True
    return False


_LETTERS, _BEGIN = 6, 0.75


def text_similarity(one: Profile, other: Profile, weights: Weights) -> Similarity:
    """Compare two entries by all that they say, whatever their titles.

    What is left of a reworded entry is its matter: "Still open: whether the tiles load" and
    "Access was granted; not tried yet: whether the tiles load". Short ones say too little for that.
    """
    if min(len(one.words), len(other.words)) < _LONG or _are_apart(one, other) or _are_parallel(one, other):
        return Similarity(score=0.0, title=0.0, keys=())
    text = 2 * weights.sum(one.words & other.words) / (weights.whole(one.words) + weights.whole(other.words))
    title = 2 * weights.sum(one.title & other.title) / (weights.whole(one.title) + weights.whole(other.title) or 1.0)
    return Similarity(score=text, title=title, keys=(), text=text)


_LONG = 12


def _names(one: Profile, other: Profile, weights: Weights) -> float:
    """The same of titles that each explain a name ("Sign-in check: first on a real phone").

    The explanations of one work may differ wholly; then the entries have to have something else in common.
    """
    if not one.parts or not other.parts or _are_apart(one, other):
        return 0.0
    # The first part is the name; the other title may say it in brackets, or after a label.
    pairs = [(one.parts[0], part) for part in other.parts[:_PARTS]]
    pairs += [(part, other.parts[0]) for part in one.parts[1:_PARTS]]
    return max(_named_alike(mine, theirs, one, other, weights) for mine, theirs in pairs)


def _are_called_the_same(one: Profile, other: Profile, weights: Weights) -> bool:
    """Whether both begin with the same words, and only the remark differs: "Dark mode - tokens are in"."""
    return one.called == other.called and not (one.is_label and other.is_label) and weights.is_own(one.called)


def _named_alike(mine: frozenset[str], theirs: frozenset[str], one: Profile, other: Profile, weights: Weights) -> float:
    common = weights.sum(mine & theirs)
    if weights.is_label(mine) or weights.is_label(theirs):
        return 0.0
    if not common or (mine - other.words and theirs - one.words):
        # Each name has a word that the other entry never says, as "user page" and "sheet page".
        return 0.0
    rest, others_rest = one.words - mine, other.words - theirs
    if weights.sum(rest & others_rest) < _SUPPORT * min(weights.sum(rest), weights.sum(others_rest)):
        return 0.0
    both = 2 * common / (weights.whole(mine) + weights.whole(theirs))
    known = min(_share(mine, other.words, weights), _share(theirs, one.words, weights))
    return 0.4 * (both + known)


def _are_apart(one: Profile, other: Profile) -> bool:
    """Whether their numbers or tickets tell two works of one name apart: "Sheet 3", "Sheet 4"."""
    pairs = ((one.numbers, other.numbers), (one.tickets, other.tickets))
    return any(mine and theirs and not mine & theirs for mine, theirs in pairs)


def tells_apart(said: Profile, whole: Profile, work: Profile) -> bool:
    """Whether a statement that resembles a work has another number, or says another word instead of one of its.

    `said` is what resembles it, of the `whole` title. The first and the last word do not count, of which one says
    what is done: orders and reports use different verbs.
    """
    if whole.name == work.name:
        return False
    if _are_apart(said, work) or _are_apart(whole, work):
        return True
    said = in_forms_of(work, said)
    other, missing = set(said.order) - work.words, set(work.order) - said.words
    within, lacks = other & set(said.order[1:-1]), missing & set(work.order[1:-1])
    return bool((within and missing) or (other and lacks))


def _share(words: frozenset[str], of: frozenset[str], weights: Weights) -> float:
    return weights.sum(words & of) / weights.whole(words)


_OTHER_NUMBER = 0.45
"""However alike two titles are else, another number ties them to no issue."""
_PARTS, _SUPPORT = 3, 0.15
_FEW = 2
"""Words that tell siblings apart, at most."""
_SAME_NAME = 0.6
"""Enough in one stream, and not for a closed issue, which may have been about an earlier remark."""
_WORTH_A_LOOK = 0.2


def _contrasts(one: Profile, other: Profile) -> int:
    """At how many places one title has other words where the other one's stand, as "smoke test" and "load test".

    In titles that are otherwise alike such a word is what tells the works apart. It does not
    where the other entry knows the word too.
    """
    return sum(each.as_many or each.alone for each in _replaced(one, other))


def _are_parallel(one: Profile, other: Profile) -> bool:
    """Whether two titles are the same but for a few words, as those of siblings are that share an explanation."""
    return any(each.alone for each in _replaced(one, other))


class _Replaced(NamedTuple):
    """Words of one title that stand in the place of others, which neither entry else knows."""

    as_many: bool
    alone: bool
    """Whether they are few, and all else is the same."""


def _replaced(one: Profile, other: Profile) -> Iterator[_Replaced]:
    changes = SequenceMatcher(a=one.order, b=other.order, autojunk=False).get_opcodes()
    lone = sum(kind != "equal" for kind, *_ in changes) == 1
    for kind, start, end, begin, stop in changes:
        mine, theirs = set(one.order[start:end]), set(other.order[begin:stop])
        if kind == "replace" and not (mine & other.words or theirs & one.words):
            few = max(end - start, stop - begin) <= _FEW
            yield _Replaced(as_many=len(mine) == len(theirs), alone=lone and few)
