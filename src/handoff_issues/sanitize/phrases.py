"""Phrases: what stands within a line, written again as Markdown that shows all of it and does nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from markdown_it.tree import SyntaxTreeNode

from handoff_issues.sanitize.addresses import safe_address
from handoff_issues.sanitize.characters import clean
from handoff_issues.sanitize.escaping import Place, beside, code_span, line_start, literal

_TAG = re.compile(
    r"</?(?:details|summary|br|kbd|sub|sup|p|div|span|b|i|em|strong|u|ins|center|small|hr)(?:\s[^<>]{0,200})?/?>", re.I
)
_BREAK = re.compile(r"<br\s{0,9}/?>", re.I)
_BOXES = re.compile(r"(?:\[[ xX]\](?:\s|$)\s*)+")
_HARD = "\0"
"""Stands for the backslash that breaks a line, until all else is written; `clean` leaves none in any text."""


def inline(nodes: Sequence[SyntaxTreeNode], place: Place) -> str:
    """Inline nodes as Markdown; lines that could begin a block are escaped."""
    place = replace(place, stars=_count(nodes, "*") > 1, underscores=_count(nodes, "_") > 1)
    text = _spans(nodes, place)
    lines = [
        line.strip() if place.marked else line_start(line.strip())
        for line in text.split("\n")
        if line.strip(f" {_HARD}")
    ]
    if place.cell:
        return " ".join(" ".join(lines).split())
    return "\n".join(lines).removesuffix(_HARD).replace(_HARD, "\\")


def _spans(nodes: Sequence[SyntaxTreeNode], place: Place) -> str:
    written = ""
    for number, node in enumerate(nodes):
        first, last = number == 0, number == len(nodes) - 1
        within = replace(
            place,
            item=place.item and first,
            starts_line=place.starts_line if first else _is_break(nodes[number - 1]),
            ends_line=place.ends_line if last else _is_break(nodes[number + 1]),
        )
        written = beside(written, _span(node, within))
    return written


def _is_break(node: SyntaxTreeNode) -> bool:
    return node.type in ("softbreak", "hardbreak")


def _span(node: SyntaxTreeNode, place: Place) -> str:
    inside = replace(place, item=False, ends_line=False)
    match node.type:
        case "text":
            return _text(node.content, place)
        case "code_inline":
            return code_span(clean(node.content), cell=place.cell)
        case "em" | "strong" | "s":
            text = _spans(node.children, inside)
            return f"{node.markup}{text}{node.markup}" if text.strip() else text
        case "link":
            return _link(node, inside)
        case "image":
            return _image(node, inside)
        case "hardbreak":
            return " " if place.cell else f"{_HARD}\n"
        case "softbreak":
            return " " if place.cell else "\n"
        case _:
            return ""


def _text(content: str, place: Place) -> str:
    # Entities and escapes are characters only now: look again at what cannot be seen.
    content = _TAG.sub("", _BREAK.sub("\n", clean(content)))
    boxes = _BOXES.match(content) if place.item else None
    if boxes:
        content = f"{'✓ ' if 'x' in boxes[0].lower() else ''}{content[boxes.end() :]}"
    lines = content.split("\n")
    last = len(lines) - 1
    return (" " if place.cell else "\n").join(
        literal(
            line,
            replace(place, starts_line=place.starts_line or number > 0, ends_line=place.ends_line or number < last),
        )
        for number, line in enumerate(lines)
    )


def _link(node: SyntaxTreeNode, place: Place) -> str:
    if place.in_link:
        return _spans(node.children, place)
    target = clean(str(node.attrs.get("href", ""))).replace("\n", "")
    address = safe_address(target)
    label = _spans(node.children, replace(place, in_link=True)).strip()
    if node.info == "auto" or not label:
        return f"<{address.removeprefix('mailto:')}>" if address else code_span(target, cell=place.cell)
    return _labelled(label, target, address, place)


def _labelled(label: str, target: str, address: str | None, place: Place) -> str:
    if address is not None:
        return f"[{label}]({_destination(address)})"
    shown = code_span(target if len(target) <= 200 else f"{target[:199]}…", cell=place.cell)
    if not shown or target.startswith("#") or label.strip("`") == target:
        return label
    return f"{label} ({shown})"


def _destination(address: str) -> str:
    return address if "(" not in address and ")" not in address else f"<{address}>"


def _image(node: SyntaxTreeNode, place: Place) -> str:
    label = _spans(node.children, replace(place, in_link=True)).strip().replace("\n", " ")
    if place.in_link:
        return label
    target = clean(str(node.attrs.get("src", ""))).replace("\n", "")
    return _labelled(label or "image", target, safe_address(target), place)


def _count(nodes: Sequence[SyntaxTreeNode], mark: str) -> int:
    """How often a mark occurs in text, or makes text strong or emphasised."""
    return sum(
        (node.content.count(mark) if node.type == "text" else 2 * (node.markup[:1] == mark))
        + _count(node.children, mark)
        for node in nodes
    )
