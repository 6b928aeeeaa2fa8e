"""What speaks for and against an entry, a row or a paragraph being an item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handoff_issues.handoff.judging.nested_signals import nested_signals
from handoff_issues.handoff.lexicon import Cue, Group, Hit, Lexicon, Reading, Role, Tag
from handoff_issues.handoff.lexicon.shares import OF
from handoff_issues.handoff.lexicon.terms import FINISHED, UNFINISHED
from handoff_issues.handoff.lexicon.words import PICTURES
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.outline.inline import is_ornament
from handoff_issues.handoff.sentences.clauses import count_words
from handoff_issues.handoff.sentences.prefixes import without_prefix
from handoff_issues.handoff.sentences.statements import statement_in
from handoff_issues.handoff.sentences.states import declared_tags, read_cell, set_off_states, states_of_cell
from handoff_issues.handoff.structure.headings import read_heading
from handoff_issues.handoff.structure.labels import is_detail
from handoff_issues.handoff.structure.sorting import only_sorts
from handoff_issues.handoff.structure.views import View

_NUMERIC = re.compile(r"^[\s:—–~<>≈-]*[\d$€][\d.,/%$€–-]*")
_SETTING = re.compile(r"[A-Z][A-Z\d]*(?:_[A-Z\d]+)+\s*[:=]\s*\S")
"""A name in capitals with its value: `API_TOKEN: abc`."""
_VALUE = re.compile(r"`[^`]+`|https?://\S+|[\w@~.*-]*/[\w@~./*-]+")
_READS = re.compile(r"\w+\s+`?[\w@~./-]+\.(?:md|txt|mdx|rst)`?\s+(?:for|to)\b", re.I)
"""A verb, a document and what it is looked into for: "Check PLAN.md for details"."""
_TOLD = frozenset({None, Role.DONE, Role.ARCHITECTURE})
"""Where a table of states is one of works."""
_STATE = 4
"""Words; a cell of more tells other things as well."""
_SENTENCE = 3
"""Words; a line of fewer names what it stands above."""
_ANNOUNCEMENT = 40
"""A longer line that ends with a colon is a sentence about the matter."""
_ANNOUNCED = 7
"""The same in words, of which a script without blanks has many in few characters."""
_FILES = re.compile(r"(?<![\w/.])[\w-][\w/-]{0,60}\.[a-z]{1,4}\b(?:\s*\([^()]{0,60}\))?\s*(?:,|$|and\b|\+)")
"""A file's name in a row of such."""
_MANY_FILES = 3
_UNDONE = frozenset("❌✗✘⏳⌛⬜🔲☐🚧🔄❓❔")
"""Signs that among others of a list say how far something is; others are ornaments as well."""
_COUNT = re.compile(rf"[\W_]*\d+\s*{OF}\s*\d+\s")
"""So many of so many: "14 of 16 tests pass"."""


def entry_signals(view: View, *, work: bool) -> Iterator[str]:
    """The signals of an entry, a row or a paragraph; `work` says whether work is to be expected where it stands."""
    block = view.block
    where = "work" if work else "no work"
    text = block.text.plain.rstrip("*_ ")
    context_free = view.context.role is None
    if is_detail(block, view.lexicon):
        yield f"a labelled detail, {where}"
    tagged = bool(view.tags & {Tag.OPEN, Tag.PROGRESS, Tag.BLOCKED})
    told = len(view.lead.words) > 1 and view.told
    # A state in brackets is a work's own tag, one before a list that of the list.
    holds = not text.endswith((")", "）", "]")) and any(child.shape is Shape.ENTRY for child in block.children)
    # Its whole meaning is asked for only where something stands under it: most entries are no headings.
    if only_sorts(view.whole, view.lexicon) and (holds or not tagged) and not told and block.checked is None:
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
        if block.shape is Shape.PROSE and view.context.role is Role.PROGRESS and view.context.sure:
            yield "a paragraph with strong words, begun work"
        if block.text.rest.plain[:1] in ":：" or block.text.lead.plain.endswith((":", "：")):
            yield f"label and value, {where}"
            if block.shape is Shape.PROSE:
                yield f"a paragraph with a label, {where}"
    if _NUMERIC.match(block.text.rest.plain if block.text.lead.spans else block.text.plain.partition(": ")[2]):
        yield "a label with a number"
    if block.shape is Shape.ENTRY:
        yield from nested_signals(view, "an entry", where=where)
    if work and _is_explained(block, view.lexicon):
        yield "one of a list that explains what stands before it"
    if _announces(view):
        yield f"an entry that announces others, {where}"
    if work and block.shape is Shape.PROSE and _introduces(view):
        yield "a paragraph that introduces what follows, work"
    if block.shape is not Shape.ROW:
        yield from _matter_names(view)
    if block.shape is Shape.ROW:
        yield from _row_names(view, work=work)
    if context_free and not block.quoted and mostly_instructions(block.peers, view.lexicon):
        yield "one of a list of instructions, no heading says"
    ruled = view.context.role is Role.RULE or block.shape is not Shape.ENTRY
    asked = Tag.QUESTION in view.tags
    if (tagged or asked) and not ruled and tells_its_state(view) and _mostly_states(block.peers, view.lexicon):
        yield f"one of a list that tells how far each is, {where}"


