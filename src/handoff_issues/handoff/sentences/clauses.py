"""The clauses of a line: where they end, how long they are, and which of them only explain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from handoff_issues.handoff.lexicon import Group, Lexicon
from handoff_issues.handoff.lexicon.levels import is_code
from handoff_issues.handoff.lexicon.readings import Reading
from handoff_issues.handoff.lexicon.words import DENSE, DENSE_CHARACTER
from handoff_issues.handoff.sentences.ends import clause_ends, is_outside, sentence_ends
from handoff_issues.handoff.sentences.people import only_names_people
from handoff_issues.handoff.sentences.statements import asks
from handoff_issues.handoff.sentences.states import is_state

ENOUGH_WORDS = 8
"""Words that make a title; fewer take the next clause with them."""
ENOUGH_TOLD = 5
"""The same for an instruction."""
LONG_CLAUSE = 18
"""A clause with more words tells how things are; a name does without."""
MANY_WORDS = 16
"""A longer title is cut where a lesser clause begins."""
KERNEL = 4
"""Words that must stand before a clause that only explains."""
NAME_LENGTH = 45
"""Characters of an identifier that a title can bear."""
AMOUNT_WORDS = 3
"""Words of an estimate: "2-3 hours"."""
LONG_REMARK = 60
"""Characters of words in brackets that are an explanation."""
MAX_READ = 800
"""Characters of an entry in which its title is looked for."""
EDGES = " \t\n-–—:：;,.，。、·•*_~|/\\!！→"
"""What a title neither begins nor ends with."""

_COMMA = re.compile(r",\s|，")
_NAME = r"(?:`[^`]{2,40}`|[A-Z][A-Z\d]*_[A-Z\d_]+)"
_NAMES = re.compile(rf"[:：]\s*{_NAME}(?:[,，、]?\s?(?:[^\W\d_]{{1,4}} )?{_NAME}){{1,3}}\s*")
"""Some identifiers behind a colon: what the words before it only count."""
_NEXT_WORD = re.compile(r"\s([^\W\d_]+)\s")
_BRACKETED = re.compile(r"\s*[(\[（【]([^()\[\]（）【】]{0,200})[)\]）】]")
_CALLED = re.compile(r"(?:[a-z][A-Z]|\w[_.]\w)\w{0,60}$", re.ASCII)
"""The end of a name in code, right before the brackets of its arguments: "loadTiles(zoom)"."""
_CODE_OR_BRACKETED = re.compile(rf"`[^`]*`|{_BRACKETED.pattern}")
_PART = re.compile(r"[,;/·|、，；]")
"""Between the remarks in one pair of brackets."""
_PLAIN = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")
_AMOUNT = re.compile(r"^~?\d+\s*[-–]?\s*\d*\s*[^\W\d]")
_DURATION = re.compile(r"[~≈]?\d+(?:\s?[-–,.]\s?\d+)?\s?(?:h|hrs?|hours?|min|minutes?|d|days?|w|weeks?)")
_LAST_LEVEL = re.compile(r"\s(?:[—–|]|--?)\s+([^\s—–|:：][^:：—–|]{0,20})$")
_COMMAND = re.compile(r"`[^`\s]+\s[^`]*`")
_CODE = re.compile(r"`([^`]{2,40})`")
_WORD = re.compile(rf"[^\W_{DENSE}]+")
_SPAN = re.compile(r"`[^`]*`")


def count_words(text: str) -> int:
    """Words; two characters of a dense script are one, and a code span counts less."""
    dense = 0 if text.isascii() else len(DENSE_CHARACTER.findall(text))
    code = len(_SPAN.findall(text)) if "`" in text else 0
    return len(_WORD.findall(text)) - code // 4 + dense // 2


def is_told(reading: Reading) -> bool:
    """Whether a text is an instruction, by its first word or, in some languages, by its last."""
    return reading.starts(Group.VERBS) or reading.ends(Group.VERBS_LAST)


def first_clauses(text: str, lexicon: Lexicon, *, enough: int) -> str:
    """`text` up to the first clause that ends after `enough` words, and not far beyond many.

    An instruction needs fewer words. A long clause that tells how things are adds its code, not its words.
    """
    text = text[:MAX_READ]
    if lexicon.read(text).starts(Group.VERBS):
        enough = min(enough, ENOUGH_TOLD)
    before, last = 0, ""
    ends = [*sentence_ends(text, lexicon), len(text)]
    for end, following in zip(ends, [*ends[1:], len(text)], strict=True):
        clause = text[before:end].lstrip(EDGES)
        if before and _tells_nothing(clause, last, lexicon):
            text = text[:before]
            break
        if before and count_words(clause) > LONG_CLAUSE and not lexicon.read(clause).starts(Group.VERBS):
            text = _with_code(text[:before], clause)
            break
        if end == len(text):
            break
        # A question ends where it is asked.
        needed = min(enough, KERNEL) if asks(text[:end]) else enough
        if needed >= ENOUGH_TOLD and _NAMES.fullmatch(text, end, following):
            continue
        if count_words(without_remarks(text[:end], lexicon)) >= needed:
            text = text[:end]
            break
        before, last = end, clause
    return _within(text, lexicon)


def _tells_nothing(clause: str, last: str, lexicon: Lexicon) -> bool:
    """Whether a clause is a mere state ("not started yet"), or the command for the instruction before it."""
    if _COMMAND.match(clause):
        return lexicon.read(last).starts(Group.VERBS)
    return lexicon.read(clause).covers(Group.TAGS, Group.CUES, Group.UNDONE)


def _within(text: str, lexicon: Lexicon) -> str:
    """`text` cut at the last lesser clause that leaves enough and not too many words, where it has too many."""
    if count_words(text) <= MANY_WORDS:
        return text
    fit = [at for at in _lesser_ends(text, lexicon) if ENOUGH_WORDS <= count_words(text[:at]) <= MANY_WORDS]
    return text[: fit[-1]] if fit else text


def _with_code(name: str, clause: str) -> str:
    """A name with the identifiers that the clause after it names."""
    found = [code for code in dict.fromkeys(_CODE.findall(clause)) if code not in name][:2]
    return f"{name} ({', '.join(f'`{code}`' for code in found)})" if found else name


def _lesser_ends(text: str, lexicon: Lexicon) -> list[int]:
    """Where lesser clauses begin: at commas, and at words such as "because"."""
    commas = (found.start() for found in _COMMA.finditer(text))
    tails = (at for at, word in words_within(text) if lexicon.read(word).has(Group.TAILS))
    return [at for at in sorted({*commas, *tails}) if is_outside(text, at)]


def each_clause(text: str) -> Iterator[str]:
    """The clauses of a text, those in brackets too, without their marks."""
    text, before = text[:MAX_READ], 0
    for end in chain(clause_ends(text), [len(text)]):
        clause = text[before:end].strip(EDGES)
        yield without_brackets(clause)
        yield from _BRACKETED.findall(clause)
        before = end


def words_within(text: str) -> Iterator[tuple[int, str]]:
    """Each word with blanks around it, and where the blank before it is."""
    at = 0
    while found := _NEXT_WORD.search(text, at):
        yield found.start(), found[1]
        at = found.end() - 1


def is_name(code: str) -> bool:
    """Whether a code span is an identifier that a title can bear: one word, and neither short nor long."""
    return 2 <= len(code) <= NAME_LENGTH and not any(char.isspace() for char in code)


def without_brackets(text: str) -> str:
    """`text` without what is in brackets."""
    return _BRACKETED.sub("", text).strip() if _has_brackets(text) else text.strip()


def is_aside(text: str, lexicon: Lexicon) -> bool:
    """Whether words only say how urgent, how long or whose a work is: "2 h", "priority: high", "owner: Ana"."""
    reading = lexicon.read(text)
    if reading.has(Group.MEASURES) and reading.covers(Group.MEASURES, Group.PRIORITY):
        return True
    if not reading.words or _DURATION.fullmatch(text.strip()) or only_names_people(text, lexicon):
        return True
    label, colon, value = text.partition(":")
    if colon and count_words(value) <= AMOUNT_WORDS:
        told = lexicon.read(label).covers(Group.URGENCY, Group.STATUSES, Group.MEASURES)
        return told or _DURATION.fullmatch(value.strip()) is not None
    levels = reading.of(Group.PRIORITY)
    named = reading.has(Group.URGENCY) or any(hit.size > 1 or is_code(hit, reading) for hit in levels)
    return bool(levels) and named and reading.covers(Group.PRIORITY, Group.URGENCY)


def level_behind(text: str, lexicon: Lexicon) -> re.Match[str] | None:
    """A level alone that a dash sets off at the end: "... - high", not "Effort - high"; group 1 has its words."""
    found = _LAST_LEVEL.search(text)
    if found is None or not lexicon.read(found[1]).covers(Group.PRIORITY):
        return None
    before = lexicon.read(text[: found.start()])
    values = before.has(Group.URGENCY) or before.has(Group.PRIORITY)  # "Compare both levels: low - high"
    return None if not before.words or values or before.ends(Group.MEASURES) else found


def without_remarks(text: str, lexicon: Lexicon) -> str:
    """`text` without the brackets that only say how urgent, how far or how long, or explain."""
    if not _has_brackets(text):
        return text

    def said(found: re.Match[str]) -> str:
        calls = found[0].startswith("(") and _CALLED.search(text, 0, found.start()) is not None
        return "" if found[1] is not None and not calls and _is_remark(found[1], lexicon) else found[0]

    return _CODE_OR_BRACKETED.sub(said, text)


def _has_brackets(text: str) -> bool:
    """Whether there are any: most texts have none, and to look for what is in them takes long."""
    return "(" in text or "[" in text or "（" in text or "【" in text


def _is_said_of(text: str, lexicon: Lexicon) -> bool:
    return is_aside(text, lexicon) or is_state(lexicon.read(text), lexicon)


def _is_remark(text: str, lexicon: Lexicon) -> bool:
    reading = lexicon.read(text)
    amount = _AMOUNT.match(text) and count_words(text) <= AMOUNT_WORDS
    if len(text) > LONG_REMARK or amount or all(_is_said_of(part, lexicon) for part in _PART.split(text)):
        return True
    if reading.covers(Group.TAGS, Group.PRIORITY, Group.GROUPS, Group.UNDONE):
        return True
    # A list or a name tells what is meant; some plain words tell more about it.
    return (
        all(word.islower() or word.isupper() for word in text.split())
        and count_words(text) >= KERNEL
        and _PLAIN.fullmatch(text) is not None
    )
