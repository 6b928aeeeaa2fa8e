"""References: the places in plain text of which GitHub or a bot would make more than text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from handoff_issues.sanitize.addresses import is_reference, web_address
from handoff_issues.sanitize.characters import fold

# A word that holds one of these is shown as code, where GitHub leaves it alone.
_ACTIVE = re.compile(
    r"""
      (?<![A-Za-z0-9_])@\w                      # @user, @org/team, @scope/package
    | @[A-Za-z0-9_.+-]{0,100}@                  # what follows a mail address
    | \#\d                                      # #12, owner/repo#12
    | (?<![A-Za-z0-9_])GH-\d                    # GH-12
    | (?<![A-Za-z0-9_])(?=[0-9a-f]{0,39}\d)(?=[0-9a-f]{0,39}[a-f])[0-9a-f]{7,40}(?![A-Za-z0-9_])   # a commit
    | (?<![A-Za-z0-9_])\d{40}(?![A-Za-z0-9_])   # a commit without a letter
    | \[![A-Za-z]{1,20}\]                       # [!NOTE]
    | \$\$                                      # a block of mathematics
    | \$(?=[^\s$])[^$\n]{0,400}(?<=\S)\$(?![0-9A-Za-z])    # mathematics within a line
    | (?:https?|ftp)://
    | (?<![A-Za-z0-9_])www\.\w
    | github\.com/\w
    """,
    re.IGNORECASE | re.VERBOSE,
)
_COMMAND = re.compile(r"/[^\W\d_]")
"""A slash command, at the start of a line."""
_JOINED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./~+@#:%?=&$-")
"""What makes one word with its neighbours: so an identifier is shown as code as a whole."""
_ADDRESS = re.compile(
    r"(?:https?|ftp)://[A-Za-z0-9%/:?#@!$&+,;=~_.()\[\]'-]{1,2000}|www\.[A-Za-z0-9%/:?#@!$&+,;=~_.-]+", re.I
)
_BARE = re.compile(r"[A-Za-z0-9%/:?#@&+,;=~.-]+(?:_[A-Za-z0-9%/:?#@&+,;=~.-]+)*")
"""An address that needs no escape in Markdown."""
_ENDS_ADDRESS = re.compile(r"[.,;:!?)'\"]{0,3}(?:\s|$)")


class Form(Enum):
    """How a piece of text is to be shown."""

    TEXT = "text"
    CODE = "code"
    BARE_LINK = "bare"
    ANGLE_LINK = "angle"


@dataclass(frozen=True)
class Piece:
    """`start` to `end` of the text, and how it is shown."""

    start: int
    end: int
    form: Form


@dataclass(frozen=True)
class Around:
    """What surrounds a text, as far as it matters to how GitHub reads it."""

    starts_line: bool = True
    ends_line: bool = True
    in_link: bool = False


def pieces(text: str, around: Around) -> list[Piece]:
    """`text` (one line) divided into what is plain and what has to be shown in another form, without gaps."""
    found: list[Piece] = []
    done = 0
    for piece in _special(text, fold(text), around):
        if piece.start > done:
            found.append(Piece(done, piece.start, Form.TEXT))
        found.append(piece)
        done = piece.end
    if done < len(text):
        found.append(Piece(done, len(text), Form.TEXT))
    return found


def _special(text: str, shadow: str, around: Around) -> list[Piece]:
    found: list[Piece] = []
    done = 0
    blanks = len(shadow) - len(shadow.lstrip())
    if around.starts_line and _COMMAND.match(shadow, blanks):
        done = _word_end(shadow, blanks + 2)
        found.append(Piece(blanks, done, Form.CODE))
    while active := _next(text, shadow, done):
        word = Piece(_word_start(shadow, active.start(), after=done), _word_end(shadow, active.end()), Form.CODE)
        piece = _address(shadow, word, active.start(), around) or word
        found.append(piece)
        done = piece.end
    return found


def _next(text: str, shadow: str, position: int) -> re.Match[str] | None:
    """What is active next, as it is written or under its disguise."""
    both = (_ACTIVE.search(text, position), _ACTIVE.search(shadow, position))
    return min((found for found in both if found), key=lambda found: found.start(), default=None)


def _word_start(shadow: str, active: int, *, after: int) -> int:
    start = active
    while start > after and shadow[start - 1] in _JOINED:
        start -= 1
    while start < active and shadow[start] in ":=&?+%.~-":
        start += 1
    return start


def _word_end(shadow: str, end: int) -> int:
    least = end
    while end < len(shadow) and (shadow[end] in _JOINED or (shadow[end].isalnum() and shadow[end - 1] in "@/")):
        end += 1
    while end > least and shadow[end - 1] in ".:?=&%~+$-":
        end -= 1
    return end


def _address(shadow: str, word: Piece, start: int, around: Around) -> Piece | None:
    """The address that starts there, as a link where it refers to nobody; None where there is none.

    Text beside code or a link is read on its own, so no word is ever divided.
    """
    match = _ADDRESS.match(shadow, start)
    if match is None:
        return None
    end = _trimmed(shadow, start, match.end())
    url = shadow[start:end]
    as_code = Piece(word.start, _word_end(shadow, max(end, word.end)), Form.CODE)
    parts = web_address(f"https://{url}" if url[:4].lower() == "www." else url)
    if around.in_link or word.start < start or not url.isascii() or parts is None or is_reference(parts):
        return as_code
    if _BARE.fullmatch(url) and _stands_alone(shadow, start, end, around) and not _is_active_within(url):
        return Piece(start, end, Form.BARE_LINK)
    if url[:4].lower() == "http" and not set(url) & set("()[]'"):
        return Piece(start, end, Form.ANGLE_LINK)
    return as_code


def _stands_alone(shadow: str, start: int, end: int, around: Around) -> bool:
    """True where GitHub reads the same address without brackets: blanks around it, and what ends a sentence."""
    before = shadow[start - 1] in " (" if start else around.starts_line
    after = _ENDS_ADDRESS.match(shadow, end)
    return before and after is not None and (after.end() < len(shadow) or around.ends_line)


def _is_active_within(url: str) -> bool:
    return _ACTIVE.search(url.partition("://")[2] or url[4:]) is not None


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and (text[end - 1] in ".,;:!?'&=([" or _is_surplus(text[start:end])):
        end -= 1
    return end


def _is_surplus(url: str) -> bool:
    """True where the last character closes a bracket that was opened before the address."""
    return url[-1] in ")]" and (url.count("(") < url.count(")") or url.count("[") < url.count("]"))