def _introduces(view: View) -> bool:
    """Whether a paragraph comes first under its heading, before no other paragraph, and names no work."""
    peers = view.block.parent.children if view.block.parent is not None else []
    first = len(peers) > 1 and peers[0] is view.block and peers[1].shape is not Shape.PROSE
    stated = view.prose.has(Group.CUES, Cue.OPEN) and view.opening.words == view.prose.words
    return first and not view.told and not stated and statement_in(view.block.text.marked, view.lexicon) is None


def _is_explained(block: Block, lexicon: Lexicon) -> bool:
    """Whether a sentence after another list introduces the entry's list: "The walkthrough should cover:"."""
    line = block.parent
    if line is None or line.shape is not Shape.LABEL or line.text.lead.spans or line.parent is None:
        return False
    meaning = read_heading(line, lexicon)
    if meaning.role is not None or meaning.sorts or meaning.priority is not None or block.checked is not None:
        return False
    first = next(child for child in line.parent.children if child.shape is Shape.ENTRY or child is line)
    return first is not line and len(lexicon.read(line.text.plain).words) >= _SENTENCE


def _announces(view: View) -> bool:
    """Whether an entry is a few words and a colon, names no deed and holds several entries: they are meant, not it."""
    entries = sum(child.shape is Shape.ENTRY for child in view.block.children)
    text = view.block.text.plain.rstrip("*_ ")
    short = len(text) <= _ANNOUNCEMENT and count_words(text) <= _ANNOUNCED
    return entries >= 2 and not view.told and short and text.endswith((":", "："))


def _matter_names(view: View) -> Iterator[str]:
    """What an entry consists of besides words: a command, a setting, an address, a count."""
    text = view.block.text
    if view.context.role is not Role.ISSUE and all(span.code or is_ornament(span.text) for span in text.spans):
        yield "code alone"
    if _names_many_files(text.plain) and not view.lead.starts(Group.VERBS):
        yield "names many files"
    label, _, value = text.marked.partition(":")
    if _SETTING.match(text.plain):
        yield "a setting and its value"
    elif value and not text.lead.spans and "://" not in label and _VALUE.fullmatch(value.strip("* ")):
        yield "a label and a path or a command"
    if _COUNT.match(text.plain) and not view.prose.has(Group.CUES, Cue.OPEN):
        yield "a count of how many"
    if _READS.match(text.plain):
        yield "a file to look into"


def _names_many_files(text: str) -> bool:
    return text.count(".") >= _MANY_FILES and len(_FILES.findall(text)) >= _MANY_FILES


def _in_words(hit: Hit, reading: Reading) -> bool:
    """Whether a state that is still open is said by words, not only by a sign."""
    return hit.value in (Tag.OPEN, Tag.PROGRESS, Tag.BLOCKED) and reading.words[hit.first].isalnum()


def mostly_instructions(blocks: list[Block], lexicon: Lexicon) -> bool:
    """Whether most of a list begins with verbs."""
    told = 0
    for block in blocks[:30]:
        reading = lexicon.read(without_prefix(block.text.plain, lexicon))
        told += reading.starts(Group.VERBS) and not reading.starts(Group.CUES, Cue.RITUAL, Cue.RULE)
    return told >= 2 and told * 5 >= min(len(blocks), 30) * 3


