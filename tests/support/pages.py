"""The page of an explanation, made of a text and read as a browser reads it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from tinyhtml5.parser import HTMLParser

from handoff_issues.config import Config
from handoff_issues.handoff import read_handoff, read_page
from handoff_issues.webpage import web_page


class WebPage:
    """Elements of a page, found by class or id."""

    def __init__(self, text: str, *, path: str = "HANDOFF.md", **settings: Any):
        page = read_page(text, path=path)
        self.html: str = web_page(page, read_handoff(page), Config(**settings).labels)
        self.root, self.errors = parsed(self.html)

    def all(self, *classes: str, within: Any = None) -> list[Any]:
        """The elements that have all of these classes, in the order of the page."""
        around = self.root if within is None else within
        return [each for each in around.iter() if set(classes) <= set(each.get("class", "").split())]

    @cached_property
    def ids(self) -> dict[str, Any]:
        found = [(each.get("id"), each) for each in self.elements() if each.get("id") is not None]
        assert len(dict(found)) == len(found), "an id stands for one element"
        return dict(found)

    def elements(self) -> Iterator[Any]:
        """All elements; a comment is none."""
        return (each for each in self.root.iter() if isinstance(each.tag, str))


def parsed(html: str) -> tuple[Any, list[Any]]:
    """The tree that a browser makes of a document, and what is wrong with the document."""
    parser = HTMLParser(namespace_html_elements=False)
    return parser.parse(html), parser.errors


def words(element: Any) -> str:
    """What is read of an element, blanks folded."""
    return " ".join("".join(element.itertext()).split())
