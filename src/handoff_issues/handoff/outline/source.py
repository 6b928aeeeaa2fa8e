"""The raw text, made safe to parse: capped, its front matter and comments taken out, line numbers kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from handoff_issues.handoff.outline.tags import read_tags
from handoff_issues.model import Warning

MAX_BYTES = 512 * 1024
MAX_LINE = 4096
"""Bytes of a line that are read. Markdown and regular expressions take more than linear time on longer ones."""
MAX_FRONT_MATTER = 200
"""Lines; a `---` further down is a rule across the page."""
FENCES = ("```", "~~~")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_BACKTICKS = re.compile("`+")


@dataclass(frozen=True)
class Comment:
    """A hidden comment with the line on which it starts."""

    line: int
    indent: int
    """Blanks before that line's first character."""
    text: str
    alone: bool
    """Whether nothing else stands on that line."""


@dataclass(frozen=True)
class Source:
    """What the parser reads (`markdown`) and what a person sees (`lines`), line by line the same."""

    lines: tuple[str, ...]
    markdown: str
    front_matter: tuple[tuple[str, str], ...]
    """The keys and plain values at the top of the file."""
    comments: tuple[Comment, ...]
    warnings: tuple[Warning, ...]

    def between(self, start: int, end: int) -> str:
        """Lines `start` to `end` as written."""
        return "\n".join(self.lines[start - 1 : end])


def read_source(text: str, *, path: str) -> Source:
    """Prepare `text` for the parser; what cannot be used is named in a warning with its line."""
    warnings: list[Warning] = []
    text = _LONE_SURROGATE.sub("�", text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "�").split("\n")
    kept = _cap(lines, path=path, warnings=warnings)
    fields, first = _front_matter(kept)
    kept[:first] = [""] * first
    comments = _blank_comments(kept)
    _mark_tags(kept)
    unclosed = _unclosed_fence(kept)
    if unclosed is not None:
        message = (
            "a code fence opens here and is never closed: nothing below it was read (close it with the same fence)"
        )
        warnings.append(Warning(message=message, path=path, line=unclosed))
    return Source(
        lines=tuple(lines),
        markdown="\n".join(kept),
        front_matter=fields,
        comments=comments,
        warnings=tuple(warnings),
    )


def _cap(lines: list[str], *, path: str, warnings: list[Warning]) -> list[str]:
    kept: list[str] = []
    size = 0
    for number, line in enumerate(lines, 1):
        if len(line) * 4 > MAX_LINE and len(line.encode()) > MAX_LINE:
            line = line.encode()[:MAX_LINE].decode(errors="ignore")
            message = f"only the first {MAX_LINE} bytes of this line were read"
            warnings.append(Warning(message=message, path=path, line=number))
        size += len(line.encode()) + 1
        if size > MAX_BYTES:
            message = f"the file is larger than {MAX_BYTES // 1024} kB: nothing from this line on was read"
            warnings.append(Warning(message=message, path=path, line=number))
            break
        # A tab in front is an indent for Markdown; the form feed and its like are none.
        kept.append(line.replace("\x0b", " ").replace("\x0c", " ").replace("\u2028", " ").replace("\u2029", " "))
    return kept


def _front_matter(lines: list[str]) -> tuple[tuple[tuple[str, str], ...], int]:
    """The `key: value` pairs between two `---` at the very top, and how many lines they take."""
    if not lines or lines[0].lstrip("\ufeff").rstrip() != "---":
        return (), 0
    for stop in range(1, min(len(lines), MAX_FRONT_MATTER)):
        if lines[stop].rstrip() in ("---", "..."):
            pairs = (line.partition(":") for line in lines[1:stop] if ":" in line and line[:1] not in " \t#-")
            return tuple((key.strip().lower(), value.strip().strip("\"'")) for key, _, value in pairs), stop + 1
    return (), 0


