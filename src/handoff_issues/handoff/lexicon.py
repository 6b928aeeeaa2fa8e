"""What words mean in handoffs: loads `lexicon/*.yml`, one file a language, and finds their phrases in a text.

All knowledge of a language is in its file. A phrase is a row of words, matched whatever the case and the
punctuation between them; in scripts without blanks every character counts as a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, cast

import yaml
from pydantic import ValidationError

from handoff_issues.errors import HandoffError
from handoff_issues.handoff.inline import PICTURES
from handoff_issues.model import Frozen, Priority

try:
    from yaml import CBaseLoader as _Loader
except ImportError:  # PyYAML without libyaml: slower, the same result
    from yaml import BaseLoader as _Loader

_DENSE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3"
_TOKEN = re.compile(rf"[{_DENSE}]|[^\W_{_DENSE}]+|{PICTURES.pattern}")
_DENSE_WORD = re.compile(f"[{_DENSE}]")
_IGNORED = frozenset("\ufe0f\ufe0e\u200d\u20e3")
_MAX_READ = 2000
"""Characters of a text in which phrases are looked for; what an entry is stands at its beginning."""


class LexiconError(HandoffError):
    """A lexicon file cannot be used."""


class Role(StrEnum):
    """What stands under a heading."""

    PENDING = "pending"
    PROGRESS = "progress"
    BLOCKER = "blocker"
    QUESTION = "question"
    ISSUE = "issue"
    FUTURE = "future"
    DONE = "done"
    LOG = "log"
    RITUAL = "ritual"
    RULE = "rule"
    DECISION = "decision"
    REFERENCE = "reference"
    METRIC = "metric"
    ARCHITECTURE = "architecture"
    HOWTO = "howto"
    CRITERIA = "criteria"

    @property
    def is_work(self) -> bool:
        """Whether outstanding work is to be expected there."""
        return self in _WORK


_WORK = frozenset({Role.PENDING, Role.PROGRESS, Role.BLOCKER, Role.QUESTION, Role.ISSUE, Role.FUTURE})


class Tag(StrEnum):
    """How far an entry says it has come."""

    OPEN = "open"
    PROGRESS = "progress"
    BLOCKED = "blocked"
    QUESTION = "question"
    DONE = "done"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


class Cue(StrEnum):
    """What a phrase within a sentence hints at."""

    OPEN = "open"
    DONE = "done"
    RULE = "rule"
    RITUAL = "ritual"
    BLOCKER = "blocker"
    QUESTION = "question"


class Group(StrEnum):
    """The lists of a language file."""

    HEADINGS = "headings"
    WHOLE_HEADINGS = "whole_headings"
    HEADING_HINTS = "heading_hints"
    PRIORITY = "priority"
    TAGS = "tags"
    CUES = "cues"
    EMPTY = "empty"
    DETAILS = "details"
    GROUPS = "groups"
    VERBS = "verbs"
    VERBS_LAST = "verbs_last"
    FINISHED = "finished"
    PLANS = "plans"
    NEGATIONS = "negations"
    RESERVATIONS = "reservations"
    PHASES = "phases"
    OPTIONS = "options"
    METADATA = "metadata"
    NOUNS = "nouns"
    PEOPLE = "people"
    DUTIES = "duties"
    SMALL_WORDS = "small_words"
    MARKS = "marks"
    URGENCY = "urgency"


_KEYED = (
    Group.HEADINGS,
    Group.WHOLE_HEADINGS,
    Group.HEADING_HINTS,
    Group.PRIORITY,
    Group.TAGS,
    Group.CUES,
    Group.NOUNS,
)
"""Groups that map a value to its phrases."""
_PLAIN = tuple(group for group in Group if group not in _KEYED)
"""Groups that are mere lists of phrases."""

_RIVALS = frozenset({Group.TAGS, Group.CUES, Group.PRIORITY, Group.EMPTY})
"""Groups in which a phrase that is part of a longer one ("done" in "not done") does not count."""


class Language(Frozen):
    """One language file."""

    language: str
    headings: Mapping[Role, tuple[str, ...]] = {}
    whole_headings: Mapping[Role, tuple[str, ...]] = {}
    heading_hints: Mapping[Role, tuple[str, ...]] = {}
    priority: Mapping[Priority, tuple[str, ...]] = {}
    tags: Mapping[Tag, tuple[str, ...]] = {}
    cues: Mapping[Cue, tuple[str, ...]] = {}
    empty: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    verbs_last: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    reservations: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    metadata: tuple[str, ...] = ()
    nouns: Mapping[str, tuple[str, ...]] = {}
    people: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    small_words: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    urgency: tuple[str, ...] = ()

    def phrases(self) -> Iterator[tuple[str, Group, str]]:
        """Every phrase with its group and its value in it."""
        for group in _KEYED:
            for value, phrases in getattr(self, group.value).items():
                yield from ((phrase, group, str(value)) for phrase in phrases)
        for group in _PLAIN:
            yield from ((phrase, group, "") for phrase in getattr(self, group.value))


@dataclass(frozen=True)
class Hit:
    """A phrase found at the words `first` to `stop` (exclusive)."""

    first: int
    stop: int
    group: Group
    value: str

    @property
    def size(self) -> int:
        return self.stop - self.first


@dataclass(frozen=True)
class Reading:
    """A text's words and the phrases found in it, in the order of the text."""

    words: tuple[str, ...]
    hits: tuple[Hit, ...]

    def of(self, group: Group) -> list[Hit]:
        """The hits of one group."""
        return [hit for hit in self.hits if hit.group is group]

    def has(self, group: Group, *values: str) -> bool:
        """Whether a phrase of the group (with one of the values, if any are given) occurs."""
        return any(hit.group is group and (not values or hit.value in values) for hit in self.hits)

    def starts(self, group: Group, *values: str) -> bool:
        """Whether the text begins with such a phrase."""
        return any(hit.first == 0 and hit.group is group and (not values or hit.value in values) for hit in self.hits)

    def ends(self, group: Group, *values: str) -> bool:
        """Whether the text ends with such a phrase."""
        last = len(self.words)
        return any(hit.stop == last and hit.group is group and (not values or hit.value in values) for hit in self.hits)

    def negated(self, hit: Hit) -> bool:
        """Whether the words right before a phrase take it back: "not yet merged", "once merged", "to be merged"."""
        return any(
            other.group is Group.NEGATIONS and hit.first - 2 <= other.stop <= hit.first + 1 and other.first < hit.stop
            for other in self.hits
        )

    def reserved(self, hit: Hit) -> bool:
        """Whether the words right after a phrase limit it: "built but", "done except"."""
        return any(other.group is Group.RESERVATIONS and 0 <= other.first - hit.stop <= 1 for other in self.hits)

    def covers(self, *groups: Group) -> bool:
        """Whether every word belongs to a phrase of the groups or is a number, a letter or a sign."""
        covered = {index for hit in self.hits if hit.group in groups for index in range(hit.first, hit.stop)}
        rest = [word for index, word in enumerate(self.words) if index not in covered]
        return bool(covered) and all(is_filler(word) for word in rest)


