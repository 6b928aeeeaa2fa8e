"""Markdown as blocks with exact lines."""

from __future__ import annotations

import pytest

from handoff_issues.handoff.outline import Block, read_outline
from handoff_issues.handoff.outline.source import read_source


def outline(text: str) -> list[tuple[str, int, int, str]]:
    """Each block as shape, first and last line, and words; nested ones behind their parents."""
    root = read_outline(read_source(text, path="HANDOFF.md"))
    return [(block.shape.value, block.start, block.end, block.text.plain) for block in root.walk()]


def blocks(text: str) -> list[Block]:
    return list(read_outline(read_source(text, path="HANDOFF.md")).walk())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "# A\n\n## B\n\ntext\n\n## C\n",
            [("section", 1, 7, "A"), ("section", 3, 5, "B"), ("prose", 5, 5, "text"), ("section", 7, 7, "C")],
            id="headings hold what stands under them",
        ),
        pytest.param(
            "- one\n  more\n  - two\n\n    deeper\n- three\n",
            [("entry", 1, 5, "one more"), ("entry", 3, 5, "two"), ("prose", 5, 5, "deeper"), ("entry", 6, 6, "three")],
            id="an entry covers what is nested, and no blank lines after it",
        ),
        pytest.param(
            "**Later:**\n- a\n- b\n\n**Now:** c\n",
            [("label", 1, 3, "Later:"), ("entry", 2, 2, "a"), ("entry", 3, 3, "b"), ("prose", 5, 5, "Now: c")],
            id="strong words alone are used like a heading, and strong words end it",
        ),
        pytest.param(
            "Then do:\n\n1. a\n2. b\n\nend\n",
            [("label", 1, 4, "Then do:"), ("entry", 3, 3, "a"), ("entry", 4, 4, "b"), ("prose", 6, 6, "end")],
            id="a line with a colon holds one list",
        ),
        pytest.param(
            "**Plan B**\n\nSteps:\n- a\n\nmore\n",
            [("label", 1, 6, "Plan B"), ("label", 3, 4, "Steps:"), ("entry", 4, 4, "a"), ("prose", 6, 6, "more")],
            id="a lead-in stands under strong words",
        ),
        pytest.param(
            "✅ built\n⏳ shipping\nwaits\n",
            [("prose", 1, 1, "✅ built"), ("prose", 2, 3, "⏳ shipping waits")],
            id="stacked lines that start with a sign are entries of their own",
        ),
        pytest.param(
            "intro\n• fix a\n• fix b\n",
            [("label", 1, 3, "intro"), ("entry", 2, 2, "fix a"), ("entry", 3, 3, "fix b")],
            id="bullets that Markdown does not know",
        ),
        pytest.param(
            "To do:\na) fix a\nb) fix b\n",
            [("label", 1, 3, "To do:"), ("entry", 2, 2, "fix a"), ("entry", 3, 3, "fix b")],
            id="letters",
        ),
        pytest.param(
            "Next:\n→ fix a\n→ fix b\n",
            [("label", 1, 3, "Next:"), ("entry", 2, 2, "fix a"), ("entry", 3, 3, "fix b")],
            id="arrows",
        ),
        pytest.param(
            "(1) fix a\n(2) fix b\n", [("entry", 1, 1, "fix a"), ("entry", 2, 2, "fix b")], id="numbers in brackets"
        ),
        pytest.param(
            "TODO\n* fix a\n\nNEXT UP\n\n* fix b\n\nand more\n\n* fix c\n",
            [
                ("label", 1, 2, "TODO"),
                ("entry", 2, 2, "fix a"),
                ("label", 4, 6, "NEXT UP"),
                ("entry", 6, 6, "fix b"),
                ("prose", 8, 8, "and more"),
                ("entry", 10, 10, "fix c"),
            ],
            id="a few words right above a list, and capitals above one",
        ),
        pytest.param(
            "Fix a\nSort b\nCut c\n\nDate: May  \nHost: sea  \nPort: 80\n",
            [
                ("entry", 1, 1, "Fix a"),
                ("entry", 2, 2, "Sort b"),
                ("entry", 3, 3, "Cut c"),
                ("prose", 5, 5, "Date: May"),
                ("prose", 6, 6, "Host: sea"),
                ("prose", 7, 7, "Port: 80"),
            ],
            id="lines that are a list without bullets, and lines about the note",
        ),
        pytest.param(
            "Done:\n- a\nNext:\n- b\n",
            [("label", 1, 2, "Done:"), ("entry", 2, 2, "a"), ("label", 3, 4, "Next:"), ("entry", 4, 4, "b")],
            id="a label right below a list",
        ),
        pytest.param(
            "**P1**\n3. fix a\n   soon\n   - how\n4. fix b\n\nsince May,\n6. and 7. of it fell\n",
            [
                ("label", 1, 8, "P1"),
                ("entry", 2, 4, "fix a soon"),
                ("entry", 4, 4, "how"),
                ("entry", 5, 5, "fix b"),
                ("prose", 7, 8, "since May, 6. and 7. of it fell"),
            ],
            id="a list that goes on counting below a label, and a number in a sentence",
        ),
        pytest.param(
            "| a | b |\n|---|---|\n| 1 | `x` |\n| 2 | y |\n",
            [("row", 3, 3, "1 x"), ("row", 4, 4, "2 y")],
            id="rows of a table",
        ),
        pytest.param("| 1 | 2 |\n| 3 | 4 |\n", [("prose", 1, 2, "| 1 | 2 | | 3 | 4 |")], id="a table without a header"),
        pytest.param("> - a\n", [("entry", 1, 1, "a")], id="a list in a quotation"),
        pytest.param("<details>\n<summary>More</summary>\n\n- a\n\n</details>\n", None, id="html swallows nothing"),
        pytest.param("---\ndate: 2026-01-02\n---\n- a\n", [("entry", 4, 4, "a")], id="front matter is not the page"),
        pytest.param("a <!-- - b --> c\n\n<!--\n- d\n-->\n- e\n", None, id="comments are not the page"),
    ],
)
def test_blocks_have_their_shape_words_and_lines(text: str, expected: list[tuple[str, int, int, str]] | None) -> None:
    found = outline(text)
    if expected is not None:
        assert found == expected
    elif "<details>" in text:
        assert ("entry", 4, 4, "a") in found
    else:
        assert [row[0] for row in found] == ["prose", "entry"]
        assert found[1] == ("entry", 6, 6, "e")


