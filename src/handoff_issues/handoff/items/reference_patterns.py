"""The patterns of the language files by which entries name other works, made into expressions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from handoff_issues.handoff.lexicon.joints import joint, set_off_joint
from handoff_issues.handoff.lexicon.languages import load_language
from handoff_issues.handoff.lexicon.terms import Sense
from handoff_issues.handoff.lexicon.words import is_dense

NUMBER = r"(?<![\w/&])#\d{1,9}(?![\w@/-])"
KEY = r"(?<![\w/#-])[A-Z](?:[A-Z0-9]{0,9}-\d{1,6}|[A-Z]{0,2}\d{1,3})(?![\w-])"
"""PCC-99, B1; whether there is a work of that name is seen where all works are known."""
_NAME = rf"[`\[“\"]?(?:{NUMBER}|{KEY})[`\]”\"]?"
_REMARK = r"(?:\s*[(（][^()（）]{0,80}[)）])?"
_SLOT = "…"
_WORD_START = r"(?<!\w)"


class Use(NamedTuple):
    """What the words of a pattern mean, and what has to stand behind the name."""

    sense: Sense
    behind: re.Pattern[str] | None
    is_label: bool


class Patterns(NamedTuple):
    """The patterns of some languages, ready to be looked for."""

    before_name: re.Pattern[str]
    behind_name: re.Pattern[str]
    uses: dict[str, tuple[Use, ...]]
    """By the group that matches."""
    work: re.Pattern[str]
    done: re.Pattern[str]
    names: re.Pattern[str]
    """Numbers and keys, one or several."""
    between: re.Pattern[str]
    """What stands between titles."""
    rare: tuple[str, ...]
    """Of each pattern the longest word: a line without any of them has none of the patterns."""


@cache
def load_patterns(languages: tuple[str, ...]) -> Patterns:
    """The patterns of these languages; made once."""
    prefixes: dict[str, list[Use]] = {}
    suffixes: dict[str, list[Use]] = {}
    words: dict[Sense, list[str]] = {Sense.WORK: [], Sense.DONE: []}
    rare: set[str] = set()
    for sense, pattern in (
        (sense, pattern)
        for language in languages
        for sense, patterns in load_language(language).relations.items()
        for pattern in patterns
    ):
        if _SLOT not in pattern:
            words[sense].append(_expression(pattern))
            continue
        before, _, behind = (part.strip() for part in pattern.partition(_SLOT))
        rare.add(max(re.findall(r"[^\W_]+", pattern.casefold()), key=len))
        rest = re.compile(rf"\s*{_expression(behind)}", re.IGNORECASE) if before and behind else None
        where, what = (prefixes, before) if before else (suffixes, behind)
        where.setdefault(_expression(what), []).append(Use(sense, rest, what.endswith(":")))
    uses: dict[str, tuple[Use, ...]] = {}
    return Patterns(
        _alternatives(prefixes, "p", uses),
        _alternatives(suffixes, "s", uses),
        uses,
        re.compile(rf"(?:{_either(words[Sense.WORK])}\s*)*", re.IGNORECASE),
        re.compile(rf"\s*{_either(words[Sense.DONE])}\s*$", re.IGNORECASE),
        re.compile(rf"{_NAME}(?:{_REMARK}\s*[,/&+、，;]?(?:{joint(languages)}|\s*){_NAME}){{0,11}}"),
        re.compile(rf"[;,，、；/|]|{set_off_joint(languages)}"),
        tuple(sorted(rare)),
    )


def _alternatives(expressions: dict[str, list[Use]], name: str, uses: dict[str, tuple[Use, ...]]) -> re.Pattern[str]:
    """One expression for all, the longest first, so that "no longer blocked by" is not read as "blocked by"."""
    apart: list[str] = []
    anywhere: list[str] = []
    for at, expression in enumerate(sorted(expressions, key=lambda each: (-len(each), each))):
        group = f"{name}{at}"
        # Where words mean something only with others behind the name, those are tried first.
        uses[group] = tuple(sorted(expressions[expression], key=lambda use: use.behind is None))
        begun = expression.removeprefix(_WORD_START)
        (anywhere if begun == expression else apart).append(f"(?P<{group}>{begun})")
    # The start of a word is looked for once, not by each alternative: that is most of the search.
    parts = [f"{_WORD_START}(?:{'|'.join(apart)})"] if apart else []
    return re.compile("|".join([*parts, *anywhere]) or r"(?!)", re.IGNORECASE)


def _either(expressions: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(expressions, key=lambda each: (-len(each), each))) or '(?!)'})"


def _expression(phrase: str) -> str:
    """A phrase as an expression: whole words, any blanks between them, and a colon for a label's."""
    label = phrase.endswith(":")
    words = unicodedata.normalize("NFC", phrase.rstrip(":")).split()
    inner = r"[\s-]+".join(map(re.escape, words)).replace(r"\-", "[- ]?")
    start = "" if is_dense(words[0][0]) and not label else _WORD_START
    # In scripts without blanks, and behind a stem of Korean, the next character may follow at once.
    stop = "" if is_dense(words[-1][-1]) else r"(?!\w)"
    return rf"{start}{inner}\s*[:：]" if label else f"{start}{inner}{stop}"
