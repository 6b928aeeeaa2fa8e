"""An issue's Markdown as elements of a page: what GitHub would show, and nothing that does anything."""

from __future__ import annotations

import re

import pytest

from handoff_issues import sanitize
from handoff_issues.sanitize import IssueText
from sanitize.attacks import ATTACKS, Attack
from sanitize.oracle import shown
from support.pages import parsed

ELEMENTS = {
    "p", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "s", "a", "br", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip

attacks = pytest.mark.parametrize("attack", [pytest.param(attack, id=attack.name) for attack in ATTACKS])


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        pytest.param("a & b < c", "<p>a &amp; b &lt; c</p>", id="text"),
        pytest.param("**a** *b* ~~c~~", "<p><strong>a</strong> <em>b</em> <s>c</s></p>", id="marks"),
        pytest.param("`<b>`", "<p><code>&lt;b&gt;</code></p>", id="code"),
        pytest.param("- a\n- b", "<ul><li>a\n</li><li>b\n</li></ul>", id="tight list"),
        pytest.param("- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>", id="loose list"),
        pytest.param("3. a\n4. b", '<ol start="3"><li>a\n</li><li>b\n</li></ol>', id="numbers"),
        pytest.param("- a\n  - b", "<ul><li>a\n<ul><li>b\n</li></ul></li></ul>", id="nested list"),
        pytest.param("```py\n<x>\n```", "<pre><code>&lt;x&gt;\n</code></pre>", id="fence"),
        pytest.param("> a", "<blockquote><p>a</p></blockquote>", id="quotation"),
        pytest.param("# a", "<h4>a</h4>", id="heading below ours"),
        pytest.param("###### a", "<h6>a</h6>", id="lower heading"),
        pytest.param("a\\\nb", "<p>a<br>b</p>", id="break"),
        pytest.param("***", "<hr>", id="rule"),
        pytest.param(
            "| a |\n| --- |\n| b |",
            "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>",
            id="table",
        ),
        pytest.param(
            '[a](https://example.com/?x=1&y="2)',
            '<p><a rel="noopener noreferrer" href="https://example.com/?x=1&amp;y=%222">a</a></p>',
            id="link",
        ),
        pytest.param("[a](javascript:1)", "<p>a (<code>javascript:1</code>)</p>", id="link of a script"),
        pytest.param(
            "![a](https://example.com/x.png)",
            '<p><a rel="noopener noreferrer" href="https://example.com/x.png">a</a></p>',
            id="image",
        ),
    ],
)
def test_markdown_becomes_elements(markdown: str, html: str) -> None:
    assert sanitize.rendered(sanitize.markdown(markdown)) == html


def test_a_title_has_code_and_nothing_else() -> None:
    title = sanitize.rendered_title(sanitize.title("Fix `<b>` in **a** & [b](https://example.com)"))
    assert title == "Fix <code>&lt;b&gt;</code> in **a** &amp; [b](https://example.com)"


@attacks
def test_no_attack_becomes_more_than_our_elements(attack: Attack) -> None:
    """Even of Markdown that was never made safe for an issue."""
    for text in (sanitize.markdown(attack.text), IssueText.kept(attack.text)):
        page = sanitize.rendered(text)
        root, errors = parsed(f"<!doctype html><body><div>{page}</div>")
        assert errors == []
        for element in root.find("body/div").iter():
            assert element.tag in ELEMENTS | {"div"}
            assert set(element.attrib) <= {"href", "rel", "start"}
            assert re.match(r"https?://|mailto:", element.get("href", "mailto:"))


@attacks
def test_no_words_are_lost(attack: Attack) -> None:
    text = sanitize.markdown(attack.text)
    root, _ = parsed(sanitize.rendered(text))
    assert "".join("".join(root.itertext()).split()) == "".join(shown(text).split()).replace("\u200b", "")
