"""The text of a handoff becomes a `Handoff`: its items, and the evidence of what is finished. Pure."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager

from handoff_issues.handoff.items import read_items
from handoff_issues.handoff.items.evidence import read_evidence
from handoff_issues.handoff.lexicon import Lexicon
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.outline.dates import find_date
from handoff_issues.handoff.outline.source import Source
from handoff_issues.handoff.page import Page, read_page
from handoff_issues.model import Handoff

__all__ = ["Lexicon", "Page", "parse", "read_handoff", "read_page"]


def parse(text: str, *, path: str, lexicon: Lexicon | None = None) -> Handoff:
    """Read one handoff. Never raises on any text; what could not be used is in `warnings`.

    Line numbers are those of `text.split("\\n")`. Without `lexicon`, English and the languages
    that the text is written in are read.
    """
    with _no_collection():
        return read_handoff(read_page(text, path=path, lexicon=lexicon))


@contextmanager
def _no_collection() -> Generator[None]:
    """No search for garbage: while a page is read nothing becomes any, and looking for it takes a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def read_handoff(page: Page) -> Handoff:
    """The handoff that a page is."""
    return Handoff(
        path=page.path,
        title=_title(page.root, page.source),
        date=find_date(page.root, page.source),
        items=tuple(read_items(page.verdicts, page.source, page.lexicon, page.overrules)),
        done=tuple(read_evidence(page.verdicts, page.source, page.overrules)),
        warnings=page.warnings,
    )


def _title(root: Block, source: Source) -> str | None:
    """The first heading's words; else the title that the front matter gives."""
    heading = next((block for block in root.walk() if block.shape is Shape.SECTION and block.text.plain), None)
    return heading.text.plain if heading is not None else dict(source.front_matter).get("title")
