"""The parts of `page.html`, and the few that are needed everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import LiteralString

from handoff_issues.model import Mention
from handoff_issues.sanitize import HtmlText, packaged_template

NONE = HtmlText.trusted("")


def fill(part: LiteralString, /, **values: HtmlText) -> HtmlText:
    """A part of the page with its places taken."""
    return packaged_template("webpage/page.html").fill(part, **values)


def joined(separator: LiteralString, parts: Iterable[HtmlText]) -> HtmlText:
    """Parts of the page in a row."""
    return HtmlText.joined(separator, parts)


def lines(at: Mention) -> HtmlText:
    """A link to lines of the handoff on this page."""
    start, end = HtmlText.number(at.start), HtmlText.number(at.end)
    return fill("one", start=start) if at.start == at.end else fill("several", start=start, end=end)