@pytest.mark.parametrize(
    ("text", "checked", "words"),
    [
        pytest.param("- [ ] add it\n", False, "add it", id="open"),
        pytest.param("- [x] add it\n", True, "add it", id="ticked"),
        pytest.param("1. [X] **add** it\n", True, "add it", id="ticked in a numbered list"),
        pytest.param("- [ ]\n", False, "", id="without words"),
        pytest.param("- add [x] it\n", None, "add [x] it", id="none"),
    ],
)
def test_boxes(text: str, checked: bool | None, words: str) -> None:
    (block,) = blocks(text)
    assert (block.checked, block.text.plain) == (checked, words)


def test_strong_words_and_struck_words() -> None:
    first, second = blocks("- ⭐ **Import `x`** — slow\n- ~~Drop it~~ gone\n")
    assert (first.text.lead.marked, first.text.rest.plain) == ("⭐ Import `x`", "— slow")
    assert second.text.struck
    assert not first.text.struck


def test_a_list_sixty_levels_deep_loses_no_entry() -> None:
    found = outline("".join(f"{'  ' * level}- level {level}\n" for level in range(60)))
    assert [row[3] for row in found] == [f"level {level}" for level in range(60)]
    assert found[0][1:3] == (1, 60)


def test_crlf_gives_the_same_lines_as_lf() -> None:
    text = "# A\n\n- b\n- c\n"
    assert outline(text.replace("\n", "\r\n")) == outline(text)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        pytest.param("# A\n```\n- b\n- c\n", 2, "never closed", id="a fence that is not closed"),
        pytest.param("# A\n- " + "x" * 5000 + "\n", 2, "4096 bytes", id="a line that is too long"),
        pytest.param("- a line of words\n" * 40_000, 29128, "512 kB", id="a file that is too large"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(text: str, line: int, words: str) -> None:
    (warning,) = read_source(text, path="HANDOFF.md").warnings
    assert (warning.path, warning.line) == ("HANDOFF.md", line)
    assert words in warning.message