def tells_its_state(view: View) -> bool:
    """Whether an entry says how far it is by its label, at its end, behind its name, or by a sign that means it."""
    label = view.block.text.label
    if label is not None and view.lexicon.read(label).covers(Group.TAGS):
        return True
    whole = view.whole
    return bool(set_off_states(view.block.text.plain, view.lexicon)) or any(
        (_in_words(hit, whole) and hit.stop == len(whole.words)) or whole.words[hit.first] in _UNDONE
        for hit in whole.of(Group.TAGS)
    )


def _mostly_states(blocks: list[Block], lexicon: Lexicon) -> bool:
    """Whether nearly all of a list declare a state, and not all the same: crosses alone mark things to avoid."""
    some = blocks[:30]
    if any(lexicon.read(block.text.plain.lstrip("✅❌✓✗✔✘ ")).starts(Group.CUES, Cue.RULE) for block in some):
        return False  # Ticks and crosses are what to do and what not.
    states = [(block.checked, _states(block.text.plain, lexicon)) for block in some]
    told = [state for state in states if state != (None, frozenset())]
    # Where all bear signs, those that nobody else knows are states too.
    signed = all(PICTURES.match(block.text.plain) for block in some)
    return len(set(told)) >= 2 and (len(told) * 5 >= len(some) * 4 or (signed and len(told) * 2 >= len(some)))


def _states(text: str, lexicon: Lexicon) -> frozenset[Tag]:
    return frozenset(declared_tags(lexicon.read(text)) | set_off_states(text, lexicon))


def _has_states(rows: list[Block], lexicon: Lexicon) -> bool:
    """Whether more than a few rows of a table tell a state: a lone one is a word of the matter ("charging, active")."""
    some = rows[:30]
    told = sum(any(lexicon.read(cell.plain).has(Group.TAGS) for cell in row.cells) for row in some)
    return told * 5 >= len(some)


def _told_by_rows(rows: list[Block], lexicon: Lexicon) -> bool:
    """Whether the rows of a table tell how far each is: nearly all in one column, and not all the same."""
    some = rows[:30]
    for column in range(1, max(len(row.cells) for row in some)):
        cells = [row.cells[column].plain for row in some if column < len(row.cells)]
        read = [read_cell(cell, lexicon) for cell in cells]
        short = [reading for reading in read if len(reading.words) <= _STATE]
        states = [frozenset(declared_tags(reading, at_start=True)) for reading in short]
        told = [state for state in states if state]
        if len(told) * 5 >= len(some) * 4 and len(set(told)) >= 2:
            return True
    return False


def row_states(view: View, *, work: bool) -> frozenset[Tag]:
    """How far a row says that it is; `work` says whether work is to be expected where it stands."""
    return _states_in(_state_cells(view, work=work), view, work=work)


def _states_in(cells: Sequence[Reading], view: View, *, work: bool) -> frozenset[Tag]:
    short = (reading for reading in cells if len(reading.words) <= (8 if work else 3))
    return view.row.answered.union(*map(states_of_cell, short))


def _state_cells(view: View, *, work: bool) -> list[Reading]:
    told = work or _has_states(view.block.peers, view.lexicon)
    return [read_cell(cell.plain, view.lexicon) for cell in view.row.state_cells] if told else []


def _row_names(view: View, *, work: bool) -> Iterator[str]:
    where = "work" if work else "no work"
    if any(view.lexicon.read(cell.plain).starts(Group.RISKS) for cell in view.block.header):
        yield "a row of a table of risks"
    if view.row.label is not None:
        yield f"a row that is labelled {'as work' if view.row.label.is_work else view.row.label}"
    said = _state_cells(view, work=work)
    in_words = any(
        _in_words(hit, reading) for reading in said if len(reading.words) <= _STATE for hit in reading.of(Group.TAGS)
    )
    if in_words or view.row.answered:
        yield f"a row that says its state in words, {where}"
    status = _states_in(said, view, work=work)
    for tag in status:
        yield f"a row that says {tag}, {where}"
    if status and status <= FINISHED:
        yield "a finished row"
    if status and status <= UNFINISHED and view.context.role in _TOLD and _told_by_rows(view.block.peers, view.lexicon):
        yield f"one of a list that tells how far each is, {where}"
    if not status and view.row.label is None and view.block.checked is None:
        yield f"a row without a state, {'begun work' if view.context.role is Role.PROGRESS else where}"
    if view.names_file:
        yield "a row about a file"
