"""What a line lacks to be an item, in words that need no knowledge of how lines are weighed."""

from __future__ import annotations

import pytest

from handoff_issues.explain import Explanation, Signal
from handoff_issues.handoff import read_page
from handoff_issues.handoff.judging.forest import fitted, subject
from handoff_issues.handoff.judging.scores import ALL_ELSE, LEARNT, RULE, Rule
from handoff_issues.handoff.judging.weights import weights
from handoff_issues.lacks import lacks
from handoff_issues.model import Kind, State, Why
from handoff_issues.passed_over import find_passed_over

NOTHING = "nothing there says that it is work"


def entry(*signals: Signal) -> Explanation:
    given = {"start": 1, "end": 1, "title": "Rename it", "outcome": "nothing", "kind": Kind.PENDING, "priority": None}
    nothing = {"comments": (), "items": (), "merged_with": ()}
    return Explanation.model_validate(
        {**given, **nothing, "state": State.OPEN, "why": Why(kind="", priority="", state=""), "score": 0}
        | {"signals": signals}
    )


@pytest.mark.parametrize("name", [name for name, weight in weights().items() if weight < 0])
def test_whatever_speaks_against_an_item_is_said_in_words(name: str):
    told = lacks(entry(Signal(name=name, weight=weights()[name])))
    assert told != NOTHING, f"put into lacks.py what a line lacks of which is said: {name}"


@pytest.mark.parametrize("name", sorted({subject(measure) for measure in fitted().items.measures}))
def test_so_is_what_was_learnt(name: str):
    assert lacks(entry(Signal(name=ALL_ELSE, weight=-3), Signal(name=LEARNT + name, weight=-1))) != NOTHING


@pytest.mark.parametrize("rule", [Rule.OVER, Rule.LATER])
def test_so_is_what_was_ruled(rule: Rule):
    assert lacks(entry(Signal(name="under pending", weight=7), Signal(name=RULE + rule, weight=-9))) != NOTHING


def test_what_speaks_against_it_most_is_told():
    strong, weak = Signal(name="finished", weight=-6), Signal(name="few words", weight=-0.5)
    assert lacks(entry(Signal(name="under pending", weight=7), strong, weak)) == "it says that it is finished"
    assert lacks(entry(Signal(name="under pending", weight=2))) == lacks(entry()) == NOTHING


@pytest.mark.parametrize(
    ("note", "told"),
    [
        pytest.param("## Fonts\n\n- Consider a smaller font", "no heading above it says that this is work", id="place"),
        pytest.param("## Next steps\n\nThe font looks small.", "it is a paragraph, and no entry of a list", id="shape"),
        pytest.param(
            "## Next steps\n\n- Draw a map <!-- handoff: ignore -->", "a comment says so (line 3)", id="by a comment"
        ),
    ],
)
def test_a_near_miss_is_told_without_numbers(note: str, told: str):
    assert [each.reason for each in find_passed_over([read_page(note, path="a.md")])] == [told]
