"""A block with its words read: what its strong words name, which states it declares, whether it is finished."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handoff_issues.handoff.clauses import each_clause
from handoff_issues.handoff.headings import Context, Meaning, read_heading
from handoff_issues.handoff.inline import Inline
from handoff_issues.handoff.lexicon import Cue, Group, Hit, Lexicon, Reading, Role, Tag
from handoff_issues.handoff.once import once
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.overrules import NO_OVERRULE, Overrule
from handoff_issues.handoff.statements import SENTENCE_END, statement_in

TICKET = re.compile(r"\b[A-Z]{2,10}-\d{1,6}\b")
DASHES = re.compile(r"\s*(?:[—–:：→]|--|-\s)\s*")
_DASH = re.compile(r"(?:[—–:：→]|--|-\s)\s*")
"""The same without the blanks before it, which makes searching for it fast."""
PREFIX_END = re.compile(r"[:：]\s*|\s+[—–-]+\s+")
_PATHLIKE = re.compile(r"^[\w@~.*{}$-]*[/\\.][\w@~./\\*{}$-]+$")
_REMARK = re.compile(r"[(\[（【]([^()\[\]（）【】]{1,40})[)\]）】]")
_NAMED = re.compile(r"[^:：—–\n]{2,60}?(?:[:：]\s+|\s+(?:[—–-]|--)\s+)(\S.*)")
"""A name, and what is said of it behind a colon or a dash."""
_NO_MATTER = re.compile(r"[\s\d—–.~-]*")
"""A count, or a dash where nothing is to be said."""
_NAME_ENDS = ":：—–-"
CLAUSE_END = re.compile(r"[,;.(（，；。—–]|\s-\s")
_LONG_REMARK = re.compile(r"[(（][^()（）]{0,80}?(?:\s[^()（）\s]{1,40}){3,}[)）]\W*$")
"""Four words and more in brackets at the end: how they end is no state of the whole."""
_CAPITALS = re.compile(r"(?:\b[A-ZÀ-ÖØ-ÞА-ЯЁ]{2,}\b[ \t]?){2,}")
_LEVEL = re.compile(r"[^\w\[(]*(?:[\[(]([^\])]{1,20})[\])][\s:—–-]*|([\w ]{1,20}?)\s*(?::|[—–]|-\s|-$)\s*)")
"""A few words in brackets, or before a dash or a colon, at the start."""
_FIRST_WORD = re.compile(r"\W*\w+\W*(?:[:：.,;!)\]—–]|-\s|$)")
"""A first word that is set off from what follows."""
_FINISHED = frozenset({Tag.DONE, Tag.CANCELLED, Tag.SUPERSEDED})
_ANSWERS = {"yes": Tag.DONE, "no": Tag.OPEN}
_UNFINISHED = frozenset({Tag.OPEN, Tag.PROGRESS, Tag.BLOCKED})
_LAST_REMARK = re.compile(r"\s*[(（]([^()（）]{1,160})[)）]\W*$")
"""Brackets that end the words: what stands before them can be a state too ("Phase 2 complete (filters too)")."""
_SHORT_LABEL = 30
"""Characters before a dash or a colon in which an entry's label is looked for."""
_SHORT = 6
"""Words; a line of more tells a story."""
_FEW = 3
"""Words; a label of more is a name."""


