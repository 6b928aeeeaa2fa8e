"""Whatever a handoff says, the page has our own elements alone, and shows what it says as text."""

from __future__ import annotations

import re
import time
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings

from handoff_issues.handoff.outline.source import read_source
from handoff_issues.sanitize.characters import clean
from support.documents import documents
from support.hostile import PAYLOADS, hostile_handoff
from support.pace import in_time
from support.pages import WebPage

OURS = {
    "html": {"lang"}, "head": set(), "body": set(), "meta": {"charset", "http-equiv", "content", "name"},
    "title": set(), "style": set(), "header": set(), "main": set(),
    "h1": set(), "h2": {"id"}, "h3": {"id"}, "p": {"class"}, "hr": set(), "b": set(),
    "section": {"class", "id", "aria-labelledby", "tabindex"}, "article": {"class", "id", "aria-labelledby"},
    "div": {"class", "id", "role", "aria-label"}, "span": {"class", "aria-hidden", "role", "aria-level"},
    "ul": {"class", "aria-label"}, "li": {"class", "id"}, "dl": {"class"}, "dt": set(), "dd": set(),
    "details": set(), "summary": set(), "a": {"class", "href", "aria-describedby", "rel"},
}  # fmt: skip
RENDERED = {
    "p": set(), "h4": set(), "h5": set(), "h6": set(), "ul": set(), "ol": {"start"}, "li": set(), "blockquote": set(),
    "pre": set(), "code": set(), "em": set(), "strong": set(), "s": set(), "a": {"href", "rel"}, "br": set(),
    "hr": set(), "table": set(), "thead": set(), "tbody": set(), "tr": set(), "th": set(), "td": set(),
}  # fmt: skip
"""Elements and attributes that the page may have, and those of an issue's Markdown."""
IDS = re.compile(r"(?:L|issue-|title-|entry-|why-)\d+|written|filed|issues")


def assert_inert(page: WebPage, text: str) -> None:
    assert page.errors == []
    for element in page.elements():
        allowed = OURS.get(element.tag, set()) | RENDERED.get(element.tag, set())
        assert element.tag in OURS or element.tag in RENDERED, element.tag
        assert set(element.attrib) <= allowed, (element.tag, element.attrib)
        assert element.get("id") is None or IDS.fullmatch(element.get("id"))
        if (target := element.get("href")) is not None:
            assert_harmless(target, page)
    assert [each.tag for each in page.root] == ["head", "body"]
    assert [each.tag for each in page.root.find("body")] == ["a", "header", "main"]
    assert len([each for each in page.elements() if each.tag == "style"]) == 1
    lines = ["".join(each.itertext()) for each in page.all("text")]
    written = [clean(line) for line in read_source(text, path="HANDOFF.md").lines]
    assert lines == written[: len(lines)]
    assert not "".join(written[len(lines) :]).strip()


def assert_harmless(target: str, page: WebPage) -> None:
    if target.startswith("#"):
        assert target[1:] in page.ids
    else:
        assert urlsplit(target).scheme in ("http", "https", "mailto"), target


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_no_handoff_adds_an_element(payload: str) -> None:
    text = hostile_handoff(payload)
    started = time.process_time()
    page = WebPage(text)
    assert_inert(page, text)
    assert in_time(time.process_time() - started, 5)
    hides_the_rest = "<!--" in payload or payload.startswith("```")
    assert page.all("issue") or hides_the_rest, "the handoff was read"


@pytest.mark.parametrize("name", [*PAYLOADS.values(), "\ud800<b>\udc00"], ids=[*PAYLOADS, "half a character"])
def test_no_path_adds_an_element(name: str) -> None:
    text = "## Next steps\n\n- Fix it\n"
    page = WebPage(text, path=name[:500])
    assert_inert(page, text)
    page.html.encode()


@given(documents)
@settings(max_examples=40, deadline=None)
def test_no_text_at_all_adds_an_element(text: str) -> None:
    assert_inert(WebPage(text), text)
