"""The text of a handoff becomes a `Handoff`: its items, and the evidence of what is finished. Pure."""

from __future__ import annotations

from handoff_issues.handoff.dates import find_date
from handoff_issues.handoff.evidence import read_evidence
from handoff_issues.handoff.items import judge_page, read_items
from handoff_issues.handoff.lexicon import Lexicon
from handoff_issues.handoff.outline import Block, Shape, read_outline
from handoff_issues.handoff.source import Source, read_source
from handoff_issues.model import Handoff

__all__ = ["Lexicon", "parse"]


def parse(text: str, *, path: str, lexicon: Lexicon | None = None) -> Handoff:
    """Read one handoff. Never raises on any text; what could not be used is in `warnings`.

    Line numbers are those of `text.split("\\n")`. Without `lexicon`, English and the languages
    that the text is written in are read.
    """
    source = read_source(text, path=path)
    root = read_outline(source)
    words = lexicon or Lexicon.for_text(source.markdown)
    verdicts = judge_page(root, words)
    return Handoff(
        path=path,
        title=_title(root, source),
        date=find_date(root, source),
        items=tuple(read_items(verdicts, source, words)),
        done=tuple(read_evidence(verdicts, source)),
        warnings=source.warnings,
    )


def _title(root: Block, source: Source) -> str | None:
    """The first heading's words; else the title that the front matter gives."""
    heading = next((block for block in root.walk() if block.shape is Shape.SECTION and block.text.plain), None)
    return heading.text.plain if heading is not None else dict(source.front_matter).get("title")
