"""Wording: a name becomes an instruction where its words call for one, and stays where they do not."""

from __future__ import annotations

import pytest

from handoff_issues.handoff.lexicon import Lexicon
from handoff_issues.handoff.sentences.wording import as_instruction, asked_for, inside, undone

ENGLISH = Lexicon.of("en")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Gateway deployment", "Deploy Gateway", id="a noun of a deed"),
        pytest.param("Gateway deployment: two regions", "Deploy Gateway: two regions", id="and what follows"),
        pytest.param("DEMO-7: Gateway deployment", "DEMO-7: Deploy Gateway", id="behind a ticket"),
        pytest.param("12-C: Tile setup", "12-C: Set up Tile", id="behind a key"),
        pytest.param(
            "Price recalculation for old orders", "Recalculate Price for old orders", id="before a small word"
        ),
        pytest.param("GitLab with Vault deployment", "Deploy GitLab with Vault", id="the whole name"),
        pytest.param("Vault integration", "Vault integration", id="what is called by its noun"),
        pytest.param("Gateway is in the review", "Gateway is in the review", id="a sentence"),
        pytest.param("Final verification", "Final verification", id="how, not what"),
        pytest.param("Deployment", "Deployment", id="nothing to do it to"),
        pytest.param("API monitoring", "API monitoring", id="no end to it"),
        pytest.param("Login errors", "Fix Login errors", id="a fault"),
        pytest.param("3 build warnings (old compiler)", "Fix 3 build warnings (old compiler)", id="with a remark"),
        pytest.param("The gateway has two bugs", "The gateway has two bugs", id="a sentence"),
        pytest.param("No retry: uploads stop", "Add retry: uploads stop", id="what is missing"),
        pytest.param("Sales dashboard", "Build Sales dashboard", id="what is made"),
        pytest.param("No longer draws old maps", "No longer draws old maps", id="no longer lacks nothing"),
        pytest.param(
            "Missing tiles: rebuild them", "Missing tiles: rebuild them", id="what to do about what is missing"
        ),
        pytest.param("Added tile migration", "Added tile migration", id="a report"),
        pytest.param("Just finished tile migration", "Just finished tile migration", id="a report behind a small word"),
        pytest.param("Blocked by tile migration", "Blocked by tile migration", id="a state"),
        pytest.param("Undo the tile migration", "Undo the tile migration", id="an article is in no name"),
        pytest.param("Adding tile caching", "Adding tile caching", id="the verb is there"),
        pytest.param("Fix login errors", "Fix login errors", id="an instruction already"),
        pytest.param("Wiederholung beim Hochladen", "Wiederholung beim Hochladen", id="another language"),
    ],
)
def test_instructions(title: str, expected: str) -> None:
    assert as_instruction(title, ENGLISH, wanted=True, new=True) == expected


@pytest.mark.parametrize(
    ("wanted", "new", "title", "expected"),
    [
        pytest.param(True, False, "Sales dashboard", "Sales dashboard", id="an existing thing is not built"),
        pytest.param(True, False, "Login errors", "Fix Login errors", id="but it is mended"),
        pytest.param(False, False, "No regressions", "No regressions", id="finished work lacks nothing"),
        pytest.param(False, False, "Gateway deployment", "Deploy Gateway", id="but is worded alike"),
    ],
)
def test_what_is_wanted(wanted: bool, new: bool, title: str, expected: str) -> None:
    assert as_instruction(title, ENGLISH, wanted=wanted, new=new) == expected


@pytest.mark.parametrize(
    ("language", "heading", "expected"),
    [
        pytest.param("en", "Keys to rotate (all of them)", "Rotate Gateway key", id="English"),
        pytest.param("it", "File da creare", "Creare Gateway key", id="Italian"),
        pytest.param("fr", "Fichiers à créer", "Créer Gateway key", id="French"),
        pytest.param("en", "How to rotate keys", "Gateway key", id="not at its end"),
        pytest.param("en", "Keys", "Gateway key", id="no verb"),
    ],
)
def test_the_verb_of_the_heading(language: str, heading: str, expected: str) -> None:
    assert asked_for("Gateway key", heading, Lexicon.of(language)) == expected


def test_an_instruction_needs_no_verb_of_the_heading() -> None:
    assert asked_for("Revoke the key", "Keys to rotate", ENGLISH) == "Revoke the key"


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        pytest.param("en", ["not yet tested"], "Test Wizard", id="English"),
        pytest.param("en", ["two pages", "Not implemented"], "Implement Wizard", id="one of several clauses"),
        pytest.param("en", ["it is not tested on phones"], "Wizard", id="more than a state"),
        pytest.param("de", ["noch nicht getestet"], "Wizard testen", id="German, verb last"),
        pytest.param("fr", ["pas encore testé"], "Tester Wizard", id="French"),
        pytest.param("zh", ["未测试"], "测试Wizard", id="Chinese"),
        pytest.param("ja", ["未実装"], "Wizardを実装", id="Japanese"),
        pytest.param("ko", ["미구현"], "Wizard 구현", id="Korean"),
    ],
)
def test_the_verb_of_a_state(language: str, said: list[str], expected: str) -> None:
    assert undone("Wizard", said, Lexicon.of(language)) == expected


def test_a_sentence_takes_no_verb_of_a_state() -> None:
    assert undone("Wizard: two pages are slow", ["not tested"], ENGLISH) == "Wizard: two pages are slow"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("Add a retry", "add a retry", id="a verb"),
        pytest.param("Enable GitHub alerts", "enable GitHub alerts", id="a verb before a name"),
        pytest.param("ReactFlow view", "ReactFlow view", id="a name"),
        pytest.param("Stripe hook", "Stripe hook", id="perhaps a name"),
        pytest.param("Start", "Start", id="one word"),
        pytest.param("iOS view", "iOS view", id="a name in small letters"),
    ],
)
def test_words_inside_a_sentence(words: str, expected: str) -> None:
    assert inside(words, ENGLISH) == expected
