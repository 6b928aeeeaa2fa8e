"""What stands around the words of a title and is none of them: numbers, tags, emoji, states, who is to do it."""

from __future__ import annotations

import re

from handoff_issues.handoff.lexicon import Group, Lexicon
from handoff_issues.handoff.lexicon.words import PICTURES
from handoff_issues.handoff.sentences.clauses import EDGES, is_aside, is_told, level_behind, without_remarks
from handoff_issues.handoff.sentences.states import SHOUTED, is_state

_NUMBERING = re.compile(
    r"(?:\d\ufe0f?\u20e3\s*|\d{1,2}(?:\.\d{1,2})+[.):]?\s+|#?\d{1,3}[.):、．](?!\d)\s*|[A-Z][.)]\s+|[A-Z]\.\d{1,2}\s+"
    r"|\(?[a-z\d]{1,2}\)\s+|[-*•·>]+\s+|\[[ xX]?\]\s+|[一二三四五六七八九十]+、)"
)
_ISSUE_NUMBER = re.compile(r"^#(\d{1,9})\b[\s:.)–—-]*|\s*[(\[]#(\d{1,9})[)\]]\s*$")
_KEYCAP = re.compile(r"[\d#*]\ufe0f?\u20e3")
_FIRST_OWNERS = re.compile(r"(?:@[\w-]+[:,]?\s+)+(?=\w)")
_LONGEST_STATE = 60
"""Characters at the end of a text in which its state is looked for, with the marks before it."""
_LAST_PART = re.compile(rf"(?:\s(?:-|--)\s|[—–:|]|{PICTURES.pattern})+\s*([^—–:|]{{2,24}})$")
_LAST_ASIDE = re.compile(r"(?:\s+(?:—|–|--?|\||→|->)\s+|[,.;]\s+)([^—–|,.;]{2,40})$")
"""What is set off at the end, and may only be remarked: "— priority high", ", nice to have"."""

_BEFORE_REMARK = re.compile(r"\s+(?:—|–|--?|:)\s+([^—–:()（）|]{2,24}?)\s*(?=[(（])")
"""A state behind a dash, and before a remark in brackets."""


def issue_number(text: str) -> int | None:
    """The issue number that stands alone at the start or the end of an entry, as its own tag."""
    found = _ISSUE_NUMBER.search(text.strip()) if "#" in text else None
    return int(found[1] or found[2]) if found else None


def without_number(text: str, lexicon: Lexicon) -> str:
    """`text` without the number, the emoji and the state that frame it."""
    text = _without_state(text.strip(), lexicon)
    shouted = SHOUTED.match(text)
    if shouted is not None and lexicon.read(shouted[1]).covers(Group.TAGS, Group.MARKS):
        matter = text[shouted.end() :]
        text = text if matter.partition(" ")[0] in lexicon.small_words else matter  # "PARKED on the disk"
    if not text.isascii():
        text = _KEYCAP.sub("", text)
        text = PICTURES.sub(lambda found: found[0] if found[0] == "→" else " ", text)
    if "#" in text:
        text = _ISSUE_NUMBER.sub("", text.strip())
    text = text.strip()
    while (found := _NUMBERING.match(text)) and (shorter := text[found.end() :].strip()):
        text = shorter
    return text


def tidy(text: str, lexicon: Lexicon) -> str:
    """`text` without emoji, numbering, tags and the marks at its edges."""
    text = without_remarks(without_number(text, lexicon), lexicon)
    text = " ".join(_without_owners(text, lexicon).split()).strip(EDGES)
    if text.count("`") % 2:
        text = text.replace("`", "")
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first.isalpha() and first.islower() else text


def _without_owners(text: str, lexicon: Lexicon) -> str:
    """An instruction without whom it is for: "@ana Add a retry", not "@scope packages"."""
    found = _FIRST_OWNERS.match(text)
    return text[found.end() :] if found is not None and is_told(lexicon.read(text[found.end() :])) else text


def _without_state(text: str, lexicon: Lexicon) -> str:
    """ "Import wizard ✅ RESOLVED" as "Import wizard", "Wizard — in progress (no undo)" as "Wizard (no undo)"."""
    start = max(0, len(text) - _LONGEST_STATE)
    for pattern, is_remark in ((_LAST_ASIDE, is_aside), (_LAST_PART, _is_state)):
        found = pattern.search(text, start)
        before = text[: found.start()].rstrip() if found is not None else ""
        if found is not None and _is_whole(before) and is_remark(found[1], lexicon):
            return before
    level = level_behind(text, lexicon)
    if level is not None:
        return text[: level.start()]
    found = _BEFORE_REMARK.search(text) if text.endswith((")", "）")) else None
    if found is not None and found.start() and lexicon.read(found[1]).covers(Group.TAGS):
        return f"{text[: found.start()]} {text[found.end() :]}"
    return text


def _is_state(text: str, lexicon: Lexicon) -> bool:
    return is_state(lexicon.read(text), lexicon)


def _is_whole(text: str) -> bool:
    """Whether words can stand alone: none of their brackets is open."""
    return bool(text) and text.count("(") == text.count(")") and text.count("[") == text.count("]")


def without_duty(text: str, lexicon: Lexicon) -> str:
    """ "Developer must upgrade the token" as "upgrade the token", and "Still need to upgrade it" as "upgrade it"."""
    if not lexicon.read(text).has(Group.DUTIES):
        return text
    words = text.split(" ", 5)
    for at in range(4):
        small = lexicon.small_words.issuperset(word.lower() for word in words[:at])
        if not small and not lexicon.read(" ".join(words[:at])).covers(Group.PEOPLE):
            continue
        for duty in (1, 2):
            said = lexicon.read(" ".join(words[at : at + duty]))
            rest = " ".join(words[at + duty :])
            if said.covers(Group.DUTIES) and lexicon.read(rest).starts(Group.VERBS):
                return rest
    return text


def _leads_on(word: str, lexicon: Lexicon) -> bool:
    reading = lexicon.read(word)
    return word in lexicon.small_words or reading.covers(Group.LINKS) or reading.covers(Group.TAILS)


def shorten(text: str, limit: int, lexicon: Lexicon) -> str:
    """`text` cut between words, never inside a code span, nor behind a word that leads on."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    if " " in cut[limit // 2 :]:
        cut = cut[: cut.rfind(" ")]
    if cut.count("`") % 2:
        cut = cut[: cut.rfind("`")] or cut.replace("`", "")
    cut = cut.rstrip()
    while len(cut) > limit * 2 // 3 and _leads_on(cut[cut.rfind(" ") + 1 :], lexicon):
        cut = cut[: cut.rfind(" ")]
    return cut.rstrip(EDGES + "([（") + "…"
