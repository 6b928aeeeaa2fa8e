"""What an issue's title would say: the entry's own words, short, without numbers, tags, emoji and explanation."""

from __future__ import annotations

from handoff_issues.handoff.items.tails import without_reason, without_tail
from handoff_issues.handoff.items.trim import shorten, tidy, without_duty, without_number
from handoff_issues.handoff.lexicon import Group, Lexicon, Reading, Role
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.outline.inline import Inline
from handoff_issues.handoff.sentences.clauses import (
    EDGES,
    ENOUGH_WORDS,
    count_words,
    each_clause,
    first_clauses,
    is_name,
    is_told,
    without_brackets,
    without_remarks,
)
from handoff_issues.handoff.sentences.prefixes import PREFIX_END, TICKET, stage_before, without_dash, without_prefix
from handoff_issues.handoff.sentences.statements import announced_work, asks, stated_work
from handoff_issues.handoff.sentences.wording import as_instruction, asked_for, inside, undone
from handoff_issues.handoff.structure.headings import is_heading
from handoff_issues.handoff.structure.labels import is_detail, is_plan
from handoff_issues.handoff.structure.views import View

MAX_TITLE = 120
"""Characters; a longer title is cut between words."""
FEW_WORDS = 5
"""A name with fewer takes what is nested under it along."""
ROOM = 12
"""Words of a title with what is nested under it."""
STEM = 4
"""Letters by which a word is known again."""
MOST_PARTS = 6
"""Nested entries; more are no parts of one title."""
WORDS_TOLD = 3
"""An instruction with fewer words takes its steps along."""
PART_WORDS = 8
"""Words of one nested entry that a title names."""

_KINDS = (Group.TAGS, Group.PRIORITY, Group.DETAILS, Group.GROUPS, Group.PLANS)
"""Words of these only say what kind of thing follows them."""
_EXISTING = frozenset({Role.ISSUE, Role.BLOCKER, Role.QUESTION})
"""What stands there is mostly said of something that exists."""


def make_title(view: View) -> str:
    """The title of one block; never empty where the block has words."""
    block, lexicon = view.block, view.lexicon
    text = without_duty(_words_of(view), lexicon)
    title = (
        tidy(text, lexicon) or tidy(block.text.marked, lexicon) or block.text.marked.strip(EDGES) or block.text.marked
    )
    return shorten(_with_stage(_as_told(title, view), view), MAX_TITLE, lexicon)


def short_name(view: View) -> str:
    """The fewest words that name the matter: what a recap of the entry would repeat, without what is in brackets."""
    row = view.block.shape is Shape.ROW
    words = _row_words(view) if row else _entry_words(view.block.text, view.lexicon, enough=3)
    name = tidy(words, view.lexicon) or view.block.text.plain
    return without_brackets(name) or name


def _with_stage(title: str, view: View) -> str:
    """The title behind the stage of a larger work that the entry begins with: "Phase 3: Draw the map"."""
    block = view.named.block
    if block.shape not in (Shape.ENTRY, Shape.SECTION):
        return title
    stage = stage_before(without_number(block.text.plain, view.lexicon), view.lexicon)
    return f"{stage}: {title}" if stage and stage not in title else title


def label_of(view: View) -> str:
    """The label that only sorts, before the words that name the matter: "Backend" of "Backend: check the size"."""
    if view.row.area:
        return view.row.area
    text = view.head.plain
    rest = without_prefix(text, view.lexicon)
    label = text[: len(text) - len(rest)].strip(EDGES)
    reading = view.lexicon.read(label)
    return "" if reading.has(Group.PRIORITY) or reading.has(Group.TAGS) else label


def _words_of(view: View) -> str:
    """The words of the block that the title is made of."""
    if view.block.shape is Shape.ROW:
        return _row_words(view)
    name = _entry_words(view.block.text, view.lexicon)
    return _planned_words(view) or _shouted_words(view) or _stated_words(view) or _with_details(view, name)


