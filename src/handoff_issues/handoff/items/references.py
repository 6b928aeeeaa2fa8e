"""Other works that an entry names: those that it waits for ("after #12"), and those that wait for it ("blocks …").

The words are patterns of the language files; here is only what a name looks like. What a name that is no
number refers to, and whether that is sure enough, is decided where all works are known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from handoff_issues.handoff.items.reference_patterns import KEY, NUMBER, Patterns, Use, load_patterns
from handoff_issues.handoff.lexicon.terms import Sense
from handoff_issues.handoff.lexicon.words import DENSE
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.model import Direction, Reference

MOST = 12
"""References of one item; who names more lists something else."""
MAX_LINE = 1_000
"""Characters of a line that are read."""
MAX_LINES = 60
LONGEST_NAME = 120
_DIRECTIONS = {Sense.AFTER: Direction.AFTER, Sense.BEFORE: Direction.BEFORE}

_EACH_NAME = re.compile(rf"{NUMBER}|{KEY}")
_REMARKS = re.compile(r"[(（][^()（）]{0,80}[)）]")
_GAP = re.compile(r"\s*(?:[:：]|[-–—=]+>?\s)?\s*")
_LABEL_END = re.compile(r"[.!?](?=\s|$)|[。！？()（）【】|]|\s(?:—|–|→)\s")
_QUOTED = re.compile(r"[“„«「『\"`]([^“”„«»「」『』\"`\n]{3,120})[”“»」』\"`]")
_QUOTED_LAST = re.compile(rf"{_QUOTED.pattern}\s*$")
_CLAUSE_END = re.compile(r"[.!?](?=\s|$)|[;,，、。；！？()（）\[\]【】|]|\s(?:—|–|-|→)\s|[:：](?=\s)|：")
_LINK = re.compile(r"\[([^\]\n]{0,200})\]\(([^)\s]{0,300})[^)\n]{0,100}\)")
_STRUCK = re.compile(r"~~[^~\n]{1,500}~~")
_COMMENT = re.compile(r"<!--[^>\n]{0,500}-->")
_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,2}|_{1,2}(?!\w)")
_WORD = re.compile(rf"[^\W\d_{DENSE}][^\W_{DENSE}]*|[{DENSE}]{{2}}")
_PULL = re.compile(r"(?<!\w)(?:PRs?|MRs?|pull requests?|merge requests?)(?!\w)", re.IGNORECASE)


def read_references(block: Block, lines: Iterable[str], languages: Sequence[str]) -> Iterator[Reference]:
    """What an entry names, in the order in which it does; a number that is one of its own list's is left out."""
    patterns = load_patterns(tuple(languages))
    seen: set[tuple[Direction, str]] = set()
    for line in lines:
        folded = line.casefold()
        if not any(word in folded for word in patterns.rare):
            continue
        for direction, name in _in_line(line, patterns):
            number = int(name[1:]) if name[0] == "#" else None
            key = (direction, name.casefold())
            if key in seen or len(seen) >= MOST:
                continue
            seen.add(key)
            if number is None or not _counts(block, number):
                yield Reference(direction=direction, name=name, number=number)


def entry_lines(block: Block, text: str) -> Iterator[str]:
    """The lines of an entry that say something, without marks; a table's cells each after the word above it."""
    if block.shape is Shape.ROW:
        for at, cell in enumerate(block.cells):
            name = block.header[at].plain if at < len(block.header) else ""
            yield _plain(f"{name}: {cell.marked}" if name else cell.marked)
        return
    fenced = False
    for line in text.split("\n")[:MAX_LINES]:
        if line.lstrip(" >").startswith(("```", "~~~")):
            fenced = not fenced
        elif not fenced:
            yield _plain(line)


_MARKUP = "[<*_~"
"""Without one of these an ASCII line is as plain as it gets."""


