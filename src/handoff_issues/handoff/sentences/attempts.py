"""The words by which a statement of finished work tells of less: of a try, a half, a wish, of what was taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handoff_issues.handoff.lexicon import Group, Hit, Lexicon, Reading, Tag
from handoff_issues.handoff.lexicon.shares import leading_part, leading_share
from handoff_issues.handoff.lexicon.terms import FINISHED
from handoff_issues.handoff.lexicon.words import is_dense, join_words, word_end
from handoff_issues.handoff.sentences.prefixes import without_prefix
from handoff_issues.handoff.sentences.statements import asks, opening_word, who_and_when

_CLAUSE_END = re.compile(r"[,;.()（），；。—–|?？؟]|\s-\s")
_LABELLED = re.compile("[:：]")
_JOINT = 2
"""Words, or characters of a script without blanks, between two deeds: "found and then fixed"."""


def attempt_in(said: str, lexicon: Lexicon) -> str:
    """The words by which a statement tells of less than finished work: "Drafted it", "Upload works, but not in S3".

    Its first clause says what was done, the others what limits that: "Cached the forecast, measured at 90 requests".
    What follows a question is its answer, or whom it was put to.
    """
    told = asked = False
    for clause, end in _clauses(said):
        reading = lexicon.read(clause if told else without_prefix(clause, lexicon))
        if any(map(str.isalnum, reading.words)):  # not "✅ -"
            # What a later clause says of a part may be a result: "80 % of the requests are cached".
            own = _limited(clause, lexicon) if told else _part(clause, lexicon) or _meant(reading)
            found = _share(clause, lexicon) or own
            if not found and (asked or not told):
                found = _begun(reading, lexicon, anywhere=asked)
            if found:
                return found
            told = True
        asked = asks(end)
    return ""


def _clauses(said: str) -> Iterator[tuple[str, str]]:
    """The clauses of a statement, each with the mark that ends it."""
    start = 0
    for end in _CLAUSE_END.finditer(said):
        yield said[start : end.start()], end[0]
        start = end.end()
    yield said[start:], ""


def _share(clause: str, lexicon: Lexicon) -> str:
    """A share of the work, said alone or with a state: "(60 %)", "...: 11 of 14 done"."""
    found = leading_share(clause.rpartition(":")[2])
    if found is None:
        return ""
    share, rest = found
    return share if not rest.strip() or lexicon.read(rest).covers(Group.TAGS) else ""


def _part(clause: str, lexicon: Lexicon) -> str:
    """A share of what the work is done to, at the start or behind the deed: "Moved 80 % of the files"."""
    said = clause.rpartition(":")[2]
    reading = lexicon.read(said)
    deed = reading.of(Group.FINISHED)[0].stop if reading.starts(Group.FINISHED) else 0
    return leading_part(said[word_end(said, deed) :] if deed else said)


def _meant(reading: Reading) -> str:
    """The words by which a doing is only meant, allowed or known: "Decided to move it", "Ana will move it"."""
    starts = {verb.first for verb in reading.of(Group.VERBS)}
    hit = next((hit for hit in reading.of(Group.INTENTIONS) if hit.stop in starts and not reading.negated(hit)), None)
    return "" if hit is None else join_words(reading.words[: hit.stop])


def _begun(reading: Reading, lexicon: Lexicon, *, anywhere: bool) -> str:
    """The words at its start or end by which the first clause tells of less than was to be done.

    `anywhere` in what follows a question: "Legal is looking into it".
    """
    first = len(reading.words) if anywhere else _opening(reading, lexicon)
    hits = [hit for hit in reading.of(Group.ATTEMPTS) if _is_at_edge(hit, reading, first)]
    return _words_of([*hits, *_limits(reading, first), *_of_a_part(reading, first)], reading)


def _opening(reading: Reading, lexicon: Lexicon) -> int:
    """Where a first clause begins to tell: behind "We also", but not behind an article alone ("The planned move")."""
    first = opening_word(reading, lexicon, Group.ATTEMPTS, Group.LIMITS)
    begun = [hit.stop for hit in reading.of(Group.ATTEMPTS) if hit.first == first]
    qualifies = bool(begun) and begun[0] < len(reading.words) and reading.words[begun[0]] not in lexicon.small_words
    limits = any(hit.first == first for hit in reading.of(Group.LIMITS))
    if qualifies and not limits and who_and_when(reading).isdisjoint(range(first)):
        return next(at for at, word in enumerate(reading.words) if word.isalnum())
    return first


def _limited(clause: str, lexicon: Lexicon) -> str:
    """The words by which a later clause takes back what the first one says, or keeps a part open.

    "But it does not work yet", "production still open".
    """
    reading = lexicon.read(clause)
    if reading.covers(Group.EMPTY):
        return ""  # "nothing left"
    limits = [*_taken_back(reading, lexicon), *_limits(reading, opening_word(reading, lexicon, Group.LIMITS))]
    checked = {hit.stop for hit in reading.of(Group.CHECKS) if reading.starts(Group.CHECKS)}
    if len(limits) == 1 and limits[0].first in checked and limits[0].stop == len(reading.words):
        return ""  # "tested on staging" limits the test alone
    return _words_of(limits, reading) or _left_open(reading, labelled=_LABELLED.search(clause) is not None)


def _taken_back(reading: Reading, lexicon: Lexicon) -> Iterator[Hit]:
    """What says that somebody took it back: "Ben reverted them", not "Ben reverted the colours"."""
    for hit in reading.of(Group.REVERSALS):
        if not reading.negated(hit) and lexicon.small_words.issuperset(reading.words[hit.stop :]):
            yield hit


def _left_open(reading: Reading, *, labelled: bool) -> str:
    """A mark of open work in a clause, unless the clause is another work: "Fixed it. Next: deploy the map"."""
    verbs, last = {hit.first for hit in reading.of(Group.VERBS)}, len(reading.words)
    marks = [hit for hit in reading.of(Group.MARKS) if hit.stop not in verbs]
    told = (hit for hit in marks if hit.size > 1 or hit.stop == last or (labelled and not hit.first))
    return next((join_words(reading.words[hit.first : hit.stop]) for hit in told), "")


def _limits(reading: Reading, first: int) -> list[Hit]:
    """The limits at the edges of a clause, and behind a reservation: "works but not in S3"."""
    hits, reserved = reading.of(Group.LIMITS), {hit.stop for hit in reading.of(Group.RESERVATIONS)}
    reserved |= {hit.first for hit in reading.of(Group.RESERVATIONS)}
    at_edge = [hit for hit in hits if _is_at_edge(hit, reading, first)]
    return [*at_edge, *(hit for hit in hits if hit.first in reserved and hit not in at_edge)]


def _is_at_edge(hit: Hit, reading: Reading, first: int) -> bool:
    return hit.first <= first or hit.stop == len(reading.words) or is_dense(reading.words[hit.first])


def _of_a_part(reading: Reading, first: int) -> list[Hit]:
    """What says right behind the doing that only a part was done: "Deleted most of the keys"."""
    done = next((hit.stop for hit in reading.of(Group.FINISHED) if hit.first <= first), None)
    return [hit for hit in reading.of(Group.LIMITS) if done is not None and hit.size > 1 and hit.first == done]


def _words_of(hits: list[Hit], reading: Reading) -> str:
    """The words of the first of these, unless what follows it says that all is settled."""
    return join_words(reading.words[hits[0].first : hits[0].stop]) if hits and not _is_settled(hits[0], reading) else ""


def _is_settled(attempt: Hit, reading: Reading) -> bool:
    """Whether a longer phrase there says that all is settled, or what follows does: "Not needed", "Found and fixed".

    What follows a limit does not: "Partly fixed".
    """
    longer = any(
        hit.first == attempt.first and hit.stop > attempt.stop and hit.value in FINISHED
        for hit in reading.of(Group.TAGS)
    )
    if longer or any(hit.first < attempt.stop and attempt.first < hit.stop for hit in reading.of(Group.LIMITS)):
        return longer
    begun = {hit.first for hit in reading.of(Group.ATTEMPTS)}
    done = (*reading.of(Group.FINISHED), *(hit for hit in reading.of(Group.TAGS) if hit.value == Tag.DONE))
    return any(0 <= hit.first - attempt.stop <= _JOINT and hit.first not in begun for hit in done)
