"""Secrets: found by their format or by the name before them, and replaced by what they are.

Every pattern is bounded and linear, and the number of lines never changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handoff_issues.sanitize.assignments import is_password, is_placeholder, looks_secret, named_values
from handoff_issues.sanitize.spans import Span
from handoff_issues.sanitize.tokens import known_tokens

MAX_KEY = 20_000
"""Characters that a private key may span."""

_KEY_BEGINS = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_KEY_ENDS = re.compile(r"-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_KEY_LINE = re.compile(
    r"[ \t>*|`]{0,40}(?:[A-Za-z0-9+/=]{8,200}|(?:Proc-Type|DEK-Info|Version|Comment): .{0,200})?[ \t|`]{0,40}"
)
_ADDRESS = re.compile(r"://(?P<user>[^\s:/@'\"`<>|]{0,100}):(?P<value>[^\s/'\"`<>|]{1,200})@(?=[A-Za-z0-9\[$])")
_BEARER = re.compile(r"[ \t]{1,4}[\"'`]{0,2}(?P<value>[A-Za-z0-9+/=._~-]{12,2000})")
_SCHEME = re.compile(r"\b(?:[Bb]earer|BEARER|[Bb]asic|BASIC)(?=[ \t])|\b[Aa]uthorization:[ \t]{0,4}[Tt]oken(?=[ \t])")
_LOGIN = re.compile(r"(?<=curl )[^\n]{0,200}?(?:-u|--user)[ =][\"']?[^\s:\"']{1,100}:(?P<value>[^\s\"'`]{4,200})")


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


def redact(text: str) -> Redacted:
    """`text` with each secret replaced by `[redacted: what it was]`, and what was found where."""
    pieces: list[str] = []
    findings: list[Finding] = []
    done, line = 0, 1
    for span in _apart(_all(text)):
        line += text.count("\n", done, span.start)
        findings.append(Finding(span.name, line))
        lines = text.count("\n", span.start, span.end)
        pieces += [text[done : span.start], f"[redacted: {span.name}]", "\n" * lines]
        line += lines
        done = span.end
    return Redacted("".join([*pieces, text[done:]]), tuple(findings))


def _all(text: str) -> Iterator[Span]:
    yield from _private_keys(text)
    yield from known_tokens(text)
    yield from _in_addresses(text)
    yield from _in_requests(text)
    yield from named_values(text)


def _apart(spans: Iterator[Span]) -> list[Span]:
    """The spans in order, each where none that began before it reaches."""
    apart: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    return apart


def _private_keys(text: str) -> Iterator[Span]:
    position = 0
    while begin := _KEY_BEGINS.search(text, position):
        end = _KEY_ENDS.search(text, begin.end(), begin.end() + MAX_KEY)
        position = end.end() if end else _key_lines_end(text, begin.end())
        yield Span(begin.start(), position, "private key")


def _key_lines_end(text: str, position: int) -> int:
    """Where the lines of a key that was cut off end."""
    end = position
    while end < min(len(text), position + MAX_KEY) and text[end] == "\n":
        stop = text.find("\n", end + 1)
        line = _KEY_LINE.fullmatch(text, end + 1, len(text) if stop < 0 else stop)
        if line is None:
            break
        end = line.end()
    return end


def _in_addresses(text: str) -> Iterator[Span]:
    """`scheme://user:password@host`."""
    for found in _ADDRESS.finditer(text):
        value = found["value"]
        is_template = value == found["user"] or value.lower() in ("pass", "password", "passwd", "pwd", "secret")
        if not is_template and not is_placeholder(value):
            yield Span(*found.span("value"), "password")


def _in_requests(text: str) -> Iterator[Span]:
    """`Authorization: Bearer value`, and the login of a curl command."""
    for scheme in _SCHEME.finditer(text):
        found = _BEARER.match(text, scheme.end())
        if found and looks_secret(found["value"]) and not is_placeholder(found["value"]):
            yield Span(*found.span("value"), "credential")
    for found in _LOGIN.finditer(text):
        if is_password(found["value"]) and not is_placeholder(found["value"]):
            yield Span(*found.span("value"), "password")
