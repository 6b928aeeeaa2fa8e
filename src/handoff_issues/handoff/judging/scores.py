"""How much speaks for each block of a page being an item: by its signals, and by how it looks beside the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from handoff_issues.handoff.judging.candidates import Seen
from handoff_issues.handoff.judging.entry_signals import tells_its_state
from handoff_issues.handoff.judging.forest import ALL, Measures, fitted
from handoff_issues.handoff.judging.neighbours import measure_neighbours
from handoff_issues.handoff.judging.signals import is_marked, signals
from handoff_issues.handoff.judging.surroundings import measure_page
from handoff_issues.handoff.judging.tokens import heading_tokens, own_tokens
from handoff_issues.handoff.judging.weights import weigh_signals, weights
from handoff_issues.handoff.lexicon import Cue, Group, Lexicon, Role
from handoff_issues.handoff.lexicon.terms import FINISHED, UNFINISHED
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.sentences.statements import asks
from handoff_issues.handoff.sentences.states import declared_tags, is_sign, set_off_states
from handoff_issues.handoff.structure.labels import is_metadata
from handoff_issues.handoff.structure.views import View

NEAR = 1.0
"""What weighs less than this, for or against, could as well have gone the other way."""
LEARNT = "learnt: "
"""Before what was measured, where it is told what that adds."""
RULE = "rule: "
"""Before what was ruled, likewise."""
ALL_ELSE = "all else"
"""What adds little, and what every block starts from."""
LITTLE = 0.1
"""The least that tells on which side a score is."""
COMPARED = range(8, 1001)
"""Blocks of a page that are compared with one another: fewer show nothing, and more are no note."""
_SETTLED = frozenset(
    {
        "the title",
        "finished",
        "a finished row",
        "says there is nothing",
        "no words",
        "a placeholder",
        "in a log of old sessions",
    }
)
"""Signals of what is none, whatever it looks like."""
_HOPELESS = -7.5
"""What weighs less is none, whatever it looks like."""
_SURE = 3.25
"""What its signals make as sure as an instruction below a heading of work is one, where its looks are in doubt."""
_DOUBT = -2.0
"""A score above this leaves it in doubt that a block is none."""
_LISTED = frozenset({Shape.ENTRY, Shape.ROW})
_LIST = 3
"""Entries of a list of which most can be works."""
_AMONG_WORKS = 1.5
"""What that most of its list are works adds to an entry, on a page that is not compared."""
_SAID = 3.75
"""What it adds on a page of few blocks that an entry says itself that it is open: people write no heading there."""


class Rule(StrEnum):
    """What decides whatever else speaks for a block or against it, beside the signals that settle it."""

    TELLS = "tells how far its work is"
    HANDS_ON = "hands work on"
    FORM = "work by its form"
    HOPELESS = "its signals leave no doubt"
    OVER = "under a heading that says finished"
    LATER = "done in a later session"


@dataclass(frozen=True)
class Verdict:
    """A block that was looked at, and whether it was taken for an item, as people say or as it was judged."""

    view: View
    taken: bool
    score: float
    """How much speaks for an item; above 0 it is one, where nothing is better one."""
    vector: Sequence[float] = field(default=(), repr=False)
    """What the trees were asked with; empty where they were not."""
    rules: tuple[tuple[str, float], ...] = ()
    """The rules that overruled what was weighed, and what each of them added."""

    def ruled(self, rule: str, score: float) -> Verdict:
        """The same where a rule gives this score, whatever was weighed."""
        if score == self.score:
            return self
        rules = (*self.rules, (RULE + rule, score - self.score))
        return replace(self, taken=score > 0, score=score, rules=rules)

    def contributions(self) -> list[tuple[str, float]]:
        """What adds up to the score, in hundredths, the strongest first; what adds nothing is left out."""
        table = weights()
        found = [(name, table.get(name, 0.0)) for name in signals(self.view)]
        if self.vector:
            learnt = fitted().items.contributions(self.vector)
            found += ((LEARNT + name, round(weight, 2)) for name, weight in learnt.items() if abs(weight) >= LITTLE)
        found += ((name, round(weight, 2)) for name, weight in self.rules)
        found.append((ALL_ELSE, round(self.score - sum(weight for _, weight in found), 2)))
        return sorted(((name, weight) for name, weight in found if weight), key=lambda pair: (-abs(pair[1]), pair[0]))


def score_blocks(page: Sequence[Seen], lexicon: Lexicon) -> Iterator[Verdict]:
    """How much speaks for each block being an item, the others aside."""
    names = [signals(seen.view) for seen in page]
    own = [weigh_signals(each) for each in names]
    if len(page) not in COMPARED:
        yield from _score_by_signals(page, names, own)
        return
    learnt = fitted()
    said = list(_weigh_tokens(page, names, lexicon))
    looks = measure_page(page, own, lexicon)
    around = measure_neighbours(page, [tokens[ALL] for tokens in said], "tokens")
    measured = (look | near | tokens for look, near, tokens in zip(looks, around, said, strict=True))
    for seen, signed, weight, measures in zip(page, names, own, measured, strict=True):
        view = seen.view
        # A sentence is beside nothing, and what weighs so little is none whatever it looks like.
        if weight < _HOPELESS or (view.told_in_sentences and view.block.is_part):
            yield Verdict(view, weight > 0, weight)
            continue
        vector = learnt.items.vector(measures)
        score = weight + learnt.items.read(vector)
        yield held(Verdict(view, score > 0, score, vector), signed, weight)


def _weigh_tokens(page: Sequence[Seen], names: Sequence[Sequence[str]], lexicon: Lexicon) -> Iterator[Measures]:
    """What the tokens of each block of a page weigh."""
    tokens = fitted().tokens
    headings: dict[int, Measures] = {}
    for seen, signed in zip(page, names, strict=True):
        holder = seen.view.block.parent
        if id(holder) not in headings:
            headings[id(holder)] = tokens.weigh(heading_tokens(holder, lexicon))
        yield tokens.measure(tokens.weigh(own_tokens(seen.view, signed)), headings[id(holder)])


def held(verdict: Verdict, signed: Sequence[str], weight: float) -> Verdict:
    """A verdict, held to what the signals of a block rule whatever else it looks like; `weight` is what they weigh."""
    view, score = verdict.view, verdict.score
    if weight < _HOPELESS:
        return verdict.ruled(Rule.HOPELESS, weight)
    settled = next((name for name in signed if name in _SETTLED), None)
    if settled is not None:
        return verdict.ruled(settled, min(score, weight))
    if view.context.over and view.block.checked is None and not view.tags & UNFINISHED and not is_marked(view):
        return verdict.ruled(Rule.OVER, min(score, -NEAR))
    sure = score > _DOUBT and not view.block.children and _is_sure(view, weight)
    if sure or _heads_alone(view):
        return verdict.ruled(Rule.FORM, max(score, LITTLE))
    return verdict


def _is_sure(view: View, weight: float) -> bool:
    """Whether a block without others under it is an item by its form: its signals say so, or its box, or its level.

    A box is none in a ritual, among criteria, or in what is finished; a level is a cell of a row of work.
    """
    block, role = view.block, view.context.role
    works = role is not None and role.is_work
    if block.shape is Shape.ROW:
        return works and any(view.lexicon.read(cell.plain).covers(Group.PRIORITY) for cell in block.cells)
    box = block.checked is False and (works or role in (None, Role.ARCHITECTURE))
    return block.shape is Shape.ENTRY and (box or weight >= _SURE)


def _heads_alone(view: View) -> bool:
    """Whether a heading below one of work has nothing under it, nor those beside it a list: what it names is a work."""
    block, context = view.block, view.context
    if block.shape is not Shape.SECTION or block.children or context.role is None or not context.role.is_work:
        return False
    if context.distance != 1 or not context.sure or view.meaning.sorts or view.meaning.whole:
        return False
    return not any(child.shape in _LISTED for peer in block.peers for child in peer.children)


def _score_by_signals(
    page: Sequence[Seen], names: Sequence[Sequence[str]], weights: Sequence[float]
) -> Iterator[Verdict]:
    """The same by what the signals weigh alone, and by the list that an entry stands in."""
    works: dict[int, int] = defaultdict(int)
    for seen, weight in zip(page, weights, strict=True):
        works[id(seen.view.block.peers)] += weight > 0
    for seen, signed, weight in zip(page, names, weights, strict=True):
        block = seen.view.block
        entries = len(block.peers) if block.shape in (Shape.ENTRY, Shape.ROW) else 0
        mostly = entries >= _LIST and works[id(block.peers)] * 3 >= entries * 2
        score = weight + _AMONG_WORKS if mostly and weight <= 0 else weight
        if len(page) < COMPARED.start and _says_it_is_open(seen.view):
            score += _SAID
        verdict = Verdict(seen.view, score > 0, score)
        if score <= 0 and _heads_alone(seen.view) and _SETTLED.isdisjoint(signed):
            verdict = verdict.ruled(Rule.FORM, LITTLE)
        yield verdict


def _says_it_is_open(view: View) -> bool:
    """Whether an entry under no heading of work, or of anything else, tells that it is open: "Export - pending".

    In a list that tells of finished work too, it does so by any words: "The mail isn't sent yet".
    """
    block = view.block
    if block.shape is not Shape.ENTRY or block.children or view.empty:
        return False
    if view.context.role not in (None, Role.ARCHITECTURE) or is_metadata(block, view.lexicon):
        return False
    tells = bool(view.tags & UNFINISHED) and tells_its_state(view)
    if view.prose.has(Group.SUPPOSITIONS):
        return tells and _sets_its_state_off(view)
    if tells or is_marked(view):
        return True
    says = (
        asks(block.text.plain)
        or bool(view.tags & UNFINISHED)
        or view.prose.has(Group.CUES, Cue.OPEN, Cue.BLOCKER, Cue.QUESTION)
    )
    return says and not view.done and any(_is_finished(peer, view.lexicon) for peer in block.peers)


def _sets_its_state_off(view: View) -> bool:
    """Whether a sign before an entry or words behind its name say it: not "Returns 404 if the invoice is missing"."""
    signed = any(not hit.first and is_sign(hit, view.whole) for hit in view.whole.of(Group.TAGS))
    return signed or bool(set_off_states(view.block.text.plain, view.lexicon))


def _is_finished(block: Block, lexicon: Lexicon) -> bool:
    reading = lexicon.read(block.text.plain)
    return bool(block.checked) or reading.starts(Group.FINISHED) or bool(declared_tags(reading) & FINISHED)
