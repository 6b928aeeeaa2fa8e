"""The words and signs of a text, in any script; in those without blanks every character counts as a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

PICTURES = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\ufe0f\ufe0e\u200d\u20e3\U0001f000-\U0001faff\U000e0020-\U000e007f]"
)
"""Emoji, dingbats, arrows and what joins them."""
DENSE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3"
"""The characters of scripts without blanks, for use in expressions."""
_TOKEN = re.compile(rf"[^\W_{DENSE}]+|[{DENSE}]|{PICTURES.pattern}")
_ASCII_TOKEN = re.compile("[a-z0-9]+")
"""The same for a text in ASCII and lower case, and fast."""
DENSE_CHARACTER = re.compile(f"[{DENSE}]")
_BETWEEN_DENSE = re.compile(f"(?<=[{DENSE}]) (?=[{DENSE}])")
_IGNORED = frozenset("\ufe0f\ufe0e\u200d\u20e3")
MARKS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]+")
"""Accents that stand apart, vowel points and stretching: people write with and without them."""
_MAX_KNOWN = 50_000
"""Words of which it is remembered what they are."""


def split_words(text: str) -> tuple[str, ...]:
    """The words and signs of a text, in lower case, without vowel points."""
    if not text.isascii():
        text = text.replace("—", " ").replace("–", " ")  # no words, and often all that is not ASCII
    if text.isascii():
        return tuple(_ASCII_TOKEN.findall(text.lower()))
    words = _TOKEN.findall(MARKS.sub("", unicodedata.normalize("NFC", text.lower())))
    return tuple(word for word in words if word not in _IGNORED)


def word_end(text: str, count: int) -> int:
    """Where the first `count` words of a text end, in characters."""
    ends = (found.end() for found in _TOKEN.finditer(text) if found[0] not in _IGNORED)
    return next(islice(ends, count - 1, None), len(text))


def word_start(text: str, index: int) -> int:
    """Where the word with this index in a text begins, in characters."""
    starts = (found.start() for found in _TOKEN.finditer(text) if found[0] not in _IGNORED)
    return next(islice(starts, index, None), len(text))


def join_words(words: Iterable[str]) -> str:
    """Words as they are written: those of scripts without blanks close together."""
    return _BETWEEN_DENSE.sub("", " ".join(words))


def is_dense(word: str) -> bool:
    """Whether a word is written in a script without blanks."""
    return DENSE_CHARACTER.match(word) is not None


@lru_cache(maxsize=_MAX_KNOWN)
def is_filler(word: str) -> bool:
    """Whether a word is a number, a single letter or a sign."""
    return word.isnumeric() or (len(word) == 1 and not is_dense(word))
