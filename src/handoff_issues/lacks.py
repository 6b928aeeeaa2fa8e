"""What a line lacks to be an item, in words for a person; the weighing itself is what `explain` shows. Pure."""

from __future__ import annotations

from handoff_issues.explain import Explanation
from handoff_issues.handoff.judging.scores import ALL_ELSE, LEARNT, RULE, Rule

_NOTHING = "nothing there says that it is work"
_ANNOUNCES = "it announces what stands below it"


def lacks(entry: Explanation) -> str:
    """Why an entry is no item, in one short clause: what speaks against it most."""
    against = next((signal.name for signal in entry.against if signal.name != ALL_ELSE), "")
    name = _plain(against)
    return _WORDS.get(name, _ANNOUNCES if " above " in name else _NOTHING)


def _plain(name: str) -> str:
    """A signal without what it says of the place, and how surely."""
    return name.removeprefix(RULE).removeprefix("no work: ").removeprefix("work: ").partition(",")[0]


_SIGNALS = {
    # Where it stands.
    "no heading above it says that this is work": ("under no heading that says",),
    "what it stands under does not say that this is work": (f"{LEARNT}its headings",),
    "what it stands beside is no work": (f"{LEARNT}its list",),
    "the rest of its page is no work": (f"{LEARNT}its page",),
    "it looks like lines that are mostly no work": (f"{LEARNT}its form", f"{LEARNT}its signals"),
    "what stands below it does not look like one work": (f"{LEARNT}what it holds",),
    "the heading above it is one for finished work": ("under done", "work named inside finished work"),
    "it stands in a log of what was done": ("under log", "in a log of old sessions"),
    "the heading above it is one for what is done again and again": ("under ritual", "an open box in a ritual"),
    "the heading above it is one for notes and rules": ("under rule",),
    "the heading above it is one for decisions": ("under decision",),
    "the heading above it is one for files, links and the like": ("under reference",),
    "the heading above it is one for figures and results": ("under metric",),
    "the heading above it is one for background": ("under architecture",),
    "the heading above it is one for instructions": ("under howto",),
    "the heading above it is one for what is to be reached": ("under criteria",),
    # What it looks like.
    "it is a paragraph, and no entry of a list": ("a prose", "a paragraph with a label"),
    "it is a row of a table, which tells of many things": ("a row",),
    "its row does not say whether it is open": ("a row without a state",),
    "its row is one about a file": ("a row about a file",),
    "its row is one of risks": ("a row of a table of risks",),
    "it is a part of the entry that it stands under": ("a nested entry",),
    "it reads as a heading, and not as something to do": (
        "a label",
        "a heading",
        "a heading of the first levels",
        "a heading above nothing",
        "a label above nothing",
    ),
    "it is the title of the note": ("the title",),
    "it says what kind of thing stands below it, and names none": (
        "a heading that only sorts",
        "a label that only sorts",
        "an entry that only sorts",
        "a heading with a work role",
        "a label with a work role",
        "a heading with a closed role",
        "a label with a closed role",
        "an entry used as a heading",
    ),
    _ANNOUNCES: (
        "a heading whose entries name works",
        "a label whose entries name works",
        "an entry that announces others",
        "a heading that announces entries",
        "a paragraph that introduces what follows",
        "ends with a colon",
    ),
    "it divides a list that goes on below it": (
        "a heading within a list that counts on",
        "a label within a list that counts on",
    ),
    "it explains what stands before it": ("one of a list that explains what stands before it",),
    # How far it is.
    "it says that it is finished": (
        "finished",
        "a finished row",
        "a row that says done",
        "starts with finished work",
        "cue done",
    ),
    "the heading above it says that all there is finished": (Rule.OVER,),
    "a later session on the page says that it is done": (Rule.LATER,),
    "it says that it was dropped": ("a row that says cancelled", "a row that says superseded"),
    "it tells of a commit": ("begins with a commit",),
    "what stands below it is finished": (
        "a heading above ticked boxes",
        "a label above ticked boxes",
        "a heading whose parts say that it is settled",
        "a label whose parts say that it is settled",
    ),
    "it says that there is nothing to do": ("says there is nothing",),
    # How it is worded, and what it consists of.
    "it says how things are to be done, and not what": ("starts with a rule or a ritual", "cue rule", "cue ritual"),
    "its words do not say what is to be done": (
        "no words",
        "few words",
        "a placeholder",
        f"{LEARNT}its words",
    ),
    "it is a detail of something else": ("label and value", "a labelled detail"),
    "it gives a figure": ("a label with a number", "a count of how many"),
    "it is code, a setting or an address": (
        "starts with code",
        "code alone",
        "a setting and its value",
        "a label and a path or a command",
    ),
    "it names files, and not what is to be done": ("names many files", "a file to look into"),
    "it is about the note itself": ("a line about the note itself",),
}
_WORDS = {name: words for words, names in _SIGNALS.items() for name in names}
