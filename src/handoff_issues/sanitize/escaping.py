"""Escaping: plain text, code and fences as Markdown that shows exactly them, whatever they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from handoff_issues.sanitize.characters import fold
from handoff_issues.sanitize.references import Around, Form, pieces

# Fences that GitHub renders instead of showing.
_RENDERED = frozenset(("mermaid", "geojson", "topojson", "stl", "math", "suggestion"))
_INFO = re.compile(r"[A-Za-z0-9_+#.-]{1,30}")
_SPECIAL = re.compile(r"[\\`*_~<&|$]|\](?=[(\[])|\[(?=\^)")
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


def literal(text: str, place: Place) -> str:
    """Plain text (one line) as Markdown that shows exactly it; what would be active is shown as code."""
    written = ""
    for piece in pieces(text, place):
        part = text[piece.start : piece.end]
        match piece.form:
            case Form.TEXT:
                written += _escaped(text, piece.start, piece.end, place)
            case Form.CODE:
                written = beside(written, code_span(part, cell=place.cell))
            case Form.BARE_LINK:
                written += part
            case Form.ANGLE_LINK:
                written += f"<{part}>"
    return written


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


def without_marker(text: str) -> str:
    """`text` in which nothing looks like our marker, under any disguise; all else is as it was."""
    cuts = [found.end() for found in _MARKER.finditer(fold(text))]
    return " ".join(text[start:end] for start, end in pairwise((0, *cuts, len(text))))


def beside(before: str, text: str) -> str:
    """Both, with a blank where back-ticks would become one run, or a dollar sign would start mathematics."""
    return f"{before} {text}" if text[:1] == "`" and before[-1:] in ("`", "$") else before + text


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


def _info(info: str) -> str:
    first = _INFO.match(info.strip())
    return first[0] if first and first[0].lower() not in _RENDERED else ""


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)


def _free_run(text: str, *, least: int) -> int:
    """The shortest number of back-ticks that does not occur in `text` as a run of its own."""
    runs = {len(run) for run in re.findall(r"`+", text)}
    length = least
    while length in runs:
        length += 1
    return length
