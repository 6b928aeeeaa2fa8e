"""The lines of a paragraph: their words, and which start anew though Markdown takes them for running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from markdown_it.token import Token

from handoff_issues.handoff.lexicon.words import PICTURES
from handoff_issues.handoff.outline.inline import COLON, COUNT, NUMBER, Inline, Span, is_ornament

STACKED_LENGTH = 60
"""Characters; text that was wrapped has longer lines."""
_STYLES = "*_~ "
_LABEL_END = 30
_BLANKS = re.compile(r"\s{2,}")
_NEW_LINE = re.compile(
    r"(?:[•◦▪‣▸►➤●○■□]|\[[ xX]\]\s|\[[A-Z][A-Z -]{1,12}\]\s|\((?:[a-zA-Z\d]{1,2}|[ivx]{3,4})\)\s|[a-zA-Z]\)\s"
    rf"|\d\ufe0f?\u20e3|（{COUNT}）)"
)
"""Bullets that are none for Markdown, boxes and tags without a bullet, and numbers that are none for it."""
_FORMS = (
    re.compile(r"[^\W\d_][\w/& -]{1,24}[:：](?:\s|$)"),
    re.compile(r"\d{1,2}[.)]\s"),
    re.compile(r"[A-Za-z]\.\s"),
    re.compile(r"[ivxIVX]{1,4}[.)]\s"),
    re.compile("[→–—←]"),
    re.compile(r"[·›]\s|[-=]>\s"),
    re.compile(rf"{NUMBER}|#\d\d:?\s"),
    re.compile(f"{COUNT}、"),
)
"""A label before a value, a number, a letter, a sign: what starts anew where the line before it starts so too."""
_FIELD = re.compile(r"[A-ZÀ-Þ][^\W\d_]{2,14}(?: [^\W\d_]{2,10})?[:：] ?\S.{0,40}")
"""A label of one or two words, and a short value."""
_BELOW_COLON = re.compile(r"(?:\d{1,2}[.)]|[aAiI][.)])\s|→")
"""What starts a list below a line that ends with a colon."""
_ARROWS = "→–—←"
_PIECES = 20
"""Runs of words that can be a heading's."""


def is_stack(text: str) -> bool:
    """Whether the lines of a paragraph are a list without bullets: each begins anew, by its capital and its length.

    Or by the two blanks with which Markdown breaks a line.
    """
    lines = text.split("\n")
    if len(lines) < 2 or not all(line.lstrip(_STYLES)[:1].isupper() for line in lines):
        return False
    if any(COLON.search(line, 0, _LABEL_END) for line in lines):
        return False  # lines about the note, such as its date and its branch
    if all(line.endswith(("  ", "\\")) for line in lines[:-1]):
        return True
    return len(lines) > 2 and all(len(line) <= STACKED_LENGTH and line[-1:] not in ",;" for line in lines)


def read_inline(tokens: Iterable[Token], line: int, *, apart: bool = False, listed: bool = False) -> list[Inline]:
    """The words of a paragraph, cut where a line of it starts anew; each does with `apart`.

    In an entry (`listed`) a line that is a label and a value is said of the entry, and no part of its sentence.

    Notes often stack status lines without blank lines between them; Markdown takes such lines as one
    paragraph. A line that starts with strong words, an emoji or, as others do, a label starts an entry of its own.
    """
    pieces: list[list[Span]] = [[]]
    lines = [line]
    strong = struck = 0
    at = line
    # Strong words that go over the end of a line are still the same ones.
    fresh = wrapped = False
    for token in tokens:
        match token.type:
            case "softbreak" | "hardbreak":
                at += 1
                fresh = True
                wrapped = strong > 0
                continue
            case "strong_open":
                strong += 1
            case "strong_close":
                strong -= 1
            case "s_open":
                struck += 1
            case "s_close":
                struck -= 1
            case "text" | "code_inline" | "image":
                # Blanks in a row are one on the page, and thousands of them would take expressions long.
                words = _BLANKS.sub(" ", token.content)
                span = Span(words, token.type == "code_inline", strong > 0, struck > 0)
                if fresh and not strong + struck and not span.text.strip():
                    continue
                if fresh and pieces[-1]:
                    told = listed and _FIELD.fullmatch(span.text) is not None
                    if apart or told or (not wrapped and _starts_anew(span, pieces[-1])):
                        pieces.append([])
                        lines.append(at)
                    else:
                        pieces[-1].append(Span(" ", False, span.strong, span.struck))
                fresh = False
                pieces[-1].append(span)
            case _:
                pass
    return [Inline(tuple(spans), number) for spans, number in zip(pieces, lines, strict=True)]


def _starts_anew(span: Span, before: Sequence[Span]) -> bool:
    """Whether a line that begins with `span` is no part of the sentence `before` it."""
    if not span.strong and _is_strong(before):
        return True  # strong words alone on their line are the heading of what follows
    if span.code:
        return False
    if any(form.match(span.text) and form.match(before[0].text) for form in _FORMS):
        return True
    if _BELOW_COLON.match(span.text) and before[-1].text.rstrip().endswith((":", "：")):
        return True
    picture = PICTURES.match(span.text) and span.text[:1] not in _ARROWS
    return span.strong or bool(picture) or bool(_NEW_LINE.match(span.text))


def _is_strong(before: Sequence[Span]) -> bool:
    """Whether there are strong words, and none besides; a line of strong words alone is a few pieces long."""
    found = False
    for each in before if len(before) <= _PIECES else ():
        if not each.strong and not is_ornament(each.text):
            return False
        found = found or (each.strong and not is_ornament(each.text))
    return found
