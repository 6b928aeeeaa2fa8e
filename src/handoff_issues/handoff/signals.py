"""What speaks for and against a block being an item: named signals, weighed elsewhere.

A signal is a plain statement about a block that a person could check on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handoff_issues.handoff.headings import SORTING, is_heading, is_title, read_heading
from handoff_issues.handoff.inline import is_ornament
from handoff_issues.handoff.lexicon import Cue, Group, Hit, Lexicon, Reading, Role, Tag
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.views import DASHES, PREFIX_END, TICKET, View, declared_tags, without_prefix

NUMBERED = re.compile(
    r"[\W_]{0,6}(?:[A-Za-z]{1,12}[ -]?)?\d{1,4}[A-Za-z]?(?:[.-]\w{1,4}){0,3}[.):：、\s—–-]|[A-Z][.)]\s"
)
"""A number, or a word and a number, at the start of a heading: `3.`, `P1:`, `18-A:`, `Phase 2 -`."""
_NUMERIC = re.compile(r"^[\s:—–~<>≈-]*[\d$€][\d.,/%$€–-]*")
_SETTING = re.compile(r"[A-Z][A-Z\d]*(?:_[A-Z\d]+)+\s*[:=]\s*\S")
"""A name in capitals with its value: `API_TOKEN: abc`."""
_VALUE = re.compile(r"`[^`]+`|https?://\S+|[\w@~.*-]*/[\w@~./*-]+")
_READS = re.compile(r"\w+\s+`?[\w@~./-]+\.(?:md|txt|mdx|rst)`?\s+(?:for|to)\b", re.I)
"""A verb, a document and what it is looked into for: "Check PLAN.md for details"."""
_LEVEL = re.compile(r"[^\w\[(]*(?:[\[(]([^\])]{1,20})[\])][\s:—–-]*|([\w ]{1,20}?)\s*(?::|[—–]|-\s|-$)\s*)")
"""A few words in brackets, or before a dash or a colon, at the start."""
_ANNOUNCEMENT = 40
"""A longer line that ends with a colon is a sentence about the matter."""
_UNDONE = frozenset("❌✗✘⏳⌛⬜🔲☐🚧🔄")
"""Signs that among others of a list say how far something is; others are ornaments as well."""
_COUNT = re.compile(r"[\W_]*\d+\s*(?:/|of|out of|von|sur|de|из)\s*\d+\s")
"""So many of so many: "14 of 16 tests pass"."""


def signals(view: View) -> dict[str, float]:
    """The signals of one block."""
    return dict.fromkeys(_names(view), 1.0)


def _names(view: View) -> Iterator[str]:
    block, context = view.block, view.context
    yield "any block"
    role = str(context.role or "no heading that says")
    work = context.role is not None and context.role.is_work
    yield f"under {role}"
    if context.role is not None and not work and not context.sure:
        yield "under a heading that may mean something else"
    if context.distance <= 1:
        yield f"directly under {role}"
    if work and context.closed_above:
        yield "work named inside finished work"
    if context.in_log:
        yield "in a log of old sessions"
    yield f"is {_shape(view)}"
    yield f"{'work' if work else 'no work'}: {_shape(view)}"
    yield from _state_names(view, work=work)
    yield from _wording_names(view, work=work)
    if is_heading(block):
        yield from _heading_names(view, work=work)
    else:
        yield from _entry_names(view, work=work)


def _shape(view: View) -> str:
    block = view.block
    if block.shape is Shape.SECTION:
        return "a heading of the first levels" if block.level <= 2 else "a heading"
    if block.shape is Shape.ENTRY and block.parent is not None and block.parent.shape is Shape.ENTRY:
        return "a nested entry"
    if block.shape is Shape.ENTRY and block.number:
        return "a numbered entry"
    return f"a {block.shape}"


def _state_names(view: View, *, work: bool) -> Iterator[str]:
    block = view.block
    if block.checked is False:
        yield "an open box"
        yield f"an open box, {'work' if work else 'no work'}"
        if view.context.role in (Role.RITUAL, Role.CRITERIA) and view.context.sure:
            yield "an open box in a ritual"
    if view.done:
        yield "finished"
    if view.empty:
        yield "says there is nothing"
    for tag in view.tags:
        yield f"tag {tag}"
        if not work:
            yield f"tag {tag} outside of work"


def _wording_names(view: View, *, work: bool) -> Iterator[str]:
    block = view.block
    where = "work" if work else "no work"
    if view.lead.starts(Group.VERBS) or _second_word_verb(view.lead) or view.lead.ends(Group.VERBS_LAST):
        yield f"starts with a verb, {where}"
    elif view.rest.starts(Group.VERBS):
        yield f"a verb after the strong words, {where}"
    if view.lead.starts(Group.FINISHED):
        yield f"starts with finished work, {where}"
    limited = bool(view.prose.of(Group.RESERVATIONS)) or not view.opening.has(Group.CUES, Cue.DONE)
    for cue in sorted({Cue(hit.value) for hit in view.prose.of(Group.CUES) if _counts(hit, limited=limited)}):
        yield f"cue {cue}, {where}"
    if block.shape is Shape.PROSE and view.shouted:
        yield f"says in capitals what is open, {where}"
    if _is_marked(view):
        yield f"begins with a mark of open work, {where}"
    if _is_levelled(view):
        yield f"begins with its level, {where}"
    if view.whole.starts(Group.CUES, Cue.RULE, Cue.RITUAL) or view.rest.starts(Group.CUES, Cue.RITUAL):
        yield "starts with a rule or a ritual"
    if not block.text.plain:
        yield "no words"
    if block.shape in (Shape.PROSE, Shape.LABEL) and is_metadata(block, view.lexicon):
        yield "a line about the note itself"
    if block.text.plain.rstrip().endswith(("?", "？")):
        yield "ends with a question mark"
    first = next((span for span in block.text.spans if span.text.strip()), None)
    if first is not None and first.code:
        yield f"starts with code, {where}"
    if TICKET.search(block.text.plain):
        yield "names a ticket"
    words = len(view.whole.words)
    yield (
        "no words"
        if not words
        else "few words"
        if words <= 2 and block.checked is None
        else "a sentence"
        if words <= 40
        else "a long text"
    )
    if block.text.plain.rstrip("*_ ").endswith((":", "：")):
        yield f"ends with a colon, {where}"
    if _is_placeholder(block.text.plain):
        yield "a placeholder"


def _is_marked(view: View) -> bool:
    """Whether the words begin with a mark that is set off: "TODO: add a test", "**Blocker:** no access"."""
    marks = [hit for hit in view.whole.of(Group.MARKS) if hit.first == 0]
    if not marks:
        return False
    longest = max(hit.stop for hit in marks)
    label, colon, _ = view.block.text.plain.partition(":")
    shouted = any(part.isupper() for part in view.block.text.plain.split()[:1])
    return shouted or (bool(colon) and len(view.lexicon.read(label).words) == longest)


def _is_levelled(view: View) -> bool:
    """Whether the words begin with a level that is set off, and then name the matter: "P1 - Leak", "[HIGH] Leak"."""
    found = _LEVEL.match(view.block.text.plain)
    if found is None or not view.block.text.plain[found.end() :].strip():
        return False
    return view.lexicon.read(found[1] or found[2]).covers(Group.PRIORITY)


def _counts(hit: Hit, *, limited: bool) -> bool:
    """Whether a cue counts where it stands: a lone "never" far inside a sentence forbids nothing."""
    if hit.value == Cue.RULE:
        return hit.first <= 2 or hit.size > 1
    return not (hit.value == Cue.DONE and limited)


def _names_work(block: Block, lexicon: Lexicon) -> bool:
    """Whether an entry has a box, names a ticket or begins with a verb."""
    reading = lexicon.read(block.text.plain)
    return block.checked is not None or bool(TICKET.match(block.text.plain)) or reading.starts(Group.VERBS)


def _second_word_verb(reading: Reading) -> bool:
    """Whether a verb follows a number, a sign or a single letter."""
    for at, word in enumerate(reading.words[:4]):
        if any(hit.first == at for hit in reading.of(Group.VERBS)):
            return True
        if not (word.isdigit() or not word.isalnum() or len(word) == 1):
            return False
    return False


def _is_placeholder(text: str) -> bool:
    return (text.startswith("[") and text.endswith("]") and len(text) > 2) or (
        text.startswith("<") and text.endswith(">")
    )


def _heading_names(view: View, *, work: bool) -> Iterator[str]:
    block = view.block
    where = "work" if work else "no work"
    kind = "label" if block.shape is Shape.LABEL else "heading"
    numbered = bool(NUMBERED.match(block.text.plain + " "))
    names = not view.meaning.sorts and view.meaning.role is None and not _is_detail(block, view.lexicon)
    names = names and not block.text.plain.rstrip("*_ ").endswith((":", "："))
    names = names and not (block.text.lead.spans and view.lexicon.read(block.text.lead.plain).covers(*SORTING))
    if names and kind == "label":
        yield f"a label that names its matter, {where}"
    levelled = _is_levelled(view) and not view.meaning.sorts and not view.meaning.whole
    if levelled:
        yield f"a {kind} that names its level and its matter, {where}"
    if view.meaning.sorts:
        yield f"a {kind} that only sorts"
    if view.meaning.role is not None:
        yield f"a {kind} that says {view.meaning.role}, {view.meaning.force}"
    named = _names_next_work(view)
    apart = levelled or (numbered and not view.meaning.whole)
    if view.meaning.role is not None and not named and not apart:
        yield f"a {kind} with a {'work' if view.meaning.role.is_work else 'closed'} role, {view.meaning.force}, {where}"
    if view.meaning.priority is not None:
        yield f"a {kind} with a priority"
    if numbered:
        yield f"a numbered {kind}, {where}"
    if view.whole.starts(Group.OPTIONS) and without_prefix(block.text.plain, view.lexicon) != block.text.plain:
        yield f"a {kind} that is one of several options, {where}"
    if named:
        yield f"a {kind} that names the next work"
    if is_title(block):
        yield "the title"
    children = block.children
    details = sum(_is_detail(child, view.lexicon) for child in children)
    if details:
        yield f"a {kind} with details, {where}"
    if any(is_plan(child, view.lexicon) for child in children):
        yield f"a {kind} whose parts say what to do, {where}"
    entries = [child for child in children if child.shape is Shape.ENTRY]
    works = sum(_names_work(child, view.lexicon) for child in entries)
    tickets = sum(bool(TICKET.match(child.text.plain)) for child in entries)
    if works >= 2 and works * 2 >= len(entries) and (tickets >= 2 or not numbered):
        yield f"a {kind} whose entries name works, {where}"
    if any(child.checked is not None for child in _entries_below(block, view.lexicon)):
        yield f"a {kind} above boxes"
    elif entries and entries[0].number:
        yield f"a {kind} above numbered entries, {where}"
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


def _entries_below(block: Block, lexicon: Lexicon) -> Iterator[Block]:
    """The entries right under a heading, and those under labels that announce work of several kinds."""
    for child in block.children:
        if child.shape is Shape.ENTRY:
            yield child
        elif child.shape is Shape.LABEL and not _is_detail(child, lexicon):
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
    matter = view.lexicon.read(view.block.text.plain[found.end() :])
    if len(matter.words) < 2 or not any(
        Role(hit.value).is_work and hit.first == 0 for hit in prefix.of(Group.HEADINGS)
    ):
        return False
    if matter.starts(Group.VERBS) or matter.ends(Group.VERBS_LAST):
        return True
    sorts = matter.covers(*SORTING) or matter.starts(Group.PHASES) or matter.has(Group.HEADINGS)
    whole = any(hit.size == len(prefix.words) for hit in prefix.of(Group.HEADINGS))
    listed = any(child.shape is not Shape.PROSE and child.shape is not Shape.CODE for child in view.block.children)
    return whole and not sorts and not listed


def is_plan(block: Block, lexicon: Lexicon) -> bool:
    """Whether a block is labelled as that what is to be done about the heading above it."""
    reading = lexicon.read(_label_of(block))
    if not any(hit.first == 0 and hit.size * 2 >= len(reading.words) for hit in reading.of(Group.PLANS)):
        return False
    return not lexicon.read(DASHES.sub("", block.text.rest.plain, count=1)).starts(Group.FINISHED)


def _label_of(block: Block) -> str:
    """The label before a block's words, or a label's own words."""
    lead = block.text.lead
    if lead.spans:
        return lead.plain[:60]
    if is_heading(block):
        return block.text.plain[:60]
    label, colon, _ = block.text.plain.partition(":")
    return label if colon and len(label) <= 50 else ""


def _is_detail(block: Block, lexicon: Lexicon) -> bool:
    """Whether a block is a labelled part of one piece of work ("Impact: ...", "Files:", "What to build")."""
    lead = block.text.lead
    label = lead.plain if lead.spans else block.text.plain.partition(":")[0] if ":" in block.text.plain else ""
    if is_heading(block) and not label:
        label = block.text.plain
    if not 0 < len(label) <= 50:
        return False
    reading = lexicon.read(label)
    return any(hit.first == 0 and hit.size * 2 >= len(reading.words) for hit in reading.of(Group.DETAILS))


def _entry_names(view: View, *, work: bool) -> Iterator[str]:
    block = view.block
    where = "work" if work else "no work"
    context_free = view.context.role is None
    if _is_detail(block, view.lexicon):
        yield f"a labelled detail, {where}"
    tagged = bool(view.tags & {Tag.OPEN, Tag.PROGRESS, Tag.BLOCKED})
    if view.meaning.sorts and not tagged and block.checked is None:
        yield "an entry that only sorts"
    if (
        view.block.children
        and not tagged
        and view.meaning.role is not None
        and view.meaning.force == "strong"
        and not view.names_file
    ):
        yield f"an entry used as a heading, {'work' if view.meaning.role.is_work else 'closed'}"
    if block.text.lead.spans:
        yield f"has strong words, {where}"
        if block.text.rest.plain[:1] in ":：" or block.text.lead.plain.endswith((":", "：")):
            yield f"label and value, {where}"
    if _NUMERIC.match(block.text.rest.plain if block.text.lead.spans else block.text.plain.partition(": ")[2]):
        yield "a label with a number"
    if block.children:
        yield f"has nested blocks, {where}"
        if _announces(view):
            yield f"an entry that announces others, {where}"
    if block.shape is not Shape.ROW:
        yield from _matter_names(view)
    if block.shape is Shape.ROW:
        yield from _row_names(view, work=work)
    if len(block.peers) == 1:
        yield "stands alone"
    elif context_free and not block.quoted and _mostly_instructions(block.peers, view.lexicon):
        yield "one of a list of instructions, no heading says"
    worded = any(
        (_in_words(hit, view.whole) and hit.stop == len(view.whole.words)) or view.whole.words[hit.first] in _UNDONE
        for hit in view.whole.of(Group.TAGS)
    )
    ruled = view.context.role is Role.RULE
    if tagged and worded and not ruled and block.shape is Shape.ENTRY and _mostly_states(block.peers, view.lexicon):
        yield f"one of a list that tells how far each is, {where}"


def _announces(view: View) -> bool:
    """Whether an entry is a few words and a colon, names no deed and holds several entries: they are meant, not it."""
    told = view.lead.starts(Group.VERBS) or view.lead.ends(Group.VERBS_LAST)
    entries = sum(child.shape is Shape.ENTRY for child in view.block.children)
    text = view.block.text.plain.rstrip("*_ ")
    return entries >= 2 and not told and len(text) <= _ANNOUNCEMENT and text.endswith((":", "："))


def _matter_names(view: View) -> Iterator[str]:
    """What an entry consists of besides words: a command, a setting, an address, a count."""
    text = view.block.text
    if text.spans and all(span.code or is_ornament(span.text) for span in text.spans):
        yield "code alone"
    label, _, value = text.marked.partition(":")
    if _SETTING.match(text.plain):
        yield "a setting and its value"
    elif value and not text.lead.spans and "://" not in label and _VALUE.fullmatch(value.strip("* ")):
        yield "a label and a path or a command"
    if _COUNT.match(text.plain):
        yield "a count of how many"
    if _READS.match(text.plain):
        yield "a file to look into"


def _in_words(hit: Hit, reading: Reading) -> bool:
    """Whether a state that is still open is said by words, not only by a sign."""
    return hit.value in (Tag.OPEN, Tag.PROGRESS, Tag.BLOCKED) and reading.words[hit.first].isalnum()


def _mostly_instructions(blocks: list[Block], lexicon: Lexicon) -> bool:
    """Whether most of a list begins with verbs."""
    told = 0
    for block in blocks[:30]:
        reading = lexicon.read(without_prefix(block.text.plain, lexicon))
        told += reading.starts(Group.VERBS) and not reading.starts(Group.CUES, Cue.RITUAL, Cue.RULE)
    return told >= 2 and told * 5 >= min(len(blocks), 30) * 3


def _mostly_states(blocks: list[Block], lexicon: Lexicon) -> bool:
    """Whether nearly all of a list declare a state, and not all the same: crosses alone mark things to avoid."""
    some = blocks[:30]
    states = [(block.checked, frozenset(declared_tags(lexicon.read(block.text.plain)))) for block in some]
    told = [state for state in states if state != (None, frozenset())]
    return len(set(told)) >= 2 and len(told) * 5 >= len(some) * 4


def is_metadata(block: Block, lexicon: Lexicon) -> bool:
    """Whether a line is a label and a value that describe the note ("Branch: main")."""
    reading = lexicon.read(_label_of(block))
    return any(hit.first == 0 and hit.stop == len(reading.words) for hit in reading.of(Group.METADATA))


def _row_names(view: View, *, work: bool) -> Iterator[str]:
    where = "work" if work else "no work"
    if view.context.role is Role.FUTURE:
        yield "a row of a roadmap"
    if any(view.lexicon.read(cell.plain).starts(Group.RISKS) for cell in view.block.header):
        yield "a row of a table of risks"
    if view.row_label is not None:
        yield f"a row that is labelled {'as work' if view.row_label.is_work else view.row_label}"
    status: set[Tag] = set()
    for cell in view.block.cells[1:]:
        reading = view.lexicon.read(cell.plain)
        if len(reading.words) <= 4 and any(_in_words(hit, reading) for hit in reading.of(Group.TAGS)):
            yield f"a row that says its state in words, {where}"
        status |= declared_tags(reading, at_start=True) if len(reading.words) <= (8 if work else 3) else set()
    for tag in status:
        yield f"a row that says {tag}, {where}"
    if not status and view.row_label is None:
        yield f"a row without a state, {where}"
    if view.names_file:
        yield "a row about a file"
