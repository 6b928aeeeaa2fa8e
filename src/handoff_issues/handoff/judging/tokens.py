"""The words and meanings of a block and of the headings above it, one by one: what the fitted weights are given to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import islice, pairwise

from handoff_issues.handoff.lexicon import Group, Lexicon, Reading
from handoff_issues.handoff.outline import Block
from handoff_issues.handoff.structure.headings import headings_from, is_heading
from handoff_issues.handoff.structure.views import View

_WORDS = 24
"""Words of a block that are looked at; what it is stands at its beginning."""
_HEADING_WORDS = 20
_HEADINGS = 4
"""Headings above a block that are looked at, the nearest first."""
_LETTERS = 40
"""Letters of a block, or of its heading, that are looked at in runs."""
_RUNS = (3, 4)
"""Letters of a run."""
_VALUED = frozenset({Group.HEADINGS, Group.TAGS, Group.CUES})
"""Groups of which it counts which of their meanings a phrase has."""
_MARKS = "?？:：.。"


class Part(StrEnum):
    """What tokens are taken from."""

    WORDS = "its words: each"
    LETTERS = "its words: letters"
    MEANING = "its words: meaning"
    HEADINGS = "its headings: words, each"
    ABOVE = "its headings: words above them"
    HOLDER = "its headings: words of what holds it"
    HEADING_LETTERS = "its headings: letters"
    SIGNALS = "its signals: each"


def own_tokens(view: View, signals: Iterable[str]) -> dict[Part, Iterable[str]]:
    """The tokens of a block itself; `signals` are its own."""
    return {
        Part.WORDS: _words(view),
        Part.LETTERS: _runs(view.block.text.plain),
        Part.MEANING: _meaning(view),
        Part.SIGNALS: signals,
    }


def heading_tokens(holder: Block | None, lexicon: Lexicon) -> dict[Part, Iterable[str]]:
    """The tokens of what a block stands under: `holder`, and the headings above that."""
    nearest = next(headings_from(holder), None)
    readings = [lexicon.read(heading.text.plain) for heading in islice(headings_from(holder), _HEADINGS)]
    return {
        Part.HEADINGS: _heading(readings[0]) if readings else (),
        Part.ABOVE: _above(readings[1:]),
        Part.HOLDER: _holder(holder, lexicon),
        Part.HEADING_LETTERS: _runs(nearest.text.plain) if nearest is not None else (),
    }


def _words(view: View) -> Iterator[str]:
    """The words that a block begins with, each word and each pair of words once, and the mark at its end."""
    words = view.whole.words[:_WORDS]
    yield from (f"{place} {word}" for place, word in zip(("first", "second"), words, strict=False))
    yield from _words_and_pairs(words)
    last = view.block.text.plain.rstrip("*_ ")[-1:]
    if last and last in _MARKS:
        yield f"ends {last}"


def _runs(text: str) -> Iterable[str]:
    """The runs of letters that a text begins with: stems and endings, and words where no blanks part them."""
    words = [f" {word} " for word in text[:_LETTERS].lower().split()]
    found = [word[at : at + size] for word in words for size in _RUNS for at in range(len(word) - size + 1)]
    return dict.fromkeys(found)


def _meaning(view: View) -> Iterator[str]:
    """What the phrases of a block mean, and, of a table row, those of the columns' names."""
    yield from _meanings("", view.whole)
    yield from (f"begins {hit.value}" for hit in view.whole.of(Group.HEADINGS) if not hit.first)
    for cell in view.block.header:
        yield from _meanings("column ", view.lexicon.read(cell.plain))


def _heading(reading: Reading) -> Iterator[str]:
    """The words and meanings of the nearest heading."""
    words = reading.words[:_HEADING_WORDS]
    yield from _meanings("", reading)
    yield from (f"first {word}" for word in words[:1])
    yield from _words_and_pairs(words)


def _above(readings: Sequence[Reading]) -> Iterator[str]:
    """Those of the headings above that one; how far above a word stands is of no account."""
    for place, reading in zip(("above ", "higher ", "higher "), readings, strict=False):
        yield from _meanings(place, reading)
    yield from dict.fromkeys(word for reading in readings for word in reading.words[:_HEADING_WORDS])


def _holder(holder: Block | None, lexicon: Lexicon) -> Iterable[str]:
    """The words of what holds a block, where that is no heading."""
    if holder is None or is_heading(holder):
        return ()
    return dict.fromkeys(lexicon.read(holder.text.plain).words[:_HEADING_WORDS])


def _words_and_pairs(words: Sequence[str]) -> Iterator[str]:
    yield from dict.fromkeys(words)
    yield from dict.fromkeys(f"{left} {right}" for left, right in pairwise(words))


def _meanings(place: str, reading: Reading) -> Iterator[str]:
    found = (
        f"{place}={group} {hit.value}" if group in _VALUED else f"{place}={group}"
        for group, hits in reading.groups.items()
        for hit in hits
    )
    yield from dict.fromkeys(found)
