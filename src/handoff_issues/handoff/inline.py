"""The words of one block: what is code, strong or struck out, and where its lines begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from typing import NamedTuple

from markdown_it.token import Token

from handoff_issues.handoff.once import once
from handoff_issues.handoff.words import PICTURES

STACKED_LENGTH = 60
"""Characters; text that was wrapped has longer lines."""
_COLON = re.compile("[:：]")
_BULLET = re.compile(r"(?:[•◦▪‣▸►➤●○■□→]|\(?(\d{1,2}|[A-Za-z]|[ivxIVX]{2,4})[.)])\s+")
BOX = re.compile(r"\[([ xX✓✔~/-]?)\]\s|[⬜☐🔲▢]\ufe0f?\s")


class Span(NamedTuple):
    """A run of words in one style."""

    text: str
    code: bool = False
    strong: bool = False
    struck: bool = False


@dataclass(frozen=True)
class Inline:
    """Words with their styles, from one line on."""

    spans: tuple[Span, ...]
    line: int = 0

    @classmethod
    def of(cls, text: str, line: int = 0) -> Inline:
        """Words in no style."""
        return cls((Span(text),) if text else (), line)

    @classmethod
    def joined(cls, parts: Sequence[Inline], separator: str = " ") -> Inline:
        """Several as one, with `separator` between."""
        spans: list[Span] = []
        for part in parts:
            if spans and part.spans:
                spans.append(Span(separator))
            spans.extend(part.spans)
        return cls(tuple(spans), parts[0].line if parts else 0)

    @once
    def plain(self) -> str:
        """The words alone."""
        return self.raw.strip()

    @once
    def raw(self) -> str:
        """The words with the blanks around them."""
        return "".join([span.text for span in self.spans])

    def between(self, start: int, stop: int) -> Inline:
        """The words from `start` to `stop`, in characters of `raw`."""
        spans: list[Span] = []
        at = 0
        for span in self.spans:
            text = span.text[max(0, start - at) : max(0, stop - at)]
            if text:
                spans.append(Span(text, *_style(span)))
            at += len(span.text)
        return Inline(tuple(spans), self.line)

    @once
    def label(self) -> str | None:
        """The words before the first colon; None without one."""
        found = _COLON.search(self.plain)
        return None if found is None else self.plain[: found.start()]

    @once
    def marked(self) -> str:
        """The words, with code in back-ticks."""
        return "".join([_ticked(span.text) if span.code else span.text for span in self.spans]).strip()

    @once
    def prose(self) -> str:
        """The words that are not code and not struck out."""
        return "".join([" " if span.code or span.struck else span.text for span in self.spans]).strip()

    @once
    def _lead_stop(self) -> int:
        """Index of the first span after the strong words at the start; 0 without any."""
        stop = 0
        for index, span in enumerate(self.spans):
            if span.strong:
                stop = index + 1
            elif stop or not is_ornament(span.text) or span.code:
                break
        return stop

    @once
    def lead(self) -> Inline:
        """The strong words at the very start (after numbers and emoji), if any."""
        return Inline(self.spans[: self._lead_stop], self.line)

    @once
    def rest(self) -> Inline:
        """What follows the strong words at the start."""
        return Inline(self.spans[self._lead_stop :], self.line) if self._lead_stop else self

    @once
    def struck(self) -> bool:
        """Whether the words, or those before an explanation, are struck out."""
        said = [span for span in self.spans if not is_ornament(span.text)]
        return bool(said) and said[0].struck

    @once
    def box(self) -> bool | None:
        """Whether a box at the start is ticked, more than half (`[~]`, `[/]`); None without a box."""
        found = BOX.match(self.plain + " ")
        return None if found is None else found[1] not in (None, "", " ", "~", "/")

    def without_box(self) -> Inline:
        """The words after the box."""
        return self._after(BOX.match(self._said[0].text + " ") if self._said else None)

    @once
    def bullet(self) -> str | None:
        """The number or letter of a bullet that Markdown does not know, empty where it is a sign; None without one."""
        found = self._bullet()
        return None if found is None else (found[1] or "")

    def without_bullet(self) -> Inline:
        """The words after such a bullet."""
        return self._after(self._bullet())

    def _bullet(self) -> re.Match[str] | None:
        return _BULLET.match(self._said[0].text) if self._said and not self._said[0].code else None

    @once
    def _said(self) -> tuple[Span, ...]:
        """The spans from the first words on."""
        return tuple(dropwhile(lambda span: not span.text.strip(), self.spans))

    def _after(self, found: re.Match[str] | None) -> Inline:
        """The words after what was found at their start."""
        if found is None:
            return self
        first, *others = self._said
        rest = Span(first.text[found.end() :], *_style(first))
        return Inline(tuple(span for span in (rest, *others) if span.text), self.line)


def is_ornament(text: str) -> bool:
    """Whether `text` says nothing: blanks, punctuation, emoji, a number."""
    return not any(map(str.isalpha, text))


def _style(span: Span) -> tuple[bool, bool, bool]:
    return span.code, span.strong, span.struck


def _ticked(code: str) -> str:
    """`code` as a code span; the fence is longer than any run of back-ticks inside."""
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest and (code.startswith("`") or code.endswith("`")) else ""
    return f"{fence}{pad}{code}{pad}{fence}"


def is_stack(text: str) -> bool:
    """Whether the lines of a paragraph are a list without bullets: each begins anew, by its capital and its length.

    Or by the two blanks with which Markdown breaks a line.
    """
    lines = text.split("\n")
    if len(lines) < 2 or not all(line.lstrip(_STYLES)[:1].isupper() for line in lines):
        return False
    if any(_COLON.search(line, 0, _LABEL_END) for line in lines):
        return False  # lines about the note, such as its date and its branch
    if all(line.endswith(("  ", "\\")) for line in lines[:-1]):
        return True
    return len(lines) > 2 and all(len(line) <= STACKED_LENGTH and line[-1:] not in ",;" for line in lines)


_STYLES = "*_~ "
_LABEL_END = 30


def read_inline(tokens: Iterable[Token], line: int, *, apart: bool = False) -> list[Inline]:
    """The words of a paragraph, cut where a line of it starts anew; each does with `apart`.

    Notes often stack status lines without blank lines between them; Markdown takes such lines as one
    paragraph. A line that starts with strong words, an emoji or, as others do, a label starts an entry of its own.
    """
    pieces: list[list[Span]] = [[]]
    lines = [line]
    strong = struck = 0
    at = line
    fresh = False
    for token in tokens:
        match token.type:
            case "softbreak" | "hardbreak":
                at += 1
                fresh = True
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
                    if apart or _starts_anew(span, pieces[-1]):
                        pieces.append([])
                        lines.append(at)
                    else:
                        pieces[-1].append(Span(" ", False, span.strong, span.struck))
                fresh = False
                pieces[-1].append(span)
            case _:
                pass
    return [Inline(tuple(spans), number) for spans, number in zip(pieces, lines, strict=True)]


_BLANKS = re.compile(r"\s{2,}")
_NEW_LINE = re.compile(r"(?:[•◦▪‣▸►➤●○■□]|\[[ xX]\]\s|\[[A-Z][A-Z -]{1,12}\]\s|\([a-zA-Z\d]{1,2}\)\s|[a-zA-Z]\)\s)")
"""Bullets that are none for Markdown, boxes and tags without a bullet, and numbers that are none for it."""

_FORMS = (
    re.compile(r"[^\W\d_][\w/& -]{1,24}[:：](?:\s|$)"),
    re.compile(r"\d{1,2}[.)]\s"),
    re.compile(r"[A-Za-z]\.\s"),
    re.compile(r"[ivxIVX]{1,4}[.)]\s"),
    re.compile("[→–—←]"),
)
"""A label before a value, a number, a letter, an arrow: what starts anew where the line before it starts so too."""

_BELOW_COLON = re.compile(r"(?:\d{1,2}[.)]|[aAiI][.)])\s|→")
"""What starts a list below a line that ends with a colon."""


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


_PIECES = 20
_ARROWS = "→–—←"
_FEW = 6
"""Runs of words that can be a heading's."""
