"""Secrets of every format are found however they are wrapped, and nothing else is.

The values are made up, and put together here so that no scanner takes them for real ones.
"""

from __future__ import annotations

import random
import string
from pathlib import Path

import pytest

from handoff_issues import sanitize
from handoff_issues.sanitize import Finding, redact
from sanitize.attacks import SHA

_SHARED = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "docs"


def _made(length: int, letters: str = string.ascii_letters + string.digits) -> str:
    """Made up, and the same in every run."""
    return "".join(random.Random(length).choices(letters, k=length))


_HEX = string.digits + "abcdef"
_UPPER = string.ascii_uppercase + string.digits
TOKENS = {
    **{f"GitHub token {kind}": f"gh{kind}_{_made(36)}" for kind in "pousr"},
    "GitHub token, fine-grained": f"github_pat_{_made(22)}_{_made(59)}",
    "GitLab token": f"glpat-{_made(20)}",
    "AWS access key": f"AKIA{_made(16, _UPPER)}",
    "AWS access key, temporary": f"ASIA{_made(16, _UPPER)}",
    "Google API key": f"AIza{_made(35)}",
    "Slack token": f"xoxb-{_made(12, string.digits)}-{_made(24)}",
    "OpenAI API key": f"sk-{_made(48)}",
    "OpenAI API key, of a project": f"sk-proj-{_made(40)}-{_made(30)}",
    "Anthropic API key": f"sk-ant-api03-{_made(60)}-{_made(20)}AA",
    "npm token": f"npm_{_made(36)}",
    "PyPI token": f"pypi-{_made(60)}",
    "Stripe key": f"sk_live_{_made(24)}",
    "Stripe key, restricted": f"rk_live_{_made(24)}",
    "JSON Web Token": f"eyJ{_made(30)}.eyJ{_made(40)}.{_made(43)}",
    "SendGrid API key": f"SG.{_made(22)}.{_made(43)}",
    "Twilio API key": f"SK{_made(32, _HEX)}",
    "Hugging Face token": f"hf_{_made(34)}",
}
WRAPPED = {
    "alone": "{}",
    "in a sentence": "use {}, then rotate it.",
    "in back-ticks": "- key: `{}`",
    "in quotes": 'export A="{}"',
    "in bold": "**{}**",
    "in a cell": "| a | {} | c |",
    "in a link": "[x](https://example.com/?q={})",
    "in a fence": "```\n{}\n```",
}


@pytest.mark.parametrize("name", TOKENS)
@pytest.mark.parametrize("wrapping", WRAPPED)
def test_a_known_format_is_found_in_any_wrapping(name: str, wrapping: str) -> None:
    text = WRAPPED[wrapping].format(TOKENS[name])
    redacted = redact(text)
    kind = name.split(",")[0].rsplit(" ", 1)[0] if name.startswith("GitHub token ") else name.split(",")[0]
    assert redacted.text == WRAPPED[wrapping].format(f"[redacted: {kind}]")
    assert redacted.findings == (Finding(kind, 1 + text[: text.index(TOKENS[name])].count("\n")),)


@pytest.mark.parametrize("name", TOKENS)
@pytest.mark.parametrize("turn", ["\n", "\n  ", "\n> ", "` \n`"])
def test_a_value_that_was_wrapped_is_found_whole(name: str, turn: str) -> None:
    value = TOKENS[name]
    half = max(len(value) * 2 // 3, len(value) - 12)
    redacted = redact(f"first\n{value[:half]}{turn}{value[half:]} after\nlast")
    assert value[half:] not in redacted.text
    assert redacted.text.count("\n") == 3
    assert redacted.text.endswith(" after\nlast")


@pytest.mark.parametrize("name", TOKENS)
def test_no_way_out_shows_a_secret(name: str) -> None:
    value = TOKENS[name]
    disguised = f"{value[:9]}\u200b{value[9:]}"
    for text in (value, f"a `{value}` b", disguised, f"{value[:9]}<!-- x -->{value[9:]}"):
        for way in (sanitize.markdown, sanitize.inline, sanitize.title):
            assert value[-8:] not in way(text)
    for way in (sanitize.quote, sanitize.code, sanitize.fenced, sanitize.log_line, sanitize.terminal, sanitize.html):
        assert value[-8:] not in way(disguised)
    assert value[-8:] not in sanitize.json_text({"text": [value], value: 1})


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("password: hunter2!", "password: [redacted: password]", id="password"),
        pytest.param("dbpassword: Tr0ub4dor3", "dbpassword: [redacted: password]", id="end of a word"),
        pytest.param("DB_PASSWORD=Tr0ub4dor&3", "DB_PASSWORD=[redacted: password]", id="variable"),
        pytest.param("**Password**: `Xk29!mQz`", "**Password**: `[redacted: password]`", id="bold and back-ticks"),
        pytest.param("| Admin password | Gh7-kLm29x |", "| Admin password | [redacted: password] |", id="cell beside"),
        pytest.param(
            "| User | Password |\n|---|---|\n| bob | `Xk29!mQz` |",
            "| User | Password |\n|---|---|\n| bob | `[redacted: password]` |",
            id="cell below",
        ),
        pytest.param("root password Bigbrook71.", "root password [redacted: password].", id="without a sign"),
        pytest.param("the password is Summer2031!", "the password is [redacted: password]", id="is"),
        pytest.param('"apiKey": "Zx81kQp0LmN47rTy"', '"apiKey": "[redacted: API key]"', id="JSON"),
        pytest.param("--token q8RzP1mXw7KdB3nV", "--token [redacted: token]", id="option"),
        pytest.param("API key:\n  `a8F3kd92LmQp04Zx71ab`", "API key:\n  `[redacted: API key]`", id="in the next line"),
        pytest.param(f"SECRET={_made(40, _HEX)}", "SECRET=[redacted: secret]", id="hexadecimal"),
        pytest.param(
            "aws_secret_access_key = wJalr7UtnFEMI/K7MDENG/bPx4fiCYzz8Q1pLm",
            "aws_secret_access_key = [redacted: secret]",
            id="with slashes",
        ),
        pytest.param(
            f"Authorization: Bearer {_made(32)}", "Authorization: Bearer [redacted: credential]", id="authorization"
        ),
        pytest.param("postgres://app:s3cr3t@db:5432/x", "postgres://app:[redacted: password]@db:5432/x", id="address"),
        pytest.param("redis://:p4ssw0rd@cache", "redis://:[redacted: password]@cache", id="address without user"),
        pytest.param(
            "https://x.example/?token=Zx81kQp0LmN47r&a=1", "https://x.example/?token=[redacted: token]&a=1", id="query"
        ),
        pytest.param("curl -u admin:Secr3tPass https://x", "curl -u admin:[redacted: password] https://x", id="curl"),
    ],
)
def test_a_value_behind_a_telling_name_is_found(text: str, written: str) -> None:
    assert redact(text).text == written


