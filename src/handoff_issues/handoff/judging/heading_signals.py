"""What speaks for and against a heading or a label being an item itself, and not only holding items."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handoff_issues.handoff.judging.nested_signals import nested_signals
from handoff_issues.handoff.lexicon import Cue, Group, Lexicon, Role, Tag
from handoff_issues.handoff.lexicon.terms import FINISHED
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.sentences.prefixes import PREFIX_END, TICKET, without_prefix
from handoff_issues.handoff.structure.headings import Force, is_title, read_heading
from handoff_issues.handoff.structure.labels import is_detail, is_plan, is_settled
from handoff_issues.handoff.structure.roles import BRACKETED
from handoff_issues.handoff.structure.sorting import SORTING, only_sorts
from handoff_issues.handoff.structure.views import View

_NUMBERED = re.compile(
    r"[\W_]{0,6}(?:[A-Za-z]{1,12}[ -]?)?\d{1,4}[A-Za-z]?(?:[.-]\w{1,4}){0,3}[.):：、\s—–-]|[A-Z][.)]\s"
)
"""A number, or a word and a number, at the start of a heading: `3.`, `P1:`, `18-A:`, `Phase 2 -`."""


_FOUND = frozenset({Role.ISSUE, Role.BLOCKER, Role.QUESTION})
"""What a heading names one of: "Open bug: no footer"; what it lists tells more of that one."""


def heading_signals(view: View, *, work: bool) -> Iterator[str]:
    """The signals of a heading or a label; `work` says whether work is to be expected where it stands."""
    block = view.block
    where = "work" if work else "no work"
    kind = "label" if block.shape is Shape.LABEL else "heading"
    if view.whole.has(Group.PROCEDURES) and block.children:
        ahead = work or any(Role(hit.value).is_work for hit in view.whole.of(Group.HEADINGS))
        yield f"a {kind} that names a procedure{' that is still to come' if ahead else ''}"
        return
    numbered = bool(_NUMBERED.match(block.text.plain + " "))
    names = not view.meaning.sorts and view.meaning.role is None and not is_detail(block, view.lexicon)
    names = names and not block.text.plain.rstrip("*_ ").endswith((":", "："))
    names = names and not (block.text.lead.spans and view.lexicon.read(block.text.lead.plain).covers(*SORTING))
    if names and kind == "label":
        yield f"a label that names its matter, {where}"
    matter = without_prefix(block.text.plain, view.lexicon)
    sorts = view.meaning.sorts or only_sorts(
        view.lexicon.read(matter), view.lexicon
    )  # "Priority 2: Additional improvements"
    sorts = sorts or (view.levelled and _sorts_boxes(view))
    levelled = view.levelled and not sorts and not view.meaning.whole
    if levelled:
        yield f"a {kind} that names its level and its matter, {where}"
    if sorts:
        yield f"a {kind} that only sorts"
    named = _names_next_work(view)
    apart = levelled or (numbered and not view.meaning.whole)
    # Below a heading of work "Fix the tests" is told, and no heading of tests.
    told = work and view.instructs and view.meaning.force is Force.WEAK
    if view.meaning.role is not None and not named and not apart and not told:
        yield f"a {kind} with a {'work' if view.meaning.role.is_work else 'closed'} role, {view.meaning.force}, {where}"
    if numbered:
        yield f"a numbered {kind}, {where}"
    chosen = view.whole.starts(Group.OPTIONS) and matter != block.text.plain
    if chosen and not view.lexicon.read(matter).has(Group.CUES, Cue.RITUAL):
        yield f"a {kind} that is one of several options, {where}"
    if named:
        yield f"a {kind} that names the next work"
    if is_title(block):
        yield "the title"
    children = block.children
    details = sum(is_detail(child, view.lexicon) for child in children)
    if details:
        yield f"a {kind} with details, {where}"
    if any(is_settled(child, view.lexicon) for child in children):
        yield f"a {kind} whose parts say that it is settled"
    if any(is_plan(child, view.lexicon) for child in children):
        yield f"a {kind} whose parts say what to do, {where}"
    yield from nested_signals(view, f"a {kind}", where=where)
    entries = [child for child in children if child.shape is Shape.ENTRY]
    works = sum(_names_work(child, view.lexicon) for child in entries)
    tickets = sum(bool(TICKET.match(child.text.plain)) for child in entries)
    if works >= 2 and works * 2 >= len(entries) and (tickets >= 2 or not numbered):
        yield f"a {kind} whose entries name works, {where}"
    listing = sum(any(inner.shape is Shape.ENTRY for inner in child.children) for child in entries)
    if listing >= 2 and listing * 2 >= len(entries):
        yield f"a {kind} above entries with lists of their own, {where}"
    if len(entries) > 1 and block.text.plain.rstrip("*_ ").endswith((":", "：")):
        yield f"a {kind} that announces entries, {where}"
    if view.meaning.phase and len(entries) >= 2 and entries[0].number:
        yield f"a {kind} of a phase above numbered entries, {where}"
    if block.parent is not None and block in block.parent.counting:
        yield f"a {kind} within a list that counts on"
    boxes = [_box(child, view.lexicon) for child in _entries_below(block, view.lexicon)]
    if boxes and all(boxes):
        yield f"a {kind} above ticked boxes"
    if any(checked is not None for checked in boxes):
        yield f"a {kind} above boxes"
    elif entries and entries[0].number:
        told = numbered and view.instructs and not levelled and not view.meaning.phase
        yield f"a {kind} {'that says what to do ' if told else ''}above numbered entries, {where}"
    elif entries and not (names and kind == "label"):
        yield f"a {kind} above bullets, {where}"
    elif any(child.shape is Shape.SECTION for child in children):
        yield f"a {kind} above headings, {where}"
    elif any(child.shape is Shape.ROW for child in children):
        yield f"a {kind} above a table"
    elif children:
        yield f"a {kind} above prose, {where}"
    else:
        yield f"a {kind} above nothing"


def _sorts_boxes(view: View) -> bool:
    """Whether a heading's level is that of the boxes under it: "Priority 2: Sign-in", not "[P2] Sign-in"."""
    boxes = sum(child.checked is not None for child in view.block.children)
    return boxes > 1 and BRACKETED.match(view.block.text.plain) is None


