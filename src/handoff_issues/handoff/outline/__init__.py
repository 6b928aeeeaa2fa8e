"""Markdown becomes a tree of blocks with exact line ranges: the structure that people see on the page.

Headings, and lines that are used like headings (strong words alone, a line before a list that ends with
a colon), hold what stands under them. Nothing here knows what words mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from handoff_issues.handoff.lexicon.words import PICTURES
from handoff_issues.handoff.outline.blocks import Block, Shape, arrange
from handoff_issues.handoff.outline.inline import Inline
from handoff_issues.handoff.outline.markdown import read_tokens
from handoff_issues.handoff.outline.paragraphs import is_stack, read_inline
from handoff_issues.handoff.outline.source import Source

__all__ = ["Block", "Shape", "read_outline", "read_prompt"]

MAX_PROMPT = 400
"""Lines; nobody pastes more into a session."""
_TEXTS = ("", "text", "txt", "markdown", "md", "plaintext", "prompt")
_BULLETS = ("- ", "* ", "1. ", "2. ", "3. ", "4. ", "5. ", "[ ] ", "[x] ", "☐ ", "☑ ")


def read_outline(source: Source) -> Block:
    """The root block of a text; its children are the top of the page."""
    tokens = read_tokens(source.markdown)
    root = Block(Shape.SECTION, 1, 1, Inline(()))
    arrange(root, _Reader(source.lines).blocks(tokens))
    for block in reversed(list(root.walk())):
        if block.parent is not None:
            block.parent.end = max(block.parent.end, block.end)
    return root


def read_prompt(block: Block) -> Block | None:
    """The list that a code block without a language holds, as blocks with the page's line numbers; None without one.

    Such a block is a text to be pasted into the next session, and its bullets are the note's own.
    """
    lines = block.text.plain.split("\n") if block.shape is Shape.CODE and block.info in _TEXTS else []
    if len(lines) > MAX_PROMPT:
        return None
    said = [line.lstrip() for line in lines if line.strip()]
    bullets = sum(line.startswith(_BULLETS) for line in said)
    if bullets < 2 or bullets * 5 < len(said):
        return None
    page = Block(Shape.SECTION, block.start, block.end, Inline((), block.start), parent=block.parent)
    reader = _Reader(lines, offset=block.text.line - 1, series=block.start * 1000)
    arrange(page, reader.blocks(read_tokens("\n".join(lines))))
    return page


@dataclass
class _Container:
    """A list entry or a quotation that is being read."""

    blocks: list[Block]
    entry: Block | None
    quoted: bool
    series: int


class _Reader:
    """Turns the flat list of tokens into blocks. Containers nest on an explicit stack: depth costs no recursion."""

    def __init__(self, lines: Sequence[str], *, offset: int = 0, series: int = 0) -> None:
        self._lines = lines
        self._offset = offset
        self._blocks: list[Block] = []
        self._containers: list[_Container] = []
        self._quoted = False
        self._series = [0]
        self._next_series = series
        self._header: tuple[Inline, ...] = ()
        self._cells: list[Inline] = []
        self._in_head = False
        self._in_cell = False

    def blocks(self, tokens: Sequence[Token]) -> list[Block]:
        """The blocks of the page, entries with what is nested in them."""
        for token in tokens:
            match token.type:
                case "heading_open":
                    self._put(Shape.SECTION, token, level=int(token.tag[1]))
                case "paragraph_open":
                    self._put(Shape.PROSE, token)
                case "hr":
                    self._put(Shape.RULE, token)
                case "fence" | "code_block":
                    info = token.info.strip().lower()
                    block = self._put(Shape.CODE, token, info=info)
                    # Code that is set off by blanks alone has no fence above it.
                    block.text = Inline.of(token.content, block.start + (token.type == "fence"))
                case "inline":
                    self._take_words(token)
                case "bullet_list_open" | "ordered_list_open" | "table_open":
                    self._next_series += 1
                    self._series.append(self._next_series)
                    self._header = ()
                case "bullet_list_close" | "ordered_list_close" | "table_close":
                    self._series.pop()
                case "list_item_open":
                    self._open(self._block(Shape.ENTRY, token, number=token.info or None))
                case "blockquote_open":
                    self._open(None)
                    self._quoted = True
                case "list_item_close" | "blockquote_close":
                    self._close()
                case _:
                    self._take_table_part(token)
        return self._blocks

    def _block(self, shape: Shape, token: Token, *, level: int = 0, number: str | None = None, info: str = "") -> Block:
        start, end = self._range(token)
        series = self._series[-1] if shape in (Shape.ENTRY, Shape.ROW) else 0
        block = Block(shape, start, end, Inline((), start), level=level, number=number, info=info, series=series)
        block.quoted = self._quoted
        return block

    def _put(self, shape: Shape, token: Token, *, level: int = 0, info: str = "") -> Block:
        block = self._block(shape, token, level=level, info=info)
        self._blocks.append(block)
        return block

    def _open(self, entry: Block | None) -> None:
        self._containers.append(_Container(self._blocks, entry, self._quoted, self._next_series))
        self._blocks = []

    def _close(self) -> None:
        inner, container = self._blocks, self._containers.pop()
        self._blocks, self._quoted = container.blocks, container.quoted
        if container.entry is None:
            self._blocks.extend(inner)
        else:
            self._blocks.append(_fill_entry(container.entry, inner))

    def _take_words(self, token: Token) -> None:
        start, end = self._range(token)
        stacked = not (self._containers or self._in_cell) and is_stack(token.content)
        pieces = read_inline(token.children or [], start, apart=stacked, listed=bool(self._containers))
        if self._in_cell:
            self._cells.append(Inline.joined(pieces))
        elif self._blocks and self._blocks[-1].shape is Shape.SECTION:
            self._blocks[-1].text = Inline.joined(pieces)
        elif self._blocks:
            self._blocks.pop()
            self._next_series += 1
            stops = [piece.line - 1 for piece in pieces[1:]] + [end]
            signed = _bear_signs([piece.plain for piece in pieces])
            listed = [stacked or signed or piece.bullet is not None or piece.box is not None for piece in pieces]
            for at, (piece, stop) in enumerate(zip(pieces, stops, strict=True)):
                block = Block(Shape.PROSE, piece.line, max(piece.line, stop), piece, quoted=self._quoted)
                block.checked, block.begun, block.text = piece.box, piece.begun, piece.without_box()
                if listed[at] and (at or listed[1:2] == [True]):
                    block.shape, block.series = Shape.ENTRY, self._next_series
                    block.number, block.text = piece.bullet or None, block.text.without_bullet()
                self._blocks.append(block)

    def _take_table_part(self, token: Token) -> None:
        match token.type:
            case "thead_open" | "thead_close":
                self._in_head = token.type == "thead_open"
            case "th_open" | "td_open":
                self._in_cell = True
            case "th_close" | "td_close":
                self._in_cell = False
            case "tr_close" if self._in_head:
                self._header, self._cells = tuple(self._cells), []
            case "tr_close":
                line = next((cell.line for cell in self._cells if cell.line), 1)
                row = Block(Shape.ROW, line, line, Inline.joined(self._cells), series=self._series[-1])
                row.cells, row.header, row.quoted = tuple(self._cells), self._header, self._quoted
                boxes = [cell.box for cell in row.cells if cell.box is not None and not cell.without_box().plain]
                row.checked = boxes[0] if len(boxes) == 1 else None
                self._blocks.append(row)
                self._cells = []
            case _:
                pass

    def _range(self, token: Token) -> tuple[int, int]:
        """First and last line of a token, without the blank lines that follow it."""
        first, stop = token.map or (0, 1)
        stop = min(stop, len(self._lines))
        while stop > first + 1 and not self._lines[stop - 1].strip():
            stop -= 1
        return first + 1 + self._offset, max(first + 1, stop) + self._offset


_TICKS = ("✅", "☑", "✔", "✓")
_UNTICKED = ("❌", "✗", "✘", "🚧", "🔄", "⏳", "⌛", "⬜", "🔲", "☐")


def _bear_signs(lines: Sequence[str]) -> bool:
    """Whether all lines of a paragraph begin with signs that tell what is done and what not: a list without bullets."""
    signed = len(lines) > 2 and all(PICTURES.match(line) for line in lines)
    return (
        signed and any(line.startswith(_TICKS) for line in lines) and any(line.startswith(_UNTICKED) for line in lines)
    )


def _fill_entry(entry: Block, inner: list[Block]) -> Block:
    """A list entry's own words are its first paragraph; the rest is nested."""
    if inner and inner[0].shape is Shape.PROSE:
        entry.text, entry.checked, entry.begun = inner[0].text, inner[0].checked, inner[0].begun
        inner.pop(0)
    arrange(entry, inner)
    return entry
