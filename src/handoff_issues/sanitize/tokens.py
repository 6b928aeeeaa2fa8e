"""Tokens that are known by their format: a telling prefix, and what letters follow it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from handoff_issues.sanitize.assignments import has_long_part, is_placeholder, is_random
from handoff_issues.sanitize.spans import Span, next_line

MAX_TOKEN = 4000
_LETTERS = "A-Za-z0-9"
_WORD = "A-Za-z0-9_-"


@dataclass(frozen=True)
class Format:
    """How the tokens of one issuer look. A prefix begins with a literal letter, so that finding it is fast."""

    name: str
    prefix: str
    letters: str = _LETTERS
    least: int = 20
    """Letters that must follow the prefix."""
    most: int = MAX_TOKEN
    usual: int = 0
    """Letters that a whole one has: what is shorter may go on in the next line."""
    shape: str | None = None
    """What the whole must look like, where prefix and letters are not enough."""
    random: bool = False
    """True where the prefix is short enough to begin ordinary words too."""

    @cached_property
    def body(self) -> re.Pattern[str]:
        """The letters after the prefix."""
        return re.compile(f"[{self.letters}]{{0,{self.most}}}(?![A-Za-z0-9])")


FORMATS = (
    Format("GitHub token", r"gh[pousr]_", usual=36),
    Format("GitHub token", r"github_pat_", "A-Za-z0-9_", usual=82),
    Format("GitLab token", r"gl(?:pat|ptt|dt|rt|cbt|soat)-", "A-Za-z0-9_.-", 16),
    Format("AWS access key", r"A(?:KIA|SIA)", "A-Z0-9", 16, 16),
    Format("Google API key", r"AIza", _WORD, 30),
    Format("Google OAuth secret", r"GOCSPX-", _WORD),
    Format("Google OAuth token", r"ya29\.", _WORD),
    Format("Slack token", r"xox[abeoprs]-", "A-Za-z0-9-", 10),
    Format("Slack token", r"xapp-\d-", "A-Za-z0-9-"),
    Format("Slack webhook", r"hooks\.slack\.com/services/", "A-Za-z0-9/"),
    Format("Discord webhook", r"discord(?:app)?\.com/api/webhooks/\d{5,25}/", _WORD),
    Format("Anthropic API key", r"sk-ant-", _WORD, 16, usual=90),
    Format("OpenAI API key", r"sk-(?:proj-|svcacct-|admin-|or-v1-)?", _WORD, usual=48, random=True),
    Format("npm token", r"npm_", least=30, usual=36),
    Format("PyPI token", r"pypi-", _WORD, 40, usual=150),
    Format("Stripe key", r"sk_(?:live|test)_", least=10),
    Format("Stripe key", r"rk_(?:live|test)_", least=10),
    Format("Stripe webhook secret", r"whsec_"),
    Format(
        "JSON Web Token", r"eyJ", "A-Za-z0-9_.-", 20, shape=r"eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]*"
    ),
    Format("SendGrid API key", r"SG\.", "A-Za-z0-9_.-", 40, shape=r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    Format("Twilio API key", r"SK", "0-9a-f", 32, 32),
    Format("Hugging Face token", r"hf_", least=30, usual=34),
    Format("Vault token", r"hv[sb]\.", _WORD),
    Format("Supabase key", r"sbp_"),
    Format("Supabase key", r"sb_secret_", "A-Za-z0-9_-"),
    Format("DigitalOcean token", r"do[por]_v1_", "0-9a-f", 40),
    Format("Shopify token", r"shp(?:at|ca|pa|ss)_", "0-9a-fA-F", 32),
    Format("Docker token", r"dckr_pat_", _WORD),
    Format("Groq API key", r"gsk_", least=40),
    Format("age secret key", r"AGE-SECRET-KEY-1", "A-Z0-9", 40),
)
_ANY_PREFIX = re.compile("|".join(form.prefix for form in FORMATS))
_BY_PREFIX = [(re.compile(form.prefix), form) for form in FORMATS]


def known_tokens(text: str) -> Iterator[Span]:
    """All tokens of a known format; one that was wrapped over two or more lines is one."""
    position = 0
    while prefix := _ANY_PREFIX.search(text, position):
        position = prefix.end()
        if text[prefix.start() - 1 : prefix.start()].isalnum() and prefix.start():
            continue
        for pattern, form in _BY_PREFIX:
            found = pattern.match(text, prefix.start())
            end = _end(text, found, form) if found else None
            if end is not None:
                yield Span(prefix.start(), end, form.name)
                position = end
                break


def _end(text: str, prefix: re.Match[str], form: Format) -> int | None:
    """Where the token ends; None where it is none."""
    body = form.body.match(text, prefix.end())
    if body is None:
        return None
    value, end = body[0], body.end()
    while len(value) < MAX_TOKEN and (start := next_line(text, end)) is not None:
        more = form.body.match(text, start)
        if not more or not _goes_on(value, more[0], form):
            break
        value, end = value + more[0], more.end()
    trimmed = len(value) - len(value.rstrip(".-"))
    value, end = value[: len(value) - trimmed], end - trimmed
    return end if _is_token(prefix[0], value, form) else None


def _goes_on(value: str, more: str, form: Format) -> bool:
    """True where what begins the next line is the rest of a value that ends this line."""
    if len(value) < form.least:
        return len(more) >= 4 and bool(value)
    mixed = more.lower() != more != more.capitalize() or any(map(str.isdigit, more))
    return len(value) + len(more) <= form.most and (is_random(more) or (mixed and len(value) < form.usual))


def _is_token(prefix: str, value: str, form: Format) -> bool:
    if not form.least <= len(value) <= form.most or is_placeholder(value) or len(set(value.lower())) < 2:
        return False
    if form.shape and not re.fullmatch(form.shape, prefix + value):
        return False
    return not form.random or has_long_part(value)
