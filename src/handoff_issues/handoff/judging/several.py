"""Several works in one line: "Next: add a retry, cache tiles", "Drop the index; run the migrations"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from handoff_issues.handoff.lexicon import Group, Lexicon, Reading
from handoff_issues.handoff.lexicon.joints import set_off_joint
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.outline.inline import Inline
from handoff_issues.handoff.sentences.clauses import is_told
from handoff_issues.handoff.sentences.ends import is_outside
from handoff_issues.handoff.structure.roles import BRACKETED
from handoff_issues.handoff.structure.views import View

_MOST = 8
"""Works; a line with more parts is a list of something else."""
_LEAST_WORDS = 2
_ROW = 3
"""Parts of a line that names works only; of two the second may explain the first."""
_NAME = 10
"""Words of a name."""
_LONGEST = 600
"""Characters; longer ones are paragraphs that tell a story."""
_SEMICOLONS = re.compile(r"\s*[;；]\s*")
_COMMAS = re.compile(r"\s*[,，、]\s*|\s+[&+]\s+")
"""Between works below a label only: elsewhere they join the parts of one."""
_STOPS = re.compile(r"(?<=[.!])\s+|(?<=[。！])")
_JOINTS = re.compile(r"\s*[;；]\s*|\s*[,，、]\s*|\s+[&+/]\s+|(?<=[.!])\s+|(?<=[。！])")
"""Where one instruction may end and another begin."""


def several_works(view: View) -> list[Block]:
    """The works of one line as entries of its own lines, where it holds nothing else; empty where it is one work."""
    block = view.block
    text = block.text.raw
    if block.children or block.shape not in (Shape.ENTRY, Shape.PROSE) or block.checked is not None:
        return []
    if len(text) > _LONGEST:
        return []
    start = _after_label(view)
    joints = (_SEMICOLONS,) if start is None else (_SEMICOLONS, _COMMAS, _STOPS)
    for joint in joints:
        parts = [_read_part(text[first:stop], first, view) for first, stop in _parts(text, joint, start or 0)]
        named = joint is _SEMICOLONS and (start is not None or _is_row_of_names(text, parts))
        fewest = _ROW if start is None else 2  # of two instructions the second mostly goes on about the first
        if fewest <= len(parts) <= _MOST and all(part and (named or part.told) for part in parts):
            return [_entry(block.text.between(part.start, part.stop), block) for part in parts if part]
    return []


def works_named(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The instructions that a line joins, each with what explains it; empty where it has but one.

    Such a line may stay one work, but it is not finished when one of them is.
    """
    return _joined(text, lexicon, _JOINTS, is_told)


def deeds_named(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The statements of finished work that a line joins, likewise: "Moved the camera and mended the map"."""
    joints = re.compile(f"{_JOINTS.pattern}|{set_off_joint(lexicon.languages)}")
    return _joined(text, lexicon, joints, lambda reading: reading.starts(Group.FINISHED))


def _joined(text: str, lexicon: Lexicon, joints: re.Pattern[str], begins: Callable[[Reading], bool]) -> tuple[str, ...]:
    found: list[str] = []
    pieces = [text[start:stop] for start, stop in _parts(text[:_LONGEST], joints, 0)]
    for piece in pieces[: 2 * _MOST]:
        if begins(lexicon.read(_without_joint(piece, lexicon))) or not found:
            found.append(piece)
        else:
            found[-1] += f" {piece}"
    return tuple(found) if len(found) > 1 and begins(lexicon.read(found[0])) else ()


def _without_joint(text: str, lexicon: Lexicon) -> str:
    """A piece of a line without the small word that joins it to the one before: "then", "and"."""
    first, _, rest = text.strip().partition(" ")
    return rest if first.lower() in lexicon.small_words else text


def _is_row_of_names(text: str, parts: Sequence[_Part | None]) -> bool:
    """Whether a line is nothing but a few names: "Paging; a retry in the poller; export to CSV."."""
    plain = not _STOPS.search(text) and ":" not in text and "：" not in text
    return (
        plain
        and len(parts) >= _ROW
        and all(part and len(text[part.start : part.stop].split()) <= _NAME for part in parts)
    )


class _Part(NamedTuple):
    """A part of a line, without the small word ("and", "then") that joins it to the one before."""

    start: int
    stop: int
    told: bool
    """Whether it says what to do."""


def _read_part(text: str, start: int, view: View) -> _Part | None:
    """The part that `text` is; None where it is too short, or only a state."""
    reading = view.lexicon.read(text)
    if len(reading.words) < _LEAST_WORDS or view.lexicon.read(BRACKETED.sub(" ", text)).has(Group.TAGS):
        return None
    first, _, rest = text.strip().partition(" ")
    joined = first.lower() in view.lexicon.small_words and not reading.starts(Group.VERBS)
    told = is_told(view.lexicon.read(rest)) if joined else is_told(reading)
    stop = start + len(text.rstrip())
    return _Part(stop - len(rest) if joined and told else start, stop, told)


def _after_label(view: View) -> int | None:
    """Where the words begin that follow a mark of open work ("Next: ..."); None without one."""
    label = view.block.text.label
    if label is None or not view.lexicon.read(label).covers(Group.MARKS, Group.HEADINGS, Group.WHOLE_HEADINGS):
        return None
    return view.block.text.raw.index(label) + len(label) + 1


def _parts(text: str, joint: re.Pattern[str], start: int) -> Iterator[tuple[int, int]]:
    for found in joint.finditer(text, start):
        if is_outside(text, found.start()):
            yield start, found.start()
            start = found.end()
    yield start, len(text)


def _entry(part: Inline, block: Block) -> Block:
    return Block(Shape.ENTRY, block.start, block.end, part, series=-block.start, quoted=block.quoted, parent=block)


def take_in(block: Block, works: Sequence[Block]) -> None:
    """Hang the works below the line that holds them."""
    for work in works:
        block.add(work)
