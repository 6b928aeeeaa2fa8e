"""Walks the page from the top, and tells each block what the headings above say of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from handoff_issues.handoff.judging.entry_signals import mostly_instructions
from handoff_issues.handoff.judging.several import take_in
from handoff_issues.handoff.lexicon import Group, Lexicon, Reading, Role
from handoff_issues.handoff.lexicon.terms import FINISHED
from handoff_issues.handoff.outline import Block, Shape, read_prompt
from handoff_issues.handoff.sentences.prefixes import PREFIX_END
from handoff_issues.handoff.sentences.statements import each_sentence
from handoff_issues.handoff.structure.headings import (
    Context,
    is_heading,
    is_title,
    older_sessions,
    read_heading,
    step_down,
)
from handoff_issues.handoff.structure.labels import is_settled
from handoff_issues.handoff.structure.overrules import Overrules
from handoff_issues.handoff.structure.views import View

_AREAS = frozenset({Role.METRIC, Role.REFERENCE, Role.ARCHITECTURE})
"""What an entry above works may be named after: tests, documents, performance."""


class Search(StrEnum):
    """How far a page is searched for work; each goes further than the one before."""

    LISTS = "lists"
    """What is set off: entries, rows, headings, labels and paragraphs that are marked as work."""
    PROMPTS = "prompts"
    """The lists within code blocks that hold mere text, too."""
    SENTENCES = "sentences"
    """The sentences of its paragraphs, too. Beside lists they mostly say the same again."""


class Seen(NamedTuple):
    """A block that may be an item."""

    view: View
    holder: int
    """The one of the walk that it stands under, by its number; -1 at the top of the page."""


def walk_page(root: Block, lexicon: Lexicon, overrules: Overrules, *, search: Search = Search.LISTS) -> Iterator[Seen]:
    """Every block that may be an item, each after what it stands under, in the order of the page."""
    in_sentences = search is Search.SENTENCES
    older = older_sessions(root)
    stack = [(child, Context(in_log=child in older), -1) for child in reversed(root.children)]
    number = -1
    while stack:
        block, context, holder = stack.pop()
        if block.shape is Shape.CODE:
            asked = search is not Search.LISTS and not overrules.of(block).ignored
            inner = read_prompt(block) if asked else None
            if inner is not None:
                stack.extend((child, Context(path=context.path), holder) for child in reversed(inner.children))
            continue
        overrule = overrules.of(block)
        apart = in_sentences and overrule.item is None  # what people say is of the whole
        if apart and (sentences := each_sentence(block, lexicon)):
            take_in(block, sentences)
            stack.extend((sentence, context, holder) for sentence in reversed(sentences))
            continue
        view = View(block, context, lexicon, overrule, told_in_sentences=in_sentences)
        yield Seen(view, holder)
        number += 1
        stack.extend((child, below, number) for child, below in reversed(list(_nested(view))))


def _nested(view: View) -> Iterator[tuple[Block, Context]]:
    """What stands right under a block, each with its context."""
    block = view.block
    if not block.children:
        return
    below = _below(view)
    older = older_sessions(block)
    sections = view.context if _speaks_for_itself(view, below) else below
    announced = _announced(block, sections, view.lexicon)
    for child in block.children:
        inherited = below if child.shape is not Shape.SECTION else announced.get(child, sections)
        yield child, replace(inherited, in_log=True) if child in older else inherited


def _announced(block: Block, context: Context, lexicon: Lexicon) -> dict[Block, Context]:
    """The sections that follow a line which says what they list ("Pick from this queue:"), and what it says of them."""
    found: dict[Block, Context] = {}
    for line, child in pairwise(block.children):
        if child.shape is not Shape.SECTION:
            continue
        if line.shape is Shape.PROSE and line.text.plain.rstrip("*_ ").endswith((":", "：")):
            meaning = read_heading(line, lexicon)
            context = step_down(context, line, meaning) if meaning.force == "strong" else context
        found[child] = context
    return found


def _below(view: View) -> Context:
    """The context of what is nested in a block that is no item."""
    block, meaning = view.block, view.meaning
    if is_title(block):
        return _below_title(view)
    if is_heading(block):
        below = step_down(view.context, block, meaning)
        settled = sum(is_settled(child, view.lexicon) for child in block.children)
        if meaning.role is None and settled and settled * 2 >= len(block.children):
            return replace(below, role=Role.DONE, phrase=block.text.plain)
        if meaning.tag in FINISHED or not (_names_area(view) and _tells(view)):
            return below
        return replace(below, role=view.context.role, phrase=view.context.phrase)
    if not block.children:
        return view.context
    if view.done:
        return replace(view.context, role=Role.DONE, phrase=block.text.plain, distance=1)
    if (meaning.force == "strong" or meaning.sorts) and not view.names_file:
        return view.context if _names_area(view) else step_down(view.context, block, meaning)
    return view.context


def _tells(view: View) -> bool:
    """Whether a heading stands above instructions, not above what is there."""
    entries = [child for child in view.block.children if child.shape is Shape.ENTRY]
    return mostly_instructions(entries, view.lexicon)


def _names_area(view: View) -> bool:
    """Whether a heading or an entry of a list of work only names the area of the works under it: "2. Documentation"."""
    return view.context.role is not None and view.context.role.is_work and view.meaning.role in _AREAS


def _speaks_for_itself(view: View, below: Context) -> bool:
    """Whether a block is the title, and speaks for no section: these have headings of their own.

    Unless the page is a manual, or called a list of work ("Parser: next session to-do").
    """
    if not is_title(view.block) or below.role is Role.HOWTO:
        return False
    parts = map(view.lexicon.read, PREFIX_END.split(view.block.text.plain))
    return not any(part.covers(Group.MARKS, Group.HEADINGS) and _is_called_work(part) for part in parts)


def _is_called_work(words: Reading) -> bool:
    """Whether words hold a mark of open work that is no part of a longer name, as "next" is of "next session"."""
    longer = [hit for hit in words.of(Group.HEADINGS) if hit.size > 1]
    return any(
        not any(one.first <= hit.first and hit.stop <= one.stop and hit.size < one.size for one in longer)
        for hit in words.of(Group.MARKS)
    )


def _below_title(view: View) -> Context:
    """What the title says of the page: that it tells how something is run, or what work it lists."""
    if view.whole.has(Group.MANUALS):
        return replace(view.context, role=Role.HOWTO, phrase=view.block.text.plain, distance=1, sure=False)
    role = view.meaning.role
    told = view.meaning.force == "strong" or (role is not None and role.is_work)
    return step_down(view.context, view.block, view.meaning) if told else replace(view.context, distance=1)
