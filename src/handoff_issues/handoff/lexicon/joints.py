"""What stands between the names of a list: each language's words for "and"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from handoff_issues.handoff.lexicon.languages import load_language
from handoff_issues.handoff.lexicon.words import is_dense


@cache
def joint_words(languages: Sequence[str]) -> frozenset[str]:
    """Each word by itself."""
    return frozenset(word for language in languages for word in load_language(language).joints)


@cache
def joint(languages: Sequence[str]) -> str:
    """An expression for a word between two names with the blanks around it, which some scripts do without."""
    words = joint_words(languages)
    attached = _either(word for word in words if is_dense(word))
    return rf"(?:\s+{_either(words)}\s+|\s*{attached}\s*)"


@cache
def set_off_joint(languages: Sequence[str]) -> str:
    """The same between blanks alone: what is attached may be part of a title."""
    return rf"\s+{_either(joint_words(languages))}\s+"


def _either(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})"
