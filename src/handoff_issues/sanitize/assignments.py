"""Values that stand behind a telling name: `name = value`, `name: value`, a cell beside or below the name."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

from handoff_issues.sanitize.spans import Span, next_line

_ASCII_LOWER = {upper: upper + 32 for upper in range(65, 91)}

# All begin with a literal letter and are looked for in a lower-case shadow: that is what makes them fast.
_KIND = (
    r"pass(?:word|wd|phrase|wort)|pwd|kennwort|secret|token|credential|contrase(?:ñ|n)a|"
    r"api[ _-]?key|access[ _-]?key|private[ _-]?key|auth[ _-]?key|service[ _-]?(?:role[ _-]?)?key|encryption[ _-]?key|"
    r"signing[ _-]?key|account[ _-]?key|master[ _-]?key|key"
)
_NAME = re.compile(rf"(?:{_KIND})")
_ANYWHERE = frozenset({"password", "passwd", "passphrase", "passwort"})
"""These end a longer word, such as `dbpassword`, and mean the same."""
_AFTER_NAME = re.compile(r"[a-z0-9_-]{0,30}")
_GAP = re.compile(
    r"""
      (?P<mark>[])"'`*_ \t]{0,6} (?: => | := | = | : | \| | [ \t]is[ \t] ) [ \t"'`*_(|]{0,12})
    | (?P<blank>[ \t"'`*]{1,4})
    """,
    re.VERBOSE,
)
_VALUE = re.compile(r"[^\s\"'`|<>()\[\]{},;\\=]{6,400}={0,2}")
_QUOTED = re.compile(r"[^\s\"'`|<>]{6,400}(?=[\"'`])")
_RULE = re.compile(r"[ \t>]{0,40}\|?[ \t]{0,20}:?-{1,200}:?[ \t|:-]{0,2000}")

_REFERENCE = re.compile(
    r"\$[{(]|^[$%@#]|\{\{|<|process\.env|os\.environ|os\.getenv|import\.meta|env\(|secrets?\.|op://|vault:|\[redacted|…|\.\.\.",
    re.IGNORECASE,
)
_STAND_IN = re.compile(
    r"x{3}|\*{3}|0{8}|(?:^|[^a-z0-9])(?:your|example|sample|dummy|placeholder|changeme|change|redacted|todo|none|null|"
    r"undefined|insert|replace|here|fake)(?:[^a-z0-9]|$)|^your",
    re.IGNORECASE,
)
_METHOD = re.compile(
    r"(?:argon|bcrypt|scrypt|pbkdf|sha|md|hs|rs|es|aes|base|utf|oauth|saml|pkcs|ed|rsa|ripemd|blake|crc)-?_?\d\w*", re.I
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_HEX = re.compile(r"[0-9a-f]+", re.IGNORECASE)
_SEGMENT = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_SIGNS = re.compile(r"[\W_]+")


def named_values(text: str) -> Iterator[Span]:
    """Every value of some entropy whose name says that it is secret."""
    shadow = text.translate(_ASCII_LOWER)
    for found in _NAME.finditer(shadow):
        names = _starts_word(text, found.start()) or found[0] in _ANYWHERE
        if not names or _is_ours(text, found.start()):
            continue
        kind = _kind(found[0], is_whole=not _is_joined(text, found.start()))
        span = _beside(text, shadow, found.end(), kind)
        if span:
            yield span
    yield from _below(text, shadow)


def is_placeholder(value: str) -> bool:
    """True where a value only says where the real one would stand or come from."""
    return _REFERENCE.search(value) is not None or _STAND_IN.search(value) is not None


def is_password(value: str) -> bool:
    """True for what a person would choose as a password: letters with digits or signs, and no name of a method."""
    letters, digits = any(map(str.isalpha, value)), any(map(str.isdigit, value))
    return len(value) >= 6 and letters and digits and not _METHOD.fullmatch(value) and not _is_location(value)


def is_random(value: str) -> bool:
    """True for what no person would write: letters and digits mixed, few of them in a row."""
    digits, letters = any(map(str.isdigit, value)), any(map(str.isalpha, value))
    return len(value) >= 8 and digits and letters and _entropy(value) >= 2.5 and not reads_as_words(value)


def reads_as_words(value: str) -> bool:
    """True where every part is short or made of words and numbers: an identifier, a path, a date, a version."""
    return all(len(part) <= 4 or _words(part) for part in _SIGNS.split(value))


def _words(part: str) -> bool:
    return len(part) >= 2.7 * len(_SEGMENT.findall(part))


def _starts_word(text: str, start: int) -> bool:
    """True at the start of a word, of a part of an identifier, or of a capital in camelCase."""
    before = text[start - 1 : start] if start else ""
    return not before.isalnum() or (text[start].isupper() and before.islower()) or before.isdigit()


def _is_ours(text: str, start: int) -> bool:
    """True within a placeholder of our own, which names what it stands for."""
    opened = text.rfind("[redacted:", max(0, start - 40), start)
    return opened >= 0 and "]" not in text[opened:start]


def _is_joined(text: str, start: int) -> bool:
    return bool(start) and (text[start - 1].isalnum() or text[start - 1] in "_-")


def _kind(name: str, *, is_whole: bool) -> str:
    """What the placeholder says; `key` alone, as in a map or a cache, says little."""
    if name.startswith(("pass", "pwd", "kenn", "contra")):
        return "password"
    if name == "key":
        return "key" if is_whole else "secret key"
    return re.sub(r"[ _-]?key$", " key", name).replace("api", "API").replace("_", " ")


def _beside(text: str, shadow: str, end: int, kind: str) -> Span | None:
    name_end = _AFTER_NAME.match(shadow, end)
    gap = _GAP.match(shadow, name_end.end() if name_end else end)
    if gap is None:
        return None
    start, is_next_line = gap.end(), False
    following = next_line(text, start)
    if gap["mark"] and following is not None:
        start, is_next_line = following, True
    value = _value(text, start)
    if kind != "password":
        value = value.rstrip("!?_")
    if _is_query(text, end):
        value = value.partition("&")[0]
    loose = is_next_line or (bool(gap["blank"]) and not _last_word(text, end).startswith("--"))
    if not _is_secret(value, kind, loose=loose):
        return None
    return Span(start, _wrapped_end(text, start + len(value)), kind)


def _value(text: str, start: int) -> str:
    """What stands from `start` on: all up to the closing quote, or to where a word ends."""
    if start and text[start - 1] in "\"'`" and (quoted := _QUOTED.match(text, start)):
        return quoted[0]
    bare = _VALUE.match(text, start)
    return bare[0].rstrip(".:*") if bare else ""


def _is_query(text: str, end: int) -> bool:
    """True where the name is a parameter in an address."""
    return "?" in _last_word(text, end)


def _last_word(text: str, end: int) -> str:
    word = text[max(0, end - 60) : end].rsplit(maxsplit=1)
    return word[-1] if word else ""


def _wrapped_end(text: str, end: int) -> int:
    """Where a value ends that goes on in the next line."""
    start = next_line(text, end)
    more = _VALUE.match(text, start) if start is not None else None
    return more.end() if more and is_random(more[0]) and not is_placeholder(more[0]) else end


def _below(text: str, shadow: str) -> Iterator[Span]:
    """Cells below a heading that names a secret."""
    offset, columns, header = 0, dict[int, str](), ""
    for line in text.split("\n"):
        if "|" not in line:
            columns = {}
        elif columns:
            yield from _cells(line, offset, columns)
        elif _RULE.fullmatch(line):
            columns = _secret_columns(header)
        header = shadow[offset : offset + len(line)]
        offset += len(line) + 1


def _secret_columns(header: str) -> dict[int, str]:
    found = ((number, _NAME.search(cell)) for number, cell in enumerate(header.split("|")))
    return {number: _kind(name[0], is_whole=True) for number, name in found if name}


def _cells(line: str, offset: int, columns: dict[int, str]) -> Iterator[Span]:
    start = offset
    for number, cell in enumerate(line.split("|")):
        value = cell.strip(" \t`*\"'")
        if number in columns and " " not in value and _is_secret(value, columns[number], loose=False):
            at = start + cell.index(value)
            yield Span(at, at + len(value), columns[number])
        start += len(cell) + 1


def _is_secret(value: str, kind: str, *, loose: bool) -> bool:
    """True where a value behind a name of that kind is one; `loose`: no mark stands between the two."""
    if len(value) < 6 or is_placeholder(value) or _is_location(value):
        return False
    if _UUID.fullmatch(value):
        return not loose and kind in ("password", "secret", "API key")
    if kind == "password" and not loose:
        return is_password(value)
    if kind == "password" and len(value) >= 8 and is_password(value) and _classes(value) >= 3:
        return True
    if loose or kind == "key":
        return looks_secret(value) and _classes(value) >= 3 and len(value) >= 20 and not _HEX.fullmatch(value)
    return looks_secret(value)


def looks_secret(value: str) -> bool:
    """True for a long hexadecimal number, and for letters and digits that make no words."""
    if _HEX.fullmatch(value):
        return len(value) >= 32
    return len(value) >= 12 and (is_random(value) or has_long_part(value))


def has_long_part(value: str) -> bool:
    """True where letters and several digits stand together for longer than in any identifier."""
    return any(
        len(part) >= 16 and sum(map(str.isdigit, part)) >= 4 and not part.isdigit() for part in _SIGNS.split(value)
    )


def _is_location(value: str) -> bool:
    """True for a path, an address, a digest or an identifier in a chain, none of which is a value by itself."""
    return (
        value.startswith(("/", "./", "../", "~/", "http", "0x", "sha1", "sha2", "sha3", "sha5", "md5"))
        or "://" in value
    )


def _classes(value: str) -> int:
    """How many of lower case, upper case, digits and signs occur."""
    kinds = any(map(str.islower, value)), any(map(str.isupper, value)), any(map(str.isdigit, value))
    return sum((*kinds, not value.isalnum()))


def _entropy(value: str) -> float:
    """Bits per character."""
    return -sum(n / len(value) * math.log2(n / len(value)) for n in Counter(value).values())
