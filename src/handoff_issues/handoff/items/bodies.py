"""The body of an item: its entry as Markdown, without the bullet, and without the words that are its title."""

from __future__ import annotations

import re
from collections import Counter
from textwrap import dedent

from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.outline.source import Source

_MARKER = re.compile(r"\s*(?:>\s?)*\s*(?:[-*+•◦▪]\s+|\d{1,9}[.)]\s+|#{1,6}\s+)?(?:\[[ xX]?\]\s+)?")
_BOX = re.compile(r"^(\s*(?:[-*+]|\d{1,9}[.)])\s+)\[[ xX]\]\s+")
_WORDS = re.compile(r"[^\W_]+")


def make_body(block: Block, source: Source, title: str) -> str:
    """What an issue's body says of the entry; empty where the title says it all.

    Boxes become plain entries, since ticking one in an issue would be an edit of what we wrote.
    """
    if block.shape is Shape.ROW:
        return _row_body(block, title)
    first, _, rest = source.between(block.start, block.end).partition("\n")
    width = _MARKER.match(first)
    opening = first[width.end() :].rstrip() if width else first.strip()
    nested = "\n".join(_BOX.sub(r"\1", line.rstrip()) for line in _outdent(rest).split("\n")).strip("\n")
    # A paragraph goes on in its next line; a list or a heading's text needs a blank line before it.
    goes_on = block.shape not in _HEADS and nested != "" and rest[:1] != "\n" and not _MARKER_LINE.match(nested)
    told = _says_all(title, opening) and (not goes_on or opening.endswith(_ENDS))
    parts = [part for part in ("" if told else opening, nested) if part.strip()]
    return ("\n" if goes_on else "\n\n").join(parts)


_HEADS = (Shape.SECTION, Shape.LABEL)
_ENDS = ("**", "__", ".", ":", "!", "?", "。", "：", "！", "？")
"""What a line ends with after which the next one says something else."""
_MARKER_LINE = re.compile(r"\s*(?:[-*+•]|\d{1,9}[.)]|#{1,6}|\||```)")


def _row_body(block: Block, title: str) -> str:
    """A table row as a list of its cells, each after the word above it."""
    lines: list[str] = []
    for at, cell in enumerate(block.cells):
        if not cell.plain or _says_all(title, cell.plain):
            continue
        name = block.header[at].plain if at < len(block.header) else ""
        lines.append(f"- {name}: {cell.marked}" if name else f"- {cell.marked}")
    return "\n".join(lines)


def _outdent(text: str) -> str:
    """`text` moved to the left margin; what a first line hangs over does not count."""
    lines = [re.sub(r"^(?:\s*>\s?)+", "", line).expandtabs(4) for line in text.split("\n")]
    return dedent("\n".join(line if line.strip() else "" for line in lines))


def _says_all(title: str, text: str) -> bool:
    """Whether a title has every word of a text."""
    said, told = _WORDS.findall(text.lower()), _WORDS.findall(title.lower())
    return said == told or not Counter(said) - Counter(told)
