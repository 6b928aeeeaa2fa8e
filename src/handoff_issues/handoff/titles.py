"""What an issue's title would say: the entry's own words, short, without numbers, tags, emoji and explanation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from handoff_issues.handoff.headings import is_heading
from handoff_issues.handoff.inline import PICTURES, Inline, is_ornament
from handoff_issues.handoff.lexicon import Group, Lexicon
from handoff_issues.handoff.outline import Shape
from handoff_issues.handoff.signals import is_plan
from handoff_issues.handoff.views import DASHES, TICKET, View, without_prefix

MAX_TITLE = 120
"""Characters; a longer title is cut between words."""
ENOUGH_WORDS = 8
"""Words that make a title; fewer take the next clause with them."""
ENOUGH_TOLD = 5
"""The same for an instruction."""
FEW_WORDS = 5
"""A name with fewer takes what is nested under it along."""
MAX_PARTS = 2
"""Nested entries that a title names."""
LONG_CLAUSE = 18
"""A clause with more words tells how things are; a name does without."""
MANY_WORDS = 16
"""A longer clause is cut where a lesser clause begins."""

_NUMBERING = re.compile(
    r"^(?:\d\ufe0f?\u20e3\s*|\d{1,2}(?:\.\d{1,2})+[.):]?\s+|#?\d{1,3}[.):、．](?!\d)\s*|[A-Z][.)]\s+|[A-Z]\.\d{1,2}\s+"
    r"|\(?[a-z\d]{1,2}\)\s+|[-*•·>]+\s+|\[[ xX]?\]\s+|[一二三四五六七八九十]+、)"
)
_BRACKETED = re.compile(r"\s*[(\[（【]([^()\[\]（）【】]{0,200})[)\]）】]")
_CLAUSE_END = re.compile(r"\s+(?:—|–|--|-)\s+|\s*——?\s*|[:：](?=\s|\*|[^\x00-\x7f])|[.;](?=\s|$)|[。；！]")
_LESSER_END = re.compile(
    r",\s|，|\s(?:so|because|which|that|since|until|when|while|where|but|as|via|before|after)\s", re.I
)
_EDGES = " \t\n-–—:：;,.，。、·•*_~|/\\!！→"
_ISSUE_NUMBER = re.compile(r"^#(\d{1,9})\b[\s:.)–—-]*|\s*[(\[]#(\d{1,9})[)\]]\s*$")
_KEYCAP = re.compile(r"[\d#*]\ufe0f?\u20e3")
_CODE = re.compile(r"`([^`]{2,40})`")
_LAST_PART = re.compile(rf"\s*(?:[—–:|-]|{PICTURES.pattern})+\s*([^—–:|]{{2,24}})$")
_WORD = re.compile(r"[^\W_\u3040-\ud7a3]+")
_DENSE = re.compile(r"[\u3040-\ud7a3]")
_SPAN = re.compile(r"`[^`]*`")
_LONG_REMARK = 60
_ROW_NUMBER = re.compile(r"[A-Z]{1,3}-?\d{1,3}")


def issue_number(text: str) -> int | None:
    """The issue number that stands alone at the start or the end of an entry, as its own tag."""
    found = _ISSUE_NUMBER.search(text.strip())
    return int(found[1] or found[2]) if found else None


def make_title(view: View) -> str:
    """The title of one block; never empty where the block has words."""
    block, lexicon = view.block, view.lexicon
    if block.shape is Shape.ROW:
        text = _row_words(view)
    else:
        text = _planned_words(view) or _shouted_words(view) or _with_parts(view, _entry_words(block.text, lexicon))
    text = _without_person(text, lexicon)
    title = _tidy(text, lexicon) or _tidy(block.text.marked, lexicon) or block.text.marked.strip(_EDGES)
    return shorten(_as_instruction(title, lexicon), MAX_TITLE)


def short_name(view: View) -> str:
    """The fewest words that name the matter: what a recap of the entry would repeat, without what is in brackets."""
    row = view.block.shape is Shape.ROW
    words = _row_words(view) if row else _entry_words(view.block.text, view.lexicon, enough=3)
    name = _tidy(words, view.lexicon) or view.block.text.plain
    return _BRACKETED.sub("", name).strip() or name


def _row_words(view: View) -> str:
    """The first cell that names something: no number, no state, and no label of the cell after it."""
    cells = view.block.cells[1:] if view.row_label is not None else view.block.cells
    for cell in cells:
        reading = view.lexicon.read(cell.plain)
        is_name = not is_ornament(cell.plain) and not _ROW_NUMBER.fullmatch(cell.plain)
        if is_name and not reading.covers(Group.TAGS, Group.PRIORITY):
            return cell.marked
    return view.block.text.marked


def _planned_words(view: View) -> str | None:
    """What the part labelled "Fix required" says, where a heading names only what is wrong."""
    if not is_heading(view.block) or view.lead.starts(Group.VERBS):
        return None
    for child in view.block.children:
        if is_plan(child, view.lexicon) and not is_heading(child):
            rest = DASHES.sub("", child.text.rest.marked, count=1)
            if view.lexicon.read(rest).starts(Group.VERBS):
                return _opening(rest, view.lexicon)
    return None


def _shouted_words(view: View) -> str | None:
    """Of several sentences, the one that says in capitals what is open."""
    sentence = view.shouted if view.block.shape is Shape.PROSE else None
    return sentence if sentence and not view.block.text.marked.startswith(sentence) else None


def _with_parts(view: View, name: str) -> str:
    """A name of very few words, with what is nested under it."""
    lexicon = view.lexicon
    words = _length(_without_remarks(_unnumbered(name, lexicon), lexicon))
    if view.done or words >= FEW_WORDS or (words >= 3 and view.lead.starts(Group.VERBS)):
        return name
    entries = [child for child in view.block.children if child.shape is Shape.ENTRY]
    if not 2 <= len(entries) <= 6 or len(entries) != len(view.block.children):
        return name
    parts = [_tidy(_entry_words(child.text, lexicon, enough=2), lexicon) for child in entries[:MAX_PARTS]]
    if any(not part or _length(part) > 6 or part.startswith("`") for part in parts):
        return name
    return f"{name.rstrip(_EDGES)}: {', '.join(part[:1].lower() + part[1:] for part in parts)}"


def _entry_words(text: Inline, lexicon: Lexicon, *, enough: int = ENOUGH_WORDS) -> str:
    """The strong words at the start, else the first clause; with the next clause where they are too few."""
    lead, rest = text.lead, text.rest.marked.strip()
    if not lead.spans:
        return _opening(text.marked, lexicon, enough=enough)
    label = lexicon.read(lead.plain)
    if rest and label.covers(Group.TAGS, Group.PRIORITY, Group.HEADINGS, Group.DETAILS, Group.GROUPS, Group.PLANS):
        return _opening(rest.lstrip(_EDGES), lexicon, enough=enough)
    goes_on = (rest[:1].isalnum() or rest[:1] in "`(") and not lead.plain.endswith((".", "!", "?", "。", ":"))
    if goes_on:
        return _opening(f"{lead.marked.rstrip(_EDGES)} {rest}", lexicon, enough=enough)
    return _opening(
        f"{lead.marked.rstrip(_EDGES)}: {rest.lstrip(_EDGES)}" if rest else lead.marked, lexicon, enough=enough
    )


def _opening(text: str, lexicon: Lexicon, *, enough: int = ENOUGH_WORDS) -> str:
    """`text` up to the first clause that ends after enough words, and not far beyond many.

    An instruction needs fewer words. A clause that only tells how things are adds its code, not its words.
    """
    bare = _unnumbered(text, lexicon)
    start = bare if TICKET.match(bare) else without_prefix(bare, lexicon)
    if lexicon.read(start).starts(Group.VERBS):
        enough = min(enough, ENOUGH_TOLD)
    before = 0
    for end in chain(_clause_ends(start), [len(start)]):
        clause = start[before:end].lstrip(_EDGES)
        if before and _length(clause) > LONG_CLAUSE and not lexicon.read(clause).starts(Group.VERBS):
            start = _with_code(start[:before], clause)
            break
        if _length(_without_remarks(start[:end], lexicon)) >= enough:
            start = start[:end]
            break
        before = end
    if _length(start) > MANY_WORDS:
        cuts = [found.start() for found in _LESSER_END.finditer(start) if _is_outside(start, found.start())]
        fit = [cut for cut in cuts if ENOUGH_WORDS <= _length(start[:cut]) <= MANY_WORDS]
        start = start[: fit[-1]] if fit else start
    return start


def _with_code(name: str, clause: str) -> str:
    """A name with the identifiers that the clause after it names."""
    found = [code for code in dict.fromkeys(_CODE.findall(clause)) if code not in name][:2]
    return f"{name} ({', '.join(f'`{code}`' for code in found)})" if found else name


def _clause_ends(text: str) -> Iterator[int]:
    """Where clauses end: at dashes, colons and full stops that stand outside of code and brackets."""
    for found in _CLAUSE_END.finditer(text):
        if found.start() and _is_outside(text, found.start()):
            yield found.start()


def _is_outside(text: str, at: int) -> bool:
    before = text[:at]
    opened = sum(before.count(mark) for mark in "([（【") - sum(before.count(mark) for mark in ")]）】")
    return before.count("`") % 2 == 0 and opened <= 0


def _length(text: str) -> int:
    """Words; two characters of a dense script are one."""
    dense = 0 if text.isascii() else len(_DENSE.findall(text))
    return len(_WORD.findall(text)) - len(_SPAN.findall(text)) // 4 + dense // 2


def _unnumbered(text: str, lexicon: Lexicon) -> str:
    text = _without_state(text.strip(), lexicon)
    if not text.isascii():
        text = _KEYCAP.sub("", text)
        text = PICTURES.sub(lambda found: found[0] if found[0] == "→" else " ", text)
    text = _ISSUE_NUMBER.sub("", text.strip()).strip()
    while (shorter := _NUMBERING.sub("", text, count=1).strip()) != text and shorter:
        text = shorter
    return text


def _without_remarks(text: str, lexicon: Lexicon) -> str:
    return _BRACKETED.sub(lambda found: "" if _is_remark(found[1], lexicon) else found[0], text)


def _tidy(text: str, lexicon: Lexicon) -> str:
    """`text` without emoji, numbering, tags and the marks at its edges."""
    text = " ".join(_without_remarks(_unnumbered(text, lexicon), lexicon).split()).strip(_EDGES)
    if text.count("`") % 2:
        text = text.replace("`", "")
    return text[:1].upper() + text[1:] if text[:1].islower() and text.split(" ", 1)[0].isalpha() else text


def _without_state(text: str, lexicon: Lexicon) -> str:
    """ "Import wizard ✅ RESOLVED" and "Import wizard — done" as "Import wizard"."""
    found = _LAST_PART.search(text)
    if found is not None and found.start() and lexicon.read(found[1]).covers(Group.TAGS):
        return text[: found.start()]
    return text


def _is_remark(text: str, lexicon: Lexicon) -> bool:
    """Whether the words in brackets only say how urgent, how far or how long, or are an explanation."""
    reading = lexicon.read(text)
    if len(text) > _LONG_REMARK or not reading.words:
        return True
    return reading.covers(Group.TAGS, Group.PRIORITY, Group.GROUPS) or bool(
        re.match(r"^~?\d+\s*[-–]?\s*\d*\s*[^\W\d]", text)
    )


def _without_person(text: str, lexicon: Lexicon) -> str:
    """ "Developer must upgrade the token" as "upgrade the token"."""
    words = text.split(" ", 5)
    if not lexicon.read(" ".join(words[:3])).has(Group.PEOPLE):
        return text
    for at in (1, 2, 3):
        if not lexicon.read(" ".join(words[:at])).covers(Group.PEOPLE):
            continue
        for duty in (1, 2):
            said = lexicon.read(" ".join(words[at : at + duty]))
            rest = " ".join(words[at + duty :])
            if said.covers(Group.DUTIES) and lexicon.read(rest).starts(Group.VERBS):
                return rest
    return text


def _as_instruction(title: str, lexicon: Lexicon) -> str:
    """ "Landing page deployment" as "Deploy landing page", where the last noun has a verb and nothing follows it."""
    reading = lexicon.read(title)
    words = title.split()
    if not 2 <= len(words) <= 6 or reading.starts(Group.VERBS) or not all(word.strip("`").isalnum() for word in words):
        return title
    verb = next((hit.value for hit in reading.of(Group.NOUNS) if hit.stop == len(reading.words)), None)
    if verb is None:
        return title
    matter = " ".join(words[:-1])
    first = matter.split()[0]
    if first.istitle() and first.isalpha() and len(words) > 2 and not words[1].istitle():
        matter = matter[:1].lower() + matter[1:]
    return f"{verb} {matter}"


def shorten(text: str, limit: int) -> str:
    """`text` cut between words, never inside a code span."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    if " " in cut[limit // 2 :]:
        cut = cut[: cut.rfind(" ")]
    if cut.count("`") % 2:
        cut = cut[: cut.rfind("`")] or cut.replace("`", "")
    return cut.rstrip(_EDGES + "([（") + "…"
