"""Whatever stands in a file: no error, no long wait, lines that exist."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoff_issues.handoff import parse
from handoff_issues.model import Handoff

PIECES = st.sampled_from(
    [
        *("# ", "## Next steps", "## Done\n", "- ", "  - ", "1. ", "[ ] ", "[x] ", "**", "~~", "`", "```", "|"),
        *("|---|---|", "\n", "\n\n", "> ", "<!--", "-->", "---", "Fix it", "add tests", "TODO", "done", "(P1)", ":"),
        *("blocked by #3", "✅", "🔴", "⏳", "\t", "    ", "\r\n", "\u202e", "\u200b", "\x00", "修复", "待办"),
        *("해야 할 일", "نص", "&#8203;", "\\", "(", "[a](b)", "![", "$", "* * *", "===", "A + B", "—", "…"),
        *("date: 2026-01-01", "e\u0301", "\ud7ff", "\U0001f9d1\u200d\U0001f4bb"),
    ]
)
MARKDOWN = st.lists(PIECES | st.text(max_size=8), max_size=60).map("".join)


def check(handoff: Handoff, text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for found in (*handoff.items, *handoff.done):
        assert found.title.strip()
        assert found.mentions
        assert all(1 <= mention.start <= mention.end <= lines for mention in found.mentions)


@given(MARKDOWN)
@settings(max_examples=300, deadline=None)
def test_any_markdown_is_read(text: str) -> None:
    check(parse(text, path="HANDOFF.md"), text)


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text: str) -> None:
    check(parse(text, path="HANDOFF.md"), text)


@given(MARKDOWN)
@settings(max_examples=60, deadline=None)
def test_the_same_text_is_read_the_same_way(text: str) -> None:
    assert parse(text, path="HANDOFF.md") == parse(text, path="HANDOFF.md")


LARGE: dict[str, Callable[[int], str]] = {
    "entries": lambda n: "## Todo\n\n" + "".join(f"- [ ] Fix part{i} of file{i}.py\n" for i in range(n)),
    "rows": lambda n: "## Todo\n\n|A|B|\n|---|---|\n" + "".join(f"| Fix part{i} | open |\n" for i in range(n)),
    "sections": lambda n: "".join(f"## Next steps {i}\n\n- Fix part{i}\n" for i in range(n // 2)),
    "headings": lambda n: "# x\n" * n,
    "strong lines": lambda n: "## Todo\n\n" + "**a** b\n" * n,
    "paragraph": lambda n: "x y z\n" * (n * 4),
    "deep list": lambda n: "## Todo\n" + "".join("  " * i + f"- Fix level {i}\n" for i in range(min(n, 400))),
    "quotations": lambda n: "> " * n + "x\n",
    "brackets": lambda n: "- Fix " + "[" * n + "(" * n + "\n",
    "comments": lambda n: "<!--" * n,
    "comment lines": lambda n: "<!-- \n" * n,
    "back-ticks": lambda n: "`a" * n,
    "stars": lambda n: "*a " * n,
    "blanks": lambda n: "- Fix" + " " * (n * 10) + "x\n",
    "pipes": lambda n: "|" * n + "\n" + "|-" * n + "\n",
    "fence": lambda n: "## Todo\n\n```\n" + "- Fix x\n" * n,
    "references": lambda n: "[a]: b\n" * n,
    "ideographs": lambda n: "## 待办\n\n" + "".join(f"- 修复模块{i}的问题\n" for i in range(n // 2)),
}


@pytest.mark.parametrize("name", LARGE)
def test_large_and_hostile_text_takes_no_more_than_two_seconds(name: str) -> None:
    text = LARGE[name](5000)
    started = time.process_time()
    handoff = parse(text, path="HANDOFF.md")
    assert time.process_time() - started < 2 * SLACK
    check(handoff, text)


SLACK = 2.0
"""Other work on the machine may slow a test down; what this guards against is growth by the square."""


def test_five_thousand_items_are_all_read() -> None:
    assert len(parse(LARGE["entries"](5000), path="HANDOFF.md").items) == 5000


def test_time_grows_with_the_size() -> None:
    def seconds(count: int) -> float:
        text = LARGE["entries"](count)
        started = time.process_time()
        parse(text, path="HANDOFF.md")
        return time.process_time() - started

    seconds(100)
    assert seconds(6000) < 20 * seconds(600)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("\n\n\n", id="blank"),
        pytest.param("\x00\x01\x02" * 500, id="binary"),
        pytest.param("\ufeff# A\r\n\r\n## Todo\r\n\r\n- Add x\r- Fix y\n", id="mixed line ends"),
        pytest.param("## Todo\n\n- Fix \u202ethe\u202c thing\u200b here\n", id="bidirectional text"),
    ],
)
def test_odd_text(text: str) -> None:
    check(parse(text, path="HANDOFF.md"), text)


def test_a_large_file_is_read_up_to_the_limit_and_said_so() -> None:
    text = "## Todo\n\n" + "".join(f"Some words of no matter, line {i}\n" for i in range(200_000))
    handoff = parse(text, path="HANDOFF.md")
    assert [warning.line for warning in handoff.warnings] != []
    assert "512 kB" in handoff.warnings[0].message