@dataclass(frozen=True)
class _Phrase:
    words: tuple[str, ...]
    group: Group
    value: str

    def matches(self, words: tuple[str, ...], at: int) -> bool:
        if at + len(self.words) > len(words):
            return False
        return all(
            words[at + i].startswith(word[:-1]) if word.endswith("*") else words[at + i] == word
            for i, word in enumerate(self.words)
        )


@dataclass
class Lexicon:
    """Finds phrases. Immutable in use; the caches inside do not show."""

    phrases: tuple[_Phrase, ...] = ()
    _exact: dict[str, list[_Phrase]] = field(default_factory=dict[str, list[_Phrase]], repr=False)
    _stems: dict[str, list[_Phrase]] = field(default_factory=dict[str, list[_Phrase]], repr=False)
    _readings: dict[str, Reading] = field(default_factory=dict[str, Reading], repr=False)

    def __post_init__(self) -> None:
        for phrase in self.phrases:
            head = phrase.words[0]
            index, key = (self._stems, head[:-1]) if head.endswith("*") else (self._exact, head)
            index.setdefault(key, []).append(phrase)
        self._lengths = sorted({len(stem) for stem in self._stems})

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
        more: list[_Phrase] = []
        for role, phrases in headings.items():
            if role not in list(Role):
                allowed = ", ".join(Role)
                raise LexiconError(f"no such meaning of a heading: {role}", mend=f"Allowed are: {allowed}.")
            more.extend(_phrase(phrase, Group.HEADINGS, role) for phrase in phrases if _words(phrase))
        return Lexicon((*self.phrases, *more))

    @cached_property
    def small_words(self) -> frozenset[str]:
        """Words that tell nothing of a matter ("the", "with")."""
        return frozenset(phrase.words[0] for phrase in self.phrases if phrase.group is Group.SMALL_WORDS)

    def read(self, text: str) -> Reading:
        """The words of `text` and the phrases in it."""
        text = text[:_MAX_READ]
        known = self._readings.get(text)
        if known is None:
            known = self._readings[text] = self._read(text)
            if len(self._readings) > 20_000:
                self._readings.clear()
        return known

    def _read(self, text: str) -> Reading:
        words = _words(text)
        hits: list[Hit] = []
        for at, word in enumerate(words):
            candidates = self._exact.get(word, ())
            for phrase in candidates:
                if phrase.matches(words, at):
                    hits.append(Hit(at, at + len(phrase.words), phrase.group, phrase.value))
            for length in self._lengths:
                if length > len(word):
                    break
                for phrase in self._stems.get(word[:length], ()):
                    if phrase.matches(words, at):
                        hits.append(Hit(at, at + len(phrase.words), phrase.group, phrase.value))
        rivals = [hit for hit in hits if hit.group in _RIVALS and hit.size > 1]
        kept = [hit for hit in hits if hit.group not in _RIVALS or not any(_within(hit, rival) for rival in rivals)]
        return Reading(words, tuple(sorted(kept, key=lambda hit: (hit.first, -hit.size))))


