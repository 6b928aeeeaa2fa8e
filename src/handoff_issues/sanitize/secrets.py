"""Secrets: found in their known formats and as the value of a telling name, and replaced by what they are.

Every pattern is bounded and linear. The number of lines never changes.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What kind of secret stood on which line (1-based). The value itself is kept nowhere."""

    name: str
    line: int


@dataclass(frozen=True)
class Redacted:
    """A text without its secrets, of the same number of lines."""

    text: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Format:
    name: str
    prefix: str
    letters: str = "A-Za-z0-9"
    least: int = 20
    """Letters that must follow the prefix."""


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    name: str


_WORD = "A-Za-z0-9_-"
_FORMATS = (
    _Format("GitHub token", r"gh[pousr]_", least=30),
    _Format("GitHub token", r"github_pat_", "A-Za-z0-9_", 30),
    _Format("GitLab token", r"gl(?:pat|ptt|dt|rt|cbt|soat)-", _WORD),
    _Format("AWS access key", r"(?:AKIA|ASIA)", "A-Z0-9", 16),
    _Format("Google API key", r"AIza", _WORD, 35),
    _Format("Google OAuth secret", r"GOCSPX-", _WORD),
    _Format("Google OAuth token", r"ya29\.", _WORD),
    _Format("Slack token", r"xox[abeoprs]-", "A-Za-z0-9-", 16),
    _Format("Slack token", r"xapp-\d-", "A-Za-z0-9-"),
    _Format("Slack webhook", r"hooks\.slack\.com/services/", "A-Za-z0-9/"),
    _Format("Discord webhook", r"discord(?:app)?\.com/api/webhooks/\d{5,25}/", _WORD),
    _Format("Anthropic API key", r"sk-ant-", _WORD),
    _Format("OpenAI API key", r"sk-(?:proj-|svcacct-|admin-|or-v1-)?", _WORD),
    _Format("npm token", r"npm_", least=30),
    _Format("PyPI token", r"pypi-", _WORD, 40),
    _Format("Stripe key", r"(?:sk|rk)_(?:live|test)_", least=10),
    _Format("Stripe webhook secret", r"whsec_"),
    _Format("JSON Web Token", r"eyJ", "A-Za-z0-9_.-", 40),
    _Format("SendGrid API key", r"SG\.", "A-Za-z0-9_.-", 40),
    _Format("Twilio API key", r"SK", "0-9a-f", 32),
    _Format("Hugging Face token", r"hf_", least=30),
    _Format("Vault token", r"hv[sb]\.", _WORD),
    _Format("Supabase key", r"sb(?:p|_secret)_", "A-Za-z0-9_", 20),
    _Format("DigitalOcean token", r"do[por]_v1_", "0-9a-f", 40),
    _Format("Shopify token", r"shp(?:at|ca|pa|ss)_", "0-9a-fA-F", 32),
    _Format("Docker token", r"dckr_pat_", _WORD),
    _Format("Groq API key", r"gsk_", least=40),
    _Format("age secret key", r"AGE-SECRET-KEY-1", "A-Z0-9", 40),
)
_KNOWN = re.compile(
    "|".join(f"(?P<f{n}>(?<![A-Za-z0-9]){form.prefix}[{form.letters}]{{1,600}})" for n, form in enumerate(_FORMATS))
)
_JWT = re.compile(r"eyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]{0,2000}", re.ASCII)

_KEY_BEGINS = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_KEY_ENDS = re.compile(r"-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_KEY_LINE = re.compile(
    r"[ \t>*|`]{0,40}(?:[A-Za-z0-9+/=]{8,200}|(?:Proc-Type|DEK-Info|Version|Comment): [^\n]{0,200})?[ \t|`]{0,40}"
)

_IN_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s:/@'\"`<>|]{0,100}:([^\s@/'\"`<>|]{3,200})@"
)
_AUTHORIZATION = re.compile(
    r"\b(?:Bearer|Basic|Authorization:[ \t]{0,4}(?:token[ \t]{1,4})?)[ \t]{1,4}([A-Za-z0-9+/=._~-]{16,2000})", re.I
)

