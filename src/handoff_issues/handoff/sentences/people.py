"""Who is to do what an entry says, as it names them: "owner: Ana", "(@ana)", "AR to verify", a table's column.

A name means nobody until the settings say whose login it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from handoff_issues.handoff.lexicon import Group, Lexicon
from handoff_issues.handoff.lexicon.joints import joint
from handoff_issues.handoff.lexicon.languages import load_language

MOST = 5
"""People of one item; who names more means none of them."""
_LOGIN = r"(?<![\w/.@])@[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}(?!-?\w|[/@]|\.\w)"
_LOGINS = re.compile(_LOGIN)
_AT_AN_END = re.compile(rf"(?:[—–→-]|->|=>)\s*({_LOGIN})\s*$")
_AT_THE_START = re.compile(rf"^({_LOGIN})(?:\s*[:：]|\s)")
_BEGINNING = re.compile(r"^[\s>]*(?:[-*+•]\s+|\d{1,3}[.)]\s+)?(?:\[[ xX]?\]\s+)?")
_NAME = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,2}")
_FIRST_WORDS = re.compile(r"([^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*)?)\s+(\S+(?: \S+){0,3})")
_MARKS = (":", "：", "@")
"""Without one of them a line has no label of a person."""
_SIGNS = r"\s*[,/&+;、，；|]\s*"
_VALUE_END = re.compile(r"[()（）\[\]【】|。.!]|\s[—–-]\s|$")


def read_people(lines: Iterable[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Whom the lines of an entry name, each once; nobody where there are too many. Logins keep their `@`."""
    found: dict[str, str] = {}
    for at, line in enumerate(lines):
        for name in _in_line(line, lexicon, is_first=at == 0):
            found.setdefault(name.casefold(), name)
    return tuple(found.values()) if len(found) <= MOST else ()


def only_names_people(text: str, lexicon: Lexicon) -> bool:
    """Whether words say who is to do it, and nothing else: "owner: Ana", "@ana"."""
    text = text.strip()
    if not any(mark in text for mark in _MARKS):
        return False
    if _LOGINS.fullmatch(text):
        return True
    label = _labels(lexicon.languages).match(text)
    return label is not None and len([*_named(text[label.end() :], lexicon.languages)]) == 1


def _in_line(line: str, lexicon: Lexicon, *, is_first: bool) -> Iterator[str]:
    if any(mark in line for mark in _MARKS):
        for label in _labels(lexicon.languages).finditer(line):
            end = _VALUE_END.search(line, label.end())
            yield from _named(line[label.end() : end.start() if end else len(line)], lexicon.languages)
    said = line[found.end() :] if (found := _BEGINNING.match(line)) else line
    if "@" in line:
        for group in _in_brackets(lexicon.languages).findall(line):
            yield from _LOGINS.findall(group)
        for pattern in (_AT_AN_END, _AT_THE_START):
            if found := pattern.search(said):
                yield found[1]
    if is_first and (name := _charged(said, lexicon)) is not None:
        yield name


def _named(value: str, languages: Sequence[str]) -> Iterator[str]:
    """The names in a label's value."""
    for part in _joints(languages).split(value.strip(" \t*_`:：")):
        part = part.strip(" \t*_`")
        if _LOGINS.fullmatch(part) or _NAME.fullmatch(part):
            yield part


def _charged(said: str, lexicon: Lexicon) -> str | None:
    """ "AR to verify the load test" is for AR: a name, words that charge somebody, and a verb."""
    found = _FIRST_WORDS.match(said)
    if found is None or not lexicon.read(said).has(Group.DUTIES):
        return None
    for name in (found[1], found[1].partition(" ")[0]):
        rest = said[len(name) :].split()
        if not _is_name(name, lexicon):
            continue
        for size in (2, 1):
            duty, following = " ".join(rest[:size]), " ".join(rest[size : size + 3])
            if lexicon.read(duty).covers(Group.DUTIES) and lexicon.read(following).starts(Group.VERBS):
                return name
    return None


def _is_name(text: str, lexicon: Lexicon) -> bool:
    """Whether words in capitals mean nothing else in a handoff."""
    if not all(word[0].isupper() for word in text.split()):
        return False
    reading = lexicon.read(text)
    return not reading.groups and not any(word in lexicon.small_words for word in reading.words)


@cache
def _labels(languages: Sequence[str]) -> re.Pattern[str]:
    """Words for whoever is to do it, with the colon behind them, or right before a login."""
    words = {word for language in languages for word in load_language(language).owners}
    either = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    return re.compile(rf"(?<!\w)(?:{either or '(?!)'})(?:\s*[:：]\s*|\s+(?=@[A-Za-z0-9]))", re.IGNORECASE)


@cache
def _joints(languages: Sequence[str]) -> re.Pattern[str]:
    """What stands between two names."""
    return re.compile(f"{_SIGNS}|{joint(languages)}")


@cache
def _in_brackets(languages: Sequence[str]) -> re.Pattern[str]:
    """Logins alone in brackets: "(@ana)", "(@ana and @ola)"."""
    return re.compile(rf"[(\[（]\s*({_LOGIN}(?:(?:{_SIGNS}|{joint(languages)}){_LOGIN}){{0,4}})\s*[)\]）]")
