"""What a piece of work is about, as words and identifiers that can be compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_CODE = re.compile(r"`([^`\n]{2,80})`")
_TICKET = re.compile(r"\b[A-Z][A-Z0-9]{1,9}-\d{1,6}\b")
_WORD = re.compile(r"[^\W_]+(?:[./_\-:@][^\W_]+){0,12}")
_PARTS = re.compile(r"[^\W_]+")
_IDEOGRAPHS = re.compile("[぀-ヿ㐀-鿿가-힯]+")
_PART = re.compile(r"\s+[—–]\s+|[:.;]\s+")
_EXPLANATION = re.compile(rf"{_PART.pattern}|[：。；]|\s+-\s+|\s*[(（]|[)）]\s*")
NAME = 3
"""Words that a part of a title needs to be a name: fewer are a label, which many works may share."""
_FILE = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,5}$")
_NUMBERED = re.compile(r"^(?:[A-Z]{1,9}\d{2,6}|[A-Z0-9:]+(?:-[A-Z0-9:]+)+)$")
"""B12, ERR404, T-7, P2-3B; not E2E, S3 or 2FA, which are words."""
_LONGEST = 4_000

_NUMBER = re.compile(r"(?<![A-Za-z0-9_.])\d+(?:\.\d+)*(?![A-Za-z0-9_])")
_LETTER = re.compile(r"(?<=[a-z] )[A-HJ-Z](?![\w'’.+#/&-])")
"""A lone capital that counts: "service A", "service B"."""
_SHORT = frozenset({"ed", "ing", "es", "e"})
"""Endings that may leave three letters: "fixed", "adding", "wire"."""
_AFTER_EN = frozenset({"ed", "ing", "ings", "er", "ers", "s"})
"""Endings that follow another one: "hardened"."""
_DOING = {
    stem: doing
    for doing, stems in {
        "add": "implement creat writ wrot written introduc",
        "begin": "began begun",
        "break": "brok broken",
        "bring": "brought",
        "build": "built",
        "choos": "chos chosen",
        "draw": "drew drawn",
        "driv": "drov driven",
        "find": "found",
        "fix": "resolv repair correct mend solv",
        "freez": "froz frozen",
        "get": "got",
        "giv": "gav given",
        "keep": "kept",
        "mak": "mad",
        "redo": "redid redon",
        "remov": "delet",
        "rewrit": "rewrot",
        "run": "ran",
        "send": "sent",
        "tak": "took taken",
        "teach": "taught",
        "undo": "undid undon",
    }.items()
    for stem in stems.split()
}
"""Verbs that orders and reports use of the same doing, and their past where it is another word; English stems."""
# Phases and steps are renumbered as others come and go: their numbers tell no works apart.
_RENUMBERED = re.compile(
    r"\b(phases?|steps?|stages?|sprints?|parts?|milestones?|fases?|etapas?|étapes?|schritte?|teile?|paso|passo|этап|шаг)"
    r"\s*#?\d+(?:\.\d+)*[a-z]?\b|(批次|阶段|步骤|第)\s*\d+",
    re.IGNORECASE,
)
# What is left of a work is counted ("the 12 failing tests"), and shrinks.
_COUNT = re.compile(
    r"(?<![\w.#-])\d+\+?\s+(?!(?:of|in|on|at|to|and|or|for|from|with|by|the)\b)(?=(?:[a-z]+\s+){0,2}[a-z]{2,}s\b)"
    r"|\d+\s*(?=[个個項项件개つ])",
    re.IGNORECASE,
)
# Words that join others and say nothing of the work itself, in the languages where dropping
# them was measured to help; all others are weighed by how rare they are.
_JOINTS = frozenset(
    re.findall(
        r"\w+",
        "a an the and or of to in on at for with by from as is are be it its this that via into per "
        "which why how what who where because about has have had was were will would "
        "der die das und oder in im am an zu zur zum für mit von bei auf ist sind ein eine einen",
    )
)


@dataclass(frozen=True, slots=True)
class Profile:
    """One item, issue or evidence, prepared for comparison."""

    name: str
    """The normalised title: equal names are the same title."""
    title: frozenset[str]
    """Words of the title, folded."""
    order: tuple[str, ...]
    """The same in their order."""
    head: frozenset[str]
    """Words of the part that names the work, where an explanation follows it; else those of the whole title."""
    called: str
    """The normalised words of that part, or of a title without any; empty where they are one word, or none."""
    is_label: bool
    """Whether a colon follows that part: then it may be a label before several works."""
    parts: tuple[frozenset[str], ...]
    """Words of each part of a title that consists of several, the head among them: any of them may name the work."""
    words: frozenset[str]
    """Words of title and body."""
    keys: frozenset[str]
    """Identifiers of title and body: ticket keys, paths, code spans, versions, names in code style."""
    title_keys: frozenset[str]
    tickets: frozenset[str]
    """Ticket keys of the title."""
    numbers: frozenset[str]
    """Numbers, versions, lone letters of the title, but those of phases. They tell works apart, and never tie them."""


@lru_cache(maxsize=32_768)
def profile(title: str, body: str = "") -> Profile:
    """Prepare a title and the text that supports it."""
    title, body = title[:_LONGEST], body[:_LONGEST]
    lasting = _COUNT.sub("", _RENUMBERED.sub(_unnumbered, title))
    order = tuple(_words(lasting))
    title_words = frozenset(order)
    told = frozenset(word for word in title_words if not word.isdigit())
    parts = [frozenset(word for word in _words(part) if not word.isdigit()) for part in _EXPLANATION.split(title)]
    parts = [part for part in parts if part != told]
    called, is_label = _called(title)
    return Profile(
        name=name_of(title),
        title=told,
        order=order,
        head=parts[0] if parts and len(parts[0]) > 1 else told,
        called=called,
        is_label=is_label,
        parts=tuple(dict.fromkeys(part for part in parts if len(part) >= NAME)),
        words=title_words | frozenset(_words(body)),
        keys=frozenset(_keys(title)) | frozenset(_keys(body)),
        title_keys=frozenset(_keys(title)),
        tickets=frozenset(_TICKET.findall(title)),
        numbers=frozenset((*_NUMBER.findall(lasting), *_LETTER.findall(lasting))),
    )


def _called(title: str) -> tuple[str, bool]:
    """What a title names first, and whether a colon follows."""
    found = _EXPLANATION.search(title)
    first, mark = (title[: found.start()], found[0]) if found is not None else (title, "")
    several = sum(not word.isdigit() for word in _words(first)) > 1
    return name_of(first) if several else "", mark.strip() in (":", "：")


def _unnumbered(found: re.Match[str]) -> str:
    return found[1] or found[2]


def named(title: str) -> Iterator[str]:
    """The parts of a title that name a work by themselves: "Stored search filters: kept over a restart"."""
    for part in _PART.split(title[:_LONGEST]):
        if part != title and len(set(_words(part))) >= NAME:
            yield part


def words_of(text: str) -> frozenset[str]:
    """The words of a text, as those of titles are kept; bare numbers too."""
    return frozenset(_words(text[:_LONGEST]))


def in_order(text: str) -> tuple[str, ...]:
    """The same in their order, each as often as it stands there."""
    return tuple(_words(text[:_LONGEST]))


def counts_in(text: str) -> frozenset[str]:
    """The numbers by which a text counts things: the 12 of "the 12 failing checks"."""
    return frozenset(count[0].partition("+")[0].split()[0] for count in _COUNT.finditer(text[:_LONGEST]))


def words_beside_keys(text: str) -> frozenset[str]:
    """The words of a text that are no part of its identifiers."""
    text = text[:_LONGEST]
    of_keys = {word for key in _keys(text) for word in _words(key)}
    return frozenset(word for word in _words(text) if word not in of_keys and not word.isdigit())


@lru_cache(maxsize=65_536)
def name_of(title: str) -> str:
    """A title without case, marks, punctuation and spacing: what two same titles have in common."""
    folded = unicodedata.normalize("NFKC", title[:_LONGEST]).casefold()
    return " ".join(_PARTS.findall(folded))


def _words(text: str) -> Iterable[str]:
    for word in _PARTS.findall(unicodedata.normalize("NFKC", text).casefold()):
        if _IDEOGRAPHS.match(word):
            # Scripts without spaces: overlapping pairs of letters stand for words.
            yield from (word[i : i + 2] for i in range(max(1, len(word) - 1)))
        elif word not in _JOINTS:
            stem = _stem(word)
            yield _DOING.get(stem, stem)


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    """Fold the endings of inflection that differ between an order and a report of the same work."""
    if not word.isalpha():
        return word
    if len(word) in (3, 4) and word[-1] == "s" and word[-2] not in "aisu":
        return word[:-1]  # "ids", "jobs"; not "this", "bus", "pass"
    if len(word) < 4:
        return word
    for ending in (
        "ations",
        "ation",
        "ating",
        "ated",
        "ates",
        "ate",
        "ungen",
        "ings",
        "ing",
        "ung",
        "ied",
        "ies",
        "ers",
        "er",
        "ed",
        "en",
        "es",
        "s",
        "e",
        "y",
    ):
        if word.endswith(ending) and len(word) - len(ending) >= (3 if ending in _SHORT else 4):
            stem = word[: -len(ending)]
            if stem.endswith("en") and ending in _AFTER_EN:
                return _stem(stem)  # "hardened" and "harden", "screens" and "screen"
            # "stopped" is "stop" with its last letter doubled.
            return stem[:-1] if len(stem) > 4 and stem[-1] == stem[-2] else stem
    return word


def _keys(text: str) -> Iterable[str]:
    for span in _CODE.findall(text):
        if len(span.split()) <= 4:
            yield span.strip().casefold()
    yield from (key.casefold() for key in _TICKET.findall(text))
    for word in _WORD.findall(text):
        if _is_identifier(word):
            yield word.casefold()
            _, slash, file = word.rpartition("/")
            if slash and _FILE.search(file):
                yield file.casefold()


def _is_identifier(word: str) -> bool:
    """Paths, file names, versions, snake_case, camelCase and CONSTANT_CASE; no bare number, no date-like run."""
    if word.isalpha() and (word.islower() or word.istitle()):
        return False
    if len(word) < 3 or word.replace("-", "").replace(".", "").replace(":", "").replace("/", "").isdigit():
        return word.count(".") >= 2 and word.replace(".", "").isdigit()
    if any(mark in word for mark in "/_@"):
        return True
    if "." in word:
        return bool(_FILE.search(word)) or word[0] in "vV"
    return bool(re.search(r"[a-z][A-Z]", word) or (_NUMBERED.search(word) and any(map(str.isdigit, word))))
