"""Sentences of running text and of remarks that name work beyond doubt, beside a list of work too.

"Search runs on staging. I did not get to the French glossary." What other sentences say of work beside a list mostly
stands in the list as well; these hand it on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from handoff_issues.handoff.judging.several import take_in
from handoff_issues.handoff.lexicon import Group, Lexicon, Role
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.sentences.statements import has_mark, split_sentences, statement_in
from handoff_issues.handoff.structure.views import View

_ELSEWHERE = frozenset({Role.LOG, Role.RITUAL, Role.HOWTO, Role.CRITERIA})
"""Where a sentence tells of another session, or what is always to be done."""


def owed_works(view: View) -> list[View]:
    """The sentences of a paragraph or an entry that name work beyond doubt; the block itself is no item."""
    block = view.block
    if block.shape not in (Shape.PROSE, Shape.ENTRY) or not _may_owe(view):
        return []
    whole = replace(block, children=[])
    take_in(whole, list(_owed_parts(split_sentences(whole, view.lexicon), view.lexicon, ticked=bool(block.checked))))
    return [replace(view, block=part, told_in_sentences=True) for part in whole.children]


def _may_owe(view: View) -> bool:
    """Whether work can be handed on there at all, and words are said that could do so."""
    block, context = view.block, view.context
    if block.quoted or block.checked is False or view.overrule.item is not None:
        return False
    if view.empty or context.in_log or context.role in _ELSEWHERE:
        return False
    return view.whole.has(Group.OWED) or (view.whole.has(Group.MARKS) and context.role is not Role.REFERENCE)


def _owed_parts(sentences: Sequence[Block], lexicon: Lexicon, *, ticked: bool) -> Iterator[Block]:
    """The sentences that name work, or stand behind a mark of it; a block's first words are looked at elsewhere.

    What is ticked is the first of them: "[x] Draw the map. Still open: sign it".
    """
    for at, sentence in enumerate(sentences):
        if sentence.text.struck or (ticked and not at):
            continue
        said = statement_in(sentence.text.marked, lexicon, surely=True)
        if said is not None or (at and has_mark(sentence.text, lexicon)):
            yield sentence
