"""What a heading or a label says of what stands under it, and how that is passed down the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from handoff_issues.handoff.lexicon import Group, Lexicon, Reading, Role, Tag, is_filler
from handoff_issues.handoff.lexicon.levels import levels_in
from handoff_issues.handoff.lexicon.terms import FINISHED
from handoff_issues.handoff.lexicon.words import join_words
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.outline.dates import read_date
from handoff_issues.handoff.sentences.clauses import count_words, without_brackets
from handoff_issues.handoff.sentences.statements import SENTENCE_END
from handoff_issues.handoff.structure.heading_tags import heading_tag
from handoff_issues.handoff.structure.roles import covers_most, find_role, is_on_purpose, role_words
from handoff_issues.handoff.structure.sorting import instructs, is_level, is_phase, level_of_scheme, only_sorts
from handoff_issues.model import Priority

_CLOSED = frozenset({Role.DONE, Role.LOG})
_NEVER_REOPEN = frozenset({Role.ISSUE, Role.FUTURE, Role.PROGRESS})
"""What is found, planned or begun within finished work is part of its story."""


_CHECKS = frozenset({Role.RITUAL, Role.CRITERIA})
"""What lists things to look at, one after the other."""


EQUALS = re.compile(r"\s[/|+&]\s|、")
"""Between what a heading names side by side."""
_LABEL_WORDS = 12
"""A longer line before a list is a sentence: its words are no heading's."""


class Force(StrEnum):
    """How much of a heading its meaning is."""

    STRONG = "strong"
    WEAK = "weak"
    """A word among others: it may as well be the subject of the heading."""


@dataclass(frozen=True)
class Meaning:
    """What one heading says."""

    role: Role | None = None
    force: Force = Force.WEAK
    phrase: str = ""
    """The words that say so."""
    whole: bool = False
    """Whether the role is all that the heading says."""
    priority: Priority | None = None
    tag: Tag | None = None
    """How far the heading says the whole has come."""
    phase: bool = False
    """Whether it is one of several numbered phases."""
    hinted: bool = False
    """Whether only a single word hints at the role."""
    told: bool = False
    """Whether the phase is named by an instruction ("Phase 2: widen the coverage")."""
    sorts: bool = False
    """Whether it only sorts what stands under it ("Short term", "Phase 2: Backend")."""


@dataclass(frozen=True)
class Context:
    """What is known of a block from the headings and entries above it."""

    role: Role | None = None
    phrase: str = ""
    sure: bool = True
    """Whether the role is most of what its heading says."""
    distance: int = 0
    """Headings and labels between the one that gives the role and the block, itself included."""
    priority: Priority | None = None
    priority_phrase: str = ""
    progress: bool = False
    in_log: bool = False
    over: bool = False
    """Whether the heading names work, and says that all of it is finished: "Next steps (done)"."""
    closed_above: bool = False
    """Whether finished work or a log is further up the page's headings."""
    path: tuple[str, ...] = ()


def read_heading(block: Block, lexicon: Lexicon) -> Meaning:
    """The meaning of a heading, of a label, or of an entry that is used like one."""
    text = block.text.plain
    reading = lexicon.read(text)
    if block.shape is Shape.LABEL and count_words(text) > _LABEL_WORDS:
        announced = _announced_work(text, lexicon)
        if announced is not None:
            return Meaning(role=Role.PENDING, force=Force.STRONG, phrase=announced)
        told = [hit for hit in reading.of(Group.HEADINGS) if hit.stop == len(reading.words) and hit.value == Role.DONE]
        if told:
            return Meaning(role=Role.DONE, force=Force.STRONG, phrase=join_words(reading.words[told[0].first :]))
        return Meaning(tag=heading_tag(block, lexicon))
    said = role_words(block, reading, lexicon)
    hit = find_role(said) if not _names_both(text, lexicon) else None
    role = Role(hit.value) if hit else None
    strong = hit is not None and covers_most(hit, said)
    if (role is None or role.is_work) and is_on_purpose(role, block.text.plain, lexicon):
        role, strong = Role.RULE, True
    tag = heading_tag(block, lexicon)
    weak = hit is None or role is Role.ISSUE or hit.first == 1 or (hit.first > 1 and not strong)
    if weak and reading.starts(Group.SUPPOSITIONS) and is_heading(block) and not reading.has(Group.PRIORITY):
        role = Role.HOWTO  # "If the export fails", "If you need to roll back", not "If time permits"
    if role is Role.DECISION and lexicon.read(without_brackets(block.text.plain)).ends(Group.TAGS, Tag.OPEN):
        role = Role.QUESTION  # "Decisions of the owner pending (none blocks)"
    level = level_of_scheme(block, lexicon)
    if level is not None and role is Role.RULE:
        role = None  # "Important" between "Urgent" and "Nice to have"
    return Meaning(
        role=role,
        force=Force.STRONG if strong else Force.WEAK,
        phrase=join_words(said.words[hit.first : hit.stop]) if hit else "",
        whole=hit is not None and hit.size >= sum(not is_filler(word) for word in said.words),
        priority=heading_priority(reading) or level,
        tag=tag,
        sorts=only_sorts(reading, lexicon) or level is not None,
        hinted=hit is not None and hit.group is Group.HEADING_HINTS and role is not Role.RULE,
        phase=block.shape is Shape.SECTION and (is_phase(reading) or is_level(text, lexicon) or level is not None),
        told=is_phase(reading) and instructs(reading),
    )


