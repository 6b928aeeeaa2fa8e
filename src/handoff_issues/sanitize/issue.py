"""Untrusted text made fit for an issue, a comment or a job summary on GitHub."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import LiteralString

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from handoff_issues.sanitize.addresses import encoded, web_address
from handoff_issues.sanitize.characters import boundary, clean, one_line
from handoff_issues.sanitize.escaping import Place, code_span, fence, line_start, literal, without_marker
from handoff_issues.sanitize.markup import blocks
from handoff_issues.sanitize.parser import TooDeep, parse_blocks, parse_code_spans, parse_line
from handoff_issues.sanitize.phrases import inline as phrase
from handoff_issues.sanitize.references import Around, Form, pieces
from handoff_issues.sanitize.secrets import redact
from handoff_issues.sanitize.text import SEAL, IssueText

MAX_TITLE = 256
MAX_BLOCK = 65_536
MAX_LINES = 2000
"""What an issue holds, and more lines than anybody reads there; both bound the time that parsing takes."""
MAX_QUOTE_LINES = 40

_PASSES = 6
_remembered = lru_cache(maxsize=2_000)
"""A run plans several times, and writes the same words in each plan."""
_IN_TITLE = Around(starts_line=False)
_TITLE_COMMENT = re.compile(r"<!--.{0,4000}?-->")
_TITLE_START = re.compile(r"(?:#{1,6}|[-*+>]|\[[ xX]?\])\s+")
_FENCE = re.compile(r"(?P<prefix>(?:[ >]|[-*+] |\d{1,9}[.)] )*)(?P<marks>`{3,})(?P<info>[^`]*)")


@_remembered
def title(text: str) -> IssueText:
    """A title: one line of at most 256 characters, with code spans as the only markup, referring to nobody."""
    return _settled(one_line(text), _title_once, otherwise=lambda _: "(no title)")


@_remembered
def inline(text: str) -> IssueText:
    """One line of Markdown for a sentence, a list, a quote or a table cell."""
    return _settled(one_line(text), _inline_once, otherwise=lambda line: code_span(line, cell=True))


@_remembered
def markdown(text: str) -> IssueText:
    """A block of Markdown, complete in itself: put blank lines around it, and nothing of it reaches beyond."""
    return _settled(_first_lines(clean(text)), _markdown_once, otherwise=fence)


def code(text: str) -> IssueText:
    """`text` literally, as code within a line (a pipe is escaped, as a table needs it)."""
    return _sealed(code_span(redact(one_line(text)).text, cell=True) or "` `")


def fenced(text: str, info: LiteralString = "") -> IssueText:
    """`text` literally, as a block of code."""
    return _sealed(fence(redact(clean(text)).text, info))


def quote(text: str) -> IssueText:
    """Lines of a handoff as they are written there, marks and all, as a quotation."""
    lines = redact(clean(text)).text.strip("\n").split("\n")
    shown = [_literal_line(line) for line in lines[:MAX_QUOTE_LINES]]
    if len(lines) > MAX_QUOTE_LINES:
        shown.append("…")
    # A backslash at the end of a line breaks it everywhere; an empty line needs no break.
    return _sealed(
        "\n".join(
            f"> {line}\\" if line and following else f"> {line}".rstrip() for line, following in pairwise([*shown, ""])
        )
    )


def link(text: IssueText, url: str) -> IssueText:
    """A link of our own to an http or https address; the text alone where that cannot be."""
    parts = web_address(url)
    if parts is None:
        return text
    try:
        children = SyntaxTreeNode(parse_line(text)).children[0].children
    except TooDeep:
        return text
    label = phrase(children, Place(cell=True, in_link=True))
    address = encoded(url).replace("(", "%28").replace(")", "%29")
    return IssueText(f"[{label}]({address})" if label else f"<{address}>", SEAL)


def cut(text: IssueText, limit: int, *, note: IssueText) -> IssueText:
    """`text` where it has at most `limit` characters; else as many of its lines as fit, and `note` at the end."""
    if len(text) <= limit:
        return text
    lines = text.split("\n")
    size, fitting, closing = 0, 0, ""
    open_fence: tuple[str, str] | None = None
    for number, line in enumerate(lines, start=1):
        size += len(line) + 1
        open_fence = _fence_after(line, open_fence)
        end = f"\n{open_fence[0]}{open_fence[1]}" if open_fence else ""
        if size + len(end) + len(note) + 1 <= limit:
            fitting, closing = number, end
        elif size > limit:
            break
    kept = "\n".join(lines[:fitting]).rstrip()
    return IssueText(f"{kept}{closing}\n\n{note}" if kept else note[: max(limit, 0)], SEAL)


def _fence_after(line: str, open_fence: tuple[str, str] | None) -> tuple[str, str] | None:
    """The fence that is open after `line`: how its lines begin, and its marks."""
    found = _FENCE.fullmatch(line)
    if open_fence is None:
        return (re.sub(r"[^ >]", " ", found["prefix"]), found["marks"]) if found else None
    closes = found and not found["info"].strip() and len(found["marks"]) >= len(open_fence[1])
    return None if closes else open_fence


def _sealed(text: str) -> IssueText:
    """What was made safe, once more without what may have come together only now."""
    return IssueText(without_marker(redact(text).text), SEAL)


def _settled(text: str, step: Callable[[str], str], *, otherwise: Callable[[str], str]) -> IssueText:
    """`step` repeated until it changes nothing; where it does not settle or cannot, the text as code.

    So what comes out is read by the parser as exactly what was meant, and a second time changes nothing.
    """
    text = redact(text).text
    once: str = text
    try:
        for _ in range(_PASSES):
            again = _sealed(step(once))
            if again == once:
                return again
            once = again
    except (TooDeep, RecursionError):
        pass
    return _sealed(otherwise(text))


def _first_lines(text: str) -> str:
    """As many whole lines as a block may have; a sign where some are left out."""
    lines = text.split("\n", MAX_LINES)
    kept = "\n".join(lines[:MAX_LINES])
    if len(kept) > MAX_BLOCK:
        kept = kept[: kept.rfind("\n", 0, MAX_BLOCK)]
    return text if len(kept) == len(text) else f"{kept}\n\n…"


def _markdown_once(text: str) -> str:
    return blocks(SyntaxTreeNode(parse_blocks(text)).children)


def _inline_once(line: str) -> str:
    children = SyntaxTreeNode(parse_line(line)).children[0].children
    return phrase(children, Place(cell=True, item=True))


def _title_once(text: str) -> str:
    line = " ".join(_TITLE_COMMENT.sub("", clean(text)).replace("<!--", "<! --").split())
    while start := _TITLE_START.match(line):
        line = line[start.end() :]
    parts = [part for token in parse_code_spans(line) for part in _title_parts(token)]
    return _shortened(parts, MAX_TITLE).strip() or "(no title)"


def _literal_line(line: str) -> str:
    indent = len(line) - len(line.lstrip())
    shown = literal(line.strip(), Place(cell=True))
    return "\u00a0" * min(indent, 40) + (shown if indent else line_start(shown))


def _title_parts(token: Token) -> list[tuple[str, bool]]:
    """What a token shows in a title, as texts and whether they are code."""
    if token.type == "code_inline":
        return [(token.content, True)]
    text = token.content.replace("`", "'")
    return [
        part for piece in pieces(text, _IN_TITLE) for part in _title_piece(text[piece.start : piece.end], piece.form)
    ]


def _title_piece(text: str, form: Form) -> list[tuple[str, bool]]:
    if form in (Form.TEXT, Form.BARE_LINK):
        return [(text, False)]
    # In lists and mails back-ticks are seen: a short reference is parted by what nobody sees.
    parted = re.sub(r"(?i)^(@|[\w./-]{0,100}#|gh-)(?=[\w-]+$)", "\\1\u200b", text)
    inert = all(piece.form is Form.TEXT for piece in pieces(parted, _IN_TITLE))
    return [(parted, False)] if inert else [(text, True)]


def _shortened(parts: list[tuple[str, bool]], limit: int) -> str:
    """The parts as a title of at most `limit` characters, cut between words, never inside code."""
    whole = "".join(_written(part) for part in parts)
    if len(whole) <= limit:
        return whole
    kept = ""
    for part in parts:
        text, is_code = part
        written = _written(part)
        if len(kept) + len(written) < limit:
            kept += written
            continue
        room = limit - len(kept) - (3 if is_code else 1)
        if not is_code or len(kept) < limit // 2:
            text = text[: boundary(text, max(room, 0))]
            word = text.rfind(" ", max(0, len(text) - 40))
            text = text[:word] if word > 0 else text
            written = _written((text, is_code)) if text else ""
            kept += written if len(kept) + len(written) < limit else ""
        break
    return f"{kept.rstrip()}…"


def _written(part: tuple[str, bool]) -> str:
    text, is_code = part
    return code_span(text, cell=False) if is_code else text
