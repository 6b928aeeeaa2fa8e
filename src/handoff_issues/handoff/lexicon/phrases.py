"""Phrases as the language files write them, and the other ways in which people spell them.

A phrase is a row of words, matched whatever the case and the punctuation between them; in scripts
without blanks every character counts as a word. `word*` stands for every word that begins so, and
`=words` counts only where they are all that a text says. An accented phrase is found in a text
without accents too, where that means nothing else; the other way round never ("corrigé" is done, "corrige" is to do).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from handoff_issues.handoff.lexicon.terms import Group
from handoff_issues.handoff.lexicon.words import MARKS, split_words

_BARE = str.maketrans({"ı": "i", "ł": "l", "ß": "ss", "ø": "o", "đ": "d", "ى": "ي", "ё": "е"})
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_FOLDED = re.compile("[à-öø-ÿ\u0100-\u024fё\u0621-\u064a]")
"""Letters that some keyboards, and capitals, do without. What is an accent of kana or Hangul makes another letter."""


class Phrase(NamedTuple):
    """Words, of which `word*` is the beginning of one, and what they mean."""

    words: tuple[str, ...]
    group: Group
    value: str
    alone: bool = False
    """Whether it counts only where a text says nothing else."""


def make_phrase(text: str, group: Group, value: str) -> Phrase:
    """The phrase that a language file writes as `text`; without words where it holds none."""
    words: list[str] = []
    alone = text.startswith("=") or group is Group.COLUMNS  # what is part of a longer name is another one
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
    return unicodedata.normalize("NFC", MARKS.sub("", unicodedata.normalize("NFD", word.translate(_BARE))))