_KEY = "-----BEGIN {0}PRIVATE KEY-----\n{1}\n{2}\n-----END {0}PRIVATE KEY-----"


@pytest.mark.parametrize("kind", ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "])
@pytest.mark.parametrize("prefix", ["", "> ", "    "])
def test_a_private_key_is_one_finding(kind: str, prefix: str) -> None:
    text = f"before\n{_KEY.format(kind, _made(64), _made(40))}\nafter".replace("\n", f"\n{prefix}")
    redacted = redact(text)
    assert redacted.text == f"before\n{prefix}[redacted: private key]\n\n\n\n{prefix}after"
    assert redacted.findings == (Finding("private key", 2),)


def test_a_private_key_that_was_cut_off_takes_its_lines_only() -> None:
    text = _KEY.format("", _made(64), _made(40)).rpartition("\n")[0] + "\n\nwords after"
    assert redact(text).text == "[redacted: private key]\n\n\n\nwords after"


@pytest.mark.parametrize(
    "text",
    [
        f"commit {SHA} and {SHA[:7]}",
        f"key: sha256:{_made(64, _HEX)}",
        f"image: token-service@sha256:{_made(64, _HEX)}",
        "token: 550e8400-e29b-41d4-a716-446655440000",
        "secret/data/app: `pg-user`, `pg-password`, `github-token`, `vault-token2`",
        "API_KEY=<your-token>",
        "API_KEY=your_key_here",
        "API_KEY=xxxxxxxxxxxxxxxx",
        f"ghp_{'x' * 36}",
        "sk_test_xxxxxxxxxxxxxxxx",
        "password: ********",
        "TOKEN=${GITHUB_TOKEN}",
        "TOKEN=$(cat /run/secrets/token1)",
        "token: ${{ secrets.GITHUB_TOKEN }}",
        "apiKey: process.env.OPENAI_API_KEY",
        "postgres://${USER}:${PASS}@host/db",
        "postgres://user:password@localhost/db",
        "postgres://postgres:postgres@localhost/db",
        "Token: CORRECTIONS_TOKEN_V2",
        "secretName: my-tls-cert-2026-02",
        "Max tokens: 128000",
        "Password: argon2id",
        "token bucket rather than window2",
        "key: apps/web/components/deploy-sheet2.tsx",
        "cache key: deps-v1-linux-x64-py3.11",
        "keys: user:123456:session:7890",
        "sk-learn-pipeline-with-a-long-name-2024",
        "git@github.com:owner/repo.git",
        "private key path: ~/.ssh/id_ed25519",
        "token = await getAccessToken2()",
        "| Secret | Count |\n| --- | --- |\n| pg-password | 12 |",
        "the password was changed, and the token has to be rotated by Friday",
    ],
)
def test_what_only_looks_secret_is_left_alone(text: str) -> None:
    assert redact(text) == sanitize.Redacted(text, ())


@pytest.mark.skipif(not _SHARED.is_dir(), reason="real handoffs are not at hand")
def test_at_most_one_finding_in_ten_thousand_words_of_real_handoffs() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(_SHARED.glob("*.md"))]
    found = [finding for text in texts for finding in redact(text).findings]
    # All of them are real values, judged one by one: so this bounds false alarms from above.
    assert 1 <= len(found) <= sum(len(text.split()) for text in texts) / 10_000