def _box(entry: Block, lexicon: Lexicon) -> bool | None:
    """Whether an entry is ticked, by its box or by the sign that it begins with; None without either."""
    if entry.checked is not None:
        return entry.checked
    reading = lexicon.read(entry.text.plain)
    signs = [Tag(hit.value) for hit in reading.of(Group.TAGS) if not hit.first and not reading.words[0].isalnum()]
    return signs[0] in FINISHED if signs else None


def _entries_below(block: Block, lexicon: Lexicon) -> Iterator[Block]:
    """The entries right under a heading, and those under labels that announce work of several kinds."""
    for child in block.children:
        if child.shape is Shape.ENTRY:
            yield child
        elif child.shape is Shape.LABEL and not is_detail(child, lexicon):
            role = read_heading(child, lexicon).role
            if role is not None and role.is_work:
                yield from (entry for entry in child.children if entry.shape is Shape.ENTRY)


def _names_next_work(view: View) -> bool:
    """Whether a heading says what is next and then what it is: "Next priority: fix the import", "Open bug: no footer".

    What does not say what to do may as well sort: then nothing below it may list works.
    """
    found = PREFIX_END.search(view.block.text.plain, 0, 40)
    if found is None:
        return False
    prefix = view.lexicon.read(view.block.text.plain[: found.start()])
    matter = view.lexicon.read(BRACKETED.sub(" ", view.block.text.plain[found.end() :]))
    if len(matter.words) < 2 or not any(
        Role(hit.value).is_work and hit.first == 0 for hit in prefix.of(Group.HEADINGS)
    ):
        return False
    told = view.lexicon.read(without_prefix(view.block.text.plain[found.end() :], view.lexicon))
    if told.starts(Group.VERBS) or matter.ends(Group.VERBS_LAST):
        return True
    listed = any(Role(hit.value).is_work for hit in matter.of(Group.HEADINGS))
    sorts = matter.covers(*SORTING, Group.PHASES) or listed
    named = [hit for hit in prefix.of(Group.HEADINGS) if hit.size == len(prefix.words)]
    if any(hit.value in _FOUND for hit in named) and not matter.covers(*SORTING):
        return True
    whole = bool(named) or (prefix.starts(Group.MARKS) and prefix.ends(Group.GROUPS))  # "Next concrete task: …"
    lists = any(child.shape is not Shape.PROSE and child.shape is not Shape.CODE for child in view.block.children)
    return whole and not sorts and not lists


def _names_work(block: Block, lexicon: Lexicon) -> bool:
    """Whether an entry has a box, names a ticket or begins with a verb."""
    reading = lexicon.read(block.text.plain)
    return block.checked is not None or bool(TICKET.match(block.text.plain)) or reading.starts(Group.VERBS)
