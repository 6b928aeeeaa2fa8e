"""Bytes of a file as committed -> text whose line numbers are those of git and GitHub."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_MARKED = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Python's `splitlines` (and parsers built on it) breaks lines at these, git and GitHub do not.
_NO_BREAKS = dict.fromkeys(map(ord, "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), " ")
# Controls that no text holds; tab, line ends and the escape of coloured terminal output apart.
_CONTROLS = frozenset(range(0x20)) - frozenset(b"\t\n\v\f\r\x1b")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, its lines ended by LF alone."""

    text: str
    is_guess: bool = False
    """True where the bytes are not valid Unicode and were read as Latin-1."""


class NotText(ValueError):
    """The bytes are no text in any encoding that occurs in notes."""


def decode(content: bytes) -> Decoded:
    """Read UTF-8 (with or without byte order mark), UTF-16 with one, else Latin-1.

    Latin-1 is read as its superset Windows-1252, as browsers do. Raises `NotText` for a binary file.
    """
    text, is_guess = _read(content)
    if "\0" in text:
        raise NotText("it holds NUL bytes, so it is a binary file")
    if is_guess and sum(byte in _CONTROLS for byte in content) > len(content) // 50:
        raise NotText("it holds control characters, so it is a binary file")
    if "\n" not in text:  # an old Macintosh's lines: to git it is a single one, which nobody could read
        text = text.replace("\r", "\n")
    return Decoded(text=text.replace("\r\n", "\n").translate(_NO_BREAKS), is_guess=is_guess)


def _read(content: bytes) -> tuple[str, bool]:
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding), False
            except UnicodeDecodeError as error:
                raise NotText(f"its byte order mark says {encoding.upper()}, which it is not") from error
    try:
        return content.decode("utf-8"), False
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), True
    except UnicodeDecodeError:
        return content.decode("latin-1"), True
