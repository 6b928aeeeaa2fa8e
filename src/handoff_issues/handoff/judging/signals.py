"""What speaks for and against a block being an item: named signals, weighed elsewhere.

A signal is a plain statement about a block that a person could check on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handoff_issues.handoff.judging.entry_signals import entry_signals
from handoff_issues.handoff.judging.heading_signals import heading_signals
from handoff_issues.handoff.lexicon import Cue, Group, Hit, Role
from handoff_issues.handoff.outline import Shape
from handoff_issues.handoff.outline.inline import is_ornament
from handoff_issues.handoff.sentences.prefixes import TICKET
from handoff_issues.handoff.sentences.states import CLAUSE_END
from handoff_issues.handoff.structure.headings import is_heading
from handoff_issues.handoff.structure.labels import is_metadata, mostly_metadata
from handoff_issues.handoff.structure.views import View

_COMMIT = re.compile(r"(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}\b")
"""The short or the whole name of a commit."""
_PLACEHOLDER = re.compile(r"\[.+\]|<.*>|\{[^{}]+\}|\{\{[^{}]+\}\}|\$\{?[A-Z][A-Z\d_]+\}?|%[A-Z][A-Z\d_]+%", re.S)
_LINES = (Shape.PROSE, Shape.LABEL, Shape.ENTRY)
"""What can describe the note, each on a line of its own."""


def signals(view: View) -> tuple[str, ...]:
    """The signals of one block, each once."""
    return tuple(dict.fromkeys(_names(view)))


def _names(view: View) -> Iterator[str]:
    block, context = view.block, view.context
    role = str(context.role or "no heading that says")
    work = context.role is not None and context.role.is_work
    yield f"under {role}"
    if context.role is not None and not work and not context.sure:
        yield "under a heading that may mean something else"
    if work and context.closed_above:
        yield "work named inside finished work"
    if context.in_log:
        yield "in a log of old sessions"
    yield f"{'work' if work else 'no work'}: {_shape(view)}"
    yield from _state_names(view, work=work)
    yield from _wording_names(view, work=work)
    if is_heading(block):
        yield from heading_signals(view, work=work)
    else:
        yield from entry_signals(view, work=work)


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
    block, context = view.block, view.context
    where = "work" if work else "no work"
    if view.instructs:
        yield f"starts with a verb, {where}"
    elif view.rest.starts(Group.VERBS):
        yield f"a verb after the strong words, {where}"
    # "Got stuck: ..." is not over, and below a heading of work "Set up ..." and "Split ..." are told.
    told = work and view.lead.starts(Group.VERBS)
    if view.lead.starts(Group.FINISHED) and not told and not is_marked(view):
        yield f"starts with finished work, {where}"
    if view.prose.has(Group.CUES):
        limited = view.prose.has(Group.RESERVATIONS) or not view.opening.has(Group.CUES, Cue.DONE)
        for cue in sorted({Cue(hit.value) for hit in view.prose.of(Group.CUES) if _counts(hit, limited=limited)}):
            yield f"cue {cue}, {where}"
    if block.shape is Shape.PROSE and view.shouted:
        yield f"says in capitals what is open, {where}"
    if view.stated:
        yield "says what is still to be done"
    if is_marked(view) and not context.in_log:
        yield f"begins with a mark of open work, {where}"
    said = view.levelled and not view.empty
    if said and (work or view.told or block.shape is not Shape.PROSE):  # "Critical: never block the reply."
        yield f"begins with its level, {where}"
    ends = view.whole.ends(Group.CUES, Cue.RITUAL) and not view.lead.starts(Group.VERBS)
    behind = view.rest.starts(Group.CUES, Cue.RITUAL) and not block.text.rest.plain.lstrip().startswith(("(", "（"))
    if ends or behind or view.whole.starts(Group.CUES, Cue.RULE, Cue.RITUAL):
        yield "starts with a rule or a ritual"
    about_note = block.shape in _LINES and is_metadata(block, view.lexicon)
    if about_note and (block.shape is not Shape.ENTRY or mostly_metadata(block.peers, view.lexicon)):
        yield "a line about the note itself"
    first = next((span for span in block.text.spans if span.text.strip()), None)
    if first is not None and first.code:
        yield f"starts with code, {where}"
    named = next((span for span in block.text.spans if span.code or not is_ornament(span.text)), None)
    if named is not None and _COMMIT.match(named.text.strip()):
        yield "begins with a commit"
    if "-" in block.text.plain and TICKET.search(block.text.plain):
        yield "names a ticket"
    words = view.whole.words
    if not any(map(str.isalnum, words)):
        yield "no words"
    elif len(words) <= 2 and block.checked is None:
        yield "few words"
    if block.text.plain.rstrip("*_ ").endswith((":", "：")):
        yield f"ends with a colon, {where}"
    if _is_placeholder(block.text.plain):
        yield "a placeholder"


def is_marked(view: View) -> bool:
    """Whether the words begin with a mark that is set off: "TODO: add a test", "**Blocker:** no access"."""
    if view.context.role is None and view.announced:
        return True
    marks = [hit for hit in view.whole.of(Group.MARKS) if hit.first == 0]
    if marks and any(part.isupper() for part in view.block.text.prose.split()[:1]):  # "`PENDING` means ..." is not
        return True
    label = view.block.text.label
    if label is None or not view.lexicon.read(label).has(Group.MARKS):  # "Next.js: ..."
        return False
    # What is remarked on the mark is none of it: "Next (owner's idea): ...", "Open, not ours: ...".
    said = view.lexicon.read(CLAUSE_END.split(label, maxsplit=1)[0])
    lead = next((at for at, word in enumerate(said.words) if word.isalnum()), 0)  # "👉 Next: ..."
    if lead and view.context.role is Role.RITUAL:
        return False  # what to read first tells what is next as well
    who = max((hit.stop for hit in said.of(Group.PEOPLE) if hit.first == lead), default=lead)
    return any(hit.first in (lead, who) and hit.stop == len(said.words) for hit in said.of(Group.MARKS))


def _counts(hit: Hit, *, limited: bool) -> bool:
    """Whether a cue counts where it stands: a lone "never" or "read" far inside a sentence tells nothing."""
    if hit.value in (Cue.RULE, Cue.RITUAL):
        return hit.first <= 2 or hit.size > 1
    return not (hit.value == Cue.DONE and limited)


def _is_placeholder(text: str) -> bool:
    """Whether words are what a template has where something is to be filled in: "[task]", "{{next_steps}}", "$TASK"."""
    return _PLACEHOLDER.fullmatch(text) is not None
