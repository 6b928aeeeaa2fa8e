"""What people wrote for people stays as they wrote it, and readable where something had to give way."""

from __future__ import annotations

import pytest

from handoff_issues import sanitize
from handoff_issues.sanitize import IssueText

UNCHANGED = [
    pytest.param("Populate the vault, then run the migrations.", id="sentence"),
    pytest.param("- first\n- second\n  - nested\n  - more\n- third", id="list"),
    pytest.param("1. build\n2. sign\n   1. fetch the key\n3. upload", id="numbers"),
    pytest.param("**Impact:** high, *probably*; ~~not yet~~", id="marks"),
    pytest.param("Run `make test ARGS='-k x|y'` in `src/app/`.", id="code"),
    pytest.param("```bash\ncurl -X POST @file https://github.com/a/b/issues/1 # 12\n```", id="fence keeps its words"),
    pytest.param("````md\n```\ninner\n```\n````", id="fence in a fence"),
    pytest.param("| a | b |\n| :--- | ---: |\n| `x \\| y` | 2 |", id="table"),
    pytest.param("> said so\n>\n> - twice", id="quote"),
    pytest.param("See [the plan](https://example.com/plan?a=1&b=2) and https://example.com/x_y.", id="links"),
    pytest.param("Write to joe@example.com.", id="mail"),
    pytest.param("snake_case, __init__, 2 * 3, a < b, R&D, C++ and C#, ~5 minutes, 50%, $5 and $10", id="signs"),
    pytest.param("PCC-99, feat/login, v1.2.3, src/app/main.py:12, ~/notes, 2026-02-27", id="identifiers"),
    pytest.param("👩\u200d💻 ships it 👍🏽, 1️⃣ first ❤️", id="emoji"),
    pytest.param("می\u200cخواهم و שלום, नमस्ते क्\u200dष", id="joined scripts"),
    pytest.param("完了：テスト、（確認）。「はい」！", id="full-width punctuation"),
    pytest.param("Größe ändern, déjà vu", id="accents"),
    pytest.param("a\n\nb\n\n___\n\nc", id="rule"),
    pytest.param("line\\\nbroken", id="hard break"),
    pytest.param("#### 1. A heading", id="heading"),
    pytest.param("it took 1234567 ms and 20260227 is a date", id="numbers in prose"),
]


@pytest.mark.parametrize("text", UNCHANGED)
def test_a_block_that_does_nothing_is_left_alone(text: str) -> None:
    assert sanitize.markdown(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("ask @octocat, see #12.", "ask `@octocat`, see `#12`.", id="mention and reference"),
        pytest.param(
            "bump @acme/ui@2.1.0 (node_modules/@acme/ui)",
            "bump `@acme/ui@2.1.0` (`node_modules/@acme/ui`)",
            id="package",
        ),
        pytest.param("since 9fceb02,", "since `9fceb02`,", id="commit"),
        pytest.param("- [ ] open\n- [x] done", "- open\n- ✓ done", id="boxes"),
        pytest.param("# Top\n\n## Under", "#### Top\n\n#### Under", id="headings"),
        pytest.param("Top\n===\n\ntext", "#### Top\n\ntext", id="underlined heading"),
        pytest.param("[plan](docs/plan.md)", "plan (`docs/plan.md`)", id="relative link"),
        pytest.param("[docs/plan.md](docs/plan.md)", "docs/plan.md", id="relative link that names itself"),
        pytest.param("![chart](https://example.com/c.png)", "[chart](https://example.com/c.png)", id="image"),
        pytest.param("<details><summary>More</summary>\n\nwords\n\n</details>", "More\n\nwords", id="details"),
        pytest.param("a<br>b <kbd>q</kbd>", "a\nb q", id="tags of form"),
        pytest.param("set <your-token> in Vec<String>", "set \\<your-token> in Vec\\<String>", id="angle brackets"),
        pytest.param("```mermaid\ngraph TD\n```", "```\ngraph TD\n```", id="drawing"),
        pytest.param("    indented", "```\nindented\n```", id="indented code"),
        pytest.param("/etc/hosts is wrong", "`/etc/hosts` is wrong", id="path at the start of a line"),
        pytest.param("a | b\n--|--\n1 | 2", "| a | b |\n| --- | --- |\n| 1 | 2 |", id="table"),
        pytest.param("[^1] and $x_1$", "\\[^1] and `$x_1$`", id="footnote and mathematics"),
        pytest.param(
            "见https://example.com/a。然后", "见<https://example.com/a>。然后", id="address in another script"
        ),
        pytest.param(
            "fixes https://github.com/acme/ui/pull/3", "fixes `https://github.com/acme/ui/pull/3`", id="address"
        ),
        pytest.param(
            "https://github.com/acme/ui/blob/main/a.py", "<https://github.com/acme/ui/blob/main/a.py>", id="page"
        ),
    ],
)
def test_what_would_act_is_shown_instead(text: str, written: str) -> None:
    assert sanitize.markdown(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("Fix the login of feat/x (PCC-99)", "Fix the login of feat/x (PCC-99)", id="plain"),
        pytest.param("Run `make test` on v1.2.3", "Run `make test` on v1.2.3", id="code"),
        pytest.param("Ask @octocat about #12", "Ask @\u200boctocat about #\u200b12", id="mention and reference"),
        pytest.param("Upgrade @acme/ui", "Upgrade `@acme/ui`", id="package"),
        pytest.param("Revert 9fceb02", "Revert `9fceb02`", id="commit"),
        pytest.param("acme/ui#3 and GH-4", "acme/ui#\u200b3 and GH-\u200b4", id="references"),
        pytest.param("## Two\nlines `", "Two lines '", id="lines and a lone back-tick"),
        pytest.param("- [ ] open", "open", id="box"),
        pytest.param("a *b* __c__ [d](e) <f> & | $5", "a *b* __c__ [d](e) <f> & | $5", id="no markup in titles"),
        pytest.param("<!-- x -->", "(no title)", id="nothing left"),
        pytest.param(" \u200b ", "(no title)", id="nothing"),
    ],
)
def test_a_title_reads_well(text: str, written: str) -> None:
    assert sanitize.title(text) == written


