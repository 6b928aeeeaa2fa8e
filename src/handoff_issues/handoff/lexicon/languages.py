"""The language files, `lexicon/*.yml`: loaded, validated, and chosen by what a text is written in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

import yaml
from pydantic import ValidationError

from handoff_issues.errors import HandoffError
from handoff_issues.handoff.lexicon.terms import Amount, Cue, Group, Holds, Role, Sense, Statement, Tag
from handoff_issues.model import Frozen, Priority

try:
    from yaml import CBaseLoader as _Loader
except ImportError:  # PyYAML without libyaml: slower, the same result
    from yaml import BaseLoader as _Loader

_SAMPLE = 60_000
"""Characters by which a text's languages are known."""


class LexiconError(HandoffError):
    """A lexicon file cannot be used."""


_KEYED = (
    Group.HEADINGS,
    Group.WHOLE_HEADINGS,
    Group.HEADING_HINTS,
    Group.PRIORITY,
    Group.RANKS,
    Group.TAGS,
    Group.CUES,
    Group.ANSWERS,
    Group.AMOUNTS,
    Group.OWED,
    Group.NOUNS,
    Group.FAULTS,
    Group.PRODUCTS,
    Group.HEADING_VERBS,
    Group.LACKS,
    Group.UNDONE,
    Group.STATEMENTS,
    Group.COLUMNS,
)
"""Groups that map a value to its phrases."""
_PLAIN = tuple(group for group in Group if group not in _KEYED)
"""Groups that are mere lists of phrases."""


class Language(Frozen):
    """One language file."""

    language: str
    headings: Mapping[Role, tuple[str, ...]] = {}
    whole_headings: Mapping[Role, tuple[str, ...]] = {}
    heading_hints: Mapping[Role, tuple[str, ...]] = {}
    priority: Mapping[Priority, tuple[str, ...]] = {}
    ranks: Mapping[Priority, tuple[str, ...]] = {}
    tags: Mapping[Tag, tuple[str, ...]] = {}
    cues: Mapping[Cue, tuple[str, ...]] = {}
    empty: tuple[str, ...] = ()
    amounts: Mapping[Amount, tuple[str, ...]] = {}
    details: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    verbs_last: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    reservations: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    metadata: tuple[str, ...] = ()
    nouns: Mapping[str, tuple[str, ...]] = {}
    people: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    small_words: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    urgency: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    answers: Mapping[Literal["yes", "no"], tuple[str, ...]] = {}
    unrelated: tuple[str, ...] = ()
    manuals: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    faults: Mapping[str, tuple[str, ...]] = {}
    products: Mapping[str, tuple[str, ...]] = {}
    heading_verbs: Mapping[str, tuple[str, ...]] = {}
    lacks: Mapping[str, tuple[str, ...]] = {}
    undone: Mapping[str, tuple[str, ...]] = {}
    qualities: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    explanations: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    narrowings: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    statements: Mapping[Statement, tuple[str, ...]] = {}
    owed: Mapping[Statement, tuple[str, ...]] = {}
    deadlines: tuple[str, ...] = ()
    pointers: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    prospects: tuple[str, ...] = ()
    blockers: tuple[str, ...] = ()
    attempts: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    reversals: tuple[str, ...] = ()
    intentions: tuple[str, ...] = ()
    suppositions: tuple[str, ...] = ()
    lately: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    columns: Mapping[Holds, tuple[str, ...]] = {}
    auxiliaries: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    relations: Mapping[Sense, tuple[str, ...]] = {}
    """Patterns, with `…` for what is named; see `reference_patterns`, which alone reads them."""
    joints: tuple[str, ...] = ()
    """Words between the names of a list; see `joints`, which alone reads them."""
    owners: tuple[str, ...] = ()
    """Labels before the name of whoever is to do the work, which name a column of a table, too; see `people`."""

    def phrases(self) -> Iterator[tuple[str, Group, str]]:
        """Every phrase with its group and its value in it."""
        for group in _KEYED:
            for value, phrases in getattr(self, group.value).items():
                yield from ((phrase, group, str(value)) for phrase in phrases)
        for group in _PLAIN:
            yield from ((phrase, group, "") for phrase in getattr(self, group.value))
        yield from ((phrase, Group.COLUMNS, str(Holds.ASIDE)) for phrase in self.owners)


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
            f"`{'.'.join(path)}` cannot be used", where=f"{where}:{_line(text, path)}", why=first["msg"]
        ) from None