def _as_told(title: str, view: View) -> str:
    """The title as an instruction, where its words or the heading above call for one."""
    role, lexicon = view.context.role, view.lexicon
    wanted = not view.done and (role is None or role.is_work)
    told = as_instruction(title, lexicon, wanted=wanted, new=wanted and role not in _EXISTING)
    if told != title or not wanted or is_told(lexicon.read(title)):
        return told
    cells = [cell.plain for cell in view.block.cells]
    told = undone(title, cells or each_clause(view.block.text.plain), lexicon)
    if told == title and view.context.path:
        return asked_for(title, view.context.path[-1], lexicon)
    return told


def _row_words(view: View) -> str:
    """The words of the cell that names the work, behind what it is a part of where they say little."""
    lexicon = view.lexicon
    words = _entry_words(view.named.block.text, lexicon)
    area, reading = view.row.area, lexicon.read(words)
    alone = is_told(reading) or count_words(words) >= FEW_WORDS or asks(words)
    return words if alone or not area or _shares_word(area, words) else f"{area}: {inside(words, lexicon)}"


def _planned_words(view: View) -> str | None:
    """What the part labelled "Fix required" says, where a heading names only what is wrong.

    The heading's name stays before a plan that does not name the matter again.
    """
    lexicon = view.lexicon
    if not is_heading(view.block) or view.lead.starts(Group.VERBS):
        return None
    for child in view.block.children:
        if is_plan(child, lexicon) and not is_heading(child):
            rest = without_dash(child.text.rest.marked)
            if lexicon.read(rest).starts(Group.VERBS):
                plan = first_clauses(rest, lexicon, enough=ENOUGH_WORDS)
                name = tidy(_entry_words(view.block.text, lexicon, enough=2), lexicon)
                return plan if _shares_word(name, plan) else f"{name}: {inside(plan, lexicon)}"
    return None


def _shares_word(name: str, plan: str) -> bool:
    """Whether a word of a name, or its beginning, is said again."""
    said = plan.lower()
    return any(word[:STEM] in said for word in name.lower().split() if len(word) >= STEM)


def _shouted_words(view: View) -> str | None:
    """Of several sentences, the one that says in capitals what is open."""
    sentence = view.shouted if view.block.shape is Shape.PROSE else None
    return sentence if sentence and not view.block.text.marked.startswith(sentence) else None


def _stated_words(view: View) -> str | None:
    """Of a sentence that says what is still to be done, that: it may stand in any of its clauses.

    Of other blocks, what follows the words that hand it on.
    """
    text = view.block.text.marked
    if view.stated and view.block.shape is Shape.PROSE:
        return stated_work(text, view.lexicon)
    return announced_work(text, view.lexicon) if view.block.shape in (Shape.PROSE, Shape.ENTRY) else None


def _with_details(view: View, name: str) -> str:
    """A name of very few words, with what is nested under it: entries, a first sentence, or an identifier."""
    said = without_remarks(without_number(name, view.lexicon), view.lexicon)
    if view.done or count_words(said) >= FEW_WORDS:
        return name
    told = view.lead.starts(Group.VERBS) and count_words(said) >= WORDS_TOLD
    details = _parts(view, count_words(said)) or (None if told else _first_sentence(view))
    if details:
        return f"{name.rstrip(EDGES)}: {details}"
    code = _only_code(view.block)
    return f"{name.rstrip(EDGES)} (`{code}`)" if code and code not in name and "(" not in name else name


def _parts(view: View, words: int) -> str | None:
    """The entries nested in a block that holds nothing else, as many as a title has room for."""
    children, lexicon = view.block.children, view.lexicon
    if not 2 <= len(children) <= MOST_PARTS or any(child.shape is not Shape.ENTRY for child in children):
        return None
    told = words >= WORDS_TOLD and view.lead.starts(Group.VERBS)
    parts: list[str] = []
    for entry in children:
        if is_detail(entry, lexicon):
            continue  # "Status: open"
        part = tidy(_entry_words(entry.text, lexicon, enough=2), lexicon)
        words += count_words(part)
        if not part or count_words(part) > PART_WORDS or (words > ROOM and len(parts) >= 2):
            break
        if told and is_told(lexicon.read(part)):
            return None
        parts.append(inside(part, lexicon))
    return ", ".join(parts) if len(parts) >= 2 else None


