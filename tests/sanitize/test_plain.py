"""What the log, a terminal, a page and a machine are given."""

from __future__ import annotations

from datetime import date

from handoff_issues import sanitize
from handoff_issues.model import Kind, Mention


def test_a_log_line_shows_controls_by_name() -> None:
    assert sanitize.log_line("a\nb\tc\x1b[31md") == "a\\nb c\\x1b[31md"
    assert sanitize.log_line("::error::x ##[y]") == "\\::error::x ##\\[y]"
    assert sanitize.log_line("std::vector, a::b, [x] #[derive]") == "std::vector, a::b, [x] #[derive]"
    assert len(sanitize.log_line("x" * 5000)) == 2000


def test_a_terminal_keeps_lines_and_nothing_else() -> None:
    assert sanitize.terminal("a\x1b]0;t\x07\nb\u202e\tc\r\n::x::") == "a]0;t\nb    c\n\\::x::"


def test_a_page_shows_what_was_written() -> None:
    assert sanitize.html('<b title="x">R&D\'s\u202e') == "&lt;b title=&quot;x&quot;&gt;R&amp;D&#x27;s"


def test_json_takes_our_values() -> None:
    value = {"kind": Kind.BLOCKER, "mentions": (Mention(start=1, end=2),), "date": date(2026, 2, 27), "n": None}
    assert sanitize.json_text(value) == (
        '{"kind": "blocker", "mentions": [{"start": 1, "end": 2}], "date": "2026-02-27", "n": null}'
    )
    assert sanitize.json_text("##[x] é") == '"##\\u005bx] \\u00e9"'