@dataclass(frozen=True)
class View:
    """A block with its words read."""

    block: Block
    context: Context
    lexicon: Lexicon
    overrule: Overrule = NO_OVERRULE
    """What people say of it in a comment."""
    among_works: bool = False
    """Whether most entries of its list are works."""
    told_in_sentences: bool = False
    """Whether the page names its work in running text, and in no list."""

    @once
    def whole(self) -> Reading:
        return self.lexicon.read(self.block.text.plain)

    @once
    def prose(self) -> Reading:
        """The words outside of code."""
        return self.lexicon.read(self.block.text.prose)

    @once
    def opening(self) -> Reading:
        """The first sentence's words outside of code."""
        return self.lexicon.read(SENTENCE_END.split(self.block.text.prose, maxsplit=1)[0])

    @once
    def head(self) -> Inline:
        """The words that name the matter: the strong ones at the start, else all."""
        lead = self.block.text.lead
        return lead if lead.spans else self.block.text

    @once
    def lead(self) -> Reading:
        return self.lexicon.read(without_prefix(self.head.plain, self.lexicon))

    @once
    def told(self) -> bool:
        """Whether the words that name the matter are an instruction, by the first or by the last one of a clause."""
        if self.lead.starts(Group.VERBS) or self.lead.ends(Group.VERBS_LAST):
            return True
        if not self.lead.has(Group.VERBS_LAST):
            return False
        first = next(each_clause(without_prefix(self.head.plain, self.lexicon)), "")
        return self.lexicon.read(first).ends(Group.VERBS_LAST)

    @once
    def rest(self) -> Reading:
        """What follows the strong words and the dash."""
        return self.lexicon.read(
            DASHES.sub("", self.block.text.rest.plain, count=1) if self.block.text.lead.spans else ""
        )

    @once
    def meaning(self) -> Meaning:
        return read_heading(self.block, self.lexicon)

    @once
    def tags(self) -> frozenset[Tag]:
        """The states that the entry declares: by a sign, at its start, by its strong words, in brackets, at its end."""
        found = self._declared(self.prose) - self._told_in_remark()
        if self.block.text.lead.spans:
            found |= self._declared(self.lead) | declared_tags(self.rest, at_start=True)
        colon = PREFIX_END.search(self.block.text.plain, 0, _SHORT_LABEL)
        if colon is not None and self.block.shape is Shape.ENTRY:
            label = self.lexicon.read(self.block.text.plain[: colon.start()])
            found |= declared_tags(label) & _FINISHED if len(label.words) <= _FEW else set()
        if self.context.role is Role.ISSUE and self._ends_mended():
            found.add(Tag.DONE)
        label = self.block.text.label
        if label is not None and (said := self.lexicon.read(label)).covers(Group.TAGS):
            found |= declared_tags(said, at_start=True)
        remark = _LAST_REMARK.search(self.block.text.prose) if self._has_remark() else None
        if remark is not None and not self.lexicon.read(remark[1]).has(Group.CUES, Cue.OPEN):
            before = self.lexicon.read(self.block.text.prose[: remark.start()])
            found |= declared_tags(before) & _FINISHED if len(before.words) <= _SHORT else set()
        behind = self.lexicon.read(_last_part(self.block.text.plain))
        if behind.covers(Group.TAGS) or (len(behind.words) == 2 and behind.ends(Group.TAGS)):
            found |= declared_tags(behind)
        elif any(word.isdigit() for word in behind.words[1:]):
            found |= declared_tags(behind, at_start=True)
        for text in _brackets(self.block.text.plain):
            reading = self.lexicon.read(text)
            found |= {Tag(hit.value) for hit in reading.of(Group.TAGS) if hit.first == 0 and not reading.reserved(hit)}
        return frozenset(found | set_off_states(self.block.text.plain, self.lexicon))

    def _declared(self, reading: Reading) -> set[Tag]:
        """The states that a text declares, but for a first word that is only a quality of what follows.

        "Live data" is not live; "Live: yes" and "Merged in #12" are.
        """
        found = declared_tags(reading)
        hits = [hit for hit in reading.of(Group.TAGS) if Tag(hit.value) in _FINISHED and _is_apart(hit, reading)]
        described = (
            len(hits) == 1
            and (hits[0].first, hits[0].size) == (0, 1)
            and not _is_sign(hits[0], reading)
            and len(reading.words) > 2
            and not reading.starts(Group.FINISHED)
            and _FIRST_WORD.match(self.block.text.plain) is None
        )
        return found - _FINISHED if described else found

    def _ends_mended(self) -> bool:
        """Whether the last sentence about a problem says what was done: "The poller hung. Fixed by a timeout."."""
        *before, last = SENTENCE_END.split(self.block.text.prose.strip())
        reading = self.lexicon.read(last)
        return bool(before) and reading.starts(Group.FINISHED) and not reading.has(Group.CUES, Cue.OPEN)

    def _has_remark(self) -> bool:
        """Whether there are brackets in which a remark can be."""
        return "(" in self.block.text.prose or "（" in self.block.text.prose

    def _told_in_remark(self) -> set[Tag]:
        """What only the end of a long remark says: "(the port is already published)"."""
        if not self._has_remark():
            return set()
        bare, remarks = _LONG_REMARK.subn("", self.block.text.prose)
        return set(_FINISHED - declared_tags(self.lexicon.read(bare))) if remarks else set()

    @once
    def names_file(self) -> bool:
        """Whether the words that name the matter are a file's path."""
        return bool(_PATHLIKE.match(self.head.plain.strip("*` ")))

    @once
    def levelled(self) -> bool:
        """Whether a level that is set off stands before the matter: "P1 - Leak", not "Important: never upload"."""
        found = _LEVEL.match(self.block.text.plain)
        matter = self.block.text.plain[found.end() :].strip() if found is not None else ""
        if found is None or not matter or self.lexicon.read(matter).starts(Group.CUES, Cue.RULE):
            return False
        return self.lexicon.read(found[1] or found[2]).covers(Group.PRIORITY)

    @once
    def row_label(self) -> Role | None:
        """What the first of two cells calls the second ("Next step | ...")."""
        if self.block.shape is not Shape.ROW or len(self.block.cells) != 2:
            return None
        reading = self.lexicon.read(self.block.cells[0].plain)
        hit = next(
            (hit for hit in reading.of(Group.HEADINGS) if hit.first == 0 and hit.stop == len(reading.words)), None
        )
        hit = hit or next((hit for hit in reading.of(Group.HEADINGS) if hit.size * 2 > len(reading.words)), None)
        return Role(hit.value) if hit else None

    @once
    def announced(self) -> bool:
        """Whether a label before an instruction says that it is to be done: "Still to do: add a retry"."""
        label = self.block.text.label
        if label is None or self.block.shape is Shape.ROW:
            return False
        reading, rest = self.lexicon.read(label), self.block.text.plain[len(label) + 1 :]
        work = any(
            not hit.first and hit.stop == len(reading.words)
            for hit in reading.of(Group.HEADINGS)
            if hit.value == Role.PENDING
        )
        told = self.lexicon.read(DASHES.sub("", rest, count=1))
        return work and len(told.words) > 1 and (told.starts(Group.VERBS) or told.ends(Group.VERBS_LAST))

    @once
    def state_cells(self) -> tuple[Inline, ...]:
        """The cells that can tell how far a row is: those behind the first, and that where it says nothing else."""
        first, *others = self.block.cells or (Inline(()),)
        return (first, *others) if self.lexicon.read(first.plain).covers(Group.TAGS) else tuple(others)

    @once
    def answered(self) -> frozenset[Tag]:
        """The states that a row's cells give as answers to what their column asks: "Done?", "no"."""
        found: set[Tag] = set()
        for cell, header in zip(self.block.cells[1:], self.block.header[1:], strict=False):
            asked = self.lexicon.read(header.plain)
            if asked.has(Group.TAGS, Tag.DONE) or asked.has(Group.HEADINGS, Role.DONE):
                said = self.lexicon.read(CLAUSE_END.split(cell.plain, maxsplit=1)[0])
                found |= {_ANSWERS[hit.value] for hit in said.of(Group.ANSWERS)}
        return frozenset(found)

    @once
    def done(self) -> bool:
        """Whether the block itself says that it is finished."""
        if self.block.checked or self.block.text.struck:
            return True
        if self.stated is not None:
            return False  # "is not yet tested" is said to be undone by more than its last word.
        tags = self.tags | self.answered
        return bool(tags & _FINISHED) and not tags & _UNFINISHED

    @once
    def shouted(self) -> str | None:
        """The first sentence that says in capitals that something is still open: "Uploads are NOT YET encrypted"."""
        for sentence in SENTENCE_END.split(self.block.text.marked):
            for capitals in _CAPITALS.findall(sentence):
                reading = self.lexicon.read(capitals)
                if reading.has(Group.CUES, Cue.OPEN) or Tag.OPEN in declared_tags(reading):
                    return sentence
        return None

    @once
    def stated(self) -> Hit | None:
        """The words by which it says that something is still to be done: "still needs"."""
        return statement_in(self.block.text.marked, self.lexicon) if self.told_in_sentences else None

    @once
    def empty(self) -> bool:
        """Whether it says that there is nothing."""
        return self.whole.starts(Group.EMPTY) or self.rest.starts(Group.EMPTY) or self._marks_nothing()

    def _marks_nothing(self) -> bool:
        """Whether nothing, or a mere count, follows a mark of open work: "Pending: none", "In progress: 2"."""
        label = self.block.text.label
        if label is None or not self.lexicon.read(label).covers(Group.MARKS):
            return False
        said = self.block.text.plain[len(label) + 1 :]
        return _NO_MATTER.fullmatch(said) is not None or self.lexicon.read(said).starts(Group.EMPTY)


