"""Whether a finished statement tells of less than a work: of a try, of a half, of something made for it.

What falls short closes nothing, and is shown to a person instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handoff_issues.model import Evidence, Outcome
from handoff_issues.reconcile.profile import Profile, counts_in, in_order, words_of

_CLAUSE_END = re.compile(r"\s+[—–-]+\s+|[:;,.]\s|[(（：；，。]")
_EXPLANATION = re.compile(r"\s+[—–-]+\s+|[;.]\s|[(（；。]")
"""What follows is no part of what the work joins; a colon may follow a label, and commas stand between its parts."""
_MADE_FOR = re.compile(
    r"(\w+)(?:\s(?:up|out|off|down|in|over|back))?\s((?:(?!\s-\s)[^—–:;,(.]){2,60}?)"
    r"\s(?:for|to|about|on|für|zum|zur|über|pour|sur|para|sobre|per|voor)\s"
)
"""A verb, what was made, and before what it was for."""
_ENDING = words_of("finish complete did done end close conclude got get wrap ship land")
"""Verbs in English that end a work, whatever they name of it: "Finished the rollout of", "Completed work on"."""
JOINT = re.compile(
    r"\s+(?:and|und|et|y|e|i|en|og|och|и|та|ve|dan|và)\s+(?:(?:the|a|an|die|der|das|den|les?|la|el|los|las)\s+)?"
    r"|\s*[+&]\s*|\s*[和与與及、]\s*"
)
"""A word or a sign between two things that are named side by side."""
_COMMA = re.compile(r",\s+")
_SHARE = re.compile(r"(\d+)\s*(?:/|(?:out\s+)?of|von|sur|de|su|van|из|з)\s*(?:the\s+|den\s+|les\s+|los\s+)?(\d+)\b")
_WHERE = re.compile(
    r"\s(?:for|from|(?:in|on|to|at|of)\s+the|für|beim|im|am|(?:in|auf|bei)\s+(?:der|dem|den)|pour|dans|para|en\s+(?:el|la)"
    r"|nel|nella|sul|sulla|voor|для|dla)\s+"
)
"""Before what a statement is about, and no more than that."""
_REHEARSED = re.compile(
    r"\b(?:to|on|in|at|into|onto|auf|nach|im|en|sur|em|na|на|op)\s+(?:(?:the|a|an|der|dem|den|la|le|el|o)\s+)?"
    r"(test|staging|stage|sandbox|preview|preprod|pre-production|uat|canary|dev|localhost)\b",
    re.IGNORECASE,
)
"""A place where work is tried before it is done where it counts."""


def outcome_for(said: Evidence, work: Profile) -> Outcome:
    """What became of a work by a statement: what was to be dropped is done by that ("Drop the old plan")."""
    return Outcome.DONE if said.dropped and words_of(said.dropped) <= work.title else said.outcome


def falls_short(said: Evidence, outcome: Outcome, title: str, work: Profile) -> bool:
    """Whether a statement tells of less than the work that bears this title.

    What was to be no more than tried is finished by that: "Investigate the leak" by "Investigated the leak". And what
    was dropped was dropped, whatever else is said of it.
    """
    return (
        (outcome is Outcome.DONE and not words_of(said.attempt) <= work.title | work.numbers)
        or not words_of(_made_for(said.title)) <= work.words
        or _leaves_out(title, said)
        or _counts_fewer(title, said.title)
        or _narrows(said.title, work)
        or _rehearses(said.title, work)
    )


def _made_for(title: str) -> str:
    """What was made, where the title names what it was made for: "Wrote the tests for the parser" made "the tests"."""
    found = _MADE_FOR.match(title)
    return "" if found is None or words_of(found[1]) <= _ENDING else found[2]


def _leaves_out(title: str, said: Evidence) -> bool:
    """Whether one of several things that the work joins is not said: "to Spanish and Polish"."""
    named = _EXPLANATION.split(title, maxsplit=1)[0]
    joints = list(JOINT.finditer(named))
    if not joints:
        return False
    told = words_of(f"{said.title} {said.text}")
    ends = [*joints, *(comma for comma in _COMMA.finditer(named) if comma.start() < joints[-1].start())]
    beside = ((in_order(named[: joint.start()])[-1:], in_order(named[joint.end() :])[:1]) for joint in ends)
    return any(not told.issuperset((*before, *after)) for before, after in beside)


def leaves_a_work(said: Evidence, works: Sequence[str]) -> bool:
    """Whether a statement says little of one of these works, by the words that are its alone."""
    told, words = words_of(f"{said.title} {said.text}"), [words_of(work) for work in works]
    for at, each in enumerate(words):
        own = each.difference(*words[:at], *words[at + 1 :])
        if 2 * len(own & told) < len(own):
            return True
    return False


def _counts_fewer(title: str, said: str) -> bool:
    """Whether a statement is about another number of things, or about some of them: "5 of the 12 checks"."""
    some = any(int(part) < int(whole) for part, whole in _SHARE.findall(said))
    wanted, told = counts_in(title), counts_in(said)
    return some or bool(wanted and told and wanted.isdisjoint(told))


def _narrows(said: str, work: Profile) -> bool:
    """Whether a statement ends by naming a place or a kind of which the work says nothing: "for admins"."""
    first, *_ = _CLAUSE_END.split(said, maxsplit=1)
    *_, last = _WHERE.split(f" {first}")
    where = {word for word in in_order(last) if not any(map(str.isdigit, word))}
    return last != f" {first}" and bool(where) and where.isdisjoint(work.words)


def _rehearses(said: str, work: Profile) -> bool:
    """Whether a statement says that it was done in a place for trials, of which the work says nothing: "to staging"."""
    first, *_ = _CLAUSE_END.split(said, maxsplit=1)
    found = _REHEARSED.search(first)
    return found is not None and not words_of(found[1]) <= work.words
