"""A block with its words read: what its strong words name, which states it declares, whether it is finished."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from handoff_issues.handoff.lexicon import Cue, Group, Hit, Lexicon, Reading, Role, Tag
from handoff_issues.handoff.lexicon.terms import FINISHED, UNFINISHED
from handoff_issues.handoff.once import once
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.outline.inline import Inline
from handoff_issues.handoff.sentences.clauses import each_clause
from handoff_issues.handoff.sentences.nothing import says_nothing
from handoff_issues.handoff.sentences.prefixes import without_dash, without_prefix
from handoff_issues.handoff.sentences.statements import SENTENCE_END, asks, has_mark, split_sentences, statement_in
from handoff_issues.handoff.sentences.states import declared_tags
from handoff_issues.handoff.sentences.told_states import told_below
from handoff_issues.handoff.structure.entry_states import entry_states
from handoff_issues.handoff.structure.fields import Fields, read_fields
from handoff_issues.handoff.structure.headings import Context, Meaning, is_heading, is_title, read_heading
from handoff_issues.handoff.structure.overrules import NO_OVERRULE, Overrule
from handoff_issues.handoff.structure.rows import Row

_PATHLIKE = re.compile(r"^[\w@~.*{}$-]*[/\\.][\w@~./\\*{}$-]+$")
_NO_MATTER = re.compile(r"[\s\d—–.~-]*")
"""A count, or a dash where nothing is to be said."""
_CAPITALS = re.compile(r"(?:\b[A-ZÀ-ÖØ-ÞА-ЯЁ]{2,}\b[ \t]?){2,}")
_LEVEL = re.compile(r"[^\w\[(]*(?:[\[(]([^\])]{1,20})[\])][\s:—–-]*|([\w ]{1,20}?)\s*(?::|[—–]|-\s|-$)\s*)")
"""A few words in brackets, or before a dash or a colon, at the start."""


@dataclass(frozen=True)
class View:
    """A block with its words read."""

    block: Block
    context: Context
    lexicon: Lexicon
    overrule: Overrule = NO_OVERRULE
    """What people say of it in a comment."""
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
    def instructs(self) -> bool:
        """Whether they are an instruction, behind a number or a sign too."""
        return self.told or _second_word_verb(self.lead)

    @once
    def rest(self) -> Reading:
        """What follows the strong words and the dash."""
        return self.lexicon.read(without_dash(self.block.text.rest.plain) if self.block.text.lead.spans else "")

    @once
    def meaning(self) -> Meaning:
        """What it says as a heading, the fields under it included."""
        meaning = read_heading(self.block, self.lexicon)
        if not is_heading(self.block):
            return meaning
        states = self.fields.states
        finished = next((tag for tag in Tag if tag in states), None) if states <= FINISHED else None
        level = min(self.fields.levels, key=lambda level: level.rank, default=None)
        return replace(meaning, tag=meaning.tag or finished, priority=meaning.priority or level)

    @once
    def fields(self) -> Fields:
        """What labelled lines under it say: "**Status:** blocked"; those under the page's title are the page's."""
        return read_fields(self.block, self.lexicon) if not is_title(self.block) else Fields()

    @once
    def tags(self) -> frozenset[Tag]:
        """The states that the entry declares: by a sign, at its start, by its strong words, in brackets, at its end."""
        cells, block = self.row.cells, self.block
        if len(cells) < len(block.cells):
            block = replace(block, text=Inline.joined(cells))
        return entry_states(block, self.lexicon, lead=self.lead, role=self.context.role)

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
    def row(self) -> Row:
        """The cells of a table's row, by the names of its columns."""
        return Row(self.block, self.lexicon)

    @once
    def named(self) -> View:
        """A row's cell that names the work, as if it were an entry of a list; any other block as it is."""
        block, at = self.block, self.row.work
        if at is None:
            return self
        return replace(self, block=Block(Shape.ENTRY, block.start, block.end, block.cells[at], parent=block.parent))

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
        told = self.lexicon.read(without_dash(rest))
        return work and len(told.words) > 1 and (told.starts(Group.VERBS) or told.ends(Group.VERBS_LAST))

    @once
    def done(self) -> bool:
        """Whether the block itself says that it is finished."""
        if self.block.checked or self.block.text.struck:
            return True
        if self.stated is not None and self.block.shape is Shape.PROSE:
            return False  # "is not yet tested" is said to be undone by more than its last word.
        if self.leaves_a_rest:
            return True
        tags = self.tags | self.row.answered | self.fields.states | self.told_below
        return bool(tags & FINISHED) and not tags & UNFINISHED

    @once
    def leaves_a_rest(self) -> bool:
        """Whether it says that it is finished, and then what is left of it: "Create the map: done. Open: sign it."."""
        block = self.block
        if block.shape is not Shape.ENTRY or not self.whole.has(Group.MARKS) or not self.whole.has(Group.TAGS):
            return False
        first, *others = split_sentences(block, self.lexicon)
        if not any(has_mark(sentence.text, self.lexicon) for sentence in others):
            return False
        block = replace(block, text=first.text)
        tags = entry_states(block, self.lexicon, lead=self.lead, role=self.context.role)
        return bool(tags) and tags <= FINISHED

    @once
    def told_below(self) -> frozenset[Tag]:
        """The state that a line right under it tells: "Done in #12"; of a heading, where it is one of a work."""
        role = self.context.role
        if not self.block.children or role is None or not role.is_work:
            return frozenset()
        if self.block.shape is not Shape.ENTRY and (self.block.shape is not Shape.SECTION or self.meaning.role):
            return frozenset()
        asked = role is Role.QUESTION or asks(self.block.text.plain)
        found = told_below(self.block, self.lexicon, asks=asked)
        return frozenset({found} if found else ())

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
        announces = self.block.shape in (Shape.SECTION, Shape.LABEL)
        sought = self.told_in_sentences and not announces
        return statement_in(self.block.text.marked, self.lexicon) if sought else None

    @once
    def empty(self) -> bool:
        """Whether it says that there is nothing."""
        told_so = self.rest.starts(Group.EMPTY) and not self.lead.starts(Group.VERBS)
        named = self.named.block.text.plain
        nothing = any(says_nothing(text, self.lexicon) for text in dict.fromkeys((self.block.text.plain, named)))
        return nothing or told_so or self._marks_nothing()

    def _marks_nothing(self) -> bool:
        """Whether nothing, or a mere count, follows a mark of open work: "Pending: none", "In progress: 2"."""
        label = self.block.text.label
        if label is None or not self.lexicon.read(label).covers(Group.MARKS):
            return False
        said = self.block.text.plain[len(label) + 1 :]
        return _NO_MATTER.fullmatch(said) is not None or says_nothing(said.lstrip(), self.lexicon)


def _second_word_verb(reading: Reading) -> bool:
    """Whether a verb follows a number, a sign or a single letter."""
    for at, word in enumerate(reading.words[:4]):
        if any(hit.first == at for hit in reading.of(Group.VERBS)):
            return True
        if not (word.isdigit() or not word.isalnum() or len(word) == 1):
            return False
    return False
