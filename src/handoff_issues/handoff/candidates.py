"""Walks the page from the top and decides, block by block, what is an item and what only holds items."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from handoff_issues.handoff.entry_signals import mostly_instructions
from handoff_issues.handoff.headings import Context, is_heading, is_title, older_sessions, read_heading, step_down
from handoff_issues.handoff.labels import is_settled
from handoff_issues.handoff.lexicon import Group, Lexicon, Reading, Role
from handoff_issues.handoff.outline import Block, Shape, read_prompt
from handoff_issues.handoff.overrules import Overrules
from handoff_issues.handoff.prefixes import PREFIX_END
from handoff_issues.handoff.several import several_works, take_in
from handoff_issues.handoff.statements import each_sentence
from handoff_issues.handoff.views import View

Judge = Callable[[View], bool]

_AREAS = frozenset({Role.METRIC, Role.REFERENCE, Role.ARCHITECTURE})
"""What an entry above works may be named after: tests, documents, performance."""


_LIST = 3
"""Entries of a list of which most can be works."""


class Search(StrEnum):
    """How far a page is searched for work; each goes further than the one before."""

    LISTS = "lists"
    """What is set off: entries, rows, headings, labels and paragraphs that are marked as work."""
    PROMPTS = "prompts"
    """The lists within code blocks that hold mere text, too."""
    SENTENCES = "sentences"
    """The sentences of its paragraphs, too. Beside lists they mostly say the same again."""


@dataclass(frozen=True)
class Verdict:
    """A block that was looked at, and whether it was taken for an item, as people say or as it was judged."""

    view: View
    taken: bool


def walk_page(
    root: Block, lexicon: Lexicon, judge: Judge, overrules: Overrules, *, search: Search = Search.LISTS
) -> Iterator[Verdict]:
    """Every block that may be an item, from the top; what is nested in an item is its body and not looked at.

    Unless somebody says that it is an item of its own.
    """
    lists = _Lists(lexicon, judge, overrules, sentences=search is Search.SENTENCES)
    older = older_sessions(root)
    stack = [(child, Context(in_log=child in older)) for child in reversed(root.children)]
    while stack:
        block, context = stack.pop()
        if block.shape is Shape.CODE:
            asked = search is not Search.LISTS and not overrules.of(block).ignored
            inner = read_prompt(block) if asked else None
            if inner is not None:
                stack.extend((child, Context(path=context.path)) for child in reversed(inner.children))
            continue
        apart = search is Search.SENTENCES and overrules.of(block).item is None  # what people say is of the whole
        if apart and (sentences := each_sentence(block, lexicon)):
            take_in(block, sentences)
            stack.extend((sentence, context) for sentence in reversed(sentences))
            continue
        view, judged = lists.judge(block, context)
        taken = judged if view.overrule.item is None else view.overrule.item
        works = several_works(view) if taken and view.overrule.item is None else []
        if works:
            yield Verdict(view, taken=False)
            take_in(block, works)
            stack.extend((work, _below_mark(view)) for work in reversed(works))
            continue
        yield Verdict(view, taken)
        if taken:
            stack.extend((inner, _below(view)) for inner in reversed(list(overrules.forced_in(block))))
        elif block.children:
            below = _below(view)
            older = older_sessions(block)
            sections = context if _speaks_for_itself(view, below) else below
            announced = _announced(block, sections, lexicon)
            for child in reversed(block.children):
                inherited = below if child.shape is not Shape.SECTION else announced.get(child, sections)
                stack.append((child, replace(inherited, in_log=True) if child in older else inherited))


class _Lists:
    """Judges the entries of a list together: what could be work is, where most of its list is."""

    def __init__(self, lexicon: Lexicon, judge: Judge, overrules: Overrules, *, sentences: bool) -> None:
        self._lexicon, self._judge, self._overrules = lexicon, judge, overrules
        self._sentences = sentences
        self._judged: dict[Block, tuple[View, bool]] = {}

    def judge(self, block: Block, context: Context) -> tuple[View, bool]:
        """A block's view, and whether it was judged to be an item; `context` is that of its whole list."""
        if block not in self._judged:
            peers = block.peers if block.shape in (Shape.ENTRY, Shape.ROW) else [block]
            views = [
                View(peer, context, self._lexicon, self._overrules.of(peer), told_in_sentences=self._sentences)
                for peer in peers
            ]
            taken = [self._judge(view) for view in views]
            if len(peers) >= _LIST and sum(taken) * 3 >= len(peers) * 2:
                views = [
                    view if is_work else replace(view, among_works=True)
                    for view, is_work in zip(views, taken, strict=True)
                ]
                taken = [is_work or self._judge(view) for view, is_work in zip(views, taken, strict=True)]
            self._judged.update(zip(peers, zip(views, taken, strict=True), strict=True))
        return self._judged.pop(block)


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


def _below_mark(view: View) -> Context:
    """The context of the works of one line: what its label says of them, else that of the line."""
    label = view.block.text.label
    if label is None:
        return view.context
    hits = view.lexicon.read(label).of(Group.HEADINGS)
    role = next((Role(hit.value) for hit in hits if Role(hit.value).is_work), view.context.role or Role.PENDING)
    return replace(view.context, role=role, phrase=label, sure=True, distance=1)


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
        role, phrase = view.context.role, view.context.phrase
        return replace(below, role=role, phrase=phrase) if _names_area(view) and _tells(view) else below
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
