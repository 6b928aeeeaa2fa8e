"""What speaks for and against a block being one work, and what is listed under it its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.structure.views import View

_STOPS = (".", "。")
_MOST = 0.7
"""Of the entries, so that a few others do not count."""


def nested_signals(view: View, kind: str, *, where: str) -> Iterator[str]:
    """The signals of a heading, a label or an entry ("a heading", "an entry") above several entries."""
    block = view.block
    listed = list(entries_under(block))
    if len(listed) < 2:
        return
    if block.shape is Shape.ENTRY:
        yield f"{kind} above entries, {where}"
    elif block.children[0].shape is Shape.PROSE:
        yield f"{kind} with a paragraph before its entries, {where}"
    if all(entry.text.lead.spans for entry in listed):
        yield f"{kind} above entries with strong words, {where}"
    if _share_of_sentences(listed) > _MOST:
        yield f"{kind} above sentences, {where}"
    if "(" in block.text.plain:
        yield f"{kind} with a remark above entries, {where}"


def entries_under(block: Block) -> Iterator[Block]:
    """The entries right under a block, and those under its labels."""
    for child in block.children:
        if child.shape is Shape.ENTRY:
            yield child
        elif child.shape is Shape.LABEL:
            yield from (entry for entry in child.children if entry.shape is Shape.ENTRY)


def _share_of_sentences(entries: Sequence[Block]) -> float:
    return sum(entry.text.plain.rstrip().endswith(_STOPS) for entry in entries) / len(entries)
