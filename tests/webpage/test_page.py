"""The page shows a handoff as it is written, what was taken for what and why, and the issues that follow."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from support.pages import WebPage, words

TEXT = """\
# Handoff of the harbour

## Done

- [x] Write the importer

## Next steps

### High

- Fix the export of tides
  - write a `test`

## In progress

- Rework the queue

## Blockers

- No key for the mail server
- The sky <!-- handoff: ignore -->

## Known problems

- The chart is broken on a phone

## Recap

| Task | Status |
| --- | --- |
| Fix the export of tides | open |

```sh
make
```
"""
PAGE = WebPage(TEXT)


def test_every_line_stands_there_as_it_is_written() -> None:
    lines = ["".join(each.itertext()) for each in PAGE.all("text")]
    assert lines == TEXT.rstrip("\n").split("\n")
    assert [words(each) for each in PAGE.all("no")] == [str(number + 1) for number in range(len(lines))]


def test_the_page_is_well_formed_and_whole_in_itself() -> None:
    assert PAGE.errors == []
    assert {each.tag for each in PAGE.elements()}.isdisjoint({"script", "link", "img", "iframe", "base", "object"})
    assert not re.search(r"url\(|@import|https?:", words(PAGE.root.find(".//style")))


def test_its_policy_allows_its_own_style_sheet_and_nothing_else() -> None:
    [policy] = [each for each in PAGE.elements() if each.get("http-equiv") == "Content-Security-Policy"]
    [style] = [each for each in PAGE.elements() if each.tag == "style"]
    digest = b64encode(sha256(style.text.encode()).digest()).decode()
    expected = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert policy.get("content") == expected
    head = list(PAGE.root.find("head"))
    assert head.index(policy) == 1, "nothing but the encoding stands before it"


@pytest.mark.parametrize(
    ("line", "classes", "name"),
    [
        pytest.param(5, {"finished"}, "done", id="finished work"),
        pytest.param(11, {"pending", "high"}, "pending · high", id="priority"),
        pytest.param(12, {"pending", "high"}, "pending · high", id="a step of it"),
        pytest.param(16, {"pending"}, "pending · in progress", id="state"),
        pytest.param(20, {"blocker"}, "blocker", id="blocker"),
        pytest.param(21, {"ignored"}, "ignored", id="ignored"),
        pytest.param(31, {"pending", "high"}, "pending · high", id="another mention"),
    ],
)
def test_entries_are_marked_by_kind_and_priority(line: int, classes: set[str], name: str) -> None:
    [marked] = [each for each in PAGE.all("marked") if PAGE.ids[f"L{line}"] in list(each)]
    assert classes <= set(marked.get("class").split())
    [badge] = PAGE.all("badge", within=marked)
    assert words(badge) == name == marked.get("aria-label")


def test_what_is_no_entry_is_not_marked() -> None:
    marked = {line.get("id") for each in PAGE.all("marked") for line in PAGE.all("line", within=each)}
    assert marked.isdisjoint({"L1", "L2", "L7", "L9", "L29", "L34"})


def test_what_is_nearly_an_item_is_marked_too() -> None:
    """Weights are tuned: of some doubtful entries, one at least is close to the threshold."""
    doubtful = [
        f"- {what} {how}\n" for what in ("Tides are read", "The log is kept") for how in ("hourly", "every day")
    ]
    pages = (
        WebPage(f"## {name}\n\n{entry}") for name in ("Known problems", "Known issues", "Notes") for entry in doubtful
    )
    page = next(page for page in pages if page.all("marked", "near"))
    [badge] = page.all("badge")
    assert words(badge).startswith("nearly ")
    entry = page.ids[badge.get("href")[1:]]
    assert entry.tag == "li"
    assert "line 3" in words(entry)
    assert page.all("issue") == []


def test_a_badge_leads_to_its_issue_and_is_described_by_the_reason() -> None:
    [badge] = PAGE.all("badge", within=_marked(PAGE, 11))
    issue = PAGE.ids[badge.get("href")[1:]]
    assert issue.tag == "article"
    assert words(PAGE.ids["title-" + issue.get("id").removeprefix("issue-")]) == "Fix the export of tides"
    tip = PAGE.ids[badge.get("aria-describedby")]
    assert tip.get("role") == "tooltip"
    told = dict(zip(map(words, tip.iter("dt")), map(words, tip.iter("dd")), strict=True))
    assert told["kind"] == "stands under “next steps”"
    assert told["priority"] == "stands under “High”"
    assert "+" in told["for"]


def test_merged_mentions_are_linked_with_each_other() -> None:
    for line, other in ((11, "#L31"), (31, "#L11")):
        links = [
            each.get("href") for each in PAGE.all("lines", within=PAGE.all("badges", within=_marked(PAGE, line))[0])
        ]
        assert links == [other]
    issue = PAGE.ids["issue-1"]
    assert [words(each) for each in PAGE.all("lines", within=PAGE.all("body", within=issue)[0])] == [
        "lines 11–12",
        "line 31",
    ]
    assert len(PAGE.all("mention", within=issue)) == 2


def test_issues_are_shown_as_they_would_be_filed() -> None:
    issue = PAGE.ids["issue-1"]
    assert [words(each) for each in PAGE.all("label", within=issue)] == ["handoff", "priority: high"]
    [body] = PAGE.all("body", within=issue)
    assert [words(each) for each in body.iter("code")] == ["test"]
    facts = [words(each) for each in body.findall("ul")[-1]]
    assert facts == [
        "From lines 11–12, line 31, under Next steps › High",
        "Priority high (stands under “High”)",
    ]
    [progress] = [each for each in PAGE.all("issue") if "queue" in words(each)]
    assert "In progress according to the handoff" in words(progress)


def test_labels_bear_their_configured_names_and_colours() -> None:
    page = WebPage("## Blockers\n\n- No key\n", labels={"blocker": {"name": "stuck & <b>", "color": "00ff7F"}})
    [label] = [each for each in page.all("label") if words(each) == "stuck & <b>"]
    [number] = [name for name in label.get("class").split() if name != "label"]
    assert f".{number} {{ --label: #00ff7F; }}" in page.html


def test_the_counts_are_those_of_the_page() -> None:
    counts = [words(each) for each in PAGE.all("counts")[0]]
    assert [each for each in counts if "issue" not in each] == ["1 blocker", "3 pending", "1 finished", "1 ignored"]


def test_headings_of_the_handoff_stand_below_those_of_the_page() -> None:
    levels = {words(each): each.get("aria-level") for each in PAGE.elements() if each.get("role") == "heading"}
    assert levels["# Handoff of the harbour"] == "3"
    assert levels["### High"] == "5"


def test_warnings_are_told_with_their_lines() -> None:
    page = WebPage("## Next steps\n\n- Fix it\n\n```\nnever closed\n")
    [warnings] = page.all("warnings")
    assert words(warnings).startswith("line 5: a code fence opens here")
    assert WebPage("## Next steps\n\n- Fix it\n").all("warnings") == []


def test_a_line_of_which_something_is_said_is_there_even_if_it_is_blank() -> None:
    page = WebPage("## Next steps\n\n- Fix it\n" + " " * 5_000 + "\n\n")
    [warning] = page.all("warnings")[0]
    assert words(warning).startswith("line 4: only the first")
    assert "L4" in page.ids
    assert "L5" not in page.ids


def test_an_entry_that_joins_two_works_leads_to_both() -> None:
    page = WebPage(
        "## Next steps\n\n- Fix the export of tides\n- Rework the alert queue\n\n"
        "## Blockers\n\n- Fix the export of tides + rework the alert queue\n"
    )
    targets = [each.get("href") for each in page.all("badge", within=_marked(page, 8))]
    assert targets == ["#issue-1", "#issue-2"]


@pytest.mark.parametrize(("items", "rules"), [(3, 3), (100, 100), (101, 0)])
def test_issues_light_up_with_their_lines_unless_there_are_too_many(items: int, rules: int) -> None:
    works = [f"- Fix the {name} of {part}" for name in _letters("gauge") for part in _letters("harbour")]
    page = WebPage("## Next steps\n\n" + "\n".join(works[:items]))
    assert len(page.all("issue")) == items
    assert page.html.count("--lit: 1") == rules


def _letters(word: str) -> list[str]:
    return [f"{word}{letter}" for letter in "abcdefghijk"]


@pytest.mark.parametrize("text", ["", "\n\n", "# Nothing\n", "Only words"])
def test_a_handoff_without_items_is_a_page_too(text: str) -> None:
    page = WebPage(text)
    assert page.errors == []
    assert page.all("issue") == page.all("marked") == []
    assert "Nothing" in words(page.ids["issues"])


def test_the_same_handoff_gives_the_same_page() -> None:
    assert WebPage(TEXT).html == PAGE.html


def _marked(page: WebPage, line: int):
    [found] = [each for each in page.all("marked") if page.ids[f"L{line}"] in list(each)]
    return found
