"""What holds for every text: built from the pieces of which attacks are made."""

from __future__ import annotations

import json
import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from handoff_issues import sanitize
from handoff_issues.sanitize import IssueText
from sanitize.attacks import ATTACKS, MARKER, SHA
from sanitize.oracle import inline_violations, swallowed, title_violations, violations

_PIECES = [
    *"@#<>[]()!`*_~|\\&;:=+-/.$\"'{}^ \t\n0a1bXé漢", "\n\n", "\n- ", "\n  ", "\n    ", "\n> ", "\n1. ", "\n| ",
    " | ", "\n---\n", "\n===\n", "\n|-|-|\n", "- [ ] ", "[x] ", "```", "~~~", "``", "````\n", "```mermaid\n",
    "<!--", "-->", "--", "<!", "handoff-issues", "/handoff-issues", MARKER, "<details>", "</details>", "<b>",
    "</b>", "<br>", "<img src=x>", "<script>", "<!-- /handoff-issues -->", "<?", "?>", "@octocat", "@", "#12",
    "GH-12", "acme/widgets#3", "fixes ", SHA, "9fceb02", "/close", "\n/close", "[!NOTE]", "[^1]", "https://",
    "https://example.com", "www.", "github.com/a/b/issues/1", "example.com", "javascript:", "mailto:a@b.de",
    "](", "][", "]:", "![", "[a](", "[a]: ", "](<", ' "t")', "**", "__", "~~", "&#64;", "&lt;", "&#8203;", "&",
    "\\\n", "\u200b", "\u200d", "\u202e", "\ufeff", "\u00ad", "\uff20", "\uff03", "\u0301", "\u00a0", "\r",
    "\x1b[", "\x00", "\ud800", "👩\u200d💻", "ﷺ", "مرحبا", "\u2028", "$x$", "$$", "::error::", "##[",
    "password: ", "hunter2x", "token=", "ghp_" + "a1B2" * 9, "-----BEGIN PRIVATE KEY-----\n",
    "-----END PRIVATE KEY-----",
]  # fmt: skip
texts = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=40).map("".join),
    st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=6)), max_size=20).map("".join),
    st.lists(st.sampled_from([attack.text for attack in ATTACKS]), min_size=2, max_size=3).map("".join),
)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]")
many = settings(max_examples=300, deadline=None)


@many
@given(texts)
def test_a_block_is_inert(text: str) -> None:
    block = sanitize.markdown(text)
    assert violations(block) == []
    assert swallowed(block) == []
    assert sanitize.markdown(block) == block


@many
@given(texts)
def test_a_line_is_inert(text: str) -> None:
    line = sanitize.inline(text)
    assert inline_violations(line) == []
    assert sanitize.inline(line) == line


@many
@given(texts)
def test_a_title_is_inert(text: str) -> None:
    title = sanitize.title(text)
    assert title_violations(title) == []
    assert sanitize.title(title) == title


@many
@given(texts)
def test_quotations_and_code_are_only_words(text: str) -> None:
    for block in (sanitize.quote(text), sanitize.fenced(text)):
        assert violations(block) == []
        assert swallowed(block) == []
    assert inline_violations(sanitize.code(text)) == []


@many
@given(texts, st.integers(min_value=0, max_value=400))
def test_what_is_cut_is_whole_and_fits(text: str, limit: int) -> None:
    block = sanitize.cut(sanitize.markdown(text), limit, note=IssueText.trusted("*cut*"))
    assert len(block) <= limit
    assert violations(block) == []
    assert swallowed(block) == []


@many
@given(texts)
@example("token:\n  " + "a1B2" * 5 + "\n  " + "c3D4" * 5)
def test_redacting_keeps_every_line_and_is_done_once(text: str) -> None:
    redacted = sanitize.redact(text)
    assert redacted.text.count("\n") == text.count("\n")
    assert sanitize.redact(redacted.text).text == redacted.text
    lines = redacted.text.split("\n")
    for finding in redacted.findings:
        assert f"[redacted: {finding.name}]" in lines[finding.line - 1]


@many
@given(texts)
def test_the_runner_finds_no_command(text: str) -> None:
    written = json.loads(sanitize.json_text([text]))
    assert written == [sanitize.redact(text.replace("\ud800", "\ufffd")).text]
    for line in (sanitize.log_line(text), *sanitize.terminal(text).split("\n"), sanitize.json_text(text)):
        assert not _UNSEEN.search(line)
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
