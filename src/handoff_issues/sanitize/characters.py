"""Characters: what must not pass, what text of every script needs, and the shadow that shows disguises."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, combining, normalize

MAX_TEXT = 512 * 1024
MAX_LINE = 4096
MAX_MARKS = 8
"""Combining marks on one letter; more is no script, and makes normalising quadratic."""

_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_JOINERS = "\u200c\u200d"
_EMOJI_STYLE = "\ufe0e\ufe0f"
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
"""Two of them are one flag."""
_KEYCAP = "\u20e3"

# Letters and signs that pass for ASCII ones and that NFKC leaves alone.
_LOOKALIKES = str.maketrans(
    "аеорсухіѕһкмтԁԛԝɡοανιρτυκ∕⁄⧸‐‑‒–—−﹘♯ꞌ’",
    "aeopcyxishkmtdqwgoavipruk///-------#''",
)


def clean(text: str) -> str:
    """`text` in NFC with line feeds only, bounded, and nothing in it that cannot be seen.

    Control, bidirectional and zero-width characters are removed. Joiners stay inside emoji
    and between letters of the scripts that need them, so no legitimate text changes.
    """
    text = _LINE_END.sub("\n", text[:MAX_TEXT])
    if text.isascii():
        return _bounded(_visible(text))
    return _bounded(normalize("NFC", _visible(_without_piles(text))))


def one_line(text: str) -> str:
    """`text` cleaned, its lines and runs of blanks folded into single blanks, bounded like any line."""
    return _bounded(" ".join(clean(text).split()))


def fold(text: str) -> str:
    """The shadow of `text`, character by character of the same length, in which lookalikes are their ASCII letters."""
    return text if text.isascii() else "".join(map(_folded, text))


def boundary(text: str, limit: int) -> int:
    """The greatest length up to `limit` at which `text` can be cut without splitting what is seen as one character."""
    if len(text) <= limit:
        return len(text)
    at = limit
    while at > 0 and limit - at < 64 and _continues(text, at):
        at -= 1
    return at


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    compatible = normalize("NFKC", character)
    # A raised or circled digit is a digit to nobody.
    alike = len(compatible) == 1 and category(character) != "No"
    return (compatible if alike else character).translate(_LOOKALIKES)


def _continues(text: str, at: int) -> bool:
    """True where the character at `at` belongs to the one before it."""
    here, before = text[at], text[at - 1]
    if here in _FLAG_LETTERS and before in _FLAG_LETTERS:
        return (at - len(text[:at].rstrip(_FLAG_LETTERS))) % 2 == 1
    return (
        before == "\u200d"
        or here in _JOINERS
        or here in _EMOJI_STYLE
        or here == _KEYCAP
        or combining(here) > 0
        or category(here) in ("Mc", "Me", "Mn")
        or "\U0001f3fb" <= here <= "\U0001f3ff"
    )


def _bounded(text: str) -> str:
    if len(text) <= MAX_LINE:
        return text
    return "\n".join(
        line if len(line) <= MAX_LINE else f"{line[: boundary(line, MAX_LINE - 1)]}…" for line in text.split("\n")
    )


def _without_piles(text: str) -> str:
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if combining(character) else 0
        if run <= MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def _visible(text: str) -> str:
    pieces: list[str] = []
    end, last = 0, ""
    for found in _INVISIBLE.finditer(text):
        if found.start() > end:
            pieces.append(text[end : found.start()])
            last = text[found.start() - 1]
        end = found.end()
        character = found[0]
        if "\ud800" <= character <= "\udfff":
            character = "\ufffd"
        elif not _belongs(character, last, text[end : end + 1]):
            continue
        pieces.append(character)
        last = character
    return text[end:] if end == 0 else "".join([*pieces, text[end:]])


def _belongs(character: str, before: str, after: str) -> bool:
    """True where an invisible character is part of an emoji or of a word in a script that needs it."""
    if not before:
        return False
    if character in _EMOJI_STYLE:
        return _is_emoji(before) or (before in "0123456789#*" and after == _KEYCAP)
    if character in _JOINERS and after:
        in_emoji = (_is_emoji(before) or before in _EMOJI_STYLE) and _is_emoji(after)
        return in_emoji or (_is_joined_script(before) and _is_joined_script(after))
    return False


def _is_emoji(character: str) -> bool:
    return character in "©®‼⁉™〰〽" or (character >= "\u2190" and category(character) in ("So", "Sk", "Sm"))


def _is_joined_script(character: str) -> bool:
    return "\u0600" <= character <= "\u1fff" and category(character)[0] in "LM"
