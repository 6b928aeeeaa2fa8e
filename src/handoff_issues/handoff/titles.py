"""What an issue's title would say: the entry's own words, without numbers, tags, emoji and explanation."""

from __future__ import annotations

import re

from handoff_issues.handoff.inline import PICTURES, Inline, is_ornament
from handoff_issues.handoff.lexicon import Group, Lexicon
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.signals import without_prefix

MAX_TITLE = 120
"""Characters; a longer title is cut between words."""
ENOUGH_WORDS = 3
"""Strong words of at least that many words make a title alone; fewer take the next clause with them."""

_NUMBERING = re.compile(
    r"^(?:#?\d{1,3}(?:\.\d{1,3}){0,2}[.):、]?\s+|\d{1,3}[.):、]|[A-Z][.)]\s+|\(?[a-z]\)\s+|[-*•·>#]+\s+|\[[ xX]?\]\s+)"
)
_BRACKETED = re.compile(r"\s*[(\[（【]([^()\[\]（）【】]{1,80})[)\]）】]")
_CLAUSE_END = re.compile(r"\s+(?:—|–|--|->|→|-)\s+|[:：](?:\s+|(?=\*))|[.;。；!！](?:\s+|$)|\s*[。；！]|\s*\n")
_EDGES = " \t\n-–—:：;,.，。、·•*_~|/\\!！"
_ISSUE_NUMBER = re.compile(r"^#(\d{1,9})\b[\s:.)–—-]*|\s*[(\[]#(\d{1,9})[)\]]\s*$")


def issue_number(text: str) -> int | None:
    """The issue number that stands alone at the start or the end of an entry, as its own tag."""
    found = _ISSUE_NUMBER.search(text.strip())
    return int(found[1] or found[2]) if found else None


def make_title(block: Block, lexicon: Lexicon, *, labelled: bool = False) -> str:
    """The title of one block; never empty where the block has words."""
    if block.shape is Shape.ROW:
        text = _row_words(block, lexicon, labelled=labelled)
    elif block.shape is Shape.SECTION:
        text = block.text.marked
    else:
        text = _entry_words(block.text, lexicon)
    title = tidy(without_prefix(tidy(text, lexicon), lexicon), lexicon)
    if not title:
        title = tidy(block.text.marked, lexicon) or block.text.marked.strip(_EDGES)
    return shorten(title, MAX_TITLE)


def _row_words(block: Block, lexicon: Lexicon, *, labelled: bool) -> str:
    """The first cell that names something: no number and no state."""
    named = block.cells[1:] if labelled else block.cells
    for cell in named:
        reading = lexicon.read(cell.plain)
        if not is_ornament(cell.plain) and not reading.covers(Group.TAGS, Group.PRIORITY):
            return cell.marked
    return block.text.marked


def _entry_words(text: Inline, lexicon: Lexicon) -> str:
    """The strong words at the start, with the next clause where they are too few; else the first clause."""
    lead, rest = text.lead, text.rest
    if not lead.spans:
        return first_clause(text.marked)
    reading = lexicon.read(lead.plain)
    if rest.plain and reading.covers(Group.TAGS, Group.PRIORITY, Group.HEADINGS, Group.DETAILS, Group.GROUPS):
        return first_clause(rest.marked.lstrip(_EDGES))
    if len(reading.words) >= ENOUGH_WORDS or not rest.plain:
        return lead.marked
    after = rest.marked
    if after.lstrip(_EDGES) == after:
        return first_clause(text.marked)
    return f"{lead.marked.rstrip(_EDGES)}: {first_clause(after.lstrip(_EDGES))}"


def first_clause(text: str) -> str:
    """`text` up to its first dash, colon or full stop that has at least three words before it; code spans stay whole."""
    at = 0
    while found := _CLAUSE_END.search(text, at):
        before = text[: found.start()]
        at = found.end()
        if before.count("`") % 2 or at == 0:
            at = max(at, found.start() + 1)
            continue
        if len(before.split()) >= 3 or (len(before) >= 8 and _is_dense(before)):
            return before
    return text


def tidy(text: str, lexicon: Lexicon) -> str:
    """`text` without emoji, numbering, tags and the marks at its edges."""
    text = PICTURES.sub(" ", text).strip()
    text = _ISSUE_NUMBER.sub("", text)
    while (shorter := _NUMBERING.sub("", text, count=1).strip()) != text and shorter:
        text = shorter
    text = _BRACKETED.sub(lambda found: "" if _is_remark(found[1], lexicon) else found[0], text)
    text = " ".join(text.split()).strip(_EDGES)
    if text.count("`") % 2:
        text = text.replace("`", "")
    return text[:1].upper() + text[1:] if text[:1].islower() and text.split(" ", 1)[0].isalpha() else text


def _is_remark(text: str, lexicon: Lexicon) -> bool:
    """Whether the words in brackets only say how urgent, how far or how long."""
    reading = lexicon.read(text)
    return reading.covers(Group.TAGS, Group.PRIORITY, Group.GROUPS) or bool(re.match(r"^~?\d", text))


def shorten(text: str, limit: int) -> str:
    """`text` cut between words, never inside a code span."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    if not _is_dense(cut) and " " in cut:
        cut = cut[: cut.rfind(" ")]
    if cut.count("`") % 2:
        cut = cut[: cut.rfind("`")] or cut.replace("`", "")
    return cut.rstrip(_EDGES) + "…"


def _is_dense(text: str) -> bool:
    """Whether `text` is in a script without blanks between words."""
    return sum("\u3040" <= char <= "\ud7a3" for char in text) * 2 > len(text)