def _names_both(text: str, lexicon: Lexicon) -> bool:
    """Whether a heading names what is done and what is not, as equals: "Done / in progress / next"."""
    parts = EQUALS.split(text) if EQUALS.search(text) else ()
    roles = {Role(hit.value) for part in parts if (hit := find_role(lexicon.read(part))) is not None}
    return Role.DONE in roles and any(role.is_work for role in roles)


def _announced_work(text: str, lexicon: Lexicon) -> str | None:
    """The last sentence of a paragraph that ends in a list of work: "All of it is tested. What is left:"."""
    last = SENTENCE_END.split(text)[-1]
    reading = lexicon.read(last)
    short = last != text and last.endswith((":", "：")) and count_words(last) <= _LABEL_WORDS
    return last if short and any(hit.value == Role.PENDING for hit in reading.of(Group.HEADINGS)) else None


def step_down(context: Context, block: Block, meaning: Meaning) -> Context:
    """The context of what stands under `block`."""
    title = block.text.plain
    below = replace(context, distance=context.distance + 1, path=(*context.path, title) if title else context.path)
    role, phrase = meaning.role, meaning.phrase
    if role is Role.FUTURE and meaning.tag is Tag.PROGRESS:
        role = Role.PROGRESS  # "V2 (in progress)"
    if role and meaning.force is Force.WEAK and not role.is_work and context.role and context.role.is_work:
        role = None
    if meaning.hinted and context.role not in (None, Role.ARCHITECTURE):
        role = None
    weak = role is not None and meaning.force is Force.WEAK and not role.is_work
    if weak and (context.role in _CHECKS or meaning.told):
        # "Visual design" of a checklist is to be looked at, "Phase 2: widen the coverage" to be done.
        role = None
    if role and role.is_work and meaning.force is Force.WEAK and context.role is Role.HOWTO and context.sure:
        role = None  # "The job stays pending" under "Troubleshooting" is a symptom.
    if meaning.tag in FINISHED and role is not Role.CRITERIA:  # a "definition of done" is not done
        role, phrase = Role.DONE, title
    elif role is None and meaning.phase and context.role is None:
        role, phrase = Role.PENDING, title
    told = block.shape is not Shape.SECTION or meaning.force is Force.WEAK
    if role in _NEVER_REOPEN and context.role in _CLOSED and told:
        role = None
    if role is not None:
        keeps = context.role is not None and context.role.is_work and role.is_work
        sure = meaning.force is Force.STRONG or role is Role.DONE
        named = meaning.role is not None and meaning.role.is_work
        below = replace(below, role=role, phrase=phrase, distance=1, sure=sure, over=role is Role.DONE and named)
        if not keeps:
            below = replace(below, priority=None, priority_phrase="", progress=False)
    if meaning.priority is not None:
        below = replace(below, priority=meaning.priority, priority_phrase=title)
    if meaning.tag is Tag.PROGRESS or role is Role.PROGRESS:
        below = replace(below, progress=True)
    closed = below.closed_above or context.role in _CLOSED
    return replace(below, in_log=below.in_log or role is Role.LOG, closed_above=closed)


def heading_priority(reading: Reading) -> Priority | None:
    """The priority that a heading gives to what stands under it."""
    levels = levels_in(reading)
    return min(levels, key=lambda level: level.rank) if levels else None


def is_title(block: Block) -> bool:
    """Whether a heading is the document's own title: the only one of the first level."""
    if block.level != 1 or block.parent is None or block.parent.parent is not None:
        return False
    return block.parent.titles == 1


def is_heading(block: Block) -> bool:
    """Whether others stand under it by its nature."""
    return block.shape in (Shape.SECTION, Shape.LABEL)


def headings_from(block: Block | None) -> Iterator[Block]:
    """The headings and labels that have words, from a block itself upwards."""
    while block is not None:
        if is_heading(block) and block.text.plain:
            yield block
        block = block.parent


def older_sessions(block: Block) -> set[Block]:
    """The sections of a journal that a newer one follows: those whose headings give a date, but for the newest.

    Of two with one date the one nearer to the newer end of the page counts as newer, where other dates tell that end.
    A dated line among sections ("Written: ...") is none of them.
    """
    dated = [(day, child) for child in block.children if is_heading(child) and (day := read_date(child.text.plain))]
    sections = [(day, child) for day, child in dated if child.shape is Shape.SECTION]
    journal = sections or dated
    if len({day for day, _ in journal}) < 2:
        return set()
    falling = journal[0][0] >= journal[-1][0]
    newest = max(range(len(journal)), key=lambda at: (journal[at][0], -at if falling else at))
    return {child for at, (_, child) in enumerate(journal) if at != newest}
