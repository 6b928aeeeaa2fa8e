"""The states that an entry tells in words of its own: in a last clause, in a sentence about the past, as an answer."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from handoff_issues.handoff.lexicon import Cue, Group, Hit, Lexicon, Reading, Tag
from handoff_issues.handoff.lexicon.terms import FINISHED, UNFINISHED
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.sentences.statements import SENTENCE_END
from handoff_issues.handoff.sentences.states import CLAUSE_END, declared_tags

_SET_OFF_BY = r"(?:[.;,](?=\s)|[。；，、]|\s(?:[—–]|--?)(?=\s)"
_LAST_CLAUSE = re.compile(
    _SET_OFF_BY + r"|[!)）](?=\s)|[！）]|\s(?:→|=>|->)(?=\s))\s*(?P<said>[^.;,。；，、！→]{2,60}?)[.!。！]*$"
)
"""What is set off at the very end of an entry."""
_LAST_SAID = re.compile(_SET_OFF_BY + r"|[(（])\s*(?P<said>[^.;,。；，、()（）]{2,80}?)[)）]?[.!。！]*$")
"""The same, in brackets too."""
_FIRST_REMARK = re.compile(r"\W{0,4}[\[(（【]([^()\[\]（）【】]{2,40})[\])）】]")
_LAST_REMARK = re.compile(r"[\[(（【]([^()\[\]（）【】]{2,40})[\])）】]\W*$")
_QUESTION = re.compile(r"[?？؟][\s*_]*(?:[—–:：→-]|->|=>)*\s*(?P<answer>\S.*)$")
_CLAUSES = re.compile(r"[.,;:!。，；：！]\s*")
_PARTED = re.compile(r"[;,：；，]|:\s|\s[—–-]\s")
"""What parts a sentence: its second part may tell of something else."""
_SET_OFF = re.compile(r"\W*\w+\W*?(?:[:：,，.。;；!！—–-]|$)")
"""A first word that is set off from what follows."""
_WORD = re.compile(r"\w+")
_STEM = 4
"""Letters by which a participle is known as that of a verb."""
_YEAR = re.compile(r"20\d\d")
"""A year, with which a date begins."""
_MOST_WORDS = 7
"""Words of a clause that only tells a state; more tell a story."""


def told_at_an_end(text: str, lexicon: Lexicon) -> Tag | None:
    """The finished state that is set off at the start or the end, and says nothing else.

    "[RESOLVED] ...", "... (done)", "... DONE", "... Done in #41.", "..., no longer needed".
    """
    words = text.split()
    last = words[-1] if words else ""
    alone = last if not any(map(str.isalnum, last)) or (last.isupper() and len(last) >= _STEM) else ""
    remarks = (found[1] for found in (_FIRST_REMARK.match(text), _LAST_REMARK.search(text)) if found is not None)
    led_to = not lexicon.small_words.isdisjoint(word.lower() for word in words[-2:-1])  # "from OPEN to DONE"
    for said in (*([] if led_to else [alone]), *remarks):
        if said and _is_of(text.replace(said, ""), lexicon.read(said)) and (told := only_told(said, lexicon)):
            return told
    found = _LAST_CLAUSE.search(_LAST_REMARK.sub("", text))
    if found is None or found["said"].count("(") != found["said"].count(")"):
        return None
    before, said = text[: found.start()], found["said"]
    if _is_one_of_several(lexicon.read(before)) or not _is_of(before, lexicon.read(said)):
        return None
    return only_told(said, lexicon)


def _is_of(before: str, said: Reading) -> bool:
    """Whether a single participle is that of the words before: "Rotate the keys - rotated", not "..., held"."""
    if len(said.words) != 1 or said.has(Group.TAGS):
        return True
    stem = "".join(said.words)[:_STEM]
    return any(word.startswith(stem) for word in before.lower().split())


def _is_one_of_several(before: Reading) -> bool:
    """Whether the words before end in a state too: "get it reviewed, merged"."""
    return before.ends(Group.TAGS) or before.ends(Group.FINISHED)


def only_told(text: str, lexicon: Lexicon) -> Tag | None:
    """The finished state that words tell and nothing else: "done yesterday", "this has been merged in #12"."""
    reading = lexicon.read(text)
    if not 0 < len(reading.words) <= _MOST_WORDS or "?" in text or _is_open(reading):
        return None
    hit, tag = _finished(reading, lexicon)
    if hit is None or reading.negated(hit) or reading.reserved(hit):
        return None
    free = [at for at, word in enumerate(reading.words) if not _says_nothing(at, word, hit, reading, lexicon)]
    if any(one.first < hit.first for one in reading.of(Group.TAILS)):
        return None  # "as discovered"
    behind = reading.words[hit.stop] if hit.stop < len(reading.words) else ""
    if "#" not in text and behind.isdigit() and not _YEAR.fullmatch(behind):
        return None  # "fixed 3 so far"
    return tag if not free or (len(free) == 1 and _is_who(free[0], hit, tag, reading, lexicon)) else None


def _is_who(at: int, hit: Hit, tag: Tag, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether a word can be who did it: "Ana fixed it yesterday", or dropped it: "cancelled by Ana".

    What is done for somebody, or somewhere, may not be done for all.
    """
    if at > hit.first:
        return tag is not Tag.DONE and reading.words[at - 1] in lexicon.small_words
    return reading.ends(Group.LATELY) or reading.words[-1].isdigit()


