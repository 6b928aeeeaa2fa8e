"""Whether words say that there is nothing to do: "None", "No open tasks", "All of it was merged yesterday"."""

from __future__ import annotations

from itertools import islice

from handoff_issues.handoff.lexicon import Group, Lexicon, Reading, Tag
from handoff_issues.handoff.lexicon.terms import Amount
from handoff_issues.handoff.sentences.states import CLAUSE_END

_AROUND = (Group.AMOUNTS, Group.TAGS, Group.PRIORITY, Group.LATELY)
"""What stands beside a word for work that says nothing of a certain one: "no pending tasks"."""
_MOST = 12
"""Words; a longer clause tells a story."""


def says_nothing(text: str, lexicon: Lexicon) -> bool:
    """Whether a line, by its first clause, says that there is nothing, or nothing left."""
    clause = lexicon.read(CLAUSE_END.split(text, maxsplit=1)[0])
    if lexicon.read(text).starts(Group.EMPTY):
        return not _is_all_but(clause)
    short = clause.has(Group.AMOUNTS) and len(clause.words) <= _MOST
    return short and (_is_none(clause, lexicon) or _is_all(clause, lexicon))


def _is_all_but(said: Reading) -> bool:
    """Whether all but something is done: "All done but the map"."""
    if not said.starts(Group.EMPTY) or not said.starts(Group.AMOUNTS, Amount.ALL):
        return False
    done = said.of(Group.EMPTY)[0]
    return said.reserved(done) and done.stop + 1 < len(said.words)


def _is_none(clause: Reading, lexicon: Lexicon) -> bool:
    """Whether it denies that there is work, whatever it is called: no name of a certain one is in it ("No tests")."""
    denied = clause.starts(Group.AMOUNTS, Amount.NONE) or clause.ends(Group.AMOUNTS, Amount.NONE)
    said = clause.has(Group.AMOUNTS, Amount.WORK) or clause.starts(Group.EMPTY)
    return denied and said and clause.covers(*_AROUND, beside=lexicon.small_words)


def _is_all(clause: Reading, lexicon: Lexicon) -> bool:
    """Whether it says of all that stands there that it is done: "All next steps were merged in #41"."""
    done = next((hit for hit in clause.of(Group.TAGS) if hit.value == Tag.DONE and not clause.negated(hit)), None)
    if done is None or not clause.starts(Group.AMOUNTS, Amount.ALL) or clause.reserved(done):
        return False
    named = {at for hit in clause.of(Group.AMOUNTS) for at in range(hit.first, hit.stop)}
    before = all(at in named or word in lexicon.small_words for at, word in islice(enumerate(clause.words), done.first))
    follows = clause.words[done.stop : done.stop + 1]
    return before and (not follows or follows[0] in lexicon.small_words or clause.covers(*_AROUND))
