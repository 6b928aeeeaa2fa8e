"""Which states an entry declares, and what only looks so."""

from __future__ import annotations

import pytest

from handoff_issues.handoff.lexicon import Lexicon, Role, Tag
from handoff_issues.handoff.outline import read_outline
from handoff_issues.handoff.outline.source import read_source
from handoff_issues.handoff.structure.headings import Context
from handoff_issues.handoff.structure.views import View


def states(text: str, *, role: Role | None = None) -> set[Tag]:
    """The states that a list entry of this text declares, below a heading of this role."""
    [entry] = read_outline(read_source(f"- {text}\n", path="HANDOFF.md")).walk()
    return set(View(entry, Context(role=role), Lexicon.of("en")).tags)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("✅ Charts of the gauges", Tag.DONE, id="a sign"),
        pytest.param("Blocked: charts of the gauges", Tag.BLOCKED, id="a label"),
        pytest.param("Charts done: both harbours are on the page", Tag.DONE, id="the end of a short label"),
        pytest.param("**Charts of the gauges merged** for both harbours", Tag.DONE, id="the end of strong words"),
        pytest.param("**Charts of the gauges** done for both harbours", Tag.DONE, id="right behind strong words"),
        pytest.param("Add the charts → done", Tag.DONE, id="alone behind an arrow"),
        pytest.param("Add the charts → merged in 12", Tag.DONE, id="behind an arrow, before a number"),
        pytest.param("Charts of the gauges: blocked on the key", Tag.BLOCKED, id="behind a name"),
        pytest.param("Charts of the gauges (blocked) for both harbours", Tag.BLOCKED, id="in brackets"),
        pytest.param("Phase 2 complete (the old gauges too)", Tag.DONE, id="before a remark"),
        pytest.param("Live, for both harbours", Tag.DONE, id="a first word that is set off"),
        pytest.param("Charts of the gauges, once a draft, are live", Tag.DONE, id="behind a word within the sentence"),
        pytest.param(
            "Charts of the gauges: merged, live once they are deployed", Tag.DONE, id="before what is to come"
        ),
        pytest.param("Charts once a day, as v1.2 has it. All of it works.", Tag.DONE, id="in a sentence of its own"),
        pytest.param("Charts of the gauges not drawn ✅ FIXED", Tag.DONE, id="a sign and a word, last"),
    ],
)
def test_what_is_declared(text: str, expected: Tag) -> None:
    assert expected in states(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Live charts of the gauges", id="a quality of what follows"),
        pytest.param("Charts of the gauges (the port of it is already published)", id="the end of a long remark"),
        pytest.param("Confirm that all charts are done", id="an instruction"),
        pytest.param("**Charts** of both harbours: check that every gauge works", id="an instruction at the end"),
        pytest.param("Charts of both harbours once the gauges are live", id="what is yet to come"),
        pytest.param("Charts of the gauges, before the second harbour goes live", id="what comes after it"),
        pytest.param("Phase 2 complete (the old gauges are still to do)", id="a remark that takes it back"),
        pytest.param("Charts of the gauges (not yet merged)", id="what is negated"),
    ],
)
def test_what_is_not_finished(text: str) -> None:
    assert Tag.DONE not in states(text)


def test_a_sign_with_a_word_at_the_end_overrules_what_was_said_before() -> None:
    assert states("🔄 Charts of the gauges are not drawn ✅ FIXED") == {Tag.DONE}
    assert states("🔄 Charts of the gauges ✅ are drawn") == {Tag.PROGRESS}


def test_the_last_sentence_about_a_problem_tells_that_it_is_mended() -> None:
    text = "The poller hung at night. Fixed by a timeout of the socket."
    assert states(text, role=Role.ISSUE) == {Tag.DONE}
    assert states(text) == set()
