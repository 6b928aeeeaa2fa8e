"""What words mean in handoffs: the phrases of the language files, found in a text.

All knowledge of a language is in its file, `lexicon/*.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import cache

from handoff_issues.handoff.lexicon.languages import (
    LexiconError,
    detect_languages,
    language_names,
    load_language,
    load_table,
    parse_language,
)
from handoff_issues.handoff.lexicon.levels import without_codes
from handoff_issues.handoff.lexicon.phrase_index import PhraseIndex
from handoff_issues.handoff.lexicon.phrases import Phrase, make_phrase, with_bare_spellings
from handoff_issues.handoff.lexicon.readings import Hit, Reading
from handoff_issues.handoff.lexicon.shares import with_shares
from handoff_issues.handoff.lexicon.terms import Cue, Group, Role, Tag
from handoff_issues.handoff.lexicon.words import is_filler, split_words

__all__ = [
    "Cue",
    "Group",
    "Hit",
    "Lexicon",
    "LexiconError",
    "Reading",
    "Role",
    "Tag",
    "detect_languages",
    "is_filler",
    "language_names",
    "load_language",
    "load_table",
    "parse_language",
]

_MAX_READ = 2000
"""Characters of a text in which phrases are looked for; what an entry is stands at its beginning."""
_MAX_KNOWN = 50_000
"""Texts of a page whose readings are remembered."""
_OF_HEADINGS = (Group.HEADINGS, Group.WHOLE_HEADINGS, Group.HEADING_HINTS)
_PHASE_CODE = re.compile(r"\bP(?:[6-9]|\d[a-z])\b")
_SOME = 2
"""Different codes of phases that are no chance."""


class Lexicon:
    """Finds phrases. Immutable in use; the caches inside do not show."""

    def __init__(self, phrases: Iterable[Phrase] = (), languages: Sequence[str] = ()) -> None:
        self._phrases = tuple(phrases)
        self.languages = tuple(languages)
        """Names of the language files that it was made of."""
        # Small words stand in every sentence; nobody asks where.
        self._index = PhraseIndex(phrase for phrase in self._phrases if phrase.group is not Group.SMALL_WORDS)
        self.small_words = frozenset(phrase.words[0] for phrase in self._phrases if phrase.group is Group.SMALL_WORDS)
        """Words that tell nothing of a matter ("the", "with")."""
        self._codes_are_levels = True
        self._readings: dict[str, Reading] = {}
        self._extended: dict[tuple[Phrase, ...], Lexicon] = {}

    @classmethod
    def of(cls, *languages: str) -> Lexicon:
        """The lexicon of these languages (file names without `.yml`), with the signs that all share."""
        return _lexicon(tuple(dict.fromkeys(("symbols", *languages))))

    @classmethod
    def for_text(cls, text: str) -> Lexicon:
        """The lexicon of English and of the languages that `text` is written in."""
        return cls.of("en", *detect_languages(text))

    def with_terms(self, headings: Mapping[str, Iterable[str]]) -> Lexicon:
        """This lexicon with more headings: role -> phrases. An unknown role raises `LexiconError`."""
        more: list[Phrase] = []
        for role, phrases in headings.items():
            if role not in list(Role):
                allowed = ", ".join(Role)
                raise LexiconError(f"no such meaning of a heading: {role}", mend=f"Allowed are: {allowed}.")
            more.extend(make_phrase(phrase, Group.HEADINGS, role) for phrase in phrases if split_words(phrase))
        key = tuple(more)
        if key not in self._extended:
            own = {phrase.words for phrase in more}
            # What a repository says its headings mean overrules what the language files say of these words.
            rest = (each for each in self._phrases if each.group not in _OF_HEADINGS or each.words not in own)
            self._extended[key] = Lexicon((*rest, *more), self.languages)
        return self._extended[key]

    def for_page(self, text: str) -> Lexicon:
        """The same for one page: what is read of it is forgotten with it.

        Where the codes of a page go on beyond those of levels ("P6", "P3a"), they number its phases.
        """
        page = copy(self)
        page._readings = {}
        page._codes_are_levels = len(set(_PHASE_CODE.findall(text))) < _SOME
        return page

    def read(self, text: str) -> Reading:
        """The words of `text` and the phrases in it."""
        text = text[:_MAX_READ]
        known = self._readings.get(text)
        return known if known is not None else self._read(text)

    def _read(self, text: str) -> Reading:
        if len(self._readings) >= _MAX_KNOWN:
            self._readings.clear()
        reading = self._index.read(split_words(text))
        if not self._codes_are_levels:
            reading = without_codes(reading)
        if reading.has(Group.TAGS):
            reading = with_shares(reading, text, self.small_words)
        self._readings[text] = reading
        return reading


@cache
def _lexicon(names: tuple[str, ...]) -> Lexicon:
    # "No" is "in the" in Portuguese, "die" an article in German: where such a word stands, it is not English.
    foreign = {word for name in names if name != "en" for word in load_language(name).small_words}
    phrases = (
        make_phrase(text, group, value)
        for name in names
        for text, group, value in load_language(name).phrases()
        if name != "en" or text not in foreign
    )
    return Lexicon(with_bare_spellings(phrase for phrase in phrases if phrase.words), names)
