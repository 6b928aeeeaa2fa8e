"""The words of names, and what is known of them: which say "handoff", and which say that it is none."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

import yaml

from handoff_issues.model import Frozen

Words = tuple[str, ...]

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W_]+")


class Knowledge(Frozen):
    """`names.yml`, each entry as folded words."""

    words: Words
    rows: tuple[Words, ...]
    parts: Words
    never: tuple[Words, ...]
    not_last: Words
    not_before: Words
    not_searched: frozenset[Words]
    definitions: tuple[str, ...]
    history: frozenset[Words]
    previous: tuple[Words, ...]
    """Longest first."""


def split(text: str) -> Words:
    """The words of a name: no case, no accents, no separators."""
    return tuple(_WORD.findall(_fold(_CAMEL.sub(" ", text))))


@cache
def knowledge() -> Knowledge:
    """What is known of names in general, read from the package's own data."""
    data: dict[str, list[str]] = yaml.safe_load(
        files("handoff_issues.handoff.files").joinpath("names.yml").read_text(encoding="utf-8")
    )
    rows = {key: tuple(split(entry) for entry in entries) for key, entries in data.items()}
    return Knowledge(
        words=tuple(word for (word,) in rows["words"]),
        rows=rows["rows"],
        parts=tuple(_fold(part) for part in data["parts"]),
        never=rows["never"],
        not_last=tuple(word for (word,) in rows["not_last"]),
        not_before=tuple(word for (word,) in rows["not_before"]),
        not_searched=frozenset(rows["not_searched"]),
        definitions=tuple(data["definitions"]),
        history=frozenset(rows["history"]),
        previous=tuple(sorted(rows["previous"], key=len, reverse=True)),
    )


def find_phrase(words: Words) -> tuple[int, int] | None:
    """Where the words say "handoff", as a range; the earliest such place."""
    known = knowledge()
    for at, word in enumerate(words):
        if any(word.startswith(each) or word.endswith(each) for each in known.words):
            return at, at + 1
        for row in known.rows:
            if words[at : at + len(row)] == row:
                return at, at + len(row)
        if any(part in word for part in known.parts):
            return at, at + 1
    return None


def is_about(words: Words) -> bool:
    """Whether a name is about handoffs, rather than one: a template, a guide, the design of a feature."""
    known = knowledge()
    if is_never(words):
        return True
    phrase = find_phrase(words)
    if phrase and phrase[0] and words[phrase[0] - 1] in known.not_before:
        return True
    # Versions and numbers do not change what a name is about: "handoff-protocol-v2".
    telling = [word for word in words if not word.removeprefix("v").isdecimal()]
    return bool(telling) and telling[-1] in known.not_last


def is_never(words: Words) -> bool:
    """Whether a name says that it is no handoff, wherever it stands."""
    return any(_holds(words, row) for row in knowledge().never)


def _holds(words: Words, row: Words) -> bool:
    if len(row) > 1:
        return any(words[at : at + len(row)] == row for at in range(len(words)))
    wanted = "".join(row)
    if not wanted.isascii():  # set without blanks
        return any(wanted in word for word in words)
    # A compound ends in its meaning ("handofftemplate").
    known = knowledge().words
    return any(word == wanted or (word.endswith(wanted) and any(each in word for each in known)) for word in words)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