def without_prefix(text: str, lexicon: Lexicon) -> str:
    """`text` without a label that only sorts: "Priority 1: Fix it" and "Option B - Fix it" are about fixing."""
    found = PREFIX_END.search(text, 0, 40)
    if found is None or not text[found.end() :].strip():
        return text
    prefix = lexicon.read(text[: found.start()])
    if TICKET.match(text):
        return text
    return text[found.end() :] if prefix.covers(Group.GROUPS, Group.PRIORITY, Group.PHASES, Group.TAGS) else text


def declared_tags(reading: Reading, *, at_start: bool = False) -> set[Tag]:
    """The states that a text declares: by a sign, by its end or by its start; what is negated is still open.

    An instruction that ends with such a word ("confirm that all tests pass") declares nothing.
    """
    found: set[Tag] = set()
    told = reading.starts(Group.VERBS)
    open_too = reading.has(Group.CUES, Cue.OPEN)
    limits = [other.first for other in reading.of(Group.RESERVATIONS)] if open_too else []
    waits = [other.first for other in reading.of(Group.TAGS) if other.value == Tag.BLOCKED and other.size > 1]
    doings = {(other.first, other.stop) for other in reading.of(Group.VERBS_LAST)}
    for hit in reading.of(Group.TAGS):
        sign = _is_sign(hit, reading)
        if (hit.first, hit.stop) in doings and hit.size < len(reading.words):
            continue  # "Docker 해결" is to solve it.
        if sign and 2 < hit.first < len(reading.words) - 2:
            continue  # A sign within a sentence is shown, not meant.
        first = hit.first == 0 and (at_start or not told)
        if sign or first or (hit.stop == len(reading.words) and not told):
            tag = Tag(hit.value)
            limited = bool(limits) and limits[-1] >= hit.stop
            limited |= any(other >= hit.stop for other in waits)
            taken_back = not sign and (reading.negated(hit) or reading.reserved(hit) or limited)
            found.add(Tag.OPEN if tag in _FINISHED and taken_back else tag)
    return found