_NAMED = re.compile(
    r"""
    (?<![A-Za-z0-9])
    (?P<name>
        [A-Za-z0-9_.-]{0,60}?
        (?P<kind>pass(?:word|wd|phrase)|pwd|passwort|secret|token|credential|api[ _-]?key|
            (?:access|private|secret|auth|encryption|signing|service|account|license|master)
                [ _-]?key|key)
        (?:[_-]?[A-Za-z0-9_-]{1,24})?
    )
    (?P<gap>["'`*_ \t]{0,6} (?:=>|:=|=|:|\||[ \t]is[ \t]) [ \t"'`*_(|]{0,12})
    (?P<value>[^\s"'`|<>()\[\]{},;*]{6,400})
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PLACEHOLDER = re.compile(
    r"x{3,}|\*{3,}|\.{3}|…|\$|%|process\.env|os\.environ|import\.meta|env\(|your|example|sample|dummy|placeholder|change|"
    r"redacted|todo|none|null|undefined|true|false|secrets?\.|vault|1password|op://|<|0{6}|12345|abcdef",
    re.IGNORECASE,
)
_HEX = re.compile(r"(?:0x)?[0-9a-f]+", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_PART = re.compile(r"[^A-Za-z0-9]+")
_PLAIN_PART = re.compile(
    r"[A-Z]?[a-z]*|[A-Z]+|[0-9]{1,8}|v?[0-9]{1,4}[a-z]{0,3}|[A-Za-z]+[0-9]{1,2}|(?:[A-Z]?[a-z]{2,}){2,6}"
)

_CONTINUES = re.compile(r"[ \t\"'`\\+]{0,8}\n[ \t>|\"'`*]{0,40}")


def redact(text: str) -> Redacted:
    """`text` with each secret replaced by `[redacted: what it was]`, and what was found where."""
    spans = _without_overlaps([*_private_keys(text), *_known(text), *_in_addresses(text), *_named(text)])
    if not spans:
        return Redacted(text, ())
    pieces: list[str] = []
    findings: list[Finding] = []
    done, line = 0, 1
    for span in spans:
        line += text.count("\n", done, span.start)
        findings.append(Finding(span.name, line))
        lines = text.count("\n", span.start, span.end)
        pieces += [text[done : span.start], f"[redacted: {span.name}]", "\n" * lines]
        line += lines
        done = span.end
    return Redacted("".join([*pieces, text[done:]]), tuple(findings))


def _without_overlaps(spans: list[_Span]) -> list[_Span]:
    kept: list[_Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _private_keys(text: str) -> list[_Span]:
    spans: list[_Span] = []
    position = 0
    while begin := _KEY_BEGINS.search(text, position):
        end = _KEY_ENDS.search(text, begin.end(), begin.end() + 20_000)
        position = end.end() if end else _key_body_end(text, begin.end())
        spans.append(_Span(begin.start(), position, "private key"))
    return spans


def _key_body_end(text: str, position: int) -> int:
    """Where the body of a key without an end line ends."""
    end = position
    for _ in range(400):
        line = _KEY_LINE.fullmatch(text, end + 1, _line_end(text, end + 1)) if end < len(text) else None
        if line is None or (end == position and text[end] != "\n"):
            break
        end = line.end()
    return end


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _known(text: str) -> list[_Span]:
    spans: list[_Span] = []
    for found in _KNOWN.finditer(text):
        form = _FORMATS[int((found.lastgroup or "f0")[1:])]
        end = found.end()
        value = found[0]
        wrapped = _continuation(text, end, form, short=len(value) < form.least + 4)
        if wrapped:
            value, end = value + wrapped[0], wrapped[1]
        if _is_known(value, form):
            spans.append(_Span(found.start(), end, form.name))
    return spans


def _continuation(text: str, end: int, form: _Format, *, short: bool) -> tuple[str, int] | None:
    """What follows on the next line, where a value was wrapped."""
    turn = _CONTINUES.match(text, end)
    if turn is None:
        return None
    rest = re.compile(f"[{form.letters}]{{4,600}}").match(text, turn.end())
    if rest is None or not (short or _is_random(rest[0])):
        return None
    return rest[0], rest.end()


def _is_known(value: str, form: _Format) -> bool:
    body = re.sub(f"^{form.prefix}", "", value)
    if form.name == "JSON Web Token":
        return _JWT.match(value) is not None
    return len(body) >= form.least and len(set(body)) >= 6 and not _reads_as_words(body) and "xxx" not in body.lower()


def _in_addresses(text: str) -> list[_Span]:
    return [
        _Span(found.start(1), found.end(1), name)
        for name, pattern in (("password", _IN_ADDRESS), ("credential", _AUTHORIZATION))
        for found in pattern.finditer(text)
        if not _PLACEHOLDER.search(found[1]) and (name == "password" or _is_random(found[1]))
    ]


def _named(text: str) -> list[_Span]:
    spans: list[_Span] = []
    for found in _NAMED.finditer(text):
        kind = found["kind"].lower()
        value = found["value"].rstrip(".:!?")
        if _is_value(value, weak=kind == "key", password=kind.startswith(("pass", "pwd"))):
            start = found.start("value")
            spans.append(_Span(start, start + len(value), "password" if kind.startswith(("pass", "pwd")) else kind))
    return spans


def _is_value(value: str, *, weak: bool, password: bool) -> bool:
    if _PLACEHOLDER.search(value) or _UUID.fullmatch(value) or "sha256" in value.lower() or "/" in value[:2]:
        return False
    if password and len(value) >= 8 and _classes(value) >= 3 and not _reads_as_words(value):
        return True
    if _HEX.fullmatch(value):
        return not weak and len(value) >= 32
    return len(value) >= 16 and _is_random(value)


def _is_random(value: str) -> bool:
    return (
        len(value) >= 8
        and _classes(value) >= 2
        and any(map(str.isdigit, value))
        and _entropy(value) >= min(3.0, math.log2(len(value)) * 0.8)
        and not _reads_as_words(value)
    )


def _reads_as_words(value: str) -> bool:
    """True where every part is a word or a short number: an identifier, a path, a date, a version."""
    return all(_PLAIN_PART.fullmatch(part) for part in _PART.split(value))


def _classes(value: str) -> int:
    """How many of lower case, upper case, digits and signs occur."""
    return sum(
        (
            any(map(str.islower, value)),
            any(map(str.isupper, value)),
            any(map(str.isdigit, value)),
            not value.isalnum(),
        )
    )


def _entropy(value: str) -> float:
    """Bits per character."""
    return -sum(n / len(value) * math.log2(n / len(value)) for n in Counter(value).values())
