"""The blocks of a page, and what hangs below what: headings, and lines that are used like headings, hold the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from handoff_issues.handoff.once import forget, once
from handoff_issues.handoff.outline.inline import Inline, is_ornament

LABEL_LENGTH = 160
"""A longer line is a sentence, whatever it ends with."""

LEAD_IN_LENGTH = 40
"""A longer line without a colon before a list is a sentence."""

COLONS = (":", "：", ":**", "：**")


class Shape(StrEnum):
    """What a block is on the page."""

    SECTION = "section"
    """A heading with all that stands under it."""
    LABEL = "label"
    """A line used like a heading, with what it introduces."""
    ENTRY = "entry"
    """A list entry with what is nested in it."""
    ROW = "row"
    PROSE = "prose"
    CODE = "code"
    RULE = "rule"
    """A line across the page: ends what a label introduces."""


@dataclass(eq=False)
class Block:
    """One block: its own words, its lines (1-based, inclusive, with what is nested) and what it holds."""

    shape: Shape
    start: int
    end: int
    text: Inline
    level: int = 0
    """Of a heading, 1 to 6; of others 0."""
    number: str | None = None
    """Of an entry in a numbered list: its number or letter."""
    checked: bool | None = None
    """Whether its box is ticked; None without a box."""
    begun: bool = False
    """Whether its box is ticked in part."""
    cells: tuple[Inline, ...] = ()
    header: tuple[Inline, ...] = ()
    """Of a table row: the words above each cell."""
    info: str = ""
    """Of code: the language that it names."""
    series: int = 0
    """The same for the entries of one list and for the rows of one table; 0 for others."""
    quoted: bool = False
    is_cut: bool = False
    """Of a table row: whether it is one of several that stand in one on the page."""
    whole: Block | None = field(default=None, repr=False)
    """Of what was made of a table row: that row of the page."""
    parent: Block | None = field(default=None, repr=False)
    children: list[Block] = field(default_factory=list["Block"], repr=False)

    def add(self, block: Block) -> None:
        """Take `block` in as the last one."""
        block.parent = self
        self.children.append(block)

    def hold(self, blocks: Sequence[Block]) -> None:
        """Take `blocks` in instead of what it has, and forget what was worked out of that."""
        forget(self)
        self.children = []
        for block in blocks:
            self.add(block)

    def walk(self) -> Iterator[Block]:
        """All blocks below this one, in the order of the page."""
        stack = list(reversed(self.children))
        while stack:
            block = stack.pop()
            yield block
            stack.extend(reversed(block.children))

    @once
    def _lists(self) -> dict[tuple[Shape, int], list[Block]]:
        lists: dict[tuple[Shape, int], list[Block]] = {}
        for child in self.children:
            lists.setdefault((child.shape, child.series), []).append(child)
        return lists

    @property
    def peers(self) -> list[Block]:
        """The entries of its list, or the rows of its table, itself included."""
        return self.parent._lists[self.shape, self.series] if self.parent is not None else [self]

    @property
    def is_part(self) -> bool:
        """Whether it is one of several works, or sentences, on the lines of one block."""
        whole = self.parent
        if self.is_cut:
            return True
        if whole is None or whole.shape not in (Shape.PROSE, Shape.ENTRY):
            return False
        return (self.start, self.end) == (whole.start, whole.end)

    @once
    def titles(self) -> int:
        """How many headings of the first level stand right under it."""
        return sum(child.level == 1 for child in self.children)

    @once
    def counting(self) -> frozenset[Block]:
        """The headings right under it whose entries count on from one to the next: they count works, not steps."""
        found: set[Block] = set()
        headings = (child for child in self.children if child.shape in (Shape.SECTION, Shape.LABEL))
        for one, other in pairwise(headings):
            if one.count is not None and other.count is not None and one.count[1] + 1 == other.count[0]:
                found |= {one, other}
        return frozenset(found)

    @once
    def count(self) -> tuple[int, int] | None:
        """The first and the last number of the entries right under it."""
        entries = [child.number or "" for child in self.children if child.shape is Shape.ENTRY]
        numbers = [int(number) for number in entries if number.isdecimal()]
        return (numbers[0], numbers[-1]) if numbers else None


def arrange(container: Block, blocks: Sequence[Block]) -> None:
    """Hang `blocks`, in the order of the page, below the headings and labels that they stand under."""
    sections = [container]
    label: Block | None = None
    strong: Block | None = None
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if block.shape is Shape.SECTION:
            while sections[-1] is not container and sections[-1].level >= block.level:
                sections.pop()
            sections[-1].add(block)
            sections.append(block)
            label = strong = None
        elif _is_label(block, following):
            block.shape = Shape.LABEL
            # A mere lead-in ("Steps:") stands under strong words, not beside them.
            outer = strong if strong is not None and not block.text.lead.spans else None
            (outer or sections[-1]).add(block)
            label = block
            strong = outer or (block if block.text.lead.spans else None)
        elif block.shape is Shape.RULE:
            label = strong = None
        elif label is not None and _belongs(label, block):
            label.add(block)
        elif strong is not None and _belongs(strong, block):
            strong.add(block)
            label = strong
        else:
            label = strong = None
            sections[-1].add(block)


def _is_label(block: Block, following: Block | None) -> bool:
    """Whether a paragraph is used like a heading of what follows it."""
    if block.shape is not Shape.PROSE or following is None or block.end - block.start > 2:
        return False
    words = block.text.plain
    if len(words) > LABEL_LENGTH or following.shape is Shape.RULE:
        return False
    listing = following.shape in (Shape.ENTRY, Shape.ROW, Shape.CODE) and following.start - block.end <= 2
    strong = bool(block.text.lead.spans)
    alone = strong and is_ornament(block.text.rest.plain)
    if alone:
        return following.shape is not Shape.SECTION
    if not listing:
        return False
    if following.shape is Shape.ENTRY and block.end == block.start and _is_lead_in(words, following.start - block.end):
        return True
    return words.endswith(COLONS) or (strong and len(words) <= 80 and following.shape is not Shape.CODE)


def _is_lead_in(words: str, gap: int) -> bool:
    """Whether a line before a list is no sentence: a few words right above it, capitals, or a callout's kind."""
    if words.startswith("[!") and words.endswith("]"):
        return True
    if (
        len(words) > LEAD_IN_LENGTH
        or not (words[-1:].isalnum() or words.endswith(")"))
        or ":" in words
        or "：" in words
    ):
        return False
    return gap == 1 or all(char.isupper() or not char.isalpha() for char in words)


def _belongs(label: Block, block: Block) -> bool:
    """Whether `block` still stands under `label`: strong words start anew, and a mere lead-in holds one list."""
    if block.shape is Shape.PROSE and block.text.lead.spans:
        return False
    if label.text.lead.spans:
        return True
    if not label.children:
        return True
    first = label.children[0]
    return block.shape is first.shape and block.series == first.series and bool(block.series)
