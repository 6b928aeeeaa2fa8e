"""Headings that say of a work which they name how far it is, one beside the other: "Import - done", "Export - open"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from handoff_issues.handoff.lexicon import Group, Role, Tag
from handoff_issues.handoff.lexicon.terms import FINISHED, UNFINISHED
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.outline.inline import Inline
from handoff_issues.handoff.sentences.states import declared_tags, is_state
from handoff_issues.handoff.structure.heading_tags import heading_tag
from handoff_issues.handoff.structure.headings import is_heading, is_title, read_heading
from handoff_issues.handoff.structure.sorting import SORTING
from handoff_issues.handoff.structure.views import View

SURE = 4.0
"""How much speaks for such a heading: instructions under it may weigh more, the words about it do not."""
_LONGEST = 160
"""Characters; a longer heading is a sentence."""
_BEHIND = re.compile(r"(.+?)\s*(?:[—–:：]|\s-+\s|[(（\[【])\s*([^()（）\[\]【】—–:：]{1,40}?)\s*[)）\]】]?[\W_]*$")
_BEFORE = re.compile(r"\W*[(（\[【]([^()（）\[\]【】]{1,40})[)）\]】]\s*(.+)|([^:：]{1,40})[:：]\s+(.+)")
"""A state that is set off behind a name, and before one."""
_SIGNS = frozenset("✅☑✔✓❌✗✘⏳⌛⬜🔲☐🚧🔄")
"""What tells by itself how far something is; other signs adorn a heading as well."""
_NO_WORKS = frozenset({Role.LOG, Role.RULE, Role.RITUAL, Role.HOWTO, Role.CRITERIA, Role.DECISION})
"""Where headings name no works, whatever state they tell."""


def open_headings(views: Iterable[View]) -> frozenset[Block]:
    """The headings of a page that name a work which is still open, beside others that tell so in the same way."""
    told: dict[tuple[Block | None, bool], list[tuple[Block, Tag]]] = defaultdict(list)
    for view in views:
        tag = _state_of_its_work(view) if is_heading(view.block) else None
        if tag is not None:
            told[view.block.parent, bool(view.fields.states)].append((view.block, tag))
    return frozenset(
        block for headings in told.values() if len(headings) > 1 for block, tag in headings if tag in UNFINISHED
    )


def _state_of_its_work(view: View) -> Tag | None:
    """The state of the work that a heading names; None where it tells none, or only sorts others."""
    block, context, lexicon = view.block, view.context, view.lexicon
    if context.in_log or context.role in _NO_WORKS or is_title(block) or len(block.text.plain) > _LONGEST:
        return None
    if any(child.shape in (Shape.SECTION, Shape.ROW) or child.checked is not None for child in block.children):
        return None
    name, tag = _name_and_state(view)
    words = lexicon.read(name)
    if tag is None or not any(map(str.isalnum, words.words)) or words.covers(*SORTING, Group.PHASES, Group.TAGS):
        return None
    named = read_heading(Block(block.shape, block.start, block.end, Inline.of(name, block.start)), lexicon)
    return None if named.role is not None and named.force == "strong" else tag


def _name_and_state(view: View) -> tuple[str, Tag | None]:
    """The words that name the matter of a heading, and the state that it tells: set off, by a sign, or below it."""
    text, lexicon = view.block.text.plain, view.lexicon
    for found, name, state in ((_BEHIND.match(text), 1, 2), (_BEFORE.match(text), 2, 1), (_BEFORE.match(text), 4, 3)):
        if found is not None and found[state] and is_state(said := lexicon.read(found[state]), lexicon):
            return found[name], _worst(declared_tags(said, at_start=True))
    if any(sign in text for sign in _SIGNS):
        return text, heading_tag(view.block, lexicon)
    return text, _worst(view.fields.states)


def _worst(tags: Iterable[Tag]) -> Tag | None:
    """The state that leaves most to be done."""
    return max(tags, key=lambda tag: (tag not in FINISHED, tag), default=None)
