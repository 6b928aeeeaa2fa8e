"""Documents that are made to take long, and odd ones: no error, no long wait, lines that exist."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from handoff_issues.handoff import parse
from handoff_issues.model import Handoff
from support.pace import in_time

BUDGET = 2.0
"""Seconds of processor time for any document. Those here are linear in their length, and take a fraction."""


def check(handoff: Handoff, text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for found in (*handoff.items, *handoff.done):
        assert found.title.strip()
        assert found.mentions
        assert all(1 <= mention.start <= mention.end <= lines for mention in found.mentions)


def entries(count: int, words: str) -> str:
    """One list under a heading that says work; `words` may use `{i}`."""
    return "## Todo\n\n" + "".join(f"- {words.format(i=i)}\n" for i in range(count))


LINES: dict[str, str] = {
    "comments that never end": "<!--" * 20_000,
    "comments that never end, in lines": "<!-- x\n" * 20_000,
    "comments that all end at last": "<!-- x\n" * 20_000 + "-->",
    "comments of several lines": "<!--\na\n-->\n" * 8_000,
    "comments that overrule": "<!-- handoff: item -->\n- x\n" * 2_000,
    "blanks within an entry": entries(20, "Fix" + " " * 4_000 + "x"),
    "blanks after an entry": entries(20, "Fix x" + " " * 4_000),
    "lines of blanks": "- Fix x\n" + (" " * 4_000 + "\n") * 100,
    "one line of half a megabyte": "- Fix " + "a" * 500_000,
    "one line of a megabyte of words": "- Fix " + "word " * 200_000,
    "long lines": entries(60, "Fix " + "ab " * 1_300),
    "long words": ("a" * 4_000 + "\n\n") * 100,
    "deep list": "## Todo\n" + "".join("  " * i + f"- Fix level {i}\n" for i in range(400)),
    "deep numbered list": "".join("   " * i + "1. x\n" for i in range(300)),
    "lists in and out": "".join(" " * (i % 200) + "- x\n" for i in range(2_000)),
    "tabs": "".join("\t" * (i % 60) + "- x\n" for i in range(2_000)),
    "quotations": "> " * 20_000 + "x\n",
    "quoted lines": (">" * 100 + " x\n") * 2_000,
    "brackets": "- Fix " + "[" * 2_000 + "(" * 2_000 + "\n",
    "brackets in lines": ("- Fix " + "[" * 1_000 + "a" + "]" * 1_000 + "\n") * 40,
    "brackets in one paragraph": ("[" * 500 + "\n") * 60,
    "images": ("![[" * 1_000 + "\n\n") * 20,
    "links that never end": ("[a](b " * 700 + "\n\n") * 30,
    "definitions": "[a]: b\n" * 10_000,
    "uses of a definition": "[a]: b\n\n" + "[a] " * 20_000,
    "remarks": entries(40, "Fix " + "(a) " * 1_000),
    "remarks that never end": entries(40, "Fix " + "(a " * 1_300),
    "shares": entries(40, "Fix " + "1% done 2/3 done " * 250),
    "fields": "## Todo\n\n" + "### Fix it\n\nStatus: open | Priority: 1 | Status: 1% done |\n\n" * 800,
    "back-ticks": ("`a" * 2_000 + "\n\n") * 40,
    "runs of back-ticks": "".join("`" * i + " " for i in range(1, 90)) * 30,
    "stars": ("*a " * 1_300 + "\n\n") * 40,
    "nested stars": ("*" * 2_000 + "a" + "*" * 2_000 + "\n\n") * 20,
    "tildes": ("~~a " * 1_000 + "\n\n") * 30,
    "entities": ("&amp;" * 800 + "\n") * 50,
    "escapes": ("\\a" * 2_000 + "\n") * 50,
    "tags": ("<b>" * 1_300 + "\n\n") * 50,
    "wide table": "|a" * 1_000 + "|\n" + "|-" * 1_000 + "|\n" + ("|x" * 1_000 + "|\n") * 20,
    "pipes": "|" * 4_000 + "\n" + "|-" * 2_000 + "\n",
    "fences": "```\n" * 20_000,
    "fence that never ends": "## Todo\n\n```\n" + "- Fix x\n" * 20_000,
    "prompts": "```\n- Fix a\n- Fix b\n```\n\n" * 1_000,
    "commas": entries(30, "Fix " + "a, " * 1_300),
    "clauses": entries(30, "a: " * 600 + "b. " * 600),
    "dashes": ("a — " * 1_000 + "\n\n") * 30,
    "words that join": entries(30, "Fix " + "a and " * 300 + "b + " * 300),
    "phrases within phrases": entries(80, "not done done not yet done " * 70),
    "capitals": ("NOT DONE YET " * 300 + "\n\n") * 60,
    "numbers": entries(50, "1." * 1_900),
    "tickets": entries(50, "AB-1 " * 800),
    "emoji": ("✅" * 1_300 + "\n\n") * 60,
    "marks on one letter": ("a" + "\u0301" * 1_900 + "\n\n") * 60,
    "zero-width letters": entries(60, "Fix" + "\u200b" * 1_300),
    "bidirectional marks": entries(60, "\u202eFix\u202c " * 200),
    "ideographs": ("修复" * 600 + "\n\n") * 100,
    "dates": "Date: " + "2026-01-01 " * 300 + "\n" + "1 de de de " * 300,
    "front matter": "---\n" + "a: b\n" * 20_000 + "---\n",
}
"""Long lines, deep nesting, marks that never end."""

MANY: dict[str, Callable[[int], str]] = {
    "entries": lambda n: entries(n, "[ ] Fix part{i} of file{i}.py"),
    "entries without a heading": lambda n: "".join(f"- Fix part{i}\n" for i in range(n)),
    "equal entries": lambda n: entries(n, "Fix the import"),
    "entries with keys": lambda n: entries(n, "Fix AB-1 x"),
    "entries that join works": lambda n: entries(n, "Fix alpha{i} and beta{i}"),
    "sections that join works": lambda n: "".join(
        f"## Next steps {i}\n\n- Fix alpha and beta{i % 50}\n" for i in range(n)
    ),
    "sections with one work": lambda n: "".join(f"## Next steps {i}\n\n- Fix it\n" for i in range(n)),
    "rows": lambda n: "## Todo\n\n|A|B|\n|---|---|\n" + "".join(f"| Fix part{i} | open |\n" for i in range(n)),
    "tables": lambda n: "## Todo\n\n" + "|A|B|\n|---|---|\n| Fix it | open |\n\n" * n,
    "headings": lambda n: "# x\n" * n,
    "headings of all levels": lambda n: "".join(f"{'#' * (1 + i % 6)} Heading {i}\n\ntext\n\n" for i in range(n)),
    "underlined headings": lambda n: "a\n=\n" * n,
    "lists under labels": lambda n: "".join(f"Part {i}:\n\n- Fix a{i}\n- Add b{i}\n\n" for i in range(n)),
    "labels in labels": lambda n: "**A**\n\nSteps:\n\n- x\n\n" * n,
    "strong lines": lambda n: "## Todo\n\n" + "**a** b\n" * n,
    "questions": lambda n: "## Open questions\n\n" + "- Why is it so slow?\n" * n,
    "finished entries": lambda n: "## Done\n\n" + "- [x] Fix it\n" * n,
    "finished headings": lambda n: "## Fix it ✅\n\ntext\n\n" * n,
    "paragraph": lambda n: "x y z\n" * (n * 4),
    "ideographs": lambda n: "## 待办\n\n" + "".join(f"- 修复模块{i}的问题\n" for i in range(n)),
}
"""Much of the same."""


def seconds(text: str) -> float:
    """Processor time of reading a text: on a busy machine it is more now and then, so the better of two counts."""
    taken: list[float] = []
    while len(taken) < 2 and min(taken, default=BUDGET) >= BUDGET:
        started = time.process_time()
        check(parse(text, path="HANDOFF.md"), text)
        taken.append(time.process_time() - started)
    return min(taken)


@pytest.mark.parametrize("name", LINES)
def test_no_line_and_no_nesting_takes_long(name: str) -> None:
    assert in_time(seconds(LINES[name]), BUDGET)


@pytest.mark.parametrize("name", MANY)
def test_much_of_the_same_takes_no_longer_than_it_is_long(name: str) -> None:
    assert in_time(seconds(MANY[name](3_000)), BUDGET)


def test_five_thousand_items_are_all_read() -> None:
    assert len(parse(MANY["entries"](5000), path="HANDOFF.md").items) == 5000


def test_time_grows_with_the_size() -> None:
    seconds(MANY["entries"](100))
    assert seconds(MANY["entries"](6_000)) < 20 * seconds(MANY["entries"](600))


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


def test_lone_surrogates_are_read() -> None:
    [item] = parse("## To do\n\n- [ ] Add a \ud800 sign\n", path="HANDOFF.md").items
    assert item.title.startswith("Add a")
