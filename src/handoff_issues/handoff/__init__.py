"""The text of a handoff becomes a `Handoff`: its items, and the evidence of what is finished. Pure."""

from __future__ import annotations

from handoff_issues.handoff.items import read_items
from handoff_issues.handoff.lexicon import Lexicon
from handoff_issues.handoff.outline import read_outline
from handoff_issues.handoff.source import read_source
from handoff_issues.model import Handoff

__all__ = ["Lexicon", "parse"]


def parse(text: str, *, path: str, lexicon: Lexicon | None = None) -> Handoff:
    """Read one handoff. Never raises on any text; what could not be used is in `warnings`.

    Line numbers are those of `text.split("\\n")`. Without `lexicon`, English and the languages
    that the text is written in are read.
    """
    source = read_source(text, path=path)
    root = read_outline(source)
    words = lexicon or Lexicon.for_text(text)
    items = read_items(root, source, words)
    return Handoff(path=path, title=None, date=None, items=tuple(items), done=(), warnings=source.warnings)
