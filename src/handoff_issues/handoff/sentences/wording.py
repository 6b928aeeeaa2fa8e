"""A title as an instruction, where its words allow: "Gateway deployment" asks to deploy the gateway."""

from __future__ import annotations

import re
from collections.abc import Iterable

from handoff_issues.handoff.lexicon import Group, Lexicon, Reading
from handoff_issues.handoff.sentences.clauses import is_told, without_brackets

MATTER_WORDS = 6
"""Words of a name that can be turned round."""

_KEY = re.compile(r"(?:[A-Z]{2,10}-\d{1,6}|\d{1,3}-[A-Z]|§\s?[\d.]+)(?:[:：]|\s[—–-])?\s+")
_MATTER_END = re.compile(r"\s*[,;(（:：]|\.(?=\s)|\s(?:[—–+&/→-]|--)\s")


def as_instruction(title: str, lexicon: Lexicon, *, wanted: bool, new: bool) -> str:
    """The name at the title's start, with the verb that its words call for; what follows stays as it is.

    `wanted` says that the title is of outstanding work, `new` that it is not about something that exists.
    """
    key = _KEY.match(title)
    start = key.end() if key else 0
    stop = _name_end(title, start, lexicon)
    name, rest = title[start:stop], title[stop:]
    if is_told(lexicon.read(title)) or is_told(lexicon.read(name)):
        return title
    if (whole := _turned(title, lexicon)) is not None:
        return whole
    told = _turned(name, lexicon)
    if told is None and wanted:
        told = _called(name, Group.FAULTS, lexicon)
    if told is None and wanted and not is_told(lexicon.read(rest)):
        told = _filled(name, lexicon)  # "Missing names: look them up" says already what to do
    if told is None and new:
        told = _called(name, Group.PRODUCTS, lexicon)
    return f"{title[:start]}{told}{rest}" if told else title


def asked_for(title: str, heading: str, lexicon: Lexicon) -> str:
    """`title` with the verb of the heading that it stands under: "Old keys" under "Keys to rotate"."""
    verb = _last(without_brackets(heading), Group.HEADING_VERBS, lexicon)
    if verb is None or is_told(lexicon.read(title)):
        return title
    return f"{verb} {inside(title, lexicon)}"


def undone(title: str, said: Iterable[str], lexicon: Lexicon) -> str:
    """A name with the verb of a state among what is `said`: "Sales wizard" that is "not yet tested" is to be tested.

    A verb has an ellipsis in the place of the name where it does not come first.
    """
    if len(title.split()) > MATTER_WORDS or _MATTER_END.search(title):
        return title
    for text in said:
        reading = lexicon.read(text)
        if reading.covers(Group.UNDONE):
            verb = reading.of(Group.UNDONE)[0].value
            return verb.replace("…", title) if "…" in verb else f"{verb} {title}"
    return title


def inside(words: str, lexicon: Lexicon) -> str:
    """`words` as they stand within a sentence: without the capital of a verb. Other words may be names."""
    first, _, rest = words.partition(" ")
    told = bool(rest) and first.isalpha() and first.istitle() and lexicon.read(first).has(Group.VERBS)
    return words[:1].lower() + words[1:] if told else words


def _name_end(title: str, start: int, lexicon: Lexicon) -> int:
    """Where the words end that name the matter: at a mark, a bracket or a small word such as "for"."""
    mark = _MATTER_END.search(title, start)
    stop = mark.start() if mark else len(title)
    at = start
    for word in title[start:stop].split(" "):
        if at > start and lexicon.read(word).covers(Group.LINKS):
            return at - 1
        at += len(word) + 1
    return stop


def _turned(name: str, lexicon: Lexicon) -> str | None:
    """ "Gateway deployment" as "Deploy Gateway": the last noun says what is done with the others."""
    words = name.split()
    if not _is_name(words, lexicon):
        return None
    verb = _last(name, Group.NOUNS, lexicon)
    return f"{verb} {inside(' '.join(words[:-1]), lexicon)}" if verb else None


def _called(name: str, group: Group, lexicon: Lexicon) -> str | None:
    """ "Login errors" as "Fix Login errors": the last noun calls for a verb and stays."""
    verb = _last(name, group, lexicon) if _is_name(name.split(), lexicon) else None
    # "Adding caching" is not to be added once more.
    return f"{verb} {inside(name, lexicon)}" if verb and not name.lower().startswith(verb.lower()) else None


def _filled(name: str, lexicon: Lexicon) -> str | None:
    """ "No retry yet" as "Add retry", but not "No longer retried"."""
    lacks = (hit for hit in lexicon.read(name).of(Group.LACKS) if not hit.first)
    lack = max(lacks, key=lambda hit: hit.stop, default=None)
    _, *others = name.split()[: MATTER_WORDS + 2] or [""]
    while others and others[-1].lower() in lexicon.small_words:
        others.pop()
    rest = " ".join(others)
    return f"{lack.value} {rest}" if lack and lack.value and 0 < len(rest.split()) < MATTER_WORDS else None


def _is_name(words: list[str], lexicon: Lexicon) -> bool:
    """Whether these are a few words that name a thing, without one that only tells how it is."""
    small = [word.lower() in lexicon.small_words for word in words]
    if not 2 <= len(words) <= MATTER_WORDS or small[0] or sum(small) > 1:
        return False  # "The migration" begins a sentence, and what holds two such words is one.
    articles = any(each and not lexicon.read(word).has(Group.LINKS) for each, word in zip(small, words, strict=True))
    if articles or lexicon.read(words[0]).has(Group.QUALITIES) or _is_report(lexicon.read(" ".join(words))):
        return False
    return all(any(char.isalnum() for char in word) for word in words) and not _MATTER_END.search(" ".join(words))


def _is_report(reading: Reading) -> bool:
    """Whether words tell of a deed or a state: "Just finished the rotation", "Blocked by the rotation"."""
    return reading.starts(Group.TAGS) or any(hit.first <= 1 for hit in reading.of(Group.FINISHED))


def _last(name: str, group: Group, lexicon: Lexicon) -> str | None:
    """The value of the phrase of a group that ends a name."""
    reading = lexicon.read(name)
    return next((hit.value for hit in reading.of(group) if hit.stop == len(reading.words)), None)