@pytest.mark.parametrize(
    ("text", "end"),
    [
        pytest.param("word " * 100, "word…", id="between words"),
        pytest.param("x" * 300, "x…", id="one long word"),
        pytest.param("é" * 255 + "e\u0301e\u0301", "é…", id="accents"),
        pytest.param("a" * 254 + "👩\u200d💻👩\u200d💻", "a…", id="emoji"),
        pytest.param("a" * 252 + "🇩🇪🇫🇷🇪🇸", "🇩🇪…", id="flags"),
        pytest.param("word " * 48 + "`some code that does not fit`", "word…", id="code at the end"),
        pytest.param("`" + "code " * 100 + "`", "code`…", id="code all along"),
        pytest.param("```` " + "``` " * 80 + "````", "…", id="code of back-ticks"),
    ],
)
def test_a_long_title_is_cut_where_one_may_cut(text: str, end: str) -> None:
    title = sanitize.title(text)
    assert len(title) <= 256
    assert title.endswith(end)
    assert sanitize.title(title) == title


def test_a_line_folds_lines_and_escapes_pipes() -> None:
    assert sanitize.inline("a | b\n\n`c|d`\t1. x") == "a \\| b `c\\|d` 1. x"
    assert sanitize.inline("# no heading") == "\\# no heading"
    assert sanitize.inline("1. no list") == "1\\. no list"


def test_code_holds_any_back_ticks() -> None:
    assert sanitize.code("a `b` ``c``") == "``` a `b` ``c`` ```"
    assert sanitize.code("") == "` `"
    assert sanitize.fenced("```\nx\n```", "text") == "````text\n```\nx\n```\n````"


def test_a_quotation_shows_lines_as_written() -> None:
    assert sanitize.quote("- [x] **done** @octocat\n  1. more\n\nend") == (
        "> \\- [x] \\*\\*done\\*\\* `@octocat`\\\n> \u00a0\u00a01. more\n>\n> end"
    )


def test_a_link_of_ours() -> None:
    text = sanitize.inline("a ] [b](https://example.org)")
    assert sanitize.link(text, "https://example.com/a b?plain=1#L3-L9") == (
        "[a \\] b](https://example.com/a%20b?plain=1#L3-L9)"
    )
    assert sanitize.link(text, "javascript:alert(1)") == text


def test_cutting_closes_what_is_open() -> None:
    note = IssueText.trusted("*more*")
    text = sanitize.markdown("- a\n  ```\n  one\n  two\n  three\n  ```\n- b")
    assert sanitize.cut(text, len(text), note=note) == text
    assert sanitize.cut(text, 38, note=note) == "- a\n  ```\n  one\n  two\n  ```\n\n*more*"
    assert sanitize.cut(text, 4, note=note) == "*mor"


def test_nothing_is_lost_that_is_too_much() -> None:
    deep = "\n".join(f"{'  ' * depth}- level {depth}" for depth in range(60))
    assert sanitize.markdown(deep) == f"```\n{deep}\n```"
    many = "\n".join(f"- {number}" for number in range(5000))
    assert sanitize.markdown(many).endswith("- 1999\n\n…")
