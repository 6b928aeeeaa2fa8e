"""Markup: what was parsed, written again as Markdown that shows all of it and does nothing.

Nothing of the source is copied: each construct that may stay is written anew, and text is
escaped, so whatever the source was, only these constructs come out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from markdown_it.tree import SyntaxTreeNode

from handoff_issues.sanitize.addresses import safe_address
from handoff_issues.sanitize.characters import clean, fold
from handoff_issues.sanitize.references import Around, Form, pieces

RULE = "___"
"""The only form of a rule that neither underlines a heading nor marks a list."""
LEAST_HEADING = 4

# Fences that GitHub renders instead of showing.
_RENDERED = frozenset(("mermaid", "geojson", "topojson", "stl", "math", "suggestion"))
_INFO = re.compile(r"[A-Za-z0-9_+#.-]{1,30}")
_TAG = re.compile(
    r"</?(?:details|summary|br|kbd|sub|sup|p|div|span|b|i|em|strong|u|ins|center|small|hr)(?:\s[^<>]{0,200})?/?>", re.I
)
_BREAK = re.compile(r"<br\s{0,9}/?>", re.I)
_BOXES = re.compile(r"(?:\[[ xX]\](?:\s|$)\s*)+")
_SPECIAL = re.compile(r"[\\`*_~<&|$]|\](?=[(\[])|\[(?=\^)")
_HARD = "\0"
"""Stands for the backslash that breaks a line, until all else is written; `clean` leaves none in any text."""
_ENTITY = re.compile(r"&(?:#\w{1,9}|\w{1,40});")
_BLOCK_START = re.compile(
    r"(?P<mark>#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|={1,}\s*$|[|:\- ]*-[|:\- ]*$|~{3}|\[[^\]]{0,999}(?=\]:))"
    r"|(?P<number>\d{1,9})(?=[.)](?:\s|$))"
)
_MARKER = re.compile(r"<!(?=-{2,9}[\s>]{0,99}/?[\s>]{0,99}handoff-issues)", re.I)
_COMMAND_LINE = re.compile(r"^(?=/[^\W\d_][\w-]*(?:\s|$))", re.M)


@dataclass(frozen=True)
class Place(Around):
    """Where inline Markdown is written, as far as it matters to escaping."""

    cell: bool = False
    """It may stand in a table: pipes are escaped, and all is one line."""
    marked: bool = False
    """A mark of its own stands before it on its line, as in a heading: it begins no block."""
    item: bool = False
    """It starts a list entry: a box to tick becomes text."""
    stars: bool = True
    underscores: bool = True
    """Whether a star or underscore could find a partner."""


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


def code_span(content: str, *, cell: bool) -> str:
    """`content` as code within a line, whatever it holds."""
    content = " ".join(content.split("\n"))
    if cell:
        # An odd number of backslashes: escaped for every reader of tables.
        content = re.sub(r"(\\*)\|", lambda run: run[0] if len(run[1]) % 2 else f"{run[1]}\\|", content)
    if not content.strip():
        return ""
    fence = "`" * _free_run(content, least=1)
    pad = " " if content[0] == "`" or content[-1] == "`" or (content[0] == content[-1] == " ") else ""
    return f"{fence}{pad}{content}{pad}{fence}"


def fence(content: str, info: str = "") -> str:
    """`content` as a block of code, whatever it holds."""
    # A space keeps bots that read every line from taking one for a command to them.
    content = _COMMAND_LINE.sub(" ", content.removesuffix("\n"))
    marks = "`" * max(3, _longest_run(content) + 1)
    return f"{marks}{_info(info)}\n{content}\n{marks}" if content else f"{marks}{_info(info)}\n{marks}"


def literal(text: str, place: Place) -> str:
    """Plain text (one line) as Markdown that shows exactly it; what would be active is shown as code."""
    written = ""
    for piece in pieces(text, place):
        part = text[piece.start : piece.end]
        match piece.form:
            case Form.TEXT:
                written += _escaped(text, piece.start, piece.end, place)
            case Form.CODE:
                written = _beside(written, code_span(part, cell=place.cell))
            case Form.BARE_LINK:
                written += part
            case Form.ANGLE_LINK:
                written += f"<{part}>"
    return written


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
        written = _beside(written, _span(node, within))
    return written


def _is_break(node: SyntaxTreeNode) -> bool:
    return node.type in ("softbreak", "hardbreak")


def _beside(before: str, text: str) -> str:
    """Both, with a blank where back-ticks would become one run, or a dollar sign would start mathematics."""
    return f"{before} {text}" if text[:1] == "`" and before[-1:] in ("`", "$") else before + text


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


def _escaped(text: str, start: int, end: int, place: Place) -> str:
    written: list[str] = []
    done = start
    for found in _SPECIAL.finditer(text, start, end):
        at = found.start()
        if at == end - 1 and text[at] == "\\":
            # What follows is a code span or a link, whose first mark it would escape.
            written += [text[done:at], "\\"]
            done = at
        elif _has_meaning(text, at, place):
            written += [text[done:at], "\\"]
            done = at
        if text[at] == "]":
            written += [text[done : at + 1], "\\"]
            done = at + 1
    if place.in_link:
        return re.sub(r"(?<!\\)([\[\]])", r"\\\1", "".join([*written, text[done:end]]))
    return "".join([*written, text[done:end]])


def _has_meaning(text: str, at: int, place: Place) -> bool:
    """True where a character, left bare, could be read as markup."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    match text[at]:
        case "`" | "[":
            return True
        case "|":
            return place.cell
        case "\\":
            return not after or not (after.isalnum() or after.isspace() or ord(after) > 127)
        case "*":
            return place.stars and not (before.isspace() and after.isspace())
        case "_":
            return place.underscores and not (before.isalnum() and after.isalnum())
        case "~":
            return text.count("~") > 1 and (after == "~" or (before != "" and not before.isspace()))
        case "<":
            return after == "" or after in "/!?" or after.isalpha()
        case "&":
            return _ENTITY.match(text, at) is not None
        case _:
            return False


def line_start(line: str) -> str:
    """A written line so that it begins no block."""
    found = _BLOCK_START.match(line)
    if not found:
        return line
    if found["number"]:
        return f"{found['number']}\\{line[found.end() :]}"
    if found["mark"].startswith("["):
        return f"{found['mark']}]\\{line[found.end() + 1 :]}"
    return f"\\{line}"


def _count(nodes: Sequence[SyntaxTreeNode], mark: str) -> int:
    """How often a mark occurs in text, or makes text strong or emphasised."""
    return sum(
        (node.content.count(mark) if node.type == "text" else 2 * (node.markup[:1] == mark))
        + _count(node.children, mark)
        for node in nodes
    )


def _info(info: str) -> str:
    first = _INFO.match(info.strip())
    return first[0] if first and first[0].lower() not in _RENDERED else ""


def without_marker(text: str) -> str:
    """`text` in which nothing looks like our marker, under any disguise; all else is as it was."""
    cuts = [found.end() for found in _MARKER.finditer(fold(text))]
    return " ".join(text[start:end] for start, end in pairwise((0, *cuts, len(text))))


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)


def _free_run(text: str, *, least: int) -> int:
    """The shortest number of back-ticks that does not occur in `text` as a run of its own."""
    runs = {len(run) for run in re.findall(r"`+", text)}
    length = least
    while length in runs:
        length += 1
    return length
