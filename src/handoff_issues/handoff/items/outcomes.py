"""What became of finished work: whether it was done, dropped or replaced, and by which words."""

from __future__ import annotations

from handoff_issues.handoff.items.grades import states_of
from handoff_issues.handoff.lexicon import Group, Reading, Role, Tag
from handoff_issues.handoff.sentences.prefixes import without_prefix
from handoff_issues.handoff.structure.heading_tags import heading_tag
from handoff_issues.handoff.structure.headings import is_heading
from handoff_issues.handoff.structure.views import View
from handoff_issues.model import Outcome

_OUTCOMES = {Tag.SUPERSEDED: Outcome.SUPERSEDED, Tag.CANCELLED: Outcome.CANCELLED}


def outcome(view: View) -> Outcome:
    """What became of finished work: done, unless the words say that it was dropped or replaced."""
    opening = _opening(view)
    if opening.starts(Group.FINISHED) and not opening.starts(Group.TAGS, *_OUTCOMES):
        return Outcome.DONE  # "Fixed the export (rows were dropped)"
    # An entry is no heading: all that it says of itself like one is its state.
    said = view.meaning.tag if is_heading(view.block) else heading_tag(view.block, view.lexicon)
    for tag, dropped in _OUTCOMES.items():
        if tag in states_of(view) or (said is tag and not view.block.text.struck):
            return dropped
    listed = view.lexicon.read(view.context.phrase) if view.context.role is Role.DONE and not view.tags else None
    if listed is not None and not listed.has(Group.TAGS, Tag.DONE):
        # "## Won't do"
        return next((dropped for tag, dropped in _OUTCOMES.items() if listed.has(Group.TAGS, tag)), Outcome.DONE)
    return Outcome.DONE


def dropped_by(view: View) -> str:
    """The word with which a statement begins that says that work was dropped or replaced: "Cancelled the old plan"."""
    opening = _opening(view)
    return opening.words[0] if opening.starts(Group.TAGS, *_OUTCOMES) else ""


def _opening(view: View) -> Reading:
    """A statement's words from the first one on that is neither a sign nor a label."""
    words = view.block.text.prose.lstrip()
    start = next((at for at, letter in enumerate(words) if letter.isalnum()), 0)
    return view.lexicon.read(without_prefix(words[start:], view.lexicon))
