"""The commands that people write in comments, `/handoff NAME ARGUMENT`: which ones a comment holds.

A command is a line of its own in a plain paragraph. In a quote, a list, code or HTML it is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from markdown_it import MarkdownIt
from markdown_it.token import Token

from handoff_issues.model import Frozen, Priority

WORD = "/handoff"
MOST = 10
"""Commands of one comment that are heard."""
_LONGEST = 200
"""Characters of a command; GitHub's comments have up to 65,536."""
AUTO = "auto"
"""In place of a priority's level: the handoff's own."""
_OTHER = "\N{REPLACEMENT CHARACTER}"
"""Stands in a line for what is no plain text."""


class Name(StrEnum):
    """What can be asked for."""

    IGNORE = "ignore"
    KEEP = "keep"
    PRIORITY = "priority"
    DONE = "done"
    DUPLICATE = "duplicate"
    SPLIT = "split"
    REOPEN = "reopen"
    RESUME = "resume"
    ADOPT = "adopt"
    WHY = "why"


_USAGE = {Name.PRIORITY: f"{Name.PRIORITY} LEVEL", Name.DUPLICATE: f"{Name.DUPLICATE} #N"}
USAGE = tuple(f"{WORD} {_USAGE.get(name, name)}" for name in Name)
"""Every command as it is written."""
LEVELS = (*Priority, AUTO)
"""What may stand for `LEVEL`."""


class Command(Frozen):
    """One command, as understood."""

    name: Name | None
    """None where nobody knows such a command, or its argument makes no sense."""
    argument: str = ""
    """In lower case: a priority's level or `auto`, or a number without its sign; empty for all others."""

    @property
    def level(self) -> Priority | None:
        """The level that is asked for; None for `auto`, and for other commands."""
        return Priority(self.argument) if self.argument in set(Priority) else None

    @property
    def number(self) -> int:
        """The issue that a duplicate is one of."""
        return int(self.argument)


def commands(comment: str) -> tuple[Command, ...]:
    """What a comment asks for, in its order, each once."""
    if WORD not in comment.casefold():  # as in nearly all
        return ()
    found = dict.fromkeys(_understood(line) for line in _lines(comment) if _is_for_us(line))
    return tuple(found)[:MOST]


def _is_for_us(line: str) -> bool:
    word, *_ = line.split(maxsplit=1) or [""]
    return word.casefold() == WORD


def _understood(line: str) -> Command:
    nothing = Command(name=None)
    _, *said = line[:_LONGEST].casefold().split(maxsplit=2)
    if not said or len(line) > _LONGEST:
        return nothing
    name, argument = said[0].rstrip(".,;:!"), " ".join(said[1:]).rstrip(".,;:!")
    if name not in set(Name):
        return nothing
    if name == Name.PRIORITY:
        return Command(name=Name.PRIORITY, argument=argument) if argument in LEVELS else nothing
    if name == Name.DUPLICATE:
        number = re.fullmatch(r"(?:of )?#?([1-9][0-9]{0,8})", argument)
        return Command(name=Name.DUPLICATE, argument=number[1]) if number else nothing
    return nothing if argument else Command(name=Name(name))


def _lines(comment: str) -> Iterator[str]:
    """The lines of plain paragraphs; one that goes on in another kind of text ends there."""
    quoting = 0
    tokens = _PARSER.parse(comment)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "html_block":
            quoting += _opened(token.content)
        if token.type == "inline" and token.level == 1 and before and before.type == "paragraph_open" and quoting <= 0:
            yield from _plain_lines(token)


def _plain_lines(paragraph: Token) -> Iterator[str]:
    line, quoting = "", 0
    for part in paragraph.children or ():
        if part.type in ("softbreak", "hardbreak"):
            yield line
            line = ""
            continue
        if part.type == "html_inline":
            quoting += _opened(part.content)
        # What is shown as code, or within tags, begins no command and is no argument of one.
        line += part.content if part.type == "text" and quoting <= 0 else _OTHER
    yield line


def _opened(html: str) -> int:
    """How many tags are open after this that show text as quoted or folded away."""
    return sum(-1 if closing else 1 for closing in _TAG.findall(html))


_TAG = re.compile(r"<(/?)(?:blockquote|pre|code|details|samp|kbd)\b", re.IGNORECASE)
# Without links, whose brackets take long, and without escapes: a back-slash makes of a command a text.
_PARSER = (
    MarkdownIt("zero", {"html": True, "maxNesting": 100})
    .enable(["code", "fence", "blockquote", "hr", "list", "html_block", "heading", "lheading"])
    .enable(["newline", "backticks", "html_inline"])
)
