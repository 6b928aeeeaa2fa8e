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
    | \#\d                                      # #12, owner/repo#12
    | (?<![A-Za-z0-9_])GH-\d                    # GH-12
    | (?<![A-Za-z0-9_])(?=[0-9a-f]{0,39}\d)(?=[0-9a-f]{0,39}[a-f])[0-9a-f]{7,40}(?![A-Za-z0-9_])   # a commit
    | (?<![A-Za-z0-9_])\d{40}(?![A-Za-z0-9_])   # a commit without a letter
    | \[![A-Za-z]{1,20}\]                       # [!NOTE]
    | \$\$                                      # a block of mathematics
    | \$(?=[^\s$])[^$\n]{0,400}(?<=\S)\$(?![0-9A-Za-z])    # mathematics within a line
    | (?:https?|ftp)://\S
    | (?<![A-Za-z0-9_])www\.\w
    | github\.com/\w
    """,
    re.IGNORECASE | re.VERBOSE,
)
_COMMAND = re.compile(r"/[^\W\d_]")
"""A slash command, at the start of a line."""
_JOINED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./~+@#:%?=&-")
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


def pieces(text: str, *, starts_line: bool, in_link: bool = False) -> list[Piece]:
    """`text` (one line) divided into what is plain and what has to be shown in another form, without gaps."""
    shadow = fold(text)
    found: list[Piece] = []
    done = 0
    for piece in _special(shadow, starts_line=starts_line, in_link=in_link):
        if piece.start > done:
            found.append(Piece(done, piece.start, Form.TEXT))
        found.append(piece)
        done = piece.end
    if done < len(text):
        found.append(Piece(done, len(text), Form.TEXT))
    return found


def _special(shadow: str, *, starts_line: bool, in_link: bool) -> list[Piece]:
    found: list[Piece] = []
    done = 0
    blanks = len(shadow) - len(shadow.lstrip())
    if starts_line and _COMMAND.match(shadow, blanks):
        end = _word_end(shadow, blanks + 2)
        found.append(Piece(blanks, end, Form.CODE))
        done = end
    position = done
    while active := _ACTIVE.search(shadow, position):
        piece = _address(shadow, active.start(), in_link=in_link) or _word(shadow, active, after=done)
        found.append(piece)
        position = done = piece.end
    return found


def _word(shadow: str, active: re.Match[str], *, after: int) -> Piece:
    start, end = active.span()
    while start > after and shadow[start - 1] in _JOINED:
        start -= 1
    while start < active.start() and shadow[start] in ":=&?+%.~-":
        start += 1
    return Piece(start, _word_end(shadow, end), Form.CODE)


def _word_end(shadow: str, end: int) -> int:
    least = end
    while end < len(shadow) and (shadow[end] in _JOINED or (shadow[end].isalnum() and shadow[end - 1] in "@/")):
        end += 1
    while end > least and shadow[end - 1] in ".:?=&%~+-":
        end -= 1
    return end


def _address(shadow: str, start: int, *, in_link: bool) -> Piece | None:
    """The address that starts here, as a link where it refers to nobody; None where there is none."""
    match = _ADDRESS.match(shadow, start)
    if match is None:
        return None
    end = _trimmed(shadow, start, match.end())
    url = shadow[start:end]
    if in_link or not url.isascii():
        return Piece(start, end, Form.CODE)
    parts = web_address(f"https://{url}" if url[:4].lower() == "www." else url)
    if parts is None or is_reference(parts):
        return Piece(start, end, Form.CODE)
    # What GitHub finds inside a bare address that it does not take for one would be active.
    stands_alone = (start == 0 or shadow[start - 1] in " (") and _ENDS_ADDRESS.match(shadow, end)
    if stands_alone and _BARE.fullmatch(url) and not _ACTIVE.search(url.split("://", 1)[-1].removeprefix("www.")):
        return Piece(start, end, Form.BARE_LINK)
    if url[:4].lower() == "http" and not set(url) & set("()[]'"):
        return Piece(start, end, Form.ANGLE_LINK)
    return Piece(start, end, Form.CODE)


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and (text[end - 1] in ".,;:!?'&=([" or _is_surplus(text[start:end])):
        end -= 1
    return end


def _is_surplus(url: str) -> bool:
    """True where the last character closes a bracket that was opened before the address."""
    return url[-1] in ")]" and (url.count("(") < url.count(")") or url.count("[") < url.count("]"))
