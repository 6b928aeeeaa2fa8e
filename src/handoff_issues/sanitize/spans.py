"""Where a secret stands, and how a value that was wrapped goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TURN = re.compile(r"[ \t\"'`\\+*]{0,8}\n[ \t>|\"'`*]{0,40}")


@dataclass(frozen=True)
class Span:
    """`start` to `end` of a text, and what kind of secret it is."""

    start: int
    end: int
    name: str


def next_line(text: str, end: int) -> int | None:
    """Where the words of the next line begin, if nothing but marks stands between here and there."""
    turn = _TURN.match(text, end)
    return turn.end() if turn else None
