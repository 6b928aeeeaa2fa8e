"""Markup: what was parsed, written again as Markdown that shows all of it and does nothing.

Nothing of the source is copied: each construct that may stay is written anew, and text is
escaped, so whatever the source was, only these constructs come out.
"""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.tree import SyntaxTreeNode

from handoff_issues.sanitize.escaping import Place, fence
from handoff_issues.sanitize.phrases import inline

RULE = "___"
"""The only form of a rule that neither underlines a heading nor marks a list."""
LEAST_HEADING = 4
"""Of the levels that GitHub draws, those that stand below our own headings."""


def blocks(nodes: Sequence[SyntaxTreeNode], *, tight: bool = False, item: bool = False) -> str:
    """Sibling blocks as Markdown."""
    written: list[str] = []
    before: SyntaxTreeNode | None = None
    for number, node in enumerate(nodes):
        text = _block(node, item=item and number == 0)
        if not text:
            continue
        if before is not None:
            written.append("\n" if tight and not _needs_blank(before, node) else "\n\n")
        written.append(text)
        before = node
    return "".join(written)


def _block(node: SyntaxTreeNode, *, item: bool) -> str:
    match node.type:
        case "paragraph":
            return inline(node.children[0].children, Place(item=item))
        case "heading":
            text = inline(node.children[0].children, Place(marked=True)).replace("\n", " ")
            return f"{'#' * max(LEAST_HEADING, int(node.tag[1]))} {text}" if text else ""
        case "fence" | "code_block":
            return fence(node.content, node.info)
        case "blockquote":
            return _prefixed(blocks(node.children), first="> ", rest="> ")
        case "bullet_list" | "ordered_list":
            return _list(node)
        case "hr":
            return RULE
        case "table":
            return _table(node)
        case _:
            return ""


def _list(node: SyntaxTreeNode) -> str:
    tight = not any(
        child.type == "paragraph" and not child.hidden for entry in node.children for child in entry.children
    )
    entries: list[str] = []
    for entry in node.children:
        mark = f"{entry.info}{entry.markup}" if node.type == "ordered_list" else entry.markup
        content = blocks(entry.children, tight=tight, item=True)
        entries.append(_prefixed(content, first=f"{mark} ", rest=" " * (len(mark) + 1)))
    return ("\n" if tight else "\n\n").join(entries)


def _table(node: SyntaxTreeNode) -> str:
    rows = [row for part in node.children for row in part.children]
    lines = ["| " + " | ".join(_cell(cell) for cell in row.children) + " |" for row in rows]
    rules = {"text-align:left": ":---", "text-align:right": "---:", "text-align:center": ":---:"}
    rule = "| " + " | ".join(rules.get(str(cell.attrs.get("style", "")), "---") for cell in rows[0].children) + " |"
    return "\n".join([lines[0], rule, *lines[1:]])


def _cell(cell: SyntaxTreeNode) -> str:
    return inline(cell.children[0].children, Place(cell=True, marked=True)) if cell.children else ""


def _needs_blank(before: SyntaxTreeNode, node: SyntaxTreeNode) -> bool:
    """True where, without a blank line between them, two blocks would run into each other."""
    continued = ("paragraph", "blockquote", "bullet_list", "ordered_list", "table")
    return (
        node.type == "table"
        or (before.type in continued and node.type in ("paragraph", "blockquote"))
        or (before.type == node.type)
    )


def _prefixed(text: str, *, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        f"{rest if number else first}{line}" if line else (rest if number else first).rstrip()
        for number, line in enumerate(lines)
    )