def _finished(reading: Reading, lexicon: Lexicon) -> tuple[Hit | None, Tag]:
    """The first words that say that something is finished."""
    tried = {hit.first for group in (Group.ATTEMPTS, Group.CHECKS) for hit in reading.of(group)}
    tags = [hit for hit in reading.of(Group.TAGS) if Tag(hit.value) in FINISHED and hit.first not in tried]
    told = [hit for hit in reading.of(Group.FINISHED) if hit.first not in tried and _is_deed(hit, reading)]
    if tags and (not told or tags[0].first <= told[0].first):
        longest = max((hit for hit in tags if hit.first == tags[0].first), key=lambda hit: hit.size)
        return longest, Tag(longest.value)
    cues = (hit for hit in reading.of(Group.CUES) if hit.value == Cue.DONE)
    said = (hit for hit in cues if lexicon.read(reading.words[hit.stop - 1]).has(Group.TAGS, Tag.DONE))  # "is done"
    return (told[0] if told else next(said, None)), Tag.DONE


def _is_deed(hit: Hit, reading: Reading) -> bool:
    """Whether a participle tells what has happened: alone, behind other words, or before when: not "carried over"."""
    if hit.first:
        return True
    if hit.stop == len(reading.words):
        return not reading.has(Group.VERBS)
    dated = any(later.first == hit.stop for later in reading.of(Group.LATELY))
    return dated or any(word.isdigit() for word in reading.words[hit.stop :])


def _is_open(reading: Reading) -> bool:
    unfinished = any(Tag(hit.value) in UNFINISHED for hit in reading.of(Group.TAGS))
    return unfinished or reading.has(Group.CUES, Cue.OPEN) or bool(declared_tags(reading) & UNFINISHED)