def detect_languages(text: str) -> tuple[str, ...]:
    """The languages, besides English, that `text` is written in: file names without `.yml`, likeliest first."""
    sample = text[:60_000].lower()
    words = re.findall(r"[^\W\d_]+", sample)
    found: list[tuple[float, str]] = []
    for name, signs in _languages().items():
        letters = len(re.findall(signs["letters"], sample)) if "letters" in signs else 0
        if letters:
            others = len(re.findall(signs["not"], sample)) if "not" in signs else 0
            if letters >= 20 and others * 20 < letters:
                found.append((letters / len(sample), name))
        elif "words" in signs:
            listed = set(signs["words"])
            hits = [word for word in words if word in listed]
            # Many of the small words are English too, or names: several different ones must occur often.
            if len(set(hits)) >= 5 and len(hits) * 30 >= len(words):
                found.append((len(hits) / len(words), name))
    latin = [pair for pair in found if "words" in _languages()[pair[1]]]
    others = [pair for pair in found if pair not in latin]
    return tuple(name for _, name in [*sorted(others, reverse=True), *sorted(latin, reverse=True)[:2]])


def is_filler(word: str) -> bool:
    """Whether a word is a number, a single letter or a sign."""
    return word.isdigit() or (len(word) == 1 and not _DENSE_WORD.match(word))


def _within(inner: Hit, outer: Hit) -> bool:
    return outer.first <= inner.first and inner.stop <= outer.stop and inner.size < outer.size


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in _TOKEN.findall(text.lower()) if word not in _IGNORED)


def _phrase(text: str, group: Group, value: str) -> _Phrase:
    words: list[str] = []
    for part in text.split():
        inner = _words(part)
        words.extend(inner)
        if part.endswith("*") and inner:
            words[-1] += "*"
    return _Phrase(tuple(words), group, value)


@cache
def _lexicon(names: tuple[str, ...]) -> Lexicon:
    phrases: dict[_Phrase, None] = {}
    for name in names:
        for text, group, value in load_language(name).phrases():
            phrase = _phrase(text, group, value)
            if phrase.words:
                phrases[phrase] = None
    return Lexicon(tuple(phrases))


@cache
def load_language(name: str) -> Language:
    """One language file, validated. `LexiconError` names the file, the line and what is allowed."""
    return parse_language(_data(f"{name}.yml"), where=f"lexicon/{name}.yml")


def language_names() -> tuple[str, ...]:
    """The languages that there is a file for."""
    return (*sorted(_languages()), "en")


def parse_language(text: str, *, where: str) -> Language:
    """A language file's text as a value; `where` names the file in errors."""
    try:
        tree = cast(Any, yaml.compose(text, Loader=_Loader))  # pyright: ignore[reportUnknownMemberType]
        data: Any = yaml.load(text, Loader=_Loader)  # noqa: S506 (the base loader makes strings only)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{where}:{mark.line + 1}" if mark else where
        raise LexiconError("this is no YAML", where=place, why=str(getattr(error, "problem", error))) from None
    try:
        return Language.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        path = [str(part) for part in first["loc"] if part != "[key]"]
        raise LexiconError(
            f"`{'.'.join(path)}` cannot be used", where=f"{where}:{_line(tree, path)}", why=first["msg"]
        ) from None


def _line(tree: Any, path: list[str]) -> int:
    """The line of the deepest node on `path`."""
    node, line = tree, 1
    for part in path:
        if isinstance(node, yaml.MappingNode):
            pairs = [(key, value) for key, value in node.value if key.value == part]
            if not pairs:
                break
            line, node = pairs[0][0].start_mark.line + 1, pairs[0][1]
        elif isinstance(node, yaml.SequenceNode) and part.isdigit() and int(part) < len(node.value):
            node = node.value[int(part)]
            line = node.start_mark.line + 1
    return line


@cache
def load_table(name: str) -> dict[str, Any]:
    """A data file that is no language file, e.g. `dates.yml`, as it stands."""
    return yaml.load(_data(name), Loader=_Loader)  # noqa: S506 (the base loader makes strings only)


def _languages() -> dict[str, dict[str, Any]]:
    return load_table("languages.yml")


def _data(name: str) -> str:
    return (files("handoff_issues.handoff") / "lexicon" / name).read_text(encoding="utf-8")