def _first_sentence(view: View) -> str | None:
    """The first clause under a heading, where it is short and names more than a part or a state."""
    block, lexicon = view.block, view.lexicon
    first = block.children[0] if is_heading(block) and block.children else None
    if (
        first is None
        or first.shape not in (Shape.PROSE, Shape.LABEL)
        or first.text.lead.spans
        or is_detail(first, lexicon)
    ):
        return None
    clause = tidy(first_clauses(first.text.marked, lexicon, enough=3), lexicon)
    reading = lexicon.read(clause)
    if not 2 <= count_words(clause) <= PART_WORDS or reading.covers(*_KINDS, Group.HEADINGS, Group.CUES):
        return None
    return inside(clause, lexicon)


def _only_code(block: Block) -> str | None:
    """The identifier that a block and what is right under it name, where it is the only one."""
    said = [block, *block.children] if block.shape is not Shape.ROW else []
    found = {code for one in said for span in one.text.spans if span.code and is_name(code := span.text)}
    return found.pop() if len(found) == 1 else None


def _entry_words(text: Inline, lexicon: Lexicon, *, enough: int = ENOUGH_WORDS) -> str:
    """The strong words at the start, else the first clause; with the next clause where they are too few."""
    lead, rest = text.lead, text.rest.marked.strip()
    if not lead.spans:
        return _opening(text.marked, lexicon, enough=enough)
    label = lexicon.read(lead.plain)
    if not rest[:1].isalnum() and lexicon.read(rest).covers(Group.TAGS, Group.PRIORITY):
        rest = ""  # "**Fix the gauge** - P2"
    if rest and _only_sorts(label):
        return _opening(rest.lstrip(EDGES), lexicon, enough=enough)
    if (rest[:1].isalnum() or rest[:1] in "`(") and not lead.plain.endswith((":", "：")):
        # The sentence goes on, or another one follows.
        return _opening(f"{lead.marked} {rest}", lexicon, enough=enough)
    name = lead.marked.rstrip(EDGES)
    return _opening(f"{name}: {rest.lstrip(EDGES)}" if rest else name, lexicon, enough=enough)


def _only_sorts(label: Reading) -> bool:
    """Whether strong words at the start say what kind of thing follows ("Blocker"), and do not name it ("History")."""
    works = any(Role(hit.value).is_work for hit in label.of(Group.HEADINGS))
    return label.covers(*_KINDS, Group.HEADINGS) if works else label.covers(*_KINDS)


def _opening(text: str, lexicon: Lexicon, *, enough: int) -> str:
    """The first clauses of `text`, without a number or a label that only sorts."""
    bare = without_number(text, lexicon)
    start = bare if TICKET.match(bare) else _without_place(without_prefix(bare, lexicon), lexicon)
    clauses = first_clauses(start, lexicon, enough=enough)
    if enough >= ENOUGH_WORDS:
        return without_reason(clauses, lexicon)
    # What happens when, and with which limits, is the matter itself; a recap need not say it.
    return without_tail(clauses, lexicon, Group.EXPLANATIONS, Group.PROSPECTS)


def _without_place(text: str, lexicon: Lexicon) -> str:
    """`text` without words that say where it stands among the work: "What is left — Attach the search server"."""
    found = PREFIX_END.search(text, 0, 40)
    if found is None or not text[found.end() :].strip():
        return text
    prefix = lexicon.read(text[: found.start()])
    works = (hit.size for hit in prefix.of(Group.HEADINGS) if Role(hit.value).is_work)
    return text[found.end() :] if len(prefix.words) > 1 and max(works, default=0) == len(prefix.words) else text