def _line(text: str, path: list[str]) -> int:
    """The line of the deepest node on `path`."""
    node = cast(Any, yaml.compose(text, Loader=_Loader))  # pyright: ignore[reportUnknownMemberType]
    line = 1
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
def load_table(name: str, *, folder: str = "lexicon") -> dict[str, Any]:
    """A data file that is no language file, e.g. `dates.yml`, as it stands: its values are strings."""
    return yaml.load(_data(name, folder=folder), Loader=_Loader)  # noqa: S506 (the base loader makes strings only)


def detect_languages(text: str) -> tuple[str, ...]:
    """The languages, besides English, that `text` is written in: file names without `.yml`, likeliest first."""
    # Vietnamese keyboards write accents apart, where they are told to.
    sample = unicodedata.normalize("NFC", text[:_SAMPLE]).lower()
    return (*_by_letters(sample), *_by_words(sample))


def _by_letters(sample: str) -> list[str]:
    """Languages whose letters no other has, by how many of them there are."""
    if sample.isascii():
        return []
    found: list[tuple[int, str]] = []
    for name, signs in _languages().items():
        letters = len(re.findall(signs["letters"], sample)) if "letters" in signs else 0
        if letters >= 20 or (letters >= 4 and letters * 8 >= sum(map(str.isalpha, sample))):
            others = len(re.findall(signs["not"], sample)) if "not" in signs else 0
            own = len(re.findall(signs["must"], sample)) if "must" in signs else letters
            if others * int(signs.get("times", _TIMES)) < letters <= own * 50:
                found.append((letters, name))
    return [name for _, name in sorted(found, reverse=True)]


def _by_words(sample: str) -> list[str]:
    """At most two languages whose small words occur often, the second by words that the first has not.

    Many of the small words are English too, or names: several different ones must occur.
    """
    counts = Counter(re.findall(r"[^\W\d_]+", sample))
    total = counts.total()
    found: list[str] = []
    known: set[str] = set()
    while len(found) < 2:
        best = max(
            (
                (_often(counts, set(signs.get("words", ())) - known, signs.get("signs"), total), name)
                for name, signs in _languages().items()
            ),
        )
        if not best[0]:
            break
        found.append(best[1])
        known.update(_languages()[best[1]]["words"])
    return found


def _often(counts: Counter[str], words: set[str], signs: str | None, total: int) -> int:
    """How often the words occur, where several different ones do; else 0.

    Of a few lines two are enough, if they are long: the short ones are English or names too easily. A word that
    `signs` tells of (its letters, its ending) is as good as a long one there, beside one that is listed.
    """
    hits = {word: counts[word] for word in words if word in counts}
    told = len(hits) >= 5
    if total <= _FEW_WORDS and not told:
        long = sum(len(word) >= _LONG_WORD for word in hits)
        signed = {word: counts[word] for word in counts if signs and re.search(signs, word)}
        told = long >= 2 or (len(signed.keys() | hits.keys()) >= 3 and bool(signed and hits))
        hits |= signed
    return sum(hits.values()) if told and sum(hits.values()) * 30 >= total else 0


_TIMES = 20
"""How many times as many letters of its own a text has as those that its language has not; `times` in the data."""
_FEW_WORDS = 120
_LONG_WORD = 4


def _languages() -> dict[str, dict[str, Any]]:
    return load_table("languages.yml")


def _data(name: str, *, folder: str = "lexicon") -> str:
    return files("handoff_issues.handoff").joinpath(folder, name).read_text(encoding="utf-8")
