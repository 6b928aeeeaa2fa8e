"""Addresses: which may be links in an issue, and which GitHub would turn into a reference."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, unquote, urlsplit

MAX_URL = 2000

_MAIL = re.compile(r"mailto:[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,255}", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?\.?")
# What GitHub shows as a reference, and tells the other side about, where a number or a name follows.
_REFERENCES = frozenset(
    ("issues", "issue", "pull", "pulls", "discussions", "commit", "commits", "compare", "milestone", "projects")
)
# Pages of a repository on github.com that refer to nobody.
_PAGES = frozenset(("blob", "tree", "raw", "releases", "actions", "wiki", "archive", "security", "branches", "tags"))


def safe_address(url: str) -> str | None:
    """`url` percent-encoded, where it is an http, https or mailto address that refers to nobody; else None."""
    if len(url) > MAX_URL or "\\" in url:
        return None
    if _MAIL.fullmatch(url):
        return url
    parts = web_address(url)
    if parts is None or is_reference(parts):
        return None
    return encoded(url)


def web_address(url: str) -> SplitResult | None:
    """The parts of an http or https address with a plausible host and no login; None for anything else."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    return parts


def encoded(url: str) -> str:
    """`url` with everything percent-encoded that could end a Markdown link or is not ASCII."""
    return quote(url, safe="%/:?#@!$&+,;=~-._", encoding="utf-8", errors="replace")


def is_reference(parts: SplitResult) -> bool:
    """True where GitHub, or a GitHub Enterprise Server, would make a reference or a mention of the address."""
    host = (parts.hostname or "").rstrip(".")
    path = unquote(unquote(parts.path)).lower().replace("\\", "/")
    segments = [segment for segment in path.split("/") if segment not in ("", ".", "..")]
    refers = any(segment in _REFERENCES for segment in segments[2:-1])
    if host == "github.com" or host.endswith((".github.com", ".ghe.com")):
        return refers or not _is_plain_page(host, segments)
    return refers


def _is_plain_page(host: str, segments: list[str]) -> bool:
    if host not in ("github.com", "www.github.com", "m.github.com"):
        return host.split(".", 1)[0] in ("docs", "pages", "raw", "codeload", "avatars", "support")
    return len(segments) in (0, 2) or (len(segments) > 2 and segments[2] in _PAGES)
