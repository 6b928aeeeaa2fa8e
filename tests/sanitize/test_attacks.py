"""Every attack, in every way out: nothing notifies, links, executes, hides or escapes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from handoff_issues import sanitize
from handoff_issues.sanitize import IssueText
from sanitize.attacks import ATTACKS, Attack
from sanitize.oracle import inline_violations, shown, swallowed, title_violations, violations

attacks = pytest.mark.parametrize("attack", [pytest.param(attack, id=attack.name) for attack in ATTACKS])


@attacks
def test_a_block_is_inert(attack: Attack) -> None:
    text = sanitize.markdown(attack.text)
    assert violations(text) == []
    assert swallowed(text) == []
    assert sanitize.markdown(text) == text
    for words in attack.shows:
        assert words in shown(text)


@attacks
def test_a_line_is_inert_wherever_it_stands(attack: Attack) -> None:
    text = sanitize.inline(attack.text)
    assert inline_violations(text) == []
    assert sanitize.inline(text) == text


@attacks
def test_a_title_is_inert(attack: Attack) -> None:
    text = sanitize.title(attack.text)
    assert title_violations(text) == []
    assert sanitize.title(text) == text


@attacks
def test_code_is_only_code(attack: Attack) -> None:
    assert inline_violations(sanitize.code(attack.text)) == []
    block = sanitize.fenced(attack.text, "text")
    assert violations(block) == []
    assert swallowed(block) == []


@attacks
def test_a_quotation_is_only_words(attack: Attack) -> None:
    text = sanitize.quote(attack.text)
    assert violations(text) == []
    assert swallowed(text) == []


@attacks
def test_a_link_of_ours_stays_one_link(attack: Attack) -> None:
    label = sanitize.link(sanitize.inline(attack.text), "https://example.com/a b(c)")
    assert violations(label) == []
    assert label.count("](") == 1 or label == "<https://example.com/a%20b%28c%29>"


@attacks
@pytest.mark.parametrize("limit", [120, 300])
def test_what_is_cut_stays_whole(attack: Attack, limit: int) -> None:
    note = IssueText.trusted("*The rest is in the handoff.*")
    text = sanitize.cut(sanitize.markdown(attack.text), limit, note=note)
    assert len(text) <= limit
    assert violations(text) == []
    assert swallowed(text) == []


_TO_THE_RUNNER: dict[str, Callable[[str], str]] = {
    "log line": sanitize.log_line,
    "terminal": sanitize.terminal,
    "json": lambda text: sanitize.json_text({"title": text, text: [text]}),
    "json of a text": sanitize.json_text,
}


@attacks
@pytest.mark.parametrize("way", _TO_THE_RUNNER)
def test_the_runner_finds_no_command(attack: Attack, way: str) -> None:
    text = _TO_THE_RUNNER[way](attack.text)
    for line in text.splitlines():
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]", text)
    assert way == "terminal" or "\n" not in text


@attacks
def test_json_says_what_was_said(attack: Attack) -> None:
    text = sanitize.json_text([attack.text])
    assert text.isascii()
    assert json.loads(text) == [sanitize.redact(attack.text).text.replace("\ud800", "\ufffd")]


@attacks
def test_a_page_shows_only_words(attack: Attack) -> None:
    text = sanitize.html(attack.text)
    assert not re.search(r"[<>\"']|&(?!(?:amp|lt|gt|quot|#x27);)", text)
