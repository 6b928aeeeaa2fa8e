"""A handoff on its way from text to items: its source, its blocks and what each was taken for."""

from __future__ import annotations

from dataclasses import dataclass

from handoff_issues.handoff.judging import judge_page
from handoff_issues.handoff.judging.scores import Verdict
from handoff_issues.handoff.lexicon import Lexicon
from handoff_issues.handoff.outline import Block, read_outline
from handoff_issues.handoff.outline.source import Source, read_source
from handoff_issues.handoff.structure.directives import bind, read_directives
from handoff_issues.handoff.structure.groups import hang_groups
from handoff_issues.handoff.structure.overrules import Overrules
from handoff_issues.handoff.structure.records import hang_fields
from handoff_issues.handoff.structure.tables import hang_tables
from handoff_issues.model import Warning


@dataclass(frozen=True)
class Page:
    """One handoff with every block that was looked at, in the order of the page."""

    path: str
    written: tuple[str, ...]
    """The lines as they are written; in `source` the comments that overrule are taken out."""
    source: Source
    root: Block
    lexicon: Lexicon
    verdicts: tuple[Verdict, ...]
    overrules: Overrules
    warnings: tuple[Warning, ...]


def read_page(text: str, *, path: str, lexicon: Lexicon | None = None) -> Page:
    """Read a text as far as what each block is taken for; arguments as those of `parse`."""
    whole = read_source(text, path=path)
    source, directives = read_directives(whole, path=path)
    root = read_outline(source)
    words = (lexicon or Lexicon.for_text(source.markdown)).for_page(source.markdown)
    hang_groups(root, words)
    hang_fields(root, words)
    overrules = bind(directives, root, source, path=path)
    hang_tables(root, words)
    return Page(
        path=path,
        written=whole.lines,
        source=source,
        root=root,
        lexicon=words,
        verdicts=tuple(judge_page(root, words, overrules)),
        overrules=overrules,
        warnings=(*source.warnings, *overrules.warnings),
    )