def _plain(line: str) -> str:
    line = line[:MAX_LINE]
    if line.isascii() and not any(mark in line for mark in _MARKUP):
        return line
    line = unicodedata.normalize("NFC", line)
    line = _LINK.sub(lambda found: found[1].replace("#", "") if "://" in found[2] else found[1], line)
    return _EMPHASIS.sub("", _STRUCK.sub(" ", _COMMENT.sub(" ", line)))


def _counts(block: Block, number: int) -> bool:
    """Whether the list in which an entry stands is numbered so far: then "#2" may be its second entry."""
    peers = block.peers
    first, last = peers[0].number or "", peers[-1].number or ""
    if not (first.isdecimal() and last.isdecimal()):
        return False
    # On the page a list counts on from its first number, whatever the others are.
    return int(first) <= number <= max(int(last), int(first) + len(peers) - 1)


def _in_line(line: str, patterns: Patterns) -> Iterator[tuple[Direction, str]]:
    for found in patterns.before_name.finditer(line):
        for use in patterns.uses[str(found.lastgroup)]:
            names = _names_behind(line, found.end(), use, patterns)
            if names:
                direction = _DIRECTIONS.get(use.sense)
                yield from ((direction, name) for name in names if direction is not None)
                break
    for found in patterns.behind_name.finditer(line):
        use = patterns.uses[str(found.lastgroup)][0]
        direction = _DIRECTIONS.get(use.sense)
        if direction is not None:
            yield from ((direction, name) for name in _names_before(line[: found.start()], patterns))


def _names_behind(line: str, at: int, use: Use, patterns: Patterns) -> list[str]:
    """The names that follow a pattern's words."""
    if use.is_label:
        value = _REMARKS.sub(" ", line[at:])
        end = _LABEL_END.search(value)
        return _titles(patterns.between.split(value[: end.start()] if end else value), patterns)
    at = _past(patterns.work, line, _end(_GAP.match(line, at), at))
    listed = patterns.names.match(line, at)
    if listed is not None:
        if use.behind is not None and not use.behind.match(line, listed.end()):
            return []
        return _each(listed[0])
    quoted = _QUOTED.match(line, at)
    if quoted is not None:
        fits = use.behind is None or use.behind.match(line, quoted.end())
        return _titles([quoted[1]], patterns) if fits else []
    end = _CLAUSE_END.search(line, at)
    clause = line[at : end.start() if end else len(line)]
    if use.behind is not None:
        stop = use.behind.search(clause)
        return _titles([clause[: stop.start()]], patterns) if stop else []
    return _titles([clause], patterns)


def _names_before(text: str, patterns: Patterns) -> list[str]:
    """The names that end where a pattern's words begin."""
    text = text.rstrip()
    listed = next((found for found in patterns.names.finditer(text) if found.end() == len(text)), None)
    if listed is not None:
        return _each(listed[0])
    quoted = _QUOTED_LAST.search(text)
    if quoted is not None:
        return _titles([quoted[1]], patterns)
    begin = max((found.end() for found in _CLAUSE_END.finditer(text)), default=0)
    return _titles([text[begin:].lstrip(" >-*+•0123456789.)")], patterns)


def _each(listed: str) -> list[str]:
    return _EACH_NAME.findall(_REMARKS.sub(" ", listed))


def _titles(parts: Iterable[str], patterns: Patterns) -> list[str]:
    """Parts that may be the title of a work; two words at least, since one is a name of many things."""
    found: list[str] = []
    for part in parts:
        name = part.strip(" \t.:：-–—*`“”„«»「」\"'")
        name = name[_past(patterns.work, name, 0) :]
        if names := patterns.names.fullmatch(name):
            found += _each(names[0])
            continue
        done = patterns.done.search(name)
        name = (name[: done.start()] if done else name).strip()
        if len(_WORD.findall(name)) >= 2 and len(name) <= LONGEST_NAME and "#" not in name and not _PULL.search(name):
            found.append(name)
    return found


def _past(words: re.Pattern[str], text: str, at: int) -> int:
    return _end(words.match(text, at), at)


def _end(found: re.Match[str] | None, at: int) -> int:
    return found.end() if found else at