def _blank_comments(lines: list[str]) -> tuple[Comment, ...]:
    """Take `<!-- ... -->` out of `lines` in place, outside code fences and spans. An unclosed one is text."""
    found: list[tuple[int, int, str]] = []
    fence = ""
    number = 0
    last = max((i for i, line in enumerate(lines) if "-->" in line), default=-1)
    while number <= last:
        fence = _fence_after(lines[number], fence)
        stop = number + 1
        if not fence and "<!--" in lines[number]:
            stop = _blank_comments_from(number, lines, last, found)
        number = stop
    return tuple(
        Comment(line=number + 1, indent=indent, text=text.strip(), alone=not lines[number].strip(" \t>"))
        for number, indent, text in found
    )


def _blank_comments_from(number: int, lines: list[str], last: int, found: list[tuple[int, int, str]]) -> int:
    """Take out the comments that start on one line; the line to go on with."""
    line, column, kept = lines[number], 0, ""
    indent = indent_of(line)
    code = _code_spans(line)
    while (at := _outside(code, line, column)) >= 0:
        kept += line[column:at]
        end = line.find("-->", at + 4)
        if end >= 0:
            found.append((number, indent, line[at + 4 : end]))
            column = end + 3
            continue
        stop = next((i for i in range(number + 1, last + 1) if "-->" in lines[i]), None)
        if stop is None:
            column = at
            break
        inside, _, rest = lines[stop].partition("-->")
        found.append((number, indent, "\n".join([line[at + 4 :], *lines[number + 1 : stop], inside])))
        lines[number] = kept.rstrip()
        lines[number + 1 : stop] = [""] * (stop - number - 1)
        lines[stop] = rest
        return stop
    if column:
        lines[number] = (kept + line[column:]).rstrip()
    return number + 1


def _mark_tags(lines: list[str]) -> None:
    """Read the tags outside of code as what they are on the page; in place."""
    fence = ""
    for number, line in enumerate(lines):
        fence = _fence_after(line, fence)
        if not fence and "<" in line:
            lines[number] = read_tags(line, indent_of(line))


def indent_of(line: str) -> int:
    """Blanks before a line's first character, a tab counting up to the next multiple of four."""
    text = line.expandtabs(4)
    return len(text) - len(text.lstrip(" "))


def _outside(code: list[tuple[int, int]], line: str, column: int) -> int:
    """Where the next comment starts that is not within a code span; -1 without one."""
    at = line.find("<!--", column)
    while at >= 0:
        before = bisect_right(code, (at, at)) - 1
        if before < 0 or code[before][1] <= at:
            return at
        at = line.find("<!--", code[before][1])
    return -1


def _code_spans(line: str) -> list[tuple[int, int]]:
    """Where code spans stand on a line: between two runs of as many back-ticks."""
    runs = [(run.start(), run.end() - run.start()) for run in _BACKTICKS.finditer(line)]
    last = {size: at for at, (_, size) in enumerate(runs)}
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(runs):
        start, size = runs[at]
        if last[size] > at:
            at = next(i for i in range(at + 1, len(runs)) if runs[i][1] == size)
            spans.append((start, runs[at][0] + size))
        at += 1
    return spans


def _fence_after(line: str, fence: str) -> str:
    """The fence that is open after `line`, given the one that was open before it."""
    stripped = line.lstrip(" \t>")
    if fence:
        closes = stripped.startswith(fence) and not stripped.strip().strip(fence[0])
        return "" if closes else fence
    if not stripped.startswith(FENCES):
        return ""
    mark = stripped[: len(stripped) - len(stripped.lstrip(stripped[0]))]
    # Back-ticks after the opening ones make it a code span, not a fence.
    return "" if mark[0] == "`" and "`" in stripped[len(mark) :] else mark


def _unclosed_fence(lines: list[str]) -> int | None:
    """The line of a top-level fence that swallows the rest of the text."""
    fence, opened = "", 0
    for number, line in enumerate(lines, 1):
        before, fence = fence, _fence_after(line, fence)
        if fence and not before:
            opened = number
    return opened if fence and any(line.strip() for line in lines[opened:]) else None
