"""Numbers with what they count, for people. Pure."""

from __future__ import annotations


def plural(number: int, word: str) -> str:
    """A number and its word, which is given for one: "1 issue", "2 issues"."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
