"""The words of one block: what is code, strong or struck out, and what they begin with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile
from typing import NamedTuple

from handoff_issues.handoff.once import once

COLON = re.compile("[:：]")
NUMBER = r"(?:(?:[A-Z][a-z]\.|[A-Z][°º]) ?\d{1,2}:?|#\d:?|\[\d{1,2}\]|\d{1,2}(?:[:/]| -)|\d{1,2}\.\d{1,2})\s"
"""A pattern: numbers of entries that are none for Markdown, such as "[1]", "1:", "1.2", "No. 1" and "Nr. 1"."""
COUNT = "[\\d一二三四五六七八九十]{1,3}"
"""A pattern: a number, in digits or in Chinese signs."""
_BULLET = re.compile(
    rf"(?:[•◦▪‣▸►➤●○■□→·›]|[-=]>|\(?(\d{{1,2}}|[A-Za-z]|[ivxIVX]{{2,4}})[.)])\s+|{NUMBER}\s*"
    rf"|(?:\d{{1,2}}\ufe0f?\u20e3|（{COUNT}）|{COUNT}、)\s*"
)
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
        found = COLON.search(self.plain)
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

    @once
    def begun(self) -> bool:
        """Whether a box at the start is ticked in part: `[/]`, `[~]`."""
        found = BOX.match(self.plain + " ")
        return found is not None and found[1] in ("/", "~")

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


def has_words(text: str) -> bool:
    """Whether there are words or numbers in `text`, and not only signs."""
    return any(map(str.isalnum, text))


def _style(span: Span) -> tuple[bool, bool, bool]:
    return span.code, span.strong, span.struck


def _ticked(code: str) -> str:
    """`code` as a code span; the fence is longer than any run of back-ticks inside."""
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest and (code.startswith("`") or code.endswith("`")) else ""
    return f"{fence}{pad}{code}{pad}{fence}"