def set_off_states(text: str, lexicon: Lexicon) -> set[Tag]:
    """The state behind a name, whatever is remarked on it: "Alarm: blocked on the mail account", "Import - done, slow".

    A sentence that begins with such a word is none: the word is set off too, or a small word follows.
    """
    found = _NAMED.match(text) if any(mark in text for mark in _NAME_ENDS) else None
    if found is None:
        return set()
    said = lexicon.read(CLAUSE_END.split(found[1], maxsplit=1)[0])
    if not said.starts(Group.TAGS):
        return set()
    reading = lexicon.read(found[1])
    hit = max((hit for hit in reading.of(Group.TAGS) if not hit.first), key=lambda hit: hit.stop, default=None)
    if hit is None or not reading.words[0].isalnum():
        return set()
    follows = reading.words[hit.stop] if hit.stop < len(reading.words) else None
    if len(said.words) != hit.stop and follows not in lexicon.small_words:
        return set()
    tag = Tag(hit.value)
    return {Tag.OPEN if tag in _FINISHED and (reading.negated(hit) or reading.reserved(hit)) else tag}


def _is_sign(hit: Hit, reading: Reading) -> bool:
    return hit.size == 1 and not reading.words[hit.first].isalnum()


def _is_apart(hit: Hit, reading: Reading) -> bool:
    """Whether a state stands where it can be declared: a sign, at the start or at the end."""
    return _is_sign(hit, reading) or not hit.first or hit.stop == len(reading.words)


def _last_part(text: str) -> str:
    """What stands behind the last dash or colon, where it is short: "Add login — done"."""
    part = _DASH.split(text)[-1]
    return part if len(part.split()) <= 3 else ""


def _brackets(text: str) -> list[str]:
    return _REMARK.findall(text)