def _says_nothing(at: int, word: str, hit: Hit, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether a word belongs to the state, or adds only when, or where: "this", "yesterday", "#12"."""
    groups = (Group.TAGS, Group.LATELY, Group.AUXILIARIES)
    told = any(one.first <= at < one.stop for group in groups for one in reading.of(group))
    return told or hit.first <= at < hit.stop or word in lexicon.small_words or not word.isalpha()


def told_below(block: Block, lexicon: Lexicon, *, asks: bool) -> Tag | None:
    """The finished state that a line right under a work tells, and none beside it takes back; an answer if it asks."""
    found: Tag | None = None
    for line in block.children:
        text = line.text.plain
        if line.shape not in (Shape.ENTRY, Shape.PROSE) or line.children or line.checked is False:
            return None
        if _is_open(lexicon.read(text)):
            return None
        found = (
            found
            or only_told(CLAUSE_END.split(text, maxsplit=1)[0], lexicon)
            or (Tag.DONE if asks and answers(text, lexicon) else None)
        )
    return found


def told_as_past(text: str, lexicon: Lexicon) -> bool:
    """Whether one sentence tells that its matter has been done: "The keys have been rotated", "Rotated the keys".

    An instruction does not, nor what is said in a subordinate clause ("Delete the flags that have been rolled out").
    """
    reading = lexicon.read(text)
    if len(SENTENCE_END.split(text.strip())) > 1:
        return False
    if reading.starts(Group.VERBS) or reading.ends(Group.VERBS_LAST) or _is_open(reading):
        return False
    if reading.has(Group.NEGATIONS) or reading.has(Group.RESERVATIONS) or _PARTED.search(text):
        return False
    tried = {hit.first for hit in reading.of(Group.ATTEMPTS)}
    done = [hit for hit in reading.of(Group.FINISHED) if hit.first not in tried]
    begun = next((at for at, _ in enumerate(reading.words) if not _is_lately(at, reading)), 0)
    if any(hit.first == begun and hit.stop < len(reading.words) and _goes_on(hit, reading, lexicon) for hit in done):
        return True
    tags = [hit for hit in reading.of(Group.TAGS) if hit.value == Tag.DONE]
    verbs = (verb for verb in reading.of(Group.AUXILIARIES) if _is_main(verb, reading))
    deeds = (hit for verb in verbs for hit in _behind(verb, [*done, *tags], reading))
    named = {word.lower() for word in _WORD.findall(text) if word.istitle()}
    return any(_says_when(hit, reading, lexicon, named) for hit in deeds)


def _is_lately(at: int, reading: Reading) -> bool:
    return any(hit.first <= at < hit.stop for hit in reading.of(Group.LATELY))


def _goes_on(hit: Hit, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether an object follows, as it does behind a verb and not behind a quality: "Updated the page"."""
    return reading.words[hit.stop] in lexicon.small_words


def _is_main(verb: Hit, reading: Reading) -> bool:
    """Whether it is the verb of the sentence, and not of a clause within it."""
    groups = (Group.TAILS, Group.CONDITIONS, Group.PROSPECTS)
    return verb.first > 0 and not any(hit.first < verb.first for group in groups for hit in reading.of(group))


def _behind(verb: Hit, done: Sequence[Hit], reading: Reading) -> Iterator[Hit]:
    """What has been done: right behind the auxiliary, or last, as in German."""
    last = len(reading.words)
    return (hit for hit in done if hit.first == verb.stop or (hit.first > verb.stop and hit.stop == last))


def _says_when(hit: Hit, reading: Reading, lexicon: Lexicon, named: Container[str]) -> bool:
    """Whether what follows a deed says when, or by whom: "merged on Monday", not "sent with errors"."""
    after = range(hit.stop, len(reading.words))
    free = [at for at in after if not _says_nothing(at, reading.words[at], hit, reading, lexicon)]
    who = free == [hit.stop + 1] and reading.words[free[0]] in named
    return not free or who


def is_left_open(text: str, lexicon: Lexicon) -> bool:
    """Whether the last clause takes back what is said before it: "merged, not deployed yet", "done (needs QA)"."""
    found = _LAST_SAID.search(text)
    if found is None:
        return False
    reading = lexicon.read(found["said"])
    if reading.starts(Group.FINISHED) or reading.has(Group.CONDITIONS):
        return False
    said = reading.starts(Group.CUES, Cue.OPEN) or reading.ends(Group.CUES, Cue.OPEN)
    return said or not declared_tags(reading, at_start=True).isdisjoint((Tag.OPEN, Tag.PROGRESS))


def is_answered(text: str, lexicon: Lexicon) -> bool:
    """Whether an answer follows a question: "Keep the old URLs? Yes, until March.", "...? Decided: no"."""
    found = _QUESTION.search(text)
    return found is not None and answers(found["answer"], lexicon)


def answers(text: str, lexicon: Lexicon) -> bool:
    """Whether words give an answer, and leave nothing open or to be done."""
    reading = lexicon.read(text)
    if any(mark in text for mark in "?？؟") or _is_open(reading):
        return False
    if any(lexicon.read(clause).starts(Group.VERBS) for clause in _CLAUSES.split(text)[1:]):
        return False  # "Yes. Delete it after the release."
    if reading.has(Group.CUES, Cue.QUESTION, Cue.DECISION):
        return False
    decided = reading.starts(Group.FINISHED) or reading.starts(Group.TAGS, *FINISHED)
    return decided or (reading.starts(Group.VERDICTS) and _SET_OFF.match(text) is not None)
